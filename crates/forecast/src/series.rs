//! A monthly series as it comes to a model: whole, with what was not known
//! filled and said.

use yalu_trade::Period;

use crate::seasons::SEASON;

/// One month of a series. A month printed is as narrow as its print; a month
/// solved is between its bounds; a month of which nothing is known is a gap.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Month {
    /// At least, most likely, at most.
    Known {
        /// At least.
        low: f64,
        /// The value that is used.
        best: f64,
        /// At most.
        high: f64,
    },
    /// Not known.
    Gap,
}

impl Month {
    /// A month known exactly; not a number is a gap.
    pub fn exact(value: f64) -> Self {
        if value.is_finite() { Self::Known { low: value, best: value, high: value } } else { Self::Gap }
    }
}

/// A monthly series, from its first month on without a break.
#[derive(Clone, PartialEq, Debug)]
pub struct Series {
    /// By which it is called.
    pub id: String,
    /// Its first month, as months since the year 0.
    pub first: i32,
    /// Month by month.
    pub months: Vec<Month>,
}

/// A month as this crate counts them: months since the year 0; of a longer period its first.
pub fn since_year_zero(period: Period) -> i32 {
    period.first_month().months_from(Period::year(0).first_month())
}

/// Why there is no forecast.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal(pub String);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

/// The least months that any model is given.
pub(crate) const LEAST: usize = 3;
/// No model looks further back than twenty years: what moves a forecast is
/// forgotten by then, and the time it takes is bounded.
pub(crate) const LOOKS_BACK: usize = 20 * SEASON;
/// A month known no better than this, at most over at least, is a gap to a model.
const TOO_WIDE: f64 = 3.0;

/// A series that a model can take: months without gaps, and what was done for that.
#[derive(Clone, PartialEq, Debug)]
pub struct Whole {
    /// As many months as the model may look back on.
    pub y: Vec<f64>,
    /// What is added before a log: nothing where all is above zero, half the
    /// least month where some are zero; `None` where some are below zero.
    pub shift: Option<f64>,
    /// The relative half width of a typical month of the last year that was known in bounds only.
    pub blur: f64,
    /// What was done, for the reader.
    pub notes: Vec<String>,
}

impl Whole {
    /// Whether every month is above zero.
    pub fn positive(&self) -> bool {
        self.shift == Some(0.0)
    }

    /// Its logs, if it has any.
    pub(crate) fn logs(&self) -> Option<Vec<f64>> {
        self.shift.map(|shift| crate::models::logs(&self.y, shift))
    }
}

/// See [`Whole::shift`].
fn shift(y: &[f64]) -> Option<f64> {
    let least = y.iter().copied().fold(f64::MAX, f64::min);
    if least > 0.0 {
        Some(0.0)
    } else if least == 0.0 {
        let above = y.iter().copied().filter(|v| *v > 0.0).fold(f64::MAX, f64::min);
        Some(if above < f64::MAX { above / 2.0 } else { 1.0 })
    } else {
        None
    }
}

impl Series {
    /// The series up to a month (included), as months since the year 0.
    pub fn until(&self, last: i32) -> Self {
        let keep = usize::try_from(last - self.first + 1).unwrap_or(0).min(self.months.len());
        Self { id: self.id.clone(), first: self.first, months: self.months[..keep].to_vec() }
    }

    /// The month after its last.
    pub fn end(&self) -> i32 {
        self.first + i32::try_from(self.months.len()).unwrap_or(i32::MAX)
    }

