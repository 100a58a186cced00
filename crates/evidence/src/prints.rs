//! Published figures as evidence. Where several prints give one cell, the
//! finest is taken; among equals customs' own before an institute's, then the
//! later release, then the one that more of the others agree with, then the
//! first by name. The rest goes with it as papers: nothing is averaged,
//! nothing is hidden.

use std::{cmp::Reverse, collections::BTreeSet};

use yalu_trade::{
    Absence, Among, Asserts, Cell, Commodity, Currency, Cut, Decimal, Evidence, Gap, Interval, Lineage, Listing, Panel,
    Paper, PaperKind, Period, Quantity, Rate, ReadError, Reading, Statement, Status, Unit, dec,
};

/// What was printed, and the rates by which it can be converted.
#[derive(Clone, Debug, Default)]
pub struct Prints {
    statements: Vec<Statement>,
    rates: Vec<Rate>,
}

/// Why a statement is disbelieved, if it is.
pub(crate) type Doubt<'a> = dyn Fn(&Statement) -> Option<String> + 'a;

/// A statement that says something of a cell, in the cell's unit.
struct Candidate<'a> {
    statement: &'a Statement,
    interval: Interval,
    rate: Option<&'a Rate>,
}

impl Prints {
    /// Evidence of these statements; a figure in another currency is converted by these rates.
    pub fn new(statements: Vec<Statement>, rates: Vec<Rate>) -> Self {
        Self { statements, rates }
    }

