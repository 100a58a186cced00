//! The default: what exponential smoothing, theta, complex smoothing and ARIMA
//! say of the series, what they say of its logs, what the pool says, and, of a
//! sparse series, what is said of those. Which of the four groups is listened to,
//! and how much, is learned from how they did in the pool, by the state a series
//! is in; the fewer cases, the closer to weights that did well elsewhere.

use yalu_trade::Card;

use crate::origins::{learns_from, origins, state};
use crate::projection::State;
use crate::scores;
use crate::seasons::SEASON;
use crate::series::Whole;
use crate::unit::CEILING;

use super::pooled::{OnLogs, Pooled};
use super::{Fitted, Learned, Logged, Model, arima, ces, ets, intermittent, logs, naive, theta};

/// Raw, logs, pool, sparse.
const GROUPS: usize = 4;
type Weights = [f64; GROUPS];

/// What did well on series of other sources: the start from which a pool's own errors move.
/// Calm, after a break, sparse.
const PRIOR: [Weights; 3] = [[0.35, 0.4, 0.25, 0.0], [0.0, 0.5, 0.5, 0.0], [0.0, 0.7, 0.2, 0.1]];
/// How much a pool must gain, as a share of its loss, to move all weight from one group to another.
const STIFF: f64 = 0.02;
/// So many cases and more are held back by that alone.
const MANY: f64 = 20_000.0;
/// Weights are sought in tenths.
const TENTHS: usize = 10;
/// No more series than this say how the groups did.
const ASKED: usize = 100;
/// A series by itself must have had four years to be held against the pool's regression.
const FAIR: usize = 4 * SEASON;
/// Calm origins are this many months apart.
const STEP: usize = 5;

/// The default model.
pub(super) struct Combined;

struct Taught {
    pooled: Option<Pooled>,
    /// By state.
    weights: [Weights; 3],
}

struct Mixed<'t> {
    taught: &'t Taught,
    raw: Vec<Box<dyn Fitted>>,
    logged: Vec<Box<dyn Fitted>>,
    shift: Option<f64>,
}

impl Model for Combined {
    fn card(&self) -> &'static Card {
        &Card {
            id: "combined",
            title: "four models, raw and on logs, and the pool's regression",
            unit: "as the series",
            formula: "the mean of ets, theta, ces and arima, raw and on logs, and of the pooled regression, weighed by how \
                      each group did in the pool from the same state",
            citation: "Bates & Granger (1969); Petropoulos & Svetunkov (2020)",
            ..Card::BARE
        }
    }

    fn learn(&self, pool: &[Whole], ahead: usize) -> Box<dyn Learned> {
        let histories: Vec<Vec<f64>> = pool.iter().filter_map(Whole::logs).collect();
        // How the regression does is asked in months that it has not seen, of any series: they share their shocks.
        let earlier: Vec<Vec<f64>> = histories.iter().map(|l| l[..l.len() - unseen(l.len())].to_vec()).collect();
        let earlier = Taught { pooled: Pooled::learn(&earlier, ahead), weights: PRIOR };
        let mut cases: Vec<Case> = Vec::new();
        for whole in pool.iter().step_by(pool.len().div_ceil(ASKED).max(1)) {
            let n = whole.y.len();
            let (known, since) = (learns_from(n, ahead), n - unseen(n));
            if known < FAIR {
                continue;
            }
            let mixed = earlier.mix(whole, &whole.y[..known]);
            for origin in origins(&whole.y, ahead, STEP).into_iter().filter(|origin| origin.known >= since) {
                let history = &whole.y[..origin.known];
                let scale = scores::unit(history).unwrap_or(1.0);
                let groups = mixed.groups(history, ahead.min(n - origin.known));
                for (h, y) in whole.y[origin.known..].iter().take(ahead).enumerate() {
                    let said = groups.each_ref().map(|path| path.as_ref().map_or(f64::NAN, |path| path[h] / scale));
                    cases.push(Case { state: origin.state, said, came: y / scale });
                }
            }
        }
        let states = [State::Calm, State::Broken, State::Sparse];
        let weights = states.map(|state| weigh(&cases, state, PRIOR[state as usize]));
        Box::new(Taught { pooled: Pooled::learn(&histories, ahead), weights })
    }
}

/// The months at the end of a history that are kept from the regression when it is tried.
fn unseen(months: usize) -> usize {
    (months / 3).min(6 * SEASON)
}

struct Case {
    state: State,
    said: [f64; GROUPS],
    came: f64,
}

