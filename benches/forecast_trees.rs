//! Which way of making forecasts add up errs least: parts, regions and wholes of real
//! trade, and months with their years, forecast each by itself from many past months
//! and then made to agree by every method. The tables of docs/forecast.md are its output.
//!
//! ```sh
//! cargo bench -p yalu-forecast --bench forecast_trees
//! cargo bench -p yalu-forecast --bench forecast_trees -- fast         # by another model
//! cargo bench -p yalu-forecast --bench forecast_trees -- combined DIR  # the files stand there
//! cargo bench -p yalu-forecast --bench forecast_trees -- years         # months and their years alone
//! ```
//!
//! It reads the public files of the forecast bench, which stand beside the repository, and says so where they do not.

#![allow(clippy::print_stdout, reason = "its tables are what it is for")]

#[path = "forecast_files.rs"]
mod files;

use std::{collections::BTreeMap, thread};

use files::{in_workspace, series};
use yalu_forecast::{
    Coherence, METHODS, Method, Model, Month, Point, Pool, Series, Tree, Trial, model,
    scores::{in_unit, ratio, unit},
};

const FOLDER: &str = "../shared/forecast-bench/data/public";
const AHEAD: usize = 12;
/// Past months from which each tree is forecast, and how far one is from the next: prime to the year.
const ORIGINS: i32 = 16;
const APART: i32 = 11;
/// Past months whose errors the methods learn from.
const TIMES: usize = 60;
const SEED: u64 = 1;

/// How a series' name says in which sums it is; one list for each kind of sum.
type Kinds = &'static [fn(&str) -> &str];

/// What is summed: a title, the file, what names begin with, and the sums between parts and whole.
const TREES: [(&str, &str, &str, Kinds); 5] = [
    ("US exports: partner, region, whole", "us_trade", "US_E_", &[|id| &id[..6]]),
    ("US imports: partner, region, whole", "us_trade", "US_I_", &[|id| &id[..6]]),
    ("Swiss exports: partner, continent, whole", "swiss_trade", "CH_C_", &[|id| &id[..7]]),
    ("Swiss exports: good, chapter, whole", "swiss_trade", "CH_P_", &[|id| &id[..7]]),
    ("Swiss exports: region and good, either, whole", "swiss_trade", "CH_RP_", &[|id| &id[..8], |id| &id[8..]]),
];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let (only, words): (Vec<String>, Vec<String>) = words.into_iter().partition(|word| word == "years");
    let model = model(words.first().map_or("combined", String::as_str)).expect("a model of that name");
    let folder = words.get(1).map_or(FOLDER, String::as_str);
    if !in_workspace(&format!("{folder}/us_trade.csv.gz")).is_file() {
        println!("skipped: the files of the forecast bench do not stand in {folder}");
        return;
    }
    if !only.is_empty() {
        return years(model, folder);
    }
    let mut all: Vec<Told> = Vec::new();
    for (title, file, begins, kinds) in TREES {
        let grown = Grown::new(&series(&format!("{folder}/{file}.csv.gz")), begins, kinds);
        let told = grown.tried(model);
        table(title, &grown, &told);
        all.extend(told);
    }
    println!("All five trees, every error in the unit of its own series\n");
    rows_of(&all);
    years(model, folder);
}

/// A tree with the series of all parts and sums.
struct Grown {
    tree: Tree,
    series: Vec<Series>,
    values: Vec<Vec<f64>>,
    /// 0 parts, 1 the sums between, 2 the whole.
    level: Vec<usize>,
}

/// The error and the interval score of one series from one month: as said, and by each method.
struct Told {
    series: String,
    level: usize,
    said: (f64, f64),
    made: Vec<(f64, f64)>,
}

const LEVELS: [&str; 3] = ["parts", "between", "whole"];

