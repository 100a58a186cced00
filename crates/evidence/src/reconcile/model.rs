//! Statements as rows of a linear system over the cells of the cube. A cell is
//! one month of one flow; a level is a sum of cells, growth and shares compare
//! two such sums, a figure in another currency stands on cells of its own that
//! the rates tie to those in dollars. Coverages meet only where one is stated
//! to be the sum of others.

use std::collections::BTreeMap;

use yalu_trade::{
    Approx, AsOf, Asserts, Authority, Commodity, Coverage, Currency, Decimal, Flow, Interval, Period, Rate, Statement,
    Status, Unit,
};

use super::{float, lp, ranking::Rankings};

/// What a cell counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Counts {
    Money(Currency),
    Tonnes,
    Pieces(Unit),
    /// Nothing: it lies between a place of a ranking and the next.
    Mark {
        ranking: usize,
        place: Decimal,
    },
}

/// One month of one flow of one commodity, in one coverage and one currency.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Key {
    pub(super) reporter: String,
    pub(super) partner: String,
    pub(super) commodity: Commodity,
    pub(super) coverage: Coverage,
    pub(super) counts: Counts,
    /// X or M.
    pub(super) flow: Flow,
    pub(super) month: Period,
}

/// A sum over cells between two bounds, and by how much it may stretch beyond them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) terms: Terms,
    pub(super) low: f64,
    pub(super) high: f64,
    /// The most that each bound gives way; a comparison has given way already.
    pub(super) give: (f64, f64),
}

/// What a statement says of the cells.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// Its place among the statements; none for what nobody printed and the months around suggest.
    pub(super) statement: Option<usize>,
    pub(super) parts: Vec<Part>,
    /// What it costs to disbelieve it.
    pub(super) trust: f64,
    /// It is of another size than the months around it.
    pub(super) odd: bool,
}

/// All cells and what is said of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    pub(super) keys: Vec<Key>,
    pub(super) index: BTreeMap<Key, usize>,
    pub(super) said: Vec<Said>,
    /// What holds whoever printed what: rates of exchange.
    pub(super) links: Vec<lp::Row>,
    /// Statements that say nothing of any cell, and why.
    pub(super) unused: Vec<(usize, String)>,
}

/// How far any row may stretch: prints of one month differ by this much without anybody having slipped.
pub(super) const STRETCH: f64 = 0.01;

/// What a suggestion by the months around costs to disbelieve: less than any print, unless a slip explains the print.
const SUGGESTED: f64 = 0.8;
/// How many months around a month are looked at, on each side.
const AROUND: i32 = 5;
/// The months around say something only if the largest is not more than so many times the smallest.
const STEADY: f64 = 10.0;
/// A month so many times larger than the largest around it, or smaller than the smallest, is odd.
const ODD: f64 = 2.0;
/// A month is hardly so many times larger than the largest around it, or smaller than the smallest.
const LIKELY: f64 = 100.0;

/// A sum of cells with signs alone.
type Sum = Vec<(usize, i8)>;

fn sum_of(terms: &Terms) -> Sum {
    terms.iter().map(|(cell, factor)| (*cell, if *factor < 0.0 { -1 } else { 1 })).collect()
}

/// A sum of cells: each with its factor.
pub(super) type Terms = Vec<(usize, f64)>;

impl Model {
    /// The rows that statements known on a day give.
    pub(super) fn new(statements: &[Statement], rates: &[Rate], as_of: AsOf) -> Self {
        let mut model = Self::default();
        let known = |s: &Statement| s.status == Status::Published && s.vintage.known_on(as_of);
        let rankings = Rankings::new(statements, known);
        for (i, statement) in statements.iter().enumerate().filter(|(_, s)| known(s)) {
            let parts = if matches!(statement.asserts, Asserts::Rank { .. }) {
                model.placed(i, statement, &rankings)
            } else {
                model.parts(statement)
            };
            match parts {
                Ok(parts) => model.said.push(Said { statement: Some(i), parts, trust: trust(statement), odd: false }),
                Err(why) => model.unused.push((i, why)),
            }
        }
        model.exchange(statements, rates, as_of);
        model.collisions(statements);
        model.likely(statements);
        model
    }

