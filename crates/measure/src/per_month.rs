//! Per month: a level spread evenly over the months of its period.

use yalu_trade::{Card, Cut, Decimal, Gap, Interval, Panel};

use crate::{Measure, Measured, Scope, level, scope::computed};

pub(crate) struct PerMonth;

static CARD: Card = Card {
    id: "per-month",
    title: "Level per month",
    label: ["per month", "월평균", "月均"],
    unit: "currency, or t by weight",
    formula: "V ÷ the number of months in the period",
    citation: "UN Statistics Division, IMTS: Compilers Manual, Revision 1 (2013)",
    needs: "the level of the period",
    caveats: "A mean over months says nothing of any of them.",
    example: "per-month --flow import --period 2023",
};

impl Measure for PerMonth {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        level::asks(scope, scope.flow, &scope.commodity, &scope.periods)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        scope.measured(scope.unit(), |period| {
            let level = level::at(scope, scope.flow, &scope.commodity, period, panels)?;
            let months = Interval::exact(Decimal::from(period.len_months()));
            let mean = level.interval.over(&months).ok_or_else(|| Gap::not_derivable("a period without months"))?;
            Ok(computed(mean, level.unit, CARD.formula, &[&level]))
        })
    }
}
