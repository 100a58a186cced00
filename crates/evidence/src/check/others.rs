//! What a wrong print may have been taken from: the other flow, another
//! period, a month for a year to date, a neighbouring cell, another table's
//! total, another base.

use yalu_trade::{Cause, Decimal, Figure, Flow, Interval, Kind, Mean, RowRole, Thing, Topic, Unit};

use super::{ledger::Ledger, relation::Sum};
use crate::slip::Other;

pub(super) fn others(ledger: &Ledger<'_>, i: usize) -> Vec<Other> {
    let figure = ledger.figure(i);
    let mut found = copied(ledger, i);
    if let Some(about) = figure.about.as_ref().filter(|about| !matches!(about.thing, Thing::Top(_))) {
        match figure.kind {
            Kind::Level => levels(ledger, i, about, &mut found),
            Kind::Share | Kind::Growth | Kind::Multiple | Kind::Recovery => {
                ratios(ledger, i, figure, about, &mut found)
            }
            _ => {}
        }
    }
    found
}

/// The same digits in another table's cell of the same kind, or in a neighbouring cell.
fn copied(ledger: &Ledger<'_>, i: usize) -> Vec<Other> {
    let figure = ledger.figure(i);
    let Some(cell) = figure.cell else { return Vec::new() };
    let Some(table) = ledger.all.tables.get(cell.table) else { return Vec::new() };
    let role = table.rows.get(cell.row).map(|row| row.role);
    let same = |j: &usize| {
        *j != i && ledger.figure(*j).printed.digits == figure.printed.digits && ledger.figure(*j).kind == figure.kind
    };
    let digits = figure.printed.digits.bytes().filter(u8::is_ascii_digit).count();
    let mut found = Vec::new();
    let mut offer = |j: usize, what: String| {
        found.push(Other { cause: Cause::Copied, interval: ledger.figure(j).interval(), what });
    };
    for (t, other) in ledger.all.tables.iter().enumerate().take(cell.table) {
        let rows = other.rows.iter().filter(|row| role.is_some_and(|role| alike(role, row.role)));
        if let Some(j) = rows.flat_map(|row| row.cells.get(cell.column).copied().flatten()).find(same) {
            offer(j, format!("the same cell of {}", ledger.all.tables[t].name));
        }
    }
    if digits < 2 {
        return found;
    }
    for (r, row) in table.rows.iter().enumerate().filter(|(r, _)| *r != cell.row) {
        if let Some(j) = row.cells.get(cell.column).copied().flatten().filter(same) {
            let near = r.abs_diff(cell.row) <= 3 || digits >= 3;
            if near {
                let place = if r < cell.row { "" } else { " further down" };
                offer(j, format!("the figure of the row {}{place}", row.label));
            }
        }
    }
    let across = table.rows.get(cell.row).map(|row| row.cells.as_slice()).unwrap_or_default();
    for j in across.iter().flatten().copied().filter(same) {
        offer(j, "the figure of another column".to_owned());
    }
    found
}

/// Total rows of one kind, whatever they count.
fn alike(a: RowRole, b: RowRole) -> bool {
    matches!((a, b), (RowRole::Top(_), RowRole::Top(_)) | (RowRole::Total, RowRole::Total))
}

/// A sum of levels as an interval.
fn worth(ledger: &Ledger<'_>, sum: &Sum) -> Interval {
    let terms: Vec<Interval> = sum.iter().map(|(c, i)| ledger.figure(*i).interval().times(*c)).collect();
    Interval::sum(&terms)
}

fn level(ledger: &Ledger<'_>, topic: &Topic, unit: Unit, skip: usize) -> Option<Interval> {
    let ways = ledger.ways_without(topic, unit, Some(skip));
    ways.iter().find(|sum| sum.iter().all(|(_, i)| *i != skip)).map(|sum| worth(ledger, sum))
}

