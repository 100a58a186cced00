//! Paasche: what the goods of now cost, in percent of what they would have cost.

use yalu_trade::{Card, Cut, Panel};

use crate::{Measure, Measured, Scope, index};

pub(crate) struct Paasche;

static CARD: Card = Card {
    id: "paasche",
    title: "Paasche price index",
    unit: "%",
    formula: "P = Σ p1 q1 ÷ Σ p0 q1 × 100 over goods with a weight in both, the base = 100",
    citation: "IMF, Export and Import Price Index Manual (2009), ch. 16, after Paasche (1874)",
};

impl Measure for Paasche {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        index::against_base_asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        index::against_base(scope, panels, &CARD, index::paasche)
    }
}
