//! Tables in lines of text whose cells stand under each other, parted by two
//! spaces or more. It takes lines for such a table only when numbers stand in
//! columns; two columns of prose are no table.

use std::ops::Range;

use super::lines::{Cell, Line};
use super::marks::{Mark, head, mark};
use super::parted::Found;

/// So many lines without a gap may stand within a table: the head of a group, a label's second line.
const WITHIN: usize = 2;

/// Columns of the screen, and points of a page, are measured in tenths.
const TENTHS: usize = 10;

/// Two lines are flush that begin less than a column or a point apart.
const FLUSH: usize = 9;

/// Tables of cells that stand under each other.
pub(super) fn aligned(text: &str, lines: &[Line]) -> Vec<Found> {
    let cells: Vec<Vec<Cell>> =
        lines.iter().map(|line| line.cells.clone().unwrap_or_else(|| cells(line.of(text), line.start))).collect();
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
    let columns = columns(&body);
    if body.len() < 2 || columns.len() < 2 || !has_labels(text, &cells[run.clone()], &body, &columns) {
        return None;
    }
    let mut rows: Vec<&Vec<Cell>> = Vec::new();
    let mut continued = Vec::new();
    for row in cells[run.clone()].iter().filter(|row| !row.is_empty()) {
        match (rows.last(), row.as_slice()) {
            (Some(before), [cell]) if goes_on(text, before, cell) => {
                continued.push((rows.len() - 1, cell.bytes.clone()))
            }
            _ => rows.push(row),
        }
    }
    let place = |row: &Vec<Cell>| if holds_number(&row) { placed(row, &columns) } else { headed(row, &columns) };
    Some(Found { lines: run, rows: rows.into_iter().map(place).collect(), continued })
}

/// A label's second line: alone in its row, flush with the label above, and begun as no label begins.
fn goes_on(text: &str, before: &[Cell], cell: &Cell) -> bool {
    let begins = |cell: &Cell| text[cell.bytes.clone()].starts_with(|first: char| first.is_lowercase() || first == '(');
    let is_flush = |label: &Cell| label.screen.start.abs_diff(cell.screen.start) <= FLUSH;
    before.len() > 1 && before.first().is_some_and(is_flush) && begins(cell)
}

/// Rows begin with something, and some words stand in the table: the axes of a chart have neither.
fn has_labels(text: &str, cells: &[Vec<Cell>], body: &[&Vec<Cell>], columns: &[Range<usize>]) -> bool {
    let begins = |row: &&&Vec<Cell>| row.first().is_some_and(|cell| cell.screen.start < columns[0].end);
    let has_words =
        |cell: &Cell| !is_number(&text[cell.bytes.clone()]) && text[cell.bytes.clone()].contains(char::is_alphabetic);
    body.iter().filter(begins).count() * 2 >= body.len() && cells.iter().flatten().any(has_words)
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
    let width = body.first().map_or(0, |row| row.len());
    if columns.len() < width && body.iter().all(|row| row.len() == width) {
        return (0..width).map(|i| body[0][i].screen.clone()).collect();
    }
    columns
}

/// The cells of a line of numbers under its columns.
fn placed(row: &[Cell], columns: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut free = 0;
    let wanted = row.iter().enumerate().map(|(i, cell)| {
        let most = columns.len().saturating_sub(row.len() - i).max(free);
        let column = if row.len() == columns.len() { i } else { nearest(cell, columns).clamp(free, most) };
        free = column + 1;
        column
    });
    spread(row, wanted.collect(), columns.len())
}

/// The cells of a line of words, which may each head several columns: each stands
/// in the first column that is nearer to it than to the others. The column of
/// labels has a head only when one stands over it.
fn headed(row: &[Cell], columns: &[Range<usize>]) -> Vec<Range<usize>> {
    if row.len() >= columns.len() {
        return placed(row, columns);
    }
    let middle = |span: &Range<usize>| span.start + span.end;
    let mut wanted: Vec<Option<usize>> = vec![None; row.len()];
    for (i, column) in columns.iter().enumerate() {
        let heads = |cell: &Cell| cell.screen.start < column.end && column.start < cell.screen.end;
        let head = row.iter().position(heads).or_else(|| {
            (i > 0).then_some(())?;
            (0..row.len()).min_by_key(|c| middle(&row[*c].screen).abs_diff(middle(column)))
        });
        if let Some(place) = head.and_then(|head| wanted.get_mut(head)) {
            place.get_or_insert(i);
        }
    }
    let mut free = 0;
    let wanted = wanted.into_iter().enumerate().map(|(i, column)| {
        let most = columns.len().saturating_sub(row.len() - i).max(free);
        let column = column.unwrap_or(free).clamp(free, most);
        free = column + 1;
        column
    });
    spread(row, wanted.collect(), columns.len())
}

/// A row with each cell in its column; what finds none goes with the last. The
/// empty cells are empty ranges behind the cell before them.
fn spread(row: &[Cell], wanted: Vec<usize>, width: usize) -> Vec<Range<usize>> {
    let mut at = row.first().map_or(0, |cell| cell.bytes.start);
    let mut spread: Vec<Range<usize>> = Vec::with_capacity(width);
    for (cell, column) in row.iter().zip(wanted) {
        if column >= width {
            if let Some(last) = spread.last_mut() {
                last.end = cell.bytes.end;
            }
            continue;
        }
        spread.resize(column.max(spread.len()), at..at);
        spread.push(cell.bytes.clone());
        at = cell.bytes.end;
    }
    spread.resize(width, at..at);
    spread
}

/// The first column that a cell covers some of, else the nearest.
fn nearest(cell: &Cell, columns: &[Range<usize>]) -> usize {
    let overlaps = |column: &Range<usize>| cell.screen.start < column.end && column.start < cell.screen.end;
    if let Some(first) = columns.iter().position(overlaps) {
        return first;
    }
    let away =
        |column: &Range<usize>| cell.screen.start.abs_diff(column.end).min(column.start.abs_diff(cell.screen.end));
    columns.iter().enumerate().min_by_key(|(_, column)| away(column)).map_or(0, |(i, _)| i)
}

/// The cells of one line: words parted by two spaces or more, or by a tab; numbers by one space.
fn cells(line: &str, at: usize) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let (mut screen, mut gap) = (0, 2);
    for (i, letter) in line.char_indices() {
        let wide = width(letter);
        if letter.is_whitespace() {
            gap += wide;
        } else {
            match cells.last_mut() {
                Some(last) if gap == 0 || (gap == 1 && !parts_numbers(&line[last.bytes.start - at..], &line[i..])) => {
                    last.bytes.end = at + i + letter.len_utf8();
                    last.screen.end = (screen + wide) * TENTHS;
                }
                _ => cells.push(Cell {
                    bytes: at + i..at + i + letter.len_utf8(),
                    screen: screen * TENTHS..(screen + wide) * TENTHS,
                }),
            }
            gap = 0;
        }
        screen += wide;
    }
    cells
}

/// "895,000 2,003,500" is two cells; "1 234 567" and "Table 7 2023" are one.
fn parts_numbers(cell: &str, next: &str) -> bool {
    let word = |words: &str| -> Option<usize> {
        let word = words.split_whitespace().next()?;
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b'-' | b'+'))
            && word.contains([',', '.']);
        (is_number && word.bytes().any(|byte| byte.is_ascii_digit())).then_some(word.len())
    };
    let whole = cell.len() - next.len();
    word(head(cell, 32)).is_some_and(|length| cell[..whole].trim_end().len() == length)
        && word(head(next, 32)).is_some()
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
