//! Two claims that are no arithmetic: a base that is dated as its own level
//! ("0.29 billion, up 118.4 % from 0.13 billion in 2023", of 2023), and a
//! level that is called like another period's.

use std::collections::BTreeMap;

use yalu_trade::{Cause, Figure, Figures, FoundSo, Judged, Kind, Period, Topic, Verdict};

use super::{
    ledger::Ledger,
    plain,
    relation::{Form, Relation},
    words,
};

/// The figures with misdated bases moved to the year before, and which they are.
pub(super) fn set_right(read: &Figures) -> (Figures, BTreeMap<usize, Period>) {
    let mut figures = read.clone();
    let mut misdated = BTreeMap::new();
    for figure in &read.figures {
        let (Some(level), Some(against)) = (figure.level, figure.against) else { continue };
        let topics = read.figures[level].about.as_ref().zip(read.figures[against].about.as_ref());
        let same = topics.is_some_and(|(level, base)| level == base && level.period.is_whole_years());
        if figure.kind == Kind::Growth && same {
            misdated.insert(
                against,
                read.figures[level].about.as_ref().map_or(Period::year(0), |about| about.period.shift_years(-1)),
            );
        }
    }
    let moved = |topic: &Option<Topic>, period: Period| topic.as_ref().map(|topic| topic.in_period(period));
    for (against, period) in &misdated {
        figures.figures[*against].about = moved(&read.figures[*against].about, *period);
        for figure in figures.figures.iter_mut().filter(|figure| figure.against == Some(*against)) {
            figure.base = moved(&figure.base, *period);
        }
    }
    (figures, misdated)
}

/// The verdict on a base that is dated as its own level.
pub(super) fn misdated(figure: &Figure, period: Period) -> Judged {
    let said = period.shift_years(1);
    Judged {
        cause: Some(Cause::WrongPeriod),
        repair: Some(period.to_string()),
        found: Some(FoundSo { text: format!("the base of the growth is of {period}"), interval: figure.interval() }),
        ..plain(
            figure,
            Verdict::Contradicted,
            format!("a level of {said} cannot have grown from {said}: the base is of {period}"),
        )
    }
}

/// "around $1.6 billion, similar to that of 2023", where 2023 gives 1.71.
pub(super) fn judge(ledger: &Ledger<'_>, judged: &mut [Judged]) {
    for (i, figure) in ledger.all.figures.iter().enumerate() {
        let (Some(period), Some(about)) = (figure.similar, &figure.about) else { continue };
        if !matches!(figure.kind, Kind::Level) || judged[i].verdict == Verdict::Contradicted {
            continue;
        }
        let ways = ledger.ways(&about.in_period(period), figure.printed.unit);
        let Some(sum) = ways.into_iter().next().filter(|sum| sum.iter().all(|(_, j)| *j != i)) else { continue };
        let mut all = sum;
        all.push((-yalu_trade::Decimal::ONE, i));
        let relation = Relation::new("level", Form::Zero(all));
        let loose = |j: usize| ledger.figure(j).loose();
        let Some(target) = relation.target(i, &loose) else { continue };
        let how = words::how(ledger, &relation, i);
        let found = Some(FoundSo { text: format!("{}: {how}", words::bounds(figure, &target)), interval: target });
        judged[i] = if figure.interval().meets(&target) {
            Judged { found, ..plain(figure, Verdict::HoldsWithinRounding, format!("like that of {period}: {how}")) }
        } else {
            let best = crate::slip::repaired(&figure.printed, &target, 1);
            Judged {
                found,
                cause: Some(Cause::Sum),
                repair: best,
                ..plain(
                    figure,
                    Verdict::Contradicted,
                    format!("it is called like that of {period}, which is another: {how}"),
                )
            }
        };
    }
}
