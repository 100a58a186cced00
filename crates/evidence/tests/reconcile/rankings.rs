//! Places bound what they stand between, and are disbelieved where the levels have another order.

use proptest::{prelude::*, test_runner::Config};
use yalu_trade::{Decimal, Reconciled};

use crate::solving::solve;

/// The year of a good as `low–high`, in thousands.
fn year(solved: &Reconciled, good: &str) -> String {
    let of =
        |cell: &&yalu_trade::SolvedCell| cell.commodity.to_string() == good && cell.period.to_string() == "2023-01";
    let cell = solved.cells.iter().find(of).unwrap_or_else(|| panic!("{good}"));
    let say = |v: Option<Decimal>| {
        v.map_or("open".to_owned(), |v| (v / Decimal::from(1_000)).round_dp(1).normalize().to_string())
    };
    format!("{}–{}", say(cell.interval.low), say(cell.interval.high))
}

/// Some goods of one month, in thousands, and places that one source gives them.
fn page(levels: &[(&str, &str)], places: &[(&str, u32)]) -> String {
    let level = |(good, value): &(&str, &str)| format!("L{good} X 2023-01 {good} {value}e3 USD\n");
    let place = |(good, n): &(&str, u32)| format!("R{good} X 2023-01 {good} {n} rank in:press\n");
    levels.iter().map(level).chain(places.iter().map(place)).collect()
}

const FOUR: [(&str, &str); 4] = [("6703", "400"), ("6704", "300"), ("1006", "200"), ("1507", "100")];

fn check(places: &[(&str, u32)], expected: &[(&str, Option<&str>)]) {
    let solved = solve(&page(&FOUR, places));
    let found: Vec<(&str, Option<&str>)> =
        solved.conflicts.iter().map(|c| (c.statement.as_str(), c.repair.as_deref())).collect();
    assert_eq!(found, expected, "{places:?}: {:#?}", solved.conflicts);
    assert!(solved.conflicts.iter().all(|c| c.cause.word() == "rank" && !c.against.is_empty()), "{solved:?}");
    assert!(solved.tied.is_empty(), "{places:?}: {:?}", solved.tied);
}

#[test]
fn an_order_that_the_levels_have_raises_nothing() {
    check(&[("6703", 1), ("6704", 2), ("1006", 3), ("1507", 4)], &[]);
    check(&[("6703", 1), ("1507", 9)], &[]);
    check(&[("6704", 2), ("1006", 3)], &[]);
    check(&[("6703", 1)], &[]);
}

#[test]
fn a_place_that_the_levels_do_not_give_is_disbelieved() {
    // One out of its place among others that hold.
    check(&[("6703", 2), ("6704", 3), ("1507", 1), ("1006", 4)], &[("R1507", Some("4"))]);
    // Two that exchanged theirs: neither has the place that it is given.
    check(&[("6703", 2), ("6704", 1)], &[("R6703", Some("1")), ("R6704", Some("2"))]);
    // Without the first place, how many come before is not known.
    check(&[("1507", 5), ("1006", 6)], &[("R1006", None), ("R1507", None)]);
    // The largest, while a larger one is on file.
    check(&[("6704", 1)], &[("R6704", Some("2"))]);
    check(&[("1507", 1)], &[("R1507", Some("4"))]);
    check(&[("6703", 1), ("1006", 2)], &[("R1006", Some("3"))]);
}

#[test]
fn a_ranking_bounds_what_stands_between() {
    let places = [("6703", 1), ("2716", 2), ("1006", 3)];
    let solved = solve(&page(&[("6703", "400"), ("1006", "200")], &places));
    assert_eq!(year(&solved, "2716"), "196.1–407.4", "its neighbours, let go by one percent and what bounds are");
    assert!(solved.conflicts.is_empty() && solved.unused.is_empty());
    // Behind the third of three, nothing is larger.
    let solved = solve(&page(&[("6703", "400"), ("1006", "200")], &[("6703", 1), ("2716", 2)]));
    assert_eq!(year(&solved, "2716"), "196.1–407.4");
    // A place among the goods of a list says nothing of others.
    let list = "A X 2023-01 1006 200e3 USD\nB X 2023-01 1001 1 rank among:basket:grain in:press";
    let solved = solve(list);
    assert_eq!((solved.conflicts.len(), solved.unused.len()), (0, 1), "{solved:?}");
    assert!(solved.unused[0].1.contains("ranked with it"), "{:?}", solved.unused);
}

#[test]
fn rankings_of_other_flows_periods_and_sources_do_not_meet() {
    for other in ["M 2023-01 6704 2 rank in:press", "X 2023-02 6704 2 rank in:press", "X 2023-01 6704 2 rank in:radio"]
    {
        let solved = solve(&format!("A X 2023-01 6703 3 rank in:press\nB {other}"));
        assert_eq!((solved.conflicts.len(), solved.unused.len()), (0, 2), "{other}");
    }
}

#[test]
fn two_sources_that_rank_the_other_way_are_a_tie() {
    let page = "\
A X 2023-01 6703 1 rank in:press
B X 2023-01 6704 2 rank in:press
C X 2023-01 6703 2 rank in:radio
D X 2023-01 6704 1 rank in:radio
E X 2023-01 6703 400e3 USD
F X 2023 6704 800e3 USD";
    assert!(solve(page).conflicts.is_empty(), "they may be equal");
    let told = format!("{page}\nG X 2023-01 6704 500e3 USD");
    let found: Vec<String> = solve(&told).conflicts.iter().map(|c| c.statement.clone()).collect();
    assert_eq!(found, ["A", "B"]);
}

/// Values of some goods, which of them are printed, with how many digits, and how many are ranked.
fn goods() -> impl Strategy<Value = Vec<(i64, bool, u32)>> {
    prop::collection::vec((1i64..10_000_000, any::<bool>(), 1u32..4), 2..12)
}

proptest! {
    #![proptest_config(Config { cases: 300, ..Config::default() })]

    #[test]
    fn a_true_ranking_is_never_called_contradictory(goods in goods(), ranked in 1usize..12) {
        let mut order: Vec<usize> = (0..goods.len()).collect();
        order.sort_by_key(|i| std::cmp::Reverse(goods[*i].0));
        let code = |i: usize| format!("{:04}", 101 + i);
        let mut page = String::new();
        for (i, (value, _, digits)) in goods.iter().enumerate().filter(|(_, (_, printed, _))| *printed) {
            let drop = (value.ilog10() + 1).saturating_sub(*digits);
            let unit = 10i64.pow(drop);
            let digits = if i % 2 == 0 { value / unit } else { (value + unit / 2) / unit };
            page += &format!("L{i} X 2023 {} {digits}e{} USD\n", code(i), drop + 3);
        }
        for (place, i) in order.iter().take(ranked).enumerate().filter(|(place, _)| place % 5 != 3) {
            page += &format!("R{i} X 2023 {} {} rank in:press\n", code(*i), place + 1);
        }
        let total: i64 = goods.iter().map(|(value, ..)| value).sum();
        page += &format!("T X 2023 TOTAL {total}e3 USD\n");
        let solved = solve(&page);
        prop_assert!(solved.conflicts.is_empty() && solved.tied.is_empty(), "{page} {:#?} {:#?}", solved.conflicts, solved.tied);
    }
}
