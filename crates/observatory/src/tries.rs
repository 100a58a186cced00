//! What the model said from every past month of the desk's own flows, beside what
//! came. Numbers that it learns are learned anew each December, from what lay before
//! it. The errors of both ways from one month stay together: that is how imports and
//! exports are kept in step. They are shares of what was said, so that a year in
//! which trade is small errs no less than one in which it is large.

use std::collections::BTreeMap;

use yalu_forecast::{Model, Pool, Series};
use yalu_trade::Period;

use crate::{Watch, backtests::calendar, bounding::Band, history::History, threads::each};

/// A forecast of both ways from a past month. Imports stand first.
#[derive(Clone, Debug)]
pub struct Try {
    /// The last month that was known.
    pub origin: Period,
    /// What was said, month by month.
    pub said: [Vec<f64>; 2],
    /// What came, where it has come; printed, or solved.
    pub came: [Vec<f64>; 2],
    /// Whether it was printed, or solved within bounds that say something.
    pub known: [Vec<bool>; 2],
    /// The same months of the year before the origin.
    pub year_before: [Vec<f64>; 2],
    /// The error of the same month of last year up to the origin; `None` where nothing moved.
    pub unit: [Option<f64>; 2],
    /// The highest month up to the origin.
    pub highest: [f64; 2],
    /// What earlier tries alike bounded it by, month by month; nothing before it is known.
    pub bands: [Vec<Band>; 2],
}

/// A model is first tried after three years.
const FIRST: usize = 36;
const YEAR: usize = 12;

impl Watch {
    /// Every past month from which the model can be tried, in order.
    pub(crate) fn tries(
        &self,
        histories: &[History],
        pool: &[Series],
        model: &'static dyn Model,
        ahead: usize,
    ) -> Vec<Try> {
        let [bought, sold] = histories else { return Vec::new() };
        let both = [bought.series(), sold.series()];
        let (Some(x), Some(m)) = (values(&both[0]), values(&both[1])) else { return Vec::new() };
        let values = [x, m];
        let first = both.iter().map(|series| series.first).max().unwrap_or_default() + FIRST as i32;
        let end = both.iter().map(Series::end).max().unwrap_or_default();
        let mut years: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
        for origin in first..end - 1 {
            years.entry((origin + 1).div_euclid(YEAR as i32)).or_default().push(origin);
        }
        let years: Vec<(i32, Vec<i32>)> = years.into_iter().collect();
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
        let tried = each(threads, &years, |(year, origins)| {
            let known: Vec<Series> = pool.iter().map(|series| series.until(year * YEAR as i32 - 1)).collect();
            let learned = Pool::learn(model, &known, ahead);
            let histories = [bought, sold];
            let ask = Ask { series: &both, values: &values, now: &both, came: &values, histories };
            origins.iter().filter_map(|origin| one(&learned, &ask, *origin)).collect::<Vec<Try>>()
        });
        tried.into_iter().flatten().collect()
    }
}

/// A series without gaps, from its first month: what came.
pub(crate) fn values(series: &Series) -> Option<Vec<f64>> {
    let whole = series.whole().ok()?;
    let missing = series.months.len() - whole.y.len();
    Some(std::iter::repeat_n(f64::NAN, missing).chain(whole.y).collect())
}

/// The highest of some months.
pub(crate) fn highest(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}

/// What a forecast from a past month is made of, and what it is held against: imports, then exports.
pub(crate) struct Ask<'a> {
    /// As they were known.
    pub(crate) series: &'a [Series; 2],
    /// Their values.
    pub(crate) values: &'a [Vec<f64>; 2],
    /// As they are known now.
    pub(crate) now: &'a [Series; 2],
    /// Their values.
    pub(crate) came: &'a [Vec<f64>; 2],
    /// Which of them are printed.
    pub(crate) histories: [&'a History; 2],
}

/// What the model says from a past month, beside what came.
pub(crate) fn one(learned: &Pool, ask: &Ask<'_>, origin: i32) -> Option<Try> {
    let said = |way: usize| {
        let projection = learned.project(&ask.series[way].until(origin)).ok()?;
        Some(projection.points.iter().map(|point| point.best).collect::<Vec<f64>>())
    };
    let said = [said(0)?, said(1)?];
    let at = |series: &Series| usize::try_from(origin + 1 - series.first).ok();
    let after = |way: usize| {
        let (from, came) = (at(&ask.now[way])?, &ask.came[way]);
        Some(came.get(from..(from + said[way].len()).min(came.len()))?.to_vec())
    };
    let known = |way: usize| {
        let months = ask.histories[way].months.get(at(&ask.now[way])?..)?;
        Some(months.iter().take(said[way].len()).map(|(_, answer)| answer.is_ok()).collect::<Vec<bool>>())
    };
    let before = |way: usize| {
        let from = at(&ask.series[way])?.checked_sub(YEAR)?;
        (0..said[way].len()).map(|h| ask.values[way].get(from + h % YEAR).copied()).collect::<Option<Vec<f64>>>()
    };
    let highest = |way: usize| Some(highest(ask.values[way].get(..at(&ask.series[way])?)?));
    let unit = |way: usize| Some(yalu_forecast::scores::unit(ask.values[way].get(..at(&ask.series[way])?)?));
    Some(Try {
        origin: calendar(origin),
        came: [after(0)?, after(1)?],
        known: [known(0)?, known(1)?],
        year_before: [before(0)?, before(1)?],
        unit: [unit(0)?, unit(1)?],
        highest: [highest(0)?, highest(1)?],
        bands: Default::default(),
        said,
    })
}

/// What came as a share of what was said. A thousandth of the year before is added to
/// both, so that a month of nothing has a share.
pub(crate) fn share(of: &Try, way: usize, h: usize) -> Option<f64> {
    let little = of.year_before[way].iter().sum::<f64>() / of.year_before[way].len() as f64 / 1000.0;
    let (said, came) = (of.said[way].get(h)?, of.came[way].get(h)?);
    let share = (came.max(0.0) + little) / (said.max(0.0) + little);
    share.is_finite().then_some(share)
}
