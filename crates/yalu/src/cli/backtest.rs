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
use yalu_observatory::{MODELS, Model, backtest, model, scores::Mean, series, tasks};
use yalu_trade::Complaint;

use super::{
    Failure, Outcome, Shared,
    files::{Rendered, write_all},
    put, put_json, say,
};

const EXAMPLES: &str = "\
Examples:
  yalu backtest --series s.csv --tasks t.csv --out f.csv               every task by the default model
  yalu backtest --series s.csv.gz --tasks t.csv --out f.csv --model fast
  yalu backtest                                                        the desk's own months, by regime

s.csv has the columns unique_id,ds,y; t.csv task_id,unique_id,cutoff,h, the cutoff being the last month known.
f.csv gets unique_id,ds,y_hat,lo80,hi80,lo95,hi95 with the task_id in unique_id, f.refused.csv the tasks refused.";

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
            _ => own::run(shared, model),
        }
    }

    fn of_files(&self, shared: &Shared, model: &'static dyn Model, files: [&PathBuf; 3]) -> Outcome {
        let [series_file, tasks_file, out] = files;
        let (series, mut complaints) = series(&name(series_file), &read(series_file)?);
        let (tasks, told) = tasks(&name(tasks_file), &read(tasks_file)?);
        complaints.extend(told);
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
        let refused = refused_beside(out);
        let files = [(out, answered.forecasts()), (&refused, answered.refused())];
        let files = files.map(|(path, text)| Rendered { path: path.clone(), bytes: text.into_bytes() });
        write_all(&files, "name another file with --out, in a folder that is there")?;
        if shared.json {
            return put_json(&document(&answered, [out.as_path(), refused.as_path()], &complaints));
        }
        put(&told_plainly(&answered))?;
        if !shared.quiet {
            say(&format!("written: {}, {}", out.display(), refused.display()));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn document(answered: &yalu_observatory::Backtest, files: [&Path; 2], complaints: &[Complaint]) -> Value {
    json!({
        "model": answered.model,
        "tasks": answered.answers.len(),
        "files": files.map(name),
        "refused": answered.refusals().map(|(task, why)| json!({"task": task, "reason": why.0})).collect::<Vec<_>>(),
        "scores": answered.scores().map(|(ours, naive)| json!({"ours": mean(ours), "same_month_last_year": mean(naive)})),
        "against_naive": answered.against_naive().map(|(ratio, low, high)| json!({"ratio": ratio, "low": low, "high": high})),
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
fn refused_beside(out: &Path) -> PathBuf {
    let csv = out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let name = if csv { out.file_stem() } else { out.file_name() };
    out.with_file_name(format!("{}.refused.csv", name.unwrap_or_default().to_string_lossy()))
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
    text
}