    /// The series as a model takes it: from its first known month on, no further
    /// back than twenty years, gaps filled and said. Refused where fewer than three
    /// months are known, over half are not, or the last year is not.
    pub fn whole(&self) -> Result<Whole, Refusal> {
        let known = |month: &Month| match *month {
            Month::Known { low, best, high } => {
                let wide = !(best.is_finite() && low <= high) || (low != high && high > TOO_WIDE * low.max(0.0));
                if wide { f64::NAN } else { best }
            }
            Month::Gap => f64::NAN,
        };
        let mut y: Vec<f64> = self.months.iter().map(known).collect();
        let start = y.iter().position(|v| v.is_finite()).unwrap_or(y.len()).max(y.len().saturating_sub(LOOKS_BACK));
        y.drain(..start);
        while y.first().is_some_and(|v| !v.is_finite()) {
            y.remove(0);
        }
        let missing_last = y.iter().rev().take_while(|v| !v.is_finite()).count();
        let have = y.iter().filter(|v| v.is_finite()).count();
        if have < LEAST {
            return Err(Refusal(format!("{have} months are known; a forecast takes {LEAST} at least")));
        }
        if missing_last >= SEASON {
            return Err(Refusal(format!("the last {missing_last} months are not known")));
        }
        if y.iter().any(|v| v.abs() > 1e100) {
            return Err(Refusal("a month is beyond 1e100: no unit of trade is so large".to_owned()));
        }
        let mut notes = Vec::new();
        let gaps = y.len() - have;
        if gaps * 2 > y.len() {
            return Err(Refusal(format!("{gaps} of {} months are not known", y.len())));
        }
        if gaps > 0 {
            fill(&mut y);
            notes.push(format!("{gaps} months were not known, or wider than one to three, and are filled from their neighbours and their season"));
        }
        if y.len() < 2 * SEASON {
            notes.push(format!("{} months are known: under two years no season can be told", y.len()));
        }
        let recent = &self.months[self.months.len().saturating_sub(SEASON)..];
        let mut widths: Vec<f64> = recent
            .iter()
            .filter_map(|month| match *month {
                Month::Known { low, best, high } if best > 0.0 => Some((high - low) / 2.0 / best),
                _ => None,
            })
            .collect();
        widths.sort_by(f64::total_cmp);
        let blur = widths.get(widths.len() / 2).copied().unwrap_or(0.0);
        Ok(Whole { shift: shift(&y), y, blur, notes })
    }
}

/// Gaps between known months lie on the line between them, moved by what their
/// season was in the years around, in logs where all is above zero.
fn fill(y: &mut [f64]) {
    let positive = y.iter().all(|v| !v.is_finite() || *v > 0.0);
    if positive {
        y.iter_mut().for_each(|v| *v = v.ln());
    }
    let known: Vec<bool> = y.iter().map(|v| v.is_finite()).collect();
    let line = straight(y);
    let mean_off = |month: usize| {
        let offs: Vec<f64> = (month % SEASON..y.len())
            .step_by(SEASON)
            .filter(|t| known[*t])
            .map(|t| {
                let around = &line[t.saturating_sub(6)..(t + 7).min(line.len())];
                y[t] - around.iter().sum::<f64>() / around.len() as f64
            })
            .collect();
        if offs.len() > 1 { offs.iter().sum::<f64>() / offs.len() as f64 } else { 0.0 }
    };
    let seasons: Vec<f64> = (0..SEASON).map(mean_off).collect();
    let flat: Vec<f64> = y.iter().enumerate().map(|(t, v)| v - seasons[t % SEASON]).collect();
    let filled = straight(&flat);
    for (t, v) in y.iter_mut().enumerate() {
        if !known[t] {
            *v = filled[t] + seasons[t % SEASON];
        }
    }
    if positive {
        y.iter_mut().for_each(|v| *v = v.exp());
    }
}

/// Straight lines over gaps; the ends stay level.
fn straight(y: &[f64]) -> Vec<f64> {
    let known: Vec<usize> = (0..y.len()).filter(|t| y[*t].is_finite()).collect();
    let mut all = y.to_vec();
    for (t, v) in all.iter_mut().enumerate() {
        if v.is_finite() {
            continue;
        }
        let after = known.partition_point(|k| *k < t);
        *v = match (after.checked_sub(1).and_then(|k| known.get(k)), known.get(after)) {
            (Some(&a), Some(&b)) => y[a] + (y[b] - y[a]) * (t - a) as f64 / (b - a) as f64,
            (Some(&a), None) => y[a],
            (None, Some(&b)) => y[b],
            (None, None) => 0.0,
        };
    }
    all
}
