//! Periods as the export writes them: `202301`, `2023`, `2023年1月`, and
//! January with February as one: `202301-202302`, `2023年1-2月`.

use yalu_trade::Period;

/// Words and signs between the two ends of a span.
const SPANS: [char; 5] = ['-', '~', '至', '到', '—'];

/// Reads a period; `None` for what is none, a spreadsheet's dates included.
pub(super) fn period(text: &str) -> Option<Period> {
    let text = text.trim();
    if let Some(one) = month_or_year(text) {
        return Some(one);
    }
    let (at, sign) = text.char_indices().find(|(_, sign)| SPANS.contains(sign))?;
    let from = month_or_year(text[..at].trim()).or_else(|| month_or_year(&format!("{}月", text[..at].trim())))?;
    let to = text[at + sign.len_utf8()..].trim();
    let within = || Period::month(from.first_year(), number(to.strip_suffix('月')?, 1..=2)?.try_into().ok()?);
    let to = month_or_year(to).filter(|to| to.is_month() == from.is_month()).or_else(within)?;
    Period::span(from, to).filter(|span| span.len_months() > 1 || from == to)
}

/// The first period that stands in a name or a title.
pub(in crate::office) fn period_in(text: &str) -> Option<Period> {
    let is_part = |c: char| c.is_ascii_digit() || c == '年' || c == '月' || SPANS.contains(&c);
    let parts = text.split(|c| !is_part(c)).map(|part| part.trim_matches(SPANS));
    parts.filter(|part| part.len() >= 4).find_map(period)
}

fn month_or_year(text: &str) -> Option<Period> {
    let year = |text: &str| number(text, 4..=4).filter(|year| (1900..2200).contains(year));
    let month = |year: i32, month: &str| Period::month(year, number(month, 1..=2)?.try_into().ok()?);
    if let Some((before, after)) = text.split_once('年') {
        let before = year(before.trim())?;
        return match after.trim() {
            "" => Some(Period::year(before)),
            after => month(before, after.strip_suffix('月')?.trim()),
        };
    }
    if let Some((before, after)) = text.split_once(['-', '/']) {
        return month(year(before)?, after);
    }
    match text.len() {
        4 => year(text).map(Period::year),
        6 if text.is_ascii() => month(year(&text[..4])?, &text[4..]),
        _ => None,
    }
}

fn number(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<i32> {
    (lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_as_the_office_writes_them() {
        for (text, expected) in [
            ("202301", "2023-01"),
            ("2023", "2023"),
            ("2023年", "2023"),
            ("2023年1月", "2023-01"),
            ("2023年01月", "2023-01"),
            ("2023-01", "2023-01"),
            ("2023/1", "2023-01"),
            ("202301-202302", "2023-01..2023-02"),
            ("202301~202302", "2023-01..2023-02"),
            ("202301至202302", "2023-01..2023-02"),
            ("2023年1-2月", "2023-01..2023-02"),
            ("2023年1至2月", "2023-01..2023-02"),
            ("2023年1月-2023年2月", "2023-01..2023-02"),
            ("2022-2023", "2022..2023"),
            ("202301-202312", "2023"),
        ] {
            assert_eq!(period(text).map(|p| p.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "202313",
            "202300",
            "20230",
            "2023.1",
            "44927",
            "Jan-23",
            "20230115",
            "23-01",
            "=202301",
            "2023-13",
            "202302-202301",
            "2023年13月",
            "2023年1-13月",
            "0001",
            "2023年2月x",
            "２０２３",
            "-",
            "2023-",
            "\0",
        ] {
            assert_eq!(period(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_may_hold_a_period() {
        for (name, expected) in [
            ("2023年1-12月进口.csv", Some("2023")),
            ("gacc-2023-exports.csv", Some("2023")),
            ("进口_202305.csv", Some("2023-05")),
            ("x-202301-202302-出口.csv", Some("2023-01..2023-02")),
            ("朝鲜进口.csv", None),
        ] {
            assert_eq!(period_in(name).map(|p| p.to_string()).as_deref(), expected, "{name}");
        }
    }
}
