//! How long reserves carry a deficit: R(t+1) = R(t) − (M − X) + services + other
//! over the desk's priors, run many times. The answer is a distribution of
//! months, never one date; a run in which the floor is not met says "not within
//! so many months" and nothing more.

use yalu_trade::{AsOf, Distribution, Flow, Period, Prior, ReserveFlow, Reserves};

use crate::{
    chance::Chance,
    paths::{Paths, fan},
    projection::Point,
    scenario::number,
    scores::{correlation, ranks},
    series::{Refusal, since_year_zero},
};

/// What is asked of reserves.
#[derive(Clone, Copy, Debug)]
pub struct Reckoning<'a> {
    /// The priors and the floors.
    pub reserves: &'a Reserves,
    /// Flows that were not known by this day are left out.
    pub as_of: AsOf,
    /// What the economy bought and sold in the months between the stock's and the first of the paths.
    pub known: &'a [(f64, f64)],
    /// What it may buy (flow X) and sell (flow M) from then on. Beyond their end the last year of each comes
    /// again, with whatever a scenario did in it.
    pub paths: &'a Paths,
    /// How crude oil that customs do not show is counted.
    pub crude: Crude,
    /// Months to look ahead, from the first of the paths.
    pub months: usize,
    /// How many runs.
    pub runs: usize,
    /// Chooses the runs, nothing else.
    pub seed: u64,
}

/// How crude oil that customs do not show is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Crude {
    /// Not at all: as if it were given.
    Without,
    /// As the desk's prior has it: a part is paid for, nobody knows which.
    Judged,
    /// As if all of it were paid for.
    Paid,
}

/// What came of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Runway {
    /// How crude oil was counted.
    pub crude: Crude,
    /// Months looked ahead.
    pub months: usize,
    /// The stock at the end of each month; a stock below zero is what would have had to be found elsewhere.
    pub stock: Vec<Point>,
    /// Of each floor, when it is met.
    pub floors: Vec<Until>,
    /// What the answer hangs on, the most first.
    pub matters: Vec<Matter>,
}

/// Months until a floor is met, counted from the first month of the paths; 0 where the stock begins below it.
#[derive(Clone, PartialEq, Debug)]
pub struct Until {
    /// The floor's name.
    pub floor: String,
    /// As many runs in a hundred meet it within so many months; `None` is later than was looked.
    pub within: Vec<(u32, Option<u32>)>,
    /// The share of runs that do not meet it within the months looked ahead.
    pub never: f64,
    /// The chance that twelve months pass without it; `None` where fewer were looked at.
    pub lasts_12: Option<f64>,
    /// The chance that twenty-four do.
    pub lasts_24: Option<f64>,
}

/// How much one thing that is not known moves the stock after two years.
#[derive(Clone, PartialEq, Debug)]
pub struct Matter {
    /// `stock`, `trade`, or the name of a flow.
    pub id: String,
    /// The rank correlation with the stock (Spearman 1904), −1 to 1.
    pub rank: f64,
    /// The part of the stock's variance that goes with it, 0 to 1. The parts add to about one.
    pub share: f64,
}

/// The runs in a hundred for which months are told.
const TOLD: [u32; 5] = [10, 25, 50, 75, 90];
/// What matters is asked of the stock after two years, or at the end if that is sooner.
const ASKED_AFTER: usize = 24;

/// One run: what was drawn, and the stock after each month.
struct Run {
    drawn: Vec<f64>,
    stock: Vec<f64>,
}

/// Runs reserves forward.
pub fn reckon(ask: &Reckoning<'_>) -> Result<Runway, Refusal> {
    let start = last_of(ask.reserves.stock.period);
    let between = usize::try_from(ask.paths.first - start - 1).ok();
    let held = ask.reserves.stock.period;
    if between.is_none() {
        return Err(Refusal(format!("the stock is of the end of {held}, and the forecast begins before")));
    }
    if between != Some(ask.known.len()) {
        return Err(Refusal(format!(
            "the stock is of the end of {held}; {} months of trade lie between it and the forecast, {} are known",
            between.unwrap_or(0),
            ask.known.len()
        )));
    }
    let (bought, sold) = (ask.paths.of(Flow::X), ask.paths.of(Flow::M));
    if bought.iter().chain(sold).any(Vec::is_empty) || bought.is_empty() || sold.is_empty() || ask.runs == 0 {
        return Err(Refusal("reserves need paths of what is bought and of what is sold".to_owned()));
    }
    let flows: Vec<&ReserveFlow> = ask.reserves.flows.iter().filter(|flow| ask.counts(flow)).collect();
    let runs: Vec<Run> = (0..ask.runs).map(|turn| ask.run(&flows, start, turn)).collect();
    let floors = ask.reserves.floors.iter().map(|floor| until(&floor.id, number(floor.value), &runs)).collect();
    let stock: Vec<Vec<f64>> = runs.iter().map(|run| run.stock[1..].to_vec()).collect();
    let names = ["stock", "trade"].into_iter().chain(flows.iter().map(|flow| flow.id.as_str()));
    Ok(Runway {
        crude: ask.crude,
        months: ask.months,
        stock: fan(&stock, ask.paths.first),
        floors,
        matters: matters(names, &runs),
    })
}

