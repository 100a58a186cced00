//! Odd series: each gets a forecast with its reason or a refusal with its reason.

use proptest::prelude::*;
use yalu_forecast::{MODELS, Month, Pool, Refusal, SEASON, Series, State, model};

const FIRST: i32 = 2010 * 12;

fn series(id: &str, values: impl IntoIterator<Item = f64>) -> Series {
    Series { id: id.to_owned(), first: FIRST, months: values.into_iter().map(Month::exact).collect() }
}

/// A season, a slope and a noise that never repeats, as far as it goes.
fn usual(seed: u64, months: usize) -> Vec<f64> {
    let mut state = seed;
    let mut noise = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1u32 << 31) - 0.5
    };
    (0..months)
        .map(|t| {
            let season = 0.2 * (t as f64 * std::f64::consts::TAU / 12.0).sin();
            100.0 * (0.004 * t as f64 + season + 0.1 * noise()).exp()
        })
        .collect()
}

fn pool(id: &str) -> Pool {
    let many: Vec<Series> = (0..30).map(|n| series(&format!("s{n}"), usual(n, 120))).collect();
    Pool::learn(model(id).expect("a model"), &many, 12)
}

#[test]
fn every_model_answers_a_usual_series_with_one_interval_in_the_other() {
    for model in MODELS {
        let projection = pool(model.card().id).project(&series("x", usual(99, 120))).expect("a usual series");
        assert_eq!(projection.model, model.card().id);
        assert_eq!(projection.points.len(), 12);
        for (h, point) in projection.points.iter().enumerate() {
            assert_eq!(point.month, FIRST + 120 + h as i32);
            let ((l80, h80), (l95, h95)) = (point.eighty.expect("80"), point.ninety_five.expect("95"));
            assert!(0.0 <= l95 && l95 <= l80 && l80 < h80 && h80 <= h95, "{} {point:?}", model.card().id);
            assert!(point.best > 50.0 && point.best < 400.0, "{} {point:?}", model.card().id);
        }
    }
}

#[test]
fn odd_series_are_answered_or_refused_and_it_is_said_why() {
    let pool = pool("combined");
    let months = |n: usize, of: &dyn Fn(usize) -> f64| (0..n).map(of).collect::<Vec<f64>>();
    let answered: [(&str, Vec<f64>); 9] = [
        ("constant", vec![5.0; 60]),
        ("all zero", vec![0.0; 60]),
        ("three months", vec![3.0, 4.0, 5.0]),
        ("twenty months", usual(4, 20)),
        ("gapped", months(60, &|t| if t % 7 == 3 { f64::NAN } else { 10.0 + t as f64 })),
        ("negative", months(60, &|t| -100.0 + (t % 12) as f64)),
        ("huge", months(60, &|t| 1e40 * (1.0 + (t % 12) as f64))),
        ("tiny", months(60, &|t| 1e-40 * (1.0 + (t % 12) as f64))),
        ("mostly zero", months(60, &|t| if t % 9 == 0 { 40.0 } else { 0.0 })),
    ];
    for (name, values) in answered {
        let projection = pool.project(&series(name, values.clone())).unwrap_or_else(|why| panic!("{name}: {why}"));
        for point in &projection.points {
            assert!(point.best.is_finite(), "{name} {point:?}");
            for (low, high) in [point.eighty, point.ninety_five].into_iter().flatten() {
                assert!(low.is_finite() && high.is_finite() && low <= high, "{name} {point:?}");
            }
        }
        let (least, most) =
            values.iter().filter(|v| v.is_finite()).fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(*v), b.max(*v)));
        for point in &projection.points {
            let room = 0.5 * (most - least).max(0.0) + 1e-9 * most.abs();
            assert!(least - room <= point.best && point.best <= most + room, "{name} {point:?}");
            let (low, high) = point.eighty.unwrap_or((point.best, point.best));
            assert!(low <= point.best && point.best <= high, "{name} {point:?}");
        }
        if name == "gapped" {
            assert!(
                projection.notes.iter().any(|note| note.contains("months were not known")),
                "{:?}",
                projection.notes
            );
        }
        if values.iter().all(|v| *v >= 0.0) {
            assert!(projection.points.iter().all(|point| point.best >= 0.0), "{name}");
        }
    }
    let refused: [(&str, Vec<f64>, &str); 5] = [
        ("nothing", vec![], "0 months are known"),
        ("two months", vec![1.0, 2.0], "2 months are known"),
        ("not a number", vec![f64::NAN; 40], "0 months are known"),
        ("silent for a year", months(60, &|t| if t < 45 { 1.0 } else { f64::NAN }), "the last 15 months"),
        ("no unit is so large", vec![1e200; 40], "1e100"),
    ];
    for (name, values, why) in refused {
        let Refusal(said) = pool.project(&series(name, values)).expect_err(name);
        assert!(said.contains(why), "{name}: {said}");
    }
}

