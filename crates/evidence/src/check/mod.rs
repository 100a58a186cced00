//! A report held against itself: every figure gets a verdict. The checks (one
//! file each) say what ties figures together; the blame says which of them is
//! wrong; only what no rounding and no cut can explain is contradicted.

mod blame;
mod columns;
mod currency;
mod labels;
mod ledger;
mod moves;
mod orders;
mod others;
mod places;
mod ratios;
mod relation;
mod same;
mod similar;
mod sums;
mod swapped;
mod ties;
mod twins;
mod words;

use std::collections::BTreeMap;

use yalu_trade::{Figure, Figures, FoundSo, Interval, Judged, Kind, SaidSo, Verdict, dec};

use blame::{Blamed, blame};
use ledger::Ledger;
use relation::Relation;

/// The checks: each adds the relations that it knows of.
const CHECKS: [fn(&Ledger<'_>, &mut Vec<Relation>); 5] =
    [sums::check, ratios::check, same::check, columns::check, ties::check];

/// Holds the figures of a report against each other.
pub fn check(read: &Figures) -> Vec<Judged> {
    let judged = each(read);
    swapped::found(read, &judged).unwrap_or(judged)
}

/// Every figure's verdict, the tables taken as they are.
fn each(read: &Figures) -> Vec<Judged> {
    let (figures, misdated) = similar::set_right(read);
    let ledger = Ledger::new(&figures);
    let mut relations = Vec::new();
    for check in CHECKS {
        check(&ledger, &mut relations);
    }
    let blamed: BTreeMap<usize, Blamed> =
        blame(&ledger, &relations).into_iter().map(|found| (found.figure, found)).collect();
    let followers = columns(&ledger, &blamed);
    let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (r, relation) in relations.iter().enumerate() {
        for figure in relation.members() {
            of.entry(figure).or_default().push(r);
        }
    }
    let mut judged: Vec<Judged> = figures
        .figures
        .iter()
        .enumerate()
        .map(|(i, figure)| match (blamed.get(&i), misdated.get(&i)) {
            (Some(_), _) if followers.contains_key(&i) => plain(
                figure,
                Verdict::NotDerivable,
                format!("off in the same way as {}, which says it of its column", followers[&i]),
            ),
            (Some(found), _) => match part_of_a_cell(&figures.figures, i) {
                Some(whole) => plain(figure, Verdict::Holds, format!("what stands before it is that part of {whole}")),
                None => contradicted(&ledger, &relations, found),
            },
            (None, Some(year)) => similar::misdated(figure, *year),
            (None, None) => {
                let wrong =
                    |r: &&usize| relations[**r].members().iter().any(|other| *other != i && blamed.contains_key(other));
                let mine: Vec<&Relation> =
                    of.get(&i).into_iter().flatten().filter(|r| !wrong(r)).map(|r| &relations[*r]).collect();
                standing(&ledger, i, figure, &mine)
            }
        })
        .collect();
    similar::judge(&ledger, &mut judged);
    currency::judge(&ledger, &mut judged);
    twins::judge(&ledger, &mut judged);
    let words = moves::judge(&figures, &ledger, &judged);
    judged.extend(words);
    judged.extend(orders::judge(read, &ledger));
    let placed = places::judge(&figures, &judged);
    judged.extend(placed);
    judged.extend(labels::judge(read));
    judged.sort_by_key(|one| one.spot.bytes.start);
    judged
}

/// The cell of a table that the level just before a share is that part of: a second reading that holds.
fn part_of_a_cell(figures: &[Figure], i: usize) -> Option<String> {
    let (share, part) = (figures.get(i)?, figures.get(i.checked_sub(1)?)?);
    let beside = share.kind == Kind::Share && share.cell.is_none() && part.kind == Kind::Level;
    if !beside || part.paragraph != share.paragraph {
        return None;
    }
    let whole = figures
        .iter()
        .filter(|whole| whole.cell.is_some() && whole.kind == Kind::Level && whole.printed.unit == part.printed.unit);
    let fits = |whole: &&Figure| {
        let ratio = part.interval().over(&whole.interval()).map(|ratio| ratio.times(dec!(100)));
        ratio.is_some_and(|ratio| ratio.meets(&share.interval()))
    };
    whole.into_iter().find(fits).map(|whole| whole.text.clone())
}

/// Three and more cells of a column that are off in one way are off by one slip, that of the column: all but the
/// first, with the first's print.
fn columns(ledger: &Ledger<'_>, blamed: &BTreeMap<usize, Blamed>) -> BTreeMap<usize, String> {
    let mut groups: BTreeMap<(usize, usize, yalu_trade::Cause), Vec<usize>> = BTreeMap::new();
    for (i, found) in blamed {
        if let Some(cell) = ledger.figure(*i).cell {
            groups.entry((cell.table, cell.column, found.slip.cause)).or_default().push(*i);
        }
    }
    let many = groups.into_values().filter(|group| group.len() >= 3);
    many.flat_map(|group| {
        let first = ledger.figure(group[0]).text.clone();
        group.into_iter().skip(1).map(move |i| (i, first.clone())).collect::<Vec<_>>()
    })
    .collect()
}

fn said(figure: &Figure) -> SaidSo {
    SaidSo {
        text: figure.text.clone(),
        value: Some(figure.printed.value()),
        unit: figure.printed.unit.to_string(),
        interval: figure.interval(),
    }
}

fn plain(figure: &Figure, verdict: Verdict, why: String) -> Judged {
    Judged {
        id: figure.id.clone(),
        spot: figure.spot.clone(),
        kind: figure.kind.word().to_owned(),
        printed: said(figure),
        found: None,
        verdict,
        cause: None,
        repair: None,
        why,
    }
}

fn contradicted(ledger: &Ledger<'_>, relations: &[Relation], blamed: &Blamed) -> Judged {
    let figure = ledger.figure(blamed.figure);
    let how = words::how(ledger, &relations[blamed.relation], blamed.figure);
    let found = FoundSo { text: format!("{}: {how}", words::bounds(figure, &blamed.target)), interval: blamed.target };
    let why = match blamed.slip.why.as_str() {
        "" => format!("the {} does not hold: {how}", words::of(figure)),
        why => format!("{why}; {how}"),
    };
    // Of a wrong direction it is the word that is wrong.
    let worded = figure.direction_at.clone().filter(|_| blamed.slip.cause == yalu_trade::Cause::Direction);
    Judged {
        spot: worded.unwrap_or_else(|| figure.spot.clone()),
        found: Some(found),
        cause: Some(blamed.slip.cause),
        repair: blamed.slip.repair.clone(),
        ..plain(figure, Verdict::Contradicted, why)
    }
}

/// The verdict on a figure that nothing blames.
fn standing(ledger: &Ledger<'_>, i: usize, figure: &Figure, relations: &[&Relation]) -> Judged {
    if figure.about.is_none() && figure.level.is_none() || figure.kind == Kind::Unclear {
        return plain(figure, Verdict::NotRead, "it could not be told what this is a figure of".to_owned());
    }
    let strict = |i: usize| ledger.figure(i).interval();
    let targets = relations.iter().filter_map(|relation| Some((*relation, relation.target(i, &strict)?)));
    let telling = targets.filter(|(relation, target)| {
        (target.low.is_some() && target.high.is_some()) && !matches!(relation.form, relation::Form::AtMost(_))
    });
    let mut telling: Vec<(&Relation, Interval)> = telling.collect();
    telling.sort_by_key(|(_, target)| target.width());
    let Some((relation, target)) = telling.first() else {
        let why = format!("the {}: the report gives nothing to hold it against", words::of(figure));
        return plain(figure, Verdict::NotDerivable, why);
    };
    let verdicts = telling.iter().map(|(_, target)| match Verdict::on(&figure.printed, target) {
        Verdict::Contradicted => Verdict::HoldsWithinRounding,
        other => other,
    });
    let verdict = verdicts.max().unwrap_or(Verdict::Holds);
    let how = words::how(ledger, relation, i);
    let found = FoundSo { text: format!("{}: {how}", words::bounds(figure, target)), interval: *target };
    let why = if verdict == Verdict::Holds { format!("holds: {how}") } else { format!("holds within rounding: {how}") };
    Judged { found: Some(found), ..plain(figure, verdict, why) }
}
