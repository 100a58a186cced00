//! Plain text to blocks: tables first, then what stands between them, parted
//! by empty lines and by lines that say what they are.

use std::ops::Range;

use super::columns::aligned;
use super::draft::{Draft, Kind};
use super::lines::{Line, lines};
use super::marks::{Mark, is_bare_heading, is_bare_label, mark};
use super::parted::{Found, barred, semicolons, tabbed};

/// Tags that a copy of a page leaves in plain text; a reader does not see them.
const TAGS: &[&str] = &["i", "b", "u", "em", "strong", "sup", "sub", "small", "span", "mark", "br"];

/// A closing `**` is looked for so far ahead.
const EMPHASIS_BYTES: usize = 400;

/// Reads plain text.
pub(super) fn plain(text: &str) -> Draft {
    let lines = lines(text);
    let mut draft = Draft::default();
    let mut from = 0;
    for table in tables(text, &lines) {
        prose(text, &lines, from..table.lines.start, &mut draft);
        let loose = table.lines.start == 0 || is_empty(text, &lines[table.lines.start - 1]);
        let rows = table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| inked(text, cell.clone(), &mut draft)).collect())
            .collect();
        draft.add(Kind::Grid(rows), loose);
        from = table.lines.end;
    }
    prose(text, &lines, from..lines.len(), &mut draft);
    draft
}

/// The tables in order; where two readings claim a line, the first kind has it.
fn tables(text: &str, lines: &[Line]) -> Vec<Found> {
    let mut taken = vec![false; lines.len()];
    let mut tables: Vec<Found> = Vec::new();
    for kind in [tabbed, barred, aligned, semicolons] {
        for table in kind(text, lines) {
            if !taken[table.lines.clone()].contains(&true) {
                taken[table.lines.clone()].fill(true);
                tables.push(table);
            }
        }
    }
    tables.sort_by_key(|table| table.lines.start);
    tables
}

fn prose(text: &str, lines: &[Line], range: Range<usize>, draft: &mut Draft) {
    let mut i = range.start;
    while i < range.end {
        if is_empty(text, &lines[i]) {
            i += 1;
            continue;
        }
        let loose = i == 0 || is_empty(text, &lines[i - 1]);
        let end = block_end(text, lines, i, range.end);
        let words = inked(text, lines[i].start..lines[end - 1].end, draft);
        let stands_alone = end - i == 1 && loose && lines.get(end).is_none_or(|next| is_empty(text, next));
        let kind = match mark(lines[i].of(text)) {
            Mark::Heading if end - i == 1 => Kind::Heading(words),
            Mark::Item => Kind::Item(words),
            Mark::None if stands_alone && is_bare_heading(draft.text[words.clone()].trim()) => Kind::Heading(words),
            _ => Kind::Text(words),
        };
        if !matches!(&kind, Kind::Heading(words) | Kind::Text(words) | Kind::Item(words) if words.is_empty()) {
            draft.add(kind, loose);
        }
        i = end;
    }
}

/// Where the block that begins with this line ends.
fn block_end(text: &str, lines: &[Line], start: usize, last: usize) -> usize {
    let first = lines[start].of(text);
    if matches!(mark(first), Mark::Heading | Mark::Unit) || is_bare_label(first) {
        return start + 1;
    }
    (start + 1..last).find(|i| is_empty(text, &lines[*i]) || mark(lines[*i].of(text)) != Mark::None).unwrap_or(last)
}

fn is_empty(text: &str, line: &Line) -> bool {
    line.of(text).trim().is_empty()
}

/// Writes a stretch of the text as a reader sees it.
fn inked(text: &str, range: Range<usize>, draft: &mut Draft) -> Range<usize> {
    draft.begin();
    let words = text.get(range.clone()).unwrap_or_default();
    let (mut i, mut closing) = (0, None);
    while let Some(letter) = words[i..].chars().next() {
        let rest = &words[i..];
        if let Some(length) = tag(rest) {
            i += length;
        } else if letter == '\\' && rest[1..].starts_with(['$', '%', '&', '#', '_', '*', '~', '|']) {
            draft.letter(char::from(rest.as_bytes()[1]), range.start + i + 1);
            i += 2;
        } else if closing == Some(i) {
            closing = None;
            i += 2;
        } else if closing.is_none()
            && rest.starts_with("**")
            && let Some(length) = emphasis(rest)
        {
            closing = Some(i + length);
            i += 2;
        } else {
            draft.letter(letter, range.start + i);
            i += letter.len_utf8();
            if matches!(letter, '\n' | '\r') {
                turn(&words[i..], draft);
            }
        }
    }
    draft.end()
}

/// At the end of a line: none of the scripts that write without spaces gains one, nor does a word broken at its hyphen.
fn turn(rest: &str, draft: &mut Draft) {
    let (Some(last), Some(next)) = (draft.last_letter(), rest.trim_start().chars().next()) else { return };
    if (is_unspaced(last) && is_unspaced(next)) || (last == '-' && next.is_alphanumeric()) {
        draft.no_space();
    }
}

/// Chinese and Japanese letters and their punctuation.
pub(super) fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{3001}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

fn tag(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('<')?;
    let end = inner.as_bytes().iter().take(12).position(|byte| *byte == b'>')?;
    let name = inner[..end].trim_matches(['/', ' ']);
    TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name)).then_some(end + 2)
}

/// Where the `**` that closes this one stands, if this one opens.
fn emphasis(rest: &str) -> Option<usize> {
    let inner = &rest[2..];
    inner.starts_with(|first: char| !first.is_whitespace() && first != '*').then_some(())?;
    let end = inner.as_bytes().windows(2).take(EMPHASIS_BYTES).position(|pair| pair == b"**")?;
    inner[..end].ends_with(|last: char| !last.is_whitespace()).then_some(end + 2)
}
