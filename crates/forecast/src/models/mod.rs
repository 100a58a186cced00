//! Models: one file each. A model learns its few numbers from a series once and
//! can then forecast from any history of it, which is how its errors are known.

mod arima;
mod ces;
mod combined;
mod ets;
mod intermittent;
mod naive;
mod pooled;
mod single;
mod theta;

use yalu_trade::Card;

use crate::series::{Series, Whole};

/// A model that can be asked for by name.
pub trait Model: Sync {
    /// What it is.
    fn card(&self) -> &'static Card;
    /// Whether working days and feasts are taken out before it looks; yardsticks take a series as it is.
    fn sees_the_calendar(&self) -> bool {
        true
    }
    /// What a pool of series teaches it, for so many months ahead.
    fn learn(&self, pool: &[Whole], ahead: usize) -> Box<dyn Learned>;
}

/// What a pool has taught a model; it can then be fitted to one series.
pub trait Learned: Send + Sync {
    /// Its numbers for this series; `None` where the model has no answer to it.
    fn fit<'a>(&'a self, series: &Whole) -> Option<Box<dyn Fitted + 'a>>;
}

/// What a model has learned of a series.
pub trait Fitted {
    /// The months after `history`, in the unit of the history.
    fn after(&self, history: &[f64], ahead: usize) -> Vec<f64>;
}

/// Every model, the default first.
pub static MODELS: &[&dyn Model] = &[
    &combined::Combined,
    &single::FAST,
    &single::ETS,
    &single::LOG_ETS,
    &single::THETA,
    &single::LOG_THETA,
    &single::CES,
    &single::LOG_CES,
    &single::ARIMA,
    &single::LOG_ARIMA,
    &single::PooledAlone,
    &single::IMAPA,
    &single::CROSTON,
    &single::NAIVE2,
    &single::SEASONAL_NAIVE,
];

/// The model of that name.
pub fn model(id: &str) -> Option<&'static dyn Model> {
    MODELS.iter().copied().find(|model| model.card().id == id)
}

/// The yardstick of OWA: the last month, its season put back; nothing of a series that no model takes.
pub fn naive2(series: &Series, ahead: usize) -> Option<Vec<f64>> {
    Some(naive::Naive2.after(&series.whole().ok()?.y, ahead))
}

/// A model on logs: learned on them, given back as a median.
struct Logged<F> {
    of: F,
    /// Added before the log, so that a rare zero has one.
    shift: f64,
}

/// The logs of a series, shifted.
pub(crate) fn logs(y: &[f64], shift: f64) -> Vec<f64> {
    y.iter().map(|v| (v + shift).max(f64::MIN_POSITIVE).ln()).collect()
}

fn unlogged(l: Vec<f64>, shift: f64) -> Vec<f64> {
    // `min` and `max` would make a number of what is none.
    let back = |v: f64| if v.is_nan() { v } else { (v.min(230.0).exp() - shift).max(0.0) };
    l.into_iter().map(back).collect()
}

impl<F: Fitted> Fitted for Logged<F> {
    fn after(&self, history: &[f64], ahead: usize) -> Vec<f64> {
        unlogged(self.of.after(&logs(history, self.shift), ahead), self.shift)
    }
}
