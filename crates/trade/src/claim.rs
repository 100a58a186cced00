//! Claims: what an article says, in our paraphrase, and the verdict on it.

use crate::{Commodity, Coverage, Flow, Interval, Period, Place, Printed};

/// What a claim says: a print, and what it is a print of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Saying {
    /// The measure whose answer it claims to be.
    pub measure: String,
    /// Which way.
    pub flow: Flow,
    /// When.
    pub period: Period,
    /// Of what.
    pub commodity: Commodity,
    /// What is included.
    pub coverage: Coverage,
    /// By weight, not by value.
    pub by_weight: bool,
    /// A base of the desk.
    pub base: Option<String>,
    /// The N of a top N.
    pub top: Option<u32>,
    /// The number as printed.
    pub printed: Printed,
}

/// A claim of an article.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    /// Its name.
    pub id: String,
    /// Where in the article, in words.
    pub place: String,
    /// Our paraphrase of it.
    pub paraphrase: String,
    /// What it says.
    pub says: Saying,
    /// The year since which a rank counts.
    pub since: Option<i32>,
    /// Why no measure of ours can give it; empty where one can.
    pub beyond: String,
    /// Where it stands on the desk.
    pub at: Place,
}

/// What becomes of a claim that is held against the evidence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verdict {
    /// The evidence says the same to the printed digit.
    Holds,
    /// The intervals meet, the printed digits differ.
    HoldsWithinRounding,
    /// It holds only if a named statement is wrong.
    Unlikely,
    /// The intervals are disjoint.
    Contradicted,
    /// The evidence does not reach.
    NotDerivable,
    /// It could not be tied to anything.
    NotRead,
}

impl Verdict {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::HoldsWithinRounding => "holds-within-rounding",
            Self::Unlikely => "unlikely",
            Self::Contradicted => "contradicted",
            Self::NotDerivable => "not-derivable",
            Self::NotRead => "not-read",
        }
    }

    /// The verdict of what was found on what was printed. A claim is
    /// contradicted only when the two intervals have no value in common.
    pub fn on(printed: &Printed, found: &Interval) -> Self {
        let said = printed.interval();
        if found.low.is_none() && found.high.is_none() {
            Self::NotDerivable
        } else if !said.meets(found) {
            Self::Contradicted
        } else if said.holds(&Interval { low: found.best.or(found.low), high: found.best.or(found.high), best: None }) {
            Self::Holds
        } else {
            Self::HoldsWithinRounding
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Approx, Unit};
    use rust_decimal::dec;

    #[test]
    fn only_disjoint_intervals_contradict() {
        let printed = Printed::read("84.7", dec!(1), Unit::Percent, Approx::Rounded).expect("a print");
        let found = |low, best, high| Interval { low: Some(low), best: Some(best), high: Some(high) };
        for (found, verdict) in [
            (found(dec!(84.66), dec!(84.70), dec!(84.74)), Verdict::Holds),
            (found(dec!(84.70), dec!(84.78), dec!(84.90)), Verdict::HoldsWithinRounding),
            (found(dec!(83.61), dec!(83.62), dec!(83.63)), Verdict::Contradicted),
            (Interval::unknown(), Verdict::NotDerivable),
        ] {
            assert_eq!(Verdict::on(&printed, &found), verdict, "{found:?}");
        }
    }
}
