//! Top N: the largest headings of a flow, each with its share this year and
//! last, and the sum that the rows really give. Last year's share is quoted
//! where somebody printed it and computed where nobody did.

use yalu_trade::{Among, Card, Commodity, Cut, Gap, Interval, Listing, Panel, Period, Quantity, Reading, Unit};

use crate::{Measure, Measured, Row, Scope, scope::computed, share};

pub(crate) struct Top;

static CARD: Card = Card {
    id: "top",
    title: "Top commodities",
    label: ["sum of the top {top}", "상위 {top}개 품목 합계", "前{top}项合计"],
    unit: "currency, with shares in %",
    formula: "the N headings (HS, 4 digits) with the largest V; share V_k ÷ V × 100; total Σ V_k",
    citation: "World Customs Organization, Harmonized System 2022",
    needs: "a list of headings of the flow",
    caveats: "Of a printed list the ranking is as far as the list goes. Headings hold unlike goods.",
    example: "top --flow import --period 2023",
};

/// Commodities are ranked by heading: HS, 4 digits.
pub(crate) const LEVEL: usize = 4;

impl Measure for Top {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let of = |&period: &Period| {
            let last = period.shift_years(-1);
            let whole = |periods: Vec<Period>| Cut {
                quantity: Quantity::Value(scope.currency()),
                ..scope.cut(scope.flow, &Commodity::Total, periods)
            };
            let rows = |period| Cut { among: Among::Level(LEVEL), ..whole(vec![period]) };
            let printed = Cut { quantity: Quantity::PrintedShare { of: Commodity::Total }, ..rows(last) };
            [rows(period), whole(vec![period, last]), rows(last), printed]
        };
        scope.periods.iter().flat_map(of).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let unit = Unit::Money(scope.currency());
        let each: Vec<Measured> = scope
            .periods
            .iter()
            .zip(panels.chunks(4))
            .map(|(&period, panels)| of_period(scope, period, panels))
            .collect();
        // One period has a total under its rows. Several have a list each, and an absent list is a row of its own.
        let mut measured = Measured { unit, rows: Vec::new(), total: None, notes: Vec::new() };
        let single = each.len() == 1;
        for list in each {
            let absent = list.total.as_ref().is_some_and(|total| total.answer.is_err());
            measured.rows.extend(list.rows);
            measured.rows.extend(list.total.clone().filter(|_| absent && !single));
            measured.total = list.total.filter(|_| single);
            measured.notes.extend(list.notes);
        }
        measured
    }
}

fn of_period(scope: &Scope, period: Period, panels: &[Panel]) -> Measured {
    let unit = Unit::Money(scope.currency());
    let none = |gap| Measured { unit, rows: Vec::new(), total: Some(scope.row(period, Err(gap))), notes: Vec::new() };
    let [values, wholes, earlier, printed] = panels else { return none(Gap::not_on_file("nothing was read")) };
    if let Err(gap) = nothing_kept_back(values, period) {
        return none(gap);
    }
    // Beyond the N that a source ranks, what is on file is no ranking.
    let certain = if let Listing::Top(n) = values.listing { scope.top.min(n as usize) } else { scope.top };
    let ranked = largest(values, period, certain);
    if ranked.is_empty() || values.listing == Listing::Some {
        let of = format!("{} in {period}", scope.flow.side().noun());
        return none(Gap::not_derivable(unranked(ranked.len(), &of)));
    }
    let row = |(i, (commodity, reading)): (usize, (&Commodity, &Reading))| Row {
        commodity: commodity.clone(),
        rank: Some(i as u32 + 1),
        share: Some(wholes.at(period, &Commodity::Total).and_then(|whole| share::of(reading, whole))),
        share_previous: Some(previous(commodity, period.shift_years(-1), earlier, wholes, printed)),
        ..scope.row(period, Ok(reading.clone()))
    };
    let rows: Vec<Row> = ranked.into_iter().enumerate().map(row).collect();
    let total = total(scope, period, &rows, wholes);
    let short =
        (rows.len() < scope.top).then(|| format!("only {} of {} are known to be the largest", rows.len(), scope.top));
    Measured { unit, rows, total: Some(total), notes: short.into_iter().collect() }
}

