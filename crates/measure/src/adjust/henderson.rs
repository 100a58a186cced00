//! Henderson's trend filters: the smoothest of those that keep a cubic (Henderson 1916), with
//! Musgrave's filters at the ends (1964), which revise least for a given ratio of irregular to
//! cycle; in the closed forms of Ladiray & Quenneville 2001, "Seasonal Adjustment with the X-11
//! Method", chapter 3, and Doherty 2001, "The Surrogate Henderson Filters in X-11".

use std::f64::consts::PI;

/// The weights of so many terms, an odd number.
pub(super) fn weights(terms: usize) -> Vec<f64> {
    let reach = (terms / 2) as f64;
    let n = reach + 2.0;
    let below = 8.0 * n * (n * n - 1.0) * (4.0 * n * n - 1.0) * (4.0 * n * n - 9.0) * (4.0 * n * n - 25.0);
    (0..terms)
        .map(|at| (at as f64 - reach).powi(2))
        .map(|x| {
            let above =
                ((n - 1.0).powi(2) - x) * (n * n - x) * ((n + 1.0).powi(2) - x) * (3.0 * n * n - 16.0 - 11.0 * x);
            315.0 * above / below
        })
        .collect()
}

/// The weights of the first `known` of a filter's terms where the others lie in the future, the
/// latest month last. `ratio` is that of irregular to cycle.
fn end_weights(whole: &[f64], known: usize, ratio: f64) -> Vec<f64> {
    let m = known as f64;
    let middle = (m + 1.0) / 2.0;
    let slope = 4.0 / (ratio * ratio * PI);
    let lost = || whole.iter().enumerate().skip(known);
    let level: f64 = lost().map(|(_, weight)| weight).sum();
    let tilt: f64 = lost().map(|(at, weight)| (at as f64 + 1.0 - middle) * weight).sum();
    let spread = 1.0 + m * (m - 1.0) * (m + 1.0) / 12.0 * slope;
    let weight = |(at, weight): (usize, &f64)| weight + level / m + (at as f64 + 1.0 - middle) * slope / spread * tilt;
    whole.iter().enumerate().take(known).map(weight).collect()
}

fn applied<'a>(weights: &[f64], values: impl Iterator<Item = &'a f64>) -> f64 {
    weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
}

/// The filter where it is symmetric: half its length less one is lost at either end.
pub(super) fn symmetric(values: &[f64], terms: usize) -> Vec<f64> {
    let weights = weights(terms);
    values.windows(terms).map(|window| applied(&weights, window.iter())).collect()
}

/// The filter over a whole series of at least so many terms.
pub(super) fn smoothed(values: &[f64], terms: usize, ratio: f64) -> Vec<f64> {
    let (whole, half) = (weights(terms), terms / 2);
    let ends: Vec<Vec<f64>> = (half + 1..terms).map(|known| end_weights(&whole, known, ratio)).collect();
    // At the beginning time runs backward: the latest known month is the first of the series.
    let first = ends.iter().map(|end| applied(end, values[..end.len()].iter().rev()));
    let last = ends.iter().rev().map(|end| applied(end, values[values.len() - end.len()..].iter()));
    first.chain(symmetric(values, terms)).chain(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_the_published_ones() {
        // Ladiray & Quenneville 2001, tables 3.4 ff., to five places.
        let published: [(usize, &[f64]); 3] = [
            (9, &[0.33114, 0.26656, 0.11847, -0.00987, -0.04072]),
            (13, &[0.24006, 0.21434, 0.14736, 0.06549, 0.0, -0.02786, -0.01935]),
            (
                23,
                &[
                    0.14406, 0.13832, 0.12195, 0.09740, 0.06830, 0.03893, 0.01343, -0.00495, -0.01453, -0.01569,
                    -0.01092, -0.00428,
                ],
            ),
        ];
        for (terms, half) in published {
            for (ours, theirs) in weights(terms)[terms / 2..].iter().zip(half) {
                assert!((ours - theirs).abs() < 6e-6, "{terms}: {ours} against {theirs}");
            }
        }
    }

    #[test]
    fn a_line_is_kept_in_the_middle_and_a_level_to_the_ends() {
        let line: Vec<f64> = (0..60).map(|at| 3.0 + 0.5 * f64::from(at)).collect();
        for terms in [9, 13, 23] {
            for (ours, given) in symmetric(&line, terms).iter().zip(&line[terms / 2..]) {
                assert!((ours - given).abs() < 1e-12);
            }
            for value in smoothed(&[7.0; 60], terms, 3.5) {
                assert!((value - 7.0).abs() < 1e-12);
            }
        }
    }
}
