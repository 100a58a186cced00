//! The office's own codes: its partners and its units, as files beside this one.

use std::{collections::HashMap, sync::LazyLock};

use yalu_trade::Fixed;

/// The office's own country among its partners: goods that came back, and whose records these are.
const HOME: &str = "142";

/// A partner as the office knows it.
#[derive(Debug)]
pub(in crate::office) struct Partner {
    /// The office's code.
    pub(in crate::office) code: &'static str,
    /// ISO 3166 letters; for what no economy stands for, the office's letters and its code (`CHN-199`).
    pub(in crate::office) letters: String,
    /// As its files in Chinese and in English print it, the present name first.
    pub(in crate::office) names: Vec<&'static str>,
}

/// A unit of the office.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Unit {
    /// Our word for it.
    pub(super) word: &'static str,
    /// How many of ours one of its is.
    pub(super) factor: Fixed,
    /// How many grams one of its weighs, where it is a weight.
    pub(super) grams: Option<Fixed>,
}

/// All partners, by the office's code.
pub(in crate::office) struct Partners {
    all: Vec<Partner>,
    by_code: HashMap<&'static str, usize>,
    by_name: HashMap<String, usize>,
}

static PARTNERS: LazyLock<Partners> = LazyLock::new(|| read_partners(include_str!("partners.csv")));
static UNITS: LazyLock<HashMap<&'static str, Unit>> = LazyLock::new(|| read_units(include_str!("units.csv")));

/// The partners.
pub(in crate::office) fn partners() -> &'static Partners {
    &PARTNERS
}

/// The unit of a name.
pub(super) fn unit(name: &str) -> Option<Unit> {
    UNITS.get(name).copied()
}

impl Partners {
    /// The partner of a code.
    pub(in crate::office) fn code(&self, code: &str) -> Option<&Partner> {
        self.by_code.get(code).map(|at| &self.all[*at])
    }

    /// The partner that is called so, in Chinese or English.
    pub(in crate::office) fn name(&self, name: &str) -> Option<&Partner> {
        self.by_name.get(&folded(name)).map(|at| &self.all[*at])
    }

    /// The partner of these letters.
    #[cfg(any(test, feature = "made"))]
    pub(in crate::office) fn letters(&self, letters: &str) -> Option<&Partner> {
        self.all.iter().find(|partner| partner.letters == letters)
    }

    /// The letters of the office's own country.
    pub(in crate::office) fn home(&self) -> &str {
        self.code(HOME).map_or("", |home| home.letters.as_str())
    }
}

/// Names are alike without their spaces and capitals: `R. O. Korea` is `R.O.Korea`.
fn folded(name: &str) -> String {
    let kept = name.chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').flat_map(char::to_lowercase);
    kept.map(|c| match c {
        '（' => '(',
        '）' => ')',
        c => c,
    })
    .collect()
}

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| {
        // Only the last field may stand in quotes.
        let (plain, quoted) = line.split_once('"').map_or((line, None), |(plain, rest)| (plain, Some(rest)));
        let mut fields: Vec<&str> = plain.split(',').collect();
        if let (Some(quoted), Some(last)) = (quoted, fields.last_mut()) {
            *last = quoted.trim_end_matches('"');
        }
        fields
    })
}

fn read_partners(text: &'static str) -> Partners {
    let fields: Vec<Vec<&str>> = rows(text).filter(|fields| fields.len() == 5).collect();
    let home = fields.iter().find(|row| row[0] == HOME).map_or("", |row| row[1]);
    let partner = |row: &Vec<&'static str>| Partner {
        code: row[0],
        letters: if row[1].is_empty() { format!("{home}-{}", row[0]) } else { row[1].to_owned() },
        names: row[3].split(';').chain(row[4].split(';')).filter(|name| !name.is_empty()).collect(),
    };
    let all: Vec<Partner> = fields.iter().map(partner).collect();
    let by_code = all.iter().enumerate().map(|(i, partner)| (partner.code, i)).collect();
    let named = |(i, partner): (usize, &Partner)| partner.names.iter().map(move |n| (folded(n), i)).collect::<Vec<_>>();
    let by_name = all.iter().enumerate().flat_map(named).collect();
    Partners { all, by_code, by_name }
}

fn read_units(text: &'static str) -> HashMap<&'static str, Unit> {
    rows(text)
        .filter_map(|row| match row[..] {
            [name, word, factor, grams] => {
                Some((name, Unit { word, factor: factor.parse().ok()?, grams: grams.parse().ok() }))
            }
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_read_and_no_name_means_two() {
        let partners = partners();
        let lines = include_str!("partners.csv").lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
        assert_eq!(partners.all.len(), lines.count());
        assert_eq!(partners.by_code.len(), partners.all.len());
        let names: usize = partners.all.iter().map(|partner| partner.names.len()).sum();
        assert_eq!(partners.by_name.len(), names, "a name stands twice");
        let mut letters: Vec<&str> = partners.all.iter().map(|partner| partner.letters.as_str()).collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), partners.all.len(), "letters stand twice");
        assert_eq!(UNITS.len(), include_str!("units.csv").lines().count() - 2);
    }

    #[test]
    fn codes_and_names_of_partners() {
        for (code, letters) in [("109", "PRK"), ("133", "KOR"), ("116", "JPN"), ("502", "USA"), ("143", "TWN")] {
            assert_eq!(partners().code(code).map(|partner| partner.letters.as_str()), Some(letters));
        }
        for (name, letters) in [
            ("朝鲜", "PRK"),
            ("R. O. Korea", "KOR"),
            ("R.O.Korea", "KOR"),
            ("Hong Kong, China", "HKG"),
            ("台澎金马关税区", "TWN"),
            ("亚洲其他国家（地区）", "CHN-199"),
        ] {
            assert_eq!(partners().name(name).map(|partner| partner.letters.as_str()), Some(letters), "{name}");
        }
        assert_eq!(partners().home(), "CHN");
        assert!(partners().code("000").is_none() && partners().name("Atlantis").is_none());
    }

    #[test]
    fn units_are_ours() {
        assert_eq!(unit("千克"), Some(Unit { word: "kg", factor: 1, grams: Some(1000) }));
        assert_eq!(unit("百支"), Some(Unit { word: "units", factor: 100, grams: None }));
        assert_eq!(unit("桶"), None);
    }
}
