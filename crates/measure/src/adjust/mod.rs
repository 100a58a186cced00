//! Seasonal adjustment of X-11 class: a series of months is taken apart into trend, season,
//! calendar and irregular. First a small model takes out what the calendar and named
//! events explain and lengthens the series by a year; then the filters of X-11 do the rest;
//! then the result is tested. Every rule is published, and agreement with the program
//! X-13ARIMA-SEATS of the U.S. Census Bureau is measured in `docs/seasonal.md`.
//!
//! It refuses a span under five years, a gap, and what has no logarithm where components
//! multiply. It looks for no outlier of its own beyond X-11's weights: an event is
//! something that happened, so somebody has to name it.

mod airline;
mod assembled;
mod average;
mod chance;
mod extremes;
mod henderson;
mod preadjusted;
mod quality;
mod regressors;
mod scale;
mod seasonal;
mod tested;
mod x11;

use std::fmt;

pub(crate) use chance::f_tail;
pub use preadjusted::{Coefficient, Model};
pub use quality::Quality;
pub use regressors::{CalendarOf, Event, EventKind};
pub use seasonal::SeasonalFilter;
pub use tested::{Identifiable, Seasonality, Test};

use scale::Scale;
use x11::Input;

/// The least span that is adjusted, in months.
pub const LEAST_MONTHS: usize = 60;

/// How the components make up the series.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Mode {
    /// Trend × season × irregular: where the season grows with the level.
    #[default]
    Multiplicative,
    /// Trend + season + irregular: for a balance, which may be negative.
    Additive,
    /// The same of logs, the trend corrected for their bias.
    LogAdditive,
}

/// The calendar's part of the model.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Calendar {
    /// These regressors.
    Given(CalendarOf),
    /// Of days and new year, each only if the model is better for it (lower AICC).
    Tested(CalendarOf),
}

/// How a series is adjusted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Options {
    /// How the components make up the series.
    pub mode: Mode,
    /// Months of forecasts that lengthen the series; 0 for none.
    pub extension: usize,
    /// The calendar's part.
    pub calendar: Calendar,
    /// Events that somebody named.
    pub events: Vec<Event>,
    /// A seasonal filter, if it is not to be chosen.
    pub filter: Option<SeasonalFilter>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            extension: 12,
            calendar: Calendar::Given(CalendarOf::default()),
            events: Vec::new(),
            filter: None,
        }
    }
}

/// Why a series is not adjusted.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Refusal {
    /// Fewer than five years.
    TooShort {
        /// How many months there are.
        months: usize,
    },
    /// A month without a value.
    Missing {
        /// Which.
        month: i32,
    },
    /// A value that is no positive number where components multiply, or no number at all.
    NotPositive {
        /// When.
        month: i32,
        /// The value.
        value: f64,
    },
    /// A trend that falls to zero: components cannot multiply.
    TrendNotPositive {
        /// When.
        month: i32,
    },
    /// An event outside the span, or where it says nothing.
    EventOutside(Event),
    /// Outside the table of new years.
    NoLunarNewYear {
        /// When.
        month: i32,
    },
    /// Regressors that cannot be told apart.
    Collinear,
}

/// A month as it is written: 2020-03.
fn said(month: i32) -> String {
    format!("{}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::TooShort { months } => {
                write!(f, "{months} months are too few: a season is told from {LEAST_MONTHS} on, five years")
            }
            Self::Missing { month } => write!(f, "{} is missing, and filters need every month", said(month)),
            Self::NotPositive { month, value } if !value.is_finite() => {
                write!(f, "{} is {value}, which is no number", said(month))
            }
            Self::NotPositive { month, value } => {
                write!(f, "{} is {value}, which has no logarithm: adjust by addition", said(month))
            }
            Self::TrendNotPositive { month } => {
                write!(f, "the trend falls to zero or below in {}: adjust by addition", said(month))
            }
            Self::EventOutside(Event { kind, month }) => {
                write!(f, "{} {} is outside the months adjusted, or at their start", kind.short(), said(month))
            }
            Self::NoLunarNewYear { month } => write!(f, "no Lunar New Year is on file for {}", said(month)),
            Self::Collinear => write!(f, "two of the named events or regressors say the same, or one says nothing"),
        }
    }
}

impl std::error::Error for Refusal {}

/// A series taken apart. All series are of the observed months.
#[derive(Clone, Debug)]
pub struct Adjusted {
    /// The first month, since January of the year 0.
    pub first: i32,
    /// The seasonally and calendar adjusted series (D11): with named events, and with the irregular.
    pub adjusted: Vec<f64>,
    /// The seasonal factors, or summands (D10).
    pub seasonal: Vec<f64>,
    /// The trend, with level shifts (D12).
    pub trend: Vec<f64>,
    /// The irregular, with outliers and transients (D13).
    pub irregular: Vec<f64>,
    /// Factors, or summands, of the calendar; `None` if nothing was taken out (D18).
    pub calendar: Option<Vec<f64>>,
    /// How much of each irregular was believed when the season was measured, 0 to 1 (C17).
    pub weights: Vec<f64>,
    /// The seasonal filter.
    pub filter: SeasonalFilter,
    /// Terms of the Henderson filter of the trend.
    pub henderson: usize,
    /// Irregular to cycle, by which it was chosen.
    pub irregular_to_cycle: f64,
    /// The moving seasonality ratio of all observed months.
    pub moving_seasonality: f64,
    /// M1 to M11, Q and Q2.
    pub quality: Quality,
    /// Tests of the season, and of what is left of one.
    pub seasonality: Seasonality,
    /// The model, unless there was nothing to model.
    pub model: Option<Model>,
}

/// A series of months from `first` on (since January of the year 0), adjusted.
pub fn adjusted(first: i32, series: &[Option<f64>], options: &Options) -> Result<Adjusted, Refusal> {
    let values = checked(first, series, options.mode)?;
    let ready = preadjusted::preadjusted(&values, first, options)?;
    let logged: Vec<f64>;
    let input = if options.mode == Mode::LogAdditive {
        logged = ready.values.iter().map(|value| value.ln()).collect();
        &logged
    } else {
        &ready.values
    };
    let scale = if options.mode == Mode::Multiplicative { Scale::Ratio } else { Scale::Difference };
    let tables = x11::decomposed(&Input {
        values: input,
        observed: values.len(),
        // A remainder by twelve is never negative and always fits.
        first: first.rem_euclid(12) as usize,
        scale,
        filter: options.filter,
    });
    assembled::assembled(first, &values, options.mode, ready, tables)
}

/// Every value, or what is wrong with the first that cannot be taken.
fn checked(first: i32, series: &[Option<f64>], mode: Mode) -> Result<Vec<f64>, Refusal> {
    let value = |(month, value): (i32, &Option<f64>)| {
        let value = value.ok_or(Refusal::Missing { month })?;
        let taken = value.is_finite() && (value > 0.0 || mode == Mode::Additive);
        if taken { Ok(value) } else { Err(Refusal::NotPositive { month, value }) }
    };
    if series.len() < LEAST_MONTHS {
        return Err(Refusal::TooShort { months: series.len() });
    }
    (first..).zip(series).map(value).collect()
}
