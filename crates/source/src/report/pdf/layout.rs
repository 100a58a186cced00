//! The lines of all pages to one text: paragraphs parted by empty lines, pages
//! by form feeds, and the running heads of pages read once.

use std::collections::BTreeMap;

use yalu_trade::{Complaint, Place};

use super::super::lines::{Cell, Line};
use super::super::marks::ends_a_sentence;
use super::Pages;
use super::glyphs::Glyphs;
use super::page::{PageLine, lines};

/// A gap between two lines parts paragraphs when it is so many times the gaps around it.
const PARTING: f32 = 1.35;

/// Without gaps to compare with: so many times the size of the letters.
const FAR: f32 = 2.2;

/// Letters so much bigger or smaller begin something else.
const OTHER_SIZE: f32 = 1.15;

/// A line first or last on so many pages is a running head.
const RUNNING_PAGES: usize = 3;

/// So many lines at each end of a page may be its running head.
const ENDS: usize = 2;

/// The pages so far.
#[derive(Default)]
pub(super) struct Layout {
    pages: Vec<Vec<PageLine>>,
}

impl Layout {
    /// Adds a page.
    pub(super) fn page(&mut self, glyphs: &Glyphs) {
        self.pages.push(lines(&glyphs.glyphs));
    }

    /// The text of all pages.
    pub(super) fn finish(self, file: &str, complaints: &mut Vec<Complaint>) -> Pages {
        let mut heads = self.running_heads();
        let mut pages = Pages::default();
        for (i, page) in self.pages.iter().enumerate() {
            if i > 0 {
                pages.lines.push(Line::new(pages.text.len(), pages.text.len()));
                pages.text.push('\u{c}');
            }
            let is_repeated = |line: &usize| {
                is_end(*line, page.len()) && heads.get(&words(&page[*line])).is_some_and(|seen| *seen > 0)
            };
            let kept: Vec<&PageLine> =
                (0..page.len()).filter(|line| !is_repeated(line)).map(|line| &page[line]).collect();
            for line in page {
                heads.entry(words(line)).and_modify(|seen| *seen += 1);
            }
            write(&kept, &mut pages);
        }
        for (head, seen) in heads {
            let message = format!("`{head}` heads or ends {seen} pages; it was read once");
            complaints.push(Complaint::note("running-head", Place::file(file), message, ""));
        }
        pages
    }

    fn running_heads(&self) -> BTreeMap<String, usize> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for page in &self.pages {
            for line in page.iter().enumerate().filter(|(i, _)| is_end(*i, page.len())).map(|(_, line)| words(line)) {
                if line.chars().any(char::is_alphabetic) {
                    *seen.entry(line).or_default() += 1;
                }
            }
        }
        seen.retain(|_, pages| *pages >= RUNNING_PAGES);
        seen.values_mut().for_each(|pages| *pages = 0);
        seen
    }
}

fn is_end(line: usize, lines: usize) -> bool {
    line < ENDS || line + ENDS >= lines
}

fn words(line: &PageLine) -> String {
    line.cells.iter().map(|cell| cell.words.trim()).collect::<Vec<_>>().join("  ")
}

fn write(lines: &[&PageLine], pages: &mut Pages) {
    for (i, line) in lines.iter().enumerate() {
        if i > 0 && parts(lines, i) {
            pages.lines.push(Line::new(pages.text.len(), pages.text.len()));
            pages.text.push('\n');
        }
        let start = pages.text.len();
        let mut cells = Vec::with_capacity(line.cells.len());
        for cell in &line.cells {
            if !cells.is_empty() {
                pages.text.push_str("  ");
            }
            let from = pages.text.len();
            pages.text.push_str(&cell.words);
            cells.push(Cell {
                bytes: from..pages.text.len(),
                screen: tenths(cell.left)..tenths(cell.right).max(tenths(cell.left) + 1),
            });
        }
        pages.lines.push(Line { start, end: pages.text.len(), cells: Some(cells) });
        pages.text.push('\n');
    }
}

/// Tenths of a point from well left of the page.
fn tenths(point: f32) -> usize {
    ((point.clamp(-20_000.0, 20_000.0) + 20_000.0) * 10.0) as usize
}

/// Whether an empty line belongs before this line.
fn parts(lines: &[&PageLine], i: usize) -> bool {
    let (before, line) = (lines[i - 1], lines[i]);
    let gap = |i: usize| {
        lines
            .get(i)
            .zip(lines.get(i.wrapping_sub(1)))
            .map(|(line, before)| line.base - before.base)
            .filter(|gap| *gap > 0.0)
    };
    let here = line.base - before.base;
    let around = [gap(i - 1), gap(i + 1)].into_iter().flatten().fold(f32::MAX, f32::min);
    let are_rows = before.cells.len() > 1 && line.cells.len() > 1;
    let is_indented = line.left() - before.left() > line.size
        && before.left() <= lines.get(i + 1).map_or(f32::MAX, |next| next.left()) + 1.0;
    let ratio = (line.size / before.size).max(before.size / line.size);
    here < 0.0
        || here > around * if are_rows { 2.0 * PARTING } else { PARTING }
        || (!are_rows && (here > line.size.max(before.size) * FAR || ratio > OTHER_SIZE))
        || (before.cells.len() == 1
            && line.cells.len() == 1
            && is_indented
            && before.cells.iter().all(|cell| ends_a_sentence(&cell.words)))
}

impl PageLine {
    fn left(&self) -> f32 {
        self.cells.first().map_or(0.0, |cell| cell.left)
    }
}
