//! What was printed of a cell itself, where that is believed: it bounds the cell
//! closer than solving does. Where prints of one cell exclude each other and no slip
//! explains it, they bound it the wider: another print may differ as much again.

use std::collections::{BTreeMap, BTreeSet};

use yalu_trade::{Decimal, Interval, Statement, Unit, dec};

use super::{
    cube::{Bounds, Cube},
    float,
    model::Terms,
    verdicts,
};

/// A believed print so fine needs no solving: the others could only narrow its last digit.
const FINE: f64 = 0.005;

/// The believed prints of single cells and of sums of cells.
pub(super) struct Prints {
    of: BTreeMap<Vec<usize>, Interval>,
    /// Where prints of one sum exclude each other and nothing explains it: what they span, and as much again.
    contested: BTreeMap<Vec<usize>, Interval>,
}

impl Prints {
    /// Those of some blocks.
    pub(super) fn new(cube: &Cube, statements: &[Statement], blocks: impl IntoIterator<Item = usize>) -> Self {
        let mut of: BTreeMap<Vec<usize>, Interval> = BTreeMap::new();
        let mut all: BTreeMap<Vec<usize>, Vec<Interval>> = BTreeMap::new();
        for block in blocks {
            let gone: BTreeSet<usize> = cube.settled(block, statements).out_or_stretched().collect();
            let slips = verdicts::explained(cube, statements, block);
            for said in cube.model.said.iter().filter(|said| cube.lies_in(said, block)) {
                let (Some(statement), [part]) = (said.statement, said.parts.as_slice()) else { continue };
                let s = &statements[statement];
                let plain = part.terms.iter().all(|(_, factor)| *factor == 1.0) && s.printed.unit != Unit::Kilogram;
                if slips.contains(&statement) || !plain || s.interval.width().is_none() {
                    continue;
                }
                all.entry(cells_of(&part.terms)).or_default().push(s.interval);
                if !gone.contains(&statement) {
                    let known = of.entry(cells_of(&part.terms)).or_insert(s.interval);
                    *known = both(known, &s.interval).unwrap_or(*known);
                }
            }
        }
        let contested = all.into_iter().filter_map(|(cells, prints)| Some((cells, contested(&prints)?))).collect();
        Self { of, contested }
    }

    /// What a believed print of just this allows, where it is fine enough to need no solving.
    pub(super) fn close(&self, terms: &Terms) -> Option<Bounds> {
        let cells = cells_of(terms);
        let print = self.of.get(&cells).filter(|_| !self.contested.contains_key(&cells))?;
        let (low, high) = (float(print.low?), float(print.high?));
        (high - low <= FINE * high.abs()).then_some((low.max(0.0), high))
    }

    /// Bounds, as close as a believed print of just this makes them.
    pub(super) fn within(&self, terms: &Terms, (low, high): Bounds) -> Interval {
        let whole = |v: f64| Decimal::from_f64_retain(v).map(|v| v.round_dp(0));
        let solved = Interval {
            low: Some(whole(low.max(0.0).floor()).unwrap_or_default()),
            best: None,
            high: whole(high.ceil()).filter(|_| high.is_finite()),
        };
        let cells = cells_of(terms);
        if let Some(wide) = self.contested.get(&cells) {
            return Interval { low: wide.low.min(solved.low), best: None, high: wide.high.max(solved.high) };
        }
        self.of.get(&cells).and_then(|print| both(print, &solved)).unwrap_or(solved)
    }
}

/// What prints of one sum span, and as much again on both sides, where they exclude each other by less than
/// a revision does; `None` where they do not.
fn contested(prints: &[Interval]) -> Option<Interval> {
    let apart = prints.iter().any(|a| prints.iter().any(|b| !a.meets(b)));
    let low = prints.iter().filter_map(|print| print.low).min()?;
    let high = prints.iter().filter_map(|print| print.high).max()?;
    let span = high - low;
    let near = span <= high * dec!(0.1);
    (apart && near).then(|| Interval {
        low: Some((low - span).max(Decimal::ZERO)),
        best: None,
        high: Some(high + span),
    })
}

fn cells_of(terms: &Terms) -> Vec<usize> {
    let mut cells: Vec<usize> = terms.iter().map(|(cell, _)| *cell).collect();
    cells.sort_unstable();
    cells
}

/// What two intervals share, with the best value of the first; `None` if nothing.
fn both(a: &Interval, b: &Interval) -> Option<Interval> {
    let low = a.low.max(b.low);
    let high = match (a.high, b.high) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    let inside = low.zip(high).is_none_or(|(low, high)| low <= high);
    inside.then_some(Interval { low, best: a.best.or(b.best), high })
}
