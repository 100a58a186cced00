//! A claim held against the desk's evidence. It is contradicted only where no
//! value that its print allows agrees with what the desk has: not where it was
//! cut off instead of rounded, not where another coverage or another release
//! on file gives it, and not where a single print on file says the same, which
//! is then the one that must be wrong.

use std::collections::BTreeSet;

use yalu_evidence::in_the_unit_of;
use yalu_measure::Scope;
use yalu_trade::{
    Approx, AsOf, Asserts, Cause, Commodity, Coverage, FoundSo, Gap, Interval, Lang, PaperKind, Printed, Quantity,
    ReadError, Reading, Statement, Status, Unit, Verdict, dec,
};

use crate::{
    Watch, bases,
    claims::Asked,
    print::{Style, beside, print},
    slips,
};

/// What became of a claim.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// What the measure answers.
    pub(crate) reading: Result<Reading, Gap>,
    /// What was found, in words.
    pub(crate) found: Option<FoundSo>,
    /// The verdict.
    pub(crate) verdict: Verdict,
    /// The likeliest slip, or the coverage or vintage that the claim is of.
    pub(crate) cause: Option<Cause>,
    /// What it would say without the slip.
    pub(crate) repair: Option<String>,
    /// Why.
    pub(crate) why: String,
}

impl Held {
    /// What no evidence of a desk could give.
    pub(crate) fn beyond(why: &str) -> Self {
        Self::absent(Gap::not_derivable(why), why.to_owned())
    }

    /// Is what was found a plain print of this folder, and of no other?
    pub(crate) fn rests_on(&self, folder: &str) -> bool {
        let own = |reading: &Reading| {
            reading.lineage.is_print() && reading.lineage.used().all(|paper| paper.place.file.starts_with(folder))
        };
        self.reading.as_ref().is_ok_and(own)
    }

    pub(crate) fn absent(gap: Gap, why: String) -> Self {
        Self { reading: Err(gap), found: None, verdict: Verdict::NotDerivable, cause: None, repair: None, why }
    }
}

/// Holds a claim against the evidence.
pub(crate) fn hold(watch: &Watch, asked: &Asked) -> Result<Held, ReadError> {
    let ratio = matches!(asked.measure.as_str(), "recovery" | "multiple");
    if ratio && asked.scope.base.is_none() {
        return bases::hold(watch, asked);
    }
    let reading = asked.answer(watch)?.and_then(|reading| in_the_unit_of(&asked.printed, reading));
    let reading = match reading {
        Ok(reading) => reading,
        Err(gap) => return without(watch, asked, gap),
    };
    let held = |verdict, why: String| Held {
        found: Some(found(asked, &reading)),
        reading: Ok(reading.clone()),
        verdict,
        cause: None,
        repair: None,
        why,
    };
    let has = said(asked, &reading);
    let as_of = asked.scope.as_of;
    match Verdict::on(&asked.printed, &reading.interval) {
        Verdict::Contradicted if loose(&asked.printed).meets(&reading.interval) => {
            Ok(held(Verdict::HoldsWithinRounding, format!("{has}; the print is cut off, not rounded")))
        }
        Verdict::Contradicted => match excuse(watch, asked, &reading)? {
            Some(excuse) => Ok(Held { cause: excuse.cause, ..held(excuse.verdict, format!("{}; {has}", excuse.why)) }),
            None => {
                let slip = slips::likeliest(watch, asked, &reading)?;
                let how = if slip.why.is_empty() { String::new() } else { format!("; {}", slip.why) };
                let why = format!("{has} as of {as_of}{how}");
                Ok(Held { cause: Some(slip.cause), repair: slip.repair, ..held(Verdict::Contradicted, why) })
            }
        },
        verdict if reading.contested => {
            Ok(held(verdict, format!("{has} as of {as_of}; another print on file excludes that one")))
        }
        verdict => Ok(held(verdict, format!("{has} as of {as_of}"))),
    }
}

