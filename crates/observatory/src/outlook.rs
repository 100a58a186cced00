//! What the desk expects: its own months, solved from what was printed by a day,
//! projected to the end of a year. Imports and exports are projected each by
//! itself; trade and balance are made of both, path by path, so that they add up,
//! and so do months to years.

use yalu_forecast::{MODELS, Model, Paths, Point, Pool, Projection, Spread, State, since_year_zero, spread};
use yalu_trade::{AsOf, Coverage, Decimal, Flow, Interval, Period, ReadError};

use crate::{
    Watch,
    backtests::calendar,
    bounding::Bounding,
    claims,
    history::History,
    leaning::lean,
    on_file::OnFile,
    tries::{Try, values},
};

/// What a desk expects, in the unit of its currency.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// Whose day's knowledge it has.
    pub as_of: AsOf,
    /// The model's id.
    pub model: &'static str,
    /// What is included.
    pub coverage: Coverage,
    /// The first month that is projected.
    pub first: Period,
    /// The last.
    pub last: Period,
    /// The months before, of imports and exports.
    pub histories: Vec<History>,
    /// Imports, exports, trade and balance, month by month.
    pub series: Vec<Expected>,
    /// The same by year.
    pub years: Vec<YearExpected>,
    /// What the same model said from past months, beside what came.
    pub tries: Vec<Try>,
    /// As many of them are of the kind of the last month, and their errors make the bounds.
    pub alike: usize,
    /// How their errors of imports and exports went together: a rank correlation, −1 to 1.
    pub rank: Option<f64>,
    /// The paths of imports (X) and exports (M): each is what is expected, off by as much as both were from one past month.
    pub paths: Paths,
    /// How many series the model learned from.
    pub pool: usize,
    /// What a reader should know.
    pub notes: Vec<String>,
}

/// What is expected of a flow, month by month.
#[derive(Clone, Debug)]
pub struct Expected {
    /// Which way; of T and B the parts are X and M.
    pub flow: Flow,
    /// The state from which it was made; `None` of sums.
    pub state: Option<State>,
    /// The chance of each month to be zero; `None` of sums, and where none of the last five years was.
    pub zeros: Option<Vec<f64>>,
    /// Month by month; the best values of X and M add to those of T and B.
    pub points: Vec<Point>,
}

/// What is expected of a year.
#[derive(Clone, Copy, Debug)]
pub struct YearExpected {
    /// Which way.
    pub flow: Flow,
    /// The year.
    pub year: Period,
    /// The months that are known and the best values of the others.
    pub best: f64,
    /// Of the sums of all paths; `None` where there are none.
    pub spread: Option<Spread>,
    /// Months of it that are known.
    pub known_months: u32,
    /// The year before, as known then: what "the same again" says.
    pub year_before: Option<f64>,
}

/// Why a desk has no outlook.
#[derive(Debug, thiserror::Error)]
pub enum CannotForecast {
    /// The evidence could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The model refuses.
    #[error("no forecast as of {as_of}: {why}")]
    Refused {
        /// The day.
        as_of: AsOf,
        /// Why.
        why: String,
    },
}

/// What an outlook is asked for.
#[derive(Clone, Copy)]
pub struct OutlookAsk {
    /// Whose day's knowledge.
    pub as_of: AsOf,
    /// Nothing after this month is looked at, even if it is known; `None` is all that is known.
    pub known_to: Option<Period>,
    /// The last month; `None` is the December after the last whole year.
    pub last: Option<Period>,
    /// The model.
    pub model: &'static dyn Model,
}

