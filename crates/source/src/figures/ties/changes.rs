//! A change and its two levels: `A, 9.7% up from B`, `A, against B in May; the
//! increase is 27.8 per cent`, `8월(703만 톤)보다 9.3% 늘었다`.

use yalu_trade::{How, Kind, Tie, Unit};

use super::{Near, change, has};

/// Between a level and the base that it is held against.
const AGAINST: &[&str] = &[
    "from ",
    "than ",
    "against ",
    "compared with ",
    "compared to ",
    "versus ",
    "over ",
    "above ",
    "below ",
    "after ",
    "under last",
    "in comparison with",
    "times the ",
    "보다",
    "대비",
    "전년(",
    "전월(",
    "전년 동월(",
    "지난해",
    "比",
    "上年",
    "去年",
    "此前",
    "월은 ",
    "月为",
    "年为",
];

/// Another thing is spoken of.
const TURNS: &[&str] = &[
    " while ",
    " whereas ",
    " but ",
    "export",
    "import",
    "수출",
    "수입",
    "出口",
    "进口",
    "반면",
    "其中",
    "volume",
    "weight",
    "price",
    "tonnage",
    "물량",
    "가격",
    "价格",
    "数量",
    "물량",
    "value",
    "of which",
    "share",
    "비중",
    "比重",
    "중국",
    "then",
    "respectively",
    "각각",
    "分别",
    "deficit",
    "surplus",
];

/// A rate of the year, whatever base is printed.
const YEARLY: &[&str] = &[
    "year-on-year",
    "year on year",
    "y/y",
    "on the year",
    "on year",
    "a year earlier",
    "a year before",
    "last year",
    "전년",
    "지난해",
    "同比",
    "上年",
];

pub(super) fn read(near: &Near<'_>, ties: &mut Vec<Tie>) {
    for n in 0..near.said.len() {
        let figure = near.figure(near.said[n].figure);
        let Some(how) = change(figure) else { continue };
        if figure.level.is_some() && figure.against.is_some() || figure.forecast {
            continue;
        }
        match figure.against {
            Some(base) => held(near, n, how, base, ties),
            None => {
                one(near, n, how, ties);
                if how == How::Growth {
                    prices(near, n, how, ties);
                }
            }
        }
    }
}

/// The base is printed beside it: the level is the one that the words before speak of.
fn held(near: &Near<'_>, n: usize, how: How, base: usize, ties: &mut Vec<Tie>) {
    let Some(whole) = near.said.iter().position(|said| said.figure == base) else { return };
    let unit = near.unit(whole);
    let first = whole.min(n);
    let before: Vec<usize> =
        (0..first).filter(|m| near.is_level(*m) && near.unit(*m) == unit && !is_base(near, *m)).collect();
    let last = before.last().copied();
    for part in &before {
        let close = near.said[*part].sentence + 1 >= near.said[whole].sentence;
        let turned = has(near.gap(*part, first), TURNS) || (*part + 1..first).any(|m| near.is_level(m));
        ties.push(Tie {
            figure: near.said[n].figure,
            how,
            parts: vec![near.said[*part].figure],
            whole: vec![base],
            sure: last == Some(*part) && close && !turned && same_year(near, n, whole) && alike(near, n, *part),
        });
    }
}

