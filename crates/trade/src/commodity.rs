//! Commodities. A code is a string and stays one: `03` is not 3.

use std::{fmt, str::FromStr};

use crate::Hint;

/// A code of the Harmonized System or a national tariff under it: 2, 4, 6, 8 or 10 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Code(String);

/// Why a text is not a commodity.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a commodity code")]
pub struct CodeError(String);

impl Hint for CodeError {
    fn hint(&self) -> &'static str {
        "codes have 2, 4, 6, 8 or 10 digits and keep their leading zero (03, not 3); or write TOTAL, basket:ID, sector:ID"
    }
}

/// What a figure is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Commodity {
    /// Everything together.
    Total,
    /// A code.
    Code(Code),
    /// A basket of the desk.
    Basket(String),
    /// A sector of the desk.
    Sector(String),
}

impl Code {
    /// Its digits.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// How many digits it has.
    pub fn level(&self) -> usize {
        self.0.len()
    }

    /// Its chapter: the first two digits.
    pub fn chapter(&self) -> &str {
        &self.0[..2]
    }

    /// Its heading: the first four digits, if it has them.
    pub fn heading(&self) -> Option<&str> {
        self.0.get(..4)
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let shaped = matches!(text.len(), 2 | 4 | 6 | 8 | 10) && text.bytes().all(|b| b.is_ascii_digit());
        if shaped { Ok(Self(text.to_owned())) } else { Err(CodeError(text.to_owned())) }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Commodity {
    /// The code, if it is one.
    pub fn code(&self) -> Option<&Code> {
        if let Self::Code(code) = self { Some(code) } else { None }
    }
}

impl FromStr for Commodity {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let named = |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        match text.split_once(':') {
            Some(("basket", id)) if named(id) => Ok(Self::Basket(id.to_owned())),
            Some(("sector", id)) if named(id) => Ok(Self::Sector(id.to_owned())),
            Some(_) => Err(CodeError(text.to_owned())),
            None if text.is_empty() || text == "TOTAL" => Ok(Self::Total),
            None => text.parse().map(Self::Code),
        }
    }
}

impl fmt::Display for Commodity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Total => f.write_str("TOTAL"),
            Self::Code(code) => code.fmt(f),
            Self::Basket(id) => write!(f, "basket:{id}"),
            Self::Sector(id) => write!(f, "sector:{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_keeps_its_zero() {
        for text in
            ["03", "0301", "030111", "6703", "28331100", "2601111000", "TOTAL", "basket:dual-use", "sector:textiles"]
        {
            assert_eq!(text.parse::<Commodity>().expect(text).to_string(), text);
        }
        for text in ["3", "301", "67O3", "6703 ", "basket:", "other:x", "六七〇三"] {
            assert!(text.parse::<Commodity>().is_err(), "{text}");
        }
    }
}
