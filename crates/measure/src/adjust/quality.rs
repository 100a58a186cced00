//! The eleven quality measures M1–M11 and their mean Q (Lothian & Morry 1978, "A Set of Quality
//! Control Statistics for the X-11-ARIMA Seasonal Adjustment Method", Statistics Canada; Ladiray &
//! Quenneville 2001, chapter 4). Each is from 0 to 3, and good up to 1.

use super::average::mean;
use super::scale::Scale;

/// The measures and their weighted means.
#[derive(Clone, Debug)]
pub struct Quality {
    /// M1 to M11; the last four are `None` under six years.
    pub measures: [Option<f64>; 11],
    /// Their weighted mean.
    pub q: f64,
    /// The same without M2.
    pub q2: f64,
}

/// What they are computed from, over the observed months.
pub(super) struct Components<'a> {
    pub(super) scale: Scale,
    pub(super) seasonal: &'a [f64],
    pub(super) trend: &'a [f64],
    pub(super) irregular: &'a [f64],
    /// Where the irregular weighs nothing, it is neutral here.
    pub(super) modified_irregular: &'a [f64],
    /// The series without what weighs nothing, and without outliers and transients.
    pub(super) modified_shifted: &'a [f64],
    pub(super) calendar: Option<&'a [f64]>,
    /// All named events together.
    pub(super) events: Option<&'a [f64]>,
    /// Irregular to cycle by the filter of 13 terms (I/C of the last trend).
    pub(super) irregular_to_cycle: f64,
    pub(super) moving_seasonality: f64,
    /// Whether M6 counts: it measures against what a 3×5 filter wants.
    pub(super) of_3x5: bool,
    /// 7/FS and 3 FM/FS.
    pub(super) identity: (f64, f64),
}

const WEIGHTS: [f64; 11] = [10.0, 11.0, 10.0, 8.0, 11.0, 10.0, 18.0, 7.0, 7.0, 4.0, 4.0];

/// Months of the span that M1 is of.
const SPAN: usize = 3;

/// Mean absolute change over a span of months.
fn change(values: &[f64], span: usize, scale: Scale) -> f64 {
    let changes = values.iter().zip(&values[span..]).map(|(from, to)| scale.change(*from, *to).abs());
    mean(&changes.collect::<Vec<_>>())
}

/// The sum of squares, of logs where components multiply.
fn squares(values: &[f64], scale: Scale, about_mean: bool) -> f64 {
    let logs: Vec<f64> = values.iter().map(|value| if scale == Scale::Ratio { value.ln() } else { *value }).collect();
    let centre = if about_mean { mean(&logs) } else { 0.0 };
    logs.iter().map(|value| (value - centre).powi(2)).sum()
}

