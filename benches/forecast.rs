//! How dear forecasts are, in CPU of one thread: the tasks of a set of series, each
//! with its share of what the pools took to learn; and a hundred thousand invented
//! series one after another, with the most memory that was held. The time tables of
//! docs/forecast.md are its output. Run it with
//!
//! ```sh
//! cargo bench -p yalu-forecast --bench forecast                          # both parts, about a quarter of an hour
//! cargo bench -p yalu-forecast --bench forecast -- cost                  # US trade, if the bench's files stand beside the repository
//! cargo bench -p yalu-forecast --bench forecast -- cost S.csv T.csv THESE.csv  # any series and tasks; THESE names the tasks to time, all if left out
//! cargo bench -p yalu-forecast --bench forecast -- many 10000 fast       # so many invented series, by one model
//! ```
//!
//! Files are named from the workspace's folder; one that ends in `.gz` is read through `gzip`.

#![allow(clippy::print_stdout, reason = "its tables are what it is for")]

#[path = "forecast_files.rs"]
mod files;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    time::Instant,
};

use files::{in_workspace, month_of, rows, series};
use yalu_forecast::{Model, Month, Pool, Series, model};

const MODELS: [&str; 2] = ["combined", "fast"];
/// Where the public files of the forecast bench stand, if they do.
const BESIDE: &str = "../shared/forecast-bench/data/public/us_trade";
const AHEAD: usize = 12;
/// Invented series, and those among them that teach the pool.
const MANY: usize = 100_000;
const TAUGHT: usize = 1_000;
const LENGTH: usize = 120;
/// Their first month, since the year 0: January 2014.
const FIRST: i32 = 2014 * 12;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => {
            cost(&Asked::beside(), None);
            many(MANY, &MODELS);
        }
        ["cost"] => cost(&Asked::beside(), None),
        ["cost", series, tasks] => cost(&Asked::read(series, tasks), None),
        ["cost", series, tasks, wanted] => cost(&Asked::read(series, tasks), Some(wanted)),
        ["many"] => many(MANY, &MODELS),
        ["many", n] => many(number(n), &MODELS),
        ["many", n, id] => many(number(n), &[id]),
        other => panic!("{other:?}: cost [S.csv T.csv [THESE.csv]], many [N [MODEL]], or nothing for both"),
    }
}

fn number(word: &str) -> usize {
    word.parse().expect("a number of series")
}

fn named(id: &str) -> &'static dyn Model {
    model(id).expect("a model of that name")
}

/// Series, and what is asked of them.
struct Asked {
    what: String,
    series: Vec<Series>,
    tasks: Vec<Task>,
}

/// The months after a cutoff, of one series.
struct Task {
    id: String,
    series: usize,
    cutoff: i32,
    ahead: usize,
}

impl Asked {
    /// The files that stand beside the repository, else invented series.
    fn beside() -> Self {
        let (series, tasks) = (format!("{BESIDE}.csv.gz"), format!("{BESIDE}.tasks.csv"));
        if in_workspace(&series).is_file() { Self::read(&series, &tasks) } else { Self::invented() }
    }

    /// `unique_id,ds,y` and `task_id,unique_id,cutoff,h`; a month that is left out is a gap.
    fn read(series: &str, tasks: &str) -> Self {
        let by_name = self::series(series);
        let place: BTreeMap<String, usize> = by_name.keys().cloned().enumerate().map(|(i, id)| (id, i)).collect();
        let task = |row: Vec<String>| {
            let [id, of, cutoff, ahead, ..] = &row[..] else { panic!("{tasks}: {row:?} is no task") };
            let series = *place.get(of).unwrap_or_else(|| panic!("there is no series {of}"));
            Task { id: id.clone(), series, cutoff: month_of(cutoff), ahead: ahead.parse().expect("months ahead") }
        };
        let tasks = rows(tasks).into_iter().map(task).collect();
        let what = Path::new(series).file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { what, series: by_name.into_values().collect(), tasks }
    }

    /// Three hundred invented series of ten years, asked for the last year of each.
    fn invented() -> Self {
        let series: Vec<Series> = (0..300).map(invented).collect();
        let cutoff = FIRST + i32::try_from(LENGTH - AHEAD).expect("a month") - 1;
        let task = |i: usize| Task { id: series[i].id.clone(), series: i, cutoff, ahead: AHEAD };
        let tasks = (0..series.len()).map(task).collect();
        Self { what: "invented series".to_owned(), series, tasks }
    }

    /// The tasks by what their pool may know, which ends with the quarter before the cutoff.
    fn by_pool(&self) -> BTreeMap<(i32, usize), Vec<&Task>> {
        let mut pools: BTreeMap<(i32, usize), Vec<&Task>> = BTreeMap::new();
        for task in &self.tasks {
            pools.entry(((task.cutoff + 1).div_euclid(3) * 3 - 1, task.ahead)).or_default().push(task);
        }
        pools
    }
}

