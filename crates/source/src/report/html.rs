//! HTML to blocks: what a reader of the page sees. Elements that part text
//! part it here, the others do not; scripts, styles and menus are not read, no
//! link is opened. A table in a table's cell makes the outer one a frame.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};
use yalu_trade::{Complaint, Place};

use super::cells::{Cells, Span};
use super::draft::{Draft, Kind};
use super::marks::{Mark, mark};
use super::plain::{plain_part, superscript};

/// What stands in these is not read.
const DROPPED: &[&str] = &[
    "script", "style", "nav", "noscript", "template", "head", "title", "svg", "math", "iframe", "object", "select",
    "button", "textarea", "canvas", "audio", "video", "datalist", "map", "noframes",
];

/// These part text.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "blockquote",
    "pre",
    "figure",
    "figcaption",
    "address",
    "hr",
    "form",
    "fieldset",
    "legend",
    "center",
    "details",
    "summary",
    "body",
    "html",
    "caption",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
];

/// These never hold anything, so nothing ends them.
const EMPTY: &[&str] =
    &["br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "embed", "source", "track", "param"];

/// Reads HTML; returns what it has to complain of.
pub(super) fn html(file: &str, text: &str, draft: &mut Draft) -> Option<Complaint> {
    html_part(text, 0, draft).map(|dropped| {
        let message = format!("an element <{dropped}> never ends; what stands in it was not read");
        Complaint::warning("html", Place::file(file), message, "close it, or save the page as text from a browser")
    })
}

/// Reads HTML that stands at a byte of a file; returns the dropped element that never ended.
pub(super) fn html_part(text: &str, at: usize, draft: &mut Draft) -> Option<String> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut page = Page {
        source: text,
        at,
        draft,
        open: false,
        kind: Element::Text,
        tables: Vec::new(),
        dropping: None,
        breaks: 0,
        raised: false,
    };
    for token in Tokenizer::new_with_emitter(text, emitter) {
        match token.unwrap_or_else(|never| match never {}) {
            Token::StartTag(tag) => page.start(&tag),
            Token::EndTag(tag) => page.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(words) => {
                page.words(&String::from_utf8_lossy(&words.value), words.span.start..words.span.end)
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.finish()
}

/// What a run of words becomes.
#[derive(Clone, Copy, PartialEq)]
enum Element {
    Text,
    Heading,
    Item,
    Caption,
    Pre,
}

struct Page<'a> {
    source: &'a str,
    at: usize,
    draft: &'a mut Draft,
    /// A run of words has begun.
    open: bool,
    kind: Element,
    tables: Vec<Cells>,
    /// The element that is not read, and how many of its name are open.
    dropping: Option<(String, usize)>,
    breaks: usize,
    raised: bool,
}

impl Page<'_> {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name = String::from_utf8_lossy(&tag.name);
        let name = name.as_ref();
        if let Some((dropped, depth)) = &mut self.dropping {
            *depth += usize::from(dropped == name);
            if !matches!(name, "body" | "main" | "article") {
                return;
            }
            self.dropping = None;
        }
        if !EMPTY.contains(&name) && !tag.self_closing && (DROPPED.contains(&name) || is_hidden(tag)) {
            self.dropping = Some((name.to_owned(), 1));
            return;
        }
        match name {
            "br" => self.line_break(),
            "sup" => self.raised = true,
            "table" => self.table(),
            "tr" => self.row(),
            "td" | "th" => self.cell(tag),
            name if BLOCKS.contains(&name) => {
                self.part();
                self.kind = kind(name);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((dropped, depth)) = &mut self.dropping {
            *depth -= usize::from(dropped == name);
            if *depth == 0 || matches!(name, "body" | "html") {
                self.dropping = None;
            }
            return;
        }
        match name {
            "sup" => self.raised = false,
            "table" => self.end_table(),
            "tr" => {
                self.part();
                self.end_cell();
            }
            "td" | "th" => self.end_cell(),
            name if BLOCKS.contains(&name) => {
                self.part();
                self.kind = Element::Text;
            }
            _ => {}
        }
    }

    /// In a cell of a table its words run on; elsewhere they become a block.
    fn part(&mut self) {
        if self.tables.last().is_some_and(Cells::is_open) {
            self.draft.space();
            return;
        }
        if !std::mem::take(&mut self.open) {
            return;
        }
        let words = self.draft.end();
        if words.is_empty() {
            return;
        }
        let kind = match self.kind {
            Element::Heading => Kind::Heading(words),
            Element::Item => Kind::Item(words),
            Element::Caption => Kind::Caption(words),
            Element::Text if mark(&self.draft.text[words.clone()]) == Mark::Heading => Kind::Heading(words),
            Element::Text | Element::Pre => Kind::Text(words),
        };
        self.draft.add(kind, false);
    }

    fn words(&mut self, words: &str, span: std::ops::Range<usize>) {
        if self.dropping.is_some() {
            return;
        }
        let source = self.source.get(span.clone()).unwrap_or_default();
        let in_cell = self.tables.last().is_some_and(Cells::is_open);
        if self.kind == Element::Pre && !in_cell && !self.open && words == source && words.contains('\n') {
            plain_part(self.source, span, self.at, self.draft);
            return;
        }
        if !words.trim().is_empty() {
            self.breaks = 0;
        } else if !self.open && !in_cell {
            return;
        }
        if !self.open && !in_cell {
            self.draft.begin();
            self.open = true;
        }
        aligned(words, source, |letter, offset| {
            let letter = if self.raised { superscript(letter) } else { letter };
            self.draft.letter(letter, self.at + span.start + offset);
        });
    }

    /// Two line breaks part like a paragraph.
    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks == 2 {
            self.part();
        }
        self.draft.space();
    }

    fn table(&mut self) {
        self.part();
        if let Some(outer) = self.tables.last_mut() {
            outer.end_cell(self.draft);
            outer.frame(self.draft);
        }
        self.tables.push(Cells::default());
        self.kind = Element::Text;
    }

    fn row(&mut self) {
        self.end_cell();
        self.part();
        if let Some(cells) = self.tables.last_mut() {
            cells.row();
        }
    }

    fn cell(&mut self, tag: &StartTag<usize>) {
        self.end_cell();
        self.part();
        self.kind = Element::Text;
        if let Some(cells) = self.tables.last_mut() {
            let number = |name: &[u8]| {
                tag.attributes.get(name).and_then(|value| String::from_utf8_lossy(value).trim().parse().ok())
            };
            cells.cell(
                Span { columns: number(b"colspan").unwrap_or(1), rows: number(b"rowspan").unwrap_or(1) },
                self.draft,
            );
        }
    }

    fn end_cell(&mut self) {
        if let Some(cells) = self.tables.last_mut() {
            cells.end_cell(self.draft);
        }
    }

    fn end_table(&mut self) {
        self.end_cell();
        self.part();
        if let Some(cells) = self.tables.pop() {
            cells.end(self.draft);
        }
    }

    fn finish(mut self) -> Option<String> {
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.part();
        self.dropping.map(|(name, _)| name)
    }
}

fn kind(name: &str) -> Element {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Element::Heading,
        "li" | "dt" | "dd" => Element::Item,
        "caption" => Element::Caption,
        "pre" => Element::Pre,
        _ => Element::Text,
    }
}

