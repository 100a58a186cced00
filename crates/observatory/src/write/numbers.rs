//! The numbers of a brief: each name of the plan asks a measure, or quotes a claim.

use yalu_brief::document::Number;
use yalu_desk::{Ask, MeasureAsk, NumberPlan, When};
use yalu_measure::Scope;
use yalu_trade::{
    Absence, Article, Commodity, Gap, Interval, Lineage, Paper, PaperKind, Quantity, ReadError, Reading, Unit,
};

use super::Writer;
use crate::{
    claims, labels,
    print::{Style, beside, print, quote},
};

impl Writer<'_> {
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

    pub(super) fn asked_scope(&self, ask: &MeasureAsk) -> Scope {
        let period = match ask.when {
            When::Before(years) => self.period.shift_years(-years),
            When::Fixed(period) => period,
        };
        let default = self.watch.scope(ask.flow, vec![period], self.as_of);
        Scope {
            reporters: if ask.reporters.is_empty() { default.reporters.clone() } else { ask.reporters.clone() },
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
    pub(crate) fn unpublished(&self, article: &Article) -> Gap {
        // The day is not told: on the day asked for nobody knew it.
        let why = format!("{} is still to come out", article.short);
        Gap::new(Absence::NotYetPublished, why)
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
}