/// Why the headings on file are no ranking.
pub(crate) fn unranked(on_file: usize, of: &str) -> String {
    match on_file {
        0 => format!("no heading of {of} is on file"),
        1 => format!("one heading of {of} is on file, and nothing says that it is the largest"),
        n => format!("{n} headings of {of} are on file, and nothing says that they are the largest"),
    }
}

/// A heading that is on file without its value could stand anywhere among the others.
pub(crate) fn nothing_kept_back(values: &Panel, period: Period) -> Result<(), Gap> {
    let mut gaps =
        values.cells.iter().filter(|cell| cell.period == period).filter_map(|cell| cell.reading.as_ref().err());
    gaps.next().map_or(Ok(()), |gap| Err(Gap::not_derivable(format!("a heading is missing: {}", gap.why))))
}

/// The N largest readings of a period, largest first; equals by code.
pub(crate) fn largest(values: &Panel, period: Period, n: usize) -> Vec<(&Commodity, &Reading)> {
    let of_period = values.cells.iter().filter(|cell| cell.period == period);
    let mut known: Vec<_> = of_period.filter_map(|cell| Some((&cell.commodity, cell.reading.as_ref().ok()?))).collect();
    known.sort_by(|a, b| b.1.interval.best.cmp(&a.1.interval.best).then_with(|| a.0.cmp(b.0)));
    known.truncate(n);
    known
}

fn previous(
    commodity: &Commodity,
    last: Period,
    values: &Panel,
    wholes: &Panel,
    printed: &Panel,
) -> Result<Reading, Gap> {
    let absent = |_| Gap::not_on_file(format!("neither the value nor the share of {commodity} in {last} is on file"));
    let value = values
        .at(last, commodity)
        .map_err(absent)
        .and_then(|part| share::of(part, wholes.at(last, &Commodity::Total)?));
    match (printed.at(last, commodity), value) {
        (Ok(quoted), Ok(computed)) => {
            let contested = quoted.contested || !quoted.interval.meets(&computed.interval);
            let mut quoted = quoted.clone();
            let others = computed.lineage.papers.into_iter().map(|paper| yalu_trade::Paper { used: false, ..paper });
            quoted.lineage.papers.extend(others);
            Ok(Reading { contested, ..quoted })
        }
        (Ok(quoted), Err(_)) => Ok(quoted.clone()),
        (Err(_), computed) => computed.map_err(|gap| Gap::not_derivable(gap.why)),
    }
}

/// The sum of the rows, not the total that a table prints under them.
fn total(scope: &Scope, period: Period, rows: &[Row], wholes: &Panel) -> Row {
    let readings: Vec<&Reading> = rows.iter().filter_map(|row| row.answer.as_ref().ok()).collect();
    let interval = Interval::sum(readings.iter().map(|reading| &reading.interval));
    let sum = computed(interval, Unit::Money(scope.currency()), "Σ V_k over the rows", &readings);
    let share = wholes.at(period, &Commodity::Total).and_then(|whole| share::of(&sum, whole));
    let shares: Result<Vec<&Reading>, Gap> = rows
        .iter()
        .filter_map(|row| row.share_previous.as_ref())
        .map(|share| share.as_ref().map_err(Clone::clone))
        .collect();
    let share_previous = shares.map(|shares| {
        let interval = Interval::sum(shares.iter().map(|share| &share.interval));
        computed(interval, Unit::Percent, "Σ of last year's shares over the rows", &shares)
    });
    Row { share: Some(share), share_previous: Some(share_previous), ..scope.row(period, Ok(sum)) }
}
