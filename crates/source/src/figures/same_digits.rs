//! Which way a table's goods go where its words do not say: the way of the
//! totals of the prose before it whose digits stand in its cells.

use std::collections::{BTreeMap, HashSet};

use yalu_trade::{Figure, Flow, Grid, Kind, Report, Thing};

/// Fewer digits than this stand in a cell by chance.
const DIGITS: usize = 3;

/// So many cells are looked through.
const CELLS: usize = 4000;

/// The flow that most of the totals in prose tell; none where two tell as often.
pub(super) fn flow(report: &Report, grid: &Grid, prose: &[Figure]) -> Option<Flow> {
    let cells: HashSet<String> =
        grid.rows.iter().flatten().take(CELLS).map(|cell| digits(report.words(cell))).collect();
    let mut votes: BTreeMap<Flow, usize> = BTreeMap::new();
    let totals = prose.iter().filter(|figure| figure.cell.is_none() && figure.kind == Kind::Level);
    for figure in totals {
        let told = digits(&figure.printed.digits);
        let about = figure.about.as_ref().filter(|about| about.thing == Thing::Total);
        if let Some(about) = about.filter(|_| told.len() >= DIGITS && cells.contains(&told)) {
            *votes.entry(about.flow).or_default() += 1;
        }
    }
    let most = votes.values().copied().max()?;
    let mut told = votes.into_iter().filter(|(_, count)| *count == most);
    told.next().map(|(flow, _)| flow).filter(|_| told.next().is_none())
}

fn digits(words: &str) -> String {
    words.chars().filter(char::is_ascii_digit).collect()
}
