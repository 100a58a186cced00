//! `yalu lake`: the store itself.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Subcommand;
use serde_json::{Value, json};
use yalu_observatory::{Dropped, Gone, Lake, Layout, Logged, Revised, Tidied, Which, json as shape};
use yalu_trade::{AsOf, Flow, Period, Place};

use super::{Failure, Outcome, Shared, hinted, lake_failed, put, put_json};

const EXAMPLES: &str = "\
Examples:
  yalu lake log                                   what was taken when
  yalu lake revisions --partner PRK --period 2016 what later releases changed
  yalu lake verify                                is everything there, whole
  yalu lake compact && yalu lake vacuum           few large files instead of many small ones
  yalu lake vacuum --drop-vintages-before 2024-01-01 --dry-run
  yalu lake export --format parquet --out all.parquet --as-of 2024-01-18";

/// The store of records: its log, its revisions, its health
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Stored {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// What was committed when
    Log,
    /// Is every file there, whole, with the rows that the log says?
    Verify,
    /// Put small files together; nothing of what they say changes
    Compact,
    /// Remove files that no commit names any more; no release goes with them unless told
    Vacuum(Vacuum),
    /// What later releases changed, by how much, by period and good
    Revisions(Revisions),
    /// What stood on a day, for other tools
    Export(Export),
}

#[derive(clap::Args)]
struct Vacuum {
    /// Only those that are older than so many hours
    #[arg(long, default_value_t = 168, value_name = "HOURS")]
    older_than: u64,
    /// Drop for good what later releases had replaced by this day; questions as of an earlier day lose it
    #[arg(long, value_name = "DATE", value_parser = hinted::<AsOf>)]
    drop_vintages_before: Option<AsOf>,
    /// Only say what would go
    #[arg(long)]
    dry_run: bool,
}

#[derive(clap::Args)]
struct Revisions {
    /// Whose records
    #[arg(long, value_name = "CODE")]
    reporter: Option<String>,
    /// With whom
    #[arg(long, value_name = "CODE")]
    partner: Option<String>,
    /// Which way
    #[arg(long, value_parser = hinted::<Flow>)]
    flow: Option<Flow>,
    /// When; a year stands for its months too
    #[arg(long, value_parser = hinted::<Period>)]
    period: Option<Period>,
    /// Of what; a code stands for all under it
    #[arg(long, value_name = "CODE")]
    commodity: Option<String>,
}

#[derive(clap::Args)]
struct Export {
    /// How
    #[arg(long, value_enum, default_value = "csv")]
    format: Form,
    /// Where to; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Form {
    Parquet,
    Csv,
    SdmxCsv,
}

impl Stored {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let lake = Lake::open(&shared.lake).map_err(|error| lake_failed(&error))?;
        match &self.what {
            What::Log => log(&lake, shared),
            What::Verify => verify(&lake, shared),
            What::Compact => tidied(&lake.compact().map_err(|error| lake_failed(&error))?, shared),
            What::Vacuum(vacuum) => vacuum.run(&lake, shared),
            What::Revisions(which) => which.run(&lake, shared),
            What::Export(export) => export.run(&lake, shared),
        }
    }
}

fn log(lake: &Lake, shared: &Shared) -> Outcome {
    let log = lake.log().map_err(|error| lake_failed(&error))?;
    let document = |one: &Logged| {
        json!({"version": one.version, "written": one.written, "what": one.what, "file": one.file, "hash": one.hash,
               "source": one.source, "rows": one.rows})
    };
    if shared.json {
        return put_json(&json!({"commits": log.iter().map(document).collect::<Vec<_>>()}));
    }
    let line = |one: &Logged| {
        let file = match (&one.file, &one.source, one.rows) {
            (Some(file), Some(source), Some(rows)) => format!("  {file}  {rows} rows of {source}"),
            _ => String::new(),
        };
        format!("{:>6}  {}{file}\n", one.version, one.what)
    };
    put(&log.iter().map(line).collect::<String>())
}

