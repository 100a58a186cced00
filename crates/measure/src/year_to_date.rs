//! Year to date: from January to the period's last month.

use yalu_trade::{Card, Cut, Panel, Period};

use crate::{Measure, Measured, Row, Scope, spans};

pub(crate) struct YearToDate;

static CARD: Card = Card {
    id: "year-to-date",
    title: "Year to date",
    label: ["year to date", "연초 누계", "年初累计"],
    unit: "currency, or t by weight",
    formula: "V from January to the period's last month: as printed, or Σ V_m over the months",
    citation: "UN Statistics Division, IMTS: Compilers Manual, Revision 1 (2013): cumulative data",
    needs: "the cumulative print, or every month from January",
    caveats: "A year to date is not a month; what customs revise within the year comes in with the last month.",
    example: "year-to-date --flow import --period 2023-10",
};

impl Measure for YearToDate {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        spans::asks(scope, &scope.periods.iter().copied().map(spans::year_to_date).collect::<Vec<Period>>())
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let row = |&period: &Period| {
            let span = spans::year_to_date(period);
            Row { period: span, ..scope.row(period, spans::at(scope, span, panels)) }
        };
        Measured { unit: scope.unit(), rows: scope.periods.iter().map(row).collect(), total: None, notes: Vec::new() }
    }
}
