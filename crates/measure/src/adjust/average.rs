//! Simple centred moving averages.

/// The mean.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// A moving average of `outer` moving averages of `inner` terms, where it reaches: from place
/// (outer + inner)/2 − 1 on, in order. Empty if the values are fewer than outer + inner − 1.
pub(super) fn twice(values: &[f64], outer: usize, inner: usize) -> Vec<f64> {
    let inner: Vec<f64> = values.windows(inner).map(mean).collect();
    inner.windows(outer).map(mean).collect()
}

/// The centred average of a year, 2×12: the months six from either end are not reached.
pub(super) fn of_a_year(values: &[f64]) -> Vec<f64> {
    twice(values, 2, 12)
}
