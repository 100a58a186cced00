//! Levels in prose whose words do not say what they are of, but whose digits
//! stand in one cell of a table and in no other: they are of what that cell is.
//! A rate right behind such a level is the rate of the same.

use std::collections::HashMap;

use yalu_trade::{Figure, Figures, Flow, Kind, Measure, Thing, Topic, Unit};

/// Fewer digits than this stand in a cell by chance.
const DIGITS: usize = 3;
/// So many cells are looked through.
const CELLS: usize = 4000;

pub(super) fn anchor(found: &mut Figures) {
    let cells: Vec<(Topic, Figure)> = found
        .figures
        .iter()
        .filter(|figure| figure.cell.is_some() && figure.kind == Kind::Level && figure.sure && !figure.forecast)
        .filter_map(|figure| Some((figure.about.clone()?, figure.clone())))
        .take(CELLS)
        .collect();
    if cells.is_empty() {
        return;
    }
    for i in 0..found.figures.len() {
        let figure = &found.figures[i];
        let open = figure.cell.is_none() && figure.kind == Kind::Level && !figure.sure && !figure.forecast;
        if !open {
            continue;
        }
        if let Some(topic) = cell_of(figure, &cells) {
            found.figures[i].about = Some(topic.clone());
            found.figures[i].sure = true;
            follow(found, i, &topic);
        }
    }
}

/// A rate of what the report only weighs is a rate of its weight.
pub(super) fn measure(found: &mut Figures) {
    let levels = found.figures.iter().filter(|figure| figure.kind == Kind::Level);
    let mut counted: HashMap<(Flow, Thing), Vec<Measure>> = HashMap::new();
    for about in levels.filter_map(|figure| figure.about.as_ref()) {
        let known = counted.entry((about.flow, about.thing.clone())).or_default();
        if !known.contains(&about.measure) {
            known.push(about.measure);
        }
    }
    for figure in found.figures.iter_mut().filter(|figure| figure.cell.is_none() && figure.measure().is_none()) {
        let Some(about) = &figure.about else { continue };
        let only = counted
            .get(&(about.flow, about.thing.clone()))
            .and_then(|known| known.first().filter(|_| known.len() == 1));
        if let Some(only) = only.copied() {
            figure.about.iter_mut().chain(figure.base.iter_mut()).for_each(|topic| topic.measure = only);
        }
    }
}

fn digits(figure: &Figure) -> usize {
    let plain = figure.printed.digits.trim_start_matches(['-', '0', '.']);
    plain.bytes().filter(u8::is_ascii_digit).count()
}

/// The one topic whose cell prints the same.
fn cell_of(figure: &Figure, cells: &[(Topic, Figure)]) -> Option<Topic> {
    if digits(figure) < DIGITS || !matches!(figure.printed.unit, Unit::Money(_) | Unit::Tonne) {
        return None;
    }
    let same = cells.iter().filter(|(_, cell)| {
        // Prose rounds what a table prints, and not the other way.
        let rounds = figure.printed.last_digit() >= cell.printed.last_digit();
        rounds
            && cell.printed.unit == figure.printed.unit
            && digits(cell) >= DIGITS
            && cell.interval().meets(&figure.interval())
    });
    let mut topics: Vec<&Topic> = same.map(|(topic, _)| topic).collect();
    topics.dedup();
    let [one] = topics[..] else { return None };
    let known = figure.about.as_ref();
    let fits = known.is_none_or(|about| about.period == one.period || about.flow == one.flow);
    fits.then(|| one.clone())
}

/// The rates that stand right behind a level, before any other level.
fn follow(found: &mut Figures, level: usize, topic: &Topic) {
    let paragraph = found.figures[level].paragraph;
    for next in &mut found.figures[level + 1..] {
        let rate = matches!(next.kind, Kind::Growth | Kind::Multiple | Kind::Recovery) && !next.sure;
        if next.paragraph != paragraph || !rate {
            return;
        }
        let Some(base) = next.base.as_ref().map(|base| base.period).filter(|period| *period != topic.period) else {
            return;
        };
        next.about = Some(topic.clone());
        next.base = Some(topic.in_period(base));
        next.sure = true;
    }
}
