//! The logarithmic-mean split of a change of value: nothing is left over, and
//! it does not matter which period is first.

use yalu_trade::{Card, Cut, Decimal, Interval, Panel};

use crate::{
    Measure, Measured, Scope,
    float::{float, outward},
    index::{self, Effects, Good, logarithmic_mean},
};

pub(crate) struct Lmdi;

static CARD: Card = Card {
    id: "lmdi",
    title: "Price and volume (LMDI)",
    label: ["price and volume (LMDI)", "가격·물량 효과(LMDI)", "价格与物量（LMDI）"],
    unit: "currency",
    formula: "ΔV = Σ L(v1, v0) ln(p1 ÷ p0) + Σ L(v1, v0) ln(q1 ÷ q0) + goods that came − goods that went + what has no weight; L(a, b) = (a − b) ÷ (ln a − ln b)",
    citation: "Ang, The LMDI Approach to Decomposition Analysis: A Practical Guide (Energy Policy 33, 2005)",
    needs: "values of all goods in both years, and weights of most",
    caveats: "Goods that came or went have no price to compare, and stand apart; so does what has no weight.",
    example: "lmdi --flow import --period 2023",
};

impl Measure for Lmdi {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        index::split_asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        index::split(scope, panels, &CARD, effects)
    }
}

fn effects(good: &Good<'_>) -> Option<Effects> {
    let weights = good.weight_now.over(&good.weight_then)?;
    let prices = good.value_now.over(&good.value_then)?.over(&weights)?;
    let mean = |a: Option<Decimal>, b: Option<Decimal>| Some(logarithmic_mean(float(a?), float(b?)));
    let (v1, v0) = (&good.value_now, &good.value_then);
    let means = [mean(v1.low, v0.low), mean(v1.best, v0.best), mean(v1.high, v0.high)];
    let price = product(means, &prices);
    let rest = price.best.and_then(|price| v1.best?.checked_sub(v0.best?)?.checked_sub(price));
    // What the price left, so that the two are the change to the last digit.
    Some(Effects { price, volume: Interval { best: rest, ..product(means, &weights) } })
}

/// A mean, which rises with both values, times the log of a ratio.
fn product([least, best, most]: [Option<f64>; 3], ratio: &Interval) -> Interval {
    let ln = |value: Option<Decimal>| value.filter(|value| *value > Decimal::ZERO).map(|value| libm::log(float(value)));
    let (low, high) = (ln(ratio.low), ln(ratio.high));
    let times = |ln: Option<f64>, negative: Option<f64>, positive: Option<f64>| {
        let ln = ln?;
        Some(ln * if ln < 0.0 { negative? } else { positive? })
    };
    outward(times(low, most, least), best.zip(ln(ratio.best)).map(|(mean, ln)| mean * ln), times(high, least, most))
}
