//! Numbers that are words: `a fifth`, `two thirds`, `double the`, `three times`,
//! `절반`, `三分之一`. They are rough: each stands for what would be called so.

use yalu_trade::{Decimal, Unit, dec};

use super::number::Number;

/// A part in percent, in steps of two; `a third` is 32 to 36.
const PARTS: &[(&str, &str)] = &[
    ("two thirds", "33"),
    ("two-thirds", "33"),
    ("one third", "17"),
    ("one-third", "17"),
    ("a third", "17"),
    ("three quarters", "38"),
    ("three-quarters", "38"),
    ("one quarter", "13"),
    ("a quarter", "13"),
    ("two fifths", "20"),
    ("two-fifths", "20"),
    ("three fifths", "30"),
    ("three-fifths", "30"),
    ("four fifths", "40"),
    ("four-fifths", "40"),
    ("one fifth", "10"),
    ("one-fifth", "10"),
    ("a fifth", "10"),
    ("a tenth", "5"),
    ("one tenth", "5"),
    ("one-tenth", "5"),
    ("nine tenths", "45"),
    ("nine-tenths", "45"),
    ("half of", "25"),
    ("half the", "25"),
    ("by half", "25"),
    ("절반", "25"),
    ("3분의 1", "17"),
    ("3분의 2", "33"),
    ("4분의 1", "13"),
    ("4분의 3", "38"),
    ("5분의 1", "10"),
    ("10분의 1", "5"),
    ("三分之一", "17"),
    ("三分之二", "33"),
    ("四分之一", "13"),
    ("四分之三", "38"),
    ("五分之一", "10"),
    ("十分之一", "5"),
    ("一半", "25"),
];

/// A multiple, in steps of a fifth; `double` is 1.8 to 2.2.
const TIMES: &[(&str, &str)] = &[
    ("double the", "10"),
    ("twice the", "10"),
    ("twice as much", "10"),
    ("twice as many", "10"),
    ("triple the", "15"),
    ("one and a half times", "7.5"),
    ("two and a half times", "12.5"),
    ("two times", "10"),
    ("three times", "15"),
    ("four times", "20"),
    ("five times", "25"),
    ("six times", "30"),
    ("seven times", "35"),
    ("eight times", "40"),
    ("nine times", "45"),
    ("ten times", "50"),
    ("두 배", "10"),
    ("세 배", "15"),
    ("네 배", "20"),
    ("다섯 배", "25"),
    ("两倍", "10"),
    ("三倍", "15"),
    ("四倍", "20"),
    ("五倍", "25"),
];

/// The number in words that begins at a byte.
pub(super) fn worded(lower: &str, at: usize) -> Option<Number> {
    let rest = &lower[at..];
    let first = *rest.as_bytes().first()?;
    let find = |list: &'static [(&'static str, &'static str)]| {
        list.iter().find(|(word, _)| {
            let latin = word.is_ascii();
            word.as_bytes()[0] == first
                && rest.starts_with(word)
                && !(latin && rest[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()))
        })
    };
    let part = find(PARTS).map(|found| (found, dec!(2), Unit::Percent));
    let ((word, digits), scale, unit) = part.or_else(|| find(TIMES).map(|found| (found, dec!(0.2), Unit::Times)))?;
    let again = ["half the", "half of", "by half", "double the", "twice the", "triple the"].contains(word);
    // "half of the": the words that go on are read by themselves; "by half" begins before.
    let (lead, length) = match *word {
        "by half" => (3, 4),
        word if again => (0, word.len() - word.rsplit(' ').next().map_or(0, str::len) - 1),
        word => (0, word.len()),
    };
    Some(number(at + lead..at + lead + length, digits, scale, unit))
}

fn number(at: std::ops::Range<usize>, digits: &str, scale: Decimal, unit: Unit) -> Number {
    Number {
        at,
        digits: digits.to_owned(),
        scale,
        unit: Some(unit),
        unscaled: true,
        unnamed: false,
        price: false,
        a_month: false,
        range: false,
        worded: true,
    }
}
