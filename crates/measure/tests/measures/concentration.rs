//! The Herfindahl–Hirschman index, whole and in bounds.

use crate::{
    figures::{TABLE_1, TABLE_2},
    table::{Table, all, check, scope, some, top},
};

fn index(table: &Table, expected: &str) {
    check("concentration", &scope("M", "2023"), table, expected);
}

#[test]
fn with_every_heading_the_index_is_a_sum_of_squares() {
    for (rows, expected) in [
        ("M 2023 TOTAL 10 exact\nM 2023 6704 10 exact", "1"),
        ("M 2023 TOTAL 10 exact\nM 2023 6704 5 exact\nM 2023 7202 5 exact", "0.5"),
        ("M 2023 TOTAL 10 exact\nM 2023 6704 6 exact\nM 2023 7202 3 exact\nM 2023 2611 1 exact", "0.46"),
    ] {
        index(&all(rows), expected);
    }
}

#[test]
fn the_index_of_four_firms_is_the_published_one() {
    // U.S. Department of Justice, Herfindahl–Hirschman Index: for four firms with shares of 30, 30, 20 and 20 percent the
    // HHI is 2,600 (900 + 900 + 400 + 400), here as parts of one. (0.26 − 1/4) ÷ (1 − 1/4) = 0.0133; 1 ÷ 0.26 = 3.8462.
    let four = all("M 2023 TOTAL 100 exact\nM 2023 6704 30 exact\nM 2023 7202 30 exact\nM 2023 2611 20 exact\n\
                    M 2023 2613 20 exact");
    for (id, expected) in [
        ("concentration", "0.26"),
        ("concentration-normalised", "0.0133 (0.0133..0.0133)"),
        ("effective-number", "3.8462 (3.8462..3.8462)"),
    ] {
        check(id, &scope("M", "2023"), &four, expected);
    }
}

#[test]
fn with_the_largest_ten_it_has_bounds_and_no_value_between() {
    index(&top(10, TABLE_2), "? (0.3539..0.3545)");
    check("concentration", &scope("X", "2023"), &top(10, TABLE_1), "? (0.0175..0.0324)");
}

#[test]
fn the_rest_is_dust_or_as_large_as_the_smallest() {
    // Of 100, 60 and 20 are known: 0.36 + 0.04, and at most 0.2 more at 0.2 each.
    index(&top(2, "M 2023 TOTAL 100 exact\nM 2023 6704 60 exact\nM 2023 7202 20 exact"), "? (0.4..0.44)");
}

#[test]
fn headings_that_happen_to_be_on_file_give_no_index() {
    let gap = "not derivable: 10 headings of 2023 are on file, and nothing says that they are the largest";
    index(&some(TABLE_2), gap);
    index(&all("M 2023 6704 5"), "not on file: no M of TOTAL in 2023");
}

#[test]
fn an_index_of_nothing_is_none() {
    index(&all("M 2023 TOTAL 10 exact"), "not derivable: no heading of 2023 is on file");
    index(&top(10, "M 2023 TOTAL 10 exact"), "not derivable: no heading of 2023 is on file");
}

#[test]
fn a_heading_that_is_kept_back_could_be_the_largest() {
    let rows = "M 2023 TOTAL 10 exact\nM 2023 6704 5 exact\nM 2023 7202 5 suppressed";
    index(&all(rows), "not derivable: a heading is missing: 7202 in 2023 is kept back");
}
