//! Statements: what somebody printed about the cube.

use crate::{Authority, Commodity, Coverage, Flow, Interval, Period, Place, Printed, Ranked, Vintage};

/// What a statement is about: a level, or a relation of levels.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Asserts {
    /// A value in money.
    Value,
    /// Exports less imports.
    Balance,
    /// A weight.
    Weight,
    /// A count of pieces or volume.
    Quantity,
    /// A change in percent since a base period.
    Growth {
        /// The base.
        base: Period,
    },
    /// A share in percent.
    Share {
        /// Of what.
        of: Commodity,
    },
    /// A multiple of a base period's level.
    Multiple {
        /// The base.
        base: Period,
    },
    /// A place among others by value, the largest first.
    Rank {
        /// Among which.
        of: Ranked,
    },
}

/// Whether a statement is evidence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Status {
    /// As published.
    Published,
    /// Computed from others: kept for reading, never counted as evidence.
    Derived,
}

/// Which statements a correction is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// The one of that id.
    Statement(String),
    /// Those whose fields read so, by the names of the columns.
    Where(Vec<(String, String)>),
    /// Rows of customs' records whose columns read so, by the names of the lake's columns.
    Record(Vec<(String, String)>),
}

/// The columns by which a correction may name records.
pub const RECORD_COLUMNS: [&str; 17] = [
    "source",
    "reporter",
    "partner",
    "flow",
    "period",
    "nomenclature",
    "commodity",
    "mode",
    "province",
    "transport",
    "via",
    "currency",
    "coverage",
    "vintage",
    "file",
    "hash",
    "row",
];

/// The columns of records that a correction may change.
pub const RECORD_FIELDS: [&str; 12] = [
    "partner",
    "flow",
    "period",
    "commodity",
    "value",
    "currency",
    "weight_kg",
    "quantity",
    "unit",
    "quantity2",
    "unit2",
    "quarantine",
];

/// What an analyst changes in a statement or in records, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// In which.
    pub target: Target,
    /// Which field, by the name of its column.
    pub field: String,
    /// What it says.
    pub from: String,
    /// What it should say.
    pub to: String,
    /// Why.
    pub reason: String,
    /// On whose word.
    pub source: String,
    /// How many statements or rows it must find; another number means that it is out of date.
    pub expect: usize,
    /// Where the correction stands.
    pub place: Place,
}

/// A published figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    /// Its name on the desk.
    pub id: String,
    /// Whose records it is about.
    pub reporter: String,
    /// The economy they trade with.
    pub partner: String,
    /// When.
    pub period: Period,
    /// It is an annual mean over the period, not a sum.
    pub mean: bool,
    /// Which way, from the reporter's side.
    pub flow: Flow,
    /// Of what.
    pub commodity: Commodity,
    /// What is included.
    pub coverage: Coverage,
    /// What it says of it.
    pub asserts: Asserts,
    /// The number as printed.
    pub printed: Printed,
    /// What the print allows; the desk may have narrowed or widened it.
    pub interval: Interval,
    /// When it was released.
    pub vintage: Vintage,
    /// Evidence or not.
    pub status: Status,
    /// Whose word it is.
    pub authority: Authority,
    /// It is one of the N largest, from a table that ranks them.
    pub one_of_top: Option<u32>,
    /// Where it was published.
    pub source: String,
    /// The analyst's note.
    pub note: String,
    /// Where it stands on the desk.
    pub place: Place,
    /// What was corrected in it.
    pub corrections: Vec<Correction>,
}

impl Asserts {
    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Balance => "balance",
            Self::Weight => "weight",
            Self::Quantity => "quantity",
            Self::Growth { .. } => "growth",
            Self::Share { .. } => "share",
            Self::Multiple { .. } => "multiple",
            Self::Rank { .. } => "rank",
        }
    }
}
