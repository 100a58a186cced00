//! Forecasts from past months, of any series: for each task a forecast that
//! knows nothing after its cutoff, or a refusal with its reason. What the models
//! learn from the other series ends with the quarter before the cutoff, so that
//! tasks of one quarter share it.

use std::collections::{BTreeMap, HashMap};

use yalu_forecast::{
    Model, Month, Point, Pool, Projection, Refusal, Series, naive2,
    scores::{Compared, Mean, Score, Zeros, compared, mean, owa, ratio, score, zeros},
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
    pub forecast: Result<Projection, Refusal>,
    /// What came of it, where the series goes on.
    pub scores: Option<Scored>,
}

/// What came of a forecast and of the two yardsticks.
#[derive(Clone, Copy, Debug)]
pub struct Scored {
    /// Ours.
    pub ours: Score,
    /// The same month of last year's.
    pub last_year: Score,
    /// The last month's, its season put back; the yardstick of OWA.
    pub naive2: Option<Score>,
    /// The chances of zero, where there are any.
    pub zeros: Option<Zeros>,
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
    let mut forecasts: BTreeMap<usize, Result<Projection, Refusal>> = BTreeMap::new();
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
        let scores = forecast.as_ref().ok().and_then(|said| scored(named.get(task.series.as_str())?, said));
        Answered { task: task.id.clone(), series: task.series.clone(), forecast, scores }
    });
    Backtest { model: model.card().id, answers: answers.collect() }
}

