//! `briefs/*.toml`: the words of a brief. Numbers are asked for by name and
//! measure; sentences bind them by name in braces. Nobody types a figure here.

use yalu_trade::{Commodity, Complaint, Coverage, Decimal, Flow, Period, Place, Verdict, Wording};

use crate::page::Fields;

/// A brief that a desk can write.
#[derive(Clone, Debug)]
pub struct BriefPlan {
    /// Its name: that of its file.
    pub id: String,
    /// The kind of period that it is about: `year`, `quarter` or `month`.
    pub grain: String,
    /// Its title.
    pub title: Sentence,
    /// A line under the title.
    pub subtitle: Sentence,
    /// The period of a brief that is asked for without one.
    pub period: Option<Period>,
    /// The numbers that its words bind.
    pub numbers: Vec<NumberPlan>,
    /// What it says.
    pub blocks: Vec<BlockPlan>,
    /// Where it stands on the desk.
    pub place: Place,
}

/// A number that words can bind.
#[derive(Clone, Debug)]
pub struct NumberPlan {
    /// Its name.
    pub id: String,
    /// What to call it; made from what is asked where nothing is said.
    pub label: Option<Wording>,
    /// What it is.
    pub ask: Ask,
    /// How to print it, where its unit does not say enough.
    pub style: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// What a number is.
#[derive(Clone, Debug)]
pub enum Ask {
    /// The answer of a measure.
    Measure(MeasureAsk),
    /// What an article on file claims, as it printed it.
    Claim {
        /// The article.
        article: String,
        /// The claim.
        claim: String,
    },
    /// Something of what the desk expects of the year after.
    Expected {
        /// What: one of [`EXPECTED`].
        what: String,
        /// Which way.
        flow: Flow,
    },
}

/// What can be asked of the year after: the level of a flow, the balance with crude oil paid for, the chance that
/// reserves last so many months, the months within which one run in four or in two meets the first floor, how many
/// past months made the bounds, how many forecasts of that year are scored, and in how many ours came nearest.
pub const EXPECTED: [&str; 9] =
    ["level", "with-crude", "lasts-12", "lasts-24", "months-25", "months-50", "tries", "scored", "nearest"];

/// A question to a measure.
#[derive(Clone, Debug)]
pub struct MeasureAsk {
    /// Which measure.
    pub measure: String,
    /// Which way.
    pub flow: Flow,
    /// When.
    pub when: When,
    /// Of what.
    pub commodity: Commodity,
    /// What is included; the desk's default where nothing is said.
    pub coverage: Option<Coverage>,
    /// Against which base of the desk.
    pub base: Option<String>,
    /// `value` or `weight`; for a quotation also `growth` or `share`.
    pub quantity: String,
    /// The N of a top N.
    pub top: u32,
    /// The year since which a rank counts.
    pub since: Option<i32>,
    /// Whose records, where not all of the desk's reporters are meant.
    pub reporters: Vec<String>,
}

/// A period, from the brief's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// So many years before the brief's.
    Before(i32),
    /// This one.
    Fixed(Period),
}

/// A sentence with names in braces, in each language.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// All must certainly hold, or it is left out.
    pub when: Vec<Condition>,
    /// The words.
    pub words: Wording,
    /// Where it stands.
    pub place: Place,
}

/// `left > right`, of numbers by name or a figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Condition {
    /// A number's name.
    pub left: String,
    /// Above (`>`), or below (`<`).
    pub above: bool,
    /// What it is compared with: a number's name, or a figure.
    pub right: Result<Decimal, String>,
}

/// A headline number.
#[derive(Clone, Debug)]
pub struct HeadlinePlan {
    /// What it is.
    pub label: Sentence,
    /// Its name.
    pub number: String,
    /// What stands under it.
    pub under: Vec<Sentence>,
}

/// A line of a table of numbers.
#[derive(Clone, Debug)]
pub struct LinePlan {
    /// What it is.
    pub label: Sentence,
    /// The names of its numbers; an empty name is an empty cell.
    pub cells: Vec<String>,
}

