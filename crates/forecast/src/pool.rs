//! What a model's past errors say of its next ones: conformal intervals, pooled
//! over series and scaled by each one's own unrest, by state and by month ahead.
//! Vovk, Gammerman & Shafer (2005); errors of overlapping horizons are not
//! exchangeable, so the coverage is measured, not promised.

use crate::models::{Learned, Model};
use crate::origins::{Origin, learns_from, origins, state};
use crate::projection::{Point, Projection, State};
use crate::seasons::SEASON;
use crate::series::{Refusal, Series, Whole};

/// A model, what a pool of series has taught it, and the errors it made on them.
pub struct Pool {
    model: &'static dyn Model,
    learned: Box<dyn Learned>,
    ahead: usize,
    calm: Errors,
    broken: Errors,
    sparse: Errors,
}

/// Whole paths of scaled errors.
#[derive(Default)]
struct Errors {
    paths: Vec<Vec<f64>>,
    /// By month ahead, in order.
    sorted: Vec<Vec<f64>>,
}

/// No more series than this say how a model errs.
const ASKED: usize = 500;
/// About as many calm origins are tried in all.
const TRIED: usize = 4000;
/// As many paths are drawn.
const DRAWS: usize = 1000;

impl Pool {
    /// Teaches a model by series that all end before what is asked: for so many months ahead.
    pub fn learn(model: &'static dyn Model, series: &[Series], ahead: usize) -> Self {
        let wholes: Vec<Whole> = series.iter().filter_map(|series| series.whole().ok()).collect();
        let learned = model.learn(&wholes, ahead);
        let asked: Vec<&Whole> = wholes.iter().step_by(wholes.len().div_ceil(ASKED).max(1)).collect();
        // Five months apart where there are many: prime to the season, so that every month of it is tried.
        let steps = [1, 5, 7, 11];
        let step = steps.into_iter().find(|step| asked.len() * 10 * SEASON / step <= TRIED).unwrap_or(11);
        let (mut calm, mut broken, mut sparse) = (Errors::default(), Errors::default(), Errors::default());
        for whole in asked {
            let known = learns_from(whole.y.len(), ahead);
            let part = Whole { y: whole.y[..known].to_vec(), ..whole.clone() };
            let Some(fitted) = learned.fit(&part) else { continue };
            for Origin { known, state } in origins(&whole.y, ahead, step) {
                let errors = match state {
                    State::Calm => &mut calm,
                    State::Broken => &mut broken,
                    State::Sparse => &mut sparse,
                };
                let ahead = ahead.min(whole.y.len() - known);
                let Some(unit) = Unit::of(&whole.y[..known], whole.shift, state) else { continue };
                let path = fitted.after(&whole.y[..known], ahead);
                let off = path.iter().zip(&whole.y[known..]).map(|(said, came)| unit.off(*said, *came)).collect();
                errors.paths.push(off);
            }
        }
        for errors in [&mut calm, &mut broken, &mut sparse] {
            errors.sort(ahead);
        }
        Self { model, learned, ahead, calm, broken, sparse }
    }

    /// The forecast of one series. The seed chooses among paths, nothing else.
    pub fn project(&self, series: &Series, seed: u64) -> Result<Projection, Refusal> {
        let whole = series.whole()?;
        let fitted = self.learned.fit(&whole).ok_or_else(|| {
            Refusal(format!("{} has no answer to {} months of this kind", self.model.card().id, whole.y.len()))
        })?;
        let state = state(&whole.y);
        let mut notes = whole.notes.clone();
        let path: Vec<f64> = fitted.after(&whole.y, self.ahead);
        if let Some(v) = path.iter().find(|v| !v.is_finite()) {
            return Err(Refusal(format!("{} runs away to {v}", self.model.card().id)));
        }
        let own = match state {
            State::Calm => &self.calm,
            State::Broken => &self.broken,
            State::Sparse => &self.sparse,
        };
        let unit = Unit::of(&whole.y, whole.shift, state);
        let at = |h: usize, share: f64| {
            let (low, high) = own.range(h, share)?;
            let unit = unit.as_ref()?;
            Some((unit.back(path[h], low), unit.back(path[h], high)))
        };
        let points: Vec<Point> = (0..self.ahead)
            .map(|h| Point {
                month: series.end() + i32::try_from(h).unwrap_or(i32::MAX),
                best: path[h],
                eighty: at(h, 0.8),
                ninety_five: at(h, 0.95),
            })
            .collect();
        if points.iter().any(|point| point.ninety_five.is_none()) {
            notes.push(format!("{} past errors from this state are too few for every interval", own.paths.len()));
        }
        let draws = unit.map_or_else(Vec::new, |unit| own.draw(&path, &unit, seed));
        let months = &whole.y[whole.y.len().saturating_sub(2 * SEASON)..];
        let zero = months.iter().filter(|v| **v == 0.0).count() as f64 / months.len() as f64;
        Ok(Projection { model: self.model.card().id, state, points, draws, zero, notes })
    }
}

