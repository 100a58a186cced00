//! Orders in prose as rows of a statement file, which its own reader takes.

use yalu_source::{Parties, figures, harmonized_system, places, report, statements, written};
use yalu_trade::{Asserts, Scope};

fn check(text: &str, expected: &[&str]) {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let coverage = "reported".parse().expect("a coverage");
    let people = Scope { economy: names(&["North Korea", "북한"]), reporter: names(&["China", "중국"]), coverage };
    let (report, _) = report("report.txt", text.as_bytes());
    let parties = Parties { reporter: "CHN".to_owned(), partner: "PRK".to_owned(), coverage: "reported".to_owned() };
    let rows = places(&figures(&report, &people), "report.txt", &parties, 5);
    let harvest = statements("new.csv", written(&rows).as_bytes(), harmonized_system(), &[]);
    assert!(harvest.complaints.is_empty(), "{:?}", harvest.complaints);
    let said = harvest.statements.iter().map(|s| {
        let Asserts::Rank { of } = &s.asserts else { panic!("{s:?}") };
        format!("{} {} {} {} {} of {of}", s.id, s.flow.letters(), s.period, s.commodity, s.printed)
    });
    assert_eq!(said.collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn an_order_makes_a_row_of_each_good_that_has_a_code() {
    check(
        "In 2023, wigs (HS 6704) were the third largest of North Korea's exports to China.",
        &["R005 M 2023 6704 3 rank of HS4"],
    );
    check(
        "North Korea's exports to China in 2023: HS 6704 was the top product, followed by HS 2716 and HS 7202.",
        &["R005 M 2023 6704 1 rank of HS4", "R006 M 2023 2716 2 rank of HS4", "R007 M 2023 7202 3 rank of HS4"],
    );
    check("2023년 북한의 대중국 수입에서 쌀(HS 1006)이 2위를 차지했다.", &["R005 X 2023 1006 2 rank of HS4"]);
}

#[test]
fn what_gives_no_code_or_ranks_something_else_makes_none() {
    for text in [
        "In 2023, wigs were the third largest of North Korea's exports to China.",
        "North Korea's imports from China reached $2.0 billion in 2023, the highest since 2019.",
        "By weight, coal (HS 2701) was the largest of North Korea's exports to China in 2016.",
    ] {
        check(text, &[]);
    }
}
