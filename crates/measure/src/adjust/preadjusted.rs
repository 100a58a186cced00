//! Before X-11: the regressors' effects are estimated in an airline model and taken out, and the
//! series is lengthened by a year of forecasts, so that no filter ends where the observations do.

use super::airline::{self, Fit};
use super::regressors::{self, CalendarOf, EventKind, Regressor};
use super::{Calendar, Mode, Options, Refusal};

/// A regressor's coefficient: in logs where the components multiply, in units of the series otherwise.
#[derive(Clone, Debug)]
pub struct Coefficient {
    /// Its name: `working days`, `LS 2020-03`.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

/// The model that the series was lengthened by.
#[derive(Clone, Debug)]
pub struct Model {
    /// θ of (1 − θB).
    pub theta: f64,
    /// Θ of (1 − ΘB¹²).
    pub seasonal_theta: f64,
    /// Variance of the innovations.
    pub variance: f64,
    /// Its logarithm, of the differenced series or of the differenced logs.
    pub log_likelihood: f64,
    /// Akaike's criterion, corrected.
    pub aicc: f64,
    /// The regressors'.
    pub coefficients: Vec<Coefficient>,
}

/// The series as X-11 takes it, and what was taken out of it, over observed and forecast months.
pub(super) struct Preadjusted {
    pub(super) values: Vec<f64>,
    pub(super) calendar: Option<Vec<f64>>,
    pub(super) shifts: Option<Vec<f64>>,
    pub(super) outliers: Option<Vec<f64>>,
    pub(super) model: Option<Model>,
}

/// The series from `first` on, prepared.
pub(super) fn preadjusted(values: &[f64], first: i32, options: &Options) -> Result<Preadjusted, Refusal> {
    let wanted = choices(options.calendar);
    let model_free = options.extension == 0 && options.events.is_empty() && wanted == [CalendarOf::default()];
    if model_free {
        let values = values.to_vec();
        return Ok(Preadjusted { values, calendar: None, shifts: None, outliers: None, model: None });
    }
    let logged = options.mode != Mode::Additive;
    let y: Vec<f64> = values.iter().map(|value| if logged { value.ln() } else { *value }).collect();
    let months = values.len() + options.extension;
    let mut best: Option<(Fit, Vec<Regressor>)> = None;
    for of in wanted {
        let mut all = regressors::calendar(of, first, months)?;
        for event in &options.events {
            all.push(regressors::event(*event, first, values.len(), months)?);
        }
        let columns: Vec<Vec<f64>> = all.iter().map(|regressor| regressor.column.clone()).collect();
        let fit = airline::fitted(&y, &columns).map_err(|_| Refusal::Collinear)?;
        if best.as_ref().is_none_or(|(before, _)| fit.aicc < before.aicc) {
            best = Some((fit, all));
        }
    }
    let (fit, all) = best.ok_or(Refusal::Collinear)?;
    taken_out(&y, logged, options.extension, &fit, &all)
}

/// Each choice of the calendar that is fitted, the smallest first.
fn choices(calendar: Calendar) -> Vec<CalendarOf> {
    let (Calendar::Given(of) | Calendar::Tested(of)) = calendar;
    let mut all = vec![of];
    if matches!(calendar, Calendar::Tested(_)) {
        all = vec![
            CalendarOf::default(),
            CalendarOf { lunar_new_year: None, ..of },
            CalendarOf { days: false, ..of },
            of,
        ];
        all.dedup();
    }
    all
}

fn taken_out(y: &[f64], logged: bool, extension: usize, fit: &Fit, all: &[Regressor]) -> Result<Preadjusted, Refusal> {
    let months = y.len() + extension;
    let effect = |of: &dyn Fn(Option<EventKind>) -> bool| -> Option<Vec<f64>> {
        let parts: Vec<(&Regressor, f64)> =
            all.iter().zip(&fit.coefficients).filter(|(part, _)| of(part.event)).map(|(part, b)| (part, b.0)).collect();
        let sum = |month: usize| parts.iter().map(|(part, value)| value * part.column[month]).sum::<f64>();
        (!parts.is_empty()).then(|| (0..months).map(sum).collect())
    };
    let calendar = effect(&|event| event.is_none());
    let shifts = effect(&|event| event == Some(EventKind::LevelShift));
    let outliers = effect(&|event| matches!(event, Some(EventKind::Outlier | EventKind::Transient)));
    let mut noise = y.to_vec();
    for part in [&calendar, &shifts, &outliers].into_iter().flatten() {
        noise.iter_mut().zip(part).for_each(|(value, effect)| *value -= effect);
    }
    let ahead = fit.forecast(&noise, extension).ok_or(Refusal::Collinear)?;
    noise.extend(ahead);
    let unlogged = |values: Vec<f64>| if logged { values.into_iter().map(f64::exp).collect() } else { values };
    let named = |(part, (value, error)): (&Regressor, &(f64, f64))| Coefficient {
        name: part.name.clone(),
        value: *value,
        error: *error,
    };
    Ok(Preadjusted {
        values: unlogged(noise),
        calendar: calendar.map(unlogged),
        shifts: shifts.map(unlogged),
        outliers: outliers.map(unlogged),
        model: Some(Model {
            theta: fit.theta,
            seasonal_theta: fit.seasonal_theta,
            variance: fit.variance,
            log_likelihood: fit.log_likelihood,
            aicc: fit.aicc,
            coefficients: all.iter().zip(&fit.coefficients).map(named).collect(),
        }),
    })
}
