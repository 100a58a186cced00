//! Where customs' records and what was printed of the same thing exclude each other:
//! the brief shows the records, and says in its notes what was printed.

use std::collections::BTreeMap;

use yalu_desk::{Ask, BlockPlan};
use yalu_measure::{Scope, measure};
use yalu_trade::{Cut, Dispute, Period, Quantity, ReadError, Reading};

use super::Writer;
use crate::{
    labels,
    print::{Style, beside, print},
};

impl Writer<'_> {
    /// Adds a note for each cell, of all that the brief asks about, of which the two differ.
    pub(super) fn tell_disputes(&mut self) -> Result<(), ReadError> {
        let mut told = BTreeMap::new();
        for cut in self.cuts() {
            for dispute in self.watch.evidence.disputes(&cut)? {
                let by_weight = cut.quantity == Quantity::Weight;
                let order = (dispute.period, dispute.flow, dispute.commodity.clone(), by_weight, cut.coverage.clone());
                told.entry(order).or_insert_with(|| self.dispute(&dispute, &cut));
            }
        }
        self.notes.extend(told.into_values());
        Ok(())
    }

    /// Everything that the brief asks of the evidence: for its numbers, its figures and its tables.
    fn cuts(&self) -> Vec<Cut> {
        let asked = |name: &str, scope: &Scope| measure(name).map(|method| method.asks(scope)).unwrap_or_default();
        let numbers = self.plan.numbers.iter().filter_map(|plan| match &plan.ask {
            Ask::Measure(ask) => Some(asked(&ask.measure, &self.asked_scope(ask))),
            Ask::Claim { .. } | Ask::Expected { .. } => None,
        });
        let shown = self.plan.blocks.iter().filter_map(|block| match block {
            BlockPlan::Figure { flow, from, .. } => {
                let months = Period::span(*from, self.period.last_month())?.months().collect();
                Some(asked("level", &self.watch.scope(*flow, months, self.as_of)))
            }
            _ => None,
        });
        let cuts = numbers.chain(shown).flatten();
        cuts.filter(|cut| !cut.mean && matches!(cut.quantity, Quantity::Value(_) | Quantity::Weight)).collect()
    }

    fn dispute(&self, dispute: &Dispute, cut: &Cut) -> String {
        let scope = Scope {
            commodity: dispute.commodity.clone(),
            quantity: cut.quantity.clone(),
            coverage: cut.coverage.clone(),
            ..self.watch.scope(dispute.flow, vec![dispute.period], self.as_of)
        };
        let what = labels::number("level", &scope, &self.watch.desk, self.watch.nomenclature, self.lang);
        let said = |reading: &Reading| {
            let style = Style::of(reading.unit, "level");
            print(reading.into(), style, self.lang) + &beside(reading.into(), style, self.lang)
        };
        let recorded = dispute.recorded.as_ref().map_or_else(|_| self.words.nothing_recorded.to_owned(), &said);
        let source = dispute.printed.lineage.used().next().map_or("", |paper| paper.source.as_str());
        self.words
            .disputed
            .replace("{what}", &what)
            .replace("{recorded}", &recorded)
            .replace("{printed}", &said(&dispute.printed))
            .replace("{source}", source)
    }
}
