//! Recovery ratio: a level as percent of the mean of a named base.

use yalu_trade::{Card, Cut, Gap, Panel, Unit, dec};

use crate::{Measure, Measured, Scope, reference, scope::computed};

pub(crate) struct Recovery;

static CARD: Card = Card {
    id: "recovery",
    title: "Recovery ratio",
    label: ["as percent of {base}", "{base} 대비 회복률", "相当于{base}的百分比"],
    unit: "%",
    formula: "R = V_t ÷ mean(V_b, b in the base) × 100",
    citation: "Choi and Choi, North Korea's 2023 Trade with China (KIEP, 2024)",
    needs: "the level of the period and of every period of the base, or a printed mean of it",
    caveats: "It is only as good as its base, which is named. Weights and values recover apart.",
    example: "recovery --flow import --base 2018-19 --period 2023",
};

impl Measure for Recovery {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        reference::asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        scope.measured(Unit::Percent, |period| {
            let (now, base) = reference::now_and_base(scope, period, panels)?;
            let ratio = now.interval.over(&base.interval).ok_or_else(|| Gap::not_derivable("the base may be zero"))?;
            let mut recovery = computed(ratio.times(dec!(100)), Unit::Percent, CARD.formula, &[&now, &base]);
            recovery.base_vintage = Some(base.vintage);
            Ok(recovery)
        })
    }
}