fn verify(lake: &Lake, shared: &Shared) -> Outcome {
    let verified = lake.verify().map_err(|error| lake_failed(&error))?;
    if shared.json {
        put_json(&json!({"commits": verified.commits, "files": verified.files, "rows": verified.rows,
                         "faults": verified.faults, "orphans": verified.orphans}))?;
    } else {
        let mut text = format!("{} commits, {} files, {} rows\n", verified.commits, verified.files, verified.rows);
        text.extend(verified.faults.iter().map(|fault| format!("fault: {fault}\n")));
        if !verified.orphans.is_empty() {
            let orphans = verified.orphans.len();
            text += &format!("{orphans} files that no commit names; `yalu lake vacuum` removes them after a week\n");
        }
        text += if verified.faults.is_empty() {
            "sound\n"
        } else {
            "NOT sound: restore the files named above from a copy\n"
        };
        put(&text)?;
    }
    Ok(ExitCode::from(u8::from(!verified.faults.is_empty())))
}

fn tidied(tidied: &Tidied, shared: &Shared) -> Outcome {
    if shared.json {
        return put_json(
            &json!({"commit": tidied.commit, "before": tidied.before, "after": tidied.after, "freed": tidied.freed}),
        );
    }
    put(&match tidied {
        Tidied { commit: None, freed: 0, .. } => "nothing to do\n".to_owned(),
        Tidied { freed: 0, before, after, .. } => format!("{before} files are {after} now\n"),
        Tidied { freed, before, after, .. } => format!("{before} files are {after} now; {freed} bytes were set free\n"),
    })
}

impl Vacuum {
    fn run(&self, lake: &Lake, shared: &Shared) -> Outcome {
        let dropped = match self.drop_vintages_before {
            Some(day) => lake.drop_before(day.0, self.dry_run).map_err(|error| lake_failed(&error))?,
            None => Dropped::default(),
        };
        let tidied =
            lake.vacuum(self.older_than.saturating_mul(3600), self.dry_run).map_err(|error| lake_failed(&error))?;
        if shared.json {
            let gone = |one: &Gone| {
                json!({"source": one.source, "vintage": one.vintage.to_string(), "until": one.until.to_string(),
                       "rows": one.rows})
            };
            return put_json(&json!({
                "commit": dropped.commit, "before": tidied.before, "after": tidied.after, "freed": tidied.freed,
                "dropped": dropped.gone.iter().map(gone).collect::<Vec<_>>(), "dry_run": self.dry_run,
            }));
        }
        let would = if self.dry_run { "would go" } else { "dropped" };
        let line = |one: &Gone| {
            format!("{} of {}: {} rows, replaced by {}, {would}\n", one.source, one.vintage, one.rows, one.until)
        };
        let mut text: String = dropped.gone.iter().map(line).collect();
        if tidied.freed > 0 {
            let free = if self.dry_run { "would be set free" } else { "were set free" };
            text += &format!("{} bytes of files that no commit names {free}\n", tidied.freed);
        }
        put(if text.is_empty() { "nothing to do\n" } else { &text })
    }
}

