//! What came of forecasts. Everything is counted in the history's own seasonal
//! naive error, so that series of any size stand side by side: MASE (Hyndman &
//! Koehler 2006), sMAPE, the weighted interval score of the middle and two
//! intervals (Bracher et al. 2021), the interval score of the wider (Gneiting &
//! Raftery 2007), and how often the intervals held.

use crate::projection::Point;
use crate::seasons::SEASON;

/// The scores of one forecast, means over its months.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Score {
    /// Months that were scored.
    pub months: usize,
    /// Mean absolute error, in units of the seasonal naive's on the history.
    pub mase: f64,
    /// Symmetric absolute error in percent, 0 to 200.
    pub smape: f64,
    /// Weighted interval score in the same unit as `mase`; `None` without intervals.
    pub wis: Option<f64>,
    /// Interval score of the 95 % interval in the same unit; `None` without it.
    pub msis: Option<f64>,
    /// The share of months inside the 80 % interval; `None` without it.
    pub inside_80: Option<f64>,
    /// The share of months inside the 95 % interval; `None` without it.
    pub inside_95: Option<f64>,
}

/// The mean scores of several forecasts, each counting once.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Mean {
    /// Forecasts that were scored.
    pub forecasts: usize,
    /// The means; a part that no forecast has is `None`.
    pub score: Score,
}

/// The error of the same month of last year on a history, by which others are
/// measured; of a short or level one that of the month before. `None` where nothing moves.
pub fn unit(history: &[f64]) -> Option<f64> {
    let mean = |lag: usize| {
        let steps = history.iter().zip(history.get(lag..)?).map(|(a, b)| (b - a).abs());
        let steps: Vec<f64> = steps.filter(|step| step.is_finite()).collect();
        let mean = steps.iter().sum::<f64>() / steps.len() as f64;
        (mean > 0.0).then_some(mean)
    };
    mean(SEASON).or_else(|| mean(1))
}

/// Scores a forecast by what came, month for month; months that are not known
/// (`NaN`) do not count. `None` where no month or no unit is there.
pub fn score(history: &[f64], said: &[Point], came: &[f64]) -> Option<Score> {
    in_unit(unit(history)?, said, came)
}

/// The same in a unit that is known already, as [`unit`] gives it.
pub fn in_unit(unit: f64, said: &[Point], came: &[f64]) -> Option<Score> {
    let known: Vec<(&Point, f64)> =
        said.iter().zip(came.iter().copied()).filter(|(_, came)| came.is_finite()).collect();
    if known.is_empty() {
        return None;
    }
    let n = known.len() as f64;
    let mean = |of: &dyn Fn(&Point, f64) -> f64| known.iter().map(|(said, came)| of(said, *came)).sum::<f64>() / n;
    let all = |of: &dyn Fn(&Point, f64) -> Option<f64>| {
        let each: Option<Vec<f64>> = known.iter().map(|(said, came)| of(said, *came)).collect();
        each.map(|each| each.iter().sum::<f64>() / n)
    };
    let inside = |came: f64, (low, high): (f64, f64)| f64::from(u8::from(low <= came && came <= high));
    let wis = |said: &Point, came: f64| {
        let (eighty, ninety_five) = (said.eighty?, said.ninety_five?);
        let ranges = [(0.8, eighty.0, eighty.1), (0.95, ninety_five.0, ninety_five.1)];
        Some(weighted_interval_score(said.best, &ranges, came) / unit)
    };
    Some(Score {
        months: known.len(),
        mase: mean(&|said, came| (came - said.best).abs()) / unit,
        smape: mean(&|said, came| {
            let size = came.abs() + said.best.abs();
            if size > 0.0 { 200.0 * (came - said.best).abs() / size } else { 0.0 }
        }),
        wis: all(&wis),
        msis: all(&|said, came| Some(interval(came, said.ninety_five?, 0.05) / unit)),
        inside_80: all(&|said, came| Some(inside(came, said.eighty?))),
        inside_95: all(&|said, came| Some(inside(came, said.ninety_five?))),
    })
}

/// Its width, and what it missed by, so much the dearer the surer it was.
fn interval(came: f64, (low, high): (f64, f64), outside: f64) -> f64 {
    (high - low) + 2.0 / outside * ((low - came).max(0.0) + (came - high).max(0.0))
}

