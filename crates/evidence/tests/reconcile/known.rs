//! Prints and solved months answer as one.

use crate::page::statements;
use yalu_evidence::Known;
use yalu_trade::{Absence, Among, Commodity, Coverage, Currency, Cut, Evidence, Flow, Gap, Quantity, Reading};

const PAGE: &str = "\
Y X 2023-01..2023-03 TOTAL 600e6 USD
A X 2023-01 TOTAL 200e6 USD
B X 2023-02 TOTAL 150e6 USD
T T 2023-01 TOTAL 220e6 USD
M M 2023-01 TOTAL 20e6 USD
W X 2023-01 TOTAL 20.12e6 USD";

fn read(page: &str, period: &str) -> Result<Reading, Gap> {
    let cut = Cut {
        reporters: vec!["CHN".to_owned()],
        partner: "PRK".to_owned(),
        flow: Flow::X,
        periods: vec![period.parse().expect(period)],
        mean: false,
        among: Among::These(vec![Commodity::Total]),
        coverage: Coverage::reported(),
        quantity: Quantity::Value(Currency::USD),
        as_of: "2030-01-01".parse().expect("a day"),
    };
    let panel = Known::new(statements(page), Vec::new()).read(&cut).expect("it is read");
    panel.cells[0].reading.clone()
}

#[test]
fn a_print_that_stands_is_taken_as_it_stands() {
    let january = read(PAGE, "2023-01").expect("printed");
    let used: Vec<&str> = january.lineage.used().map(|paper| paper.id.as_str()).collect();
    assert_eq!((used, january.lineage.is_print()), (vec!["A"], true), "not the finer W, which the others exclude");
    let told = january.lineage.papers.iter().find(|paper| paper.id == "W").expect("it goes along");
    assert!(!told.used && told.note.starts_with("disbelieved: prints 20.12"), "{}", told.note);
}

#[test]
fn a_month_that_nobody_printed_is_solved_and_says_so() {
    let march = read(PAGE, "2023-03").expect("solved");
    assert!(!march.lineage.is_print() && march.lineage.papers.iter().all(|paper| paper.used));
    assert!(march.interval.low < march.interval.best && march.interval.best < march.interval.high);
    let ids: Vec<&str> = march.lineage.papers.iter().map(|paper| paper.id.as_str()).collect();
    assert_eq!(ids, ["Y"], "the print that touches it");
}

#[test]
fn a_month_that_may_be_nothing_stays_a_gap_and_says_what_is_left() {
    let gap =
        read("Y X 2023-01..2023-03 TOTAL 600e6 USD\nA X 2023-01 TOTAL 200e6 USD", "2023-02").expect_err("too wide");
    assert_eq!(gap.absence, Absence::NotOnFile);
    assert!(gap.why.contains("what others printed leaves 0 to 4066"), "{}", gap.why);
}

#[test]
fn years_are_not_made_of_solved_months() {
    assert!(read("Y X 2023-01..2023-03 TOTAL 600e6 USD", "2023").is_err());
}

#[test]
fn a_cell_whose_only_print_is_disbelieved_is_quarantined() {
    let page = "Y X 2023-01..2023-06 TOTAL 600e6 USD\nY2 X 2023-01..2023-06 TOTAL 601e6 USD\nA X 2023-02..2023-03 TOTAL 900e6 USD";
    let gap = read(page, "2023-02..2023-03").expect_err("more than the half year");
    assert_eq!(gap.absence, Absence::Quarantined);
    assert!(gap.why.contains("`A` is disbelieved"), "{}", gap.why);
}
