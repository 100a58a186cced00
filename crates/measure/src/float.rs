//! Where logs and roots are taken: decimals in, floats inside, and out again
//! with the bounds moved outward by more than the floats can be off.

use yalu_trade::{Decimal, Interval};

/// What a float may be off by here, relative to its size: far more than it is.
const OFF: f64 = 1e-12;

/// A decimal as a float.
pub(crate) fn float(value: Decimal) -> f64 {
    use rust_decimal::prelude::ToPrimitive;
    value.to_f64().unwrap_or(f64::NAN)
}

/// A float as a decimal; `None` where it is none, or too large.
pub(crate) fn decimal(value: f64) -> Option<Decimal> {
    if value.is_finite() { Decimal::try_from(value).ok() } else { None }
}

/// Bounds of floats, moved outward.
pub(crate) fn outward(low: Option<f64>, best: Option<f64>, high: Option<f64>) -> Interval {
    let moved = |value: f64, sign: f64| decimal(value + sign * (value.abs() * OFF + f64::MIN_POSITIVE));
    Interval {
        low: low.and_then(|low| moved(low, -1.0)),
        best: best.and_then(decimal),
        high: high.and_then(|high| moved(high, 1.0)),
    }
}
