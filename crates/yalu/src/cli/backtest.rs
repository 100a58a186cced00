//! `yalu backtest`: forecasts from past months, for each task only from what was
//! known by then. A task that cannot be forecast is refused with its reason, in
//! a file of its own.

mod own;

use std::{
    fs,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
};

use serde_json::{Value, json};
use yalu_observatory::{
    MODELS, Model, backtest, model,
    scores::{Compared, Mean},
    series, tasks,
};
use yalu_trade::Complaint;

use super::{
    Failure, Outcome, Shared,
    files::{Rendered, apart, write_all},
    put, put_json, say,
};

const EXAMPLES: &str = "\
Examples:
  yalu backtest --series s.csv --tasks t.csv --out f.csv               every task by the default model
  yalu backtest --series s.csv.gz --tasks t.csv --out f.csv --model fast
  yalu backtest                                                        the desk's own months, each as of its day, by regime
  yalu backtest --latest                                               the same months as they stand now

s.csv has the columns unique_id,ds,y; t.csv task_id,unique_id,cutoff,h, the cutoff being the last month known.
f.csv gets unique_id,ds,y_hat,lo80,hi80,lo95,hi95 with the task_id in unique_id, f.refused.csv the tasks refused,
f.zeros.csv the chance of each month to be zero, of series that have zeros.";

