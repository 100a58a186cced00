//! The solved months: for every month of a flow that a statement touches, the
//! least, the most, and a best value between them. The best values lie on one path
//! that keeps every believed print and departs as little as it can, for its size,
//! from a straight line through the months that are closely known.

use std::collections::{BTreeMap, BTreeSet};

use yalu_trade::{Commodity, Currency, Decimal, Flow, Interval, Statement, Unit, dec};

use super::{
    SolvedCell,
    bounds::{Room, Solved},
    cube::{Bounds, Cube},
    float,
    model::{Counts, Key, Terms},
    path, verdicts,
};

/// A month is closely known if its bounds are no wider than this part of it.
const CLOSE: f64 = 0.1;

/// A believed print so fine needs no solving: the others could only narrow its last digit.
const FINE: f64 = 0.005;

/// Every solved month, by commodity, flow and month.
pub(super) fn cells(cube: &Cube, statements: &[Statement]) -> Vec<SolvedCell> {
    let prints = Prints::new(cube, statements, 0..cube.len());
    let known = bounds(cube, statements, &prints);
    let best = best(cube, statements, &known);
    let touched = touched(cube, statements);
    let single = cube.model.keys.iter().enumerate().filter(|(_, key)| unit(key).is_some());
    let mut cells: Vec<SolvedCell> = single
        .map(|(cell, key)| {
            let interval = with_best(prints.within(&vec![(cell, 1.0)], known[cell]), best[cell]);
            solved(key, key.flow, interval, touched[cell].iter().map(|s| statements[*s].id.clone()).collect())
        })
        .collect();
    cells.extend(totals(cube, statements, &touched, &best, &prints));
    cells.sort_by(|a, b| order(a).cmp(&order(b)));
    cells
}

fn order(cell: &SolvedCell) -> impl Ord + use<> {
    let SolvedCell { reporter, partner, flow, period, commodity, coverage, unit, .. } = cell;
    (commodity.clone(), *unit, coverage.clone(), reporter.clone(), partner.clone(), *flow, *period)
}

fn solved(key: &Key, flow: Flow, interval: Interval, mut statements: Vec<String>) -> SolvedCell {
    statements.sort();
    statements.dedup();
    SolvedCell {
        reporter: key.reporter.clone(),
        partner: key.partner.clone(),
        flow,
        period: key.month,
        commodity: key.commodity.clone(),
        coverage: key.coverage.clone(),
        unit: unit(key).unwrap_or(Unit::Money(Currency::USD)),
        interval,
        statements,
    }
}

/// The unit of a cell that people see; figures in other currencies are seen in dollars.
fn unit(key: &Key) -> Option<Unit> {
    match key.counts {
        Counts::Money(Currency::USD) => Some(Unit::Money(Currency::USD)),
        Counts::Money(_) => None,
        Counts::Tonnes => Some(Unit::Tonne),
        Counts::Pieces(unit) => Some(unit),
    }
}

/// Both flows of a month together.
fn totals(
    cube: &Cube,
    statements: &[Statement],
    touched: &[BTreeSet<usize>],
    best: &[f64],
    prints: &Prints,
) -> Vec<SolvedCell> {
    let outward = cube.model.keys.iter().enumerate().filter(|(_, key)| key.flow == Flow::X && unit(key).is_some());
    let both =
        outward.filter_map(|(x, key)| Some((x, *cube.model.index.get(&Key { flow: Flow::M, ..key.clone() })?, key)));
    let both = both.filter(|(x, m, key)| key.commodity == Commodity::Total || !touched[*x].is_disjoint(&touched[*m]));
    both.map(|(x, m, key)| {
        let terms = vec![(x, 1.0), (m, 1.0)];
        let bounds = prints.close(&terms).unwrap_or_else(|| cube.bounds(&terms, statements));
        let interval = with_best(prints.within(&terms, bounds), best[x] + best[m]);
        let ids = touched[x].intersection(&touched[m]).map(|s| statements[*s].id.clone()).collect();
        solved(key, Flow::T, interval, ids)
    })
    .collect()
}

fn settled<'a>(cube: &'a Cube, statements: &'a [Statement]) -> impl Iterator<Item = &'a Solved> {
    (0..cube.len()).map(|block| cube.settled(block, statements))
}

/// The bounds of every cell; cells of one column share theirs.
fn bounds(cube: &Cube, statements: &[Statement], prints: &Prints) -> Vec<Bounds> {
    let mut known = vec![(0.0, f64::INFINITY); cube.model.keys.len()];
    for solved in (0..cube.len()).map(|block| cube.settled(block, statements)) {
        let mut of_column: BTreeMap<usize, Bounds> = BTreeMap::new();
        for (cell, column) in &solved.block.column {
            known[*cell] = *of_column.entry(*column).or_insert_with(|| {
                let terms = vec![(*cell, 1.0)];
                prints.close(&terms).unwrap_or_else(|| {
                    let (low, high) = solved.of_cells(&terms, None, Room::Some);
                    (low.max(0.0), high)
                })
            });
        }
    }
    known
}