#[test]
fn states_are_told_apart() {
    let pool = pool("fast");
    let state = |values: Vec<f64>| pool.project(&series("x", values)).expect("answered").state;
    let mut broken = usual(7, 117);
    broken.extend([30.0, 31.0, 29.0]);
    assert_eq!(state(usual(7, 120)), State::Calm);
    assert_eq!(state(broken), State::Broken);
    assert_eq!(state((0..120).map(|t| if t % 4 == 0 { 9.0 } else { 0.0 }).collect()), State::Sparse);
}

#[test]
fn a_series_alone_has_no_interval_that_its_sample_cannot_support() {
    let alone = Pool::learn(model("fast").expect("fast"), &[series("x", usual(3, 30))], 12);
    let projection = alone.project(&series("x", usual(3, 30))).expect("answered");
    assert!(projection.points.iter().all(|point| point.ninety_five.is_none()));
    assert!(projection.notes.iter().any(|note| note.contains("too few")), "{:?}", projection.notes);
}

#[test]
fn bounds_of_months_widen_the_bounds_of_the_forecast() {
    let pool = pool("combined");
    let exact = series("x", usual(5, 120));
    let mut bounded = exact.clone();
    for month in &mut bounded.months[100..] {
        if let Month::Known { low, best, high } = month {
            (*low, *high) = (*best * 0.7, *best * 1.3);
        }
    }
    let width = |series: &Series| {
        let (low, high) = pool.project(series).expect("answered").points[0].eighty.expect("80");
        high - low
    };
    assert!(width(&bounded) > 1.5 * width(&exact));
    // A month that may be three times another is not known to a model.
    let mut wide = exact.clone();
    wide.months[110] = Month::Known { low: 1.0, best: 2.0, high: 400.0 };
    let notes = pool.project(&wide).expect("answered").notes;
    assert!(notes.iter().any(|note| note.contains("wider than one to three")), "{notes:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever comes: no panic, no number that is none, bounds in order, the same bytes twice.
    #[test]
    fn any_series_is_answered_or_refused(values in prop::collection::vec(
        prop_oneof![4 => 0.0..1e6f64, 1 => Just(0.0), 1 => Just(f64::NAN), 1 => -1e3..1e3f64, 1 => Just(1e90)], 0..70,
    )) {
        let pool = Pool::learn(model("combined").expect("combined"), &[series("x", values.clone())], SEASON);
        let once = pool.project(&series("x", values.clone()));
        let again = pool.project(&series("x", values));
        prop_assert_eq!(format!("{once:?}"), format!("{again:?}"));
        if let Ok(projection) = once {
            for point in projection.points {
                prop_assert!(point.best.is_finite());
                for (low, high) in [point.eighty, point.ninety_five].into_iter().flatten() {
                    prop_assert!(low <= high);
                }
            }
        }
    }

    /// A forecast in dollars is a thousand times one in thousand dollars.
    #[test]
    fn the_unit_of_a_series_does_not_matter(seed in 0u64..1000) {
        let values = usual(seed, 96);
        let pools = [1.0, 1000.0].map(|unit| {
            let many: Vec<Series> = (0..10).map(|n| series("s", usual(n, 96).into_iter().map(|v| v * unit))).collect();
            Pool::learn(model("log-ets").expect("log-ets"), &many, 6)
                .project(&series("x", values.iter().map(|v| v * unit)))
                .expect("answered")
        });
        for (one, thousand) in pools[0].points.iter().zip(&pools[1].points) {
            prop_assert!((thousand.best / one.best / 1000.0 - 1.0).abs() < 0.02, "{one:?} {thousand:?}");
        }
    }
}
