//! What the words of a report say of its figures: orders, places, directions, labels, ties.

use super::{Direction, Measure, Topic};
use crate::{Flow, Period, Spot};

/// An order that prose gives: these goods, the first at this place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// Its name, the same in every run.
    pub id: String,
    /// Where it stands.
    pub spot: Spot,
    /// The words.
    pub text: String,
    /// Which way.
    pub flow: Flow,
    /// When.
    pub period: Period,
    /// By weight rather than by value, where it says so.
    pub measure: Measure,
    /// The place of the first.
    pub first: u32,
    /// From the largest down.
    pub goods: Vec<String>,
}

/// A label with a code beside it: `rice (HS 1006)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Labelled {
    /// Its name, the same in every run.
    pub id: String,
    /// Where the code stands.
    pub spot: Spot,
    /// The label, in the report's words.
    pub label: String,
    /// The code beside it.
    pub code: String,
    /// The code that a table of the report gives the label.
    pub listed: String,
}

/// A word of direction between two levels: `fell from 9.64 to 7.22 million`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Move {
    /// Its name, the same in every run.
    pub id: String,
    /// Where the word stands.
    pub spot: Spot,
    /// The word.
    pub text: String,
    /// Up or down.
    pub direction: Direction,
    /// The level before.
    pub from: usize,
    /// The level after.
    pub to: usize,
}

/// That a month, a quarter or a year is the highest or the lowest of its kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Extreme {
    /// Its name, the same in every run.
    pub id: String,
    /// Where the period stands.
    pub spot: Spot,
    /// The period, in the report's words.
    pub text: String,
    /// The highest, or the lowest.
    pub highest: bool,
    /// Of what, with its period.
    pub about: Topic,
}

/// A place that prose gives a figure among its neighbours: `Japan is second with so much`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placed {
    /// Its name, the same in every run.
    pub id: String,
    /// Where the word of the place stands.
    pub spot: Spot,
    /// The word.
    pub text: String,
    /// The place.
    pub place: u32,
    /// The figure that has it.
    pub figure: usize,
    /// The figures that it is ranked among.
    pub among: Vec<usize>,
}

/// What one figure is of others, by the words that stand between them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum How {
    /// The parts together.
    Sum,
    /// The parts less the whole.
    Difference,
    /// The change of the parts against the whole, in percent.
    Growth,
    /// So many times the whole.
    Times,
    /// The parts in percent of the whole.
    Share,
    /// The last of the shares of one whole; the parts are the others.
    Last,
    /// A price: the parts by the whole.
    Quotient,
    /// The mean of so many months of the part.
    Mean(u32),
}

/// A figure tied to its neighbours by words alone, whatever they are figures of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tie {
    /// The figure.
    pub figure: usize,
    /// What it is of them.
    pub how: How,
    /// The parts.
    pub parts: Vec<usize>,
    /// What they are held against.
    pub whole: Vec<usize>,
    /// The words name these sides; otherwise they only stand near.
    pub sure: bool,
}
