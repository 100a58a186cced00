//! Vintages: when a figure was released, and by whom. The same month has many
//! values; the vintage tells them apart. Nothing here asks what day it is.

use std::{fmt, str::FromStr};

use jiff::{ToSpan, civil::Date};

use crate::{Hint, Period};

/// The class of a release in the reporter's calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum ReleaseClass {
    /// First totals, some ten days after the month.
    Flash,
    /// Country tables.
    Table,
    /// Commodity detail.
    Detail,
    /// A later correction.
    Revised,
    /// The yearbook that closes the year.
    Yearbook,
    /// A print that does not say.
    #[default]
    Unstated,
}

/// When a figure was released.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Vintage {
    /// The day.
    pub released: Date,
    /// Nobody said: 45 days after the period's end.
    pub assumed: bool,
    /// The class of the release.
    pub class: ReleaseClass,
}

/// The day whose knowledge is asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AsOf(pub Date);

/// Whose word a print is. Among prints equally fine, the better authority is printed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Authority {
    /// The reporter's customs in their own table, not retold.
    Table,
    /// The reporter's customs, or the press quoting it.
    #[default]
    Customs,
    /// An institute's own compilation.
    Institute,
}

/// Why a text is not a day.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a date")]
pub struct VintageError(String);

impl Hint for VintageError {
    fn hint(&self) -> &'static str {
        "write 2024-01-18, or 2024-01 where only the month is known; ~2024-01-18 where the day is supposed"
    }
}

/// A print without a date of release is taken to be out this long after its period's end.
const ASSUMED_DELAY_DAYS: i64 = 45;

/// First releases come within this many days of a period's end.
const PROMPT_DAYS: i64 = 92;

impl ReleaseClass {
    /// Its word, where there is one to say.
    pub fn stated(self) -> Option<&'static str> {
        match self {
            Self::Flash => Some("flash"),
            Self::Table => Some("table"),
            Self::Detail => Some("detail"),
            Self::Revised => Some("revised"),
            Self::Yearbook => Some("yearbook"),
            Self::Unstated => None,
        }
    }
}

impl Vintage {
    /// The vintage of a print that names its day, or its month (then the month's last day).
    /// A day that the analyst supposes stands behind a tilde: `~2024-02-14`.
    pub fn read(text: &str) -> Result<Self, VintageError> {
        let fault = || VintageError(text.to_owned());
        let (assumed, text) = text.strip_prefix('~').map_or((false, text), |text| (true, text));
        let day = text.parse::<Date>().ok().filter(|_| text.len() == 10);
        let month = || text.parse::<Period>().ok().filter(|p| p.is_month()).map(Period::last_day);
        let released = day.or_else(month).ok_or_else(fault)?;
        Ok(Self { released, assumed, class: ReleaseClass::Unstated })
    }

    /// The vintage of a print that names no day.
    pub fn assumed_for(period: Period) -> Self {
        let released = period.last_day().saturating_add(ASSUMED_DELAY_DAYS.days());
        Self { released, assumed: true, class: ReleaseClass::Unstated }
    }

    /// Was it out within a quarter of its period's end, as a first release is?
    pub fn prompt_for(&self, period: Period) -> bool {
        self.released <= period.last_day().saturating_add(PROMPT_DAYS.days())
    }

    /// Was it out on that day?
    pub fn known_on(&self, as_of: AsOf) -> bool {
        self.released <= as_of.0
    }
}

impl fmt::Display for Vintage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.released, if self.assumed { " (assumed)" } else { "" })
    }
}

impl FromStr for AsOf {
    type Err = VintageError;

    fn from_str(text: &str) -> Result<Self, VintageError> {
        Vintage::read(text).map(|vintage| Self(vintage.released))
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_a_day_or_the_last_day_of_its_month() {
        for (text, released) in [("2024-01-18", "2024-01-18"), ("2017-11", "2017-11-30"), ("2024-02", "2024-02-29")] {
            assert_eq!(Vintage::read(text).expect(text).released.to_string(), released);
        }
        assert_eq!(Vintage::read("~2024-02-14").map(|v| v.to_string()), Ok("2024-02-14 (assumed)".to_owned()));
        for text in ["", "~", "2024", "18.1.2024", "2024-13", "2024-02-30", "2024-1-8"] {
            assert!(Vintage::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_undated_print_is_out_forty_five_days_after_its_period() {
        let vintage = Vintage::assumed_for(Period::year(2023));
        assert_eq!(vintage.to_string(), "2024-02-14 (assumed)");
        assert!(vintage.known_on("2024-02-14".parse().expect("a day")));
        assert!(!vintage.known_on("2024-02-13".parse().expect("a day")));
    }
}
