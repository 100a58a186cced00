//! Several reporters are taken together, or not at all.

use yalu_trade::Cut;

use crate::page::{as_of, check, cut, first, prints};

const TWO: &str = "
    T362 X 2023 TOTAL 200350e4 USD @2024-01-18
    R001 X 2023 TOTAL 34.4e6 USD @2024-02-14 by:RUS
    R002 X 2023 TOTAL 52.9e6 USD @2024-02-13 by:RUS";

fn of_both(cut: Cut) -> Cut {
    Cut { reporters: vec!["CHN".to_owned(), "RUS".to_owned()], ..cut }
}

#[test]
fn their_readings_are_added() {
    check(TWO, &of_both(cut("X", "2023")), "T362 + R001: 2037900000 (2037845000..2037955000) !");
    let reading = first(&prints(TWO), &of_both(cut("X", "2023"))).expect("a sum");
    assert_eq!(reading.lineage.formula, "sum over reporters");
    assert_eq!(reading.vintage.to_string(), "2024-02-14");
    let papers: Vec<(&str, bool)> = reading.lineage.papers.iter().map(|p| (p.id.as_str(), p.used)).collect();
    assert_eq!(papers, [("T362", true), ("R001", true), ("R002", false)]);
}

#[test]
fn one_that_is_absent_leaves_no_sum() {
    let (china, _) = TWO.trim().split_once('\n').expect("three lines");
    check(china, &of_both(cut("X", "2023")), "not on file: no print of imports in 2023 (reported)");
    check(
        TWO,
        &as_of("2024-01-31", of_both(cut("X", "2023"))),
        "not yet published: imports in 2023 (reported): still to come out",
    );
}

#[test]
fn only_those_that_are_asked_count() {
    check(TWO, &cut("X", "2023"), "T362: 2003500000 (2003495000..2003505000)");
    let nobody = Cut { reporters: Vec::new(), ..cut("X", "2023") };
    check(TWO, &nobody, "not on file: no reporter is named");
    check(
        TWO,
        &Cut { partner: "MNG".to_owned(), ..cut("X", "2023") },
        "not on file: no print of imports in 2023 (reported)",
    );
}
