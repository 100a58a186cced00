//! Statements that cannot be true, and their likeliest slips: rows of the
//! first desk, cut to the fewest that show the trouble.

use yalu_evidence::reconcile;
use yalu_trade::Authority;

use crate::{page::statements, solving::solve};

/// The year 2023 as customs and the press printed it, months to the ten thousand.
const YEAR: &str = "\
T362 X 2023 TOTAL 200350e4 USD
T363 M 2023 TOTAL 29189e4 USD
T364 T 2023 TOTAL 229538e4 USD
T378 X 2023-01..2023-10 TOTAL 158395e4 USD
T380 T 2023-01..2023-10 TOTAL 182430e4 USD
T402 X 2023-08 TOTAL 16290e4 USD
T403 M 2023-08 TOTAL 2823e4 USD
T404 T 2023-08 TOTAL 19113e4 USD
T405 X 2023-09 TOTAL 188.7e6 USD
T406 M 2023-09 TOTAL 2779e4 USD
T407 T 2023-09 TOTAL 21653e4 USD
T408 X 2023-10 TOTAL 16760e4 USD
T410 M 2023-10 TOTAL 2482e4 USD
T411 T 2023-10 TOTAL 19242e4 USD";

fn check(from: &str, to: &str, cause: &str, repair: Option<&str>) {
    let page = YEAR.replacen(from, to, 1);
    assert_ne!(page, YEAR, "{from}");
    let solved = solve(&page);
    let found: Vec<(&str, &str, Option<&str>)> =
        solved.conflicts.iter().map(|c| (c.statement.as_str(), c.cause.word(), c.repair.as_deref())).collect();
    let id = to.split(' ').next().unwrap_or_default();
    assert_eq!(found, [(id, cause, repair)], "{to}: {:?} {:?}", solved.conflicts, solved.tied);
    assert!(!solved.conflicts[0].against.is_empty() && !solved.conflicts[0].why.is_empty());
}

#[test]
fn a_year_that_holds_raises_nothing() {
    let solved = solve(YEAR);
    assert!(solved.conflicts.is_empty() && solved.tied.is_empty(), "{:?}", solved.conflicts);
}

#[test]
fn each_slip_has_its_name() {
    check("T362 X 2023 TOTAL 200350e4", "T362 X 2023 TOTAL 200350e7", "scale", Some("2,003,500,000"));
    check("T402 X 2023-08 TOTAL 16290e4", "T402 X 2023-08 TOTAL 1629e4", "digit", Some("162,900,000"));
    check("T404 T 2023-08 TOTAL 19113e4", "T404 T 2023-08 TOTAL 91113e4", "transposed", Some("191,130,000"));
    check("T363 M 2023 TOTAL", "T363 X 2023 TOTAL", "swapped-flow", Some("2,003,500,000"));
    check("T408 X 2023-10 TOTAL 16760e4", "T408 X 2023-10 TOTAL 1584e6", "cumulative-for-month", Some("168,000,000"));
    check("T407 T 2023-09 TOTAL 21653e4", "T407 T 2023-08 TOTAL 21653e4", "wrong-period", Some("191,130,000"));
}

#[test]
fn where_nothing_tells_which_is_wrong_it_is_a_tie() {
    let solved = solve(&YEAR.replacen("T404 T 2023-08 TOTAL 19113e4", "T404 T 2023-08 TOTAL 26740e4", 1));
    assert!(solved.conflicts.is_empty(), "{:?}", solved.conflicts);
    let choices: Vec<&str> = solved.tied.iter().flat_map(|tie| tie.choices.iter().map(|c| c[0].as_str())).collect();
    assert_eq!(choices, ["T402", "T403", "T404"]);
    let third = "T404 T 2023-08 TOTAL 26740e4 USD\nT404b T 2023-08 TOTAL 191.1e6";
    let told = solve(&YEAR.replacen("T404 T 2023-08 TOTAL 19113e4", third, 1));
    let found: Vec<(&str, &str)> = told.conflicts.iter().map(|c| (c.statement.as_str(), c.cause.word())).collect();
    assert_eq!(found, [("T404", "unknown")], "another print tells, and no cause is guessed");
}

#[test]
fn two_that_agree_against_the_rest_are_a_revision() {
    let page = "\
A X 2024-01..2024-06 TOTAL 800.0e6 USD
B X 2024-01..2024-04 TOTAL 540.0e6 USD
C X 2024-06 TOTAL 150.0e6 USD
D T 2024-01..2024-06 TOTAL 980.0e6 USD
E T 2024-01..2024-04 TOTAL 660.0e6 USD
F T 2024-06 TOTAL 180.0e6 USD
P X 2024-05 TOTAL 137.1e6 USD
Q T 2024-05 TOTAL 168.2e6 USD";
    let mut prints = statements(page);
    prints[..6].iter_mut().for_each(|s| s.authority = Authority::Table);
    let solved = reconcile(&prints, &[], "2030-01-01".parse().expect("a day"));
    let revised: Vec<&str> = solved.revised.iter().flat_map(|r| r.statements.iter().map(String::as_str)).collect();
    assert_eq!(revised, ["P", "Q"], "{solved:?}");
    assert!(solved.conflicts.is_empty());
}

#[test]
fn releases_that_one_source_prints_side_by_side_are_no_slips() {
    let page = "A T 2016 TOTAL 5.88e9 USD\nB T 2016 TOTAL 5.37e9 USD\nC T 2016 TOTAL 5.65e9 USD";
    let mut prints = statements(page);
    prints.iter_mut().for_each(|s| s.source = "an institute's list of releases".to_owned());
    let solved = reconcile(&prints, &[], "2030-01-01".parse().expect("a day"));
    assert_eq!((solved.conflicts.len(), solved.tied.len(), solved.revised.len()), (0, 0, 1), "{solved:?}");
    let year = solved.cells.iter().filter(|cell| cell.period.to_string() == "2016-06");
    assert!(year.clone().count() > 0 && year.into_iter().all(|cell| cell.interval.high.is_some()));
}

#[test]
fn the_order_of_statements_changes_nothing() {
    let mut lines: Vec<&str> = YEAR.lines().collect();
    let one = solve(&YEAR.replacen("16290e4", "1629e4", 1));
    lines.reverse();
    let other = solve(&lines.join("\n").replacen("16290e4", "1629e4", 1));
    assert_eq!(
        one.conflicts.iter().map(|c| &c.statement).collect::<Vec<_>>(),
        other.conflicts.iter().map(|c| &c.statement).collect::<Vec<_>>()
    );
    assert_eq!(solve(YEAR), solve(YEAR), "the same statements give the same answer");
}
