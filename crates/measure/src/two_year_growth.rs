//! Two-year growth: the change on two years earlier, in percent. It stands
//! beside growth where the year between was extraordinary.

use yalu_trade::{Card, Cut, Panel};

use crate::{Measure, Measured, Scope, growth};

pub(crate) struct TwoYearGrowth;

static CARD: Card = Card {
    id: "two-year-growth",
    title: "Growth on two years earlier",
    unit: "%",
    formula: "(V_t ÷ V_t−2 − 1) × 100, against the same months two years earlier",
    citation: "National Bureau of Statistics of China, monthly releases of 2021: growth over two years beside one",
};

impl Measure for TwoYearGrowth {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        growth::asks(scope, 2)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        growth::answer(scope, panels, 2, CARD.formula)
    }
}
