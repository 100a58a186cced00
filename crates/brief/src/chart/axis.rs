//! Axes: which range of values is drawn, where its round ticks stand and how
//! they are lettered. Positions are shares of the axis, so nothing here knows
//! a pixel.

use yalu_trade::grouped;

/// An axis that begins and ends on a tick.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub(super) low: f64,
    pub(super) high: f64,
    step: f64,
    decimals: usize,
}

/// About how many steps an axis has.
const STEPS: f64 = 5.0;

/// Growth up to here is drawn to scale whatever else there is.
const PLAIN_PERCENT: f64 = 200.0;

/// Growth beyond this is off the scale: after a closed border a month is
/// easily up thousands of percent, and would flatten all the others.
const MOST_PERCENT: f64 = 400.0;

impl Axis {
    /// The axis that holds these values, and zero.
    pub(super) fn of(values: &[f64]) -> Self {
        let low = values.iter().copied().fold(0.0, f64::min);
        let high = values.iter().copied().fold(0.0, f64::max);
        Self::between(low, high)
    }

    /// The axis of a growth in percent: the few values beyond twice the bulk are left off it.
    pub(super) fn of_growth(values: &[f64]) -> Self {
        let bulk = |outward: f64| {
            let mut sorted: Vec<f64> = values.iter().map(|v| v * outward).collect();
            sorted.sort_by(f64::total_cmp);
            let ninth_tenth = sorted.get(sorted.len() * 9 / 10).copied().unwrap_or(0.0);
            let most = sorted.last().copied().unwrap_or(0.0).max(0.0);
            most.min((2.0 * ninth_tenth).clamp(PLAIN_PERCENT, MOST_PERCENT))
        };
        Self::between(-bulk(-1.0), bulk(1.0))
    }

    fn between(low: f64, high: f64) -> Self {
        let range = if high > low { high - low } else { 1.0 };
        let (step, exponent) = round_step(range / STEPS);
        let out = |value: f64, round: fn(f64) -> f64| round(value / step) * step;
        let high = if high > low { out(high, f64::ceil) } else { 1.0 };
        Self { low: out(low, f64::floor), high, step, decimals: usize::try_from(-exponent).unwrap_or(0) }
    }

    /// How far up the axis a value stands: 0 at its low end, 1 at its high end.
    pub(super) fn share(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }

    /// Its ticks from the lowest, each with its letters.
    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let count = ((self.high - self.low) / self.step).round() as usize;
        let value = |i: usize| ((self.low / self.step).round() + i as f64) * self.step;
        (0..=count).map(value).map(|value| (value, self.letters(value))).collect()
    }

    fn letters(&self, value: f64) -> String {
        let widest = self.low.abs().max(self.high.abs());
        if value.abs() < self.step / 2.0 {
            "0".to_owned()
        } else if widest >= 1e8 || self.decimals > 4 {
            format!("{value:.1e}").replace('-', "−")
        } else {
            grouped(&format!("{value:.*}", self.decimals)).replace('-', "−")
        }
    }
}

/// The round number (1, 2 or 5 × 10ⁿ) that is not below a size, and the n of its last digit.
fn round_step(size: f64) -> (f64, i32) {
    let mut exponent = 0;
    while 10_f64.powi(exponent + 1) <= size {
        exponent += 1;
    }
    while 10_f64.powi(exponent) > size && exponent > -30 {
        exponent -= 1;
    }
    let power = 10_f64.powi(exponent);
    let round = [1.0, 2.0, 5.0].into_iter().find(|times| times * power >= size);
    round.map_or((10.0 * power, exponent + 1), |times| (times * power, exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(axis: Axis, expected: &str) {
        let letters: Vec<String> = axis.ticks().into_iter().map(|(_, letters)| letters).collect();
        assert_eq!(letters.join(" "), expected);
    }

    #[test]
    fn ticks_are_round_and_hold_zero() {
        check(Axis::of(&[]), "0 0.2 0.4 0.6 0.8 1.0");
        check(Axis::of(&[0.0]), "0 0.2 0.4 0.6 0.8 1.0");
        check(Axis::of(&[40.0, 231.4]), "0 50 100 150 200 250");
        check(Axis::of(&[-120.0, 60.0]), "−150 −100 −50 0 50 100");
        check(Axis::of(&[-3.0]), "−3 −2 −1 0");
        check(Axis::of(&[0.31]), "0 0.1 0.2 0.3 0.4");
        check(Axis::of(&[12_345_678.0]), "0 5,000,000 10,000,000 15,000,000");
        check(Axis::of(&[7.9e28]), "0 2.0e28 4.0e28 6.0e28 8.0e28");
        check(Axis::of(&[3e-9]), "0 1.0e−9 2.0e−9 3.0e−9");
    }

    #[test]
    fn the_few_values_beyond_the_bulk_are_off_the_scale() {
        let ends = |values: &[f64]| (Axis::of_growth(values).low, Axis::of_growth(values).high);
        assert_eq!(ends(&[-12.0, 150.0]), (-50.0, 150.0));
        assert_eq!(ends(&[-95.0, 20.0, 12_340.0]), (-100.0, 400.0));
        let mut many = vec![30.0; 40];
        many.push(9_000.0);
        assert_eq!(ends(&many), (0.0, 200.0));
        assert_eq!(ends(&[]), (0.0, 1.0));
    }
}
