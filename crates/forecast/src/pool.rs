//! What a model's past errors say of its next ones: conformal intervals, pooled
//! over series and scaled by each one's own unrest, by state and by month ahead.
//! Vovk, Gammerman & Shafer (2005); errors of overlapping horizons are not
//! exchangeable, so the coverage is measured, not promised.

use std::{borrow::Cow, collections::BTreeMap};

use crate::calendar::Habit;
use crate::models::{Fitted, Learned, Model};
use crate::nothing::{self, Nothing};
use crate::origins::{Origin, SHORT, learns_from, origins, state, tried};
use crate::projection::{Point, Projection, Trial};
use crate::seasons::SEASON;
use crate::series::{Refusal, Series, Whole};
use crate::unit::{Ruler, Unit};

/// A model, what a pool of series has taught it, and the errors it made on them.
pub struct Pool {
    model: &'static dyn Model,
    learned: Box<dyn Learned>,
    ahead: usize,
    habit: Habit,
    nothing: Nothing,
    /// By state.
    errors: [Errors; 3],
}

/// How a model erred of late: the mean absolute error of what it said [`LATE`] times before a history ended,
/// as far as it had come by then. Asked of a past month exactly as of the last, or units would not be alike.
fn of_late(
    fitted: &dyn Fitted,
    said: &BTreeMap<usize, Vec<f64>>,
    history: &[f64],
    ahead: usize,
    unit: &Unit,
) -> Option<f64> {
    let n = history.len();
    let mut off = (0.0, 0.0);
    for known in (1..=LATE).filter_map(|k| n.checked_sub(LATE_STEP * k)).filter(|known| *known >= SHORT) {
        let anew = || Cow::Owned(fitted.after(&history[..known], ahead.min(n - known)));
        let path = said.get(&known).map_or_else(anew, Cow::Borrowed);
        for (said, came) in path.iter().zip(&history[known..]) {
            off = (off.0 + unit.plain(*said, *came).abs(), off.1 + 1.0);
        }
    }
    (off.1 > 0.0).then(|| off.0 / off.1)
}

/// What follows on the first months of a series; of one that has never been below zero, nothing below it.
fn after(fitted: &dyn Fitted, whole: &Whole, known: usize, ahead: usize) -> Vec<f64> {
    let least = if whole.shift.is_some() { 0.0 } else { f64::NEG_INFINITY };
    // `max` would make a number of what is none.
    let above = |v: f64| if v < least { least } else { v };
    fitted.after(&whole.y[..known], ahead).into_iter().map(above).collect()
}

/// Whole paths of scaled errors.
struct Errors {
    paths: Vec<Vec<f64>>,
    /// By month ahead, in order.
    sorted: Vec<Vec<f64>>,
    ruler: Ruler,
}

/// A series that ended so many months before the others teaches nothing of them.
const ENDED: i32 = 12;
/// About as many calm origins are tried in all.
const TRIED: usize = 4000;
/// How the model erred of late is asked so many times, so many months apart.
const LATE: usize = 4;
const LATE_STEP: usize = 5;
/// Errors after a break are taken wider than those of other breaks were.
const APART: f64 = 1.25;
/// So many errors after breaks need no calm ones beside them.
const ENOUGH: usize = 100;
/// Errors after a break against calm ones, where few breaks have been seen.
const WIDER: f64 = 1.2;

