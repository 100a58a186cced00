//! Base mean: the yearly mean of a named base, so that a ratio's denominator
//! can be seen and held against what others print of it.

use yalu_trade::{Card, Cut, Panel};

use crate::{Measure, Measured, Scope, reference};

pub(crate) struct BaseMean;

static CARD: Card = Card {
    id: "base-mean",
    title: "Mean of a base",
    label: ["{base}", "{base}", "{base}"],
    unit: "currency, or t by weight",
    formula: "mean(V_b, b in the base); as printed where a year of it is not on file",
    citation: "Choi and Choi, North Korea's 2023 Trade with China (KIEP, 2024)",
    needs: "the level of every period of the base, or a printed mean of it",
    caveats: "A mean over years of unlike coverage is refused, not mixed.",
    example: "base-mean --flow import --base 2018-19 --period 2023",
};

impl Measure for BaseMean {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        reference::asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        scope.measured(scope.unit(), |_| reference::base(scope, panels))
    }
}
