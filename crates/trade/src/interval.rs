//! Intervals of exact decimals. A printed number is every value that would
//! have been printed so; what is computed from printed numbers carries the
//! bounds on. Shares and growth are computed in the form that uses each
//! input once, so the bounds are as narrow as the prints allow.

use rust_decimal::{Decimal, dec};

/// Every value from `low` to `high`; `best` is the one to print. `None` is
/// open: "over 16,792 t" has no high, "the rest is unknown" has no best.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Interval {
    /// The least it can be.
    pub low: Option<Decimal>,
    /// The value to print.
    pub best: Option<Decimal>,
    /// The most it can be.
    pub high: Option<Decimal>,
}

/// Which way a bound is moved where a division does not come out even.
#[derive(Clone, Copy)]
enum Outward {
    Down,
    Up,
}

/// A quotient that is certainly no higher, or no lower, than the true one: where the
/// division does not come out even, it is moved by one unit of its last place.
fn divide(a: Decimal, b: Decimal, outward: Outward) -> Option<Decimal> {
    let quotient = a.checked_div(b)?;
    let product = quotient.checked_mul(b)?;
    // A product that had to drop decimals says nothing about evenness.
    let even = product == a && product.scale() == quotient.scale() + b.scale();
    if even || (quotient.is_zero() && a.is_zero()) {
        return Some(quotient);
    }
    let last_place = Decimal::try_new(1, quotient.scale()).ok()?;
    match outward {
        Outward::Down => quotient.checked_sub(last_place),
        Outward::Up => quotient.checked_add(last_place),
    }
}

fn both<T>(a: Option<Decimal>, b: Option<Decimal>, f: impl FnOnce(Decimal, Decimal) -> Option<T>) -> Option<T> {
    f(a?, b?)
}

impl Interval {
    /// A value known to the last digit.
    pub const fn exact(value: Decimal) -> Self {
        Self { low: Some(value), best: Some(value), high: Some(value) }
    }

    /// Bounds alone, with no value inside that deserves printing before others.
    pub const fn between(low: Decimal, high: Decimal) -> Self {
        Self { low: Some(low), best: None, high: Some(high) }
    }

    /// Nothing is known.
    pub const fn unknown() -> Self {
        Self { low: None, best: None, high: None }
    }

    /// How wide it is; `None` if it is open on a side.
    pub fn width(&self) -> Option<Decimal> {
        both(self.low, self.high, |low, high| high.checked_sub(low))
    }

    /// Can a value lie in both?
    pub fn meets(&self, other: &Self) -> bool {
        let below = |a: Option<Decimal>, b: Option<Decimal>| both(a, b, |a, b| Some(a <= b)).unwrap_or(true);
        below(self.low, other.high) && below(other.low, self.high)
    }

    /// Does every value of `other` lie in it?
    pub fn holds(&self, other: &Self) -> bool {
        let low = self.low.is_none_or(|mine| other.low.is_some_and(|theirs| mine <= theirs));
        let high = self.high.is_none_or(|mine| other.high.is_some_and(|theirs| theirs <= mine));
        low && high
    }

    /// Certainly above a value?
    pub fn above(&self, value: Decimal) -> bool {
        self.low.is_some_and(|low| low > value)
    }

    /// The other sign.
    pub fn negated(&self) -> Self {
        Self { low: self.high.map(|v| -v), best: self.best.map(|v| -v), high: self.low.map(|v| -v) }
    }

    /// The sum.
    pub fn plus(&self, other: &Self) -> Self {
        let add = |a, b| both(a, b, |a: Decimal, b| a.checked_add(b));
        Self { low: add(self.low, other.low), best: add(self.best, other.best), high: add(self.high, other.high) }
    }

    /// The difference.
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    /// So many times it.
    pub fn times(&self, factor: Decimal) -> Self {
        let scale = |v: Option<Decimal>| v.and_then(|v| v.checked_mul(factor));
        let scaled = Self { low: scale(self.low), best: scale(self.best), high: scale(self.high) };
        if factor < Decimal::ZERO { Self { low: scaled.high, high: scaled.low, ..scaled } } else { scaled }
    }

