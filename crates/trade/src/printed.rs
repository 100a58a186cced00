//! Printed numbers. What a page says is a run of digits, a scale and perhaps a
//! word of doubt; what it allows is an interval: the value ± half a unit of its
//! last digit, wider where the word says so. All of it exact, in decimal.

use std::{fmt, str::FromStr};

use rust_decimal::{Decimal, dec};

use crate::{Hint, Interval, Unit};

/// The word of approximation beside a number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Approx {
    /// No word: rounded to the last digit.
    #[default]
    Rounded,
    /// ± one whole unit of the last digit.
    About,
    /// The print or more.
    Over,
    /// The print or less.
    Under,
    /// From one unit below, up to the print.
    Nearly,
}

/// A number as a page prints it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Printed {
    /// The digits as printed, such as `2.1870` or `-148567`.
    pub digits: String,
    /// What one of them stands for: `1e4` where the page counts in ten thousands.
    pub scale: Decimal,
    /// Of what.
    pub unit: Unit,
    /// The word of approximation.
    pub approx: Approx,
    value: Decimal,
    last_digit: Decimal,
    interval: Interval,
}

/// Why a text is not a printed number.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{text}` is not {wanted}")]
pub struct PrintedError {
    text: String,
    wanted: &'static str,
}

impl Hint for PrintedError {
    fn hint(&self) -> &'static str {
        match self.wanted {
            "a scale" => "write 1, 1e3, 1e4, 1e8 or the like",
            "a word of approximation" => "write about, over, under or nearly, or leave it empty",
            _ => "write the digits as printed, with a dot before decimals: 2.1870, 89404, -148567",
        }
    }
}

impl PrintedError {
    fn new(text: &str, wanted: &'static str) -> Self {
        Self { text: text.to_owned(), wanted }
    }
}

impl Printed {
    /// Reads the digits of a print, and what they count.
    pub fn read(digits: &str, scale: Decimal, unit: Unit, approx: Approx) -> Result<Self, PrintedError> {
        let fault = || PrintedError::new(digits, "a printed number");
        let number = number(digits).ok_or_else(fault)?;
        let one_digit = Decimal::try_new(1, number.scale()).map_err(|_| fault())?;
        let value = number.checked_mul(scale).ok_or_else(fault)?.normalize();
        let last_digit = one_digit.checked_mul(scale).ok_or_else(fault)?;
        let interval = allowed(value, last_digit, approx).ok_or_else(fault)?;
        Ok(Self { digits: digits.to_owned(), scale, unit, approx, value, last_digit, interval })
    }

    /// What is printed, times its scale.
    pub fn value(&self) -> Decimal {
        self.value
    }

    /// One unit of the last digit, times the scale.
    pub fn last_digit(&self) -> Decimal {
        self.last_digit
    }

    /// Every value that the print allows.
    pub fn interval(&self) -> Interval {
        self.interval
    }
}

/// Digits as printed: a sign, whole digits, in groups of three if there are commas at all, and
/// decimals after a dot. `29,1` is not guessed at: it may be a decimal comma.
fn number(digits: &str) -> Option<Decimal> {
    let body = digits.strip_prefix(['-', '+', '\u{2212}']).unwrap_or(digits);
    let (whole, fraction) = body.split_once('.').map_or((body, None), |(whole, fraction)| (whole, Some(fraction)));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.iter().all(|group| all_digits(group))
        && (groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3)));
    if !grouped || fraction.is_some_and(|fraction| !all_digits(fraction)) {
        return None;
    }
    let plain = body.replace(',', "");
    let value = Decimal::from_str_exact(&plain).ok()?;
    Some(if digits.starts_with(['-', '\u{2212}']) { -value } else { value })
}

/// Digits with commas between their thousands: `-148567.5` is `-148,567.5`. A sign and the decimals after a
/// dot stay as they are.
pub fn grouped(digits: &str) -> String {
    let (sign, rest) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let (whole, decimals) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
    let comma = |(i, c): (usize, char)| [(i > 0 && (whole.len() - i).is_multiple_of(3)).then_some(','), Some(c)];
    let whole: String = whole.chars().enumerate().flat_map(comma).flatten().collect();
    format!("{sign}{whole}{decimals}")
}

/// Every value that would have been printed so; `None` where it is too large to hold.
fn allowed(value: Decimal, unit: Decimal, approx: Approx) -> Option<Interval> {
    let half = unit.checked_mul(dec!(0.5))?;
    let (low, high) = match approx {
        Approx::Rounded => (Some(value.checked_sub(half)?), Some(value.checked_add(half)?)),
        Approx::About => (Some(value.checked_sub(unit)?), Some(value.checked_add(unit)?)),
        Approx::Over => (Some(value), None),
        Approx::Under => (None, Some(value)),
        Approx::Nearly => (Some(value.checked_sub(unit)?), Some(value)),
    };
    Some(Interval { low: low.map(|v| v.normalize()), best: Some(value), high: high.map(|v| v.normalize()) })
}

