//! Which figure is wrong, where some that are tied together cannot all be
//! right: the one that makes most of its relations fail and fewest hold; among
//! equals the one that a simple slip explains. One is taken out, and what
//! still fails is looked at again, so that one slip is one finding.

use std::collections::{BTreeMap, BTreeSet};

use yalu_trade::{Cause, Interval};

use super::{
    ledger::Ledger,
    others::others,
    relation::{Form, Relation},
};
use crate::slip::{Context, Slip, slip};

/// A figure that cannot be right, and the relation that shows it best.
#[derive(Clone, Debug)]
pub(super) struct Blamed {
    pub(super) figure: usize,
    pub(super) relation: usize,
    pub(super) target: Interval,
    pub(super) slip: Slip,
}

/// So many suspects are weighed in one round.
const SUSPECTS: usize = 40;
/// So many are found in one report before it is called a heap.
const MOST: usize = 200;

pub(super) fn blame(ledger: &Ledger<'_>, relations: &[Relation]) -> Vec<Blamed> {
    let loose = |i: usize| ledger.figure(i).loose();
    let judged: Vec<Option<bool>> = relations.iter().map(|relation| relation.broken(&loose)).collect();
    let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (r, relation) in relations.iter().enumerate().filter(|(r, _)| judged[*r].is_some()) {
        for figure in relation.members() {
            of.entry(figure).or_default().push(r);
        }
    }
    // How many of a figure's relations fail, and how many hold, of those that still stand.
    let mut suspects: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let failing = (0..relations.len()).filter(|r| judged[*r] == Some(true));
    for figure in failing.flat_map(|r| relations[r].members()).collect::<BTreeSet<usize>>() {
        let all = of.get(&figure).map(Vec::as_slice).unwrap_or_default();
        let fails = all.iter().filter(|r| judged[**r] == Some(true)).count();
        let holds = all.iter().filter(|r| judged[**r] == Some(false) && tells(&relations[**r])).count();
        suspects.insert(figure, (fails, holds));
    }
    let mut gone: Vec<bool> = vec![false; relations.len()];
    let mut found: Vec<Blamed> = Vec::new();
    for _ in 0..MOST {
        let standing = |r: &usize| !gone[*r];
        let broken = |r: &usize| judged[*r] == Some(true) && !gone[*r];
        let mut counts: Vec<(usize, usize, usize)> = suspects
            .iter()
            .filter(|(_, (fails, _))| *fails > 0)
            .map(|(figure, (fails, holds))| (*figure, *fails, *holds))
            .collect();
        if counts.is_empty() {
            break;
        }
        counts.sort_by_key(|(figure, fails, holds)| (std::cmp::Reverse(weight(*fails, *holds)), *figure));
        counts.truncate(SUSPECTS);
        let best = counts.into_iter().map(|(figure, fails, holds)| {
            let mine: Vec<usize> = of[&figure].iter().copied().filter(|r| broken(r)).collect();
            let kept: Vec<usize> =
                of[&figure].iter().copied().filter(|r| standing(r) && judged[*r] == Some(false)).collect();
            let blamed = explain(ledger, relations, figure, &mine, &kept);
            let score = weight(fails, holds)
                + bonus(ledger.figure(figure), &blamed.slip)
                + part_in(ledger, &relations[blamed.relation], figure);
            (score, blamed)
        });
        let best = best.reduce(|a, b| if b.0 > a.0 { b } else { a });
        let Some((_, blamed)) = best else { break };
        let mine: Vec<usize> = of[&blamed.figure].iter().copied().filter(broken).collect();
        for r in &of[&blamed.figure] {
            if std::mem::replace(&mut gone[*r], true) {
                continue;
            }
            for figure in relations[*r].members() {
                let Some((fails, holds)) = suspects.get_mut(&figure) else { continue };
                match judged[*r] {
                    Some(true) => *fails = fails.saturating_sub(1),
                    Some(false) if tells(&relations[*r]) => *holds = holds.saturating_sub(1),
                    _ => {}
                }
            }
        }
        if !misread(ledger, relations, &blamed, &mine) {
            found.push(blamed);
        }
    }
    found.sort_by_key(|blamed| blamed.figure);
    found
}

