//! `yalu reconcile`: everything that was printed, solved together. Every month
//! with its bounds, and the statements that cannot be true, each with its
//! likeliest slip. Statements in conflict are an answer, no failure.

mod told;

use std::{fs, path::PathBuf, process::ExitCode};

use yalu_observatory::{Files, Reconciliation, reconciliation, solved_page};
use yalu_trade::{Complaint, Severity};

use super::{
    Failure, Outcome, Shared,
    files::{Rendered, write_all},
    put, put_json, say,
};

const EXAMPLES: &str = "\
Examples:
  yalu reconcile                                  the months of the desk, and what is disbelieved
  yalu reconcile --as-of 2020-01-01               from what was known by then
  yalu reconcile --html solved.html               one page to read and to print
  yalu reconcile --statements a.csv b.csv --json  other statements in place of the desk's own";

/// The largest file of statements that is read.
const MOST_BYTES: u64 = 32 << 20;

/// Solve what was printed: every month with its bounds, and what cannot be true
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Reconcile {
    /// Files of statements, in place of the desk's own
    #[arg(long, value_name = "FILE.csv", num_args = 1..)]
    statements: Vec<PathBuf>,
    /// Write the answer as a page with charts
    #[arg(long, value_name = "OUT")]
    html: Option<PathBuf>,
    /// Show every month, and every commodity
    #[arg(long)]
    all: bool,
}

impl Reconcile {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let solved = self.solved(shared)?;
        tell(&solved.complaints);
        if let Some(path) = &self.html {
            let page = Rendered { path: path.clone(), bytes: solved_page(&solved).into_bytes() };
            write_all(&[page], "name another file, in a folder that is there")?;
        }
        if shared.json {
            return put_json(&reconciliation::document(&solved));
        }
        put(&told::told(&solved, self.all, shared.quiet))?;
        if let Some(path) = self.html.as_ref().filter(|_| !shared.quiet) {
            say(&format!("written: {}", path.display()));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn solved(&self, shared: &Shared) -> Result<Reconciliation, Failure> {
        let files = self.files()?;
        let watch = shared.watch()?;
        let as_of = shared.as_of(&watch);
        if files.is_empty() {
            return Ok(watch.reconciliation(as_of));
        }
        watch.reconciliation_of(&files, as_of).map_err(|complaints| nothing_read(&files, &complaints))
    }

    fn files(&self) -> Result<Files, Failure> {
        let read = |path: &PathBuf| {
            let name = path.display().to_string();
            let hint = "name files of statements: csv with the columns of a desk's own";
            let unreadable = |error| Failure::new(format!("{name}: {error}"), hint);
            let about = fs::metadata(path).map_err(unreadable)?;
            if about.is_dir() {
                return Err(Failure::new(format!("{name} is a folder"), hint));
            }
            if about.len() > MOST_BYTES {
                return Err(Failure::new(
                    format!("{name} has {} MB; no file of statements has", about.len() >> 20),
                    hint,
                ));
            }
            Ok((name.clone(), fs::read(path).map_err(unreadable)?))
        };
        self.statements.iter().map(read).collect()
    }
}

/// The first of what could not be read.
fn tell(complaints: &[Complaint]) {
    let worth = complaints.iter().filter(|complaint| complaint.severity != Severity::Note);
    worth.take(20).for_each(|complaint| say(&format!("{complaint}\n")));
}

fn nothing_read(files: &Files, complaints: &[Complaint]) -> Failure {
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let message = format!("no statement could be read from {}", names.join(", "));
    let mut errors = complaints.iter().filter(|complaint| complaint.severity == Severity::Error);
    let Some(first) = errors.next() else {
        return Failure::new(message, "a file of statements has a header and at least one row below it");
    };
    errors.take(19).for_each(|complaint| say(&format!("{complaint}\n")));
    Failure::new(format!("{message}: {}\n  --> {}", first.message, first.place), &first.hint)
}
