//! A period put together from those that are on file.

use std::collections::BTreeSet;

use yalu_trade::Period;

/// A period as periods on file that follow each other without a hole: itself if it is there,
/// else as few as possible.
pub(crate) fn tiling(whole: Period, on_file: &BTreeSet<Period>) -> Option<Vec<Period>> {
    if on_file.contains(&whole) {
        return Some(vec![whole]);
    }
    let months = whole.len_months() as usize;
    // For each month reached, the period that reaches it with the fewest before it.
    let mut reached: Vec<Option<(usize, Period)>> = vec![None; months + 1];
    for at in 0..months {
        let steps = if at == 0 {
            0
        } else if let Some((steps, _)) = reached[at] {
            steps
        } else {
            continue;
        };
        let start = whole.first_month().shift_months(at as i32);
        for period in on_file.iter().filter(|period| period.first_month() == start && whole.contains(**period)) {
            let to = at + period.len_months() as usize;
            if reached[to].is_none_or(|(known, _)| steps + 1 < known) {
                reached[to] = Some((steps + 1, *period));
            }
        }
    }
    let mut tiles = Vec::new();
    let mut at = months;
    while at > 0 {
        let (_, period) = reached[at]?;
        tiles.push(period);
        at -= period.len_months() as usize;
    }
    tiles.reverse();
    Some(tiles)
}
