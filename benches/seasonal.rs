//! Seasonal adjustments of many series, for `benches/seasonal_oracle.py` to hold against those of
//! X-13ARIMA-SEATS. Reads `series,month,value` with months as 2020-03 from standard input and writes
//! `series,table,month or name,value`. What is done is said in words:
//!
//! ```text
//! cargo bench -p yalu-measure --bench seasonal -- log-additive extension=12 days new-year=7,7,7 LS=2008-11
//! cargo bench -p yalu-measure --bench seasonal -- columns=7,7,7 2000-01 240    # the calendar's regressors alone
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, BufWriter, Write, stdin, stdout};
use std::time::{Duration, Instant};

use yalu_measure::adjust::{Adjusted, Calendar, CalendarOf, Event, EventKind, Mode, Options, SeasonalFilter, adjusted};
use yalu_measure::calendar::{LunarNewYear, Window, leap_year, working_day_contrast};

type Months = BTreeMap<i32, f64>;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let [word, first, months] = &words[..]
        && let Some(window) = word.strip_prefix("columns=")
    {
        return columns(window_of(window)?, month(first)?, months.parse()?);
    }
    let options = options(words.into_iter())?;
    let mut all: BTreeMap<String, Months> = BTreeMap::new();
    for line in stdin().lines().skip(1) {
        let line = line?;
        let [name, at, value] = line.split(',').collect::<Vec<_>>()[..] else { return Err(line.into()) };
        all.entry(name.to_owned()).or_default().insert(month(at)?, value.parse()?);
    }
    let mut out = BufWriter::new(stdout().lock());
    writeln!(out, "series,table,at,value")?;
    let mut spent = Duration::ZERO;
    for (name, months) in &all {
        let (Some((&first, _)), Some((&last, _))) = (months.first_key_value(), months.last_key_value()) else {
            continue;
        };
        let series: Vec<Option<f64>> = (first..=last).map(|month| months.get(&month).copied()).collect();
        let start = Instant::now();
        let answer = adjusted(first, &series, &options);
        spent += start.elapsed();
        match answer {
            Ok(answer) => written(&mut out, name, &answer)?,
            Err(refusal) => eprintln!("{name}: {refusal}"),
        }
    }
    eprintln!("{} series in {spent:.1?}", all.len());
    Ok(out.flush()?)
}

fn month(text: &str) -> Result<i32, Box<dyn Error>> {
    let (year, month) = text.split_once('-').ok_or("a month is written 2020-03")?;
    Ok(year.parse::<i32>()? * 12 + month.parse::<i32>()? - 1)
}

fn window_of(lengths: &str) -> Result<Window, Box<dyn Error>> {
    let lengths = lengths.split(',').map(str::parse).collect::<Result<Vec<u8>, _>>()?;
    let [before, during, after] = lengths[..] else { return Err("three lengths, please".into()) };
    Ok(Window { before, during, after })
}

/// The regressors of the calendar, a month a line: working days, leap year, and the three of the Lunar New Year.
fn columns(window: Window, first: i32, months: usize) -> Result<(), Box<dyn Error>> {
    let new_year = LunarNewYear::new(window);
    let mut out = BufWriter::new(stdout().lock());
    for month in (first..).take(months) {
        let [before, during, after] = new_year.shares(month).ok_or("no new year is on file there")?;
        let (days, leap) = (working_day_contrast(month), leap_year(month));
        writeln!(out, "{days:e} {leap:e} {before:e} {during:e} {after:e}")?;
    }
    Ok(out.flush()?)
}

fn options(words: impl Iterator<Item = String>) -> Result<Options, Box<dyn Error>> {
    let mut options = Options { extension: 0, ..Options::default() };
    let mut calendar = CalendarOf::default();
    let mut tested = false;
    for word in words {
        match word.split_once('=').unwrap_or((&word, "")) {
            ("multiplicative", _) => options.mode = Mode::Multiplicative,
            ("additive", _) => options.mode = Mode::Additive,
            ("log-additive", _) => options.mode = Mode::LogAdditive,
            ("extension", months) => options.extension = months.parse()?,
            ("days", _) => calendar.days = true,
            ("tested", _) => tested = true,
            ("new-year", lengths) => calendar.lunar_new_year = Some(window_of(lengths)?),
            ("filter", name) => {
                let all = [SeasonalFilter::Of3x3, SeasonalFilter::Of3x5, SeasonalFilter::Of3x9];
                options.filter = Some(all.into_iter().find(|filter| filter.name() == name).ok_or("no such filter")?);
            }
            (kind, at) => {
                let all = [EventKind::Outlier, EventKind::LevelShift, EventKind::Transient];
                let kind = all.into_iter().find(|event| event.short() == kind);
                options
                    .events
                    .push(Event { kind: kind.ok_or_else(|| format!("not understood: {word}"))?, month: month(at)? });
            }
        }
    }
    options.calendar = if tested { Calendar::Tested(calendar) } else { Calendar::Given(calendar) };
    Ok(options)
}

fn written(out: &mut impl Write, name: &str, answer: &Adjusted) -> io::Result<()> {
    let none = Vec::new();
    let tables = [
        ("d10", &answer.seasonal),
        ("d11", &answer.adjusted),
        ("d12", &answer.trend),
        ("d13", &answer.irregular),
        ("c17", &answer.weights),
        ("d18", answer.calendar.as_ref().unwrap_or(&none)),
    ];
    for (table, values) in tables {
        for (month, value) in (answer.first..).zip(values) {
            writeln!(out, "{name},{table},{}-{:02},{value:e}", month.div_euclid(12), month.rem_euclid(12) + 1)?;
        }
    }
    let seasonality = &answer.seasonality;
    let tests = [
        ("fsb1", seasonality.first.value),
        ("fsd8", seasonality.stable.value),
        ("msf", seasonality.moving.value),
        ("kw", seasonality.ranks.value),
        ("f", seasonality.residual.value),
        ("f3y", seasonality.residual_last_years.value),
        ("qs", seasonality.residual_qs.value),
        ("henderson", answer.henderson as f64),
        ("ic", answer.irregular_to_cycle),
        ("is", answer.moving_seasonality),
        ("q", answer.quality.q),
        ("q2", answer.quality.q2),
    ];
    for (test, value) in tests {
        writeln!(out, "{name},test,{test},{value:e}")?;
    }
    writeln!(out, "{name},test,filter,{}", answer.filter.name())?;
    writeln!(out, "{name},test,ids,{:?}", seasonality.identifiable)?;
    for (at, measure) in (1..).zip(answer.quality.measures) {
        if let Some(measure) = measure {
            writeln!(out, "{name},test,m{at:02},{measure:e}")?;
        }
    }
    if let Some(model) = &answer.model {
        writeln!(out, "{name},model,theta,{:e}", model.theta)?;
        writeln!(out, "{name},model,seasonal theta,{:e}", model.seasonal_theta)?;
        writeln!(out, "{name},model,variance,{:e}", model.variance)?;
        writeln!(out, "{name},model,log-likelihood,{:e}", model.log_likelihood)?;
        for coefficient in &model.coefficients {
            writeln!(out, "{name},model,{},{:e}", coefficient.name, coefficient.value)?;
        }
    }
    Ok(())
}
