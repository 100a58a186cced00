//! Forecasts from past months, of any series: for each task a forecast that
//! knows nothing after its cutoff, or a refusal with its reason. What the models
//! learn from the other series ends with the quarter before the cutoff, so that
//! tasks of one quarter share it.

use std::collections::{BTreeMap, HashMap};

use yalu_forecast::{
    Model, Month, Point, Pool, Refusal, Series,
    scores::{Mean, Score, mean, ratio, score},
};
use yalu_source::{SeriesRead, Task, csv_field};
use yalu_trade::Period;

use crate::threads::each;

/// Forecasts of tasks, in their order.
#[derive(Clone, Debug)]
pub struct Backtest {
    /// The model's id.
    pub model: &'static str,
    /// One for each task.
    pub answers: Vec<Answered>,
}

/// What became of a task.
#[derive(Clone, Debug)]
pub struct Answered {
    /// Its name.
    pub task: String,
    /// Of which series.
    pub series: String,
    /// The forecast, or why there is none.
    pub forecast: Result<Vec<Point>, Refusal>,
    /// What came of it, and of the same month of last year, where the series goes on.
    pub scores: Option<(Score, Score)>,
}

/// Chooses which series are drawn anew.
const SEED: u64 = 1;
const QUARTER: i32 = 3;

/// Forecasts every task by a model, on so many threads; the answer does not depend on how many.
pub fn backtest(series: &[SeriesRead], tasks: &[Task], model: &'static dyn Model, threads: usize) -> Backtest {
    let named: HashMap<&str, &SeriesRead> = series.iter().map(|series| (series.id.as_str(), series)).collect();
    let mut quarters: BTreeMap<(i32, usize), Vec<usize>> = BTreeMap::new();
    for (i, task) in tasks.iter().enumerate() {
        if let Ok((cutoff, ahead)) = task.asked {
            let learned_to = (cutoff + 1).div_euclid(QUARTER) * QUARTER - 1;
            quarters.entry((learned_to, ahead)).or_default().push(i);
        }
    }
    let quarters: Vec<((i32, usize), Vec<usize>)> = quarters.into_iter().collect();
    let mut forecasts: BTreeMap<usize, Result<Vec<Point>, Refusal>> = BTreeMap::new();
    for some in quarters.chunks(threads.max(1)) {
        let pools = each(threads, some, |((to, ahead), _)| {
            let known: Vec<Series> = series.iter().map(|series| until(series, *to, false)).collect();
            Pool::learn(model, &known, *ahead)
        });
        let asked: Vec<(&Pool, usize)> =
            pools.iter().zip(some).flat_map(|(pool, (_, asked))| asked.iter().map(move |i| (pool, *i))).collect();
        let answers = each(threads, &asked, |(pool, i)| forecast(pool, &tasks[*i], &named));
        forecasts.extend(asked.iter().map(|(_, i)| *i).zip(answers));
    }
    let answers = tasks.iter().enumerate().map(|(i, task)| {
        let unread = || task.asked.as_ref().err().cloned().unwrap_or_default();
        let forecast = forecasts.remove(&i).unwrap_or_else(|| Err(Refusal(unread())));
        let scores = forecast.as_ref().ok().and_then(|points| scored(named.get(task.series.as_str())?, points));
        Answered { task: task.id.clone(), series: task.series.clone(), forecast, scores }
    });
    Backtest { model: model.card().id, answers: answers.collect() }
}

fn forecast(pool: &Pool, task: &Task, named: &HashMap<&str, &SeriesRead>) -> Result<Vec<Point>, Refusal> {
    let (cutoff, _) = task.asked.clone().map_err(Refusal)?;
    let series = named.get(task.series.as_str());
    let series = series.ok_or_else(|| Refusal(format!("there is no series `{}`", task.series)))?;
    if cutoff < series.first {
        return Err(Refusal(format!("`{}` begins after {}", task.series, calendar(cutoff))));
    }
    pool.project(&until(series, cutoff, true)).map(|projection| projection.points)
}

