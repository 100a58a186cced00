//! Laspeyres: what the base's goods would cost now, in percent of what they cost.

use yalu_trade::{Card, Cut, Panel};

use crate::{Measure, Measured, Scope, index};

pub(crate) struct Laspeyres;

static CARD: Card = Card {
    id: "laspeyres",
    title: "Laspeyres price index",
    label: ["Laspeyres price index on {base}", "{base} 기준 라스파이레스 물가지수", "以{base}为基期的拉氏价格指数"],
    unit: "%",
    formula: "L = Σ p1 q0 ÷ Σ p0 q0 × 100 over goods with a weight in both, the base = 100",
    citation: "IMF, Export and Import Price Index Manual (2009), ch. 16, after Laspeyres (1871)",
    needs: "values and weights of the goods in the period and in the base",
    caveats: "It weighs as the base bought. What the matched goods are of the value is printed; under the desk's `least_matched` it is refused.",
    example: "laspeyres --flow import --base 2019 --period 2023",
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
