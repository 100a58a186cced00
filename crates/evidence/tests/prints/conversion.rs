//! Prints in another currency or by the kilogram.

use yalu_trade::{Cut, PaperKind, Quantity};

use crate::page::{check, currency, cut, first, of, prints};

const YUAN: &str = "T149 X 2018 TOTAL 14.67e9 CNY";

#[test]
fn yuan_become_dollars_within_the_band_of_the_months() {
    // 14.665 ÷ 6.95, 14.67 ÷ 6.6174, 14.675 ÷ 6.28
    check(YUAN, &cut("X", "2018"), "T149 + CNY per USD in 2018: 2216882763.6232 (2110071942.446..2336783439.4904)");
    let reading = first(&prints(YUAN), &cut("X", "2018")).expect("a reading");
    let rate = reading.lineage.papers.iter().find(|paper| paper.kind == PaperKind::Rate).expect("the rate");
    assert_eq!(rate.says, "6.6174 (6.28–6.95)");
    assert_eq!(reading.lineage.formula, "value ÷ rate of exchange");
    assert_eq!(reading.unit.to_string(), "USD");
}

#[test]
fn a_dollar_print_is_finer_than_a_conversion_and_they_agree() {
    let both = format!("{YUAN}\nT148 X 2018 TOTAL 2218e6 USD about @2019-04-10");
    check(&both, &cut("X", "2018"), "T148: 2218000000 (2217000000..2219000000)");
    let reading = first(&prints(&both), &cut("X", "2018")).expect("a reading");
    let unused: Vec<&str> =
        reading.lineage.papers.iter().filter(|paper| !paper.used).map(|paper| paper.id.as_str()).collect();
    assert_eq!(unused, ["T149", "CNY per USD in 2018"]);
}

#[test]
fn a_yuan_print_stays_what_it_is_where_yuan_are_asked() {
    let yuan = Cut { quantity: Quantity::Value(currency("CNY")), ..cut("X", "2018") };
    check(YUAN, &yuan, "T149: 14670000000 (14665000000..14675000000)");
}

#[test]
fn without_a_rate_there_is_no_conversion() {
    for (text, period) in [
        ("T070 X 2016-03 TOTAL 154e7 CNY", "2016-03"),
        ("A001 X 2018..2019 TOTAL 30e9 CNY", "2018..2019"),
        ("A002 X 2018 TOTAL 2e9 EUR", "2018"),
    ] {
        let why = format!("not on file: imports in {period} (reported) are printed in a unit that cannot be converted");
        check(text, &cut("X", period), &why);
    }
}

#[test]
fn the_rate_of_a_year_serves_its_months() {
    let reading = first(&prints("A001 X 2018-10 TOTAL 1e9 CNY"), &cut("X", "2018-10")).expect("a reading");
    assert_eq!(reading.lineage.used().count(), 2);
}

#[test]
fn weights_are_read_in_tons() {
    let weight = |code: &str, period: &str| Cut { quantity: Quantity::Weight, ..of(code, cut("X", period)) };
    check("A001 X 2023 3105 141108000 kg", &weight("3105", "2023"), "A001: 141108 (141107.9995..141108.0005)");
    // The kilogram is finer than the ton.
    check(
        "K001w X 2023 3105 141108 t\nA001 X 2023 3105 141107600 kg",
        &weight("3105", "2023"),
        "A001: 141107.6 (141107.5995..141107.6005)",
    );
    // A weight has no valuation, and no value in dollars.
    let reading = first(&prints("K001w X 2023 3105 141108 t"), &weight("3105", "2023")).expect("a reading");
    assert_eq!((reading.valuation, reading.unit.to_string().as_str()), ("", "t"));
    check(
        "K001w X 2023 3105 141108 t",
        &of("3105", cut("X", "2023")),
        "not on file: no print of imports of 3105 in 2023 (reported)",
    );
}

#[test]
fn shares_are_of_the_whole_that_is_asked() {
    let share = |whole: &str| Quantity::PrintedShare { of: whole.parse().expect(whole) };
    let text = "A001 X 2022 6703 0.8 % of:TOTAL\nA002 X 2022 6703 90 % of:67";
    let asked = |whole: &str| Cut { quantity: share(whole), ..of("6703", cut("X", "2022")) };
    check(text, &asked("TOTAL"), "A001: 0.8 (0.75..0.85)");
    check(text, &asked("67"), "A002: 90 (89.5..90.5)");
}
