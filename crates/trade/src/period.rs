//! Periods on an integer grid of months. A month, a quarter, a year and any
//! span of whole months are one type, so that sums, shifts and containment
//! need no cases. Days are not here: trade is published by the month.

use std::{fmt, str::FromStr};

use crate::{Date, Hint};

/// A run of whole months, such as `2023`, `2023-10`, `2023-01..2023-10`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Period {
    /// Months since January of year 0.
    first: i32,
    /// How many months, at least one.
    count: i32,
}

/// Why a text is not a period.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("period `{text}` is not {wanted}")]
pub struct PeriodError {
    text: String,
    wanted: &'static str,
}

impl Hint for PeriodError {
    fn hint(&self) -> &'static str {
        "write 2023, 2023-Q1, 2023-10, 2023-01..2023-10 or 2015..2024; months run from 01 to 12"
    }
}

impl Period {
    /// A calendar year.
    pub const fn year(year: i32) -> Self {
        Self { first: year * 12, count: 12 }
    }

    /// A month of a year; the month counts from 1.
    pub fn month(year: i32, month: u8) -> Option<Self> {
        (1..=12).contains(&month).then(|| Self { first: year * 12 + i32::from(month) - 1, count: 1 })
    }

    /// From the first month of one period to the last of another.
    pub fn span(from: Self, to: Self) -> Option<Self> {
        let count = to.end() - from.first;
        (count > 0).then_some(Self { first: from.first, count })
    }

    const fn end(self) -> i32 {
        self.first + self.count
    }

    /// How many months it holds.
    pub const fn len_months(self) -> u32 {
        self.count.unsigned_abs()
    }

    /// Is it one month?
    pub const fn is_month(self) -> bool {
        self.count == 1
    }

    /// Is it one calendar year?
    pub const fn is_year(self) -> bool {
        self.count == 12 && self.first.rem_euclid(12) == 0
    }

    /// Is it one calendar quarter?
    pub const fn is_quarter(self) -> bool {
        self.count == 3 && self.first.rem_euclid(3) == 0
    }

    /// The word for how long it is: `year`, `month`, `quarter`, or `span` for any other.
    pub const fn grain(self) -> &'static str {
        if self.is_year() {
            "year"
        } else if self.is_month() {
            "month"
        } else if self.is_quarter() {
            "quarter"
        } else {
            "span"
        }
    }

    /// Does it begin in January and end in December?
    pub const fn is_whole_years(self) -> bool {
        self.first.rem_euclid(12) == 0 && self.count % 12 == 0
    }

    /// The year in which it begins.
    pub const fn first_year(self) -> i32 {
        self.first.div_euclid(12)
    }

    /// The year in which it ends.
    pub const fn last_year(self) -> i32 {
        (self.end() - 1).div_euclid(12)
    }

    /// Its first month.
    pub const fn first_month(self) -> Self {
        Self { first: self.first, count: 1 }
    }

    /// Its last month.
    pub const fn last_month(self) -> Self {
        Self { first: self.end() - 1, count: 1 }
    }

    /// The month's number in its year, 1 to 12, of the first month.
    pub const fn month_of_year(self) -> i32 {
        self.first.rem_euclid(12) + 1
    }

    /// The same months, so many years later (or, below zero, earlier).
    pub const fn shift_years(self, years: i32) -> Self {
        Self { first: self.first + 12 * years, count: self.count }
    }

    /// As many months, so many months later (or, below zero, earlier).
    pub const fn shift_months(self, months: i32) -> Self {
        Self { first: self.first + months, count: self.count }
    }

    /// How many months it begins after another; below zero, before.
    pub const fn months_from(self, other: Self) -> i32 {
        self.first - other.first
    }

    /// Its months in order.
    pub fn months(self) -> impl DoubleEndedIterator<Item = Self> + Clone {
        (self.first..self.end()).map(|first| Self { first, count: 1 })
    }

    /// Its calendar years in order, partly covered ones included.
    pub fn years(self) -> impl DoubleEndedIterator<Item = Self> + Clone {
        (self.first_year()..=self.last_year()).map(Self::year)
    }

    /// Does every month of `other` lie in it?
    pub const fn contains(self, other: Self) -> bool {
        self.first <= other.first && other.end() <= self.end()
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        self.first_month().last_day().first_of_month()
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        let last = self.last_month();
        // A grid outside jiff's years (±9999) cannot be parsed: see `grid_year`.
        Date::new(last.first_year() as i16, last.month_of_year() as i8, 1)
            .map(|first| first.last_of_month())
            .unwrap_or(Date::MAX)
    }
}

