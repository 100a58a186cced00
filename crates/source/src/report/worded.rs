//! Tables that lost their columns when they were copied: lines of a label and as
//! many numbers, one space apart. Three lines must agree; their header is taken
//! apart only where each number has one word above it.

use std::ops::Range;

use super::columns::is_number;
use super::lines::Line;
use super::marks::{Mark, ends_a_sentence, mark};
use super::parted::Found;

/// Fewer lines that end on numbers may be prose.
const FEWEST_ROWS: usize = 3;

/// A line with fewer numbers at its end may be prose.
const FEWEST_NUMBERS: usize = 2;

/// A longer line is a paragraph, whatever it ends on.
const ROW_BYTES: usize = 300;

/// Tables of labels and numbers, one space apart.
pub(super) fn worded(text: &str, lines: &[Line]) -> Vec<Found> {
    let numbers: Vec<usize> = lines.iter().map(|line| numbers(line.of(text))).collect();
    let mut tables = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let count = numbers[start];
        let end = (start..lines.len()).find(|i| numbers[*i] != count).unwrap_or(lines.len());
        if count >= FEWEST_NUMBERS && end - start >= FEWEST_ROWS {
            tables.push(table(text, lines, start..end, count));
        }
        start = end.max(start + 1);
    }
    tables
}

/// How many numbers the line ends on; its first word is its label, whatever it is.
fn numbers(line: &str) -> usize {
    if line.len() > ROW_BYTES || ends_a_sentence(line) {
        return 0;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    words.iter().skip(1).rev().take_while(|word| is_value(word)).count()
}

/// A number, or the dash that stands for none.
fn is_value(word: &str) -> bool {
    matches!(word, "-" | "–" | "—" | "…" | "..")
        || (is_number(word) && !word.starts_with('(') && !word.contains(char::is_alphabetic))
}

fn table(text: &str, lines: &[Line], run: Range<usize>, count: usize) -> Found {
    let mut rows: Vec<Vec<Range<usize>>> = Vec::new();
    let is_ranked = lines[run.clone()].iter().all(|line| line.of(text).split_whitespace().next().is_some_and(is_rank));
    let above = run.start.checked_sub(1).filter(|i| is_header(lines[*i].of(text), count, is_ranked));
    rows.extend(above.map(|i| split(&lines[i], text, count)));
    rows.extend(lines[run.clone()].iter().map(|line| split(line, text, count)));
    Found { lines: above.unwrap_or(run.start)..run.end, rows, continued: Vec::new() }
}

fn is_rank(word: &str) -> bool {
    word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// One word for each number, and one or none for the label; one more for the rank, if the rows have ranks.
fn is_header(line: &str, count: usize, is_ranked: bool) -> bool {
    let most = count + 1 + usize::from(is_ranked);
    let words = line.split_whitespace().take(most + 1).count();
    mark(line) == Mark::None && !ends_a_sentence(line) && (count..=most).contains(&words) && !line.contains('(')
}

/// The label, and each of so many last words.
fn split(line: &Line, text: &str, count: usize) -> Vec<Range<usize>> {
    let mut cells = Vec::with_capacity(count + 1);
    let mut end = line.end;
    for _ in 0..count {
        let rest = text.get(line.start..end).unwrap_or_default().trim_end();
        let start =
            rest.rfind(char::is_whitespace).map_or(0, |at| at + rest[at..].chars().next().map_or(0, char::len_utf8));
        cells.push(line.start + start..line.start + rest.len());
        end = line.start + start;
    }
    cells.push(line.start..end);
    cells.reverse();
    cells
}
