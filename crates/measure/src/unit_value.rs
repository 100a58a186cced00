//! Unit value: money for a kilogram, on what has a reported weight only. It is
//! no price: what is in a code changes.

use yalu_trade::{Card, Commodity, Cut, Gap, Panel, Period, Quantity, Reading, Unit, dec};

use crate::{
    Measure, Measured, Row, Scope,
    goods::{self, Goods},
    level,
    scope::computed,
};

pub(crate) struct UnitValue;

static CARD: Card = Card {
    id: "unit-value",
    title: "Unit value",
    label: ["unit value", "단가", "单价"],
    unit: "currency a kilogram",
    formula: "V_k ÷ W_k, W_k the reported weight; without --commodity, of every code that has both, the largest first",
    citation: "IMF, Export and Import Price Index Manual (2009), ch. 2: unit values and their bias",
    needs: "a value and a reported weight of the same code",
    caveats: "It is no price: what is in a code changes. Weights that an office estimated are as good as its estimate.",
    example: "unit-value --flow import --commodity 1006 --period 2023",
};

fn weighed(scope: &Scope) -> [Scope; 2] {
    [Quantity::Value(scope.currency()), Quantity::Weight].map(|quantity| Scope { quantity, ..scope.clone() })
}

/// Of one commodity its value and weight; of everything the goods' own.
fn asks(scope: &Scope, period: Period) -> Vec<Cut> {
    let of = |scope: Scope| match scope.commodity {
        Commodity::Total => goods::asks(&scope, scope.flow, &scope.quantity, &[period]).to_vec(),
        _ => level::asks(&scope, scope.flow, &scope.commodity, &[period]),
    };
    weighed(scope).into_iter().flat_map(of).collect()
}

impl Measure for UnitValue {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        scope.periods.iter().flat_map(|&period| asks(scope, period)).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let mut rows = Vec::new();
        for (period, panels) in scope.each(panels, asks) {
            let (values, weights) = panels.split_at(panels.len() / 2);
            if scope.commodity == Commodity::Total {
                rows.extend(of_goods(scope, period, values, weights));
                continue;
            }
            let [of_value, of_weight] = weighed(scope);
            let value = level::at(&of_value, scope.flow, &scope.commodity, period, values);
            let weight = level::at(&of_weight, scope.flow, &scope.commodity, period, weights);
            rows.push(scope.row(period, both(value, weight, scope)));
        }
        Measured { unit: Unit::PerKilogram(scope.currency()), rows, total: None, notes: Vec::new() }
    }
}

fn both(value: Result<Reading, Gap>, weight: Result<Reading, Gap>, scope: &Scope) -> Result<Reading, Gap> {
    let lacks = |what: &'static str| move |gap: Gap| Gap::not_derivable(format!("its {what} is missing: {}", gap.why));
    let (value, weight) = (value.map_err(lacks("value"))?, weight.map_err(lacks("weight"))?);
    let kilograms = weight.interval.times(dec!(1000));
    let price = value.interval.over(&kilograms).ok_or_else(|| Gap::not_derivable("its weight may be zero"))?;
    Ok(computed(price, Unit::PerKilogram(scope.currency()), "V ÷ W", &[&value, &weight]))
}

fn of_goods(scope: &Scope, period: Period, values: &[Panel], weights: &[Panel]) -> Vec<Row> {
    let ([values, whole], [weights, weight]) = (values, weights) else {
        return vec![scope.row(period, Err(Gap::not_on_file("nothing was read")))];
    };
    let (values, weights) = (Goods::of(scope, values, whole), Goods::of(scope, weights, weight));
    let mut known: Vec<(&Commodity, &Reading, &Reading)> = values
        .names()
        .filter_map(|name| {
            Some((name, values.on_file(name, period)?.as_ref().ok()?, weights.on_file(name, period)?.as_ref().ok()?))
        })
        .collect();
    if known.is_empty() {
        let why = format!("no code of {} digits has a value and a weight on file for {period}", scope.rules.level);
        return vec![scope.row(period, Err(Gap::not_derivable(why)))];
    }
    known.sort_by(|a, b| b.1.interval.best.cmp(&a.1.interval.best).then_with(|| a.0.cmp(b.0)));
    known.truncate(scope.top.max(1));
    let row = |(name, value, weight): (&Commodity, &Reading, &Reading)| Row {
        commodity: name.clone(),
        ..scope.row(period, both(Ok(value.clone()), Ok(weight.clone()), scope))
    };
    known.into_iter().map(row).collect()
}
