//! The letters of one page to lines of words: letters on one baseline are a
//! line, a gap ends a word, a wide gap ends a cell. Two columns of prose are
//! read one after the other; columns of a table stay side by side.

use super::super::plain::superscript;
use super::glyphs::{Glyph, Letters};

/// Letters whose baselines differ by less than this share of their size are on one line: notes' marks too.
const SAME_LINE: f32 = 0.45;

/// Shares of the size: a gap that ends a word, and one that ends a cell, with and without a space drawn in it.
const WORD_GAP: f32 = 0.15;
const CELL_GAP: f32 = 0.9;
const SPACED_CELL_GAP: f32 = 1.2;

/// A gutter between two columns of prose is found between these shares of a page's width.
const GUTTER: std::ops::Range<f32> = 0.35..0.65;

/// It is so many points wide, and one line in so many crosses it at most.
const GUTTER_POINTS: usize = 6;
const GUTTER_CLEAR: usize = 8;

/// In a column of prose, lines are inked over so much of its width, and few letters are digits.
const PROSE_INK: f32 = 0.6;
const PROSE_DIGITS: f32 = 0.25;
const PROSE_LINES: usize = 8;

/// A line of cells.
#[derive(Clone, Default, Debug)]
pub(super) struct PageLine {
    pub(super) cells: Vec<PageCell>,
    pub(super) base: f32,
    pub(super) size: f32,
}

/// Words that stand together.
#[derive(Clone, Default, Debug)]
pub(super) struct PageCell {
    pub(super) words: String,
    pub(super) left: f32,
    pub(super) right: f32,
}

/// The lines of a page in reading order.
pub(super) fn lines(glyphs: &[Glyph]) -> Vec<PageLine> {
    let mut lines = Vec::new();
    for turn in 0..4 {
        let turned: Vec<&Glyph> = glyphs.iter().filter(|glyph| glyph.turn == turn).collect();
        lines.extend(columns(turned));
    }
    lines
}

/// Reads two columns of prose one after the other; between lines that cross the gutter, if any do.
fn columns(glyphs: Vec<&Glyph>) -> Vec<PageLine> {
    let Some(gutter) = gutter(&glyphs) else { return rows(glyphs).into_iter().map(line).collect() };
    let mut read = Vec::new();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for row in rows(glyphs) {
        if row.iter().any(|glyph| glyph.left < gutter && gutter < glyph.right) {
            read.append(&mut left);
            read.append(&mut right);
            read.push(line(row));
        } else {
            let (before, after): (Vec<&Glyph>, Vec<&Glyph>) = row.into_iter().partition(|glyph| glyph.left < gutter);
            left.extend((!before.is_empty()).then(|| line(before)));
            right.extend((!after.is_empty()).then(|| line(after)));
        }
    }
    read.append(&mut left);
    read.append(&mut right);
    read
}

/// Where the gutter between two columns of prose stands.
fn gutter(glyphs: &[&Glyph]) -> Option<f32> {
    let inked = || glyphs.iter().filter(|glyph| !is_space(glyph));
    let left = inked().map(|glyph| glyph.left).fold(f32::MAX, f32::min);
    let right = inked().map(|glyph| glyph.right).fold(f32::MIN, f32::max);
    let width = right - left;
    if !(100.0..10_000.0).contains(&width) {
        return None;
    }
    let mut cover = vec![0_usize; width as usize + 2];
    for glyph in inked() {
        let (from, to) = ((glyph.left - left).max(0.0) as usize, (glyph.right - left).max(0.0) as usize);
        cover[from..=to.min(width as usize + 1)].iter_mut().for_each(|count| *count += 1);
    }
    let middle = (width * GUTTER.start) as usize..(width * GUTTER.end) as usize;
    let most = *cover.iter().max()?;
    let (mut run, mut gutter) = (0, 0..0);
    for x in middle {
        run = if cover[x] * GUTTER_CLEAR <= most { run + 1 } else { 0 };
        if run > gutter.len() {
            gutter = x + 1 - run..x + 1;
        }
    }
    let at = left + (gutter.start + gutter.end) as f32 / 2.0;
    let is_gutter = gutter.len() >= GUTTER_POINTS;
    (is_gutter && is_prose(glyphs, left, at) && is_prose(glyphs, at, right)).then_some(at)
}

