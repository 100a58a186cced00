//! What an audit says of one claim: where it stands, what it prints, what was
//! found, the verdict, and for what does not hold the likeliest slip.

use std::ops::Range;

use crate::{Decimal, Interval, Place, Verdict};

/// The likeliest slip behind a print that does not hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Cause {
    /// A total that is not the sum of its parts.
    Sum,
    /// A share that is not value ÷ total.
    Share,
    /// A ratio that its own two sides do not give.
    Ratio,
    /// A growth rate that its own two levels do not give.
    Growth,
    /// An order that the values do not have.
    Rank,
    /// Thousand for million, 만 for 억, 万 for 亿.
    Scale,
    /// Digits without their unit.
    UnitMissing,
    /// A digit dropped, doubled or replaced.
    Digit,
    /// Two digits in each other's place.
    Transposed,
    /// A figure of another row, column or table.
    Copied,
    /// Another year or month; the month of release for the month of record.
    WrongPeriod,
    /// A year to date printed as its last month.
    CumulativeForMonth,
    /// A month printed as the year to date.
    MonthForCumulative,
    /// Exports for imports.
    SwappedFlow,
    /// Up for down.
    Direction,
    /// Another coverage: crude oil in or out.
    Coverage,
    /// A figure of another release.
    Vintage,
    /// Another currency.
    Currency,
    /// Another base than the one named.
    Base,
    /// A change printed where a level is meant.
    GrowthForLevel,
    /// A share printed where a change is meant.
    ShareForGrowth,
    /// A code that does not belong to its label.
    Label,
    /// No simple repair makes it fit.
    Unknown,
}

/// Where a claim stands in a report.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Spot {
    /// The file, line and column of its first character; columns count characters.
    pub place: Place,
    /// The table it stands in, as the report calls it.
    pub table: Option<String>,
    /// The row of that table, as the report calls it.
    pub row: Option<String>,
    /// Its bytes in the text of the report as it was read.
    pub bytes: Range<usize>,
}

/// What a claim prints, as it was read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SaidSo {
    /// As it stands in the report, with its unit word.
    pub text: String,
    /// The number in whole units.
    pub value: Option<Decimal>,
    /// Of what.
    pub unit: String,
    /// Every value that the print allows.
    pub interval: Interval,
}

/// What was found instead.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FoundSo {
    /// In words: how it was found, and what it is.
    pub text: String,
    /// What it is known to be.
    pub interval: Interval,
}

/// A claim of a report, and what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// Its name, the same in every run.
    pub id: String,
    /// Where it stands.
    pub spot: Spot,
    /// What kind of claim it is: level, share, growth, sum, rank …
    pub kind: String,
    /// What it prints.
    pub printed: SaidSo,
    /// What was found; nothing where it could not be held against anything.
    pub found: Option<FoundSo>,
    /// The verdict.
    pub verdict: Verdict,
    /// The likeliest slip, where it does not hold.
    pub cause: Option<Cause>,
    /// What it would say without the slip, at the printed precision.
    pub repair: Option<String>,
    /// Why, in a sentence.
    pub why: String,
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 23] = [
        Self::Sum,
        Self::Share,
        Self::Ratio,
        Self::Growth,
        Self::Rank,
        Self::Scale,
        Self::UnitMissing,
        Self::Digit,
        Self::Transposed,
        Self::Copied,
        Self::WrongPeriod,
        Self::CumulativeForMonth,
        Self::MonthForCumulative,
        Self::SwappedFlow,
        Self::Direction,
        Self::Coverage,
        Self::Vintage,
        Self::Currency,
        Self::Base,
        Self::GrowthForLevel,
        Self::ShareForGrowth,
        Self::Label,
        Self::Unknown,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Share => "share",
            Self::Ratio => "ratio",
            Self::Growth => "growth",
            Self::Rank => "rank",
            Self::Scale => "scale",
            Self::UnitMissing => "unit-missing",
            Self::Digit => "digit",
            Self::Transposed => "transposed",
            Self::Copied => "copied",
            Self::WrongPeriod => "wrong-period",
            Self::CumulativeForMonth => "cumulative-for-month",
            Self::MonthForCumulative => "month-for-cumulative",
            Self::SwappedFlow => "swapped-flow",
            Self::Direction => "direction",
            Self::Coverage => "coverage",
            Self::Vintage => "vintage",
            Self::Currency => "currency",
            Self::Base => "base",
            Self::GrowthForLevel => "growth-for-level",
            Self::ShareForGrowth => "share-for-growth",
            Self::Label => "label",
            Self::Unknown => "unknown",
        }
    }
}
