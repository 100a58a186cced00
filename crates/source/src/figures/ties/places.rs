//! Places in prose: `Japan is second with USD 291.7 million`, `한국이 12.3%로
//! 2위`. A figure with a place is ranked among the like figures of its paragraph.

use yalu_trade::{Kind, Placed, Spot, Unit};

use super::{Near, changes::is_base, has};

/// The word of a place, right before a figure.
const BEFORE: &[(&str, u32)] = &[
    ("first with", 1),
    ("second with", 2),
    ("third with", 3),
    ("fourth with", 4),
    ("fifth with", 5),
    ("first place with", 1),
    ("second place with", 2),
    ("third place with", 3),
    ("fourth place with", 4),
    ("居首位，占", 1),
    ("居第二，占", 2),
    ("居第三，占", 3),
    ("第一，占", 1),
    ("第二，占", 2),
    ("第三，占", 3),
    ("第一，为", 1),
    ("第二，为", 2),
    ("第三，为", 3),
];

/// The word of a place, right behind a figure.
const BEHIND: &[(&str, u32)] = &[
    ("로 1위", 1),
    ("로 2위", 2),
    ("로 3위", 3),
    ("로 4위", 4),
    ("로 5위", 5),
    ("，居首位", 1),
    ("，居第一", 1),
    ("，居第二", 2),
    ("，居第三", 3),
    ("，排名第一", 1),
    ("，排名第二", 2),
    ("，排名第三", 3),
];

pub(super) fn read(near: &Near<'_>, found: &mut Vec<Placed>) {
    for n in 0..near.said.len() {
        let Some((bytes, place)) = word(near, n) else { continue };
        let among = among(near, n);
        if among.len() >= 2 {
            found.push(Placed {
                id: String::new(),
                text: near.text.get(bytes.clone()).unwrap_or_default().to_owned(),
                spot: Spot { bytes, ..Spot::default() },
                place,
                figure: among[0],
                among: among[1..].to_vec(),
            });
        }
    }
}

/// The word of a place beside a figure, and where it stands.
fn word(near: &Near<'_>, n: usize) -> Option<(std::ops::Range<usize>, u32)> {
    let spot = &near.figure(near.said[n].figure).spot.bytes;
    let lead = near.lead(n);
    let plain = lead.trim_end().trim_end_matches("about").trim_end();
    if let Some((words, place)) = BEFORE.iter().find(|(words, _)| plain.ends_with(words)) {
        let start = spot.start - lead.len() + plain.len() - words.len();
        let length = words.split([' ', '，']).next().map_or(words.len(), str::len);
        return Some((start..start + length, *place));
    }
    let tail = near.tail(n);
    let (words, place) = BEHIND.iter().find(|(words, _)| tail.starts_with(words))?;
    let length = words.trim_start_matches(['로', '，', ' ']).len();
    let end = spot.end + words.len();
    Some((end - length..end, *place))
}

/// The figure itself, and those like it: shares where it has one beside it, else levels.
fn among(near: &Near<'_>, n: usize) -> Vec<usize> {
    let percent = |m: usize| near.unit(m) == Unit::Percent && matches!(near.kind(m), Kind::Share | Kind::Unclear);
    let beside =
        Some(n + 1).filter(|m| *m < near.said.len() && percent(*m) && near.said[*m].sentence == near.said[n].sentence);
    let own = if percent(n) { n } else { beside.unwrap_or(n) };
    let share = percent(own);
    if !share && !near.is_level(own) {
        return Vec::new();
    }
    let like = |m: &usize| {
        let same = if share { percent(*m) } else { near.is_level(*m) && near.unit(*m) == near.unit(own) };
        let whole = has(near.lead(*m), &["total", "all ", "together", "합계", "전체", "총", "合计", "总"]);
        *m != own && same && !whole && !is_base(near, *m)
    };
    let others = (0..near.said.len()).filter(like);
    [own].into_iter().chain(others).map(|m| near.said[m].figure).collect()
}
