//! Share change: how many percentage points a share moved in a year.

use yalu_trade::{Card, Cut, Panel, Period, Unit};

use crate::{Measure, Measured, Scope, scope::computed, share};

pub(crate) struct ShareChange;

static CARD: Card = Card {
    id: "share-change",
    title: "Change of the share",
    label: ["change of the share", "비중 변화", "比重变化"],
    unit: "points",
    formula: "share_t − share_t−1, in percentage points",
    citation: "UN Economic Commission for Europe, Making Data Meaningful, part 1 (2009): percentage points",
    needs: "the share in the period and a year earlier",
    caveats: "It is in percentage points, and no percentage.",
    example: "share-change --flow import --commodity 6703 --period 2023",
};

impl Measure for ShareChange {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let both: Vec<Period> = scope.periods.iter().flat_map(|&period| [period, period.shift_years(-1)]).collect();
        share::asks(scope, &both)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        scope.measured(Unit::Points, |period| {
            let (now, then) = (share::at(scope, period, panels)?, share::at(scope, period.shift_years(-1), panels)?);
            let mut change = computed(now.interval.minus(&then.interval), Unit::Points, CARD.formula, &[&now, &then]);
            change.base_vintage = Some(then.vintage);
            Ok(change)
        })
    }
}
