//! Growth on one year earlier and on two.

use yalu_measure::Scope;
use yalu_trade::Quantity;

use crate::{
    figures::TOTALS,
    table::{ask, check, first, of, scope, some},
};

#[test]
fn growth_is_against_the_same_months_a_year_earlier() {
    let months =
        "X 2022-10 TOTAL 126e6\nX 2023-10 TOTAL 189e6\nX 2022-01..2022-10 TOTAL 700e6\nX 2023-01..2023-10 TOTAL 1.61e9";
    let table = some(&format!("{TOTALS}\n{months}"));
    for (flow, period, expected) in [
        ("X", "2023", "124.0951 (124.0933..124.0969)"),
        ("M", "2023", "118.3498 (118.3379..118.3617)"),
        ("T", "2023", "123.3468 (123.3453..123.3484)"),
        ("T", "2019", "14.7108 (14.7108..14.7109)"),
        ("X", "2018", "-31.6444 (-31.6654..-31.6233)"),
        ("X", "2023-10", "50 (49.0119..50.996)"),
        ("X", "2023-01..2023-10", "130 (129.1221..130.8792)"),
        ("M", "2022", "not derivable: its base is missing: no M of TOTAL in 2021"),
        ("X", "2024", "not on file: no X of TOTAL in 2024"),
    ] {
        check("growth", &scope(flow, period), &table, expected);
    }
}

#[test]
fn two_year_growth_steps_over_the_year_between() {
    let table = some(TOTALS);
    check("two-year-growth", &scope("X", "2019"), &table, "-20.6835 (-20.7079..-20.659)");
    check("two-year-growth", &scope("X", "2023"), &table, "not derivable: its base is missing: no X of TOTAL in 2021");
}

#[test]
fn growth_names_the_vintage_of_its_base() {
    let growth = first("growth", &scope("X", "2023"), &some(TOTALS)).expect("growth");
    assert_eq!(growth.vintage.to_string(), "2024-01-18");
    assert_eq!(growth.base_vintage.expect("a base").to_string(), "2023-01-18");
    let growth = first("growth", &scope("X", "2019"), &some(TOTALS)).expect("growth");
    assert_eq!(growth.base_vintage.expect("a base").to_string(), "2019-02-14 (assumed)");
}

#[test]
fn a_base_revised_after_the_print_does_not_make_the_growth_younger() {
    let table = some("X 2022 TOTAL 89404e4 @2024-06-30\nX 2023 TOTAL 200350e4 @2024-01-18");
    let growth = first("growth", &scope("X", "2023"), &table).expect("growth");
    assert_eq!(growth.vintage.to_string(), "2024-01-18");
    assert_eq!(growth.base_vintage.expect("a base").to_string(), "2024-06-30");
}

#[test]
fn no_growth_from_what_may_be_nothing() {
    let gap = "not derivable: its base may be zero or below";
    for base in ["X 2022 TOTAL 0", "X 2022 TOTAL 0 exact", "X 2022 TOTAL 1 about", "X 2022 TOTAL -5"] {
        check("growth", &scope("X", "2023"), &some(&format!("{base}\nX 2023 TOTAL 10")), gap);
    }
    check("growth", &scope("B", "2023"), &some(TOTALS), gap);
    check("growth", &scope("X", "2023"), &some("X 2022 TOTAL 4 exact\nX 2023 TOTAL 0 exact"), "-100");
}

#[test]
fn an_open_print_gives_open_growth() {
    let table = some("X 2022 TOTAL 100 exact\nX 2023 TOTAL 250 over");
    check("growth", &scope("X", "2023"), &table, "150 (150..)");
}

#[test]
fn growth_is_of_a_commodity_too_by_value_or_weight() {
    let table = some("X 2022 1006 500e4\nX 2023 1006 1000e4\nX 2022 1006 100 t\nX 2023 1006 150 t");
    check("growth", &of("1006", scope("X", "2023")), &table, "100 (99.7003..100.3003)");
    let weight = Scope { quantity: Quantity::Weight, ..of("1006", scope("X", "2023")) };
    check("growth", &weight, &table, "50 (48.7562..51.2563)");
}

#[test]
fn growth_from_a_contested_base_is_contested() {
    let table = some("X 2022 TOTAL 100 contested\nX 2023 TOTAL 150\nX 2024 TOTAL 150");
    let measured = ask("growth", &scope("X", "2023 2024"), &table);
    let contested: Vec<bool> = measured.rows.into_iter().map(|row| row.answer.expect("growth").contested).collect();
    assert_eq!(contested, [true, false]);
}
