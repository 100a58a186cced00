//! Which of several prints is taken.

use yalu_trade::Quantity;

use crate::page::{check, cut, first, prints};

#[test]
fn the_finest_print_comes_first() {
    // Whoever printed it, and however early.
    check(
        "T207 X 2019 TOTAL 2589e6 USD @2020-03-01
         T208 X 2019 TOTAL 2573821663 USD institute @2020-01-23
         T209 X 2019 TOTAL 2.74e9 USD @2021-09-19",
        &cut("X", "2019"),
        "T208: 2573821663 (2573821662.5..2573821663.5) !",
    );
    // `about 1,731 million` is finer than `1.72 billion`: ± 1 million against ± 5.
    check(
        "T094 M 2017 TOTAL 1.72e9 USD
         T095 M 2017 TOTAL 1731e6 USD about @2019-04-10
         T096 M 2017 TOTAL 165e7 USD",
        &cut("M", "2017"),
        "T095: 1731000000 (1730000000..1732000000) !",
    );
    check(
        "T318 T 2022 TOTAL 102772e4 USD @2023-01-18
         A001 T 2022 TOTAL 1.03e9 USD @2024-01-18",
        &cut("T", "2022"),
        "T318: 1027720000 (1027715000..1027725000)",
    );
}

#[test]
fn an_open_print_is_the_coarsest() {
    check(
        "A001 X 2022 TOTAL 890000001 USD over
         A002 X 2022 TOTAL 0.9e9 USD",
        &cut("X", "2022"),
        "A002: 900000000 (850000000..950000000)",
    );
}

#[test]
fn among_equals_customs_come_before_institutes() {
    check(
        "T317 M 2022 TOTAL 13366e4 USD institute @2023-07-20
         T316 M 2022 TOTAL 13368e4 USD @2023-01-18",
        &cut("M", "2022"),
        "T316: 133680000 (133675000..133685000) !",
    );
}

#[test]
fn then_the_later_release() {
    check(
        "A001 X 2022 TOTAL 89404e4 USD @2023-01-18
         A003 X 2022 TOTAL 89410e4 USD @2024-01-18
         A002 X 2022 TOTAL 89404e4 USD @2023-07-20",
        &cut("X", "2022"),
        "A003: 894100000 (894095000..894105000) !",
    );
}

#[test]
fn then_the_one_that_more_of_the_others_agree_with() {
    check(
        "T483 T 2016 TOTAL 5.88e9 USD
         T484 T 2016 TOTAL 5.37e9 USD
         T485 T 2016 TOTAL 5.65e9 USD
         A001 T 2016 TOTAL 5.4e9 USD",
        &cut("T", "2016"),
        "T484: 5370000000 (5365000000..5375000000) !",
    );
}

#[test]
fn then_the_order_of_their_names() {
    let (t483, t484) = ("T483 T 2016 TOTAL 5.88e9 USD", "T484 T 2016 TOTAL 5.37e9 USD");
    for text in [format!("{t483}\n{t484}"), format!("{t484}\n{t483}")] {
        check(&text, &cut("T", "2016"), "T483: 5880000000 (5875000000..5885000000) !");
    }
}

#[test]
fn each_print_answers_for_its_own_cell() {
    let page = prints(
        "T362 X 2023 TOTAL 200350e4 USD
         T363 M 2023 TOTAL 29189e4 USD
         A001 X 2023 6703 16003e4 USD
         A002 X 2023-01..2023-11 TOTAL 183e7 USD
         A003 X 2023 TOTAL 124.1 % since:2022
         A004 X 2023 TOTAL 3 units",
    );
    let reading = first(&page, &cut("X", "2023")).expect("a reading");
    assert_eq!(reading.lineage.papers.len(), 1);
    assert_eq!((reading.valuation, reading.unit.to_string().as_str()), ("FOB", "USD"));
}

#[test]
fn what_was_derived_is_no_evidence() {
    let growth = |year: i32| Quantity::PrintedGrowth { base: yalu_trade::Period::year(year) };
    let text = "T479 X 2023 TOTAL 124.1 % since:2022 derived
                T482 X 2023 TOTAL 140 % since:2022 @2024-01-18";
    let quoted = yalu_trade::Cut { quantity: growth(2022), ..cut("X", "2023") };
    check(text, &quoted, "T482: 140 (139.5..140.5)");
    let reading = first(&prints(text), &quoted).expect("a reading");
    assert_eq!(reading.lineage.papers.len(), 1, "a derived figure is no paper either");
    let other = yalu_trade::Cut { quantity: growth(2019), ..cut("X", "2023") };
    check(text, &other, "not on file: no print of imports in 2023 (reported)");
}

#[test]
fn a_mean_is_no_sum_and_a_sum_no_mean() {
    let text = "K004w X 2017..2018 1006 39556 t mean
                A001w X 2017..2018 1006 79112 t";
    let sum = yalu_trade::Cut { quantity: Quantity::Weight, ..crate::page::of("1006", cut("X", "2017..2018")) };
    check(text, &sum, "A001w: 79112 (79111.5..79112.5)");
    check(text, &yalu_trade::Cut { mean: true, ..sum }, "K004w: 39556 (39555.5..39556.5)");
}

#[test]
fn a_balance_is_read_as_its_own_flow() {
    check("T477 B 2023 TOTAL -171161e4 USD balance", &cut("B", "2023"), "T477: -1711610000 (-1711615000..-1711605000)");
}
