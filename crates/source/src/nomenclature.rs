//! The Harmonized System that is embedded: codes of HS 2022 (with China's
//! chapter 98) and headings that earlier editions had, under labels of our own.

use std::sync::LazyLock;

use yalu_trade::{Heading, Lang, Nomenclature, Wording};

/// Codes are those of HS 2022 as UN Comtrade's reference lists them; labels are ours.
const HS: &str = include_str!("../labels/hs.csv");

static SYSTEM: LazyLock<Nomenclature> = LazyLock::new(|| Nomenclature::new(headings()));

/// The Harmonized System as we know it.
pub fn harmonized_system() -> &'static Nomenclature {
    &SYSTEM
}

fn headings() -> Vec<Heading> {
    let sheet = crate::sheet::sheet("hs.csv", HS.as_bytes(), &mut Vec::new());
    let rows = sheet.map(|sheet| sheet.rows).unwrap_or_default();
    rows.into_iter().filter_map(|row| heading(&row.fields)).collect()
}

fn heading(fields: &[String]) -> Option<Heading> {
    let [code, en, ko, zh, retired] = fields else { return None };
    let said = [(Lang::En, en), (Lang::Ko, ko), (Lang::Zh, zh)].into_iter().filter(|(_, text)| !text.is_empty());
    let label = Wording(said.map(|(lang, text)| (lang, text.clone())).collect());
    Some(Heading { code: code.parse().ok()?, label, retired: (!retired.is_empty()).then(|| retired.clone()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, io::Write};
    use yalu_trade::Code;

    fn code(text: &str) -> Code {
        text.parse().expect("a code")
    }

    #[test]
    fn every_line_of_the_list_is_a_heading_with_a_label() {
        let lines = HS.lines().count() - 1;
        let headings = headings();
        assert_eq!(headings.len(), lines);
        let four_digits: Vec<&Heading> = headings.iter().filter(|h| h.code.level() == 4).collect();
        assert!(four_digits.iter().all(|h| !h.label.lacks(Lang::En) && h.label.in_lang(Lang::En).len() <= 48));
        let labels: BTreeSet<(&str, &str)> =
            four_digits.iter().map(|h| (h.code.chapter(), h.label.in_lang(Lang::En))).collect();
        assert_eq!(labels.len(), four_digits.len(), "two headings of a chapter share a label");
        assert!(headings.iter().filter(|h| h.code.level() == 2).all(|h| Lang::ALL.iter().all(|l| !h.label.lacks(*l))));
    }

    #[test]
    fn codes_that_exist_and_codes_that_do_not() {
        let hs = harmonized_system();
        for known in ["01", "98", "6703", "670300", "28331100", "2601111000", "6908"] {
            assert_eq!(hs.knows(&code(known)), Ok(()), "{known}");
        }
        for (unknown, why) in [
            ("77", "there are no such goods"),
            ("99", "no chapter 99"),
            ("6799", "no heading 6799"),
            ("679900", "no heading 6799"),
        ] {
            let error = hs.knows(&code(unknown)).expect_err(unknown);
            assert!(error.to_string().ends_with(why), "{error}");
        }
    }

    /// The list against the nomenclature as UN Comtrade publishes it, where that file is at hand.
    #[test]
    fn the_list_has_every_heading_of_hs_2022() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/nomenclature/classificationH6.json");
        let Ok(text) = std::fs::read_to_string(path) else {
            // Straight to standard error: what a passing test prints is kept back.
            let told = writeln!(std::io::stderr(), "skipped: {path} is not there; it is UN Comtrade's list of HS 2022");
            told.expect("standard error");
            return;
        };
        let ids = text.split("\"id\":").skip(1).filter_map(|rest| rest.split('"').nth(1));
        let codes: Vec<&str> =
            ids.filter(|id| matches!(id.len(), 2 | 4) && id.parse::<Code>().is_ok() && !id.starts_with("99")).collect();
        assert!(codes.len() > 1_300, "{} codes read", codes.len());
        for code_ in codes.into_iter().filter(|code| *code != "77") {
            assert_eq!(harmonized_system().knows(&code(code_)), Ok(()), "{code_}");
        }
    }
}
