//! What holds whatever was printed.

use proptest::prelude::*;
use yalu_trade::{Authority, Reading, Statement, Verdict};

use crate::page::{as_of, cut, first, prints, said, statement, statements};

/// Prints of one cell: some figure, some scale, some day, some authority, out on some day.
fn a_print() -> impl Strategy<Value = String> {
    (1i64..40, 6u32..9, 1u32..29, any::<bool>(), any::<bool>()).prop_map(|(value, scale, day, institute, derived)| {
        let authority = if institute { "institute" } else { "" };
        let status = if derived { "derived" } else { "" };
        format!("X 2023 TOTAL {value}e{scale} USD @2024-01-{day:02} {authority} {status}")
    })
}

/// A page, and the same in another order.
fn pages() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    prop::collection::vec(a_print(), 1..9)
        .prop_map(|lines| lines.iter().enumerate().map(|(i, line)| format!("T{i} {line}")).collect::<Vec<String>>())
        .prop_flat_map(|page| (Just(page.clone()), Just(page).prop_shuffle()))
}

fn taken<'a>(reading: &Reading, page: &'a [Statement]) -> &'a Statement {
    let used = reading.lineage.used().next().expect("a print");
    page.iter().find(|statement| statement.id == used.id).expect("a print of the page")
}

proptest! {
    #[test]
    fn the_order_of_the_page_changes_nothing((page, shuffled) in pages()) {
        let reading = |page: &[String]| first(&prints(&page.join("\n")), &cut("X", "2023"));
        prop_assert_eq!(reading(&page), reading(&shuffled));
    }

    #[test]
    fn every_print_that_is_out_is_among_the_papers_once((page, _) in pages(), day in 1u32..29) {
        let as_of = as_of(&format!("2024-01-{day:02}"), cut("X", "2023"));
        let reading = first(&prints(&page.join("\n")), &as_of);
        let page = statements(&page.join("\n"));
        let out = |s: &&Statement| s.vintage.known_on(as_of.as_of) && s.status == yalu_trade::Status::Published;
        let mut expected: Vec<&str> = page.iter().filter(out).map(|s| s.id.as_str()).collect();
        match &reading {
            Err(gap) => prop_assert!(expected.is_empty(), "{gap}"),
            Ok(reading) => {
                let mut papers: Vec<&str> = reading.lineage.papers.iter().map(|paper| paper.id.as_str()).collect();
                papers.sort_unstable();
                expected.sort_unstable();
                prop_assert_eq!(papers, expected);
                prop_assert_eq!(reading.lineage.used().count(), 1);
            }
        }
    }

    #[test]
    fn nothing_finer_or_as_fine_and_of_better_authority_is_passed_over((page, _) in pages()) {
        let page = prints(&page.join("\n"));
        if let Ok(reading) = first(&page, &cut("X", "2023")) {
            let page = page.statements();
            let taken = taken(&reading, page);
            for other in reading.lineage.papers.iter().filter_map(|paper| page.iter().find(|s| s.id == paper.id)) {
                prop_assert!(taken.interval.width() <= other.interval.width(), "{}", said(&Ok(reading.clone())));
                let equal = taken.interval.width() == other.interval.width();
                prop_assert!(!equal || taken.authority == Authority::Customs || other.authority == Authority::Institute);
            }
            let excluded = reading.lineage.papers.iter().any(|paper| {
                page.iter().any(|s| s.id == paper.id && !s.interval.meets(&reading.interval))
            });
            prop_assert_eq!(reading.contested, excluded);
        }
    }

    /// A print held against itself holds.
    #[test]
    fn a_print_never_contradicts_itself(line in a_print()) {
        let statement = statement(&format!("T1 {line}"));
        prop_assert_eq!(Verdict::on(&statement.printed, &statement.interval), Verdict::Holds);
    }
}