/// Chooses among paths, nothing else.
pub(crate) const SEED: u64 = 1;
/// Both ways of goods, from the reporter's side: imports and exports of the economy.
pub(crate) const WAYS: [Flow; 2] = [Flow::X, Flow::M];
impl Watch {
    /// What the desk expects.
    pub fn outlook(&self, ask: &OutlookAsk) -> Result<Outlook, CannotForecast> {
        let refused = |why: String| CannotForecast::Refused { as_of: ask.as_of, why };
        let coverage = self.desk.settings.default_coverage.clone();
        let on_file = self.on_file(ask.as_of, ask.known_to)?;
        let OnFile { histories, trade, end } = on_file.ok_or_else(|| refused("no month is on file".to_owned()))?;
        let first = calendar(end + 1);
        let whole_year = calendar(end).month_of_year() == 12;
        let december = Period::year(calendar(end).first_year() + i32::from(whole_year)).last_month();
        let last = ask.last.map_or(december, Period::last_month);
        let ahead = usize::try_from(last.months_from(first) + 1).ok().filter(|ahead| (1..=60).contains(ahead));
        let ahead = ahead.ok_or_else(|| refused(format!("{last} is not within five years after {}", calendar(end))))?;
        let pool = self.pool(&*self.evidence, &histories, trade, ask.as_of, calendar(end))?;
        let learned = Pool::learn(ask.model, &pool, ahead);
        let project = |history: &History| {
            let whose = history.flow.side().noun();
            learned.project(&history.series()).map_err(|why| refused(format!("{whose}: {why}")))
        };
        let mut projections = histories.iter().map(project).collect::<Result<Vec<Projection>, _>>()?;
        let mut tries = self.tries(&histories, &pool, ask.model, ahead);
        let last_year =
            |history: &History| values(&history.series()).map(|all| all[all.len().saturating_sub(12)..].to_vec());
        let before: Vec<Option<Vec<f64>>> = histories.iter().map(last_year).collect();
        // The default is what did best on this desk; any other model says what it says.
        let leans = ask.model.card().id == MODELS[0].card().id;
        let shares = if leans { lean(&mut tries, &mut projections, &before, calendar(end)) } else { [None; 2] };
        self.bounded(&mut tries);
        let bounding = self.bounding(&tries, calendar(end));
        let best = |of: &Projection| of.points.iter().map(|point| point.best).collect::<Vec<f64>>();
        let bests = [best(&projections[0]), best(&projections[1])];
        let paths = bounding.drawn(&bests, since_year_zero(first));
        let mut notes: Vec<String> = Vec::new();
        for (history, share) in histories.iter().zip(shares) {
            let whose = history.flow.side().noun();
            notes.extend(share.filter(|share| share.share > 0.0).map(|share| format!("{whose}: {share}")));
            if !history.path.is_empty() {
                let (n, all) = (history.path.len(), history.months.len());
                notes.push(format!(
                    "{whose}: {n} of {all} months were not printed and lie on the path that keeps every printed total"
                ));
            }
            // What the pool says of its own errors is not said: the bounds are the desk's.
            let filled = history.series().whole().map(|whole| whole.notes).unwrap_or_default();
            notes.extend(filled.into_iter().map(|note| format!("{whose}: {note}")));
        }
        let series = series(&projections, &bests, &bounding);
        let (alike, rank, wider) = (bounding.alike.len(), bounding.rank(), bounding.wider);
        if wider > 1.0 {
            notes.push(format!(
                "bounds are {wider:.1} times as wide as past errors alone say: so made, they would have held four in five"
            ));
        }
        let mut outlook = Outlook {
            as_of: ask.as_of,
            model: ask.model.card().id,
            coverage,
            first,
            last,
            histories,
            series,
            years: Vec::new(),
            tries,
            alike,
            rank,
            paths,
            pool: pool.len(),
            notes,
        };
        outlook.years = self.years(&outlook, &outlook.paths)?;
        Ok(outlook)
    }

    /// What paths come to by year, with the months that are known before them.
    pub(crate) fn years(&self, outlook: &Outlook, paths: &Paths) -> Result<Vec<YearExpected>, ReadError> {
        let mut years = Vec::new();
        let span = Period::span(outlook.first, outlook.last);
        for year in span.iter().flat_map(|span| span.years()) {
            let ends = year.last_month() <= outlook.last;
            let known = if year.first_month() < outlook.first {
                Period::span(year.first_month(), outlook.first.shift_months(-1))
            } else {
                None
            };
            let mut parts = [0.0; 2];
            let mut whole = ends;
            for (part, flow) in parts.iter_mut().zip(WAYS).filter(|_| known.is_some()) {
                let so_far = known.map(|known| self.level(flow, known, outlook.as_of)).transpose()?.flatten();
                let from_months = || known.and_then(|known| outlook.history(flow)?.sum(known));
                match so_far.and_then(|interval| interval.best).and_then(float).or_else(from_months) {
                    Some(value) => *part = value,
                    None => whole = false,
                }
            }
            if !whole {
                continue;
            }
            for flow in [Flow::X, Flow::M, Flow::T, Flow::B] {
                let of = |x: f64, m: f64| combined(flow, x, m);
                let best = |flow: Flow| outlook.best_in(flow, year);
                let (x, m) = (paths.sums(Flow::X, year), paths.sums(Flow::M, year));
                let sums = x.iter().zip(&m).map(|(x, m)| of(x + parts[0], m + parts[1])).collect();
                years.push(YearExpected {
                    flow,
                    year,
                    best: of(best(Flow::X) + parts[0], best(Flow::M) + parts[1]),
                    spread: spread(sums),
                    known_months: known.map_or(0, Period::len_months),
                    year_before: self
                        .level(flow, year.shift_years(-1), outlook.as_of)?
                        .and_then(|interval| interval.best)
                        .and_then(float),
                });
            }
        }
        Ok(years)
    }