/// Nothing was found; what somebody printed in another coverage may still fit.
fn without(watch: &Watch, asked: &Asked, gap: Gap) -> Result<Held, ReadError> {
    let why = gap.why.clone();
    let Some((coverage, reading)) = of_another_coverage(watch, asked)? else { return Ok(Held::absent(gap, why)) };
    Ok(Held {
        found: Some(found(asked, &reading)),
        verdict: Verdict::Holds,
        cause: Some(Cause::Coverage),
        repair: None,
        why: format!("it is the figure of another coverage, {coverage}: {}; {why}", said(asked, &reading)),
        reading: Ok(reading),
    })
}

/// Why a print that the evidence excludes is no slip.
struct Excuse {
    verdict: Verdict,
    cause: Option<Cause>,
    why: String,
}

fn excuse(watch: &Watch, asked: &Asked, taken: &Reading) -> Result<Option<Excuse>, ReadError> {
    let holds = |cause, why| Excuse { verdict: Verdict::Holds, cause: Some(cause), why };
    if let Some((day, reading)) = of_another_day(watch, asked, taken)? {
        let why = format!("on {day} the desk would have had {}, since revised", figure(asked, &reading));
        return Ok(Some(holds(Cause::Vintage, why)));
    }
    if let Some((coverage, reading)) = of_another_coverage(watch, asked)? {
        let why = format!("it is the figure of another coverage, {coverage}: {}", said(asked, &reading));
        return Ok(Some(holds(Cause::Coverage, why)));
    }
    if let Some(quoted) = as_customs_printed(watch, asked)? {
        let why = format!("it is printed so, on a base since revised: {}", said(asked, &quoted));
        return Ok(Some(holds(Cause::Vintage, why)));
    }
    let agrees = same_cell(watch, asked).find(|statement| statement.interval.meets(&asked.printed.interval()));
    Ok(agrees.map(|statement| {
        let against: Vec<&str> = used(taken).collect();
        let why = format!(
            "statement {} prints the same; then {} must be wrong",
            statement.id,
            if against.is_empty() { "what is on file".to_owned() } else { against.join(", ") }
        );
        Excuse { verdict: Verdict::Unlikely, cause: None, why }
    }))
}

/// The first day on which the desk would have answered with what is printed.
fn of_another_day(watch: &Watch, asked: &Asked, taken: &Reading) -> Result<Option<(AsOf, Reading)>, ReadError> {
    let days: BTreeSet<AsOf> =
        taken.lineage.papers.iter().filter_map(|paper| Some(AsOf(paper.vintage?.released))).collect();
    for day in days.into_iter().filter(|day| *day < asked.scope.as_of) {
        let earlier = asked.about(Scope { as_of: day, ..asked.scope.clone() });
        if let Some(reading) = fitting(watch, &earlier)? {
            return Ok(Some((day, reading)));
        }
    }
    Ok(None)
}

/// The coverage whose figure is printed.
fn of_another_coverage(watch: &Watch, asked: &Asked) -> Result<Option<(Coverage, Reading)>, ReadError> {
    let others: BTreeSet<&Coverage> =
        watch.statements.iter().map(|s| &s.coverage).filter(|coverage| **coverage != asked.scope.coverage).collect();
    for coverage in others {
        let other = asked.about(Scope { coverage: coverage.clone(), ..asked.scope.clone() });
        if let Some(reading) = fitting(watch, &other)? {
            return Ok(Some((coverage.clone(), reading)));
        }
    }
    Ok(None)
}

/// Growth as somebody printed it: its base may have been revised since.
fn as_customs_printed(watch: &Watch, asked: &Asked) -> Result<Option<Reading>, ReadError> {
    if asked.measure != "growth" {
        return Ok(None);
    }
    fitting(watch, &Asked { measure: "quoted".to_owned(), ..asked.clone() })
}

/// What a question is answered, where that agrees with what is printed.
pub(crate) fn fitting(watch: &Watch, asked: &Asked) -> Result<Option<Reading>, ReadError> {
    let reading = asked.answer(watch)?.and_then(|reading| in_the_unit_of(&asked.printed, reading)).ok();
    let known = |reading: &Reading| reading.interval.low.is_some() || reading.interval.high.is_some();
    Ok(reading.filter(|reading| known(reading) && reading.interval.meets(&asked.printed.interval())))
}

