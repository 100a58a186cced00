//! One measure, asked from the command line: its scope by name, its figures
//! with what people see beside them, and its papers.

use yalu_measure::{Measured, Row, Scope, measure};
use yalu_trade::{
    AsOf, Commodity, Coverage, Flow, Gap, Lang, Lineage, Period, Printed, Quantity, ReadError, Reading, Rules,
};

use crate::{
    Watch, labels,
    print::{Style, beside, print},
};

/// What is asked. Whatever is absent is the desk's default.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Which measure.
    pub measure: String,
    /// Whose records; without any, those of the desk's reporters.
    pub reporters: Vec<String>,
    /// Which way.
    pub flow: Option<Flow>,
    /// When.
    pub periods: Vec<Period>,
    /// Of what.
    pub commodity: Option<Commodity>,
    /// What is included.
    pub coverage: Option<Coverage>,
    /// Against which base of the desk.
    pub base: Option<String>,
    /// By weight, not by value.
    pub weight: bool,
    /// The N of a top N.
    pub top: Option<usize>,
    /// Digits of the codes that a list of goods is made of.
    pub level: Option<usize>,
    /// The year since which a rank counts.
    pub since: Option<i32>,
    /// The printed ratio whose base is looked for.
    pub printed: Option<Printed>,
    /// Whose day's knowledge.
    pub as_of: Option<AsOf>,
    /// The language of labels.
    pub lang: Lang,
}

/// A question that cannot be asked.
#[derive(Debug, thiserror::Error)]
pub enum CannotAsk {
    /// There is no such measure.
    #[error("there is no measure `{0}`; `yalu table` lists them")]
    NoMeasure(String),
    /// The desk has no such base.
    #[error("the desk has no base `{0}`; it has {1}")]
    NoBase(String, String),
    /// Goods that do not exist.
    #[error("{0}")]
    NoGoods(String),
    /// The evidence could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// A measure's answer, with what people see.
#[derive(Debug)]
pub struct Answer {
    /// What was asked, in full.
    pub scope: Scope,
    /// The figures.
    pub measured: Measured,
    /// Their labels, row by row.
    pub labels: Vec<String>,
    /// The measure's formula.
    pub formula: &'static str,
    /// How values are set.
    style: Style,
    lang: Lang,
}

/// Measures of goods by value that are asked about all goods together.
const LISTS: [&str; 8] = [
    "top",
    "concentration",
    "concentration-normalised",
    "effective-number",
    "sectors",
    "composition",
    "baskets",
    "pairs",
];

/// Measures that follow goods through the editions of the nomenclature.
pub(crate) const NEWS: [&str; 7] = [
    "news",
    "new-items",
    "vanished-items",
    "unusual",
    "unit-value-outliers",
    "hidiroglou-berthelot",
    "residual-partner",
];

impl Watch {
    /// Answers a question.
    pub fn answer(&self, question: &Question) -> Result<Answer, CannotAsk> {
        let method = measure(&question.measure).ok_or_else(|| CannotAsk::NoMeasure(question.measure.clone()))?;
        let scope = self.question_scope(question)?;
        let measured = self.ask(method, &scope)?;
        let name = |row: &Row| match &row.commodity {
            _ if row.name.is_some() => {
                row.name.as_ref().map_or(String::new(), |name| name.in_lang(question.lang).to_owned())
            }
            Commodity::Total => String::new(),
            Commodity::Code(_) => self.nomenclature.name(&row.commodity, question.lang),
            other => labels::commodity(other, &self.desk, self.nomenclature, question.lang),
        };
        let labels = measured.rows.iter().map(name).collect();
        let style = match Style::of(measured.unit, &question.measure) {
            Style::Money(_) => Style::Scaled(self.desk.settings.print_scale),
            other => other,
        };
        let formula = method.card().formula;
        Ok(Answer { scope, measured, labels, formula, style, lang: question.lang })
    }

    /// Are there such goods?
    pub fn knows(&self, commodity: &Commodity) -> Result<(), CannotAsk> {
        let lacks = |kind: &str, id: &str| Err(CannotAsk::NoGoods(format!("the desk has no {kind} `{id}`")));
        match commodity {
            Commodity::Code(code) => {
                self.nomenclature.knows(code).map_err(|fault| CannotAsk::NoGoods(fault.to_string()))
            }
            Commodity::Basket(id) if self.desk.basket(id).is_none() => lacks("basket", id),
            Commodity::Sector(id) if self.desk.sector(id).is_none() => lacks("sector", id),
            _ => Ok(()),
        }
    }

