//! Levels, balances and levels per month; baskets.

use rust_decimal::dec;
use yalu_measure::Scope;
use yalu_trade::{Basket, Coverage, Item, PaperKind, Place, Quantity, Unit, Wording};

use crate::{
    figures::TOTALS,
    table::{ask, check, first, of, said, scope, some},
};

#[test]
fn a_level_is_its_print() {
    let table = some(TOTALS);
    for (flow, year, expected) in [
        ("X", "2017", "3245000000 (3244000000..3246000000)"),
        ("M", "2017", "1731000000 (1730000000..1732000000)"),
        ("X", "2018", "2218140000 (2218139500..2218140500)"),
        ("X", "2019", "2573821663 (2573821662.5..2573821663.5)"),
        ("X", "2022", "894040000 (894035000..894045000)"),
        ("X", "2023", "2003500000 (2003495000..2003505000)"),
        ("M", "2022", "133680000 (133675000..133685000)"),
        ("M", "2023", "291890000 (291885000..291895000)"),
        ("X", "2021", "not on file: no X of TOTAL in 2021"),
    ] {
        check("level", &scope(flow, year), &table, expected);
    }
}

#[test]
fn trade_and_balance_are_printed_ones_before_computed_ones() {
    let table = some(&format!("{TOTALS}\nB 2022 TOTAL -76036e4"));
    for (flow, year, expected, formula) in [
        // A cent to the dollar would be finer than the print of 2022; the print stands.
        ("T", "2022", "1027720000 (1027715000..1027725000)", ""),
        ("B", "2022", "-760360000 (-760365000..-760355000)", ""),
        ("T", "2018", "2431348000 (2431347000..2431349000)", "T = X + M"),
        ("B", "2018", "-2004932000 (-2004933000..-2004931000)", "B = M − X"),
        ("B", "2023", "-1711610000 (-1711620000..-1711600000)", "B = M − X"),
    ] {
        let answer = first("level", &scope(flow, year), &table);
        assert_eq!(said(&answer), expected, "{flow} {year}");
        let reading = answer.expect("a level");
        assert_eq!(reading.lineage.formula, formula, "{flow} {year}");
        assert_eq!(reading.valuation, "FOB in, CIF out");
        assert_eq!(reading.lineage.papers.len(), if formula.is_empty() { 1 } else { 2 });
    }
}

#[test]
fn half_of_two_flows_is_no_trade() {
    let table = some("X 2021 TOTAL 260e6");
    check("level", &scope("T", "2021"), &table, "not on file: no T of TOTAL in 2021");
    check("balance", &scope("X", "2021"), &table, "not on file: no B of TOTAL in 2021");
}

#[test]
fn a_balance_is_one_whatever_flow_is_asked() {
    for flow in ["X", "M", "T", "B"] {
        let measured = ask("balance", &scope(flow, "2018 2023"), &some(TOTALS));
        assert_eq!(said(&measured.rows[1].answer), "-1711610000 (-1711620000..-1711600000)", "{flow}");
        assert_eq!((measured.rows.len(), measured.rows[0].flow.letters()), (2, "B"));
    }
}

#[test]
fn a_level_keeps_to_its_coverage() {
    let crude = Scope { coverage: Coverage::with_crude(), ..scope("X", "2022") };
    check("level", &crude, &some(TOTALS), "1398830000 (1398825000..1398835000)");
}

#[test]
fn a_level_per_month_spreads_over_the_months() {
    let table = some(&format!("{TOTALS}\nM 2023-01..2023-10 TOTAL 240e6"));
    check("per-month", &scope("M", "2023"), &table, "24324166.6667 (24323750..24324583.3333)");
    check("per-month", &scope("M", "2023-01..2023-10"), &table, "24000000 (23950000..24050000)");
    check("per-month", &scope("M", "2021"), &table, "not on file: no M of TOTAL in 2021");
}

const FERTILISER: &str = "
    X 2023 3102 100e4
    X 2023 3105 8066e4";

fn with_basket(items: &[(&str, rust_decimal::Decimal, rust_decimal::Decimal)]) -> Scope {
    let item = |&(hs, share_low, share_high): &(&str, _, _)| Item { hs: hs.parse().expect(hs), share_low, share_high };
    let basket = Basket {
        id: "fertiliser".to_owned(),
        label: Wording::en("Fertiliser"),
        why: "a season shifts between straight and compound".to_owned(),
        source: "HS 2022, chapter 31".to_owned(),
        items: items.iter().map(item).collect(),
        place: Place::default(),
    };
    Scope { baskets: vec![basket], ..of("basket:fertiliser", scope("X", "2023")) }
}

#[test]
fn a_basket_sums_its_items() {
    let (none, some_of_it, whole) = (dec!(0), dec!(0.5), dec!(1));
    for (items, expected) in [
        (vec![("3102", whole, whole), ("3105", whole, whole)], "81660000 (81650000..81670000)"),
        // Half of it at least: bounds, and nothing between them is best.
        (vec![("3102", whole, whole), ("3105", some_of_it, whole)], "? (41322500..81670000)"),
        (vec![("3102", none, whole)], "? (0..1005000)"),
        (vec![("3105", some_of_it, some_of_it)], "40330000 (40327500..40332500)"),
        (
            vec![("3102", whole, whole), ("3104", whole, whole)],
            "not derivable: the basket `fertiliser` lacks an item: no X of 3104 in 2023",
        ),
        (vec![], "not on file: no X of basket:fertiliser in 2023"),
    ] {
        check("level", &with_basket(&items), &some(FERTILISER), expected);
    }
}

#[test]
fn a_basket_is_one_of_its_papers_and_a_print_of_it_comes_first() {
    let scope = with_basket(&[("3102", dec!(1), dec!(1))]);
    let level = first("level", &scope, &some(FERTILISER)).expect("a level");
    let basket = level.lineage.papers.iter().find(|paper| paper.kind == PaperKind::Basket).expect("the basket");
    assert_eq!((basket.id.as_str(), basket.says.as_str()), ("fertiliser", "3102"));
    let printed = some(&format!("{FERTILISER}\nX 2023 basket:fertiliser 90e6"));
    check("level", &scope, &printed, "90000000 (89500000..90500000)");
}

#[test]
fn a_weight_is_asked_in_tons() {
    let weight = Scope { quantity: Quantity::Weight, ..of("1006", scope("X", "2023")) };
    let table = some("X 2023 1006 164326 t\nX 2023 1006 7681e4");
    check("level", &weight, &table, "164326 (164325.5..164326.5)");
    assert_eq!(ask("level", &weight, &table).unit, Unit::Tonne);
}
