//! Scenarios played on paths: each by itself, and all together by their
//! chances. What is played is added to the paths that came in; those stay as
//! they are, and stand beside.

use std::collections::{BTreeMap, BTreeSet};

use yalu_trade::{Decimal, Episode, Flow, Scenario};

use crate::{chance::Chance, paths::Paths, series::since_year_zero};

/// A scenario and what its moves are measured against.
#[derive(Clone, Debug)]
pub struct Driver<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Of each of its moves, the monthly mean of the flow in the base: at least, at most, in the unit of the paths.
    pub references: Vec<(f64, f64)>,
}

/// One move at the size and the ramp that were drawn.
struct Push<'a> {
    flow: Flow,
    basket: Option<&'a str>,
    /// At full effect, in the unit of the paths.
    size: f64,
    start: i32,
    ramp: u32,
    lasts: Option<u32>,
}

/// The paths with a scenario on.
pub fn alone(paths: &Paths, driver: &Driver<'_>, episodes: &[Episode], seed: u64) -> Paths {
    played(paths, |turn| driver.pushes(episodes, seed, turn))
}

/// The paths with each scenario on as often as it is likely. Drivers come by themselves; of a group, one at most.
pub fn mixture(paths: &Paths, drivers: &[Driver<'_>], episodes: &[Episode], seed: u64) -> Paths {
    let groups: BTreeSet<&str> = drivers.iter().map(Driver::group).collect();
    played(paths, |turn| {
        let came = groups.iter().filter_map(|group| comes(group, drivers, seed, turn));
        came.flat_map(|driver| driver.pushes(episodes, seed, turn)).collect()
    })
}

/// Which of a group comes in a turn, if any.
fn comes<'d, 's>(group: &str, drivers: &'d [Driver<'s>], seed: u64, turn: usize) -> Option<&'d Driver<'s>> {
    let mut left = Chance::of(seed, &format!("group {group}"), turn).even();
    drivers.iter().filter(|driver| driver.group() == group).find(|driver| {
        left -= number(driver.scenario.probability);
        left < 0.0
    })
}

fn played<'a>(paths: &Paths, pushes: impl Fn(usize) -> Vec<Push<'a>>) -> Paths {
    let mut moved = paths.clone();
    let turns = paths.flows.values().map(Vec::len).max().unwrap_or(0);
    for turn in 0..turns {
        let pushes = pushes(turn);
        for (flow, paths_of) in &mut moved.flows {
            let Some(path) = paths_of.get_mut(turn) else { continue };
            for (month, value) in (paths.first..).zip(path.iter_mut()) {
                let by = together(&pushes, *flow, month);
                if by != 0.0 {
                    *value = (*value + by).max(0.0);
                }
            }
        }
    }
    moved
}

/// What all that is on adds to a flow in a month. What goes through one basket the same way does not add up, the
/// larger counts: goods that are not bought for one reason cannot be left unbought for another.
fn together(pushes: &[Push<'_>], flow: Flow, month: i32) -> f64 {
    let mut through: BTreeMap<(&str, bool), f64> = BTreeMap::new();
    let mut all = 0.0;
    for push in pushes.iter().filter(|push| push.flow == flow) {
        let by = push.at(month);
        let Some(basket) = push.basket else {
            all += by;
            continue;
        };
        let largest = through.entry((basket, by < 0.0)).or_default();
        if by.abs() > largest.abs() {
            *largest = by;
        }
    }
    all + through.values().sum::<f64>()
}

impl Push<'_> {
    /// What it adds in a month: a straight ramp that is full so many months after the start.
    fn at(&self, month: i32) -> f64 {
        let Ok(since) = u32::try_from(month - self.start) else { return 0.0 };
        if self.lasts.is_some_and(|lasts| since >= self.ramp.saturating_add(lasts)) {
            return 0.0;
        }
        self.size * ((f64::from(since) + 1.0) / (f64::from(self.ramp) + 1.0)).min(1.0)
    }
}

impl<'a> Driver<'a> {
    fn group(&self) -> &'a str {
        self.scenario.group.as_deref().unwrap_or(&self.scenario.id)
    }

    /// Its moves in a turn. One strength is drawn for all of them, so that what is strong in one flow is in the other.
    fn pushes(&self, episodes: &[Episode], seed: u64, turn: usize) -> Vec<Push<'a>> {
        let scenario = self.scenario;
        let mut chance = Chance::of(seed, &scenario.id, turn);
        let (strength, slowness) = (chance.even(), chance.even());
        let start = since_year_zero(scenario.start);
        let push = |(of, (least, most)): (&'a yalu_trade::ScenarioMove, &(f64, f64))| {
            let (low, high) = (number(of.low), number(of.high));
            let (weak, strong) = if low.abs() <= high.abs() { (low, high) } else { (high, low) };
            let reference = least + (most - least) * chance.even();
            let past = episodes.iter().find(|episode| Some(&episode.id) == of.like.as_ref());
            let past = past.map_or(of.ramp_months, |episode| episode.ramp_months);
            let (fast, slow) = (past.min(of.ramp_months), past.max(of.ramp_months));
            // Each whole number of months between the analyst's ramp and the past's is as likely.
            let ramp = fast + (slowness * f64::from(slow - fast + 1)).floor() as u32;
            let size = (weak + (strong - weak) * strength) * reference;
            Push { flow: of.flow, basket: of.basket.as_deref(), size, start, ramp, lasts: of.lasts_months }
        };
        scenario.moves.iter().zip(&self.references).map(push).collect()
    }
}

/// A desk's number, for a model.
pub(crate) fn number(value: Decimal) -> f64 {
    f64::try_from(value).unwrap_or(f64::NAN)
}
