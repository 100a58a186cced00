//! A report as it was read: its text as a reader sees it, cut into headings,
//! paragraphs and grids, with the way back to its file. No meaning yet.

use std::ops::Range;

use crate::Place;

/// A report as it was read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// Its text as a reader sees it; all ranges count its bytes.
    pub text: String,
    /// What it is made of, in reading order.
    pub passages: Vec<Passage>,
    /// Where runs of the text begin in the file, in order: the byte of the text, and its place.
    pub anchors: Vec<(usize, Place)>,
}

/// A part of a report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Passage {
    /// A heading.
    Heading(Range<usize>),
    /// A paragraph, a note, an item of a list.
    Paragraph(Range<usize>),
    /// A table.
    Grid(Grid),
}

/// A table as it stands: cells of text, no meaning yet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Grid {
    /// The lines that belong to it and stand above it (title, unit) or below it (source, note).
    pub captions: Vec<Range<usize>>,
    /// Its rows, header rows first. An empty cell is an empty range at its place. All rows are of one length.
    pub rows: Vec<Vec<Range<usize>>>,
}

impl Report {
    /// The words of a range.
    pub fn words(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// Where a byte of the text stands in the file.
    pub fn place(&self, byte: usize) -> Place {
        let after = self.anchors.partition_point(|(start, _)| *start <= byte);
        let Some((start, place)) = after.checked_sub(1).and_then(|i| self.anchors.get(i)) else {
            return Place::default();
        };
        let chars = self.text.get(*start..byte).map_or(0, |run| run.chars().count());
        Place { column: place.column + chars, ..place.clone() }
    }
}
