//! A draft to a report: the text is written once, in reading order, each run
//! with its place; a paragraph that an empty line broke is whole again, and a
//! table has the lines that belong to it.

use std::ops::Range;

use yalu_trade::{Complaint, Grid, Passage, Place, Report};

use super::captions::{owners, split};
use super::cells::MOST_COLUMNS;
use super::draft::{Draft, Kind};
use super::joins::sentence;
use super::plain::runs_on;
use super::ruler::Ruler;

/// A table of a report has tens of rows, an annex thousands; records by the million are no report.
pub(crate) const MOST_ROWS: usize = 3_000;

/// All tables together; a cell costs some fifty bytes.
const MOST_CELLS: usize = 4_000_000;

/// Binds a draft into a report; complains of what it had to leave out.
pub(super) fn bind(file: &str, draft: &Draft, ruler: &Ruler, complaints: &mut Vec<Complaint>) -> Report {
    let mut binder = Binder { file, draft, ruler, report: Report::default(), anchor: 0, cells: 0, complaints };
    let owners = owners(draft);
    let mut i = 0;
    while i < draft.blocks.len() {
        if let Some(grid) = owners[i] {
            let end = (i..owners.len()).find(|j| owners[*j] != Some(grid)).unwrap_or(owners.len());
            binder.grid(i..end);
            i = end;
        } else {
            let sentence = sentence(draft, &owners, i);
            binder.passage(&sentence.blocks);
            for between in sentence.between {
                binder.passage(&[between]);
            }
            i = sentence.end;
        }
    }
    binder.report
}

struct Binder<'a> {
    file: &'a str,
    draft: &'a Draft,
    ruler: &'a Ruler<'a>,
    report: Report,
    anchor: usize,
    cells: usize,
    complaints: &'a mut Vec<Complaint>,
}

impl Binder<'_> {
    fn passage(&mut self, blocks: &[usize]) {
        self.part();
        let start = self.report.text.len();
        let draft = self.draft;
        for (i, words) in blocks.iter().filter_map(|block| draft.blocks[*block].kind.words()).enumerate() {
            if i > 0 {
                self.seam(words);
            }
            self.copy(words);
        }
        let range = start..self.report.text.len();
        let is_heading = matches!(blocks, [one] if matches!(draft.blocks[*one].kind, Kind::Heading(_) | Kind::Bare(_)));
        self.report.passages.push(if is_heading { Passage::Heading(range) } else { Passage::Paragraph(range) });
    }

    /// A space where two pieces of a sentence meet, unless their script has none or a hyphen broke a word.
    fn seam(&mut self, next: &Range<usize>) {
        let last = self.report.text.chars().next_back().unwrap_or(' ');
        let next = self.draft.text[next.clone()].chars().next().unwrap_or(' ');
        if !runs_on(last, next) {
            self.report.text.push(' ');
        }
    }

    fn grid(&mut self, blocks: Range<usize>) {
        let mut grid = Grid::default();
        let draft = self.draft;
        for kind in draft.blocks[blocks].iter().map(|block| &block.kind) {
            if let Some(words) = kind.words() {
                self.part();
                grid.captions.push(self.copy(words));
            }
            if let Kind::Grid(rows) = kind {
                let (above, rows, below) = split(draft, rows);
                self.captions(above, &mut grid);
                self.part();
                grid.rows = self.rows(rows);
                self.captions(below, &mut grid);
            }
        }
        self.report.passages.push(Passage::Grid(grid));
    }

    fn captions(&mut self, rows: &[Vec<Range<usize>>], grid: &mut Grid) {
        for words in rows.iter().flatten().filter(|cell| !cell.is_empty()) {
            self.part();
            grid.captions.push(self.copy(words));
        }
    }

    fn rows(&mut self, rows: &[Vec<Range<usize>>]) -> Vec<Vec<Range<usize>>> {
        let all = rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = all.min(MOST_COLUMNS);
        let most = MOST_ROWS.min((MOST_CELLS - self.cells) / width.max(1));
        let taken = rows.get(..most).unwrap_or(rows);
        self.cells += taken.len() * width;
        let mut copied = Vec::with_capacity(taken.len());
        for row in taken {
            if !copied.is_empty() {
                self.report.text.push('\n');
            }
            copied.push(self.row(row, width));
        }
        if taken.len() < rows.len() || width < all {
            self.left_out(&copied, rows.len(), all);
        }
        copied
    }

    fn row(&mut self, row: &[Range<usize>], width: usize) -> Vec<Range<usize>> {
        let mut cells = Vec::with_capacity(width);
        for i in 0..width {
            if i > 0 {
                self.report.text.push('\t');
            }
            let here = self.report.text.len();
            cells.push(row.get(i).map_or(here..here, |cell| self.copy(cell)));
        }
        cells
    }

    fn left_out(&mut self, copied: &[Vec<Range<usize>>], rows: usize, columns: usize) {
        let place = copied.iter().flatten().find(|cell| !cell.is_empty()).map(|cell| self.report.place(cell.start));
        let width = copied.first().map_or(0, Vec::len);
        let message = format!(
            "of this table of {rows} rows and {columns} columns, {} rows and {width} columns were read",
            copied.len()
        );
        let hint = "records in such numbers are no report: read them with `yalu ingest`, or as statements";
        self.complaints.push(Complaint::warning(
            "too-many-rows",
            place.unwrap_or(Place::file(self.file)),
            message,
            hint,
        ));
    }

    fn part(&mut self) {
        if !self.report.text.is_empty() {
            self.report.text.push_str("\n\n");
        }
    }

    /// Copies a stretch of the draft with its anchors.
    fn copy(&mut self, range: &Range<usize>) -> Range<usize> {
        let start = self.report.text.len();
        if range.is_empty() {
            return start..start;
        }
        self.report.text.push_str(&self.draft.text[range.clone()]);
        let anchors = &self.draft.anchors;
        if anchors.get(self.anchor).is_none_or(|(byte, _)| *byte != range.start) {
            self.anchor = anchors.partition_point(|(byte, _)| *byte < range.start);
        }
        while let Some((byte, source)) = anchors.get(self.anchor).filter(|(byte, _)| *byte < range.end) {
            let (line, column) = self.ruler.at(*source);
            self.report.anchors.push((start + byte - range.start, Place::new(self.file, line, column)));
            self.anchor += 1;
        }
        start..self.report.text.len()
    }
}
