//! Base finder: against which base was a ratio printed? Every window of whole
//! years before the period whose levels are all on file is tried as a base:
//! single years first, then runs of years that follow one another. With a
//! printed ratio only the windows that give it are answered, or that none does.

use yalu_trade::{Card, Cut, Gap, Interval, Panel, Period, Reading, Unit, dec};

use crate::{Measure, Measured, Row, Scope, level, scope::computed};

pub(crate) struct BaseFinder;

static CARD: Card = Card {
    id: "base-finder",
    title: "Bases that give a ratio",
    label: ["as percent of the years named", "표시된 연도 대비 비율", "相当于所列年份的百分比"],
    unit: "%",
    formula: "R = V_t ÷ mean(V_b, b in the window) × 100, for every window of whole years on file",
    citation: "Choi and Choi, North Korea's 2023 Trade with China (KIEP, 2024), whose recovery ratios name no base",
    needs: "the level of the period and of whole years before it; --printed says what was printed",
    caveats: "Several windows can give the same printed ratio: all of them are listed, and none is proved.",
    example: "base-finder --flow export --period 2023 --printed 16.9",
};

/// How many years back a base is looked for: no series of this trade in print is longer.
const REACH: i32 = 40;

/// A window of years and the ratio to its mean.
struct Window {
    span: Period,
    ratio: Reading,
}

impl Measure for BaseFinder {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let all: Vec<Period> = scope.periods.iter().flat_map(|&period| before(period).chain([period])).collect();
        level::asks(scope, scope.flow, &scope.commodity, &all)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let mut measured = Measured { unit: Unit::Percent, rows: Vec::new(), total: None, notes: Vec::new() };
        for &period in &scope.periods {
            match found(scope, period, panels) {
                Ok(windows) => measured.rows.extend(
                    windows
                        .into_iter()
                        .map(|window| Row { period: window.span, ..scope.row(period, Ok(window.ratio)) }),
                ),
                Err(gap) => measured.rows.push(scope.row(period, Err(gap))),
            }
        }
        measured
    }
}

fn before(period: Period) -> impl DoubleEndedIterator<Item = Period> {
    (1..=REACH).rev().map(move |back| period.shift_years(-back))
}

/// The windows that give the printed ratio; all of them where none was printed.
fn found(scope: &Scope, period: Period, panels: &[Panel]) -> Result<Vec<Window>, Gap> {
    if !period.is_year() {
        return Err(Gap::not_derivable(format!("a base of whole years is looked for from a year, not from {period}")));
    }
    let at = |period| level::at(scope, scope.flow, &scope.commodity, period, panels);
    let now = at(period).map_err(|gap| Gap::not_derivable(gap.why))?;
    let years: Vec<(Period, Reading)> = before(period).filter_map(|year| Some((year, at(year).ok()?))).collect();
    let windows = windows(&now, &years);
    let Some(printed) = scope.printed else {
        let none = || Gap::not_derivable(format!("no year before {period} is on file"));
        return if windows.is_empty() { Err(none()) } else { Ok(windows) };
    };
    let gives = |window: &Window| window.ratio.interval.meets(&printed);
    if windows.iter().any(gives) {
        return Ok(windows.into_iter().filter(gives).collect());
    }
    Err(Gap::not_derivable(none_gives(scope, &printed, &windows, &years)))
}

/// Every run of years that follow one another, the shortest first, the latest first among equals.
fn windows(now: &Reading, years: &[(Period, Reading)]) -> Vec<Window> {
    let mut windows = Vec::new();
    for length in 1..=years.len() {
        for run in years.windows(length).rev() {
            let span = Period::span(run[0].0, run[length - 1].0).filter(|span| span.years().count() == length);
            windows.extend(span.and_then(|span| Some(Window { span, ratio: ratio(now, run)? })));
        }
    }
    windows
}

fn ratio(now: &Reading, run: &[(Period, Reading)]) -> Option<Reading> {
    let base = Interval::mean(run.iter().map(|(_, reading)| &reading.interval))?;
    let ratio = now.interval.over(&base)?.times(dec!(100));
    let inputs: Vec<&Reading> = std::iter::once(now).chain(run.iter().map(|(_, reading)| reading)).collect();
    let newest = run.iter().map(|(_, reading)| reading.vintage).max_by_key(|vintage| vintage.released);
    Some(Reading { base_vintage: newest, ..computed(ratio, Unit::Percent, CARD.formula, &inputs) })
}

/// Says that none does, which years were tried, and which window comes nearest.
fn none_gives(scope: &Scope, printed: &Interval, windows: &[Window], years: &[(Period, Reading)]) -> String {
    let print = printed.best.or(printed.low).or(printed.high).unwrap_or_default().normalize();
    let far = |window: &&Window| (window.ratio.interval.best.unwrap_or_default() - print).abs();
    let nearest = windows.iter().min_by_key(far).and_then(|window| {
        let ratio = window.ratio.interval.best?.round_dp(1);
        Some(format!("; the nearest, {}, gives {ratio} %", said(window.span)))
    });
    let tried = years.iter().map(|(year, _)| year.to_string()).collect::<Vec<_>>().join(", ");
    let tried = if tried.is_empty() { "no year".to_owned() } else { tried };
    format!(
        "no window of whole years on file gives {print} % for {} ({}; on file: {tried}){}",
        scope.flow.side().noun(),
        scope.coverage,
        nearest.unwrap_or_default()
    )
}

/// A window in words: `2017`, `2018–19`.
fn said(span: Period) -> String {
    let (first, last) = (span.first_year(), span.last_year());
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}
