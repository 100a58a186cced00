//! Points between two rates that are printed beside them: `72.5 %, up 1.6
//! points from 70.9 %`, `由9.8%升至19.6%，提高9.8个百分点`.

use yalu_trade::{How, Kind, Tie, Unit};

use super::{Near, has};

pub(super) fn read(near: &Near<'_>, ties: &mut Vec<Tie>) {
    for n in (0..near.said.len()).filter(|n| near.kind(*n) == Kind::Points) {
        let Some((later, earlier)) = around(near, n).or_else(|| before(near, n)) else { continue };
        ties.push(Tie {
            figure: near.said[n].figure,
            how: How::Difference,
            parts: vec![near.said[later].figure],
            whole: vec![near.said[earlier].figure],
            sure: near.figure(near.said[n].figure).direction.is_some(),
        });
    }
}

fn rate(near: &Near<'_>, m: usize, n: usize) -> bool {
    near.said[m].sentence == near.said[n].sentence && near.unit(m) == Unit::Percent && near.kind(m) != Kind::Growth
}

/// `A, up P points from B`.
fn around(near: &Near<'_>, n: usize) -> Option<(usize, usize)> {
    let (later, earlier) = (n.checked_sub(1)?, n + 1);
    let both = earlier < near.said.len() && rate(near, later, n) && rate(near, earlier, n);
    let from = || near.gap(n, earlier).trim_end().ends_with("from");
    (both && from() && near.gap(later, n).len() < 40).then_some((later, earlier))
}

/// `from B to A, P points more`.
fn before(near: &Near<'_>, n: usize) -> Option<(usize, usize)> {
    let (earlier, later) = (n.checked_sub(2)?, n - 1);
    let both = rate(near, earlier, n) && rate(near, later, n);
    let (lead, gap) = (near.lead(earlier).trim_end(), near.gap(earlier, later).trim());
    let moved = lead.ends_with("from") && gap == "to"
        || lead.ends_with(['由', '从']) && gap.ends_with(['至', '到', '为'])
        || gap == "에서";
    (both && moved && near.gap(later, n).len() < 60 && !has(near.gap(later, n), &["while ", "반면"]))
        .then_some((later, earlier))
}
