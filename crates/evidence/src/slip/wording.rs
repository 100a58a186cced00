//! Repairs in words: digits at the printed precision, with the unit that they were printed in.

use yalu_trade::{Currency, Decimal, Interval, Printed, Unit, dec, grouped};

use super::keys::places;
use crate::scale;

/// A number with commas between its thousands.
pub(crate) fn whole(value: Decimal) -> String {
    grouped(&value.normalize().to_string())
}

/// A number with so many decimals.
pub(super) fn at_precision(mut value: Decimal, places: usize) -> String {
    value.rescale(places as u32);
    grouped(&value.to_string())
}

/// What would have been printed: the best value of the target, at the printed precision.
pub(crate) fn repaired(printed: &Printed, target: &Interval, finer: u32) -> Option<String> {
    let middle = || Some((target.low? + target.high?) / dec!(2));
    let best = target.best.or_else(middle).or(target.low).or(target.high)?;
    let places = places(printed) + finer as usize;
    let value = best.checked_div(printed.scale)?;
    // A print says by its words, a deficit, that it is below zero.
    let value = if printed.value() < Decimal::ZERO { value.abs() } else { value };
    let rounded = value.round_dp_with_strategy(places as u32, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    Some(with_unit(printed, &at_precision(rounded, places)))
}

/// Digits with the unit that they were printed in.
pub(super) fn with_unit(printed: &Printed, digits: &str) -> String {
    let scale = scale::name(printed.scale).map(|name| format!(" {name}")).unwrap_or_default();
    match printed.unit {
        Unit::Percent => format!("{digits}%"),
        Unit::Points => format!("{digits} percentage points"),
        Unit::Times => format!("{digits} times"),
        Unit::Money(currency) if currency == Currency::USD => {
            if scale == " ten thousand" {
                digits.to_owned()
            } else {
                format!("${digits}{scale}").replace("$-", "-$")
            }
        }
        Unit::Money(currency) => format!("{digits}{scale} {currency}"),
        Unit::Tonne => format!("{digits}{scale} tons"),
        _ => format!("{digits}{scale}"),
    }
}

/// An amount in the unit that readers expect, with the digits that were printed.
pub(super) fn amount(printed: &Printed, value: Decimal, factor: Decimal) -> String {
    let scale = printed.scale * factor;
    let (word, step) = if value.abs() >= dec!(1000000000) && scale >= dec!(1000000) {
        ("billion", dec!(1000000000))
    } else if value.abs() >= dec!(1000000) && (matches!(printed.unit, Unit::Money(_)) || scale >= dec!(1000000)) {
        ("million", dec!(1000000))
    } else if scale == dec!(1000) {
        ("thousand", dec!(1000))
    } else {
        ("", Decimal::ONE)
    };
    let digits = whole((value / step).normalize());
    let space = if word.is_empty() { "" } else { " " };
    match printed.unit {
        Unit::Money(currency) if currency == Currency::USD => format!("${digits}{space}{word}"),
        Unit::Tonne => format!("{digits}{space}{word} tons"),
        unit => format!("{digits}{space}{word} {unit}"),
    }
}