/// What fills a table.
#[derive(Clone, Debug)]
pub enum TableKind {
    /// The N largest commodities of a flow.
    Top {
        /// Which way.
        flow: Flow,
        /// How many.
        top: u32,
    },
    /// Numbers by name, in lines.
    Numbers {
        /// Headings, the first over the labels.
        columns: Vec<Wording>,
        /// The lines.
        lines: Vec<LinePlan>,
    },
    /// The rows of a measure, whatever they are.
    Measure {
        /// What is asked.
        ask: Box<MeasureAsk>,
        /// The heading over the figures, where it is not the measure's unit.
        head: Option<Wording>,
        /// How many rows at most.
        rows: u32,
    },
    /// The scenarios of the desk for the year after, the outlook without any first.
    Scenarios,
    /// The claims of an article that its own rows or the evidence contradict, or that the evidence does not reach.
    Claims {
        /// Which article.
        article: String,
        /// Of which verdict.
        verdict: Verdict,
    },
}

/// A block of a brief.
#[derive(Clone, Debug)]
pub enum BlockPlan {
    /// A heading.
    Heading {
        /// 1 or 2.
        level: u8,
        /// A name to link to.
        id: String,
        /// The words.
        text: Sentence,
    },
    /// The one sentence of judgement: the first whose conditions hold.
    Judgement(Vec<Sentence>),
    /// Sentences, one after another.
    Paragraph(Vec<Sentence>),
    /// Sentences, each an item.
    List(Vec<Sentence>),
    /// Headline numbers.
    Headline(Vec<HeadlinePlan>),
    /// Monthly bars with the change on a year earlier.
    Figure {
        /// A name to link to.
        id: String,
        /// Its title.
        title: Sentence,
        /// Which way.
        flow: Flow,
        /// The first month.
        from: Period,
    },
    /// Monthly bars, and after them what is expected of the year after.
    Fan {
        /// A name to link to.
        id: String,
        /// Its title.
        title: Sentence,
        /// Which way.
        flow: Flow,
        /// The first month.
        from: Period,
    },
    /// A table.
    Table {
        /// A name to link to.
        id: String,
        /// Its title.
        title: Sentence,
        /// What fills it.
        kind: TableKind,
        /// Remarks under it.
        notes: Vec<Sentence>,
    },
    /// A box.
    Boxed {
        /// A name to link to.
        id: String,
        /// Its title.
        title: Sentence,
        /// What it says.
        blocks: Vec<BlockPlan>,
    },
    /// The papers of every number.
    Papers,
}

pub(crate) fn brief(file: &str, fields: &Fields<'_>) -> Option<BriefPlan> {
    let grain = fields.need("grain");
    if let Some(grain) = grain.as_ref().filter(|grain| !["year", "quarter", "month"].contains(&grain.as_str())) {
        fields.complain("grain", "grain", format!("`{grain}` is not a kind of period"), "write year, quarter or month");
    }
    let (title, subtitle) = (words(fields, "title"), words(fields, "subtitle"));
    let period = fields.parsed("period", "period");
    let numbers = fields.tables("number", number);
    let blocks = fields.tables("block", block);
    let id = file.rsplit('/').next()?.trim_end_matches(".toml").to_owned();
    Some(BriefPlan {
        id,
        grain: grain?,
        title: title?,
        subtitle: subtitle?,
        period,
        numbers,
        blocks,
        place: fields.place(),
    })
}

fn number(fields: &Fields<'_>) -> Option<NumberPlan> {
    let id = fields.need("id");
    let (label, style) = (fields.wording("label"), fields.text("style"));
    let ask = match fields.text("expected") {
        Some(what) => {
            if !EXPECTED.contains(&what.as_str()) {
                let hint = format!("write {}", EXPECTED.join(", "));
                fields.complain("expected", "expected", format!("`{what}` is not among what is expected"), hint);
            }
            Some(Ask::Expected { what, flow: fields.parsed("flow", "flow").unwrap_or(Flow::B) })
        }
        None => said(fields),
    };
    Some(NumberPlan { id: id?, label, ask: ask?, style, place: fields.place() })
}

fn said(fields: &Fields<'_>) -> Option<Ask> {
    match fields.text("claim") {
        Some(claim) => fields.need("article").map(|article| Ask::Claim { article, claim }),
        None => measure_ask(fields).map(Ask::Measure),
    }
}

