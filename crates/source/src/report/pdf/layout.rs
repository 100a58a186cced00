//! The lines of all pages to one text: paragraphs parted by empty lines, pages
//! by form feeds, and the running heads of pages read once.

use std::collections::BTreeMap;

use yalu_trade::{Complaint, Place};

use super::super::lines::{Cell, Line};
use super::super::marks::{ends_a_sentence, is_bare_heading};
use super::Pages;
use super::glyphs::Glyphs;
use super::page::{PageLine, lines};

/// A gap between two lines parts paragraphs when it is so many times the gaps around it.
const PARTING: f32 = 1.35;

/// Without gaps to compare with: so many times the size of the letters.
const FAR: f32 = 2.2;

/// Letters so much bigger or smaller begin something else.
const OTHER_SIZE: f32 = 1.15;

/// A heading over prose is no longer than this share of a line.
const SHORT: f32 = 0.6;

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
            let (mut first, mut own) = (Vec::new(), Vec::with_capacity(page.len()));
            for (j, line) in page.iter().enumerate() {
                match heads.get_mut(&unnumbered(&words(line))).filter(|_| is_end(j, page.len())) {
                    Some(head) if head.is_read => {}
                    Some(head) => {
                        head.is_read = true;
                        first.push(line);
                    }
                    None => own.push(line),
                }
            }
            // Before the page's own lines, so that a sentence goes on undisturbed on the next page.
            first.append(&mut own);
            write(&first, &mut pages);
        }
        for head in heads.values() {
            let message = format!("`{}` heads or ends {} pages; it was read once", head.words, head.pages.len());
            complaints.push(Complaint::note("running-head", Place::file(file), message, ""));
        }
        pages
    }

    /// Lines at the ends of pages that are the same, or differ only in the page's number.
    fn running_heads(&self) -> BTreeMap<String, Head> {
        let mut heads: BTreeMap<String, Head> = BTreeMap::new();
        for (i, page) in self.pages.iter().enumerate() {
            for line in page.iter().enumerate().filter(|(j, _)| is_end(*j, page.len())).map(|(_, line)| words(line)) {
                if line.chars().any(char::is_alphabetic) {
                    let head = heads.entry(unnumbered(&line)).or_default();
                    head.pages.push((i as u64, numbers(&line)));
                    head.words = if head.words.is_empty() { line } else { std::mem::take(&mut head.words) };
                }
            }
        }
        heads.retain(|_, head| {
            head.pages.len() >= RUNNING_PAGES && head.pages.windows(2).all(|pair| counts_pages(&pair[0], &pair[1]))
        });
        heads
    }
}

/// A running head.
#[derive(Default)]
struct Head {
    words: String,
    /// The pages it stands on, and its numbers there.
    pages: Vec<(u64, Vec<u64>)>,
    is_read: bool,
}

/// From page to page each number stays, or grows as the pages do.
fn counts_pages(before: &(u64, Vec<u64>), after: &(u64, Vec<u64>)) -> bool {
    let pages = after.0.saturating_sub(before.0);
    before.1.len() == after.1.len()
        && before.1.iter().zip(&after.1).all(|(a, b)| a == b || a.checked_add(pages) == Some(*b))
}

fn unnumbered(words: &str) -> String {
    let mut kept = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter.is_ascii_digit() {
            true if kept.ends_with('#') => {}
            true => kept.push('#'),
            false => kept.push(letter),
        }
    }
    kept
}

fn numbers(words: &str) -> Vec<u64> {
    words.split(|letter: char| !letter.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
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
        || is_heading_over(before, line)
        || (before.cells.len() == 1
            && line.cells.len() == 1
            && is_indented
            && before.cells.iter().all(|cell| ends_a_sentence(&cell.words)))
}

/// A short line over a longer one, that would do as a heading and does not go on in it.
fn is_heading_over(before: &PageLine, line: &PageLine) -> bool {
    let ([title], [next]) = (before.cells.as_slice(), line.cells.as_slice()) else { return false };
    let is_short = (title.right - title.left) < (next.right - next.left) * SHORT;
    is_short && is_bare_heading(title.words.trim()) && !next.words.starts_with(char::is_lowercase)
}

impl PageLine {
    fn left(&self) -> f32 {
        self.cells.first().map_or(0.0, |cell| cell.left)
    }
}
