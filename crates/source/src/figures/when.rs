//! Periods in words: `October 2023`, `Jan–Oct 2023`, `the first ten months of
//! 2023`, `2023년 1~10월`, `2023年上半年`, `2017-18`. A month that names no
//! year is kept as one.

use yalu_trade::Period;

/// A period as words give it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum When {
    /// With its year.
    Exact(Period),
    /// From month to month of a year that is not named.
    Months(u8, u8),
    /// The whole of a year that is not named.
    WholeYear,
}

const MONTHS: [(&str, u8); 24] = [
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
    ("sept", 9),
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
];

const PARTS: [(&str, u8, u8); 45] = [
    ("1/4분기", 1, 3),
    ("2/4분기", 4, 6),
    ("3/4분기", 7, 9),
    ("4/4분기", 10, 12),
    ("4분기", 10, 12),
    ("first half", 1, 6),
    ("second half", 7, 12),
    ("first quarter", 1, 3),
    ("second quarter", 4, 6),
    ("third quarter", 7, 9),
    ("fourth quarter", 10, 12),
    ("first two months", 1, 2),
    ("first three months", 1, 3),
    ("first four months", 1, 4),
    ("first five months", 1, 5),
    ("first six months", 1, 6),
    ("first seven months", 1, 7),
    ("first eight months", 1, 8),
    ("first nine months", 1, 9),
    ("first ten months", 1, 10),
    ("first eleven months", 1, 11),
    ("h1", 1, 6),
    ("h2", 7, 12),
    ("q1", 1, 3),
    ("q2", 4, 6),
    ("q3", 7, 9),
    ("q4", 10, 12),
    ("1h", 1, 6),
    ("2h", 7, 12),
    ("상반기", 1, 6),
    ("하반기", 7, 12),
    ("上半年", 1, 6),
    ("下半年", 7, 12),
    ("第一季度", 1, 3),
    ("第二季度", 4, 6),
    ("第三季度", 7, 9),
    ("第四季度", 10, 12),
    ("一季度", 1, 3),
    ("二季度", 4, 6),
    ("三季度", 7, 9),
    ("四季度", 10, 12),
    ("前三季度", 1, 9),
    ("1분기", 1, 3),
    ("2분기", 4, 6),
    ("3분기", 7, 9),
];

fn months_of(year: i32, from: u8, to: u8) -> Option<Period> {
    Period::span(Period::month(year, from)?, Period::month(year, to)?)
}

/// Digits at the start, at most so many; their number and their length.
fn digits(text: &str, most: usize) -> Option<(i32, usize)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    (length > 0 && length <= most).then(|| text[..length].parse().ok().map(|n| (n, length)))?
}

fn after<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| text.strip_prefix(word))
}

fn dash(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(' ');
    after(text, &["-", "–", "—", "~", "∼", "～", "至", "到"]).map(|rest| rest.trim_start_matches(' '))
}

fn english_dash(text: &str) -> Option<&str> {
    dash(text).or_else(|| after(text, &[" to ", " through "]))
}

