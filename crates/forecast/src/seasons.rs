//! What a season is: twelve months; its test, its indices, the series without it.

/// Months of a season.
pub const SEASON: usize = 12;

/// How a season acts on a level.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Acts {
    /// It is added.
    Adds,
    /// It multiplies.
    Multiplies,
}

/// Whether the twelfth autocorrelation stands out at 90 % (Assimakopoulos &
/// Nikolopoulos 2000), in a series of three years or more.
pub(crate) fn is_seasonal(y: &[f64]) -> bool {
    let n = y.len();
    if n < 3 * SEASON {
        return false;
    }
    let mean = y.iter().sum::<f64>() / n as f64;
    let spread: f64 = y.iter().map(|v| (v - mean).powi(2)).sum();
    if spread <= 0.0 {
        return false;
    }
    let at = |lag: usize| y.iter().zip(&y[lag..]).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>() / spread;
    let before: f64 = 2.0 * (1..SEASON).map(|lag| at(lag).powi(2)).sum::<f64>();
    at(SEASON).abs() > 1.645 * ((1.0 + before) / n as f64).sqrt()
}

/// The twelve indices by position (month `t` has index `t % 12`), from the
/// centred moving average of the whole, around 0 or 1. `None` under two years,
/// or where a factor would not be positive.
pub(crate) fn indices(y: &[f64], acts: Acts) -> Option<[f64; SEASON]> {
    let n = y.len();
    if n < 2 * SEASON {
        return None;
    }
    let mut sums = [0.0; SEASON];
    let mut counts = [0usize; SEASON];
    let half = SEASON / 2;
    let mut window: f64 = y[..SEASON].iter().sum();
    for t in half..n - half {
        // 2 × 12: half of either end.
        let trend = (window + 0.5 * (y[t + half] - y[t - half])) / SEASON as f64;
        let off = match acts {
            Acts::Adds => y[t] - trend,
            Acts::Multiplies => y[t] / trend,
        };
        if off.is_finite() {
            sums[t % SEASON] += off;
            counts[t % SEASON] += 1;
        }
        window += y[t + half] - y[t - half];
    }
    if counts.contains(&0) {
        return None;
    }
    let mut found = [0.0; SEASON];
    for ((index, sum), count) in found.iter_mut().zip(sums).zip(counts) {
        *index = sum / count as f64;
    }
    let mean = found.iter().sum::<f64>() / SEASON as f64;
    match acts {
        Acts::Adds => found.iter_mut().for_each(|index| *index -= mean),
        Acts::Multiplies => {
            if mean.is_nan() || mean <= 0.0 {
                return None;
            }
            found.iter_mut().for_each(|index| *index /= mean);
            if found.iter().any(|index| *index < 1e-2) {
                return None;
            }
        }
    }
    Some(found)
}

/// The series without its season.
pub(crate) fn without(y: &[f64], indices: &[f64; SEASON], acts: Acts) -> Vec<f64> {
    let one = |(t, v): (usize, &f64)| match acts {
        Acts::Adds => v - indices[t % SEASON],
        Acts::Multiplies => v / indices[t % SEASON],
    };
    y.iter().enumerate().map(one).collect()
}
