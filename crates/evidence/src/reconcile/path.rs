//! The path nearest to a prior that keeps a list of rows: least squares with each
//! column weighed by its own size, by Hildreth's row-by-row method (1957). It
//! converges to the one answer, and does the same steps every time.

use super::lp::Row;

/// Enough sweeps for blocks of a few hundred rows; what is left over is cut off by the bounds.
const SWEEPS: usize = 400;

/// The columns nearest to the prior, for their size, that keep the rows and are not negative.
pub(super) fn nearest(prior: &[f64], rows: &[Row]) -> Vec<f64> {
    let mut at = prior.to_vec();
    let floor = prior.iter().copied().fold(0.0, f64::max) * 1e-6;
    let weight: Vec<f64> = prior.iter().map(|p| p.max(floor).max(f64::MIN_POSITIVE)).collect();
    let mut pulls = vec![0.0; rows.len()];
    let mut floors = vec![0.0; prior.len()];
    let sizes: Vec<f64> = rows.iter().map(|row| row.terms.iter().map(|(c, f)| f * f * weight[*c]).sum()).collect();
    for _ in 0..SWEEPS {
        let mut moved = 0.0_f64;
        for (i, row) in rows.iter().enumerate().filter(|(i, _)| sizes[*i] > 0.0) {
            let sum: f64 = row.terms.iter().map(|(c, f)| f * at[*c]).sum();
            let free = sum - pulls[i] * sizes[i];
            let pull = if free < row.low {
                (row.low - free) / sizes[i]
            } else if free > row.high {
                (row.high - free) / sizes[i]
            } else {
                0.0
            };
            let change = pull - pulls[i];
            if change != 0.0 {
                row.terms.iter().for_each(|(c, f)| at[*c] += change * f * weight[*c]);
                moved = moved.max(change.abs());
                pulls[i] = pull;
            }
        }
        for column in 0..at.len() {
            let free = at[column] - floors[column] * weight[column];
            let pull = if free < 0.0 { -free / weight[column] } else { 0.0 };
            at[column] = free + pull * weight[column];
            floors[column] = pull;
        }
        if moved < 1e-12 {
            break;
        }
    }
    at.iter().map(|v| v.max(0.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_is_shared_out_by_size() {
        let row = |terms: &[(usize, f64)], low, high| Row { terms: terms.to_vec(), low, high };
        let year = row(&[(0, 1.0), (1, 1.0), (2, 1.0)], 120.0, 120.0);
        let path = nearest(&[10.0, 20.0, 30.0], &[year, row(&[(2, 1.0)], 0.0, 60.0)]);
        let expected = [20.0, 40.0, 60.0];
        assert!(path.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{path:?}");
    }

    #[test]
    fn nothing_goes_below_zero() {
        let row = Row { terms: vec![(0, 1.0), (1, -1.0)], low: -5.0, high: -5.0 };
        let path = nearest(&[1.0, 1.0], &[row, Row { terms: vec![(1, 1.0)], low: 0.0, high: 5.0 }]);
        assert!(path[0] < 1e-6 && (path[1] - 5.0).abs() < 1e-6, "{path:?}");
    }
}
