//! The last step: components in the units of the series, what was taken out before X-11 put
//! where it belongs, quality and tests. Level shifts belong to the trend, outliers and transients to
//! the irregular, the calendar to neither.

use super::average::mean;
use super::preadjusted::Preadjusted;
use super::quality::Components;
use super::scale::Scale;
use super::tested::{self, Seasonality};
use super::x11::Tables;
use super::{Adjusted, Mode, Refusal, henderson};

/// A factor of every observed month, if there is one.
type Factor = Option<Vec<f64>>;

/// The final series, their quality and their tests.
pub(super) fn assembled(
    first: i32,
    values: &[f64],
    mode: Mode,
    ready: Preadjusted,
    tables: Tables,
) -> Result<Adjusted, Refusal> {
    let months = values.len();
    let scale = if mode == Mode::Additive { Scale::Difference } else { Scale::Ratio };
    let (seasonal, level) = finished(mode, &tables);
    let (seasonal, level) = (&seasonal[..months], &level[..months]);
    if let Some((month, _)) = (first..).zip(level).find(|(_, level)| scale == Scale::Ratio && **level <= 0.0) {
        return Err(Refusal::TrendNotPositive { month });
    }
    let observed = |factor: Factor| factor.map(|factor| factor[..months].to_vec());
    let [calendar, shifts, outliers] = [ready.calendar, ready.shifts, ready.outliers].map(observed);
    let adjusted = without(scale, scale.all_without(values, seasonal), &calendar);
    let trend = with(scale, level.to_vec(), &shifts);
    let irregular = scale.all_without(&adjusted, &trend);
    let weights = &tables.weights[..months];
    let seasonality = seasonality(first, months, mode, &tables, &adjusted, ready.model.is_some());
    let pure = without(scale, irregular.clone(), &outliers);
    // What weighs nothing is left out of the measures.
    let believed = |taken: &[f64], instead: &dyn Fn(usize) -> f64| -> Vec<f64> {
        (0..months).map(|at| if weights[at] > 0.0 { taken[at] } else { instead(at) }).collect()
    };
    let modified = believed(values, &|at| scale.without(values[at], pure[at]));
    let quality = Components {
        scale,
        seasonal,
        trend: level,
        irregular: &pure,
        modified_irregular: &believed(&pure, &|_| scale.neutral()),
        modified_shifted: &without(scale, modified, &outliers),
        calendar: calendar.as_deref(),
        events: both(scale, &shifts, &outliers).as_deref(),
        irregular_to_cycle: tables.trend.ratio,
        moving_seasonality: tables.moving_seasonality,
        of_3x5: tables.of_3x5,
        identity: tested::identity(seasonality.stable.value, seasonality.moving.value),
    }
    .quality();
    Ok(Adjusted {
        first,
        adjusted,
        seasonal: seasonal.to_vec(),
        trend,
        irregular,
        calendar,
        weights: weights.to_vec(),
        filter: tables.filter,
        henderson: tables.trend.terms,
        irregular_to_cycle: tables.trend.ratio,
        moving_seasonality: tables.moving_seasonality,
        quality,
        seasonality,
        model: ready.model,
    })
}

fn without(scale: Scale, values: Vec<f64>, factor: &Factor) -> Vec<f64> {
    factor.as_ref().map(|factor| scale.all_without(&values, factor)).unwrap_or(values)
}

fn with(scale: Scale, values: Vec<f64>, factor: &Factor) -> Vec<f64> {
    factor.as_ref().map(|factor| scale.all_with(&values, factor)).unwrap_or(values)
}

fn both(scale: Scale, one: &Factor, other: &Factor) -> Factor {
    one.clone().map(|one| with(scale, one, other)).or_else(|| other.clone())
}

/// The tests. Those of the ratios are of logs where logs were taken apart.
fn seasonality(
    first: i32,
    months: usize,
    mode: Mode,
    tables: &Tables,
    adjusted: &[f64],
    modelled: bool,
) -> Seasonality {
    let ratios = &tables.si[..months];
    let neutral = if mode == Mode::Multiplicative { 1.0 } else { 0.0 };
    let (stable, ranks) = (tested::stable(ratios), tested::ranks(ratios));
    // A remainder by twelve is never negative and always fits.
    let moving = tested::moving(ratios, neutral, first.rem_euclid(12) as usize);
    Seasonality {
        first: tested::stable(&tables.first_si),
        stable,
        moving,
        ranks,
        identifiable: tested::identifiable(stable, moving, ranks),
        residual: tested::residual(adjusted),
        residual_last_years: tested::residual_last_years(adjusted),
        residual_qs: tested::qs(adjusted, modelled),
    }
}

/// Seasonal factors and trend in the units of the series, over all months. The exponential of a
/// mean of logs is too low: the trend of logs is raised by the irregular's variance and the mean
/// season's level (Thompson & Ozaki 1992).
fn finished(mode: Mode, tables: &Tables) -> (Vec<f64>, Vec<f64>) {
    let trend = &tables.trend.values;
    if mode != Mode::LogAdditive {
        return (tables.seasonal.clone(), trend.clone());
    }
    let seasonal: Vec<f64> = tables.seasonal.iter().map(|value| value.exp()).collect();
    let squares: Vec<f64> = tables.rough_irregular.iter().map(|value| value * value).collect();
    let bias = (mean(&squares) / 2.0).exp();
    let level = henderson::smoothed(&seasonal, 23, 4.5);
    let trend = trend.iter().zip(level).map(|(trend, level)| trend.exp() * bias * level).collect();
    (seasonal, trend)
}
