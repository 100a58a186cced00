//! Evidence that fits on a page: one line a print, such as
//!
//! ```text
//! X 2023 TOTAL 200350e4 @2024-01-18
//! X 2022 6703 0.8 %
//! ```
//!
//! After flow, period, commodity and digits may stand `t`, `%` (a share of the
//! total), `%2022` (growth since 2022), `mean`, `+crude`, `exact` (every digit
//! is known, not rounded), `about`, `over`, `contested`, `suppressed` and the
//! day of release. What is not on a line is not on file.

use yalu_measure::{Measured, Row, Scope, measure};
use yalu_trade::{
    Absence, Among, Approx, Base, Cell, Commodity, Coverage, Currency, Cut, Evidence, Flow, Gap, Interval, Lineage,
    Listing, Panel, Paper, PaperKind, Period, Place, Printed, Quantity, ReadError, Reading, Rules, Unit, Vintage,
    Wording,
};

pub(crate) struct Table {
    lines: Vec<Line>,
    listing: Listing,
}

struct Line {
    flow: Flow,
    period: Period,
    commodity: Commodity,
    coverage: Coverage,
    quantity: Quantity,
    mean: bool,
    reading: Result<Reading, Gap>,
}

/// A table whose headings are what happens to be on file.
pub(crate) fn some(text: &str) -> Table {
    table(Listing::Some, text)
}

/// A table whose headings are all there are.
pub(crate) fn all(text: &str) -> Table {
    table(Listing::All, text)
}

/// A table whose headings are the N largest.
pub(crate) fn top(n: u32, text: &str) -> Table {
    table(Listing::Top(n), text)
}

fn table(listing: Listing, text: &str) -> Table {
    Table { lines: text.lines().map(str::trim).filter(|line| !line.is_empty()).map(line).collect(), listing }
}

fn line(text: &str) -> Line {
    let mut words = text.split_whitespace();
    let mut next = || words.next().expect(text);
    let (flow, period, commodity, digits) = (next(), next(), next(), next());
    let words: Vec<&str> = words.collect();
    let has = |word: &str| words.contains(&word);
    let period: Period = period.parse().expect(text);
    let quantity = match words.iter().find_map(|word| word.strip_prefix('%')) {
        Some("") => Quantity::PrintedShare { of: Commodity::Total },
        Some(base) => Quantity::PrintedGrowth { base: base.parse().expect(text) },
        None if has("t") => Quantity::Weight,
        None => Quantity::Value(Currency::USD),
    };
    let unit = match quantity {
        Quantity::Value(currency) => Unit::Money(currency),
        Quantity::Weight => Unit::Tonne,
        _ => Unit::Percent,
    };
    let approx = words.iter().find_map(|word| word.parse::<Approx>().ok()).unwrap_or_default();
    let (digits, scale) = digits.split_once('e').unwrap_or((digits, "0"));
    let printed = Printed::read(digits, Printed::scale(&format!("1e{scale}")).expect(text), unit, approx).expect(text);
    let released = words.iter().find_map(|word| word.strip_prefix('@'));
    let vintage = released.map_or(Vintage::assumed_for(period), |day| Vintage::read(day).expect(text));
    let coverage = if has("+crude") { Coverage::with_crude() } else { Coverage::reported() };
    let flow: Flow = flow.parse().expect(text);
    let reading = Reading {
        interval: if has("exact") { Interval::exact(printed.value()) } else { printed.interval() },
        unit,
        coverage: coverage.clone(),
        valuation: flow.valuation(),
        vintage,
        base_vintage: None,
        contested: has("contested"),
        lineage: Lineage { formula: String::new(), papers: vec![paper(text, vintage)] },
    };
    let kept_back = Gap::new(Absence::Suppressed, format!("{commodity} in {period} is kept back"));
    Line {
        flow,
        period,
        commodity: commodity.parse().expect(text),
        coverage,
        quantity,
        mean: has("mean"),
        reading: if has("suppressed") { Err(kept_back) } else { Ok(reading) },
    }
}

/// A paper is called by its whole line.
fn paper(text: &str, vintage: Vintage) -> Paper {
    Paper {
        kind: PaperKind::Statement,
        id: text.to_owned(),
        says: text.to_owned(),
        source: "a table of the tests".to_owned(),
        place: Place::default(),
        vintage: Some(vintage),
        used: true,
        note: String::new(),
    }
}

