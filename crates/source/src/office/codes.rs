//! What offices write alike: months as digits, codes of goods, currencies.

use yalu_trade::{Currency, Period, Unit};

/// A year `2023`, or a month `202312` with anything or nothing between its parts; 52 and 99 are the year.
pub(super) fn period(text: &str) -> Option<Period> {
    let (year, month) = text.split_at_checked(4)?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<i32>().ok()).flatten();
    let year = Period::year(digits(year)?);
    let month = month.strip_prefix(['.', '-', '/']).unwrap_or(month);
    match month {
        "" | "52" | "99" => Some(year),
        _ if month.len() <= 2 => Period::month(year.first_year(), u8::try_from(digits(month)?).ok()?),
        _ => None,
    }
}

/// Why a text is no code of the Harmonized System or a tariff under it; `None` where it is one, or the total.
pub(super) fn doubt_of(code: &str) -> Option<String> {
    let digits = !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit());
    match (code, digits, code.len()) {
        ("TOTAL", ..) | (_, true, 2 | 4 | 6 | 8 | 10) => None,
        (_, true, 1 | 3 | 5 | 7 | 9) => Some(format!("code `{code}` has lost its leading zero")),
        _ => Some(format!("`{}` is not a code of goods", super::intake::short(code))),
    }
}

/// A currency by its letters.
pub(super) fn currency(letters: &str) -> Option<Currency> {
    match letters.parse() {
        Ok(Unit::Money(currency)) => Some(currency),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_written_in_many_ways() {
        for (text, read) in [
            ("2023", Some("2023")),
            ("202312", Some("2023-12")),
            ("202352", Some("2023")),
            ("202399", Some("2023")),
            ("2023.01", Some("2023-01")),
            ("2016.1", Some("2016-01")),
            ("2023-07", Some("2023-07")),
            ("202313", None),
            ("2023-", Some("2023")),
            ("20", None),
            ("총계", None),
            ("2023.001", None),
        ] {
            assert_eq!(period(text).map(|p| p.to_string()).as_deref(), read, "{text}");
        }
    }

    #[test]
    fn a_code_that_lost_its_zero_is_not_mended() {
        for code in ["TOTAL", "01", "0301", "030111", "03011100", "0301110000"] {
            assert_eq!(doubt_of(code), None, "{code}");
        }
        assert_eq!(doubt_of("3011100").as_deref(), Some("code `3011100` has lost its leading zero"));
        assert_eq!(doubt_of("=1+1").as_deref(), Some("`=1+1` is not a code of goods"));
        assert_eq!(doubt_of("").as_deref(), Some("`` is not a code of goods"));
    }
}
