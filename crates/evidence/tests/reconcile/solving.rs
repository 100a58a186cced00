//! Months that nobody printed follow from what was.

use crate::page::statements;
use yalu_evidence::reconcile;
use yalu_trade::{Decimal, Flow, Reconciled};

pub(crate) fn solve(page: &str) -> Reconciled {
    reconcile(&statements(page), &[], "2030-01-01".parse().expect("a day"))
}

/// A month as `low–high`, in millions to one decimal.
fn month(solved: &Reconciled, flow: Flow, month: &str) -> String {
    let cell = solved.cells.iter().find(|cell| cell.flow == flow && cell.period.to_string() == month);
    let Some(cell) = cell else { return "none".to_owned() };
    let say = |bound: Option<Decimal>| {
        bound.map_or("open".to_owned(), |bound| (bound / Decimal::from(1_000_000)).round_dp(1).normalize().to_string())
    };
    format!("{}–{}", say(cell.interval.low), say(cell.interval.high))
}

fn check(page: &str, flow: Flow, at: &str, expected: &str) {
    let solved = solve(page);
    assert_eq!(month(&solved, flow, at), expected, "{page}: {:?}", solved.conflicts);
    assert!(solved.conflicts.is_empty() && solved.tied.is_empty(), "{page}: {:?}", solved.conflicts);
}

#[test]
fn a_month_is_what_the_year_leaves_within_what_prints_may_give_way() {
    let year = "Y X 2023-01..2023-03 TOTAL 600e6 USD\nA X 2023-01 TOTAL 200e6 USD\nB X 2023-02 TOTAL 150e6 USD";
    // 600 − 200 − 150 = 250; each print is rounded to a million and let go by seven tenths of one percent.
    check(year, Flow::X, "2023-03", "241.8–258.2");
    check(year, Flow::X, "2023-01", "199.5–200.5");
}

#[test]
fn one_flow_is_trade_without_the_other() {
    let page = "T T 2023-05 TOTAL 189.57e6 USD\nX X 2023-05 TOTAL 165.63e6 USD";
    check(page, Flow::M, "2023-05", "21.4–26.4");
    check("B B 2023-05 TOTAL -141.69e6 USD balance\nX X 2023-05 TOTAL 165.63e6 USD", Flow::M, "2023-05", "21.8–26.1");
}

#[test]
fn two_months_that_nothing_tells_apart_share_their_sum() {
    let page = "Y X 2023-01..2023-03 TOTAL 600e6 USD\nA X 2023-01 TOTAL 200e6 USD";
    check(page, Flow::X, "2023-02", "0–406.6");
}

#[test]
fn growth_gives_the_month_a_year_before() {
    let page = "A X 2023-05 TOTAL 220e6 USD\nG X 2023-05 TOTAL 10 % since:2022-05";
    check(page, Flow::X, "2022-05", "194.4–204.8");
}

#[test]
fn coverages_meet_only_where_one_is_stated_to_be_a_sum() {
    let page = "K X 2022 TOTAL 1398.8e6 USD +crude institute\nX X 2022 TOTAL 894.0e6 USD";
    assert!(solve(page).conflicts.is_empty(), "an estimate of crude oil lies between");
    let less = "K X 2022 TOTAL 700.0e6 USD +crude institute\nX X 2022 TOTAL 894.0e6 USD";
    let tied = solve(less);
    assert_eq!((tied.conflicts.len(), tied.tied.len()), (0, 1), "a sum is no less than its part: {tied:?}");
}

#[test]
fn what_is_not_out_by_the_day_is_not_used() {
    let page = "A X 2023-05 TOTAL 220e6 USD @2023-06-18\nB X 2023-05 TOTAL 300e6 USD @2024-01-18";
    let early = reconcile(&statements(page), &[], "2023-12-31".parse().expect("a day"));
    assert!(early.conflicts.is_empty() && early.tied.is_empty());
    assert_eq!(solve(page).tied.len(), 1, "two prints, and nothing tells which");
}

#[test]
fn an_institute_may_differ_a_little_more() {
    let page = |whose: &str| format!("A X 2017-05 TOTAL 314.8e6 USD\nB X 2017-05 TOTAL 323.9e6 USD {whose}");
    let within = solve(&page("institute"));
    assert!(within.tied.is_empty() && within.conflicts.is_empty(), "{within:?}");
    assert_eq!(solve(&page("")).tied.len(), 1, "{:?}", solve(&page("")).conflicts);
}

#[test]
fn a_part_is_no_more_than_its_whole() {
    let page =
        "W X 2023-05 67 30e6 USD\nW2 X 2023-05 67 30.2e6 USD\nP X 2023-05 6703 41e6 USD\nT X 2023-05 TOTAL 165.6e6 USD";
    let solved = solve(page);
    let found: Vec<&str> = solved.conflicts.iter().map(|c| c.statement.as_str()).collect();
    assert_eq!(found, ["P"], "{:?}", solved.tied);
    let below = solve("Y X 2023 6703 41e6 USD\nT X 2023-05 TOTAL 12.6e6 USD");
    let may = below.cells.iter().find(|c| c.commodity.to_string() == "6703" && c.period.to_string() == "2023-05");
    assert_eq!(may.and_then(|cell| cell.interval.high), Some(Decimal::from(12_650_000)), "cut at the total's bound");
}
