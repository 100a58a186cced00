//! Prices, monthly means and amounts in two currencies: what is got by
//! dividing one figure by another of another unit, or by the months it covers.

use yalu_trade::{Figures, How, Kind, Tie, Unit};

use super::{Near, has, is_mean};

const PER_TON: &[&str] = &[
    "a ton",
    "per ton",
    "a metric ton",
    "/ton",
    "/t",
    "톤당",
    "톤 당",
    "每吨",
    "吨均价",
    "per metric ton",
    "the ton",
    "a tonne",
];
const PER_CUBIC: &[&str] = &["per cubic metre", "a cubic metre", "per cubic meter", "每立方米"];
const PER_BARREL: &[&str] = &["a barrel", "per barrel", "배럴당", "每桶", "/barrel"];
/// A price that comes of what is printed, and not from a market.
const RECKONED: &[&str] = &[
    "that is",
    "average",
    "averaged",
    "works out",
    "unit value",
    "comes to",
    "平均",
    "均价",
    "每吨",
    "톤당",
    "평균",
    "이는",
    "so the price",
];

fn denominator(near: &Near<'_>, n: usize) -> Option<Unit> {
    let (lead, tail) = (near.lead(n), near.tail(n));
    let lead = lead.rsplit(['.', ';', '，', '。']).next().unwrap_or_default();
    let next = tail.char_indices().nth(18).map_or(tail.len(), |(at, _)| at);
    let tail = tail[..next].trim_start();
    let follows = |words: &[&str]| words.iter().any(|word| tail.starts_with(word));
    let leads = |words: &[&str]| words.iter().any(|word| lead.contains(word) && !word.is_ascii());
    if follows(PER_TON) || leads(PER_TON) {
        return Some(Unit::Tonne);
    }
    if follows(PER_CUBIC) || leads(PER_CUBIC) {
        return Some(Unit::CubicMetre);
    }
    (follows(PER_BARREL) || leads(PER_BARREL)).then_some(Unit::Pieces)
}

pub(super) fn is_price(near: &Near<'_>, n: usize) -> bool {
    let figure = near.figure(near.said[n].figure);
    matches!(figure.printed.unit, Unit::Money(_)) && denominator(near, n).is_some()
}

pub(super) fn read(near: &Near<'_>, found: &Figures, ties: &mut Vec<Tie>) {
    for n in 0..near.said.len() {
        if is_price(near, n) {
            price(near, n, ties);
        } else if near.kind(n) == Kind::Level && is_mean(near, n) {
            mean(near, n, ties);
        }
    }
    exchange(near, found, ties);
}

fn price(near: &Near<'_>, n: usize, ties: &mut Vec<Tie>) {
    let Some(unit) = denominator(near, n) else { return };
    let money = |m: &usize| near.is_level(*m) && near.unit(*m) == near.unit(n);
    let weight = |m: &usize| near.is_level(*m) && near.unit(*m) == unit;
    let amounts: Vec<usize> = (0..near.said.len()).filter(money).collect();
    let weights: Vec<usize> = (0..near.said.len()).filter(weight).collect();
    if weights.is_empty() && amounts.len() == 1 {
        return earlier(near, n, amounts[0], unit, ties);
    }
    let reckoned = has(near.lead(n), RECKONED) && !near.figure(near.said[n].figure).forecast;
    for amount in &amounts {
        for weighed in &weights {
            let alone = own(near, &amounts, n) == Some(*amount) && own(near, &weights, n) == Some(*weighed);
            let clause = near.said[n].sentence <= near.said[*amount].sentence + 1;
            ties.push(Tie {
                figure: near.said[n].figure,
                how: How::Quotient,
                parts: vec![near.said[*amount].figure],
                whole: vec![near.said[*weighed].figure],
                sure: alone && clause && reckoned && first_price(near, n),
            });
        }
    }
}

