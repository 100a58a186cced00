//! Editions of classifications, and tables of which codes correspond.

use std::{collections::BTreeMap, fmt, str::FromStr};

use crate::Hint;

/// An edition of a classification of goods.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Edition {
    /// The Harmonized System, by its year.
    Hs(u16),
    /// Broad Economic Categories, by revision.
    Bec(u16),
    /// The Standard International Trade Classification, by revision.
    Sitc(u16),
}

/// Why a text is not an edition.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not an edition of a classification")]
pub struct EditionError(String);

impl Hint for EditionError {
    fn hint(&self) -> &'static str {
        "write HS1992, HS1996, HS2002, HS2007, HS2012, HS2017, HS2022, BEC4, BEC5, SITC1 to SITC4"
    }
}

impl Edition {
    /// Editions of the Harmonized System, the oldest first; the United Nations number them H0 to H6.
    pub const HS: [u16; 7] = [1992, 1996, 2002, 2007, 2012, 2017, 2022];

    /// Is it of the Harmonized System?
    pub fn is_hs(self) -> bool {
        matches!(self, Self::Hs(_))
    }

    /// Has a code of it so many digits? HS codes have six here, those of the others one to five.
    pub fn shapes(self, code: &str) -> bool {
        let digits = code.bytes().all(|b| b.is_ascii_digit());
        match self {
            Self::Hs(_) => code.len() == 6 && digits,
            Self::Bec(_) | Self::Sitc(_) => (1..=6).contains(&code.len()) && digits,
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hs(year) => write!(f, "HS{year}"),
            Self::Bec(revision) => write!(f, "BEC{revision}"),
            Self::Sitc(revision) => write!(f, "SITC{revision}"),
        }
    }
}

impl FromStr for Edition {
    type Err = EditionError;

    /// Reads what tables are headed with: `HS2022`, `From HS 2022`, `HS 17`, `H6`, `BEC Rev.4`, `SITC Rev. 3`.
    fn from_str(text: &str) -> Result<Self, EditionError> {
        let fault = || EditionError(text.to_owned());
        let plain: String = text.to_ascii_uppercase().chars().filter(char::is_ascii_alphanumeric).collect();
        let plain = plain.trim_start_matches("FROM").trim_start_matches("TO").replace("REV", "");
        let split = plain.find(|c: char| c.is_ascii_digit()).ok_or_else(fault)?;
        let (name, number) = plain.split_at(split);
        let number: u16 = number.parse().map_err(|_| fault())?;
        let year = match number {
            0..=6 if name == "H" => Self::HS[usize::from(number)],
            92 | 96 => 1900 + number,
            2 | 7 | 12 | 17 | 22 if name == "HS" => 2000 + number,
            year => year,
        };
        match name {
            "HS" | "H" if Self::HS.contains(&year) => Ok(Self::Hs(year)),
            "BEC" if (1..=5).contains(&number) => Ok(Self::Bec(number)),
            "SITC" if (1..=4).contains(&number) => Ok(Self::Sitc(number)),
            _ => Err(fault()),
        }
    }
}

/// Which codes of one edition have goods in common with which of another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correlation {
    /// The one edition.
    pub from: Edition,
    /// The other.
    pub to: Edition,
    /// Pairs of codes, each once, in order.
    pub pairs: Vec<(String, String)>,
}

/// The codes of an edition with their names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeList {
    /// The edition.
    pub edition: Edition,
    /// Codes and what they are called.
    pub names: BTreeMap<String, String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_are_read_as_tables_write_them() {
        for (text, edition) in [
            ("HS2022", Edition::Hs(2022)),
            ("From HS 2022", Edition::Hs(2022)),
            ("To HS 2017", Edition::Hs(2017)),
            ("HS 17", Edition::Hs(2017)),
            ("HS92", Edition::Hs(1992)),
            ("HS 02", Edition::Hs(2002)),
            ("H6", Edition::Hs(2022)),
            ("H0", Edition::Hs(1992)),
            ("BEC 4", Edition::Bec(4)),
            ("BEC Rev.4", Edition::Bec(4)),
            ("SITC Rev. 3", Edition::Sitc(3)),
        ] {
            assert_eq!(text.parse::<Edition>(), Ok(edition), "{text}");
            assert_eq!(edition.to_string().parse(), Ok(edition));
        }
        for text in ["", "HS", "HS2021", "BEC 9", "NACE 2", "Relationship", "HS 2022 HS 2017"] {
            assert!(text.parse::<Edition>().is_err(), "{text}");
        }
    }
}
