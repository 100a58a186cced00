//! Seasonally adjusted: a month without what its season and the calendar bring every year. A month
//! is adjusted among all months in a row with it on file; the factor is that of the best path
//! through them, and a month's bounds are carried through it as they are. How sure the factor
//! is, its notes and tests say; the bounds do not hold it.

use std::collections::BTreeMap;

use yalu_trade::{Card, Cut, Decimal, Flow, Gap, Interval, Panel, Period, Reading, dec};

use crate::adjust::{Adjusted, Calendar, CalendarOf, Identifiable, LEAST_MONTHS, Mode, Options, Refusal, adjusted};
use crate::calendar::Window;
use crate::{Measure, Measured, Scope, level, scope::computed};

pub(crate) struct SeasonallyAdjusted;

static CARD: Card = Card {
    id: "seasonally-adjusted",
    title: "Seasonally adjusted level",
    label: ["seasonally adjusted", "계절조정", "经季节调整"],
    unit: "currency, or t by weight",
    formula: "V ÷ (S × C): S by X-11, C the calendar where a model needs it; B − S − C",
    citation: "Ladiray and Quenneville, Seasonal Adjustment with the X-11 Method (Springer, 2001); \
               U.S. Census Bureau, X-13ARIMA-SEATS Reference Manual, Version 1.1 (2023)",
    needs: "at least five years of months in a row around the period",
    caveats: "Zeros in a log and spans under five years are refused. The diagnostics stand in the notes: read them first.",
    example: "seasonally-adjusted --flow import --period 2023 --by month",
};

/// Months before and after those asked that are read: five years and more either way, and as far
/// as the longest seasonal filter reaches.
const BEFORE: i32 = 15 * 12;
const AFTER: i32 = 6 * 12;

/// How long the Lunar New Year acts, where a model is better for it: a week before, of, and after.
const NEW_YEAR: Window = Window { before: 7, during: 7, after: 7 };

impl Measure for SeasonallyAdjusted {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        level::asks(scope, scope.flow, &scope.commodity, &around(&scope.periods))
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let calendar = Calendar::Tested(CalendarOf { days: true, lunar_new_year: Some(NEW_YEAR) });
        let mode = if scope.flow == Flow::B { Mode::Additive } else { Mode::Multiplicative };
        answer(scope, panels, &Options { mode, calendar, ..Options::default() })
    }
}

/// The months that are asked for, and those around them.
fn around(periods: &[Period]) -> Vec<Period> {
    let months = || periods.iter().filter(|period| period.is_month());
    let (Some(&first), Some(&last)) = (months().min(), months().max()) else { return Vec::new() };
    let all = Period::span(first.shift_months(-BEFORE), last.shift_months(AFTER));
    all.into_iter().flat_map(Period::months).collect()
}

/// Months since January of the year 0.
fn number(month: Period) -> i32 {
    month.months_from(Period::year(0))
}

/// Months in a row on file, adjusted.
struct Run {
    first: Period,
    readings: Vec<Reading>,
    adjusted: Result<Adjusted, Refusal>,
}

/// The adjusted months, from the panels of the measure's cuts.
fn answer(scope: &Scope, panels: &[Panel], options: &Options) -> Measured {
    let mut readings: BTreeMap<Period, Result<Reading, Gap>> = BTreeMap::new();
    for month in around(&scope.periods) {
        readings.insert(month, level::at(scope, scope.flow, &scope.commodity, month, panels));
    }
    let mut runs: Vec<Run> = Vec::new();
    let mut rows = Vec::new();
    for &period in &scope.periods {
        let answer = if period.is_month() {
            of_month(period, &readings, &mut runs, options)
        } else {
            Err(Gap::not_derivable(format!("a season is of months: {period} is adjusted month by month")))
        };
        rows.push(scope.row(period, answer));
    }
    let notes = runs.iter().filter_map(|run| Some(said(run, run.adjusted.as_ref().ok()?))).collect();
    Measured { unit: scope.unit(), rows, total: None, notes }
}

fn of_month(
    month: Period,
    readings: &BTreeMap<Period, Result<Reading, Gap>>,
    runs: &mut Vec<Run>,
    options: &Options,
) -> Result<Reading, Gap> {
    let own = readings.get(&month).ok_or_else(|| Gap::not_on_file("nothing was read"))?;
    own.as_ref().map_err(Clone::clone)?;
    let holds = |run: &Run| (0..run.readings.len() as i32).contains(&month.months_from(run.first));
    let run = match runs.iter().position(holds) {
        Some(at) => &runs[at],
        None => {
            runs.push(run_of(month, readings, options)?);
            &runs[runs.len() - 1]
        }
    };
    let adjusted = run.adjusted.as_ref().map_err(|refusal| Gap::not_derivable(refusal.to_string()))?;
    // The run holds the month.
    let at = month.months_from(run.first) as usize;
    carried(&run.readings[at], adjusted, at, options.mode)
}

