//! The verbs and what they share: which desk, whose day, how to say no.

mod audit;
mod backtest;
mod brief;
mod check;
mod completions;
mod doctor;
mod fetch;
mod files;
mod forecast;
mod ingest;
mod lake;
mod ledger;
mod lines;
mod man;
mod measures;
mod new;
mod nomenclature;
mod reconcile;
mod screen;
mod sheet;
mod sql;
mod statements;
mod table;

use std::{fmt::Display, io::Write, process::ExitCode, str::FromStr};

use clap::{CommandFactory, Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use yalu_observatory::{Files, Lake, LakeError, NoWatch, Watch};
use yalu_trade::{AsOf, Complaint, Hint, Severity};

/// Where the lake is, unless it is said otherwise.
const LAKE: &str = "./lake";

const ABOUT: &str = "Read an economy that publishes nothing from what its neighbours print about it";

const EXAMPLES: &str = "\
Examples:
  yalu brief                                     the 2023 brief of the embedded desk, into ./brief/
  yalu brief --lang en,ko --format pdf,xlsx      two editions, two formats
  yalu table                                     what can be measured
  yalu table top --flow import --period 2023     the largest imports of 2023
  yalu check my-desk/                            what is wrong with a desk, and where
  yalu audit report.pdf                          what in a report does not hold, and the likeliest slip
  yalu reconcile                                 every month that the prints allow, and what cannot be true
  yalu doctor                                    what this machine lacks";

/// The command line.
#[derive(Parser)]
#[command(name = "yalu", version, about = ABOUT, after_help = EXAMPLES, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    verb: Verb,
}

/// What every verb takes.
#[derive(clap::Args, Clone)]
struct Shared {
    /// The desk: an embedded one, one under ./desks/, or any folder
    #[arg(long, global = true, value_name = "NAME|DIR", default_value = "dprk")]
    desk: String,
    /// The store of ingested records; a desk is read over it where it is there
    #[arg(long, global = true, value_name = "DIR|URL", default_value = LAKE)]
    lake: String,
    /// Use nothing released after this day [default: the desk's own]
    #[arg(long, global = true, value_name = "DATE", value_parser = hinted::<AsOf>)]
    as_of: Option<AsOf>,
    /// Answer in JSON
    #[arg(long, global = true)]
    json: bool,
    /// Say nothing but the answer
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Subcommand)]
enum Verb {
    Brief(brief::Brief),
    Table(Box<table::Table>),
    Check(check::Check),
    Audit(audit::Audit),
    Reconcile(reconcile::Reconcile),
    Forecast(forecast::Forecast),
    Backtest(backtest::Backtest),
    Ledger(ledger::Ledger),
    Ingest(Box<ingest::Ingest>),
    Fetch(fetch::Fetch),
    Lake(lake::Stored),
    Sql(sql::Sql),
    Screen(screen::Screen),
    Nomenclature(nomenclature::Nomenclature),
    New(new::New),
    Statements(statements::Statements),
    Doctor(doctor::Doctor),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Why a verb could not run, and what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    hint: String,
}

type Outcome = Result<ExitCode, Failure>;

impl Failure {
    fn new(message: impl Display, hint: impl Display) -> Self {
        Self { message: message.to_string(), hint: hint.to_string() }
    }
}

/// Runs the command line.
pub(crate) fn run() -> ExitCode {
    let Cli { shared, verb } = Cli::parse();
    let outcome = match &verb {
        Verb::Brief(brief) => brief.run(&shared),
        Verb::Table(table) => table.run(&shared),
        Verb::Check(check) => check.run(&shared),
        Verb::Audit(audit) => audit.run(&shared),
        Verb::Reconcile(reconcile) => reconcile.run(&shared),
        Verb::Forecast(forecast) => forecast.run(&shared),
        Verb::Backtest(backtest) => backtest.run(&shared),
        Verb::Ledger(ledger) => ledger.run(&shared),
        Verb::Ingest(ingest) => ingest.run(&shared),
        Verb::Fetch(fetch) => fetch.run(&shared),
        Verb::Lake(lake) => lake.run(&shared),
        Verb::Sql(sql) => sql.run(&shared),
        Verb::Screen(screen) => screen.run(&shared),
        Verb::Nomenclature(nomenclature) => nomenclature.run(&shared),
        Verb::New(new) => new.run(&shared),
        Verb::Statements(statements) => statements.run(&shared),
        Verb::Doctor(doctor) => doctor.run(&shared),
        Verb::Completions(completions) => completions.run(&shared),
        Verb::Man(man) => man.run(&shared),
    };
    outcome.unwrap_or_else(|failure| {
        say(&format!("error: {}", failure.message));
        if !failure.hint.is_empty() {
            say(&format!("hint: {}", failure.hint));
        }
        ExitCode::from(2)
    })
}

