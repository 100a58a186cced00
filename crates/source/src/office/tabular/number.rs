//! Numbers as people write them into tables: with separators between thousands, and
//! decimals after a dot or, where the mapping says so, after a comma.

use yalu_trade::Decimal;

use crate::office::intake::number;

/// A number as written; `None` where the separators do not stand as they should.
pub(super) fn written(text: &str, decimal_comma: bool) -> Option<Decimal> {
    if let Some(plain) = number(text).filter(|_| !decimal_comma || !text.contains('.')) {
        return Some(plain);
    }
    let (decimal, group) = if decimal_comma { (',', '.') } else { ('.', ',') };
    let body = text.strip_prefix(['-', '\u{2212}']).unwrap_or(text);
    let (whole, fraction) = body.split_once(decimal).map_or((body, None), |(whole, fraction)| (whole, Some(fraction)));
    let separator = whole.chars().find(|c| !c.is_ascii_digit());
    let allowed = separator.is_none_or(|c| c == group || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’'));
    let groups: Vec<&str> = separator.map_or_else(|| vec![whole], |separator| whole.split(separator).collect());
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let grouped = groups.iter().all(|group| digits(group))
        && (groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3)));
    if !allowed || !grouped || !fraction.is_none_or(digits) {
        return None;
    }
    let plain: Decimal = format!("{}.{}", groups.concat(), fraction.unwrap_or("0")).parse().ok()?;
    Some(if body.len() < text.len() { -plain } else { plain })
}

#[cfg(test)]
mod tests {
    use rust_decimal::dec;

    use super::*;

    #[test]
    fn separators_stand_where_they_should() {
        for (text, comma, value) in [
            ("1234.5", false, Some(dec!(1234.5))),
            ("1,187.5", false, Some(dec!(1187.5))),
            ("-7,240.0", false, Some(dec!(-7240))),
            ("\u{2212}1", false, Some(dec!(-1))),
            ("1 234 567", false, Some(dec!(1234567))),
            ("1.234,5", true, Some(dec!(1234.5))),
            ("1234,5", true, Some(dec!(1234.5))),
            ("1.234", true, Some(dec!(1234))),
            ("12.34", true, None),
            ("1,23", false, None),
            ("12,34,567", false, None),
            ("1,234 567", false, None),
            ("(5)", false, None),
            ("5%", false, None),
            ("=1+1", false, None),
            ("NaN", false, None),
            ("", false, None),
        ] {
            assert_eq!(written(text, comma), value, "{text}");
        }
    }
}
