//! Baskets: each basket of the desk, its level and its share of the total. Where
//! an item is not on file but the largest goods are, it is no larger than the
//! least of these: the basket then has bounds, and words that say how many of
//! its items are known.

use yalu_trade::{
    Among, Basket, Card, Code, Commodity, Cut, Decimal, Interval, Item, Listing, Panel, Period, Quantity, Reading,
    Wording,
};

use crate::{Measure, Measured, Row, Scope, level, scope::computed, share, wording::three};

pub(crate) struct Baskets;

static CARD: Card = Card {
    id: "baskets",
    title: "Baskets of the desk",
    label: ["baskets", "품목군", "商品篮子"],
    unit: "currency, with shares in %",
    formula: "Σ φ_k V_k over the basket, φ_k between the least and the most of k that has its purpose; as printed where somebody printed it; 0 ≤ V_k ≤ the least of the N largest where k is not on file and these are",
    citation: "a desk's own baskets, each with its reason and source in its papers",
    needs: "every item of a basket, or a print of the basket; the desk's baskets/*.toml",
    caveats: "Where only a part of a code has the purpose, the figure is a pair of bounds.",
    example: "baskets --flow import --period 2023",
};

/// The basket that is named, or all of the desk.
fn baskets(scope: &Scope) -> impl Iterator<Item = &Basket> {
    scope.baskets.iter().filter(|basket| match &scope.commodity {
        Commodity::Basket(id) => basket.id == *id,
        _ => true,
    })
}

/// What a scope asks of one basket.
fn of(scope: &Scope, basket: &Basket) -> Scope {
    let quantity = Quantity::Value(scope.currency());
    Scope { commodity: Commodity::Basket(basket.id.clone()), quantity, ..scope.clone() }
}

fn asks(scope: &Scope, basket: &Basket) -> Vec<Cut> {
    let scope = of(scope, basket);
    let whole = scope.cut(scope.flow, &Commodity::Total, scope.periods.clone());
    let list =
        |&period: &Period| Cut { periods: vec![period], among: Among::Level(scope.rules.level), ..whole.clone() };
    let lists: Vec<Cut> = scope.periods.iter().map(list).collect();
    std::iter::once(whole.clone())
        .chain(lists)
        .chain(level::asks(&scope, scope.flow, &scope.commodity, &scope.periods))
        .collect()
}

impl Measure for Baskets {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        baskets(scope).flat_map(|basket| asks(scope, basket)).collect()
    }

    fn answer(&self, scope: &Scope, mut panels: &[Panel]) -> Measured {
        let mut rows = Vec::new();
        for basket in baskets(scope) {
            let (own, rest) = panels.split_at(asks(scope, basket).len().min(panels.len()));
            panels = rest;
            rows.extend(scope.periods.iter().map(|&period| row(&of(scope, basket), period, own)));
        }
        let unit = Scope { quantity: Quantity::Value(scope.currency()), ..scope.clone() }.unit();
        Measured { unit, rows, total: None, notes: Vec::new() }
    }
}

fn row(scope: &Scope, period: Period, panels: &[Panel]) -> Row {
    let (lists, parts) = panels.get(1..).unwrap_or_default().split_at_checked(scope.periods.len()).unwrap_or_default();
    let whole = panels.first().and_then(|panel| panel.at(period, &Commodity::Total).ok());
    let list = scope.periods.iter().position(|&asked| asked == period).and_then(|place| lists.get(place));
    let (level, says) = match level::at(scope, scope.flow, &scope.commodity, period, parts) {
        Ok(level) => (Ok(level), None),
        Err(gap) => match list.zip(whole).and_then(|(list, whole)| bounded(scope, period, list, whole)) {
            Some((level, says)) => (Ok(level), Some(says)),
            None => (Err(gap), None),
        },
    };
    let share = level.as_ref().ok().zip(whole).map(|(level, whole)| share::of(level, whole));
    Row { share, says, ..scope.row(period, level) }
}

/// What the largest goods tell of a basket: items among them as they are, every other between nothing and the least.
fn bounded(scope: &Scope, period: Period, list: &Panel, whole: &Reading) -> Option<(Reading, Wording)> {
    let Listing::Top(_) = list.listing else { return None };
    let basket = scope.baskets.iter().find(|basket| Commodity::Basket(basket.id.clone()) == scope.commodity)?;
    let known = |code: &Code| list.at(period, &Commodity::Code(code.clone())).ok();
    let all: Vec<&Reading> = list.cells.iter().filter_map(|cell| cell.reading.as_ref().ok()).collect();
    let least = all.iter().filter_map(|reading| reading.interval.high).min()?;
    let mut inputs = vec![whole];
    let mut on_file = 0;
    let mut part = |item: &Item| {
        let found = known(&item.hs);
        // What a finer code can be at most, its heading can; of a chapter nothing is known.
        let heading = item.hs.digits().get(..scope.rules.level).filter(|heading| *heading != item.hs.digits());
        let heading: Option<Code> = heading.and_then(|digits| digits.parse().ok());
        let above = heading.as_ref().and_then(known);
        on_file += usize::from(found.is_some());
        inputs.extend(found.or(above));
        let most = match (found, above) {
            (Some(reading), _) => return Some(times(&reading.interval, item)),
            (None, Some(above)) => above.interval.high?,
            (None, None) if item.hs.level() >= scope.rules.level => least,
            (None, None) => return None,
        };
        let most = Interval::exact(most).times(item.share_high);
        Some(Interval { low: Some(Decimal::ZERO), best: None, high: most.high })
    };
    let parts: Option<Vec<Interval>> = basket.items.iter().map(&mut part).collect();
    let parts = parts.filter(|parts| !parts.is_empty())?;
    let sum = Interval { best: None, ..Interval::sum(&parts) };
    // A basket that may be all there is has not been bounded.
    sum.high.zip(whole.interval.low).filter(|(sum, whole)| sum < whole)?;
    inputs.extend(all.iter().min_by_key(|reading| reading.interval.high));
    let mut level = Reading { vintage: whole.vintage, ..computed(sum, whole.unit, CARD.formula, &inputs) };
    let codes: Vec<String> = basket.items.iter().map(|item| item.hs.to_string()).collect();
    level.lineage.papers.push(level::paper(&basket.id, &codes, &basket.source, &basket.place, &basket.why));
    Some((level, told(on_file, basket.items.len())))
}

fn times(level: &Interval, item: &Item) -> Interval {
    let (least, most) = (level.times(item.share_low), level.times(item.share_high));
    Interval { low: least.low, best: most.best.filter(|_| item.share_low == item.share_high), high: most.high }
}

fn told(on_file: usize, of: usize) -> Wording {
    let none = three(
        "none of its codes is on file; each is at most the least of the largest goods",
        "자료가 있는 코드가 없으며, 각각 상위 품목의 최솟값을 넘지 않음",
        "各编码均无数字，每项均不超过前列商品中的最小值",
    );
    let some = three(
        format!("{on_file} of its {of} codes on file; every other is at most the least of the largest goods"),
        format!("{of}개 코드 중 {on_file}개만 자료가 있으며, 나머지는 각각 상위 품목의 최솟값을 넘지 않음"),
        format!("{of}个编码中{on_file}个有数字，其余各项均不超过前列商品中的最小值"),
    );
    if on_file == 0 { none } else { some }
}