/// The weighted interval score of a median and of ranges at their levels, each (level, low, high):
/// (½·|y − m| + Σ ½·α·IS_α) ÷ (K + ½) with α = 1 − level (Bracher, Ray, Gneiting & Reich 2021).
pub fn weighted_interval_score(median: f64, ranges: &[(f64, f64, f64)], came: f64) -> f64 {
    let range = |&(level, low, high): &(f64, f64, f64)| {
        (high - low) * (1.0 - level) / 2.0 + (low - came).max(came - high).max(0.0)
    };
    let all = (came - median).abs() / 2.0 + ranges.iter().map(range).sum::<f64>();
    all / (ranges.len() as f64 + 0.5)
}

/// The means of several scores; `None` of none.
pub fn mean(scores: &[Score]) -> Option<Mean> {
    let some = |of: &dyn Fn(&Score) -> Option<f64>| {
        let each: Vec<f64> = scores.iter().filter_map(of).collect();
        (!each.is_empty()).then(|| each.iter().sum::<f64>() / each.len() as f64)
    };
    let score = Score {
        months: scores.iter().map(|score| score.months).sum(),
        mase: some(&|score| Some(score.mase))?,
        smape: some(&|score| Some(score.smape))?,
        wis: some(&|score| score.wis),
        msis: some(&|score| score.msis),
        inside_80: some(&|score| score.inside_80),
        inside_95: some(&|score| score.inside_95),
    };
    Some(Mean { forecasts: scores.len(), score })
}

/// Fewer differences than this say nothing.
const LEAST: usize = 10;

/// The statistic of Diebold and Mariano with the correction of Harvey, Leybourne
/// and Newbold (1997) for errors of forecasts so many months ahead: below zero
/// where the first loses less. Compare with Student's t of n − 1. `None` where
/// fewer than ten differences are there, or none moves.
pub fn diebold_mariano(losses: &[(f64, f64)], ahead: usize) -> Option<f64> {
    let off: Vec<f64> = losses.iter().map(|(ours, theirs)| ours - theirs).collect();
    let n = off.len();
    if n < LEAST || ahead == 0 || ahead >= n {
        return None;
    }
    let mean = off.iter().sum::<f64>() / n as f64;
    let lagged = |lag: usize| off.iter().zip(&off[lag..]).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>() / n as f64;
    // Bartlett's weights, which keep the variance above zero.
    let weight = |lag: usize| 1.0 - lag as f64 / ahead as f64;
    let variance = lagged(0) + 2.0 * (1..ahead).map(|lag| weight(lag) * lagged(lag)).sum::<f64>();
    let (n, h) = (n as f64, ahead as f64);
    let correction = ((n + 1.0 - 2.0 * h + h * (h - 1.0) / n) / n).max(0.0).sqrt();
    (variance > 0.0).then(|| correction * mean / (variance / n).sqrt())
}

/// Whether one of two errs less, or chance would say as much.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Compared {
    /// Losses that were compared, in the order of their time.
    pub n: usize,
    /// As many are needed at least.
    pub needs: usize,
    /// [`diebold_mariano`]: below zero where the first loses less.
    pub statistic: Option<f64>,
    /// How often chance alone would go as far either way.
    pub p: Option<f64>,
}

/// Two rows of losses, first ours, compared; each overlaps with `ahead` − 1 others on either side.
pub fn compared(losses: &[(f64, f64)], ahead: usize) -> Compared {
    let statistic = diebold_mariano(losses, ahead);
    let p = statistic.map(|t| student(t, losses.len() - 1));
    Compared { n: losses.len(), needs: LEAST.max(ahead + 1), statistic, p }
}

/// How often Student's t of whole degrees of freedom lies further out than `t` on either side, by the finite series
/// of Abramowitz & Stegun (1964), 26.7.3 and 26.7.4.
fn student(t: f64, freedom: usize) -> f64 {
    let angle = (t.abs() / (freedom as f64).sqrt()).atan();
    let (sine, cosine) = angle.sin_cos();
    let odd = freedom % 2 == 1;
    let first = if odd { cosine } else { 1.0 };
    // Each term is that before it, times cos² · (k − 1) ÷ k, k counting on by two.
    let ks = (if odd { 3 } else { 2 }..freedom.saturating_sub(1)).step_by(2);
    let (sum, _) = ks.fold((first, first), |(sum, term), k| {
        let term = term * cosine * cosine * (k - 1) as f64 / k as f64;
        (sum + term, term)
    });
    let series = sine * if freedom == 1 { 0.0 } else { sum };
    let inside = if odd { (angle + series) * std::f64::consts::FRAC_2_PI } else { series };
    (1.0 - inside).clamp(0.0, 1.0)
}

