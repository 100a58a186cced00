//! Where a series stood, and the past months from which a model can be tried on it.

use crate::projection::State;
use crate::seasons::SEASON;

/// A past month from which a forecast is made: how many months were known then.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    pub(crate) known: usize,
    pub(crate) state: State,
}

/// A history long enough that numbers found on all of it hardly know its months.
const LONG: usize = 7 * SEASON;
/// Less history than this teaches nothing about errors.
pub(crate) const SHORT: usize = 2 * SEASON + 3;
/// Calm origins are tried over the last ten years.
const TRIED: usize = 10 * SEASON;
/// A break: the last three months against the same of a year ago, in logs.
const BREAK: f64 = 0.47;
/// Before a break the year had changed by less, in logs.
const QUIET: f64 = 0.3;

/// Where a history stands.
pub(crate) fn state(y: &[f64]) -> State {
    let recent = &y[y.len().saturating_sub(5 * SEASON)..];
    let zeros = recent.iter().filter(|v| **v <= 0.0).count();
    if recent.iter().all(|v| *v >= 0.0) && zeros * 10 >= recent.len().max(1) {
        State::Sparse
    } else if is_broken(y) {
        State::Broken
    } else {
        State::Calm
    }
}

fn is_broken(y: &[f64]) -> bool {
    let n = y.len();
    if n < 3 * SEASON {
        return false;
    }
    let year = |t: usize| (y[t] / y[t - SEASON]).ln();
    let mean = |to: usize| (to - 3..to).map(year).sum::<f64>() / 3.0;
    let (now, before) = (mean(n), mean(n - 3));
    if !(now.abs() > BREAK && before.abs() < QUIET) {
        return false;
    }
    let past: Vec<f64> = (SEASON..n - 3).map(year).filter(|v| v.is_finite()).collect();
    let middle = past.iter().sum::<f64>() / past.len().max(1) as f64;
    let spread = (past.iter().map(|v| (v - middle).powi(2)).sum::<f64>() / past.len().max(1) as f64).sqrt();
    (now - middle).abs() > 1.6 * spread
}

/// How many months numbers may be found on, so that the origins are fairly tried.
pub(crate) fn learns_from(months: usize, ahead: usize) -> usize {
    if months >= LONG { months } else { months.saturating_sub(ahead).max(months / 2) }
}

/// The first month from which a model is tried.
fn first(n: usize, ahead: usize) -> usize {
    if n >= LONG { (n / 3).max(3 * SEASON) } else { learns_from(n, ahead) }.max(SHORT)
}

/// From how many calm months a history of so many can be tried.
pub(crate) fn tried(months: usize, ahead: usize) -> usize {
    months.saturating_sub(first(months, ahead)).min(TRIED)
}

/// The origins of a history: calm ones every `step` months, broken ones all.
pub(crate) fn origins(y: &[f64], ahead: usize, step: usize) -> Vec<Origin> {
    let n = y.len();
    let mut all = Vec::new();
    for known in first(n, ahead)..n {
        let state = state(&y[..known]);
        // The last month from which all that is ahead has come is always tried.
        let turn = (n - known) % step == ahead % step && n - known <= TRIED;
        if state == State::Broken || turn {
            all.push(Origin { known, state });
        }
    }
    all
}
