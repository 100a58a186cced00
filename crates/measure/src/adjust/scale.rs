//! How components make up a series: by multiplication, or by addition (of logs, too).

/// Multiplicative or additive decomposition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Scale {
    Ratio,
    Difference,
}

impl Scale {
    /// The component that changes nothing.
    pub(super) fn neutral(self) -> f64 {
        if self == Self::Ratio { 1.0 } else { 0.0 }
    }

    /// What is left of a value without a component.
    pub(super) fn without(self, value: f64, part: f64) -> f64 {
        if self == Self::Ratio { value / part } else { value - part }
    }

    /// A value with a component.
    pub(super) fn with(self, value: f64, part: f64) -> f64 {
        if self == Self::Ratio { value * part } else { value + part }
    }

    /// The change from one value to a later one, relative to the first or not.
    pub(super) fn change(self, from: f64, to: f64) -> f64 {
        if self == Self::Ratio { (to - from) / from } else { to - from }
    }

    /// [`Self::without`], month by month, as far as both reach.
    pub(super) fn all_without(self, values: &[f64], parts: &[f64]) -> Vec<f64> {
        values.iter().zip(parts).map(|(value, part)| self.without(*value, *part)).collect()
    }

    /// [`Self::with`], month by month, as far as both reach.
    pub(super) fn all_with(self, values: &[f64], parts: &[f64]) -> Vec<f64> {
        values.iter().zip(parts).map(|(value, part)| self.with(*value, *part)).collect()
    }
}
