//! The calendar as a model sees it: what a month's days and a feast that moves
//! explain of its trade, as regressors. Pure arithmetic of the Gregorian calendar
//! and one table of dates; a month is counted since January of the year 0, as in
//! a [`yalu_trade::Period`].
//!
//! Public holidays fixed by statute are not here. They are decreed year by year,
//! days of work are moved to weekends to make up for them, and they differ from one
//! economy to the next: a list of them would be a desk's, not the code's. So a
//! working day here is a day from Monday to Friday.

mod days;
mod lunar_new_year;

pub use days::{
    days_of_week, leap_year, length, length_of_month, trading_days, weekend_days, working_day_contrast, working_days,
};
pub use lunar_new_year::{LUNAR_NEW_YEARS, LunarNewYear, Window, lunar_new_year, lunar_new_year_shares};