    /// Where one print alone is of a month, the months around say how large it can well be: a suggestion,
    /// cheaper to disbelieve than a print, that tells millions from billions.
    fn likely(&mut self, statements: &[Statement]) {
        let mut prints: BTreeMap<Sum, Vec<f64>> = BTreeMap::new();
        for said in &self.said {
            let (Some(at), [part]) = (said.statement, said.parts.as_slice()) else { continue };
            if statements[at].period.is_month()
                && matches!(statements[at].asserts, Asserts::Value)
                && part.high.is_finite()
            {
                prints.entry(sum_of(&part.terms)).or_default().push((part.low + part.high) / 2.0);
            }
        }
        let mut suggestions = Vec::new();
        for sum in prints.keys() {
            let terms = sum.iter().map(|(cell, sign)| (*cell, f64::from(*sign))).collect();
            let Some((least, most)) = self.around(&terms, &prints) else { continue };
            let odd = |part: &Part| part.high < least / ODD || part.low > most * ODD;
            let here = self.said.iter_mut().filter(|said| said.parts.len() == 1 && said.parts[0].terms == terms);
            here.for_each(|said| said.odd = odd(&said.parts[0]));
            let part = Part { terms, low: least / LIKELY, high: most * LIKELY, give: (0.0, 0.0) };
            suggestions.push(Said { statement: None, parts: vec![part], trust: SUGGESTED, odd: false });
        }
        self.said.extend(suggestions);
    }

    /// The smallest and the largest print of the months around one, where they are of one size.
    fn around(&self, terms: &Terms, prints: &BTreeMap<Sum, Vec<f64>>) -> Option<(f64, f64)> {
        let months = (1..=AROUND).flat_map(|n| [-n, n]);
        let moved = |by: i32| -> Option<Terms> {
            let each = terms.iter().map(|(cell, sign)| {
                let key = &self.keys[*cell];
                Some((*self.index.get(&Key { month: key.month.shift_months(by), ..key.clone() })?, *sign))
            });
            each.collect()
        };
        let near: Vec<f64> = months.filter_map(|by| prints.get(&sum_of(&moved(by)?))).flatten().copied().collect();
        let least = near.iter().copied().fold(f64::INFINITY, f64::min);
        let most = near.iter().copied().fold(0.0, f64::max);
        (near.len() >= 4 && most <= least * STEADY).then_some((least, most))
    }

    pub(super) fn cell(&mut self, key: Key) -> usize {
        let next = self.keys.len();
        *self.index.entry(key).or_insert_with_key(|key| {
            self.keys.push(key.clone());
            next
        })
    }

    fn parts(&mut self, s: &Statement) -> Result<Vec<Part>, String> {
        let Interval { low, high, .. } = s.interval;
        let (low, high) = (low.map_or(f64::NEG_INFINITY, float), high.map_or(f64::INFINITY, float));
        // What was cut off instead of rounded may lie half a digit further out.
        let cut = float(s.printed.last_digit()) / 2.0;
        let kilograms = if s.printed.unit == Unit::Kilogram { 0.001 } else { 1.0 };
        match &s.asserts {
            Asserts::Value | Asserts::Balance | Asserts::Weight | Asserts::Quantity => {
                let counts = counts(s.printed.unit)?;
                let terms = self.sum(s, s.period, &s.commodity, counts)?;
                let terms = if s.mean { scaled(terms, 1.0 / years(s.period)) } else { terms };
                let (low, high) = (low * kilograms, high * kilograms);
                // A flow is never less than nothing; a balance may be.
                let low = if s.flow == Flow::B { low } else { low.max(0.0) };
                Ok(vec![Part { terms, low, high, give: give(s, kilograms) }])
            }
            Asserts::Growth { base } => {
                if s.flow == Flow::B {
                    return Err("a balance may change its sign: growth says nothing of it".to_owned());
                }
                self.compared(s, *base, 1.0 + low / 100.0, 1.0 + (high + cut) / 100.0, 1.0)
            }
            Asserts::Multiple { base } => {
                let mean = f64::from(base.len_months()) / f64::from(s.period.len_months());
                self.compared(s, *base, low, high + cut, 1.0 / mean)
            }
            Asserts::Share { of } => {
                let part = self.sum(s, s.period, &s.commodity, DOLLARS)?;
                let whole = self.sum(s, s.period, of, DOLLARS)?;
                Ok(ratio(part, whole, (low / 100.0).max(0.0), (high + cut) / 100.0))
            }
            Asserts::Rank { .. } => Err("a place says nothing alone".to_owned()),
        }
    }