/// Two figures of prose that differ without any slip to explain it are likelier of two things that were
/// not told apart than one of them wrong.
fn misread(ledger: &Ledger<'_>, relations: &[Relation], blamed: &Blamed, broken: &[usize]) -> bool {
    let twice =
        |r: &usize| matches!(&relations[*r].form, Form::Zero(sum) if sum.len() == 2) && relations[*r].check != "mean";
    let unexplained =
        matches!(blamed.slip.cause, Cause::Unknown | Cause::Growth | Cause::Share | Cause::Ratio | Cause::Sum);
    let prose = |r: &usize| relations[*r].members().iter().all(|i| ledger.figure(*i).cell.is_none());
    let plain = |r: &usize| relations[*r].check == "level";
    let own = ledger.figure(blamed.figure).cell.is_none();
    let said_otherwise = own && broken.iter().any(|r| twice(r) && plain(r));
    // A balance is printed with its sign or by its size.
    let balance = ledger.figure(blamed.figure).about.as_ref().is_some_and(|about| about.flow == yalu_trade::Flow::B);
    if balance && blamed.slip.cause == Cause::Direction && broken.iter().all(twice) {
        return true;
    }
    // Two rates of prose are of two bases or two things sooner than one is the other's.
    let rates =
        matches!(blamed.slip.cause, Cause::Base | Cause::WrongPeriod | Cause::SwappedFlow | Cause::ShareForGrowth);
    if rates && own && broken.iter().all(|r| twice(r) && prose(r) && !plain(r)) {
        return true;
    }
    unexplained && (said_otherwise || broken.iter().all(|r| twice(r) && (prose(r) || plain(r))))
}

fn weight(fails: usize, holds: usize) -> i64 {
    10 * fails as i64 - 4 * holds.min(5) as i64
}

/// Does it say something that it holds?
fn tells(relation: &Relation) -> bool {
    !matches!(relation.form, Form::AtMost(_))
}

fn bonus(figure: &yalu_trade::Figure, slip: &Slip) -> i64 {
    match slip.cause {
        // Where no scale word stands, none was mistaken for another.
        Cause::Scale if figure.printed.scale == yalu_trade::Decimal::ONE => 3,
        Cause::UnitMissing | Cause::Scale => 6,
        // That two figures of few digits are alike is no wonder.
        Cause::Copied | Cause::WrongPeriod | Cause::SwappedFlow | Cause::Base | Cause::Digit
            if figure.cell.is_some() && figure.printed.digits.bytes().filter(u8::is_ascii_digit).count() < 3 =>
        {
            0
        }
        // Of two that are alike the lower is the copy.
        Cause::Copied if slip.why.ends_with(" further down") => 4,
        Cause::Transposed | Cause::Copied | Cause::SwappedFlow | Cause::Direction => 5,
        Cause::WrongPeriod | Cause::CumulativeForMonth | Cause::MonthForCumulative | Cause::Base | Cause::Label => 5,
        Cause::GrowthForLevel | Cause::ShareForGrowth => 4,
        Cause::Digit => 4,
        _ if slip.why.starts_with("fits as") && figure.printed.digits.len() > 3 => 3,
        _ => 0,
    }
}

/// A total is wrong before its parts are, a ratio before its sides, prose before a table.
fn part_in(ledger: &Ledger<'_>, relation: &Relation, figure: usize) -> i64 {
    let leads = match &relation.form {
        Form::Zero(sum) | Form::AtMost(sum) => sum.last().is_some_and(|(_, i)| *i == figure),
        Form::Ratio { ratio, .. } | Form::Shared { ratio, .. } => *ratio == figure,
        Form::Proportion(four) => four[1] == figure,
        Form::Hundred(_) => false,
    };
    3 * i64::from(leads) + i64::from(ledger.figure(figure).cell.is_none())
}

