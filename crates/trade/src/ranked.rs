//! What a good is ranked among: all codes of so many digits, or a list of the desk.

use std::{fmt, str::FromStr};

use crate::{Commodity, Hint};

/// The goods that a place is a place among.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ranked {
    /// Every code of so many digits: 2, 4, 6, 8 or 10.
    Level(usize),
    /// The goods of a basket or a sector.
    List(Commodity),
}

/// Why a text is not what goods are ranked among.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is nothing that goods are ranked among")]
pub struct RankedError(String);

impl Hint for RankedError {
    fn hint(&self) -> &'static str {
        "write HS2, HS4, HS6, HS8 or HS10 for all codes of so many digits, or basket:ID, sector:ID"
    }
}

impl Ranked {
    /// Can a good be one of them? The goods of a list are known to its author alone.
    pub fn takes(&self, good: &Commodity) -> bool {
        match self {
            Self::Level(digits) => good.code().is_some_and(|code| code.level() == *digits),
            Self::List(_) => good.code().is_some(),
        }
    }
}

impl FromStr for Ranked {
    type Err = RankedError;

    fn from_str(text: &str) -> Result<Self, RankedError> {
        let fault = || RankedError(text.to_owned());
        if let Some(digits) = text.strip_prefix("HS") {
            return ["2", "4", "6", "8", "10"]
                .contains(&digits)
                .then(|| digits.parse().map(Self::Level))
                .and_then(Result::ok)
                .ok_or_else(fault);
        }
        match text.parse() {
            Ok(list @ (Commodity::Basket(_) | Commodity::Sector(_))) => Ok(Self::List(list)),
            _ => Err(fault()),
        }
    }
}

impl fmt::Display for Ranked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level(digits) => write!(f, "HS{digits}"),
            Self::List(list) => list.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goods_are_ranked_among_reads_and_prints() {
        for text in ["HS2", "HS4", "HS6", "HS8", "HS10", "basket:grain", "sector:textiles"] {
            assert_eq!(text.parse::<Ranked>().expect(text).to_string(), text);
        }
        for text in ["", "HS", "HS3", "HS04", "HS12", "4", "TOTAL", "6703", "basket:"] {
            assert!(text.parse::<Ranked>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_good_is_ranked_among_its_own_level() {
        let takes = |of: &str, good: &str| of.parse::<Ranked>().expect(of).takes(&good.parse().expect(good));
        assert!(takes("HS4", "6703") && takes("basket:grain", "1006") && takes("basket:grain", "10"));
        assert!(!takes("HS4", "67") && !takes("HS4", "TOTAL") && !takes("basket:grain", "TOTAL"));
    }
}
