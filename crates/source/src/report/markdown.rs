//! Markdown to blocks. Links and emphasis leave their words; a paragraph or a
//! fence in which a table stands as text is read like plain text.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::draft::{Draft, Kind};
use super::html::{aligned, html_part};
use super::marks::{Mark, is_bare_heading, mark};
use super::plain::{holds_table, plain_part, superscript};

/// Reads Markdown.
pub(super) fn markdown(text: &str, draft: &mut Draft) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut page = Page { text, draft, open: false, kind: Element::Text, grid: None, over: 0, raised: false };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        if range.start < page.over {
            continue;
        }
        page.event(event, range);
    }
    page.part();
}

#[derive(Clone, Copy)]
enum Element {
    Text,
    Heading,
    Item,
}

struct Page<'a> {
    text: &'a str,
    draft: &'a mut Draft,
    open: bool,
    kind: Element,
    grid: Option<Vec<Vec<Range<usize>>>>,
    /// What stands before this byte was read as a whole.
    over: usize,
    raised: bool,
}

impl Page<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => self.words(&words, range),
            Event::Code(words) => {
                let inner = self.text.get(range.clone()).unwrap_or_default();
                let ticks = inner.len() - inner.trim_start_matches('`').len();
                self.words(&words, range.start + ticks..range.end - ticks.min(range.len() - ticks));
            }
            Event::SoftBreak => self.soft_break(range.end),
            Event::HardBreak => self.draft.space(),
            Event::Rule => self.part(),
            Event::InlineHtml(tag) => match tag.trim_matches(['<', '>', '/', ' ']) {
                "br" => self.draft.space(),
                "sup" => self.raised = !tag.starts_with("</"),
                _ => {}
            },
            Event::FootnoteReference(_)
            | Event::Html(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.part_unless_item();
                if holds_table(self.text, range.clone()) {
                    self.part();
                    plain_part(self.text, range.clone(), 0, self.draft);
                    self.over = range.end;
                }
            }
            Tag::Heading { .. } => {
                self.part();
                self.kind = Element::Heading;
            }
            Tag::Item => {
                self.part();
                self.kind = Element::Item;
                self.number(range.start);
            }
            Tag::CodeBlock(kind) => {
                self.part();
                let (inner, end) =
                    (fenced(self.text, &range, matches!(kind, pulldown_cmark::CodeBlockKind::Fenced(_))), range.end);
                plain_part(self.text, inner, 0, self.draft);
                self.over = end;
            }
            Tag::HtmlBlock => {
                self.part();
                html_part(self.text.get(range.clone()).unwrap_or_default(), range.start, self.draft);
                self.over = range.end;
            }
            Tag::Table(_) => {
                self.part();
                self.grid = Some(Vec::new());
            }
            Tag::TableHead | Tag::TableRow => self.grid.iter_mut().for_each(|rows| rows.push(Vec::new())),
            Tag::TableCell => self.draft.begin(),
            Tag::List(_) | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => {
                self.part();
                self.kind = Element::Text;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::TableCell => {
                let cell = self.draft.end();
                self.grid.iter_mut().filter_map(|rows| rows.last_mut()).for_each(|row| row.push(cell.clone()));
            }
            TagEnd::Table => {
                if let Some(rows) = self.grid.take() {
                    self.draft.add(Kind::Grid(rows), true);
                }
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition => self.part(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str, range: Range<usize>) {
        self.open();
        let source = self.text.get(range.clone()).unwrap_or_default();
        aligned(words, source, |letter, offset| {
            let letter = if self.raised { superscript(letter) } else { letter };
            self.draft.letter(letter, range.start + offset);
        });
    }

    fn open(&mut self) {
        if self.grid.is_none() && !self.open {
            self.draft.begin();
            self.open = true;
        }
    }

    /// The number of an item is seen by a reader: "1. Imports" may be a heading.
    fn number(&mut self, at: usize) {
        let digits = self.text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits > 0 {
            self.open();
            self.draft.words(&self.text[at..at + digits + 1], at);
            self.draft.space();
        }
    }

    /// A line that says what it is begins a block of its own.
    fn soft_break(&mut self, at: usize) {
        let next = self.text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        if self.grid.is_none() && matches!(mark(next), Mark::Table | Mark::Figure | Mark::Unit | Mark::Note) {
            self.add(false);
        } else {
            self.draft.space();
        }
    }

    fn part_unless_item(&mut self) {
        if !matches!(self.kind, Element::Item) {
            self.part();
        }
    }

    fn part(&mut self) {
        self.add(true);
        self.kind = Element::Text;
    }

    fn add(&mut self, loose: bool) {
        if !std::mem::take(&mut self.open) {
            return;
        }
        let words = self.draft.end();
        let is_numbered = mark(&self.draft.text[words.clone()]) == Mark::Heading;
        match self.kind {
            _ if words.is_empty() => {}
            Element::Heading => self.draft.add(Kind::Heading(words), loose),
            Element::Item if is_numbered => self.draft.add(Kind::Heading(words), loose),
            Element::Item => self.draft.add(Kind::Item(words), loose),
            Element::Text if is_numbered => self.draft.add(Kind::Heading(words), loose),
            Element::Text
                if loose
                    && is_bare_heading(&self.draft.text[words.clone()])
                    && mark(&self.draft.text[words.clone()]) == Mark::None =>
            {
                self.draft.add(Kind::Bare(words), loose);
            }
            Element::Text => self.draft.add(Kind::Text(words), loose),
        }
    }
}

/// What stands between the fences.
fn fenced(text: &str, range: &Range<usize>, has_fences: bool) -> Range<usize> {
    let block = text.get(range.clone()).unwrap_or_default();
    let trimmed = block.trim_end_matches(['`', '~', '\n', '\r', ' ']);
    match block.find('\n') {
        Some(first) if has_fences => {
            range.start + (first + 1).min(trimmed.len().max(first + 1))..range.start + trimmed.len().max(first + 1)
        }
        _ => range.clone(),
    }
}
