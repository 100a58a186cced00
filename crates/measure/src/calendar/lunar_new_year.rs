//! The Lunar New Year: its dates, and the share of the days around it that a month
//! holds. Work slackens before it, stops for it and comes back after it, and it
//! moves between 21 January and 20 February, so that a season of months cannot hold it.

use std::ops::{Range, RangeInclusive};

use yalu_trade::Date;

use super::days::first_day;

/// The years whose Lunar New Year is known.
pub const LUNAR_NEW_YEARS: RangeInclusive<i32> = 1901..=2100;

/// First days of the first lunar month by year, as month × 100 + day: the Gregorian–Lunar
/// Calendar Conversion Table of the Hong Kong Observatory, ten years to a line. It is reckoned
/// in the time of Beijing, 120° E since 1929; where another meridian is kept, the year can begin
/// a day or, seldom, a month apart.
#[rustfmt::skip]
const DATES: [u16; 200] = [
    219, 208, 129, 216, 204, 125, 213, 202, 122, 210, // 1901–1910
    130, 218, 206, 126, 214, 203, 123, 211, 201, 220, // 1911–1920
    208, 128, 216, 205, 124, 213, 202, 123, 210, 130, // 1921–1930
    217, 206, 126, 214, 204, 124, 211, 131, 219, 208, // 1931–1940
    127, 215, 205, 125, 213, 202, 122, 210, 129, 217, // 1941–1950
    206, 127, 214, 203, 124, 212, 131, 218, 208, 128, // 1951–1960
    215, 205, 125, 213, 202, 121, 209, 130, 217, 206, // 1961–1970
    127, 215, 203, 123, 211, 131, 218, 207, 128, 216, // 1971–1980
    205, 125, 213, 202, 220, 209, 129, 217, 206, 127, // 1981–1990
    215, 204, 123, 210, 131, 219, 207, 128, 216, 205, // 1991–2000
    124, 212, 201, 122, 209, 129, 218, 207, 126, 214, // 2001–2010
    203, 123, 210, 131, 219, 208, 128, 216, 205, 125, // 2011–2020
    212, 201, 122, 210, 129, 217, 206, 126, 213, 203, // 2021–2030
    123, 211, 131, 219, 208, 128, 215, 204, 124, 212, // 2031–2040
    201, 122, 210, 130, 217, 206, 126, 214, 202, 123, // 2041–2050
    211, 201, 219, 208, 128, 215, 204, 124, 212, 202, // 2051–2060
    121, 209, 129, 217, 205, 126, 214, 203, 123, 211, // 2061–2070
    131, 219, 207, 127, 215, 205, 124, 212, 202, 122, // 2071–2080
    209, 129, 217, 206, 126, 214, 203, 124, 210, 130, // 2081–2090
    218, 207, 127, 215, 205, 125, 212, 201, 121, 209, // 2091–2100
];

/// The earliest and the latest that a new year of a year outside the table can be, a
/// day to spare: days after the first of January and of February.
const EARLIEST_AFTER_JANUARY: i64 = 19;
const LATEST_AFTER_FEBRUARY: i64 = 20;

/// How many days the new year acts, each length to be chosen by whoever fits (Lin &
/// Liu 2002 choose by AICC). A length of 0 means that there is no such window.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Window {
    /// Days before New Year's Day, the last of them its eve.
    pub before: u8,
    /// Days of the feast, the first of them New Year's Day.
    pub during: u8,
    /// Days after those of the feast.
    pub after: u8,
}

impl Window {
    fn lengths(self) -> [i64; 3] {
        [self.before, self.during, self.after].map(i64::from)
    }

    /// The days before, during and after, around a day.
    fn around(self, day: i64) -> [Range<i64>; 3] {
        let [before, during, after] = self.lengths();
        [day - before..day, day..day + during, day + during..day + during + after]
    }
}

