//! What the desk expects: its own months, solved from what was printed by a day,
//! projected to the end of a year. Imports and exports are projected each by
//! itself; trade and balance are made of both, path by path, so that they add up,
//! and so do months to years.

use std::collections::BTreeMap;

use yalu_evidence::Reconciler;
use yalu_forecast::{
    MODELS, Model, Month, Paths, Point, Pool, Projection, Series, Spread, State, since_year_zero, spread,
};
use yalu_measure::{Row, measure};
use yalu_trade::{
    AsOf, Asserts, Commodity, Coverage, Decimal, Evidence, Flow, Interval, Period, ReadError, SolvedCell, Statement,
    Unit,
};

use crate::{
    Watch,
    backtests::calendar,
    claims,
    history::History,
    leaning::lean,
    tries::{Try, bounds, drawn, rank, ranked, share, values},
    watch::asked,
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

/// The months of both ways that were on file.
pub(crate) struct OnFile {
    /// Imports, then exports; both end together.
    pub(crate) histories: Vec<History>,
    /// Both together.
    pub(crate) trade: Series,
    /// The last month, since the year 0.
    pub(crate) end: i32,
}

/// Chooses among paths, nothing else.
pub(crate) const SEED: u64 = 1;
/// Both ways of goods, from the reporter's side: imports and exports of the economy.
pub(crate) const WAYS: [Flow; 2] = [Flow::X, Flow::M];
/// A series in the pool has at least so many printed months.
const LEAST_PRINTED: usize = 36;

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
        let alike = self.alike(&tries, calendar(end));
        let best = |of: &Projection| of.points.iter().map(|point| point.best).collect::<Vec<f64>>();
        let bests = [best(&projections[0]), best(&projections[1])];
        let paths = drawn(&bests, &alike, since_year_zero(first));
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
        let series = series(&projections, &alike);
        let (alike, rank) = (alike.len(), rank(&alike));
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

    /// What was on file of both ways by a day, to a month; `None` where that is nothing.
    pub(crate) fn on_file(&self, as_of: AsOf, known_to: Option<Period>) -> Result<Option<OnFile>, ReadError> {
        let solved = self.paths_by(self.statements.clone(), as_of);
        self.on_file_by(&*self.evidence, as_of, known_to, &solved)
    }

    /// Of both ways together and each, the months that follow from some statements by a day; a month without an upper
    /// bound lies on no path that means anything.
    pub(crate) fn paths_by(&self, statements: Vec<Statement>, as_of: AsOf) -> BTreeMap<(Flow, Period), f64> {
        let coverage = &self.desk.settings.default_coverage;
        let cells = Reconciler::new(statements.into(), &self.rates, as_of).months(&Commodity::Total);
        let about = |cell: &&SolvedCell| cell.coverage == *coverage && self.is_money(cell);
        let bounded = cells.iter().filter(about).filter(|cell| cell.interval.high.is_some());
        bounded.filter_map(|cell| Some(((cell.flow, cell.period), cell.interval.best.and_then(float)?))).collect()
    }

    /// What some evidence and months solved before have of both ways by a day.
    pub(crate) fn on_file_by(
        &self,
        evidence: &dyn Evidence,
        as_of: AsOf,
        known_to: Option<Period>,
        solved: &BTreeMap<(Flow, Period), f64>,
    ) -> Result<Option<OnFile>, ReadError> {
        let coverage = &self.desk.settings.default_coverage;
        let history = |flow| {
            let own = solved.iter().filter(|((of, _), _)| *of == flow);
            let path = own.map(|((_, month), best)| (*month, *best)).collect();
            self.history(evidence, (flow, &Commodity::Total, coverage), as_of, known_to, path)
        };
        let mut histories = WAYS.map(history).into_iter().collect::<Result<Vec<_>, _>>()?;
        let Some(end) = histories.iter().filter_map(|history| history.last_known().map(since_year_zero)).max() else {
            return Ok(None);
        };
        histories.iter_mut().for_each(|history| history.draw_out(calendar(end)));
        let trade = history(Flow::T)?.series().until(end);
        Ok(Some(OnFile { histories, trade, end }))
    }

    /// Is a cell of the desk's own pair and currency?
    fn is_money(&self, cell: &SolvedCell) -> bool {
        let settings = &self.desk.settings;
        let ours = settings.reporters.contains(&cell.reporter) && cell.partner == settings.economy;
        ours && cell.unit == Unit::Money(settings.currency)
    }

    /// The months of a series that are on file by a day.
    pub(crate) fn history(
        &self,
        evidence: &dyn Evidence,
        of: (Flow, &Commodity, &Coverage),
        as_of: AsOf,
        known_to: Option<Period>,
        path: BTreeMap<Period, f64>,
    ) -> Result<History, ReadError> {
        let (flow, commodity, coverage) = of;
        let about =
            |s: &&Statement| s.flow == flow && s.commodity == *commodity && s.vintage.known_on(as_of) && !s.mean;
        let on_file = || self.statements.iter().filter(about).map(|s| s.period);
        let recorded = self.recorded(evidence, of, as_of)?;
        let first = on_file().map(Period::first_month).chain(recorded.map(Period::first_month)).min();
        let last = on_file().map(Period::last_month).chain(recorded.map(Period::last_month)).max();
        let last = known_to.map_or(last, |to| last.map(|last| last.min(to.last_month())));
        let span = first.zip(last).and_then(|(first, last)| Period::span(first, last));
        let months: Vec<Period> = span.map(|span| span.months().collect()).unwrap_or_default();
        let rows = self.months(evidence, of, &months, as_of)?;
        Ok(History::new(flow, coverage.clone(), rows.into_iter().map(|row| (row.period, row.answer)).collect(), path))
    }

    /// From the first month of which records stand on a day to the last.
    fn recorded(
        &self,
        evidence: &dyn Evidence,
        (flow, commodity, coverage): (Flow, &Commodity, &Coverage),
        as_of: AsOf,
    ) -> Result<Option<Period>, ReadError> {
        let mut scope = self.scope(flow, Vec::new(), as_of);
        (scope.commodity, scope.coverage) = (commodity.clone(), coverage.clone());
        evidence.recorded(&scope.cut(flow, commodity, Vec::new()))
    }

    pub(crate) fn months(
        &self,
        evidence: &dyn Evidence,
        (flow, commodity, coverage): (Flow, &Commodity, &Coverage),
        months: &[Period],
        as_of: AsOf,
    ) -> Result<Vec<Row>, ReadError> {
        let Some(level) = measure("level").filter(|_| !months.is_empty()) else { return Ok(Vec::new()) };
        let mut scope = self.scope(flow, months.to_vec(), as_of);
        (scope.commodity, scope.coverage) = (commodity.clone(), coverage.clone());
        Ok(asked(evidence, level, &scope)?.rows)
    }

    /// The series that the model learns from: both ways, their sum, and whatever else is printed by the month.
    pub(crate) fn pool(
        &self,
        evidence: &dyn Evidence,
        histories: &[History],
        trade: Series,
        as_of: AsOf,
        end: Period,
    ) -> Result<Vec<Series>, ReadError> {
        let coverage = &self.desk.settings.default_coverage;
        let mut pool: Vec<Series> = histories.iter().map(History::series).collect();
        pool.push(trade);
        let mut printed: BTreeMap<(String, Flow, String), usize> = BTreeMap::new();
        for statement in self.statements.iter().filter(|s| s.vintage.known_on(as_of) && s.period.is_month()) {
            let whole = statement.commodity == Commodity::Total && statement.coverage == *coverage;
            if matches!(statement.asserts, Asserts::Value) && WAYS.contains(&statement.flow) && !whole {
                let key = (statement.commodity.to_string(), statement.flow, statement.coverage.to_string());
                *printed.entry(key).or_default() += 1;
            }
        }
        for ((commodity, flow, coverage), _) in printed.into_iter().filter(|(_, months)| *months >= LEAST_PRINTED) {
            if let (Ok(commodity), Ok(coverage)) = (commodity.parse::<Commodity>(), coverage.parse::<Coverage>()) {
                let history =
                    self.history(evidence, (flow, &commodity, &coverage), as_of, Some(end), BTreeMap::new())?;
                pool.push(history.series());
            }
        }
        Ok(pool)
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

fn series(projections: &[Projection], alike: &[&Try]) -> Vec<Expected> {
    let [bought, sold] = projections else { return Vec::new() };
    // Trade and balance lie as the same tries have both ways together, and are bounded as each way is.
    let of = |flow: Flow| {
        let points = bought.points.iter().zip(&sold.points).enumerate().map(|(h, (x, m))| {
            let one = |of: &&Try| Some(combined(flow, x.best * share(of, 0, h)?, m.best * share(of, 1, h)?));
            let mut met: Vec<f64> = alike.iter().filter_map(one).collect();
            met.sort_by(f64::total_cmp);
            let (eighty, ninety_five) = (ranked(&met, 0.8), ranked(&met, 0.95));
            Point { month: x.month, best: combined(flow, x.best, m.best), eighty, ninety_five }
        });
        Expected { flow, state: None, zeros: None, points: points.collect() }
    };
    let alone = |flow, of: &Projection, way: usize| {
        let point = |(h, point): (usize, &Point)| Point {
            eighty: bounds(alike, way, h, 0.8).map(|(low, high)| (point.best * low, point.best * high)),
            ninety_five: bounds(alike, way, h, 0.95).map(|(low, high)| (point.best * low, point.best * high)),
            ..*point
        };
        let (state, zeros) = (Some(of.state), of.zeros.clone());
        Expected { flow, state, zeros, points: of.points.iter().enumerate().map(point).collect() }
    };
    vec![alone(Flow::X, bought, 0), alone(Flow::M, sold, 1), of(Flow::T), of(Flow::B)]
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

/// A month of a model.
pub(crate) fn month_of(interval: &Interval) -> Option<Month> {
    let best = interval.best.and_then(float)?;
    let end = |value: Option<Decimal>| value.and_then(float).unwrap_or(best);
    Some(Month::Known { low: end(interval.low).min(best), best, high: end(interval.high).max(best) })
}