/// The last month of a period.
fn last_of(period: Period) -> i32 {
    since_year_zero(period.last_month())
}

impl Reckoning<'_> {
    fn counts(&self, flow: &ReserveFlow) -> bool {
        let known = flow.as_of.is_none_or(|day| day <= self.as_of);
        known && (flow.crude.is_none() || self.crude != Crude::Without)
    }

    /// What a flow is in a year of this turn.
    fn yearly(&self, flow: &ReserveFlow, turn: usize) -> f64 {
        match flow.crude_on(self.as_of).filter(|_| self.crude == Crude::Paid) {
            Some(paid) => number(paid),
            None => draw(&flow.prior, &mut Chance::of(self.seed, &flow.id, turn)),
        }
    }

    fn run(&self, flows: &[&ReserveFlow], start: i32, turn: usize) -> Run {
        let mut held = draw(&self.reserves.stock.prior, &mut Chance::of(self.seed, "stock", turn));
        let yearly: Vec<f64> = flows.iter().map(|flow| self.yearly(flow, turn)).collect();
        let beside = |month: i32| -> f64 {
            let on = |flow: &ReserveFlow| {
                flow.from.is_none_or(|from| last_of(from) <= month)
                    && flow.until.is_none_or(|until| month <= last_of(until))
            };
            flows.iter().zip(&yearly).filter(|(flow, _)| on(flow)).map(|(_, of_year)| of_year / 12.0).sum()
        };
        let mut drawn = vec![held, 0.0];
        drawn.extend(&yearly);
        for ((bought, sold), month) in self.known.iter().zip(start + 1..) {
            held += sold - bought + beside(month);
        }
        let path = |flow: Flow| {
            let paths = self.paths.of(flow);
            &paths[turn % paths.len()]
        };
        let (bought, sold) = (path(Flow::X), path(Flow::M));
        let mut stock = vec![held];
        for (ahead, month) in (0..self.months).zip(self.paths.first..) {
            let trade = later(sold, ahead) - later(bought, ahead);
            held += trade + beside(month);
            stock.push(held);
            if ahead < ASKED_AFTER {
                drawn[1] += trade;
            }
        }
        Run { drawn, stock }
    }
}

/// A path beyond its end: its own last year comes again. The pace of a run stays its own; if every year were
/// drawn anew, the good and the bad would cancel and the answer be narrower than what is known.
fn later(path: &[f64], ahead: usize) -> f64 {
    let year = path.len().min(12);
    if ahead < path.len() { path[ahead] } else { path[path.len() - year + (ahead - path.len()) % year] }
}

/// The 95th percentile of a normal law.
const NORMAL_95: f64 = 1.644_853_6;

fn draw(prior: &Prior, chance: &mut Chance) -> f64 {
    let (low, mode, high) = (number(prior.low), number(prior.mode), number(prior.high));
    match prior.distribution {
        Distribution::Triangular => chance.triangular(low, mode, high),
        Distribution::Lognormal => {
            let z = chance.normal() / NORMAL_95;
            let side = if z < 0.0 { mode / low } else { high / mode };
            mode * side.powf(z)
        }
    }
}

fn until(floor: &str, value: f64, runs: &[Run]) -> Until {
    let met = |run: &Run| run.stock.iter().position(|held| *held <= value);
    let mut months: Vec<Option<usize>> = runs.iter().map(met).collect();
    months.sort_by_key(|month| month.unwrap_or(usize::MAX));
    let count = months.len();
    let share = |of: usize| of as f64 / count as f64;
    let looked = runs.first().map_or(0, |run| run.stock.len() - 1);
    let lasts = |least: usize| {
        let last = |month: &&Option<usize>| month.is_none_or(|month| month > least);
        (looked >= least).then(|| share(months.iter().filter(last).count()))
    };
    let within = TOLD.map(|hundredth| {
        let at = (count * hundredth as usize).div_ceil(100).max(1) - 1;
        (hundredth, months[at].and_then(|month| u32::try_from(month).ok()))
    });
    Until {
        floor: floor.to_owned(),
        within: within.to_vec(),
        never: share(months.iter().filter(|month| month.is_none()).count()),
        lasts_12: lasts(12),
        lasts_24: lasts(24),
    }
}

fn matters<'a>(names: impl Iterator<Item = &'a str>, runs: &[Run]) -> Vec<Matter> {
    let end: Vec<f64> = runs.iter().map(|run| run.stock[ASKED_AFTER.min(run.stock.len() - 1)]).collect();
    let ranked = ranks(&end);
    let matter = |(at, id): (usize, &str)| {
        let drawn: Vec<f64> = runs.iter().map(|run| run.drawn[at]).collect();
        Matter {
            id: id.to_owned(),
            rank: correlation(&ranks(&drawn), &ranked).unwrap_or(0.0),
            share: correlation(&drawn, &end).unwrap_or(0.0).powi(2),
        }
    };
    let mut all: Vec<Matter> = names.enumerate().map(matter).collect();
    all.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.id.cmp(&b.id)));
    all
}