    fn compared(&mut self, s: &Statement, base: Period, low: f64, high: f64, mean: f64) -> Result<Vec<Part>, String> {
        let now = self.sum(s, s.period, &s.commodity, DOLLARS)?;
        let then = self.sum(s, base, &s.commodity, DOLLARS)?;
        Ok(ratio(now, scaled(then, mean), low.max(0.0), high))
    }

    /// The cells that a level adds up.
    pub(super) fn sum(
        &mut self,
        s: &Statement,
        period: Period,
        commodity: &Commodity,
        counts: Counts,
    ) -> Result<Terms, String> {
        let flows: &[(Flow, f64)] = match s.flow {
            Flow::X => &[(Flow::X, 1.0)],
            Flow::M => &[(Flow::M, 1.0)],
            Flow::T => &[(Flow::X, 1.0), (Flow::M, 1.0)],
            Flow::B => &[(Flow::M, 1.0), (Flow::X, -1.0)],
            other => return Err(format!("{} is part of another flow", other.letters())),
        };
        if !matches!(commodity, Commodity::Total | Commodity::Code(_)) {
            return Err(format!("{commodity} is a list of its author's: no cell of the cube"));
        }
        let coverages = made_of(&s.coverage);
        let mut terms = Terms::new();
        for month in period.months() {
            for (flow, sign) in flows {
                for coverage in &coverages {
                    let key = Key {
                        reporter: s.reporter.clone(),
                        partner: s.partner.clone(),
                        commodity: commodity.clone(),
                        coverage: coverage.clone(),
                        counts,
                        flow: *flow,
                        month,
                    };
                    terms.push((self.cell(key), *sign));
                }
            }
        }
        Ok(terms)
    }

    /// Ties the cells in other currencies to those in dollars: by the desk's rates, and closer
    /// where a month is printed in both.
    fn exchange(&mut self, statements: &[Statement], rates: &[Rate], as_of: AsOf) {
        let foreign: Vec<(usize, Key)> = self.keys.iter().cloned().enumerate().filter(|(_, k)| foreign(k)).collect();
        for (cell, key) in foreign {
            let Counts::Money(currency) = key.counts else { continue };
            let band =
                rates.iter().find(|r| r.from == currency && r.to == Currency::USD && r.period.contains(key.month));
            let Some(band) = band.and_then(|rate| Some((float(rate.rate.low?), float(rate.rate.high?)))) else {
                continue;
            };
            let (low, high) = implied(statements, &key, currency, band, as_of);
            let dollars = self.cell(Key { counts: DOLLARS, ..key });
            self.links.push(lp::Row { terms: vec![(cell, 1.0), (dollars, -low)], low: 0.0, high: f64::INFINITY });
            self.links.push(lp::Row { terms: vec![(cell, 1.0), (dollars, -high)], low: f64::NEG_INFINITY, high: 0.0 });
        }
    }
}

pub(super) const DOLLARS: Counts = Counts::Money(Currency::USD);

pub(super) fn foreign(key: &Key) -> bool {
    matches!(key.counts, Counts::Money(currency) if currency != Currency::USD)
}

