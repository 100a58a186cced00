//! Extreme values: how much of an irregular is believed, and what stands in for the rest. A
//! standard deviation is taken over five years, what lies beyond 2.5 of it is left out and it is
//! taken again; full weight to 1.5, none from 2.5, in between in proportion (X-11's own limits).

use super::average::mean;
use super::scale::Scale;

/// The standard deviations up to which a value counts in full, and from which not at all.
const FULL: f64 = 1.5;
const NONE: f64 = 2.5;

/// Five years.
const SPAN: usize = 60;

/// Months of which the weight is set, and months of which the deviation is taken: places.
struct Years {
    weighed: std::ops::RangeInclusive<usize>,
    spanned: std::ops::RangeInclusive<usize>,
}

/// Each calendar year in the middle of five; the first three and the last three years share
/// theirs, and a begun year lengthens it. `first` is the calendar month of the first place, from 0.
fn years(length: usize, first: usize) -> Vec<Years> {
    let last = first + length - 1;
    let (first_whole, whole_end) = (first.div_ceil(12) * 12, (last + 1) / 12 * 12);
    let place = |position: usize| position.saturating_sub(first).min(length - 1);
    let years = |weighed: [usize; 2], spanned: [usize; 2]| Years {
        weighed: place(weighed[0])..=place(weighed[1]),
        spanned: place(spanned[0])..=place(spanned[1]),
    };
    let last_start = (last / 12 + 1) * 12;
    if whole_end < first_whole + SPAN || last_start <= SPAN {
        return vec![years([first, last], [first, last])];
    }
    let last_start = last_start - SPAN;
    let mut all = vec![years([first, 35], [first, first_whole + SPAN - 1])];
    all.extend((12..last_start).step_by(12).map(|year| years([year + 24, year + 35], [year, year + SPAN - 1])));
    all.push(years([last_start + 24, last], [whole_end - SPAN, last]));
    all
}

/// The weight of each irregular, 0 to 1.
pub(super) fn weights(irregular: &[f64], first: usize, scale: Scale) -> Vec<f64> {
    let far = |value: f64| (value - scale.neutral()).abs();
    let deviation = |years: &Years, left_out: &[bool]| {
        let kept = years.spanned.clone().filter(|&at| !left_out[at]).map(|at| far(irregular[at]));
        let squares: Vec<f64> = kept.map(|far| far * far).collect();
        if squares.is_empty() { 0.0 } else { mean(&squares).sqrt() }
    };
    let years = years(irregular.len(), first);
    let mut left_out = vec![false; irregular.len()];
    let nothing_left_out = left_out.clone();
    for year in &years {
        let deviation = deviation(year, &nothing_left_out);
        for at in year.weighed.clone() {
            left_out[at] = deviation > 0.0 && far(irregular[at]) / deviation > NONE;
        }
    }
    let mut weights = vec![1.0; irregular.len()];
    for year in &years {
        let deviation = deviation(year, &left_out);
        for at in year.weighed.clone() {
            let believed = if deviation > 0.0 { (NONE - far(irregular[at]) / deviation) / (NONE - FULL) } else { 1.0 };
            weights[at] = if left_out[at] && believed >= 1.0 { 0.0 } else { believed.clamp(0.0, 1.0) };
        }
    }
    weights
}

/// The values with those of less than full weight replaced: by an average of themselves at
/// their weight and the four nearest of full weight in the same calendar month, two on either
/// side where there are two; by the average of all years where there are not four.
pub(super) fn replaced(values: &[f64], weights: &[f64]) -> Vec<f64> {
    let mut replaced = values.to_vec();
    for month in 0..12 {
        let years: Vec<usize> = (month..values.len()).step_by(12).collect();
        let all = mean(&years.iter().map(|&at| values[at]).collect::<Vec<_>>());
        let full = |&&at: &&usize| weights[at] >= 1.0;
        for (year, &at) in years.iter().enumerate().filter(|(_, at)| weights[**at] < 1.0) {
            let nearest: Vec<usize> = if year < 2 {
                years.iter().filter(full).take(4).copied().collect()
            } else if year + 2 >= years.len() {
                years.iter().rev().filter(full).take(4).copied().collect()
            } else {
                let after: Vec<usize> = years[year + 1..].iter().filter(full).take(4).copied().collect();
                let before: Vec<usize> = years[..year].iter().rev().filter(full).take(4).copied().collect();
                let back = before.len().min(4 - after.len().min(2));
                after.iter().take(4 - back).chain(&before[..back]).copied().collect()
            };
            let sum: f64 = nearest.iter().map(|&at| values[at]).sum();
            let weighed = (sum + weights[at] * values[at]) / (4.0 + weights[at]);
            replaced[at] = if nearest.len() < 4 { all } else { weighed };
        }
    }
    replaced
}
