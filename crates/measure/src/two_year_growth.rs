//! Two-year growth: the change on two years earlier, in percent. It stands
//! beside growth where the year between was extraordinary.

use yalu_trade::{Card, Cut, Panel};

use crate::{Measure, Measured, Scope, growth};

pub(crate) struct TwoYearGrowth;

static CARD: Card = Card {
    id: "two-year-growth",
    title: "Growth on two years earlier",
    label: ["growth on two years earlier", "2년 전 대비 증감률", "与两年前相比"],
    unit: "%",
    formula: "(V_t ÷ V_t−2 − 1) × 100, against the same months two years earlier",
    citation: "National Bureau of Statistics of China, monthly releases of 2021: growth over two years beside one",
    needs: "the level of the period and of the same months two years earlier",
    caveats: "It is growth over two years together, and no annual rate.",
    example: "two-year-growth --flow import --period 2023",
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
