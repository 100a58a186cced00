//! Shares of the total and how they moved.

use crate::{
    figures::{TABLE_1, TABLE_2},
    table::{check, first, of, scope, some},
};

#[test]
fn a_share_is_computed_where_its_value_is_on_file() {
    let table = some(&format!("{TABLE_1}{TABLE_2}"));
    for (flow, code, expected) in [
        ("M", "6704", "57.1243 (57.1216..57.127)"),
        ("M", "7202", "10.9836 (10.9817..10.9855)"),
        ("M", "2716", "7.6262 (7.6243..7.628)"),
        ("X", "6703", "7.9875 (7.9873..7.9878)"),
        ("X", "TOTAL", "100 (99.9995..100)"),
        ("X", "2704", "not derivable: no X of 2704 in 2023"),
    ] {
        check("share", &of(code, scope(flow, "2023")), &table, expected);
    }
}

#[test]
fn a_share_is_quoted_where_only_the_share_was_printed() {
    let table = some(&format!("{TABLE_1}\nX 2023 6703 99.9 %"));
    check("share", &of("6703", scope("X", "2022")), &table, "0.8 (0.75..0.85)");
    // The value is on file for 2023: the printed share does not displace it.
    check("share", &of("6703", scope("X", "2023")), &table, "7.9875 (7.9873..7.9878)");
    check(
        "share",
        &of("2704", scope("X", "2022")),
        &table,
        "not derivable: no X of 2704 in 2022; no X of TOTAL in 2022",
    );
}

#[test]
fn a_share_of_what_may_be_nothing_is_none() {
    check(
        "share",
        &of("6703", scope("X", "2023")),
        &some("X 2023 TOTAL 0\nX 2023 6703 5"),
        "not derivable: the whole may be zero",
    );
}

#[test]
fn a_part_larger_than_its_whole_has_no_share() {
    let table = some("X 2023 TOTAL 100\nX 2023 6703 110");
    check(
        "share",
        &of("6703", scope("X", "2023")),
        &table,
        "not derivable: the part is larger than the whole: the two prints exclude one another",
    );
    let table = some("X 2023 TOTAL 100\nX 2023 6703 100");
    check("share", &of("6703", scope("X", "2023")), &table, "100 (99.005..100)");
}

#[test]
fn the_change_of_a_share_is_in_points() {
    let table = some(&format!(
        "{TABLE_2}\nX 2022 TOTAL 1000 exact\nX 2022 1006 37 exact\nX 2023 TOTAL 2000 exact\nX 2023 1006 76 exact"
    ));
    // Computed now, quoted then.
    check("share-change", &of("6704", scope("M", "2023")), &table, "48.4243 (48.3716..48.477)");
    check("share-change", &of("1006", scope("X", "2023")), &table, "0.1");
    check(
        "share-change",
        &of("1006", scope("X", "2022")),
        &table,
        "not derivable: no X of 1006 in 2021; no X of TOTAL in 2021",
    );
    let change = first("share-change", &of("6704", scope("M", "2023")), &table).expect("a change");
    assert_eq!(change.base_vintage.expect("a base").to_string(), "2023-02-14 (assumed)");
}
