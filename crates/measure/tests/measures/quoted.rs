//! What others printed, to stand beside ours.

use yalu_measure::Scope;
use yalu_trade::{Commodity, Quantity};

use crate::table::{ask, check, of, said, scope, some};

const PRINTED: &str = "
    X 2023 TOTAL 140 %2022 @2024-01-18
    T 2023 TOTAL 137 %2022 @2024-01-18
    X 2022 6703 0.8 %
    X 2023 6703 8.0 %";

#[test]
fn growth_is_quoted_as_customs_printed_it() {
    let table = some(PRINTED);
    check("quoted", &scope("X", "2023"), &table, "140 (139.5..140.5)");
    check("quoted", &scope("T", "2023"), &table, "137 (136.5..137.5)");
    check("quoted", &scope("M", "2023"), &table, "not on file: no M of TOTAL in 2023");
}

#[test]
fn a_share_is_quoted_where_a_share_is_asked() {
    let quantity = Quantity::PrintedShare { of: Commodity::Total };
    let measured = ask("quoted", &Scope { quantity, ..of("6703", scope("X", "2021 2022 2023")) }, &some(PRINTED));
    let said: Vec<String> = measured.rows.iter().map(|row| said(&row.answer)).collect();
    assert_eq!(said, ["not on file: no X of 6703 in 2021", "0.8 (0.75..0.85)", "8 (7.95..8.05)"]);
}

#[test]
fn growth_since_another_base_is_another_thing() {
    check("quoted", &scope("X", "2023"), &some("X 2023 TOTAL -22 %2019"), "not on file: no X of TOTAL in 2023");
}
