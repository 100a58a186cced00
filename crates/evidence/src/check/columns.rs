//! Columns that are reckoned from their neighbours, whatever they are called:
//! a price, a share, a rate, a difference. What holds to the digit in all rows
//! but one was meant to hold in that one.

use yalu_trade::{Decimal, Kind, Table, Unit, dec};

use super::{
    ledger::Ledger,
    relation::{Form, Relation, Way},
};

/// Wider tables and longer ones are not looked through.
const WIDEST: usize = 12;
const LONGEST: usize = 200;

/// The ways in which a column may be reckoned from two others.
const WAYS: [Reckoned; 5] = [
    Reckoned::Ratio(Way::Times),
    Reckoned::Ratio(Way::Percent),
    Reckoned::Ratio(Way::Growth),
    Reckoned::Plus,
    Reckoned::Minus,
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reckoned {
    Ratio(Way),
    Plus,
    Minus,
}

pub(super) fn check(ledger: &Ledger<'_>, found: &mut Vec<Relation>) {
    for table in &ledger.all.tables {
        let width = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        if table.rows.len() < 3 || table.rows.len() > LONGEST || width > WIDEST {
            continue;
        }
        for column in 0..width {
            for way in WAYS {
                for a in (0..width).filter(|a| *a != column) {
                    for b in (0..width).filter(|b| *b != column && *b != a && (way != Reckoned::Plus || a < *b)) {
                        reckoned(ledger, table, [column, a, b], way, found);
                    }
                }
            }
        }
    }
}

fn reckoned(ledger: &Ledger<'_>, table: &Table, [c, a, b]: [usize; 3], way: Reckoned, found: &mut Vec<Relation>) {
    let loose = |i: usize| ledger.figure(i).loose();
    let cell = |row: usize, column: usize| table.rows[row].cells.get(column).copied().flatten();
    let rows: Vec<[usize; 3]> =
        (0..table.rows.len()).filter_map(|row| Some([cell(row, c)?, cell(row, a)?, cell(row, b)?])).collect();
    if rows.len() < 3 || !fits(ledger, rows[0], way) {
        return;
    }
    let relations: Vec<Relation> = rows.iter().map(|cells| relation(*cells, way)).collect();
    let fails = relations.iter().filter(|relation| relation.broken(&loose) != Some(false)).count();
    let telling = rows
        .iter()
        .zip(&relations)
        .filter(|(cells, relation)| relation.broken(&loose) == Some(false) && fine(ledger, **cells, relation));
    if fails == 1 && telling.count() >= 2 {
        found.extend(relations);
    }
}

/// Could a column of its kind be reckoned so from such columns?
fn fits(ledger: &Ledger<'_>, [c, a, b]: [usize; 3], way: Reckoned) -> bool {
    let (c, a, b) = (ledger.figure(c), ledger.figure(a), ledger.figure(b));
    let level = |figure: &yalu_trade::Figure| figure.kind == Kind::Level;
    if !level(a) || !level(b) {
        return false;
    }
    let same = a.printed.unit == b.printed.unit;
    match way {
        Reckoned::Ratio(Way::Percent | Way::Growth) => same && c.printed.unit == Unit::Percent,
        Reckoned::Ratio(_) => level(c) && !same,
        Reckoned::Plus | Reckoned::Minus => level(c) && same && c.printed.unit == a.printed.unit,
    }
}

/// A print of few digits agrees by chance.
fn fine(ledger: &Ledger<'_>, cells: [usize; 3], relation: &Relation) -> bool {
    let strict = |i: usize| ledger.figure(i).loose();
    let own = ledger.figure(cells[0]).printed.value().abs();
    let target = relation.target(cells[0], &strict).and_then(|target| target.width());
    target.is_some_and(|width| (width + ledger.figure(cells[0]).printed.last_digit()) * dec!(10) < own)
}

fn relation([c, a, b]: [usize; 3], way: Reckoned) -> Relation {
    let one = |i: usize| (Decimal::ONE, i);
    match way {
        Reckoned::Ratio(way) => {
            let check = match way {
                Way::Percent => "share",
                Way::Growth => "growth",
                _ => "ratio",
            };
            Relation::new(check, Form::Ratio { part: vec![one(a)], whole: vec![one(b)], ratio: c, way })
        }
        Reckoned::Plus => Relation::new("sum", Form::Zero(vec![one(a), one(b), (-Decimal::ONE, c)])),
        Reckoned::Minus => Relation::new("sum", Form::Zero(vec![one(a), (-Decimal::ONE, b), (-Decimal::ONE, c)])),
    }
}
