//! Vanished items: the mirror of new ones. Goods that were traded without a break
//! over the year before, for more than a least value, and in the period no more.
//! Goods are families, so a code that was merged into another has not vanished.

use yalu_trade::{Card, Cut, Gap, Interval, Panel, Period, Quantity, Unit};

use crate::{
    Scope,
    families::{self, Families},
    item::{Found, Item, Search, Searched, by_worth, lacks, some},
    past, share,
    wording::three,
};

pub(crate) static CARD: Card = Card {
    id: "vanished-items",
    title: "Vanished items",
    label: ["vanished items", "소멸 품목", "消失商品"],
    unit: "currency a year earlier, with shares in %",
    formula: "families with V_t ≤ new_before that were traded in every month of the year before (for a year: in the year before), for more than new_above together",
    citation: "Kehoe and Ruhl, How Important Is the New Goods Margin in International Trade? (J. Political Economy 121, 2013), turned round; UN Statistics Division, HS correlation tables",
    needs: "records of every good in the period and in the time before it (`yalu ingest`); tables of the nomenclature (`yalu nomenclature add`)",
    caveats: "Nothing on record is not the end of trade: a reporter may have stopped to tell. Goods that are not traded every month are never said to have vanished in one.",
    example: "vanished-items --flow import --period 2023",
};

pub(crate) const SEARCH: Search = Search { asks, find, of_goods: true };

pub(crate) static MEASURE: Searched =
    Searched { card: &CARD, search: SEARCH, unit: |scope| Unit::Money(scope.currency()) };

/// A year or more is held against as many years before; anything shorter against the twelve months before.
fn earlier(period: Period) -> Vec<Period> {
    match period.len_months() {
        shorter if shorter < 12 => past::before(period, 12),
        months => vec![period.shift_years(-(months.div_ceil(12) as i32))],
    }
}

fn asks(scope: &Scope, period: Period) -> Vec<Cut> {
    let value = Quantity::Value(scope.currency());
    let then = earlier(period);
    let then = if then.len() == 1 { then } else { past::asks(&then) };
    [families::asks(scope, &value, &[period]), families::asks(scope, &value, &then)].concat()
}

fn find(scope: &Scope, period: Period, panels: &[Panel]) -> Result<Found, Gap> {
    let (now, then) = panels.split_at(panels.len() / 2);
    let (now, then) = (Families::of(scope, now)?, Families::of(scope, then)?);
    now.whole(period).map_err(|gap| lacks(&CARD, &gap))?;
    let wanted = earlier(period);
    let known = |period| then.whole(period).is_ok();
    let (periods, absent) = if wanted.len() == 1 {
        wanted.iter().partition(|period| known(**period))
    } else {
        past::on_file(&wanted, known)
    };
    if !absent.is_empty() {
        let why = format!("vanished items need what came before {period}: {} is not on file", past::told(&absent));
        return Err(Gap::not_derivable(why));
    }
    if !now.complete() {
        let why = format!(
            "vanished items need every code of {period}, and those on file are not all: they are in records (`yalu ingest`)"
        );
        return Err(Gap::not_derivable(why));
    }
    let rules = &scope.rules;
    let (mut items, mut open) = (Vec::new(), Vec::new());
    for family in then.all(scope) {
        let levels: Result<Vec<Interval>, Gap> = periods.iter().map(|period| then.at(family, *period)).collect();
        let Ok(levels) = levels else { continue };
        let left = family.first().and_then(|name| name.code()).map_or(&[][..], |code| now.family(scope, code));
        let Ok(left) = now.at(left, period) else { continue };
        let sum = Interval::sum(&levels);
        let gone = left.high.is_some_and(|high| high <= rules.new_before);
        let regular = levels.iter().all(|level| level.above(rules.new_before)) && sum.above(rules.new_above);
        let last = *periods.last().unwrap_or(&period);
        if gone && regular {
            let papers = then.readings(family, &periods);
            let worth = then.figure(sum, Unit::Money(scope.currency()), CARD.formula, &papers, last)?;
            let wholes: Vec<Interval> =
                periods.iter().filter_map(|period| Some(then.whole(*period).ok()?.interval)).collect();
            let whole = yalu_trade::Reading { interval: Interval::sum(&wholes), ..then.whole(last)?.clone() };
            items.push(Item {
                period,
                commodity: then.lead(family, last),
                name: None,
                figure: worth.clone(),
                share: Some(share::of(&worth, &whole)),
                worth,
                says: says(period, &periods),
            });
        } else if left.low.is_none_or(|low| low <= rules.new_before)
            && levels.iter().all(|level| level.high.is_none_or(|high| high > rules.new_before))
            && sum.high.is_none_or(|high| high > rules.new_above)
        {
            open.push(then.lead(family, last).to_string());
        }
    }
    by_worth(&mut items);
    let first = periods.first().zip(periods.last()).and_then(|(first, last)| Period::span(*first, *last));
    let mut notes = vec![format!(
        "vanished in {period}: no more than {} {}, after trade without a break and more than {} over {}",
        rules.new_before.normalize(),
        scope.currency(),
        rules.new_above.normalize(),
        first.unwrap_or(period)
    )];
    if items.is_empty() {
        notes.push(format!("{period}: no item has vanished"));
    }
    if !open.is_empty() {
        notes.push(format!("{period}: between their bounds these may have vanished or not: {}", some(&open)));
    }
    Ok(Found { items, notes })
}

fn says(period: Period, periods: &[Period]) -> yalu_trade::Wording {
    let (first, last) = (periods.first().copied().unwrap_or(period), periods.last().copied().unwrap_or(period));
    let span = Period::span(first, last).unwrap_or(period);
    three(
        format!("nothing in {period}, after {span} without a break"),
        format!("{span} 동안 끊임없이 거래되다가 {period} 실적 없음"),
        format!("{span}持续有贸易，{period}无记录"),
    )
}
