//! `yalu check`: everything that is wrong with a desk, at once, with its place.

use std::process::ExitCode;

use serde_json::json;
use yalu_observatory::{Watch, reconciliation};
use yalu_trade::{Complaint, Severity};

use super::{Outcome, Shared, put, put_json};

const EXAMPLES: &str = "\
Examples:
  yalu check                 the embedded desk
  yalu check my-desk/        a folder
  yalu check my-desk --json  for an editor or a script";

/// Lint a desk: file, line, column and a hint for every finding
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Check {
    /// The desk: a name or a folder [default: --desk]
    #[arg(value_name = "DESK")]
    named: Option<String>,
    /// List notes too, such as codes without a label
    #[arg(long)]
    notes: bool,
}

impl Check {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let shared = Shared { desk: self.named.clone().unwrap_or_else(|| shared.desk.clone()), ..shared.clone() };
        let (id, files) = shared.files()?;
        let (_, mut complaints) = Watch::look(&id, &files);
        // What the desk corrects in records, only the lake can hold against them.
        if let Some(lake) = shared.lake()?
            && let Ok(over) = Watch::over(&lake, &id, &files)
        {
            complaints = over.complaints;
        }
        if shared.json {
            put_json(&json!({"findings": complaints.iter().map(reconciliation::complaint).collect::<Vec<_>>()}))?;
        } else {
            put(&self.told(&id, &complaints))?;
        }
        let refused = complaints.iter().any(|complaint| complaint.severity == Severity::Error);
        Ok(ExitCode::from(u8::from(refused)))
    }

    fn told(&self, id: &str, complaints: &[Complaint]) -> String {
        let count = |severity| complaints.iter().filter(|complaint| complaint.severity == severity).count();
        let shown = complaints.iter().filter(|complaint| self.notes || complaint.severity != Severity::Note);
        let listed: String = shown.map(|complaint| format!("{complaint}\n\n")).collect();
        let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
        let more = if notes > 0 && !self.notes { " (--notes lists them)" } else { "" };
        let plural = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        format!(
            "{listed}desk `{id}`: {}, {}, {}{more}\n",
            plural(errors, "error"),
            plural(warnings, "warning"),
            plural(notes, "note")
        )
    }
}
