//! What may move the flows of a year to come, and the past that its sizes lean
//! on. None of it is the forecast: it stands beside one.

use crate::{AsOf, Decimal, Flow, Period, Place, Wording};

/// A driver that may come or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scenario {
    /// Its name.
    pub id: String,
    /// What to call it.
    pub label: Wording,
    /// The day on which it was judged: as of an earlier one it is not known.
    pub as_of: AsOf,
    /// The chance that it comes within the year, 0 to 1, judged on that day.
    pub probability: Decimal,
    /// The month from which it moves anything.
    pub start: Period,
    /// Scenarios of one group exclude each other.
    pub group: Option<String>,
    /// The scenario that it takes the place of, once it is known.
    pub replaces: Option<String>,
    /// What it moves.
    pub moves: Vec<ScenarioMove>,
    /// Why this chance and these sizes.
    pub why: String,
    /// On whose word.
    pub source: String,
    /// What the figures on file say of it.
    pub data_says: String,
    /// Where it stands on the desk.
    pub place: Place,
}

/// One flow that a scenario moves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScenarioMove {
    /// Which way.
    pub flow: Flow,
    /// The goods through which it goes; `None` is all of them.
    pub basket: Option<String>,
    /// The base whose monthly mean of the *flow* is 1: one of the desk's, or a year.
    pub of_base: String,
    /// The least change of a month at full effect, as a share of that mean; below zero is less trade.
    pub low: Decimal,
    /// The most.
    pub high: Decimal,
    /// Months from the start to full effect.
    pub ramp_months: u32,
    /// Months at full effect, and then back; `None` stays.
    pub lasts_months: Option<u32>,
    /// The past episode on which ramp and size lean.
    pub like: Option<String>,
    /// Where it stands on the desk.
    pub place: Place,
}

/// Something of the kind that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Episode {
    /// Its name.
    pub id: String,
    /// What to call it.
    pub label: Wording,
    /// The day from which its figures were out: as of an earlier one it lends no ramp.
    pub as_of: AsOf,
    /// Its months.
    pub period: Period,
    /// Months that it took to full effect.
    pub ramp_months: u32,
    /// What happened, in a sentence.
    pub happened: String,
    /// The statements that show it.
    pub statements: Vec<String>,
    /// On whose word.
    pub source: String,
    /// Where it stands on the desk.
    pub place: Place,
}

impl Scenario {
    /// Those that may still come, seen on a day by a forecast that begins with a month: judged by then, not
    /// replaced, and not begun. What should have begun before is in the figures, or did not come.
    pub fn open(all: &[Self], as_of: AsOf, first: Period) -> Vec<&Self> {
        let known = |scenario: &&Self| scenario.as_of <= as_of;
        let replaced = |id: &str| all.iter().filter(known).any(|other| other.replaces.as_deref() == Some(id));
        let ahead = |scenario: &&Self| scenario.start.months_from(first) >= 0 && !replaced(&scenario.id);
        all.iter().filter(known).filter(ahead).collect()
    }
}