/// `from $329 to $318 a ton, down 3.3 pct`: two prices of one thing.
fn prices(near: &Near<'_>, n: usize, how: How, ties: &mut Vec<Tie>) {
    let sentence = near.said[n].sentence;
    let money = |m: &usize| {
        near.said[*m].sentence == sentence
            && matches!(near.unit(*m), Unit::Money(_))
            && near.figure(near.said[*m].figure).bare
            && (super::prices::is_price(near, *m) || near.kind(*m) == Kind::Unclear)
    };
    let both: Vec<usize> = (0..n).filter(money).collect();
    let [.., a, b] = both[..] else { return };
    let (lead, gap) = (near.lead(a), near.gap(a, b));
    let from = lead.trim_end().ends_with("from")
        && gap.trim_end().trim_end_matches(['$', '€']).trim_end().ends_with("to")
        || has(lead, &["从", "由"]) && has(gap, &["至", "到"]);
    let than = has(gap, &["against ", "compared with ", "down from", "up from"]);
    let (part, whole) = if than { (a, b) } else { (b, a) };
    ties.push(Tie {
        figure: near.said[n].figure,
        how,
        parts: vec![near.said[part].figure],
        whole: vec![near.said[whole].figure],
        sure: (from || than) && b + 1 == n && !has(near.gap(b, n), TURNS),
    });
}

fn one(near: &Near<'_>, n: usize, how: How, ties: &mut Vec<Tie>) {
    let (sentence, own) = (near.said[n].sentence, near.said[n].figure);
    let units: Vec<Unit> = match how {
        How::Difference => vec![near.unit(n)],
        _ => {
            let mut units: Vec<Unit> =
                (0..near.said.len()).filter(|m| near.is_level(*m)).map(|m| near.unit(m)).collect();
            units.sort();
            units.dedup();
            units
        }
    };
    for unit in units {
        let mut levels = near.levels(sentence, unit);
        let elsewhere = levels.is_empty() && sentence > 0 && near.lead(n).chars().count() < 60;
        if elsewhere {
            levels = near.levels(sentence - 1, unit);
        }
        let refers = elsewhere && says_so(near.opening(n));
        // "In 2023 it was A. The year before it was B. That is a rise of C."
        if refers && levels.len() == 1 && sentence > 1 {
            levels = near.levels(sentence - 2, unit).into_iter().chain(levels).collect();
        }
        let dated = || years(near, &levels).filter(|_| refers);
        let named =
            apart(near, n, how, &levels).or_else(|| sides(near, &levels)).or_else(dated).filter(|(part, whole)| {
                let last = (*part).max(*whole);
                let turned = last < n && (has(near.gap(last, n), TURNS) || parted(near.gap(last, n)));
                let other = last < n && (last + 1..n).any(|m| near.kind(m) == near.kind(n) && how != How::Difference);
                !turned && !other && same_year(near, n, *whole) && alike(near, n, *part)
            });
        if named.is_none() && levels.len() < 2 {
            // The nearest levels before it, whatever their sentence.
            let all = |m: &usize| near.is_level(*m) && near.unit(*m) == unit && near.said[*m].sentence <= sentence;
            levels = (0..near.said.len()).rev().filter(all).take(4).collect();
        }
        if named.is_none() && levels.is_empty() {
            earlier(near, n, how, unit, ties);
        }
        for part in &levels {
            for whole in levels.iter().filter(|whole| *whole != part) {
                ties.push(Tie {
                    figure: own,
                    how,
                    parts: vec![near.said[*part].figure],
                    whole: vec![near.said[*whole].figure],
                    sure: named == Some((*part, *whole)),
                });
            }
        }
    }
}

/// What a sentence says of the one before it: `The decrease is`, `That is a rise of`.
fn says_so(lead: &str) -> bool {
    let starts = ["the ", "that is", "this is", "a ", "an ", "which is", "이는", "这"];
    let changes = [
        "increase",
        "decrease",
        "rise",
        "fall",
        "drop",
        "gain",
        "growth",
        "decline",
        "difference",
        "증가",
        "감소",
        "늘",
        "줄",
        "增",
        "减",
        "降",
    ];
    let lead = lead.trim_start();
    starts.iter().any(|start| lead.starts_with(start)) && has(lead, &changes)
}