fn measure_ask(fields: &Fields<'_>) -> Option<MeasureAsk> {
    let measure = fields.need("measure");
    let flow: Option<Flow> = fields.need_parsed("flow", "flow");
    let when = match fields.text("period").as_deref() {
        None | Some("this") => Some(When::Before(0)),
        Some("last") => Some(When::Before(1)),
        Some("before-last") => Some(When::Before(2)),
        Some("next") => Some(When::Before(-1)),
        Some(text) => text
            .parse()
            .map(When::Fixed)
            .map_err(|error: yalu_trade::PeriodError| {
                fields.complain(
                    "period",
                    "period",
                    error.to_string(),
                    "write this, last, before-last, next, or a period such as 2018..2019",
                );
            })
            .ok(),
    };
    let commodity = fields.parsed("commodity", "commodity").unwrap_or(Commodity::Total);
    let coverage = fields.parsed("coverage", "coverage");
    let base = fields.text("base");
    let quantity = fields.text("quantity").unwrap_or_else(|| "value".to_owned());
    if !["value", "weight", "growth", "share"].contains(&quantity.as_str()) {
        fields.complain(
            "quantity",
            "quantity",
            format!("`{quantity}` is not a quantity"),
            "write value or weight; for a quotation also growth or share",
        );
    }
    let top = fields.count("top").unwrap_or(10);
    let since = fields.year("since");
    let reporters = fields.texts("reporters").into_iter().map(|(text, _)| text).collect();
    let (measure, flow, when) = (measure?, flow?, when?);
    Some(MeasureAsk { measure, flow, when, commodity, coverage, base, quantity, top, since, reporters })
}

/// Words under a key, as a sentence.
fn words(fields: &Fields<'_>, key: &'static str) -> Option<Sentence> {
    let words = fields.need_wording(key)?;
    Some(Sentence { when: Vec::new(), words, place: fields.place_of(key) })
}

fn sentence(fields: &Fields<'_>) -> Option<Sentence> {
    let when = fields.texts("when").into_iter().filter_map(|(text, span)| {
        let read = condition(&text);
        if read.is_none() {
            fields.complain_at(
                span,
                "condition",
                format!("`{text}` is not a condition"),
                "write \"name > 0\" or \"name < other-name\"",
            );
        }
        read
    });
    let when = when.collect();
    let words = fields.languages();
    Some(Sentence { when, words, place: fields.place() })
}

fn condition(text: &str) -> Option<Condition> {
    let (left, right, above) = match (text.split_once('>'), text.split_once('<')) {
        (Some((left, right)), None) => (left, right, true),
        (None, Some((left, right))) => (left, right, false),
        _ => return None,
    };
    let (left, right) = (left.trim(), right.trim());
    if left.is_empty() || right.is_empty() {
        return None;
    }
    let right = Decimal::from_str_exact(right).map_err(|_| right.to_owned());
    Some(Condition { left: left.to_owned(), above, right })
}

fn sentences(fields: &Fields<'_>) -> Vec<Sentence> {
    fields.tables("sentences", sentence)
}

fn block(fields: &Fields<'_>) -> Option<BlockPlan> {
    let id = |fields: &Fields<'_>| fields.need("id");
    match fields.need("kind")?.as_str() {
        "heading" => {
            let level = if fields.count("level").unwrap_or(1) == 2 { 2 } else { 1 };
            Some(BlockPlan::Heading { level, id: id(fields)?, text: words(fields, "text")? })
        }
        "judgement" => Some(BlockPlan::Judgement(sentences(fields))),
        "paragraph" => Some(BlockPlan::Paragraph(sentences(fields))),
        "list" => Some(BlockPlan::List(sentences(fields))),
        "headline" => Some(BlockPlan::Headline(fields.tables("items", headline))),
        kind @ ("figure" | "fan") => {
            let (id, title) = (id(fields), words(fields, "title"));
            let flow = fields.need_parsed("flow", "flow");
            let from: Option<Period> = fields.need_parsed("from", "period");
            let (id, title, flow, from) = (id?, title?, flow?, from?.first_month());
            Some(match kind {
                "fan" => BlockPlan::Fan { id, title, flow, from },
                _ => BlockPlan::Figure { id, title, flow, from },
            })
        }
        "table" => {
            let (id, title) = (id(fields), words(fields, "title"));
            let (kind, notes) = (table_kind(fields), fields.tables("notes", sentence));
            Some(BlockPlan::Table { id: id?, title: title?, kind: kind?, notes })
        }
        "box" => {
            let (id, title) = (id(fields), words(fields, "title"));
            let blocks = fields.tables("block", block);
            Some(BlockPlan::Boxed { id: id?, title: title?, blocks })
        }
        "papers" => Some(BlockPlan::Papers),
        other => {
            let hint = "write heading, judgement, headline, paragraph, list, figure, fan, table, box or papers";
            fields.complain("kind", "block", format!("`{other}` is not a kind of block"), hint);
            None
        }
    }
}