    /// The statements, for those who list them.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Prints that are about the cells of a cut, whenever they were released and whatever they include.
    fn about<'a>(
        &'a self,
        cut: &'a Cut,
        reporter: &'a str,
        period: Period,
    ) -> impl Iterator<Item = &'a Statement> + 'a {
        self.statements.iter().filter(move |s| {
            s.status == Status::Published
                && s.reporter == reporter
                && s.partner == cut.partner
                && s.flow == cut.flow
                && s.period == period
                && s.mean == cut.mean
                && says(s, &cut.quantity)
        })
    }

    fn candidate<'a>(&'a self, statement: &'a Statement, quantity: &Quantity) -> Option<Candidate<'a>> {
        let taken = |interval| Some(Candidate { statement, interval, rate: None });
        match (quantity, statement.printed.unit) {
            (Quantity::Value(wanted), Unit::Money(found)) if *wanted == found => taken(statement.interval),
            (Quantity::Value(wanted), Unit::Money(found)) => self.converted(statement, found, *wanted),
            (Quantity::Weight, Unit::Tonne) => taken(statement.interval),
            (Quantity::Weight, Unit::Kilogram) => taken(statement.interval.times(dec!(0.001))),
            (Quantity::PrintedGrowth { .. }, Unit::Percent) => taken(statement.interval),
            // A share of 0.0 % is not less than nothing.
            (Quantity::PrintedShare { .. }, Unit::Percent) => {
                let Interval { low, best, high } = statement.interval;
                taken(Interval { low: low.map(|low| low.max(Decimal::ZERO)), best, high })
            }
            _ => None,
        }
    }

    fn converted<'a>(&'a self, statement: &'a Statement, from: Currency, to: Currency) -> Option<Candidate<'a>> {
        let rate = self.rates.iter().find(|r| r.from == from && r.to == to && r.period.contains(statement.period))?;
        Some(Candidate { statement, interval: statement.interval.over(&rate.rate)?, rate: Some(rate) })
    }

    fn cell(&self, cut: &Cut, period: Period, commodity: &Commodity, doubt: &Doubt<'_>) -> (Cell, Option<u32>) {
        if cut.reporters.len() > 1 && unit(&cut.quantity) == Unit::Percent {
            let gap = Gap::not_derivable("percentages of several reporters do not add");
            return (Cell { flow: cut.flow, period, commodity: commodity.clone(), reading: Err(gap) }, None);
        }
        let mut readings = Vec::new();
        let mut top = None;
        for reporter in &cut.reporters {
            let (reading, ranked) = self.reading(cut, reporter, period, commodity, doubt);
            readings.push(reading);
            // The largest of each are not the largest of all together.
            top = ranked.filter(|_| cut.reporters.len() == 1);
        }
        let reading = together(readings).unwrap_or_else(|| Err(Gap::not_on_file("no reporter is named")));
        (Cell { flow: cut.flow, period, commodity: commodity.clone(), reading }, top)
    }

    fn reading(
        &self,
        cut: &Cut,
        reporter: &str,
        period: Period,
        commodity: &Commodity,
        doubt: &Doubt<'_>,
    ) -> (Result<Reading, Gap>, Option<u32>) {
        let about: Vec<&Statement> = self.about(cut, reporter, period).filter(|s| s.commodity == *commodity).collect();
        let covered = about.iter().filter(|s| s.coverage == cut.coverage);
        let known = covered.clone().filter(|s| s.vintage.known_on(cut.as_of));
        let candidates = known.filter_map(|s| self.candidate(s, &cut.quantity)).map(|c| (doubt(c.statement), c));
        let (mut candidates, doubted): (Vec<_>, Vec<_>) = candidates.partition(|(doubted, _)| doubted.is_none());
        let candidates: &mut Vec<Candidate<'_>> = &mut candidates.drain(..).map(|(_, candidate)| candidate).collect();
        let agreement =
            |of: &Candidate<'_>, all: &[Candidate<'_>]| all.iter().filter(|c| c.interval.meets(&of.interval)).count();
        let agreements: Vec<usize> = candidates.iter().map(|c| agreement(c, candidates)).collect();
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        order.sort_by_key(|&i| {
            let Candidate { statement, interval, .. } = &candidates[i];
            let width = interval.width();
            (
                width.is_none(),
                width,
                statement.authority,
                Reverse(statement.vintage.released),
                Reverse(agreements[i]),
                &statement.id,
            )
        });
        let Some(&best) = order.first() else {
            let gap = match doubted.first() {
                Some((why, only)) => quarantined(only.statement, why.as_deref().unwrap_or_default()),
                None => absence(cut, period, commodity, &about),
            };
            return (Err(gap), None);
        };
        let rest: Vec<usize> = order.iter().copied().skip(1).collect();
        let contested = rest.iter().any(|&i| !candidates[i].interval.meets(&candidates[best].interval));
        let mut papers = candidates[best].papers(true);
        papers.extend(rest.iter().flat_map(|&i| candidates[i].papers(false)));
        papers.extend(
            doubted.iter().flat_map(|(why, candidate)| candidate.disbelieved(why.as_deref().unwrap_or_default())),
        );
        // A finer print of the same heading does not take it off the list that ranks it.
        let one_of_top = candidates.iter().find_map(|candidate| candidate.statement.one_of_top);
        let taken = candidates.swap_remove(best);
        let statement = taken.statement;
        let reading = Reading {
            interval: taken.interval,
            unit: unit(&cut.quantity),
            coverage: statement.coverage.clone(),
            valuation: if matches!(cut.quantity, Quantity::Value(_)) { statement.flow.valuation() } else { "" },
            vintage: statement.vintage,
            base_vintage: None,
            contested,
            lineage: Lineage {
                formula: taken.rate.map_or(String::new(), |_| "value ÷ rate of exchange".to_owned()),
                papers,
            },
        };
        (Ok(reading), one_of_top)
    }

    /// The commodities of a level on which somebody printed something in these periods.
    fn on_file(&self, cut: &Cut, level: usize) -> Vec<Commodity> {
        let of_level =
            |s: &&Statement| s.commodity.code().is_some_and(|code| code.level() == level) && s.coverage == cut.coverage;
        let periods = cut.periods.iter();
        let all = periods
            .flat_map(|&period| cut.reporters.iter().flat_map(move |reporter| self.about(cut, reporter, period)));
        all.filter(of_level).map(|s| s.commodity.clone()).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

impl Evidence for Prints {
    fn read(&self, cut: &Cut) -> Result<Panel, ReadError> {
        Ok(self.read_doubting(cut, &|_| None))
    }
}

impl Prints {
    /// The cells that a cut names, without the prints that somebody has reason to disbelieve; those go
    /// along as papers.
    pub(crate) fn read_doubting(&self, cut: &Cut, doubt: &Doubt<'_>) -> Panel {
        let commodities = match &cut.among {
            Among::These(commodities) => commodities.clone(),
            Among::Level(level) => self.on_file(cut, *level),
        };
        let each = |&period: &Period| commodities.iter().map(move |commodity| self.cell(cut, period, commodity, doubt));
        let named = matches!(cut.among, Among::These(_));
        let known = cut.periods.iter().flat_map(each).filter(|(cell, _)| named || cell.reading.is_ok());
        let (cells, tops): (Vec<Cell>, Vec<Option<u32>>) = known.unzip();
        Panel { listing: listing(&cut.among, &cells, &tops), cells }
    }
}

/// Prints are a list of the N largest if one ranked table has N of them and none of the others can
/// be larger than the smallest of those; otherwise they are what happens to be on file.
fn listing(among: &Among, cells: &[Cell], tops: &[Option<u32>]) -> Listing {
    let Some(n) = tops.iter().flatten().min().copied().filter(|_| matches!(among, Among::Level(_))) else {
        return Listing::Some;
    };
    let of = |ranked: bool| {
        let here = cells.iter().zip(tops).filter(move |(_, top)| (**top == Some(n)) == ranked);
        here.filter_map(|(cell, _)| Some(cell.reading.as_ref().ok()?.interval))
    };
    let smallest = of(true).filter_map(|interval| interval.low).min();
    let smaller = |other: Interval| other.high.zip(smallest).is_some_and(|(high, low)| high <= low);
    if of(true).count() == n as usize && of(false).all(smaller) { Listing::Top(n) } else { Listing::Some }
}

fn says(statement: &Statement, quantity: &Quantity) -> bool {
    match quantity {
        Quantity::Value(_) => matches!(statement.asserts, Asserts::Value | Asserts::Balance),
        Quantity::Weight => statement.asserts == Asserts::Weight,
        Quantity::PrintedGrowth { base } => statement.asserts == Asserts::Growth { base: *base },
        Quantity::PrintedShare { of } => statement.asserts == Asserts::Share { of: of.clone() },
    }
}

fn unit(quantity: &Quantity) -> Unit {
    match quantity {
        Quantity::Value(currency) => Unit::Money(*currency),
        Quantity::Weight => Unit::Tonne,
        Quantity::PrintedGrowth { .. } | Quantity::PrintedShare { .. } => Unit::Percent,
    }
}

/// All that is printed of a cell is disbelieved.
fn quarantined(statement: &Statement, why: &str) -> Gap {
    Gap::new(Absence::Quarantined, format!("`{}` is disbelieved: it {why}", statement.id))
}

/// Why a cell is empty: still to be released, printed with another coverage only, or not printed at all.
fn absence(cut: &Cut, period: Period, commodity: &Commodity, about: &[&Statement]) -> Gap {
    let of = if *commodity == Commodity::Total { String::new() } else { format!(" of {commodity}") };
    let what = format!("{}{of} in {period} ({})", cut.flow.side().noun(), cut.coverage);
    let later = about.iter().filter(|s| s.coverage == cut.coverage).map(|s| s.vintage.released).min();
    if let Some(released) = later {
        let later = released > cut.as_of.0;
        let why = if later {
            // The day is not told: on the day asked for nobody knew it.
            format!("{what}: still to come out")
        } else {
            format!("{what} are printed in a unit that cannot be converted")
        };
        return Gap::new(if later { Absence::NotYetPublished } else { Absence::NotOnFile }, why);
    }
    let out = about.iter().filter(|s| s.vintage.known_on(cut.as_of));
    let other: BTreeSet<&str> = out.map(|s| s.coverage.word()).collect();
    let only = other.into_iter().collect::<Vec<_>>().join(", ");
    let only = if only.is_empty() { String::new() } else { format!("; printed as {only}") };
    Gap::not_on_file(format!("no print of {what}{only}"))
}

/// The reporters' readings as one; absent if one of them is.
fn together(readings: Vec<Result<Reading, Gap>>) -> Option<Result<Reading, Gap>> {
    readings.into_iter().reduce(|sum, next| {
        let (sum, next) = (sum?, next?);
        Ok(Reading {
            interval: sum.interval.plus(&next.interval),
            vintage: if sum.vintage.released < next.vintage.released { next.vintage } else { sum.vintage },
            contested: sum.contested || next.contested,
            lineage: Lineage::of("sum over reporters", [&sum.lineage, &next.lineage]),
            ..sum
        })
    })
}

impl Candidate<'_> {
    fn disbelieved(&self, why: &str) -> Vec<Paper> {
        let told = |paper: Paper| Paper { note: format!("disbelieved: {why}"), ..paper };
        self.papers(false).into_iter().map(told).collect()
    }

    fn papers(&self, used: bool) -> Vec<Paper> {
        let s = self.statement;
        let print = Paper::of_print(s, used);
        let corrections = s.corrections.iter().map(|c| Paper {
            kind: PaperKind::Correction,
            id: format!("correction of {}", s.id),
            says: format!("{}: {} → {}: {}", c.field, c.from, c.to, c.reason),
            source: c.source.clone(),
            place: c.place.clone(),
            vintage: None,
            used,
            note: String::new(),
        });
        let rate = self.rate.map(|rate| {
            let say = |value: Option<Decimal>| value.map_or(String::new(), |value| value.normalize().to_string());
            let Interval { low, best, high } = rate.rate;
            Paper {
                kind: PaperKind::Rate,
                id: format!("{} per {} in {}", rate.from, rate.to, rate.period),
                says: format!("{} ({}–{})", say(best), say(low), say(high)),
                source: rate.source.clone(),
                place: rate.place.clone(),
                vintage: None,
                used,
                note: String::new(),
            }
        });
        std::iter::once(print).chain(corrections).chain(rate).collect()
    }
}
