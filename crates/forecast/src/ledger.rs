//! Forecasts on file, scored when the truth arrives: in or out, how far off,
//! the right way or not. Beside each stand the naive one, which says what the
//! year before said, and ours at the same vintage. All in exact decimals; an
//! outcome is an interval, so a forecast is out only where none of it can be in.

use yalu_trade::{Decimal, Foretold, Interval, LedgerEntry};

/// What is known of what a forecast was about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Truth {
    /// It is not there yet, or nobody printed it: why.
    Open(String),
    /// It came.
    Came {
        /// What it was, in the entry's unit.
        outcome: Interval,
        /// The same a year earlier, as the forecaster's vintage had it; not needed of a growth.
        before: Option<Interval>,
    },
}

/// A forecast held against what came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Score {
    /// The entry's name.
    pub id: String,
    /// Why there are no marks yet; `None` where it is scored.
    pub open: Option<String>,
    /// What it was to be.
    pub outcome: Option<Interval>,
    /// Its own.
    pub marks: Option<Marks>,
    /// Those of "the same as last year".
    pub naive: Option<Marks>,
    /// Those of ours, made from the same vintage.
    pub ours: Option<Marks>,
}

/// What a forecast earned. Errors are forecast less outcome.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Marks {
    /// What it said.
    pub said: Interval,
    /// Whether what came lies in what it allowed; `None` where it allowed a single value.
    pub held: Option<Held>,
    /// How far its best value was off; `None` where it named none.
    pub error: Option<Decimal>,
    /// The same as percent of what came; not of a growth, whose error is in points already.
    pub error_percent: Option<Decimal>,
    /// Whether the change on a year earlier went its way; `None` where it or what came leaves the way open.
    pub right_way: Option<bool>,
    /// The interval score at four out of five; lower is better, `None` where it is open on a side.
    pub interval_score: Option<Decimal>,
}

/// Whether an outcome lies in what was allowed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Held {
    /// All of it does.
    Inside,
    /// Its print is too coarse to say.
    AtTheEdge,
    /// None of it does.
    Outside,
}

/// Words such as "slightly" name no level. All ranges are scored as if they were to hold four times out of five.
const LEVEL: Decimal = Decimal::from_parts(8, 0, 0, false, 1);

/// Holds a forecast against what came, with the naive one and ours beside it.
pub fn score(entry: &LedgerEntry, truth: &Truth, ours: Option<&Interval>) -> Score {
    let nothing = Score { id: entry.id.clone(), open: None, outcome: None, marks: None, naive: None, ours: None };
    match truth {
        Truth::Open(why) => Score { open: Some(why.clone()), ..nothing },
        Truth::Came { outcome, before } => {
            let growth = entry.measure == Foretold::Growth;
            let before = if growth { Some(Interval::exact(Decimal::ZERO)) } else { *before };
            let mark = |said: &Interval| marks(said, outcome, before.as_ref(), growth);
            let naive = before
                .and_then(|before| before.best)
                .map(|best| mark(&Interval { best: Some(best), low: None, high: None }));
            Score { outcome: Some(*outcome), marks: Some(mark(&entry.says)), naive, ours: ours.map(mark), ..nothing }
        }
    }
}

fn marks(said: &Interval, outcome: &Interval, before: Option<&Interval>, growth: bool) -> Marks {
    let error = said.best.zip(outcome.best).and_then(|(said, came)| said.checked_sub(came));
    let percent = |error: Decimal| error.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(outcome.best?.abs());
    Marks {
        said: *said,
        held: held(said, outcome),
        error,
        error_percent: error.filter(|_| !growth).and_then(percent),
        right_way: before.and_then(|before| Some(way(&whole(said), before)? == way(outcome, before)?)),
        interval_score: outcome.best.and_then(|came| interval_score(said, came, LEVEL)),
    }
}

/// A forecast that names a value alone, as bounds.
fn whole(said: &Interval) -> Interval {
    if said.low.is_none() && said.high.is_none() {
        Interval { low: said.best, high: said.best, ..*said }
    } else {
        *said
    }
}

fn held(said: &Interval, outcome: &Interval) -> Option<Held> {
    let ranged = said.low.is_some() || said.high.is_some();
    ranged.then(|| match (said.holds(outcome), said.meets(outcome)) {
        (true, _) => Held::Inside,
        (false, true) => Held::AtTheEdge,
        (false, false) => Held::Outside,
    })
}

/// Above what was before, or below: true and false; `None` where both may be.
fn way(said: &Interval, before: &Interval) -> Option<bool> {
    let from = before.best?;
    // A bound at what was before still leans to its side: "0 to 10 %" is up, "-10 to 0 %" is down.
    let (up, down) = (said.low.is_some_and(|low| low >= from), said.high.is_some_and(|high| high <= from));
    (up != down).then_some(up)
}

/// Its width, and what came outside of it times 2 ÷ (1 − level) (Gneiting & Raftery 2007, equation 43).
pub fn interval_score(said: &Interval, came: Decimal, level: Decimal) -> Option<Decimal> {
    let (low, high) = (said.low?, said.high?);
    let missed = (low - came).max(came - high).max(Decimal::ZERO);
    let dear = Decimal::TWO.checked_div(Decimal::ONE.checked_sub(level)?)?;
    high.checked_sub(low)?.checked_add(missed.checked_mul(dear)?)
}
