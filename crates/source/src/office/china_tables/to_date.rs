//! A year to date beside its months: where it is not their sum, months were
//! revised in between. The office prints no revision as such.

use yalu_trade::Interval;

/// What a year to date says of the months that were printed one by one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ToDate {
    /// Their sum, within rounding.
    Adds,
    /// By so much more than their sum (or, below zero, less): a revision.
    Revised(Interval),
}

/// Holds a year to date against its months, all of them printed before or with it.
pub fn to_date(months: &[Interval], year_to_date: Interval) -> ToDate {
    let sum = months.iter().fold(Interval::exact(yalu_trade::Decimal::ZERO), |sum, month| sum.plus(month));
    if sum.meets(&year_to_date) { ToDate::Adds } else { ToDate::Revised(year_to_date.minus(&sum)) }
}

#[cfg(test)]
mod tests {
    use yalu_trade::{Decimal, dec};

    use super::{super::check::rounded, *};

    #[test]
    fn a_year_to_date_that_is_not_the_sum_is_a_revision() {
        // The office's totals of January to March 2024, ten thousand yuan.
        let months = [dec!(376356483), dec!(285022192), dec!(355795902)].map(rounded);
        assert_eq!(to_date(&months[..2], rounded(dec!(661378675))), ToDate::Adds);
        assert_eq!(to_date(&months[..2], rounded(dec!(661378676))), ToDate::Adds, "rounding");
        let ToDate::Revised(by) = to_date(&months, rounded(dec!(1016929821))) else {
            panic!("March revised what came before")
        };
        assert_eq!((by.best, by.width()), (Some(dec!(-244756)), Some(dec!(4))));
        assert_eq!(to_date(&[], Interval::exact(Decimal::ZERO)), ToDate::Adds);
    }
}
