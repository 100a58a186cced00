//! Numbers in words: their digits, their scale and their unit, in the forms
//! of three languages. `$2.00 billion`, `2억 9,200만 달러`, `8,066万美元`,
//! `141,108 tons`, `12.3%`, `4.2배`. What stands for a price, a range or a
//! bare count is told apart, not guessed at.

mod words;

use std::ops::Range;

use yalu_trade::{Approx, Decimal, Printed, Unit, dec};

use words::{A_MONTH, BETWEEN, NAMED, PREFIXES, PRICES, SCALES, UNITS};

/// A number as it was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Number {
    /// From its currency sign to its unit word.
    pub(super) at: Range<usize>,
    /// Its digits as they count, such as `29200` for 2억 9,200만.
    pub(super) digits: String,
    /// What one of them stands for.
    pub(super) scale: Decimal,
    /// Of what; nothing where no unit stands beside it.
    pub(super) unit: Option<Unit>,
    /// A currency sign or a unit word, and no scale word: `$2,226`.
    pub(super) unscaled: bool,
    /// A scale word and no unit: `2.00 billion`.
    pub(super) unnamed: bool,
    /// A price of one of something.
    pub(super) price: bool,
    /// A mean of a month, as in `$25 million a month`.
    pub(super) a_month: bool,
    /// One end of a range.
    pub(super) range: bool,
    /// A word, and rough.
    pub(super) worded: bool,
}

/// Does a word end where the rest begins?
fn ends(word: &str, rest: &str) -> bool {
    let letter = word.ends_with(|c: char| c.is_ascii_alphanumeric());
    !(letter && rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

fn word<'a, T: Copy>(text: &'a str, words: &[(&str, T)]) -> Option<(T, &'a str)> {
    // Most numbers of a table stand before another, or before a mark.
    let first = *text.as_bytes().first()?;
    if first.is_ascii_digit() || matches!(first, b',' | b'.' | b')' | b'\n' | b';') {
        return None;
    }
    let begins = |word: &str| word.as_bytes()[0].eq_ignore_ascii_case(&first);
    words.iter().filter(|(word, _)| begins(word)).find_map(|(word, meaning)| {
        let rest = text.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word)).map(|_| &text[word.len()..]);
        rest.filter(|rest| ends(word, rest)).map(|rest| (*meaning, rest))
    })
}

fn spaced(text: &str) -> &str {
    text.strip_prefix([' ', '\u{a0}', '-']).filter(|rest| !rest.starts_with([' ', '-'])).unwrap_or(text)
}

/// A scale word, spaced or not; a lone letter must touch its digits.
fn scale(text: &str) -> Option<(Decimal, &str)> {
    let near = spaced(text);
    let (found, rest) = word(near, &SCALES)?;
    let letter = near.len() - rest.len() == 1;
    // "$25m" but not "25 m" and not "25m3".
    (!letter || near.len() == text.len()).then_some((found, rest))
}

/// Thousands and millions of tons, by their signs: `kt`, `Mt`. The case of the latter tells it from metric tons.
fn kilotons(text: &str) -> Option<(Decimal, &str)> {
    let near = spaced(text);
    let signs = [("kt", dec!(1000)), ("Mt", dec!(1000000))];
    let (rest, scale) = signs.iter().find_map(|(sign, scale)| Some((near.strip_prefix(sign)?, *scale)))?;
    (!rest.starts_with(|c: char| c.is_ascii_alphanumeric())).then_some((scale, rest))
}

fn unit(text: &str) -> Option<(Unit, &str)> {
    let near = text.trim_start_matches([' ', '\u{a0}']);
    let near = if text.len() - near.len() > 1 { text } else { near };
    let near = near.strip_prefix("of ").unwrap_or(near);
    let named = || word(near, &NAMED).and_then(|(code, rest)| code.parse().ok().map(|unit| (unit, rest)));
    let (unit, rest) = word(near, &UNITS).or_else(named)?;
    let dated = unit == Unit::Pieces && rest.starts_with(|c: char| c.is_alphabetic() && !c.is_ascii());
    (!dated).then_some((unit, rest))
}

