//! What goes in beside what comes out.

use rust_decimal::{Decimal, dec};
use yalu_measure::{Measured, Scope};
use yalu_trade::{Lang, Pair, Place, Wording};

use crate::table::{Table, all, ask, check, said, scope, some};

fn pair(goes_in: &[&str], comes_out: &[&str], expected: Option<(Decimal, Decimal)>) -> Pair {
    let codes = |codes: &[&str]| codes.iter().map(|code| code.parse().expect(code)).collect();
    Pair {
        id: "hair".to_owned(),
        label: Wording::en("Hair and wigs"),
        goes_in: codes(goes_in),
        comes_out: codes(comes_out),
        expected,
        why: "a test".to_owned(),
        source: "a table of the tests".to_owned(),
        place: Place::default(),
    }
}

fn asked(id: &str, pair: Pair, table: &Table) -> Measured {
    ask(id, &Scope { pairs: vec![pair], ..scope("X", "2023") }, table)
}

fn figures(measured: &Measured) -> Vec<String> {
    measured.rows.iter().map(|row| said(&row.answer)).collect()
}

fn words(measured: &Measured) -> Vec<&str> {
    measured.rows.iter().filter_map(|row| Some(row.says.as_ref()?.in_lang(Lang::En))).collect()
}

#[test]
fn hair_goes_in_and_wigs_come_out() {
    // KIEP (2024), tables 1 and 2: $160.03 million in, $166.74 million out.
    let table = some("X 2023 6703 16003e4\nM 2023 6704 16674e4");
    let measured = asked("pairs", pair(&["6703"], &["6704"], None), &table);
    assert_eq!(
        figures(&measured),
        ["160030000 (160025000..160035000)", "166740000 (166735000..166745000)", "6710000 (6700000..6720000)"]
    );
    let names: Vec<&str> =
        measured.rows.iter().map(|row| row.name.as_ref().expect("a name").in_lang(Lang::Ko)).collect();
    assert_eq!(names, ["Hair and wigs: 투입", "Hair and wigs: 산출", "Hair and wigs: 순액"]);
}

#[test]
fn a_side_is_the_sum_of_its_codes() {
    let table = some("X 2023 5407 5 exact\nX 2023 6006 7 exact\nM 2023 61 0 exact\nM 2023 62 0 exact");
    let measured = asked("pairs", pair(&["5407", "6006"], &["61", "62"], None), &table);
    assert_eq!(figures(&measured), ["12", "0", "-12"]);
    assert_eq!(words(&measured), ["it goes in, and nothing is reported coming out: a reported zero is not compliance"]);
    let measured = asked("pairs", pair(&["5407", "6004"], &["61"], None), &table);
    let lacks = "not derivable: a code is missing: no X of 6004 in 2023";
    assert_eq!(figures(&measured), [lacks, "0", lacks]);
    assert!(words(&measured).is_empty());
    check("pairs", &scope("X", "2023"), &table, "not derivable: the desk has no pair (pairs.toml)");
}

#[test]
fn the_yield_is_by_weight_and_stands_beside_what_is_expected() {
    let table = all("X 2023 2704 200 exact t\nM 2023 7201 90 exact t");
    for (expected, words_of_it) in [
        (None, vec![]),
        (Some((dec!(0.6), dec!(0.9))), vec!["below what is expected, 60–90 %"]),
        (Some((dec!(0.4), dec!(0.5))), vec!["within what is expected, 40–50 %"]),
        (Some((dec!(0.1), dec!(0.2))), vec!["above what is expected, 10–20 %"]),
    ] {
        let measured = asked("pair-yield", pair(&["2704"], &["7201"], expected), &table);
        assert_eq!(figures(&measured), ["45"]);
        assert_eq!(words(&measured), words_of_it);
    }
    let measured = asked("pair-yield", pair(&["6703"], &["6704"], None), &some("X 2023 6703 16003e4"));
    assert_eq!(figures(&measured), ["not derivable: a code is missing: no X of 6703 in 2023"]);
}
