//! The days of a month: how many, and which days of the week. Every function takes
//! a month since January of the year 0 and answers for any month of the Gregorian
//! calendar, carried back before 1582 by its own rule.
//!
//! The regressors are those of regARIMA modelling (Bell & Hillmer 1983, "Modeling
//! time series with calendar variation", JASA 78; Findley, Monsell, Bell, Otto & Chen
//! 1998, "New capabilities and methods of the X-12-ARIMA seasonal-adjustment program",
//! JBES 16). The means are those of the calendar's whole cycle of 400 years, 146,097
//! days; X-13ARIMA-SEATS takes those of the Julian four years (28.25 and 30.4375).

/// Days before a month in a year that is no leap year, and those of the year.
const BEFORE: [i64; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/// The first day of the year 0 was a Saturday, the sixth day of the week.
const FIRST_WEEKDAY: i64 = 5;

/// Leap years among 400.
const LEAP_YEARS: f64 = 97.0;

/// February's place in its year.
const FEBRUARY: usize = 1;

fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

/// The year of a month, and the month's place in it from 0.
fn placed(month: i64) -> (i64, usize) {
    // A remainder by twelve is never negative and always fits.
    (month.div_euclid(12), month.rem_euclid(12) as usize)
}

/// Days from 1 January of the year 0 to the first of a month.
pub(super) fn first_day(month: i64) -> i64 {
    let (year, at) = placed(month);
    let leap_days = (year + 3).div_euclid(4) - (year + 99).div_euclid(100) + (year + 399).div_euclid(400);
    365 * year + leap_days + BEFORE[at] + i64::from(at > FEBRUARY && is_leap(year))
}

/// How many days a month has: 28 to 31.
pub fn length(month: i32) -> u8 {
    let (year, at) = placed(month.into());
    // Between 28 and 31.
    (BEFORE[at + 1] - BEFORE[at] + i64::from(at == FEBRUARY && is_leap(year))) as u8
}

/// How many Mondays, Tuesdays, … Sundays a month has: four or five of each.
pub fn days_of_week(month: i32) -> [u8; 7] {
    let first = first_day(month.into()) + FIRST_WEEKDAY;
    let mut days = [4; 7];
    for extra in 0..i64::from(length(month) - 28) {
        days[(first + extra).rem_euclid(7) as usize] += 1;
    }
    days
}

/// Days from Monday to Friday in a month: 20 to 23. Public holidays count as what they fall on.
pub fn working_days(month: i32) -> u8 {
    days_of_week(month)[..5].iter().sum()
}

/// Saturdays and Sundays of a month: 8 to 10.
pub fn weekend_days(month: i32) -> u8 {
    days_of_week(month)[5..].iter().sum()
}

/// Six regressors of trading days, in days: how many more Mondays, Tuesdays, …
/// Saturdays than Sundays a month has, −1, 0 or 1 (Bell & Hillmer 1983; `td` of X-13ARIMA-SEATS).
pub fn trading_days(month: i32) -> [f64; 6] {
    let days = days_of_week(month).map(f64::from);
    std::array::from_fn(|day| days[day] - days[6])
}

/// One regressor of trading days, in days: working days less 5/2 of the days of
/// weekends, −5 to 3; 0 where every day comes four times (`td1coef` of X-13ARIMA-SEATS).
pub fn working_day_contrast(month: i32) -> f64 {
    f64::from(working_days(month)) - 2.5 * f64::from(weekend_days(month))
}

/// The leap year, in days: the length of a month less the long-run mean of that
/// calendar month: 0.7575 in the February of a leap year, −0.2425 in any other
/// February, 0 elsewhere. It is what the length of a month tells beyond the season
/// (`lpyear` of X-13ARIMA-SEATS, there 0.75 and −0.25).
pub fn leap_year(month: i32) -> f64 {
    let (_, at) = placed(month.into());
    if at == FEBRUARY { f64::from(length(month)) - (28.0 + LEAP_YEARS / 400.0) } else { 0.0 }
}

/// The length of a month, in days, less that of a mean month, 30.436875: from
/// −2.44 to 0.56 (`lom` of X-13ARIMA-SEATS, there less 30.4375). It holds a season
/// of its own; [`leap_year`] is the same without it.
pub fn length_of_month(month: i32) -> f64 {
    f64::from(length(month)) - (365.0 + LEAP_YEARS / 400.0) / 12.0
}
