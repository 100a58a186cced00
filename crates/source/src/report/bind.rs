//! A draft to a report: a table gets the lines that belong to it, a paragraph
//! that an empty line broke is whole again, and the text is written once, in
//! reading order, each run with its place.

use std::ops::Range;

use yalu_trade::{Grid, Passage, Place, Report};

use super::draft::{Block, Draft, Kind};
use super::marks::{Mark, ends_a_sentence, head, is_bare_heading, is_bare_label, mark};
use super::plain::is_unspaced;
use super::ruler::Ruler;

/// A title and a unit take no more lines above a table than this, sources and notes no more below.
const MOST_CAPTIONS: usize = 4;

/// A line below this length may be a heading or a label: it is not continued without a comma or a small word at its end.
const WHOLE_LETTERS: usize = 20;

/// A sentence never ends on one of these: what follows it continues it.
const SMALL_WORDS: &[&str] = &[
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "than", "that", "the",
    "to", "was", "were", "which", "while", "with",
];

/// Binds a draft into a report.
pub(super) fn bind(file: &str, draft: &Draft, ruler: &Ruler) -> Report {
    let mut binder = Binder { file, draft, ruler, report: Report::default(), anchor: 0 };
    let owners = owners(draft);
    let mut i = 0;
    while i < draft.blocks.len() {
        if let Some(grid) = owners[i] {
            let last = (grid..draft.blocks.len()).take_while(|j| owners[*j] == Some(grid)).last().unwrap_or(grid);
            binder.grid(i..last + 1);
            i = last + 1;
        } else {
            let last = (i + 1..draft.blocks.len()).find(|j| owners[*j].is_some() || !continues(draft, *j - 1, *j));
            let end = last.unwrap_or(draft.blocks.len());
            binder.passage(i..end);
            i = end;
        }
    }
    binder.report
}

/// For each block, the table it belongs to.
fn owners(draft: &Draft) -> Vec<Option<usize>> {
    let mut owners = vec![None; draft.blocks.len()];
    let mut free = 0;
    for (i, block) in draft.blocks.iter().enumerate() {
        if matches!(block.kind, Kind::Grid(_)) {
            let above = above(draft, i).max(free);
            let below = below(draft, i);
            owners[above..below].fill(Some(i));
            free = below;
        }
    }
    owners
}

/// Where the lines that stand above a table and belong to it begin.
fn above(draft: &Draft, grid: usize) -> usize {
    let mut first = grid;
    while first > 0 && grid - first < MOST_CAPTIONS {
        let Some(words) = words(draft, first - 1) else { break };
        let touches = !draft.blocks[first].loose;
        match mark(words) {
            Mark::Unit => first -= 1,
            Mark::Table => return first - 1,
            Mark::Figure | Mark::Note => break,
            _ if first >= 2 && is_title(words) && self::words(draft, first - 2).is_some_and(is_bare_label) => {
                return first - 2;
            }
            _ if is_title(words) && (touches || (first < grid && !is_numbered(words))) => return first - 1,
            _ => break,
        }
    }
    first
}

/// Where the lines that stand below a table and belong to it end.
fn below(draft: &Draft, grid: usize) -> usize {
    let mut end = grid + 1;
    while end < draft.blocks.len() && end - grid <= MOST_CAPTIONS {
        let Some(words) = words(draft, end) else { break };
        let touches = !draft.blocks[end].loose;
        let is_note = mark(words) == Mark::Note || (touches && is_footnote(words));
        if !is_note {
            break;
        }
        end += 1;
    }
    end
}

fn is_title(words: &str) -> bool {
    words.starts_with(['(', '[', '<', '（', '［']) || is_bare_heading(words)
}

fn is_numbered(words: &str) -> bool {
    mark(words) == Mark::Heading
}

fn is_footnote(words: &str) -> bool {
    words.starts_with(['*', '†', '‡', '※', '¹', '²', '³']) || (mark(words) == Mark::Item && words.contains(')'))
}

/// Whether a block goes on with the sentence of the one before it.
fn continues(draft: &Draft, before: usize, block: usize) -> bool {
    let (Some(words), Some(rest)) = (words(draft, before), words(draft, block)) else { return false };
    if !matches!(draft.blocks[block].kind, Kind::Text(_)) && !matches!(draft.blocks[block].kind, Kind::Heading(_)) {
        return false;
    }
    let of_a_title = matches!(mark(words), Mark::Table | Mark::Figure | Mark::Unit | Mark::Heading);
    if of_a_title || mark(rest) != Mark::None || ends_a_sentence(words) {
        return false;
    }
    let last = words.rsplit(|letter: char| letter.is_whitespace()).next().unwrap_or_default();
    let wants_more = words.ends_with([',', '，', '、', '-']) || SMALL_WORDS.contains(&last);
    let letters = words.chars().take(WHOLE_LETTERS).count();
    let lower =
        rest.trim_start_matches(['"', '“', '‘', '\'']).starts_with(char::is_lowercase) || goes_on_after_brackets(rest);
    let unspaced = rest.starts_with(is_eastern) && words.ends_with(is_eastern) && !is_bare_heading(words);
    letters == WHOLE_LETTERS && (wants_more || lower || unspaced)
}

