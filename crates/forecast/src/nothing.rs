//! The chance that a month of a series will be zero, where some of its last five
//! years were: a logistic regression over the pool on how often it was lately and
//! in that month of the year. Few cases leave it near what a series' own last
//! years say. Cox (1958); Hoerl & Kennard (1970) for the holding back.

use crate::seasons::SEASON;
use crate::solve::cholesky;

const TRAITS: usize = 6;
type Traits = [f64; TRAITS];

/// What is believed before any case is seen: the share of zeros in the last three years and in the last.
const PRIOR: Traits = [0.0, 0.0, 0.4, 0.6, 0.0, 0.0];
/// As many cases as this weigh as much as the prior.
const HELD: f64 = 20.0;
const ROUNDS: usize = 12;

/// What a pool has taught about zeros.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nothing {
    weights: Traits,
}

/// A past month: what was known of the series then, and whether it came to be zero.
pub(crate) type Case = (Traits, bool);

/// The log odds of a share of zeros among so many months, never quite none or all.
fn odds(zeros: usize, months: usize) -> f64 {
    let share = (zeros as f64 + 0.5) / (months as f64 + 1.0);
    (share / (1.0 - share)).ln()
}

/// What is asked about the month `ahead` (from 1) of a history; `None` where none of its last five years was zero,
/// or one was below.
pub(crate) fn traits(y: &[f64], ahead: usize) -> Option<Traits> {
    let last = |months: usize| &y[y.len().saturating_sub(months)..];
    let zeros = |months: usize| last(months).iter().filter(|v| **v == 0.0).count();
    let years = last(5 * SEASON);
    if zeros(5 * SEASON) == 0 || years.iter().any(|v| *v < 0.0) {
        return None;
    }
    let of = |months: usize| odds(zeros(months), last(months).len());
    let at = y.len() - 1 + ahead;
    let same: Vec<f64> =
        (1..).map_while(|year| at.checked_sub(SEASON * year)).filter_map(|t| y.get(t).copied()).take(3).collect();
    let season = odds(same.iter().filter(|v| **v == 0.0).count(), same.len());
    Some([1.0, of(3), of(SEASON), of(3 * SEASON), of(5 * SEASON), season])
}

impl Nothing {
    /// Learned from past months, by Newton's steps.
    pub(crate) fn learn(cases: &[Case]) -> Self {
        let mut weights = PRIOR;
        for _ in 0..ROUNDS {
            let mut normal = [[0.0; TRAITS]; TRAITS];
            let mut right = [0.0; TRAITS];
            for (x, zero) in cases {
                let chance = Self { weights }.chance(x);
                let (off, spread) = (f64::from(u8::from(*zero)) - chance, chance * (1.0 - chance));
                for i in 0..TRAITS {
                    for j in 0..=i {
                        normal[i][j] += spread * x[i] * x[j];
                    }
                    right[i] += off * x[i];
                }
            }
            for i in 0..TRAITS {
                normal[i][i] += HELD;
                right[i] -= HELD * (weights[i] - PRIOR[i]);
            }
            let step = cholesky(normal, right);
            weights.iter_mut().zip(step).for_each(|(w, s)| *w += s);
        }
        Self { weights }
    }

    /// The chance of zero, 0 to 1.
    pub(crate) fn chance(&self, x: &Traits) -> f64 {
        let odds: f64 = self.weights.iter().zip(x).map(|(w, x)| w * x).sum();
        1.0 / (1.0 + (-odds).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Zero in every winter month.
    fn winters(months: usize) -> Vec<f64> {
        (0..months).map(|t| if t % SEASON < 3 { 0.0 } else { 5.0 }).collect()
    }

    #[test]
    fn without_cases_the_last_years_speak_and_with_them_the_season_is_seen() {
        let y = winters(72);
        let at = |ahead| traits(&y, ahead).expect("some zeros");
        let untaught = Nothing::learn(&[]).chance(&at(1));
        assert!((0.2..0.35).contains(&untaught), "a quarter of the months: {untaught}");
        let cases: Vec<Case> = (40..72)
            .flat_map(|known| (1..=12).map(move |ahead| (known, ahead)))
            .map(|(known, ahead)| {
                (traits(&winters(known), ahead).expect("some zeros"), (known + ahead - 1) % SEASON < 3)
            })
            .collect();
        let taught = Nothing::learn(&cases);
        assert!(taught.chance(&at(2)) > 0.9 && taught.chance(&at(6)) < 0.1, "{taught:?}");
    }

    #[test]
    fn a_series_that_is_never_zero_or_below_it_has_no_such_chance() {
        assert_eq!(traits(&[3.0; 40], 1), None);
        assert_eq!(traits(&[0.0, -1.0, 2.0], 1), None);
        let short = traits(&[0.0], 1).expect("a zero");
        assert!(Nothing::learn(&[]).chance(&short).is_finite());
    }
}
