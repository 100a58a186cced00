//! `yalu ledger`: forecasts on file, ours and others', and what became of them.
//! A row that is added is read first as the desk would read it, and put in whole.

mod told;

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use yalu_observatory::{LEDGER_COLUMNS, csv_field, ledger, ledger_row};
use yalu_trade::{LedgerEntry, Severity};

use super::{
    Failure, Outcome, Shared,
    files::{Rendered, write_all},
    put, put_json, say,
};

const EXAMPLES: &str = "\
Examples:
  yalu ledger show
  yalu ledger score                        each forecast against what came, the naive and ours beside it
  yalu ledger score --as-of 2025-02-28
  yalu ledger add --desk my-desk/ --id F-1 --by KIEP --issued 2024-03-26 --vintage 2024-01-18 \\
      --target 2024 --flow import --measure growth --low 0 --high 10 --unit % --wording '…' --source https://…";

/// Forecasts on file: add one, show them, score them
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Ledger {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// File a forecast on a desk that is a folder
    Add(Box<Add>),
    /// The forecasts on file
    Show,
    /// Each forecast against what came, with the naive one and ours beside it
    Score,
}

/// A forecast, in the columns of ledger.csv
#[derive(clap::Args)]
struct Add {
    /// Its name, never used twice
    #[arg(long)]
    id: String,
    /// Whose it is
    #[arg(long)]
    by: String,
    /// When it was issued: 2024-03-26, or 2024-03
    #[arg(long)]
    issued: String,
    /// The last release that it can have known
    #[arg(long)]
    vintage: String,
    /// What it is about: 2024
    #[arg(long, value_name = "PERIOD")]
    target: String,
    /// import, export, total or balance
    #[arg(long)]
    flow: String,
    /// value, or growth on a year earlier
    #[arg(long, default_value = "value")]
    measure: String,
    /// The least
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    low: String,
    /// The likeliest
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    best: String,
    /// The most
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    high: String,
    /// USD, or % of a growth
    #[arg(long)]
    unit: String,
    /// What was said, in your words, and how it was read as numbers
    #[arg(long)]
    wording: String,
    /// Where
    #[arg(long)]
    source: String,
}

impl Ledger {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        match &self.what {
            What::Add(add) => add.run(shared),
            What::Show => show(shared),
            What::Score => score(shared),
        }
    }
}

fn show(shared: &Shared) -> Outcome {
    let watch = shared.watch()?;
    if shared.json {
        return put_json(&json!({"forecasts": watch.ledger.iter().map(told::entry).collect::<Vec<Value>>()}));
    }
    put(&told::shown(&watch.ledger))
}

fn score(shared: &Shared) -> Outcome {
    let watch = shared.watch()?;
    let as_of = shared.as_of(&watch);
    let scored = watch.scored(as_of).map_err(|error| Failure::new(error, "another day: --as-of"))?;
    if shared.json {
        let scored: Vec<Value> = scored.iter().map(told::scored).collect();
        return put_json(&json!({"as_of": as_of.to_string(), "scores": scored}));
    }
    put(&told::scores(&scored, as_of))
}

impl Add {
    fn run(&self, shared: &Shared) -> Outcome {
        let path = file_of(&shared.desk)?;
        let header = LEDGER_COLUMNS.join(",");
        let before = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => (header.clone() + "\n").into_bytes(),
            Err(error) => return Err(Failure::new(format!("{}: {error}", path.display()), "can it be read?")),
        };
        let row = format!("{header}\n{}\n", self.fields().map(csv_field).join(","));
        let name = "the forecast";
        let (entries, complaints) = ledger(name, row.as_bytes());
        let [entry] = entries.as_slice() else {
            let wrong = complaints.first();
            let message = wrong.map_or("it cannot be read".to_owned(), |complaint| complaint.message.clone());
            return Err(Failure::new(message, wrong.map_or("", |complaint| complaint.hint.as_str())));
        };
        let mut bytes = before;
        if !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        bytes.extend(format!("{}\n", ledger_row(entry)).into_bytes());
        refuse_worse(&path, &bytes)?;
        write_all(&[Rendered { path: path.clone(), bytes }], "is the folder there, and yours to write in?")?;
        added(shared, entry, &path)
    }

    fn fields(&self) -> [&str; 13] {
        [
            &self.id,
            &self.by,
            &self.issued,
            &self.vintage,
            &self.target,
            &self.flow,
            &self.measure,
            &self.low,
            &self.best,
            &self.high,
            &self.unit,
            &self.wording,
            &self.source,
        ]
    }
}

/// The ledger of a desk that is a folder.
fn file_of(desk: &str) -> Result<PathBuf, Failure> {
    let folders = [Path::new("desks").join(desk), PathBuf::from(desk)];
    let found = folders.into_iter().find(|folder| folder.join("desk.toml").is_file());
    found.map(|folder| folder.join("ledger.csv")).ok_or_else(|| {
        let message = format!("`{desk}` is no folder with a desk.toml: the embedded desk cannot be written to");
        Failure::new(message, "copy the desk into a folder of yours and name it: --desk my-desk/")
    })
}

/// A file that would not read back is not written.
fn refuse_worse(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let (_, complaints) = ledger(&path.display().to_string(), bytes);
    match complaints.into_iter().find(|complaint| complaint.severity == Severity::Error) {
        Some(complaint) => {
            Err(Failure::new(format!("{}\n  --> {}", complaint.message, complaint.place), complaint.hint))
        }
        None => Ok(()),
    }
}

fn added(shared: &Shared, entry: &LedgerEntry, path: &Path) -> Outcome {
    if shared.json {
        return put_json(&json!({"added": told::entry(entry), "file": path.display().to_string()}));
    }
    if !shared.quiet {
        say(&format!("written: {}", path.display()));
    }
    put(&told::shown(std::slice::from_ref(entry)))
}
