//! Writing a brief: the desk's plan, with every name bound to a figure and
//! every figure to its papers. A sentence whose numbers are missing leaves
//! itself out and says so in the notes; a condition must certainly hold.

mod disputes;
mod numbers;
mod wording;

use yalu_brief::document::{Block, Brief, HeadlineItem, Number, Span};
use yalu_desk::{BlockPlan, BriefPlan, Condition, Sentence};
use yalu_trade::{AsOf, Interval, Lang, Period, ReadError};

use crate::{
    Watch,
    words::{Words, words},
};

/// Why a brief could not be written.
#[derive(Debug, thiserror::Error)]
pub enum CannotWrite {
    /// The desk has no brief for such a period.
    #[error("the desk `{desk}` has no brief for a {grain}: briefs/ has {has}")]
    NoPlan {
        /// Which desk.
        desk: String,
        /// The kind of period.
        grain: &'static str,
        /// What it has.
        has: String,
    },
    /// No period was asked for, and the desk names none.
    #[error("no period: name one (--period 2023), or write period = \"2023\" in the desk's briefs/*.toml")]
    NoPeriod,
    /// None of the headline numbers is on file.
    #[error("the desk `{desk}` has nothing on file for {period} as of {as_of}: none of the headline numbers")]
    NothingOnFile {
        /// Which desk.
        desk: String,
        /// The period.
        period: Period,
        /// The day.
        as_of: AsOf,
    },
    /// The desk has no words in that language.
    #[error("the desk `{desk}` has no words in `{lang}`: desk.toml has {has}")]
    NoWords {
        /// Which desk.
        desk: String,
        /// Which language.
        lang: Lang,
        /// What it has.
        has: String,
    },
    /// The evidence could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl Watch {
    /// The plan and period of a brief: what is asked for, or what the desk names.
    pub fn plan(&self, period: Option<Period>) -> Result<(&BriefPlan, Period), CannotWrite> {
        let briefs = &self.desk.briefs;
        let Some(period) = period.or_else(|| briefs.iter().find_map(|plan| plan.period)) else {
            return Err(CannotWrite::NoPeriod);
        };
        let grain = period.grain();
        let plan = briefs.iter().find(|plan| plan.grain == grain);
        let has = || {
            briefs.iter().map(|plan| format!("{}.toml for a {}", plan.id, plan.grain)).collect::<Vec<_>>().join(", ")
        };
        plan.map(|plan| (plan, period)).ok_or_else(|| CannotWrite::NoPlan {
            desk: self.desk.id.clone(),
            grain,
            has: has(),
        })
    }

    /// Writes a brief in a language, with the knowledge of a day.
    pub fn write(&self, plan: &BriefPlan, period: Period, as_of: AsOf, lang: Lang) -> Result<Brief, CannotWrite> {
        let languages = &self.desk.settings.languages;
        if !languages.contains(&lang) {
            let has = languages.iter().map(|lang| lang.code()).collect::<Vec<_>>().join(", ");
            return Err(CannotWrite::NoWords { desk: self.desk.id.clone(), lang, has });
        }
        let mut writer = Writer {
            watch: self,
            plan,
            period,
            as_of,
            lang,
            words: words(lang),
            numbers: Vec::new(),
            notes: Vec::new(),
        };
        let (title, subtitle) = (writer.line(&plan.title)?, writer.line(&plan.subtitle)?);
        let blocks = writer.blocks(&plan.blocks)?;
        if writer.headline_is_absent(&blocks) {
            return Err(CannotWrite::NothingOnFile { desk: self.desk.id.clone(), period, as_of });
        }
        writer.tell_disputes()?;
        let Writer { numbers, notes, .. } = writer;
        Ok(Brief { desk: self.desk.id.clone(), period, as_of, lang, title, subtitle, numbers, blocks, notes })
    }
}