/// Forecast from past months and score what came of it
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Backtest {
    /// The series: CSV, gzipped or not, with unique_id,ds,y
    #[arg(long, value_name = "S.csv[.gz]", requires = "tasks", requires = "out")]
    series: Option<PathBuf>,
    /// The tasks: CSV with task_id,unique_id,cutoff,h
    #[arg(long, value_name = "T.csv", requires = "series")]
    tasks: Option<PathBuf>,
    /// The file of forecasts to write
    #[arg(long, value_name = "F.csv", requires = "series")]
    out: Option<PathBuf>,
    /// The model [default: the first of those that a wrong name lists]
    #[arg(long, value_name = "ID", value_parser = chosen)]
    model: Option<Chosen>,
    /// The desk's own months as they stand now, not as they were known when they were out
    #[arg(long, conflicts_with = "series")]
    latest: bool,
    /// On how many threads; the answer is the same on any [default: all cores]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// A model by name.
#[derive(Clone, Copy)]
pub(super) struct Chosen(pub(super) &'static dyn Model);

/// The model of that name, or which there are.
pub(super) fn chosen(id: &str) -> Result<Chosen, String> {
    let ids = || MODELS.iter().map(|model| model.card().id).collect::<Vec<_>>().join(", ");
    model(id).map(Chosen).ok_or_else(|| format!("the models are {}", ids()))
}

impl Backtest {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let Chosen(model) = self.model.unwrap_or(Chosen(MODELS[0]));
        match (&self.series, &self.tasks, &self.out) {
            (Some(series), Some(tasks), Some(out)) => self.of_files(shared, model, [series, tasks, out]),
            _ => own::run(shared, model, self.latest),
        }
    }

    fn of_files(&self, shared: &Shared, model: &'static dyn Model, files: [&PathBuf; 3]) -> Outcome {
        let [series_file, tasks_file, out] = files;
        let (refused, zeros) = (beside(out, "refused"), beside(out, "zeros"));
        apart(&[out, &refused, &zeros], &[series_file, tasks_file], "name another file with --out")?;
        let (series, mut complaints) = series(&name(series_file), &read(series_file)?);
        let (tasks, told) = tasks(&name(tasks_file), &read(tasks_file)?);
        complaints.extend(told);
        // What is said of the file as a whole refuses it.
        if let Some(cut) = complaints.iter().find(|complaint| complaint.place.line == 0) {
            return Err(Failure::new(format!("{}: {}", cut.place.file, cut.message), cut.hint.clone()));
        }
        complaints.iter().take(20).for_each(|complaint| say(&format!("{complaint}\n")));
        if complaints.len() > 20 {
            say(&format!("and {} more like these", complaints.len() - 20));
        }
        if series.is_empty() || tasks.is_empty() {
            let (file, what) = if series.is_empty() { (series_file, "series") } else { (tasks_file, "task") };
            let hint = "series are unique_id,ds,y; tasks are task_id,unique_id,cutoff,h";
            return Err(Failure::new(format!("no {what} could be read from {}", file.display()), hint));
        }
        let threads = self.threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
        let answered = backtest(&series, &tasks, model, threads);
        let files = [(out, answered.forecasts()), (&refused, answered.refused()), (&zeros, answered.zeros())];
        let files = files.map(|(path, text)| Rendered { path: path.clone(), bytes: text.into_bytes() });
        write_all(&files, "name another file with --out, in a folder that is there")?;
        if shared.json {
            return put_json(&document(&answered, [out, &refused, &zeros], &complaints));
        }
        put(&told_plainly(&answered))?;
        if !shared.quiet {
            say(&format!("written: {}, {}, {}", out.display(), refused.display(), zeros.display()));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn document(answered: &yalu_observatory::Backtest, files: [&PathBuf; 3], complaints: &[Complaint]) -> Value {
    json!({
        "model": answered.model,
        "tasks": answered.answers.len(),
        "files": files.map(|file| name(file)),
        "refused": answered.refusals().map(|(task, why)| json!({"task": task, "reason": why.0})).collect::<Vec<_>>(),
        "scores": answered.scores().map(|(ours, naive)| json!({"ours": mean(ours), "same_month_last_year": mean(naive)})),
        "against_naive": answered.against_naive().map(|(ratio, low, high)| json!({"ratio": ratio, "low": low, "high": high})),
        "owa": answered.owa().map(|(owa, tasks)| json!({"owa": owa, "of": "naive2", "tasks": tasks})),
        "diebold_mariano": compared(&answered.equal_to_naive(), "cutoffs"),
        "zeros": answered.scored_zeros().map(|(zeros, tasks)| json!({
            "tasks": tasks, "months": zeros.months, "brier": zeros.brier, "brier_of_share": zeros.of_share,
        })),
        "complaints": complaints.iter().map(yalu_observatory::reconciliation::complaint).collect::<Vec<_>>(),
    })
}

fn mean(mean: Mean) -> Value {
    let score = mean.score;
    json!({
        "tasks": mean.forecasts, "months": score.months, "mase": score.mase, "smape": score.smape,
        "wis": score.wis, "msis": score.msis, "inside_80": score.inside_80, "inside_95": score.inside_95,
    })
}

/// Diebold, Mariano and Harvey's test against the same month of last year, and of how many what.
fn compared(of: &Compared, what: &str) -> Value {
    let gap = || format!("{} {what} are too few: {} at least", of.n, of.needs);
    let gap = (of.n < of.needs).then(gap).or_else(|| of.statistic.is_none().then(|| "nothing differs".to_owned()));
    json!({"n": of.n, "of": what, "statistic": of.statistic, "p": of.p, "gap": gap})
}

/// The same in words.
fn compared_plainly(of: &Compared, what: &str) -> String {
    match (of.statistic, of.p) {
        (Some(t), Some(p)) => format!("{t:.2}, by chance {p:.3} (over {} {what})", of.n),
        _ => format!("not available: {} {what}, {} at least", of.n, of.needs),
    }
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let hint = "name a CSV file, gzipped or not";
    if path.is_dir() {
        return Err(Failure::new(format!("{} is a folder", path.display()), hint));
    }
    fs::read(path).map_err(|error| Failure::new(format!("{}: {error}", path.display()), hint))
}

/// `f.csv` has `f.refused.csv` beside it.
fn beside(out: &Path, what: &str) -> PathBuf {
    let csv = out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let name = if csv { out.file_stem() } else { out.file_name() };
    out.with_file_name(format!("{}.{what}.csv", name.unwrap_or_default().to_string_lossy()))
}

/// How many, and what came of them where it is known.
fn told_plainly(answered: &yalu_observatory::Backtest) -> String {
    let refused = answered.refusals().count();
    let all = answered.answers.len();
    let mut text = format!("{} of {all} tasks forecast by {}, {refused} refused\n", all - refused, answered.model);
    for (task, why) in answered.refusals().take(5) {
        text += &format!("  refused: {task}: {why}\n");
    }
    let Some((ours, naive)) = answered.scores() else { return text };
    let percent =
        |share: Option<f64>| share.map_or("not available".to_owned(), |share| format!("{:.1} %", share * 100.0));
    let number = |score: Option<f64>| score.map_or("not available".to_owned(), |score| format!("{score:.3}"));
    let score = ours.score;
    text += &format!(
        "\n{} tasks whose outcome is in the series:\n  error (MASE)            {:.3}; the same month of last year {:.3}\n",
        ours.forecasts, score.mase, naive.score.mase
    );
    if let Some((ratio, low, high)) = answered.against_naive() {
        text += &format!("  error against that      {ratio:.3} ({low:.3}–{high:.3} when series are drawn anew)\n");
    }
    let test = compared_plainly(&answered.equal_to_naive(), "cutoffs");
    text += &format!("  Diebold-Mariano         {test}\n");
    let owa = answered.owa().map_or("not available".to_owned(), |(owa, n)| format!("{owa:.3} of Naive2's ({n} tasks)"));
    text += &format!("  both errors (OWA)       {owa}\n");
    text += &format!(
        "  error in percent        {:.1} (sMAPE)\n  interval score (WIS)    {}\n",
        score.smape,
        number(score.wis)
    );
    text += &format!(
        "  inside 80 % intervals   {}\n  inside 95 % intervals   {}\n",
        percent(score.inside_80),
        percent(score.inside_95)
    );
    if let Some((zeros, tasks)) = answered.scored_zeros() {
        text += &format!(
            "  chance of zero (Brier)  {:.3}; the share of zeros in five years {:.3} ({tasks} tasks, {} months)\n",
            zeros.brier, zeros.of_share, zeros.months
        );
    }
    text
}