/// A series up to a month; drawn out to it by months that are not known, where it ends before and that is asked.
fn until(series: &SeriesRead, last: i32, drawn_out: bool) -> Series {
    let wanted = usize::try_from(last - series.first + 1).unwrap_or(0);
    let mut months: Vec<Month> = series.values.iter().take(wanted).map(|value| Month::exact(*value)).collect();
    if drawn_out {
        months.resize(wanted, Month::Gap);
    }
    Series { id: series.id.clone(), first: series.first, months }
}

/// What came of a forecast and of the same month of last year.
fn scored(series: &SeriesRead, said: &[Point]) -> Option<(Score, Score)> {
    let cutoff = usize::try_from(said.first()?.month - series.first).ok()?;
    let (history, came) = (series.values.get(..cutoff)?, series.values.get(cutoff..)?);
    let last_year = |h: usize| {
        let back = history.len().checked_sub(12)? + h % 12;
        history.get(back).copied().filter(|value| value.is_finite())
    };
    let naive: Option<Vec<Point>> = said
        .iter()
        .enumerate()
        .map(|(h, point)| Some(Point { best: last_year(h)?, eighty: None, ninety_five: None, ..*point }))
        .collect();
    Some((score(history, said, came)?, score(history, &naive?, came)?))
}

/// A month since the year 0 as people write it.
pub fn calendar(month: i32) -> Period {
    Period::year(0).first_month().shift_months(month)
}

impl Backtest {
    /// The forecasts as rows: `unique_id,ds,y_hat,lo80,hi80,lo95,hi95`, the task's name first; an
    /// interval that the sample cannot support is empty.
    pub fn forecasts(&self) -> String {
        let mut text = "unique_id,ds,y_hat,lo80,hi80,lo95,hi95\n".to_owned();
        for answer in &self.answers {
            let name = csv_field(&answer.task);
            for point in answer.forecast.iter().flatten() {
                let ends =
                    |ends: Option<(f64, f64)>| ends.map_or(",".to_owned(), |(low, high)| format!("{low},{high}"));
                let month = calendar(point.month);
                let (eighty, ninety_five) = (ends(point.eighty), ends(point.ninety_five));
                text += &format!("{name},{month}-01,{},{eighty},{ninety_five}\n", point.best);
            }
        }
        text
    }

    /// The tasks that were refused, as rows: `unique_id,reason`.
    pub fn refused(&self) -> String {
        let rows = self.refusals().map(|(task, why)| format!("{},{}\n", csv_field(task), csv_field(&why.0)));
        "unique_id,reason\n".to_owned() + &rows.collect::<String>()
    }

    /// The tasks that were refused, and why.
    pub fn refusals(&self) -> impl Iterator<Item = (&str, &Refusal)> {
        self.answers.iter().filter_map(|answer| Some((answer.task.as_str(), answer.forecast.as_ref().err()?)))
    }

    /// The mean scores of the tasks whose outcome is in their series, and those of the same month of last year.
    pub fn scores(&self) -> Option<(Mean, Mean)> {
        let (ours, naive): (Vec<Score>, Vec<Score>) = self.answers.iter().filter_map(|answer| answer.scores).unzip();
        Some((mean(&ours)?, mean(&naive)?))
    }

    /// Our absolute error as a share of the same month of last year's, with its
    /// bounds when whole series are drawn anew: `(ratio, low, high)`.
    pub fn against_naive(&self) -> Option<(f64, f64, f64)> {
        let mut by_series: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for answer in &self.answers {
            if let Some((ours, naive)) = answer.scores {
                let sums = by_series.entry(&answer.series).or_default();
                *sums = (sums.0 + ours.mase, sums.1 + naive.mase);
            }
        }
        ratio(&by_series.into_values().collect::<Vec<_>>(), SEED)
    }
}
