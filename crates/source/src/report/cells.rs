//! The cells of one HTML table while it is read: spans put their words in the
//! first cell and leave the others empty. A table that only frames a page
//! gives its words back as blocks.

use std::ops::Range;

use super::draft::{Draft, Kind};

/// A table has no more columns than this: wider spans are a slip of the pen, or an attack.
pub(super) const MOST_COLUMNS: usize = 256;

/// Spans fill no more cells than this: a few bytes of HTML may ask for millions.
const MOST_FILLED: usize = 4_000_000;

/// How far a cell reaches.
pub(super) struct Span {
    pub(super) columns: usize,
    pub(super) rows: usize,
}

/// The cells so far.
#[derive(Default)]
pub(super) struct Cells {
    rows: Vec<Vec<Range<usize>>>,
    /// For each column, in how many rows yet a cell from above stands there.
    reaching: Vec<usize>,
    open: Option<Span>,
    is_frame: bool,
}

impl Cells {
    /// A cell is open.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Begins a row.
    pub(super) fn row(&mut self) {
        if let Some(row) = self.rows.last() {
            self.reaching.iter_mut().skip(row.len()).for_each(|left| *left = left.saturating_sub(1));
        }
        if !self.is_frame {
            self.rows.push(Vec::new());
        }
    }

    /// Begins a cell.
    pub(super) fn cell(&mut self, span: Span, draft: &mut Draft) {
        draft.begin();
        self.open = Some(span);
    }

    /// Ends the open cell, if there is one.
    pub(super) fn end_cell(&mut self, draft: &mut Draft) {
        let Some(span) = self.open.take() else { return };
        let words = draft.end();
        if self.is_frame {
            if !words.is_empty() {
                draft.add(Kind::Text(words), false);
            }
            return;
        }
        if self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        let Some(row) = self.rows.last_mut() else { return };
        let empty = words.end..words.end;
        let own = row.len();
        let may_fill = draft.filled < MOST_FILLED;
        if may_fill {
            pass_reaching(row, &mut self.reaching, &empty);
        }
        let columns = if may_fill { span.columns.clamp(1, MOST_COLUMNS.saturating_sub(row.len()).max(1)) } else { 1 };
        let column = row.len();
        draft.filled += columns + row.len() - own;
        if column >= MOST_COLUMNS {
            row.push(words);
            return;
        }
        if self.reaching.len() < column + columns {
            self.reaching.resize(column + columns, 0);
        }
        self.reaching[column..column + columns].fill(span.rows.max(1) - 1);
        row.push(words);
        row.resize(column + columns, empty);
    }

    /// From now on it only frames others: what it held becomes text.
    pub(super) fn frame(&mut self, draft: &mut Draft) {
        self.is_frame = true;
        for words in std::mem::take(&mut self.rows).into_iter().flatten().filter(|words| !words.is_empty()) {
            draft.add(Kind::Text(words), false);
        }
    }

    /// The table is over: a grid, or text if it had but one column or one cell.
    pub(super) fn end(mut self, draft: &mut Draft) {
        self.rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let width = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        if width < 2 || self.rows.len() < 2 {
            self.frame(draft);
        } else {
            draft.add(Kind::Grid(self.rows), false);
        }
    }
}

/// Steps over the columns in which a cell from above still stands.
fn pass_reaching(row: &mut Vec<Range<usize>>, reaching: &mut [usize], empty: &Range<usize>) {
    while let Some(left) = reaching.get_mut(row.len()).filter(|left| **left > 0) {
        if row.len() >= MOST_COLUMNS {
            return;
        }
        *left -= 1;
        row.push(empty.clone());
    }
}
