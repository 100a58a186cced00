//! What is taken out of a series before its season is looked for: the calendar and
//! the events that somebody named, each a column over observed and forecast months.

use crate::calendar::{LunarNewYear, Window, leap_year, working_day_contrast};

use super::Refusal;

/// What kind of event a month saw.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EventKind {
    /// One month out of line: it stays in the irregular.
    Outlier,
    /// A new level from that month on: it stays in the trend.
    LevelShift,
    /// A step that fades by 0.7 a month: it stays in the irregular.
    Transient,
}

impl EventKind {
    /// Its short name, as in regARIMA models.
    pub fn short(self) -> &'static str {
        match self {
            Self::Outlier => "AO",
            Self::LevelShift => "LS",
            Self::Transient => "TC",
        }
    }

    /// Its column `months` after it: a level shift is −1 before and 0 after, so that the level is today's.
    fn value(self, months: i32) -> f64 {
        match self {
            Self::Outlier => f64::from(months == 0),
            Self::LevelShift => -f64::from(months < 0),
            Self::Transient => {
                if months < 0 {
                    0.0
                } else {
                    FADE.powi(months)
                }
            }
        }
    }
}

/// What is left of a transient after a month.
const FADE: f64 = 0.7;

/// An event that somebody named, and when.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Event {
    /// What it was.
    pub kind: EventKind,
    /// Its month, since January of the year 0.
    pub month: i32,
}

/// Which of the calendar is taken out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CalendarOf {
    /// Working days against weekends, and the leap year.
    pub days: bool,
    /// The Lunar New Year, with windows so long.
    pub lunar_new_year: Option<Window>,
}

/// A named column.
#[derive(Clone, Debug)]
pub(super) struct Regressor {
    pub(super) name: String,
    /// An event's kind; the calendar has none.
    pub(super) event: Option<EventKind>,
    pub(super) column: Vec<f64>,
}

/// The columns of the calendar over so many months from `first` on.
pub(super) fn calendar(of: CalendarOf, first: i32, months: usize) -> Result<Vec<Regressor>, Refusal> {
    let regressor = |name: &str, column: Vec<f64>| Regressor { name: name.to_owned(), event: None, column };
    let all = || (first..).take(months);
    let mut regressors = Vec::new();
    if of.days {
        regressors.push(regressor("working days", all().map(working_day_contrast).collect()));
        regressors.push(regressor("leap year", all().map(leap_year).collect()));
    }
    if let Some(window) = of.lunar_new_year {
        let new_year = LunarNewYear::new(window);
        let share = |month| new_year.shares(month).ok_or(Refusal::NoLunarNewYear { month });
        let shares: Vec<[f64; 3]> = all().map(share).collect::<Result<_, _>>()?;
        let lengths = [window.before, window.during, window.after];
        for (at, name) in ["before", "during", "after"].into_iter().enumerate().filter(|(at, _)| lengths[*at] > 0) {
            let column = shares.iter().map(|shares| shares[at]).collect();
            regressors.push(regressor(&format!("{name} the Lunar New Year"), column));
        }
    }
    Ok(regressors)
}

/// The column of an event in one of `observed` months from `first` on.
pub(super) fn event(event: Event, first: i32, observed: usize, months: usize) -> Result<Regressor, Refusal> {
    let at = i64::from(event.month) - i64::from(first);
    // A level shift in the first month would say nothing.
    let from = i64::from(event.kind == EventKind::LevelShift);
    if !(from..observed as i64).contains(&at) {
        return Err(Refusal::EventOutside(event));
    }
    let column = (first..).take(months).map(|month| event.kind.value(month - event.month)).collect();
    let name = format!("{} {}", event.kind.short(), super::said(event.month));
    Ok(Regressor { name, event: Some(event.kind), column })
}
