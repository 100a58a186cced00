//! Seasonal factors: each calendar month's ratios (or differences) of seasonal and irregular
//! are averaged over the years, then centred so that a year adds up to nothing. Filters and their
//! ends are those of X-11 (Shiskin, Young & Musgrave 1967; Ladiray & Quenneville 2001, ch. 3);
//! which one is right for a series is told by its moving seasonality ratio (Lothian 1984).

use super::average::{mean, of_a_year, twice};
use super::scale::Scale;

/// Years below which nothing but an average of all years is taken.
const YEARS: usize = 5;

/// The moving average over the years of a calendar month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SeasonalFilter {
    /// Three of three years: the season moves fast, or the irregular is small.
    Of3x3,
    /// Three of five years.
    Of3x5,
    /// Three of nine years: the irregular is large, or the season hardly moves.
    Of3x9,
}

impl SeasonalFilter {
    /// How it is written: `3x3`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Of3x3 => "3x3",
            Self::Of3x5 => "3x5",
            Self::Of3x9 => "3x9",
        }
    }

    fn inner(self) -> usize {
        match self {
            Self::Of3x3 => 3,
            Self::Of3x5 => 5,
            Self::Of3x9 => 9,
        }
    }

    /// The weights of the first years, outermost first; the nearest year to the end first in each.
    fn ends(self) -> &'static [&'static [f64]] {
        match self {
            Self::Of3x3 => &[&[11.0, 11.0, 5.0], &[7.0, 10.0, 7.0, 3.0]],
            Self::Of3x5 => {
                &[&[17.0, 17.0, 17.0, 9.0], &[15.0, 15.0, 15.0, 11.0, 4.0], &[9.0, 13.0, 13.0, 13.0, 8.0, 4.0]]
            }
            Self::Of3x9 => &[
                &[246.0, 221.0, 197.0, 173.0, 112.0, 51.0],
                &[208.0, 192.0, 176.0, 160.0, 144.0, 92.0, 28.0],
                &[173.0, 163.0, 154.0, 143.0, 133.0, 123.0, 79.0, 32.0],
                &[141.0, 137.0, 132.0, 128.0, 123.0, 117.0, 113.0, 75.0, 34.0],
                &[84.0, 120.0, 118.0, 117.0, 116.0, 114.0, 113.0, 111.0, 73.0, 34.0],
            ],
        }
    }

    /// One calendar month's values, year by year, smoothed.
    fn over_years(self, values: &[f64]) -> Vec<f64> {
        let years = values.len();
        let mut smooth = vec![mean(values); years];
        let inner = twice(values, 3, self.inner());
        let reach = self.ends().len();
        for (to, from) in smooth.iter_mut().skip(reach).zip(inner) {
            *to = from;
        }
        for (at, weights) in self.ends().iter().enumerate() {
            // A filter longer than the series gives way to the mean; the two ends never cross.
            if weights.len() > years || 2 * at >= years {
                continue;
            }
            smooth[years - 1 - at] = weighed(weights, values.iter().rev());
            smooth[at] = weighed(weights, values.iter());
        }
        smooth
    }
}

/// The weighted mean of the first values.
fn weighed<'a>(weights: &[f64], values: impl Iterator<Item = &'a f64>) -> f64 {
    let sum: f64 = weights.iter().zip(values).map(|(weight, value)| weight * value).sum();
    sum / weights.iter().sum::<f64>()
}

/// Every twelfth value from a place on: the years of a calendar month.
fn years_of(values: &[f64], month: usize) -> Vec<f64> {
    values.iter().skip(month).step_by(12).copied().collect()
}

/// The seasonal factors of ratios without extremes. Under five whole years the season
/// is taken not to move.
pub(super) fn factors(si: &[f64], filter: SeasonalFilter, scale: Scale) -> Vec<f64> {
    let mut factors = vec![0.0; si.len()];
    for month in 0..12 {
        let values = years_of(si, month);
        let smooth = if si.len() < YEARS * 12 { vec![mean(&values); values.len()] } else { filter.over_years(&values) };
        for (to, from) in factors.iter_mut().skip(month).step_by(12).zip(smooth) {
            *to = from;
        }
    }
    centred(&factors, scale)
}

/// The factors less their own average of a year; that of the ends is the last one known.
fn centred(factors: &[f64], scale: Scale) -> Vec<f64> {
    let level = of_a_year(factors);
    let at = |month: usize| level[month.saturating_sub(6).min(level.len() - 1)];
    factors.iter().enumerate().map(|(month, factor)| scale.without(*factor, at(month))).collect()
}

/// The moving seasonality ratio of all months together: how much the irregular moves from year
/// to year against the seasonal, from a seven-year average. 999.99 where the seasonal does not move.
pub(super) fn moving_seasonality_ratio(si: &[f64], scale: Scale) -> f64 {
    let (mut irregular, mut seasonal) = (0.0, 0.0);
    for month in 0..12 {
        let values = years_of(si, month);
        let years = values.len();
        let (first, last) = (mean(&values[..3]), mean(&values[years - 3..]));
        let padded: Vec<f64> = [first; 3].into_iter().chain(values.iter().copied()).chain([last; 3]).collect();
        let season: Vec<f64> = padded.windows(7).map(mean).collect();
        let rest = scale.all_without(&values, &season);
        let moved = |values: &[f64]| values.windows(2).map(|pair| scale.change(pair[0], pair[1]).abs()).sum::<f64>();
        let (irregular_share, seasonal_share) = length_factors(years - 1);
        irregular += moved(&rest) * irregular_share;
        seasonal += moved(&season) * seasonal_share;
    }
    if seasonal > 0.0 && irregular <= 999.0 * seasonal { irregular / seasonal } else { 999.99 }
}

/// What makes the two sums comparable between series of so many years, less one (X-11's own).
fn length_factors(years: usize) -> (f64, f64) {
    const SHORT: [(f64, f64); 4] = [(1.0, 1.0), (1.02584, 3.0), (1.01779, 1.55291), (1.01383, 1.30095)];
    if years < 6 {
        return SHORT[years.saturating_sub(2).min(3)];
    }
    let n = years as f64;
    (n * 12.247449 / (73.239334 + (n - 6.0) * 12.247449), n * 1.732051 / (8.485281 + (n - 6.0) * 1.732051))
}

/// The filter that the ratio asks for: 3×3 to 2.5, 3×5 from 3.5 to 5.5, 3×9 from 6.5; between
/// them the last year is left away and the ratio is asked again; `None` if nothing decides.
/// `si` ends where the observations end, `end_month` is the calendar month there, 1 to 12.
pub(super) fn chosen(si: &[f64], end_month: usize, scale: Scale) -> Option<SeasonalFilter> {
    let mut length = si.len() - end_month % 12;
    while length >= YEARS * 12 {
        match moving_seasonality_ratio(&si[..length], scale) {
            ratio if ratio <= 2.5 => return Some(SeasonalFilter::Of3x3),
            ratio if ratio >= 6.5 => return Some(SeasonalFilter::Of3x9),
            ratio if (3.5..=5.5).contains(&ratio) => return Some(SeasonalFilter::Of3x5),
            _ => length -= 12,
        }
    }
    None
}
