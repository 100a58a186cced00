//! Unit-value outliers: goods whose money a kilogram stands far from their own over
//! the months before, by robust score of its log. What it does not tell is why: a
//! price, another quality under the same code, or a slip in the weight.

use yalu_trade::{Card, Cut, Gap, Interval, Panel, Period, Quantity, Reading, Unit, dec};

use crate::{
    Scope,
    families::{self, Families, Family},
    float::float,
    item::{Found, Item, Search, Searched, short, some},
    robust::{Bounds, Score, chance, median, score},
    unusual::{monthly, months, trail},
    wording::three,
};

pub(crate) static CARD: Card = Card {
    id: "unit-value-outliers",
    title: "Unit-value outliers",
    label: ["unit value, robust score", "단가(강건 점수)", "单价（稳健分数）"],
    unit: "robust score",
    formula: "z = 0.6745 (x − median x) ÷ MAD x, x = ln(V ÷ W) over the history before; told where |z| > outlier and V > new_above",
    citation: "Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993); UN Statistics Division, IMTS Compilers Manual, Revision 1 (2013), ch. 9: unit-value ranges",
    needs: "records of every good with its weight, month by month, in the period and half of the `history` before it at least (`yalu ingest`)",
    caveats: "A unit value is no price. The score has no false discovery rate: of many goods some are beyond the limit by chance, and the note says about how many.",
    example: "unit-value-outliers --flow import --period 2023-12",
};

pub(crate) const SEARCH: Search = Search { asks, find, of_goods: true };

pub(crate) static MEASURE: Searched = Searched { card: &CARD, search: SEARCH, unit: |_| Unit::Index };

fn asks(scope: &Scope, period: Period) -> Vec<Cut> {
    both(scope, &trail(scope, period))
}

/// The cuts of values and of weights.
pub(crate) fn both(scope: &Scope, periods: &[Period]) -> Vec<Cut> {
    let of = |quantity| families::asks(scope, &quantity, periods);
    [of(Quantity::Value(scope.currency())), of(Quantity::Weight)].concat()
}

/// Value and weight of goods.
pub(crate) struct Priced<'a> {
    pub(crate) values: Families<'a>,
    weights: Families<'a>,
}

/// A family in a period: money, kilograms, and money a kilogram.
#[derive(Clone, Copy)]
pub(crate) struct Price {
    pub(crate) value: Interval,
    pub(crate) kilograms: Interval,
    pub(crate) unit_value: Interval,
}

impl<'a> Priced<'a> {
    /// From the panels of [`both`].
    pub(crate) fn of(scope: &Scope, panels: &'a [Panel]) -> Result<Self, Gap> {
        let (values, weights) = panels.split_at(panels.len() / 2);
        Ok(Self { values: Families::of(scope, values)?, weights: Families::of(scope, weights)? })
    }

    /// What is worth something and weighs something.
    pub(crate) fn at(&self, scope: &Scope, family: Family<'_, 'a>, period: Period) -> Option<Price> {
        let value = self.values.at(family, period).ok()?;
        let weighed = self.weights.family(scope, family.first()?.code()?);
        let kilograms = self.weights.at(weighed, period).ok()?.times(dec!(1000));
        let positive = value.above(dec!(0)) && kilograms.above(dec!(0));
        let unit_value = value.over(&kilograms).filter(|_| positive)?;
        Some(Price { value, kilograms, unit_value })
    }

    /// The readings of both over periods.
    pub(crate) fn readings(&self, scope: &Scope, family: Family<'_, 'a>, periods: &[Period]) -> Vec<&'a Reading> {
        let weighed = family.first().and_then(|name| name.code()).map(|code| self.weights.family(scope, code));
        let mut readings = self.values.readings(family, periods);
        readings.extend(weighed.map(|weighed| self.weights.readings(weighed, periods)).unwrap_or_default());
        readings
    }
}

