//! A part is no more than its whole: a code under its heading, a heading under
//! its chapter, everything under the total, a total without electricity under the
//! total. A row is added where two prints collide; elsewhere the bounds of a part are cut
//! at those of its whole, and blocks stay small.

use std::collections::BTreeMap;

use yalu_trade::{Asserts, Code, Commodity, Coverage, Decimal, Flow, Period, SolvedCell, Statement, Unit};

use super::{
    lp::Row,
    model::{Model, Said},
};

/// The commodities that one is a part of, the nearest first.
fn wholes(part: &Commodity) -> Vec<Commodity> {
    let Commodity::Code(code) = part else { return Vec::new() };
    let shorter = [8, 6, 4, 2].into_iter().filter(|digits| *digits < code.level());
    let codes = shorter.filter_map(|digits| code.digits()[..digits].parse::<Code>().ok()).map(Commodity::Code);
    codes.chain([Commodity::Total]).collect()
}

/// What a level is of, without its commodity and coverage.
fn place(s: &Statement) -> (&str, &str, Flow, Period, Unit, bool) {
    (&s.reporter, &s.partner, s.flow, s.period, s.printed.unit, s.mean)
}

impl Model {
    /// Rows for parts that were printed larger than their wholes.
    pub(super) fn collisions(&mut self, statements: &[Statement]) {
        let mut levels: BTreeMap<_, Vec<(&Statement, &Said)>> = BTreeMap::new();
        for said in &self.said {
            let Some(s) = said.statement.map(|at| &statements[at]) else { continue };
            if matches!(s.asserts, Asserts::Value | Asserts::Weight) {
                levels.entry(place(s)).or_default().push((s, said));
            }
        }
        let mut links = Vec::new();
        for (part, said) in levels.values().flatten() {
            for (whole, other) in &levels[&place(part)] {
                let collide = is_part(part, whole) && part.interval.above(whole.interval.high.unwrap_or(Decimal::MAX));
                if let ([mine], [theirs], true) = (said.parts.as_slice(), other.parts.as_slice(), collide) {
                    let less = mine.terms.iter().map(|(cell, factor)| (*cell, -factor));
                    let terms = theirs.terms.iter().copied().chain(less).collect();
                    links.push(Row { terms, low: 0.0, high: f64::INFINITY });
                }
            }
        }
        self.links.extend(links);
    }
}

fn is_part(part: &Statement, whole: &Statement) -> bool {
    let narrower = part.coverage == Coverage::without_electricity() && whole.coverage == Coverage::reported();
    let same = part.coverage == whole.coverage;
    (same && wholes(&part.commodity).contains(&whole.commodity)) || (narrower && part.commodity == whole.commodity)
}

/// Cuts the bounds of solved months at those of their nearest whole.
pub(super) fn cut(cells: &mut [SolvedCell]) {
    let name = |cell: &SolvedCell, commodity: &Commodity| {
        let SolvedCell { reporter, partner, flow, period, coverage, unit, .. } = cell;
        (reporter.clone(), partner.clone(), *flow, *period, coverage.clone(), *unit, commodity.clone())
    };
    let known: BTreeMap<_, _> = cells.iter().map(|cell| (name(cell, &cell.commodity), cell.interval.high)).collect();
    for cell in cells {
        let whole = wholes(&cell.commodity).into_iter().find_map(|whole| *known.get(&name(cell, &whole))?);
        let Some(most) = whole.filter(|most| cell.interval.low.is_none_or(|low| low <= *most)) else { continue };
        if cell.interval.high.is_none_or(|high| high > most) {
            cell.interval.high = Some(most);
            cell.interval.best = cell.interval.best.map(|best| best.min(most));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_part_of_what_it_stands_under() {
        let of = |text: &str| wholes(&text.parse().expect(text)).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(of("28331100"), ["283311", "2833", "28", "TOTAL"]);
        assert_eq!(of("67"), ["TOTAL"]);
        assert!(of("TOTAL").is_empty() && of("basket:grain").is_empty());
    }
}
