//! Sums: the columns of a table against its total rows, months against years
//! and years to date, imports and exports against trade and balance.

use yalu_trade::{Decimal, Flow, Kind, Mean, RowRole, RowsAre, Table, Topic, Unit};

use super::{
    ledger::Ledger,
    relation::{Form, Relation, Sum},
};

/// A column of more parts than this is not summed.
const LONGEST: usize = 500;

pub(super) fn check(ledger: &Ledger<'_>, found: &mut Vec<Relation>) {
    for table in &ledger.all.tables {
        if table.rows_are == RowsAre::Goods {
            columns(ledger, table, found);
            sorted(ledger, table, found);
        }
    }
    flows(ledger, found);
    spans(ledger, found);
}

fn plus(figures: impl IntoIterator<Item = usize>) -> Sum {
    figures.into_iter().map(|i| (Decimal::ONE, i)).collect()
}

fn zero(mut parts: Sum, total: usize) -> Form {
    parts.push((-Decimal::ONE, total));
    Form::Zero(parts)
}

/// Parts against the total rows below (or above) them.
fn columns(ledger: &Ledger<'_>, table: &Table, found: &mut Vec<Relation>) {
    let width = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let summed = |column: usize| -> Vec<(usize, usize)> {
        let rows = table.rows.iter().enumerate();
        rows.filter_map(|(i, row)| Some((i, row.cells.get(column).copied().flatten()?)))
            .filter(|(_, i)| matches!(ledger.figure(*i).kind, Kind::Level | Kind::Share))
            .collect()
    };
    let all_parts = table.rows.iter().filter(|row| row.role == RowRole::Part).count();
    let closed = table.rows.iter().any(|row| row.role == RowRole::Rest);
    // Whether a plain total row is the sum of the parts is told by most of its columns.
    let agreeing: Vec<bool> =
        (0..width).filter_map(|column| plain_total(ledger, table, &summed(column), all_parts)).collect();
    let exact = closed
        || agreeing.iter().filter(|agrees| **agrees).count() * 2 > agreeing.len()
        || !table.top && agreeing.iter().any(|agrees| *agrees);
    for column in 0..width {
        let cells = summed(column);
        let parts: Vec<usize> =
            cells.iter().filter(|(row, _)| table.rows[*row].role == RowRole::Part).map(|(_, i)| *i).collect();
        let rest: Vec<usize> =
            cells.iter().filter(|(row, _)| table.rows[*row].role == RowRole::Rest).map(|(_, i)| *i).collect();
        if parts.len() != all_parts || parts.len() < 2 || parts.len() > LONGEST {
            continue;
        }
        for (row, total) in &cells {
            match table.rows[*row].role {
                RowRole::Top(n) if n as usize <= parts.len() => {
                    let first = &parts[..n as usize];
                    found.push(Relation::new("sum", zero(plus(first.iter().copied()), *total)));
                }
                RowRole::Total if exact || near(ledger, &parts, &rest, *total) => {
                    let form = zero(plus(parts.iter().chain(&rest).copied()), *total);
                    found.push(Relation::new("sum", form));
                }
                RowRole::Total => {
                    let mut sum = plus(parts.iter().chain(&rest).copied());
                    sum.push((-Decimal::ONE, *total));
                    found.push(Relation::new("sum", Form::AtMost(sum)));
                }
                _ => {}
            }
        }
    }
}

/// Does the plain total row of a column equal its parts? `None` where there is none.
fn plain_total(ledger: &Ledger<'_>, table: &Table, cells: &[(usize, usize)], all: usize) -> Option<bool> {
    let of = |role: RowRole| cells.iter().filter(move |(row, _)| table.rows[*row].role == role).map(|(_, i)| *i);
    let total = of(RowRole::Total).next()?;
    let parts: Vec<usize> = of(RowRole::Part).chain(of(RowRole::Rest)).collect();
    (parts.len() >= all.max(2)).then(|| {
        let form = zero(plus(parts), total);
        Relation::new("sum", form).broken(&|i| ledger.figure(i).loose()) == Some(false)
    })
}