/// Whether a strip of the page is a column of prose.
fn is_prose(glyphs: &[&Glyph], left: f32, right: f32) -> bool {
    let strip: Vec<&Glyph> =
        glyphs.iter().copied().filter(|glyph| left <= glyph.left && glyph.right <= right).collect();
    let digits =
        strip.iter().filter(|glyph| matches!(glyph.letters, Letters::One(letter) if letter.is_ascii_digit())).count();
    if digits as f32 > strip.len() as f32 * PROSE_DIGITS {
        return false;
    }
    let rows = rows(strip);
    let ink = |row: &[&Glyph]| row.iter().map(|glyph| glyph.right - glyph.left).sum::<f32>();
    let full = rows.iter().filter(|row| ink(row) > (right - left) * PROSE_INK).count();
    full >= PROSE_LINES && full * 3 >= rows.len() * 2
}

/// Letters by line, from the top; within a line from the left.
fn rows(mut glyphs: Vec<&Glyph>) -> Vec<Vec<&Glyph>> {
    glyphs.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.left.total_cmp(&b.left)));
    let mut rows: Vec<(f32, f32, Vec<&Glyph>)> = Vec::new();
    for glyph in glyphs {
        match rows.last_mut() {
            Some((base, size, row)) if (glyph.base - *base).abs() <= SAME_LINE * size.max(glyph.size) => {
                if glyph.size > *size {
                    (*base, *size) = (glyph.base, glyph.size);
                }
                row.push(glyph);
            }
            _ => rows.push((glyph.base, glyph.size, vec![glyph])),
        }
    }
    let sorted = rows.into_iter().map(|(_, _, mut row)| {
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
        row
    });
    sorted.collect()
}

fn line(row: Vec<&Glyph>) -> PageLine {
    let biggest = row.iter().max_by(|a, b| a.size.total_cmp(&b.size));
    let (base, size) = biggest.map_or((0.0, 1.0), |glyph| (glyph.base, glyph.size));
    let mut line = PageLine { cells: Vec::new(), base, size };
    let mut spaced = false;
    let mut before: Option<&Glyph> = None;
    for glyph in row {
        if is_space(glyph) {
            spaced = true;
            continue;
        }
        if before.is_some_and(|before| is_overprint(before, glyph)) {
            continue;
        }
        let is_mark = glyph.size < size * 0.8 && base - glyph.base > glyph.size * 0.15;
        match line.cells.last_mut() {
            Some(cell) if glyph.left - cell.right < size * if spaced { SPACED_CELL_GAP } else { CELL_GAP } => {
                if glyph.left - cell.right > size * WORD_GAP
                    || (spaced && glyph.left - cell.right > size * WORD_GAP / 3.0)
                {
                    cell.words.push(' ');
                }
                write(&glyph.letters, is_mark, &mut cell.words);
                cell.right = cell.right.max(glyph.right);
            }
            _ => {
                let mut cell = PageCell { words: String::new(), left: glyph.left, right: glyph.right };
                write(&glyph.letters, is_mark, &mut cell.words);
                line.cells.push(cell);
            }
        }
        before = Some(glyph);
        spaced = false;
    }
    line
}

/// The same letter drawn twice, to look bold.
fn is_overprint(before: &Glyph, glyph: &Glyph) -> bool {
    before.letters == glyph.letters
        && glyph.left - before.left < (glyph.right - glyph.left) * 0.3
        && (glyph.base - before.base).abs() < glyph.size * 0.2
}

fn is_space(glyph: &Glyph) -> bool {
    match &glyph.letters {
        Letters::One(letter) => letter.is_whitespace() || letter.is_control(),
        Letters::Many(letters) => letters.chars().all(|letter| letter.is_whitespace() || letter.is_control()),
    }
}

fn write(letters: &Letters, is_mark: bool, words: &mut String) {
    match letters {
        Letters::One(letter) => words.push(if is_mark { superscript(*letter) } else { *letter }),
        Letters::Many(letters) => words.extend(letters.chars().filter(|letter| !letter.is_control())),
    }
}