fn forecast(pool: &Pool, task: &Task, named: &HashMap<&str, &SeriesRead>) -> Result<Projection, Refusal> {
    let (cutoff, _) = task.asked.clone().map_err(Refusal)?;
    let series = named.get(task.series.as_str());
    let series = series.ok_or_else(|| Refusal(format!("there is no series `{}`", task.series)))?;
    if cutoff < series.first {
        return Err(Refusal(format!("`{}` begins after {}", task.series, calendar(cutoff))));
    }
    pool.project(&until(series, cutoff, true))
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

fn scored(series: &SeriesRead, said: &Projection) -> Option<Scored> {
    let points = &said.points;
    let first = points.first()?.month;
    let cutoff = usize::try_from(first - series.first).ok()?;
    let (history, came) = (series.values.get(..cutoff)?, series.values.get(cutoff..)?);
    let last_year = |h: usize| {
        let back = history.len().checked_sub(12)? + h % 12;
        history.get(back).copied().filter(|value| value.is_finite())
    };
    let as_points = |best: Vec<f64>| -> Vec<Point> {
        let plain = |(point, best): (&Point, f64)| Point { best, eighty: None, ninety_five: None, ..*point };
        points.iter().zip(best).map(plain).collect()
    };
    let before: Option<Vec<f64>> = (0..points.len()).map(last_year).collect();
    let second = naive2(&until(series, first - 1, true), points.len());
    Some(Scored {
        ours: score(history, points, came)?,
        last_year: score(history, &as_points(before?), came)?,
        naive2: second.and_then(|best| score(history, &as_points(best), came)),
        zeros: said.zeros.as_ref().and_then(|chances| zeros(history, chances, came)),
    })
}

/// A month since the year 0 as people write it.
pub fn calendar(month: i32) -> Period {
    Period::year(0).first_month().shift_months(month)
}

/// A number of a forecast to twelve digits: beyond them is only how a machine rounds.
fn digits(value: f64) -> String {
    let rounded: f64 = format!("{value:.11e}").parse().unwrap_or(value);
    let plain = rounded == 0.0 || (1e-6..1e17).contains(&rounded.abs());
    if plain { rounded.to_string() } else { format!("{rounded:e}") }
}

impl Backtest {
    /// The forecasts as rows: `unique_id,ds,y_hat,lo80,hi80,lo95,hi95`, the task's name first; an
    /// interval that the sample cannot support is empty.
    pub fn forecasts(&self) -> String {
        let mut text = "unique_id,ds,y_hat,lo80,hi80,lo95,hi95\n".to_owned();
        for answer in &self.answers {
            let name = csv_field(&answer.task);
            for point in answer.forecast.iter().flat_map(|said| &said.points) {
                let ends = |ends: Option<(f64, f64)>| {
                    ends.map_or(",".to_owned(), |(low, high)| digits(low) + "," + &digits(high))
                };
                let month = calendar(point.month);
                let (eighty, ninety_five) = (ends(point.eighty), ends(point.ninety_five));
                text += &format!("{name},{month}-01,{},{eighty},{ninety_five}\n", digits(point.best));
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

    /// The chances of zero as rows: `unique_id,ds,zero`, of the tasks that have any.
    pub fn zeros(&self) -> String {
        let mut text = "unique_id,ds,zero\n".to_owned();
        for answer in &self.answers {
            let name = csv_field(&answer.task);
            let said = answer.forecast.iter().filter_map(|said| Some((&said.points, said.zeros.as_ref()?)));
            for (point, chance) in said.flat_map(|(points, chances)| points.iter().zip(chances)) {
                text += &format!("{name},{}-01,{chance:.4}\n", calendar(point.month));
            }
        }
        text
    }

    fn scored(&self) -> impl Iterator<Item = (&Answered, Scored)> {
        self.answers.iter().filter_map(|answer| Some((answer, answer.scores?)))
    }

    /// The mean scores of the tasks whose outcome is in their series, and those of the same month of last year.
    pub fn scores(&self) -> Option<(Mean, Mean)> {
        let (ours, naive): (Vec<Score>, Vec<Score>) = self.scored().map(|(_, of)| (of.ours, of.last_year)).unzip();
        Some((mean(&ours)?, mean(&naive)?))
    }

    /// OWA against the last month with its season put back, and of how many tasks.
    pub fn owa(&self) -> Option<(f64, usize)> {
        let both = self.scored().filter_map(|(_, of)| Some((of.ours, of.naive2?)));
        let (ours, naive2): (Vec<Score>, Vec<Score>) = both.unzip();
        Some((owa(&mean(&ours)?, &mean(&naive2)?)?, ours.len()))
    }

    /// Diebold, Mariano and Harvey's test against the same month of last year, on the mean error of each cutoff: all
    /// series share a month's shocks, so that a month counts once.
    pub fn equal_to_naive(&self) -> Compared {
        let mut by_cutoff: BTreeMap<i32, (f64, f64, f64)> = BTreeMap::new();
        let mut ahead = 0;
        for (answer, of) in self.scored() {
            let points = answer.forecast.iter().flat_map(|said| &said.points);
            ahead = ahead.max(i32::try_from(points.clone().count()).unwrap_or(i32::MAX));
            if let Some(first) = points.map(|point| point.month).next() {
                let sums = by_cutoff.entry(first).or_default();
                *sums = (sums.0 + of.ours.mase, sums.1 + of.last_year.mase, sums.2 + 1.0);
            }
        }
        let overlap = |first: &i32| by_cutoff.range(*first..first.saturating_add(ahead)).count();
        let overlap = by_cutoff.keys().map(overlap).max().unwrap_or(1);
        let losses: Vec<(f64, f64)> = by_cutoff.values().map(|(ours, naive, n)| (ours / n, naive / n)).collect();
        compared(&losses, overlap)
    }

    /// How the chances of zero did, over how many tasks; months count alike.
    pub fn scored_zeros(&self) -> Option<(Zeros, usize)> {
        let all: Vec<Zeros> = self.scored().filter_map(|(_, of)| of.zeros).collect();
        let months: usize = all.iter().map(|of| of.months).sum();
        let mean = |of: fn(&Zeros) -> f64| all.iter().map(|z| of(z) * z.months as f64).sum::<f64>() / months as f64;
        (months > 0).then(|| (Zeros { months, brier: mean(|z| z.brier), of_share: mean(|z| z.of_share) }, all.len()))
    }

    /// Our absolute error as a share of the same month of last year's, with its
    /// bounds when whole series are drawn anew: `(ratio, low, high)`.
    pub fn against_naive(&self) -> Option<(f64, f64, f64)> {
        let mut by_series: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for (answer, of) in self.scored() {
            let sums = by_series.entry(&answer.series).or_default();
            *sums = (sums.0 + of.ours.mase, sums.1 + of.last_year.mase);
        }
        ratio(&by_series.into_values().collect::<Vec<_>>(), SEED)
    }
}
