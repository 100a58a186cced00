//! A slip of the plainest kind, for readings that are only near: more would fit by chance.

use yalu_trade::{Decimal, Interval, Printed, Unit};

use super::{fits, keys::Body, sign};
use crate::digits::{exchanged, replaced};
use crate::scale::{POWERS, factor};

/// Does a slip of the plainest kind make a print what a narrow target asks for: another scale word, the other sign,
/// two neighbours changed, one digit replaced? Of `few` readings the last may explain; among more it fits by chance.
pub(crate) fn plainest(printed: &Printed, target: &Interval, few: bool) -> bool {
    if printed.interval().meets(target) || !super::few(printed, target, 4) {
        return false;
    }
    let body = Body::of(printed);
    let percent = matches!(printed.unit, Unit::Percent | Unit::Points | Unit::Times);
    let counted = POWERS.iter().map(|(power, _)| *power).filter(|power| !percent && power.abs() != 2);
    let scaled = |factor: Decimal| {
        let digit = printed.last_digit().checked_mul(factor);
        printed.value().checked_mul(factor).zip(digit).is_some_and(|(value, digit)| fits(value, digit, target))
    };
    let fitting = |changed: &Vec<u8>| body.fit(printed, changed, target).is_some();
    let swapped = || exchanged(&body.digits, 1).iter().any(fitting);
    // The last digit of a reckoned figure is rounding's.
    let last = body.digits.last();
    let spoken = |changed: &&Vec<u8>| changed.last() == last;
    let other = || replaced(&body.digits).iter().filter(spoken).any(fitting);
    let count = body.digits.len();
    counted.map(factor).any(scaled)
        || sign(printed, target).is_some()
        || (2..=15).contains(&count)
            && ((few || count > 3 || printed.unit == Unit::Percent) && swapped() || few && other())
}
