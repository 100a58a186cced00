//! What a measure is asked about, and what it answers.

use std::sync::Arc;

use yalu_trade::{
    Among, AsOf, Base, Basket, Commodity, Coverage, Currency, Cut, Flow, Gap, Grouping, Interval, Pair, Panel, Period,
    Quantity, Reading, Rules, Sanction, Sector, Unit, Wording,
};

use crate::concordance::Concordance;

/// What a measure is asked about.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Whose records.
    pub reporters: Vec<String>,
    /// The economy watched.
    pub partner: String,
    /// Which way, from the reporters' side.
    pub flow: Flow,
    /// When; several periods are answered one by one.
    pub periods: Vec<Period>,
    /// Of what.
    pub commodity: Commodity,
    /// What is included.
    pub coverage: Coverage,
    /// In which currency, or by weight.
    pub quantity: Quantity,
    /// Whose day's knowledge.
    pub as_of: AsOf,
    /// Against which base.
    pub base: Option<Base>,
    /// The N of a top N.
    pub top: usize,
    /// The year since which a rank counts.
    pub since: Option<i32>,
    /// What was printed, where it is to be found again.
    pub printed: Option<Interval>,
    /// The baskets of the desk.
    pub baskets: Vec<Basket>,
    /// The sectors of the desk.
    pub sectors: Vec<Sector>,
    /// The groupings of the desk.
    pub groupings: Vec<Grouping>,
    /// The pairs of the desk.
    pub pairs: Vec<Pair>,
    /// Which codes stand for the same goods over the editions of the nomenclature, by the user's tables.
    pub concordance: Arc<Concordance>,
    /// The sanctions of the desk.
    pub sanctions: Vec<Sanction>,
    /// The thresholds of the desk.
    pub rules: Rules,
}

/// What a measure answers.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The unit of its rows.
    pub unit: Unit,
    /// The figures.
    pub rows: Vec<Row>,
    /// Their total, where they are parts of one.
    pub total: Option<Row>,
    /// What a reader must know of them.
    pub notes: Vec<String>,
}

/// A figure of an answer.
#[derive(Clone, Debug)]
pub struct Row {
    /// When.
    pub period: Period,
    /// Which way.
    pub flow: Flow,
    /// Of what.
    pub commodity: Commodity,
    /// What it is called, where that is neither its commodity nor the whole.
    pub name: Option<Wording>,
    /// What is to be said of it in words.
    pub says: Option<Wording>,
    /// The figure, or why there is none.
    pub answer: Result<Reading, Gap>,
    /// Its place among the rows.
    pub rank: Option<u32>,
    /// Its share of the whole.
    pub share: Option<Result<Reading, Gap>>,
    /// Its share a year earlier.
    pub share_previous: Option<Result<Reading, Gap>>,
}

impl Scope {
    /// The currency that values are asked in.
    pub fn currency(&self) -> Currency {
        if let Quantity::Value(currency) = self.quantity { currency } else { Currency::USD }
    }

    /// The unit of what is asked.
    pub fn unit(&self) -> Unit {
        if self.quantity == Quantity::Weight { Unit::Tonne } else { Unit::Money(self.currency()) }
    }

    /// The cut of one commodity over periods.
    pub fn cut(&self, flow: Flow, commodity: &Commodity, periods: Vec<Period>) -> Cut {
        let quantity =
            if self.quantity == Quantity::Weight { Quantity::Weight } else { Quantity::Value(self.currency()) };
        Cut {
            reporters: self.reporters.clone(),
            partner: self.partner.clone(),
            flow,
            periods,
            mean: false,
            among: Among::These(vec![commodity.clone()]),
            coverage: self.coverage.clone(),
            quantity,
            as_of: self.as_of,
        }
    }

    /// Each period with the panels of its own cuts, in the order in which they were asked for.
    pub(crate) fn each<'a>(
        &self,
        panels: &'a [Panel],
        asks: impl Fn(&Self, Period) -> Vec<Cut>,
    ) -> Vec<(Period, &'a [Panel])> {
        let mut rest = panels;
        let mut each = Vec::new();
        for &period in &self.periods {
            let (own, others) = rest.split_at(asks(self, period).len().min(rest.len()));
            each.push((period, own));
            rest = others;
        }
        each
    }

    /// A row of an answer, without rank or share.
    pub fn row(&self, period: Period, answer: Result<Reading, Gap>) -> Row {
        Row {
            period,
            flow: self.flow,
            commodity: self.commodity.clone(),
            name: None,
            says: None,
            answer,
            rank: None,
            share: None,
            share_previous: None,
        }
    }

    /// An answer of one figure a period.
    pub fn measured(&self, unit: Unit, answer: impl Fn(Period) -> Result<Reading, Gap>) -> Measured {
        let rows = self.periods.iter().map(|&period| self.row(period, answer(period))).collect();
        Measured { unit, rows, total: None, notes: Vec::new() }
    }
}

/// A figure computed from others: their papers under a formula; it is contested if one of them is.
pub(crate) fn computed(interval: Interval, unit: Unit, formula: &str, inputs: &[&Reading]) -> Reading {
    let newest = inputs.iter().map(|input| input.vintage).max_by_key(|vintage| vintage.released);
    let first = inputs[0];
    Reading {
        interval,
        unit,
        coverage: first.coverage.clone(),
        valuation: first.valuation,
        vintage: newest.unwrap_or(first.vintage),
        base_vintage: None,
        contested: inputs.iter().any(|input| input.contested),
        lineage: yalu_trade::Lineage::of(formula, inputs.iter().map(|input| &input.lineage)),
    }
}