fn headline(fields: &Fields<'_>) -> Option<HeadlinePlan> {
    let (label, number) = (words(fields, "label"), fields.need("number"));
    let under = fields.tables("under", sentence);
    Some(HeadlinePlan { label: label?, number: number?, under })
}

fn table_kind(fields: &Fields<'_>) -> Option<TableKind> {
    match fields.need("of")?.as_str() {
        "top" => {
            Some(TableKind::Top { flow: fields.need_parsed("flow", "flow")?, top: fields.count("top").unwrap_or(10) })
        }
        "measure" => {
            let (ask, head) = (measure_ask(fields), fields.wording("head"));
            Some(TableKind::Measure { ask: Box::new(ask?), head, rows: fields.count("rows").unwrap_or(12) })
        }
        "scenarios" => Some(TableKind::Scenarios),
        "claims" => Some(TableKind::Claims { article: fields.need("article")?, verdict: verdict(fields) }),
        "numbers" => {
            let columns = fields.tables("columns", |column| Some(column.languages()));
            let lines = fields.tables("lines", |line| {
                let (label, cells) = (words(line, "label"), line.texts("cells"));
                let cells: Vec<String> = cells.into_iter().map(|(text, _)| text).collect();
                if cells.len() + 1 != columns.len() {
                    let message = format!(
                        "this line has {} cells under {} headings",
                        cells.len(),
                        columns.len() - usize::from(!columns.is_empty())
                    );
                    line.complain(
                        "cells",
                        "cells",
                        message,
                        "a line has a label and one cell for each further heading; \"\" is an empty cell",
                    );
                }
                Some(LinePlan { label: label?, cells })
            });
            Some(TableKind::Numbers { columns, lines })
        }
        other => {
            fields.complain(
                "of",
                "table",
                format!("`{other}` is not what a table can be of"),
                "write top, numbers, measure, scenarios or claims",
            );
            None
        }
    }
}

/// Of which claims a table is: those that do not hold, or those that cannot be derived.
fn verdict(fields: &Fields<'_>) -> Verdict {
    match fields.text("verdict").as_deref() {
        None | Some("contradicted") => Verdict::Contradicted,
        Some("not-derivable") => Verdict::NotDerivable,
        Some(other) => {
            let message = format!("a table of claims cannot be of those that are `{other}`");
            fields.complain("verdict", "verdict", message, "write contradicted or not-derivable");
            Verdict::Contradicted
        }
    }
}

