//! A change of value split into price, volume, goods that came and goods that
//! went, and what cannot be split. The rows add up to the change to the last digit.

use yalu_trade::{Card, Commodity, Cut, Decimal, Flow, Gap, Interval, Listing, Panel, Period, Reading, Unit, Wording};

use super::{Good, Stock, asks};
use crate::{Measured, Row, Scope, scope::computed, wording::three};

/// What prices and what volumes made of a good's change of value.
pub(crate) struct Effects {
    pub(crate) price: Interval,
    pub(crate) volume: Interval,
}

fn last(period: Period) -> Period {
    period.shift_years(-1)
}

/// The cuts of a split against a year earlier.
pub(crate) fn split_asks(scope: &Scope) -> Vec<Cut> {
    let mut both: Vec<Period> = scope.periods.iter().flat_map(|&period| [last(period), period]).collect();
    both.sort();
    both.dedup();
    asks(scope, &both)
}

/// The split of every period, by what an effect is.
pub(crate) fn split(
    scope: &Scope,
    panels: &[Panel],
    card: &'static Card,
    effects: fn(&Good<'_>) -> Option<Effects>,
) -> Measured {
    let unit = Unit::Money(scope.currency());
    let mut measured = Measured { unit, rows: Vec::new(), total: None, notes: Vec::new() };
    let stock = Stock::of(scope, panels);
    for &period in &scope.periods {
        match stock.as_ref().map_err(Clone::clone).and_then(|stock| rows(scope, stock, period, card, effects)) {
            Ok((rows, total)) => {
                measured.rows.extend(rows);
                measured.total = Some(total).filter(|_| scope.periods.len() == 1);
            }
            Err(gap) => measured.rows.push(scope.row(period, Err(gap))),
        }
    }
    measured
}

fn rows(
    scope: &Scope,
    stock: &Stock<'_>,
    period: Period,
    card: &'static Card,
    effects: fn(&Good<'_>) -> Option<Effects>,
) -> Result<(Vec<Row>, Row), Gap> {
    if matches!(scope.flow, Flow::T | Flow::B) || matches!(scope.commodity, Commodity::Basket(_) | Commodity::Sector(_))
    {
        return Err(Gap::not_derivable("a split is of one flow and of all goods or a code: name imports or exports"));
    }
    let matched = stock.matched(scope, &[last(period)], period)?;
    let (now, then) = (stock.values.whole(period)?, stock.values.whole(last(period))?);
    let unit = Unit::Money(scope.currency());
    let inputs: Vec<&Reading> = [now, then].into_iter().chain(matched.papers()).collect();
    let zero = Interval::exact(Decimal::ZERO);
    let (mut price, mut volume) = (zero, zero);
    for good in &matched.goods {
        let none = || Gap::not_derivable(format!("the weight of {} may be zero", good.commodity));
        let of = effects(good).ok_or_else(none)?;
        (price, volume) = (price.plus(&of.price), volume.plus(&of.volume));
    }
    let (came, went) = if stock.values.listing == Listing::All { turnover(stock, period) } else { (zero, zero) };
    let change = now.interval.minus(&then.interval);
    let known = Interval::sum([&price, &volume, &came, &went]);
    let figure = |interval| computed(interval, unit, card.formula, &inputs);
    let row = |name: Wording, interval| Row { name: Some(name), ..scope.row(period, Ok(figure(interval))) };
    let rows = vec![
        Row { says: Some(matched.says()), ..row(three("price", "가격 효과", "价格效应"), price) },
        row(three("volume", "물량 효과", "数量效应"), volume),
        row(three("goods that came", "신규 품목", "新增商品"), came),
        row(three("goods that went", "소멸 품목", "退出商品"), went),
        row(
            three("without weight, or not on file", "중량 미상 또는 자료 없음", "无重量或无资料"),
            change.minus(&known),
        ),
    ];
    Ok((rows, scope.row(period, Ok(figure(change)))))
}

/// The values of goods that were not traded a year earlier, and, below zero, of those that are no longer.
fn turnover(stock: &Stock<'_>, period: Period) -> (Interval, Interval) {
    let zero = Interval::exact(Decimal::ZERO);
    let (mut came, mut went) = (zero, zero);
    for name in stock.values.names() {
        let (Ok(now), Ok(then)) = (stock.values.at(name, period), stock.values.at(name, last(period))) else {
            continue;
        };
        if then.interval == zero {
            came = came.plus(&now.interval);
        } else if now.interval == zero {
            went = went.minus(&then.interval);
        }
    }
    (came, went)
}