/// The unit in which a series errs.
struct Unit {
    /// Errors are of logs, of which this much is added before.
    shift: Option<f64>,
    size: f64,
}

impl Unit {
    fn of(y: &[f64], shift: Option<f64>, state: State) -> Option<Self> {
        let shift = if state == State::Sparse { None } else { shift };
        let size = match shift {
            Some(shift) => {
                let l = crate::models::logs(y, shift);
                unrest(&l)
            }
            None => {
                let recent = &y[y.len().saturating_sub(3 * SEASON)..];
                recent.iter().map(|v| v.abs()).sum::<f64>() / recent.len() as f64
            }
        };
        (size.is_finite()).then_some(Self { shift, size: size.max(1e-12) })
    }

    fn off(&self, said: f64, came: f64) -> f64 {
        match self.shift {
            Some(shift) => {
                let log = |v: f64| (v.max(0.0) + shift).max(f64::MIN_POSITIVE).ln();
                (log(came) - log(said)) / self.size
            }
            None => (came - said) / self.size,
        }
    }

    fn back(&self, said: f64, off: f64) -> f64 {
        match self.shift {
            Some(shift) => ((said.max(0.0) + shift) * (off * self.size).exp() - shift).max(0.0),
            None => said + off * self.size,
        }
    }
}

fn unrest(l: &[f64]) -> f64 {
    let steps: Vec<f64> = if l.len() > SEASON + 5 {
        let recent = &l[l.len().saturating_sub(6 * SEASON)..];
        recent.iter().zip(&recent[SEASON.min(recent.len() - 1)..]).map(|(a, b)| b - a).collect()
    } else {
        l.iter().zip(&l[1..]).map(|(a, b)| b - a).collect()
    };
    let mean = steps.iter().sum::<f64>() / steps.len() as f64;
    (steps.iter().map(|v| (v - mean).abs()).sum::<f64>() / steps.len() as f64).max(1e-3)
}

impl Errors {
    fn sort(&mut self, ahead: usize) {
        self.paths.retain(|path| path.iter().all(|off| off.is_finite()));
        self.sorted = (0..ahead)
            .map(|h| {
                let mut at: Vec<f64> = self.paths.iter().filter_map(|path| path.get(h).copied()).collect();
                at.sort_by(f64::total_cmp);
                at
            })
            .collect();
    }

    /// The errors between which a share of them lies, if there are enough to say.
    fn range(&self, h: usize, share: f64) -> Option<(f64, f64)> {
        let sorted = &self.sorted[h];
        let n = sorted.len();
        let tail = (1.0 - share) / 2.0;
        // The conformal rank, from either end.
        let rank = ((n + 1) as f64 * tail).floor() as usize;
        (rank >= 1).then(|| (sorted[rank - 1], sorted[n - rank]))
    }

    fn draw(&self, path: &[f64], unit: &Unit, seed: u64) -> Vec<Vec<f64>> {
        let whole: Vec<&Vec<f64>> = self.paths.iter().filter(|off| off.len() >= path.len()).collect();
        if whole.len() < 20 {
            return Vec::new();
        }
        let mut state = seed;
        (0..DRAWS)
            .map(|_| {
                let off = whole[(next(&mut state) % whole.len() as u64) as usize];
                path.iter().zip(off).map(|(said, off)| unit.back(*said, *off)).collect()
            })
            .collect()
    }
}

/// The next of a row of numbers that a seed begins (splitmix64; Steele, Lea & Flood 2014).
pub(crate) fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
