//! What the calendar does to a month, taken out before a model looks and put
//! back after: working days, and the Lunar New Year before, during and after it
//! (Bell & Hillmer 1983; Lin & Liu 2002). In logs, by regression on changes over
//! the month and the year, each coefficient drawn to what the pool says of it and
//! as far as the pool's own spread allows (empirical Bayes; Morris 1983): where
//! the calendar tells nothing, or the dates are not real, nothing is taken out.

use std::sync::LazyLock;

use yalu_measure::calendar::{LunarNewYear, Window, working_day_contrast};

use crate::seasons::SEASON;
use crate::series::Whole;
use crate::solve::cholesky;

/// Before, during and after the new year; working days.
const EFFECTS: usize = 4;
type Effects = [f64; EFFECTS];

/// Days of the three windows: a week of the holiday, ten days of rush before it, a fortnight of return.
const WINDOW: Window = Window { before: 10, during: 7, after: 14 };
static NEW_YEAR: LazyLock<LunarNewYear> = LazyLock::new(|| LunarNewYear::new(WINDOW));

/// Changes needed before a coefficient is looked for.
const LEAST: usize = 4 * SEASON;
/// No series has a coefficient that is known better than this.
const FLOOR: f64 = 1e-6;
/// A mean over the pool counts if it stands out by so many of its errors.
const STANDS_OUT: f64 = 2.5;
/// So many series say something together.
const TOGETHER: usize = 8;

/// What a pool says of each coefficient: a mean, and the spread of series around it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Habit {
    mean: Effects,
    spread: Effects,
}

/// The coefficients of one series, with the variance of each.
#[derive(Clone, Copy, Debug)]
struct Found {
    at: Effects,
    variance: Effects,
}

fn regressors(month: i32) -> Effects {
    let [before, during, after] = NEW_YEAR.shares(month).unwrap_or_default();
    [before, during, after, working_day_contrast(month)]
}