fn is_hidden(tag: &StartTag<usize>) -> bool {
    let style = tag
        .attributes
        .get(b"style".as_slice())
        .map(|style| String::from_utf8_lossy(style).replace(' ', "").to_ascii_lowercase());
    tag.attributes.contains_key(b"hidden".as_slice()) || style.is_some_and(|style| style.contains("display:none"))
}

/// Each letter of the words with its byte in their source, where an entity is longer than its letter.
pub(super) fn aligned(words: &str, source: &str, mut each: impl FnMut(char, usize)) {
    let mut at = 0;
    for letter in words.chars() {
        let rest = source.get(at..).unwrap_or_default();
        let entity = entity(rest);
        match rest.chars().next() {
            Some(next) if next == letter && (letter != '&' || !is_ampersand(rest)) => {
                each(letter, at);
                at += next.len_utf8();
            }
            Some('\r') if letter == '\n' => {
                each(letter, at);
                at += if rest.starts_with("\r\n") { 2 } else { 1 };
            }
            _ => {
                each(letter, at.min(source.len()));
                at += entity.unwrap_or(0);
            }
        }
    }
}

fn is_ampersand(rest: &str) -> bool {
    ["&amp", "&AMP", "&#38", "&#x26", "&#X26"].iter().any(|entity| rest.starts_with(entity))
}

/// The length of the entity that stands here.
fn entity(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('&')?;
    let name = inner.bytes().take(32).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    Some(1 + name + usize::from(inner[name..].starts_with(';')))
}
