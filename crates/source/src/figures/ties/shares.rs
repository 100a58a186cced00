//! Shares that stand beside their level: `USD 786.2 million or 61% of the
//! value`, `Japan 291.7 million (23%)`. All wholes of the report are offered;
//! the one that fits the other shares is the whole.

use yalu_trade::{Figures, How, Kind, Tie, Unit};

use super::{Near, has};

/// So many wholes are tried.
const WHOLES: usize = 60;

pub(super) fn read(near: &Near<'_>, found: &Figures, ties: &mut Vec<Tie>) {
    last(near, ties);
    listed(near, ties);
    for n in 0..near.said.len() {
        let percent = near.unit(n) == Unit::Percent && matches!(near.kind(n), Kind::Share | Kind::Unclear);
        let Some(level) = beside(near, n).filter(|_| percent) else { continue };
        let (share, part) = (near.said[n].figure, near.said[level].figure);
        let unit = near.unit(level);
        let wholes = found.figures.iter().enumerate().filter(|(i, figure)| {
            let greater = figure.printed.value() >= near.figure(part).printed.value();
            *i != part && figure.kind == Kind::Level && figure.printed.unit == unit && greater && !figure.forecast
        });
        let wholes: Vec<usize> = wholes.map(|(whole, _)| whole).take(WHOLES).collect();
        let alone = wholes.len() == 1 && near.tail(n).trim_start().starts_with("of the ");
        for whole in wholes {
            ties.push(Tie { figure: share, how: How::Share, parts: vec![part], whole: vec![whole], sure: alone });
        }
    }
}

/// As many shares as levels, in the same order: `A 31.4, B 28.6 and C 11.2 …; A has 44.1, B 40.2 and C 15.7 per cent`. Their
/// whole is all of them together. It is nowhere said so: each of them only stands near.
fn listed(near: &Near<'_>, ties: &mut Vec<Tie>) {
    let percent = |m: usize| near.unit(m) == Unit::Percent && matches!(near.kind(m), Kind::Share | Kind::Unclear);
    let mut start = 0;
    while start < near.said.len() {
        let end = (start..near.said.len()).find(|m| !percent(*m)).unwrap_or(near.said.len());
        let count = end - start;
        if count >= 2 && start >= count {
            // The levels right before, or before the one that sums them.
            for first in [start - count, (start - count).saturating_sub(1)] {
                let levels: Vec<usize> = (first..first + count).collect();
                let unit = near.unit(first);
                if levels.iter().all(|m| near.is_level(*m) && near.unit(*m) == unit) {
                    let all: Vec<usize> = levels.iter().map(|m| near.said[*m].figure).collect();
                    for (n, part) in (start..end).zip(&all) {
                        ties.push(Tie {
                            figure: near.said[n].figure,
                            how: How::Share,
                            parts: vec![*part],
                            whole: all.clone(),
                            sure: false,
                        });
                    }
                }
            }
        }
        start = end.max(start + 1);
    }
}

const OTHERS: &[&str] = &[
    "all others",
    "others ",
    "other ",
    "the rest",
    "everybody else",
    "everyone else",
    "the remaining",
    "나머지",
    "기타",
    "其他",
    "其余",
];

/// `Brazil 47 pct, Türkiye 31 pct, all others 22 pct`: three and more of one sentence that end with what is left.
fn last(near: &Near<'_>, ties: &mut Vec<Tie>) {
    for n in 2..near.said.len() {
        let percent = |m: usize| near.unit(m) == Unit::Percent && matches!(near.kind(m), Kind::Share | Kind::Unclear);
        let lead = near.lead(n);
        if !percent(n) || !has(lead, OTHERS) || lead.len() > 40 {
            continue;
        }
        let parts: Vec<usize> =
            (0..n).filter(|m| near.said[*m].sentence == near.said[n].sentence && percent(*m)).collect();
        let plain = (parts.first().copied().unwrap_or(n)..n).all(percent);
        if parts.len() >= 2 && plain {
            ties.push(Tie {
                figure: near.said[n].figure,
                how: How::Last,
                parts: parts.iter().map(|m| near.said[*m].figure).collect(),
                whole: Vec::new(),
                sure: true,
            });
        }
    }
}

/// The level that a share is printed beside.
fn beside(near: &Near<'_>, n: usize) -> Option<usize> {
    let level = n.checked_sub(1).filter(|m| near.is_level(*m) && near.said[*m].sentence == near.said[n].sentence)?;
    let gap = near.gap(level, n).trim();
    const JOINS: &[&str] = &[
        "or",
        "about",
        "some",
        "was",
        "were",
        "is",
        "are",
        "which",
        "made",
        "up",
        "equal",
        "to",
        "nearly",
        "roughly",
        "just",
        "over",
        "under",
        "로",
        "으로",
        "전체의",
        "약",
        "占",
        "约",
        "占全部",
        "占比",
        "，占",
        "，占比",
        "占总额的",
        "占总额",
    ];
    let near_by = gap.chars().count() <= 24
        && gap.split_whitespace().all(|word| {
            let bare = word.trim_matches(|c| "(（,，、:".contains(c));
            bare.is_empty() || JOINS.contains(&bare) || JOINS.contains(&word)
        });
    let moved = has(near.tail(n), &["more", "less", "higher", "lower", "늘", "줄", "증가", "감소", "增", "降"]);
    (near_by && !moved).then_some(level)
}