impl Components<'_> {
    /// All of them.
    pub(super) fn quality(&self) -> Quality {
        let long = self.seasonal.len() >= 72;
        let seasonal = self.movements();
        let m7 = ((self.identity.0 + self.identity.1) / 2.0).sqrt();
        let first = [
            self.contribution_to_change(),
            self.contribution_to_variance(),
            (self.irregular_to_cycle - 1.0) / 2.0,
            self.runs(),
            (self.months_for_cyclical_dominance() - 0.5) / 5.0,
            (self.moving_seasonality - 4.0).abs() / 2.5,
            m7,
        ];
        let known = |value: f64| Some(value.clamp(0.0, 3.0));
        let mut measures = [None; 11];
        for (to, from) in measures.iter_mut().zip(first.into_iter().chain(seasonal.into_iter().filter(|_| long))) {
            *to = known(from);
        }
        weighed(measures, self.of_3x5)
    }

    /// M1: the part of the irregular in the changes over three months.
    fn contribution_to_change(&self) -> f64 {
        let square = |values: &[f64]| change(values, SPAN, self.scale).powi(2);
        let parts = [self.modified_irregular, self.trend, self.seasonal].map(square);
        let [calendar, events] = [self.calendar, self.events].map(|factor| factor.map_or(0.0, square));
        let all = parts.iter().sum::<f64>() + calendar + events;
        10.0 * (parts[0] / all) / (1.0 - events / all)
    }

    /// M2: the part of the irregular in the variance of the series about a straight line.
    fn contribution_to_variance(&self) -> f64 {
        let n = self.trend.len() as f64;
        let level = |value: f64| if self.scale == Scale::Ratio { value.ln() } else { value };
        let weighed = self.trend.iter().enumerate().map(|(at, value)| level(*value) * (2.0 * at as f64 - n + 1.0));
        let slope = 6.0 * weighed.sum::<f64>() / (n * (n * n - 1.0));
        let line = |at: usize| slope * (at as f64 + 1.0);
        let straight =
            (0..self.trend.len()).map(|at| if self.scale == Scale::Ratio { line(at).exp() } else { line(at) });
        let about = self.scale.all_without(self.modified_shifted, &straight.collect::<Vec<_>>());
        let whole = squares(&about, self.scale, true) / 100.0;
        let events = self.events.map_or(0.0, |events| squares(events, self.scale, true)) / whole;
        squares(self.modified_irregular, self.scale, false) / whole / (100.0 - events).abs() * 10.0
    }

    /// M4: how far the mean run of the irregular is from that of chance.
    fn runs(&self) -> f64 {
        let n = self.irregular.len() as f64;
        let mut directions = self.irregular.windows(2).filter(|pair| pair[0] != pair[1]).map(|pair| pair[1] > pair[0]);
        let mut runs = 1.0;
        if let Some(mut before) = directions.next() {
            for now in directions {
                runs += f64::from(now != before);
                before = now;
            }
        }
        let mean_run = (n - 1.0) / runs;
        (3.0 * (n - 1.0) / mean_run - 2.0 * n + 1.0).abs() / ((1.6 * n - 2.9).sqrt() * 2.577)
    }

    /// For M5: the months until the trend changes more than the irregular, between whole months.
    fn months_for_cyclical_dominance(&self) -> f64 {
        let ratio = |span| change(self.irregular, span, self.scale) / change(self.trend, span, self.scale);
        let ratios: Vec<f64> = (1..=12).map(ratio).collect();
        let Some(last) = ratios.iter().rposition(|ratio| *ratio >= 1.0) else {
            return (1.0 + (ratios[0] - 1.0) / (ratios[0] - ratios[1])).clamp(0.5, 1.0);
        };
        // The first span from which on the trend dominates, twelve months at most.
        let months = (last + 1).min(11);
        let fall = ratios[months - 1] - ratios[months];
        if fall <= 0.0 && months == 11 { 15.5 } else { months as f64 + 1.0 + (ratios[months] - 1.0) / fall }
    }

    /// M8 to M11: how much the seasonal factors change from year to year, by any amount and in
    /// one direction; of all years, and of the three that end two years ago.
    fn movements(&self) -> [f64; 4] {
        let neutral = self.scale.neutral();
        let deviation = (mean(&self.seasonal.iter().map(|s| (s - neutral).powi(2)).collect::<Vec<_>>())).sqrt();
        let (mut all, mut straight, mut recent, mut recent_straight) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for month in 0..12 {
            let years: Vec<f64> =
                self.seasonal.iter().skip(month).step_by(12).map(|s| (s - neutral) / deviation).collect();
            let moves: Vec<f64> = years.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
            straight.push((years[years.len() - 1] - years[0]).abs() / moves.len() as f64);
            all.extend(&moves);
            if years.len() >= 6 {
                let (from, to) = (years.len() - 6, years.len() - 3);
                recent_straight.push((years[to] - years[from]).abs() / 3.0);
                recent.extend(&moves[from..to]);
            }
        }
        [all, straight, recent, recent_straight].map(|moves| 10.0 * if moves.is_empty() { 0.0 } else { mean(&moves) })
    }
}

/// Q and Q2. Where the last four are missing, M7, M1 and M2 take their weight.
fn weighed(measures: [Option<f64>; 11], of_3x5: bool) -> Quality {
    let instead = [6, 6, 0, 1];
    let (mut sum, mut weight, mut of_m2) = (0.0, 0.0, 0.0);
    for (at, measure) in measures.iter().enumerate().filter(|(at, _)| *at != 5 || of_3x5) {
        let from = if measure.is_some() { at } else { instead[at - 7] };
        sum += measures[from].unwrap_or_default() * WEIGHTS[at];
        weight += WEIGHTS[at];
        if from == 1 {
            of_m2 += WEIGHTS[at];
        }
    }
    let m2 = measures[1].unwrap_or_default();
    Quality { measures, q: sum / weight, q2: (sum - m2 * of_m2) / (weight - of_m2) }
}
