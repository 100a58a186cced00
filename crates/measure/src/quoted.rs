//! Quoted: growth or a share as somebody printed it, to stand beside ours.

use yalu_trade::{Card, Cut, Panel, Quantity, Unit};

use crate::{Measure, Measured, Scope};

pub(crate) struct Quoted;

static CARD: Card = Card {
    id: "quoted",
    title: "As printed by others",
    label: ["as printed by others", "타 기관 공표치", "他方公布数"],
    unit: "%",
    formula: "none: growth on a year earlier, or a share, as somebody printed it",
    citation: "the source named in its papers",
    needs: "a growth rate that somebody printed; in a brief also a share",
    caveats: "It is quoted, not computed, and may disagree with what is computed here.",
    example: "quoted --flow import --period 2023",
};

impl Measure for Quoted {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let quantity = |period: yalu_trade::Period| match &scope.quantity {
            Quantity::PrintedShare { of } => Quantity::PrintedShare { of: of.clone() },
            _ => Quantity::PrintedGrowth { base: period.shift_years(-1) },
        };
        let cut = |&period: &yalu_trade::Period| Cut {
            quantity: quantity(period),
            ..scope.cut(scope.flow, &scope.commodity, vec![period])
        };
        scope.periods.iter().map(cut).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        scope.measured(Unit::Percent, |period| {
            let panel = panels.iter().find(|panel| panel.cells.iter().any(|cell| cell.period == period));
            match panel {
                Some(panel) => panel.at(period, &scope.commodity).cloned(),
                None => Err(yalu_trade::Gap::not_on_file("nothing was read")),
            }
        })
    }
}