impl Grown {
    /// Of the series that begin so, those that have every month that most have.
    fn new(by_name: &BTreeMap<String, Series>, begins: &str, kinds: Kinds) -> Self {
        let named: Vec<&Series> = by_name.values().filter(|series| series.id.starts_with(begins)).collect();
        let mut firsts: Vec<i32> = named.iter().map(|series| series.first).collect();
        firsts.sort_unstable();
        let first = firsts[firsts.len() * 9 / 10];
        let end = named.iter().map(|series| series.end()).max().expect("a series");
        let known = |series: &Series| {
            let from = usize::try_from(first - series.first).ok()?;
            let value = |month: &Month| match month {
                Month::Known { best, .. } => Some(*best),
                Month::Gap => None,
            };
            let values: Vec<f64> = series.months.get(from..)?.iter().map(value).collect::<Option<_>>()?;
            (series.end() == end).then_some(values)
        };
        let parts: Vec<(&str, Vec<f64>)> =
            named.iter().filter_map(|series| Some((series.id.as_str(), known(series)?))).collect();
        let mut sums: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for kind in kinds {
            for (at, (id, _)) in parts.iter().enumerate() {
                sums.entry(kind(id).to_owned()).or_default().push(at);
            }
        }
        let mut named: Vec<String> = parts.iter().map(|(id, _)| (*id).to_owned()).collect();
        let mut level = vec![0; parts.len()];
        // A sum of one part is that part.
        sums.retain(|_, sum| sum.len() > 1);
        named.extend(sums.keys().cloned());
        level.extend(sums.values().map(|_| 1));
        let mut sums: Vec<Vec<usize>> = sums.into_values().collect();
        sums.push((0..parts.len()).collect());
        named.push(begins.to_owned());
        level.push(2);
        let tree = Tree::new(parts.len(), sums).expect("a tree");
        let months = parts[0].1.len();
        let by_month: Vec<Vec<f64>> = (0..months)
            .map(|month| tree.added(&parts.iter().map(|(_, values)| values[month]).collect::<Vec<f64>>()))
            .collect();
        let values: Vec<Vec<f64>> =
            (0..tree.len()).map(|at| by_month.iter().map(|month| month[at]).collect()).collect();
        let whole = |(id, values): (String, &Vec<f64>)| Series {
            id,
            first,
            months: values.iter().map(|value| Month::exact(*value)).collect(),
        };
        let series = named.into_iter().zip(&values).map(whole).collect();
        Self { tree, series, values, level }
    }

    fn tried(&self, model: &'static dyn Model) -> Vec<Told> {
        let last = self.series[0].end() - 1 - AHEAD as i32;
        let origins: Vec<i32> = (0..ORIGINS).map(|turn| last - turn * APART).collect();
        thread::scope(|scope| {
            let half = |turn: usize| {
                let some: Vec<i32> = origins.iter().copied().skip(turn).step_by(2).collect();
                scope.spawn(move || some.into_iter().flat_map(|origin| self.from(model, origin)).collect::<Vec<Told>>())
            };
            let halves = [half(0), half(1)];
            halves.into_iter().flat_map(|half| half.join().expect("a half")).collect()
        })
    }

    /// All forecast by what was known to a month, then made to agree.
    fn from(&self, model: &'static dyn Model, origin: i32) -> Vec<Told> {
        let known: Vec<Series> = self.series.iter().map(|series| series.until(origin)).collect();
        let pool = Pool::learn(model, &known, AHEAD);
        let said: Vec<Vec<Point>> =
            known.iter().map(|series| pool.project(series).expect("a forecast").points).collect();
        // The first month ahead of each of the last five years' months, all parts and sums of one month together.
        let missed: Vec<Vec<f64>> = known
            .iter()
            .map(|series| {
                pool.tried(series, TIMES, 1).expect("a history").iter().filter_map(Trial::first_off).collect()
            })
            .collect();
        let errors: Vec<Vec<f64>> = (0..missed.iter().map(Vec::len).min().unwrap_or(0))
            .map(|turn| missed.iter().map(|of| of[turn]).collect())
            .collect();
        let at = usize::try_from(origin + 1 - known[0].first).expect("a month");
        let score = |node: usize, points: &[Point]| {
            let (history, came) = self.values[node].split_at(at);
            let score = in_unit(unit(history).expect("a series that moves"), points, came).expect("months");
            (score.mase, score.wis.unwrap_or(f64::NAN))
        };
        let mut told: Vec<Told> = (0..self.tree.len())
            .map(|node| Told {
                series: self.series[node].id.clone(),
                level: self.level[node],
                said: score(node, &said[node]),
                made: Vec::new(),
            })
            .collect();
        for (method, kept) in ways(&self.tree) {
            let coherence = Coherence::learn(self.tree.clone(), method, &errors, kept).expect("enough errors");
            let made: Vec<Vec<f64>> = (0..AHEAD)
                .map(|h| coherence.made(&said.iter().map(|points| points[h].best).collect::<Vec<f64>>(), true))
                .collect();
            for (node, told) in told.iter_mut().enumerate() {
                let moved: Vec<Point> =
                    said[node].iter().zip(&made).map(|(point, made)| point.moved_to(made[node])).collect();
                told.made.push(score(node, &moved));
            }
        }
        told
    }
}