fn grid_year(text: &str) -> Option<i32> {
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn simple(text: &str) -> Result<Period, PeriodError> {
    let fault = |wanted| PeriodError { text: text.to_owned(), wanted };
    let Some((year, part)) = text.split_once('-') else {
        return grid_year(text).map(Period::year).ok_or_else(|| fault("a year, a quarter, a month or a span"));
    };
    let year = grid_year(year).ok_or_else(|| fault("a year, a quarter, a month or a span"))?;
    let digits = |text: &str, length: usize| {
        (text.len() == length && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse::<u8>().ok()).flatten()
    };
    if let Some(quarter) = part.strip_prefix('Q') {
        let quarter = digits(quarter, 1).filter(|q| (1..=4).contains(q)).ok_or_else(|| fault("a quarter"))?;
        return Ok(Period { first: year * 12 + (i32::from(quarter) - 1) * 3, count: 3 });
    }
    let month = digits(part, 2);
    month.and_then(|month| Period::month(year, month)).ok_or_else(|| fault("a month"))
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let Some((from, to)) = text.split_once("..") else { return simple(text) };
        let fault = || PeriodError { text: text.to_owned(), wanted: "a span that ends after it begins" };
        Self::span(simple(from)?, simple(to)?).ok_or_else(fault)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let month = |f: &mut fmt::Formatter<'_>, p: Self| write!(f, "{:04}-{:02}", p.first_year(), p.month_of_year());
        if self.is_year() {
            write!(f, "{:04}", self.first_year())
        } else if self.is_whole_years() {
            write!(f, "{:04}..{:04}", self.first_year(), self.last_year())
        } else if self.is_quarter() {
            write!(f, "{:04}-Q{}", self.first_year(), (self.month_of_year() + 2) / 3)
        } else if self.is_month() {
            month(f, *self)
        } else {
            month(f, self.first_month())?;
            f.write_str("..")?;
            month(f, self.last_month())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_read_and_print() {
        for (text, printed, months) in [
            ("2023", "2023", 12),
            ("2023-10", "2023-10", 1),
            ("2023-Q2", "2023-Q2", 3),
            ("2023-01..2023-10", "2023-01..2023-10", 10),
            ("2015..2024", "2015..2024", 120),
            ("2024-01..2024-12", "2024", 12),
            ("2023-04..2023-06", "2023-Q2", 3),
        ] {
            let period: Period = text.parse().expect(text);
            assert_eq!((period.to_string().as_str(), period.len_months()), (printed, months), "{text}");
        }
    }

    #[test]
    fn what_is_no_period_says_so() {
        for text in [
            "",
            "23",
            "2023-13",
            "2023-00",
            "2023-1",
            "2023-Q5",
            "2023-05..2023-04",
            "2023/05",
            "-023",
            "２０２３",
            "2023-+5",
            "2023-Q+2",
            "2023-Q002",
        ] {
            let error = text.parse::<Period>().expect_err(text);
            assert!(error.to_string().contains(text), "{error}");
        }
        assert_eq!("2023-13".parse::<Period>().unwrap_err().to_string(), "period `2023-13` is not a month");
    }

    #[test]
    fn the_grid_knows_its_neighbours() {
        let october: Period = "2023-10".parse().expect("a month");
        assert!(Period::year(2023).contains(october) && !october.contains(Period::year(2023)));
        assert_eq!(october.shift_years(-1).to_string(), "2022-10");
        assert_eq!("2024-02".parse::<Period>().expect("a month").last_day().to_string(), "2024-02-29");
        assert_eq!(Period::year(2023).months().count(), 12);
    }
}