fn find(scope: &Scope, period: Period, panels: &[Panel]) -> Result<Found, Gap> {
    let priced = Priced::of(scope, panels)?;
    let months = months(scope, period, |period| priced.values.whole(period).is_ok(), &CARD)?;
    let limit = float(scope.rules.outlier);
    let above = scope.rules.new_above;
    let (mut items, mut open, mut tested, mut by_chance) = (Vec::new(), Vec::new(), 0, 0.0);
    for family in priced.values.all(scope) {
        for (month, history) in &months {
            let Some(now) = priced.at(scope, family, *month) else { continue };
            let past: Vec<(Period, Price)> =
                history.iter().filter_map(|past| Some((*past, priced.at(scope, family, *past)?))).collect();
            let log = |price: &Price| Bounds::of(&price.unit_value).rising(libm::log);
            let others: Vec<Bounds> = past.iter().map(|(_, price)| log(price)).collect();
            let enough = others.len() * 2 >= history.len();
            let Some(score) = score(log(&now), &others).filter(|_| enough) else { continue };
            tested += 1;
            by_chance += 2.0 * chance(limit, score.of);
            if (score.z.low > limit || score.z.high < -limit) && now.value.above(above) {
                items.push(item(&priced, scope, family, *month, &now, &past, score)?);
            } else if (score.z.high > limit || score.z.low < -limit) && now.value.high.is_none_or(|high| high > above) {
                open.push(priced.values.lead(family, *month).to_string());
            }
        }
    }
    if tested == 0 {
        return Err(families::nothing(scope, period));
    }
    let size = |item: &Item| item.figure.interval.best.map(|best| best.abs()).unwrap_or_default();
    items.sort_by(|a, b| size(b).cmp(&size(a)).then_with(|| (a.period, &a.commodity).cmp(&(b.period, &b.commodity))));
    let mut notes = vec![format!(
        "{period}: {tested} goods with a value and a weight tested month by month against {} months before; \
         of steady ones about {} would be beyond {} by chance",
        scope.rules.history,
        short(by_chance),
        scope.rules.outlier.normalize()
    )];
    if items.is_empty() {
        notes.push(format!("{period}: no unit value stands out"));
    }
    if !open.is_empty() {
        notes.push(format!("{period}: between their bounds these may stand out or not: {}", some(&open)));
    }
    Ok(Found { items, notes })
}

fn item<'a>(
    priced: &Priced<'a>,
    scope: &Scope,
    family: Family<'_, 'a>,
    month: Period,
    now: &Price,
    past: &[(Period, Price)],
    score: Score,
) -> Result<Item, Gap> {
    let periods: Vec<Period> = std::iter::once(month).chain(past.iter().map(|(period, _)| *period)).collect();
    let papers = priced.readings(scope, family, &periods);
    let figure = priced.values.figure(score.z.interval(), Unit::Index, CARD.formula, &papers, month)?;
    let own = priced.values.readings(family, &[month]);
    let money = Unit::Money(scope.currency());
    let worth = priced.values.figure(now.value, money, "Σ V over the family", &own, month)?;
    let usual = libm::exp(score.median.best);
    let price = Bounds::of(&now.unit_value).best;
    let (times, price, usual) = (short(price / usual), short(price), short(usual));
    let weights: Vec<Bounds> = past.iter().map(|(period, price)| monthly(&price.kilograms, *period)).collect();
    let heavy = short(monthly(&now.kilograms, month).best / median(&weights).best);
    let (n, currency) = (score.of, scope.currency());
    let says = three(
        format!(
            "{price} {currency}/kg, {times} times the median of {n} months, {usual}; weight {heavy} times its median"
        ),
        format!("{price} {currency}/kg, {n}개월 중앙값 {usual}의 {times}배; 중량은 중앙값의 {heavy}배"),
        format!("{price} {currency}/kg，为{n}个月中位数{usual}的{times}倍；重量为中位数的{heavy}倍"),
    );
    Ok(Item {
        period: month,
        commodity: priced.values.lead(family, month),
        name: None,
        figure: Reading { valuation: "", ..figure },
        worth,
        share: None,
        says,
    })
}
