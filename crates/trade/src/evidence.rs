//! The seam. Whoever holds records or prints answers a [`Cut`] with a
//! [`Panel`]; whoever measures does not know which it was.

use crate::{AsOf, Commodity, Coverage, Currency, Flow, Gap, Interval, Lineage, Period, Unit, Vintage};

/// What is asked of a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Quantity {
    /// Its value, in a currency.
    Value(Currency),
    /// Its weight, in tons.
    Weight,
    /// Growth since a base, as somebody printed it.
    PrintedGrowth {
        /// The base.
        base: Period,
    },
    /// The share of a whole, as somebody printed it.
    PrintedShare {
        /// The whole.
        of: Commodity,
    },
}

/// Which commodities a cut takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Among {
    /// These, each a cell, absent ones included.
    These(Vec<Commodity>),
    /// Every code of so many digits that is on file.
    Level(usize),
}

/// A slice of the cube, and how to group it: the one query type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cut {
    /// Whose records; several are taken together.
    pub reporters: Vec<String>,
    /// The economy watched.
    pub partner: String,
    /// Which way, from the reporters' side.
    pub flow: Flow,
    /// The periods, each a cell.
    pub periods: Vec<Period>,
    /// Annual means over each period, not sums.
    pub mean: bool,
    /// The commodities.
    pub among: Among,
    /// What is included.
    pub coverage: Coverage,
    /// What is asked of each cell.
    pub quantity: Quantity,
    /// Whose day's knowledge.
    pub as_of: AsOf,
}

/// A value with its papers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// What it is known to be.
    pub interval: Interval,
    /// Of what.
    pub unit: Unit,
    /// What is included.
    pub coverage: Coverage,
    /// How it is valued; empty where that has no meaning.
    pub valuation: &'static str,
    /// When it was released.
    pub vintage: Vintage,
    /// For a comparison: when its base was released.
    pub base_vintage: Option<Vintage>,
    /// Other prints of the same thing exclude this one.
    pub contested: bool,
    /// Its papers.
    pub lineage: Lineage,
}

/// A cell of the cube as the evidence has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// Which way.
    pub flow: Flow,
    /// When.
    pub period: Period,
    /// Of what.
    pub commodity: Commodity,
    /// What is known of it, or why nothing is.
    pub reading: Result<Reading, Gap>,
}

/// How complete a list of commodities is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Listing {
    /// All there are.
    All,
    /// The N largest, by a source that ranks them; the rest is unknown but smaller.
    Top(u32),
    /// Those that happen to be on file.
    Some,
}

/// The cells that a cut names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Panel {
    /// The cells, by period and commodity as the cut has them.
    pub cells: Vec<Cell>,
    /// How complete the list of commodities is.
    pub listing: Listing,
}

/// Why evidence could not be read at all.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the evidence could not be read: {0}")]
pub struct ReadError(pub String);

/// A cell of which two kinds of evidence cannot both be right: what customs recorded, and
/// what was printed of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dispute {
    /// Which way.
    pub flow: Flow,
    /// When.
    pub period: Period,
    /// Of what.
    pub commodity: Commodity,
    /// What the records come to; a gap where they list other goods alone.
    pub recorded: Result<Reading, Gap>,
    /// What was printed.
    pub printed: Reading,
}

/// What holds records or prints.
pub trait Evidence {
    /// The cells that a cut names.
    fn read(&self, cut: &Cut) -> Result<Panel, ReadError>;

    /// The cells of a cut of which records and prints exclude each other.
    fn disputes(&self, _cut: &Cut) -> Result<Vec<Dispute>, ReadError> {
        Ok(Vec::new())
    }

    /// From the first period of which records of a cut's flow stand to the last, whatever periods and goods it names;
    /// `None` where there are none, as where there are prints only.
    fn recorded(&self, _cut: &Cut) -> Result<Option<Period>, ReadError> {
        Ok(None)
    }
}

impl Panel {
    /// The one reading of a cell.
    pub fn at(&self, period: Period, commodity: &Commodity) -> Result<&Reading, Gap> {
        let cell = self.cells.iter().find(|cell| cell.period == period && cell.commodity == *commodity);
        match cell {
            Some(cell) => cell.reading.as_ref().map_err(Clone::clone),
            None => Err(Gap::not_on_file(format!("{commodity} in {period} was not asked for"))),
        }
    }
}