/// The overall weighted average of M4 (Makridakis, Spiliotis & Assimakopoulos 2020): the mean of two ratios of
/// means, MASE's and sMAPE's, ours over a yardstick's. `None` where a yardstick errs nothing.
pub fn owa(ours: &Mean, yardstick: &Mean) -> Option<f64> {
    let ratio = |of: fn(&Score) -> f64| of(&ours.score) / of(&yardstick.score);
    Some((ratio(|score| score.mase) + ratio(|score| score.smape)) / 2.0).filter(|owa| owa.is_finite())
}

/// How chances of zero did: mean squared misses (Brier 1950), and those of one share said of every month.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Zeros {
    /// Months that were scored.
    pub months: usize,
    /// Of the chances.
    pub brier: f64,
    /// Of the share of zeros in the last five years.
    pub of_share: f64,
}

/// Scores chances of zero by what came; months that are not known do not count. `None` where no month is there.
pub fn zeros(history: &[f64], chances: &[f64], came: &[f64]) -> Option<Zeros> {
    let known: Vec<f64> = history.iter().rev().take(5 * SEASON).copied().filter(|v| v.is_finite()).collect();
    let is_zero = |v: f64| f64::from(u8::from(v == 0.0));
    let share = known.iter().map(|v| is_zero(*v)).sum::<f64>() / known.len() as f64;
    let months: Vec<(f64, f64)> = chances
        .iter()
        .zip(came)
        .filter(|(_, came)| came.is_finite())
        .map(|(said, came)| (*said, is_zero(*came)))
        .collect();
    let n = months.len() as f64;
    let brier = |of: &dyn Fn(f64) -> f64| months.iter().map(|(said, zero)| (of(*said) - zero).powi(2)).sum::<f64>() / n;
    (!months.is_empty() && !known.is_empty()).then(|| Zeros {
        months: months.len(),
        brier: brier(&|said| said),
        of_share: brier(&|_| share),
    })
}

/// The ratio of two sums of losses with the interval between which it lies 19
/// times out of 20 when whole series are drawn anew: `(ratio, low, high)`.
/// The losses come by series. `None` of fewer than two series.
pub fn ratio(by_series: &[(f64, f64)], seed: u64) -> Option<(f64, f64, f64)> {
    if by_series.len() < 2 {
        return None;
    }
    let of = |(ours, theirs): (f64, f64)| ours / theirs;
    let add = |(a, b): (f64, f64), (c, d): (f64, f64)| (a + c, b + d);
    let whole = of(by_series.iter().copied().fold((0.0, 0.0), add));
    let mut state = seed;
    let mut drawn: Vec<f64> = (0..1000)
        .map(|_| {
            let one = |_| by_series[(crate::chance::next(&mut state) % by_series.len() as u64) as usize];
            of((0..by_series.len()).map(one).fold((0.0, 0.0), add))
        })
        .collect();
    drawn.sort_by(f64::total_cmp);
    whole.is_finite().then(|| (whole, drawn[24], drawn[975]))
}

/// The rank correlation of pairs (Spearman 1904); `None` of fewer than three, or where one does not move.
pub fn rank_correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let (a, b): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    correlation(&ranks(&a), &ranks(&b)).filter(|_| pairs.len() > 2)
}

/// The place of each number among all, from 0; equals share the middle of theirs.
pub(crate) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut place = 0.0;
    for equal in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let count = equal.len() as f64;
        equal.iter().for_each(|at| ranks[*at] = place + (count - 1.0) / 2.0);
        place += count;
    }
    ranks
}

