//! `yalu statements read`: what reports print, as rows of a statement file for
//! an analyst to confirm. That is how a desk grows.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Subcommand;
use serde_json::json;
use yalu_trade::Severity;

use super::{
    Failure, Outcome, Shared,
    files::{Rendered, write_all},
    put, put_json, say,
};

const EXAMPLES: &str = "\
Examples:
  yalu statements read report.pdf --out new.csv     its figures as rows, to be confirmed
  yalu statements read a.txt b.html --json          the same for a program
A file that is there is not overwritten without --force.";

/// The largest file that is read.
pub(super) const MOST_BYTES: u64 = 256 << 20;

/// Read statements out of reports
#[derive(clap::Args)]
pub(super) struct Statements {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    Read(Read),
}

/// The figures of reports as rows of a statement file, to be confirmed
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
struct Read {
    /// Reports: txt, md, html, pdf
    #[arg(value_name = "FILE", required = true)]
    files: Vec<String>,
    /// The file to write; without it the rows go to standard output
    #[arg(long, value_name = "S.csv")]
    out: Option<PathBuf>,
    /// Overwrite the file if it is there
    #[arg(long)]
    force: bool,
}

impl Statements {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let What::Read(read) = &self.what;
        read.run(shared)
    }
}

impl Read {
    fn run(&self, shared: &Shared) -> Outcome {
        if let Some(out) = self.out.as_ref().filter(|out| out.exists() && !self.force) {
            let hint = "name another file with --out, or say --force";
            return Err(Failure::new(format!("{} is there already", out.display()), hint));
        }
        let watch = shared.watch()?;
        let mut harvest = watch.statement_rows();
        for file in &self.files {
            let unreadable = |error| Failure::new(format!("{file}: {error}"), "name a file that can be read");
            let length = fs::metadata(file).map_err(unreadable)?.len();
            if length > MOST_BYTES {
                return Err(Failure::new(
                    format!("{file} has {} MB; no report has", length >> 20),
                    "name the report itself",
                ));
            }
            let bytes = fs::read(Path::new(file)).map_err(unreadable)?;
            for complaint in harvest.add(file, &bytes) {
                if complaint.severity == Severity::Error {
                    let message = format!("{}\n  --> {}", complaint.message, complaint.place);
                    return Err(Failure::new(message, complaint.hint));
                }
                if !shared.quiet {
                    say(&complaint.to_string());
                }
            }
        }
        let (rows, left) = (harvest.rows.len(), harvest.left_out);
        if let Some(out) = &self.out {
            let bytes = harvest.written().into_bytes();
            write_all(&[Rendered { path: out.clone(), bytes }], "name another file, in a folder that is there")?;
        }
        if shared.json {
            let row = |row: &yalu_observatory::StatementRow| {
                row.iter().map(|(name, field)| ((*name).to_owned(), json!(field))).collect::<serde_json::Map<_, _>>()
            };
            let listed: Vec<_> = harvest.rows.iter().map(row).collect();
            let out = self.out.as_ref().map(|out| out.display().to_string());
            return put_json(&json!({"rows": listed, "left_out": left, "file": out}));
        }
        let told = format!("{rows} rows to be confirmed; {left} figures were tied to nothing that a row can say");
        match &self.out {
            Some(out) => put(&format!("{}: {told}\n", out.display())),
            None => {
                if !shared.quiet {
                    say(&told);
                }
                put(&harvest.written())
            }
        }
    }
}
