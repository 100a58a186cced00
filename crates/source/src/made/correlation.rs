//! The codes of made commodities, and the table that tells which of them were split.

use std::fmt::Write as _;

use super::{Made, Story, customs_row::all_goods};

/// The codes of the commodities, in the order in which stories count them.
pub fn codes(seed: u64, count: usize) -> Vec<String> {
    all_goods(seed, count).into_iter().map(|goods| goods.code).collect()
}

/// The table by which the codes of the stories were split, as `yalu nomenclature add` takes it: what is new corresponds
/// to what it was taken from, and that to itself.
pub fn correlation(spec: &Made) -> String {
    let codes = codes(spec.seed, spec.commodities);
    let mut table = "HS2022,HS2017\n".to_owned();
    for story in &spec.stories {
        if let Story::Split { commodity, into, .. } = *story {
            let (old, new) = (&codes[commodity][..6], &codes[into][..6]);
            // Writing to a string cannot fail.
            let _ = write!(table, "{old},{old}\n{new},{old}\n");
        }
    }
    table
}
