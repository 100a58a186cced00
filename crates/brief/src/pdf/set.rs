//! The brief as the template reads it: plain strings in the order of the page,
//! numbers already tied to their papers, gaps already lettered. The template
//! sets strings as they are, so that nothing in a brief is ever read as markup.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use yalu_trade::{Gap, Lang, Paper, PaperKind, Place};

use crate::{
    Brief,
    document::{Block, Cell, Column, ColumnKind, Figure, HeadlineItem, Number, Row, Span, Table},
    words::{self, Words, words},
};

/// A brief for the template, which finds the n-th figure in the file `figure-n.svg`.
pub(super) fn brief(brief: &Brief, families: &[String]) -> Value {
    let words = words(brief.lang);
    let mut setter = Setter { brief, words, figures: 0, linked: has_papers(&brief.blocks), papers_set: false };
    let (body, end) = match brief.blocks.split_last() {
        Some((Block::Papers, body)) => (body, &brief.blocks[body.len()..]),
        _ => (brief.blocks.as_slice(), [].as_slice()),
    };
    json!({
        "lang": brief.lang.code(),
        "fonts": families,
        "title": breakable(&brief.title),
        "running": shortened(&brief.title),
        "subtitle": breakable(&brief.subtitle),
        "byline": [
            format!("{} {}", words.desk, shortened(&brief.desk)),
            brief.period.to_string(),
            format!("{} {}", words.as_of, brief.as_of),
        ],
        "words": { "notes": words.notes, "source": words.source, "colon": words.colon, "page_of": words.page_of },
        "blocks": setter.blocks(body),
        // Before the papers, which run to pages: what is left out must be seen.
        "notes": texts(&brief.notes),
        "end": setter.blocks(end),
    })
}

fn has_papers(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Papers => true,
        Block::Boxed { blocks, .. } => has_papers(blocks),
        _ => false,
    })
}

struct Setter<'a> {
    brief: &'a Brief,
    words: &'static Words,
    figures: usize,
    linked: bool,
    papers_set: bool,
}

