//! `yalu fetch`: what publishers give over the network, into a folder. Here is the one
//! place where a clock is asked: a manifest says when something came.

use std::{
    collections::BTreeSet,
    fs,
    path::PathBuf,
    process::ExitCode,
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use clap::Subcommand;
use serde_json::{Value, json};
use yalu_observatory::{
    Came, Fetch as Fetching, Fetched, Lake, Outside, Taken, Taking, fetch,
    publisher::{
        Door, Key, Turned,
        comtrade::{Access, BASE, Wanted},
    },
    take,
};
use yalu_trade::{Flow, Period};

use super::{Failure, Outcome, Shared, hinted, ingest, lake_failed, put, put_json, say};

const EXAMPLES: &str = "\
Examples:
  yalu fetch comtrade --period 2019..2023                        what the desk's reporters traded with its economy
  yalu fetch comtrade --period 2023 --monthly --commodity AG2    by month and chapter
  yalu fetch comtrade --period 2022 --reporter RUS --partner all --commodity 27 --ingest
  COMTRADE_KEY=… yalu fetch comtrade --period 2023 --commodity AG6

Without a key an answer holds at most 500 records, with one 100000. What may hold more is asked for in parts, and what
has no smaller parts is told of, never kept cut off. What is in the folder is not asked for again: a fetch that was
stopped goes on where it was. UN Comtrade does not allow its records to be passed on.";

/// Fetch records from a publisher into a folder, to be ingested
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Fetch {
    #[command(subcommand)]
    from: From,
}

#[derive(Subcommand)]
enum From {
    Comtrade(Box<Comtrade>),
}

/// UN Comtrade, by its API: anybody's preview, or with a key
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
struct Comtrade {
    /// Years or months, by comma: 2023, 2019..2023, 2023-10, 2023-01..2023-12
    #[arg(long, value_delimiter = ',', required = true, value_parser = hinted::<Period>)]
    period: Vec<Period>,
    /// Take years month by month
    #[arg(long)]
    monthly: bool,
    /// Whose records, by comma, in ISO 3166 letters [default: the desk's reporters]
    #[arg(long, value_delimiter = ',', value_name = "CODE")]
    reporter: Vec<String>,
    /// With whom they trade, by comma; `all` for everybody [default: the desk's economy]
    #[arg(long, value_delimiter = ',', value_name = "CODE")]
    partner: Vec<String>,
    /// Which way, by comma: import, export (the economy's), or the reporter's X, M, RX, RM
    #[arg(long, value_delimiter = ',', default_value = "X,M", value_parser = hinted::<Flow>)]
    flow: Vec<Flow>,
    /// Of what, by comma: TOTAL, all codes of a level (AG2, AG4, AG6), or codes
    #[arg(long, value_delimiter = ',', value_name = "CODE", default_value = "TOTAL")]
    commodity: Vec<String>,
    /// The folder it goes to
    #[arg(long, value_name = "DIR", default_value = "drop/comtrade")]
    to: PathBuf,
    /// Take what came into the lake at once
    #[arg(long)]
    ingest: bool,
    /// Only say what would be asked for
    #[arg(long, conflicts_with = "ingest")]
    dry_run: bool,
    /// Ask again for what is there
    #[arg(long)]
    again: bool,
    /// A file that holds the key; without it the key is in the environment's COMTRADE_KEY, or there is none
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Seconds to wait between requests
    #[arg(long, value_name = "SECONDS", default_value_t = 1, value_parser = clap::value_parser!(u64).range(0..=3600))]
    pause: u64,
    /// Seconds within which an answer has to be there
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// Where the API is [default: the environment's COMTRADE_BASE, or https://comtradeapi.un.org]
    #[arg(long, value_name = "URL")]
    base: Option<String>,
}

/// Where the key is, if not in a file.
const KEY: &str = "COMTRADE_KEY";
/// Where another address may be said.
const BASE_SET: &str = "COMTRADE_BASE";
/// No answer is longer: 100,000 records are some 150 MB.
const MOST_BYTES: u64 = 512 << 20;

impl Fetch {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        match &self.from {
            From::Comtrade(comtrade) => comtrade.run(shared),
        }
    }
}

impl Comtrade {
    fn run(&self, shared: &Shared) -> Outcome {
        let wanted = self.wanted(shared)?;
        let key = self.key()?;
        let access = if key.is_some() { Access::Keyed } else { Access::Preview };
        if self.dry_run {
            return dry(&wanted, access, shared);
        }
        let base = self.base.clone().or_else(|| set(BASE_SET)).unwrap_or_else(|| BASE.to_owned());
        let door = Door::new(&base, key, Duration::from_secs(self.timeout), MOST_BYTES).map_err(turned)?;
        let fetching = Fetching {
            wanted: &wanted,
            door: &door,
            access,
            folder: &self.to,
            pause: Duration::from_secs(self.pause),
            again: self.again,
        };
        let tell = |text: &str| {
            if !shared.quiet {
                say(text);
            }
        };
        let fetched = fetch(&fetching, &Outside { now: &now, wait: &thread::sleep, tell: &tell });
        let fetched = fetched.map_err(|stopped| Failure::new(stopped.message, stopped.hint))?;
        let taken = if self.ingest { Some(self.taken(&fetched, shared)?) } else { None };
        self.told(&fetched, taken.as_deref(), shared)
    }

