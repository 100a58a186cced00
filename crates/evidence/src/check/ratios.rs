//! Ratios: shares, growth, multiples, recoveries, and changes, each against
//! the levels that the report gives for its two sides, beside it or elsewhere.

use yalu_trade::{Decimal, Figure, Kind, RowsAre, Topic, Unit};

use super::{
    ledger::Ledger,
    relation::{Form, Relation, Sum, Way},
};

/// So many relations of one figure are enough.
const MOST: usize = 6;

pub(super) fn check(ledger: &Ledger<'_>, found: &mut Vec<Relation>) {
    for (i, figure) in ledger.all.figures.iter().enumerate() {
        if figure.forecast && figure.cell.is_none() && figure.against.is_none() {
            continue;
        }
        let start = found.len();
        match figure.kind {
            Kind::Share => ratio(ledger, i, figure, "share", Way::Percent, found),
            Kind::Growth => ratio(ledger, i, figure, "growth", Way::Growth, found),
            Kind::Recovery => ratio(ledger, i, figure, "ratio", Way::Percent, found),
            Kind::Multiple => ratio(ledger, i, figure, "ratio", Way::Times, found),
            Kind::Change => change(ledger, i, figure, found),
            Kind::Points => points(ledger, i, figure, found),
            _ => {}
        }
        found.truncate(start + MOST);
    }
    proportions(ledger, found);
    other_year(ledger, found);
}

/// Growth whose base is not named, in a report that prints one earlier year only: of that year, if another growth
/// of the report is so and no two are not.
fn other_year(ledger: &Ledger<'_>, found: &mut Vec<Relation>) {
    let mut relations = Vec::new();
    for (i, figure) in ledger.all.figures.iter().enumerate() {
        let (Some(about), Some(base)) = (&figure.about, &figure.base) else { continue };
        let open = figure.kind == Kind::Growth && figure.sure && figure.cell.is_none() && figure.against.is_none();
        if !open || figure.forecast || ledger.any(base).is_some() || !about.period.is_year() {
            continue;
        }
        let mut earlier = ledger.periods(about).iter().filter(|period| period.is_year() && **period < about.period);
        let (Some(only), None) = (earlier.next(), earlier.next()) else { continue };
        let sides = ledger.any(about).zip(ledger.any(&about.in_period(*only)));
        if let Some((now, then)) = sides.filter(|(now, then)| *now != i && *then != i) {
            let one = |i: usize| vec![(Decimal::ONE, i)];
            let form = Form::Ratio { part: one(now), whole: one(then), ratio: i, way: Way::Growth };
            relations.push(Relation::new("growth", form));
        }
    }
    let loose = |i: usize| ledger.figure(i).loose();
    let fails = relations.iter().filter(|relation| relation.broken(&loose) != Some(false)).count();
    if fails <= 1 && relations.len() > fails {
        found.extend(relations);
    }
}

/// A multiple that may be one more stays unjudged by its own relation if either reading holds.
fn ways(figure: &Figure, way: Way, part: &Sum, whole: &Sum, ratio: usize, ledger: &Ledger<'_>) -> Way {
    if !figure.more {
        return way;
    }
    let more =
        Relation::new("ratio", Form::Ratio { part: part.clone(), whole: whole.clone(), ratio, way: Way::TimesMore });
    if more.broken(&|i| ledger.figure(i).loose()) == Some(false) { Way::TimesMore } else { way }
}

fn ratio(ledger: &Ledger<'_>, i: usize, figure: &Figure, check: &'static str, way: Way, found: &mut Vec<Relation>) {
    let mut push = |part: Sum, whole: Sum| {
        let (part, whole) = sized(ledger, way, part, whole);
        let mut both: Vec<usize> = part.iter().chain(&whole).map(|(_, i)| *i).collect();
        both.sort_unstable();
        both.dedup();
        let sides = figure.kind != Kind::Share || within(ledger, figure, &part, &whole);
        if sides && both.len() == part.len() + whole.len() && !both.contains(&i) {
            let way = ways(figure, way, &part, &whole, i, ledger);
            found.push(Relation::new(check, Form::Ratio { part, whole, ratio: i, way }));
        }
    };
    let one = |i: usize| vec![(Decimal::ONE, i)];
    if let Some((level, against)) = figure.level.zip(figure.against) {
        push(one(level), one(against));
    }
    let (Some(about), true) = (&figure.about, figure.sure) else { return };
    if let Some(against) = figure.against.filter(|_| figure.level.is_none()) {
        let unit = ledger.figure(against).printed.unit;
        let topic = Topic { measure: ledger.figure(against).measure().unwrap_or(about.measure), ..about.clone() };
        for part in ledger.ways(&topic, unit).into_iter().take(2) {
            push(part, one(against));
        }
    }
    let Some(base) = &figure.base else { return };
    for unit in sides(ledger, about, base) {
        let wholes = ledger.ways(base, unit);
        for part in ledger.ways(about, unit) {
            for whole in &wholes {
                push(part.clone(), whole.clone());
            }
        }
    }
    if figure.kind != Kind::Share && figure.against.is_none() {
        shared(ledger, i, figure, about, base, check, way, found);
    }
    if figure.kind == Kind::Share {
        share_of_list(ledger, i, about, base, found);
    }
}

