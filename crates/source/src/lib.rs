//! Bytes to evidence. Each reader returns what it understood together with
//! what it did not: a [`Harvest`]. A bad row is a complaint with its place,
//! never the end of the file, and never a guess.

mod correlation;
pub mod fetch;
mod figures;
mod ledger;
#[cfg(any(test, feature = "made"))]
pub mod made;
mod nomenclature;
mod office;
mod rates;
mod report;
mod rows;
mod screen;
mod series;
mod set;
mod sheet;
mod statements;
mod table;

pub use correlation::{Nomenclated, kept, nomenclature_table};
pub use figures::{MOST as MOST_FIGURES, figures};
pub use ledger::{LEDGER_COLUMNS, ledger, ledger_row};
pub use nomenclature::harmonized_system;
pub use office::{Caps, Member, OFFICES, Office, OpenSource, Said, Snapshot, Source, guess, office, unpack};
pub use rates::rates;
pub use report::report;
pub use rows::{Parties, StatementRow, as_rows, places, rows, written};
pub use screen::{ScreenRow, screen_rows};
pub use series::{SeriesRead, Task, series, tasks};
pub use set::{say, set};
pub use sheet::csv_field;
pub use statements::{duplicates, statements};
pub use table::table;

use yalu_trade::{Complaint, Statement};

/// What a reader understood, and what it did not.
#[derive(Clone, Debug, Default)]
pub struct Harvest {
    /// Published figures.
    pub statements: Vec<Statement>,
    /// What was not understood, and where.
    pub complaints: Vec<Complaint>,
}

impl Harvest {
    /// This harvest and another.
    pub fn and(mut self, other: Self) -> Self {
        self.statements.extend(other.statements);
        self.complaints.extend(other.complaints);
        self
    }
}
