//! Price and volume: what the files of one index each share. Goods are matched
//! between two periods where both have a value and a weight; what the matched
//! goods are of the whole is said beside every figure, and below the desk's
//! threshold there is no figure, but the goods that would have mattered.

mod matched;
mod mean;
mod split;

use yalu_trade::{Card, Cut, Gap, Interval, Panel, Period, Quantity, Reading, Unit, Wording, dec};

pub(crate) use matched::{Good, Stock};
pub(crate) use mean::{fisher, fisher_volume, laspeyres, logarithmic_mean, paasche, tornqvist};
pub(crate) use split::{Effects, split, split_asks};

use crate::{Measured, Row, Scope, goods, same_months, scope::computed, wording::three};

/// Values and weights of the goods of a flow over periods, each with its whole.
pub(crate) fn asks(scope: &Scope, periods: &[Period]) -> Vec<Cut> {
    let value = Quantity::Value(scope.currency());
    let of = |quantity: &Quantity| goods::asks(scope, scope.flow, quantity, periods);
    of(&value).into_iter().chain(of(&Quantity::Weight)).collect()
}

/// The periods whose goods together are the base of a period: the same months of the base's years.
pub(crate) fn base(scope: &Scope, period: Period) -> Vec<Period> {
    scope.base.iter().flat_map(|base| same_months::in_base(base, period)).collect()
}

/// The cuts of indices against the base.
pub(crate) fn against_base_asks(scope: &Scope) -> Vec<Cut> {
    let mut all: Vec<Period> =
        scope.periods.iter().flat_map(|&period| base(scope, period).into_iter().chain([period])).collect();
    all.sort();
    all.dedup();
    asks(scope, &all)
}

/// An index of matched goods, in percent of its base.
pub(crate) type Index = fn(&[Good<'_>]) -> Option<Interval>;

/// Each period against the base.
pub(crate) fn against_base(scope: &Scope, panels: &[Panel], card: &'static Card, index: Index) -> Measured {
    rows(scope, panels, |stock, period| {
        let base = base(scope, period);
        if base.is_empty() {
            return Err(Gap::not_derivable("no base is named"));
        }
        between(scope, stock, &base, period, card, index)
    })
}

/// A row a period, each with what its goods are of the whole in words.
pub(crate) fn rows(
    scope: &Scope,
    panels: &[Panel],
    figure: impl Fn(&Stock<'_>, Period) -> Result<(Reading, Wording), Gap>,
) -> Measured {
    let stock = Stock::of(scope, panels);
    let row = |&period: &Period| {
        let figure = stock.as_ref().map_err(Clone::clone).and_then(|stock| figure(stock, period));
        match figure {
            Ok((reading, says)) => Row { says: Some(says), ..scope.row(period, Ok(reading)) },
            Err(gap) => scope.row(period, Err(gap)),
        }
    };
    Measured { unit: Unit::Percent, rows: scope.periods.iter().map(row).collect(), total: None, notes: Vec::new() }
}

/// The index of a period against others taken together.
pub(crate) fn between(
    scope: &Scope,
    stock: &Stock<'_>,
    base: &[Period],
    period: Period,
    card: &'static Card,
    index: Index,
) -> Result<(Reading, Wording), Gap> {
    let matched = stock.matched(scope, base, period)?;
    let ratio = if base == [period] {
        // A period is its own base to the last digit, however coarsely it was printed.
        Some(Interval::exact(yalu_trade::Decimal::ONE))
    } else {
        index(&matched.goods)
    };
    let ratio = ratio.ok_or_else(|| Gap::not_derivable("a price or a weight may be zero"))?;
    let index = computed(ratio.times(dec!(100)), Unit::Percent, card.formula, &matched.papers());
    Ok((index, matched.says()))
}

/// What the least of several matches is, in words.
pub(crate) fn covered(least: yalu_trade::Decimal) -> Wording {
    let shown = least.round_dp(1).normalize();
    three(
        format!("goods matched by weight make up at least {shown} % of the value"),
        format!("중량이 대응된 품목은 금액의 {shown}% 이상"),
        format!("按重量匹配的商品至少占金额的{shown}%"),
    )
}
