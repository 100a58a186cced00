//! Whatever an analyst types, a desk answers with findings, never with a panic.

use proptest::prelude::*;
use yalu_desk::{Files, desk};
use yalu_trade::{Code, Heading, Nomenclature, Wording};

const DESK: &str = "economy = \"PRK\"\nreporters = [\"CHN\"]\nas_of = 2025-09-30\nlanguages = [\"en\"]\n";
const BASES: &str =
    "[[base]]\nid = \"2019\"\nlabel = \"2019\"\nperiods = [2019]\nwhy = \"the last year before\"\nsource = \"us\"\n";
const BRIEF: &str = "grain = \"year\"\ntitle = \"{economy}\"\nsubtitle = \"{period}\"\n[[number]]\nid = \"imports\"\nmeasure = \"level\"\nflow = \"import\"\n[[block]]\nkind = \"paragraph\"\nsentences = [{ when = [\"imports > 0\"], en = \"{imports}\" }]\n";

fn nomenclature() -> Nomenclature {
    let code: Code = "67".parse().expect("a code");
    Nomenclature::new([Heading { code, label: Wording::en("Hair"), retired: None }])
}

fn files(changed: &str, bytes: Vec<u8>) -> Files {
    let mut files: Files = [("desk.toml", DESK), ("bases.toml", BASES), ("briefs/annual.toml", BRIEF)]
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
        .collect();
    files.insert(changed.to_owned(), bytes);
    files
}

#[test]
fn the_desk_itself_is_good() {
    let (desk, complaints) = desk("x", &files("desk.toml", DESK.as_bytes().to_vec()), &nomenclature());
    assert!(desk.is_some() && complaints.is_empty(), "{complaints:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..300), file in 0usize..7) {
        let path = [
            "desk.toml",
            "bases.toml",
            "briefs/annual.toml",
            "corrections.toml",
            "baskets/x.toml",
            "scenarios.toml",
            "reserves.toml",
        ][file];
        let (_, complaints) = desk("x", &files(path, bytes), &nomenclature());
        prop_assert!(complaints.iter().all(|complaint| !complaint.message.is_empty() && !complaint.place.file.is_empty()));
    }

    #[test]
    fn damaged_files_are_answered(cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<char>(), 0u8..3), 1..8), file in 0usize..3) {
        let (path, text) = [("desk.toml", DESK), ("bases.toml", BASES), ("briefs/annual.toml", BRIEF)][file];
        let mut text: Vec<char> = text.chars().collect();
        for (at, c, what) in cuts {
            let at = at.index(text.len().max(1)).min(text.len().saturating_sub(1));
            match what {
                0 => drop(text.remove(at)),
                1 => text.insert(at, c),
                _ => text[at] = c,
            }
        }
        let bytes = text.into_iter().collect::<String>().into_bytes();
        let (_, complaints) = desk("x", &files(path, bytes), &nomenclature());
        prop_assert!(complaints.iter().all(|complaint| complaint.place.line < 60));
    }
}
