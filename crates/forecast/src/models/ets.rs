//! Exponential smoothing in state space: error, trend and season each absent,
//! added or multiplied, the least AICc taken. Hyndman, Koehler, Snyder & Grose (2002).
//!
//! First states come from the decomposition of the whole history, so that only
//! the two to four smoothing numbers are searched for.

use crate::minimise::{Dial, minimise};
use crate::seasons::{Acts, SEASON, indices, without};

use super::Fitted;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Trend {
    Absent,
    Straight,
    Damped,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Form {
    error: Acts,
    trend: Trend,
    season: Option<Acts>,
}

#[derive(Clone, Copy, Debug)]
struct Smoothing {
    alpha: f64,
    beta: f64,
    gamma: f64,
    phi: f64,
}

#[derive(Clone, Debug)]
struct State {
    level: f64,
    slope: f64,
    season: [f64; SEASON],
}

/// An exponential smoothing whose numbers are found.
#[derive(Clone, Debug)]
pub(super) struct Ets {
    form: Form,
    smoothing: Smoothing,
}

/// Evaluations for each form.
const MOST: usize = 110;
const NEAR: f64 = 1e-5;

/// The best of the forms. `positive`: factors may be tried.
pub(super) fn fit(y: &[f64], positive: bool) -> Option<Ets> {
    let mut best: Option<(f64, Ets)> = None;
    for form in forms(y, positive) {
        let Some(start) = first(y, form.season, form.trend) else { continue };
        let (ets, likely) = search(y, form, &start);
        let unknowns = match form.trend {
            Trend::Absent => 2.0,
            Trend::Straight => 4.0,
            Trend::Damped => 5.0,
        } + if form.season.is_some() { SEASON as f64 } else { 0.0 }
            + 1.0;
        let n = y.len() as f64;
        if n - unknowns - 1.0 <= 0.0 || !likely.is_finite() {
            continue;
        }
        let aicc = likely + 2.0 * unknowns + 2.0 * unknowns * (unknowns + 1.0) / (n - unknowns - 1.0);
        if best.as_ref().is_none_or(|(least, _)| aicc < *least) {
            best = Some((aicc, ets));
        }
    }
    best.map(|(_, ets)| ets)
}

/// The forms that can be tried: a season where three years and the twelfth
/// lag allow one, factors where all is above zero.
fn forms(y: &[f64], positive: bool) -> Vec<Form> {
    let mut seasons = vec![None];
    if y.len() >= 2 * SEASON + 3 {
        seasons.push(Some(Acts::Adds));
        if positive {
            seasons.push(Some(Acts::Multiplies));
        }
    }
    let mut all = Vec::new();
    for season in seasons {
        for trend in [Trend::Absent, Trend::Straight, Trend::Damped] {
            if season != Some(Acts::Multiplies) {
                all.push(Form { error: Acts::Adds, trend, season });
            }
            if positive {
                all.push(Form { error: Acts::Multiplies, trend, season });
            }
        }
    }
    all
}

fn first(y: &[f64], season: Option<Acts>, trend: Trend) -> Option<State> {
    let (index, flat) = match season {
        Some(acts) => {
            let index = indices(y, acts)?;
            let head = &y[..y.len().min(2 * SEASON)];
            (index, without(head, &index, acts))
        }
        None => ([0.0; SEASON], y[..y.len().min(2 * SEASON)].to_vec()),
    };
    // A straight line through the first year says where level and slope start.
    let n = flat.len().min(SEASON);
    let flat = &flat[..n];
    let middle = (n as f64 - 1.0) / 2.0;
    let mean = flat.iter().sum::<f64>() / n as f64;
    let (mut up, mut wide) = (0.0, 0.0);
    for (t, v) in flat.iter().enumerate() {
        up += (t as f64 - middle) * (v - mean);
        wide += (t as f64 - middle).powi(2);
    }
    let slope = if wide > 0.0 && trend != Trend::Absent { up / wide } else { 0.0 };
    Some(State { level: mean - slope * (middle + 1.0), slope, season: index })
}

fn search(y: &[f64], form: Form, start: &State) -> (Ets, f64) {
    let spread = |at: &Smoothing| likelihood(y, form, at, start);
    let alpha = Dial::new(0.3, 0.2, 1e-4, 0.9999);
    let share = Dial::new(0.1, 0.15, 1e-4, 0.9999);
    let gamma = Dial::new(0.1, 0.15, 1e-4, 0.9999);
    let phi = Dial::new(0.95, -0.05, 0.8, 0.98);
    // Slope and season are searched as shares of what alpha leaves, so that all stay admissible.
    let of = |alpha: f64, share: f64, gamma: f64, phi: f64| Smoothing {
        alpha,
        beta: share * alpha,
        gamma: gamma * (1.0 - alpha),
        phi,
    };
    let (smoothing, likely) = match (form.trend, form.season.is_some()) {
        (Trend::Absent, false) => {
            let (at, v) = minimise(&[alpha], MOST, NEAR, |[a]| spread(&of(*a, 0.0, 0.0, 1.0)));
            (of(at[0], 0.0, 0.0, 1.0), v)
        }
        (Trend::Absent, true) => {
            let (at, v) = minimise(&[alpha, gamma], MOST, NEAR, |[a, g]| spread(&of(*a, 0.0, *g, 1.0)));
            (of(at[0], 0.0, at[1], 1.0), v)
        }
        (Trend::Straight, false) => {
            let (at, v) = minimise(&[alpha, share], MOST, NEAR, |[a, b]| spread(&of(*a, *b, 0.0, 1.0)));
            (of(at[0], at[1], 0.0, 1.0), v)
        }
        (Trend::Straight, true) => {
            let (at, v) = minimise(&[alpha, share, gamma], MOST, NEAR, |[a, b, g]| spread(&of(*a, *b, *g, 1.0)));
            (of(at[0], at[1], at[2], 1.0), v)
        }
        (Trend::Damped, false) => {
            let (at, v) = minimise(&[alpha, share, phi], MOST, NEAR, |[a, b, p]| spread(&of(*a, *b, 0.0, *p)));
            (of(at[0], at[1], 0.0, at[2]), v)
        }
        (Trend::Damped, true) => {
            let (at, v) = minimise(&[alpha, share, gamma, phi], MOST, NEAR, |[a, b, g, p]| spread(&of(*a, *b, *g, *p)));
            (of(at[0], at[1], at[2], at[3]), v)
        }
    };
    (Ets { form, smoothing }, likely)
}

/// Minus twice the log likelihood, up to a constant.
fn likelihood(y: &[f64], form: Form, at: &Smoothing, start: &State) -> f64 {
    let mut state = start.clone();
    let (mut squares, mut logs) = (0.0, 0.0);
    // The logs of a product, eight factors at a time: a log costs more than a step.
    let (mut product, mut factors) = (1.0f64, 0);
    for (t, &v) in y.iter().enumerate() {
        let expected = step(form, at, &mut state, t, v);
        let mut off = v - expected;
        if form.error == Acts::Multiplies {
            if expected.is_nan() || expected <= 0.0 {
                return f64::MAX;
            }
            off /= expected;
            product *= expected;
            factors += 1;
            if factors == 8 || !(1e-30..1e30).contains(&product) {
                logs += product.ln();
                (product, factors) = (1.0, 0);
            }
        }
        squares += off * off;
    }
    logs += product.ln();
    let n = y.len() as f64;
    n * (squares / n).max(f64::MIN_POSITIVE).ln() + 2.0 * logs
}

/// What was expected of month `t`; the state goes on to the next.
#[inline]
fn step(form: Form, at: &Smoothing, state: &mut State, t: usize, v: f64) -> f64 {
    let slope = at.phi * state.slope;
    let trend = state.level + slope;
    let index = state.season[t % SEASON];
    match form.season {
        Some(Acts::Multiplies) => {
            let expected = trend * index;
            let off = v - expected;
            // Additive and multiplicative errors meet here: the same recursion with e/s and e/l.
            state.level = trend + at.alpha * off / index;
            state.slope = slope + at.beta * off / index;
            state.season[t % SEASON] = index + at.gamma * off / trend;
            expected
        }
        Some(Acts::Adds) => {
            let expected = trend + index;
            let off = v - expected;
            state.level = trend + at.alpha * off;
            state.slope = slope + at.beta * off;
            state.season[t % SEASON] = index + at.gamma * off;
            expected
        }
        None => {
            let off = v - trend;
            state.level = trend + at.alpha * off;
            state.slope = slope + at.beta * off;
            trend
        }
    }
}

impl Fitted for Ets {
    fn after(&self, history: &[f64], ahead: usize) -> Vec<f64> {
        let Some(mut state) = first(history, self.form.season, self.form.trend) else {
            return vec![history.last().copied().unwrap_or(f64::NAN); ahead];
        };
        for (t, &v) in history.iter().enumerate() {
            step(self.form, &self.smoothing, &mut state, t, v);
        }
        let mut slope = 0.0;
        let mut phi = 1.0;
        (0..ahead)
            .map(|h| {
                if self.form.trend != Trend::Absent {
                    phi *= self.smoothing.phi;
                    slope += phi * state.slope;
                }
                let trend = state.level + slope;
                let index = state.season[(history.len() + h) % SEASON];
                match self.form.season {
                    Some(Acts::Multiplies) => trend * index,
                    Some(Acts::Adds) => trend + index,
                    None => trend,
                }
            })
            .collect()
    }
}