/// A total that is off by a digit, or by a swap of two, from what the parts give.
fn near(ledger: &Ledger<'_>, parts: &[usize], rest: &[usize], total: usize) -> bool {
    if parts.len() < 3 {
        return false;
    }
    let form = zero(plus(parts.iter().chain(rest).copied()), total);
    let relation = Relation::new("sum", form);
    let figure = ledger.figure(total);
    let Some(target) = relation.target(total, &|i| ledger.figure(i).interval()) else { return false };
    crate::slip::close(&figure.printed, &target)
}

/// A table that lists its goods from the largest down does so in every row.
fn sorted(ledger: &Ledger<'_>, table: &Table, found: &mut Vec<Relation>) {
    let width = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    for column in 0..width {
        let cells: Vec<usize> = table
            .rows
            .iter()
            .filter(|row| row.role == RowRole::Part)
            .filter_map(|row| row.cells.get(column).copied().flatten())
            .collect();
        if cells.len() < 5 || cells.iter().any(|i| ledger.figure(*i).kind != Kind::Level) {
            continue;
        }
        let falls = |pair: &&[usize]| ledger.figure(pair[0]).printed.value() >= ledger.figure(pair[1]).printed.value();
        let falling = cells.windows(2).filter(falls).count();
        let pairs = cells.len() - 1;
        if falling + 1 < pairs || falling * 5 < pairs * 4 {
            continue;
        }
        for pair in cells.windows(2) {
            found.push(Relation::new("order", Form::AtMost(vec![(Decimal::ONE, pair[1]), (-Decimal::ONE, pair[0])])));
        }
        return;
    }
}

/// X + M = T and M − X = B, of every thing and period that has three of them.
fn flows(ledger: &Ledger<'_>, found: &mut Vec<Relation>) {
    for topic in ledger.topics().into_iter().filter(|topic| matches!(topic.flow, Flow::T | Flow::B)) {
        for unit in units(ledger, topic) {
            for total in ledger.prints(topic, unit) {
                let of = |flow| Topic { flow, ..topic.clone() };
                for (x, m) in pairs(ledger, &of(Flow::X), &of(Flow::M), unit, total) {
                    let sign = if topic.flow == Flow::T { Decimal::ONE } else { -Decimal::ONE };
                    found.push(Relation::new("sum", zero(vec![(Decimal::ONE, m), (sign, x)], total)));
                }
            }
        }
    }
}

fn units(ledger: &Ledger<'_>, topic: &Topic) -> Vec<Unit> {
    ledger.any(topic).map(|i| ledger.figure(i).printed.unit).into_iter().collect()
}

/// Both sides from the total's own table or sentence where it has them, and the finest print of each.
fn pairs(ledger: &Ledger<'_>, x: &Topic, m: &Topic, unit: Unit, total: usize) -> Vec<(usize, usize)> {
    let home = |i: &usize| {
        let (figure, total) = (ledger.figure(*i), ledger.figure(total));
        figure.cell.map(|cell| cell.table) == total.cell.map(|cell| cell.table) && figure.paragraph == total.paragraph
    };
    let best = |topic: &Topic| -> Vec<usize> {
        let all: Vec<usize> = ledger.prints(topic, unit).collect();
        let near: Vec<usize> = all.iter().copied().filter(home).take(1).collect();
        if near.is_empty() { all.into_iter().take(1).collect() } else { near }
    };
    best(x).into_iter().flat_map(|x| best(m).into_iter().map(move |m| (x, m))).collect()
}

/// Months against years to date, quarters against years.
fn spans(ledger: &Ledger<'_>, found: &mut Vec<Relation>) {
    for topic in ledger.topics() {
        if topic.period.len_months() < 2 || topic.mean != Mean::Sum {
            continue;
        }
        for unit in units(ledger, topic) {
            let Some(parts) = ledger.tiled(topic, unit) else { continue };
            for whole in ledger.prints(topic, unit) {
                found.push(Relation::new("sum", zero(plus(parts.iter().copied()), whole)));
            }
        }
    }
}
