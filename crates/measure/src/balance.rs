//! Balance: the economy's exports less its imports, as its partners book them.
//! Exports are CIF and imports FOB, so the deficit in cash is larger.

use yalu_trade::{Card, Cut, Flow, Panel};

use crate::{Measure, Measured, Scope, level};

pub(crate) struct Balance;

static CARD: Card = Card {
    id: "balance",
    title: "Goods balance",
    label: ["", "", ""],
    unit: "currency",
    formula: "B = M − X, from the reporter's flows: the economy's exports less its imports",
    citation: "IMF, Balance of Payments and International Investment Position Manual (BPM6), ch. 10",
    needs: "the balance as printed, or both flows of the period",
    caveats: "What the economy buys is FOB and what it sells is CIF, so the deficit in cash is larger than the figure; `valuation-band` says by how much.",
    example: "balance --flow balance --period 2023",
};

impl Measure for Balance {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        level::asks(scope, Flow::B, &scope.commodity, &scope.periods)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let scope = Scope { flow: Flow::B, ..scope.clone() };
        scope.measured(scope.unit(), |period| level::at(&scope, Flow::B, &scope.commodity, period, panels))
    }
}
