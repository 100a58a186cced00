//! Complex exponential smoothing: a level and what is hidden behind it turn
//! into each other; no season, a plain one, or a turning one, the least AICc
//! taken. Svetunkov, Kourentzes & Ord (2022).

use crate::minimise::{Dial, minimise};
use crate::seasons::{Acts, SEASON, indices};

use super::Fitted;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Season {
    Absent,
    Plain,
    Turning,
}

/// A complex smoothing whose numbers are found.
#[derive(Clone, Debug)]
pub(super) struct Ces {
    season: Season,
    at: [f64; 4],
}

#[derive(Clone)]
struct State {
    level: f64,
    hidden: f64,
    season: [f64; SEASON],
    turned: [f64; SEASON],
}

fn first(y: &[f64], season: Season) -> Option<State> {
    let head = &y[..y.len().min(SEASON)];
    let level = head.iter().sum::<f64>() / head.len() as f64;
    let index = match season {
        Season::Absent => [0.0; SEASON],
        _ => indices(y, Acts::Adds)?,
    };
    Some(State { level, hidden: level / 1.1, season: index, turned: index.map(|v| v / 1.1) })
}

#[inline]
fn step(season: Season, at: &[f64; 4], state: &mut State, t: usize, v: Option<f64>) -> f64 {
    let m = t % SEASON;
    let expected = state.level + if season == Season::Absent { 0.0 } else { state.season[m] };
    let off = v.map_or(0.0, |v| v - expected);
    let (level, hidden) = (state.level, state.hidden);
    state.level = level - (1.0 - at[1]) * hidden + (at[0] - at[1]) * off;
    state.hidden = level + (1.0 - at[0]) * hidden + (at[0] + at[1]) * off;
    match season {
        Season::Absent => {}
        Season::Plain => state.season[m] += at[2] * off,
        Season::Turning => {
            let (s, turned) = (state.season[m], state.turned[m]);
            state.season[m] = s - (1.0 - at[3]) * turned + (at[2] - at[3]) * off;
            state.turned[m] = s + (1.0 - at[2]) * turned + (at[2] + at[3]) * off;
        }
    }
    expected
}

fn squares(y: &[f64], season: Season, at: &[f64; 4], start: &State) -> f64 {
    let mut state = start.clone();
    let mut sum = 0.0;
    for (t, &v) in y.iter().enumerate() {
        let off = v - step(season, at, &mut state, t, Some(v));
        sum += off * off;
    }
    sum
}

/// The best of the three.
pub(super) fn fit(y: &[f64]) -> Option<Ces> {
    let level = Dial::new(1.3, 0.2, 0.01, 1.99);
    let turn = Dial::new(1.0, 0.1, 0.01, 1.99);
    let mut best: Option<(f64, Ces)> = None;
    for season in [Season::Absent, Season::Plain, Season::Turning] {
        if season != Season::Absent && y.len() < 2 * SEASON + 3 {
            continue;
        }
        let Some(start) = first(y, season) else { continue };
        let (at, sum, unknowns) = match season {
            Season::Absent => {
                let (at, v) =
                    minimise(&[level, turn], 120, 1e-5, |[a, b]| squares(y, season, &[*a, *b, 0.0, 0.0], &start));
                ([at[0], at[1], 0.0, 0.0], v, 4.0)
            }
            Season::Plain => {
                let dials = [level, turn, Dial::new(0.1, 0.1, 0.0, 0.99)];
                let (at, v) = minimise(&dials, 140, 1e-5, |[a, b, c]| squares(y, season, &[*a, *b, *c, 0.0], &start));
                ([at[0], at[1], at[2], 0.0], v, 5.0 + SEASON as f64)
            }
            Season::Turning => {
                let dials = [level, turn, level, turn];
                let (at, v) = minimise(&dials, 180, 1e-5, |at| squares(y, season, at, &start));
                (at, v, 6.0 + 2.0 * SEASON as f64)
            }
        };
        let n = y.len() as f64;
        if n - unknowns - 2.0 <= 0.0 || !sum.is_finite() {
            continue;
        }
        let k = unknowns + 1.0;
        let aicc = n * (sum / n).max(f64::MIN_POSITIVE).ln() + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0);
        if best.as_ref().is_none_or(|(least, _)| aicc < *least) {
            best = Some((aicc, Ces { season, at }));
        }
    }
    best.map(|(_, ces)| ces)
}

impl Fitted for Ces {
    fn after(&self, history: &[f64], ahead: usize) -> Vec<f64> {
        let Some(mut state) = first(history, self.season) else {
            return vec![history.last().copied().unwrap_or(f64::NAN); ahead];
        };
        for (t, &v) in history.iter().enumerate() {
            step(self.season, &self.at, &mut state, t, Some(v));
        }
        (0..ahead).map(|h| step(self.season, &self.at, &mut state, history.len() + h, None)).collect()
    }
}
