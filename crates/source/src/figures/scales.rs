//! The unit of a table that gives none: where prose prints the same levels with
//! their unit, the table's digits are in the scale by which most of them agree.

use yalu_trade::{Decimal, Figures, Kind, Printed, Unit, dec};

const SCALES: [Decimal; 6] = [dec!(1), dec!(1000), dec!(10000), dec!(1000000), dec!(100000000), dec!(1000000000)];

/// Gives tables without a unit the one that prose tells.
pub(super) fn infer(found: &mut Figures) {
    for table in 0..found.tables.len() {
        let Some((scale, unit)) = told(found, table) else { continue };
        for figure in &mut found.figures {
            let mine = figure.cell.is_some_and(|cell| cell.table == table) && unitless(figure);
            let printed = || Printed::read(&figure.printed.digits, scale, unit, figure.printed.approx).ok();
            if let Some(printed) = mine.then(printed).flatten() {
                figure.printed = printed;
            }
        }
    }
}

fn unitless(figure: &yalu_trade::Figure) -> bool {
    figure.kind == Kind::Level && figure.printed.unit == Unit::Index
}

/// The scale that most of the levels in prose tell; one that tells another is for the checks to find.
fn told(found: &Figures, table: usize) -> Option<(Decimal, Unit)> {
    let mut votes: Vec<(Decimal, Unit, usize)> = Vec::new();
    let cells = found
        .figures
        .iter()
        .filter(|figure| figure.cell.is_some_and(|cell| cell.table == table) && unitless(figure) && figure.sure);
    for cell in cells.take(400) {
        let prose = found.figures.iter().filter(|figure| {
            figure.cell.is_none() && figure.kind == Kind::Level && figure.about.is_some() && figure.about == cell.about
        });
        for said in prose.take(4) {
            let scale = SCALES
                .into_iter()
                .find(|scale| scaled(cell, *scale).is_some_and(|interval| interval.meets(&said.interval())));
            if let Some(scale) = scale.filter(|_| !cell.printed.value().is_zero()) {
                match votes.iter_mut().find(|(known, unit, _)| *known == scale && *unit == said.printed.unit) {
                    Some(vote) => vote.2 += 1,
                    None => votes.push((scale, said.printed.unit, 1)),
                }
            }
        }
    }
    votes.into_iter().max_by_key(|(scale, _, count)| (*count, *scale)).map(|(scale, unit, _)| (scale, unit))
}

fn scaled(cell: &yalu_trade::Figure, scale: Decimal) -> Option<yalu_trade::Interval> {
    Printed::read(&cell.printed.digits, scale, Unit::Index, cell.printed.approx).ok().map(|printed| printed.interval())
}
