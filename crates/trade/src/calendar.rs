//! When an office releases what: a month that is not due yet is not missing.

use jiff::{ToSpan, civil::Date};

use crate::Period;

/// The release calendar of an office.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Calendar {
    /// How many months after the period's last month its detail comes out.
    pub months_after: u8,
    /// On which day of that month.
    pub day: u8,
    /// January comes out with February, never alone.
    pub january_with_february: bool,
}

impl Calendar {
    /// The day on which a period is due.
    pub fn due(&self, period: Period) -> Date {
        let last = period.last_month();
        let january = self.january_with_february && last.month_of_year() == 1;
        let month = last.shift_months(i32::from(self.months_after) + i32::from(january));
        let first = month.last_day().first_of_month();
        first.saturating_add((i64::from(self.day.max(1)) - 1).days()).min(month.last_day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_due_on_its_day_and_january_with_february() {
        let china = Calendar { months_after: 1, day: 20, january_with_february: true };
        for (period, due) in [
            ("2023-10", "2023-11-20"),
            ("2023-12", "2024-01-20"),
            ("2023", "2024-01-20"),
            ("2024-01", "2024-03-20"),
            ("2024-02", "2024-03-20"),
            ("2024-01..2024-02", "2024-03-20"),
        ] {
            assert_eq!(china.due(period.parse().expect("a period")).to_string(), due, "{period}");
        }
        let late = Calendar { months_after: 1, day: 31, january_with_february: false };
        assert_eq!(late.due("2024-01".parse().expect("a month")).to_string(), "2024-02-29");
    }
}
