//! The same figure said twice, in prose and table, in text and summary; and
//! the mean of a period against the period.

use yalu_trade::{Decimal, Kind, Mean, Topic};

use super::{
    ledger::Ledger,
    relation::{Form, Relation},
};

pub(super) fn check(ledger: &Ledger<'_>, found: &mut Vec<Relation>) {
    for topic in ledger.topics() {
        let Some(first) = ledger.any(topic) else { continue };
        let unit = ledger.figure(first).printed.unit;
        let all: Vec<usize> = ledger.prints(topic, unit).collect();
        for (n, a) in all.iter().enumerate() {
            for b in &all[n + 1..] {
                found.push(equal(*a, *b, "level"));
            }
        }
        mean(ledger, topic, &all, found);
    }
    for (kind, check) in [(Kind::Share, "share"), (Kind::Growth, "growth")] {
        for (_, same) in ledger.of_all_kind(kind) {
            for (n, a) in same.iter().take(6).enumerate() {
                for b in same.iter().take(6).skip(n + 1) {
                    if ledger.figure(*a).base.is_some() && ledger.figure(*a).base == ledger.figure(*b).base {
                        found.push(equal(*a, *b, check));
                    }
                }
            }
        }
    }
}

fn equal(a: usize, b: usize, check: &'static str) -> Relation {
    Relation::new(check, Form::Zero(vec![(Decimal::ONE, a), (-Decimal::ONE, b)]))
}

/// A printed mean against what the report gives for the whole period.
fn mean(ledger: &Ledger<'_>, topic: &Topic, prints: &[usize], found: &mut Vec<Relation>) {
    if topic.mean == Mean::Sum {
        return;
    }
    for print in prints {
        let unit = ledger.figure(*print).printed.unit;
        let bare = Topic { mean: Mean::Sum, ..topic.clone() };
        let parts = match topic.mean {
            Mean::OfMonths => {
                let count = Decimal::from(topic.period.len_months());
                ledger
                    .ways(&bare, unit)
                    .into_iter()
                    .next()
                    .map(|sum| sum.into_iter().map(|(c, i)| (c / count, i)).collect::<Vec<_>>())
            }
            _ => ledger.tiled(&bare, unit).map(|parts| {
                let count = Decimal::from(topic.period.years().count().max(1));
                parts.into_iter().map(|i| (Decimal::ONE / count, i)).collect()
            }),
        };
        if let Some(mut sum) = parts.filter(|_| topic.period.len_months() > 1) {
            sum.push((-Decimal::ONE, *print));
            found.push(Relation::new("mean", Form::Zero(sum)));
        }
    }
}
