//! Growth: the change on a year earlier, in percent. It names the vintage of
//! its base: customs compare with last year as revised by release day, and
//! against the first release the answer is another.

use yalu_trade::{Card, Cut, Gap, Panel, Period, Reading, Unit};

use crate::{Measure, Measured, Scope, level, scope::computed};

pub(crate) struct Growth;

static CARD: Card = Card {
    id: "growth",
    title: "Growth on a year earlier",
    label: ["growth on a year earlier", "전년 대비 증감률", "同比增长"],
    unit: "%",
    formula: "(V_t ÷ V_t−1 − 1) × 100, against the same months a year earlier",
    citation: "UN Statistics Division, IMTS: Compilers Manual, Revision 1 (2013)",
    needs: "the level of the period and of the same months a year earlier",
    caveats: "Growth computed from first releases differs from growth that customs print, which is against last year as revised; both vintages are named. Off a closed border growth means little: `recovery` and `two-year-growth` stand beside it.",
    example: "growth --flow total --coverage reported+crude --period 2023",
};

impl Measure for Growth {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        asks(scope, 1)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        answer(scope, panels, 1, CARD.formula)
    }
}

/// The levels of the periods and of those so many years earlier.
pub(crate) fn asks(scope: &Scope, years: i32) -> Vec<Cut> {
    let both = scope.periods.iter().flat_map(|&period| [period, period.shift_years(-years)]).collect::<Vec<Period>>();
    level::asks(scope, scope.flow, &scope.commodity, &both)
}

/// Growth over so many years, from the panels of [`asks`].
pub(crate) fn answer(scope: &Scope, panels: &[Panel], years: i32, formula: &str) -> Measured {
    let at = |period| level::at(scope, scope.flow, &scope.commodity, period, panels);
    scope.measured(Unit::Percent, |period| between(&at(period)?, &at(period.shift_years(-years)), formula))
}

/// The growth from a base to now.
pub(crate) fn between(now: &Reading, base: &Result<Reading, Gap>, formula: &str) -> Result<Reading, Gap> {
    let base = base.as_ref().map_err(|gap| Gap::not_derivable(format!("its base is missing: {}", gap.why)))?;
    let interval = now.interval.growth_since(&base.interval);
    let interval = interval.ok_or_else(|| Gap::not_derivable("its base may be zero or below"))?;
    let mut growth = computed(interval, Unit::Percent, formula, &[now, base]);
    growth.vintage = now.vintage;
    growth.base_vintage = Some(base.vintage);
    Ok(growth)
}