/// Digits at the start: groups of three, a decimal point. Their text, without commas, and what follows.
fn digits(text: &str, spaced: bool) -> Option<(String, &str)> {
    let bytes = text.as_bytes();
    let mut end = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if end == 0 || end > 18 {
        return None;
    }
    // Groups of three, by commas or by thin spaces, the same throughout.
    let marks = [",", "\u{2009}", "\u{202f}", "\u{a0}", " "];
    let known = marks.into_iter().take(if spaced { 5 } else { 4 });
    let separator = known.into_iter().find(|mark| text[end..].starts_with(mark)).unwrap_or(",");
    while end <= 30 && end > 0 && text[end..].starts_with(separator) {
        let start = end + separator.len();
        let group = bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
        let first = text[..end].bytes().take_while(u8::is_ascii_digit).count();
        if group != 3 || first > 3 {
            break;
        }
        end = start + 3;
    }
    if bytes.get(end) == Some(&b'.') {
        let decimals = bytes[end + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        // So many decimals are no print, and what stands before them is not the number.
        if decimals > 12 {
            return None;
        }
        if (1..=6).contains(&decimals) {
            end += 1 + decimals;
        }
    }
    let plain: String = text[..end].chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    (plain.len() <= 20).then_some((plain, &text[end..]))
}

/// Digits with the scale words that follow them, as one mantissa and one scale: 27억7천만 is 277 × 10⁷.
fn compound(text: &str, grouped: bool) -> Option<(String, Decimal, bool, &str)> {
    let (first, rest) = digits(text, grouped)?;
    let Some((mut unit, mut rest)) = scale(rest) else { return Some((first, Decimal::ONE, false, rest)) };
    let mut sum = Decimal::from_str_exact(&first).ok()?.checked_mul(unit)?;
    let mut parts = vec![(first, unit)];
    // Only scales of the Sinitic kind are strung together.
    while unit >= dec!(10000) && !text[..text.len() - rest.len()].is_ascii() {
        let near = rest.strip_prefix(' ').unwrap_or(rest);
        let Some((next, after)) = digits(near, false) else { break };
        let (smaller, after) = scale(after).unwrap_or((Decimal::ONE, after));
        let value = Decimal::from_str_exact(&next).ok()?.checked_mul(smaller)?;
        let named = smaller > Decimal::ONE || self::unit(after).is_some();
        if smaller >= unit || value >= unit * dec!(10) || !named {
            break;
        }
        sum = sum.checked_add(value)?;
        parts.push((next, smaller));
        (unit, rest) = (smaller, after);
    }
    let (last, scale) = parts.last()?;
    if parts.len() == 1 {
        return Some((last.clone(), *scale, true, rest));
    }
    let places = last.split_once('.').map_or(0, |(_, decimals)| decimals.len() as u32);
    let mut mantissa = sum.checked_div(*scale)?;
    mantissa.rescale(places);
    Some((mantissa.to_string(), *scale, true, rest))
}

/// The currency sign that ends right before a byte, and where it begins.
fn prefix(text: &str, start: usize) -> Option<(Unit, usize)> {
    let before = &text[..start];
    let before = before.strip_suffix('\\').map_or(before, |b| b);
    PREFIXES.iter().find_map(|(sign, code)| {
        let at = before.len().checked_sub(sign.len())?;
        let same = before.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(sign));
        let fresh = !sign.starts_with(|c: char| c.is_ascii_alphabetic())
            || !before.get(..at).is_some_and(|lead| lead.ends_with(|c: char| c.is_ascii_alphanumeric()));
        (same && fresh).then(|| code.parse().ok().map(|unit| (unit, at)))?
    })
}

fn begins(text: &str, words: &[&str]) -> bool {
    let near = text.trim_start_matches(' ');
    words.iter().any(|word| {
        near.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)) && ends(word, &near[word.len()..])
    })
}

