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

pub use preadjusted::{Coefficient, Model};
pub use quality::Quality;
pub use regressors::{CalendarOf, Event, EventKind};
pub use seasonal::SeasonalFilter;
pub use tested::{Identifiable, Seasonality, Test};

use preadjusted::Preadjusted;
use scale::Scale;
use x11::{Input, Tables};

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
    assembled(first, &values, options.mode, ready, tables)
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

/// The final series, their quality and their tests.
fn assembled(first: i32, values: &[f64], mode: Mode, ready: Preadjusted, tables: Tables) -> Result<Adjusted, Refusal> {
    let months = values.len();
    let place = first.rem_euclid(12) as usize;
    let stable = tested::stable(&tables.si[..months]);
    let working = if mode == Mode::Multiplicative { Scale::Ratio } else { Scale::Difference };
    let moving = tested::moving(&tables.si[..months], working.neutral(), place);
    let ranks = tested::ranks(&tables.si[..months]);
    let first_test = tested::stable(&tables.first_si);
    let (filter, of_3x5, henderson) = (tables.filter, tables.of_3x5, tables.trend.terms);
    let (irregular_to_cycle, moving_seasonality) = (tables.trend.ratio, tables.moving_seasonality);
    let weights = tables.weights[..months].to_vec();
    let (seasonal, level) = finished(mode, tables);
    if let Some(at) = level[..months].iter().position(|level| mode != Mode::Additive && *level <= 0.0) {
        return Err(Refusal::TrendNotPositive { month: first + at as i32 });
    }
    let scale = if mode == Mode::Additive { Scale::Difference } else { Scale::Ratio };
    let observed = |factor: &Option<Vec<f64>>| factor.as_ref().map(|factor| factor[..months].to_vec());
    let (calendar, shifts, outliers) = (observed(&ready.calendar), observed(&ready.shifts), observed(&ready.outliers));
    let without = |values: Vec<f64>, factor: &Option<Vec<f64>>| match factor {
        Some(factor) => scale.all_without(&values, factor),
        None => values,
    };
    let adjusted = without(scale.all_without(values, &seasonal), &calendar);
    let trend = shifts.as_ref().map_or_else(|| level[..months].to_vec(), |shifts| scale.all_with(&level, shifts));
    let irregular = scale.all_without(&adjusted, &trend);
    let events = match (&shifts, &outliers) {
        (Some(shifts), Some(outliers)) => Some(scale.all_with(shifts, outliers)),
        (either, other) => either.clone().or_else(|| other.clone()),
    };
    let pure = without(irregular.clone(), &outliers);
    let believed = |taken: &[f64], instead: &dyn Fn(usize) -> f64| -> Vec<f64> {
        (0..months).map(|at| if weights[at] > 0.0 { taken[at] } else { instead(at) }).collect()
    };
    let modified_irregular = believed(&pure, &|_| scale.neutral());
    let modified = believed(values, &|at| scale.without(values[at], pure[at]));
    let modified_shifted = without(modified, &outliers);
    let quality = quality::Components {
        scale,
        seasonal: &seasonal[..months],
        trend: &level[..months],
        irregular: &pure,
        modified_irregular: &modified_irregular,
        modified_shifted: &modified_shifted,
        calendar: calendar.as_deref(),
        events: events.as_deref(),
        irregular_to_cycle,
        moving_seasonality,
        of_3x5,
        identity: tested::identity(stable.value, moving.value),
    }
    .quality();
    let seasonality = Seasonality {
        first: first_test,
        stable,
        moving,
        ranks,
        identifiable: tested::identifiable(stable, moving, ranks),
        residual: tested::residual(&adjusted),
        residual_last_years: tested::residual_last_years(&adjusted),
        residual_qs: tested::qs(&adjusted, ready.model.is_some()),
    };
    Ok(Adjusted {
        first,
        adjusted,
        seasonal: seasonal[..months].to_vec(),
        trend,
        irregular,
        calendar,
        weights,
        filter,
        henderson,
        irregular_to_cycle,
        moving_seasonality,
        quality,
        seasonality,
        model: ready.model,
    })
}

/// Seasonal factors and trend in the units of the series, over all months. The exponential of a
/// mean of logs is too low: the trend of logs is raised by the irregular's variance and the mean
/// season's level (Thompson & Ozaki 1992).
fn finished(mode: Mode, tables: Tables) -> (Vec<f64>, Vec<f64>) {
    if mode != Mode::LogAdditive {
        return (tables.seasonal, tables.trend.values);
    }
    let seasonal: Vec<f64> = tables.seasonal.iter().map(|value| value.exp()).collect();
    let squares: Vec<f64> = tables.rough_irregular.iter().map(|value| value * value).collect();
    let bias = (average::mean(&squares) / 2.0).exp();
    let level = henderson::smoothed(&seasonal, 23, 4.5);
    let trend = tables.trend.values.iter().zip(level).map(|(trend, level)| trend.exp() * bias * level).collect();
    (seasonal, trend)
}
