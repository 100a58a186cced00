//! A ratio to a base that nobody named: every window of whole years on file
//! that gives it, or that none does.

use yalu_measure::{Scope, measure};
use yalu_trade::{Decimal, Flow, FoundSo, Gap, Interval, Period, Printed, ReadError, Reading, Unit, Verdict, dec};

use crate::{Watch, claims::Asked, held::Held};

/// Looks for the base of a ratio.
pub(crate) fn hold(watch: &Watch, asked: &Asked) -> Result<Held, ReadError> {
    let Some(finder) = measure("base-finder") else {
        return Ok(Held::beyond("no base is named"));
    };
    let percent = in_percent(&asked.printed);
    let mut gap = None;
    // Where it is not said of which flow, each may be meant.
    let flows = if asked.scope.flow == Flow::T { vec![Flow::T, Flow::X, Flow::M] } else { vec![asked.scope.flow] };
    let mut windows: Vec<(Flow, Period, Reading)> = Vec::new();
    for &flow in &flows {
        let scope = Scope { flow, printed: Some(percent), ..asked.scope.clone() };
        for row in watch.ask(finder, &scope)?.rows {
            match row.answer {
                Ok(ratio) => windows.push((flow, row.period, ratio)),
                Err(absent) => gap = gap.or(Some(absent)),
            }
        }
    }
    let Some((_, _, first)) = windows.first() else {
        let gap = gap.unwrap_or_else(|| Gap::not_derivable("no base is named"));
        let (none, details) = gap.why.split_once(" for ").unwrap_or((gap.why.as_str(), ""));
        let found = FoundSo { text: none.to_owned(), interval: Interval::unknown() };
        let why = if details.is_empty() { gap.why.clone() } else { format!("the base is not named, and {}", gap.why) };
        return Ok(Held { found: Some(found), ..Held::absent(gap.clone(), why) });
    };
    let told: Vec<String> = windows
        .iter()
        .map(|(flow, span, ratio)| {
            let flow = if flows.len() > 1 { format!("for {} ", flow.side().noun()) } else { String::new() };
            flow + &told(*span, &ratio.interval)
        })
        .collect();
    let best = windows.iter().any(|(_, _, ratio)| Verdict::on(&asked.printed, &unit(asked, ratio)) == Verdict::Holds);
    let verdict = if best { Verdict::Holds } else { Verdict::HoldsWithinRounding };
    let why =
        format!("the base is not named; {} ({}) as of {}", told.join("; "), asked.scope.coverage, asked.scope.as_of);
    Ok(Held {
        found: Some(FoundSo { text: told.join("; "), interval: unit(asked, first) }),
        reading: Ok(first.clone()),
        verdict,
        cause: None,
        repair: None,
        why,
    })
}

fn in_percent(printed: &Printed) -> Interval {
    if printed.unit == Unit::Times { printed.interval().times(dec!(100)) } else { printed.interval() }
}

fn unit(asked: &Asked, ratio: &Reading) -> Interval {
    if asked.printed.unit == Unit::Times { ratio.interval.times(dec!(0.01)) } else { ratio.interval }
}

/// `2017 gives 16.8–16.9 %`.
fn told(span: Period, ratio: &Interval) -> String {
    let (first, last) = (span.first_year(), span.last_year());
    let years = if first == last { first.to_string() } else { format!("{first}–{last}") };
    let one = |value: Option<Decimal>, up: bool| {
        let strategy = if up {
            rust_decimal::RoundingStrategy::ToPositiveInfinity
        } else {
            rust_decimal::RoundingStrategy::ToNegativeInfinity
        };
        value.map_or("…".to_owned(), |value| format!("{:.1}", value.round_dp_with_strategy(1, strategy)))
    };
    format!("{years} gives {}–{} %", one(ratio.low, false), one(ratio.high, true))
}
