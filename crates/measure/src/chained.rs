//! Chained prices: a Fisher link a year, from the base to the period. Months
//! are linked to the same months a year earlier: a chain of months drifts.

use yalu_trade::{Card, Cut, Gap, Interval, Panel, Period, Reading, Unit, Wording, dec};

use crate::{Measure, Measured, Scope, index, scope::computed};

pub(crate) struct Chained;

static CARD: Card = Card {
    id: "chained",
    title: "Chained Fisher price index",
    label: [
        "chained Fisher price index on {base}",
        "{base} 기준 연쇄 피셔 물가지수",
        "以{base}为基期的链式费雪价格指数",
    ],
    unit: "%",
    formula: "Π F(y−1, y) × 100 over the years from the base to the period, its base = 100; 1 ÷ F backwards",
    citation: "IMF, Export and Import Price Index Manual (2009), ch. 9 and 16: annual chaining",
    needs: "values and weights of the goods in every year from the base to the period",
    caveats: "Chained by years only: chains of months drift. Refused under the desk's `least_matched`.",
    example: "chained --flow import --base 2019 --period 2023",
};

impl Measure for Chained {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let mut all: Vec<Period> =
            scope.periods.iter().flat_map(|&period| path(scope, period).unwrap_or_default().concat()).collect();
        all.sort();
        all.dedup();
        index::asks(scope, &all)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        index::rows(scope, panels, |stock, period| chain(scope, stock, period))
    }
}

/// The stops of the chain: the base, then year by year to the period. A base of several years is one stop.
fn path(scope: &Scope, period: Period) -> Option<Vec<Vec<Period>>> {
    let base = index::base(scope, period);
    let (first, last) = (*base.iter().min()?, *base.iter().max()?);
    let year = Period::first_year;
    let mut stops = vec![base.clone()];
    if base.contains(&period) {
        return Some(if base == [period] { stops } else { vec![base, vec![period]] });
    }
    if period > last {
        stops.extend((1..=year(period) - year(last)).map(|on| vec![last.shift_years(on)]));
    } else {
        stops.extend((1..=year(first) - year(period)).map(|back| vec![first.shift_years(-back)]));
    }
    Some(stops)
}

fn chain(scope: &Scope, stock: &index::Stock<'_>, period: Period) -> Result<(Reading, Wording), Gap> {
    let stops = path(scope, period).ok_or_else(|| Gap::not_derivable("no base is named"))?;
    let mut product = Interval::exact(yalu_trade::Decimal::ONE);
    let mut least = dec!(100);
    let mut papers = Vec::new();
    for link in stops.windows(2) {
        let (from, to) = (&link[0], &link[1]);
        let [to] = to.as_slice() else { continue };
        let broken = |gap: Gap| Gap::not_derivable(format!("the link to {to} is missing: {}", gap.why));
        let none = || Gap::not_derivable(format!("a price of the link to {to} may be zero"));
        let matched = stock.matched(scope, from, *to).map_err(broken)?;
        product = product.by(&index::fisher(&matched.goods).ok_or_else(none)?);
        least = least.min(matched.coverage);
        papers.extend(matched.papers());
    }
    if papers.is_empty() {
        let matched = stock.matched(scope, &stops[0], period)?;
        least = matched.coverage;
        papers = matched.papers();
    }
    let index = computed(product.times(dec!(100)), Unit::Percent, CARD.formula, &papers);
    Ok((index, index::covered(least)))
}
