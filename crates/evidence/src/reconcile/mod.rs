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
mod path;
mod verdicts;

use yalu_trade::{AsOf, Cause, Commodity, Coverage, Decimal, Flow, Interval, Period, Rate, Statement, Unit};

use cube::Cube;
use model::Model;

/// A month of a flow, solved.
#[derive(Clone, Debug, PartialEq)]
pub struct SolvedCell {
    /// Whose records.
    pub reporter: String,
    /// The economy they trade with.
    pub partner: String,
    /// X, M, or T for their sum.
    pub flow: Flow,
    /// The month.
    pub period: Period,
    /// Of what.
    pub commodity: Commodity,
    /// What is included.
    pub coverage: Coverage,
    /// Of what unit: dollars, tons.
    pub unit: Unit,
    /// The least and the most it can be, and the path's value in between.
    pub interval: Interval,
    /// The believed statements that touch it, by name.
    pub statements: Vec<String>,
}

/// A statement that is disbelieved.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// Which.
    pub statement: String,
    /// The likeliest slip.
    pub cause: Cause,
    /// What it would say without the slip, in whole units.
    pub repair: Option<String>,
    /// The fewest statements that it cannot hold beside.
    pub against: Vec<String>,
    /// Why, in a sentence.
    pub why: String,
}

/// Statements of which some must be wrong, and nothing tells which.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// The choices that are equally good: the statements that each disbelieves.
    pub choices: Vec<Vec<String>>,
    /// Why, in a sentence.
    pub why: String,
}

/// Statements that were true when they were printed, and were revised.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    /// Which: two at least support each other.
    pub statements: Vec<String>,
    /// What they cannot hold beside.
    pub against: Vec<String>,
    /// Why, in a sentence.
    pub why: String,
}

/// A statement that holds only if it is let go a little.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretched {
    /// Which.
    pub statement: String,
    /// By how much, in percent of what it prints.
    pub percent: Decimal,
}

/// What was solved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reconciled {
    /// The cells, by commodity, flow and month.
    pub cells: Vec<SolvedCell>,
    /// The disbelieved.
    pub conflicts: Vec<Conflict>,
    /// Where nothing tells which is wrong.
    pub tied: Vec<Tie>,
    /// What was revised.
    pub revised: Vec<Revision>,
    /// What is let go a little.
    pub stretched: Vec<Stretched>,
    /// Statements that say nothing of any cell, and why.
    pub unused: Vec<(String, String)>,
    /// Where the search was cut short: bounds hold for the choices that were weighed.
    pub approximate: Vec<String>,
}

/// What was printed by a day, to be solved as far as it is asked about.
#[derive(Debug)]
pub struct Reconciliation<'a> {
    statements: &'a [Statement],
    cube: Cube,
}

impl<'a> Reconciliation<'a> {
    /// Of these statements.
    pub fn new(statements: &'a [Statement], rates: &[Rate], as_of: AsOf) -> Self {
        Self { statements, cube: Cube::new(Model::new(statements, rates, as_of)) }
    }

    /// Everything: every cell, and what becomes of every statement.
    pub fn all(&self) -> Reconciled {
        let mut reconciled = verdicts::judge(&self.cube, self.statements, 0..self.cube.len());
        reconciled.cells = cells::cells(&self.cube, self.statements);
        let unused = self.cube.model.unused.iter();
        reconciled.unused = unused.map(|(i, why)| (self.statements[*i].id.clone(), why.clone())).collect();
        reconciled
    }

    /// What becomes of one statement and those it is tied to; no cells.
    pub fn around(&self, statement: &str) -> Reconciled {
        let at = self.statements.iter().position(|s| s.id == statement);
        let blocks = at.map(|at| self.cube.blocks_of(at)).unwrap_or_default();
        verdicts::judge(&self.cube, self.statements, blocks)
    }

    /// What the statements allow for a level, printed or not; `None` where it has a month that none of them touches.
    pub fn allowed(&self, level: &Statement) -> Option<Interval> {
        let counts = model::counts(level.printed.unit).ok()?;
        let terms = self.cube.cells(level, level.flow, level.period, &level.coverage, counts)?;
        let solved = self.cube.bounds(&terms, self.statements);
        Some(cells::Prints::new(&self.cube, self.statements, self.cube.blocks_in(&terms)).within(&terms, solved))
    }
}

/// Solves what was printed by a day.
pub fn reconcile(statements: &[Statement], rates: &[Rate], as_of: AsOf) -> Reconciled {
    Reconciliation::new(statements, rates, as_of).all()
}

/// A decimal as the solver takes it.
fn float(value: Decimal) -> f64 {
    value.try_into().unwrap_or(f64::NAN)
}
