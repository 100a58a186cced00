//! The lines of a text, each with its byte. A line ends at `\n`, `\r\n`, `\r`
//! or a form feed; a form feed leaves an empty line behind it.

use std::ops::Range;

/// One line, without its end.
pub(super) struct Line {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Its cells, where more is known of them than the text tells.
    pub(super) cells: Option<Vec<Cell>>,
}

/// A cell, and the columns of the screen it covers.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) bytes: Range<usize>,
    pub(super) screen: Range<usize>,
}

impl Line {
    /// A line of which the text tells all.
    pub(super) fn new(start: usize, end: usize) -> Self {
        Self { start, end, cells: None }
    }

    /// Its words.
    pub(super) fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// The lines of a stretch of a text.
pub(super) fn lines(text: &str, range: Range<usize>) -> Vec<Line> {
    let bytes = text.as_bytes();
    let (mut lines, mut start, mut i) = (Vec::new(), range.start, range.start);
    while i < range.end {
        let ends = match bytes[i] {
            b'\r' if bytes.get(i + 1) == Some(&b'\n') => 2,
            b'\r' | b'\n' | 0x0c => 1,
            _ => 0,
        };
        if ends > 0 {
            lines.push(Line::new(start, i));
            if bytes[i] == 0x0c {
                lines.push(Line::new(i, i));
            }
            start = i + ends;
        }
        i += ends.max(1);
    }
    lines.push(Line::new(start, range.end));
    lines
}
