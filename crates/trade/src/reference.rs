//! What a desk measures against and groups by: bases, sectors, groupings, baskets, pairs. Each
//! is an analyst's judgement, with a reason and a source.

use rust_decimal::Decimal;

use crate::{Code, Period, Place, Wording};

/// A named reference period.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Base {
    /// Its name.
    pub id: String,
    /// What to call it.
    pub label: Wording,
    /// The years whose mean it is.
    pub periods: Vec<Period>,
    /// Why these.
    pub why: String,
    /// On whose word.
    pub source: String,
    /// Where it stands on the desk.
    pub place: Place,
}

/// A sector: a set of HS chapters, or of headings taken out of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sector {
    /// Its name.
    pub id: String,
    /// What to call it.
    pub label: Wording,
    /// Its chapters.
    pub chapters: Vec<Code>,
    /// Where it stands on the desk.
    pub place: Place,
}

/// An item of a basket, with the part of it that counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// The code.
    pub hs: Code,
    /// The least part of it that has the basket's purpose, 0 to 1.
    pub share_low: Decimal,
    /// The most.
    pub share_high: Decimal,
}

/// A set of commodities with a purpose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Basket {
    /// Its name.
    pub id: String,
    /// What to call it.
    pub label: Wording,
    /// Why these.
    pub why: String,
    /// On whose word.
    pub source: String,
    /// The commodities.
    pub items: Vec<Item>,
    /// Where it stands on the desk.
    pub place: Place,
}

/// A way to take all goods apart: by section, by end use, by whatever a desk needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grouping {
    /// Its name.
    pub id: String,
    /// What to call it.
    pub label: Wording,
    /// Its groups, in the order in which they are printed.
    pub groups: Vec<Group>,
    /// Why these.
    pub why: String,
    /// On whose word.
    pub source: String,
    /// Where it stands on the desk.
    pub place: Place,
}

/// A group of a grouping. Goods belong where the longest code that they begin with stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its name.
    pub id: String,
    /// What to call it.
    pub label: Wording,
    /// Codes of any length.
    pub codes: Vec<Code>,
}

/// What goes in, and what is made of it and comes out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pair {
    /// Its name.
    pub id: String,
    /// What to call it.
    pub label: Wording,
    /// What the economy buys.
    pub goes_in: Vec<Code>,
    /// What it sells.
    pub comes_out: Vec<Code>,
    /// The least and the most of a ton of what goes in that should come out, where somebody knows.
    pub expected: Option<(Decimal, Decimal)>,
    /// Why these.
    pub why: String,
    /// On whose word.
    pub source: String,
    /// Where it stands on the desk.
    pub place: Place,
}

/// A stretch of months in which trade ran by the same rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Regime {
    /// Its name.
    pub id: String,
    /// What to call it.
    pub label: Wording,
    /// Its months.
    pub period: Period,
    /// Regimes of one kind say something of each other's surprises.
    pub kind: String,
    /// Why it is one.
    pub why: String,
    /// On whose word.
    pub source: String,
    /// Where it stands on the desk.
    pub place: Place,
}
