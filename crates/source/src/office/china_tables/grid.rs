//! A published table as rows of cells, from a page or from CSV. A cell that
//! spans others says its words in each of them, as header cells mean it.

use std::ops::Range;

use encoding_rs::{Encoding, GB18030};
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

/// Spans reach no further.
const MOST_COLUMNS: usize = 64;
/// Spans fill no more cells than this in all.
const MOST_CELLS: usize = 1 << 20;
/// A word of a title is within so many letters; longer texts are notes.
const LONGEST_TITLE: usize = 200;

/// A row and the line on which it begins.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

/// A table with the texts around it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Grid {
    pub(super) rows: Vec<Row>,
    pub(super) texts: Vec<String>,
}

/// The letters of a file: by its mark, UTF-8, or else GB18030; and whether some are broken.
pub(super) fn letters(bytes: &[u8]) -> (String, bool) {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some(found) => found,
        None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, 0),
        None => (GB18030, 0),
    };
    let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
    (text.into_owned(), broken)
}

/// Is it a page?
pub(super) fn is_page(text: &str) -> bool {
    let mut end = text.len().min(2048);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text[..end].to_ascii_lowercase();
    head.trim_start().starts_with('<') && ["<!doctype html", "<html", "<table"].iter().any(|tag| head.contains(tag))
}

/// The rows of a CSV file.
pub(super) fn from_csv(text: &str) -> Grid {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let row = |record: csv::StringRecord| Row {
        line: record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(usize::MAX)),
        cells: record.iter().map(clean).collect(),
    };
    Grid { rows: reader.records().filter_map(Result::ok).map(row).collect(), texts: Vec::new() }
}

/// The longest table of a page, and the page's short texts.
pub(super) fn from_page(text: &str) -> Grid {
    let mut page = Page { source: text, ..Page::default() };
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter) {
        match token.unwrap_or_else(|never| match never {}) {
            Token::StartTag(tag) => page.start(&tag),
            Token::EndTag(tag) => page.end(&tag.name),
            Token::String(words) => page.words(&String::from_utf8_lossy(&words.value)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.end_table();
    Grid { rows: page.longest, texts: page.texts }
}

/// A cell that is being read: what it says, and how far it reaches.
struct Cell {
    words: String,
    columns: usize,
    rows: usize,
}

#[derive(Default)]
struct Page<'a> {
    source: &'a str,
    /// Up to which byte lines are counted, and how many.
    counted: Range<usize>,
    rows: Vec<Row>,
    cell: Option<Cell>,
    /// Cells from above: for how many rows yet, and what they say.
    reaching: Vec<(usize, String)>,
    filled: usize,
    longest: Vec<Row>,
    texts: Vec<String>,
    unread: bool,
}

impl Page<'_> {
    fn start(&mut self, tag: &StartTag<usize>) {
        match &tag.name[..] {
            b"script" | b"style" => self.unread = true,
            b"table" => self.end_table(),
            b"tr" => {
                self.end_row();
                let line = self.line(tag.span.start);
                self.rows.push(Row { line, cells: Vec::new() });
            }
            b"td" | b"th" => {
                self.end_cell();
                let span = |name: &[u8]| {
                    let value = tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).trim().parse());
                    value.and_then(Result::ok).unwrap_or(1_usize).clamp(1, MOST_COLUMNS)
                };
                self.cell = Some(Cell { words: String::new(), columns: span(b"colspan"), rows: span(b"rowspan") });
            }
            b"br" => self.words(" "),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"script" | b"style" => self.unread = false,
            b"td" | b"th" => self.end_cell(),
            b"tr" => self.end_row(),
            b"table" => self.end_table(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.unread {
            return;
        }
        match &mut self.cell {
            Some(cell) => cell.words.push_str(words),
            None => {
                let text = clean(words);
                if !text.is_empty() && text.chars().count() <= LONGEST_TITLE {
                    self.texts.push(text);
                }
            }
        }
    }

    /// The line of a byte; bytes are asked for in order.
    fn line(&mut self, byte: usize) -> usize {
        let byte = byte.min(self.source.len());
        let from = self.counted.start.min(byte);
        let lines = memchr::memchr_iter(b'\n', &self.source.as_bytes()[from..byte]).count();
        self.counted = byte..self.counted.end + lines;
        self.counted.end + 1
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        self.reached();
        if self.rows.is_empty() {
            self.rows.push(Row::default());
        }
        let Some(row) = self.rows.last_mut() else { return };
        let words = clean(&cell.words);
        let room = MOST_COLUMNS.saturating_sub(row.cells.len()).min(MOST_CELLS.saturating_sub(self.filled));
        for _ in 0..cell.columns.min(room) {
            let at = row.cells.len();
            if self.reaching.len() <= at {
                self.reaching.resize(at + 1, (0, String::new()));
            }
            self.reaching[at] = (cell.rows - 1, if cell.rows > 1 { words.clone() } else { String::new() });
            row.cells.push(words.clone());
            self.filled += 1;
        }
    }

    /// Fills the cells into which cells from above reach.
    fn reached(&mut self) {
        let Some(row) = self.rows.last_mut() else { return };
        while let Some((left, words)) = self.reaching.get_mut(row.cells.len()).filter(|(left, _)| *left > 0) {
            // What reaches down from above fills cells too.
            if self.filled >= MOST_CELLS {
                break;
            }
            self.filled += 1;
            *left -= 1;
            row.cells.push(words.clone());
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        self.reached();
    }

    fn end_table(&mut self) {
        self.end_row();
        self.reaching.clear();
        let rows: Vec<Row> = std::mem::take(&mut self.rows).into_iter().filter(|row| !row.cells.is_empty()).collect();
        if rows.len() > self.longest.len() {
            self.longest = rows;
        }
    }
}

/// Words with single spaces between them.
fn clean(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_say_their_words_in_each_cell() {
        let page = "<html><title>T</title>\n<table><tr><td rowspan=2>a<td colspan='2'><b>b &amp; c</b></tr>\n<tr><td>d<td>e\n\n</table>";
        let grid = from_page(page);
        let cells: Vec<Vec<&str>> =
            grid.rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect();
        assert_eq!(cells, [vec!["a", "b & c", "b & c"], vec!["a", "d", "e"]]);
        assert_eq!((grid.rows[0].line, grid.rows[1].line), (2, 3));
        assert_eq!(grid.texts, ["T"]);
    }

    #[test]
    fn no_span_fills_memory() {
        let page = format!("<table>{}</table>", "<tr><td colspan=999999999 rowspan=999999999>x".repeat(2_000));
        let grid = from_page(&page);
        assert!(grid.rows.iter().all(|row| row.cells.len() <= MOST_COLUMNS));
    }
}