/// The first day of the lunar year that begins in a Gregorian year; `None` outside [`LUNAR_NEW_YEARS`].
pub fn lunar_new_year(year: i32) -> Option<Date> {
    let date = i16::try_from(printed(year)?).ok()?;
    let (month, day) = (i8::try_from(date / 100).ok()?, i8::try_from(date % 100).ok()?);
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

/// A year's line of the table.
fn printed(year: i32) -> Option<u16> {
    let at = usize::try_from(year.checked_sub(*LUNAR_NEW_YEARS.start())?).ok()?;
    DATES.get(at).copied()
}

/// The same as a day since 1 January of the year 0.
fn day(year: i32) -> Option<i64> {
    let date = i64::from(printed(year)?);
    Some(first_day(i64::from(year) * 12 + date / 100 - 1) + date % 100 - 1)
}

/// The days of a month.
fn days(month: i64) -> Range<i64> {
    first_day(month)..first_day(month + 1)
}

/// How many days two runs have in common.
fn common(one: &Range<i64>, other: &Range<i64>) -> i64 {
    (one.end.min(other.end) - one.start.max(other.start)).max(0)
}

/// Days as parts of windows so long; a window of no days has none.
fn parts(days: [i64; 3], lengths: [i64; 3]) -> [f64; 3] {
    std::array::from_fn(|at| if lengths[at] == 0 { 0.0 } else { days[at] as f64 / lengths[at] as f64 })
}

/// The regressors of the Lunar New Year for one choice of windows: h(t) = the share of
/// a window's days that fall in month t, less the mean of that share over the same
/// calendar month in all years of the table. Without a unit; each is above −1 and below 1.
///
/// Bell & Hillmer 1983 (JASA 78) give the form, for Easter; Lin & Liu 2002, "Modeling
/// lunar calendar holiday effects in Taiwan", the three windows; Roberts & White 2015,
/// RBA Research Discussion Paper 2015-13, their use on monthly exports and imports. Taking
/// away the long-run mean leaves to the season what comes every year.
#[derive(Clone, Debug)]
pub struct LunarNewYear {
    window: Window,
    /// By calendar month: the mean share, before, during and after.
    means: [[f64; 3]; 12],
}

impl LunarNewYear {
    /// The regressors with windows of such lengths.
    pub fn new(window: Window) -> Self {
        let mut fallen = [[0; 3]; 12];
        for year in LUNAR_NEW_YEARS {
            let Some(day) = day(year) else { continue };
            for (at, window) in window.around(day).iter().enumerate() {
                let mut month = i64::from(year) * 12;
                while first_day(month) > window.start {
                    month -= 1;
                }
                while first_day(month) < window.end {
                    fallen[month.rem_euclid(12) as usize][at] += common(&days(month), window);
                    month += 1;
                }
            }
        }
        let all = window.lengths().map(|length| length * DATES.len() as i64);
        Self { window, means: fallen.map(|days| parts(days, all)) }
    }

    /// The windows that it was made with.
    pub fn window(&self) -> Window {
        self.window
    }

    /// The regressors of a month (since January of the year 0): before, during, after.
    /// `None` outside [`LUNAR_NEW_YEARS`], and in a month at either end that a new year
    /// outside the table could reach: none, if the windows are of at most 19 days before
    /// New Year's Day and 300 from it on.
    pub fn shares(&self, month: i32) -> Option<[f64; 3]> {
        let fallen = self.fallen(month)?;
        let mean = self.means[month.rem_euclid(12) as usize];
        Some(std::array::from_fn(|at| fallen[at] - mean[at]))
    }

    /// The same, the means not taken away: 0 to 1.
    fn fallen(&self, month: i32) -> Option<[f64; 3]> {
        let year = month.div_euclid(12);
        if !LUNAR_NEW_YEARS.contains(&year) {
            return None;
        }
        let month = days(month.into());
        let mut fallen = [0; 3];
        // A window is shorter than a year on either side, so that no other year reaches this one.
        for year in year - 1..=year + 1 {
            let Some(day) = day(year) else {
                if common(&month, &self.reach(year)) > 0 {
                    return None;
                }
                continue;
            };
            for (fallen, window) in fallen.iter_mut().zip(self.window.around(day)) {
                *fallen += common(&month, &window);
            }
        }
        Some(parts(fallen, self.window.lengths()))
    }

    /// All days on which the new year of a year outside the table may act.
    fn reach(&self, year: i32) -> Range<i64> {
        let january = i64::from(year) * 12;
        let [earliest, ..] = self.window.around(first_day(january) + EARLIEST_AFTER_JANUARY);
        let [.., latest] = self.window.around(first_day(january + 1) + LATEST_AFTER_FEBRUARY);
        earliest.start..latest.end
    }
}

/// [`LunarNewYear::shares`] of one month. For more than one, make a [`LunarNewYear`] once:
/// the means are of 200 years and worked out anew here.
pub fn lunar_new_year_shares(month: i32, window: Window) -> Option<[f64; 3]> {
    LunarNewYear::new(window).shares(month)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// From July to June there is one new year, and windows of such lengths stay inside.
        #[test]
        fn a_window_falls_whole_into_the_months_around_it(
            year in 1902..=2100, before in 1_u8..=160, during in 1_u8..=30, after in 1_u8..=90,
        ) {
            let regressors = LunarNewYear::new(Window { before, during, after });
            let mut sums = [0.0; 3];
            for month in year * 12 - 6..year * 12 + 6 {
                let fallen = regressors.fallen(month).expect("a month of the table");
                for (sum, share) in sums.iter_mut().zip(fallen) {
                    prop_assert!((0.0..=1.0).contains(&share));
                    *sum += share;
                }
            }
            for sum in sums {
                prop_assert!((sum - 1.0).abs() < 1e-12, "{sums:?}");
            }
        }

        #[test]
        fn the_means_of_a_window_are_one_in_all(before: u8, during: u8, after: u8) {
            let regressors = LunarNewYear::new(Window { before, during, after });
            for (at, length) in [before, during, after].into_iter().enumerate() {
                let sum: f64 = regressors.means.iter().map(|means| means[at]).sum();
                let whole = if length == 0 { 0.0 } else { 1.0 };
                prop_assert!((sum - whole).abs() < 1e-12, "{sum}");
            }
        }

        #[test]
        fn any_month_and_any_window_have_an_answer(month: i32, before: u8, during: u8, after: u8) {
            let shares = LunarNewYear::new(Window { before, during, after }).shares(month);
            prop_assert!(shares.is_none() || LUNAR_NEW_YEARS.contains(&month.div_euclid(12)));
        }
    }

    #[test]
    fn the_days_of_real_years_fall_where_they_fell() {
        let regressors = LunarNewYear::new(Window { before: 20, during: 7, after: 20 });
        // Days before, during and after in January, February and March, counted by hand.
        for (year, days) in [
            (2020, [[20, 7, 0], [0, 0, 20], [0, 0, 0]]),
            (2021, [[9, 0, 0], [11, 7, 10], [0, 0, 10]]),
            (2022, [[20, 0, 0], [0, 7, 20], [0, 0, 0]]),
            (2023, [[20, 7, 3], [0, 0, 17], [0, 0, 0]]),
            (2024, [[11, 0, 0], [9, 7, 13], [0, 0, 7]]),
            (2025, [[20, 3, 0], [0, 4, 20], [0, 0, 0]]),
        ] {
            for (month, days) in (year * 12..).zip(days) {
                let expected = parts(days, [20, 7, 20]);
                assert_eq!(regressors.fallen(month), Some(expected), "{year}, month {}", month - year * 12 + 1);
            }
            for month in year * 12 + 3..year * 12 + 12 {
                assert_eq!(regressors.fallen(month), Some([0.0; 3]), "{month}");
            }
        }
    }

    #[test]
    fn a_window_reaches_into_the_year_before() {
        // 23 January 2012: thirty days before begin on 24 December 2011.
        let regressors = LunarNewYear::new(Window { before: 30, during: 1, after: 0 });
        assert_eq!(regressors.fallen(2011 * 12 + 11), Some([8.0 / 30.0, 0.0, 0.0]));
        assert_eq!(regressors.fallen(2012 * 12), Some([22.0 / 30.0, 1.0, 0.0]));
    }

    #[test]
    fn what_the_table_cannot_answer_is_not_answered() {
        let at = |window: [u8; 3], year: i32, month: i32| {
            let [before, during, after] = window;
            lunar_new_year_shares(year * 12 + month - 1, Window { before, during, after }).is_some()
        };
        assert!(at([19, 7, 20], 1901, 1) && at([19, 7, 20], 2100, 12));
        assert!(!at([19, 7, 20], 1900, 12) && !at([19, 7, 20], 2101, 1));
        // The new year of 2101 is not in the table and could be as early as 20 January.
        assert!(!at([20, 7, 20], 2100, 12) && at([20, 7, 20], 2100, 11) && at([20, 7, 20], 2099, 12));
        assert!(at([0, 50, 255], 1901, 1) && !at([0, 60, 255], 1901, 1) && at([0, 60, 255], 1902, 1));
    }
}
