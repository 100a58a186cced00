//! Forecasts on file: who said what about which period, on what knowledge.

use crate::{Date, Flow, Interval, Period, Place, Unit};

/// One forecast, as it was issued.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LedgerEntry {
    /// Its name, never used twice.
    pub id: String,
    /// Whose it is.
    pub by: String,
    /// When it was issued; of a month, its last day.
    pub issued: Date,
    /// The last release that it can have known.
    pub vintage: Date,
    /// What it is about.
    pub target_period: Period,
    /// Which way.
    pub flow: Flow,
    /// A level, or its growth on a year earlier.
    pub measure: Foretold,
    /// The least, the likeliest, the most that it allows, in `unit`; what it does not say is open.
    pub says: Interval,
    /// Of what; percent of a growth.
    pub unit: Unit,
    /// What was said, in our words, and how it was read as numbers.
    pub wording: String,
    /// Where.
    pub source: String,
    /// Where it stands on the desk.
    pub place: Place,
}

/// What a forecast speaks of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Foretold {
    /// So much money.
    Value,
    /// The change on a year earlier.
    Growth,
}

impl Foretold {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Growth => "growth",
        }
    }
}
