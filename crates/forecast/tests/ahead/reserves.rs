//! Reserves run forward: what is certain comes out by hand, what is not stays a distribution.

use proptest::prelude::*;
use yalu_forecast::{Crude, Reckoning, Runway, reckon};
use yalu_trade::{Distribution, Floor, Ground, Prior, ReserveFlow, Reserves, Stock};

use crate::{decimal, flat, month, words};

fn prior(low: &str, mode: &str, high: &str) -> Prior {
    Prior { distribution: Distribution::Triangular, low: decimal(low), mode: decimal(mode), high: decimal(high) }
}

fn exactly(value: &str) -> Prior {
    prior(value, value, value)
}

fn flow(id: &str, prior: Prior) -> ReserveFlow {
    let ground = Ground::default();
    ReserveFlow {
        id: id.to_owned(),
        label: words(id),
        prior,
        from: None,
        until: None,
        as_of: None,
        crude: None,
        crude_since: Vec::new(),
        ground,
    }
}

fn reserves(stock: Prior, flows: Vec<ReserveFlow>) -> Reserves {
    let ground = Ground::default();
    let stock = Stock { label: words("stock"), period: month("2023-12"), prior: stock, ground: ground.clone() };
    let floor = Floor { id: "zero".to_owned(), label: words("zero"), value: decimal("0"), ground };
    Reserves { stock, flows, floors: vec![floor], hindsight: Vec::new() }
}

/// Imports of 100 and exports of 40 a month, four years ahead.
fn run(reserves: &Reserves, crude: Crude, runs: usize) -> Runway {
    let paths = flat(100.0, 40.0, 14, 5);
    let as_of = "2024-01-18".parse().expect("a day");
    reckon(&Reckoning { reserves, as_of, known: &[], paths: &paths, crude, months: 48, runs, seed: 1 })
        .expect("it runs")
}

#[test]
fn what_is_certain_comes_out_by_hand() {
    let crude = |mut flow: ReserveFlow| {
        flow.crude = Some(decimal("-240"));
        flow
    };
    let dated = |mut flow: ReserveFlow, from: Option<&str>, until: Option<&str>| {
        (flow.from, flow.until) = (from.map(month), until.map(month));
        flow
    };
    let later = |mut flow: ReserveFlow| {
        flow.as_of = Some("2024-01-19".parse().expect("a day"));
        flow
    };
    for (stock, flows, how, months) in [
        // 60 a month are paid from 600: the tenth month ends at the floor.
        ("600", vec![], Crude::Judged, Some(10)),
        ("-1", vec![], Crude::Judged, Some(0)),
        ("600", vec![flow("workers", exactly("360"))], Crude::Judged, Some(20)),
        ("600", vec![flow("missions", exactly("-720"))], Crude::Judged, Some(5)),
        ("600", vec![crude(flow("crude", exactly("-120")))], Crude::Without, Some(10)),
        ("600", vec![crude(flow("crude", exactly("-120")))], Crude::Judged, Some(9)),
        ("600", vec![crude(flow("crude", exactly("-120")))], Crude::Paid, Some(8)),
        ("600", vec![dated(flow("tourists", exactly("720")), Some("2024-06"), None)], Crude::Judged, None),
        (
            "600",
            vec![dated(flow("tourists", exactly("720")), Some("2024-06"), Some("2024-07"))],
            Crude::Judged,
            Some(12),
        ),
        // What was not known on the day is not counted.
        ("600", vec![later(flow("troops", exactly("720")))], Crude::Judged, Some(10)),
    ] {
        let runway = run(&reserves(exactly(stock), flows.clone()), how, 3);
        let met = &runway.floors[0];
        assert!(met.within.iter().all(|(_, within)| *within == months), "{stock} {flows:?} {how:?}: {met:?}");
        assert_eq!(met.never, if months.is_none() { 1.0 } else { 0.0 });
        assert_eq!(met.lasts_12, Some(if months.is_none_or(|m| m > 12) { 1.0 } else { 0.0 }), "{met:?}");
    }
}

