//! A report while it is being read: words as a reader sees them, block by
//! block, each run of them with its byte in the file. It settles no captions
//! and joins nothing: that is for `bind`.

use std::ops::Range;

/// An anchor at least every so many bytes, so that finding a place stays short.
const ANCHOR_STEP: usize = 1024;

/// The words and the blocks so far.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) text: String,
    /// A byte of the text, and the byte of the file that it was read from.
    pub(super) anchors: Vec<(usize, usize)>,
    pub(super) blocks: Vec<Block>,
    /// Where the text that is being read begins in the file.
    pub(super) shift: usize,
    /// Cells that stand for the spans of others.
    pub(super) filled: usize,
    begun: usize,
    next: Option<usize>,
    space: bool,
}

/// One block.
pub(super) struct Block {
    pub(super) kind: Kind,
    /// An empty line, or the end of a block element, stands before it.
    pub(super) loose: bool,
}

/// What a block is.
pub(super) enum Kind {
    Heading(Range<usize>),
    /// A short line that stands alone: a heading, unless the next block goes on with it.
    Bare(Range<usize>),
    Text(Range<usize>),
    /// A list's item: it never continues the block before it.
    Item(Range<usize>),
    /// A caption that the file itself ties to the next table.
    Caption(Range<usize>),
    Grid(Vec<Vec<Range<usize>>>),
}

impl Kind {
    /// The words of a block that is no table.
    pub(super) fn words(&self) -> Option<&Range<usize>> {
        match self {
            Self::Heading(words) | Self::Bare(words) | Self::Text(words) | Self::Item(words) | Self::Caption(words) => {
                Some(words)
            }
            Self::Grid(_) => None,
        }
    }
}

impl Draft {
    /// Begins a run of words: what follows is trimmed and its spaces are single.
    pub(super) fn begin(&mut self) {
        self.begun = self.text.len();
        self.next = None;
        self.space = false;
    }

    /// Writes one letter that stands at a byte of the file.
    pub(super) fn letter(&mut self, letter: char, at: usize) {
        if letter.is_whitespace() {
            self.space = self.text.len() > self.begun;
            if matches!(letter, '\n' | '\r' | '\u{c}') {
                self.next = None;
            }
            return;
        }
        if is_unseen(letter) {
            return;
        }
        let joins_across = self.space && self.next.is_some_and(|next| at == next + 1);
        if std::mem::take(&mut self.space) {
            self.text.push(' ');
        }
        let far = self.anchors.last().is_none_or(|(last, _)| self.text.len() - last > ANCHOR_STEP);
        if far || !(joins_across || self.next == Some(at)) {
            self.anchors.push((self.text.len(), self.shift + at));
        }
        self.text.push(letter);
        self.next = Some(at + letter.len_utf8());
    }

    /// Writes words that stand in the file as they are.
    pub(super) fn words(&mut self, words: &str, at: usize) {
        for (offset, letter) in words.char_indices() {
            self.letter(letter, at + offset);
        }
    }

    /// A space, if there is anything before and after it.
    pub(super) fn space(&mut self) {
        self.space = self.text.len() > self.begun;
        self.next = None;
    }

    /// No space, whatever came before.
    pub(super) fn no_space(&mut self) {
        self.space = false;
    }

    /// The last letter of this run.
    pub(super) fn last_letter(&self) -> Option<char> {
        self.text.get(self.begun..)?.chars().next_back()
    }

    /// Ends the run.
    pub(super) fn end(&mut self) -> Range<usize> {
        self.space = false;
        self.begun..self.text.len()
    }

    /// Adds a block.
    pub(super) fn add(&mut self, kind: Kind, loose: bool) {
        self.blocks.push(Block { kind, loose });
    }
}

/// Letters that no reader sees: controls, soft hyphens, marks of byte order and of no width.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{fffe}')
}
