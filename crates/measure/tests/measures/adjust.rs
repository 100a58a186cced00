//! Seasonal adjustment against X-13ARIMA-SEATS: `tests/golden` holds its answers on made series,
//! each with its version and its options, written by `benches/seasonal_oracle.py --golden`.
//! And what is refused, and what holds for any series.

use std::collections::BTreeMap;

use proptest::prelude::*;
use yalu_measure::adjust::{
    Adjusted, Calendar, CalendarOf, Event, EventKind, Identifiable, Mode, Options, Refusal, adjusted,
};
use yalu_measure::calendar::{Window, working_day_contrast};

/// X-13's answer: its tables by name, and its tests.
struct Golden {
    first: i32,
    tables: BTreeMap<String, Vec<f64>>,
    tests: BTreeMap<String, String>,
}

fn month(text: &str) -> i32 {
    let (year, month) = text.split_once('-').expect("a month");
    year.parse::<i32>().expect("a year") * 12 + month.parse::<i32>().expect("a month") - 1
}

fn golden(text: &str) -> Golden {
    let (notes, rows): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with('#'));
    let told = notes.last().expect("its tests").trim_start_matches("# ");
    let tests = told.split(' ').filter_map(|test| test.split_once('='));
    let names: Vec<&str> = rows[0].split(',').skip(1).collect();
    let mut tables: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in &rows[1..] {
        for (name, value) in names.iter().zip(row.split(',').skip(1)) {
            tables.entry((*name).to_owned()).or_default().push(value.parse().expect("a number"));
        }
    }
    let first = month(rows[1].split(',').next().expect("a month"));
    Golden { first, tables, tests: tests.map(|(name, value)| (name.to_owned(), value.to_owned())).collect() }
}