/// The number whose digits begin at a byte; digits that touch a letter before them are none.
pub(super) fn number(text: &str, start: usize) -> Option<Number> {
    let before = &text[..start];
    let touching = before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '/');
    let signed = prefix(text, start);
    if touching && signed.is_none() {
        return None;
    }
    // 5 496 850 tons: spaces part thousands only where a unit follows, or a currency leads.
    let body = &text[start..];
    let spaced = compound(body, true).filter(|(digits, _, scaled, rest)| {
        let same = body[..body.len() - rest.len()].bytes().filter(u8::is_ascii_digit).count() == digits.len();
        !same || signed.is_some() || *scaled || unit(rest).is_some()
    });
    let (mut digits, scale, scaled, mut rest) = spaced.or_else(|| compound(body, false))?;
    let mut at = signed.map_or(start, |(_, from)| from);
    let mut unit_found = signed.map(|(unit, _)| unit);
    // 571 kt, 1.22 Mt
    let mut scale = scale;
    if let Some((kilo, after)) = kilotons(rest).filter(|_| unit_found.is_none() && !scaled) {
        (unit_found, rest) = (Some(Unit::Tonne), after);
        scale = kilo;
    } else if let Some((unit, after)) = unit(rest)
        && (unit_found.is_none() || matches!(unit, Unit::Money(_)))
    {
        (unit_found, rest) = (Some(unit), after);
    } else if let Some(after) = rest.strip_prefix(['x', '×']).filter(|_| unit_found.is_none() && !scaled)
        && !after.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !after.trim_start().starts_with(|c: char| c.is_ascii_digit())
    {
        // 3.2x exports, and not 3 x 4
        (unit_found, rest) = (Some(Unit::Times), after);
    }
    // −12.3 and △12.3 are below zero; a dash between two numbers is none.
    let sign = text[..at].chars().next_back();
    let ahead = text[..at].chars().rev().nth(1);
    let minus = match sign {
        Some('−' | '△' | '▲' | '▼' | '-' | '–') => {
            ahead.is_none_or(|c| c.is_whitespace() || "(:：,，|约약".contains(c))
        }
        _ => false,
    };
    if let Some(sign) = sign.filter(|sign| minus || *sign == '+') {
        at -= sign.len_utf8();
        // ▲ is a rise in some offices and a fall in others: its sign is left to the words.
        if sign != '+' && sign != '▲' {
            digits.insert(0, '-');
        }
    }
    Some(Number {
        at: at..text.len() - rest.len(),
        digits,
        scale,
        unit: unit_found,
        unscaled: !scaled && scale == Decimal::ONE,
        unnamed: scaled && unit_found.is_none(),
        price: matches!(unit_found, Some(Unit::Money(_))) && begins(rest, &PRICES),
        a_month: begins(rest, &A_MONTH),
        range: false,
        worded: false,
    })
}

/// Gives `from 35.1 to 38.4 billion` its one unit, and tells ranges.
pub(super) fn share_units(text: &str, numbers: &mut [Number]) {
    for i in (1..numbers.len()).rev() {
        let (before, after) = numbers.split_at_mut(i);
        let (Some(left), Some(right)) = (before.last_mut(), after.first()) else { continue };
        let between = text.get(left.at.end..right.at.start).unwrap_or_default();
        if right.unit.is_none() && right.unscaled && is_earlier(between, text.get(right.at.end..).unwrap_or_default()) {
            (after[0].unit, after[0].scale, after[0].unscaled) = (left.unit, left.scale, left.unscaled);
            continue;
        }
        let signless = between.trim_end_matches(['$', '€']);
        if !BETWEEN.contains(&between) && !BETWEEN.contains(&signless) {
            continue;
        }
        let lead = text[..left.at.start].trim_end().to_ascii_lowercase();
        if left.unit.is_none() && right.unit.is_some() && left.unscaled {
            (left.unit, left.scale, left.unscaled) = (right.unit, right.scale, right.unscaled);
        }
        let change = lead.ends_with("from") || between == "에서 " || lead.ends_with('从') || lead.ends_with('由');
        if between != " and " && !change && left.unit == right.unit || lead.ends_with("between") {
            left.range = true;
            after[0].range = true;
        }
    }
}

