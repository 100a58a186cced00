//! How low and how high a sum of cells can be while what is believed holds.
//! Prints hold as they stand as far as they can; where they cannot, as little
//! as possible gives way. Bounds are taken over every choice that is nearly as
//! good, and a little room is left for revisions where nothing was printed of
//! the cell itself.

use std::{collections::BTreeMap, sync::OnceLock};

use super::{
    block::Block,
    choose::{Choices, Set},
    cube::Bounds,
    lp::{NoLeast, Row, System, WIDEN},
    model::Terms,
    spread::{self, Spread},
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
    /// Prints as they stand, those that must give way by as little as they must.
    tight: System,
    /// Every print given way a little more.
    roomy: System,
    /// Bounds of single columns of either, where the block is too large to be solved for each.
    spread: (OnceLock<Spread>, OnceLock<Spread>),
    large: bool,
    /// The least stretch that makes it hold, counted in prints that stretch by all they may.
    pub(super) least: f64,
    /// The prints that stretch, and by what part of all they may.
    pub(super) stretched: Vec<(usize, f64)>,
}

/// How far prints are let go when bounds are asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Room {
    /// As little as must be: for what a print is held against.
    None,
    /// A little more: what is solved from others must hold for what was revised a little.
    Some,
}

/// How many choices bounds are taken over at most.
const CASES: usize = 12;

/// The part of all it may by which every print is let go for bounds, beyond what it must. Chosen by
/// leaving printed months out one at a time (docs/reconcile.md).
const LET_GO: f64 = 0.7;

/// Below this part of all it may, a print does not count as stretched.
const NOTICED: f64 = 0.01;

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
        case.tight.rows.clone()
    }

    /// The same with these cases only, in this order.
    pub(super) fn keeping(&self, order: Vec<usize>) -> Self {
        let cases: Vec<Case> = order.into_iter().map(|case| self.cases[case].clone()).collect();
        Self { cases, ..self.clone() }
    }

    /// The bounds of a sum over columns under one case.
    pub(super) fn of_columns(&self, terms: &Terms, case: usize, room: Room) -> Bounds {
        let case = &self.cases[case];
        (case.least_of(terms, room), -case.least_of(&negated(terms), room))
    }

    /// The bounds of a sum over cells, under one case or over all that are left. A part of what no
    /// statement tells apart can be nothing, or the whole of it.
    pub(super) fn of_cells(&self, terms: &Terms, case: Option<usize>, room: Room) -> Bounds {
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
        let counted = block.counted(believed);
        let stretch: Terms = (columns..counted.columns).map(|column| (column, 1.0 / counted.unit)).collect();
        // Without a least, everything may stretch.
        let (least, parts) = match (!block.is_large()).then(|| counted.least(&stretch)) {
            Some(Ok((least, at))) => (least, at[columns..].iter().map(|part| part / counted.unit).collect()),
            _ => (f64::INFINITY, vec![1.0; block.said.len()]),
        };
        let noticed = parts.iter().copied().enumerate().filter(|(_, part)| *part > NOTICED && least.is_finite());
        let system = |more: f64| block.system(believed, |row| (parts[row] + more).min(1.0));
        Self {
            without: without.clone(),
            least,
            stretched: noticed.collect(),
            spread: Default::default(),
            large: block.is_large(),
            tight: system(0.0),
            roomy: system(LET_GO),
        }
    }

    /// The least of a sum over columns, moved down past the solver's own tolerance.
    fn least_of(&self, of: &Terms, room: Room) -> f64 {
        let system = if room == Room::None { &self.tight } else { &self.roomy };
        if self.large {
            let spread = if room == Room::None { &self.spread.0 } else { &self.spread.1 };
            return spread.get_or_init(|| spread::bounds(system)).least(of);
        }
        match system.least(of) {
            Ok((least, _)) => least - 4.0 * WIDEN * system.unit,
            Err(NoLeast::Infeasible | NoLeast::Unknown) => f64::NEG_INFINITY,
        }
    }
}
