//! The iterations of X-11: parts B, C and D of its tables (Shiskin, Young & Musgrave 1967; Dagum
//! 1988; Ladiray & Quenneville 2001, chapter 4). B finds extreme values roughly, C again without
//! them, D adjusts. It works on a series that has been extended or not, and knows nothing of models.

use super::average::of_a_year;
use super::extremes;
use super::henderson;
use super::scale::Scale;
use super::seasonal::{self, SeasonalFilter};

/// The series as X-11 takes it (table B1).
pub(super) struct Input<'a> {
    /// Observed months, then the forecast ones.
    pub(super) values: &'a [f64],
    /// How many of them are observed.
    pub(super) observed: usize,
    /// The calendar month of the first, January 0.
    pub(super) first: usize,
    pub(super) scale: Scale,
    /// A filter given, or chosen by the ratio.
    pub(super) filter: Option<SeasonalFilter>,
}

/// What comes out, over the months of the input.
#[derive(Debug)]
pub(super) struct Tables {
    /// Ratios of the first average of a year, observed months it reaches (before B3).
    pub(super) first_si: Vec<f64>,
    /// Weights of the irregular, 0 to 1 (C17).
    pub(super) weights: Vec<f64>,
    /// The irregular that they are of (C13).
    pub(super) rough_irregular: Vec<f64>,
    /// Unmodified ratios of seasonal and irregular (D8).
    pub(super) si: Vec<f64>,
    /// Seasonal factors (D10).
    pub(super) seasonal: Vec<f64>,
    /// The trend (D12).
    pub(super) trend: Trend,
    pub(super) filter: SeasonalFilter,
    /// Whether the ratio, or whoever gave it, asked for 3×5: else it is what is left.
    pub(super) of_3x5: bool,
    /// The moving seasonality ratio of the observed months, extremes replaced.
    pub(super) moving_seasonality: f64,
}

/// A trend and how it was chosen.
#[derive(Clone, Debug)]
pub(super) struct Trend {
    pub(super) values: Vec<f64>,
    /// Terms of the Henderson filter.
    pub(super) terms: usize,
    /// Irregular to cycle, mean absolute changes on a month.
    pub(super) ratio: f64,
}

/// The ratios that the ends of the filters of 9, 13 and 23 terms are made for.
const SHORT: (usize, f64) = (9, 1.0);
const USUAL: (usize, f64) = (13, 3.5);
const LONG: (usize, f64) = (23, 4.5);

/// What an iteration is for.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    B,
    C,
    D,
}

/// A series with its work in progress.
struct Run<'a> {
    input: &'a Input<'a>,
    /// The ratio of irregular to cycle that the end filters are made for: it stays as the last
    /// choice of another length left it, as it does in X-13ARIMA-SEATS.
    end_ratio: f64,
}

/// The decomposition of a series of at least five years.
pub(super) fn decomposed(input: &Input<'_>) -> Tables {
    let mut run = Run { input, end_ratio: USUAL.1 };
    let scale = input.scale;
    let first_si = run.first_ratios(input.values);
    let b = run.rough(input.values, Part::B);
    let c = run.rough(&b.cleaned, Part::C);
    let trend = run.preliminary_trend(&c.cleaned, Part::D);
    let modified = scale.all_without(&c.cleaned, &trend);
    let observed = &modified[..input.observed];
    let end_month = (input.first + input.observed - 1) % 12 + 1;
    let decided = input.filter.or_else(|| seasonal::chosen(observed, end_month, scale));
    let filter = decided.unwrap_or(SeasonalFilter::Of3x5);
    let factors = seasonal::factors(&modified, filter, scale);
    let trend = run.trend(&scale.all_without(&c.cleaned, &factors), Part::D);
    Tables {
        first_si: first_si[..input.observed - 12].to_vec(),
        moving_seasonality: seasonal::moving_seasonality_ratio(observed, scale),
        si: scale.all_with(&modified, &c.extremes),
        weights: c.weights,
        rough_irregular: c.irregular,
        seasonal: factors,
        trend,
        filter,
        of_3x5: decided == Some(SeasonalFilter::Of3x5),
    }
}

/// What a part finds of extremes.
struct Rough {
    irregular: Vec<f64>,
    weights: Vec<f64>,
    /// The part of each irregular that is not believed.
    extremes: Vec<f64>,
    /// The series of the input without that part: the next part's (C1, D1).
    cleaned: Vec<f64>,
}

