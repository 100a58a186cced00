//! What goes with a reading: the prints not taken, corrections, contradiction.

use yalu_evidence::Prints;
use yalu_trade::{Correction, PaperKind, Place, Target};

use crate::page::{cut, first, prints, statement, statements};

const IMPORTS_2019: &str = "
    T207 X 2019 TOTAL 2589e6 USD institute
    T209 X 2019 TOTAL 2.74e9 USD @2021-09-19
    T208 X 2019 TOTAL 2573821663 USD";

#[test]
fn the_print_comes_first_and_the_rest_by_precedence() {
    let reading = first(&prints(IMPORTS_2019), &cut("X", "2019")).expect("a reading");
    let papers: Vec<(&str, &str, bool)> =
        reading.lineage.papers.iter().map(|paper| (paper.id.as_str(), paper.says.as_str(), paper.used)).collect();
    assert_eq!(
        papers,
        [
            ("T208", "2573821663 USD", true),
            ("T207", "2589 × 1000000 USD", false),
            ("T209", "2.74 × 1000000000 USD", false),
        ]
    );
    assert!(reading.lineage.papers.iter().all(|paper| paper.vintage.is_some() && !paper.source.is_empty()));
}

#[test]
fn a_reading_is_contested_if_a_print_excludes_it() {
    for (others, contested) in [
        ("", false),
        ("A001 X 2019 TOTAL 2.57e9 USD", false),
        ("A001 X 2019 TOTAL 2573821663 USD institute", false),
        ("A001 X 2019 TOTAL 2573821664 USD institute", false),
        ("A001 X 2019 TOTAL 2573821665 USD institute", true),
        ("T207 X 2019 TOTAL 2589e6 USD", true),
        ("A001 X 2019 TOTAL 2.57e9 USD\nT207 X 2019 TOTAL 2589e6 USD", true),
        // Of another coverage, not evidence, or not of this cell.
        ("A001 X 2019 TOTAL 2589e6 USD +crude", false),
        ("A001 X 2019 TOTAL 2589e6 USD derived", false),
        ("A001 X 2019 TOTAL 2589e6 USD mean", false),
        ("A001 X 2019 TOTAL 2589e6 USD by:RUS", false),
    ] {
        let page = prints(&format!("T208 X 2019 TOTAL 2573821663 USD\n{others}"));
        assert_eq!(first(&page, &cut("X", "2019")).expect("a reading").contested, contested, "{others}");
    }
}

#[test]
fn a_contradiction_that_is_not_out_yet_contests_nothing() {
    let page = prints("T208 X 2019 TOTAL 2573821663 USD\nT209 X 2019 TOTAL 2.74e9 USD @2021-09-19");
    for (day, contested) in [("2021-09-18", false), ("2021-09-19", true)] {
        let cut = crate::page::as_of(day, cut("X", "2019"));
        assert_eq!(first(&page, &cut).expect("a reading").contested, contested, "{day}");
    }
}

#[test]
fn a_correction_is_a_paper_beside_its_print() {
    let correction = Correction {
        target: Target::Statement("T362".to_owned()),
        field: "scale".to_owned(),
        from: "1e6".to_owned(),
        to: "1e4".to_owned(),
        reason: "counts in ten thousands".to_owned(),
        source: "the page's own heading".to_owned(),
        expect: 1,
        place: Place::new("corrections.toml", 3, 1),
    };
    let mut corrected = statement("T362 X 2023 TOTAL 200350e4 USD");
    corrected.corrections.push(correction);
    for (rest, used) in [("", true), ("A001 X 2023 TOTAL 2003500000 USD", false)] {
        let mut all = statements(rest);
        all.push(corrected.clone());
        let reading = first(&Prints::new(all, Vec::new()), &cut("X", "2023")).expect("a reading");
        let papers = &reading.lineage.papers;
        let at = papers.iter().position(|paper| paper.kind == PaperKind::Correction).expect("the correction");
        assert_eq!((papers[at - 1].id.as_str(), papers[at].id.as_str()), ("T362", "correction of T362"));
        assert_eq!(papers[at].says, "scale: 1e6 → 1e4: counts in ten thousands");
        assert_eq!((papers[at].source.as_str(), papers[at].place.line), ("the page's own heading", 3));
        assert_eq!(papers[at].used, used);
    }
}

#[test]
fn the_statements_can_be_listed() {
    assert_eq!(prints(IMPORTS_2019).statements(), statements(IMPORTS_2019));
}
