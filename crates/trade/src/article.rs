//! Articles: somebody's report, its tables as printed, and what it claims.

use crate::{Asserts, Authority, Claim, Coverage, Decimal, Flow, Period, Place, Unit, Vintage};

/// A report on file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Article {
    /// Its name: the folder it lies in.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How to call it in a sentence, such as `KIEP (2024)`.
    pub short: String,
    /// Who published it, and where.
    pub source: String,
    /// When.
    pub vintage: Vintage,
    /// Whose word it is.
    pub authority: Authority,
    /// Its tables.
    pub tables: Vec<TablePlan>,
    /// What it says in prose and in its totals.
    pub claims: Vec<Claim>,
    /// Where it stands on the desk.
    pub place: Place,
}

/// How a printed table is to be read: one row a commodity.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TablePlan {
    /// The file, beside the article's own.
    pub file: String,
    /// Whose records.
    pub reporter: String,
    /// The economy they trade with.
    pub partner: String,
    /// Which way, from the reporter's side.
    pub flow: Flow,
    /// What is included.
    pub coverage: Coverage,
    /// The heading of the column that holds the codes.
    pub commodity: String,
    /// Its rows are the N largest.
    pub top: Option<u32>,
    /// The columns that say something.
    pub columns: Vec<ColumnPlan>,
    /// Where the plan stands on the desk.
    pub place: Place,
}

/// How a column of a printed table is to be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ColumnPlan {
    /// Its heading.
    pub name: String,
    /// What its numbers are of.
    pub asserts: Asserts,
    /// When.
    pub period: Period,
    /// What they count.
    pub unit: Unit,
    /// What one of them stands for.
    pub scale: Decimal,
}
