//! Against the same months of a base: a month of this year as percent of the
//! same month in each year of the base. A season is held against itself, and a
//! year in which the border was shut is stepped over.

use yalu_trade::{Base, Card, Cut, Gap, Interval, Panel, Period, Reading, Unit, dec};

use crate::{Measure, Measured, Scope, level, scope::computed};

pub(crate) struct SameMonths;

static CARD: Card = Card {
    id: "same-months",
    title: "Against the same months of a base",
    label: ["against the same months of {base}", "{base} 같은 달 대비", "与{base}同月相比"],
    unit: "%",
    formula: "V_t ÷ mean(V of the same months of year b, b in the base) × 100",
    citation: "National Bureau of Statistics of China, monthly releases of 2021: growth on the same month of 2019",
    needs: "the level of the period and of the same months in every year of the base",
    caveats: "The Lunar New Year does not fall into the same month each year.",
    example: "same-months --flow import --period 2023-10 --base 2019",
};

/// The same months in each year of a base.
pub(crate) fn in_base(base: &Base, period: Period) -> Vec<Period> {
    let years = base.periods.iter().flat_map(|of| of.years());
    years.map(|year| period.shift_years(year.first_year() - period.first_year())).collect()
}

impl Measure for SameMonths {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let of = |&period: &Period| {
            let base = scope.base.iter().flat_map(move |base| in_base(base, period));
            std::iter::once(period).chain(base)
        };
        level::asks(scope, scope.flow, &scope.commodity, &scope.periods.iter().flat_map(of).collect::<Vec<Period>>())
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let at = |period| level::at(scope, scope.flow, &scope.commodity, period, panels);
        scope.measured(Unit::Percent, |period| {
            let base = scope.base.as_ref().ok_or_else(|| Gap::not_derivable("no base is named"))?;
            let now = at(period)?;
            let lacks = |gap: Gap| Gap::not_derivable(format!("the base `{}` lacks a month: {}", base.id, gap.why));
            let then: Vec<Reading> =
                in_base(base, period).into_iter().map(|period| at(period).map_err(lacks)).collect::<Result<_, _>>()?;
            let mean = Interval::mean(then.iter().map(|reading| &reading.interval));
            let mean = mean.ok_or_else(|| Gap::not_derivable("the base has no period"))?;
            let ratio = now.interval.over(&mean).ok_or_else(|| Gap::not_derivable("the base may be zero"))?;
            let inputs: Vec<&Reading> = std::iter::once(&now).chain(&then).collect();
            let mut percent = computed(ratio.times(dec!(100)), Unit::Percent, CARD.formula, &inputs);
            percent.vintage = now.vintage;
            percent.base_vintage = then.iter().map(|reading| reading.vintage).max_by_key(|vintage| vintage.released);
            Ok(percent)
        })
    }
}