impl fmt::Display for Printed {
    /// As a reader would copy it: `about 89404 × 10000 USD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = self.approx.word();
        let space = if word.is_empty() { "" } else { " " };
        write!(f, "{word}{space}{}", self.digits)?;
        if self.scale == Decimal::ONE {
            write!(f, " {}", self.unit)
        } else {
            write!(f, " × {} {}", self.scale, self.unit)
        }
    }
}

impl Printed {
    /// Reads a scale such as `1e4` or `0.01`.
    pub fn scale(text: &str) -> Result<Decimal, PrintedError> {
        let fault = || PrintedError::new(text, "a scale");
        let read =
            if text.contains(['e', 'E']) { Decimal::from_scientific(text) } else { Decimal::from_str_exact(text) };
        read.ok().filter(|scale| *scale > Decimal::ZERO).map(|scale| scale.normalize()).ok_or_else(fault)
    }
}

impl Approx {
    /// The word for it; none where nothing was said.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rounded => "",
            Self::About => "about",
            Self::Over => "over",
            Self::Under => "under",
            Self::Nearly => "nearly",
        }
    }
}

impl FromStr for Approx {
    type Err = PrintedError;

    fn from_str(text: &str) -> Result<Self, PrintedError> {
        [Self::Rounded, Self::About, Self::Over, Self::Under, Self::Nearly]
            .into_iter()
            .find(|approx| approx.word() == text)
            .ok_or_else(|| PrintedError::new(text, "a word of approximation"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(digits: &str, scale: &str, approx: &str, expected: (Option<Decimal>, Decimal, Option<Decimal>)) {
        let scale = Printed::scale(scale).expect(scale);
        let printed = Printed::read(digits, scale, Unit::Tonne, approx.parse().expect(approx)).expect(digits);
        let Interval { low, best, high } = printed.interval();
        assert_eq!((low, best, high), (expected.0, Some(expected.1), expected.2), "{approx} {digits} × {scale}");
    }

    #[test]
    fn a_print_allows_half_its_last_digit_or_what_its_word_says() {
        check("89404", "1e4", "", (Some(dec!(894035000)), dec!(894040000), Some(dec!(894045000))));
        check("2.1870", "1e8", "", (Some(dec!(218695000)), dec!(218700000), Some(dec!(218705000))));
        check("-148567", "1e4", "", (Some(dec!(-1485675000)), dec!(-1485670000), Some(dec!(-1485665000))));
        check("2217", "1e6", "about", (Some(dec!(2216000000)), dec!(2217000000), Some(dec!(2218000000))));
        check("8", "1e3", "nearly", (Some(dec!(7000)), dec!(8000), Some(dec!(8000))));
        check("16792", "1", "over", (Some(dec!(16792)), dec!(16792), None));
        check("19", "1e6", "under", (None, dec!(19000000), Some(dec!(19000000))));
        check("2573821663", "1", "", (Some(dec!(2573821662.5)), dec!(2573821663), Some(dec!(2573821663.5))));
        check("1,234.5", "1", "", (Some(dec!(1234.45)), dec!(1234.5), Some(dec!(1234.55))));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for digits in [
            "",
            "-",
            "n.a.",
            "1.2.3",
            "1e4",
            ".5",
            "5.",
            "12 345",
            "16,8",
            "1,2,3",
            "29,1",
            "1234,567",
            "--1",
            "99999999999999999999999999999999",
        ] {
            assert!(Printed::read(digits, Decimal::ONE, Unit::Tonne, Approx::Rounded).is_err(), "{digits}");
        }
        let huge = Printed::scale("1e28").expect("a scale");
        assert!(Printed::read("7", huge, Unit::Tonne, Approx::About).is_err(), "its bounds cannot be held");
        for scale in ["", "0", "-1", "ten"] {
            assert!(Printed::scale(scale).is_err(), "{scale}");
        }
    }

    #[test]
    fn thousands_are_grouped() {
        for (digits, expected) in
            [("1", "1"), ("123", "123"), ("1234", "1,234"), ("-1234567.891", "-1,234,567.891"), ("-123", "-123")]
        {
            assert_eq!(grouped(digits), expected);
        }
    }

    proptest! {
        /// Rounding any value to the printed digits gives the print back.
        #[test]
        fn every_value_inside_would_have_been_printed_so(value in 0u64..10_000_000, places in 0u32..4, within in -499i64..499) {
            let digits = Decimal::new(value as i64, places).to_string();
            let printed = Printed::read(&digits, Decimal::ONE, Unit::Tonne, Approx::Rounded).expect("digits");
            let inside = printed.value() + printed.last_digit() * Decimal::new(within, 3);
            let bounds = printed.interval();
            prop_assert!(bounds.low <= Some(inside) && Some(inside) <= bounds.high);
            prop_assert_eq!(inside.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero), printed.value());
        }
    }
}
