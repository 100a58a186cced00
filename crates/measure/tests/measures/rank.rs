//! Rank since a year.

use yalu_measure::Scope;
use yalu_trade::Quantity;

use crate::{
    figures::TOTALS,
    table::{ask, check, first, of, said, scope, some},
};

fn since(year: i32, scope: Scope) -> Scope {
    Scope { since: Some(year), ..scope }
}

#[test]
fn a_rank_counts_the_years_above() {
    let table = some(TOTALS);
    for (flow, period, from, expected) in [
        ("X", "2019", 2017, "2"),
        ("X", "2018", 2017, "2"),
        ("X", "2019", 2018, "1"),
        ("M", "2019", 2017, "2"),
        ("X", "2023", 2022, "1"),
        ("X", "2023", 2023, "1"),
    ] {
        check("rank", &since(from, scope(flow, period)), &table, expected);
    }
}

#[test]
fn a_year_that_nobody_printed_is_named() {
    let table = some(TOTALS);
    for (period, from, expected) in [
        ("2023", 2019, "not derivable: between place 2 and 4: nothing is on file for 2020, 2021"),
        ("2022", 2021, "not derivable: between place 1 and 2: nothing is on file for 2021"),
        ("2024", 2023, "not derivable: no X of TOTAL in 2024"),
    ] {
        check("rank", &since(from, scope("X", period)), &table, expected);
    }
}

#[test]
fn prints_that_overlap_do_not_rank() {
    let scope = since(2022, scope("X", "2023"));
    let gap = "not derivable: between place 1 and 2: the prints do not tell years apart";
    for (earlier, expected) in
        [("2.0e9", gap), ("2003.6e6", "2"), ("2003.501e6", gap), ("2004e6", gap), ("2005e6", "2"), ("2002e6", "1")]
    {
        let table = some(&format!("X 2022 TOTAL {earlier}\nX 2023 TOTAL 200350e4"));
        assert_eq!(said(&first("rank", &scope, &table)), expected, "{earlier}");
    }
}

#[test]
fn equal_years_share_a_place() {
    // The rank is one more than the years that are higher, and an equal one is not.
    let table = some("X 2021 TOTAL 9 exact\nX 2022 TOTAL 7 exact\nX 2023 TOTAL 7 exact");
    check("rank", &since(2021, scope("X", "2023")), &table, "2");
    // 7 or more is not below 7.
    let table = some("X 2022 TOTAL 7 over\nX 2023 TOTAL 7 exact");
    let gap = "not derivable: between place 1 and 2: the prints do not tell years apart";
    check("rank", &since(2022, scope("X", "2023")), &table, gap);
    let table = some("X 2022 TOTAL 7 exact\nX 2023 TOTAL 7 over");
    check("rank", &since(2022, scope("X", "2023")), &table, "1");
}

#[test]
fn months_rank_among_the_same_months_and_weights_among_weights() {
    let table = some("X 2022-08 TOTAL 90e6\nX 2023-08 TOTAL 188e6\nX 2022 3105 262012 t\nX 2023 3105 141108 t");
    check("rank", &since(2022, scope("X", "2023-08")), &table, "1");
    let weight = Scope { quantity: Quantity::Weight, ..of("3105", scope("X", "2023")) };
    check("rank", &since(2022, weight), &table, "2");
}

#[test]
fn each_period_ranks_for_itself() {
    let measured = ask("rank", &since(2017, scope("X", "2018 2019")), &some(TOTALS));
    let places: Vec<String> = measured.rows.iter().map(|row| said(&row.answer)).collect();
    assert_eq!(places, ["2", "2"]);
}
