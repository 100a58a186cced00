//! What is learned of the texts of a file while it is read. A code stands in a few rows of a block and in most blocks:
//! what it means is found out once.

use yalu_trade::{Flow, Period, QuickMap, Records, Vintage};

use super::{
    fields::Known,
    tables::Partner,
    words::{Code, PartnerAt, UnitAt},
};

/// What a lane has learned of the texts of its blocks, and the words that they became.
#[derive(Default)]
pub(super) struct Learned {
    pub(super) words: Records,
    pub(super) codes: Known<Option<Code>>,
    pub(super) periods: Known<Option<Period>>,
    pub(super) partners: Known<Option<PartnerAt>>,
    pub(super) names: Known<Option<&'static Partner>>,
    pub(super) modes: Known<Option<u32>>,
    pub(super) provinces: Known<Option<u32>>,
    pub(super) flows: Known<Option<Flow>>,
    pub(super) units: [Known<UnitAt>; 2],
    pub(super) vintages: QuickMap<Period, Vintage>,
}

/// A column of so many different texts is none of codes or names: what was learned of it is forgotten, for a file may
/// have no end.
const MOST_LEARNED: usize = 1 << 17;

impl Learned {
    /// Is it more than any file of codes and names has?
    pub(super) fn is_much(&self) -> bool {
        let texts = [
            self.codes.len(),
            self.periods.len(),
            self.partners.len(),
            self.names.len(),
            self.modes.len(),
            self.provinces.len(),
            self.flows.len(),
            self.units[0].len(),
            self.units[1].len(),
        ];
        texts.into_iter().any(|texts| texts > MOST_LEARNED)
    }
}