/// `$487.2 mn (2022: 431.1)`: the same of another time, in the same unit.
fn is_earlier(between: &str, after: &str) -> bool {
    let inside =
        between.trim_start().strip_prefix(['(', '（']).and_then(|words| words.trim_end().strip_suffix([':', '：']));
    let dated = inside.is_some_and(|words| words.len() <= 24 && words.bytes().filter(u8::is_ascii_digit).count() >= 4);
    dated && after.starts_with([')', '）'])
}

impl Number {
    /// As a print; a round number of two zeros or more counts only the digits before them.
    pub(super) fn printed(&self, unit: Unit, approx: Approx, round: bool) -> Option<Printed> {
        let zeros = self.digits.bytes().rev().take_while(|b| *b == b'0').count();
        let whole = self.digits.bytes().all(|b| b.is_ascii_digit());
        if round && whole && zeros >= 2 && self.digits.len() > zeros {
            let (digits, scale) =
                (&self.digits[..self.digits.len() - zeros], Decimal::from(10u64.pow(zeros.min(18) as u32)));
            return Printed::read(digits, self.scale.checked_mul(scale)?, unit, approx).ok();
        }
        Printed::read(&self.digits, self.scale, unit, approx).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, whole: &str, digits: &str, scale: Decimal, unit: Option<&str>) {
        let start = text.find(|c: char| c.is_ascii_digit()).expect(text);
        let found = number(text, start).expect(text);
        assert_eq!((&text[found.at.clone()], found.digits.as_str(), found.scale), (whole, digits, scale), "{text}");
        assert_eq!(found.unit.map(|unit| unit.to_string()).as_deref(), unit, "{text}");
    }

    #[test]
    fn numbers_are_read_in_three_languages() {
        check("to $2.00 billion,", "$2.00 billion", "2.00", dec!(1000000000), Some("USD"));
        check("\\$80.66 million", "$80.66 million", "80.66", dec!(1000000), Some("USD"));
        check("$12.9bn, up", "$12.9bn", "12.9", dec!(1000000000), Some("USD"));
        check("2.00 billion, 124", "2.00 billion", "2.00", dec!(1000000000), None);
        check("2억 9,200만 달러로", "2억 9,200만 달러", "29200", dec!(10000), Some("USD"));
        check("27억7천만 달러", "27억7천만 달러", "277", dec!(10000000), Some("USD"));
        check("20亿350万美元", "20亿350万美元", "200350", dec!(10000), Some("USD"));
        check("14.11亿美元", "14.11亿美元", "14.11", dec!(100000000), Some("USD"));
        check("人民币69.9亿元（", "人民币69.9亿元", "69.9", dec!(100000000), Some("CNY"));
        check("39.556 million tons in", "39.556 million tons", "39.556", dec!(1000000), Some("t"));
        check("-12.3% on", "-12.3%", "-12.3", dec!(1), Some("%"));
        check("0.8%p 하락", "0.8%p", "0.8", dec!(1), Some("points"));
        check("3.6个百分点", "3.6个百分点", "3.6", dec!(1), Some("points"));
        check("4.2배이고", "4.2배", "4.2", dec!(1), Some("times"));
        check("$2,226 (17", "$2,226", "2226", dec!(1), Some("USD"));
        check("12 barrels", "12 barrels", "12", dec!(1), Some("units"));
        check("571 kt, second", "571 kt", "571", dec!(1000), Some("t"));
        check("1.22 Mt after", "1.22 Mt", "1.22", dec!(1000000), Some("t"));
        check("10월", "10", "10", dec!(1), None);
        assert_eq!(number(&format!("0.{}1 billion", "0".repeat(40)), 0), None);
    }
}
