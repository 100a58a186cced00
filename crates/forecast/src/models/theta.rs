//! The dynamic optimised theta model: a line that is learned anew each month
//! and a smoothed level, weighed by theta; on the series without its season.
//! Assimakopoulos & Nikolopoulos (2000); Fiorucci et al. (2016).

use crate::minimise::{Dial, minimise};
use crate::seasons::{Acts, SEASON, indices, is_seasonal, without};

use super::Fitted;

/// A theta model whose numbers are found.
#[derive(Clone, Debug)]
pub(super) struct Theta {
    season: Option<Acts>,
    first: f64,
    alpha: f64,
    theta: f64,
}

struct Line {
    level: f64,
    mean: f64,
    a: f64,
    b: f64,
    /// `(1 − alpha)^t`.
    left: f64,
    t: f64,
}

impl Line {
    fn new(y: f64, first: f64, alpha: f64) -> Self {
        Self { level: alpha * y + (1.0 - alpha) * first, mean: y, a: y, b: 0.0, left: 1.0 - alpha, t: 1.0 }
    }

    #[inline]
    fn expected(&self, alpha: f64, theta: f64) -> f64 {
        let (ago, next) = (self.left, self.left * (1.0 - alpha));
        self.level + (1.0 - 1.0 / theta) * (ago * self.a + (1.0 - next) / alpha * self.b)
    }

    #[inline]
    fn learn(&mut self, y: f64, alpha: f64) {
        let t = self.t;
        self.level = alpha * y + (1.0 - alpha) * self.level;
        self.b = ((t - 1.0) * self.b + 6.0 * (y - self.mean) / (t + 1.0)) / (t + 2.0);
        self.mean = (t * self.mean + y) / (t + 1.0);
        self.a = self.mean - self.b * (t + 2.0) / 2.0;
        self.left *= 1.0 - alpha;
        self.t += 1.0;
    }
}

/// The theta model of a series of five months or more. `positive`: a season may multiply.
pub(super) fn fit(y: &[f64], positive: bool) -> Option<Theta> {
    if y.len() < 5 {
        return None;
    }
    let season = if is_seasonal(y) {
        let factor = positive && indices(y, Acts::Multiplies).is_some();
        Some(if factor { Acts::Multiplies } else { Acts::Adds })
    } else {
        None
    };
    let flat = flat(y, season);
    let dials = [
        Dial::new(flat[0] / 2.0, (flat[0].abs() / 4.0).max(1e-3), -1e12, 1e12),
        Dial::new(0.5, 0.2, 0.1, 0.99),
        Dial::new(2.0, 1.0, 1.0, 1e6),
    ];
    let (at, _) = minimise(&dials, 160, 1e-5, |[first, alpha, theta]| {
        let mut line = Line::new(flat[0], *first, *alpha);
        let mut squares = 0.0;
        for &v in &flat[1..] {
            let off = v - line.expected(*alpha, *theta);
            squares += off * off;
            line.learn(v, *alpha);
        }
        squares
    });
    Some(Theta { season, first: at[0], alpha: at[1], theta: at[2] })
}

fn flat(y: &[f64], season: Option<Acts>) -> Vec<f64> {
    match season.and_then(|acts| Some((indices(y, acts)?, acts))) {
        Some((index, acts)) => without(y, &index, acts),
        None => y.to_vec(),
    }
}

impl Fitted for Theta {
    fn after(&self, history: &[f64], ahead: usize) -> Vec<f64> {
        let season = self.season.and_then(|acts| Some((indices(history, acts)?, acts)));
        let flat = flat(history, season.map(|(_, acts)| acts));
        let mut line = Line::new(flat[0], self.first, self.alpha);
        for &v in &flat[1..] {
            line.learn(v, self.alpha);
        }
        (0..ahead)
            .map(|h| {
                let v = line.expected(self.alpha, self.theta);
                line.learn(v, self.alpha);
                let at = (history.len() + h) % SEASON;
                match season {
                    Some((index, Acts::Multiplies)) => v * index[at],
                    Some((index, Acts::Adds)) => v + index[at],
                    None => v,
                }
            })
            .collect()
    }
}
