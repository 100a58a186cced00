//! Level: how much was traded. Trade and balance are taken as printed where
//! somebody printed them, and are computed from the two flows where nobody did.

use yalu_trade::{
    Among, Basket, Card, Commodity, Cut, Flow, Gap, Interval, Item, Panel, Paper, PaperKind, Period, Reading,
};

use crate::{Measure, Measured, Scope, scope::computed};

pub(crate) struct Level;

static CARD: Card = Card {
    id: "level",
    title: "Level",
    label: ["", "", ""],
    unit: "currency, or t by weight",
    formula: "V; T = X + M and B = M − X where nobody printed them",
    citation: "UN Statistics Division, International Merchandise Trade Statistics: Concepts and Definitions 2010",
    needs: "the value (or, with --weight, the weight) of the period, as printed, recorded or solved from prints",
    caveats: "Exports of the reporter are FOB, imports CIF, and a total of both is of mixed valuation. A month that nobody printed stands only where the prints leave it narrow bounds.",
    example: "level --flow export --period 2017..2023 --by year",
};

impl Measure for Level {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        asks(scope, scope.flow, &scope.commodity, &scope.periods)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        scope.measured(scope.unit(), |period| at(scope, scope.flow, &scope.commodity, period, panels))
    }
}

/// The cuts of a level: the print itself; of trade and balance also the two flows; of a basket also its items.
pub(crate) fn asks(scope: &Scope, flow: Flow, commodity: &Commodity, periods: &[Period]) -> Vec<Cut> {
    let cut = |flow| scope.cut(flow, commodity, periods.to_vec());
    let items = basket(scope, commodity).map(|basket| {
        let codes = basket.items.iter().map(|item| Commodity::Code(item.hs.clone())).collect();
        Cut { among: Among::These(codes), ..cut(flow) }
    });
    let parts = if matches!(flow, Flow::T | Flow::B) { vec![cut(Flow::X), cut(Flow::M)] } else { Vec::new() };
    std::iter::once(cut(flow)).chain(parts).chain(items).collect()
}

fn basket<'a>(scope: &'a Scope, commodity: &Commodity) -> Option<&'a Basket> {
    let Commodity::Basket(id) = commodity else { return None };
    scope.baskets.iter().find(|basket| basket.id == *id && !basket.items.is_empty())
}

/// The level of a period, from the panels of [`asks`].
pub(crate) fn at(
    scope: &Scope,
    flow: Flow,
    commodity: &Commodity,
    period: Period,
    panels: &[Panel],
) -> Result<Reading, Gap> {
    let [printed, parts @ ..] = panels else { return Err(Gap::not_on_file("nothing was read")) };
    let absent = match printed.at(period, commodity) {
        Ok(reading) => return Ok(reading.clone()),
        Err(absent) => absent,
    };
    match (flow, parts) {
        (Flow::T | Flow::B, [x, m, ..]) => {
            of_two_flows(flow, x.at(period, commodity), m.at(period, commodity)).ok_or(absent)
        }
        (_, [items]) => basket(scope, commodity).map_or(Err(absent), |basket| of_items(basket, period, items)),
        _ => Err(absent),
    }
}

fn of_two_flows(flow: Flow, x: Result<&Reading, Gap>, m: Result<&Reading, Gap>) -> Option<Reading> {
    let (x, m) = (x.ok()?, m.ok()?);
    let (interval, formula) = match flow {
        Flow::B => (m.interval.minus(&x.interval), "B = M − X"),
        _ => (x.interval.plus(&m.interval), "T = X + M"),
    };
    Some(Reading { valuation: flow.valuation(), ..computed(interval, x.unit, formula, &[x, m]) })
}

/// The sum of a basket's items, each with the least and the most of it that counts.
fn of_items(basket: &Basket, period: Period, items: &Panel) -> Result<Reading, Gap> {
    let mut known: Vec<(&Item, &Reading)> = Vec::new();
    for item in &basket.items {
        let reading = items.at(period, &Commodity::Code(item.hs.clone()));
        let lacks = |gap: Gap| Gap::not_derivable(format!("the basket `{}` lacks an item: {}", basket.id, gap.why));
        known.push((item, reading.map_err(lacks)?));
    }
    let part = |(item, reading): &(&Item, &Reading)| {
        let (low, high) = (reading.interval.times(item.share_low), reading.interval.times(item.share_high));
        Interval {
            low: low.low,
            best: if item.share_low == item.share_high { low.best } else { None },
            high: high.high,
        }
    };
    let sum = Interval::sum(&known.iter().map(part).collect::<Vec<_>>());
    let readings: Vec<&Reading> = known.iter().map(|(_, reading)| *reading).collect();
    let mut level = computed(sum, readings[0].unit, "Σ V_k over the basket", &readings);
    level.lineage.papers.push(Paper {
        kind: PaperKind::Basket,
        id: basket.id.clone(),
        says: basket.items.iter().map(|item| item.hs.to_string()).collect::<Vec<_>>().join(", "),
        source: basket.source.clone(),
        place: basket.place.clone(),
        vintage: None,
        used: true,
        note: basket.why.clone(),
    });
    Ok(level)
}
