//! Stability: how far the months of a period spread about their straight
//! trend, in percent of their mean. Small is steady.

use yalu_trade::{Card, Cut, Gap, Interval, Panel, Period, Reading, Unit};

use crate::{
    Measure, Measured, Row, Scope,
    float::{float, outward},
    level,
    scope::computed,
    wording::{each, listed},
};

pub(crate) struct Stability;

static CARD: Card = Card {
    id: "stability",
    title: "Spread about the trend",
    label: ["spread about the trend", "추세 대비 변동", "围绕趋势的波动"],
    unit: "%",
    formula: "√(Σ e² ÷ (n − 2)) ÷ mean × 100, e the residuals of V on a straight line over the months; = CV·√(1 − adjusted R²)",
    citation: "Cuddy and Della Valle, Measuring the Instability of Time Series Data (Oxford Bulletin 40, 1978)",
    needs: "at least six months of the period",
    caveats: "The trend is a straight line: a turn in the middle counts as spread.",
    example: "stability --flow import --period 2023",
};

/// A trend through fewer months than this is a line through anything.
const LEAST: usize = 6;

impl Measure for Stability {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let months: Vec<Period> = scope.periods.iter().flat_map(|period| period.months()).collect();
        level::asks(scope, scope.flow, &scope.commodity, &months)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let row = |&period: &Period| {
            let months: Vec<(Period, Result<Reading, Gap>)> = period
                .months()
                .map(|month| (month, level::at(scope, scope.flow, &scope.commodity, month, panels)))
                .collect();
            let absent: Vec<Period> = months.iter().filter(|(_, r)| r.is_err()).map(|(m, _)| *m).collect();
            let says = each(|lang| {
                let listed = listed(&absent, lang);
                match lang {
                    yalu_trade::Lang::En => format!("without {listed}"),
                    yalu_trade::Lang::Ko => format!("{listed} 제외"),
                    yalu_trade::Lang::Zh => format!("不含{listed}"),
                }
            });
            let answer = spread(period, &months, &absent);
            let says = Some(says).filter(|_| !absent.is_empty() && answer.is_ok());
            Row { says, ..scope.row(period, answer) }
        };
        Measured { unit: Unit::Percent, rows: scope.periods.iter().map(row).collect(), total: None, notes: Vec::new() }
    }
}

fn spread(period: Period, months: &[(Period, Result<Reading, Gap>)], absent: &[Period]) -> Result<Reading, Gap> {
    let known: Vec<(usize, &Reading)> =
        months.iter().enumerate().filter_map(|(i, (_, r))| Some((i, r.as_ref().ok()?))).collect();
    if known.len() < LEAST {
        let named = absent.iter().take(12).map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let missing = if named.is_empty() { String::new() } else { format!("; missing: {named}") };
        let why = format!("a trend needs {LEAST} months; {} of {period} are on file{missing}", known.len());
        return Err(Gap::not_derivable(why));
    }
    let open = || Gap::not_derivable("a month is known on one side only");
    // Where no value is best the middle stands for the month; the bounds do not rest on it.
    let middle = |interval: &Interval| {
        let bounds = interval.low.zip(interval.high).map(|(low, high)| (float(low) + float(high)) / 2.0);
        interval.best.map(float).or(bounds)
    };
    let points: Option<Vec<(f64, f64)>> = known.iter().map(|(i, r)| Some((*i as f64, middle(&r.interval)?))).collect();
    let points = points.ok_or_else(open)?;
    let off: Option<Vec<f64>> = known
        .iter()
        .zip(&points)
        .map(|((_, r), (_, at))| Some((float(r.interval.high?) - at).max(at - float(r.interval.low?))))
        .collect();
    let off = off.ok_or_else(open)?;
    let n = points.len() as f64;
    let sum_of_squares = residuals(&points).iter().map(|e| e * e).sum::<f64>();
    let mean = points.iter().map(|(_, y)| y).sum::<f64>() / n;
    let error = |rss: f64| libm::sqrt(rss / (n - 2.0));
    // Residuals are a projection: moving the months by so much moves their length by no more.
    let slack = libm::sqrt(off.iter().map(|d| d * d).sum::<f64>());
    let mean_off = off.iter().sum::<f64>() / n;
    if mean - mean_off <= 0.0 {
        return Err(Gap::not_derivable("the mean of the months may be zero"));
    }
    let length = libm::sqrt(sum_of_squares);
    let low = error((length - slack).max(0.0).powi(2)) / (mean + mean_off) * 100.0;
    let high = error((length + slack).powi(2)) / (mean - mean_off) * 100.0;
    let best = error(sum_of_squares) / mean * 100.0;
    let exact = known.iter().all(|(_, reading)| reading.interval.best.is_some());
    let inputs: Vec<&Reading> = known.iter().map(|(_, reading)| *reading).collect();
    Ok(computed(outward(Some(low), Some(best).filter(|_| exact), Some(high)), Unit::Percent, CARD.formula, &inputs))
}

/// What a straight line by least squares leaves.
fn residuals(points: &[(f64, f64)]) -> Vec<f64> {
    let n = points.len() as f64;
    let (mean_x, mean_y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / n, y + point.1 / n));
    let across: f64 = points.iter().map(|(x, _)| (x - mean_x) * (x - mean_x)).sum();
    let slope = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum::<f64>() / across;
    points.iter().map(|(x, y)| y - mean_y - slope * (x - mean_x)).collect()
}
