//! Rates of exchange, as intervals: the average of a period and the band of
//! its months.

use crate::{Currency, Interval, Period, Place};

/// How many of one currency bought one of another, over a period.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rate {
    /// When.
    pub period: Period,
    /// The currency that is given.
    pub from: Currency,
    /// The currency that is got.
    pub to: Currency,
    /// How many `from` for one `to`: the average, and the band of the months.
    pub rate: Interval,
    /// Whose word.
    pub source: String,
    /// Where it stands.
    pub place: Place,
}