/// The command line as clap knows it, for completions and manual pages.
fn command() -> clap::Command {
    Cli::command()
}

/// Text, to standard output.
fn put(text: &str) -> Outcome {
    put_bytes(text.as_bytes())
}

/// Data, to standard output. A reader who closes the pipe has had enough.
fn put_bytes(bytes: &[u8]) -> Outcome {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(Failure::new(format!("standard output: {error}"), "")),
    }
}

/// Talk, to standard error; there is nobody to tell if that fails.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// How far a long work is, on a terminal.
fn progress(shared: &Shared, steps: usize) -> ProgressBar {
    if shared.quiet || shared.json {
        return ProgressBar::hidden();
    }
    // indicatif draws on standard error, and only on a terminal.
    let bar = ProgressBar::new(steps as u64);
    let style =
        ProgressStyle::with_template("{bar:24} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.with_style(style)
}

/// What a lake could not do.
fn lake_failed(error: &LakeError) -> Failure {
    Failure::new(error, error.hint())
}

/// JSON, to standard output.
fn put_json(value: &serde_json::Value) -> Outcome {
    put(&json_text(value)?)
}

fn json_text(value: &serde_json::Value) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Failure::new(error, ""))?;
    Ok(text + "\n")
}

/// Reads an argument of a form of its own; its error says what to write instead.
fn hinted<T: FromStr<Err: Hint>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: T::Err| format!("{error}; {}", error.hint()))
}

impl Shared {
    /// The name and files of the desk.
    fn files(&self) -> Result<(String, Files), Failure> {
        yalu_observatory::find(&self.desk)
            .map_err(|error| Failure::new(error, "name an embedded desk, or a folder with a desk.toml"))
    }

    /// The desk, ready to work from. One with errors is refused, its errors told.
    fn watch(&self) -> Result<Watch, Failure> {
        let (id, files) = self.files()?;
        self.opened(&id, &files)
    }

    /// A desk of these files, ready to work from.
    fn opened(&self, id: &str, files: &Files) -> Result<Watch, Failure> {
        let opened = match self.lake()? {
            Some(lake) => Watch::over(&lake, id, files).map_err(|error| match error {
                NoWatch::Desk(refused) => Ok(refused),
                NoWatch::Lake(error) => Err(lake_failed(&error)),
            }),
            None => Watch::open(id, files).map_err(Ok),
        };
        let watch = opened.map_err(|refused| {
            let refused = match refused {
                Ok(refused) => refused,
                Err(failure) => return failure,
            };
            refused
                .complaints
                .iter()
                .filter(|c| c.severity == Severity::Error)
                .take(20)
                .for_each(|c| say(&format!("{c}\n")));
            Failure::new(&refused, format!("`yalu check {}` lists all findings", self.desk))
        })?;
        let warnings: Vec<&Complaint> = watch.complaints.iter().filter(|c| c.severity == Severity::Warning).collect();
        if !warnings.is_empty() && !self.quiet {
            say(&format!(
                "warning: the desk `{id}` has {} warnings; `yalu check {}` lists them",
                warnings.len(),
                self.desk
            ));
        }
        Ok(watch)
    }

    /// The lake, where there is one. One that was named and is not there is an error; the default may be absent.
    fn lake(&self) -> Result<Option<Lake>, Failure> {
        match Lake::open(&self.lake) {
            Ok(lake) => Ok(Some(lake)),
            Err(LakeError::Absent(_)) if self.lake == LAKE => Ok(None),
            Err(error) => Err(lake_failed(&error)),
        }
    }

    /// The day whose knowledge is used.
    fn as_of(&self, watch: &Watch) -> AsOf {
        self.as_of.unwrap_or(watch.desk.settings.as_of)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_sound() {
        super::command().debug_assert();
    }
}