/// The correlation of two rows (Pearson); `None` where one does not vary.
pub(crate) fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let mean = |row: &[f64]| row.iter().sum::<f64>() / row.len() as f64;
    let (of_a, of_b) = (mean(a), mean(b));
    let product = |x: &[f64], y: &[f64], of_x: f64, of_y: f64| -> f64 {
        x.iter().zip(y).map(|(x, y)| (x - of_x) * (y - of_y)).sum()
    };
    let scale = (product(a, a, of_a, of_a) * product(b, b, of_b, of_b)).sqrt();
    (scale > 0.0).then(|| product(a, b, of_a, of_b) / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(best: f64, low: f64, high: f64) -> Point {
        Point { month: 0, best, eighty: Some((low, high)), ninety_five: Some((low - 1.0, high + 1.0)) }
    }

    #[test]
    fn scores_are_those_of_the_textbook() {
        let history: Vec<f64> = (0..24).map(f64::from).collect();
        assert_eq!(unit(&history), Some(12.0));
        let score =
            score(&history, &[point(24.0, 20.0, 28.0), point(24.0, 20.0, 28.0)], &[30.0, f64::NAN]).expect("a score");
        assert_eq!((score.months, score.mase, score.inside_80), (1, 0.5, Some(0.0)));
        let wis = (0.5 * 6.0 + 0.1 * (8.0 + 10.0 * 2.0) + 0.025 * (10.0 + 40.0)) / 2.5 / 12.0;
        assert!((score.wis.expect("intervals") - wis).abs() < 1e-12);
        assert!((score.smape - 200.0 * 6.0 / 54.0).abs() < 1e-12);
    }

    #[test]
    fn a_level_history_has_no_unit_and_a_short_one_its_own() {
        assert_eq!(unit(&[5.0; 30]), None);
        assert_eq!(unit(&[1.0, 3.0, 4.0]), Some(1.5));
        assert_eq!(score(&[5.0; 30], &[point(5.0, 4.0, 6.0)], &[5.0]), None);
        assert_eq!(mean(&[]), None);
    }

    #[test]
    fn tails_are_those_of_the_tables_of_students_t() {
        for (t, freedom, p) in
            [(12.706, 1, 0.05), (4.303, 2, 0.05), (2.262, 9, 0.05), (3.169, 10, 0.01), (1.962, 1000, 0.05)]
        {
            assert!((student(t, freedom) - p).abs() < 2e-4, "{t} {freedom} {}", student(t, freedom));
            assert_eq!(student(-t, freedom), student(t, freedom));
        }
        assert_eq!(student(0.0, 7), 1.0);
        let few = compared(&[(1.0, 2.0); 9], 1);
        assert_eq!(few, Compared { n: 9, needs: 10, statistic: None, p: None });
        let level: Vec<(f64, f64)> = (0..40).map(|i| (1.0, 1.0 + f64::from(i % 2) - 0.5)).collect();
        assert!(compared(&level, 2).p.expect("a chance") > 0.5);
    }

    #[test]
    fn chances_of_zero_are_scored_beside_the_share_of_zeros() {
        let history = [0.0, 4.0, 0.0, 4.0];
        let said = zeros(&history, &[0.9, 0.1, 0.5], &[0.0, 4.0, f64::NAN]).expect("a score");
        assert!((said.brier - 0.01).abs() < 1e-12 && said.of_share == 0.25 && said.months == 2, "{said:?}");
        assert_eq!(zeros(&history, &[0.9], &[f64::NAN]), None);
    }

    #[test]
    fn half_the_errors_of_a_yardstick_are_an_owa_of_a_half() {
        let history: Vec<f64> = (0..24).map(f64::from).collect();
        let of =
            |best: f64| mean(&[score(&history, &[point(best, 0.0, 50.0)], &[30.0]).expect("a score")]).expect("a mean");
        let (near, far) = (of(28.0), of(26.0));
        let owa = owa(&near, &far).expect("a ratio");
        assert!((owa - 0.5 * (0.5 + near.score.smape / far.score.smape)).abs() < 1e-12, "{owa}");
    }

    #[test]
    fn the_smaller_loss_is_told() {
        let losses: Vec<(f64, f64)> =
            (0..60).map(|i| (1.0 + f64::from(i % 7) / 10.0, 2.0 + f64::from(i % 5) / 10.0)).collect();
        assert!(diebold_mariano(&losses, 3).expect("a statistic") < -5.0);
        let (ratio, low, high) = ratio(&losses, 1).expect("a ratio");
        assert!(low < ratio && ratio < high && high < 0.7, "{low} {ratio} {high}");
        assert_eq!(super::ratio(&losses, 1), super::ratio(&losses, 1));
    }
}