/// What forecasts cost by each model, with what the pools took to learn, which all tasks share.
fn cost(asked: &Asked, wanted: Option<&str>) {
    let wanted: Option<BTreeSet<String>> =
        wanted.map(|file| rows(file).into_iter().map(|row| row[0].clone()).collect());
    let is_wanted = |task: &Task| wanted.as_ref().is_none_or(|wanted| wanted.contains(&task.id));
    // The system counts by the tick: a few forecasts are made often enough to be seen.
    let times = if wanted.is_some() { 20 } else { 1 };
    println!(
        "{}: {} series, {} tasks; CPU of one thread, in milliseconds\n",
        asked.what,
        asked.series.len(),
        asked.tasks.len()
    );
    println!("| model | pools | learning, each pool | forecasts | each | each with its share of learning | refused |");
    println!("|---|--:|--:|--:|--:|--:|--:|");
    for id in MODELS {
        let (mut learning, mut forecasting, mut count, mut refused) = (0.0, 0.0, 0, 0);
        let pools = asked.by_pool();
        for ((last, ahead), tasks) in &pools {
            let clock = Cpu::now();
            let known: Vec<Series> = asked.series.iter().map(|series| series.until(*last)).collect();
            let pool = Pool::learn(named(id), &known, *ahead);
            learning += clock.ms();
            let clock = Cpu::now();
            for task in tasks.iter().filter(|task| is_wanted(task)) {
                count += 1;
                for time in 0..times {
                    let said = pool.project(&asked.series[task.series].until(task.cutoff));
                    refused += usize::from(said.is_err() && time == 0);
                }
            }
            forecasting += clock.ms() / f64::from(times);
        }
        let (pools, each) = (pools.len(), forecasting / f64::from(count));
        let (per_pool, whole) = (learning / pools as f64, each + learning / asked.tasks.len() as f64);
        println!("| {id} | {pools} | {per_pool:.0} | {count} | {each:.2} | {whole:.2} | {refused} |");
    }
    println!();
}

/// Invented series, each made, forecast and forgotten.
fn many(n: usize, models: &[&str]) {
    println!("{n} invented series of {LENGTH} months, one after another; {TAUGHT} of them teach the pool\n");
    println!("| model | learning, s of CPU | forecasts, s of CPU | ms each | most memory, MB | refused |");
    println!("|---|--:|--:|--:|--:|--:|");
    for id in models {
        forget_the_peak();
        let clock = Cpu::now();
        let taught: Vec<Series> = (0..n).step_by(n.div_ceil(TAUGHT).max(1)).map(invented).collect();
        let pool = Pool::learn(named(id), &taught, AHEAD);
        drop(taught);
        let learning = clock.ms() / 1e3;
        let clock = Cpu::now();
        let refused = (0..n).filter(|k| pool.project(&invented(*k)).is_err()).count();
        let forecasts = clock.ms() / 1e3;
        let each = forecasts * 1e3 / n as f64;
        println!("| {id} | {learning:.1} | {forecasts:.1} | {each:.2} | {} | {refused} |", peak());
    }
    println!();
}

/// A level that wanders, a season, noise; one in eight is mostly zero, one in sixteen breaks.
fn invented(k: usize) -> Series {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ (k as u64 + 1).wrapping_mul(0xD134_2543_DE82_EF95));
    let (mut level, trend) = (3.0 + 6.0 * dice.even(), 0.01 * dice.normal());
    let (season, noise, turn) = (0.3 * dice.even(), 0.05 + 0.2 * dice.even(), dice.even());
    let (sparse, breaks) = (k.is_multiple_of(8), k % 16 == 1);
    let month = |t: usize| {
        level += trend + 0.04 * dice.normal() - if breaks && t == LENGTH - 4 { 1.0 } else { 0.0 };
        let angle = std::f64::consts::TAU * (t as f64 / 12.0 + turn);
        let value = (level + season * angle.sin() + noise * dice.normal()).exp();
        Month::exact(if sparse && dice.even() < 0.6 { 0.0 } else { value })
    };
    Series { id: format!("invented-{k}"), first: FIRST, months: (0..LENGTH).map(month).collect() }
}

/// Marsaglia's xorshift: the same throws every time.
struct Dice(u64);

impl Dice {
    fn even(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Near enough to a normal law for noise: twelve even throws.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.even()).sum::<f64>() - 6.0
    }
}

/// Time that this thread was on a core. Where Linux does not tell, the time on the wall.
struct Cpu {
    ran: Option<u64>,
    wall: Instant,
}

impl Cpu {
    fn now() -> Self {
        Self { ran: ran(), wall: Instant::now() }
    }

    fn ms(&self) -> f64 {
        match (self.ran, ran()) {
            (Some(then), Some(now)) => (now - then) as f64 / 1e6,
            _ => self.wall.elapsed().as_secs_f64() * 1e3,
        }
    }
}

/// Nanoseconds on a core so far.
fn ran() -> Option<u64> {
    fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
}

/// The most memory that this process has held, in MB.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kb.map_or("–".to_owned(), |kb| format!("{:.0}", kb / 1024.0))
}

/// Lets [`peak`] begin anew, where the system allows it.
fn forget_the_peak() {
    fs::write("/proc/self/clear_refs", "5").unwrap_or_default();
}
