//! Törnqvist: the mean of price relatives, weighed by value then and now.

use yalu_trade::{Card, Cut, Panel};

use crate::{Measure, Measured, Scope, index};

pub(crate) struct Tornqvist;

static CARD: Card = Card {
    id: "tornqvist",
    title: "Törnqvist price index",
    label: ["Törnqvist price index on {base}", "{base} 기준 퇴른크비스트 물가지수", "以{base}为基期的通氏价格指数"],
    unit: "%",
    formula: "ln T = Σ ½(s0 + s1) ln(p1 ÷ p0), T × 100 over goods with a weight in both, the base = 100",
    citation: "IMF, Export and Import Price Index Manual (2009), ch. 17, after Törnqvist (1936)",
    needs: "values and weights of the goods in the period and in the base",
    caveats: "Refused under the desk's `least_matched`.",
    example: "tornqvist --flow import --base 2019 --period 2023",
};

impl Measure for Tornqvist {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        index::against_base_asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        index::against_base(scope, panels, &CARD, index::tornqvist)
    }
}
