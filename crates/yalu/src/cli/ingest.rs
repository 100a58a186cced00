//! `yalu ingest`: files into the lake. Each is one commit, whole or not at all.

use std::{collections::BTreeSet, fs, path::PathBuf, process::ExitCode, thread, time::Duration};

use serde_json::{Value, json};
use yalu_observatory::{Lake, Said, Taken, Taking, files_under, proposal, reconciliation, take};
use yalu_trade::{Complaint, Flow, Period, ReleaseClass, Severity, Side, Vintage};

use super::{Failure, Outcome, Shared, hinted, lake_failed, put, put_json, say};

const EXAMPLES: &str = "\
Examples:
  yalu ingest downloads/                                  every file in a folder
  yalu ingest export.csv --flow import --vintage 2024-01-18
  yalu ingest table.xlsx --guess > my-desk/mappings/table.toml
  yalu ingest --watch drop/                               take what is dropped there, until stopped

--flow import means the economy's imports, which are the reporter's exports.";

/// Take records: an office's exports, downloads and tables, whole or not at all
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Ingest {
    /// Files or folders
    #[arg(value_name = "PATH", required_unless_present = "watch")]
    paths: Vec<String>,
    /// The day of their release, where the files do not say it: 2024-01-18
    #[arg(long, value_name = "DATE", value_parser = day)]
    vintage: Option<Vintage>,
    /// The class of their release: flash, table, detail, revised, yearbook
    #[arg(long, value_name = "CLASS", value_parser = class, requires = "vintage")]
    class: Option<ReleaseClass>,
    /// Whose records they are, in ISO 3166 letters, where the files do not say it
    #[arg(long, value_name = "CODE")]
    reporter: Option<String>,
    /// With whom they trade, where the files do not say it
    #[arg(long, value_name = "CODE")]
    partner: Option<String>,
    /// Which way, where the files do not say it: import, export (the economy's), or the reporter's X, M
    #[arg(long, value_parser = way)]
    flow: Option<Flow>,
    /// Of which period they are, where the files do not say it
    #[arg(long, value_parser = hinted::<Period>)]
    period: Option<Period>,
    /// They are all of a release: what they do not name any more was withdrawn
    #[arg(long, conflicts_with = "part")]
    whole: bool,
    /// They are a part of a release: only the chapters that they name are replaced
    #[arg(long)]
    part: bool,
    /// Take a release even where every figure is another multiple of the one that it replaces, or the flows are swapped
    #[arg(long)]
    sure: bool,
    /// Propose how to read a table that no office's reader knows, as TOML; nothing is taken
    #[arg(long, conflicts_with = "watch")]
    guess: bool,
    /// Take what is dropped into this folder, until stopped
    #[arg(long, value_name = "DIR")]
    watch: Option<PathBuf>,
}

fn day(text: &str) -> Result<Vintage, String> {
    Vintage::read(text).map_err(|error| format!("{error}; write 2024-01-18, or 2024-01 where only the month is known"))
}

fn way(text: &str) -> Result<Flow, String> {
    let flow = hinted::<Flow>(text)?;
    match flow.side() {
        Side::Import | Side::Export => Ok(flow),
        Side::Total | Side::Balance => Err(format!(
            "`{text}` is no way that goods go; write import or export, or from the reporter's side X, M, RX, RM, MIP, XIP, MOP, XOP"
        )),
    }
}

fn class(text: &str) -> Result<ReleaseClass, String> {
    match text {
        "flash" => Ok(ReleaseClass::Flash),
        "table" => Ok(ReleaseClass::Table),
        "detail" => Ok(ReleaseClass::Detail),
        "revised" => Ok(ReleaseClass::Revised),
        "yearbook" => Ok(ReleaseClass::Yearbook),
        other => Err(format!("`{other}` is no class of release; write flash, table, detail, revised or yearbook")),
    }
}

/// How often a watched folder is looked at.
const EVERY: Duration = Duration::from_secs(2);

