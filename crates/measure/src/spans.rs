//! Levels of spans that somebody printed, or that printed months and years add up to.

use yalu_trade::{Cut, Gap, Interval, Panel, Period, Reading};

use crate::{Scope, level, scope::computed};

/// January to the last month of a period.
pub(crate) fn year_to_date(period: Period) -> Period {
    let last = period.last_month();
    let january = last.shift_months(1 - last.month_of_year());
    Period::span(january, last).unwrap_or(last)
}

/// The twelve months that end with a period.
pub(crate) fn twelve_months(period: Period) -> Period {
    let last = period.last_month();
    Period::span(last.shift_months(-11), last).unwrap_or(last)
}

/// The cuts of spans and of their months.
pub(crate) fn asks(scope: &Scope, spans: &[Period]) -> Vec<Cut> {
    let mut all: Vec<Period> = spans.iter().flat_map(|span| std::iter::once(*span).chain(span.months())).collect();
    all.sort();
    all.dedup();
    level::asks(scope, scope.flow, &scope.commodity, &all)
}

/// The level of a span: as printed, or as its months add up.
pub(crate) fn at(scope: &Scope, span: Period, panels: &[Panel]) -> Result<Reading, Gap> {
    let level = |period| level::at(scope, scope.flow, &scope.commodity, period, panels);
    let absent = match level(span) {
        Ok(printed) => return Ok(printed),
        Err(gap) => gap,
    };
    if span.is_month() {
        return Err(absent);
    }
    let months: Vec<(Period, Result<Reading, Gap>)> = span.months().map(|month| (month, level(month))).collect();
    let missing: Vec<String> =
        months.iter().filter(|(_, reading)| reading.is_err()).map(|(month, _)| month.to_string()).collect();
    if !missing.is_empty() {
        let why = format!("{span} is not printed, and of its months {} are missing", missing.join(", "));
        return Err(Gap::not_derivable(why));
    }
    let readings: Vec<&Reading> = months.iter().filter_map(|(_, reading)| reading.as_ref().ok()).collect();
    let sum = Interval::sum(readings.iter().map(|reading| &reading.interval));
    Ok(computed(sum, scope.unit(), "Σ V_m over the months", &readings))
}
