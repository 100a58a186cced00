//! The likeliest slip behind a print that the evidence excludes: the one simple
//! change of the question, or of the digits, that makes it fit. Simple changes
//! are tried first. Where none fits, only what kind of figure is wrong is said.

use yalu_evidence::{Context, Other, Slip, slip};
use yalu_measure::Scope;
use yalu_trade::{
    Approx, Cause, Commodity, Decimal, Flow, Interval, Lang, Period, Printed, Quantity, ReadError, Reading, Unit, dec,
};

use crate::{
    Watch,
    claims::{Asked, one},
    held::{figure, fitting},
    print::{Style, print, quote},
};

/// The likeliest slip, with the reasons that the evidence gives.
pub(crate) fn likeliest(watch: &Watch, asked: &Asked, found: &Reading) -> Result<Slip, ReadError> {
    let printed = &asked.printed;
    let mut others = Vec::new();
    for (cause, what, other) in elsewhere(watch, asked) {
        if let Some(reading) = fitting(watch, &other)? {
            let what = format!("{what} ({})", figure(&other, &reading));
            others.push(Other { cause, interval: reading.interval, what });
        }
    }
    if let Some((year, sum)) = quoted_of_another_year(watch, asked)? {
        let said = print((&sum).into(), Style::Percent, Lang::En);
        let what = format!("the share of {year} ({said})");
        others.push(Other { cause: Cause::WrongPeriod, interval: sum.interval, what });
    }
    let context = Context {
        bare: printed.scale == Decimal::ONE && matches!(printed.unit, Unit::Money(_)),
        months: None,
        growth: asked.measure == "growth" || asked.measure == "two-year-growth",
        reckoned: matches!(printed.unit, Unit::Percent | Unit::Times | Unit::Points)
            || matches!(asked.measure.as_str(), "base-mean" | "per-month" | "top" | "balance"),
        others,
        otherwise: of_kind(&asked.measure),
    };
    Ok(slip(printed, &found.interval, &context))
}

/// What kind of figure is wrong, where nothing tells how it came about.
fn of_kind(measure: &str) -> Cause {
    match measure {
        "top" | "top-share-previous" | "balance" => Cause::Sum,
        "share" | "top-share" | "sectors" => Cause::Share,
        "growth" | "two-year-growth" => Cause::Growth,
        "recovery" | "multiple" | "per-month" | "base-mean" => Cause::Ratio,
        "rank" => Cause::Rank,
        _ => Cause::Unknown,
    }
}

/// Other questions to which what is printed would be the answer.
fn elsewhere(watch: &Watch, asked: &Asked) -> Vec<(Cause, String, Asked)> {
    let scope = &asked.scope;
    let mut others = Vec::new();
    if let [period] = scope.periods.as_slice() {
        let in_period = |period: Period| asked.about(Scope { periods: vec![period], ..scope.clone() });
        let near = [period.shift_years(-1), period.shift_years(1)];
        others.extend(near.map(|other| (Cause::WrongPeriod, format!("that of {other}"), in_period(other))));
        if period.is_month() {
            let year: Vec<Period> = Period::year(period.first_year()).months().collect();
            let near = year.iter().filter(|month| (month.month_of_year() - period.month_of_year()).abs() == 1);
            others.extend(near.map(|&month| (Cause::WrongPeriod, format!("that of {month}"), in_period(month))));
            if let Some(so_far) = Period::span(year[0], *period).filter(|so_far| so_far != period) {
                let what = format!("the year to {period}");
                others.push((Cause::CumulativeForMonth, what, in_period(so_far)));
            }
        } else if !period.is_year() && period.month_of_year() == 1 {
            let last = period.last_month();
            others.push((Cause::MonthForCumulative, format!("that of {last} alone"), in_period(last)));
        }
    }
    let mirror = match scope.flow {
        Flow::X => Some(Flow::M),
        Flow::M => Some(Flow::X),
        _ => None,
    };
    others.extend(mirror.map(|flow| {
        let what = format!("that of {}", flow.side().noun());
        (Cause::SwappedFlow, what, asked.about(Scope { flow, ..scope.clone() }))
    }));
    if let Some(base) = &scope.base {
        let bases = watch.desk.bases.iter().filter(|other| other.id != base.id);
        others.extend(bases.map(|other| {
            let what = format!("the figure against {}", other.label.in_lang(Lang::En));
            (Cause::Base, what, asked.about(Scope { base: Some(other.clone()), ..scope.clone() }))
        }));
    }
    if asked.measure == "growth" {
        let share = Asked { measure: "share".to_owned(), ..asked.clone() };
        others.push((Cause::ShareForGrowth, "a share".to_owned(), share));
    }
    others
}

/// The share of a basket in the year before or after, as the sum of its items' shares in print.
fn quoted_of_another_year(watch: &Watch, asked: &Asked) -> Result<Option<(Period, Reading)>, ReadError> {
    let Commodity::Basket(id) = &asked.scope.commodity else { return Ok(None) };
    let (Some(basket), Some(period), "share") =
        (watch.desk.basket(id), asked.scope.periods.first(), asked.measure.as_str())
    else {
        return Ok(None);
    };
    for year in [period.shift_years(-1), period.shift_years(1)] {
        let mut parts = Vec::new();
        for item in &basket.items {
            let scope = Scope {
                commodity: Commodity::Code(item.hs.clone()),
                periods: vec![year],
                quantity: Quantity::PrintedShare { of: Commodity::Total },
                ..asked.scope.clone()
            };
            parts.extend(one(watch, "quoted", &scope)?.ok());
        }
        let sum = Interval::sum(parts.iter().map(|part| &part.interval));
        if let Some(first) = parts.first().filter(|_| parts.len() == basket.items.len())
            && sum.meets(&asked.printed.interval())
        {
            return Ok(Some((year, Reading { interval: sum, ..first.clone() })));
        }
    }
    Ok(None)
}

/// What was found, at the precision and in the scale of the print.
pub(crate) fn repaired(printed: &Printed, found: &Interval) -> Option<String> {
    let value = found.best?.checked_div(printed.scale)?;
    let places = printed.digits.split_once('.').map_or(0, |(_, decimals)| decimals.len() as u32);
    let mut rounded = value.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(places);
    let grouped = printed.digits.contains(',') || rounded.abs() >= dec!(10000);
    let digits = if grouped { crate::print::grouped(rounded, places) } else { rounded.to_string() };
    let digits = digits.replace('\u{2212}', "-");
    let other = Printed::read(&digits, printed.scale, printed.unit, approx(printed)).ok()?;
    Some(quote(&other, Lang::En))
}

/// Of words of approximation only "about" survives a repair.
fn approx(printed: &Printed) -> Approx {
    if printed.approx == Approx::About { Approx::About } else { Approx::Rounded }
}
