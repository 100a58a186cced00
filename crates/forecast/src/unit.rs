//! The unit in which a series errs: how large a model's next error is likely to
//! be, from how restless the series has been. Learned over a pool, by state, so
//! that what is left can be pooled.

use crate::models::logs;
use crate::projection::State;
use crate::seasons::{Acts, SEASON, indices, without};
use crate::solve::cholesky;

const TRAITS: usize = 9;
type Traits = [f64; TRAITS];

/// No path and no bound goes further beyond the highest month on record.
pub(crate) const CEILING: f64 = 10.0;

/// How the size of an error follows from the traits of a history.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ruler {
    weights: Option<Traits>,
}

/// The unit of one history.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    /// Errors are of logs, to which this is added before.
    shift: Option<f64>,
    /// Errors that are not of logs are of this.
    level: f64,
    size: f64,
    traits: Traits,
    floor: f64,
    ceiling: f64,
}

fn mean(of: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = of.fold((0.0, 0.0), |(sum, count), v| (sum + v, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

/// The mean step over `lag` months of the last `months`, around their own mean.
fn unrest(l: &[f64], lag: usize, months: usize) -> f64 {
    let recent = &l[l.len().saturating_sub(months + lag)..];
    let steps = || recent.iter().zip(recent.get(lag..).unwrap_or_default()).map(|(a, b)| b - a);
    let middle = mean(steps());
    mean(steps().map(|v| (v - middle).abs()))
}

/// The traits of a history, but for the last: how the model erred of late.
fn traits(l: &[f64], zeros: f64) -> Traits {
    let lag = if l.len() > SEASON + 5 { SEASON } else { 1 };
    let log = |v: f64| (v + 1e-3).ln();
    let year: Vec<f64> = l.iter().zip(&l[lag..]).map(|(a, b)| b - a).collect();
    let flat = indices(l, Acts::Adds).map_or_else(|| l.to_vec(), |index| without(l, &index, Acts::Adds));
    let last = mean(year.iter().rev().take(3).copied());
    [
        1.0,
        log(unrest(l, lag, 6 * SEASON)),
        log(unrest(l, lag, 2 * SEASON)),
        log(unrest(&year, 1, 3 * SEASON)),
        (0.05 + last.abs()).ln(),
        zeros,
        log(unrest(&flat, 1, 6 * SEASON)),
        // What is found on less is found less well, in the ratio of one to the months.
        SEASON as f64 / l.len() as f64,
        f64::NAN,
    ]
}

impl Ruler {
    /// Learned from units (of any size) and the mean absolute errors met in them, in logs or shares of the level.
    pub(crate) fn learn(met: &[(Unit, f64)]) -> Self {
        if met.len() < 10 * TRAITS {
            return Self::default();
        }
        let mut normal = [[0.0; TRAITS]; TRAITS];
        let mut right = [0.0; TRAITS];
        for (unit, error) in met {
            let y = (error + 1e-3).ln();
            for i in 0..TRAITS {
                for (sum, other) in normal[i].iter_mut().zip(&unit.traits).take(i + 1) {
                    *sum += unit.traits[i] * other;
                }
                right[i] += unit.traits[i] * y;
            }
        }
        for (i, row) in normal.iter_mut().enumerate() {
            row[i] += 1e-3 * met.len() as f64;
        }
        Self { weights: Some(cholesky(normal, right)) }
    }

    /// A unit as large as errors are likely to be; `blur`: the relative half width of its months.
    pub(crate) fn sized(&self, unit: Unit, blur: f64) -> Unit {
        let size = match &self.weights {
            Some(weights) => weights.iter().zip(&unit.traits).map(|(w, x)| w * x).sum::<f64>().exp(),
            None => unit.traits[1].exp(),
        };
        Unit { size: size.hypot(blur).clamp(1e-6, 3.0), ..unit }
    }
}

impl Unit {
    /// That of a history in a state, its size not known yet.
    pub(crate) fn of(y: &[f64], shift: Option<f64>, state: State) -> Self {
        let floor = if shift.is_some() { 0.0 } else { f64::NEG_INFINITY };
        let shift = if state == State::Sparse { None } else { shift };
        let recent = &y[y.len().saturating_sub(3 * SEASON)..];
        // Three silent years are of the size of those before; what was never anything, of one.
        let size = |y: &[f64]| Some(mean(y.iter().map(|v| v.abs()))).filter(|size| *size > 0.0);
        let level = size(recent).or_else(|| size(y)).unwrap_or(1.0);
        let zeros = mean(recent.iter().map(|v| f64::from(u8::from(*v == 0.0))));
        let l = match shift {
            Some(shift) => logs(y, shift),
            None => y.iter().map(|v| v / level).collect(),
        };
        let most = y.iter().fold(0.0f64, |most, v| most.max(v.abs()));
        Self { shift, level, size: 1.0, traits: traits(&l, zeros), floor, ceiling: CEILING * most }
    }

    /// That unit, knowing how the model erred of late: the mean absolute plain error, if any is known.
    pub(crate) fn erred(mut self, of_late: Option<f64>) -> Self {
        self.traits[TRAITS - 1] = of_late.map_or(self.traits[1], |error| (error + 1e-3).ln());
        self
    }

    /// Whether every trait is a number.
    pub(crate) fn is_known(&self) -> bool {
        self.traits.iter().all(|trait_| trait_.is_finite())
    }

    /// What of a plain error is not explained by the unit's size.
    pub(crate) fn scaled(&self, plain: f64) -> f64 {
        plain / self.size
    }

    /// An error in logs, or as a share of the level.
    pub(crate) fn plain(&self, said: f64, came: f64) -> f64 {
        match self.shift {
            Some(shift) => {
                let log = |v: f64| (v.max(0.0) + shift).max(f64::MIN_POSITIVE).ln();
                log(came) - log(said)
            }
            None => (came - said) / self.level,
        }
    }

    /// What comes if that error is made.
    pub(crate) fn back(&self, said: f64, off: f64) -> f64 {
        let off = off * self.size;
        match self.shift {
            Some(shift) => ((said.max(0.0) + shift) * off.min(50.0).exp() - shift).clamp(0.0, self.ceiling.max(said)),
            None => (said + off * self.level).clamp(self.floor, self.ceiling.max(said)),
        }
    }
}