/// Every print on file, by others, of the level or the share that is asked for.
fn same_cell<'a>(watch: &'a Watch, asked: &'a Asked) -> impl Iterator<Item = &'a Statement> {
    let Scope { flow, commodity, coverage, quantity, as_of, .. } = &asked.scope;
    let says = move |asserts: &Asserts| match (asked.measure.as_str(), asserts) {
        ("share", Asserts::Share { of }) => *of == Commodity::Total,
        ("level" | "value" | "weight", Asserts::Weight) => *quantity == Quantity::Weight,
        ("level" | "value", Asserts::Value) | ("level" | "balance", Asserts::Balance) => *quantity != Quantity::Weight,
        _ => false,
    };
    watch.statements.iter().filter(move |s| {
        s.status == Status::Published
            && s.flow == *flow
            && s.commodity == *commodity
            && s.coverage == *coverage
            && asked.scope.periods == [s.period]
            && !s.mean
            && says(&s.asserts)
            && s.printed.unit == asked.printed.unit
            && s.vintage.known_on(*as_of)
            && (asked.own.is_empty() || !s.place.file.starts_with(&asked.own))
    })
}

fn used(reading: &Reading) -> impl Iterator<Item = &str> {
    reading.lineage.used().filter(|paper| paper.kind == PaperKind::Statement).map(|paper| paper.id.as_str())
}

/// Every value that the print allows if it was cut off and not rounded.
fn loose(printed: &Printed) -> Interval {
    let Interval { low, best, high } = printed.interval();
    if printed.approx != Approx::Rounded {
        return printed.interval();
    }
    let (value, digit) = (printed.value(), printed.last_digit());
    if value.is_sign_negative() {
        Interval { low: value.checked_sub(digit), best, high }
    } else {
        Interval { low, best, high: value.checked_add(digit) }
    }
}

/// How the figure of a claim is set: as money, percent, a change.
pub(crate) fn style(asked: &Asked, unit: Unit) -> Style {
    if unit == Unit::Percent && asked.measure == "growth" { Style::Change } else { Style::of(unit, &asked.measure) }
}

/// A reading in words: the number, and its bounds where they matter.
pub(crate) fn figure(asked: &Asked, reading: &Reading) -> String {
    let style = style(asked, reading.unit);
    format!("{}{}", print(reading.into(), style, Lang::En), beside(reading.into(), style, Lang::En))
}

fn found(asked: &Asked, reading: &Reading) -> FoundSo {
    let text = alike(asked, reading).unwrap_or_else(|| figure(asked, reading));
    FoundSo { text, interval: reading.interval }
}

/// What was found in the scale and to the digit of the print, where the two are of one size.
fn alike(asked: &Asked, reading: &Reading) -> Option<String> {
    let (printed, best) = (&asked.printed, reading.interval.best?);
    let (one, other) = (printed.value().abs(), best.abs());
    let near = one < other.checked_mul(dec!(10))? && other < one.checked_mul(dec!(10))?;
    let plain = printed.approx == Approx::Rounded && matches!(printed.unit, Unit::Money(_) | Unit::Tonne);
    let text = slips::repaired(printed, &reading.interval).filter(|_| near && plain)?;
    let wide = reading.interval.width().is_none_or(|width| width > printed.last_digit());
    let style = style(asked, reading.unit);
    Some(if wide { format!("{text}{}", beside(reading.into(), style, Lang::En)) } else { text })
}

/// What the desk has, and by which papers.
fn said(asked: &Asked, reading: &Reading) -> String {
    let papers: Vec<&str> = used(reading).collect();
    let rest = if papers.len() > 3 { format!(" and {} more", papers.len() - 2) } else { String::new() };
    let papers = papers.iter().take(if papers.len() > 3 { 2 } else { 3 }).copied().collect::<Vec<_>>().join(", ");
    let papers = if papers.is_empty() { papers } else { format!(" ({papers}{rest})") };
    format!("the desk has {}{papers}", found(asked, reading).text)
}
