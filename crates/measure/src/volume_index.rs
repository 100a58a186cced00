//! Volume: what weights moved, with Fisher's prices taken out of the value.

use yalu_trade::{Card, Cut, Panel};

use crate::{Measure, Measured, Scope, index};

pub(crate) struct VolumeIndex;

static CARD: Card = Card {
    id: "volume-index",
    title: "Fisher volume index",
    unit: "%",
    formula: "Q = √(Σ p0 q1 ÷ Σ p0 q0 · Σ p1 q1 ÷ Σ p1 q0) × 100 over goods with a weight in both; F · Q is the value's ratio",
    citation: "IMF, Export and Import Price Index Manual (2009), ch. 16",
};

impl Measure for VolumeIndex {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        index::against_base_asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        index::against_base(scope, panels, &CARD, index::fisher_volume)
    }
}
