//! What ties figures together: a sum, or a ratio of sums. A relation can say
//! for each of its figures what the others leave it to be.

use yalu_trade::{Decimal, Interval, dec};

/// How a ratio is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Way {
    /// Part in percent of the whole.
    Percent,
    /// The change in percent.
    Growth,
    /// So many times.
    Times,
    /// So many times more.
    TimesMore,
}

/// A sum of figures, each so many times.
pub(super) type Sum = Vec<(Decimal, usize)>;

/// What holds between figures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// The sum is zero.
    Zero(Sum),
    /// The figures are all the shares of one whole.
    Hundred(Vec<usize>),
    /// The sum is not above zero.
    AtMost(Sum),
    /// One sum is to another as a figure says.
    Ratio { part: Sum, whole: Sum, ratio: usize, way: Way },
    /// A level is to a share of a whole as a figure says: what the share is of is not printed itself.
    Shared {
        /// The level.
        part: usize,
        /// The share of the base, in percent.
        share: usize,
        /// The whole of that share.
        whole: usize,
        /// The ratio.
        ratio: usize,
        /// How it is printed.
        way: Way,
    },
    /// One value is to another as their shares are: `[value, share, value, share]`.
    Proportion([usize; 4]),
}

/// A relation, and the check that found it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Relation {
    /// What it is called in a verdict: sum, share, growth …
    pub(super) check: &'static str,
    pub(super) form: Form,
}

fn multiply(a: &Interval, b: &Interval) -> Interval {
    let product = |x: Option<Decimal>, y: Option<Decimal>| x.zip(y).and_then(|(x, y)| x.checked_mul(y));
    let corners = [(a.low, b.low), (a.low, b.high), (a.high, b.low), (a.high, b.high)].map(|(x, y)| product(x, y));
    let all = corners.iter().all(Option::is_some);
    let low = if all { corners.iter().flatten().min().copied() } else { None };
    let high = if all { corners.iter().flatten().max().copied() } else { None };
    Interval { low, best: product(a.best, b.best), high }
}

fn total(sum: &Sum, skip: Option<usize>, of: &dyn Fn(usize) -> Interval) -> Interval {
    let terms: Vec<Interval> = sum.iter().filter(|(_, i)| Some(*i) != skip).map(|(c, i)| of(*i).times(*c)).collect();
    Interval::sum(&terms)
}

fn coefficient(sum: &Sum, figure: usize) -> Option<Decimal> {
    sum.iter().find(|(_, i)| *i == figure).map(|(c, _)| *c)
}

fn divided(interval: &Interval, by: Decimal) -> Option<Interval> {
    Decimal::ONE.checked_div(by).map(|inverse| interval.times(inverse))
}

impl Way {
    /// The factor that a print of it means.
    fn factor(self, ratio: &Interval) -> Interval {
        let one = Interval::exact(Decimal::ONE);
        match self {
            Self::Percent => ratio.times(dec!(0.01)),
            Self::Growth => one.plus(&ratio.times(dec!(0.01))),
            Self::Times => *ratio,
            Self::TimesMore => one.plus(ratio),
        }
    }

    fn printed(self, factor: &Interval) -> Interval {
        let one = Interval::exact(Decimal::ONE);
        match self {
            Self::Percent => factor.times(dec!(100)),
            Self::Growth => factor.minus(&one).times(dec!(100)),
            Self::Times => *factor,
            Self::TimesMore => factor.minus(&one),
        }
    }
}

impl Relation {
    pub(super) fn new(check: &'static str, form: Form) -> Self {
        Self { check, form }
    }

    /// Its figures.
    pub(super) fn members(&self) -> Vec<usize> {
        match &self.form {
            Form::Zero(sum) | Form::AtMost(sum) => sum.iter().map(|(_, i)| *i).collect(),
            Form::Ratio { part, whole, ratio, .. } => {
                part.iter().chain(whole).map(|(_, i)| *i).chain([*ratio]).collect()
            }
            Form::Shared { part, share, whole, ratio, .. } => vec![*part, *share, *whole, *ratio],
            Form::Proportion(four) => four.to_vec(),
            Form::Hundred(shares) => shares.clone(),
        }
    }

    /// What the others leave a figure to be.
    pub(super) fn target(&self, figure: usize, of: &dyn Fn(usize) -> Interval) -> Option<Interval> {
        match &self.form {
            Form::Zero(sum) => {
                let own = coefficient(sum, figure)?;
                divided(&total(sum, Some(figure), of).negated(), own)
            }
            Form::Hundred(shares) => {
                let others: Vec<Interval> = shares.iter().filter(|i| **i != figure).map(|i| of(*i)).collect();
                Some(Interval::exact(dec!(100)).minus(&Interval::sum(&others)))
            }
            Form::AtMost(sum) => {
                let own = coefficient(sum, figure)?;
                let bound = divided(&total(sum, Some(figure), of).negated(), own)?;
                Some(if own > Decimal::ZERO {
                    Interval { low: None, best: bound.best, high: bound.high }
                } else {
                    Interval { low: bound.low, best: bound.best, high: None }
                })
            }
            Form::Ratio { part, whole, ratio, way } => {
                if figure == *ratio {
                    let quotient = total(part, None, of).over(&total(whole, None, of))?;
                    return Some(way.printed(&quotient));
                }
                let factor = way.factor(&of(*ratio));
                if let Some(own) = coefficient(part, figure) {
                    let all = multiply(&total(whole, None, of), &factor);
                    return divided(&all.minus(&total(part, Some(figure), of)), own);
                }
                let own = coefficient(whole, figure)?;
                let all = total(part, None, of).over(&factor)?;
                divided(&all.minus(&total(whole, Some(figure), of)), own)
            }
            Form::Shared { part, share, whole, ratio, way } => {
                let (p, w) = (of(*part), of(*whole));
                let s = of(*share).times(dec!(0.01));
                let factor = way.factor(&of(*ratio));
                match figure {
                    _ if figure == *ratio => Some(way.printed(&p.over(&multiply(&w, &s))?)),
                    _ if figure == *part => Some(multiply(&multiply(&w, &s), &factor)),
                    _ if figure == *share => Some(p.over(&multiply(&w, &factor))?.times(dec!(100))),
                    _ => p.over(&multiply(&s, &factor)),
                }
            }
            Form::Proportion([value, share, other, others_share]) => {
                let (v, s, w, t) = (of(*value), of(*share), of(*other), of(*others_share));
                match figure {
                    _ if figure == *value => multiply(&w, &s).over(&t),
                    _ if figure == *share => multiply(&v, &t).over(&w),
                    _ if figure == *other => multiply(&v, &t).over(&s),
                    _ => multiply(&w, &s).over(&v),
                }
            }
        }
    }

    /// Does it fail for certain? `None` where it cannot be told.
    pub(super) fn broken(&self, of: &dyn Fn(usize) -> Interval) -> Option<bool> {
        let figure = match &self.form {
            Form::Zero(sum) | Form::AtMost(sum) => sum.last().map(|(_, i)| *i)?,
            Form::Ratio { ratio, .. } | Form::Shared { ratio, .. } => *ratio,
            Form::Proportion(four) => four[1],
            Form::Hundred(shares) => *shares.last()?,
        };
        let target = self.target(figure, of)?;
        (target.low.is_some() || target.high.is_some()).then(|| !of(figure).meets(&target))
    }
}