/// The weight stands in the paragraph before.
fn earlier(near: &Near<'_>, n: usize, amount: usize, unit: Unit, ties: &mut Vec<Tie>) {
    let weight = |i: &usize| near.figure(*i).kind == Kind::Level && near.figure(*i).printed.unit == unit;
    let weights: Vec<usize> = near.earlier.iter().copied().filter(weight).collect();
    let reckoned = has(near.lead(n), &["that is", "which is", "이는", "即"]);
    for (place, whole) in weights.iter().enumerate() {
        ties.push(Tie {
            figure: near.said[n].figure,
            how: How::Quotient,
            parts: vec![near.said[amount].figure],
            whole: vec![*whole],
            sure: place == 0 && reckoned && amount < n,
        });
    }
}

/// The one before a price that is no base of a change.
fn own(near: &Near<'_>, levels: &[usize], n: usize) -> Option<usize> {
    let mut found = levels.iter().copied().filter(|m| *m < n && !super::changes::is_base(near, *m));
    found.next().filter(|_| found.next().is_none())
}

/// The second of two prices is of another time.
fn first_price(near: &Near<'_>, n: usize) -> bool {
    !(0..n).any(|m| is_price(near, m))
}

/// The mean of a year, or of the months that the words count.
fn mean(near: &Near<'_>, n: usize, ties: &mut Vec<Tie>) {
    let unit = near.unit(n);
    let levels: Vec<usize> =
        (0..near.said.len()).filter(|m| *m != n && near.is_level(*m) && near.unit(*m) == unit).collect();
    let monthly = has(
        &format!("{}{}", near.lead(n), near.tail(n)),
        &["month", "월평균", "월 평균", "한 달", "매월", "月均", "每月"],
    );
    if !monthly {
        return;
    }
    for level in levels {
        let named = near.figure(near.said[level].figure).about.as_ref().map(|about| about.period.len_months());
        let (own, all) = (near.figure(near.said[n].figure), near.figure(near.said[level].figure));
        let alike = own
            .about
            .as_ref()
            .zip(all.about.as_ref())
            .is_some_and(|(own, all)| own.flow == all.flow && own.thing == all.thing);
        let told =
            all.sure && alike && n.checked_sub(1) == Some(level) && near.said[level].sentence == near.said[n].sentence;
        for months in [12, 3, 6, 9, 10, 2, 4, 5, 7, 8, 11, 24] {
            ties.push(Tie {
                figure: near.said[n].figure,
                how: How::Mean(months),
                parts: vec![near.said[level].figure],
                whole: Vec::new(),
                sure: told && named == Some(months),
            });
        }
    }
}

const RATES: &[&str] = &[
    "to the dollar",
    "per dollar",
    "per euro",
    "to the euro",
    "for a dollar",
    "1달러",
    "달러당",
    "환율",
    "汇率",
    "1美元",
    "exchange rate",
    "average rate",
];

/// Two amounts of money and the rate between them.
fn exchange(near: &Near<'_>, found: &Figures, ties: &mut Vec<Tie>) {
    for n in 0..near.said.len() {
        let rate = near.figure(near.said[n].figure);
        let money = matches!(rate.printed.unit, Unit::Money(_));
        let beside = has(near.lead(n), RATES) || has(near.tail(n), RATES);
        if !money || !rate.bare || !beside || rate.printed.value() <= yalu_trade::Decimal::ONE {
            continue;
        }
        let amount = |i: usize| {
            let figure = near.figure(i);
            matches!(figure.printed.unit, Unit::Money(_)) && figure.kind == Kind::Level && !figure.bare
        };
        let here: Vec<usize> = near
            .said
            .iter()
            .filter(|said| said.sentence == near.said[n].sentence)
            .map(|said| said.figure)
            .filter(|i| amount(*i) && near.figure(*i).printed.unit == rate.printed.unit)
            .collect();
        let others = |i: &usize| amount(*i) && near.figure(*i).printed.unit != rate.printed.unit;
        let sentence: Vec<usize> = near
            .said
            .iter()
            .filter(|said| said.sentence == near.said[n].sentence)
            .map(|said| said.figure)
            .filter(&others)
            .collect();
        for changed in &here {
            for from in (0..found.figures.len()).filter(&others).take(60) {
                ties.push(Tie {
                    figure: near.said[n].figure,
                    how: How::Quotient,
                    parts: vec![*changed],
                    whole: vec![from],
                    sure: here.len() == 1 && sentence.as_slice() == [from],
                });
            }
        }
    }
}