impl Revisions {
    fn run(&self, lake: &Lake, shared: &Shared) -> Outcome {
        let which = Which {
            reporter: self.reporter.clone(),
            partner: self.partner.clone(),
            flow: self.flow,
            period: self.period,
            commodity: self.commodity.clone(),
            as_of: shared.as_of,
        };
        let revised = lake.revisions(&which).map_err(|error| lake_failed(&error))?;
        let document = |one: &Revised| {
            json!({"source": one.source, "reporter": one.reporter, "partner": one.partner, "flow": one.flow,
                   "period": one.period, "commodity": one.commodity, "currency": one.currency,
                   "earlier": one.earlier.to_string(), "before": shape::decimal(one.before), "later": one.later.to_string(),
                   "after": shape::decimal(one.after), "change": shape::decimal(Some(one.change())),
                   "percent": shape::decimal(one.percent().map(|percent| percent.round_dp(2))),
                   "implied": one.implied.is_some(),
                   "change_low": shape::decimal(one.implied.map_or(Some(one.change()), |change| change.low)),
                   "change_high": shape::decimal(one.implied.map_or(Some(one.change()), |change| change.high))})
        };
        if shared.json {
            return put_json(&json!({"revisions": revised.iter().map(document).collect::<Vec<_>>()}));
        }
        if revised.is_empty() {
            return put("no release changed an earlier one\n");
        }
        let amount = |value: Option<yalu_trade::Decimal>| {
            value.map_or("–".to_owned(), |value| yalu_trade::grouped(&value.round().to_string()))
        };
        let line = |one: &Revised| {
            let percent =
                one.percent().map_or(String::new(), |percent| format!(" ({:+} %)", percent.round_dp(2).normalize()));
            let implied = one.implied.map_or(String::new(), |change| {
                let bounds = format!("{} … {}", amount(change.low), amount(change.high));
                format!(", implied by the year to date: {bounds}")
            });
            format!(
                "{} {} {} {} {}: {} on {} → {} on {}{percent} {}{implied}\n",
                one.reporter,
                one.flow,
                one.partner,
                one.period,
                if one.commodity == "*" { "all goods" } else { &one.commodity },
                amount(one.before),
                one.earlier,
                amount(one.after),
                one.later,
                one.currency
            )
        };
        put(&revised.iter().map(line).collect::<String>())
    }
}

/// Where a file is written: what a link stands for, and nothing that is there and no file.
fn target(path: &Path) -> std::io::Result<PathBuf> {
    match fs::metadata(path) {
        Ok(kind) if kind.is_file() => fs::canonicalize(path),
        Ok(kind) => {
            let what = if kind.is_dir() { "it is a folder" } else { "it is a pipe or a device" };
            Err(std::io::Error::other(what))
        }
        // A link to what is not there yet is written through too.
        Err(_) => match fs::read_link(path) {
            Ok(to) => Ok(path.parent().unwrap_or(Path::new("")).join(to)),
            Err(_) => Ok(path.to_owned()),
        },
    }
}

impl Export {
    fn run(&self, lake: &Lake, shared: &Shared) -> Outcome {
        let layout = match self.format {
            Form::Parquet => Layout::Parquet,
            Form::Csv => Layout::Csv,
            Form::SdmxCsv => Layout::SdmxCsv,
        };
        let failed = |path: &Path, error: std::io::Error| {
            Failure::new(format!("{}: {error}", path.display()), "name a file that can be written")
        };
        let Some(path) = &self.out else {
            let mut out = BufWriter::new(std::io::stdout());
            lake.export(shared.as_of, layout, &mut out).map_err(|error| lake_failed(&error))?;
            return match out.flush() {
                Ok(()) => Ok(ExitCode::SUCCESS),
                Err(error) => Err(Failure::new(format!("standard output: {error}"), "")),
            };
        };
        let path = &target(path).map_err(|error| failed(path, error))?;
        // Written beside its place, then moved there: whole or not at all.
        let part = PathBuf::from([path.as_os_str(), OsStr::new(".part")].into_iter().collect::<OsString>());
        let done = File::create(&part).map_err(|error| failed(&part, error)).and_then(|file| {
            let mut out = BufWriter::new(file);
            let rows = lake.export(shared.as_of, layout, &mut out).map_err(|error| lake_failed(&error))?;
            out.flush().map_err(|error| failed(&part, error))?;
            fs::rename(&part, path).map_err(|error| failed(path, error))?;
            Ok(rows)
        });
        if done.is_err() {
            let _ = fs::remove_file(&part);
        }
        let rows = done?;
        let value: Value = json!({"rows": rows, "file": path.display().to_string()});
        if shared.json {
            put_json(&value)
        } else {
            put(&format!("{rows} rows in {}\n", Place::file(path.display().to_string())))
        }
    }
}