/// A name of a month at the start of lower-case words, at a boundary.
fn month_name(lower: &str) -> Option<(u8, usize)> {
    let (name, month) = MONTHS.iter().find(|(name, _)| {
        lower.starts_with(name) && !lower[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
    })?;
    let dot = usize::from(lower[name.len()..].starts_with('.'));
    Some((*month, name.len() + dot))
}

/// A year: four digits of this or the last century, that no other digit touches.
fn year(text: &str) -> Option<(i32, &str)> {
    let (number, length) = digits(text, 4).filter(|(number, length)| *length == 4 && (1950..2100).contains(number))?;
    let rest = &text[length..];
    let mut next = rest.chars();
    let touches = match next.next() {
        Some(',' | '.') => next.next().is_some_and(|c| c.is_ascii_digit()) && !dotted_month(rest),
        Some('%' | '\u{2030}') => true,
        // the 1950s
        Some('s') => !next.next().is_some_and(char::is_alphabetic),
        _ => false,
    };
    (!touches).then_some((number, rest))
}

/// `.10` or `.1` after a year, and nothing more: a month.
fn dotted_month(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix('.') else { return false };
    digits(rest, 2).is_some_and(|(month, length)| {
        (1..=12).contains(&month) && (length == 2 || month < 10) && !rest[length..].starts_with('%')
    })
}

/// The period that begins at the start of the words, and how many bytes it takes. `lower` is the
/// same words in lower case, byte for byte; `fresh` says that no letter or digit stands before.
pub(super) fn when(text: &str, lower: &str, fresh: bool) -> Option<(When, usize)> {
    let (found, rest) = if fresh { with_year(text, lower).or_else(|| english(text, lower)) } else { None }
        .or_else(|| cjk_months(text).map(|(a, b, rest)| (When::Months(a, b), rest)))
        .or_else(|| after(text, &["연간", "全年"]).map(|rest| (When::WholeYear, rest)))?;
    Some((found, text.len() - rest.len()))
}

/// `2023` and what follows it.
fn with_year<'a>(text: &'a str, lower: &str) -> Option<(When, &'a str)> {
    let (first, rest) = year(text)?;
    let exact = |period, rest| Some((When::Exact(period), rest));
    // 2023년 1~10월, 2023年10月, 2023年上半年, 2017년~2019년
    let of_year = |rest: &'a str| {
        let tight = rest.trim_start_matches(' ');
        let (from, to, rest) = cjk_months(tight).or_else(|| part(tight, tight))?;
        months_of(first, from, to).map(|period| (When::Exact(period), rest))
    };
    if let Some(rest) = after(rest, &["년", "年"]) {
        if let Some(found) = of_year(rest) {
            return Some(found);
        }
        let last = dash(rest).and_then(year).and_then(|(last, rest)| Some((last, after(rest, &["년", "年"])?)));
        if let Some((last, rest)) = last {
            return Period::span(Period::year(first), Period::year(last)).map(|period| (When::Exact(period), rest));
        }
        return exact(Period::year(first), rest);
    }
    // 2023 Q1, 2023H1, 2023 1~10월
    if let Some(found) = of_year(rest) {
        return Some(found);
    }
    // 2023.10
    if dotted_month(rest) {
        let (month, length) = digits(&rest[1..], 2)?;
        let after_month = &rest[1 + length..];
        let to = dash(after_month).and_then(|rest| digits(rest, 2).map(|(n, l)| (n, &rest[l..])));
        if let Some((to, rest)) = to.filter(|(to, _)| (month..=12).contains(to)) {
            return months_of(first, month as u8, to as u8).map(|period| (When::Exact(period), rest));
        }
        return Period::month(first, month as u8).map(|period| (When::Exact(period), after_month));
    }
    if let Some(rest) = rest.strip_prefix('/') {
        let (month, length) = digits(rest, 2).filter(|(month, _)| (1..=12).contains(month))?;
        return Period::month(first, month as u8).map(|period| (When::Exact(period), &rest[length..]));
    }
    // 2018-19, 2018–2019, 2023-10
    if let Some(next) = english_dash(rest) {
        if let Some((last, rest)) = year(next).filter(|(last, _)| *last > first) {
            let rest = after(rest, &["년", "年"]).unwrap_or(rest);
            return Period::span(Period::year(first), Period::year(last)).map(|period| (When::Exact(period), rest));
        }
        let tight = rest.starts_with(['-', '–', '~', '—']);
        if let Some((two, length)) = digits(next, 2).filter(|(_, length)| *length == 2 && tight) {
            let rest = &next[length..];
            let last = first - first.rem_euclid(100) + two;
            let decimal = rest.starts_with(['.', ',']) && rest[1..].starts_with(|c: char| c.is_ascii_digit());
            if last > first && !decimal && !rest.starts_with('%') {
                let rest = after(rest, &["년", "年"]).unwrap_or(rest);
                return Period::span(Period::year(first), Period::year(last)).map(|period| (When::Exact(period), rest));
            }
            // A day, 2023-01-18, is when something came out, and no period of trade.
            let day = rest.strip_prefix('-').and_then(|rest| digits(rest, 2)).is_some_and(|(_, length)| length == 2);
            if let Some(month) = Period::month(first, two as u8).filter(|_| !day) {
                return exact(month, rest);
            }
        }
    }
    // 2023 Jan-Oct
    let spaced = rest.strip_prefix(' ').unwrap_or(rest);
    let start = text.len() - spaced.len();
    if let Some((from, to, rest)) = english_months(spaced, &lower[start..]) {
        return months_of(first, from, to).map(|period| (When::Exact(period), rest));
    }
    exact(Period::year(first), rest)
}

/// `October`, `January–October`, `Jan. to Oct.`
fn english_months<'a>(text: &'a str, lower: &str) -> Option<(u8, u8, &'a str)> {
    let (from, length) = month_name(lower)?;
    if !text.starts_with(char::is_uppercase) {
        return None;
    }
    let rest = &text[length..];
    let next = english_dash(rest).map(|next| (next, &lower[text.len() - next.len()..]));
    if let Some((to, used)) = next.and_then(|(_, lower)| month_name(lower)).filter(|(to, _)| *to > from) {
        return next.map(|(next, _)| (from, to, &next[used..]));
    }
    let both = after(rest, &[" and ", " & "]).map(|next| (next, &lower[text.len() - next.len()..]));
    if let Some((to, used)) = both.and_then(|(_, lower)| month_name(lower)).filter(|(to, _)| *to == from + 1) {
        // January and February are printed together; other pairs are two months.
        return if from == 1 { both.map(|(next, _)| (from, to, &next[used..])) } else { Some((from, from, rest)) };
    }
    Some((from, from, rest))
}