    /// The product of two that are not negative.
    pub fn by(&self, other: &Self) -> Self {
        let product = |a: Option<Decimal>, b: Option<Decimal>| both(a, b, |a, b| a.checked_mul(b));
        let least = |v: Option<Decimal>| v.map(|v| v.max(Decimal::ZERO));
        Self {
            low: product(least(self.low), least(other.low)),
            best: product(self.best, other.best),
            high: product(self.high, other.high),
        }
    }

    /// The square of something that is not negative.
    pub fn squared(&self) -> Self {
        let square = |v: Option<Decimal>| v.and_then(|v| v.checked_mul(v));
        Self { low: square(self.low.map(|v| v.max(Decimal::ZERO))), best: square(self.best), high: square(self.high) }
    }

    /// The quotient by something that is certainly above zero; otherwise `None`.
    pub fn over(&self, divisor: &Self) -> Option<Self> {
        let (least, most) = (divisor.low.filter(|low| *low > Decimal::ZERO)?, divisor.high);
        let negative = |v: Decimal| v < Decimal::ZERO;
        let (down, up) = (Outward::Down, Outward::Up);
        // A value above zero is least when the divisor is most, and the reverse below zero.
        // Without a most divisor the quotient can come as near to zero as it likes.
        let low = self.low.and_then(|v| {
            if negative(v) { divide(v, least, down) } else { most.map_or(Some(Decimal::ZERO), |m| divide(v, m, down)) }
        });
        let high = self.high.and_then(|v| {
            if negative(v) { most.map_or(Some(Decimal::ZERO), |m| divide(v, m, up)) } else { divide(v, least, up) }
        });
        let best = both(self.best, divisor.best, |a, b| a.checked_div(b));
        Some(Self { low, best, high })
    }

    /// What part of `whole` it is, in percent: never over 100, never under 0.
    pub fn share_of(&self, whole: &Self) -> Option<Self> {
        let share = self.over(whole)?.times(dec!(100));
        Some(Self {
            low: share.low.map(|v| v.max(Decimal::ZERO)),
            best: share.best.map(|v| v.clamp(Decimal::ZERO, dec!(100))),
            high: Some(share.high.map_or(dec!(100), |v| v.min(dec!(100)))),
        })
    }

    /// Its change since `earlier`, in percent: (now ÷ then − 1) × 100.
    pub fn growth_since(&self, earlier: &Self) -> Option<Self> {
        Some(self.over(earlier)?.minus(&Self::exact(Decimal::ONE)).times(dec!(100)))
    }

