//! Figures that words tie to their neighbours. A tie that holds in one reading
//! holds; it fails only where the words name its sides, no other reading
//! holds, and not every figure in it is borne out elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use yalu_trade::{Decimal, Direction, How, Tie, dec};

use super::{
    ledger::Ledger,
    relation::{Form, Relation, Sum, Way},
};

pub(super) fn check(ledger: &Ledger<'_>, found: &mut Vec<Relation>) {
    let loose = |i: usize| ledger.figure(i).loose();
    let borne = borne_out(ledger, found);
    let mut of: BTreeMap<(usize, How), Vec<&Tie>> = BTreeMap::new();
    for tie in &ledger.all.ties {
        // A mean of six months and one of nine are two readings of one tie.
        let how = if let How::Mean(_) = tie.how { How::Mean(0) } else { tie.how };
        of.entry((tie.figure, how)).or_default().push(tie);
    }
    let wholes = wholes(ledger, &of);
    for ((_, how), ties) in of {
        let holding = ties.iter().find(|tie| relation(ledger, tie).broken(&loose) == Some(false));
        if let Some(tie) = holding {
            if tie.sure || how != How::Share {
                found.push(relation(ledger, tie));
            }
            continue;
        }
        let named = ties
            .iter()
            .find(|tie| tie.sure || how == How::Share && tie.whole.len() == 1 && wholes.contains(&tie.whole[0]));
        if named.is_none() && !borne.contains(&ties[0].figure) {
            found.extend(mended(ledger, &ties));
        }
        if let Some(tie) = named {
            let relation = relation(ledger, tie);
            let misread = relation.members().iter().all(|i| borne.contains(i));
            if !misread && like_a_slip(ledger, &relation, tie) {
                found.push(relation);
            }
        }
    }
}

/// What is off by a factor that no slip makes was not read as it was meant.
fn like_a_slip(ledger: &Ledger<'_>, relation: &Relation, tie: &Tie) -> bool {
    let figure = ledger.figure(tie.figure);
    let target = relation.target(tie.figure, &|i| ledger.figure(i).interval());
    let middle = |target: yalu_trade::Interval| target.best.or_else(|| Some((target.low? + target.high?) / dec!(2)));
    let Some(target) = target.and_then(middle) else { return false };
    let factor = |value: Decimal| match tie.how {
        How::Growth => Decimal::ONE + value / dec!(100),
        _ => value,
    };
    let (own, target) = (factor(figure.printed.value()).abs(), factor(target).abs());
    let Some(off) = own.checked_div(target).filter(|off| !off.is_zero()) else { return false };
    let scales = [1, 10, 100, 1000, 10_000, 1_000_000, 100_000_000, 1_000_000_000];
    let near = |off: Decimal, most: Decimal| off < most && Decimal::ONE < off * most;
    let plain = near(off, dec!(6));
    let months = matches!(tie.how, How::Mean(_)) && near(off, dec!(13));
    let scaled = scales
        .iter()
        .map(|scale| Decimal::from(*scale))
        .any(|scale| near(off / scale, dec!(1.06)) || near(off * scale, dec!(1.06)));
    plain || months || scaled
}

/// So many readings of one tie can be told apart by a slip; among more, some slip fits by chance.
const READINGS: usize = 12;

