//! One regression for all series of a pool, for each month ahead: what came
//! after histories that looked like this one. On logs, each series around its
//! own last year and scaled by its own unrest; large errors weigh less (Huber
//! 1964), small numbers are drawn to zero (Hoerl & Kennard 1970). Montero-Manso
//! & Hyndman (2021) for why one for all does well.

use crate::seasons::SEASON;
use crate::solve::cholesky;

use super::Fitted;

const FEATURES: usize = 24;
/// The feature that is always one.
const CONSTANT: usize = 23;
/// A history needs as much.
pub(super) const NEEDS: usize = 2 * SEASON + 1;
/// No more examples than this, spread evenly over all there are.
const EXAMPLES: usize = 16_000;
const HUBER: f64 = 0.5;
const ROUNDS: usize = 4;
const RIDGE: f64 = 1e-3;

/// What a pool has taught, a row of weights for each month ahead.
#[derive(Clone, Debug)]
pub(super) struct Pooled {
    weights: Vec<[f64; FEATURES]>,
}

/// The unrest of a series: how far a month is from that of a year ago, in logs.
fn unrest(l: &[f64]) -> f64 {
    let n = l.len() - SEASON;
    let mean = l[SEASON..].iter().zip(l).map(|(a, b)| a - b).sum::<f64>() / n as f64;
    let spread = l[SEASON..].iter().zip(l).map(|(a, b)| (a - b - mean).powi(2)).sum::<f64>() / n as f64;
    spread.sqrt().max(0.02)
}

struct Look {
    level: f64,
    common: [f64; FEATURES],
}

/// What is the same for every month ahead.
fn look(l: &[f64]) -> Look {
    let n = l.len();
    let mean = |from: usize, to: usize| l[from..to].iter().sum::<f64>() / (to - from) as f64;
    let level = mean(n - 12, n);
    let mut common = [0.0; FEATURES];
    for (k, c) in common.iter_mut().take(13).enumerate() {
        *c = l[n - 1 - k] - level;
    }
    common[13] = mean(n - 3, n) - level;
    common[14] = mean(n - 6, n) - level;
    common[15] = mean(n - 24, n - 12) - level;
    common[16] = if n >= 36 { mean(n - 36, n - 24) - level } else { 2.0 * common[15] };
    let year = |k: usize| l[n - k] - l[n - k - 12];
    common[17] = year(1);
    common[18] = (year(1) + year(2) + year(3)) / 3.0;
    common[19] = off_season(l, 0);
    Look { level, common }
}

/// How far the calendar month that is so many months after the last of a history stood off its own year, in the mean
/// of up to five years.
fn off_season(l: &[f64], ahead: usize) -> f64 {
    let n = l.len();
    let at = n - 1 + ahead;
    let (mut sum, mut count) = (0.0, 0.0);
    for year in 1..=5 {
        let Some(k) = at.checked_sub(SEASON * year) else { break };
        if k < 6 {
            break;
        }
        if k >= n {
            continue;
        }
        let to = (k + 6).min(n - 1);
        let from = (to + 1).saturating_sub(SEASON);
        sum += l[k] - l[from..=to].iter().sum::<f64>() / (to + 1 - from) as f64;
        count += 1.0;
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

fn features(l: &[f64], look: &Look, ahead: usize) -> [f64; FEATURES] {
    let n = l.len();
    let mut x = look.common;
    // The month that is sought, one and two years ago; over a year ahead, the last known of it.
    let ago = SEASON * (1 + (ahead - 1) / SEASON);
    let same = n - 1 + ahead - ago;
    x[20] = l[same] - look.level;
    x[21] = if same >= SEASON { l[same - SEASON] - look.common[15] - look.level } else { x[20] };
    x[22] = off_season(l, ahead);
    x[CONSTANT] = 1.0;
    x
}

impl Pooled {
    /// Taught by the histories of a pool, each positive and of three years or more; `None` if they are too few.
    pub(super) fn learn(histories: &[Vec<f64>], ahead: usize) -> Option<Self> {
        let lasts =
            |l: &Vec<f64>| (NEEDS + 11).max(l.len().saturating_sub(10 * SEASON))..(l.len() + 1).saturating_sub(ahead);
        let count: usize = histories.iter().map(|l| lasts(l).count()).sum();
        if count < 10 * FEATURES {
            return None;
        }
        let stride = count.div_ceil(EXAMPLES);
        let mut examples = Vec::with_capacity(count / stride + 1);
        let mut n = 0;
        for (s, l) in histories.iter().enumerate() {
            for t in lasts(l) {
                if n % stride == 0 {
                    // Each history in its unrest so far, as one that is asked about is.
                    examples.push((s, t, look(&l[..t]), unrest(&l[..t])));
                }
                n += 1;
            }
        }
        let mut weights = Vec::with_capacity(ahead);
        for h in 1..=ahead {
            let rows: Vec<([f64; FEATURES], f64)> = examples
                .iter()
                .map(|(s, t, look, scale)| {
                    let l = &histories[*s];
                    let mut x = features(&l[..*t], look, h);
                    x[..CONSTANT].iter_mut().for_each(|v| *v /= scale);
                    (x, (l[t - 1 + h] - look.level) / scale)
                })
                .collect();
            weights.push(solve(&rows));
        }
        Some(Self { weights })
    }
}

/// Least squares with large errors weighed down, round by round.
fn solve(rows: &[([f64; FEATURES], f64)]) -> [f64; FEATURES] {
    let mut w = [0.0; FEATURES];
    for round in 0..ROUNDS {
        let mut normal = [[0.0; FEATURES]; FEATURES];
        let mut right = [0.0; FEATURES];
        for (x, y) in rows {
            let weight = if round == 0 {
                1.0
            } else {
                let off = (y - dot(x, &w)).abs();
                if off > HUBER { HUBER / off } else { 1.0 }
            };
            for i in 0..FEATURES {
                let xi = weight * x[i];
                if xi != 0.0 {
                    for j in 0..=i {
                        normal[i][j] += xi * x[j];
                    }
                    right[i] += xi * y;
                }
            }
        }
        let ridge = RIDGE * rows.len() as f64;
        for (i, row) in normal.iter_mut().enumerate() {
            row[i] += ridge;
        }
        w = cholesky(normal, right);
    }
    w
}

fn dot(a: &[f64; FEATURES], b: &[f64; FEATURES]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// A pooled regression asked about a series on logs.
pub(super) struct OnLogs<'p>(pub(super) &'p Pooled);

impl Fitted for OnLogs<'_> {
    /// Not a number where the history is shorter than two years and a month.
    fn after(&self, l: &[f64], ahead: usize) -> Vec<f64> {
        let rows = &self.0.weights;
        if l.len() < NEEDS || rows.is_empty() {
            return vec![f64::NAN; ahead];
        }
        let look = look(l);
        let scale = unrest(l);
        (1..=ahead)
            .map(|h| {
                let mut x = features(l, &look, h);
                // The constant is in units of unrest, as all was when it was taught.
                x[CONSTANT] = scale;
                dot(&x, &rows[(h - 1).min(rows.len() - 1)]) + look.level
            })
            .collect()
    }
}