/// The weights of least loss in a state, held back by [`STIFF`].
fn weigh(cases: &[Case], state: State, prior: Weights) -> Weights {
    let cases: Vec<&Case> = cases
        .iter()
        .filter(|case| case.state == state && case.said.iter().zip(prior).all(|(v, w)| v.is_finite() || w == 0.0))
        .collect();
    if cases.len() < 50 {
        return prior;
    }
    let loss = |weights: &Weights| {
        // A huge miss counts, but not without end: one series must not choose for all.
        let off = |case: &&Case| mixed(&case.said, weights).map_or(10.0, |said| (said - case.came).abs().min(10.0));
        cases.iter().map(off).sum::<f64>() / cases.len() as f64
    };
    let base = loss(&prior);
    // Few cases move less: under twenty thousand, most of the stiffness is that there are no more.
    let stiff = STIFF * base * (1.0 + MANY / cases.len() as f64);
    let mut best = (base, prior);
    for raw in 0..=TENTHS {
        for logged in 0..=TENTHS - raw {
            for pooled in 0..=TENTHS - raw - logged {
                let sparse = TENTHS - raw - logged - pooled;
                if sparse > 0 && state != State::Sparse {
                    continue;
                }
                let weights = [raw, logged, pooled, sparse].map(|tenths| tenths as f64 / TENTHS as f64);
                let moved: f64 = weights.iter().zip(&prior).map(|(w, p)| (w - p).powi(2)).sum();
                let found = loss(&weights) + stiff * moved;
                if found < best.0 {
                    best = (found, weights);
                }
            }
        }
    }
    best.1
}

/// The weighed mean of what is said; weights of the silent go to the others.
fn mixed(said: &[f64; GROUPS], weights: &Weights) -> Option<f64> {
    let (mut sum, mut whole) = (0.0, 0.0);
    for (v, w) in said.iter().zip(weights) {
        if v.is_finite() && *w > 0.0 {
            sum += w * v;
            whole += w;
        }
    }
    (whole > 0.0).then(|| sum / whole)
}

impl Taught {
    fn mix(&self, whole: &Whole, y: &[f64]) -> Mixed<'_> {
        let positive = whole.positive();
        let mut raw: Vec<Box<dyn Fitted>> = Vec::new();
        let mut logged: Vec<Box<dyn Fitted>> = Vec::new();
        raw.extend(ets::fit(y, positive).map(|f| Box::new(f) as _));
        raw.extend(theta::fit(y, positive).map(|f| Box::new(f) as _));
        raw.extend(ces::fit(y).map(|f| Box::new(f) as _));
        raw.extend(arima::fit(y).map(|f| Box::new(f) as _));
        if raw.is_empty() {
            // Three or four months can only be continued.
            raw.push(Box::new(naive::Naive2));
        }
        if let Some(shift) = whole.shift {
            let l = logs(y, shift);
            logged.extend(ets::fit(&l, false).map(|of| Box::new(Logged { of, shift }) as _));
            logged.extend(theta::fit(&l, false).map(|of| Box::new(Logged { of, shift }) as _));
            logged.extend(ces::fit(&l).map(|of| Box::new(Logged { of, shift }) as _));
            logged.extend(arima::fit(&l).map(|of| Box::new(Logged { of, shift }) as _));
        }
        Mixed { taught: self, raw, logged, shift: whole.shift }
    }
}

impl Learned for Taught {
    fn fit<'a>(&'a self, series: &Whole) -> Option<Box<dyn Fitted + 'a>> {
        let mixed = self.mix(series, &series.y);
        (!mixed.raw.is_empty() || !mixed.logged.is_empty()).then(|| Box::new(mixed) as _)
    }
}

impl Mixed<'_> {
    /// What each group says.
    fn groups(&self, history: &[f64], ahead: usize) -> [Option<Vec<f64>>; GROUPS] {
        let most = history.iter().fold(0.0f64, |most, v| most.max(v.abs())) * CEILING;
        let least = if self.shift.is_some() { 0.0 } else { -most };
        let mean = |members: &[Box<dyn Fitted>]| {
            let mut sum = vec![0.0; ahead];
            let mut count = 0.0;
            for member in members {
                let path = member.after(history, ahead);
                if path.iter().all(|v| v.is_finite()) {
                    count += 1.0;
                    sum.iter_mut().zip(path).for_each(|(s, v)| *s += v.clamp(least, most));
                }
            }
            (count > 0.0).then(|| sum.into_iter().map(|s| s / count).collect())
        };
        let pooled = self.shift.zip(self.taught.pooled.as_ref()).map(|(shift, pooled)| {
            let path = Logged { of: OnLogs(pooled), shift }.after(history, ahead);
            path.into_iter().map(|v: f64| v.clamp(least, most)).collect()
        });
        let sparse: [Box<dyn Fitted>; 2] = [Box::new(intermittent::Imapa), Box::new(intermittent::Croston)];
        let is_sparse = state(history) == State::Sparse;
        [mean(&self.raw), mean(&self.logged), pooled, is_sparse.then(|| mean(&sparse)).flatten()]
    }
}

impl Fitted for Mixed<'_> {
    fn after(&self, history: &[f64], ahead: usize) -> Vec<f64> {
        let weights = self.taught.weights[state(history) as usize];
        if history.iter().all(|v| *v == history[0]) {
            // What has never moved is not moved by what others did.
            return vec![history[0]; ahead];
        }
        let groups = self.groups(history, ahead);
        let said = |h: usize| groups.each_ref().map(|path| path.as_ref().map_or(f64::NAN, |path| path[h]));
        let last = history.last().copied().unwrap_or(f64::NAN);
        (0..ahead)
            .map(|h| mixed(&said(h), &weights).or_else(|| mixed(&said(h), &[0.25; GROUPS])).unwrap_or(last))
            .collect()
    }
}
