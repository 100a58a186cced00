//! What was not yet out, and what was never printed.

use yalu_trade::Absence;

use crate::page::{as_of, check, cut, first, of, prints};

const IMPORTS: &str = "
    A001 X 2023 TOTAL 2.0e9 USD @2024-01-12
    T362 X 2023 TOTAL 200350e4 USD @2024-01-18";

#[test]
fn a_later_release_is_hidden() {
    for (day, expected) in [
        ("2024-01-11", "not yet published: imports in 2023 (reported): still to come out"),
        ("2024-01-12", "A001: 2000000000 (1950000000..2050000000)"),
        ("2024-01-17", "A001: 2000000000 (1950000000..2050000000)"),
        ("2024-01-18", "T362: 2003500000 (2003495000..2003505000)"),
    ] {
        check(IMPORTS, &as_of(day, cut("X", "2023")), expected);
    }
}

#[test]
fn a_later_release_is_not_among_the_papers() {
    let reading = first(&prints(IMPORTS), &as_of("2024-01-12", cut("X", "2023"))).expect("a reading");
    assert!(reading.lineage.papers.iter().all(|paper| paper.id == "A001"));
}

#[test]
fn an_undated_print_is_out_forty_five_days_after_its_period() {
    let text = "T094 M 2017 TOTAL 1.72e9 USD";
    check(
        text,
        &as_of("2018-02-13", cut("M", "2017")),
        "not yet published: exports in 2017 (reported): still to come out",
    );
    let reading = first(&prints(text), &as_of("2018-02-14", cut("M", "2017"))).expect("a reading");
    assert_eq!(reading.vintage.to_string(), "2018-02-14 (assumed)");
}

#[test]
fn what_nobody_printed_is_not_on_file_and_not_zero() {
    for (cut, expected) in [
        (cut("M", "2023"), "not on file: no print of exports in 2023 (reported)"),
        (cut("X", "2022"), "not on file: no print of imports in 2022 (reported)"),
        (of("6703", cut("X", "2023")), "not on file: no print of imports of 6703 in 2023 (reported)"),
        (cut("T", "2023-10"), "not on file: no print of trade in 2023-10 (reported)"),
    ] {
        check(IMPORTS, &cut, expected);
    }
}

#[test]
fn the_kinds_of_silence_differ() {
    let kind =
        |day: &str, flow: &str| first(&prints(IMPORTS), &as_of(day, cut(flow, "2023"))).expect_err("a gap").absence;
    assert_eq!(kind("2023-12-31", "X"), Absence::NotYetPublished);
    assert_eq!(kind("2023-12-31", "M"), Absence::NotOnFile);
}

#[test]
fn every_commodity_and_period_of_a_cut_has_its_cell() {
    let panel = crate::page::read(&prints(IMPORTS), &cut("X", "2021 2022 2023"));
    let known: Vec<bool> = panel.cells.iter().map(|cell| cell.reading.is_ok()).collect();
    assert_eq!(known, [false, false, true]);
}
