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
