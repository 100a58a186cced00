//! Tables in lines of text whose cells a letter parts: tabs, bars, semicolons.
//! It takes lines for a table only when several agree.

use std::ops::Range;

use super::columns::is_number;
use super::lines::Line;
use super::marks::{Mark, mark};

/// A table among lines: the lines it takes, and its cells as ranges of the text.
pub(super) struct Found {
    pub(super) lines: Range<usize>,
    pub(super) rows: Vec<Vec<Range<usize>>>,
    /// Second lines of labels: the row whose first cell goes on, in order, and with what.
    pub(super) continued: Vec<(usize, Range<usize>)>,
}

/// A line between two rows that is no longer than this heads a group of rows.
const GROUP_LETTERS: usize = 60;

/// A cell of a table parted by semicolons is short: prose has them too.
const SEMICOLON_CELL_BYTES: usize = 120;

/// Tables of cells parted by tabs.
pub(super) fn tabbed(text: &str, lines: &[Line]) -> Vec<Found> {
    runs(text, lines, |letter| letter == '\t', true)
        .filter(|run| rows_with(text, lines, run, |line| line.trim().contains('\t')) >= 2)
        .map(|run| found(text, lines, run, |line, at| cells(line, at, '\t')))
        .collect()
}

/// Tables of cells parted by bars, with or without bars at their ends, as Markdown has them.
pub(super) fn barred(text: &str, lines: &[Line]) -> Vec<Found> {
    runs(text, lines, is_bar, true)
        .filter(|run| rows_with(text, lines, run, |line| line.contains(is_bar) && !is_rule(line)) >= 2)
        .map(|run| found(text, lines, run, barred_cells))
        .collect()
}

/// Tables of cells parted by semicolons: as many in every line, and a column of numbers.
pub(super) fn semicolons(text: &str, lines: &[Line]) -> Vec<Found> {
    runs(text, lines, |letter| letter == ';', false)
        .map(|run| as_wide(text, lines, run))
        .map(|run| found(text, lines, run, |line, at| cells(line, at, ';')))
        .filter(|found| {
            let width = found.rows.first().map_or(0, Vec::len);
            found.rows.len() >= 2
                && found.rows.iter().all(|row| row.len() == width)
                && found.rows.iter().flatten().all(|cell| cell.len() <= SEMICOLON_CELL_BYTES)
                && (0..width).any(|column| found.rows[1..].iter().all(|row| is_number(&text[row[column].clone()])))
        })
        .collect()
}

/// The longest stretch of a run whose lines have as many semicolons: a line of units above is no row.
fn as_wide(text: &str, lines: &[Line], run: Range<usize>) -> Range<usize> {
    let parts = |i: usize| lines[i].of(text).matches(';').count();
    let mut best = run.start..run.start;
    let mut start = run.start;
    for end in run.start + 1..=run.end {
        if end == run.end || parts(end) != parts(start) {
            if end - start > best.len() {
                best = start..end;
            }
            start = end;
        }
    }
    best
}

/// Runs of lines that the letter parts, with the heads of groups between them. An
/// empty line ends a run, unless all rows are set apart so, or one last row is.
fn runs<'a>(
    text: &'a str,
    lines: &'a [Line],
    parting: fn(char) -> bool,
    may_bridge: bool,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut from = 0;
    let like = move |i: usize| {
        lines
            .get(i)
            .is_some_and(|line: &Line| line.of(text).contains(parting) || (parting('|') && is_rule(line.of(text))))
    };
    let parts = move |i: usize| lines.get(i).map_or(0, |line| line.of(text).matches(parting).count());
    std::iter::from_fn(move || {
        let start = (from..lines.len()).find(|i| like(*i))?;
        let (mut end, mut dense) = (start + 1, false);
        while end < lines.len() {
            let is_empty = lines[end].of(text).trim().is_empty();
            let bridges = is_empty
                && may_bridge
                && like(end + 1)
                && parts(end + 1) == parts(end - 1)
                && (!dense || !like(end + 2));
            if like(end) {
                dense |= like(end - 1);
            } else if !(bridges || (!is_empty && like(end + 1) && may_stand_between(lines[end].of(text)))) {
                break;
            }
            end += 1;
        }
        from = end;
        Some(start..end)
    })
}

fn may_stand_between(line: &str) -> bool {
    let line = line.trim();
    line.is_empty()
        || (line.chars().take(GROUP_LETTERS + 1).count() <= GROUP_LETTERS
            && matches!(mark(line), Mark::None | Mark::Item))
}

fn rows_with(text: &str, lines: &[Line], run: &Range<usize>, like: impl Fn(&str) -> bool) -> usize {
    lines[run.clone()].iter().filter(|line| like(line.of(text))).take(2).count()
}

fn found(text: &str, lines: &[Line], run: Range<usize>, cells: impl Fn(&str, usize) -> Vec<Range<usize>>) -> Found {
    let rows =
        lines[run.clone()].iter().map(|line| cells(line.of(text), line.start)).filter(|row| !row.is_empty()).collect();
    Found { lines: run, rows, continued: Vec::new() }
}

fn cells(line: &str, at: usize, parting: char) -> Vec<Range<usize>> {
    if line.trim().is_empty() {
        return Vec::new();
    }
    let mut start = at;
    line.split(parting)
        .map(|cell| {
            let range = start..start + cell.len();
            start = range.end + parting.len_utf8();
            range
        })
        .collect()
}

fn barred_cells(line: &str, at: usize) -> Vec<Range<usize>> {
    if line.trim().is_empty() || is_rule(line) {
        return Vec::new();
    }
    let lead = line.len() - line.trim_start().len();
    let inner = line.trim();
    let whole = inner;
    let inner = inner.strip_prefix(is_bar).unwrap_or(inner);
    let skipped = whole.len() - inner.len();
    let inner = if inner.ends_with("\\|") { inner } else { inner.strip_suffix(is_bar).unwrap_or(inner) };
    let (mut row, mut start, mut escaped) = (Vec::new(), 0, false);
    let base = at + lead + skipped;
    for (i, letter) in inner.char_indices() {
        if is_bar(letter) && !escaped {
            row.push(base + start..base + i);
            start = i + letter.len_utf8();
        }
        escaped = letter == '\\' && !escaped;
    }
    row.push(base + start..base + inner.len());
    row
}

/// A bar, also of a box that is drawn.
fn is_bar(letter: char) -> bool {
    matches!(letter, '|' | '│' | '┃' | '｜')
}

/// The line under a header, or around a box: `|---|:--:|`, `+----+----+`, `├──┼──┤`.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let is_drawn = |letter: char| ('\u{2500}'..='\u{257f}').contains(&letter);
    line.len() >= 3
        && line.contains(['-', '─', '━', '═'])
        && line.contains(|letter| letter == '+' || is_bar(letter) || is_drawn(letter))
        && line.chars().all(|letter| "|-+:= ".contains(letter) || is_drawn(letter))
}
