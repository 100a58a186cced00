//! The index formulas, over matched goods. Each bound takes every input at the
//! end that moves the index that way: all of these rise with the values and
//! fall with the weights of now, and the reverse of then. As parts of one.

use yalu_trade::{Decimal, Interval};

use super::Good;
use crate::float::{float, outward};

/// Σ p1 q0 ÷ Σ p0 q0.
pub(crate) fn laspeyres(goods: &[Good<'_>]) -> Option<Interval> {
    let part = |good: &Good<'_>| Some(good.value_now.over(&good.weight_now)?.by(&good.weight_then));
    let parts: Vec<Interval> = goods.iter().map(part).collect::<Option<_>>()?;
    Interval::sum(&parts).over(&Interval::sum(goods.iter().map(|good| &good.value_then)))
}

/// Σ p1 q1 ÷ Σ p0 q1.
pub(crate) fn paasche(goods: &[Good<'_>]) -> Option<Interval> {
    let part = |good: &Good<'_>| Some(good.value_then.over(&good.weight_then)?.by(&good.weight_now));
    let parts: Vec<Interval> = goods.iter().map(part).collect::<Option<_>>()?;
    Interval::sum(goods.iter().map(|good| &good.value_now)).over(&Interval::sum(&parts))
}

/// √(L · P).
pub(crate) fn fisher(goods: &[Good<'_>]) -> Option<Interval> {
    Some(root_of_product(&laspeyres(goods)?, &paasche(goods)?))
}

/// The volume that goes with it: √(Σ p0 q1 ÷ Σ p0 q0 · Σ p1 q1 ÷ Σ p1 q0).
pub(crate) fn fisher_volume(goods: &[Good<'_>]) -> Option<Interval> {
    // Seen as prices: weights take the part of prices, so each index is the value ratio over the other's.
    let (then, now) = (
        Interval::sum(goods.iter().map(|good| &good.value_then)),
        Interval::sum(goods.iter().map(|good| &good.value_now)),
    );
    let value = now.over(&then)?;
    Some(root_of_product(&value.over(&paasche(goods)?)?, &value.over(&laspeyres(goods)?)?))
}

fn root_of_product(a: &Interval, b: &Interval) -> Interval {
    let root = |a: Option<Decimal>, b: Option<Decimal>| Some(libm::sqrt(float(a?) * float(b?)));
    outward(root(a.low, b.low), root(a.best, b.best), root(a.high, b.high))
}

/// exp Σ ½(s0 + s1) ln(p1 ÷ p0).
pub(crate) fn tornqvist(goods: &[Good<'_>]) -> Option<Interval> {
    let then = Interval::sum(goods.iter().map(|good| &good.value_then));
    let now = Interval::sum(goods.iter().map(|good| &good.value_now));
    let (mut low, mut best, mut high) = (Some(0.0), Some(0.0), Some(0.0));
    let add = |sum: Option<f64>, part: Option<f64>| Some(sum? + part?);
    for good in goods {
        let relative = good.value_now.over(&good.weight_now)?.over(&good.value_then.over(&good.weight_then)?)?;
        let half = |part: &Interval, whole: &Interval| Some(part.over(whole)?.times(Decimal::new(5, 1)));
        let share = half(&good.value_then, &then)?.plus(&half(&good.value_now, &now)?);
        let ln =
            |value: Option<Decimal>| value.filter(|value| *value > Decimal::ZERO).map(|value| libm::log(float(value)));
        let (falls, rises) = (ln(relative.low), ln(relative.high));
        let part = |ln: Option<f64>, share: Option<Decimal>| Some(ln? * float(share?));
        // A price that fell weighs most on the low side with its largest share, one that rose with its least.
        let side = |negative: bool| if negative { share.high } else { share.low };
        low = add(low, part(falls, side(falls.is_some_and(|ln| ln < 0.0))));
        high = add(high, part(rises, side(rises.is_some_and(|ln| ln >= 0.0))));
        best = add(best, part(ln(relative.best), share.best));
    }
    let exp = |ln: Option<f64>| ln.map(libm::exp);
    Some(outward(exp(low), exp(best), exp(high)))
}

/// The logarithmic mean (a − b) ÷ (ln a − ln b): between the two, and either where they are one.
pub(crate) fn logarithmic_mean(a: f64, b: f64) -> f64 {
    if a <= 0.0 || b <= 0.0 {
        return 0.0;
    }
    let x = libm::log(a) - libm::log(b);
    // Near one another the quotient loses its digits: its series does not.
    if x.abs() < 1e-4 { libm::sqrt(a * b) * (1.0 + x * x / 24.0) } else { (a - b) / x }
}
