//! What becomes of prints that are solved together: the cells with their bounds,
//! and the statements that cannot all be true.

use std::collections::BTreeSet;

use crate::{Cause, Commodity, Coverage, Decimal, Flow, Interval, Period, Unit};

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
pub struct Tied {
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
    pub tied: Vec<Tied>,
    /// What was revised.
    pub revised: Vec<Revision>,
    /// What is let go a little.
    pub stretched: Vec<Stretched>,
    /// Statements that say nothing of any cell, and why.
    pub unused: Vec<(String, String)>,
    /// Where the search was cut short: bounds hold for the choices that were weighed.
    pub approximate: Vec<String>,
}

impl Tied {
    /// All that is tied, each once.
    pub fn statements(&self) -> BTreeSet<&str> {
        self.choices.iter().flatten().map(String::as_str).collect()
    }
}

impl Reconciled {
    /// This and what became of other statements; the cells and the unused stay these.
    pub fn and(mut self, other: Self) -> Self {
        self.conflicts.extend(other.conflicts);
        self.tied.extend(other.tied);
        self.revised.extend(other.revised);
        self.stretched.extend(other.stretched);
        self.approximate.extend(other.approximate);
        self
    }
}
