//! An item of news: what it is of, the figure by which it is news, what it is worth,
//! and what is to be said. Measures of news find items; the largest are told, and of
//! the rest how many there are.

use yalu_trade::{Card, Commodity, Cut, Decimal, Gap, Panel, Period, Reading, Unit, Wording, grouped};

use crate::{Measure, Measured, Row, Scope, families};

/// An item of news.
pub(crate) struct Item {
    pub(crate) period: Period,
    pub(crate) commodity: Commodity,
    /// What it is called, where that is not its commodity.
    pub(crate) name: Option<Wording>,
    /// The measure's own figure.
    pub(crate) figure: Reading,
    /// What it is worth.
    pub(crate) worth: Reading,
    pub(crate) share: Option<Result<Reading, Gap>>,
    pub(crate) says: Wording,
}

/// What a measure finds in a period: the items, the most telling first, and remarks.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) items: Vec<Item>,
    pub(crate) notes: Vec<String>,
}

/// A measure of news: what it asks of a period, and what it finds there.
#[derive(Clone, Copy)]
pub(crate) struct Search {
    pub(crate) asks: fn(&Scope, Period) -> Vec<Cut>,
    pub(crate) find: fn(&Scope, Period, &[Panel]) -> Result<Found, Gap>,
    /// Are its items goods?
    pub(crate) of_goods: bool,
}

impl Search {
    pub(crate) fn all_asks(&self, scope: &Scope) -> Vec<Cut> {
        scope.periods.iter().flat_map(|&period| (self.asks)(scope, period)).collect()
    }

    /// The items of every period, as many as a list is long.
    pub(crate) fn answer(&self, scope: &Scope, panels: &[Panel], unit: Unit) -> Measured {
        let mut measured = Measured { unit, rows: Vec::new(), total: None, notes: Vec::new() };
        for (period, panels) in scope.each(panels, self.asks) {
            match (self.find)(scope, period, panels) {
                Ok(mut found) => {
                    found.notes.extend(cut(scope, period, &mut found.items));
                    measured.rows.extend((1..).zip(found.items).map(|(rank, item)| item.row(scope, rank)));
                    measured.notes.extend(found.notes);
                }
                Err(gap) => measured.rows.push(scope.row(period, Err(gap))),
            }
        }
        if self.of_goods && measured.rows.iter().any(|row| row.answer.is_ok()) | !measured.notes.is_empty() {
            measured.notes.push(families::note(scope));
        }
        measured
    }
}

/// A measure that is one search and nothing else.
pub(crate) struct Searched {
    pub(crate) card: &'static Card,
    pub(crate) search: Search,
    /// The unit of its figures.
    pub(crate) unit: fn(&Scope) -> Unit,
}

impl Measure for Searched {
    fn card(&self) -> &'static Card {
        self.card
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        self.search.all_asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        self.search.answer(scope, panels, (self.unit)(scope))
    }
}

/// Keeps as many items as a list is long, and says how many are left out.
pub(crate) fn cut(scope: &Scope, period: Period, items: &mut Vec<Item>) -> Option<String> {
    let (all, kept) = (items.len(), scope.top.max(1));
    items.truncate(kept);
    (all > kept).then(|| format!("{period}: the first {kept} of {all} (--top shows more)"))
}

impl Item {
    fn row(self, scope: &Scope, rank: u32) -> Row {
        Row {
            commodity: self.commodity,
            name: self.name,
            says: Some(self.says),
            rank: Some(rank),
            share: self.share,
            ..scope.row(self.period, Ok(self.figure))
        }
    }
}

/// An item is worth most first; of those worth the same the first code.
pub(crate) fn by_worth(items: &mut [Item]) {
    let worth = |item: &Item| item.worth.interval.best.unwrap_or_default();
    items.sort_by(|a, b| worth(b).cmp(&worth(a)).then_with(|| a.commodity.cmp(&b.commodity)));
}

/// A refusal where a period is missing.
pub(crate) fn lacks(card: &Card, gap: &Gap) -> Gap {
    Gap::not_derivable(format!("{} cannot be told: {}", card.title.to_lowercase(), gap.why))
}

/// Money in whole units.
pub(crate) fn whole(value: Decimal) -> String {
    let rounded = value.round();
    let sign = if rounded < Decimal::ZERO { "−" } else { "" };
    format!("{sign}{}", grouped(&rounded.abs().normalize().to_string()))
}

/// A float to three digits or so.
pub(crate) fn short(value: f64) -> String {
    let places = match value.abs() {
        v if !v.is_finite() => return "∞".to_owned(),
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        _ => 3,
    };
    format!("{value:.places$}").replace('-', "−")
}

/// A chance or a rate in percent.
pub(crate) fn percent(value: f64) -> String {
    if value < 0.0001 { "< 0.01 %".to_owned() } else { format!("{} %", short(value * 100.0)) }
}

/// The first few of a list, and how many more.
pub(crate) fn some(names: &[String]) -> String {
    const FEW: usize = 8;
    let more = if names.len() > FEW { format!(" and {} more", names.len() - FEW) } else { String::new() };
    names.iter().take(FEW).cloned().collect::<Vec<_>>().join(", ") + &more
}