/// The names in braces of a text, in order.
pub fn names_in(text: &str) -> Vec<&str> {
    let opened = text.split('{').skip(1);
    opened.filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

impl BriefPlan {
    /// Every sentence of the brief, titles included.
    pub fn sentences(&self) -> Vec<&Sentence> {
        let mut all = vec![&self.title, &self.subtitle];
        self.blocks.iter().for_each(|block| block.sentences(&mut all));
        all
    }

    /// Complains of names that nothing is bound to, of figures typed by hand, and of numbers asked for twice.
    pub(crate) fn lint(&self, knows: impl Fn(&str) -> bool) -> Vec<Complaint> {
        let mut complaints = Vec::new();
        let number = |name: &str| self.numbers.iter().any(|number| number.id == name);
        let based =
            |name: &str| [".base-release", ".says"].iter().any(|end| name.strip_suffix(end).is_some_and(number));
        for sentence in self.sentences() {
            for (lang, text) in &sentence.words.0 {
                for name in names_in(text).into_iter().filter(|name| !number(name) && !based(name) && !knows(name)) {
                    let message = format!("nothing is bound to {{{name}}} in the {lang} words");
                    complaints.push(Complaint::error("unknown-name", sentence.place.clone(), message, "name a [[number]] of this brief, or economy, reporter, period, last, as_of, commodity.CODE, base.ID, article.ID"));
                }
                if text.matches('{').count() != text.matches('}').count() {
                    let message = format!("a brace is not closed, or not opened, in the {lang} words");
                    complaints.push(Complaint::error(
                        "brace",
                        sentence.place.clone(),
                        message,
                        "names stand in braces: {trade}",
                    ));
                }
                if let Some(figure) = typed_figure(text) {
                    let message = format!("`{figure}` is a figure typed by hand in the {lang} words");
                    complaints.push(Complaint::error(
                        "typed-figure",
                        sentence.place.clone(),
                        message,
                        "bind it: add a [[number]] and write its name in braces",
                    ));
                }
            }
            for condition in &sentence.when {
                let names = std::iter::once(&condition.left).chain(condition.right.as_ref().err());
                for name in names.filter(|name| !number(name)) {
                    let message = format!("the condition names `{name}`, which is no number of this brief");
                    complaints.push(Complaint::error(
                        "unknown-name",
                        sentence.place.clone(),
                        message,
                        "add a [[number]] of that id",
                    ));
                }
            }
        }
        for name in self.blocks.iter().flat_map(BlockPlan::bound).filter(|name| !name.is_empty() && !number(name)) {
            let message = format!("a table or headline names `{name}`, which is no number of this brief");
            complaints.push(Complaint::error(
                "unknown-name",
                self.place.clone(),
                message,
                "add a [[number]] of that id",
            ));
        }
        for (i, plan) in self.numbers.iter().enumerate() {
            if self.numbers[..i].iter().any(|earlier| earlier.id == plan.id) {
                let message = format!("the number `{}` stands twice", plan.id);
                complaints.push(Complaint::error(
                    "duplicate-id",
                    plan.place.clone(),
                    message,
                    "give each number an id of its own",
                ));
            }
        }
        complaints
    }
}

/// The first run of digits outside braces.
fn typed_figure(text: &str) -> Option<String> {
    let mut outside = String::new();
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            c if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    let digits: String = outside
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .collect();
    (!digits.is_empty()).then_some(digits)
}

impl BlockPlan {
    fn sentences<'a>(&'a self, all: &mut Vec<&'a Sentence>) {
        match self {
            Self::Heading { text, .. } => all.push(text),
            Self::Judgement(sentences) | Self::Paragraph(sentences) | Self::List(sentences) => all.extend(sentences),
            Self::Headline(items) => {
                all.extend(items.iter().flat_map(|item| std::iter::once(&item.label).chain(&item.under)))
            }
            Self::Figure { title, .. } | Self::Fan { title, .. } => all.push(title),
            Self::Table { title, kind, notes, .. } => {
                all.push(title);
                all.extend(notes);
                if let TableKind::Numbers { lines, .. } = kind {
                    all.extend(lines.iter().map(|line| &line.label));
                }
            }
            Self::Boxed { title, blocks, .. } => {
                all.push(title);
                blocks.iter().for_each(|block| block.sentences(all));
            }
            Self::Papers => {}
        }
    }

    /// The numbers that tables and headlines name.
    fn bound(&self) -> Vec<&String> {
        match self {
            Self::Headline(items) => items.iter().map(|item| &item.number).collect(),
            Self::Table { kind: TableKind::Numbers { lines, .. }, .. } => {
                lines.iter().flat_map(|line| &line.cells).collect()
            }
            Self::Boxed { blocks, .. } => blocks.iter().flat_map(Self::bound).collect(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_typed_by_hand_are_seen() {
        for (text, figure) in [
            ("Imports came to {imports}.", None),
            ("Imports came to {imports-2023}.", None),
            ("Imports came to $2,003.5 million.", Some("2,003.5")),
        ] {
            assert_eq!(typed_figure(text).as_deref(), figure, "{text}");
        }
    }

    #[test]
    fn conditions_read() {
        let condition = condition("imports-growth > 0").expect("a condition");
        assert_eq!(
            (condition.left.as_str(), condition.above, condition.right),
            ("imports-growth", true, Ok(Decimal::ZERO))
        );
        assert_eq!(super::condition("a < b").and_then(|c| c.right.err()), Some("b".to_owned()));
        for text in ["a", "a =", "> 3", "a > 1 < 2"] {
            assert_eq!(super::condition(text), None, "{text}");
        }
    }
}
