//! What stays in mind from sentence to sentence of a report.

use yalu_trade::{Flow, Period};

use super::{GoodsFlows, Subject};
use crate::figures::{scan::Party, when::When};

/// What stays in mind from sentence to sentence.
#[derive(Clone, Debug)]
pub(in crate::figures) struct Mind {
    pub(in crate::figures) subject: Subject,
    pub(in crate::figures) period: Option<Period>,
    pub(in crate::figures) speaker: Party,
    /// The flow of the heading.
    pub(in crate::figures) heading: Option<Flow>,
    pub(in crate::figures) share_spoken: bool,
    /// A label above the paragraph says what it is of.
    pub(in crate::figures) card: bool,
    /// Which way the listed goods go.
    pub(in crate::figures) flows: GoodsFlows,
    /// The goods that the paragraph has named so far.
    pub(in crate::figures) recent: Vec<String>,
}

impl Mind {
    /// Nothing read yet.
    pub(in crate::figures) fn new() -> Self {
        Self {
            subject: Subject::default(),
            period: None,
            speaker: Party::Economy,
            heading: None,
            share_spoken: false,
            card: false,
            flows: GoodsFlows::default(),
            recent: Vec::new(),
        }
    }

    /// A period in words, as a period.
    pub(in crate::figures) fn period_of(&self, when: When) -> Option<Period> {
        dated(when, self.period)
    }
}

/// A period in words; a month that names no year is of the year that is spoken of.
pub(in crate::figures) fn dated(when: When, spoken: Option<Period>) -> Option<Period> {
    match when {
        When::Exact(period) => Some(period),
        When::WholeYear => spoken.map(|period| Period::year(period.last_year())),
        When::Months(from, to) => {
            let year = spoken?.last_year();
            Period::span(Period::month(year, from)?, Period::month(year, to)?)
        }
    }
}