#[test]
fn the_months_since_the_stock_are_run_as_they_were() {
    let held = reserves(exactly("600"), vec![flow("workers", exactly("120"))]);
    let mut paths = flat(100.0, 40.0, 12, 2);
    paths.first = crate::number("2024-03");
    let as_of = "2024-03-18".parse().expect("a day");
    let ask = |known| {
        reckon(&Reckoning {
            reserves: &held,
            as_of,
            known,
            paths: &paths,
            crude: Crude::Judged,
            months: 1,
            runs: 2,
            seed: 1,
        })
    };
    // 600 − 90 + 10, − 30 + 10, − 60 + 10.
    let stock = ask(&[(100.0, 10.0), (40.0, 10.0)]).expect("it runs").stock;
    assert_eq!((stock.len(), stock[0].best), (1, 450.0));
    let refused = ask(&[(100.0, 10.0)]).expect_err("a month is missing").to_string();
    assert!(refused.contains("2 months of trade lie between it and the forecast, 1 are known"), "{refused}");
}

#[test]
fn what_is_not_known_stays_a_distribution_and_says_what_it_hangs_on() {
    let flows = vec![flow("theft", prior("0", "300", "600")), flow("fees", prior("-20", "-10", "0"))];
    let runway = run(&reserves(prior("300", "900", "3000"), flows), Crude::Judged, 4000);
    let met = &runway.floors[0];
    let months: Vec<u32> = met.within.iter().filter_map(|(_, within)| *within).collect();
    assert!(months.is_sorted() && months.first() < months.last(), "{met:?}");
    assert!(met.lasts_12 > met.lasts_24 && met.lasts_24 > Some(met.never), "{met:?}");
    let order: Vec<&str> = runway.matters.iter().map(|matter| matter.id.as_str()).collect();
    assert_eq!(order, ["stock", "theft", "fees", "trade"]);
    let sum: f64 = runway.matters.iter().map(|matter| matter.share).sum();
    assert!((sum - 1.0).abs() < 0.1, "{:?}", runway.matters);
    assert!(runway.matters[0].rank > 0.5 && runway.matters[3].rank == 0.0, "{:?}", runway.matters);
}

#[test]
fn a_lognormal_has_its_percentiles_where_the_desk_puts_them() {
    let stock = Prior { distribution: Distribution::Lognormal, ..prior("90", "300", "1200") };
    let paths = flat(0.0, 0.0, 1, 1);
    let held = reserves(stock, Vec::new());
    let as_of = "2024-01-18".parse().expect("a day");
    let ask = Reckoning {
        reserves: &held,
        as_of,
        known: &[],
        paths: &paths,
        crude: Crude::Judged,
        months: 1,
        runs: 20_000,
        seed: 5,
    };
    let month = reckon(&ask).expect("it runs").stock[0];
    // The 10th and 90th percentiles follow: 1.2816 ÷ 1.6449 of the way to the 5th and 95th, in logs.
    let (low, high) = month.eighty.expect("there are runs");
    for (found, expected) in [(month.best, 300.0), (low, 117.4), (high, 883.0)] {
        assert!((found / expected - 1.0).abs() < 0.04, "{found} {expected}");
    }
}

proptest! {
    /// The same seed gives the same bytes; a flow that adds never shortens, and no other prior is drawn otherwise for it.
    #[test]
    fn more_money_lasts_longer(low in 0u32..2000, width in 0u32..3000, gain in 0u32..600, seed in any::<u64>()) {
        let (low, high) = (low.to_string(), (low + width).to_string());
        let poor = reserves(prior(&low, &low, &high), vec![flow("a", prior("-100", "0", "300"))]);
        let mut rich = poor.clone();
        rich.flows.push(flow("gain", exactly(&gain.to_string())));
        let paths = flat(100.0, 40.0, 12, 3);
        let as_of = "2024-01-18".parse().expect("a day");
        let ask = |reserves| {
            let ask = Reckoning { reserves, as_of, known: &[], paths: &paths, crude: Crude::Judged, months: 36, runs: 50, seed };
            reckon(&ask).expect("it runs")
        };
        let (short, long) = (ask(&poor), ask(&rich));
        prop_assert_eq!(&short, &ask(&poor));
        for ((_, short), (_, long)) in short.floors[0].within.iter().zip(&long.floors[0].within) {
            prop_assert!(short.unwrap_or(u32::MAX) <= long.unwrap_or(u32::MAX));
        }
        prop_assert!(short.floors[0].never <= long.floors[0].never);
    }
}