impl Setter<'_> {
    fn blocks(&mut self, blocks: &[Block]) -> Vec<Value> {
        // Two figures of half the width stand side by side.
        let half = |block: &Block| matches!(block, Block::Figure(figure) if figure.is_half());
        let mut set: Vec<Value> = Vec::new();
        let mut rest = blocks;
        while let Some((block, after)) = rest.split_first() {
            match after.split_first() {
                Some((beside, after)) if half(block) && half(beside) => {
                    set.push(json!({"kind": "beside", "figures": [self.block(block), self.block(beside)]}));
                    rest = after;
                }
                _ => {
                    let mut value = self.block(block);
                    // What is expected is a page to hand over by itself.
                    if is_section(block) && after.iter().take_while(|next| !is_section(next)).any(half) {
                        value["page"] = json!(true);
                    }
                    set.push(value);
                    rest = after;
                }
            }
        }
        set
    }

    fn block(&mut self, block: &Block) -> Value {
        match block {
            Block::Heading { level, text, .. } => {
                json!({"kind": "heading", "level": (*level).clamp(1, 2), "text": breakable(text)})
            }
            Block::Judgement(spans) => json!({"kind": "judgement", "spans": self.spans(spans)}),
            Block::Paragraph(spans) => json!({"kind": "paragraph", "spans": self.spans(spans)}),
            Block::List(items) => json!({"kind": "list", "items": self.lines(items)}),
            Block::Headline(items) => {
                json!({"kind": "headline", "items": items.iter().map(|item| self.card(item)).collect::<Vec<_>>()})
            }
            Block::Table(table) => self::table(table, self.brief.lang),
            Block::Figure(figure) => self.figure(figure),
            Block::Boxed { title, blocks, .. } => {
                json!({"kind": "box", "title": breakable(title), "blocks": self.blocks(blocks)})
            }
            Block::Papers => self.papers(),
        }
    }

    fn spans(&self, spans: &[Span]) -> Vec<Value> {
        spans.iter().map(|span| self.span(span)).collect()
    }

    fn lines(&self, lines: &[Vec<Span>]) -> Vec<Vec<Value>> {
        lines.iter().map(|line| self.spans(line)).collect()
    }

    fn span(&self, span: &Span) -> Value {
        match span {
            Span::Text(text) => json!({"text": breakable(text), "to": null}),
            Span::Number { id, printed } => json!({"text": breakable(printed), "to": self.papers_of(id)}),
        }
    }

    /// The place of a number among the papers; none where the document prints no papers.
    fn papers_of(&self, id: &str) -> Option<usize> {
        self.brief.numbers.iter().position(|number| self.linked && number.id == id)
    }

    fn card(&self, item: &HeadlineItem) -> Value {
        json!({
            "label": breakable(&item.label),
            "number": self.span(&item.number),
            "under": self.spans(&item.under),
        })
    }

    fn figure(&mut self, figure: &Figure) -> Value {
        self.figures += 1;
        json!({
            "kind": "figure",
            "file": file_of_figure(self.figures - 1),
            "alt": format!("{}. {}", figure.title, figure.source),
            "notes": texts(&figure.notes),
        })
    }

    /// Links need one target: a second list of the same papers is not set again.
    fn papers(&mut self) -> Value {
        let numbers = if std::mem::replace(&mut self.papers_set, true) { &[] } else { self.brief.numbers.as_slice() };
        let mut register = Register::default();
        let numbers: Vec<Value> = numbers.iter().map(|number| self.number(number, &mut register)).collect();
        json!({
            "kind": "papers",
            "title": self.words.papers,
            "intro": self.words.papers_intro,
            "numbers": numbers,
            "register_title": self.words.register,
            "register": register.papers.iter().map(|paper| self.paper(paper)).collect::<Vec<_>>(),
        })
    }

    fn number<'a>(&self, number: &'a Number, register: &mut Register<'a>) -> Value {
        let mut cited = |used| {
            let papers = number.lineage.papers.iter().filter(|paper| paper.used == used);
            papers.map(|paper| json!({"text": breakable(&paper.id), "to": register.place(paper)})).collect::<Vec<_>>()
        };
        json!({
            "label": breakable(&number.label),
            "printed": breakable(&format!("{}{}", number.printed, number.printed_bounds)),
            "about": about(number, self.words),
            "gap": number.gap.as_ref().map(|gap| breakable(&words::gap(gap, self.brief.lang))),
            "formula": breakable(&number.lineage.formula),
            "formula_word": self.words.formula,
            "cited": [
                {"word": self.words.rests_on, "papers": cited(true)},
                {"word": self.words.also_printed, "papers": cited(false)},
            ],
        })
    }

    fn paper(&self, paper: &Paper) -> Value {
        let released = paper.vintage.map(|vintage| words::vintage(vintage, self.words));
        json!({
            "id": breakable(&paper.id),
            "says": breakable(&paper.says),
            "source": breakable(&paper.source),
            "released": released,
            "place": breakable(&paper.place.to_string()),
            "note": breakable(&paper.note),
        })
    }
}

/// The name of a figure's file.
pub(super) fn file_of_figure(place: usize) -> String {
    format!("figure-{place}.svg")
}

/// Coverage, valuation, release: what must stand beside a number.
fn about(number: &Number, words: &Words) -> String {
    let vintages = [number.vintage, number.base_vintage].into_iter().flatten().map(|v| words::vintage(v, words));
    let parts = [number.coverage.clone(), number.valuation.clone()].into_iter().chain(vintages);
    breakable(&parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
}

fn is_section(block: &Block) -> bool {
    matches!(block, Block::Heading { level: ..=1, .. })
}

/// Every paper that is cited, once, whether a number rests on it or not.
#[derive(Default)]
struct Register<'a> {
    papers: Vec<&'a Paper>,
    places: BTreeMap<(PaperKind, &'a str, &'a Place), usize>,
}

impl<'a> Register<'a> {
    fn place(&mut self, paper: &'a Paper) -> usize {
        let next = self.papers.len();
        let place = *self.places.entry((paper.kind, &paper.id, &paper.place)).or_insert(next);
        if place == next {
            self.papers.push(paper);
        }
        place
    }
}

/// A table of so many rows and letters is kept on one page; a longer one may break, and its header repeats.
const WHOLE_ROWS: usize = 24;
const WHOLE_LETTERS: usize = 3_000;

/// A header taller than the page would be repeated without end.
const REPEATED_LETTERS: usize = 400;