impl Evidence for Table {
    fn read(&self, cut: &Cut) -> Result<Panel, ReadError> {
        let asked = |line: &&Line| {
            line.flow == cut.flow
                && cut.periods.contains(&line.period)
                && line.coverage == cut.coverage
                && line.quantity == cut.quantity
                && line.mean == cut.mean
        };
        let asked: Vec<&Line> = self.lines.iter().filter(asked).collect();
        let cells = match &cut.among {
            Among::These(commodities) => {
                let each = |&period: &Period| commodities.iter().map(move |commodity| (period, commodity));
                cut.periods
                    .iter()
                    .flat_map(each)
                    .map(|(period, commodity)| cell(&asked, cut, period, commodity))
                    .collect()
            }
            Among::Level(level) => {
                let of_level = |line: &&&Line| line.commodity.code().is_some_and(|code| code.level() == *level);
                let lines = asked.iter().filter(of_level);
                lines.map(|line| cell(&asked, cut, line.period, &line.commodity)).collect()
            }
        };
        Ok(Panel { cells, listing: self.listing })
    }
}

fn cell(asked: &[&Line], cut: &Cut, period: Period, commodity: &Commodity) -> Cell {
    let found = asked.iter().find(|line| line.period == period && line.commodity == *commodity);
    let nothing = || Err(Gap::not_on_file(format!("no {} of {commodity} in {period}", cut.flow)));
    let reading = found.map_or_else(nothing, |line| line.reading.clone());
    Cell { flow: cut.flow, period, commodity: commodity.clone(), reading }
}

/// What is asked of total imports or exports; a test changes the rest.
pub(crate) fn scope(flow: &str, periods: &str) -> Scope {
    Scope {
        reporters: vec!["CHN".to_owned()],
        partner: "PRK".to_owned(),
        flow: flow.parse().expect(flow),
        periods: periods.split_whitespace().map(|period| period.parse().expect(period)).collect(),
        commodity: Commodity::Total,
        coverage: Coverage::reported(),
        quantity: Quantity::Value(Currency::USD),
        as_of: "2025-09-30".parse().expect("a day"),
        base: None,
        top: 10,
        since: None,
        printed: None,
        baskets: Vec::new(),
        sectors: Vec::new(),
        groupings: Vec::new(),
        pairs: Vec::new(),
        concordance: Default::default(),
        sanctions: Vec::new(),
        rules: Rules::default(),
    }
}

/// The same of one commodity.
pub(crate) fn of(commodity: &str, scope: Scope) -> Scope {
    Scope { commodity: commodity.parse().expect(commodity), ..scope }
}

/// The same against a base of these years.
pub(crate) fn against(years: &str, scope: Scope) -> Scope {
    let periods = years.split_whitespace().map(|year| year.parse().expect(year)).collect();
    let base = Base {
        id: years.replace(' ', "-"),
        label: Wording::en(years),
        periods,
        why: "a test".to_owned(),
        source: "a table of the tests".to_owned(),
        place: Place::default(),
    };
    Scope { base: Some(base), ..scope }
}

/// A measure's answer.
pub(crate) fn ask(id: &str, scope: &Scope, table: &Table) -> Measured {
    let measure = measure(id).expect(id);
    let panels: Vec<Panel> = measure.asks(scope).iter().map(|cut| table.read(cut).expect("a table reads")).collect();
    measure.answer(scope, &panels)
}

/// The first figure of an answer.
pub(crate) fn first(id: &str, scope: &Scope, table: &Table) -> Result<Reading, Gap> {
    ask(id, scope, table).rows.into_iter().next().expect("a row").answer
}

/// The first figure of an answer, as a reader would copy it.
pub(crate) fn check(id: &str, scope: &Scope, table: &Table, expected: &str) {
    assert_eq!(said(&first(id, scope, table)), expected, "{id}");
}

/// `best (low..high)` to four decimals; the value alone where it is known to
/// the digit, `?` where no value is best; a gap in its own words.
pub(crate) fn said(answer: &Result<Reading, Gap>) -> String {
    let Interval { low, best, high } = match answer {
        Ok(reading) => reading.interval,
        Err(gap) => return gap.to_string(),
    };
    let four = |v: Option<yalu_trade::Decimal>, none: &str| {
        v.map_or(none.to_owned(), |v| {
            v.round_dp_with_strategy(4, rust_decimal::RoundingStrategy::MidpointAwayFromZero).normalize().to_string()
        })
    };
    if low == high && low == best && low.is_some() {
        return four(low, "");
    }
    format!("{} ({}..{})", four(best, "?"), four(low, ""), four(high, ""))
}

/// The row of a commodity.
pub(crate) fn row<'a>(measured: &'a Measured, commodity: &str) -> &'a Row {
    measured.rows.iter().find(|row| row.commodity.to_string() == commodity).expect(commodity)
}
