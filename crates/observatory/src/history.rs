//! The months of a series that are on file, each as it is known: printed, between
//! bounds, or not at all.

use std::collections::BTreeMap;

use yalu_forecast::{Month, Series, since_year_zero};
use yalu_trade::{Coverage, Flow, Gap, Period, Reading};

use crate::{on_file::month_of, outlook::float};

/// The months of a series.
#[derive(Clone, Debug)]
pub struct History {
    /// Which way.
    pub flow: Flow,
    /// What is included.
    pub coverage: Coverage,
    /// Month by month, none left out.
    pub months: Vec<(Period, Result<Reading, Gap>)>,
    /// Months that nobody printed, where the path that was solved runs: it keeps every total that
    /// was, a year's too.
    pub path: BTreeMap<Period, f64>,
}

/// A history begins where, from there on, at most one month in so many is neither known nor solved.
const UNKNOWN: usize = 4;

impl History {
    /// Months in order. It begins where most of what follows is known, and ends with the last month that is.
    pub(crate) fn new(
        flow: Flow,
        coverage: Coverage,
        mut months: Vec<(Period, Result<Reading, Gap>)>,
        path: BTreeMap<Period, f64>,
    ) -> Self {
        while months.last().is_some_and(|(_, answer)| answer.is_err()) {
            months.pop();
        }
        let there = |(month, answer): &(Period, Result<Reading, Gap>)| answer.is_ok() || path.contains_key(month);
        let mut unknown = 0;
        let mut start = months.len();
        for (i, month) in months.iter().enumerate().rev() {
            if !there(month) {
                unknown += 1;
            } else if unknown * UNKNOWN <= months.len() - i {
                start = i;
            }
        }
        months.drain(..start);
        let path = path.into_iter().filter(|(month, _)| months.iter().any(|(m, a)| m == month && a.is_err())).collect();
        Self { flow, coverage, months, path }
    }

    /// The last month that is known.
    pub fn last_known(&self) -> Option<Period> {
        self.months.last().map(|(month, _)| *month)
    }

    /// Longer by months that are not known, up to one.
    pub(crate) fn draw_out(&mut self, last: Period) {
        while let Some(next) = self.last_known().map(|month| month.shift_months(1)).filter(|next| *next <= last) {
            self.months.push((next, Err(Gap::not_on_file("another flow is known later than this"))));
        }
    }

    /// As a model takes it.
    pub(crate) fn series(&self) -> Series {
        let solved = |month: &Period| self.path.get(month).map(|best| Month::exact(*best));
        let month = |(month, answer): &(Period, Result<Reading, Gap>)| {
            answer.as_ref().ok().and_then(|r| month_of(&r.interval)).or_else(|| solved(month)).unwrap_or(Month::Gap)
        };
        Series {
            id: format!("{} {}", self.flow.letters(), self.coverage),
            first: self.months.first().map_or(0, |(month, _)| since_year_zero(*month)),
            months: self.months.iter().map(month).collect(),
        }
    }

    /// The best value of a month.
    pub(crate) fn best(&self, month: Period) -> Option<f64> {
        let found = self.months.iter().find(|(known, _)| *known == month)?;
        let known = found.1.as_ref().ok().and_then(|reading| reading.interval.best).and_then(float);
        known.or_else(|| self.path.get(&month).copied())
    }

    /// The best values of the months of a period, together; `None` where one is not known.
    pub(crate) fn sum(&self, period: Period) -> Option<f64> {
        period.months().map(|month| self.best(month)).sum()
    }
}
