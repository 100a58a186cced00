//! Robust scores: how far a figure stands from the median of others, in median
//! absolute deviations, between bounds where the figures are; the chance of one so
//! high; and which of many to believe (false discovery rate). Without a spread, or of
//! too few others, there is no score.

use yalu_trade::Interval;

use crate::{
    adjust::f_tail,
    float::{float, outward},
};

/// A number that lies between two, and the one most likely.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bounds {
    /// The least that it can be.
    pub low: f64,
    /// What it is, or the middle of what it can be.
    pub best: f64,
    /// The most that it can be; infinite where nothing bounds it.
    pub high: f64,
}

/// How far a figure stands from others.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Score {
    /// 0.6745 (x − median) ÷ MAD.
    pub z: Bounds,
    /// The median of the others.
    pub median: Bounds,
    /// How many others.
    pub of: usize,
}

/// The median absolute deviation of a normal law of standard deviation 1 (Iglewicz and Hoaglin 1993).
const NORMAL: f64 = 0.6745;

/// Of fewer others there is no score.
const FEWEST: usize = 3;

impl Bounds {
    /// Known to the last digit.
    pub fn exact(value: f64) -> Self {
        Self { low: value, best: value, high: value }
    }

    /// As a float; an open low end is zero, for what is measured here is never less.
    pub(crate) fn of(interval: &Interval) -> Self {
        let low = interval.low.map_or(0.0, float);
        let high = interval.high.map_or(f64::INFINITY, float);
        let middle = if high.is_finite() { f64::midpoint(low, high) } else { low };
        Self { low, best: interval.best.map_or(middle, float), high }
    }

    /// A function that rises, of each.
    #[must_use]
    pub fn rising(self, of: impl Fn(f64) -> f64) -> Self {
        Self { low: of(self.low), best: of(self.best), high: of(self.high) }
    }

    /// As decimals, moved outward.
    pub(crate) fn interval(self) -> Interval {
        let finite = |value: f64| Some(value).filter(|value| value.is_finite());
        outward(finite(self.low), finite(self.best), finite(self.high))
    }
}

/// The part of sorted values below which a share of them lies, between the two nearest (Hyndman and Fan 1996, type 7).
pub(crate) fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let Some(last) = values.len().checked_sub(1) else { return f64::NAN };
    let at = share * last as f64;
    let (below, part) = (at.floor() as usize, at.fract());
    let (low, high) = (values[below], values[(below + 1).min(last)]);
    if part == 0.0 || low == high { low } else { low + part * (high - low) }
}

/// A quantile of bounded values: it rises with each of them.
pub(crate) fn quantile_of(values: &[Bounds], share: f64) -> Bounds {
    let of = |pick: fn(&Bounds) -> f64| quantile(values.iter().map(pick).collect(), share);
    Bounds { low: of(|v| v.low), best: of(|v| v.best), high: of(|v| v.high) }
}

/// The median.
pub fn median(values: &[Bounds]) -> Bounds {
    quantile_of(values, 0.5)
}

/// The modified z-score of a figure among others, 0.6745 (x − median) ÷ MAD: Iglewicz and Hoaglin, How to Detect and
/// Handle Outliers (1993). None of fewer than three others, or where half of them or more are the same.
pub fn score(now: Bounds, others: &[Bounds]) -> Option<Score> {
    if others.len() < FEWEST {
        return None;
    }
    let middle = median(others);
    let away = |v: &Bounds| Bounds {
        low: (v.low - middle.high).max(middle.low - v.high).max(0.0),
        best: (v.best - middle.best).abs(),
        high: (v.high - middle.low).max(middle.high - v.low),
    };
    let spread = median(&others.iter().map(away).collect::<Vec<_>>());
    // What rounding leaves of equal values is no spread.
    if spread.best.is_nan() || spread.best <= 1e-12 * middle.best.abs().max(1.0) {
        return None;
    }
    // A distance above zero is most where the spread is least, and the reverse below.
    let over = |away: f64, near: f64, far: f64| {
        let by = if away > 0.0 { near } else { far };
        if away == 0.0 { 0.0 } else { NORMAL * away / by.max(0.0) }
    };
    let z = Bounds {
        low: over(now.low - middle.high, spread.high, spread.low),
        best: NORMAL * (now.best - middle.best) / spread.best,
        high: over(now.high - middle.low, spread.low, spread.high),
    };
    Some(Score { z, median: middle, of: others.len() })
}

/// The chance that a figure scores so high or higher among so many others of the same normal law. The median and the
/// deviation of a few are themselves uncertain, so it is Student's t of 0.4 n degrees, widened by 1 + 1.1 ÷ n: both
/// fitted to simulations; `docs/news.md` has the rates that come of it.
pub fn chance(z: f64, of: usize) -> f64 {
    let n = of as f64;
    let t = z / (1.0 + 1.1 / n);
    if t.is_nan() {
        return 1.0;
    }
    let beyond = if t.is_infinite() { 0.0 } else { f_tail(t * t, 1.0, (0.4 * n).max(1.0)) / 2.0 };
    if t > 0.0 { beyond } else { 1.0 - beyond }
}

/// The false discovery rate at which each of several is believed, from its chance: the least of m p ÷ rank over those
/// as likely or likelier (Benjamini and Hochberg, J. R. Statist. Soc. B 57, 1995).
pub fn false_discovery_rates(chances: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..chances.len()).collect();
    order.sort_by(|a, b| chances[*a].total_cmp(&chances[*b]));
    let mut rates = vec![1.0; chances.len()];
    let mut least = 1.0_f64;
    for (rank, at) in order.into_iter().enumerate().rev() {
        least = least.min(chances[at] * chances.len() as f64 / (rank + 1) as f64);
        // A quotient of floats may come out a last digit short.
        rates[at] = least.max(chances[at]);
    }
    rates
}
