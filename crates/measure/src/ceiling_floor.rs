//! Ceiling and floor: the highest and the lowest month of a period. A month
//! that is not on file could be higher or lower, so it opens the bound.

use yalu_trade::{Card, Cut, Decimal, Gap, Interval, Panel, Period, Reading};

use crate::{
    Measure, Measured, Row, Scope, level,
    scope::computed,
    wording::{each, listed, three},
};

pub(crate) struct CeilingFloor;

static CARD: Card = Card {
    id: "ceiling-floor",
    title: "Monthly ceiling and floor",
    label: ["monthly ceiling and floor", "월별 상한·하한", "月度上限与下限"],
    unit: "currency, or t by weight",
    formula: "max and min of V_m over the months of the period; a month that is not on file leaves the bound open",
    citation: "David and Nagaraja, Order Statistics (3rd ed., 2003), ch. 1: extremes",
    needs: "the months of the period",
    caveats: "A month that is absent can be anything: it opens the bound.",
    example: "ceiling-floor --flow import --period 2023",
};

impl Measure for CeilingFloor {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let months: Vec<Period> = scope.periods.iter().flat_map(|period| period.months()).collect();
        level::asks(scope, scope.flow, &scope.commodity, &months)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let both = |&period: &Period| {
            let months: Vec<(Period, Result<Reading, Gap>)> = period
                .months()
                .map(|month| (month, level::at(scope, scope.flow, &scope.commodity, month, panels)))
                .collect();
            [true, false].map(|ceiling| extreme(scope, period, &months, ceiling))
        };
        let rows = scope.periods.iter().flat_map(both).collect();
        Measured { unit: scope.unit(), rows, total: None, notes: Vec::new() }
    }
}

fn extreme(scope: &Scope, period: Period, months: &[(Period, Result<Reading, Gap>)], ceiling: bool) -> Row {
    let name =
        if ceiling { three("ceiling", "최고 월", "最高月") } else { three("floor", "최저 월", "最低月") };
    let known: Vec<(Period, &Reading)> = months.iter().filter_map(|(m, r)| Some((*m, r.as_ref().ok()?))).collect();
    let absent: Vec<Period> = months.iter().filter(|(_, r)| r.is_err()).map(|(m, _)| *m).collect();
    let named = |answer| Row { name: Some(name.clone()), ..scope.row(period, answer) };
    if known.is_empty() {
        return named(Err(Gap::not_derivable(format!("no month of {period} is on file"))));
    }
    let pick = |side: fn(&Interval) -> Option<Decimal>| {
        let values: Option<Vec<Decimal>> = known.iter().map(|(_, reading)| side(&reading.interval)).collect();
        values.and_then(|values| if ceiling { values.into_iter().max() } else { values.into_iter().min() })
    };
    let (low, best, high) = (pick(|i| i.low), pick(|i| i.best), pick(|i| i.high));
    let open = !absent.is_empty();
    // What is absent can only be higher than the ceiling, or lower than the floor.
    let interval = Interval {
        low: low.filter(|_| ceiling || !open),
        best: best.filter(|_| !open),
        high: high.filter(|_| !ceiling || !open),
    };
    let holds: Vec<Period> =
        known.iter().filter(|(_, r)| candidate(&r.interval, low, high, ceiling)).map(|(m, _)| *m).collect();
    let says = each(|lang| {
        use yalu_trade::Lang;
        let mut said = listed(&holds, lang);
        if open {
            said.push_str(&match lang {
                Lang::En => format!("; nothing is on file for {}", listed(&absent, lang)),
                Lang::Ko => format!("; {} 자료 없음", listed(&absent, lang)),
                Lang::Zh => format!("；{}无资料", listed(&absent, lang)),
            });
        }
        said
    });
    let readings: Vec<&Reading> = known.iter().map(|(_, reading)| *reading).collect();
    Row { says: Some(says), ..named(Ok(computed(interval, scope.unit(), CARD.formula, &readings))) }
}

/// Can this month be the extreme one?
fn candidate(month: &Interval, low: Option<Decimal>, high: Option<Decimal>, ceiling: bool) -> bool {
    if ceiling {
        month.high.zip(low).is_none_or(|(most, low)| most >= low)
    } else {
        month.low.zip(high).is_none_or(|(least, high)| least <= high)
    }
}