/// A brief under writing.
pub(crate) struct Writer<'a> {
    pub(crate) watch: &'a Watch,
    pub(crate) plan: &'a BriefPlan,
    pub(crate) period: Period,
    pub(crate) as_of: AsOf,
    pub(crate) lang: Lang,
    pub(crate) words: &'static Words,
    numbers: Vec<Number>,
    pub(crate) notes: Vec<String>,
}

/// What a sentence became.
enum Told {
    /// Words with their numbers.
    Said(Vec<Span>),
    /// A condition does not hold: another variant will.
    Unsaid,
    /// A number is missing.
    Missing(String),
}

impl Writer<'_> {
    fn blocks(&mut self, plans: &[BlockPlan]) -> Result<Vec<Block>, ReadError> {
        let mut blocks = Vec::new();
        for plan in plans {
            blocks.extend(self.block(plan)?);
        }
        Ok(blocks)
    }

    /// Is there a headline, and nothing on file for any of its numbers?
    fn headline_is_absent(&self, blocks: &[Block]) -> bool {
        let cards =
            blocks.iter().filter_map(|block| if let Block::Headline(items) = block { Some(items) } else { None });
        let mut numbers = cards.flatten().map(|item| &item.number).peekable();
        let absent = |span: &Span| match span {
            Span::Number { id, .. } => self.numbers.iter().any(|number| number.id == *id && number.gap.is_some()),
            Span::Text(_) => false,
        };
        numbers.peek().is_some() && numbers.all(absent)
    }

    fn block(&mut self, plan: &BlockPlan) -> Result<Option<Block>, ReadError> {
        Ok(match plan {
            BlockPlan::Heading { level, id, text } => {
                Some(Block::Heading { level: *level, id: id.clone(), text: self.line(text)? })
            }
            BlockPlan::Judgement(sentences) => self.first(sentences)?.map(Block::Judgement),
            BlockPlan::Paragraph(sentences) => {
                let said = self.all(sentences)?;
                let gap = if self.lang == Lang::Zh { "" } else { " " };
                let joined = said.join(&Span::Text(gap.to_owned()));
                (!joined.is_empty()).then_some(Block::Paragraph(joined))
            }
            BlockPlan::List(sentences) => {
                let said = self.all(sentences)?;
                (!said.is_empty()).then_some(Block::List(said))
            }
            BlockPlan::Headline(items) => {
                let mut cards = Vec::new();
                for item in items {
                    let under = self.all(&item.under)?;
                    cards.push(HeadlineItem {
                        label: self.line(&item.label)?,
                        number: self.span(&item.number)?,
                        under: under.join(&Span::Text(" ".to_owned())),
                    });
                }
                Some(Block::Headline(cards))
            }
            BlockPlan::Figure { id, title, flow, from } => Some(Block::Figure(self.figure(id, title, *flow, *from)?)),
            BlockPlan::Fan { id, title, flow, from } => self.fan(id, title, *flow, *from)?,
            BlockPlan::Table { id, title, kind, notes } => self.table(id, title, kind, notes)?,
            BlockPlan::Boxed { id, title, blocks } => {
                let (title, blocks) = (self.line(title)?, self.blocks(blocks)?);
                (!blocks.is_empty()).then(|| Block::Boxed { id: id.clone(), title, blocks })
            }
            BlockPlan::Papers => Some(Block::Papers),
        })
    }

    /// The first sentence that can be said.
    fn first(&mut self, sentences: &[Sentence]) -> Result<Option<Vec<Span>>, ReadError> {
        for sentence in sentences {
            match self.tell(sentence)? {
                Told::Said(said) => return Ok(Some(said)),
                Told::Unsaid => {}
                Told::Missing(why) => self.leave_out(&why),
            }
        }
        Ok(None)
    }

    /// Every sentence that can be said.
    pub(crate) fn all(&mut self, sentences: &[Sentence]) -> Result<Vec<Vec<Span>>, ReadError> {
        let mut said = Vec::new();
        for sentence in sentences {
            match self.tell(sentence)? {
                Told::Said(spans) => said.push(spans),
                Told::Unsaid => {}
                Told::Missing(why) => self.leave_out(&why),
            }
        }
        Ok(said)
    }

    /// A sentence as one line of text.
    pub(crate) fn line(&mut self, sentence: &Sentence) -> Result<String, ReadError> {
        Ok(Span::plain(&self.spans(sentence)?))
    }

    /// The title of a figure or table: `figure-1` is called Figure 1.
    pub(crate) fn title(&mut self, id: &str, title: &Sentence) -> Result<String, ReadError> {
        let title = self.line(title)?;
        let (kind, n) = id.split_once('-').unwrap_or_default();
        let word = match kind {
            "figure" => self.words.figure,
            "table" => self.words.table,
            _ => "",
        };
        let numbered = !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
        Ok(if numbered { format!("{}{title}", word.replace("{n}", n)) } else { title })
    }

    fn leave_out(&mut self, why: &str) {
        let note = format!("{}: {why}", self.words.left_out);
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn tell(&mut self, sentence: &Sentence) -> Result<Told, ReadError> {
        for condition in &sentence.when {
            match self.holds(condition)? {
                Some(true) => {}
                Some(false) => return Ok(Told::Unsaid),
                None => return Ok(Told::Missing(self.missing(names_of(condition))?)),
            }
        }
        let missing = self.missing(yalu_desk::names_in(sentence.words.in_lang(self.lang)))?;
        if missing.is_empty() { Ok(Told::Said(self.spans(sentence)?)) } else { Ok(Told::Missing(missing)) }
    }

    /// Which of these numbers are missing, in words.
    fn missing(&mut self, names: Vec<&str>) -> Result<String, ReadError> {
        let mut missing = Vec::new();
        for name in names {
            if let Some(Number { label, gap: Some(gap), .. }) = self.number(name)? {
                let said = format!("{label}: {gap}");
                if !missing.contains(&said) {
                    missing.push(said);
                }
            }
        }
        Ok(missing.join("; "))
    }

    /// Does a condition certainly hold? `None` where a number of it is missing.
    fn holds(&mut self, condition: &Condition) -> Result<Option<bool>, ReadError> {
        let interval = |number: Option<&Number>| number.filter(|n| n.gap.is_none()).map(|n| n.interval);
        let left = interval(self.number(&condition.left)?);
        let right = match &condition.right {
            Ok(value) => Some(Interval::exact(*value)),
            Err(name) => interval(self.number(name)?),
        };
        let (Some(left), Some(right)) = (left, right) else { return Ok(None) };
        let (least, most) = if condition.above { (right, left) } else { (left, right) };
        Ok(Some(least.high.zip(most.low).is_some_and(|(high, low)| high < low)))
    }

    fn spans(&mut self, sentence: &Sentence) -> Result<Vec<Span>, ReadError> {
        let mut spans = Vec::new();
        let mut rest = sentence.words.in_lang(self.lang);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            spans.push(Span::Text(before.to_owned()));
            spans.push(self.span(name)?);
            rest = after;
        }
        spans.push(Span::Text(rest.to_owned()));
        spans.retain(|span| !matches!(span, Span::Text(text) if text.is_empty()));
        Ok(spans)
    }

    /// What a name stands for: a number, or words.
    pub(crate) fn span(&mut self, name: &str) -> Result<Span, ReadError> {
        if let Some(number) = self.number(name)? {
            let printed = format!("{}{}", number.printed, number.printed_bounds);
            return Ok(Span::Number { id: number.id.clone(), printed });
        }
        if let Some((number, "base-release")) = name.rsplit_once('.') {
            return Ok(Span::Text(self.base_release(number)?));
        }
        if let Some((number, "says")) = name.rsplit_once('.') {
            return Ok(Span::Text(self.says(number)?));
        }
        Ok(Span::Text(self.word(name)))
    }
}

/// The numbers that a condition names.
fn names_of(condition: &Condition) -> Vec<&str> {
    std::iter::once(condition.left.as_str()).chain(condition.right.as_ref().err().map(String::as_str)).collect()
}