/// The months in a row with a month on file, or what breaks the row too early.
fn run_of(month: Period, readings: &BTreeMap<Period, Result<Reading, Gap>>, options: &Options) -> Result<Run, Gap> {
    let known = |(at, reading): (&Period, &Result<Reading, Gap>)| {
        let reading = reading.as_ref().ok()?;
        Some((*at, reading.clone(), path(&reading.interval)?))
    };
    let before: Vec<_> = readings.range(..month).rev().map_while(known).collect();
    let run: Vec<_> = before.into_iter().rev().chain(readings.range(month..).map_while(known)).collect();
    let ends = run.first().zip(run.last());
    let ((first, ..), (last, ..)) =
        ends.ok_or_else(|| Gap::not_derivable(format!("{month} has no bound on a side")))?;
    if run.len() < LEAST_MONTHS {
        let missing = |at: Period| match readings.get(&at) {
            Some(Err(gap)) => format!("; {at} is missing: {}", gap.why),
            Some(Ok(_)) => format!("; {at} has no bound on a side"),
            None => String::new(),
        };
        let (earlier, later) = (missing(first.shift_months(-1)), missing(last.shift_months(1)));
        return Err(Gap::not_derivable(format!(
            "{} from {first} to {last} {}{earlier}{later}",
            if run.len() == 1 { "one month in a row".to_owned() } else { format!("{} months in a row", run.len()) },
            "are on file, and a season is told from five years on"
        )));
    }
    let first = *first;
    let values: Vec<Option<f64>> = run.iter().map(|(.., value)| Some(*value)).collect();
    let adjusted = adjusted(number(first), &values, options);
    Ok(Run { first, readings: run.into_iter().map(|(_, reading, _)| reading).collect(), adjusted })
}

/// The value that a path goes through: the best, or the middle of the bounds.
fn path(interval: &Interval) -> Option<f64> {
    let middle = || Some((interval.low? + interval.high?) / dec!(2));
    f64::try_from(interval.best.or_else(middle)?).ok()
}

/// A month's level with its season and its calendar taken away: every bound by the same factor.
fn carried(level: &Reading, adjusted: &Adjusted, at: usize, mode: Mode) -> Result<Reading, Gap> {
    let neutral = if mode == Mode::Additive { 0.0 } else { 1.0 };
    let calendar = adjusted.calendar.as_ref().map_or(neutral, |calendar| calendar[at]);
    let interval = if mode == Mode::Additive {
        let part = Decimal::try_from(adjusted.seasonal[at] + calendar).ok();
        part.map(|part| level.interval.minus(&Interval::exact(part)))
    } else {
        let share = Decimal::try_from(1.0 / (adjusted.seasonal[at] * calendar)).ok();
        share.map(|share| level.interval.times(share))
    };
    let interval = interval.ok_or_else(|| Gap::not_derivable("its seasonal factor is too large a number"))?;
    Ok(computed(interval, level.unit, CARD.formula, &[level]))
}

/// What was done, and how far to trust it.
fn said(run: &Run, adjusted: &Adjusted) -> String {
    let last = run.first.shift_months(run.readings.len() as i32 - 1);
    let model = adjusted.model.iter().flat_map(|model| &model.coefficients);
    let kept: Vec<String> = model.map(|part| format!("{} {:+.4} ({:.4})", part.name, part.value, part.error)).collect();
    let calendar = if kept.is_empty() { "no calendar effect".to_owned() } else { kept.join(", ") };
    let quality = &adjusted.quality;
    let season = match adjusted.seasonality.identifiable {
        Identifiable::Yes => "a season is there",
        Identifiable::Doubtful => "it is doubtful that there is a season",
        Identifiable::No => "no season can be told: an adjustment says nothing",
    };
    let residual = &adjusted.seasonality;
    let left = if residual.residual.chance < 0.01 || residual.residual_qs.chance < 0.01 {
        "; some season is left"
    } else {
        ""
    };
    format!(
        "adjusted from {} to {last}: {season}{left}; {calendar}; seasonal filter {}, trend of {} terms; Q {:.2}{}, \
         without M2 {:.2}",
        run.first,
        adjusted.filter.name(),
        adjusted.henderson,
        quality.q,
        if quality.q > 1.0 { " (over 1: not good)" } else { "" },
        quality.q2
    )
}