    /// The sum of many.
    pub fn sum<'a>(parts: impl IntoIterator<Item = &'a Self>) -> Self {
        parts.into_iter().fold(Self::exact(Decimal::ZERO), |sum, part| sum.plus(part))
    }

    /// The mean of many; `None` of none.
    pub fn mean<'a>(parts: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        let parts: Vec<&Self> = parts.into_iter().collect();
        let count = Decimal::from(parts.len());
        Self::sum(parts).over(&Self::exact(count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn interval(low: i64, width: i64, at: i64) -> (Interval, Decimal) {
        let (low, high) = (Decimal::new(low, 2), Decimal::new(low + width, 2));
        let inside = Decimal::new((low * dec!(100)).try_into().unwrap_or(0) + at % (width + 1), 2);
        (Interval { low: Some(low), best: Some(inside), high: Some(high) }, inside)
    }

    proptest! {
        /// Whatever values the prints hide, the computed bounds hold the true result.
        #[test]
        fn bounds_hold_the_truth(a in -10_000i64..10_000, wa in 0i64..500, pa in 0i64..500,
                                 b in 1i64..10_000, wb in 0i64..500, pb in 0i64..500, k in -9i64..9) {
            let ((ia, va), (ib, vb)) = (interval(a, wa, pa), interval(b, wb, pb));
            let slack = Decimal::new(1, 18);
            let holds = |i: Interval, v: Decimal| i.low.is_none_or(|l| l <= v + slack) && i.high.is_none_or(|h| v - slack <= h);
            prop_assert!(holds(ia.plus(&ib), va + vb));
            prop_assert!(holds(ia.minus(&ib), va - vb));
            prop_assert!(holds(ia.times(Decimal::from(k)), va * Decimal::from(k)));
            let above = |i: Interval| Interval { low: i.low.map(|v| v.max(Decimal::ZERO)), ..i };
            prop_assert!(va < Decimal::ZERO || holds(above(ia).by(&ib), va * vb));
            prop_assert!(holds(ia.over(&ib).expect("above zero"), va / vb));
            prop_assert!(holds(ia.growth_since(&ib).expect("above zero"), (va / vb - Decimal::ONE) * dec!(100)));
        }

        /// Growth there and back returns home.
        #[test]
        fn growth_there_and_back(a in 1i64..1_000_000, b in 1i64..1_000_000) {
            let (a, b) = (Interval::exact(Decimal::from(a)), Interval::exact(Decimal::from(b)));
            let there = a.over(&b).and_then(|i| i.best).expect("above zero");
            let back = b.over(&a).and_then(|i| i.best).expect("above zero");
            prop_assert!((there * back - Decimal::ONE).abs() < Decimal::new(1, 15));
        }

        /// Shares of parts that fill a whole add to a hundred.
        #[test]
        fn shares_add_to_a_hundred(parts in prop::collection::vec(1i64..1_000_000, 1..12)) {
            let parts: Vec<Interval> = parts.into_iter().map(|v| Interval::exact(Decimal::from(v))).collect();
            let whole = Interval::sum(&parts);
            let sum: Decimal = parts.iter().filter_map(|p| p.share_of(&whole)?.best).sum();
            prop_assert!((sum - dec!(100)).abs() < Decimal::new(1, 15));
        }
    }

    proptest! {
        /// The bounds of a quotient, multiplied back, hold what was divided: no slack.
        #[test]
        fn a_quotient_is_rounded_outward(a in 1u64..1_000_000_000_000, b in 1u64..1_000_000) {
            let (numerator, divisor) = (Interval::exact(Decimal::from(a)), Interval::exact(Decimal::from(b)));
            let quotient = numerator.over(&divisor).expect("above zero");
            let (low, high) = (quotient.low.expect("a low"), quotient.high.expect("a high"));
            // In whole numbers: m × 10^-s ≤ a ÷ b is m × b ≤ a × 10^s.
            let holds = |bound: Decimal, below: bool| {
                let scaled = i128::from(a).checked_mul(10i128.pow(bound.scale()));
                let (left, right) = (bound.mantissa().checked_mul(i128::from(b)), scaled);
                left.zip(right).is_none_or(|(left, right)| if below { left <= right } else { left >= right })
            };
            prop_assert!(holds(low, true) && holds(high, false), "{a} / {b}: {low}..{high}");
            if low == high {
                prop_assert_eq!(low * Decimal::from(b), Decimal::from(a));
            }
        }
    }

    #[test]
    fn a_division_that_fills_the_decimals_is_still_bounded() {
        for (a, b) in [(dec!(7000000000), dec!(3)), (dec!(14665000000), dec!(6.95)), (dec!(1), dec!(3))] {
            let quotient = Interval::exact(a).over(&Interval::exact(b)).expect("above zero");
            assert!(quotient.low < quotient.high, "{a} ÷ {b}: {quotient:?}");
        }
    }

    #[test]
    fn a_base_that_may_be_zero_gives_no_growth() {
        let zero = Interval { low: Some(dec!(-0.5)), best: Some(dec!(0)), high: Some(dec!(0.5)) };
        assert_eq!(Interval::exact(dec!(5)).growth_since(&zero), None);
    }

    #[test]
    fn open_ends_stay_open() {
        let over = Interval { low: Some(dec!(16792)), best: Some(dec!(16792)), high: None };
        assert_eq!(over.plus(&Interval::exact(dec!(1))).high, None);
        assert_eq!(over.width(), None);
        assert!(over.meets(&Interval::exact(dec!(20000))) && !over.meets(&Interval::exact(dec!(15641))));
    }
}
