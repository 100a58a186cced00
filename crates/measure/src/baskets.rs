//! Baskets: each basket of the desk, its level and its share of the total.

use yalu_trade::{Basket, Card, Commodity, Cut, Panel, Period, Quantity};

use crate::{Measure, Measured, Row, Scope, level, share};

pub(crate) struct Baskets;

static CARD: Card = Card {
    id: "baskets",
    title: "Baskets of the desk",
    label: ["baskets", "품목군", "商品篮子"],
    unit: "currency, with shares in %",
    formula: "Σ φ_k V_k over the basket, φ_k between the least and the most of k that has its purpose; as printed where somebody printed it",
    citation: "a desk's own baskets, each with its reason and source in its papers",
    needs: "every item of a basket, or a print of the basket; the desk's baskets/*.toml",
    caveats: "Where only a part of a code has the purpose, the figure is a pair of bounds.",
    example: "baskets --flow import --period 2023",
};

/// What a scope asks of one basket.
fn of(scope: &Scope, basket: &Basket) -> Scope {
    let quantity = Quantity::Value(scope.currency());
    Scope { commodity: Commodity::Basket(basket.id.clone()), quantity, ..scope.clone() }
}

fn asks(scope: &Scope, basket: &Basket) -> Vec<Cut> {
    let scope = of(scope, basket);
    let whole = scope.cut(scope.flow, &Commodity::Total, scope.periods.clone());
    std::iter::once(whole).chain(level::asks(&scope, scope.flow, &scope.commodity, &scope.periods)).collect()
}

impl Measure for Baskets {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        scope.baskets.iter().flat_map(|basket| asks(scope, basket)).collect()
    }

    fn answer(&self, scope: &Scope, mut panels: &[Panel]) -> Measured {
        let mut rows = Vec::new();
        for basket in &scope.baskets {
            let (own, rest) = panels.split_at(asks(scope, basket).len().min(panels.len()));
            panels = rest;
            rows.extend(scope.periods.iter().map(|&period| row(&of(scope, basket), period, own)));
        }
        let unit = Scope { quantity: Quantity::Value(scope.currency()), ..scope.clone() }.unit();
        Measured { unit, rows, total: None, notes: Vec::new() }
    }
}

fn row(scope: &Scope, period: Period, panels: &[Panel]) -> Row {
    let (whole, parts) = (panels.first(), panels.get(1..).unwrap_or_default());
    let level = level::at(scope, scope.flow, &scope.commodity, period, parts);
    let whole = whole.and_then(|panel| panel.at(period, &Commodity::Total).ok());
    let share = level.as_ref().ok().zip(whole).map(|(level, whole)| share::of(level, whole));
    Row { share, ..scope.row(period, level) }
}
