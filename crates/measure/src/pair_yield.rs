//! Yield of a pair: how much comes out for what goes in, by weight.

use yalu_trade::{Card, Cut, Decimal, Gap, Interval, Pair, Panel, Period, Quantity, Reading, Unit, Wording, dec};

use crate::{
    Measure, Measured, Row, Scope, pairs,
    scope::computed,
    wording::{each, three},
};

pub(crate) struct PairYield;

static CARD: Card = Card {
    id: "pair-yield",
    title: "Yield of what goes in, by weight",
    label: ["yield by weight", "중량 기준 수율", "按重量的产出率"],
    unit: "%",
    formula: "Σ W of the codes that come out (M) ÷ Σ W of the codes that go in (X) × 100",
    citation: "UNIDO, Industrial Statistics: Guidelines and Methodology (2010): input coefficients; a desk's pairs.toml",
    needs: "the weight of every code of both sides; the desk's pairs.toml",
    caveats: "Stocks and goods used at home are no part of it.",
    example: "pair-yield --flow import --period 2023",
};

fn by_weight(scope: &Scope) -> Scope {
    Scope { quantity: Quantity::Weight, ..scope.clone() }
}

impl Measure for PairYield {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let scope = by_weight(scope);
        scope.pairs.iter().flat_map(|pair| pairs::asks(&scope, pair)).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let scope = by_weight(scope);
        let mut rows = Vec::new();
        for &period in &scope.periods {
            for (pair, panels) in scope.pairs.iter().zip(panels.chunks(2)) {
                let answer = of(&scope, pair, period, panels);
                let says = answer.as_ref().ok().and_then(|found| beside_expected(pair, &found.interval));
                let commodity = yalu_trade::Commodity::Total;
                rows.push(Row { name: Some(pair.label.clone()), says, commodity, ..scope.row(period, answer) });
            }
            rows.extend(pairs::none(&scope, period));
        }
        Measured { unit: Unit::Percent, rows, total: None, notes: Vec::new() }
    }
}

fn of(scope: &Scope, pair: &Pair, period: Period, panels: &[Panel]) -> Result<Reading, Gap> {
    let goes_in = pairs::side(scope, &pair.goes_in, period, panels.first())?;
    let comes_out = pairs::side(scope, &pair.comes_out, period, panels.get(1))?;
    let ratio = comes_out.interval.over(&goes_in.interval);
    let ratio = ratio.ok_or_else(|| Gap::not_derivable("what goes in may be nothing"))?;
    Ok(computed(ratio.times(dec!(100)), Unit::Percent, CARD.formula, &[&comes_out, &goes_in]))
}

/// The yield beside what the desk expects of it.
fn beside_expected(pair: &Pair, found: &Interval) -> Option<Wording> {
    let (low, high) = pair.expected?;
    let (low, high) = ((low * dec!(100)).normalize(), (high * dec!(100)).normalize());
    let below = found.high.is_some_and(|most| most < low);
    let verdict = match (below, found.above(high), found.low.is_some_and(|least| least >= low)) {
        (true, ..) => three("below", "미달", "低于"),
        (_, true, _) => three("above", "초과", "高于"),
        (.., true) if found.high.is_some_and(|most: Decimal| most <= high) => three("within", "범위 내", "处于"),
        _ => three("not told apart from", "구별되지 않음", "无法区分于"),
    };
    Some(each(|lang| {
        let verdict = verdict.in_lang(lang);
        match lang {
            yalu_trade::Lang::En => format!("{verdict} what is expected, {low}–{high} %"),
            yalu_trade::Lang::Ko => format!("예상 {low}~{high}%: {verdict}"),
            yalu_trade::Lang::Zh => format!("{verdict}预期的{low}–{high}%"),
        }
    }))
}
