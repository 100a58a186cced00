//! Everything that was printed, solved together: bounds for every cell that a
//! statement touches, and the statements that cannot be true, each with its
//! likeliest slip. What is tied, revised or stretched is told apart from what is
//! disbelieved. Pure: the same statements give the same answer.

mod block;
mod bounds;
mod cause;
mod cells;
mod choose;
mod cube;
mod lp;
mod model;
mod parts;
mod path;
mod printed;
mod ranking;
mod spread;
mod verdicts;

use std::sync::{Arc, OnceLock};

use yalu_trade::{AsOf, Commodity, Decimal, Interval, Rate, Reconciled, SolvedCell, Statement};

use cube::Cube;
use model::Model;

/// What was printed by a day, to be solved as far as it is asked about.
#[derive(Debug)]
pub struct Reconciler {
    statements: Arc<[Statement]>,
    cube: Cube,
    /// What was said of the statements of each block.
    judged: Vec<OnceLock<Reconciled>>,
}

impl Reconciler {
    /// Of these statements.
    pub fn new(statements: Arc<[Statement]>, rates: &[Rate], as_of: AsOf) -> Self {
        let cube = Cube::new(Model::new(&statements, rates, as_of));
        let judged = (0..cube.len()).map(|_| OnceLock::new()).collect();
        Self { statements, cube, judged }
    }

    /// Everything: every cell, and what becomes of every statement.
    pub fn all(&self) -> Reconciled {
        let mut all = self.judged(0..self.cube.len());
        all.cells = cells::cells(&self.cube, &self.statements, None);
        let unused = self.cube.model.unused.iter();
        all.unused = unused.map(|(i, why)| (self.statements[*i].id.clone(), why.clone())).collect();
        all
    }

    /// What becomes of one statement and those it is tied to; no cells.
    pub fn around(&self, statement: &str) -> Reconciled {
        let at = self.statements.iter().position(|s| s.id == statement);
        self.judged(at.map(|at| self.cube.blocks_of(at)).unwrap_or_default())
    }

    /// Why a statement is disbelieved, if it is.
    pub fn doubt(&self, statement: &str) -> Option<String> {
        let around = self.around(statement);
        around.conflicts.into_iter().find(|conflict| conflict.statement == statement).map(|conflict| conflict.why)
    }

    /// The solved months of a commodity.
    pub fn months(&self, of: &Commodity) -> Vec<SolvedCell> {
        cells::cells(&self.cube, &self.statements, Some(of))
    }

    /// What the statements allow for a level, printed or not; `None` where it has a month that none of them touches.
    pub fn allowed(&self, level: &Statement) -> Option<Interval> {
        let counts = model::counts(level.printed.unit).ok()?;
        let terms = self.cube.cells(level, level.flow, level.period, &level.coverage, counts)?;
        let solved = self.cube.bounds(&terms, &self.statements);
        let prints = printed::Prints::new(&self.cube, &self.statements, self.cube.blocks_in(&terms));
        Some(prints.within(&terms, solved))
    }

    fn judged(&self, blocks: impl IntoIterator<Item = usize>) -> Reconciled {
        let each = blocks.into_iter().map(|block| {
            self.judged[block].get_or_init(|| verdicts::judge(&self.cube, &self.statements, block)).clone()
        });
        let mut all = each.fold(Reconciled::default(), Reconciled::and);
        all.conflicts.sort_by(|a, b| a.statement.cmp(&b.statement));
        all.stretched.sort_by(|a, b| b.percent.cmp(&a.percent).then_with(|| a.statement.cmp(&b.statement)));
        all
    }
}

/// Solves what was printed by a day.
pub fn reconcile(statements: &[Statement], rates: &[Rate], as_of: AsOf) -> Reconciled {
    Reconciler::new(statements.into(), rates, as_of).all()
}

/// A decimal as the solver takes it.
fn float(value: Decimal) -> f64 {
    value.try_into().unwrap_or(f64::NAN)
}