/// The later of two levels of one thing, and the earlier.
fn years(near: &Near<'_>, levels: &[usize]) -> Option<(usize, usize)> {
    let [a, b] = levels else { return None };
    let about = |n: usize| near.figure(near.said[n].figure).about.as_ref();
    let (first, second) = (about(*a)?, about(*b)?);
    let alike = first.flow == second.flow && first.thing == second.thing;
    let (x, y) = (first.period, second.period);
    if !alike || x.len_months() != y.len_months() || x == y {
        return None;
    }
    Some(if x > y { (*a, *b) } else { (*b, *a) })
}

/// The levels of the paragraph before, where the figure's own has none: they only stand near.
fn earlier(near: &Near<'_>, n: usize, how: How, unit: Unit, ties: &mut Vec<Tie>) {
    let level = |i: &usize| near.figure(*i).kind == Kind::Level && near.figure(*i).printed.unit == unit;
    let levels: Vec<usize> = near.earlier.iter().copied().filter(level).take(4).collect();
    for part in &levels {
        for whole in levels.iter().filter(|whole| *whole != part) {
            ties.push(Tie { figure: near.said[n].figure, how, parts: vec![*part], whole: vec![*whole], sure: false });
        }
    }
}

/// `482.9 million dollars, double the 241.7 million of 2022`: the multiple stands between.
fn apart(near: &Near<'_>, n: usize, how: How, levels: &[usize]) -> Option<(usize, usize)> {
    let (a, b) = (n.checked_sub(1)?, n + 1);
    let both = how == How::Times && levels == [a, b];
    let gap = if both { near.gap(n, b) } else { "" };
    let of = has(gap, &["the ", "of ", "times", "level"]) && gap.len() < 40 && !has(gap, &[",", ";"]);
    of.then_some((a, b))
}

/// The level and its base, where there are two and the words between say which is which.
fn sides(near: &Near<'_>, levels: &[usize]) -> Option<(usize, usize)> {
    let [a, b] = levels else { return None };
    // No other level stands between them, of whatever it is.
    if (a + 1..*b).any(|m| near.is_level(m)) {
        return None;
    }
    let gap = near.gap(*a, *b);
    let lead = near.lead(*a);
    let from = has(lead, &["from ", "从", "由"]) && has(gap, &["to ", "至", "到"]);
    // 34.6 tons became 26.2
    let became = ["became ", "turned into ", "变为", "变成"].iter().any(|word| gap.trim_start().starts_with(word));
    if from || became || gap.starts_with("에서") {
        return Some((*b, *a));
    }
    (has(gap, AGAINST) && gap.len() < 160).then_some((*a, *b))
}

/// A semicolon, and no word of what came before it.
fn parted(gap: &str) -> bool {
    let after = gap.rsplit_once([';', '；']).map(|(_, after)| after.trim_start());
    let goes_on = [
        "the increase",
        "an increase",
        "the gain",
        "the rise",
        "a rise",
        "the fall",
        "a fall",
        "the drop",
        "up ",
        "down ",
    ];
    after.is_some_and(|after| !goes_on.iter().any(|lead| after.starts_with(lead)))
}

/// Is a level what another is held against, by the words before it?
pub(super) fn is_base(near: &Near<'_>, n: usize) -> bool {
    let lead = near.lead(n);
    has(lead, AGAINST) || lead.ends_with(['(', '（'])
}

/// A rate of the year against a base of the month before is of another base.
fn same_year(near: &Near<'_>, n: usize, whole: usize) -> bool {
    let rate = format!("{}{}", near.lead(n), near.tail(n));
    let base = format!("{}{}", near.lead(whole), near.tail(whole));
    !has(&rate, YEARLY) || has(&base, YEARLY) || has(&base, &["year", "년", "年"])
}

/// Nothing says that the change is of something else.
fn alike(near: &Near<'_>, n: usize, part: usize) -> bool {
    let (change, level) = (near.figure(near.said[n].figure), near.figure(near.said[part].figure));
    match (&change.about, &level.about) {
        (Some(a), Some(b)) => a.flow == b.flow && a.thing == b.thing,
        _ => true,
    }
}
