//! Valuation band: a level as it would be at the other valuation. Exports are
//! reported FOB and imports CIF; how much dearer goods are on arrival is not
//! known, so the wedge is swept, and never fixed.

use yalu_trade::{Card, Cut, Flow, Gap, Interval, Panel, Period, Reading, Unit, Wording};

use crate::{
    Measure, Measured, Row, Scope, level,
    mirror::{self, band, by_value, percent, wedges},
    scope::computed,
    wording::three,
};

pub(crate) struct ValuationBand;

static CARD: Card = Card {
    id: "valuation-band",
    title: "Level at the other valuation, the wedge swept",
    label: ["at the other valuation", "다른 평가 기준 환산", "按另一计价口径"],
    unit: "currency",
    formula: "imports CIF = X(1 + κ); exports FOB = M ÷ (1 + κ); balance FOB = M ÷ (1 + κ) − X; trade FOB = X + M ÷ (1 + κ); κ over the desk's `wedges`",
    citation: "Marini, Dippelsman and Stanger, New Estimates for Direction of Trade Statistics (IMF Working Paper 18/16, 2018), who put κ at 6 % where 10 % was the custom",
    needs: "the level; of a balance or of trade both flows",
    caveats: "No wedge is the right one: it moves with distance, goods and fuel. The first row is the band over all that are swept.",
    example: "valuation-band --flow balance --period 2023",
};

impl Measure for ValuationBand {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let scope = by_value(scope);
        flows(&scope).iter().flat_map(|&flow| level::asks(&scope, flow, &scope.commodity, &scope.periods)).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let scope = by_value(scope);
        let rows = scope.periods.iter().flat_map(|&period| swept(&scope, period, panels)).collect();
        Measured { unit: Unit::Money(scope.currency()), rows, total: None, notes: Vec::new() }
    }
}

/// The flows that a figure is made of.
fn flows(scope: &Scope) -> Vec<Flow> {
    if matches!(scope.flow, Flow::T | Flow::B) { vec![Flow::X, Flow::M] } else { vec![scope.flow] }
}

fn swept(scope: &Scope, period: Period, panels: &[Panel]) -> Vec<Row> {
    let flows = flows(scope);
    let size = panels.len() / flows.len();
    let of = |(i, flow): (usize, &Flow)| {
        level::at(scope, *flow, &scope.commodity, period, &panels[i * size..(i + 1) * size])
    };
    let levels: Result<Vec<Reading>, Gap> = flows.iter().enumerate().map(of).collect();
    let levels = match levels {
        Ok(levels) => levels,
        Err(gap) => return vec![scope.row(period, Err(gap))],
    };
    let papers: Vec<&Reading> = levels.iter().collect();
    let valuation = if scope.flow.side() == yalu_trade::Side::Import { "CIF" } else { "FOB" };
    let figure =
        |interval| Reading { valuation, ..computed(interval, Unit::Money(scope.currency()), CARD.formula, &papers) };
    let at: Vec<(Wording, Option<Interval>)> = wedges(scope)
        .map(|(wedge, factor)| {
            let shown = percent(wedge);
            let name = three(format!("κ = {shown}"), format!("κ = {shown}"), format!("κ = {shown}"));
            (name, turned(scope.flow, &levels, &factor))
        })
        .collect();
    let all: Option<Vec<Interval>> = at.iter().map(|(_, interval)| *interval).collect();
    let shown = mirror::swept(scope);
    let over = three(
        format!("{valuation}, κ over {shown}"),
        format!("{valuation}, κ {shown}"),
        format!("{valuation}，κ {shown}"),
    );
    let whole = (over, all.as_ref().and_then(band));
    let row = |(name, interval): (Wording, Option<Interval>)| {
        let answer = interval.map(figure).ok_or_else(|| Gap::not_derivable("the wedge takes all of it"));
        Row { name: Some(name), ..scope.row(period, answer) }
    };
    std::iter::once(whole).chain(at).map(row).collect()
}

/// The figure at one wedge.
fn turned(flow: Flow, levels: &[Reading], factor: &Interval) -> Option<Interval> {
    match (flow, levels) {
        (Flow::B, [x, m]) => Some(m.interval.over(factor)?.minus(&x.interval)),
        (Flow::T, [x, m]) => Some(m.interval.over(factor)?.plus(&x.interval)),
        (flow, [one]) if flow.side() == yalu_trade::Side::Import => Some(one.interval.times(factor.best?)),
        (_, [one]) => one.interval.over(factor),
        _ => None,
    }
}