    /// The level of a flow in a period as known on a day, if it is.
    pub(crate) fn level(&self, flow: Flow, period: Period, as_of: AsOf) -> Result<Option<Interval>, ReadError> {
        let scope = self.scope(flow, vec![period], as_of);
        let name = if flow == Flow::B { "balance" } else { "level" };
        Ok(claims::one(self, name, &scope)?.ok().map(|reading| reading.interval))
    }
}

/// Imports and exports as one figure.
pub(crate) fn combined(flow: Flow, x: f64, m: f64) -> f64 {
    match flow {
        Flow::X => x,
        Flow::M => m,
        Flow::B => m - x,
        _ => x + m,
    }
}

/// A figure for a model.
pub(crate) fn float(value: Decimal) -> Option<f64> {
    f64::try_from(value).ok()
}

/// A figure of a model, to the unit.
pub(crate) fn decimal(value: f64) -> Option<Decimal> {
    use rust_decimal::prelude::FromPrimitive;
    Decimal::from_f64(value.round())
}

fn series(projections: &[Projection], bests: &[Vec<f64>; 2], bounding: &Bounding<'_>) -> Vec<Expected> {
    let first = projections.iter().flat_map(|of| &of.points).map(|point| point.month).min().unwrap_or_default();
    let alone = |(way, of): (usize, &Projection)| Expected {
        flow: WAYS[way],
        state: Some(of.state),
        zeros: of.zeros.clone(),
        points: bounding.points(way, first, &bests[way]),
    };
    let both = |flow| Expected { flow, state: None, zeros: None, points: bounding.together(flow, first, bests) };
    projections.iter().enumerate().map(alone).chain([both(Flow::T), both(Flow::B)]).collect()
}

impl Outlook {
    /// The months before of a flow.
    pub fn history(&self, flow: Flow) -> Option<&History> {
        self.histories.iter().find(|history| history.flow == flow)
    }

    /// What is expected of a flow.
    pub fn expected(&self, flow: Flow) -> Option<&Expected> {
        self.series.iter().find(|series| series.flow == flow)
    }

    /// What is expected of a flow in a year.
    pub fn year(&self, flow: Flow, year: Period) -> Option<&YearExpected> {
        self.years.iter().find(|expected| expected.flow == flow && expected.year == year)
    }

    /// What is expected of some months, those before the first expected one as they were known.
    pub(crate) fn within(&self, flow: Flow, period: Period) -> Option<Interval> {
        if period.last_month() > self.last || period.last_month() < self.first {
            return None;
        }
        let known = Period::span(period.first_month(), self.first.shift_months(-1));
        let known = known.filter(|_| period.first_month() < self.first);
        let part = |way| known.map_or(Some(0.0), |known| self.history(way)?.sum(known));
        let (x, m) = (part(Flow::X)?, part(Flow::M)?);
        let sums = self.paths.sums(Flow::X, period).into_iter().zip(self.paths.sums(Flow::M, period));
        let ends = spread(sums.map(|(of_x, of_m)| combined(flow, of_x + x, of_m + m)).collect());
        let best = combined(flow, self.best_in(Flow::X, period) + x, self.best_in(Flow::M, period) + m);
        let (low, high) = ends.map(|ends| ends.eighty).unzip();
        Some(Interval { low: low.and_then(decimal), best: decimal(best), high: high.and_then(decimal) })
    }

    fn best_in(&self, flow: Flow, year: Period) -> f64 {
        let inside = |point: &&Point| year.contains(calendar(point.month));
        self.expected(flow).map_or(0.0, |series| series.points.iter().filter(inside).map(|point| point.best).sum())
    }
}

impl YearExpected {
    /// At least, most likely, at most: between what it lies four times out of five.
    pub fn interval(&self) -> Interval {
        let ends = self.spread.map(|spread| spread.eighty);
        Interval {
            low: ends.and_then(|(low, _)| decimal(low)),
            best: decimal(self.best),
            high: ends.and_then(|(_, high)| decimal(high)),
        }
    }
}
