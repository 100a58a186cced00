//! Tables in lines of text whose cells stand under each other, parted by two
//! spaces or more. It takes lines for such a table only when numbers stand in
//! columns; two columns of prose are no table.

use std::ops::Range;

use super::lines::Line;
use super::marks::{Mark, mark};
use super::parted::Found;

/// So many lines without a gap may stand within a table: the head of a group, a label's second line.
const WITHIN: usize = 2;

/// A cell, and the columns of the screen it covers.
#[derive(Clone, Debug)]
struct Cell {
    bytes: Range<usize>,
    screen: Range<usize>,
}

/// Tables of cells that stand under each other.
pub(super) fn aligned(text: &str, lines: &[Line]) -> Vec<Found> {
    let cells: Vec<Vec<Cell>> = lines.iter().map(|line| cells(line.of(text), line.start)).collect();
    let mut tables = Vec::new();
    let mut from = 0;
    while let Some(run) = run(text, lines, &cells, from) {
        from = run.end;
        tables.extend(table(text, &cells, run));
    }
    tables
}

/// A cell that holds a number, with its signs and at most three letters of a unit.
pub(super) fn is_number(cell: &str) -> bool {
    let (mut digits, mut letters) = (0, 0);
    for letter in cell.trim().chars() {
        if letter.is_ascii_digit() {
            digits += 1;
        } else if letter.is_alphabetic() {
            letters += 1;
        } else if !(letter.is_whitespace() || "+-−–.,%()[]'*△▲▽▼$₩¥€£/<>~≈:".contains(letter)) {
            return false;
        }
    }
    digits > 0 && letters <= 3
}

fn run(text: &str, lines: &[Line], cells: &[Vec<Cell>], from: usize) -> Option<Range<usize>> {
    let is_row = |i: usize| {
        cells[i].len() > 1 && mark(lines[i].of(text)) != Mark::Table && mark(lines[i].of(text)) != Mark::Note
    };
    let mut start = (from..lines.len()).find(|i| is_row(*i))?;
    let mut end = start + 1;
    while let Some(next) = (end..lines.len().min(end + WITHIN + 1)).find(|i| is_row(*i)) {
        if (end..next)
            .any(|i| cells[i].is_empty() || matches!(mark(lines[i].of(text)), Mark::Table | Mark::Note | Mark::Figure))
        {
            break;
        }
        end = next + 1;
    }
    while start > from
        && is_head_above(&cells[start - 1], &cells[start])
        && mark(lines[start - 1].of(text)) == Mark::None
    {
        start -= 1;
    }
    Some(start..end)
}

/// A single word far to the right, above the columns that it heads.
fn is_head_above(above: &[Cell], row: &[Cell]) -> bool {
    matches!((above, row), ([one], [first, _, ..]) if one.screen.start >= first.screen.end)
}

fn table(text: &str, cells: &[Vec<Cell>], run: Range<usize>) -> Option<Found> {
    let holds_number = |row: &&Vec<Cell>| row.iter().skip(1).any(|cell| is_number(&text[cell.bytes.clone()]));
    let body: Vec<&Vec<Cell>> = cells[run.clone()].iter().filter(|row| row.len() > 1).filter(holds_number).collect();
    if body.len() < 2 {
        return None;
    }
    let columns = columns(&body);
    if columns.len() < 2 {
        return None;
    }
    let rows = cells[run.clone()].iter().filter(|row| !row.is_empty()).map(|row| placed(row, &columns)).collect();
    Some(Found { lines: run, rows })
}

/// The columns of the screen that cells share. When the lines hold equally many
/// cells that do not stand under each other, their order counts instead.
fn columns(body: &[&Vec<Cell>]) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = body.iter().flat_map(|row| row.iter().map(|cell| cell.screen.clone())).collect();
    spans.sort_by_key(|span| (span.start, span.end));
    let mut columns: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match columns.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => columns.push(span),
        }
    }
    let width = body[0].len();
    if columns.len() < width && body.iter().all(|row| row.len() == width) {
        return (0..width).map(|i| body[0][i].screen.clone()).collect();
    }
    columns
}

/// The cells of a line under its columns; the empty ones are empty ranges at the end of the one before.
fn placed(row: &[Cell], columns: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut placed: Vec<Option<Range<usize>>> = vec![None; columns.len()];
    let mut free = 0;
    for (i, cell) in row.iter().enumerate() {
        let left = row.len() - i;
        let most = columns.len().saturating_sub(left).max(free);
        let wanted = if row.len() == columns.len() { i } else { column_of(cell, columns).clamp(free, most) };
        match placed.get_mut(wanted) {
            Some(place) => *place = Some(cell.bytes.clone()),
            None => {
                if let Some(Some(last)) = placed.last_mut() {
                    last.end = cell.bytes.end;
                }
            }
        }
        free = wanted + 1;
    }
    let mut at = row.first().map_or(0, |cell| cell.bytes.start);
    placed
        .into_iter()
        .map(|cell| {
            let cell = cell.unwrap_or(at..at);
            at = cell.end;
            cell
        })
        .collect()
}

/// The column that a cell covers most of, else the nearest.
fn column_of(cell: &Cell, columns: &[Range<usize>]) -> usize {
    let overlaps = |column: &Range<usize>| cell.screen.start < column.end && column.start < cell.screen.end;
    if let Some(first) = columns.iter().position(overlaps) {
        return first;
    }
    let away =
        |column: &Range<usize>| cell.screen.start.abs_diff(column.end).min(column.start.abs_diff(cell.screen.end));
    columns.iter().enumerate().min_by_key(|(_, column)| away(column)).map_or(0, |(i, _)| i)
}

/// The cells of one line: words parted by two spaces or more, or by a tab.
fn cells(line: &str, at: usize) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let (mut screen, mut gap) = (0, 2);
    for (i, letter) in line.char_indices() {
        let wide = width(letter);
        if letter.is_whitespace() {
            gap += wide;
        } else {
            match cells.last_mut() {
                Some(last) if gap < 2 => {
                    last.bytes.end = at + i + letter.len_utf8();
                    last.screen.end = screen + wide;
                }
                _ => cells.push(Cell { bytes: at + i..at + i + letter.len_utf8(), screen: screen..screen + wide }),
            }
            gap = 0;
        }
        screen += wide;
    }
    cells
}

/// How many columns of the screen a letter takes.
pub(super) fn width(letter: char) -> usize {
    match letter {
        '\t' => 4,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff01}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}