/// Where the words do not name the sides and no reading holds: the one reading that a slip of the plainest kind makes
/// hold to the digit, in a print of three digits and more.
fn mended(ledger: &Ledger<'_>, ties: &[&Tie]) -> Option<Relation> {
    let figure = ledger.figure(ties.first()?.figure);
    let count = figure.printed.digits.bytes().filter(u8::is_ascii_digit).count();
    let plain = !figure.forecast && figure.printed.interval().width().is_some();
    let mut readings: Vec<Relation> = Vec::new();
    let near = nearest(ledger, ties);
    for reading in near.iter().map(|tie| relation(ledger, tie)) {
        if readings.len() <= READINGS && !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    if readings.len() > READINGS || count < 3 || !plain {
        return None;
    }
    // The more digits, the less a slip fits by chance.
    let few = readings.len() <= 2 || count >= 4 && readings.len() <= 6;
    let strict = |i: usize| ledger.figure(i).interval();
    let mut fitting = readings.into_iter().filter(|reading| {
        let target = reading.target(ties[0].figure, &strict);
        target.is_some_and(|target| crate::slip::plainest(&figure.printed, &target, few))
    });
    fitting.next().filter(|_| fitting.next().is_none())
}

/// Of the readings of a tie those that stand nearest: in the figure's own paragraph, if some do; of sums those of
/// two or three that follow each other, and of all before it.
fn nearest<'a>(ledger: &Ledger<'_>, ties: &[&'a Tie]) -> Vec<&'a Tie> {
    let Some(first) = ties.first() else { return Vec::new() };
    let home = ledger.figure(first.figure).paragraph;
    let at_home = |tie: &&Tie| tie.parts.iter().chain(&tie.whole).all(|i| ledger.figure(*i).paragraph == home);
    let own: Vec<&Tie> = ties.iter().copied().filter(at_home).collect();
    let own = if own.is_empty() { ties.to_vec() } else { own };
    if first.how != How::Sum {
        return own;
    }
    let before: BTreeSet<usize> =
        own.iter().flat_map(|tie| &tie.parts).copied().filter(|i| *i < first.figure).collect();
    let before: Vec<usize> = before.into_iter().collect();
    let right = |tie: &&Tie| {
        let count = tie.parts.len();
        count == before.len() || count <= 3 && before.windows(count).any(|run| run == tie.parts.as_slice())
    };
    own.into_iter().filter(right).collect()
}

/// The figures that some relation bears out, and none fails.
fn borne_out(ledger: &Ledger<'_>, relations: &[Relation]) -> BTreeSet<usize> {
    let loose = |i: usize| ledger.figure(i).loose();
    let (mut good, mut bad) = (BTreeSet::new(), BTreeSet::new());
    for relation in relations.iter().filter(|relation| !matches!(relation.form, Form::AtMost(_))) {
        match relation.broken(&loose) {
            Some(false) => good.extend(relation.members()),
            Some(true) => bad.extend(relation.members()),
            None => {}
        }
    }
    good.difference(&bad).copied().collect()
}

/// The wholes that two shares and more of one unit agree on, where one alone does not.
fn wholes(ledger: &Ledger<'_>, of: &BTreeMap<(usize, How), Vec<&Tie>>) -> BTreeSet<usize> {
    let loose = |i: usize| ledger.figure(i).loose();
    let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, ties) in of.iter().filter(|((_, how), _)| *how == How::Share) {
        let single = ties.iter().filter(|tie| tie.whole.len() == 1);
        for tie in single.filter(|tie| relation(ledger, tie).broken(&loose) == Some(false)) {
            *votes.entry(tie.whole[0]).or_default() += 1;
        }
    }
    let first = |whole: usize| {
        let figure = ledger.figure(whole);
        figure.cell.is_none()
            && whole.checked_sub(1).is_none_or(|before| ledger.figure(before).paragraph != figure.paragraph)
    };
    // The first figure of a paragraph is the whole of what follows sooner than another.
    let enough = |whole: usize, count: usize| count >= 2 || count == 1 && first(whole);
    votes.into_iter().filter(|(whole, count)| enough(*whole, *count)).map(|(whole, _)| whole).collect()
}

fn plus(figures: &[usize]) -> Sum {
    figures.iter().map(|i| (Decimal::ONE, *i)).collect()
}

fn relation(ledger: &Ledger<'_>, tie: &Tie) -> Relation {
    let figure = ledger.figure(tie.figure);
    let ratio = |check, way| {
        Relation::new(check, Form::Ratio { part: plus(&tie.parts), whole: plus(&tie.whole), ratio: tie.figure, way })
    };
    match tie.how {
        How::Sum => {
            let mut sum = plus(&tie.parts);
            sum.push((-Decimal::ONE, tie.figure));
            Relation::new("sum", Form::Zero(sum))
        }
        How::Difference => {
            let mut sum = plus(&tie.parts);
            sum.extend(tie.whole.iter().map(|i| (-Decimal::ONE, *i)));
            let down = figure.direction == Some(Direction::Down);
            sum.push((if down { Decimal::ONE } else { -Decimal::ONE }, tie.figure));
            Relation::new("sum", Form::Zero(sum))
        }
        How::Growth => ratio("growth", Way::Growth),
        How::Times => ratio("ratio", Way::Times),
        How::Share => ratio("share", Way::Percent),
        How::Last => {
            let all = tie.parts.iter().copied().chain([tie.figure]).collect();
            Relation::new("sum", Form::Hundred(all))
        }
        How::Quotient => ratio("ratio", Way::Times),
        How::Mean(months) => {
            let share = Decimal::ONE.checked_div(Decimal::from(months.max(1))).unwrap_or(Decimal::ONE);
            let mut sum: Sum = tie.parts.iter().map(|i| (share, *i)).collect();
            sum.push((-Decimal::ONE, tie.figure));
            Relation::new("mean", Form::Zero(sum))
        }
    }
}
