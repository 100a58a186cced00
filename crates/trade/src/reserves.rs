//! What carries a deficit: a stock of foreign money that nobody publishes,
//! flows that customs do not show, and what earlier answers came to.

use crate::{AsOf, Date, Decimal, Period, Place, Wording};

/// Everything that a desk holds about reserves, in the desk's currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reserves {
    /// What is held, at the end of the period of its prior.
    pub stock: Stock,
    /// What adds to it or takes from it beside the trade on file.
    pub flows: Vec<ReserveFlow>,
    /// Levels that the stock is watched against.
    pub floors: Vec<Floor>,
    /// Earlier answers.
    pub hindsight: Vec<Hindsight>,
}

/// The stock at the end of a month.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stock {
    /// What to call it.
    pub label: Wording,
    /// The month at whose end it is held.
    pub period: Period,
    /// What it may be.
    pub prior: Prior,
    /// Where that comes from.
    pub ground: Ground,
}

/// One flow, so much a year, spread evenly over its months.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReserveFlow {
    /// Its name.
    pub id: String,
    /// What to call it.
    pub label: Wording,
    /// What it may be in a year; below zero it takes from reserves.
    pub prior: Prior,
    /// Its first month; `None` has always been there.
    pub from: Option<Period>,
    /// Its last month; `None` stays.
    pub until: Option<Period>,
    /// The day from which it is known: as of an earlier one it is left out.
    pub as_of: Option<AsOf>,
    /// It pays for crude oil that customs do not show: what a year of it would be if all were
    /// paid for. Without crude, the flow is left out.
    pub crude: Option<Decimal>,
    /// What was said of it later, and from when.
    pub crude_since: Vec<(AsOf, Decimal)>,
    /// Where the prior comes from.
    pub ground: Ground,
}

/// What a number may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Prior {
    /// Its form.
    pub distribution: Distribution,
    /// The least (triangular), or the 5th percentile (lognormal).
    pub low: Decimal,
    /// The likeliest (triangular), or the median (lognormal).
    pub mode: Decimal,
    /// The most (triangular), or the 95th percentile (lognormal).
    pub high: Decimal,
}

/// The form of a prior.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Distribution {
    /// Straight up to the likeliest, straight down from it.
    Triangular,
    /// Logs are normal, on each side of the median by its own percentile; all three have one sign.
    Lognormal,
}

/// Where a prior comes from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ground {
    /// Figures of that kind were published; otherwise the range is the analyst's own.
    pub sourced: bool,
    /// Why this range.
    pub why: String,
    /// Published before the stock's period was a month old: what the range rests on.
    pub sources: Vec<String>,
    /// Published later: not to be quoted as of an earlier day.
    pub later: Vec<String>,
    /// Where it stands on the desk.
    pub place: Place,
}

/// A level at which something ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Floor {
    /// Its name.
    pub id: String,
    /// What to call it.
    pub label: Wording,
    /// The level.
    pub value: Decimal,
    /// Where it comes from.
    pub ground: Ground,
}

/// An earlier answer to the question how long reserves last, and what came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hindsight {
    /// Its name.
    pub id: String,
    /// Who said so.
    pub by: String,
    /// When.
    pub issued: Date,
    /// What was said, in a line.
    pub label: Wording,
    /// When it was to be.
    pub predicted: Period,
    /// What came.
    pub came: String,
    /// By when that was known: the last day of what was predicted, where the desk does not say.
    pub known: Date,
    /// Where it was read.
    pub source: String,
    /// Where it stands on the desk.
    pub place: Place,
}

impl ReserveFlow {
    /// What a year of crude oil would cost if all were paid for, as known on a day.
    pub fn crude_on(&self, day: AsOf) -> Option<Decimal> {
        let later = self.crude_since.iter().filter(|(since, _)| *since <= day).max_by_key(|(since, _)| *since);
        later.map(|(_, value)| *value).or(self.crude)
    }
}
