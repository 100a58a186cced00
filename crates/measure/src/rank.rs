//! Rank since a year: the place of a year's level among the years since then,
//! the highest first. A year that nobody printed could stand anywhere, so a
//! rank that hangs on one is not derivable, and says which.

use yalu_trade::{Card, Cut, Decimal, Gap, Interval, Panel, Period, Reading, Unit};

use crate::{Measure, Measured, Scope, level, scope::computed};

pub(crate) struct Rank;

static CARD: Card = Card {
    id: "rank",
    title: "Rank since a year",
    label: ["rank since {since}", "{since}년 이후 순위", "{since}年以来位次"],
    unit: "rank",
    formula: "1 + the number of years since then whose V is higher",
    citation: "David and Nagaraja, Order Statistics (3rd ed., 2003), ch. 1",
    needs: "the level of the period and of every year since --since",
    caveats: "Years that are not on file leave the rank open between bounds.",
    example: "rank --flow import --period 2023 --since 2010",
};

fn years(scope: &Scope, period: Period) -> Vec<Period> {
    let since = scope.since.unwrap_or_else(|| period.first_year());
    (since..period.first_year()).map(|year| period.shift_years(year - period.first_year())).collect()
}

impl Measure for Rank {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let all: Vec<Period> =
            scope.periods.iter().flat_map(|&period| years(scope, period).into_iter().chain([period])).collect();
        level::asks(scope, scope.flow, &scope.commodity, &all)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let at = |period| level::at(scope, scope.flow, &scope.commodity, period, panels);
        scope.measured(Unit::Rank, |period| {
            match scope.since {
                None => return Err(Gap::not_derivable("no year is named since which to rank")),
                Some(since) if since > period.first_year() => {
                    return Err(Gap::not_derivable(format!("{since} is after {period}")));
                }
                Some(_) => {}
            }
            let now = at(period).map_err(|gap| Gap::not_derivable(gap.why))?;
            let others: Vec<(Period, Result<Reading, Gap>)> =
                years(scope, period).into_iter().map(|year| (year, at(year))).collect();
            rank(&now, &others)
        })
    }
}

fn rank(now: &Reading, others: &[(Period, Result<Reading, Gap>)]) -> Result<Reading, Gap> {
    let missing: Vec<String> =
        others.iter().filter(|(_, reading)| reading.is_err()).map(|(year, _)| year.to_string()).collect();
    let known: Vec<&Reading> = others.iter().filter_map(|(_, reading)| reading.as_ref().ok()).collect();
    let above = |other: &&&Reading| now.interval.high.is_some_and(|high| other.interval.above(high));
    let no_higher =
        |other: &&&Reading| now.interval.low.zip(other.interval.high).is_some_and(|(low, high)| high <= low);
    let (higher, settled) = (known.iter().filter(above).count(), known.iter().filter(no_higher).count());
    let tied = known.len() - higher - settled;
    let (first, last) = (higher + 1, higher + 1 + tied + missing.len());
    if first != last {
        let why = if missing.is_empty() {
            format!("between place {first} and {last}: the prints do not tell years apart")
        } else {
            format!("between place {first} and {last}: nothing is on file for {}", missing.join(", "))
        };
        return Err(Gap::not_derivable(why));
    }
    let inputs: Vec<&Reading> = std::iter::once(now).chain(known).collect();
    Ok(computed(Interval::exact(Decimal::from(first)), Unit::Rank, CARD.formula, &inputs))
}
