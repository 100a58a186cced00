//! Writing a brief: the desk's plan, with every name bound to a figure and
//! every figure to its papers. A sentence whose numbers are missing leaves
//! itself out and says so in the notes; a condition must certainly hold.

use yalu_brief::document::{Block, Brief, HeadlineItem, Number, Span};
use yalu_desk::{Ask, BlockPlan, BriefPlan, Condition, MeasureAsk, NumberPlan, Sentence, When};
use yalu_measure::Scope;
use yalu_trade::{
    AsOf, Commodity, Gap, Interval, Lang, Lineage, Paper, PaperKind, Period, Quantity, ReadError, Reading, Unit,
    Vintage, dec,
};

use crate::{
    Watch, claims, labels,
    print::{Style, beside, print, quote},
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
        let grain = grain(period);
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
        let Writer { numbers, notes, .. } = writer;
        Ok(Brief { desk: self.desk.id.clone(), period, as_of, lang, title, subtitle, numbers, blocks, notes })
    }
}

fn grain(period: Period) -> &'static str {
    if period.is_year() {
        "year"
    } else if period.is_month() {
        "month"
    } else if period.is_quarter() {
        "quarter"
    } else {
        "span"
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
        Ok(Span::Text(self.word(name)))
    }

    /// What a growth figure was held against: the first release of its base, where the print came
    /// out within a quarter of the period's end and none on file is earlier; otherwise the release by its day.
    fn base_release(&mut self, name: &str) -> Result<String, ReadError> {
        let lang = self.lang;
        let year = self.period.shift_years(-1);
        let Some(number) = self.number(name)? else { return Ok(String::new()) };
        let Some(base) = number.base_vintage else { return Ok(String::new()) };
        let day = base.released;
        let earlier =
            number.lineage.papers.iter().filter_map(|paper| paper.vintage).any(|vintage| vintage.released < day);
        let first = base.prompt_for(year) && !base.assumed && !earlier;
        Ok(match (lang, first) {
            (Lang::En, true) => format!("the first release of {year} ({day})"),
            (Lang::En, false) => format!("{year} as released on {base}"),
            (Lang::Ko, true) => format!("{year}년 최초 공표치({day})"),
            (Lang::Ko, false) => format!("{year}년의 {day} 공표치"),
            (Lang::Zh, true) => format!("{year}年首次公布数（{day}）"),
            (Lang::Zh, false) => format!("{year}年于{day}的公布数"),
        })
    }

    fn word(&self, name: &str) -> String {
        let desk = &self.watch.desk;
        let settings = &desk.settings;
        let code = |code: &str| code.parse::<Commodity>().unwrap_or(Commodity::Total);
        let labelled = |commodity: &Commodity| labels::commodity(commodity, desk, self.watch.nomenclature, self.lang);
        match name.split_once('.') {
            Some(("commodity", digits)) => self.watch.nomenclature.name(&code(digits), self.lang),
            Some(("hs", digits)) => format!("HS {digits}"),
            Some(("base", id)) => {
                desk.base(id).map_or_else(|| id.to_owned(), |base| base.label.in_lang(self.lang).to_owned())
            }
            Some(("basket", id)) => labelled(&Commodity::Basket(id.to_owned())),
            Some(("sector", id)) => labelled(&Commodity::Sector(id.to_owned())),
            Some(("article", id)) => desk.article(id).map_or_else(|| id.to_owned(), |article| article.short.clone()),
            _ => match name {
                "economy" => settings.name(&settings.economy, self.lang),
                "reporter" => self.reporters(),
                "period" => self.period.to_string(),
                "last" => self.period.shift_years(-1).to_string(),
                "next" => self.period.shift_years(1).to_string(),
                "as_of" => self.as_of.to_string(),
                "forecast_day" => self.forecast_day(),
                other => format!("{{{other}}}"),
            },
        }
    }

    /// What the reporters are called.
    pub(crate) fn reporters(&self) -> String {
        let settings = &self.watch.desk.settings;
        settings.reporters.iter().map(|reporter| settings.name(reporter, self.lang)).collect::<Vec<_>>().join(", ")
    }

    /// The number of a name, asked for on first use; `None` if the plan has none of that name.
    pub(crate) fn number(&mut self, name: &str) -> Result<Option<&Number>, ReadError> {
        if !self.numbers.iter().any(|number| number.id == name) {
            let Some(plan) = self.plan.numbers.iter().find(|plan| plan.id == name) else { return Ok(None) };
            let number = self.asked(plan)?;
            self.numbers.push(number);
        }
        Ok(self.numbers.iter().find(|number| number.id == name))
    }

    fn asked(&self, plan: &NumberPlan) -> Result<Number, ReadError> {
        match &plan.ask {
            Ask::Measure(ask) => self.measured(plan, ask),
            Ask::Claim { article, claim } => Ok(self.claimed(plan, article, claim)),
            Ask::Expected { what, flow } => Ok(self.expected(plan, what, *flow)),
        }
    }

    fn measured(&self, plan: &NumberPlan, ask: &MeasureAsk) -> Result<Number, ReadError> {
        let scope = self.asked_scope(ask);
        let said = plan.label.as_ref().map(|label| label.in_lang(self.lang).to_owned());
        let label = said.unwrap_or_else(|| {
            labels::number(&ask.measure, &scope, &self.watch.desk, self.watch.nomenclature, self.lang)
        });
        let answer = claims::one(self.watch, &ask.measure, &scope)?;
        let style =
            |unit| plan.style.as_deref().and_then(Style::named).unwrap_or_else(|| Style::of(unit, &ask.measure));
        let is_share = ask.quantity == "share";
        Ok(self.numbered(&plan.id, label, answer, |unit| if is_share { Style::Percent } else { style(unit) }))
    }

    fn asked_scope(&self, ask: &MeasureAsk) -> Scope {
        let period = match ask.when {
            When::Before(years) => self.period.shift_years(-years),
            When::Fixed(period) => period,
        };
        let default = self.watch.scope(ask.flow, vec![period], self.as_of);
        Scope {
            commodity: ask.commodity.clone(),
            coverage: ask.coverage.clone().unwrap_or_else(|| default.coverage.clone()),
            quantity: match ask.quantity.as_str() {
                "weight" => Quantity::Weight,
                "share" => Quantity::PrintedShare { of: Commodity::Total },
                _ => default.quantity.clone(),
            },
            base: ask.base.as_ref().and_then(|id| self.watch.desk.base(id)).cloned(),
            top: ask.top as usize,
            since: ask.since,
            ..default
        }
    }

    /// What an article claims, as it printed it.
    fn claimed(&self, plan: &NumberPlan, article: &str, claim: &str) -> Number {
        let found = self.watch.desk.article(article).and_then(|a| Some((a, a.claims.iter().find(|c| c.id == claim)?)));
        let Some((article, claim)) = found else {
            let gap = Gap::not_on_file(format!("no claim `{claim}` of `{article}`"));
            return self.numbered(&plan.id, plan.id.clone(), Err(gap), |_| Style::Count);
        };
        let printed = &claim.says.printed;
        let said = plan.label.as_ref().map(|label| label.in_lang(self.lang).to_owned());
        let scope = claims::scope(self.watch, claim, self.as_of);
        let label =
            || labels::number(&claim.says.measure, &scope, &self.watch.desk, self.watch.nomenclature, self.lang);
        let label = said.unwrap_or_else(|| format!("{} ({})", label(), article.short));
        if !article.vintage.known_on(self.as_of) {
            return self.numbered(&plan.id, label, Err(self.unpublished(article)), |_| Style::Count);
        }
        let paper = Paper {
            kind: PaperKind::Statement,
            id: format!("{}/{}", article.id, claim.id),
            says: printed.to_string(),
            source: format!("{}, {}", article.source, claim.place),
            place: claim.at.clone(),
            vintage: Some(article.vintage),
            used: true,
            note: claim.paraphrase.clone(),
        };
        Number {
            id: plan.id.clone(),
            label,
            interval: printed.interval(),
            unit: Some(printed.unit),
            printed: quote(printed, self.lang),
            printed_bounds: String::new(),
            coverage: claim.says.coverage.to_string(),
            valuation: String::new(),
            vintage: Some(article.vintage),
            base_vintage: None,
            gap: None,
            lineage: Lineage { formula: String::new(), papers: vec![paper] },
        }
    }

    /// Why an article cannot be quoted yet.
    pub(crate) fn unpublished(&self, article: &yalu_trade::Article) -> Gap {
        // The day is not told: on the day asked for nobody knew it.
        let why = format!("{} is still to come out", article.short);
        Gap::new(yalu_trade::Absence::NotYetPublished, why)
    }

    /// A figure as a number of the brief.
    pub(crate) fn numbered(
        &self,
        id: &str,
        label: String,
        answer: Result<Reading, Gap>,
        style: impl Fn(Unit) -> Style,
    ) -> Number {
        match answer {
            Ok(reading) => Number {
                id: id.to_owned(),
                label,
                interval: reading.interval,
                unit: Some(reading.unit),
                printed: print((&reading).into(), style(reading.unit), self.lang),
                printed_bounds: beside((&reading).into(), style(reading.unit), self.lang),
                coverage: reading.coverage.to_string(),
                valuation: reading.valuation.to_owned(),
                vintage: Some(reading.vintage),
                base_vintage: reading.base_vintage,
                gap: None,
                lineage: reading.lineage,
            },
            Err(gap) => Number {
                id: id.to_owned(),
                label,
                interval: Interval::unknown(),
                unit: None,
                printed: self.words.not_derivable.to_owned(),
                printed_bounds: String::new(),
                coverage: String::new(),
                valuation: String::new(),
                vintage: None,
                base_vintage: None,
                gap: Some(gap),
                lineage: Lineage::default(),
            },
        }
    }

    /// Adds a number that a table or a figure prints.
    pub(crate) fn keep(&mut self, number: Number) {
        if !self.numbers.iter().any(|known| known.id == number.id) {
            self.numbers.push(number);
        }
    }

    /// The line that ends a figure or table: source, release, day of knowledge.
    pub(crate) fn source<'p>(&self, lineages: impl IntoIterator<Item = &'p Lineage>) -> String {
        let papers: Vec<&Paper> = lineages
            .into_iter()
            .flat_map(|lineage| lineage.used())
            .filter(|p| p.kind == PaperKind::Statement)
            .collect();
        let mut sources: Vec<String> = papers.iter().map(|paper| publisher(&paper.source)).collect();
        sources.sort();
        sources.dedup();
        let said = if sources.len() <= 3 { sources.join("; ") } else { self.many(sources.len()) };
        let words = self.words;
        if sources.is_empty() {
            return format!("{}; {} {}", words.nothing_on_file, words.as_of, self.as_of);
        }
        let mut vintages: Vec<Vintage> = papers.iter().filter_map(|paper| paper.vintage).collect();
        vintages.sort_by_key(|vintage| vintage.released);
        let day = |vintage: &Vintage| {
            let assumed = if vintage.assumed { format!(" ({})", words.assumed) } else { String::new() };
            format!("{}{assumed}", vintage.released)
        };
        let released = match (vintages.first(), vintages.last()) {
            (Some(first), Some(last)) if first.released != last.released => {
                let to = match self.lang {
                    Lang::En => " to ",
                    Lang::Ko => " ~ ",
                    Lang::Zh => "至",
                };
                format!("; {} {}{to}{}", words.vintages, day(first), day(last))
            }
            (Some(only), _) => format!("; {} {}", words.vintage, day(only)),
            _ => String::new(),
        };
        let customs = match self.lang {
            Lang::En => format!("{} {}, as printed by {said}", self.reporters(), words.customs),
            Lang::Ko => format!("{} {}({said} 공표)", self.reporters(), words.customs),
            Lang::Zh => format!("{}{}（{said}公布）", self.reporters(), words.customs),
        };
        format!("{customs}{released}; {} {}", words.as_of, self.as_of)
    }

    fn many(&self, count: usize) -> String {
        match self.lang {
            Lang::En => format!("{count} publishers, named in the papers"),
            Lang::Ko => format!("{count}개 매체·기관, 부록 참조"),
            Lang::Zh => format!("{count}家媒体和机构，见附录"),
        }
    }

    /// The scale at which money stands in tables, in words.
    pub(crate) fn table_unit(&self) -> String {
        let settings = &self.watch.desk.settings;
        let scale = crate::print::grouped(settings.print_scale, 0);
        match self.lang {
            Lang::En if settings.print_scale == dec!(1) => format!("Unit: {}, %", settings.currency),
            Lang::En => format!("Unit: {scale} {}, %", settings.currency),
            Lang::Ko if settings.print_scale == dec!(10000) && settings.currency.letters() == "USD" => {
                "단위: 만 달러, %".to_owned()
            }
            Lang::Ko => format!("단위: {scale} {}, %", settings.currency),
            Lang::Zh if settings.print_scale == dec!(10000) && settings.currency.letters() == "USD" => {
                "单位：万美元，%".to_owned()
            }
            Lang::Zh => format!("单位：{scale} {}，%", settings.currency),
        }
    }
}

/// The numbers that a condition names.
fn names_of(condition: &Condition) -> Vec<&str> {
    std::iter::once(condition.left.as_str()).chain(condition.right.as_ref().err().map(String::as_str)).collect()
}

/// Who published: the host of an address, or the source as named.
fn publisher(source: &str) -> String {
    let host = source.split_once("://").map(|(_, rest)| rest.split(['/', ' ', ':']).next().unwrap_or(rest));
    host.map_or_else(|| source.to_owned(), |host| host.trim_start_matches("www.").to_owned())
}
