//! The months of a series that are on file, each as it is known: printed, between
//! bounds, or not at all.

use yalu_forecast::{Month, Series};
use yalu_trade::{Coverage, Flow, Gap, Period, Reading};

use crate::outlook::{float, month_of};

/// The months of a series.
#[derive(Clone, Debug)]
pub struct History {
    /// Which way.
    pub flow: Flow,
    /// What is included.
    pub coverage: Coverage,
    /// Month by month, none left out.
    pub months: Vec<(Period, Result<Reading, Gap>)>,
}

/// Months since the year 0.
pub(crate) fn since_year_zero(month: Period) -> i32 {
    month.months_from(Period::year(0).first_month())
}

impl History {
    /// Months in order. Those before the first that is known say nothing and are left away.
    pub(crate) fn new(flow: Flow, coverage: Coverage, mut months: Vec<(Period, Result<Reading, Gap>)>) -> Self {
        let known = |(_, answer): &(Period, Result<Reading, Gap>)| answer.is_ok();
        months.drain(..months.iter().position(known).unwrap_or(months.len()));
        while months.last().is_some_and(|month| !known(month)) {
            months.pop();
        }
        Self { flow, coverage, months }
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
        let month = |answer: &Result<Reading, Gap>| answer.as_ref().ok().and_then(|r| month_of(&r.interval));
        Series {
            id: format!("{} {}", self.flow.letters(), self.coverage),
            first: self.months.first().map_or(0, |(month, _)| since_year_zero(*month)),
            months: self.months.iter().map(|(_, answer)| month(answer).unwrap_or(Month::Gap)).collect(),
        }
    }

    /// The best value of a month.
    pub(crate) fn best(&self, month: Period) -> Option<f64> {
        let found = self.months.iter().find(|(known, _)| *known == month)?;
        found.1.as_ref().ok()?.interval.best.and_then(float)
    }

    /// The best values of the months of a period, together; `None` where one is not known.
    pub(crate) fn sum(&self, period: Period) -> Option<f64> {
        period.months().map(|month| self.best(month)).sum()
    }
}
