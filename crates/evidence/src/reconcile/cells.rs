//! The solved months: for every month of a flow that a statement touches, the
//! least, the most, and a best value between them. The best values lie on one path
//! that keeps every believed print and departs as little as it can, for its size,
//! from a straight line through the months that are closely known.

use std::collections::{BTreeMap, BTreeSet};

use yalu_trade::{Commodity, Currency, Decimal, Flow, Interval, SolvedCell, Statement, Unit};

use super::{
    bounds::{Room, Solved},
    cube::{Bounds, Cube},
    model::{Counts, DOLLARS, Key, foreign},
    parts, path,
    printed::Prints,
};

/// A month is closely known if its bounds are no wider than this part of it.
const CLOSE: f64 = 0.1;

/// Every solved month, by commodity, flow and month; of one commodity, or of all.
pub(super) fn cells(cube: &Cube, statements: &[Statement], only: Option<&Commodity>) -> Vec<SolvedCell> {
    let wanted = |key: &Key| unit(key).is_some() && only.is_none_or(|only| key.commodity == *only);
    let blocks = cube.blocks_with(|key| only.is_none_or(|only| key.commodity == *only));
    let settled: Vec<&Solved> = blocks.iter().map(|block| cube.settled(*block, statements)).collect();
    let prints = Prints::new(cube, statements, blocks);
    let known = bounds(cube, &settled, &prints);
    let best = best(cube, &settled, &known);
    let touched = touched(cube, &settled);
    let single = cube.model.keys.iter().enumerate().filter(|(_, key)| wanted(key));
    let mut cells: Vec<SolvedCell> = single
        .map(|(cell, key)| {
            let interval = with_best(prints.within(&vec![(cell, 1.0)], known[cell]), best[cell]);
            solved(key, key.flow, interval, touched[cell].iter().map(|s| statements[*s].id.clone()).collect())
        })
        .collect();
    cells.extend(totals(cube, statements, wanted, &touched, &best, &prints));
    parts::cut(&mut cells);
    cells.sort_by_cached_key(order);
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
        Counts::Money(_) | Counts::Mark { .. } => None,
        Counts::Tonnes => Some(Unit::Tonne),
        Counts::Pieces(unit) => Some(unit),
    }
}

/// Both flows of a month together.
fn totals(
    cube: &Cube,
    statements: &[Statement],
    wanted: impl Fn(&Key) -> bool,
    touched: &[BTreeSet<usize>],
    best: &[f64],
    prints: &Prints,
) -> Vec<SolvedCell> {
    let outward = cube.model.keys.iter().enumerate().filter(|(_, key)| key.flow == Flow::X && wanted(key));
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

/// The bounds of every cell; cells of one column share theirs.
fn bounds(cube: &Cube, settled: &[&Solved], prints: &Prints) -> Vec<Bounds> {
    let mut known = vec![(0.0, f64::INFINITY); cube.model.keys.len()];
    for solved in settled {
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
fn touched(cube: &Cube, settled: &[&Solved]) -> Vec<BTreeSet<usize>> {
    let mut touched = vec![BTreeSet::new(); cube.model.keys.len()];
    let disbelieved: BTreeSet<usize> = settled.iter().flat_map(|solved| solved.disbelieved()).collect();
    let known = cube.model.said.iter().filter_map(|said| Some((said.statement?, said)));
    for (statement, said) in known.filter(|(statement, _)| !disbelieved.contains(statement)) {
        for (cell, _) in said.parts.iter().flat_map(|part| &part.terms) {
            touched[*cell].insert(statement);
        }
    }
    // What was printed in another currency touches the month in dollars too.
    for (cell, key) in cube.model.keys.iter().enumerate() {
        if foreign(key)
            && let Some(dollars) = cube.model.index.get(&Key { counts: DOLLARS, ..key.clone() })
        {
            let more = touched[cell].clone();
            touched[*dollars].extend(more);
        }
    }
    touched
}

/// Bounds with a best value: the print's own, where it is printed; otherwise the path's.
fn with_best(bounds: Interval, path: f64) -> Interval {
    let path = Decimal::from_f64_retain(path).map(|v| v.round_dp(0));
    let best = bounds.best.or(path.filter(|_| bounds.high.is_some()));
    Interval { best: best.map(|best| clamped(best, &bounds)), ..bounds }
}

fn clamped(value: Decimal, within: &Interval) -> Decimal {
    let value = within.low.map_or(value, |low| value.max(low));
    within.high.map_or(value, |high| value.min(high))
}

/// The best value of every cell.
fn best(cube: &Cube, settled: &[&Solved], known: &[Bounds]) -> Vec<f64> {
    let prior = prior(cube, known);
    let mut best = prior.clone();
    for solved in settled {
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