/// A part that passes its whole is of another whole, if no scale was mistaken.
fn within(ledger: &Ledger<'_>, figure: &Figure, part: &Sum, whole: &Sum) -> bool {
    let value = |sum: &Sum| {
        sum.iter()
            .map(|(c, i)| ledger.figure(*i).printed.value().checked_mul(*c).unwrap_or_default())
            .fold(Decimal::ZERO, |a, b| a.checked_add(b).unwrap_or_default())
            .abs()
    };
    let in_tables = part.iter().chain(whole).all(|(_, i)| ledger.figure(*i).cell.is_some());
    let (part, whole) = (value(part), value(whole));
    let share = figure.printed.value().checked_div(Decimal::ONE_HUNDRED).unwrap_or_default();
    let off = part.checked_div(whole).and_then(|ratio| ratio.checked_div(share)).unwrap_or_default();
    let scaled = [10u32, 100, 1000, 10_000, 1_000_000].iter().any(|scale| {
        let rest = off / Decimal::from(*scale);
        rest > Decimal::new(94, 2) && rest < Decimal::new(106, 2)
    });
    in_tables || part <= whole || scaled
}

/// Ratios go by size: a deficit is 1.5 times exports, and a wider deficit has grown.
fn sized(ledger: &Ledger<'_>, way: Way, part: Sum, whole: Sum) -> (Sum, Sum) {
    let value = |sum: &Sum| {
        sum.iter()
            .map(|(c, i)| ledger.figure(*i).printed.value().checked_mul(*c).unwrap_or_default())
            .fold(Decimal::ZERO, |a, b| a.checked_add(b).unwrap_or_default())
    };
    let turned = |sum: Sum| sum.into_iter().map(|(c, i)| (-c, i)).collect::<Sum>();
    let (below, base_below) = (value(&part) < Decimal::ZERO, value(&whole) < Decimal::ZERO);
    match (below, base_below) {
        (true, true) => (turned(part), turned(whole)),
        (true, false) if way != Way::Growth => (turned(part), whole),
        (false, true) if way != Way::Growth => (part, turned(whole)),
        _ => (part, whole),
    }
}

/// Where the base is not printed, but its share and the whole are: last year's 3.9 % of 6.19 billion.
#[allow(clippy::too_many_arguments)]
fn shared(
    ledger: &Ledger<'_>,
    i: usize,
    figure: &Figure,
    about: &Topic,
    base: &Topic,
    check: &'static str,
    way: Way,
    found: &mut Vec<Relation>,
) {
    if figure.more || about.thing == yalu_trade::Thing::Total {
        return;
    }
    for unit in sides(ledger, about, base) {
        if !ledger.ways(base, unit).is_empty() {
            continue;
        }
        let of_all = base.of_all();
        let share = ledger
            .of_kind(Kind::Share, base)
            .iter()
            .copied()
            .find(|j| ledger.figure(*j).base.as_ref() == Some(&of_all));
        let (part, whole) = (ledger.prints(about, unit).next(), ledger.prints(&of_all, unit).next());
        if let (Some(part), Some(share), Some(whole)) = (part, share, whole) {
            found.push(Relation::new(check, Form::Shared { part, share, whole, ratio: i, way }));
        }
    }
}

/// The share of several goods is the sum of their shares.
fn share_of_list(ledger: &Ledger<'_>, i: usize, about: &Topic, base: &Topic, found: &mut Vec<Relation>) {
    let yalu_trade::Thing::Goods(goods) = &about.thing else { return };
    if goods.len() < 2 {
        return;
    }
    let each = goods.iter().map(|one| {
        let topic = Topic { thing: yalu_trade::Thing::Goods(vec![one.clone()]), ..about.clone() };
        ledger.of_kind(Kind::Share, &topic).iter().copied().find(|j| ledger.figure(*j).base.as_ref() == Some(base))
    });
    if let Some(parts) = each.collect::<Option<Vec<usize>>>() {
        let mut sum: Sum = parts.into_iter().map(|i| (Decimal::ONE, i)).collect();
        sum.push((-Decimal::ONE, i));
        found.push(Relation::new("share", Form::Zero(sum)));
    }
}

