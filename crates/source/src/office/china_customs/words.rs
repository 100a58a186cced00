//! What the texts of a row's columns mean: the office's codes to our words.

use std::str;

use yalu_trade::Fixed;

use super::{
    rows::{Rows, column},
    tables::{Partner, partners, unit},
};

/// The code of a row that adds up others.
const TOTALS: [&str; 4] = ["总计", "合计", "总值", "总额"];
/// A commodity's word, and what is odd about it.
#[derive(Clone, Copy)]
pub(super) struct Code {
    pub(super) word: u32,
    pub(super) lost_zero: bool,
    pub(super) total: bool,
}

/// A unit's word, what one of it counts and weighs.
#[derive(Clone, Copy)]
pub(super) struct UnitAt {
    pub(super) word: u32,
    pub(super) factor: Fixed,
    pub(super) grams: Option<Fixed>,
    pub(super) unknown: bool,
}

/// A partner's word, and who it is if the office knows.
#[derive(Clone, Copy)]
pub(super) struct PartnerAt {
    pub(super) word: u32,
    pub(super) known: Option<&'static Partner>,
}

impl<'b> Rows<'b, '_> {
    pub(super) fn code(&mut self, field: &'b [u8]) -> Option<Code> {
        let words = &mut self.read.records.commodity;
        let encoding = self.plan.head.text_encoding();
        self.codes.get(field, |field| {
            let digits = field.trim_ascii();
            let text = str::from_utf8(digits).ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
            match text {
                Some(text) if matches!(text.len(), 2 | 4 | 6 | 8 | 10) => {
                    Some(Code { word: words.id(text), lost_zero: false, total: false })
                }
                Some(text) if matches!(text.len(), 1 | 3 | 5 | 7 | 9) => {
                    Some(Code { word: words.id(text), lost_zero: true, total: false })
                }
                _ => TOTALS.contains(&encoding.decode_without_bom_handling(digits).0.as_ref()).then(|| Code {
                    word: words.id("TOTAL"),
                    lost_zero: false,
                    total: true,
                }),
            }
        })
    }

    /// The partner's word, and why the row is to be held back for it.
    pub(super) fn partner(
        &mut self,
        code: Option<&'b [u8]>,
        name: Option<&'b [u8]>,
        line: u64,
    ) -> Option<(u32, Option<&'static str>)> {
        let plan = self.plan;
        let encoding = plan.head.text_encoding();
        let named = name.and_then(|name| {
            self.names.get(name, |name| partners().name(&encoding.decode_without_bom_handling(name).0))
        });
        let words = &mut self.read.records.partner;
        let by_code = code.map(|code| {
            self.partners.get(code, |code| {
                let code = str::from_utf8(code.trim_ascii()).ok()?;
                let known = partners().code(code);
                let letters = known.map(|partner| partner.letters.as_str());
                let other = || format!("{}-{code}", partners().home());
                let shaped = (1..=6).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric());
                shaped.then(|| PartnerAt { word: words.id(&letters.map_or_else(other, str::to_owned)), known })
            })
        });
        match (by_code, named) {
            (None, None) if name.is_none() => Some((words.id(&plan.whole_partner), None)),
            (None, Some(named)) => Some((words.id(&named.letters), None)),
            (Some(Some(at)), named) => {
                let apart = at.known.zip(named).filter(|(by_code, named)| by_code.code != named.code);
                if let Some((by_code, named)) = apart {
                    let names = (
                        by_code.names.first().copied().unwrap_or_default(),
                        named.names.first().copied().unwrap_or_default(),
                    );
                    let message = || {
                        format!(
                            "the code {} is {}, the name beside it {} ({})",
                            by_code.code, names.0, names.1, named.code
                        )
                    };
                    let hint = "one of the two is wrong; the row is kept apart";
                    self.fault("partner", line, column(plan.partner), || (message(), hint));
                    return Some((at.word, Some("the partner's code and name are of two economies")));
                }
                if at.known.is_none() {
                    let said = self.shown(code.unwrap_or_default());
                    let hint = "the row is kept apart under the office's own code; tell us of a new code";
                    self.fault("partner", line, column(plan.partner), || {
                        (format!("`{said}` is no partner's code that we know"), hint)
                    });
                    return Some((at.word, Some("the partner's code is not known")));
                }
                Some((at.word, None))
            }
            _ => {
                let at = plan.partner.or(plan.partner_name);
                let said = self.shown(code.or(name).unwrap_or_default());
                self.fault("partner", line, column(at), || {
                    (format!("`{said}` is no partner"), "the office's codes have three digits")
                });
                None
            }
        }
    }

    pub(super) fn mode(&mut self, field: &'b [u8]) -> Option<u32> {
        let encoding = self.plan.head.text_encoding();
        let words = &mut self.read.records.mode;
        self.modes
            .get(field, |field| dimension(&encoding.decode_without_bom_handling(field).0).map(|word| words.id(word)))
    }

    pub(super) fn province(&mut self, field: &'b [u8]) -> Option<u32> {
        let encoding = self.plan.head.text_encoding();
        let words = &mut self.read.records.province;
        self.provinces
            .get(field, |field| dimension(&encoding.decode_without_bom_handling(field).0).map(|word| words.id(word)))
    }

    pub(super) fn unit(&mut self, which: usize, field: &'b [u8], line: u64, column: usize) -> UnitAt {
        let encoding = self.plan.head.text_encoding();
        let words = if which == 0 { &mut self.read.records.unit } else { &mut self.read.records.unit2 };
        let at = self.units[which].get(field, |field| {
            let text = encoding.decode_without_bom_handling(field).0;
            let text: String = text.trim().chars().filter(|c| !c.is_control()).take(32).collect();
            match unit(&text) {
                Some(unit) => {
                    UnitAt { word: words.id(unit.word), factor: unit.factor, grams: unit.grams, unknown: false }
                }
                None => UnitAt { word: words.id(&text), factor: 1, grams: None, unknown: !text.is_empty() },
            }
        });
        if at.unknown && self.odd_units.insert((which, at.word)) {
            let said = self.shown(field);
            let hint = "it is kept as it stands";
            self.warn("unit", line, column + 1, || (format!("`{said}` is no unit that we know"), hint));
        }
        at
    }
}

/// A code or a name of a dimension: letters and digits, not too long.
fn dimension(text: &str) -> Option<&str> {
    let text = text.trim();
    let shaped = text.chars().count() <= 40 && text.chars().all(|c| c.is_alphanumeric() || "()（）、-".contains(c));
    shaped.then_some(text)
}
