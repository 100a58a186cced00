//! The whole cube, its blocks solved: the bounds of any sum of cells, under the
//! choice that was taken or under another of one block.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use yalu_trade::{Coverage, Flow, Period, Statement};

use super::{
    block::Block,
    bounds::{Room, Solved},
    cause::Slip,
    model::{Counts, Key, Model, Said, Terms},
    verdicts,
};

/// The blocks of a model, each solved when it is first asked about.
#[derive(Debug)]
pub(super) struct Cube {
    pub(super) model: Model,
    blocks: Vec<Block>,
    /// With every choice nearly as cheap as the cheapest.
    open: Vec<OnceLock<Solved>>,
    /// With the choice that is taken, and those that tie with it.
    settled: Vec<OnceLock<Solved>>,
    /// The likeliest slips of what the choice that is taken leaves out.
    slips: Vec<OnceLock<BTreeMap<usize, Option<Slip>>>>,
    /// The block of each cell.
    home: Vec<usize>,
}

/// Bounds; either may be infinite.
pub(super) type Bounds = (f64, f64);

/// Which choice a question is put under: the case of a block, and the first of all others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Under {
    pub(super) block: usize,
    pub(super) case: usize,
    /// The others have been settled; before that, the cheapest of their choices stands.
    pub(super) others_settled: bool,
}

impl Cube {
    pub(super) fn new(model: Model) -> Self {
        let blocks: Vec<Block> = model.blocks();
        let mut home = vec![0; model.keys.len()];
        for (i, block) in blocks.iter().enumerate() {
            block.column.keys().for_each(|cell| home[*cell] = i);
        }
        fn none<T>(of: &[Block]) -> Vec<OnceLock<T>> {
            of.iter().map(|_| OnceLock::new()).collect()
        }
        Self { open: none(&blocks), settled: none(&blocks), slips: none(&blocks), model, blocks, home }
    }

    /// How many blocks there are.
    pub(super) fn len(&self) -> usize {
        self.blocks.len()
    }

    /// The blocks that a statement speaks of.
    pub(super) fn blocks_of(&self, statement: usize) -> BTreeSet<usize> {
        let said = self.model.said.iter().filter(|said| said.statement == Some(statement));
        said.flat_map(|said| said.parts.iter().flat_map(|part| part.terms.iter().map(|(cell, _)| self.home[*cell])))
            .collect()
    }

    /// The blocks that have such a cell.
    pub(super) fn blocks_with(&self, wanted: impl Fn(&Key) -> bool) -> BTreeSet<usize> {
        let cells = self.model.keys.iter().zip(&self.home);
        cells.filter(|(key, _)| wanted(key)).map(|(_, block)| *block).collect()
    }

    /// Does a statement speak of a block?
    pub(super) fn lies_in(&self, said: &Said, block: usize) -> bool {
        said.parts.first().and_then(|part| part.terms.first()).is_some_and(|(cell, _)| self.home[*cell] == block)
    }

    /// The blocks that a sum of cells lies in.
    pub(super) fn blocks_in(&self, terms: &Terms) -> BTreeSet<usize> {
        terms.iter().map(|(cell, _)| self.home[*cell]).collect()
    }

    /// A block with every choice that is nearly as cheap as the cheapest.
    pub(super) fn open(&self, block: usize) -> &Solved {
        self.open[block].get_or_init(|| Solved::new(self.blocks[block].clone()))
    }

    /// A block with the choice that is taken.
    pub(super) fn settled(&self, block: usize, statements: &[Statement]) -> &Solved {
        self.settled[block].get_or_init(|| verdicts::settle(self, statements, block))
    }

    /// The likeliest slips of what the choice that is taken leaves out, by row.
    pub(super) fn slips(&self, block: usize, statements: &[Statement]) -> &BTreeMap<usize, Option<Slip>> {
        self.slips[block].get_or_init(|| verdicts::slips(self, statements, block))
    }

    /// The bounds of a sum of cells, over all choices that were taken.
    pub(super) fn bounds(&self, terms: &Terms, statements: &[Statement]) -> Bounds {
        self.sum(terms, |block, mine| self.settled(block, statements).of_cells(mine, None, Room::Some))
    }

    /// The bounds of a sum of cells under one choice, with no room beside what it must stretch.
    pub(super) fn bounds_under(&self, terms: &Terms, under: Under, statements: &[Statement]) -> Bounds {
        self.sum(terms, |block, mine| match under {
            _ if under.block == block => self.open(block).of_cells(mine, Some(under.case), Room::None),
            Under { others_settled: true, .. } => self.settled(block, statements).of_cells(mine, Some(0), Room::None),
            _ => self.open(block).of_cells(mine, Some(0), Room::None),
        })
    }

    fn sum(&self, terms: &Terms, bounds: impl Fn(usize, &Terms) -> Bounds) -> Bounds {
        let mut sum = (0.0, 0.0);
        let mut blocks: Vec<usize> = terms.iter().map(|(cell, _)| self.home[*cell]).collect();
        blocks.sort_unstable();
        blocks.dedup();
        for block in blocks {
            let mine: Terms = terms.iter().copied().filter(|(cell, _)| self.home[*cell] == block).collect();
            let (low, high) = bounds(block, &mine);
            sum = (sum.0 + low, sum.1 + high);
        }
        sum
    }

    /// The cells of a level like that of a statement, if all are on file.
    pub(super) fn cells(
        &self,
        like: &Statement,
        flow: Flow,
        period: Period,
        coverage: &Coverage,
        counts: Counts,
    ) -> Option<Terms> {
        let flows: &[(Flow, f64)] = match flow {
            Flow::X => &[(Flow::X, 1.0)],
            Flow::M => &[(Flow::M, 1.0)],
            Flow::T => &[(Flow::X, 1.0), (Flow::M, 1.0)],
            Flow::B => &[(Flow::M, 1.0), (Flow::X, -1.0)],
            _ => return None,
        };
        let mut terms = Terms::new();
        for month in period.months() {
            for (flow, sign) in flows {
                for coverage in coverage.parts() {
                    let key = Key {
                        reporter: like.reporter.clone(),
                        partner: like.partner.clone(),
                        commodity: like.commodity.clone(),
                        coverage,
                        counts,
                        flow: *flow,
                        month,
                    };
                    terms.push((*self.model.index.get(&key)?, *sign));
                }
            }
        }
        Some(terms)
    }
}
