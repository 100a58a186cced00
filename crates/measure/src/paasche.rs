//! Paasche: what the goods of now cost, in percent of what they would have cost.

use yalu_trade::{Card, Cut, Panel};

use crate::{Measure, Measured, Scope, index};

pub(crate) struct Paasche;

static CARD: Card = Card {
    id: "paasche",
    title: "Paasche price index",
    label: ["Paasche price index on {base}", "{base} 기준 파셰 물가지수", "以{base}为基期的帕氏价格指数"],
    unit: "%",
    formula: "P = Σ p1 q1 ÷ Σ p0 q1 × 100 over goods with a weight in both, the base = 100",
    citation: "IMF, Export and Import Price Index Manual (2009), ch. 16, after Paasche (1874)",
    needs: "values and weights of the goods in the period and in the base",
    caveats: "It weighs as the period bought. Refused under the desk's `least_matched`.",
    example: "paasche --flow import --base 2019 --period 2023",
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
