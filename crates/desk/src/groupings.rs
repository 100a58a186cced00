//! `groupings/*.toml` and `pairs.toml`: ways to take all goods apart, and what
//! goes in beside what comes out.

use std::collections::BTreeMap;

use yalu_trade::{Code, Decimal, Group, Grouping, Nomenclature, Pair};

use crate::page::Fields;

pub(crate) fn grouping(fields: &Fields<'_>, nomenclature: &Nomenclature) -> Option<Grouping> {
    let (id, label, why, source) =
        (fields.need("id"), fields.need_wording("label"), fields.need("why"), fields.need("source"));
    let groups = fields.tables("group", |group| {
        let (id, label) = (group.need("id"), group.need_wording("label"));
        let codes = codes(group, "codes", nomenclature);
        Some(Group { id: id?, label: label?, codes })
    });
    let mut seen: BTreeMap<Code, String> = BTreeMap::new();
    for group in &groups {
        for code in &group.codes {
            if let Some(first) = seen.insert(code.clone(), group.id.clone()) {
                let message = format!("{code} is in `{}` and in `{first}`: shares would count it twice", group.id);
                fields.complain("group", "code-twice", message, "take it out of one of them");
            }
        }
    }
    Some(Grouping { id: id?, label: label?, groups, why: why?, source: source?, place: fields.place() })
}

pub(crate) fn pairs(fields: &Fields<'_>, nomenclature: &Nomenclature) -> Vec<Pair> {
    fields.tables("pair", |pair| {
        let (id, label) = (pair.need("id"), pair.need_wording("label"));
        let (goes_in, comes_out) = (codes(pair, "in", nomenclature), codes(pair, "out", nomenclature));
        let (why, source) = (pair.need("why"), pair.need("source"));
        let (low, high) = (pair.number("yield_low"), pair.number("yield_high"));
        let expected = match (low, high) {
            (Some(low), Some(high)) if Decimal::ZERO < low && low <= high => Some((low, high)),
            (None, None) => None,
            _ => {
                let hint = "yield_low and yield_high stand together: tons out of a ton in, 0 < low ≤ high";
                pair.complain("yield_low", "bounds", "the yield has no two bounds in order", hint);
                None
            }
        };
        Some(Pair {
            id: id?,
            label: label?,
            goes_in,
            comes_out,
            expected,
            why: why?,
            source: source?,
            place: pair.place(),
        })
    })
}

/// Codes that the nomenclature has; at least one.
fn codes(fields: &Fields<'_>, key: &'static str, nomenclature: &Nomenclature) -> Vec<Code> {
    let texts = fields.texts(key);
    if texts.is_empty() {
        fields.complain(key, "missing-key", format!("`{key}` names no code"), "write codes in quotes: [\"6703\"]");
    }
    let read = |(text, span): (String, std::ops::Range<usize>)| {
        let code = text.parse::<Code>().map_err(|error| (error.to_string(), "codes stand in quotes: \"03\""));
        let known = code.and_then(|code| {
            let known = nomenclature.knows(&code);
            known.map(|()| code).map_err(|fault| (fault.to_string(), "is a digit off?"))
        });
        known.map_err(|(message, hint)| fields.complain_at(span, "commodity", message, hint)).ok()
    };
    texts.into_iter().filter_map(read).collect()
}
