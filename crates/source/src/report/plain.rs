//! Plain text to blocks: tables first, then what stands between them, parted
//! by empty lines and by lines that say what they are.

use std::ops::Range;

use super::columns::aligned;
use super::draft::{Draft, Kind};
use super::lines::{Line, lines};
use super::marks::{Mark, ends_a_sentence, is_bare_heading, is_bare_label, is_bullet, mark};
use super::parted::{Found, barred, semicolons, tabbed};
use super::worded::worded;

/// Tags that a copy of a page leaves in plain text; a reader does not see them.
const TAGS: &[&str] = &["i", "b", "u", "em", "strong", "sup", "sub", "small", "span", "mark", "br"];

/// A closing `**` is looked for so far ahead.
const EMPHASIS_BYTES: usize = 400;

/// Reads plain text.
pub(super) fn plain(text: &str, draft: &mut Draft) {
    plain_part(text, 0..text.len(), 0, draft);
}

/// Reads a stretch of a text as plain text; the text itself begins at a byte of the file.
pub(super) fn plain_part(text: &str, range: Range<usize>, at: usize, draft: &mut Draft) {
    draft.shift = at;
    laid_out(text, &lines(text, range), draft);
    draft.shift = 0;
}

/// Reads the lines of a text.
pub(super) fn laid_out(text: &str, lines: &[Line], draft: &mut Draft) {
    let mut from = 0;
    for table in tables(text, lines) {
        prose(text, lines, from..table.lines.start, draft);
        let loose = table.lines.start == 0 || is_empty(text, &lines[table.lines.start - 1]);
        let rows = cells(text, &table, draft);
        draft.add(Kind::Grid(rows), loose);
        from = table.lines.end;
    }
    prose(text, lines, from..lines.len(), draft);
}

/// Writes the cells of a table; a label that goes on in a second line is one.
fn cells(text: &str, table: &Found, draft: &mut Draft) -> Vec<Vec<Range<usize>>> {
    let mut continued = table.continued.iter().peekable();
    let mut rows = Vec::with_capacity(table.rows.len());
    for (i, row) in table.rows.iter().enumerate() {
        let mut cells: Vec<Range<usize>> = Vec::with_capacity(row.len());
        for cell in row {
            draft.begin();
            ink(text, cell.clone(), draft);
            while let Some((_, more)) = continued.next_if(|(of, _)| cells.is_empty() && *of == i) {
                draft.space();
                ink(text, more.clone(), draft);
            }
            cells.push(draft.end());
        }
        rows.push(cells);
    }
    rows
}

/// Whether a table stands in a stretch of a text.
pub(super) fn holds_table(text: &str, range: Range<usize>) -> bool {
    !tables(text, &lines(text, range)).is_empty()
}

/// The tables in order; where two readings claim a line, the first kind has it.
fn tables(text: &str, lines: &[Line]) -> Vec<Found> {
    let mut taken = vec![false; lines.len()];
    let mut tables: Vec<Found> = Vec::new();
    for kind in [tabbed, barred, aligned, semicolons, worded] {
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
            Mark::None if stands_alone && is_bare_heading(&draft.text[words.clone()]) => Kind::Bare(words),
            _ => Kind::Text(words),
        };
        if kind.words().is_some_and(|words| !words.is_empty()) {
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
    (start + 1..last).find(|i| begins_a_block(text, lines, start, *i)).unwrap_or(last)
}

/// A number begins a heading or an item only where a sentence may begin: lines break before "12. " and before "다. " too.
fn begins_a_block(text: &str, lines: &[Line], start: usize, i: usize) -> bool {
    let line = lines[i].of(text);
    match mark(line) {
        Mark::None => is_empty(text, &lines[i]),
        Mark::Heading | Mark::Item if !is_bullet(line.trim()) => {
            mark(lines[start].of(text)) == Mark::Item || ends_a_sentence(lines[i - 1].of(text))
        }
        _ => true,
    }
}

fn is_empty(text: &str, line: &Line) -> bool {
    line.of(text).trim().is_empty()
}

fn inked(text: &str, range: Range<usize>, draft: &mut Draft) -> Range<usize> {
    draft.begin();
    ink(text, range, draft);
    draft.end()
}

/// Writes a stretch of the text as a reader sees it.
fn ink(text: &str, range: Range<usize>, draft: &mut Draft) {
    let words = text.get(range.clone()).unwrap_or_default();
    let (mut i, mut closing, mut raised) = (0, None, false);
    while let Some(letter) = words[i..].chars().next() {
        let rest = &words[i..];
        if let Some((length, name)) = tag(rest) {
            i += length;
            match name {
                "sup" => raised = true,
                "/sup" => raised = false,
                _ => {}
            }
        } else if letter == '\\' && rest[1..].starts_with(['$', '%', '&', '#', '_', '*', '~', '|']) {
            draft.letter(char::from(rest.as_bytes()[1]), range.start + i + 1);
            i += 2;
        } else if letter == '\u{ad}' {
            // A hyphen that shows only where it breaks a word: the word is whole.
            i += 2 + rest[2..].len() - rest[2..].trim_start().len();
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
            draft.letter(if raised { superscript(letter) } else { letter }, range.start + i);
            i += letter.len_utf8();
            if matches!(letter, '\n' | '\r') {
                turn(&words[i..], draft);
            }
        }
    }
}

/// At the end of a line: none of the scripts that write without spaces gains one, nor does a word broken
/// at its hyphen, nor a Korean sentence before its last syllable.
fn turn(rest: &str, draft: &mut Draft) {
    let (Some(last), Some(next)) = (draft.last_letter(), rest.trim_start().chars().next()) else { return };
    let ends_in_korean = ('\u{ac00}'..='\u{d7a3}').contains(&last) && rest.trim_start().starts_with("다.");
    if runs_on(last, next) || ends_in_korean {
        draft.no_space();
    }
}

/// Whether two pieces of a sentence meet without a space.
pub(super) fn runs_on(last: char, next: char) -> bool {
    let is_tight = |letter: char| is_unspaced(letter) || letter.is_ascii_alphanumeric();
    (last == '-' && next.is_alphanumeric())
        || ((is_unspaced(last) || is_unspaced(next)) && is_tight(last) && is_tight(next))
}

/// Chinese and Japanese letters and their punctuation.
pub(super) fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{3001}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// A raised digit, so that the mark of a note does not run into the number before it.
pub(super) fn superscript(letter: char) -> char {
    match letter {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32('⁰' as u32 + (letter as u32 - '0' as u32)).unwrap_or(letter),
        _ => letter,
    }
}

/// The tag that stands here: its length, and its name with the stroke of an end.
fn tag(rest: &str) -> Option<(usize, &str)> {
    let inner = rest.strip_prefix('<')?;
    let end = inner.as_bytes().iter().take(12).position(|byte| *byte == b'>')?;
    let name = inner[..end].trim_end_matches(['/', ' ']);
    TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name.trim_start_matches('/'))).then_some((end + 2, name))
}

/// Where the `**` that closes this one stands, if this one opens.
fn emphasis(rest: &str) -> Option<usize> {
    let inner = &rest[2..];
    inner.starts_with(|first: char| !first.is_whitespace() && first != '*').then_some(())?;
    let end = inner.as_bytes().windows(2).take(EMPHASIS_BYTES).position(|pair| pair == b"**")?;
    inner[..end].ends_with(|last: char| !last.is_whitespace()).then_some(end + 2)
}