impl Run<'_> {
    /// The ratios to an average of a year, six months from either end.
    fn first_ratios(&self, values: &[f64]) -> Vec<f64> {
        self.input.scale.all_without(&values[6..], &of_a_year(values))
    }

    /// Part B or C: the extremes of the irregular.
    fn rough(&mut self, values: &[f64], part: Part) -> Rough {
        let scale = self.input.scale;
        let trend = self.preliminary_trend(values, part);
        let si = scale.all_without(values, &trend);
        let factors = self.factors(&si, self.input.first, SeasonalFilter::Of3x5, part);
        let adjusted = scale.all_without(self.input.values, &factors);
        let irregular = scale.all_without(&adjusted, &trend);
        let weights = extremes::weights(&irregular, self.input.first, scale);
        let extreme = |(value, weight): (&f64, &f64)| match scale {
            Scale::Ratio => value / (1.0 + weight * (value - 1.0)),
            Scale::Difference => value * (1.0 - weight),
        };
        let extremes: Vec<f64> = irregular.iter().zip(&weights).map(extreme).collect();
        let cleaned = scale.all_without(self.input.values, &extremes);
        Rough { irregular, weights, extremes, cleaned }
    }

    /// Seasonal factors of ratios; part B looks for extremes among them.
    fn factors(&self, si: &[f64], first: usize, filter: SeasonalFilter, part: Part) -> Vec<f64> {
        let scale = self.input.scale;
        let filter = self.input.filter.unwrap_or(filter);
        let factors = seasonal::factors(si, filter, scale);
        if part != Part::B {
            return factors;
        }
        let weights = extremes::weights(&scale.all_without(si, &factors), first % 12, scale);
        seasonal::factors(&extremes::replaced(si, &weights), filter, scale)
    }

    /// B7, C7 or D7: the trend of a series adjusted by factors of its ratios to an average of a year.
    fn preliminary_trend(&mut self, values: &[f64], part: Part) -> Vec<f64> {
        let si = self.first_ratios(values);
        let inner = self.factors(&si, self.input.first + 6, SeasonalFilter::Of3x3, part);
        // The first and the last six months have the factors of a year later or earlier.
        let factors: Vec<f64> =
            inner[6..12].iter().chain(&inner).chain(&inner[inner.len() - 12..inner.len() - 6]).copied().collect();
        let trend = self.trend(&self.input.scale.all_without(values, &factors), part).values;
        if self.input.scale == Scale::Ratio { positive(trend, self.input.observed) } else { trend }
    }

    /// The trend of an adjusted series, by the length that its ratio of irregular to cycle asks for.
    fn trend(&mut self, adjusted: &[f64], part: Part) -> Trend {
        let ratio = self.irregular_to_cycle(adjusted);
        let (terms, end_ratio) = match ratio {
            ..1.0 => SHORT,
            _ if part == Part::B || ratio < 3.5 => (USUAL.0, self.end_ratio),
            _ => LONG,
        };
        self.end_ratio = end_ratio;
        Trend { values: henderson::smoothed(adjusted, terms, self.end_ratio), terms, ratio }
    }

    /// Mean absolute change of the irregular against that of the trend, by a filter of 13
    /// terms, observed months only.
    fn irregular_to_cycle(&self, adjusted: &[f64]) -> f64 {
        let scale = self.input.scale;
        let trend = henderson::symmetric(adjusted, USUAL.0);
        let reach = USUAL.0 / 2;
        let irregular = scale.all_without(&adjusted[reach..], &trend);
        let months = self.input.observed.min(adjusted.len()) - 2 * reach;
        let moved = |values: &[f64]| -> f64 {
            values[..months].windows(2).map(|pair| scale.change(pair[0], pair[1]).abs()).sum()
        };
        let cycle = moved(&trend);
        if cycle == 0.0 { 999.0 } else { moved(&irregular) / cycle }
    }
}

/// A trend that components can be multiplied with: what is not positive is replaced by the mean of
/// the nearest positive months on either side, or by the one there is.
fn positive(mut trend: Vec<f64>, observed: usize) -> Vec<f64> {
    for at in 0..trend.len() {
        if trend[at] > 0.0 {
            continue;
        }
        let taken = |value: &&f64| **value > 0.0;
        let before = trend[..at.min(observed)].iter().rev().find(taken).copied();
        let after = trend[..observed].iter().skip(at + 1).find(taken).copied();
        trend[at] = match (before, after) {
            (Some(before), Some(after)) => (before + after) / 2.0,
            (one, other) => one.or(other).unwrap_or(trend[at]),
        };
    }
    trend
}
