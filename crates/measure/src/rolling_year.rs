//! Rolling year: the twelve months that end with a period. Where neither they
//! nor all of the months are on file, the year before and two years to date
//! give it.

use yalu_trade::{Card, Cut, Gap, Panel, Period, Reading};

use crate::{Measure, Measured, Row, Scope, scope::computed, spans};

pub(crate) struct RollingYear;

static CARD: Card = Card {
    id: "rolling-year",
    title: "Rolling twelve months",
    label: ["twelve months to the period's end", "최근 12개월 합계", "最近十二个月合计"],
    unit: "currency, or t by weight",
    formula: "Σ V_m over twelve months; or V of the year before + the year to date − the same of the year before",
    citation: "UN Statistics Division, IMTS: Compilers Manual, Revision 1 (2013): moving annual totals",
    needs: "twelve months, or the year before and two cumulative prints",
    caveats: "Three prints of different days need not be of one vintage.",
    example: "rolling-year --flow import --period 2023-06",
};

impl Measure for RollingYear {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let spans = |&period: &Period| {
            let to_date = spans::year_to_date(period);
            [spans::twelve_months(period), year_before(period), to_date, to_date.shift_years(-1)]
        };
        spans::asks(scope, &scope.periods.iter().flat_map(spans).collect::<Vec<Period>>())
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let row = |&period: &Period| {
            let span = spans::twelve_months(period);
            let answer = spans::at(scope, span, panels)
                .or_else(|gap| of_years(scope, period, panels).map_err(|other| both(&gap, &other)));
            Row { period: span, ..scope.row(period, answer) }
        };
        Measured { unit: scope.unit(), rows: scope.periods.iter().map(row).collect(), total: None, notes: Vec::new() }
    }
}

fn both(gap: &Gap, other: &Gap) -> Gap {
    if gap.why == other.why { gap.clone() } else { Gap::not_derivable(format!("{}; {}", gap.why, other.why)) }
}

fn year_before(period: Period) -> Period {
    Period::year(period.last_month().first_year() - 1)
}

fn of_years(scope: &Scope, period: Period, panels: &[Panel]) -> Result<Reading, Gap> {
    let to_date = spans::year_to_date(period);
    if to_date.is_year() {
        return spans::at(scope, to_date, panels);
    }
    let year = spans::at(scope, year_before(period), panels)?;
    let (now, then) = (spans::at(scope, to_date, panels)?, spans::at(scope, to_date.shift_years(-1), panels)?);
    let sum = year.interval.plus(&now.interval).minus(&then.interval);
    Ok(computed(sum, scope.unit(), CARD.formula, &[&year, &now, &then]))
}
