//! Fisher: between Laspeyres and Paasche; the same read forward and back.

use yalu_trade::{Card, Cut, Panel};

use crate::{Measure, Measured, Scope, index};

pub(crate) struct Fisher;

static CARD: Card = Card {
    id: "fisher",
    title: "Fisher price index",
    label: ["Fisher price index on {base}", "{base} 기준 피셔 물가지수", "以{base}为基期的费雪价格指数"],
    unit: "%",
    formula: "F = √(L · P) over goods with a weight in both, the base = 100",
    citation: "IMF, Export and Import Price Index Manual (2009), ch. 16, after Fisher, The Making of Index Numbers (1922)",
    needs: "values and weights of the goods in the period and in the base",
    caveats: "It lies between Laspeyres and Paasche. Refused under the desk's `least_matched`.",
    example: "fisher --flow import --base 2019 --period 2023",
};

impl Measure for Fisher {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        index::against_base_asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        index::against_base(scope, panels, &CARD, index::fisher)
    }
}
