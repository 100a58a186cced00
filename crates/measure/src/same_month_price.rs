//! Prices on the same months a year earlier: a season is held against itself,
//! so nothing drifts as a chain of months would.

use yalu_trade::{Card, Cut, Panel, Period};

use crate::{Measure, Measured, Scope, index};

pub(crate) struct SameMonthPrice;

static CARD: Card = Card {
    id: "same-month-price",
    title: "Prices on the same months a year earlier",
    label: ["prices on the same months a year earlier", "전년 동월 대비 가격", "与上年同月相比的价格"],
    unit: "%",
    formula: "F = √(L · P) against the same months a year earlier = 100",
    citation: "IMF, Export and Import Price Index Manual (2009), ch. 23: year-over-year monthly indices",
    needs: "values and weights of the goods in the period and a year earlier",
    caveats: "Refused under the desk's `least_matched`.",
    example: "same-month-price --flow import --period 2023-10",
};

impl Measure for SameMonthPrice {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let mut both: Vec<Period> = scope.periods.iter().flat_map(|&period| [period.shift_years(-1), period]).collect();
        both.sort();
        both.dedup();
        index::asks(scope, &both)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        index::rows(scope, panels, |stock, period| {
            index::between(scope, stock, &[period.shift_years(-1)], period, &CARD, index::fisher)
        })
    }
}
