//! Growth on the period before: a month on the month before, a quarter on the
//! quarter before. It is not seasonally adjusted.

use yalu_trade::{Card, Cut, Panel, Period, Unit};

use crate::{Measure, Measured, Scope, growth, level};

pub(crate) struct PeriodOnPeriod;

static CARD: Card = Card {
    id: "period-growth",
    title: "Growth on the period before (month on month)",
    label: ["growth on the period before", "전기 대비 증감률", "环比增长"],
    unit: "%",
    formula: "(V_t ÷ V_t−1 − 1) × 100, against the period of the same length just before; not seasonally adjusted",
    citation: "OECD, Data and Metadata Reporting and Presentation Handbook (2007), ch. 4: period-to-period change",
    needs: "the level of the period and of the one of the same length just before",
    caveats: "It is not seasonally adjusted: the Lunar New Year moves it.",
    example: "period-growth --flow import --period 2023-11",
};

fn before(period: Period) -> Period {
    period.shift_months(-(period.len_months() as i32))
}

impl Measure for PeriodOnPeriod {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let both: Vec<Period> = scope.periods.iter().flat_map(|&period| [period, before(period)]).collect();
        level::asks(scope, scope.flow, &scope.commodity, &both)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let at = |period| level::at(scope, scope.flow, &scope.commodity, period, panels);
        scope.measured(Unit::Percent, |period| growth::between(&at(period)?, &at(before(period)), CARD.formula))
    }
}