fn levels(ledger: &Ledger<'_>, i: usize, about: &Topic, found: &mut Vec<Other>) {
    let unit = ledger.figure(i).printed.unit;
    let mut offer = |cause, topic: &Topic| {
        if let Some(interval) = level(ledger, topic, unit, i) {
            found.push(Other { cause, interval, what: topic.words() });
        }
    };
    for flow in [Flow::X, Flow::M, Flow::T].into_iter().filter(|flow| *flow != about.flow && about.flow != Flow::B) {
        offer(Cause::SwappedFlow, &Topic { flow, ..about.clone() });
    }
    if about.mean != Mean::Sum {
        offer(Cause::CumulativeForMonth, &Topic { mean: Mean::Sum, ..about.clone() });
    }
    for period in ledger.periods(about).iter().copied().filter(|period| *period != about.period) {
        let cause = if period.contains(about.period) && period.last_month() == about.period.last_month() {
            Cause::CumulativeForMonth
        } else if about.period.contains(period) && period.is_month() {
            Cause::MonthForCumulative
        } else if period.len_months() == about.period.len_months() {
            Cause::WrongPeriod
        } else {
            continue;
        };
        offer(cause, &about.in_period(period));
    }
    // What changed, printed where the level is meant.
    let before = about.in_period(about.period.shift_years(-1));
    let now = level(ledger, about, unit, i).zip(level(ledger, &before, unit, i));
    if let Some((now, before)) = now {
        found.push(Other {
            cause: Cause::GrowthForLevel,
            interval: now.minus(&before),
            what: "the change, not the level".to_owned(),
        });
    }
}

/// What a ratio would be of other sides.
fn computed(ledger: &Ledger<'_>, kind: Kind, about: &Topic, base: &Topic, skip: usize) -> Option<Interval> {
    let unit = ledger
        .any(about)
        .or_else(|| ledger.any(base))
        .map(|i| ledger.figure(i).printed.unit)
        .unwrap_or(Unit::Money(yalu_trade::Currency::USD));
    let quotient = level(ledger, about, unit, skip)?.over(&level(ledger, base, unit, skip)?)?;
    Some(match kind {
        Kind::Growth => quotient.minus(&Interval::exact(Decimal::ONE)).times(Decimal::ONE_HUNDRED),
        Kind::Multiple => quotient,
        _ => quotient.times(Decimal::ONE_HUNDRED),
    })
}

