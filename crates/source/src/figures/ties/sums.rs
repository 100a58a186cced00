//! Parts and what they make together, or what is left of a whole: `the two
//! together`, `세 나라 합계`, `两者合计`, `the remaining 179,000`.

use yalu_trade::{How, Kind, Tie};

use super::{Near, has};

const TOGETHER: &[&str] = &[
    "together",
    "in all",
    "combined",
    "altogether",
    "jointly",
    "add up to",
    "adds up to",
    "sum of",
    "make up",
    "in total",
    "total of",
    "합계",
    "합쳐",
    "더하면",
    "합치면",
    "합하면",
    "合计",
    "共计",
    "总计",
    "加起来",
    "相加",
    "两项共",
    "三项共",
];

/// The same, where it is counted what makes it: `the four make 4.72m tons`.
const MADE: &[&str] = &[" make ", " made ", " makes ", "를 모두", "共"];

const LEFT: &[&str] = &[
    "remaining",
    "remain",
    "the rest",
    "remainder",
    "left over",
    "difference",
    "빼면",
    "나머지",
    "남는",
    "차이",
    "其余",
    "剩余",
    "余下",
    "差额",
];

const COUNTS: &[(&str, usize)] = &[
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("both", 2),
    ("두 ", 2),
    ("세 ", 3),
    ("네 ", 4),
    ("다섯", 5),
    ("2개", 2),
    ("3개", 3),
    ("4개", 4),
    ("两", 2),
    ("三", 3),
    ("四", 4),
    ("五", 5),
    ("六", 6),
    ("둘", 2),
    ("셋", 3),
    ("넷", 4),
    ("양국", 2),
    ("3국", 3),
    ("5개", 5),
];

pub(super) fn read(near: &Near<'_>, ties: &mut Vec<Tie>) {
    for n in 0..near.said.len() {
        if !addable(near, n) || near.figure(near.said[n].figure).forecast {
            continue;
        }
        let (lead, tail) = (near.lead(n), near.tail(n));
        let tail = tail.split([',', ';', '，', '。']).next().unwrap_or_default();
        let lead = lead.rsplit([';', '；']).next().unwrap_or_default();
        let counted = has(lead, MADE) && COUNTS.iter().any(|(word, _)| has(lead, &[word]));
        if counted || has(lead, TOGETHER) || has(tail, &["together", "in all", "in total", "combined"]) {
            sum(near, n, lead, ties);
        }
        if has(lead, LEFT) || has(tail, &["remain", "is left", "are left", "남는", "남았"]) {
            left(near, n, ties);
        }
    }
}

/// Levels are added, and shares.
fn addable(near: &Near<'_>, n: usize) -> bool {
    near.is_level(n)
        || matches!(near.kind(n), Kind::Share | Kind::Unclear)
            && near.figure(near.said[n].figure).printed.unit == yalu_trade::Unit::Percent
}

fn sum(near: &Near<'_>, n: usize, lead: &str, ties: &mut Vec<Tie>) {
    // What stands between two parts is none itself.
    let apart = |m: usize| {
        let lead = near.lead(m).rsplit([',', ';', '，', '；', '。']).next().unwrap_or_default();
        has(lead, &["gap", "difference", "deficit", "surplus", "balance", "차는", "차액", "적자", "흑자", "差", "净"])
    };
    let alike = |m: &usize| *m != n && near.unit(*m) == near.unit(n) && addable(near, *m) && !apart(*m);
    let before: Vec<usize> = (0..n).filter(alike).collect();
    let after: Vec<usize> = (n + 1..near.said.len()).filter(alike).collect();
    let sentence = near.said[n].sentence;
    let count = COUNTS.iter().find(|(word, _)| has(lead, &[word])).map(|(_, count)| *count);
    let mut push = |parts: &[usize], sure: bool| {
        ties.push(Tie {
            figure: near.said[n].figure,
            how: How::Sum,
            parts: parts.iter().map(|m| near.said[*m].figure).collect(),
            whole: Vec::new(),
            sure,
        });
    };
    for run in 2..=before.len().min(8) {
        for start in 0..=before.len() - run {
            let parts = &before[start..start + run];
            let last = start + run == before.len();
            let named =
                last && count.map_or(run == 2 && before.len() == 2, |count| count == run && before.len() == run);
            push(parts, named && plain(near, parts, n));
        }
    }
    for run in 2..=after.len().min(8) {
        let parts = &after[..run];
        let listed = near.tail(n).contains(':') && parts.iter().all(|m| near.said[*m].sentence == sentence);
        let ends = after.get(run).is_none_or(|m| near.said[*m].sentence != sentence);
        push(parts, listed && ends && plain(near, parts, n));
    }
    let all: Vec<usize> = before.into_iter().chain(after).collect();
    if all.len() <= 8 {
        for chosen in 0u32..1 << all.len() {
            let parts: Vec<usize> =
                all.iter().enumerate().filter(|(place, _)| chosen >> place & 1 == 1).map(|(_, m)| *m).collect();
            if (2..=6).contains(&parts.len()) {
                push(&parts, false);
            }
        }
    }
}

