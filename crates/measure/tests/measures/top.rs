//! The largest headings, and the sums that the rows really give.

use yalu_measure::{Row, Scope};

use crate::{
    figures::{TABLE_1, TABLE_2},
    table::{all, ask, row, said, scope, some, top},
};

/// What a row says: rank, code, level, share, last year's share.
fn says(row: &Row) -> [String; 5] {
    let share = |share: &Option<_>| share.as_ref().map_or("-".to_owned(), said);
    let rank = row.rank.map_or("-".to_owned(), |rank| rank.to_string());
    [rank, row.commodity.to_string(), said(&row.answer), share(&row.share), share(&row.share_previous)]
}

#[test]
fn the_rows_of_table_1_and_what_they_sum_to() {
    let measured = ask("top", &scope("X", "2023"), &top(10, TABLE_1));
    assert_eq!(measured.rows.len(), 10);
    assert_eq!(
        says(&measured.rows[0]),
        ["1", "6703", "160030000 (160025000..160035000)", "7.9875 (7.9873..7.9878)", "0.8 (0.75..0.85)"]
    );
    assert_eq!(
        says(&measured.rows[9]),
        ["10", "3918", "48820000 (48815000..48825000)", "2.4367 (2.4365..2.437)", "2.5 (2.45..2.55)"]
    );
    // The article prints 30.0 and 27.5 under these rows.
    assert_eq!(
        says(&measured.total.expect("a total")),
        ["-", "TOTAL", "782450000 (782400000..782500000)", "39.0542 (39.0516..39.0567)", "30.1 (29.6..30.6)"]
    );
}

#[test]
fn the_rows_of_table_2_and_what_they_sum_to() {
    let measured = ask("top", &scope("M", "2023"), &top(10, TABLE_2));
    assert_eq!(says(&measured.rows[0])[3], "57.1243 (57.1216..57.127)");
    // The article prints 78,245, 30.0 and 27.5: the total of the other table.
    assert_eq!(
        says(&measured.total.expect("a total")),
        ["-", "TOTAL", "276650000 (276600000..276700000)", "94.7789 (94.7601..94.7976)", "94 (93.5..94.5)"]
    );
}

#[test]
fn fewer_may_be_asked_than_are_listed() {
    let measured = ask("top", &Scope { top: 3, ..scope("X", "2023") }, &top(10, TABLE_1));
    let codes: Vec<String> = measured.rows.iter().map(|row| row.commodity.to_string()).collect();
    assert_eq!(codes, ["6703", "1507", "3105"]);
    assert_eq!(says(&measured.total.expect("a total"))[2], "330730000 (330715000..330745000)");
}

#[test]
fn headings_that_happen_to_be_on_file_are_not_ranked() {
    for (table, why) in [
        (
            some(TABLE_1),
            "not derivable: 10 headings of imports in 2023 are on file, and nothing says that they are the largest",
        ),
        (all("X 2023 TOTAL 5"), "not derivable: no heading of imports in 2023 is on file"),
    ] {
        let measured = ask("top", &scope("X", "2023"), &table);
        assert!(measured.rows.is_empty());
        assert_eq!(says(&measured.total.expect("a reason"))[2], why);
    }
}

#[test]
fn a_heading_that_is_kept_back_could_be_the_largest() {
    let measured = ask("top", &scope("X", "2023"), &all("X 2023 TOTAL 9\nX 2023 6703 5\nX 2023 1507 4 suppressed"));
    assert!(measured.rows.is_empty());
    let why = "not derivable: a heading is missing: 1507 in 2023 is kept back";
    assert_eq!(says(&measured.total.expect("a reason"))[2], why);
}

#[test]
fn equals_stand_by_their_code() {
    let rows = "X 2023 TOTAL 20\nX 2023 3105 8\nX 2023 1507 8\nX 2023 6703 9";
    let measured = ask("top", &scope("X", "2023"), &all(rows));
    let codes: Vec<String> = measured.rows.iter().map(|row| row.commodity.to_string()).collect();
    assert_eq!(codes, ["6703", "1507", "3105"]);
}

#[test]
fn last_years_share_is_computed_where_nobody_printed_it() {
    let rows = "
        X 2022 TOTAL 50 exact
        X 2022 6703 5 exact
        X 2022 1507 5 exact
        X 2022 1507 12.0 %
        X 2023 TOTAL 100 exact
        X 2023 6703 60 exact
        X 2023 1507 30 exact
        X 2023 3105 10 exact";
    let measured = ask("top", &scope("X", "2023"), &all(rows));
    assert_eq!(says(row(&measured, "6703"))[4], "10");
    // Printed 12, computed 10: the print stands, and is marked.
    assert_eq!(says(row(&measured, "1507"))[4], "12 (11.95..12.05)");
    let contested =
        |code| row(&measured, code).share_previous.as_ref().expect("asked").as_ref().expect("known").contested;
    assert!(contested("1507") && !contested("6703"));
    assert_eq!(
        says(row(&measured, "3105"))[4],
        "not derivable: neither the value nor the share of 3105 in 2022 is on file"
    );
    // One share is missing, so there is no sum of them.
    assert_eq!(
        says(&measured.total.expect("a total"))[4],
        "not derivable: neither the value nor the share of 3105 in 2022 is on file"
    );
}

#[test]
fn without_a_total_the_rows_stand_and_their_shares_do_not() {
    let measured = ask("top", &scope("X", "2023"), &all("X 2023 6703 60\nX 2023 1507 30"));
    let [rank, _, level, share, _] = says(&measured.rows[0]);
    assert_eq!((rank.as_str(), level.as_str()), ("1", "60 (59.5..60.5)"));
    assert_eq!(share, "not on file: no X of TOTAL in 2023");
}
