//! Bennet's split of a change of value: each price change at the mean of the
//! weights, each change of weight at the mean of the prices.

use yalu_trade::{Card, Cut, Decimal, Interval, Panel};

use crate::{
    Measure, Measured, Scope,
    index::{self, Effects, Good},
};

pub(crate) struct Bennet;

static CARD: Card = Card {
    id: "bennet",
    title: "Price and volume (Bennet)",
    label: ["price and volume (Bennet)", "가격·물량 효과(베넷)", "价格与物量（贝内特）"],
    unit: "currency",
    formula: "ΔV = Σ ½(q0 + q1)Δp + Σ ½(p0 + p1)Δq + goods that came − goods that went + what has no weight",
    citation: "Bennet, The Theory of Measurement of Changes in Cost of Living (Journal of the Royal Statistical Society 83, 1920); Diewert, Index Number Theory Using Differences Rather Than Ratios (2005)",
    needs: "values of all goods in both years, and weights of most",
    caveats: "Goods that came or went have no price to compare, and stand apart; so does what has no weight.",
    example: "bennet --flow import --period 2023",
};

impl Measure for Bennet {
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

/// With r = w0 ÷ w1, the price effect is ½(v1(1 + r) − v0(1 + 1/r)), the volume effect ½(v1(1 − r) − v0(1 − 1/r)):
/// the first rises with r, the second falls with it, so each bound takes r at one end.
fn effects(good: &Good<'_>) -> Option<Effects> {
    let r = good.weight_then.over(&good.weight_now)?;
    let one = Decimal::ONE;
    let half = Decimal::new(5, 1);
    let price = |v1: Option<Decimal>, v0: Option<Decimal>, r: Option<Decimal>| {
        let (v1, v0, r) = (v1?, v0?, r?);
        let now = v1.checked_mul(one.checked_add(r)?)?;
        now.checked_sub(v0.checked_mul(one.checked_add(one.checked_div(r)?)?)?)?.checked_mul(half)
    };
    // A value counts up or down as r stands to one: each of its ends is tried.
    let volumes = |r: Option<Decimal>| -> Option<Vec<Decimal>> {
        let r = r?;
        let (now, then) = (one.checked_sub(r)?, one.checked_sub(one.checked_div(r)?)?);
        let mut all = Vec::new();
        for v1 in [good.value_now.low?, good.value_now.high?] {
            for v0 in [good.value_then.low?, good.value_then.high?] {
                all.push(v1.checked_mul(now)?.checked_sub(v0.checked_mul(then)?)?.checked_mul(half)?);
            }
        }
        Some(all)
    };
    let (v1, v0) = (&good.value_now, &good.value_then);
    let best = price(v1.best, v0.best, r.best);
    Some(Effects {
        price: Interval { low: price(v1.low, v0.high, r.low), best, high: price(v1.high, v0.low, r.high) },
        volume: Interval {
            low: volumes(r.high).and_then(|all| all.into_iter().min()),
            // What the price left, so that the two are the change to the last digit.
            best: best.and_then(|price| v1.best?.checked_sub(v0.best?)?.checked_sub(price)),
            high: volumes(r.low).and_then(|all| all.into_iter().max()),
        },
    })
}