    fn question_scope(&self, question: &Question) -> Result<Scope, CannotAsk> {
        let lists = LISTS.contains(&question.measure.as_str());
        let one = question.measure == "baskets" && matches!(question.commodity, Some(Commodity::Basket(_)));
        if lists && (question.weight || question.commodity.is_some() && !one) {
            let why =
                format!("`{}` lists commodities by value: it takes no --commodity and no --weight", question.measure);
            return Err(CannotAsk::NoGoods(why));
        }
        self.knows(question.commodity.as_ref().unwrap_or(&Commodity::Total))?;
        let settings = &self.desk.settings;
        let default = self.scope(
            question.flow.unwrap_or(Flow::X),
            question.periods.clone(),
            question.as_of.unwrap_or(settings.as_of),
        );
        let named = question.base.clone().or_else(|| settings.default_bases.first().cloned());
        let base = match &named {
            Some(id) => Some(self.desk.base(id).cloned().ok_or_else(|| {
                let has = self.desk.bases.iter().map(|base| base.id.as_str()).collect::<Vec<_>>().join(", ");
                CannotAsk::NoBase(id.clone(), has)
            })?),
            None => None,
        };
        let reporters = if question.reporters.is_empty() { &default.reporters } else { &question.reporters };
        Ok(Scope {
            reporters: reporters.clone(),
            commodity: question.commodity.clone().unwrap_or(Commodity::Total),
            coverage: question.coverage.clone().unwrap_or_else(|| default.coverage.clone()),
            quantity: if question.weight { Quantity::Weight } else { default.quantity.clone() },
            base,
            top: question.top.unwrap_or(default.top),
            since: question.since,
            rules: Rules {
                level: question.level.unwrap_or(default.rules.level),
                news_level: question.level.unwrap_or(default.rules.news_level),
                ..default.rules.clone()
            },
            printed: question.printed.as_ref().map(Printed::interval),
            ..default
        })
    }
}

impl Answer {
    /// A figure as people see it; empty where there is none.
    pub fn printed(&self, answer: &Result<Reading, Gap>) -> String {
        answer.as_ref().map_or_else(|_| String::new(), |reading| print(reading.into(), self.style, self.lang))
    }

    /// The bounds beside it, where they are wide enough to matter.
    pub fn bounds(&self, answer: &Result<Reading, Gap>) -> String {
        answer.as_ref().map_or_else(|_| String::new(), |reading| beside(reading.into(), self.style, self.lang))
    }

    /// A share as people see it; empty where there is none.
    pub fn printed_share(&self, share: Option<&Result<Reading, Gap>>) -> String {
        let known = share.and_then(|share| share.as_ref().ok());
        known.map_or_else(String::new, |reading| {
            format!(
                "{}{}",
                print(reading.into(), Style::Percent, self.lang),
                beside(reading.into(), Style::Percent, self.lang)
            )
        })
    }

    /// What is to be said of a row in words.
    pub fn says<'a>(&self, row: &'a Row) -> &'a str {
        row.says.as_ref().map_or("", |says| says.in_lang(self.lang))
    }

    /// Who is quoted, where a ratio was not computed but taken as somebody printed it.
    pub fn quoted<'a>(&self, answer: &'a Result<Reading, Gap>) -> Option<&'a str> {
        let reading = answer.as_ref().ok().filter(|reading| reading.unit == yalu_trade::Unit::Percent)?;
        let paper = reading.lineage.used().next()?;
        reading.lineage.is_print().then_some(paper.source.as_str())
    }

    /// The unit in which values are printed, in words.
    pub fn print_unit(&self) -> String {
        match self.style {
            Style::Scaled(scale) if scale != yalu_trade::Decimal::ONE => {
                format!("{} {}", crate::print::grouped(scale, 0), self.measured.unit)
            }
            _ => self.measured.unit.to_string(),
        }
    }

    /// The papers of the whole answer.
    pub fn lineage(&self) -> Lineage {
        let rows = self.measured.rows.iter().chain(&self.measured.total);
        let readings = rows.flat_map(|row| [Some(&row.answer), row.share.as_ref(), row.share_previous.as_ref()]);
        let known: Vec<&Lineage> =
            readings.flatten().filter_map(|answer| Some(&answer.as_ref().ok()?.lineage)).collect();
        Lineage::of(self.formula, known.iter().copied())
    }
}