/// The believed statements that touch each cell.
fn touched(cube: &Cube, statements: &[Statement]) -> Vec<BTreeSet<usize>> {
    let mut touched = vec![BTreeSet::new(); cube.model.keys.len()];
    let disbelieved: BTreeSet<usize> = settled(cube, statements).flat_map(Solved::disbelieved).collect();
    let known = cube.model.said.iter().filter_map(|said| Some((said.statement?, said)));
    for (statement, said) in known.filter(|(statement, _)| !disbelieved.contains(statement)) {
        for (cell, _) in said.parts.iter().flat_map(|part| &part.terms) {
            touched[*cell].insert(statement);
        }
    }
    // What was printed in another currency touches the month in dollars too.
    for (cell, key) in cube.model.keys.iter().enumerate() {
        if unit(key).is_none()
            && statements.first().is_some()
            && let Some(dollars) = cube.model.index.get(&Key { counts: super::model::DOLLARS, ..key.clone() })
        {
            let more = touched[cell].clone();
            touched[*dollars].extend(more);
        }
    }
    touched
}

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
    fn close(&self, terms: &Terms) -> Option<Bounds> {
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

/// Bounds with a best value: the print's own, where it is printed; otherwise the path's.
fn with_best(bounds: Interval, path: f64) -> Interval {
    let path = Decimal::from_f64_retain(path).map(|v| v.round_dp(0));
    let best = bounds.best.or(path.filter(|_| bounds.high.is_some()));
    Interval { best: best.map(|best| clamped(best, &bounds)), ..bounds }
}

fn cells_of(terms: &Terms) -> Vec<usize> {
    let mut cells: Vec<usize> = terms.iter().map(|(cell, _)| *cell).collect();
    cells.sort_unstable();
    cells
}

fn clamped(value: Decimal, within: &Interval) -> Decimal {
    let value = within.low.map_or(value, |low| value.max(low));
    within.high.map_or(value, |high| value.min(high))
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

/// The best value of every cell.
fn best(cube: &Cube, statements: &[Statement], known: &[Bounds]) -> Vec<f64> {
    let prior = prior(cube, known);
    let mut best = prior.clone();
    for solved in settled(cube, statements) {
        let mut columns = vec![0.0; solved.block.cells_of.len()];
        solved.block.column.iter().for_each(|(cell, column)| columns[*column] += prior[*cell]);
        let path = path::nearest(&columns, &solved.rows_of_first());
        for (cell, column) in &solved.block.column {
            best[*cell] = if columns[*column] > 0.0 { path[*column] * prior[*cell] / columns[*column] } else { 0.0 };
        }
    }
    best
}

/// What each month would be if it lay on a straight line, in logs, between the nearest that are
/// closely known.
fn prior(cube: &Cube, known: &[Bounds]) -> Vec<f64> {
    let mut series: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (cell, key) in cube.model.keys.iter().enumerate() {
        let name = Key { month: yalu_trade::Period::year(0), ..key.clone() };
        series.entry(name).or_default().push(cell);
    }
    let mut prior = vec![0.0; known.len()];
    for cells in series.values_mut() {
        cells.sort_by_key(|cell| cube.model.keys[*cell].month);
        let at = |cell: usize| f64::from(cube.model.keys[cell].month.months_from(yalu_trade::Period::year(0)));
        let middle = |cell: usize| (known[cell].0 + known[cell].1) / 2.0;
        let close = |cell: &usize| {
            let (low, high) = known[*cell];
            high.is_finite() && high > 0.0 && high - low <= CLOSE * high
        };
        let fixed: Vec<usize> = cells.iter().copied().filter(close).collect();
        for cell in cells.iter().copied() {
            let after = fixed.partition_point(|other| at(*other) < at(cell));
            let (before, next) = (after.checked_sub(1).map(|i| fixed[i]), fixed.get(after).copied());
            prior[cell] = match (before, next) {
                (_, Some(next)) if next == cell => middle(cell),
                (Some(a), Some(b)) => {
                    let part = (at(cell) - at(a)) / (at(b) - at(a));
                    (middle(a).ln() * (1.0 - part) + middle(b).ln() * part).exp()
                }
                (Some(one), None) | (None, Some(one)) => middle(one),
                (None, None) => {
                    let (low, high) = known[cell];
                    if high.is_finite() { (low + high) / 2.0 } else { low.max(1.0) }
                }
            };
        }
    }
    prior
}