/// What a figure would have to be, and the slip that would explain it.
fn explain(ledger: &Ledger<'_>, relations: &[Relation], figure: usize, broken: &[usize], kept: &[usize]) -> Blamed {
    let strict = |i: usize| ledger.figure(i).interval();
    let mut targets: Vec<(usize, Interval)> =
        broken.iter().filter_map(|r| Some((*r, relations[*r].target(figure, &strict)?))).collect();
    targets.sort_by_key(|(_, target)| (target.width().is_none(), target.width()));
    let relation = targets.first().map_or(broken[0], |(r, _)| *r);
    let mut target = targets.first().map_or(Interval::unknown(), |(_, target)| *target);
    let also = kept.iter().filter_map(|r| relations[*r].target(figure, &strict));
    for other in targets.iter().skip(1).map(|(_, target)| *target).chain(also) {
        target = narrowed(&target, &other);
    }
    let own = ledger.figure(figure);
    // A part's share is wrong as a share; a total's, and an amount, as a sum.
    let totals = |r: &usize| {
        let leads = matches!(&relations[*r].form, Form::Zero(sum) if sum.last().is_some_and(|(_, i)| *i == figure));
        relations[*r].check == "sum" && (leads || ledger.figure(figure).kind == yalu_trade::Kind::Level)
    };
    let narrowest = relations[relation].check;
    let elsewhere = || broken.iter().map(|r| relations[*r].check).find(|check| *check != "sum").unwrap_or(narrowest);
    let check = if broken.iter().any(totals) { "sum" } else { elsewhere() };
    let context = Context {
        bare: own.bare,
        reckoned: check == "sum" || !matches!(own.kind, yalu_trade::Kind::Level | yalu_trade::Kind::Change),
        growth: own.kind == yalu_trade::Kind::Growth,
        others: others(ledger, figure),
        months: months(own),
        otherwise: otherwise(check, own),
    };
    Blamed { figure, relation, target, slip: slip(&own.printed, &target, &context) }
}

/// In how many months a level's period is, and whether it prints their sum or their mean.
fn months(figure: &yalu_trade::Figure) -> Option<(u32, bool)> {
    let about = figure.about.as_ref().filter(|_| figure.kind == yalu_trade::Kind::Level)?;
    match about.mean {
        yalu_trade::Mean::Sum => Some((about.period.len_months(), false)),
        yalu_trade::Mean::OfMonths => Some((about.period.len_months(), true)),
        yalu_trade::Mean::OfYears => Some((about.period.years().count() as u32, true)),
    }
    .filter(|(count, _)| *count > 1)
}

/// What both leave, where they leave something in common; otherwise the first.
fn narrowed(a: &Interval, b: &Interval) -> Interval {
    if !a.meets(b) {
        return *a;
    }
    let low = a.low.into_iter().chain(b.low).max();
    let high = a.high.into_iter().chain(b.high).min();
    let inside = |v: &yalu_trade::Decimal| low.is_none_or(|low| low <= *v) && high.is_none_or(|high| *v <= high);
    let middle = low.zip(high).map(|(low, high)| (low + high) / yalu_trade::Decimal::from(2));
    Interval { low, best: a.best.filter(inside).or(b.best.filter(inside)).or(middle), high }
}

/// The check that failed names what no repair explains.
fn otherwise(check: &str, figure: &yalu_trade::Figure) -> Cause {
    use yalu_trade::Kind;
    match (figure.kind, check) {
        (Kind::Growth, _) => Cause::Growth,
        (Kind::Multiple | Kind::Recovery, _) => Cause::Ratio,
        (_, "mean") => Cause::Ratio,
        (_, "sum") => Cause::Sum,
        (Kind::Share | Kind::Points, _) => Cause::Share,
        (_, "order") => Cause::Rank,
        (_, "growth") => Cause::Growth,
        (_, "ratio") => Cause::Ratio,
        (_, "share") => Cause::Share,
        _ => Cause::Unknown,
    }
}
