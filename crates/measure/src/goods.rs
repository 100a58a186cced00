//! The goods of a flow, period by period. A code that a complete list does not
//! have was not traded; a code that an incomplete list does not have is
//! unknown. A list of a period whose total is absent is of nothing.

use std::collections::BTreeMap;

use yalu_trade::{Among, Commodity, Cut, Decimal, Flow, Gap, Interval, Listing, Panel, Period, Quantity, Reading};

use crate::Scope;

/// Goods by period.
pub(crate) struct Goods<'a> {
    cells: BTreeMap<&'a Commodity, BTreeMap<Period, &'a Result<Reading, Gap>>>,
    wholes: &'a Panel,
    whole: Commodity,
    /// How complete the list is.
    pub(crate) listing: Listing,
}

/// The goods that a scope is about, and their whole.
pub(crate) fn asks(scope: &Scope, flow: Flow, quantity: &Quantity, periods: &[Period]) -> [Cut; 2] {
    let whole = Cut { quantity: quantity.clone(), ..scope.cut(flow, &whole(scope), periods.to_vec()) };
    [Cut { among: among(scope), ..whole.clone() }, whole]
}

/// What the goods are parts of: a code of fewer digits, or everything.
fn whole(scope: &Scope) -> Commodity {
    match &scope.commodity {
        Commodity::Code(code) => Commodity::Code(code.clone()),
        _ => Commodity::Total,
    }
}

fn among(scope: &Scope) -> Among {
    let items = |id: &str| scope.baskets.iter().find(|basket| basket.id == id).map(|basket| &basket.items);
    match &scope.commodity {
        Commodity::Basket(id) => {
            let codes = items(id).into_iter().flatten().map(|item| Commodity::Code(item.hs.clone())).collect();
            Among::These(codes)
        }
        Commodity::Code(code) if code.level() >= scope.rules.level => Among::These(vec![scope.commodity.clone()]),
        _ => Among::Level(scope.rules.level),
    }
}

/// Is it one of the goods that a scope is about?
fn belongs(scope: &Scope, commodity: &Commodity) -> bool {
    let Some(code) = commodity.code() else { return false };
    match &scope.commodity {
        Commodity::Code(whole) => code.digits().starts_with(whole.digits()),
        Commodity::Sector(id) => {
            let sector = scope.sectors.iter().find(|sector| sector.id == *id);
            sector.is_some_and(|sector| sector.chapters.iter().any(|chapter| chapter.digits() == code.chapter()))
        }
        _ => true,
    }
}

impl<'a> Goods<'a> {
    /// From the panels of [`asks`].
    pub(crate) fn of(scope: &Scope, goods: &'a Panel, wholes: &'a Panel) -> Self {
        let mut cells: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for cell in goods.cells.iter().filter(|cell| belongs(scope, &cell.commodity)) {
            cells.entry(&cell.commodity).or_default().insert(cell.period, &cell.reading);
        }
        Self { cells, wholes, whole: whole(scope), listing: goods.listing }
    }

    /// The goods, by code.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a Commodity> + use<'a, '_> {
        self.cells.keys().copied()
    }

    /// The whole that they are parts of.
    pub(crate) fn whole(&self, period: Period) -> Result<&'a Reading, Gap> {
        self.wholes.at(period, &self.whole)
    }

    /// What is on file of one of them.
    pub(crate) fn on_file(&self, commodity: &Commodity, period: Period) -> Option<&'a Result<Reading, Gap>> {
        self.cells.get(commodity)?.get(&period).copied()
    }

    /// One of them: what is on file, nothing where a complete list does not have it.
    pub(crate) fn at(&self, commodity: &Commodity, period: Period) -> Result<Reading, Gap> {
        match self.on_file(commodity, period) {
            Some(known) => known.clone(),
            None if self.listing == Listing::All => self.whole(period).map(nothing),
            None => Err(Gap::not_on_file(format!("{commodity} in {period} is not on file"))),
        }
    }
}

/// Nothing, known as well as the whole.
pub(crate) fn nothing(whole: &Reading) -> Reading {
    Reading { interval: Interval::exact(Decimal::ZERO), ..whole.clone() }
}
