//! What the desk expects: its own months, solved from what was printed by a day,
//! projected to the end of a year. Imports and exports are projected each by
//! itself; trade and balance are made of both, path by path, so that they add up,
//! and so do months to years.

use yalu_forecast::{
    MODELS, Model, Paths, Point, Pool, Projection, Refusal, Series, Spread, State, since_year_zero, spread,
};
use yalu_trade::{AsOf, Coverage, Decimal, Flow, Interval, Period, ReadError};

use crate::{
    Watch,
    backtests::calendar,
    bounding::Bounding,
    claims,
    history::History,
    leaning::{Lean, lean},
    on_file::OnFile,
    tries::{Try, highest, values},
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

/// What is said of all months up to so many years ahead.
struct Block {
    projections: Vec<Projection>,
    tries: Vec<Try>,
    leans: [Option<Lean>; 2],
    highest: [f64; 2],
}

const YEAR: usize = 12;

/// The months of each year from the block that is asked for that year.
fn woven<T, U>(blocks: &[Block], ahead: usize, of: impl Fn(&Block) -> &Vec<T>, one: impl Fn(&T) -> U) -> Vec<U> {
    (0..ahead).filter_map(|h| of(blocks.get(h / YEAR)?).get(h).map(&one)).collect()
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
        // A year ahead is asked for itself, whatever else is asked, and so is a second: a month has one forecast.
        let years: Vec<usize> = (1..=ahead.div_ceil(YEAR)).map(|year| year * YEAR).collect();
        let blocks = years.into_iter().map(|ahead| self.block(ask.model, &pool, &histories, ahead, end));
        let blocks = blocks.collect::<Result<Vec<Block>, Refusal>>().map_err(|why| refused(why.to_string()))?;
        let Some(longest) = blocks.last() else { return Err(refused("nothing is asked for".to_owned())) };
        let bests = [0, 1].map(|way| woven(&blocks, ahead, |block| &block.projections[way].points, |point| point.best));
        let bounding: Vec<Bounding<'_>> =
            blocks.iter().map(|block| self.bounding(&block.tries, calendar(end), block.highest)).collect();
        let far = &bounding[bounding.len() - 1];
        let paths = far.drawn(&bests, since_year_zero(first));
        let mut notes: Vec<String> = Vec::new();
        for (history, share) in histories.iter().zip(longest.leans) {
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
        if far.wider > 1.0 {
            notes.push(format!(
                "bounds are {:.1} times as wide as past errors alone say: so made, they would have held more of what came",
                far.wider
            ));
        }
        let series = series(&longest.projections, &bests, &bounding);
        let (alike, rank) = (far.alike.len(), far.rank());
        let tries = longest.tries.clone();
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
        if outlook.years.is_empty() {
            outlook
                .notes
                .push("no year is said: not all of its months before the first expected one are known".to_owned());
        }
        Ok(outlook)
    }

    /// What a model says so many months ahead, drawn to last year's months as far as that did best so far ahead.
    fn block(
        &self,
        model: &'static dyn Model,
        pool: &[Series],
        histories: &[History],
        ahead: usize,
        end: i32,
    ) -> Result<Block, Refusal> {
        let learned = Pool::learn(model, pool, ahead);
        let project = |history: &History| {
            let whose = history.flow.side().noun();
            learned.project(&history.series()).map_err(|why| Refusal(format!("{whose}: {why}")))
        };
        let mut projections = histories.iter().map(project).collect::<Result<Vec<Projection>, _>>()?;
        let mut tries = self.tries(histories, pool, model, ahead);
        let known: Vec<Option<Vec<f64>>> = histories.iter().map(|history| values(&history.series())).collect();
        let last_year = |all: &Option<Vec<f64>>| all.as_ref().map(|all| all[all.len().saturating_sub(YEAR)..].to_vec());
        let before: Vec<Option<Vec<f64>>> = known.iter().map(last_year).collect();
        // The default is what did best on this desk; any other model says what it says.
        let own = model.card().id == MODELS[0].card().id;
        let leans = if own { lean(&mut tries, &mut projections, &before, calendar(end)) } else { [None; 2] };
        self.bounded(&mut tries);
        let highest = [0, 1].map(|way| known.get(way).and_then(Option::as_ref).map_or(0.0, |all| highest(all)));
        Ok(Block { projections, tries, leans, highest })
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

/// Both ways, their sum and their difference, the months of each year bounded by what bounds that year.
fn series(projections: &[Projection], bests: &[Vec<f64>; 2], bounding: &[Bounding<'_>]) -> Vec<Expected> {
    let first = projections.iter().flat_map(|of| &of.points).map(|point| point.month).min().unwrap_or_default();
    let ahead = bests[0].len();
    let of_each = |points: &dyn Fn(&Bounding<'_>) -> Vec<Point>| -> Vec<Point> {
        let all: Vec<Vec<Point>> = bounding.iter().map(points).collect();
        (0..ahead).filter_map(|h| all.get(h / YEAR)?.get(h).copied()).collect()
    };
    let alone = |(way, of): (usize, &Projection)| Expected {
        flow: WAYS[way],
        state: Some(of.state),
        zeros: of.zeros.as_ref().map(|zeros| zeros[..ahead.min(zeros.len())].to_vec()),
        points: of_each(&|bounding| bounding.points(way, first, &bests[way])),
    };
    let both = |flow| Expected {
        flow,
        state: None,
        zeros: None,
        points: of_each(&|bounding| bounding.together(flow, first, bests)),
    };
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