impl Pool {
    /// Teaches a model by series that all end before what is asked: for so many months ahead.
    pub fn learn(model: &'static dyn Model, series: &[Series], ahead: usize) -> Self {
        let begun = || series.iter().filter(|series| !series.months.is_empty());
        let last = begun().map(Series::end).max().unwrap_or(0);
        let alive = begun().filter(|series| series.end() + ENDED > last);
        let dated: Vec<(Whole, i32)> = alive.filter_map(|series| Some((series.whole().ok()?, series.end()))).collect();
        let habit = if model.sees_the_calendar() { Habit::learn(&dated) } else { Habit::default() };
        let wholes: Vec<Whole> =
            dated.into_iter().map(|(whole, end)| habit.of(&whole, end).taken_out(whole, end)).collect();
        let learned = model.learn(&wholes, ahead);
        // Every month of few series is tried; of many, one in five (prime to the season, and how a model erred
        // of late is known from the same months); of very many, some series.
        let months: usize = wholes.iter().map(|whole| tried(whole.y.len(), ahead)).sum();
        let step = if months <= TRIED { 1 } else { LATE_STEP };
        let asked = wholes.iter().step_by(months.div_ceil(step * TRIED).max(1));
        let mut met: [Vec<(Unit, Vec<f64>)>; 3] = Default::default();
        let mut nothing: Vec<nothing::Case> = Vec::new();
        for whole in asked {
            let known = learns_from(whole.y.len(), ahead);
            let part = Whole { y: whole.y[..known].to_vec(), ..whole.clone() };
            let Some(fitted) = learned.fit(&part) else { continue };
            let mut said: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
            for Origin { known, state } in origins(&whole.y, ahead, step) {
                let history = &whole.y[..known];
                let path = fitted.after(history, ahead.min(whole.y.len() - known));
                let unit = Unit::of(history, whole.shift, state);
                let unit = unit.erred(of_late(fitted.as_ref(), &said, history, ahead, &unit));
                let plain = path.iter().zip(&whole.y[known..]).map(|(said, came)| unit.plain(*said, *came)).collect();
                met[state as usize].push((unit, plain));
                said.insert(known, path);
                let came = whole.y[known..].iter().take(ahead).enumerate();
                nothing.extend(came.filter_map(|(h, v)| Some((nothing::traits(history, h + 1)?, *v == 0.0))));
            }
        }
        let [calm, broken, sparse] = met;
        // A break is rare: how its size follows from a history is learned with the calm ones, how it errs is not.
        let ruler = Errors::ruler(calm.iter().chain(&broken), ahead);
        let own = Errors::ruler(sparse.iter(), ahead);
        let calm = Errors::learn(calm, ruler, ahead);
        let broken = Errors::learn(broken, ruler, ahead).after_a_break(&calm, ahead);
        let sparse = Errors::learn(sparse, own, ahead);
        Self { model, learned, ahead, habit, nothing: Nothing::learn(&nothing), errors: [calm, broken, sparse] }
    }

    /// The forecast of one series.
    pub fn project(&self, series: &Series) -> Result<Projection, Refusal> {
        let whole = series.whole()?;
        let end = series.end();
        let effect = self.habit.of(&whole, end);
        let whole = effect.taken_out(whole, end);
        let month = |h: usize| end + i32::try_from(h).unwrap_or(i32::MAX);
        let fitted = self.learned.fit(&whole).ok_or_else(|| {
            Refusal(format!("{} has no answer to {} months of this kind", self.model.card().id, whole.y.len()))
        })?;
        let state = state(&whole.y);
        let mut notes = whole.notes.clone();
        let path = after(fitted.as_ref(), &whole, whole.y.len(), self.ahead);
        if let Some(v) = path.iter().find(|v| !v.is_finite()) {
            return Err(Refusal(format!("{} runs away to {v}", self.model.card().id)));
        }
        let own = &self.errors[state as usize];
        let unit = Unit::of(&whole.y, whole.shift, state);
        let unit = unit.erred(of_late(fitted.as_ref(), &BTreeMap::new(), &whole.y, self.ahead, &unit));
        let unit = own.ruler.sized(unit, whole.blur);
        let factor: Vec<f64> = (0..self.ahead).map(|h| effect.factor(month(h))).collect();
        let at = |h: usize, share: f64| {
            let (low, high) = own.range(h, share)?;
            // Errors that were all on one side still leave what is said possible.
            let (low, high) = (unit.back(path[h], low).min(path[h]), unit.back(path[h], high).max(path[h]));
            Some((low * factor[h], high * factor[h]))
        };
        let points: Vec<Point> = (0..self.ahead)
            .map(|h| Point { month: month(h), best: path[h] * factor[h], eighty: at(h, 0.8), ninety_five: at(h, 0.95) })
            .collect();
        if points.iter().any(|point| point.ninety_five.is_none()) {
            notes.push(format!("{} past errors from this state are too few for every interval", own.paths.len()));
        }
        let zeros = (1..=self.ahead).map(|h| nothing::traits(&whole.y, h).map(|of| self.nothing.chance(&of))).collect();
        Ok(Projection { model: self.model.card().id, state, points, zeros, notes })
    }

