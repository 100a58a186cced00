//! A table of a report, typed: what its rows are, and which figures stand in them.

use crate::Spot;

/// A cell of a table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CellAt {
    /// Which table of the report.
    pub table: usize,
    /// Which of its rows.
    pub row: usize,
    /// Which of its columns.
    pub column: usize,
}

/// What a row of a table is in its sums.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RowRole {
    /// One of the parts.
    Part,
    /// Whatever the parts do not name.
    Rest,
    /// The sum of the first so many parts.
    Top(u32),
    /// The sum of the parts above it; of all, or of those that are named.
    Total,
}

/// A row of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TableRow {
    /// As the report calls it.
    pub label: String,
    /// What it is in sums.
    pub role: RowRole,
    /// The place that its rank column gives it.
    pub rank: Option<u32>,
    /// Its figures by column.
    pub cells: Vec<Option<usize>>,
}

/// What the rows of a table are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RowsAre {
    /// Goods.
    Goods,
    /// Periods that follow each other.
    Periods,
    /// Flows.
    Flows,
}

/// A table, typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// As the report calls it: "Table 1", or its place among the tables.
    pub name: String,
    /// What its rows are.
    pub rows_are: RowsAre,
    /// It lists the largest, and not all.
    pub top: bool,
    /// Its rows.
    pub rows: Vec<TableRow>,
    /// What each column prints, in a word or two.
    pub columns: Vec<String>,
    /// The cells that name a flow: of its header, or at the head of its rows.
    pub flows_at: Vec<Spot>,
}