/// The units in which both sides may be printed.
fn sides(ledger: &Ledger<'_>, about: &Topic, base: &Topic) -> Vec<Unit> {
    let mut units: Vec<Unit> =
        [about, base].iter().filter_map(|topic| ledger.any(topic)).map(|i| ledger.figure(i).printed.unit).collect();
    if units.is_empty() {
        // Neither is printed as such; dollars are tried.
        units.push(Unit::Money(yalu_trade::Currency::USD));
    }
    units.dedup();
    units
}

/// "1.71 billion less": the difference of two levels.
fn change(ledger: &Ledger<'_>, i: usize, figure: &Figure, found: &mut Vec<Relation>) {
    let sign = if figure.direction == Some(yalu_trade::Direction::Down) { Decimal::ONE } else { -Decimal::ONE };
    let unit = figure.printed.unit;
    let push = |now: &Sum, then: &Sum, sign: Decimal, found: &mut Vec<Relation>| {
        let mut sum: Sum = now.clone();
        sum.extend(then.iter().map(|(c, i)| (-*c, *i)));
        sum.push((sign, i));
        found.push(Relation::new("sum", Form::Zero(sum)));
    };
    if let Some((level, against)) = figure.level.zip(figure.against) {
        push(&vec![(Decimal::ONE, level)], &vec![(Decimal::ONE, against)], sign, found);
        return;
    }
    let (Some(about), Some(base), true) = (&figure.about, &figure.base, figure.sure) else { return };
    // A wider deficit is a lower balance: its words go by size.
    let deficit = about.flow == yalu_trade::Flow::B
        && ledger.any(about).is_some_and(|i| ledger.figure(i).printed.value() < Decimal::ZERO);
    let sign = if deficit { -sign } else { sign };
    for now in ledger.ways(about, unit).iter().take(2) {
        for then in ledger.ways(base, unit).iter().take(2) {
            push(now, then, sign, found);
        }
    }
}

/// Points between two shares of one thing.
fn points(ledger: &Ledger<'_>, i: usize, figure: &Figure, found: &mut Vec<Relation>) {
    if !figure.sure {
        return;
    }
    let (Some(about), Some(base), Some(direction)) = (&figure.about, &figure.base, figure.direction) else { return };
    let sign = if direction == yalu_trade::Direction::Down { Decimal::ONE } else { -Decimal::ONE };
    for now in ledger.of_kind(Kind::Share, about).iter().take(2) {
        for then in ledger.of_kind(Kind::Share, base).iter().take(2) {
            found.push(Relation::new(
                "share",
                Form::Zero(vec![(Decimal::ONE, *now), (-Decimal::ONE, *then), (sign, i)]),
            ));
        }
    }
}

/// Where no whole is printed, the shares of a column are to each other as its values are.
fn proportions(ledger: &Ledger<'_>, found: &mut Vec<Relation>) {
    for table in ledger.all.tables.iter().filter(|table| table.rows_are == RowsAre::Goods) {
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for row in &table.rows {
            let cells: Vec<usize> = row.cells.iter().flatten().copied().collect();
            for share in cells.iter().copied().filter(|i| ledger.figure(*i).kind == Kind::Share) {
                let Some(about) = &ledger.figure(share).about else { continue };
                let level = cells
                    .iter()
                    .copied()
                    .find(|i| ledger.figure(*i).kind == Kind::Level && ledger.figure(*i).about.as_ref() == Some(about));
                pairs.extend(level.map(|level| (level, share)));
            }
        }
        let wholes = |share: usize| {
            ledger.figure(share).base.as_ref().and_then(|base| ledger.any(base)).map(|i| ledger.figure(i))
        };
        let fine = pairs
            .first()
            .and_then(|(level, share)| Some((ledger.figure(*level), wholes(*share)?)))
            .is_some_and(|(level, whole)| whole.printed.last_digit() <= level.printed.last_digit());
        // The largest two are the finest rulers for the others.
        let Some([first, second]) = pairs.get(..2) else { continue };
        if fine {
            continue;
        }
        for pair in &pairs[1..] {
            let ruler = if pair == second && pairs.len() > 2 { &pairs[2] } else { first };
            let rulers = if ruler == first { &[first][..] } else { &[first, ruler][..] };
            for ruler in rulers.iter().filter(|ruler| **ruler != pair) {
                found.push(Relation::new("share", Form::Proportion([pair.0, pair.1, ruler.0, ruler.1])));
            }
        }
    }
}