fn is_eastern(letter: char) -> bool {
    is_unspaced(letter) || ('\u{ac00}'..='\u{d7a3}').contains(&letter)
}

/// "(HS 6703) was the first": what is in brackets belongs to what stands before it.
fn goes_on_after_brackets(words: &str) -> bool {
    let Some(rest) = words.strip_prefix('(') else { return false };
    head(rest, 100)
        .split_once(')')
        .is_some_and(|(_, rest)| rest.trim_start_matches([',', ' ']).starts_with(char::is_lowercase))
}

fn words(draft: &Draft, block: usize) -> Option<&str> {
    match &draft.blocks.get(block)?.kind {
        Kind::Heading(range) | Kind::Text(range) | Kind::Item(range) => draft.text.get(range.clone()),
        Kind::Grid(_) => None,
    }
}

struct Binder<'a> {
    file: &'a str,
    draft: &'a Draft,
    ruler: &'a Ruler<'a>,
    report: Report,
    anchor: usize,
}

impl Binder<'_> {
    fn passage(&mut self, blocks: Range<usize>) {
        self.part();
        let start = self.report.text.len();
        let mut is_heading = false;
        for (i, Block { kind, .. }) in self.draft.blocks[blocks.clone()].iter().enumerate() {
            let (Kind::Heading(range) | Kind::Text(range) | Kind::Item(range)) = kind else { continue };
            if i > 0 {
                self.seam(range);
            }
            is_heading = blocks.len() == 1 && matches!(kind, Kind::Heading(_));
            self.copy(range);
        }
        let range = start..self.report.text.len();
        self.report.passages.push(if is_heading { Passage::Heading(range) } else { Passage::Paragraph(range) });
    }

    /// A space where two pieces of a sentence meet, unless their script has none or a hyphen broke a word.
    fn seam(&mut self, next: &Range<usize>) {
        let last = self.report.text.chars().next_back().unwrap_or(' ');
        let next = self.draft.text[next.clone()].chars().next().unwrap_or(' ');
        if !(is_unspaced(last) && is_unspaced(next)) && last != '-' {
            self.report.text.push(' ');
        }
    }

    fn grid(&mut self, blocks: Range<usize>) {
        let mut grid = Grid::default();
        for Block { kind, .. } in &self.draft.blocks[blocks] {
            self.part();
            match kind {
                Kind::Heading(range) | Kind::Text(range) | Kind::Item(range) => grid.captions.push(self.copy(range)),
                Kind::Grid(rows) => grid.rows = self.rows(rows),
            }
        }
        self.report.passages.push(Passage::Grid(grid));
    }

    fn rows(&mut self, rows: &[Vec<Range<usize>>]) -> Vec<Vec<Range<usize>>> {
        let width = rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut copied = Vec::with_capacity(rows.len());
        for row in rows {
            if !copied.is_empty() {
                self.report.text.push('\n');
            }
            let mut cells = Vec::with_capacity(width);
            for i in 0..width {
                if i > 0 {
                    self.report.text.push('\t');
                }
                let here = self.report.text.len();
                cells.push(row.get(i).map_or(here..here, |cell| self.copy(cell)));
            }
            copied.push(cells);
        }
        copied
    }

    fn part(&mut self) {
        if !self.report.text.is_empty() {
            self.report.text.push_str("\n\n");
        }
    }

    /// Copies a stretch of the draft with its anchors.
    fn copy(&mut self, range: &Range<usize>) -> Range<usize> {
        let start = self.report.text.len();
        self.report.text.push_str(&self.draft.text[range.clone()]);
        let anchors = &self.draft.anchors;
        if anchors.get(self.anchor).is_none_or(|(byte, _)| *byte > range.start) {
            self.anchor = 0;
        }
        self.anchor += anchors[self.anchor..].partition_point(|(byte, _)| *byte < range.start);
        while let Some((byte, source)) = anchors.get(self.anchor).filter(|(byte, _)| *byte < range.end) {
            let (line, column) = self.ruler.at(*source);
            self.report.anchors.push((start + byte - range.start, Place::new(self.file, line, column)));
            self.anchor += 1;
        }
        start..self.report.text.len()
    }
}
