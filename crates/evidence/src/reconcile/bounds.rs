//! How low and how high a sum of cells can be while what is believed holds.
//! Prints hold as they stand as far as they can; where they cannot, as little
//! as possible gives way. Bounds are taken over every choice that is nearly as
//! good, and a little room is left for revisions where nothing was printed of
//! the cell itself.

use std::collections::BTreeMap;

use super::{
    block::{Block, Give},
    choose::{Choices, Set},
    cube::Bounds,
    lp::{NoLeast, Row, System, WIDEN},
    model::Terms,
};

/// A block with its choices.
#[derive(Clone, Debug)]
pub(super) struct Solved {
    pub(super) block: Block,
    pub(super) choices: Choices,
    /// One for each choice that bounds are taken over, the one that is taken first.
    pub(super) cases: Vec<Case>,
}

/// What holds under one choice.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) without: Set,
    system: System,
    /// The least stretch that makes it hold, counted in prints that stretch by all they may.
    pub(super) least: f64,
    /// The prints that stretch, and by what part of all they may.
    pub(super) stretched: Vec<(usize, f64)>,
}

/// How many choices bounds are taken over at most.
const CASES: usize = 12;

/// How much more than the least stretch is allowed, counted in prints that stretch by all they may:
/// what is solved from others must hold for those that were revised a little. Chosen by leaving printed months out one at a time (docs/reconcile.md).
pub(super) const ROOM: f64 = 6.0;

impl Solved {
    pub(super) fn new(block: Block) -> Self {
        let choices = block.choices();
        let cases: Vec<Case> = choices.sets.iter().take(CASES).map(|set| Case::new(&block, set)).collect();
        Self { block, choices, cases }
    }

    /// The statements that one case at least leaves out.
    pub(super) fn disbelieved(&self) -> impl Iterator<Item = usize> + '_ {
        self.cases.iter().flat_map(|case| case.without.iter().filter_map(|row| self.block.said[*row].statement))
    }

    /// Those, and the ones that stretch under the first case.
    pub(super) fn out_or_stretched(&self) -> impl Iterator<Item = usize> + '_ {
        let stretched = self.cases.first().into_iter().flat_map(|case| case.stretched.iter().map(|(row, _)| *row));
        self.disbelieved().chain(stretched.filter_map(|row| self.block.said[row].statement))
    }

    /// What holds under the first case, stretched as it must be.
    pub(super) fn rows_of_first(&self) -> Vec<Row> {
        let Some(case) = self.cases.first() else { return Vec::new() };
        let part = |row: usize| case.stretched.iter().find(|(i, _)| *i == row).map_or(0.0, |(_, part)| *part);
        let all = case.least.is_infinite();
        self.block.rows(
            |row| !case.without.contains(&row) && self.block.said[row].statement.is_some(),
            |row| if all { 1.0 } else { part(row) },
        )
    }

    /// The same with these cases only, in this order.
    pub(super) fn keeping(&self, order: Vec<usize>) -> Self {
        let cases: Vec<Case> = order.into_iter().map(|case| self.cases[case].clone()).collect();
        Self { cases, ..self.clone() }
    }

    /// The bounds of a sum over columns under one case.
    pub(super) fn of_columns(&self, terms: &Terms, case: usize, room: f64) -> Bounds {
        let case = &self.cases[case];
        (case.least_of(terms, room), -case.least_of(&negated(terms), room))
    }

    /// The bounds of a sum over cells, under one case or over all that are left. A part of what no
    /// statement tells apart can be nothing, or the whole of it.
    pub(super) fn of_cells(&self, terms: &Terms, case: Option<usize>, room: f64) -> Bounds {
        let mut sums: BTreeMap<usize, (f64, usize)> = BTreeMap::new();
        for (cell, factor) in terms {
            let Some(column) = self.block.column.get(cell) else { return (f64::NEG_INFINITY, f64::INFINITY) };
            sums.entry(*column).or_insert((*factor, 0)).1 += 1;
        }
        let parted = |(column, (_, cells)): &(&usize, &(f64, usize))| *cells < self.block.cells_of[**column];
        let parts: Terms = sums.iter().filter(parted).map(|(column, (factor, _))| (*column, *factor)).collect();
        let whole: Terms = sums.iter().filter(|s| !parted(s)).map(|(column, (factor, _))| (*column, *factor)).collect();
        let least: Terms = whole.iter().copied().chain(parts.iter().copied().filter(|(_, f)| *f < 0.0)).collect();
        let most: Terms = whole.iter().copied().chain(parts.iter().copied().filter(|(_, f)| *f > 0.0)).collect();
        let cases: &[Case] = case.map_or(self.cases.as_slice(), |case| &self.cases[case..=case]);
        let each = cases.iter().map(|case| (case.least_of(&least, room), -case.least_of(&negated(&most), room)));
        each.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or((f64::NEG_INFINITY, f64::INFINITY))
    }
}

fn negated(terms: &Terms) -> Terms {
    terms.iter().map(|(column, factor)| (*column, -factor)).collect()
}

impl Case {
    fn new(block: &Block, without: &Set) -> Self {
        let columns = block.cells_of.len();
        let believed = |row: usize| !without.contains(&row) && block.said[row].statement.is_some();
        let system = block.system(believed, Give::Counted);
        let stretch: Terms = (columns..system.columns).map(|column| (column, 1.0 / system.unit)).collect();
        match system.least(&stretch) {
            Ok((least, at)) => {
                let parts = (columns..system.columns).map(|column| (column - columns, at[column] / system.unit));
                let stretched = parts.filter(|(_, part)| *part > 0.01).collect();
                Self { without: without.clone(), least, stretched, system }
            }
            // Without a least, everything may stretch.
            Err(_) => {
                let system = block.system(believed, Give::All);
                Self { without: without.clone(), least: f64::INFINITY, stretched: Vec::new(), system }
            }
        }
    }

    /// The least of a sum over columns, moved down past the solver's own tolerance.
    fn least_of(&self, of: &Terms, room: f64) -> f64 {
        let mut system = self.system.clone();
        if self.least.is_finite() {
            let columns = system.caps.iter().map(|(column, _)| (*column, 1.0)).collect();
            let high = (self.least + room) * system.unit;
            system.rows.push(Row { terms: columns, low: f64::NEG_INFINITY, high });
        }
        match system.least(of) {
            Ok((least, _)) => least - 4.0 * WIDEN * system.unit,
            Err(NoLeast::Infeasible | NoLeast::Unknown) => f64::NEG_INFINITY,
        }
    }
}