/// Every method, and those that can with the whole kept.
fn ways(tree: &Tree) -> Vec<(Method, Option<usize>)> {
    let kept = [Method::Structural, Method::Variance, Method::Shrunk].map(|method| (method, tree.whole()));
    METHODS.into_iter().map(|method| (method, None)).chain(kept).collect()
}

fn table(title: &str, grown: &Grown, told: &[Told]) {
    let count = |level: usize| grown.level.iter().filter(|of| **of == level).count();
    println!("{title}: {} parts, {} sums between, {ORIGINS} past months\n", count(0), count(1));
    rows_of(told);
}

/// Ratios to the forecasts as they were said, by level: error, interval score.
fn rows_of(told: &[Told]) {
    println!(
        "| | parts | between | whole | all | all: 19 in 20 | interval score, all |\n|---|--:|--:|--:|--:|--:|--:|"
    );
    let tree = Tree::new(1, vec![vec![0]]).expect("a tree");
    for (way, (method, kept)) in ways(&tree).into_iter().enumerate() {
        let over = |which: fn(&(f64, f64)) -> f64, level: Option<usize>| {
            let mut by_series: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
            for of in told.iter().filter(|of| level.is_none_or(|level| level == of.level)) {
                let sums = by_series.entry(of.series.as_str()).or_default();
                *sums = (sums.0 + which(&of.made[way]), sums.1 + which(&of.said));
            }
            let of: Vec<(f64, f64)> = by_series.into_values().collect();
            let (ours, theirs) = of.iter().fold((0.0, 0.0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
            (ours / theirs, ratio(&of, SEED))
        };
        let id = method.card().id;
        let name = if kept.is_some() { format!("{id}, whole kept") } else { id.to_owned() };
        let cells: Vec<String> =
            (0..LEVELS.len()).map(|level| format!("{:.3}", over(|of| of.0, Some(level)).0)).collect();
        let (all, bounds) = over(|of| of.0, None);
        let bounds = bounds.map_or("–".to_owned(), |(_, low, high)| format!("{low:.3}–{high:.3}"));
        println!("| {name} | {} | {all:.3} | {bounds} | {:.3} |", cells.join(" | "), over(|of| of.1, None).0);
    }
    println!();
}

/// Months and their year: the year by its own model on years, the months by theirs, and both made to agree.
fn years(model_of_months: &'static dyn Model, folder: &str) {
    println!(
        "Twelve months and their year, {ORIGINS} past months; errors as shares of the months added up, and as said\n"
    );
    println!("| | series | year | months |\n|---|--:|--:|--:|");
    for file in ["us_trade", "swiss_trade"] {
        let by_name = series(&format!("{folder}/{file}.csv.gz"));
        let long: Vec<&Series> = by_name.values().filter(|of| of.months.len() >= 240).step_by(2).collect();
        let end = long.iter().map(|of| of.end()).max().expect("a series");
        // The year as months have it, the year as years have it, then by each method; the months likewise.
        let mut sums = vec![(0.0, 0.0); YEARLY.len() + 2];
        for turn in 0..ORIGINS {
            let origin = end - 1 - AHEAD as i32 - turn * APART;
            let known: Vec<Series> = long.iter().map(|of| of.until(origin)).collect();
            let pool = Pool::learn(model_of_months, &known, AHEAD);
            let of_years =
                ["log-theta", "log-ets", "log-ces"].map(|id| Pool::learn(model(id).expect("a model"), &[], 1));
            for (series, known) in long.iter().zip(&known) {
                for (sum, new) in
                    sums.iter_mut().zip(year_errors(&pool, &of_years, series, known).into_iter().flatten())
                {
                    *sum = (sum.0 + new.0, sum.1 + new.1);
                }
            }
        }
        let names = ["months added up", "years alone"].into_iter().chain(YEARLY.iter().map(|method| method.card().id));
        for (name, (year, months)) in names.zip(&sums) {
            println!("| {file}: {name} | {} | {:.3} | {:.3} |", long.len(), year / sums[0].0, months / sums[0].1);
        }
    }
}

const YEARLY: [Method; 4] = [Method::TopDown, Method::Ols, Method::Structural, Method::Variance];

/// The error of the year and the mean error of its months, in the series' unit: from the months, from years, by method.
fn year_errors(pool: &Pool, of_years: &[Pool; 3], series: &Series, known: &Series) -> Option<Vec<(f64, f64)>> {
    let values = |of: &Series| -> Option<Vec<f64>> {
        let value = |month: &Month| match month {
            Month::Known { best, .. } => Some(*best),
            Month::Gap => None,
        };
        of.months.iter().map(value).collect()
    };
    let (all, history) = (values(series)?, values(known)?);
    let came = all.get(history.len()..history.len() + AHEAD)?;
    let scale = unit(&history)?;
    let said: Vec<f64> = pool.project(known).ok()?.points.iter().map(|point| point.best).collect();
    let years: Vec<f64> = history.rchunks_exact(12).rev().map(|year| year.iter().sum()).collect();
    // Years stand where months do: nothing of a calendar is learned, and of so few no season.
    let yearly =
        Series { id: series.id.clone(), first: 0, months: years.iter().map(|year| Month::exact(*year)).collect() };
    let by_years: Vec<f64> =
        of_years.iter().filter_map(|pool| Some(pool.project(&yearly).ok()?.points.first()?.best)).collect();
    let year = by_years.iter().sum::<f64>() / by_years.len() as f64;
    let tried_months = pool.tried(known, 5, 12).ok()?;
    let tried_years = of_years[0].tried(&yearly, 10, 1).ok()?;
    let tree = Tree::new(AHEAD, vec![(0..AHEAD).collect()]).ok()?;
    let off =
        tried_years.iter().filter_map(Trial::first_off).map(|off| off * off).sum::<f64>() / tried_years.len() as f64;
    if !off.is_finite() {
        return None;
    }
    // As many made-up months as are needed: the mean square of each is what counts.
    let months = tried_months.iter().filter(|trial| trial.came.len() == AHEAD);
    let add = |sum: Vec<f64>, trial: &Trial| {
        let off = trial.came.iter().zip(&trial.said).map(|(came, said)| (came - said).powi(2));
        sum.iter().zip(off).map(|(sum, off)| sum + off).collect()
    };
    let squares: Vec<f64> = months.clone().fold(vec![0.0; AHEAD], add);
    let n = months.count().max(1) as f64;
    let spread: Vec<f64> = squares.iter().map(|square| (square / n).sqrt()).chain([off.sqrt()]).collect();
    let errors = vec![spread; 8];
    let error = |made: &[f64]| {
        let total: f64 = made.iter().sum();
        let months = made.iter().zip(came).map(|(a, b)| (a - b).abs()).sum::<f64>() / AHEAD as f64;
        ((total - came.iter().sum::<f64>()).abs() / scale, months / scale)
    };
    let mut both = said.clone();
    both.push(year);
    let alone = ((year - came.iter().sum::<f64>()).abs() / scale, error(&said).1);
    let made = YEARLY.map(|method| {
        let coherence = Coherence::learn(tree.clone(), method, &errors, None).expect("enough errors");
        error(&coherence.made(&both, history.iter().all(|v| *v >= 0.0))[..AHEAD])
    });
    Some([error(&said), alone].into_iter().chain(made).collect())
}
