//! Laspeyres: what the base's goods would cost now, in percent of what they cost.

use yalu_trade::{Card, Cut, Panel};

use crate::{Measure, Measured, Scope, index};

pub(crate) struct Laspeyres;

static CARD: Card = Card {
    id: "laspeyres",
    title: "Laspeyres price index",
    unit: "%",
    formula: "L = Σ p1 q0 ÷ Σ p0 q0 × 100 over goods with a weight in both, the base = 100",
    citation: "IMF, Export and Import Price Index Manual (2009), ch. 16, after Laspeyres (1871)",
};

impl Measure for Laspeyres {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        index::against_base_asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        index::against_base(scope, panels, &CARD, index::laspeyres)
    }
}
