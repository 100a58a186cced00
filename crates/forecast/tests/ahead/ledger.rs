//! Forecasts on file, scored: real ones, with the outcomes that were printed.

use proptest::prelude::*;
use yalu_forecast::{Held, Score, Truth, interval_score, score, scores::weighted_interval_score};
use yalu_trade::{Decimal, Flow, Foretold, Interval, LedgerEntry, Period, Unit};

use crate::{decimal, place};

fn interval(low: &str, best: &str, high: &str) -> Interval {
    let read = |text: &str| (!text.is_empty()).then(|| decimal(text));
    Interval { low: read(low), best: read(best), high: read(high) }
}

fn entry(measure: Foretold, says: Interval) -> LedgerEntry {
    let day = "2024-01-18".parse().expect("a day");
    LedgerEntry {
        id: "F".to_owned(),
        by: "somebody".to_owned(),
        issued: day,
        vintage: day,
        target_period: Period::year(2024),
        flow: Flow::B,
        measure,
        says,
        unit: if measure == Foretold::Growth { Unit::Percent } else { "USD".parse().expect("a currency") },
        wording: String::new(),
        source: String::new(),
        place: place(),
    }
}

fn scored(measure: Foretold, says: Interval, outcome: Interval, before: Option<Interval>) -> Score {
    score(&entry(measure, says), &Truth::Came { outcome, before }, None)
}

#[test]
fn growth_is_scored_by_its_range_and_its_way() {
    use Held::{AtTheEdge, Inside, Outside};
    for (says, outcome, held, right) in [
        // KIEP on imports and on exports of 2024; both "slightly up".
        (("0", "", "10"), ("-8.55", "-8.5", "-8.45"), Some(Outside), Some(false)),
        (("0", "", "10"), ("19.05", "19.1", "19.15"), Some(Outside), Some(true)),
        // "Below last year", at the end of November.
        (("", "", "0"), ("-5.05", "-5.0", "-4.95"), Some(Inside), Some(true)),
        (("-90", "", "-80"), ("-80.75", "-80.7", "-80.65"), Some(Inside), Some(true)),
        // A print too coarse to say.
        (("0", "", "10"), ("9", "10", "11"), Some(AtTheEdge), Some(true)),
        // Either way was allowed; nothing to be right about.
        (("-2", "", "10"), ("0.8", "0.9", "1.0"), Some(Inside), None),
        // It may have gone either way.
        (("0", "", "10"), ("-1", "0", "1"), Some(AtTheEdge), None),
        // A value alone allows no range.
        (("", "-14.7", ""), ("8.2", "8.3", "8.4"), None, Some(false)),
    ] {
        let said = interval(says.0, says.1, says.2);
        let marks = scored(Foretold::Growth, said, interval(outcome.0, outcome.1, outcome.2), None).marks;
        let marks = marks.expect("it came");
        assert_eq!((marks.held, marks.right_way), (held, right), "{says:?} {outcome:?}");
        assert_eq!(marks.error_percent, None, "a growth is off in points");
    }
}

#[test]
fn a_value_is_scored_beside_last_years_and_ours() {
    // The deficit of 2024 by KIEP, by the year before, and one of ours.
    let outcome = interval("-1485675000", "-1485670000", "-1485665000");
    let before = Some(interval("-1711615000", "-1711610000", "-1711605000"));
    let said = entry(Foretold::Value, interval("-1700000000", "-1600000000", "-1500000000"));
    let ours = interval("-2000000000", "-1700000000", "-1400000000");
    let scored = score(&said, &Truth::Came { outcome, before }, Some(&ours));
    let marks = scored.marks.expect("it came");
    assert_eq!((marks.held, marks.right_way), (Some(Held::Outside), Some(true)));
    assert_eq!(marks.error, Some(decimal("-114330000")));
    assert_eq!(marks.error_percent.map(|v| v.round_dp(1)), Some(decimal("-7.7")));
    // 200 m wide, missed by 14.33 m ten times over.
    assert_eq!(marks.interval_score, Some(decimal("343300000")));
    let naive = scored.naive.expect("last year is known");
    assert_eq!((naive.held, naive.error, naive.right_way), (None, Some(decimal("-225940000")), None));
    let ours = scored.ours.expect("ours was there");
    assert_eq!((ours.held, ours.interval_score), (Some(Held::Inside), Some(decimal("600000000"))));
}

#[test]
fn the_naive_growth_is_none_at_all() {
    let naive = scored(Foretold::Growth, interval("0", "", "10"), interval("-8.5", "-8.5", "-8.5"), None).naive;
    assert_eq!(naive.and_then(|naive| naive.error), Some(decimal("8.5")));
}

#[test]
fn what_has_not_come_is_open() {
    let open = score(&entry(Foretold::Growth, interval("0", "", "10")), &Truth::Open("not due".to_owned()), None);
    assert_eq!((open.open.as_deref(), open.marks, open.naive), (Some("not due"), None, None));
}

#[test]
fn a_weighted_score_is_the_mean_of_pinball_losses() {
    // Bracher et al. (2021): without ranges it is the absolute error.
    assert_eq!(weighted_interval_score(3.0, &[], 5.0), 2.0);
    let found = weighted_interval_score(10.0, &[(0.8, 4.0, 16.0), (0.95, 1.0, 20.0)], 22.0);
    let pinball = |quantile: f64, share: f64| 2.0 * (22.0 - quantile) * share;
    let expected =
        (pinball(10.0, 0.5) + pinball(4.0, 0.1) + pinball(16.0, 0.9) + pinball(1.0, 0.025) + pinball(20.0, 0.975))
            / 5.0;
    assert!((found - expected).abs() < 1e-12, "{found} {expected}");
}

proptest! {
    /// Turned round, a forecast and what came earn the same; what holds costs its width; nothing is cheaper than right.
    #[test]
    fn scores_are_the_same_from_either_side(low in -1000i64..1000, width in 0i64..1000, came in -2000i64..2000) {
        let of = |low: i64, high: i64| Interval { low: Some(low.into()), best: None, high: Some(high.into()) };
        let level = decimal("0.8");
        let one = interval_score(&of(low, low + width), came.into(), level);
        prop_assert_eq!(one, interval_score(&of(-low - width, -low), (-came).into(), level));
        let missed = (low - came).max(came - low - width).max(0);
        prop_assert_eq!(one, Some(Decimal::from(width) + Decimal::from(missed * 10)));
        let there = scored(Foretold::Growth, of(low, low + width), of(came, came), None).marks.map(|m| m.held);
        let back = scored(Foretold::Growth, of(-low - width, -low), of(-came, -came), None).marks.map(|m| m.held);
        prop_assert_eq!(there, back);
        prop_assert_eq!(there.flatten() == Some(Held::Inside), missed == 0);
    }
}