fn ratios(ledger: &Ledger<'_>, i: usize, figure: &Figure, about: &Topic, found: &mut Vec<Other>) {
    let kind = figure.kind;
    let mut offer = |cause, interval: Option<Interval>, what: String| {
        if let Some(interval) = interval.filter(|interval| interval.low.is_some() && interval.high.is_some()) {
            found.push(Other { cause, interval, what });
        }
    };
    // The same kind of figure, printed of another flow, period or base.
    let print = |kind, topic: &Topic| ledger.of_kind(kind, topic).iter().find(|j| **j != i).map(|j| ledger.figure(*j));
    for flow in [Flow::X, Flow::M, Flow::T].into_iter().filter(|flow| *flow != about.flow) {
        let topic = Topic { flow, ..about.clone() };
        let base = figure.base.as_ref().map(|base| Topic { flow, ..base.clone() });
        let same_base = print(kind, &topic)
            .filter(|other| other.base.as_ref().map(|b| b.period) == figure.base.as_ref().map(|b| b.period));
        let from =
            same_base.map(Figure::interval).or_else(|| base.and_then(|base| computed(ledger, kind, &topic, &base, i)));
        offer(Cause::SwappedFlow, from, format!("that of {}", topic.words()));
    }
    let shift = |years: i32| about.in_period(about.period.shift_years(years));
    for topic in [shift(-1), shift(1)] {
        let moved = |base: &Topic| {
            base.in_period(base.period.shift_years(topic.period.first_year() - about.period.first_year()))
        };
        let base = figure.base.as_ref().map(moved);
        let of_list = share_of_list(ledger, &topic);
        let from = print(kind, &topic)
            .map(Figure::interval)
            .or(of_list)
            .or_else(|| base.and_then(|base| computed(ledger, kind, &topic, &base, i)));
        offer(Cause::WrongPeriod, from, format!("that of {}", topic.period));
    }
    if kind == Kind::Growth {
        for j in
            ledger.of_kind(Kind::Growth, about).iter().filter(|j| **j != i && ledger.figure(**j).base != figure.base)
        {
            offer(Cause::Base, Some(ledger.figure(*j).interval()), "the growth against another base".to_owned());
        }
        for period in ledger
            .periods(about)
            .iter()
            .filter(|period| **period != about.period && period.len_months() == about.period.len_months())
        {
            if figure.base.as_ref().map(|base| base.period) != Some(*period) {
                offer(
                    Cause::Base,
                    computed(ledger, kind, about, &about.in_period(*period), i),
                    format!("the growth against {period}"),
                );
            }
        }
        // The same digits as a share of the same flow, or of the same paragraph.
        let shares = ledger.all.figures.iter().filter(|other| {
            let near = other.paragraph == figure.paragraph && figure.cell.is_none();
            let akin = other.about.as_ref().is_some_and(|other| other.flow == about.flow);
            let digits = |text: &str| text.trim_start_matches(['-', '+']).to_owned();
            matches!(other.kind, Kind::Share | Kind::Unclear)
                && other.printed.unit == Unit::Percent
                && digits(&other.printed.digits) == digits(&figure.printed.digits)
                && (near || akin)
        });
        for share in shares.take(1) {
            let interval =
                if figure.printed.value() < Decimal::ZERO { share.interval().negated() } else { share.interval() };
            offer(Cause::ShareForGrowth, Some(interval), "a share, not a growth".to_owned());
        }
        if let Some(base) = &figure.base {
            offer(
                Cause::ShareForGrowth,
                computed(ledger, Kind::Share, about, &about.of_all(), i).filter(|_| about.thing != Thing::Total),
                "its share, not its growth".to_owned(),
            );
            offer(
                Cause::GrowthForLevel,
                computed(ledger, Kind::Recovery, about, base, i),
                "the level in percent of its base, not the growth".to_owned(),
            );
        }
    }
    if matches!(kind, Kind::Multiple | Kind::Recovery) {
        let growth = figure.base.as_ref().and_then(|base| computed(ledger, Kind::Growth, about, base, i));
        let scaled =
            if kind == Kind::Multiple { growth.map(|growth| growth.times(Decimal::new(1, 2))) } else { growth };
        offer(Cause::GrowthForLevel, scaled, "the growth, not the level".to_owned());
        for period in ledger
            .periods(about)
            .iter()
            .filter(|period| **period != about.period && Some(**period) != figure.base.as_ref().map(|base| base.period))
        {
            offer(
                Cause::Base,
                computed(ledger, kind, about, &about.in_period(*period), i),
                format!("the ratio to {period}"),
            );
        }
    }
    if kind == Kind::Share {
        for j in ledger.of_kind(Kind::Growth, about) {
            offer(Cause::GrowthForLevel, Some(ledger.figure(*j).interval()), "a growth, not a share".to_owned());
        }
    }
}

/// The shares of a list's goods, summed.
fn share_of_list(ledger: &Ledger<'_>, topic: &Topic) -> Option<Interval> {
    let Thing::Goods(goods) = &topic.thing else { return None };
    if goods.len() < 2 {
        return None;
    }
    let each = goods.iter().map(|one| {
        let topic = Topic { thing: Thing::Goods(vec![one.clone()]), ..topic.clone() };
        ledger.of_kind(Kind::Share, &topic).first().map(|j| ledger.figure(*j).interval())
    });
    each.collect::<Option<Vec<Interval>>>().map(|parts| Interval::sum(&parts))
}
