//! Multiple: how many times the mean of a named base a level is.

use yalu_trade::{Card, Cut, Gap, Panel, Unit};

use crate::{Measure, Measured, Scope, reference, scope::computed};

pub(crate) struct Multiple;

static CARD: Card = Card {
    id: "multiple",
    title: "Multiple of a base",
    label: ["as a multiple of {base}", "{base} 대비 배율", "相当于{base}的倍数"],
    unit: "times",
    formula: "V_t ÷ mean(V_b, b in the base)",
    citation: "Choi and Choi, North Korea's 2023 Trade with China (KIEP, 2024)",
    needs: "the level of the period and of every period of the base, or a printed mean of it",
    caveats: "Times is not times more: a multiple of 4.2 is 3.2 times more.",
    example: "multiple --flow import --commodity 1006 --weight --base 2017-18 --period 2023",
};

impl Measure for Multiple {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        reference::asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        scope.measured(Unit::Times, |period| {
            let (now, base) = reference::now_and_base(scope, period, panels)?;
            let ratio = now.interval.over(&base.interval).ok_or_else(|| Gap::not_derivable("the base may be zero"))?;
            let mut multiple = computed(ratio, Unit::Times, CARD.formula, &[&now, &base]);
            multiple.base_vintage = Some(base.vintage);
            Ok(multiple)
        })
    }
}