fn whole(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

/// Every table within a relative difference, every test as X-13 prints it.
fn check(text: &str, options: &Options, within: f64) {
    let golden = golden(text);
    let ours = adjusted(golden.first, &whole(&golden.tables["value"]), options).expect("adjusted");
    let level = golden.tables["value"].iter().map(|value| value.abs()).fold(0.0, f64::max);
    let tables = [
        ("d10", &ours.seasonal),
        ("d11", &ours.adjusted),
        ("d12", &ours.trend),
        ("d13", &ours.irregular),
        ("c17", &ours.weights),
    ];
    for (name, values) in tables {
        let theirs = &golden.tables[name];
        assert_eq!(values.len(), theirs.len(), "{name}");
        for (at, (our, their)) in values.iter().zip(theirs).enumerate() {
            let unit = match (name, options.mode) {
                ("c17", _) => 1.0,
                (_, Mode::Additive) => level,
                _ => their.abs(),
            };
            // A weight turns on where an irregular lies between two bounds, ten times as fast.
            let within = if name == "c17" { 10.0 * within } else { within };
            assert!((our - their).abs() <= within * unit, "{name}, place {at}: {our} against {their}");
        }
    }
    assert_eq!(ours.filter.name(), golden.tests["filter"]);
    for (name, value) in tests(&ours) {
        let theirs = &golden.tests[name.as_str()];
        // X-13 prints from no to five places.
        let places = theirs.split_once('.').map_or(0, |(_, places)| places.len());
        let last = 0.6 * 10_f64.powi(-(places as i32)) + 1e-9;
        let theirs: f64 = theirs.parse().expect("a number");
        assert!((value - theirs).abs() <= last, "{name}: {value} against {theirs}");
    }
    let word = match ours.seasonality.identifiable {
        Identifiable::Yes => "PRESENT",
        Identifiable::Doubtful => "PROBABLY_NOT",
        Identifiable::No => "NOT_PRESENT",
    };
    assert_eq!(word, golden.tests["ids"]);
}

fn tests(ours: &Adjusted) -> Vec<(String, f64)> {
    let seasonality = &ours.seasonality;
    let mut tests: Vec<(String, f64)> = [
        ("henderson", ours.henderson as f64),
        ("ic", ours.irregular_to_cycle),
        ("is", ours.moving_seasonality),
        ("q", ours.quality.q),
        ("q2", ours.quality.q2),
        ("fsb1", seasonality.first.value),
        ("fsd8", seasonality.stable.value),
        ("msf", seasonality.moving.value),
        ("kw", seasonality.ranks.value),
        ("f", seasonality.residual.value),
        ("f3y", seasonality.residual_last_years.value),
        ("qs", seasonality.residual_qs.value),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    let measures = (1..).zip(ours.quality.measures);
    tests.extend(measures.filter_map(|(at, measure)| Some((format!("m{at:02}"), measure?))));
    tests.extend(ours.model.iter().map(|model| ("log-likelihood".to_owned(), model.log_likelihood)));
    tests
}

fn alone(mode: Mode) -> Options {
    Options { mode, extension: 0, ..Options::default() }
}

const WINDOW: Window = Window { before: 7, during: 7, after: 7 };

#[test]
fn x11_alone_is_that_of_x13() {
    for (text, mode) in [
        (include_str!("../golden/alone.csv"), Mode::Multiplicative),
        (include_str!("../golden/five-years.csv"), Mode::Multiplicative),
        (include_str!("../golden/logs.csv"), Mode::LogAdditive),
        (include_str!("../golden/balance.csv"), Mode::Additive),
    ] {
        check(text, &alone(mode), 1e-11);
    }
}

#[test]
fn with_a_model_and_regressors_it_is_that_of_x13() {
    let days = CalendarOf { days: true, lunar_new_year: None };
    let events =
        [(EventKind::LevelShift, "2008-11"), (EventKind::Outlier, "2011-03"), (EventKind::Transient, "2006-09")];
    let modelled = Options {
        calendar: Calendar::Given(CalendarOf { lunar_new_year: Some(WINDOW), ..days }),
        events: events.map(|(kind, at)| Event { kind, month: month(at) }).into(),
        ..Options::default()
    };
    // Two searches for one summit stop a little apart.
    check(include_str!("../golden/modelled.csv"), &modelled, 1e-6);
    let balance = Options { mode: Mode::Additive, calendar: Calendar::Given(days), ..Options::default() };
    check(include_str!("../golden/modelled-balance.csv"), &balance, 1e-6);
}

fn made() -> (i32, Vec<f64>) {
    let golden = golden(include_str!("../golden/modelled.csv"));
    (golden.first, golden.tables["value"].clone())
}

#[test]
fn a_calendar_is_kept_only_where_the_model_is_better_for_it() {
    let (first, values) = made();
    let all = CalendarOf { days: true, lunar_new_year: Some(WINDOW) };
    let model = |effect: f64, calendar| {
        let options = Options { calendar, ..Options::default() };
        let with = |(month, value): (i32, &f64)| Some(value * (effect * working_day_contrast(month)).exp());
        let series: Vec<Option<f64>> = (first..).zip(&values).map(with).collect();
        adjusted(first, &series, &options).expect("adjusted").model.expect("a model")
    };
    for (effect, expected) in [(0.0, vec![]), (0.02, vec!["working days", "leap year"])] {
        let tested = model(effect, Calendar::Tested(all));
        let names: Vec<&str> = tested.coefficients.iter().map(|coefficient| coefficient.name.as_str()).collect();
        assert_eq!(names, expected, "{effect}");
        assert!(tested.aicc < model(effect, Calendar::Given(all)).aicc);
    }
}

#[test]
fn what_cannot_be_adjusted_is_refused_with_the_month() {
    let (first, values) = made();
    let series = whole(&values);
    let said = |first, series: &[Option<f64>], options: &Options| {
        adjusted(first, series, options).expect_err("refused").to_string()
    };
    let with = |at: usize, value: Option<f64>| {
        let mut series = series.clone();
        series[at] = value;
        series
    };
    let named = |kind, at| Options { events: vec![Event { kind, month: month(at) }], ..Options::default() };
    let twice = [EventKind::Outlier; 2].map(|kind| Event { kind, month: month("2010-05") });
    let plain = Options::default();
    for (series, options, expected) in [
        (series[..59].to_vec(), &plain, "59 months are too few: a season is told from 60 on, five years"),
        (with(30, None), &plain, "2006-07 is missing, and filters need every month"),
        (with(11, Some(0.0)), &plain, "2004-12 is 0, which has no logarithm: adjust by addition"),
        (
            with(12, Some(-1.5)),
            &alone(Mode::LogAdditive),
            "2005-01 is -1.5, which has no logarithm: adjust by addition",
        ),
        (with(12, Some(f64::NAN)), &alone(Mode::Additive), "2005-01 is NaN, which is no number"),
        (
            series.clone(),
            &named(EventKind::Outlier, "2020-01"),
            "AO 2020-01 is outside the months adjusted, or at their start",
        ),
        (
            series.clone(),
            &named(EventKind::LevelShift, "2004-01"),
            "LS 2004-01 is outside the months adjusted, or at their start",
        ),
        (
            series.clone(),
            &Options { events: twice.into(), ..Options::default() },
            "two of the named events or regressors say the same, or one says nothing",
        ),
    ] {
        assert_eq!(said(first, &series, options), expected);
    }
    // New years are on file from 1901 on.
    let calendar = Calendar::Given(CalendarOf { days: false, lunar_new_year: Some(WINDOW) });
    let options = Options { calendar, ..Options::default() };
    assert_eq!(said(month("1890-01"), &series, &options), "no Lunar New Year is on file for 1890-01");
    assert_eq!(adjusted(first, &[], &plain).expect_err("refused"), Refusal::TooShort { months: 0 });
}

#[test]
fn a_season_without_noise_is_found_whole() {
    let series: Vec<f64> = (0..96).map(|at| (100.0 + f64::from(at)) * if at % 12 == 4 { 1.55 } else { 0.95 }).collect();
    let ours = adjusted(24_000, &whole(&series), &alone(Mode::Multiplicative)).expect("adjusted");
    for (at, value) in ours.adjusted.iter().enumerate() {
        let level = 100.0 + at as f64;
        assert!((value / level - 1.0).abs() < 2e-3, "place {at}: {value} against {level}");
    }
    assert_eq!(ours.seasonality.identifiable, Identifiable::Yes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The components make up the series; units do not matter; a year of additive factors adds up to little.
    #[test]
    fn components_make_up_the_series(
        values in prop::collection::vec(20.0..400.0_f64, 60..130), first in 20_000..25_000_i32, mode in 0..3_usize,
        extension in prop::sample::select(vec![0_usize, 12]),
    ) {
        let mode = [Mode::Multiplicative, Mode::Additive, Mode::LogAdditive][mode];
        let options = Options { mode, extension, calendar: Calendar::Given(CalendarOf { days: extension > 0, lunar_new_year: None }), ..Options::default() };
        let Ok(ours) = adjusted(first, &whole(&values), &options) else { return Ok(()) };
        for at in 0..values.len() {
            let calendar = ours.calendar.as_ref().map(|calendar| calendar[at]);
            let together = if mode == Mode::Additive {
                ours.trend[at] + ours.seasonal[at] + ours.irregular[at] + calendar.unwrap_or(0.0)
            } else {
                ours.trend[at] * ours.seasonal[at] * ours.irregular[at] * calendar.unwrap_or(1.0)
            };
            prop_assert!((together / values[at] - 1.0).abs() < 1e-9, "{together} against {}", values[at]);
            prop_assert!((0.0..=1.0).contains(&ours.weights[at]));
        }
        let thousands: Vec<f64> = values.iter().map(|value| value * 1000.0).collect();
        if extension == 0 {
            let scaled = adjusted(first, &whole(&thousands), &options).expect("adjusted");
            for (small, large) in ours.adjusted.iter().zip(&scaled.adjusted) {
                prop_assert!((small * 1000.0 - large).abs() < 1e-6 * large.abs().max(1.0));
            }
        }
        for measure in ours.quality.measures.into_iter().flatten() {
            prop_assert!((0.0..=3.0).contains(&measure));
        }
        for chance in [ours.seasonality.stable.chance, ours.seasonality.moving.chance, ours.seasonality.ranks.chance, ours.seasonality.residual.chance] {
            prop_assert!((0.0..=1.0).contains(&chance), "{chance}");
        }
    }

    /// Any numbers at all are adjusted or refused, never a panic.
    #[test]
    fn any_series_has_an_answer(values in prop::collection::vec(prop::option::weighted(0.99, any::<f64>()), 0..90), first: i32, mode in 0..3_usize) {
        let mode = [Mode::Multiplicative, Mode::Additive, Mode::LogAdditive][mode];
        let _ = adjusted(first, &values, &Options { mode, ..Options::default() });
    }

    /// Flat stretches, steps and spikes leave variances of zero somewhere.
    #[test]
    fn a_series_of_few_levels_has_an_answer(values in prop::collection::vec(prop::sample::select(vec![1.0, 1.0, 1.0, 2.0, 1e6]), 60..80), extension in 0..13_usize, mode in 0..3_usize) {
        let mode = [Mode::Multiplicative, Mode::Additive, Mode::LogAdditive][mode];
        let options = Options { mode, extension, ..Options::default() };
        for values in [values.clone(), vec![values[0]; values.len()]] {
            if let Ok(ours) = adjusted(24_000, &whole(&values), &options) {
                prop_assert!(ours.adjusted.iter().all(|value| value.is_finite()), "{:?}", ours.adjusted);
            }
        }
    }
}