fn part<'a>(text: &'a str, lower: &str) -> Option<(u8, u8, &'a str)> {
    let found = PARTS.iter().find(|(name, ..)| {
        let Some(rest) = lower.strip_prefix(name) else { return false };
        !name.is_ascii() || !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
    });
    found.map(|(name, from, to)| (*from, *to, &text[name.len()..]))
}

/// English months and parts of years, with the year after them or without one.
fn english<'a>(text: &'a str, lower: &str) -> Option<(When, &'a str)> {
    let (from, to, rest) = english_months(text, lower).or_else(|| part(text, lower))?;
    let spaced = after(rest, &[", ", " of ", " in ", " ", "-", "/"]).unwrap_or(rest);
    if let Some((found, rest)) = year(spaced) {
        // "in October 2022-23" is not a period of ours.
        return months_of(found, from, to).map(|period| (When::Exact(period), rest));
    }
    // "may" is a verb more often than a month; a sentence that begins with it is not told apart.
    let doubtful = lower.starts_with("may") || lower.starts_with("march");
    (!doubtful || to != from || rest.starts_with([',', '.', ' ', ';']) || rest.is_empty())
        .then_some((When::Months(from, to), rest))
}

/// `10월`, `1~10월`, `1월~10월`, `1-10月`, `前10个月`.
fn cjk_months(text: &str) -> Option<(u8, u8, &str)> {
    if let Some(rest) = text.strip_prefix('前') {
        let (count, length) = digits(rest, 2)?;
        let rest = after(&rest[length..], &["个月", "個月"])?;
        return (2..=12).contains(&count).then_some((1, count as u8, rest));
    }
    let (from, length) = digits(text, 2).filter(|(month, _)| (1..=12).contains(month))?;
    let rest = &text[length..];
    let month = |rest| after(rest, &["월", "月"]);
    let end = |rest: &str| dash(rest).and_then(|rest| digits(rest, 2).map(|(to, length)| (to, rest.len() - length)));
    let bare = month(rest).unwrap_or(rest);
    if let Some((to, left)) = end(bare).filter(|(to, _)| (from + 1..=12).contains(to))
        && let Some(rest) = month(&bare[bare.len() - left..])
    {
        return Some((from as u8, to as u8, rest));
    }
    let rest = month(rest)?;
    // 10월호, 3个月: not months of a year.
    Some((from as u8, from as u8, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_as_they_are_written() {
        for (text, period, left) in [
            ("2023", "2023", ""),
            ("2023, imports", "2023", ", imports"),
            ("2023년 10월", "2023-10", ""),
            ("2023년 1~10월 수입", "2023-01..2023-10", " 수입"),
            ("2023年1-10月", "2023-01..2023-10", ""),
            ("2023年上半年", "2023-01..2023-06", ""),
            ("2018-19 average", "2018..2019", " average"),
            ("2018–2019", "2018..2019", ""),
            ("2018~2019년", "2018..2019", ""),
            ("2023-10", "2023-10", ""),
            ("2023.10", "2023-10", ""),
            ("October 2023", "2023-10", ""),
            ("Oct. 2023", "2023-10", ""),
            ("January–October 2023", "2023-01..2023-10", ""),
            ("Jan-Oct 2023", "2023-01..2023-10", ""),
            ("first ten months of 2023", "2023-01..2023-10", ""),
            ("first half of 2023", "2023-01..2023-06", ""),
            ("Q1 2023", "2023-Q1", ""),
            ("January and February 2023", "2023-01..2023-02", ""),
        ] {
            let (found, length) = when(text, &text.to_lowercase(), true).expect(text);
            let When::Exact(found) = found else { panic!("{text}: {found:?}") };
            assert_eq!((found.to_string().as_str(), &text[length..]), (period, left), "{text}");
        }
        for (text, from, to) in
            [("10월", 10, 10), ("1~10월", 1, 10), ("前10个月", 1, 10), ("October,", 10, 10), ("Jan-Oct", 1, 10)]
        {
            let found = when(text, &text.to_lowercase(), true).map(|(when, _)| when);
            assert_eq!(found, Some(When::Months(from, to)), "{text}");
        }
        for text in ["2,226", "20235", "1066", "marching", "10.5"] {
            assert_eq!(when(text, &text.to_lowercase(), true), None, "{text}");
        }
    }
}
