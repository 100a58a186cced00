//! What is expected, month by month, with what it may as well be.

/// One month ahead.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    /// Months since the year 0.
    pub month: i32,
    /// As likely to be above as below.
    pub best: f64,
    /// Holds four times out of five; `None` where the sample of errors cannot say.
    pub eighty: Option<(f64, f64)>,
    /// Holds nineteen times out of twenty; `None` where the sample cannot say.
    pub ninety_five: Option<(f64, f64)>,
}

impl Point {
    /// The same month with another number: its bounds stand as far from it as from the old one, in proportion where
    /// all is above zero.
    #[must_use]
    pub fn moved_to(&self, best: f64) -> Self {
        let by = best / self.best;
        let ends = |ends: Option<(f64, f64)>| {
            let (low, high) = ends?;
            let scales = low >= 0.0 && self.best > 0.0 && best > 0.0;
            Some(if scales { (low * by, high * by) } else { (low + best - self.best, high + best - self.best) })
        };
        let ends = |of: Option<(f64, f64)>, least: f64| ends(of).map(|(low, high)| (low.max(least), high));
        // Nothing goes below zero that did not.
        let least =
            |of: Option<(f64, f64)>| if of.is_some_and(|(low, _)| low >= 0.0) { 0.0 } else { f64::NEG_INFINITY };
        Self {
            month: self.month,
            best,
            eighty: ends(self.eighty, least(self.eighty)),
            ninety_five: ends(self.ninety_five, least(self.ninety_five)),
        }
    }
}

/// Where a series stands at the end of its history: which weights and errors it is given.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum State {
    /// Nothing unusual.
    Calm,
    /// The last three months are far from the same months of a year ago, which those before were not.
    Broken,
    /// A tenth of its months or more are zero.
    Sparse,
}

/// A forecast of one series.
#[derive(Clone, PartialEq, Debug)]
pub struct Projection {
    /// The model's id.
    pub model: &'static str,
    /// The state from which it was made.
    pub state: State,
    /// Month by month.
    pub points: Vec<Point>,
    /// The chance of each month to be zero; `None` where none of the last five years was, or one was below.
    pub zeros: Option<Vec<f64>>,
    /// What was done that a reader should know.
    pub notes: Vec<String>,
}

/// What would have been said from a past month, month by month, and what came.
#[derive(Clone, PartialEq, Debug)]
pub struct Trial {
    /// The last month that was known, as months since the year 0.
    pub last: i32,
    /// What would have been said.
    pub said: Vec<f64>,
    /// What came, as far as the series goes.
    pub came: Vec<f64>,
}

impl Trial {
    /// By how much the first month came above what would have been said of it.
    pub fn first_off(&self) -> Option<f64> {
        Some(self.came.first()? - self.said.first()?)
    }
}
