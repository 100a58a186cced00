//! Coverage: what a total includes. Two totals of different coverage are two
//! different things, however alike their names.

use std::{fmt, str::FromStr};

use crate::Hint;

/// What a figure covers, such as `reported` or `reported+crude`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Coverage(String);

/// Why a text is not a coverage.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a coverage")]
pub struct CoverageError(String);

const KNOWN: [&str; 4] = ["reported", "reported+crude", "crude-estimate", "without electricity"];

impl Hint for CoverageError {
    fn hint(&self) -> &'static str {
        "write reported, reported+crude, crude-estimate, without electricity, or other:NAME"
    }
}

impl Coverage {
    /// The reporter's own records, nothing added.
    pub fn reported() -> Self {
        Self(KNOWN[0].to_owned())
    }

    /// The reporter's records and an institute's estimate of crude oil.
    pub fn with_crude() -> Self {
        Self(KNOWN[1].to_owned())
    }

    /// The estimate of crude oil alone.
    pub fn crude_estimate() -> Self {
        Self(KNOWN[2].to_owned())
    }

    /// The reporter's records less electricity.
    pub fn without_electricity() -> Self {
        Self(KNOWN[3].to_owned())
    }

    /// The coverages that add up to it: itself, where it is not stated to be a sum of others.
    pub fn parts(&self) -> Vec<Self> {
        if *self == Self::with_crude() { vec![Self::reported(), Self::crude_estimate()] } else { vec![self.clone()] }
    }

    /// The word for it.
    pub fn word(&self) -> &str {
        &self.0
    }
}

impl FromStr for Coverage {
    type Err = CoverageError;

    fn from_str(text: &str) -> Result<Self, CoverageError> {
        let named = text.strip_prefix("other:").is_some_and(|name| !name.trim().is_empty());
        if KNOWN.contains(&text) || named { Ok(Self(text.to_owned())) } else { Err(CoverageError(text.to_owned())) }
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