/// What a month printed in both currencies says of its rate, where that lies inside the desk's band.
fn implied(statements: &[Statement], key: &Key, currency: Currency, band: (f64, f64), as_of: AsOf) -> (f64, f64) {
    let of = |unit: Currency| {
        let here = move |s: &&Statement| {
            s.period == key.month
                && s.printed.unit == Unit::Money(unit)
                && matches!(s.asserts, Asserts::Value)
                && s.status == Status::Published
                && s.vintage.known_on(as_of)
                && s.reporter == key.reporter
                && s.partner == key.partner
                && s.coverage == key.coverage
        };
        statements.iter().filter(here)
    };
    let pairs = of(currency).flat_map(|there| of(Currency::USD).map(move |here| (there, here)));
    let same = pairs.filter(|(there, here)| there.flow == here.flow && there.commodity == here.commodity);
    let ratios = same.filter_map(|(there, here)| {
        let (low, high) = (float(there.interval.low?), float(there.interval.high?));
        let (least, most) = (float(here.interval.low?), float(here.interval.high?));
        // A customs rate moves within its month, and a month is revised: some slack.
        (least > 0.0).then_some((low / most * 0.997, high / least * 1.003))
    });
    ratios.filter(|(low, high)| band.0 <= *low && *high <= band.1).fold(band, |(low, high), (l, h)| {
        // Two months' prints that exclude each other say nothing.
        if l.max(low) < h.min(high) { (l.max(low), h.min(high)) } else { (low, high) }
    })
}

/// The coverages that add up to one.
fn made_of(coverage: &Coverage) -> Vec<Coverage> {
    coverage.parts()
}

pub(super) fn counts(unit: Unit) -> Result<Counts, String> {
    match unit {
        Unit::Money(currency) => Ok(Counts::Money(currency)),
        Unit::Tonne | Unit::Kilogram => Ok(Counts::Tonnes),
        Unit::Pieces | Unit::CubicMetre => Ok(Counts::Pieces(unit)),
        other => Err(format!("a level in {other} is no level")),
    }
}

fn years(period: Period) -> f64 {
    f64::from(period.len_months()) / 12.0
}

pub(super) fn scaled(terms: Terms, factor: f64) -> Terms {
    terms.into_iter().map(|(cell, sign)| (cell, sign * factor)).collect()
}

/// part ÷ whole between two bounds, as two rows. A comparison stretches by as much as a level does.
fn ratio(part: Terms, whole: Terms, low: f64, high: f64) -> Vec<Part> {
    let bound = |factor: f64, low: f64, high: f64| {
        let terms = merged(part.iter().copied().chain(scaled(whole.clone(), -factor)));
        Part { terms, low, high, give: (0.0, 0.0) }
    };
    let least = low.is_finite().then(|| bound(low * (1.0 - STRETCH), 0.0, f64::INFINITY));
    let most = high.is_finite().then(|| bound(high * (1.0 + STRETCH), f64::NEG_INFINITY, 0.0));
    least.into_iter().chain(most).collect()
}

pub(super) fn merged(terms: impl Iterator<Item = (usize, f64)>) -> Terms {
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for (cell, factor) in terms {
        *sums.entry(cell).or_default() += factor;
    }
    sums.into_iter().filter(|(_, factor)| *factor != 0.0).collect()
}

/// How far the bounds of a level may give way: by the stretch of its source, and outward by half a digit
/// more, since some cut off where they should round.
fn give(s: &Statement, unit: f64) -> (f64, f64) {
    let value = float(s.printed.value()) * unit;
    let stretch = value.abs() * stretch(s.authority);
    let outward = stretch.max(float(s.printed.last_digit()) * unit / 2.0);
    if value < 0.0 { (outward, stretch) } else { (stretch, outward) }
}

/// How far a level may stretch: an institute that redistributes customs' figures differs a little more.
fn stretch(authority: Authority) -> f64 {
    if authority == Authority::Institute { 2.0 * STRETCH } else { STRETCH }
}

/// What it costs to disbelieve a statement. Customs' own table outranks the press, the press that
/// quotes customs an institute's compilation, a level a comparison, that a mere order, a plain print a word of doubt.
fn trust(s: &Statement) -> f64 {
    let whose = match s.authority {
        Authority::Table => 2.0,
        Authority::Customs => 1.0,
        Authority::Institute => 0.9,
    };
    let kind = match s.asserts {
        Asserts::Growth { .. } | Asserts::Share { .. } | Asserts::Multiple { .. } => 0.7,
        // So low that one place alone never outweighs a level, whatever slip explains that.
        Asserts::Rank { .. } => 0.5,
        _ => 1.0,
    };
    let word = if s.printed.approx == Approx::Rounded { 1.0 } else { 0.9 };
    whose * kind * word
}