impl Ingest {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        if self.guess {
            return self.proposals();
        }
        let taking = self.taking(shared)?;
        let lake = || Lake::open_or_make(&shared.lake).map_err(|error| lake_failed(&error));
        match &self.watch {
            Some(folder) => watch(&lake, folder, &taking, shared),
            None => self.once(&lake, &taking, shared),
        }
    }

    fn taking(&self, shared: &Shared) -> Result<Taking, Failure> {
        // The desk is asked only how its tables are to be read; one with errors elsewhere does.
        let (id, files) = shared.files()?;
        let mappings = yalu_observatory::Watch::look(&id, &files).0.map(|watch| watch.desk.mappings);
        let vintage = self.vintage.map(|vintage| Vintage { class: self.class.unwrap_or_default(), ..vintage });
        let said = Said {
            vintage,
            reporter: self.reporter.clone(),
            partner: self.partner.clone(),
            flow: self.flow,
            period: self.period,
            mapping: None,
        };
        let whole = if self.whole { Some(true) } else { self.part.then_some(false) };
        Ok(Taking { said, whole, sure: self.sure, mappings: mappings.unwrap_or_default() })
    }

    /// A lake is made only where there is something to put into it.
    fn once(&self, lake: &dyn Fn() -> Result<Lake, Failure>, taking: &Taking, shared: &Shared) -> Outcome {
        let (files, complaints) = files_under(&self.paths);
        let mut taken: Vec<Taken> = complaints
            .into_iter()
            .map(|complaint| Taken {
                path: complaint.place.file.clone(),
                complaints: vec![complaint],
                refused: true,
                ..Taken::default()
            })
            .collect();
        if !shared.json {
            taken.iter().for_each(|one| tell(one, shared.quiet));
            put(&summary(&taken))?;
        }
        let lake = if files.is_empty() { None } else { Some(lake()?) };
        let bar = super::progress(shared, files.len());
        for (file, lake) in files.iter().zip(lake.iter().cycle()) {
            let came = take(lake, file, taking).map_err(|error| lake_failed(&error))?;
            if !shared.json {
                let told = || {
                    came.iter().for_each(|one| tell(one, shared.quiet));
                    put(&summary(&came))
                };
                bar.suspend(told)?;
            }
            taken.extend(came);
            bar.inc(1);
        }
        bar.finish_and_clear();
        if shared.json {
            put_json(&json!({"files": taken.iter().map(document).collect::<Vec<_>>()}))?;
        }
        if taken.is_empty() && !shared.quiet {
            say(&format!("nothing was taken: no file lies in {}", self.paths.join(", ")));
        }
        Ok(ExitCode::from(u8::from(taken.iter().any(|one| one.refused))))
    }

    fn proposals(&self) -> Outcome {
        let mut refused = false;
        for path in &self.paths {
            let unreadable = |error| Failure::new(format!("{path}: {error}"), "name a file that can be read");
            let (text, complaints) = proposal(path.as_ref()).map_err(unreadable)?;
            complaints.iter().for_each(|complaint| say(&format!("{complaint}\n")));
            refused |= text.is_none();
            put(&text.unwrap_or_default())?;
        }
        Ok(ExitCode::from(u8::from(refused)))
    }
}

/// Takes what is dropped into a folder. A file is taken when it has stopped growing.
fn watch(lake: &dyn Fn() -> Result<Lake, Failure>, folder: &PathBuf, taking: &Taking, shared: &Shared) -> Outcome {
    fs::read_dir(folder)
        .map_err(|error| Failure::new(format!("{}: {error}", folder.display()), "name a folder that can be read"))?;
    let lake = &lake()?;
    if !shared.quiet {
        say(&format!("watching {}; stop with Ctrl-C", folder.display()));
    }
    let mut seen: BTreeSet<(PathBuf, u64)> = BTreeSet::new();
    let mut growing: BTreeSet<(PathBuf, u64)> = BTreeSet::new();
    loop {
        let (files, _) = files_under(&[folder.display().to_string()]);
        let sized = files.into_iter().filter_map(|path| Some((path.clone(), fs::metadata(&path).ok()?.len())));
        let new: BTreeSet<(PathBuf, u64)> = sized.filter(|file| !seen.contains(file)).collect();
        for file in new.intersection(&growing) {
            let came = take(lake, &file.0, taking).map_err(|error| lake_failed(&error))?;
            for one in &came {
                if shared.json {
                    put(&format!("{}\n", document(one)))?;
                } else {
                    put(&summary(std::slice::from_ref(one)))?;
                    tell(one, shared.quiet);
                }
            }
            seen.insert(file.clone());
        }
        growing = new;
        thread::sleep(EVERY);
    }
}

pub(super) fn document(one: &Taken) -> Value {
    json!({
        "path": one.path,
        "source": one.source,
        "vintage": one.vintage.map(|day| day.to_string()),
        "observations": one.observations,
        "statements": one.statements,
        "complaints": one.complaints.iter().map(reconciliation::complaint).collect::<Vec<_>>(),
        "commit": one.commit,
        "noop": one.noop,
        "refused": one.refused,
    })
}

/// How many complaints of a kind are told one by one.
const TOLD: usize = 5;

pub(super) fn tell(one: &Taken, quiet: bool) {
    let mut kinds: Vec<(&str, Vec<&Complaint>)> = Vec::new();
    for complaint in one.complaints.iter().filter(|c| !quiet || c.severity == Severity::Error) {
        match kinds.iter_mut().find(|(code, _)| *code == complaint.code) {
            Some((_, all)) => all.push(complaint),
            None => kinds.push((complaint.code, vec![complaint])),
        }
    }
    for (code, all) in kinds {
        all.iter().take(TOLD).for_each(|complaint| say(&format!("{complaint}\n")));
        if all.len() > TOLD {
            say(&format!("… and {} more of `{code}`; --json lists them\n", all.len() - TOLD));
        }
    }
}

pub(super) fn summary(taken: &[Taken]) -> String {
    let line = |one: &Taken| {
        let what = match one {
            Taken { refused: true, .. } => "refused, nothing of it kept".to_owned(),
            Taken { noop: true, .. } => "in the lake already".to_owned(),
            Taken { commit: Some(commit), .. } => {
                let printed =
                    if one.statements > 0 { format!(", {} printed figures", one.statements) } else { String::new() };
                format!("{} rows of {}{printed}, commit {commit}", one.observations, one.source)
            }
            _ => "nothing in it".to_owned(),
        };
        format!("{}: {what}\n", one.path)
    };
    taken.iter().map(line).collect()
}
