//! Goods followed through the editions of the nomenclature: codes that were split or
//! merged are one family, so that a change of codes is never news. What a family was
//! worth in a period is the sum of its codes; a code that a complete list has not
//! was not traded.

use std::collections::BTreeMap;

use yalu_trade::{Code, Commodity, Cut, Decimal, Flow, Gap, Interval, Listing, Panel, Period, Quantity, Reading};

use crate::{
    Scope,
    goods::{self, Goods},
    scope::computed,
};

/// The digits of which the tables of the nomenclature tell.
const SIX: usize = 6;

/// Why a flow that is none has no news.
pub(crate) const NO_FLOW: &str = "goods move in a flow: name imports or exports";

/// The scope that asks for every good, at the digits in which news is looked for.
fn every(scope: &Scope) -> Scope {
    let own = if let Commodity::Code(code) = &scope.commodity { code.level() } else { 0 };
    let mut every = Scope { commodity: Commodity::Total, ..scope.clone() };
    every.rules.level = scope.rules.news_level.max(own);
    every
}

/// The cuts of every good and of their whole.
pub(crate) fn asks(scope: &Scope, quantity: &Quantity, periods: &[Period]) -> Vec<Cut> {
    if matches!(scope.flow, Flow::T | Flow::B) || periods.is_empty() {
        return Vec::new();
    }
    goods::asks(&every(scope), scope.flow, quantity, periods).to_vec()
}

/// Goods by family.
pub(crate) struct Families<'a> {
    goods: Goods<'a>,
    members: BTreeMap<String, Vec<&'a Commodity>>,
}

/// A family and its codes, the one by which it is called first.
pub(crate) type Family<'f, 'a> = &'f [&'a Commodity];

impl<'a> Families<'a> {
    /// From the panels of [`asks`].
    pub(crate) fn of(scope: &Scope, panels: &'a [Panel]) -> Result<Self, Gap> {
        if matches!(scope.flow, Flow::T | Flow::B) {
            return Err(Gap::not_derivable(NO_FLOW));
        }
        let [goods, whole] = panels else { return Err(Gap::not_on_file("nothing was read")) };
        let goods = Goods::of(&every(scope), goods, whole);
        let mut members: BTreeMap<String, Vec<&Commodity>> = BTreeMap::new();
        for name in goods.names() {
            if let Some(code) = name.code() {
                members.entry(family(scope, code)).or_default().push(name);
            }
        }
        Ok(Self { goods, members })
    }

    /// The families that a scope is about.
    pub(crate) fn all<'f>(&'f self, scope: &'f Scope) -> impl Iterator<Item = Family<'f, 'a>> {
        let wanted = |codes: &&[&Commodity]| codes.iter().filter_map(|name| name.code()).any(|code| about(scope, code));
        self.members.values().map(Vec::as_slice).filter(wanted)
    }

    /// The family of a code, if one of its codes is on file.
    pub(crate) fn family(&self, scope: &Scope, code: &Code) -> Family<'_, 'a> {
        self.members.get(&family(scope, code)).map_or(&[], Vec::as_slice)
    }

    /// The whole of a period.
    pub(crate) fn whole(&self, period: Period) -> Result<&'a Reading, Gap> {
        self.goods.whole(period)
    }

    /// Are the goods of the periods all there are?
    pub(crate) fn complete(&self) -> bool {
        self.goods.listing == Listing::All
    }

    /// What a family was worth, or weighed.
    pub(crate) fn at(&self, family: Family<'_, 'a>, period: Period) -> Result<Interval, Gap> {
        if self.complete() {
            self.whole(period)?;
        }
        let mut sum = Interval::exact(Decimal::ZERO);
        for &code in family {
            match self.goods.on_file(code, period) {
                Some(Ok(reading)) => sum = sum.plus(&reading.interval),
                Some(Err(gap)) => return Err(gap.clone()),
                None if self.complete() => {}
                None => return Err(Gap::not_on_file(format!("{code} in {period} is not on file"))),
            }
        }
        Ok(sum)
    }

    /// The readings of a family over periods.
    pub(crate) fn readings(&self, family: Family<'_, 'a>, periods: &[Period]) -> Vec<&'a Reading> {
        let each = periods.iter().flat_map(|period| family.iter().map(move |code| (*code, *period)));
        each.filter_map(|(code, period)| self.goods.on_file(code, period)?.as_ref().ok()).collect()
    }

    /// A figure of a family, with the papers of what it was computed from.
    pub(crate) fn figure(
        &self,
        interval: Interval,
        unit: yalu_trade::Unit,
        formula: &str,
        papers: &[&Reading],
        period: Period,
    ) -> Result<Reading, Gap> {
        let whole = self.whole(period)?;
        let papers = if papers.is_empty() { &[whole][..] } else { papers };
        Ok(Reading { valuation: self.valuation(period), ..computed(interval, unit, formula, papers) })
    }

    fn valuation(&self, period: Period) -> &'static str {
        self.whole(period).map_or("", |whole| whole.valuation)
    }

    /// The code that a family is called by: the one that was worth most in a period, else the first.
    pub(crate) fn lead(&self, family: Family<'_, 'a>, period: Period) -> Commodity {
        let worth = |code: &&&Commodity| {
            self.goods.on_file(code, period).and_then(|reading| reading.as_ref().ok()?.interval.best)
        };
        family.iter().rev().max_by_key(worth).map_or(Commodity::Total, |code| (*code).clone())
    }
}

/// The family of a code by name: its own digits, or the first code of its closure.
fn family(scope: &Scope, code: &Code) -> String {
    let digits = code.digits();
    let group = (digits.len() >= SIX).then(|| scope.concordance.closure(code).codes).filter(|codes| codes.len() > 1);
    group.and_then(|codes| codes.into_iter().next()).unwrap_or_else(|| digits.to_owned())
}

/// Why nothing is tested where no good has a history.
pub(crate) fn nothing(scope: &Scope, period: Period) -> Gap {
    let level = every(scope).rules.level;
    Gap::not_derivable(format!(
        "no code of {level} digits is on file for {period} with half of the {} months before it: they are in records \
         (`yalu ingest`)",
        scope.rules.history
    ))
}

/// Is a scope about a code?
fn about(scope: &Scope, code: &Code) -> bool {
    match &scope.commodity {
        Commodity::Total => true,
        Commodity::Code(whole) => code.digits().starts_with(whole.digits()),
        Commodity::Sector(id) => {
            let sector = scope.sectors.iter().find(|sector| sector.id == *id);
            sector.is_some_and(|sector| sector.chapters.iter().any(|chapter| chapter.digits() == code.chapter()))
        }
        Commodity::Basket(id) => {
            let basket = scope.baskets.iter().find(|basket| basket.id == *id);
            let within = |item: &str| code.digits().starts_with(item) || item.starts_with(code.digits());
            basket.is_some_and(|basket| basket.items.iter().any(|item| within(item.hs.digits())))
        }
    }
}

/// What holds of every answer about families: by what codes, and whether the user's tables were at hand.
pub(crate) fn note(scope: &Scope) -> String {
    let level = every(scope).rules.level;
    if scope.concordance.is_empty() {
        format!(
            "codes of {level} digits are taken as they stand: no table of the nomenclature is at hand, so a code that \
             was split or merged looks like news (`yalu nomenclature add` takes tables)"
        )
    } else if level < SIX {
        format!("codes of {level} digits are taken as they stand: tables of the nomenclature are of {SIX} digits")
    } else {
        format!("codes of {level} digits; those that were split or merged are followed together")
    }
}
