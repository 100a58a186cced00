//! A figure as it was read from a report: what it prints, and what it is
//! about. Nothing here judges; what could not be tied to anything says so by
//! having no topic.

mod prose;
mod table;

use crate::{Coverage, Flow, Interval, Period, Printed, Saying, Spot, Unit};

pub use self::{
    prose::{Extreme, How, Labelled, Move, Order, Placed, Tie},
    table::{CellAt, RowRole, RowsAre, Table, TableRow},
};

/// How the people of a report are called, and what its figures include.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scope {
    /// Names of the economy that is watched, in every language.
    pub economy: Vec<String>,
    /// Names of those whose books are read.
    pub reporter: Vec<String>,
    /// What its totals include, where the report does not say.
    pub coverage: Coverage,
}

/// Of what a figure is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Thing {
    /// Everything together.
    Total,
    /// The first so many of a ranked list together.
    Top(u32),
    /// Goods, by code where the report gives one, by their label otherwise; several are meant together.
    Goods(Vec<String>),
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Measure {
    /// Money.
    Value,
    /// Weight.
    Weight,
    /// Pieces, volume.
    Quantity,
}

/// Is it a sum over the period, or a mean of its parts?
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Mean {
    /// The whole period.
    #[default]
    Sum,
    /// Its years' mean.
    OfYears,
    /// Its months' mean.
    OfMonths,
}

/// What a level is the level of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Topic {
    /// Which way, from the reporter's side.
    pub flow: Flow,
    /// Of what.
    pub thing: Thing,
    /// When.
    pub period: Period,
    /// Sum or mean.
    pub mean: Mean,
    /// Money, weight or pieces.
    pub measure: Measure,
}

/// What kind of figure it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// So much: money, weight, pieces.
    Level,
    /// A change, in the unit of its level.
    Change,
    /// A part in percent of a whole.
    Share,
    /// A change in percent.
    Growth,
    /// A change of a share, or of a growth rate, in percentage points.
    Points,
    /// So many times a base.
    Multiple,
    /// A level in percent of a base.
    Recovery,
    /// A place in an order.
    Rank,
    /// It could not be told.
    Unclear,
}

/// Up or down, as a word beside a figure says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Direction {
    /// It rose.
    Up,
    /// It fell.
    Down,
}

/// A figure as it was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figure {
    /// Its name, the same in every run.
    pub id: String,
    /// Where it stands.
    pub spot: Spot,
    /// As it stands in the report, with its unit word.
    pub text: String,
    /// What kind it is.
    pub kind: Kind,
    /// What it prints; a fall is below zero.
    pub printed: Printed,
    /// No unit word and no scale word stands beside it, and no header gives one.
    pub bare: bool,
    /// The word of direction beside it.
    pub direction: Option<Direction>,
    /// Where that word stands.
    pub direction_at: Option<Spot>,
    /// "Times more": the print may mean so many times, or so many times more.
    pub more: bool,
    /// What it is a figure of.
    pub about: Option<Topic>,
    /// What it is compared with: the whole of a share, the base of a growth.
    pub base: Option<Topic>,
    /// The figure beside it that it tells the share, growth or multiple of.
    pub level: Option<usize>,
    /// The figure beside it that is its whole or its base.
    pub against: Option<usize>,
    /// Its sentence says itself what it is of; nothing was taken over from another.
    pub sure: bool,
    /// Something expected, not something that was.
    pub forecast: bool,
    /// It is said to be like the level of another period.
    pub similar: Option<Period>,
    /// The paragraph that it stands in.
    pub paragraph: usize,
    /// The cell that it stands in.
    pub cell: Option<CellAt>,
    /// The bounds that are printed beside it.
    pub bounds: Option<Interval>,
}

/// What a report prints.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Figures {
    /// All that were found, in reading order.
    pub figures: Vec<Figure>,
    /// The tables they stand in.
    pub tables: Vec<Table>,
    /// The orders that prose gives.
    pub orders: Vec<Order>,
    /// The labels that prose gives a code, and a table too.
    pub labels: Vec<Labelled>,
    /// The words of direction between two levels.
    pub moves: Vec<Move>,
    /// The periods that are called the highest or the lowest.
    pub extremes: Vec<Extreme>,
    /// The places that prose gives its figures.
    pub places: Vec<Placed>,
    /// The figures that words tie to their neighbours, each with every way to read them.
    pub ties: Vec<Tie>,
}

