//! Units: currencies, weights, counts, and the units of ratios.

use std::{fmt, str::FromStr};

use crate::Hint;

/// An ISO 4217 currency.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The United States dollar.
    pub const USD: Self = Self(*b"USD");

    /// Its three letters.
    pub fn letters(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// What a number counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Unit {
    /// Money.
    Money(Currency),
    /// Money for a kilogram.
    PerKilogram(Currency),
    /// Metric tons.
    Tonne,
    /// Kilograms.
    Kilogram,
    /// Cubic metres.
    CubicMetre,
    /// Pieces, sets, pairs: things that are counted.
    Pieces,
    /// Percent.
    Percent,
    /// Percentage points.
    Points,
    /// Times a base.
    Times,
    /// A place in an order.
    Rank,
    /// A pure number, such as a concentration index.
    Index,
}

/// Why a text is not a unit.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a unit")]
pub struct UnitError(String);

impl Hint for UnitError {
    fn hint(&self) -> &'static str {
        "write a currency in three capitals (USD, CNY), or one of t, kg, m3, units, %, points, times, rank, index"
    }
}

const WORDS: [(Unit, &str); 9] = [
    (Unit::Tonne, "t"),
    (Unit::Kilogram, "kg"),
    (Unit::CubicMetre, "m3"),
    (Unit::Pieces, "units"),
    (Unit::Percent, "%"),
    (Unit::Points, "points"),
    (Unit::Times, "times"),
    (Unit::Rank, "rank"),
    (Unit::Index, "index"),
];

impl FromStr for Unit {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        if let Some((unit, _)) = WORDS.iter().find(|(_, word)| *word == text) {
            return Ok(*unit);
        }
        let letters: Option<[u8; 3]> = text.as_bytes().try_into().ok();
        letters
            .filter(|letters| letters.iter().all(u8::is_ascii_uppercase))
            .map(|letters| Self::Money(Currency(letters)))
            .ok_or_else(|| UnitError(text.to_owned()))
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money(currency) => f.write_str(currency.letters()),
            Self::PerKilogram(currency) => write!(f, "{currency}/kg"),
            other => f.write_str(WORDS.iter().find(|(unit, _)| unit == other).map_or("", |(_, word)| word)),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.letters())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_read_and_print() {
        for text in ["USD", "CNY", "t", "kg", "m3", "units", "%", "points", "times", "index"] {
            assert_eq!(text.parse::<Unit>().expect(text).to_string(), text);
        }
        for text in ["", "usd", "tonnes", "dollars"] {
            assert!(text.parse::<Unit>().is_err(), "{text}");
        }
    }
}
