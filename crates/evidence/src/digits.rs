//! What undoes one wrong key in a run of digits: one dropped, one doubled, one
//! replaced, two exchanged; for audits and for the solver alike. The solver's
//! [`repair`] counts only where one kind of edit fits and fits in one place, so
//! that chance does not name a cause.

use std::collections::BTreeSet;

use yalu_trade::Cause;

/// A repair that fits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fit {
    /// The digits as they would have been printed.
    pub(crate) digits: String,
    /// What happened to them.
    pub(crate) cause: Cause,
    /// In words.
    pub(crate) what: &'static str,
}

/// A kind of edit: what undoes it, and what it is called.
type Kind = (fn(&[u8]) -> Vec<Vec<u8>>, Cause, &'static str);

/// The kinds, the likeliest first.
const KINDS: [Kind; 4] = [
    (neighbours, Cause::Transposed, "two digits stood in each other's place"),
    (undoubled, Cause::Digit, "a digit stands twice"),
    (replaced, Cause::Digit, "one digit is another"),
    (restored, Cause::Digit, "a digit is dropped"),
];

/// A kind of edit is not tried where chance would find a fit more often than this.
const CHANCE: f64 = 0.45;

/// The single edit that brings digits into bounds (in units of what the digits count, above zero), if one
/// kind does so and does so at one place.
pub(crate) fn repair(digits: &str, (low, high): (f64, f64)) -> Option<Fit> {
    let narrow = if high > 0.0 && low > 0.0 { (high / low).log10() } else { return None };
    let body: Vec<u8> = digits.bytes().filter(|b| b.is_ascii_digit() || *b == b'.').collect();
    if body.iter().filter(|b| b.is_ascii_digit()).count() < 3 || body.len() > 24 {
        return None;
    }
    let inside = |edit: &Vec<u8>| {
        let value = number(edit);
        low <= value && value <= high
    };
    for (undo, cause, what) in KINDS {
        let tried = undo(&body);
        // So many edits spread over a decade would hit bounds so narrow by chance this often.
        if tried.len() as f64 * narrow > CHANCE {
            continue;
        }
        let fits: BTreeSet<Vec<u8>> =
            tried.into_iter().filter(inside).filter(|edit| edit[0] != b'0' || body[0] == b'0').collect();
        if let Some(edit) = nearest(&fits, &body, (low + high) / 2.0) {
            let sign = if digits.starts_with(['-', '\u{2212}']) { "-" } else { "" };
            let digits = format!("{sign}{}", String::from_utf8(edit).ok()?);
            return Some(Fit { digits, cause, what });
        }
    }
    None
}

/// The edit that comes nearest to a value, if it comes much nearer than any that touches another place.
fn nearest(fits: &BTreeSet<Vec<u8>>, body: &[u8], value: f64) -> Option<Vec<u8>> {
    let place = |edit: &Vec<u8>| edit.iter().zip(body).take_while(|(a, b)| a == b).count();
    let off = |edit: &Vec<u8>| (number(edit) - value).abs();
    let best = fits.iter().min_by(|a, b| off(a).total_cmp(&off(b)))?;
    let elsewhere = fits.iter().filter(|edit| place(edit) != place(best));
    let alone = elsewhere.map(off).all(|other| off(best) * MUCH_NEARER <= other);
    alone.then(|| best.clone())
}

/// An edit at another place has to miss by so many times as much.
const MUCH_NEARER: f64 = 3.0;

fn number(edit: &[u8]) -> f64 {
    std::str::from_utf8(edit).ok().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN)
}

fn at_digits(body: &[u8]) -> impl Iterator<Item = usize> + '_ {
    (0..body.len()).filter(|i| body[*i].is_ascii_digit())
}

/// Two digits exchanged that stand so many places apart: 1 for neighbours.
pub(crate) fn exchanged(body: &[u8], apart: usize) -> Vec<Vec<u8>> {
    let pairs = at_digits(body).zip(at_digits(body).skip(apart)).filter(|(a, b)| body[*a] != body[*b]);
    pairs
        .map(|(a, b)| {
            let mut edit = body.to_vec();
            edit.swap(a, b);
            edit
        })
        .collect()
}

fn neighbours(body: &[u8]) -> Vec<Vec<u8>> {
    exchanged(body, 1)
}

/// Without one of two like neighbours. The decimal point stays where it is.
fn undoubled(body: &[u8]) -> Vec<Vec<u8>> {
    let pairs = at_digits(body).zip(at_digits(body).skip(1)).filter(|(a, b)| body[*a] == body[*b]);
    pairs.map(|(_, b)| without(body, b)).collect()
}

/// All but the digit at one place.
pub(crate) fn without(body: &[u8], at: usize) -> Vec<u8> {
    body.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, b)| *b).collect()
}

/// Each digit replaced by each other one.
pub(crate) fn replaced(body: &[u8]) -> Vec<Vec<u8>> {
    let each = |at: usize| {
        (b'0'..=b'9').filter(move |digit| *digit != body[at]).map(move |digit| {
            let mut edit = body.to_vec();
            edit[at] = digit;
            edit
        })
    };
    at_digits(body).flat_map(each).collect()
}

/// A digit put in at each place.
pub(crate) fn restored(body: &[u8]) -> Vec<Vec<u8>> {
    let each = |at: usize| {
        (b'0'..=b'9').map(move |digit| {
            let mut edit = body.to_vec();
            edit.insert(at, digit);
            edit
        })
    };
    (0..=body.len()).flat_map(each).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(digits: &str, truth: f64, expected: Option<(&str, Cause)>) {
        let fit = repair(digits, (truth * 0.999, truth * 1.001));
        assert_eq!(fit.as_ref().map(|fit| (fit.digits.as_str(), fit.cause)), expected, "{digits} for {truth}");
    }

    #[test]
    fn one_wrong_key_is_undone() {
        check("200530", 200_350.0, Some(("200350", Cause::Transposed)));
        check("2003350", 200_350.0, Some(("200350", Cause::Digit)));
        check("20350", 200_350.0, Some(("200350", Cause::Digit)));
        check("260350", 200_350.0, Some(("200350", Cause::Digit)));
        check("-148567", 178_567.0, Some(("-178567", Cause::Digit)));
        check("25.74", 52.74, Some(("52.74", Cause::Transposed)));
    }

    #[test]
    fn what_takes_two_is_not_guessed_at() {
        check("200350", 431_000.0, None);
        check("12", 21.0, None);
    }
}
