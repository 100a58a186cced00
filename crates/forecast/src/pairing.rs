//! Which path of one flow goes with which of another. Each flow's paths stay as
//! they are; they are only paired, so that large goes with large as often as past
//! errors of the two went together (the shuffle of Clark et al. 2004, by a normal copula).

use crate::{chance::Chance, paths::Paths, scores};
use yalu_trade::Flow;

/// How the errors of two flows went together.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Together {
    /// Their rank correlation, drawn towards nothing where the years are few; −1 to 1.
    pub rank: f64,
    /// The origins at which both were tried.
    pub origins: usize,
}

/// Years that do not overlap count as much as this many years of no relation at all.
const PRIOR_YEARS: f64 = 5.0;

impl Together {
    /// From errors of both at the same origins, so many a year.
    pub fn of(errors: &[(f64, f64)], a_year: usize) -> Self {
        let years = errors.len() as f64 / a_year.max(1) as f64;
        let rank = scores::rank_correlation(errors).unwrap_or(0.0) * years / (years + PRIOR_YEARS);
        Self { rank, origins: errors.len() }
    }
}

/// Paths of two flows, paired.
pub fn paired(first: i32, one: (Flow, &[Vec<f64>]), other: (Flow, &[Vec<f64>]), together: Together, seed: u64) -> Paths {
    let n = one.1.len().min(other.1.len());
    // Of normal variables whose rank correlation this is (Pearson 1907).
    let linear = 2.0 * (std::f64::consts::PI / 6.0 * together.rank).sin();
    let drawn: Vec<(f64, f64)> = (0..n)
        .map(|turn| {
            let mut chance = Chance::of(seed, "pairing", turn);
            let (a, b) = (chance.normal(), chance.normal());
            (a, linear * a + (1.0 - linear * linear).max(0.0).sqrt() * b)
        })
        .collect();
    let (a, b): (Vec<f64>, Vec<f64>) = drawn.into_iter().unzip();
    let flows = [(one, a), (other, b)].map(|((flow, paths), drawn)| (flow, arranged(&paths[..n], &drawn)));
    Paths { first, flows: flows.into_iter().collect() }
}

/// The paths in such an order that their sums stand as the numbers do.
fn arranged(paths: &[Vec<f64>], drawn: &[f64]) -> Vec<Vec<f64>> {
    let sums: Vec<f64> = paths.iter().map(|path| path.iter().sum()).collect();
    let (by_sum, places) = (order(&sums), order(drawn));
    let mut arranged = vec![Vec::new(); paths.len()];
    for (place, path) in places.into_iter().zip(by_sum) {
        arranged[place].clone_from(&paths[path]);
    }
    arranged
}

fn order(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairing_keeps_every_path_and_brings_the_correlation() {
        let paths: Vec<Vec<f64>> = (0..400).map(|i| vec![f64::from(i * 37 % 400), 1.0]).collect();
        for rank in [-0.8, 0.0, 0.6] {
            let together = Together { rank, origins: 40 };
            let paired = paired(0, (Flow::X, &paths), (Flow::M, &paths), together, 7);
            let sums = |flow| paired.of(flow).iter().map(|path| path[0]).collect::<Vec<f64>>();
            let (x, m) = (sums(Flow::X), sums(Flow::M));
            let pairs: Vec<(f64, f64)> = x.iter().copied().zip(m).collect();
            let came = scores::rank_correlation(&pairs).expect("a correlation");
            assert!((came - rank).abs() < 0.1, "{rank}: {came}");
            let mut sorted = x;
            sorted.sort_by(f64::total_cmp);
            assert!(sorted.iter().enumerate().all(|(i, v)| *v == i as f64));
        }
    }

    #[test]
    fn few_years_say_little() {
        let errors: Vec<(f64, f64)> = (0..8).map(|i| (f64::from(i), f64::from(i))).collect();
        assert!((Together::of(&errors, 4).rank - 2.0 / 7.0).abs() < 1e-12);
        assert_eq!(Together::of(&[], 4), Together::default());
    }
}
