//! A table whose two flows changed places: much of it is off, and with the
//! flows put back nothing is. That is one slip, and one finding.

use yalu_trade::{Cause, Figures, Flow, FoundSo, Interval, Judged, SaidSo, Table, Topic, Verdict};

/// Fewer contradictions than this are slips of their own.
const FEWEST: usize = 3;
/// A longer report is not read twice.
const LONGEST: usize = 5000;
/// So many tables are tried.
const TABLES: usize = 6;

/// The verdicts with one table's flows put back, if that explains nearly all that is wrong.
pub(super) fn found(read: &Figures, judged: &[Judged]) -> Option<Vec<Judged>> {
    let wrong = count(judged);
    if wrong < FEWEST || read.figures.len() > LONGEST {
        return None;
    }
    let tables = read.tables.iter().enumerate().filter(|(_, table)| table.flows_at.len() >= 2).take(TABLES);
    let tried = tables.map(|(t, table)| (table, super::each(&put_back(read, t))));
    let best = tried.min_by_key(|(_, judged)| count(judged))?;
    let (table, mut judged) = (count(&best.1) * 3 <= wrong).then_some(best)?;
    judged.push(finding(table)?);
    judged.sort_by_key(|one| one.spot.bytes.start);
    Some(judged)
}

fn count(judged: &[Judged]) -> usize {
    judged.iter().filter(|one| one.verdict == Verdict::Contradicted).count()
}

fn put_back(read: &Figures, table: usize) -> Figures {
    let mut figures = read.clone();
    let turned = |topic: &mut Topic| {
        topic.flow = match topic.flow {
            Flow::X => Flow::M,
            Flow::M => Flow::X,
            other => other,
        };
    };
    for figure in figures.figures.iter_mut().filter(|figure| figure.cell.is_some_and(|cell| cell.table == table)) {
        figure.about.iter_mut().chain(figure.base.iter_mut()).for_each(turned);
    }
    figures
}

fn finding(table: &Table) -> Option<Judged> {
    let spot = table.flows_at.first()?;
    let why = format!("imports and exports changed places in {}: with the two put back its figures hold", table.name);
    Some(Judged {
        id: format!("{}/flows", table.name),
        spot: spot.clone(),
        kind: "flow".to_owned(),
        printed: SaidSo { text: table.name.clone(), value: None, unit: String::new(), interval: Interval::unknown() },
        found: Some(FoundSo { text: why.clone(), interval: Interval::unknown() }),
        verdict: Verdict::Contradicted,
        cause: Some(Cause::SwappedFlow),
        repair: Some("imports and exports in each other's place".to_owned()),
        why,
    })
}
