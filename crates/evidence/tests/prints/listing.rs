//! How complete a list of headings is.

use yalu_trade::{Among, Commodity, Cut, Listing};

use crate::page::{as_of, cut, prints, read};

const RANKED: &str = "
    K1 X 2023 6703 16003e4 USD top3
    K2 X 2023 1507 9004e4 USD top3
    K3 X 2023 3105 8066e4 USD top3";

fn headings(cut: Cut) -> Cut {
    Cut { among: Among::Level(4), ..cut }
}

fn check(text: &str, cut: Cut, expected: Listing) {
    assert_eq!(read(&prints(text), &cut).listing, expected, "{text}");
}

#[test]
fn one_ranked_table_that_is_whole_is_the_top_n() {
    check(RANKED, headings(cut("X", "2023")), Listing::Top(3));
}

#[test]
fn anything_else_is_what_happens_to_be_on_file() {
    let (_, two_of_three) = RANKED.trim().split_once('\n').expect("three lines");
    for text in [
        two_of_three.to_owned(),
        RANKED.replace("top3", ""),
        RANKED.replacen("top3", "", 1),
        RANKED.replacen("top3", "top10", 1),
        format!("{RANKED}\nA001 X 2023 1006 8067e4 USD"),
        String::new(),
    ] {
        check(&text, headings(cut("X", "2023")), Listing::Some);
    }
}

#[test]
fn more_evidence_does_not_take_the_list_away() {
    // A smaller heading stands beside the list; a finer print of one of its own stays on it.
    for more in ["A001 X 2023 1006 7681e4 USD", "A001 X 2023 3105 80664321 USD"] {
        check(&format!("{RANKED}\n{more}"), headings(cut("X", "2023")), Listing::Top(3));
    }
}

#[test]
fn headings_asked_by_name_are_no_list() {
    let named = ["6703", "1507", "3105"].map(|code| code.parse::<Commodity>().expect(code)).to_vec();
    check(RANKED, Cut { among: Among::These(named), ..cut("X", "2023") }, Listing::Some);
}

#[test]
fn other_levels_flows_and_years_are_not_in_the_list() {
    let others = "
        A001 X 2023 67 17000e4 USD
        A002 X 2023 670300 16003e4 USD
        A003 M 2023 6704 16674e4 USD
        A004 X 2022 1006 500e4 USD
        A005 X 2023 TOTAL 200350e4 USD
        A006 X 2023 1006 164326 t
        A007 X 2023 1006 7681e4 USD +crude
        A008 X 2023 1006 7681e4 USD derived";
    check(&format!("{RANKED}{others}"), headings(cut("X", "2023")), Listing::Top(3));
}

#[test]
fn a_heading_that_is_still_to_come_neither_stands_in_the_list_nor_breaks_it() {
    let later = format!("A001 X 2023 0101 1e4 USD @2024-09-01\n{RANKED}\nA002 X 2023 9999 1e4 USD @2024-09-01");
    check(&later, as_of("2024-08-31", headings(cut("X", "2023"))), Listing::Top(3));
    // Two small headings come out beside the list; they cannot be among its largest.
    check(&later, as_of("2024-09-01", headings(cut("X", "2023"))), Listing::Top(3));
}

#[test]
fn the_list_holds_what_is_known_by_code() {
    let panel = read(&prints(RANKED), &headings(cut("X", "2023")));
    let codes: Vec<String> = panel.cells.iter().map(|cell| cell.commodity.to_string()).collect();
    assert_eq!(codes, ["1507", "3105", "6703"]);
    assert!(read(&prints(RANKED), &as_of("2023-12-31", headings(cut("X", "2023")))).cells.is_empty());
}

#[test]
fn the_largest_of_two_reporters_are_not_the_largest_of_both() {
    let russia = RANKED.replace('K', "R").replace("top3", "top3 by:RUS");
    let both = Cut { reporters: vec!["CHN".to_owned(), "RUS".to_owned()], ..headings(cut("X", "2023")) };
    check(&format!("{RANKED}{russia}"), both, Listing::Some);
}
