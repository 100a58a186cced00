//! Orders that prose gives, against the values that the tables give: what is
//! called second has to be second.

use yalu_trade::{Cause, Figures, FoundSo, Interval, Judged, Mean, Order, SaidSo, Thing, Verdict};

use super::ledger::Ledger;

pub(super) fn judge(all: &Figures, ledger: &Ledger<'_>) -> Vec<Judged> {
    // So many orders are in no article.
    all.orders.iter().take(200).map(|order| one(ledger, order)).collect()
}

/// The goods of a flow and a period whose level is printed in a table, from the largest down.
fn ranked(ledger: &Ledger<'_>, order: &Order) -> Vec<(String, Interval)> {
    let mut found: Vec<(String, Interval, usize)> = Vec::new();
    for topic in ledger.topics() {
        let (Thing::Goods(goods), true) = (
            &topic.thing,
            topic.flow == order.flow
                && topic.period == order.period
                && topic.mean == Mean::Sum
                && topic.measure == order.measure,
        ) else {
            continue;
        };
        let Some(i) = ledger.any(topic).filter(|_| goods.len() == 1) else { continue };
        let table = ledger.figure(i).cell.map(|cell| cell.table);
        if let (Some(table), Some(good)) = (table, goods.first()) {
            found.push((good.clone(), ledger.figure(i).interval(), table));
        }
    }
    // One table ranks; two may list different things.
    let named = found.iter().find(|(good, ..)| order.goods.contains(good)).map(|(.., table)| *table);
    let mut found: Vec<(String, Interval)> = found
        .into_iter()
        .filter(|(.., table)| Some(*table) == named)
        .map(|(good, interval, _)| (good, interval))
        .collect();
    found.sort_by_key(|(_, interval)| std::cmp::Reverse(interval.best));
    found
}

fn one(ledger: &Ledger<'_>, order: &Order) -> Judged {
    let said = SaidSo { text: order.text.clone(), value: None, unit: "rank".to_owned(), interval: Interval::unknown() };
    let judged = |verdict, found: Option<String>, cause, repair, why: String| Judged {
        id: order.id.clone(),
        spot: order.spot.clone(),
        kind: "rank".to_owned(),
        printed: said.clone(),
        found: found.map(|text| FoundSo { text, interval: Interval::unknown() }),
        verdict,
        cause,
        repair,
        why,
    };
    let ranked = ranked(ledger, order);
    let place = |good: &String| ranked.iter().position(|(known, _)| known == good);
    if ranked.len() < 2 || order.goods.iter().all(|good| place(good).is_none()) {
        return judged(
            Verdict::NotDerivable,
            None,
            None,
            None,
            "the report prints no values to rank them by".to_owned(),
        );
    }
    let first = order.first as usize - 1;
    let wrong = order.goods.iter().enumerate().find(|(n, good)| {
        let said = first + n;
        let (Some(is), Some(there)) = (place(good), ranked.get(said)) else {
            return place(good).is_none() && said < ranked.len();
        };
        // Equal prints may stand in either order.
        is != said && !ranked[is].1.meets(&there.1)
    });
    let names: Vec<String> = ranked
        .iter()
        .skip(first)
        .take(order.goods.len())
        .map(|(good, interval)| format!("{good} ({})", interval.best.map(crate::slip::whole).unwrap_or_default()))
        .collect();
    let found = format!("by the table: {}", names.join(", "));
    match wrong {
        Some((n, good)) => {
            let right = ranked.get(first + n).map(|(good, _)| good.clone()).unwrap_or_default();
            let is = place(good).map_or("not among those listed".to_owned(), |place| format!("in place {}", place + 1));
            let why = format!("place {} is {right}; {good} is {is}", first + n + 1);
            let repair = ranked
                .iter()
                .skip(first)
                .take(order.goods.len())
                .map(|(good, _)| good.clone())
                .collect::<Vec<_>>()
                .join(", ");
            judged(Verdict::Contradicted, Some(found), Some(Cause::Rank), Some(repair), why)
        }
        None => judged(Verdict::Holds, Some(found), None, None, "the table gives the same order".to_owned()),
    }
}
