//! Scenarios on paths: the ramp, the size, the chance; what is not on leaves no trace.

use proptest::prelude::*;
use yalu_forecast::{Driver, Paths, alone, mixture, spread};
use yalu_trade::{Episode, Flow, Period, Scenario, ScenarioMove};

use crate::{decimal, flat, month, place, words};

fn moved(flow: Flow, low: &str, high: &str, ramp_months: u32, lasts_months: Option<u32>) -> ScenarioMove {
    ScenarioMove {
        flow,
        basket: None,
        of_base: "2023".to_owned(),
        low: decimal(low),
        high: decimal(high),
        ramp_months,
        lasts_months,
        like: None,
        place: place(),
    }
}

fn scenario(id: &str, probability: &str, moves: Vec<ScenarioMove>) -> Scenario {
    Scenario {
        id: id.to_owned(),
        label: words(id),
        as_of: "2024-01-18".parse().expect("a day"),
        probability: decimal(probability),
        start: month("2024-03"),
        group: None,
        replaces: None,
        moves,
        why: String::new(),
        source: String::new(),
        data_says: String::new(),
        place: place(),
    }
}

/// Measured against 100 a month, exactly.
fn driver(scenario: &Scenario) -> Driver<'_> {
    Driver { scenario, references: vec![(100.0, 100.0); scenario.moves.len()] }
}

fn bytes(paths: &Paths) -> Vec<u64> {
    paths.flows.values().flatten().flatten().map(|value| value.to_bits()).collect()
}

/// The first path of imports of 100 a month.
fn first(of: ScenarioMove) -> Vec<f64> {
    let scenario = scenario("s", "0.5", vec![of]);
    alone(&flat(100.0, 50.0, 8, 1), &driver(&scenario), &[], 1).of(Flow::X)[0].clone()
}

