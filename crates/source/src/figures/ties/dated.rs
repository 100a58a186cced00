//! A change between two times that are named, and the two levels that are named
//! by the same: `Q1 571 kt, Q2 648 kt … Q2 is 13.5 % above Q1`, `三季度比二季度增长`.

use yalu_trade::{How, Tie, Unit};

use super::{Near, change, has};

/// A time by its name: a year, a quarter (101 to 104), a month (201 to 212).
type Named = u16;

const QUARTERS: [&[&str]; 4] = [
    &["first quarter", "quarter one", "1st quarter", "q1", "1분기", "1/4분기", "一季度"],
    &["second quarter", "quarter two", "2nd quarter", "q2", "2분기", "2/4분기", "二季度"],
    &["third quarter", "quarter three", "3rd quarter", "q3", "3분기", "3/4분기", "三季度"],
    &["fourth quarter", "quarter four", "4th quarter", "q4", "4분기", "4/4분기", "四季度"],
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The times that a text names, each with its place in it.
fn times(text: &str) -> Vec<(usize, Named)> {
    let mut found: Vec<(usize, Named)> = Vec::new();
    let alone = |at: usize, end: usize| {
        let letter = |c: char| c.is_ascii_alphanumeric() || c == '/';
        !text[..at].ends_with(letter) && !text[end..].starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    for (words, named) in QUARTERS.iter().zip(101..) {
        let all = words.iter().flat_map(|word| text.match_indices(word));
        found.extend(all.filter(|(at, word)| alone(*at, at + word.len())).map(|(at, _)| (at, named)));
    }
    for (word, named) in MONTHS.iter().zip(201..) {
        let all = text.match_indices(word).filter(|(at, word)| alone(*at, at + word.len()));
        found.extend(all.map(|(at, _)| (at, named)));
    }
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
        let digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
        at = start + digits;
        let (number, rest) = (text[start..at].parse::<u16>().unwrap_or(0), &text[at..]);
        let free =
            !text[..start].ends_with(['.', ',', '-', '–', '~', '/', '$', '€']) && !rest.starts_with(['-', '–', '~']);
        let month = (rest.starts_with('월') || rest.starts_with('月')) && (1..=12).contains(&number);
        if free && digits == 4 && (1950..2060).contains(&number) && !parted(rest) {
            found.push((start, number));
        } else if free && month {
            found.push((start, 200 + number));
        }
    }
    found.sort_unstable();
    found.dedup_by_key(|(_, named)| *named);
    found
}

/// Do more digits of one number follow?
fn parted(rest: &str) -> bool {
    let after = rest.strip_prefix([',', '.']);
    after.is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()))
}

/// The one time by which a level is named: the last before it in its clause, or the one right behind it.
fn label(near: &Near<'_>, n: usize) -> Option<Named> {
    let lead = near.lead(n).rsplit([';', '；', '。', '.', '\n']).next().unwrap_or_default();
    let before = times(lead);
    let tail = near.tail(n).trim_start_matches([' ', '(', '（']);
    let tail = tail.strip_prefix("in ").unwrap_or(tail);
    let behind = times(tail).first().filter(|(at, _)| *at == 0).map(|(_, named)| *named);
    match (before.as_slice(), behind) {
        (_, Some(behind)) => Some(behind),
        ([.., (_, last)], None) if !has(lead, &[" and ", "와 ", "과 ", "和", "至", " to "]) => Some(*last),
        _ => None,
    }
}

/// The clause of a change: what its sentence says between the figures beside it.
fn clause<'a>(near: &Near<'a>, n: usize) -> &'a str {
    let own = &near.figure(near.said[n].figure).spot.bytes;
    let start = own.start - near.lead(n).len();
    near.text.get(start..own.end + near.tail(n).len()).unwrap_or_default()
}

pub(super) fn read(near: &Near<'_>, ties: &mut Vec<Tie>) {
    for n in 0..near.said.len() {
        let figure = near.figure(near.said[n].figure);
        let Some(how) = change(figure) else { continue };
        let [(_, later), (_, earlier)] = times(clause(near, n))[..] else { continue };
        let class = |named: Named| (named > 100) as u8 + (named > 200) as u8 * 2 + (named > 1000) as u8 * 4;
        if figure.forecast || class(later) != class(earlier) || figure.level.is_some() && figure.against.is_some() {
            continue;
        }
        let one = |named: Named, unit: Unit| {
            let mut all = (0..near.said.len())
                .filter(|m| *m != n && near.is_level(*m) && near.unit(*m) == unit && label(near, *m) == Some(named));
            all.next().filter(|_| all.next().is_none())
        };
        let mut units: Vec<Unit> = (0..near.said.len()).filter(|m| near.is_level(*m)).map(|m| near.unit(m)).collect();
        units.sort();
        units.dedup();
        let pairs: Vec<(usize, usize)> =
            units.into_iter().filter_map(|unit| one(later, unit).zip(one(earlier, unit))).collect();
        let alone = pairs.len() == 1;
        for (part, whole) in pairs {
            let same = how != How::Difference || near.unit(part) == near.unit(n);
            let (a, b) = (near.figure(near.said[part].figure), near.figure(near.said[whole].figure));
            let alike = match (&a.about, &b.about) {
                (Some(a), Some(b)) => a.flow == b.flow && a.thing == b.thing,
                _ => true,
            };
            if same && alike {
                ties.push(Tie {
                    figure: near.said[n].figure,
                    how,
                    parts: vec![near.said[part].figure],
                    whole: vec![near.said[whole].figure],
                    sure: alone,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_named_in_three_languages() {
        let named = |text: &str| times(text).into_iter().map(|(_, named)| named).collect::<Vec<_>>();
        assert_eq!(named("the second quarter is above the first quarter"), [102, 101]);
        assert_eq!(named("三季度比二季度增长"), [103, 102]);
        assert_eq!(named("2월은 1월보다"), [202, 201]);
        assert_eq!(named("in 2023 as in 2022, not 2,023"), [2023, 2022]);
        assert_eq!(named("2020-2023"), [0u16; 0]);
    }
}
