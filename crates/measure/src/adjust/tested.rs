//! Tests of seasonality: is there a season that stays (Fs, Kruskal–Wallis), does it move (Fm), can
//! it be told from the rest (Lothian & Morry 1978), and is any left after adjustment (F, QS)?

use super::average::mean;
use super::chance::{chi_square_tail, f_tail};

/// A statistic and the chance of one at least so large where there is no season.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Test {
    /// The statistic.
    pub value: f64,
    /// The chance, 0 to 1.
    pub chance: f64,
}

/// Can the season be told from what moves and from the irregular?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Identifiable {
    /// Identifiable seasonality present.
    Yes,
    /// Identifiable seasonality probably not present.
    Doubtful,
    /// Identifiable seasonality not present.
    No,
}

/// The tests of a series and of its adjustment.
#[derive(Clone, Debug)]
pub struct Seasonality {
    /// Stable seasonality in the ratios to a first trend (F of table B1).
    pub first: Test,
    /// Stable seasonality in the unmodified ratios (FS, table D8).
    pub stable: Test,
    /// Moving seasonality in them (FM).
    pub moving: Test,
    /// The same as FS by ranks (Kruskal & Wallis).
    pub ranks: Test,
    /// What the three say together (IDS).
    pub identifiable: Identifiable,
    /// Seasonality left in the adjusted series, from its changes on three months.
    pub residual: Test,
    /// The same of the last three years.
    pub residual_last_years: Test,
    /// Seasonality left in the adjusted series: autocorrelation at 12 and 24 months (QS).
    pub residual_qs: Test,
}

/// One-way analysis of variance between calendar months, whichever month comes first.
pub(super) fn stable(values: &[f64]) -> Test {
    let n = values.len() as f64;
    let all = mean(values);
    let total: f64 = values.iter().map(|value| (value - all).powi(2)).sum();
    let between: f64 = (0..12)
        .map(|month| values.iter().skip(month).step_by(12).copied().collect::<Vec<f64>>())
        .map(|years| years.len() as f64 * (mean(&years) - all).powi(2))
        .sum();
    f_test(between, 11.0, total - between, n - 12.0)
}

fn f_test(between: f64, above: f64, within: f64, below: f64) -> Test {
    let value = if within > 0.0 { (between / above) / (within / below) } else { 0.0 };
    Test { value, chance: f_tail(value, above, below) }
}

/// Two-way analysis of variance of how far ratios lie from the neutral one, between the whole
/// years among them (Higginson 1975). `first` is the calendar month of the first, from 0.
pub(super) fn moving(ratios: &[f64], neutral: f64, first: usize) -> Test {
    let skip = (12 - first % 12) % 12;
    let far: Vec<f64> = ratios[skip..].iter().map(|ratio| (ratio - neutral).abs()).collect();
    let years = far.len() / 12;
    let far = &far[..years * 12];
    let all = mean(far);
    let months: f64 = (0..12)
        .map(|month| mean(&far.iter().skip(month).step_by(12).copied().collect::<Vec<_>>()))
        .map(|month| (month - all).powi(2) * years as f64)
        .sum();
    let between: f64 = far.chunks(12).map(|year| (mean(year) - all).powi(2) * 12.0).sum();
    let total: f64 = far.iter().map(|value| (value - all).powi(2)).sum();
    let freedom = years as f64 - 1.0;
    f_test(between, freedom, total - months - between, 11.0 * freedom)
}

/// The Kruskal–Wallis test between calendar months.
pub(super) fn ranks(values: &[f64]) -> Test {
    let n = values.len() as f64;
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let (mut sums, mut counts) = ([0.0; 12], [0.0; 12]);
    for (rank, at) in order.into_iter().enumerate() {
        sums[at % 12] += rank as f64 + 1.0;
        counts[at % 12] += 1.0;
    }
    let sum: f64 = sums.iter().zip(counts).map(|(sum, count)| sum * sum / count).sum();
    let value = 12.0 * sum / (n * (n + 1.0)) - 3.0 * (n + 1.0);
    Test { value, chance: chi_square_tail(value, 11.0) }
}

/// The two summands of M7: 7/FS and 3 FM/FS, at most 9.
pub(super) fn identity(stable: f64, moving: f64) -> (f64, f64) {
    if stable <= 0.0 {
        return (9.0, 9.0);
    }
    ((7.0 / stable).min(9.0), (3.0 * moving / stable).min(9.0))
}

/// The combined test (Lothian & Morry 1978).
pub(super) fn identifiable(stable: Test, moving: Test, ranks: Test) -> Identifiable {
    let (first, second) = identity(stable.value, moving.value);
    if stable.chance >= 0.001 || (moving.chance <= 0.05 && (first + second) / 2.0 >= 1.0) {
        Identifiable::No
    } else if first < 1.0 && second < 1.0 && ranks.chance <= 0.001 {
        Identifiable::Yes
    } else {
        Identifiable::Doubtful
    }
}

/// Stable seasonality in the changes on three months of an adjusted series.
pub(super) fn residual(adjusted: &[f64]) -> Test {
    stable(&adjusted.windows(4).map(|window| window[3] - window[0]).collect::<Vec<_>>())
}

/// The same of its last three years, against the same months before.
pub(super) fn residual_last_years(adjusted: &[f64]) -> Test {
    residual(&adjusted[adjusted.len().saturating_sub(39)..])
}

/// The autocorrelation of changes about nothing, as a function of the lag.
fn autocorrelation(changes: &[f64]) -> impl Fn(usize) -> f64 {
    let own: f64 = changes.iter().map(|change| change * change).sum();
    move |lag| {
        let sum: f64 = changes.iter().skip(lag).zip(changes).map(|(late, early)| late * early).sum();
        if own > 0.0 { sum / own } else { 0.0 }
    }
}

fn differenced(values: &[f64]) -> Vec<f64> {
    values.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

/// QS: n(n+2)(r₁₂²/(n−12) + r₂₄²/(n−24)), of positive autocorrelations only; none if r₁₂ is
/// not positive (Maravall 2011; χ² of 2 degrees). The series is differenced twice where a model
/// says so; where there is none once, and again if all of r₁ to r₄ and r₁₂ are positive.
pub(super) fn qs(values: &[f64], modelled: bool) -> Test {
    let mut changes = differenced(values);
    if modelled {
        changes = differenced(&changes);
    }
    let level = mean(&changes);
    changes.iter_mut().for_each(|change| *change -= level);
    let drifts = |correlation: &dyn Fn(usize) -> f64| [1, 2, 3, 4, 12].into_iter().all(|lag| correlation(lag) > 0.0);
    if !modelled && drifts(&autocorrelation(&changes)) {
        changes = differenced(&changes);
    }
    let correlation = autocorrelation(&changes);
    let n = changes.len() as f64;
    let term = |lag: usize| correlation(lag).max(0.0).powi(2) / (n - lag as f64);
    let value = if correlation(12) > 0.0 { n * (n + 2.0) * (term(12) + term(24)) } else { 0.0 };
    Test { value, chance: chi_square_tail(value, 2.0) }
}
