//! Days as numbers, as tables keep them.

use jiff::{ToSpan, civil::Date};

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1970.
pub fn day_number(date: Date) -> i32 {
    EPOCH.until(date).map_or(0, |span| span.get_days())
}

/// The day of a number; what lies outside the calendar is its nearest end.
pub fn day_of_number(number: i32) -> Date {
    EPOCH.saturating_add(i64::from(number).days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_numbers_are_one() {
        for (day, number) in [("1970-01-01", 0), ("1969-12-31", -1), ("2024-02-29", 19_782), ("2100-12-31", 47_846)] {
            let date: Date = day.parse().expect(day);
            assert_eq!((day_number(date), day_of_number(number)), (number, date));
        }
    }
}
