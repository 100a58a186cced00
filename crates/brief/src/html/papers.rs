//! The appendix: the papers of every number. What it rests on stands open, so
//! that a link from the text lands on it in any browser; a long run of other
//! prints is folded.

use yalu_trade::Paper;

use super::{PAPERS, Page, anchor, exact, link};
use crate::{
    chart::escape,
    document::Number,
    words::{gap, paper_kind, vintage},
};

/// More other prints than this are folded.
const OPEN: usize = 3;

/// Where the papers of a number stand on the page.
pub(super) fn name(id: &str) -> String {
    anchor(&format!("paper-{id}"))
}

/// An address is a link; words are words.
fn source(source: &str) -> String {
    let (address, rest) = source.split_once(char::is_whitespace).unwrap_or((source, ""));
    if !["http://", "https://"].iter().any(|scheme| address.starts_with(scheme)) {
        return escape(source);
    }
    let link = link(address, address);
    if rest.is_empty() { link } else { format!("{link} {}", escape(rest)) }
}

impl Page<'_> {
    pub(super) fn papers(&self) -> String {
        let numbers: String = self.brief.numbers.iter().map(|number| self.number(number)).collect();
        let heading = format!("<h2 id=\"{PAPERS}\">{}</h2>\n<p>{}</p>", self.words.papers, self.words.papers_intro);
        format!("<section class=\"papers\" aria-labelledby=\"{PAPERS}\">\n{heading}\n{numbers}</section>\n")
    }

    fn number(&self, number: &Number) -> String {
        let id = name(&number.id);
        let label = format!("<span class=\"paper-label\">{}</span>", escape(&number.label));
        let printed = format!("<strong class=\"paper-printed\">{}</strong>", escape(&number.printed));
        let head = format!("<p class=\"paper-head\">{label} {printed}</p>");
        let why =
            number.gap.as_ref().map(|why| format!("<p class=\"why\">{}</p>\n", escape(&gap(why, self.brief.lang))));
        let inside = [self.facts(number), why.unwrap_or_default(), self.formula(number), self.prints(number)].concat();
        let what = format!("id=\"{id}\" data-number=\"{}\"{}", escape(&number.id), exact(&number.interval));
        format!("<article class=\"paper\" {what}>\n{head}\n{inside}</article>\n")
    }

    /// Unit, coverage, valuation and releases, those that are known.
    fn facts(&self, number: &Number) -> String {
        let words = self.words;
        let released = |v| vintage(v, words);
        let facts = [
            (words.unit, number.unit.map(|unit| unit.to_string()).unwrap_or_default()),
            (words.coverage, number.coverage.clone()),
            (words.valuation, number.valuation.clone()),
            (words.released, number.vintage.map(released).unwrap_or_default()),
            (words.base_released, number.base_vintage.map(released).unwrap_or_default()),
        ];
        let known = facts.iter().filter(|(_, value)| !value.is_empty());
        let facts: Vec<String> =
            known.map(|(name, value)| format!("<span>{name}{}{}</span>", words.colon, escape(value))).collect();
        if facts.is_empty() { String::new() } else { format!("<p class=\"paper-facts\">{}</p>\n", facts.join(" · ")) }
    }

    fn formula(&self, number: &Number) -> String {
        let formula = &number.lineage.formula;
        if formula.is_empty() {
            return String::new();
        }
        format!("<p class=\"formula\">{}{}<code>{}</code></p>\n", self.words.formula, self.words.colon, escape(formula))
    }

    fn prints(&self, number: &Number) -> String {
        let (used, others): (Vec<&Paper>, Vec<&Paper>) = number.lineage.papers.iter().partition(|paper| paper.used);
        let list = |title: &str, papers: &[&Paper]| {
            let items: String = papers.iter().map(|paper| self.paper(paper)).collect();
            match papers.len() {
                0 => String::new(),
                n if n > OPEN && !papers.iter().any(|paper| paper.used) => {
                    format!("<details>\n<summary>{title} ({n})</summary>\n<ul>\n{items}</ul>\n</details>\n")
                }
                _ => format!("<p class=\"role\">{title}</p>\n<ul>\n{items}</ul>\n"),
            }
        };
        list(self.words.rests_on, &used) + &list(self.words.also_printed, &others)
    }

    fn paper(&self, paper: &Paper) -> String {
        let released = paper.vintage.map(|v| format!("{} {}", self.words.released, vintage(v, self.words)));
        let parts = [
            escape(&paper.says),
            source(&paper.source),
            released.map(|released| escape(&released)).unwrap_or_default(),
            format!("<code title=\"{}\">{}</code>", self.words.on_desk, escape(&paper.place.to_string())),
            escape(&paper.note),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let kind = paper_kind(paper.kind, self.brief.lang);
        format!("<li>{kind} <b>{}</b>{}{}</li>\n", escape(&paper.id), self.words.colon, parts.join("; "))
    }
}