#[test]
fn a_move_ramps_stays_or_goes() {
    for (of, expected) in [
        (moved(Flow::X, "0.5", "0.5", 0, None), [100.0, 100.0, 150.0, 150.0, 150.0, 150.0, 150.0, 150.0]),
        (moved(Flow::X, "0.5", "0.5", 0, Some(1)), [100.0, 100.0, 150.0, 100.0, 100.0, 100.0, 100.0, 100.0]),
        (moved(Flow::X, "-0.8", "-0.8", 1, Some(2)), [100.0, 100.0, 60.0, 20.0, 20.0, 100.0, 100.0, 100.0]),
        (moved(Flow::X, "0.4", "0.4", 3, None), [100.0, 100.0, 110.0, 120.0, 130.0, 140.0, 140.0, 140.0]),
        // Nothing is bought below zero.
        (moved(Flow::X, "-2", "-2", 0, None), [100.0, 100.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        // It moves the other flow.
        (moved(Flow::M, "0.5", "0.5", 0, None), [100.0; 8]),
    ] {
        let what = format!("{of:?}");
        let path = first(of);
        assert!(path.iter().zip(expected).all(|(v, e)| (v - e).abs() < 1e-9), "{what}: {path:?}");
    }
}

#[test]
fn the_ramp_lies_between_the_analysts_and_the_pasts() {
    let mut of = moved(Flow::X, "1", "1", 1, None);
    of.like = Some("past".to_owned());
    let scenario = scenario("s", "1", vec![of]);
    let past = Episode {
        id: "past".to_owned(),
        label: words("past"),
        as_of: "2024-01-01".parse().expect("a day"),
        period: Period::year(2022),
        ramp_months: 3,
        happened: String::new(),
        statements: Vec::new(),
        source: String::new(),
        place: place(),
    };
    let played = alone(&flat(100.0, 0.0, 4, 400), &driver(&scenario), &[past], 1);
    // The first month shows one part of ramp + 1.
    let mut ramps: Vec<i64> =
        played.of(Flow::X).iter().map(|path| (100.0 / (path[2] - 100.0)).round() as i64 - 1).collect();
    ramps.sort_unstable();
    ramps.dedup();
    assert_eq!(ramps, [1, 2, 3]);
}

#[test]
fn one_strength_holds_for_all_moves_of_a_scenario() {
    let both = scenario("s", "1", vec![moved(Flow::X, "-0.8", "-0.2", 0, None), moved(Flow::M, "0.1", "0.4", 0, None)]);
    let played = alone(&flat(100.0, 100.0, 3, 200), &driver(&both), &[], 7);
    for (bought, sold) in played.of(Flow::X).iter().zip(played.of(Flow::M)) {
        let (less, more) = ((100.0 - bought[2] - 20.0) / 60.0, (sold[2] - 100.0 - 10.0) / 30.0);
        assert!((less - more).abs() < 1e-9, "{less} {more}");
    }
}

#[test]
fn of_a_group_one_comes_at_most_and_as_often_as_it_is_likely() {
    let group = |mut scenario: Scenario| {
        scenario.group = Some("border".to_owned());
        scenario
    };
    let up = group(scenario("up", "0.3", vec![moved(Flow::X, "0.1", "0.1", 0, None)]));
    let down = group(scenario("down", "0.5", vec![moved(Flow::X, "-0.2", "-0.2", 0, None)]));
    let played = mixture(&flat(100.0, 0.0, 3, 4000), &[driver(&up), driver(&down)], &[], 3);
    let share = |value: f64| {
        let at = played.of(Flow::X).iter().filter(|path| (path[2] - value).abs() < 1e-9).count();
        at as f64 / 4000.0
    };
    let shares = [share(110.0), share(80.0), share(100.0), share(90.0)];
    for (found, expected) in shares.into_iter().zip([0.3, 0.5, 0.2, 0.0]) {
        assert!((found - expected).abs() < 0.03, "{shares:?}");
    }
}

#[test]
fn what_goes_through_one_basket_the_same_way_does_not_add_up() {
    let grain = |id, size: &str| {
        let mut of = moved(Flow::X, size, size, 0, None);
        of.basket = Some("grain".to_owned());
        scenario(id, "1", vec![of])
    };
    for (a, b, expected) in [("-0.07", "-0.05", 93.0), ("-0.07", "0.02", 95.0), ("0.01", "0.04", 104.0)] {
        let (a, b) = (grain("a", a), grain("b", b));
        let path = mixture(&flat(100.0, 0.0, 3, 1), &[driver(&a), driver(&b)], &[], 1).of(Flow::X)[0].clone();
        assert!((path[2] - expected).abs() < 1e-9, "{path:?}");
    }
}

#[test]
fn open_are_those_judged_by_then_not_replaced_and_not_begun() {
    let mut later = scenario("later", "0.5", Vec::new());
    later.as_of = "2024-08-20".parse().expect("a day");
    later.start = month("2024-08");
    later.replaces = Some("flood".to_owned());
    let mut flood = scenario("flood", "0.5", Vec::new());
    flood.start = month("2024-09");
    let all = [scenario("border", "0.5", Vec::new()), flood, later];
    for (as_of, first, expected) in [
        ("2024-01-17", "2024-01", vec![]),
        ("2024-01-18", "2024-01", vec!["border", "flood"]),
        ("2024-06-20", "2024-05", vec!["flood"]),
        ("2024-08-20", "2024-08", vec!["later"]),
    ] {
        let open = Scenario::open(&all, as_of.parse().expect("a day"), month(first));
        assert_eq!(open.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), expected, "{as_of}");
    }
}

#[test]
fn paths_are_summed_by_year_and_set_against_each_other() {
    let paths = flat(100.0, 40.0, 14, 2);
    assert_eq!(paths.sums(Flow::X, Period::year(2024)), [1200.0, 1200.0]);
    assert_eq!(paths.sums(Flow::X, Period::year(2025)), [200.0, 200.0]);
    assert_eq!(paths.balance(), vec![vec![-60.0; 14]; 2]);
    assert_eq!(paths.fan(Flow::M)[13].best, 40.0);
    assert_eq!(spread((0..=100).map(f64::from).collect()).map(|s| s.eighty), Some((10.0, 90.0)));
    assert_eq!(spread(Vec::new()), None);
}

prop_compose! {
    fn any_paths()(bought in prop::collection::vec(prop::collection::vec(0.0..500.0f64, 6), 1..30)) -> Paths {
        let sold = bought.iter().rev().cloned().collect();
        Paths { first: crate::number("2024-01"), flows: [(Flow::X, bought), (Flow::M, sold)].into() }
    }
}

prop_compose! {
    fn any_scenario(id: &'static str)(low in -300i32..300, width in 0i32..200, ramp in 0u32..8, lasts in prop::option::of(1u32..6), basket in any::<bool>(), chance in 0i32..=100) -> Scenario {
        let text = |hundredths: i32| format!("{}", f64::from(hundredths) / 100.0);
        let mut x = moved(Flow::X, &text(low), &text(low + width), ramp, lasts);
        x.basket = basket.then(|| "grain".to_owned());
        scenario(id, &text(chance), vec![x, moved(Flow::M, &text(low), &text(low + width), ramp, lasts)])
    }
}

proptest! {
    /// Nothing falls below zero, and the same seed gives the same bytes.
    #[test]
    fn trade_is_not_below_zero(paths in any_paths(), a in any_scenario("a"), b in any_scenario("b"), seed in any::<u64>()) {
        let drivers = [driver(&a), driver(&b)];
        let played = mixture(&paths, &drivers, &[], seed);
        prop_assert!(played.flows.values().flatten().flatten().all(|v| *v >= 0.0));
        prop_assert_eq!(bytes(&played), bytes(&mixture(&paths, &drivers, &[], seed)));
    }

    /// What cannot come changes nothing; what must come is the scenario by itself; the order does not matter.
    #[test]
    fn chances_of_nothing_and_of_one(paths in any_paths(), mut a in any_scenario("a"), mut b in any_scenario("b"), seed in any::<u64>()) {
        (a.probability, b.probability) = (decimal("1"), decimal("0"));
        let played = bytes(&mixture(&paths, &[driver(&a), driver(&b)], &[], seed));
        prop_assert_eq!(&played, &bytes(&alone(&paths, &driver(&a), &[], seed)));
        prop_assert_eq!(&played, &bytes(&mixture(&paths, &[driver(&b), driver(&a)], &[], seed)));
        prop_assert_eq!(bytes(&mixture(&paths, &[driver(&b)], &[], seed)), bytes(&paths));
        prop_assert_eq!(bytes(&mixture(&paths, &[], &[], seed)), bytes(&paths));
    }
}
