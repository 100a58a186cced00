//! Places that prose gives its figures, against the figures themselves: what
//! is called first is passed by none, and places fall as the figures do.

use std::collections::BTreeSet;

use yalu_trade::{Cause, Decimal, Figure, Figures, FoundSo, Interval, Judged, Placed, SaidSo, Verdict};

pub(super) fn judge(all: &Figures, judged: &[Judged]) -> Vec<Judged> {
    let wrong = |i: usize| judged.get(i).is_some_and(|one| one.verdict == Verdict::Contradicted);
    let sound = |placed: &&Placed| !wrong(placed.figure) && !placed.among.iter().any(|i| wrong(*i));
    let mut found: Vec<Judged> = Vec::new();
    let mut told = BTreeSet::new();
    for placed in all.places.iter().take(200).filter(sound) {
        // One slip in a list unsettles all its places; it is told once.
        let paragraph = all.figures[placed.figure].paragraph;
        if let Some(judged) = one(all, placed).filter(|_| !told.contains(&paragraph)) {
            told.insert(paragraph);
            found.push(judged);
        }
    }
    found
}

fn value(all: &Figures, i: usize) -> Decimal {
    all.figures[i].printed.value()
}

/// Those that are larger beyond rounding, and no whole of what is listed.
fn larger<'a>(all: &'a Figures, placed: &'a Placed) -> Vec<&'a Figure> {
    let own = &all.figures[placed.figure];
    let everything: Decimal = placed.among.iter().map(|i| value(all, *i)).sum::<Decimal>() + own.printed.value();
    let whole = |i: usize| {
        let rest = everything - value(all, i);
        let share = own.printed.unit == yalu_trade::Unit::Percent;
        !share && value(all, i) >= rest || share && value(all, i) >= Decimal::from(99)
    };
    let passes = |i: &usize| !whole(*i) && all.figures[*i].loose().minus(&own.loose()).above(Decimal::ZERO);
    placed.among.iter().copied().filter(passes).map(|i| &all.figures[i]).collect()
}

fn one(all: &Figures, placed: &Placed) -> Option<Judged> {
    let larger = larger(all, placed);
    let count = larger.len() as u32;
    // The place of a smaller figure of the same list is a later one.
    let behind = all.places.iter().find(|other| {
        placed.among.contains(&other.figure)
            && value(all, other.figure) < value(all, placed.figure)
            && other.place <= placed.place
    });
    let own = &all.figures[placed.figure].text;
    let why = match (larger.first(), behind) {
        (Some(first), _) if count >= placed.place => format!("{} is larger than {own}", first.text),
        (_, Some(other)) if placed.place != count + 1 => {
            format!("{own} is larger than {}, which is called place {}", all.figures[other.figure].text, other.place)
        }
        _ => return None,
    };
    Some(Judged {
        id: placed.id.clone(),
        spot: placed.spot.clone(),
        kind: "rank".to_owned(),
        printed: SaidSo {
            text: placed.text.clone(),
            value: None,
            unit: "rank".to_owned(),
            interval: Interval::unknown(),
        },
        found: Some(FoundSo { text: format!("place {}", count + 1), interval: Interval::unknown() }),
        verdict: Verdict::Contradicted,
        cause: Some(Cause::Rank),
        repair: Some(format!("place {}", count + 1)),
        why,
    })
}