fn table(table: &Table, lang: Lang) -> Value {
    let mut reasons: Vec<String> = Vec::new();
    let rows: Vec<Value> = table
        .rows
        .iter()
        .map(|row| self::row(row, &table.columns, &mut |gap| place_of(words::gap(gap, lang), &mut reasons)))
        .collect();
    let reasons = reasons.iter().enumerate().map(|(i, why)| json!([letter(i), breakable(why)]));
    let titles: usize = table.columns.iter().map(|column| column.title.chars().count()).sum();
    let letters = titles + table.rows.iter().flat_map(|row| &row.cells).map(letters_in).sum::<usize>();
    json!({
        "kind": "table",
        "title": breakable(&table.title),
        "unit": breakable(&table.unit),
        "columns": table.columns.iter().enumerate().map(|(at, of)| column(of, longest(table, at))).collect::<Vec<_>>(),
        "rows": rows,
        "reasons": reasons.collect::<Vec<_>>(),
        "source": breakable(&table.source),
        "notes": texts(&table.notes),
        "repeat": titles <= REPEATED_LETTERS,
        "whole": table.rows.len() <= WHOLE_ROWS && letters <= WHOLE_LETTERS,
    })
}

fn letters_in(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) | Cell::Code(text) => text.chars().count(),
        Cell::Number { printed, .. } => printed.chars().count(),
        Cell::Empty | Cell::Gap(_) => 1,
    }
}

/// The length of the longest text of a column: columns of text share the width by it.
fn longest(table: &Table, at: usize) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(at)).map(letters_in);
    cells.chain([table.columns[at].title.chars().count()]).max().unwrap_or_default().clamp(4, 60)
}

fn column(column: &Column, letters: usize) -> Value {
    let kind = match column.kind {
        ColumnKind::Text => "text",
        ColumnKind::Code => "code",
        ColumnKind::Number => "number",
    };
    json!({"title": breakable(&column.title), "kind": kind, "letters": letters})
}

/// As many cells as there are columns, whatever the row brought.
fn row(row: &Row, columns: &[Column], place: &mut impl FnMut(&Gap) -> usize) -> Value {
    let cells = row.cells.iter().chain(std::iter::repeat(&Cell::Empty)).take(columns.len());
    json!({"total": row.total, "cells": cells.map(|cell| self::cell(cell, place)).collect::<Vec<_>>()})
}

fn cell(cell: &Cell, place: &mut impl FnMut(&Gap) -> usize) -> Value {
    match cell {
        Cell::Empty => json!({"text": ""}),
        Cell::Text(text) | Cell::Code(text) => json!({"text": breakable(text)}),
        Cell::Number { printed, .. } => json!({"text": breakable(printed)}),
        Cell::Gap(gap) => json!({"text": "–", "letter": letter(place(gap))}),
    }
}

/// The same reason has the same letter.
fn place_of(why: String, reasons: &mut Vec<String>) -> usize {
    reasons.iter().position(|known| *known == why).unwrap_or_else(|| {
        reasons.push(why);
        reasons.len() - 1
    })
}

/// a … z, aa … az, ba …
fn letter(place: usize) -> String {
    let last = char::from(b'a' + u8::try_from(place % 26).unwrap_or_default());
    if place < 26 { last.to_string() } else { format!("{}{last}", letter(place / 26 - 1)) }
}

fn texts(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| breakable(text)).collect()
}

/// A word longer than this would run out of the page or the column.
const LONGEST_WORD: usize = 36;

/// The text, with places to break in words that are too long for a line. Words
/// of a natural language are shorter; addresses and file names are not.
fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.chars().map(|c| if c.is_control() { ' ' } else { c }) {
        // An address is broken at its own marks; East Asian text breaks anywhere.
        let breaks = c.is_whitespace() || "/-?&=".contains(c) || c >= '\u{2e80}';
        run = if breaks { 0 } else { run + 1 };
        if run > LONGEST_WORD {
            out.push('\u{200b}');
            run = 1;
        }
        out.push(c);
    }
    out
}

/// What fits in the line at the head or the foot of a page.
const RUNNING_LETTERS: usize = 64;

fn shortened(text: &str) -> String {
    let short: String = text.chars().take(RUNNING_LETTERS).collect();
    if short.len() < text.len() { breakable(&short) + "…" } else { breakable(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_lettered_like_columns_of_a_sheet() {
        for (place, expected) in [(0, "a"), (25, "z"), (26, "aa"), (51, "az"), (52, "ba"), (701, "zz"), (702, "aaa")] {
            assert_eq!(letter(place), expected);
        }
    }

    #[test]
    fn only_words_too_long_for_a_line_are_broken() {
        assert_eq!(breakable("#hash $2,003.5 <b> \\ \"q\""), "#hash $2,003.5 <b> \\ \"q\"");
        assert_eq!(breakable(&"x".repeat(40)), format!("{}\u{200b}xxxx", "x".repeat(36)));
        assert_eq!(breakable("a\nb\u{0}c"), "a b c");
    }
}