impl Topic {
    /// The same of another period.
    pub fn in_period(&self, period: Period) -> Self {
        Self { period, ..self.clone() }
    }

    /// The same of everything.
    pub fn of_all(&self) -> Self {
        Self { thing: Thing::Total, ..self.clone() }
    }

    /// In words: `imports of 6703 in 2023`.
    pub fn words(&self) -> String {
        let of = match &self.thing {
            Thing::Total => String::new(),
            Thing::Top(n) => format!(" of the top {n}"),
            Thing::Goods(goods) => format!(" of {}", goods.join(", ")),
        };
        let by = match self.measure {
            Measure::Value => "",
            Measure::Weight => " by weight",
            Measure::Quantity => " by number",
        };
        let mean = match self.mean {
            Mean::Sum => "",
            Mean::OfYears => "the yearly mean of ",
            Mean::OfMonths => "the monthly mean of ",
        };
        let when = self.period.to_string();
        // A report without a year still names its months.
        let when = when.strip_prefix("0001-").unwrap_or(&when);
        format!("{mean}{}{of}{by} in {when}", self.flow.side().noun())
    }
}

impl Kind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Change => "change",
            Self::Share => "share",
            Self::Growth => "growth",
            Self::Points => "points",
            Self::Multiple => "multiple",
            Self::Recovery => "recovery",
            Self::Rank => "rank",
            Self::Unclear => "unclear",
        }
    }
}

impl Figure {
    /// Every value that the print allows if it was rounded, or that the bounds beside it allow.
    pub fn interval(&self) -> Interval {
        self.bounds.unwrap_or_else(|| self.printed.interval())
    }

    /// Every value that the print allows if it was rounded, or cut off.
    pub fn loose(&self) -> Interval {
        let Interval { low, best, high } = self.interval();
        let (value, digit) = (self.printed.value(), self.printed.last_digit());
        let cut = |value: crate::Decimal| value.checked_add(digit);
        let under = |value: crate::Decimal| value.checked_sub(digit);
        let below = value.is_sign_negative() && !value.is_zero();
        Interval {
            low: low.and_then(|low| if below { under(value).map(|cut| cut.min(low)) } else { Some(low) }),
            best,
            high: high.and_then(|high| if below { Some(high) } else { cut(value).map(|cut| cut.max(high)) }),
        }
    }

    /// Is it money, weight or pieces; `None` for ratios.
    pub fn measure(&self) -> Option<Measure> {
        match self.printed.unit {
            Unit::Money(_) => Some(Measure::Value),
            Unit::Tonne | Unit::Kilogram => Some(Measure::Weight),
            Unit::Pieces | Unit::CubicMetre => Some(Measure::Quantity),
            Unit::PerKilogram(_) | Unit::Percent | Unit::Points | Unit::Times | Unit::Rank | Unit::Index => None,
        }
    }

    /// As a claim that can be held against a desk's evidence; `None` where the desk has no such measure.
    pub fn saying(&self, coverage: &Coverage) -> Option<Saying> {
        let about = self.about.as_ref()?;
        let commodity = match &about.thing {
            Thing::Total => crate::Commodity::Total,
            Thing::Goods(goods) => match goods.as_slice() {
                [one] => one.parse().ok()?,
                _ => return None,
            },
            Thing::Top(_) => return None,
        };
        let measure = match (self.kind, about.mean) {
            (Kind::Level, Mean::Sum) if about.flow == Flow::B => "balance",
            (Kind::Level, Mean::Sum) => "level",
            (Kind::Level, Mean::OfYears) => "base-mean",
            (Kind::Level, Mean::OfMonths) => "per-month",
            (Kind::Growth, _) => "growth",
            (Kind::Share, _) => "share",
            (Kind::Multiple, _) => "multiple",
            (Kind::Recovery, _) => "recovery",
            (Kind::Rank, _) => "rank",
            (Kind::Change | Kind::Points | Kind::Unclear, _) => return None,
        };
        Some(Saying {
            measure: measure.to_owned(),
            flow: about.flow,
            period: about.period,
            commodity,
            coverage: coverage.clone(),
            by_weight: about.measure == Measure::Weight,
            base: None,
            top: None,
            printed: self.printed.clone(),
        })
    }
}
