//! Reports as rows of a statement file, to be confirmed by an analyst.

use yalu_source::{Parties, StatementRow, places, rows, written};
use yalu_trade::Complaint;

use crate::Watch;

/// What was read of some reports.
pub struct Rows<'a> {
    watch: &'a Watch,
    /// The rows.
    pub rows: Vec<StatementRow>,
    /// How many figures made none.
    pub left_out: usize,
}

impl Watch {
    /// No rows yet.
    pub fn statement_rows(&self) -> Rows<'_> {
        Rows { watch: self, rows: Vec::new(), left_out: 0 }
    }
}

impl Rows<'_> {
    /// Adds what a report prints; returns what was wrong with the report.
    pub fn add(&mut self, file: &str, bytes: &[u8]) -> Vec<Complaint> {
        let (report, complaints) = yalu_source::report(file, bytes);
        let read = yalu_source::figures(&report, &self.watch.people());
        let settings = &self.watch.desk.settings;
        let parties = Parties {
            reporter: settings.reporters.first().cloned().unwrap_or_default(),
            partner: settings.economy.clone(),
            coverage: settings.default_coverage.to_string(),
        };
        let new = rows(&read, file, &parties, self.rows.len() + 1);
        self.left_out += read.figures.len() - new.len();
        self.rows.extend(new);
        self.rows.extend(places(&read, file, &parties, self.rows.len() + 1));
        complaints
    }

    /// The file that holds them.
    pub fn written(&self) -> String {
        written(&self.rows)
    }
}
