//! What the made files of several offices have in common: which rows they are of, and how
//! periods and texts are written.

use std::io;

use yalu_trade::{Flow, Period};

use super::{
    Calibrated, Made, Named,
    china_customs::{Each, each, total},
};

pub(super) use super::china_customs::slices;

/// Refuses flows that the office has no rows of.
pub(super) fn only(spec: &Made, flows: &[Flow]) -> io::Result<()> {
    match spec.flows.iter().find(|flow| !flows.contains(flow)) {
        Some(flow) => Err(io::Error::other(format!("its files have no rows of {flow}"))),
        None => Ok(()),
    }
}

/// What a partner's rows of a period and flow come to.
pub(super) fn sum_of(spec: &Made, partner: &Calibrated, period: Period, flow: Flow) -> u64 {
    total(spec, partner, period, flow)
}

/// Every row by all modes and provinces there are, and how many.
pub(super) fn both(spec: &Made, named: &[Named], take: &mut Each<'_>) -> io::Result<u64> {
    let mut count = 0;
    each(spec, named, &mut |row| {
        count += 1;
        take(row)
    })?;
    Ok(count)
}

/// Every row, of all modes and provinces together, and how many.
pub(super) fn rows(spec: &Made, named: &[Named], take: &mut Each<'_>) -> io::Result<u64> {
    both(&Made { modes: 0, provinces: 0, ..spec.clone() }, named, take)
}

/// A month with something between its year and its number.
pub(super) fn month(period: Period, between: &str) -> io::Result<String> {
    if !period.is_month() {
        return Err(io::Error::other(format!("the office's rows are of months, and {period} is none")));
    }
    Ok(format!("{}{between}{:02}", period.first_year(), period.month_of_year()))
}

/// A year.
pub(super) fn year(period: Period) -> io::Result<i32> {
    if period.is_year() {
        Ok(period.first_year())
    } else {
        Err(io::Error::other(format!("the office's rows are of years, and {period} is none")))
    }
}

/// A text in JSON.
pub(super) fn quoted(text: &str) -> io::Result<String> {
    serde_json::to_string(text).map_err(io::Error::other)
}
