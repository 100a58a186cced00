//! GEKS over a rolling window: the mean, over every period of the window, of
//! the way through it. It does not drift, and no period is the favourite.
//! Months have a window of thirteen, so that the first is the same month a year
//! earlier; years one of five.

use yalu_trade::{Card, Cut, Decimal, Gap, Panel, Period, Reading, Unit, Wording, dec};

use crate::{
    Measure, Measured, Scope,
    float::{float, outward},
    index::{self, Stock},
    scope::computed,
};

pub(crate) struct Geks;

static CARD: Card = Card {
    id: "geks",
    title: "GEKS price index over a rolling window",
    label: ["GEKS price index", "GEKS 물가지수", "GEKS价格指数"],
    unit: "%",
    formula: "Π_l (F(0, l) · F(l, t))^(1/n) × 100 over the n periods of the window that ends with t; its first = 100",
    citation: "Ivancic, Diewert and Fox, Scanner Data, Time Aggregation and the Construction of Price Indexes (Journal of Econometrics 161, 2011)",
    needs: "values and weights of the goods in every period of the window",
    caveats: "Windows of different months do not chain: each has its own first period as 100. Refused under the desk's `least_matched`.",
    example: "geks --flow import --period 2023-12",
};

/// Periods of a window: of months, and of longer periods.
const MONTHS: i32 = 13;
const YEARS: i32 = 5;

fn window(period: Period) -> Vec<Period> {
    if period.is_month() {
        return (0..MONTHS).rev().map(|back| period.shift_months(-back)).collect();
    }
    (0..YEARS).rev().map(|back| period.shift_years(-back)).collect()
}

impl Measure for Geks {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let mut all: Vec<Period> = scope.periods.iter().flat_map(|&period| window(period)).collect();
        all.sort();
        all.dedup();
        index::asks(scope, &all)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        index::rows(scope, panels, |stock, period| through(scope, stock, &window(period)))
    }
}

fn through(scope: &Scope, stock: &Stock<'_>, window: &[Period]) -> Result<(Reading, Wording), Gap> {
    let (first, last) = (window[0], window[window.len() - 1]);
    let (mut low, mut best, mut high) = (Some(0.0), Some(0.0), Some(0.0));
    let mut least = dec!(100);
    let mut papers: Vec<&Reading> = Vec::new();
    let steps = window.iter().flat_map(|&by| [(first, by), (by, last)]).filter(|(from, to)| from != to);
    for (from, to) in steps {
        let broken = |gap: Gap| {
            Gap::not_derivable(format!("of the window {first} to {last}, {from} and {to} do not match: {}", gap.why))
        };
        let matched = stock.matched(scope, &[from], to).map_err(broken)?;
        let step =
            index::fisher(&matched.goods).ok_or_else(|| Gap::not_derivable(format!("a price of {to} may be zero")))?;
        let ln = |value: Option<Decimal>| value.map(|value| libm::log(float(value)));
        let add = |sum: Option<f64>, part: Option<f64>| Some(sum? + part?);
        (low, best, high) = (add(low, ln(step.low)), add(best, ln(step.best)), add(high, ln(step.high)));
        least = least.min(matched.coverage);
        papers.extend(matched.papers());
    }
    let root = |sum: Option<f64>| sum.map(|sum| libm::exp(sum / window.len() as f64));
    let index = outward(root(low), root(best), root(high)).times(dec!(100));
    Ok((computed(index, Unit::Percent, CARD.formula, &papers), index::covered(least)))
}