    fn wanted(&self, shared: &Shared) -> Result<Wanted, Failure> {
        let own = if self.reporter.is_empty() || self.partner.is_empty() {
            Some(shared.watch()?.desk.settings.clone())
        } else {
            None
        };
        let or = |said: &Vec<String>, own: Option<Vec<String>>| {
            if said.is_empty() { own.unwrap_or_default() } else { said.clone() }
        };
        let reporters = or(&self.reporter, own.as_ref().map(|own| own.reporters.clone()));
        let partners = or(&self.partner, own.as_ref().map(|own| vec![own.economy.clone()]));
        let partners = if partners.iter().any(|one| one == "all") { Vec::new() } else { partners };
        let apart = |period: &Period| match period.is_whole_years() && !self.monthly {
            true => period.years().collect::<Vec<_>>(),
            false => period.months().collect(),
        };
        let periods: BTreeSet<Period> = self.period.iter().flat_map(apart).collect();
        let unique = |words: Vec<String>| words.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        Ok(Wanted {
            reporters: unique(reporters),
            partners: unique(partners),
            periods: periods.into_iter().collect(),
            flows: self.flow.clone(),
            commodities: self.commodity.clone(),
        })
    }

    /// The key, from its file or the environment. It is told to nobody but the publisher.
    fn key(&self) -> Result<Option<Key>, Failure> {
        let (text, from) = match &self.key_file {
            Some(path) => {
                let read = fs::read_to_string(path);
                let text = read.map_err(|error| Failure::new(format!("{}: {error}", path.display()), "name a file"))?;
                (text, path.display().to_string())
            }
            None => match set(KEY) {
                Some(text) => (text, format!("{KEY} in the environment")),
                None => return Ok(None),
            },
        };
        match Key::read(&text) {
            Some(key) => Ok(Some(key)),
            None => Err(Failure::new(format!("{from} holds no key"), "a key is one word of letters and digits")),
        }
    }

    fn taken(&self, fetched: &Fetched, shared: &Shared) -> Result<Vec<Taken>, Failure> {
        let lake = Lake::open_or_make(&shared.lake).map_err(|error| lake_failed(&error))?;
        // What one answer leaves out another may hold: each is a part of its release.
        let taking = Taking { whole: Some(false), ..Taking::default() };
        let mut taken = Vec::new();
        for came in &fetched.came {
            taken.extend(take(&lake, &came.file, &taking).map_err(|error| lake_failed(&error))?);
        }
        if !shared.json {
            taken.iter().for_each(|one| ingest::tell(one, shared.quiet));
        }
        Ok(taken)
    }

    fn told(&self, fetched: &Fetched, taken: Option<&[Taken]>, shared: &Shared) -> Outcome {
        let refused = taken.is_some_and(|taken| taken.iter().any(|one| one.refused));
        let code = ExitCode::from(u8::from(refused || !fetched.capped.is_empty()));
        let next = format!("yalu ingest {} --part", self.to.display());
        if shared.json {
            let came = |one: &Came| {
                json!({"file": one.file.display().to_string(), "request": one.request, "rows": one.rows,
                       "sha256": one.sha256, "released": one.released.map(|day| day.to_string()), "before": one.before})
            };
            let absent = |(reporter, period): &(String, String)| json!({"reporter": reporter, "period": period});
            put_json(&json!({
                "came": fetched.came.iter().map(came).collect::<Vec<Value>>(),
                "absent": fetched.absent.iter().map(absent).collect::<Vec<Value>>(),
                "empty": fetched.empty,
                "capped": fetched.capped,
                "next": if taken.is_none() && !fetched.came.is_empty() { json!(next) } else { Value::Null },
                "files": taken.map(|taken| taken.iter().map(ingest::document).collect::<Vec<Value>>()),
            }))?;
            return Ok(code);
        }
        let mut text = String::new();
        for one in &fetched.came {
            let day = one.released.map_or(String::new(), |day| format!(", released {day}"));
            let before = if one.before { ", there before" } else { "" };
            text += &format!("{}: {} records{day}{before}\n", one.file.display(), one.rows);
        }
        for (reporter, period) in &fetched.absent {
            text += &format!("{reporter} {period}: UN Comtrade has none\n");
        }
        if fetched.empty > 0 {
            text +=
                &format!("{} requests were answered with no record: no such trade is on file there\n", fetched.empty);
        }
        for question in &fetched.capped {
            text += &format!(
                "{question}: more records than an answer holds, and no smaller parts; nothing of it was kept\n"
            );
        }
        if !fetched.capped.is_empty() {
            say(
                "hint: with a key (COMTRADE_KEY) an answer holds 100000 records; or name codes: --commodity 270112,270119",
            );
        }
        if let Some(taken) = taken {
            text += &ingest::summary(taken);
        } else if !fetched.came.is_empty() {
            text += &format!("next: {next}\n");
        }
        put(if text.is_empty() { "nothing to fetch\n" } else { &text })?;
        Ok(code)
    }
}

fn dry(wanted: &Wanted, access: Access, shared: &Shared) -> Outcome {
    let first = wanted.availability().map_err(turned)?;
    let (requests, _) = wanted.requests(access, None).map_err(turned)?;
    let asked: Vec<String> = first.into_iter().chain(requests.iter().map(|request| request.question())).collect();
    if shared.json { put_json(&json!({"requests": asked})) } else { put(&(asked.join("\n") + "\n")) }
}

fn turned(turned: Turned) -> Failure {
    match turned {
        Turned::No(message, hint) => Failure::new(message, hint),
        other => Failure::new(other, ""),
    }
}

/// What the environment says, if anything.
fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.trim().is_empty())
}

/// Seconds since 1970, by this machine's clock.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
