//! Wrong keys in a print that is held against a target: two digits exchanged, one too many, one missing, one
//! replaced, the point moved.

use yalu_trade::{Decimal, Interval, Printed, dec};

use super::{Context, few, fits, wording::at_precision};
use crate::digits::{exchanged, replaced, restored, without};

/// The digits of a print without its sign, point and commas.
pub(super) struct Body {
    pub(super) digits: Vec<u8>,
    /// So many of them stand behind the point.
    places: usize,
    below_zero: bool,
}

impl Body {
    pub(super) fn of(printed: &Printed) -> Self {
        let below_zero = printed.digits.starts_with(['-', '\u{2212}']);
        let digits = printed.digits.bytes().filter(u8::is_ascii_digit).collect();
        Self { digits, places: places(printed), below_zero }
    }

    /// The value of other digits in the place of these, if that would have been printed for the target.
    pub(super) fn fit(&self, printed: &Printed, edit: &[u8], target: &Interval) -> Option<Decimal> {
        let size: i64 = std::str::from_utf8(edit).ok()?.parse().ok()?;
        let signed = if self.below_zero { -size } else { size };
        let value = Decimal::try_new(signed, u32::try_from(self.places).ok()?).ok()?;
        fits(value.checked_mul(printed.scale)?, printed.last_digit(), target).then_some(value)
    }
}

/// How many decimals are printed.
pub(super) fn places(printed: &Printed) -> usize {
    printed.digits.split_once('.').map_or(0, |(_, decimals)| decimals.bytes().filter(u8::is_ascii_digit).count())
}

/// The print with two digits exchanged: neighbours, or two with one digit between them.
pub(super) fn transposed(printed: &Printed, target: &Interval) -> Option<String> {
    let body = Body::of(printed);
    // In a wide target some swap fits by chance.
    if target.width().is_none_or(|width| width * dec!(10) > printed.value().abs()) {
        return None;
    }
    let sound = |edit: &Vec<u8>| edit[0] != b'0' || body.places + 1 >= edit.len();
    let apart = |by: usize| {
        let edits = exchanged(&body.digits, by).into_iter().filter(sound);
        edits.filter_map(|edit| body.fit(printed, &edit, target)).next()
    };
    // Digits that are not neighbours change places seldom: only where little else would fit.
    let rarer = || apart(2).filter(|_| body.digits.len() >= 3 && few(printed, target, 1));
    apart(1).or_else(rarer).map(|value| at_precision(value, body.places))
}

/// The print with one digit left out, put in, or (in a level) replaced; or with the point moved by one.
pub(super) fn digit(printed: &Printed, target: &Interval, context: &Context) -> Option<String> {
    let body = Body::of(printed);
    let count = body.digits.len();
    if count > 15 {
        return None;
    }
    let fit = |edit: Vec<u8>| body.fit(printed, &edit, target).map(|value| at_precision(value, body.places));
    let shorter = (0..count).filter(|_| count > 1).map(|i| without(&body.digits, i)).filter_map(fit);
    let moved = [dec!(10), dec!(0.1)].into_iter().filter_map(|factor| moved(printed, factor, body.places, target));
    let plain = shorter.chain(moved).next();
    if plain.is_some() || !few(printed, target, 8) {
        return plain;
    }
    let longer = restored(&body.digits);
    let other = if context.reckoned || count < 3 { Vec::new() } else { replaced(&body.digits) };
    let mut fitting = longer.into_iter().chain(other).filter(|edit| edit[0] != b'0').filter_map(fit);
    let first = fitting.next()?;
    // Where several fit, chance finds one.
    fitting.all(|next| next == first).then_some(first)
}

/// The print with its point moved by one place, or with a digit that was lost at its end.
fn moved(printed: &Printed, factor: Decimal, places: usize, target: &Interval) -> Option<String> {
    let value = (printed.value() / printed.scale).checked_mul(factor)?;
    let last_digit = printed.last_digit().checked_mul(factor.max(Decimal::ONE))?;
    if !fits(value.checked_mul(printed.scale)?, last_digit, target) {
        return None;
    }
    // A digit lost at the end is the target's to give back.
    let whole = target.best.filter(|_| few(printed, target, 3)).and_then(|best| best.checked_div(printed.scale));
    let value = whole.filter(|_| factor > Decimal::ONE).map_or(value, |best| best.round_dp(places as u32));
    Some(at_precision(value, value.normalize().scale() as usize))
}