/// The parts follow each other as parts do: none is the other's base, and none of another time.
fn plain(near: &Near<'_>, parts: &[usize], n: usize) -> bool {
    const OTHERS: &[&str] = &[
        "from ", "than ", "against ", "compared", " in 20", " in 19", "보다", "에서", "전년", "比", "上年", "去年",
        "average", "of which", "(", "（", "占", "전체", "total",
    ];
    let mut gaps = parts.windows(2).map(|pair| near.gap(pair[0], pair[1]));
    let dated = near.lead(n).bytes().any(|b| b.is_ascii_digit()) && parts.first().is_some_and(|first| *first < n);
    // The top ten together are no sum of what was spoken of before, nor are two years one.
    let listed = has(near.lead(n), &["top ", "前", "상위", "ten ", "十"]);
    let periods: Vec<_> = parts
        .iter()
        .filter_map(|m| near.figure(near.said[*m].figure).about.as_ref())
        .map(|about| about.period)
        .collect();
    let one_time = periods.windows(2).all(|pair| pair[0] == pair[1]);
    !dated && !listed && one_time && gaps.all(|gap| !has(gap, OTHERS))
}

fn left(near: &Near<'_>, n: usize, ties: &mut Vec<Tie>) {
    let alike = |m: &usize| near.unit(*m) == near.unit(n) && addable(near, *m);
    let before: Vec<usize> = (0..n).filter(alike).map(|m| near.said[m].figure).collect();
    let earlier = near.earlier.iter().copied().filter(|i| {
        let figure = near.figure(*i);
        figure.kind == Kind::Level && figure.printed.unit == near.unit(n)
    });
    let all: Vec<usize> = earlier.chain(before.iter().copied()).collect();
    let sentence = near.said[n].sentence;
    let here: Vec<usize> =
        (0..n).filter(|m| near.said[*m].sentence == sentence && alike(m)).map(|m| near.said[m].figure).collect();
    // "Of the 81.4 million": what comes first is what the others are parts of.
    let opens = (0..n)
        .find(|m| near.said[*m].sentence == sentence && alike(m))
        .filter(|m| has(near.lead(*m), &["of the ", "of ", "중", "가운데", "在", "的"]));
    let opens = opens.map(|m| near.said[m].figure);
    let value = |i: usize| near.figure(i).printed.value();
    for whole in &all {
        for run in 1..=before.len().min(6) {
            let parts = &before[before.len() - run..];
            if parts.contains(whole) && run > 1 {
                continue;
            }
            let one = all.iter().copied().filter(|i| i != whole);
            let others: Vec<Vec<usize>> = if run == 1 { one.map(|i| vec![i]).collect() } else { vec![parts.to_vec()] };
            for parts in others {
                // "of the 81.4 million … 79.9 million; the rest": two stand before it in its sentence.
                let sure = here.len() == 2 && run == 1 && opens == Some(*whole) && here.contains(&parts[0]);
                let larger = parts.iter().all(|i| value(*i) < value(*whole));
                if larger {
                    ties.push(Tie {
                        figure: near.said[n].figure,
                        how: How::Difference,
                        parts: vec![*whole],
                        whole: parts,
                        sure,
                    });
                }
            }
        }
    }
}
