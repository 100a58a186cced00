//! Amounts as the export prints them: digits, in groups of three or not, and
//! perhaps decimals; read from bytes to whole last places without a float.

use yalu_trade::{Fixed, MOST_FIXED};

/// What stands in a field for an amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Amount {
    /// Nothing: empty, or a dash.
    Absent,
    /// So many last places, and whether it had to be rounded to them.
    Of(Fixed, bool),
    /// Something else: text, a number in the form of a computer, one too large.
    Wrong,
}

/// Reads an amount to so many decimals.
pub(super) fn amount(field: &[u8], places: u32) -> Amount {
    let field = field.trim_ascii();
    if field.is_empty() || field == b"-" || field == b"--" {
        return Amount::Absent;
    }
    let (negative, digits) = match field {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let (whole, decimals) = match memchr::memchr(b'.', digits) {
        Some(dot) => (&digits[..dot], &digits[dot + 1..]),
        None => (digits, &[][..]),
    };
    if digits.len() > whole.len() && decimals.is_empty() {
        return Amount::Wrong;
    }
    let read = whole_digits(whole).and_then(|whole| last_places(whole, decimals, places));
    read.map_or(Amount::Wrong, |(amount, rounded)| Amount::Of(if negative { -amount } else { amount }, rounded))
}

/// Digits before the point; commas part them in threes, or not at all.
fn whole_digits(text: &[u8]) -> Option<Fixed> {
    let mut value: Fixed = 0;
    // Digits since the last comma; before the first comma one to three.
    let (mut run, mut grouped) = (0_usize, false);
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                value = value.checked_mul(10)?.checked_add(Fixed::from(byte - b'0'))?;
                run += 1;
            }
            b',' if run == 3 || (!grouped && (1..3).contains(&run)) => (run, grouped) = (0, true),
            _ => return None,
        }
    }
    (if grouped { run == 3 } else { run > 0 }).then_some(value)
}

/// A whole number and its decimals in last places, half up.
fn last_places(whole: Fixed, decimals: &[u8], places: u32) -> Option<(Fixed, bool)> {
    if !decimals.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let mut value = whole;
    for place in 0..places as usize {
        let digit = decimals.get(place).map_or(0, |byte| byte - b'0');
        value = value.checked_mul(10)?.checked_add(Fixed::from(digit))?;
    }
    let rest = decimals.get(places as usize..).unwrap_or_default();
    let up = rest.first().is_some_and(|byte| *byte >= b'5');
    let value = value.checked_add(Fixed::from(up)).filter(|value| *value <= MOST_FIXED)?;
    Some((value, rest.iter().any(|byte| *byte != b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_from_bytes() {
        for (text, places, expected) in [
            ("0", 2, Amount::Of(0, false)),
            ("1,234,567", 2, Amount::Of(123_456_700, false)),
            ("1234567", 2, Amount::Of(123_456_700, false)),
            (" 12.5\t", 3, Amount::Of(12_500, false)),
            ("0.005", 2, Amount::Of(1, true)),
            ("0.004", 2, Amount::Of(0, true)),
            ("7.1200", 2, Amount::Of(712, false)),
            ("-3", 2, Amount::Of(-300, false)),
            ("9,999,999,999,999,999.99", 2, Amount::Of(MOST_FIXED, false)),
            ("9,999,999,999,999,999.995", 2, Amount::Wrong),
            ("92,233,720,368,547,758.08", 2, Amount::Wrong),
            ("", 2, Amount::Absent),
            ("-", 2, Amount::Absent),
            ("1,23", 2, Amount::Wrong),
            ("1234,567", 2, Amount::Wrong),
            ("1,234567", 2, Amount::Wrong),
            (",234", 2, Amount::Wrong),
            ("1,,234", 2, Amount::Wrong),
            ("1.", 2, Amount::Wrong),
            (".", 2, Amount::Wrong),
            ("1.2.3", 2, Amount::Wrong),
            ("NaN", 2, Amount::Wrong),
            ("inf", 2, Amount::Wrong),
            ("1e308", 2, Amount::Wrong),
            ("1.2E+8", 2, Amount::Wrong),
            ("=1+1", 2, Amount::Wrong),
            ("--5", 2, Amount::Wrong),
            ("12\0", 2, Amount::Wrong),
            ("１２", 2, Amount::Wrong),
        ] {
            assert_eq!(amount(text.as_bytes(), places), expected, "{text}");
        }
    }

    proptest::proptest! {
        /// What is printed with commas reads as what is printed without.
        #[test]
        fn commas_change_nothing(whole in 0i64..9_000_000_000_000, cents in 0i64..100) {
            let plain = format!("{whole}.{cents:02}");
            let grouped = yalu_trade::grouped(&plain);
            proptest::prop_assert_eq!(amount(plain.as_bytes(), 2), Amount::Of(whole * 100 + cents, false));
            proptest::prop_assert_eq!(amount(grouped.as_bytes(), 2), Amount::Of(whole * 100 + cents, false));
        }
    }
}
