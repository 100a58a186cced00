//! Revealed comparative advantage: a commodity's share in what the reporters
//! buy of the economy, against its share in what they buy of the world. Above 1
//! the economy sells them more of it than others do. It needs the reporters'
//! trade with the world.

use yalu_trade::{Card, Cut, Flow, Gap, Panel, Period, Quantity, Reading, Unit};

use crate::{
    Measure, Measured, Row, Scope,
    goods::{self, Goods},
    scope::computed,
};

pub(crate) struct Rca;

static CARD: Card = Card {
    id: "rca",
    title: "Revealed comparative advantage",
    label: ["revealed comparative advantage", "현시비교우위", "显示性比较优势"],
    unit: "index",
    formula: "(V_k ÷ V) ÷ (W_k ÷ W), V the reporters' trade with the economy and W with the world",
    citation: "Balassa, Trade Liberalisation and \"Revealed\" Comparative Advantage (Manchester School 33, 1965)",
    needs: "all goods of the reporters' trade with the economy and with the world (partner W00): ingest both",
    caveats: "The market is the reporters', not the world's.",
    example: "rca --flow export --period 2023",
};

/// UN Comtrade's name for all partners together.
const WORLD: &str = "W00";

fn world(scope: &Scope) -> Scope {
    Scope { partner: WORLD.to_owned(), ..scope.clone() }
}

fn asks(scope: &Scope, period: Period) -> Vec<Cut> {
    let value = Quantity::Value(scope.currency());
    let own = goods::asks(scope, scope.flow, &value, &[period]);
    let all = goods::asks(&world(scope), scope.flow, &value, &[period]);
    own.into_iter().chain(all).collect()
}

impl Measure for Rca {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        scope.periods.iter().flat_map(|&period| asks(scope, period)).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let mut rows = Vec::new();
        for (period, panels) in scope.each(panels, asks) {
            match of_period(scope, period, panels) {
                Ok(own) => rows.extend(own),
                Err(gap) => rows.push(scope.row(period, Err(gap))),
            }
        }
        Measured { unit: Unit::Index, rows, total: None, notes: Vec::new() }
    }
}

fn of_period(scope: &Scope, period: Period, panels: &[Panel]) -> Result<Vec<Row>, Gap> {
    let [own, whole, theirs, world] = panels else { return Err(Gap::not_on_file("nothing was read")) };
    if matches!(scope.flow, Flow::T | Flow::B) {
        return Err(Gap::not_derivable("an advantage is in a flow: name exports or imports"));
    }
    let (own, theirs) = (Goods::of(scope, own, whole), Goods::of(scope, theirs, world));
    let lacks =
        |gap: Gap| Gap::not_derivable(format!("it needs the reporters' trade with the world ({WORLD}): {}", gap.why));
    let (whole, world) = (own.whole(period)?, theirs.whole(period).map_err(lacks)?);
    let of = |commodity| {
        let (part, theirs) = (own.on_file(commodity, period)?.as_ref().ok()?, theirs.at(commodity, period));
        Some((commodity, theirs.and_then(|theirs| advantage(part, whole, &theirs, world))))
    };
    let mut rows: Vec<Row> = own
        .names()
        .filter_map(of)
        .map(|(commodity, answer)| Row { commodity: commodity.clone(), ..scope.row(period, answer) })
        .collect();
    if rows.is_empty() {
        return Err(Gap::not_derivable(format!("no code of {} digits is on file for {period}", scope.rules.level)));
    }
    let size = |row: &Row| row.answer.as_ref().ok().and_then(|reading| reading.interval.best);
    rows.sort_by(|a, b| size(b).cmp(&size(a)).then_with(|| a.commodity.cmp(&b.commodity)));
    rows.truncate(scope.top.max(1));
    rows.iter_mut().zip(1..).for_each(|(row, rank)| row.rank = Some(rank));
    Ok(rows)
}

fn advantage(part: &Reading, whole: &Reading, theirs: &Reading, world: &Reading) -> Result<Reading, Gap> {
    let ratio = part.interval.over(&whole.interval).zip(theirs.interval.over(&world.interval));
    let index = ratio.and_then(|(own, all)| own.over(&all));
    let index = index.ok_or_else(|| Gap::not_derivable("what the world sells of it may be nothing"))?;
    Ok(computed(index, Unit::Index, CARD.formula, &[part, whole, theirs, world]))
}