/// The coefficients of a series whose last month is before `end`.
fn found(whole: &Whole, end: i32) -> Option<Found> {
    let l = whole.logs().filter(|_| whole.positive())?;
    let n = l.len();
    if n < SEASON + 1 + LEAST {
        return None;
    }
    let first = end - i32::try_from(n).ok()?;
    let x: Vec<Effects> = (first..end).map(regressors).collect();
    let changed = |of: &dyn Fn(usize) -> f64, t: usize| of(t) - of(t - 1) - of(t - SEASON) + of(t - SEASON - 1);
    let rows: Vec<(Effects, f64)> =
        (SEASON + 1..n).map(|t| (std::array::from_fn(|k| changed(&|t| x[t][k], t)), changed(&|t| l[t], t))).collect();
    let mut sizes: Vec<f64> = rows.iter().map(|(_, y)| y.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let usual = (sizes[sizes.len() / 2] / 0.6745).max(1e-6);
    let (mut at, mut normal) = ([0.0; EFFECTS], [[0.0; EFFECTS]; EFFECTS]);
    // Twice: with every change, then with those that stand out weighed down.
    for round in 0..2 {
        normal = [[0.0; EFFECTS]; EFFECTS];
        let mut right = [0.0; EFFECTS];
        for (x, y) in &rows {
            let off = y - dot(x, &at);
            let weight = if round == 0 { 1.0 } else { (2.0 * usual / off.abs().max(1e-12)).min(1.0) };
            for i in 0..EFFECTS {
                for (sum, other) in normal[i].iter_mut().zip(x).take(i + 1) {
                    *sum += weight * x[i] * other;
                }
                right[i] += weight * x[i] * y;
            }
        }
        for (i, row) in normal.iter_mut().enumerate() {
            row[i] += 1e-6;
        }
        at = cholesky(normal, right);
    }
    let noise = rows.iter().map(|(x, y)| (y - dot(x, &at)).powi(2).min(9.0 * usual * usual)).sum::<f64>()
        / (rows.len() - EFFECTS) as f64;
    let variance = std::array::from_fn(|k| {
        let unit = std::array::from_fn(|i| f64::from(u8::from(i == k)));
        (noise * cholesky(normal, unit)[k]).max(FLOOR)
    });
    Some(Found { at, variance })
}

fn dot(a: &Effects, b: &Effects) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl Habit {
    /// From the series of a pool, each with the month after its last.
    pub(crate) fn learn(pool: &[(Whole, i32)]) -> Self {
        let all: Vec<Found> = pool.iter().filter_map(|(whole, end)| found(whole, *end)).collect();
        let mut habit = Self::default();
        if all.len() < TOGETHER {
            // A few series have no habit in common; each keeps what is more than its own noise.
            habit.spread = std::array::from_fn(|k| {
                let beyond = all.iter().map(|found| found.at[k].powi(2) - STANDS_OUT * found.variance[k]);
                (beyond.sum::<f64>() / all.len().max(1) as f64).max(0.0)
            });
            return habit;
        }
        for k in 0..EFFECTS {
            let weight = |found: &Found| 1.0 / found.variance[k];
            let whole: f64 = all.iter().map(weight).sum();
            let mean = all.iter().map(|found| weight(found) * found.at[k]).sum::<f64>() / whole;
            // The spread beyond what the errors of the coefficients explain (DerSimonian & Laird 1986).
            let beyond: f64 = all.iter().map(|found| weight(found) * (found.at[k] - mean).powi(2)).sum::<f64>();
            let squares: f64 = all.iter().map(|found| weight(found).powi(2)).sum();
            let spread = (beyond - (all.len() - 1) as f64) / (whole - squares / whole);
            habit.spread[k] = spread.max(0.0);
            let error = ((1.0 / whole) + habit.spread[k] / all.len() as f64).sqrt();
            habit.mean[k] = if mean.abs() > STANDS_OUT * error { mean } else { 0.0 };
        }
        habit
    }

    /// The coefficients of one series, drawn to the pool's.
    pub(crate) fn of(&self, whole: &Whole, end: i32) -> Effect {
        let knows = self.mean.iter().chain(&self.spread).any(|v| *v != 0.0);
        let Some(found) = knows.then(|| found(whole, end)).flatten() else { return Effect::default() };
        Effect(std::array::from_fn(|k| {
            let share = self.spread[k] / (self.spread[k] + found.variance[k]);
            self.mean[k] + share * (found.at[k] - self.mean[k])
        }))
    }
}

/// What the calendar does to a series, in logs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Effect(Effects);

impl Effect {
    /// The factor by which a month is larger for its days and feasts.
    pub(crate) fn factor(&self, month: i32) -> f64 {
        if self.0 == [0.0; EFFECTS] { 1.0 } else { dot(&self.0, &regressors(month)).clamp(-1.0, 1.0).exp() }
    }

    /// The series without it.
    pub(crate) fn taken_out(&self, mut whole: Whole, end: i32) -> Whole {
        let n = whole.y.len();
        for (t, v) in whole.y.iter_mut().enumerate() {
            *v /= self.factor(end - i32::try_from(n - t).unwrap_or(0));
        }
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: i32 = 2005 * 12;
    const MONTHS: i32 = 120;

    /// A season and noise that never repeats, larger where the calendar says so.
    fn series(seed: u64, effects: Effects) -> (Whole, i32) {
        let mut state = seed;
        let month = |month: i32| {
            let noise = (crate::chance::next(&mut state) >> 11) as f64 / (1u64 << 53) as f64 - 0.5;
            let season = 0.2 * (f64::from(month) * std::f64::consts::TAU / 12.0).sin();
            (5.0 + season + 0.04 * noise + dot(&effects, &regressors(month))).exp()
        };
        let y: Vec<f64> = (FIRST..FIRST + MONTHS).map(month).collect();
        (Whole { y, shift: Some(0.0), blur: 0.0, notes: Vec::new() }, FIRST + MONTHS)
    }

    #[test]
    fn what_the_calendar_does_is_found_taken_out_and_put_back() {
        let planted = [0.1, -0.2, 0.05, 0.01];
        for count in [3, 20] {
            let pool: Vec<(Whole, i32)> = (0..count).map(|n| series(n, planted)).collect();
            let habit = Habit::learn(&pool);
            let (whole, end) = series(99, planted);
            let effect = habit.of(&whole, end);
            assert!((effect.0[1] + 0.2).abs() < 0.04 && (effect.0[3] - 0.01).abs() < 0.004, "{count}: {effect:?}");
            let plain = series(99, [0.0; EFFECTS]).0;
            let off = |y: &[f64]| y.iter().zip(&plain.y).map(|(a, b)| (a / b).ln().abs()).sum::<f64>();
            let without = effect.taken_out(whole.clone(), end);
            assert!(off(&without.y) < 0.3 * off(&whole.y), "{count}");
            for (month, (with, without)) in (FIRST..).zip(whole.y.iter().zip(&without.y)) {
                assert!((without * effect.factor(month) / with - 1.0).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn where_the_calendar_tells_nothing_next_to_nothing_is_taken_out() {
        for count in [3, 20] {
            let pool: Vec<(Whole, i32)> = (0..count).map(|n| series(n, [0.0; EFFECTS])).collect();
            let effect = Habit::learn(&pool).of(&pool[0].0, pool[0].1);
            // Less than the noise of a month, which reaches 0.02.
            assert!(effect.0.iter().all(|v| v.abs() < 0.02), "{count}: {effect:?}");
        }
        assert_eq!(Habit::default().of(&series(1, [0.3; EFFECTS]).0, FIRST + MONTHS).0, [0.0; EFFECTS]);
    }
}