    /// What the model would have said from up to `times` past months of one series, the last `step` before its end and
    /// each as much before the next, beside what came of it by the series' end; the latest first.
    pub fn tried(&self, series: &Series, times: usize, step: usize) -> Result<Vec<Trial>, Refusal> {
        let whole = series.whole()?;
        let end = series.end();
        let effect = self.habit.of(&whole, end);
        let whole = effect.taken_out(whole, end);
        let n = whole.y.len();
        let part = Whole { y: whole.y[..learns_from(n, self.ahead)].to_vec(), ..whole.clone() };
        let Some(fitted) = self.learned.fit(&part) else { return Ok(Vec::new()) };
        let from = |known: usize| {
            let last = end - i32::try_from(n - known).unwrap_or(0) - 1;
            let put_back = |(h, v): (usize, &f64)| v * effect.factor(last + 1 + i32::try_from(h).unwrap_or(0));
            let said = after(fitted.as_ref(), &whole, known, self.ahead.min(n - known));
            let came = whole.y[known..].iter().take(said.len()).enumerate().map(put_back).collect();
            Trial { last, said: said.iter().enumerate().map(put_back).collect(), came }
        };
        let known = (1..=times).filter_map(|k| n.checked_sub(k * step));
        Ok(known.filter(|known| *known >= SHORT.min(n / 2).max(1)).map(from).collect())
    }
}

impl Errors {
    fn ruler<'m>(met: impl Iterator<Item = &'m (Unit, Vec<f64>)>, ahead: usize) -> Ruler {
        let long = met.filter(|(_, plain)| plain.len() >= ahead.min(SEASON / 2));
        let sizes: Vec<(Unit, f64)> = long
            .map(|(unit, plain)| (*unit, plain.iter().map(|off| off.abs()).sum::<f64>() / plain.len() as f64))
            .filter(|(unit, size)| size.is_finite() && unit.is_known())
            .collect();
        Ruler::learn(&sizes)
    }

    fn learn(mut met: Vec<(Unit, Vec<f64>)>, ruler: Ruler, ahead: usize) -> Self {
        met.retain(|(unit, plain)| unit.is_known() && !plain.is_empty() && plain.iter().all(|off| off.is_finite()));
        let scaled = |(unit, plain): (Unit, Vec<f64>)| {
            let unit = ruler.sized(unit, 0.0);
            plain.into_iter().map(|off| unit.scaled(off)).collect()
        };
        Self::of(met.into_iter().map(scaled).collect(), ruler, ahead)
    }

    fn of(paths: Vec<Vec<f64>>, ruler: Ruler, ahead: usize) -> Self {
        let sorted = (0..ahead)
            .map(|h| {
                let mut at: Vec<f64> = paths.iter().filter_map(|path| path.get(h).copied()).collect();
                at.sort_by(f64::total_cmp);
                at
            })
            .collect();
        Self { paths, sorted, ruler }
    }

    /// Breaks come together: a hundred of them are a few events, and the next is
    /// none of them. So they are taken [`APART`] wider than they were, and until
    /// there are [`ENOUGH`], calm errors stand in for those that are missing, as
    /// much wider as breaks have been so far.
    fn after_a_break(self, calm: &Self, ahead: usize) -> Self {
        let size = |paths: &[Vec<f64>]| {
            let all = || paths.iter().flatten();
            (all().map(|off| off.abs()).sum::<f64>(), all().count() as f64)
        };
        let ((broken, seen), (quiet, count)) = (size(&self.paths), size(&calm.paths));
        let per_calm = if count > 0.0 { quiet / count } else { 0.0 };
        let held = (ENOUGH * ahead) as f64;
        let wider = if per_calm > 0.0 { (broken / per_calm + WIDER * held) / (seen + held) } else { WIDER };
        let missing = ENOUGH.saturating_sub(self.paths.len());
        let borrowed = calm.paths.iter().step_by(calm.paths.len().div_ceil(missing.max(1)).max(1)).take(missing);
        let paths = borrowed.map(|path| path.iter().map(|off| off * wider).collect()).chain(self.paths);
        let apart = |path: Vec<f64>| path.into_iter().map(|off| off * APART).collect();
        Self::of(paths.map(apart).collect(), self.ruler, ahead)
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
}
