//! The likeliest slip of a statement that is disbelieved: what single, simple
//! repair makes it fit what the others allow. The candidates are tried from the
//! simplest on; where none fits it is unknown, and no guess is made.

use yalu_trade::{Asserts, Cause, Coverage, Currency, Decimal, Flow, Period, Printed, Statement, Unit};

use super::{
    cube::{Bounds, Cube, Under},
    float,
    model::{Counts, DOLLARS, Part, Said},
};
use crate::{digits, scale, slip::whole};

/// A cause, what the print would be without the slip, and the evidence in words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Slip {
    pub(super) cause: Cause,
    pub(super) repair: Option<String>,
    pub(super) why: String,
    /// How telling the fit is, from 0 to 1: what it takes off the cost of disbelieving.
    pub(super) telling: f64,
}

/// How telling a loose fit is.
const LOOSE_TELLS: f64 = 0.3;

/// A statement under suspicion, and what the others allow for it.
pub(super) struct Suspect<'a> {
    pub(super) cube: &'a Cube,
    pub(super) statements: &'a [Statement],
    pub(super) statement: &'a Statement,
    pub(super) target: Bounds,
    pub(super) under: Under,
    /// Statements disbelieved with it.
    pub(super) disbelieved: &'a [usize],
}

/// Another level fits a print closely where it is known so closely itself.
const CLOSE: f64 = 0.03;
/// Prints of the same thing differ by so much where one was revised.
const REVISED: f64 = 0.01;
/// A repaired print comes so near to what the others allow.
const NEAR: f64 = 0.003;
/// What the others allow is so far off that a loose fit elsewhere tells something.
const FAR: f64 = 1.25;
/// The most that a level may be of its least to fit loosely.
const LOOSE: f64 = 3.0;

impl Suspect<'_> {
    /// The likeliest slip; `None` where no simple repair fits.
    pub(super) fn slip(&self) -> Option<Slip> {
        if matches!(self.statement.asserts, Asserts::Rank { .. }) {
            return Some(self.place());
        }
        if !matches!(self.statement.asserts, Asserts::Value | Asserts::Balance | Asserts::Weight | Asserts::Quantity) {
            return None;
        }
        let elsewhere = self.elsewhere();
        let close =
            elsewhere.iter().filter(|slip| slip.telling > LOOSE_TELLS).max_by(|a, b| a.telling.total_cmp(&b.telling));
        self.copied()
            .or_else(|| self.scale())
            .or_else(|| close.cloned())
            .or_else(|| self.digit())
            .or_else(|| self.currency())
            .or_else(|| self.coverage())
            .or_else(|| elsewhere.first().cloned())
    }

    /// Levels of other flows and periods that the print fits, the simplest first; those that fit
    /// closely tell the more, the nearer they come.
    fn elsewhere(&self) -> Vec<Slip> {
        let period = self.statement.period;
        let flow = self.statement.flow;
        let others: &[Flow] = match flow {
            Flow::X => &[Flow::M, Flow::T],
            Flow::M => &[Flow::X, Flow::T],
            Flow::T => &[Flow::X, Flow::M],
            _ => &[],
        };
        let swapped = others.iter().map(|other| (Cause::SwappedFlow, *other, period));
        let cumulative = self.cumulative().map(|(cause, other)| (cause, flow, other));
        let moved = self.neighbours().into_iter().map(|other| (Cause::WrongPeriod, flow, other));
        let tried = swapped.chain(cumulative).chain(moved);
        tried.filter_map(|(cause, flow, period)| self.as_level(cause, flow, period)).collect()
    }

    /// The print as another level, if it fits that.
    fn as_level(&self, cause: Cause, flow: Flow, period: Period) -> Option<Slip> {
        let known = self.known(flow, period, &self.statement.coverage, self.counts())?;
        let telling = match self.distance(known) {
            Some(distance) => 1.0 - 0.3 * distance / REVISED - if cause == Cause::WrongPeriod { 0.1 } else { 0.0 },
            None if self.loosely(known) => LOOSE_TELLS,
            None => return None,
        };
        let why = format!("fits the {} of {period}, {}", flow.side().noun(), said(known));
        Some(Slip { cause, repair: self.repair(), why, telling })
    }

    fn counts(&self) -> Counts {
        match self.statement.printed.unit {
            Unit::Money(currency) => Counts::Money(currency),
            Unit::Tonne | Unit::Kilogram => Counts::Tonnes,
            other => Counts::Pieces(other),
        }
    }

    fn value(&self) -> f64 {
        float(self.statement.printed.value())
    }

    /// How far the print is from a level that is closely known, as a part of it; `None` where it does not fit.
    fn distance(&self, (low, high): Bounds) -> Option<f64> {
        let (least, most) = self.print();
        let close = high.is_finite() && high > 0.0 && high - low <= CLOSE * high;
        let distance = ((low - most).max(least - high) / high).max(0.0);
        (close && distance <= REVISED).then_some(distance)
    }

    /// Does the print fit a level that is known loosely, while it is far from what the others allow?
    fn loosely(&self, (low, high): Bounds) -> bool {
        let value = self.value();
        let (least, most) = self.target;
        let far = value * FAR < least || value > most * FAR;
        far && high.is_finite() && low > 0.0 && high <= low * LOOSE && low <= value && value <= high
    }

    fn fits(&self, level: Option<Bounds>) -> Option<Bounds> {
        level.filter(|level| self.distance(*level).is_some())
    }

    fn print(&self) -> Bounds {
        let interval = self.statement.interval;
        let mean = self.value();
        (interval.low.map_or(mean, float), interval.high.map_or(mean, float))
    }

    fn known(&self, flow: Flow, period: Period, coverage: &Coverage, counts: Counts) -> Option<Bounds> {
        let terms = self.cube.cells(self.statement, flow, period, coverage, counts)?;
        Some(self.cube.bounds_under(&terms, self.under, self.statements))
    }

    /// The target, narrowed by what the months around suggest.
    fn likely(&self) -> Bounds {
        let (low, high) = self.target;
        let here = |said: &&Said| said.statement.is_none();
        let mine = self.cube.cells(
            self.statement,
            self.statement.flow,
            self.statement.period,
            &self.statement.coverage,
            self.counts(),
        );
        let suggested =
            self.cube.model.said.iter().filter(here).find(|said| mine.as_ref() == Some(&said.parts[0].terms));
        let Some(Part { low: least, high: most, .. }) = suggested.map(|said| &said.parts[0]) else {
            return (low, high);
        };
        if low.max(*least) <= high.min(*most) { (low.max(*least), high.min(*most)) } else { (low, high) }
    }

    /// Powers of ten that a unit word is off by.
    fn scale(&self) -> Option<Slip> {
        let value = self.value();
        let (low, high) = self.likely();
        if value == 0.0 || high <= 0.0 || !high.is_finite() {
            return None;
        }
        let fits = |power: i32| {
            let moved = value * 10f64.powi(power);
            low * 0.95 <= moved && moved <= high * 1.05
        };
        let powers: Vec<(i32, &str)> = scale::POWERS.into_iter().filter(|(power, _)| fits(*power)).collect();
        // Where several would fit, the one that comes nearest to the middle is taken; all one way, or none.
        let middle = (low.max(high * 1e-4) * high).sqrt().ln();
        let far = |(power, _): &(i32, &str)| ((value * 10f64.powi(*power)).ln() - middle).abs();
        let (power, words) = powers.iter().min_by(|a, b| far(a).total_cmp(&far(b)))?;
        if powers.iter().any(|(other, _)| other.signum() != power.signum()) {
            return None;
        }
        let repaired = self.statement.printed.value().checked_mul(scale::factor(*power))?.normalize();
        let why = format!("fits as {}, {words}", whole(repaired));
        let narrow = high - low <= 0.2 * high;
        Some(Slip { cause: Cause::Scale, repair: Some(whole(repaired)), why, telling: if narrow { 1.0 } else { 0.6 } })
    }

    /// A year to date printed as its last month, or the reverse.
    fn cumulative(&self) -> Option<(Cause, Period)> {
        let period = self.statement.period;
        let year_to_date = Period::span(Period::year(period.first_year()).first_month(), period.last_month())?;
        match (period.is_month(), period == year_to_date) {
            (true, false) => Some((Cause::CumulativeForMonth, year_to_date)),
            (false, true) => Some((Cause::MonthForCumulative, period.last_month())),
            _ => None,
        }
    }

    /// Periods that are taken for one another: a year for another year; what is shorter, also for its
    /// neighbour, or for one month more or less.
    fn neighbours(&self) -> Vec<Period> {
        let period = self.statement.period;
        let years = [-1, 1, -2, 2].map(|years| period.shift_years(years));
        if period.is_whole_years() {
            return years.to_vec();
        }
        let moved = [-1, 1].map(|months| period.shift_months(months));
        let longer = [-1, 1].map(|months| Period::span(period.first_month(), period.last_month().shift_months(months)));
        let longer = longer.into_iter().flatten().filter(|_| !period.is_month());
        moved.into_iter().chain(years).chain(longer).collect()
    }

    /// One digit dropped, doubled, replaced, or two exchanged.
    fn digit(&self) -> Option<Slip> {
        // Digits have no sign: a balance below zero is held by its size.
        let (low, high) = if self.target.1 < 0.0 { (-self.target.1, -self.target.0) } else { self.target };
        if !high.is_finite() {
            return None;
        }
        let printed = &self.statement.printed;
        let unit = float(printed.scale);
        let fit = digits::repair(&printed.digits, (low / unit * (1.0 - NEAR), high / unit * (1.0 + NEAR)))?;
        let value = Printed::read(&fit.digits, printed.scale, printed.unit, printed.approx).ok()?;
        let why = format!("fits as {}: {}", value, fit.what);
        Some(Slip { cause: fit.cause, repair: Some(whole(value.value())), why, telling: 0.6 })
    }

    /// The digits are in another currency.
    fn currency(&self) -> Option<Slip> {
        let Unit::Money(currency) = self.statement.printed.unit else { return None };
        let s = self.statement;
        if currency != Currency::USD {
            let known = self.fits(self.known(s.flow, s.period, &s.coverage, DOLLARS))?;
            let why = format!("fits in dollars, {}", said(known));
            return Some(Slip { cause: Cause::Currency, repair: None, why, telling: 0.8 });
        }
        let others = self.cube.model.keys.iter().filter_map(|key| match key.counts {
            Counts::Money(other) if other != Currency::USD => Some(other),
            _ => None,
        });
        let mut others: Vec<Currency> = others.collect();
        others.sort();
        others.dedup();
        let fits = |other: &Currency| {
            let known = self.fits(self.known(s.flow, s.period, &s.coverage, Counts::Money(*other)))?;
            Some((*other, known))
        };
        let (other, known) = others.iter().find_map(fits)?;
        let why = format!("fits in {other}, {}", said(known));
        Some(Slip { cause: Cause::Currency, repair: None, why, telling: 0.8 })
    }

    /// The print includes, or leaves out, what its coverage does not say.
    fn coverage(&self) -> Option<Slip> {
        let s = self.statement;
        let others = [Coverage::reported(), Coverage::with_crude()].into_iter().filter(|other| *other != s.coverage);
        let fits = |other: Coverage| Some((self.fits(self.known(s.flow, s.period, &other, self.counts()))?, other));
        let (known, other) = others.into_iter().find_map(fits)?;
        let why = format!("fits as {other}, {}", said(known));
        Some(Slip { cause: Cause::Coverage, repair: None, why, telling: 0.8 })
    }

    /// The digits are those of a neighbouring print that stands.
    fn copied(&self) -> Option<Slip> {
        let s = self.statement;
        let digits = |s: &Statement| s.printed.digits.bytes().filter(u8::is_ascii_digit).count();
        let believed = self.statements.iter().enumerate().filter(|(i, _)| !self.disbelieved.contains(i));
        let same = |other: &Statement| {
            other.id != s.id
                && other.printed.value() == s.printed.value()
                && other.printed.last_digit() == s.printed.last_digit()
                && (&other.reporter, &other.asserts) == (&s.reporter, &s.asserts)
                && (other.period, other.flow, &other.commodity) != (s.period, s.flow, &s.commodity)
                && (other.period == s.period || (other.flow, &other.commodity) == (s.flow, &s.commodity))
                && other.period.first_month().months_from(s.period.first_month()).abs() <= 12
        };
        let (_, other) = believed.into_iter().find(|(_, other)| digits(s) >= 3 && same(other))?;
        let what = format!("{} of {}", other.flow.side().noun(), other.period);
        let why = format!("has the digits of `{}`, the {what}", other.id);
        Some(Slip { cause: Cause::Copied, repair: self.repair(), why, telling: 0.9 })
    }

    /// What the print would be: the target to the printed digit, where it gives one.
    fn repair(&self) -> Option<String> {
        let (low, high) = self.target;
        let last = float(self.statement.printed.last_digit());
        let middle = (low + high) / 2.0;
        let close = high.is_finite() && low.is_finite() && high - low <= CLOSE * middle.abs();
        let rounded = (middle / last).round() * last;
        close.then(|| Decimal::from_f64_retain(rounded).map(|v| whole(v.round()))).flatten()
    }
}

/// Bounds in words.
pub(super) fn said((low, high): Bounds) -> String {
    let whole = |v: f64| Decimal::from_f64_retain(v).map_or_else(|| "open".to_owned(), |v| whole(v.round()));
    if low.is_finite() && high.is_finite() {
        let (low, high) = (whole(low.max(0.0).floor()), whole(high.ceil()));
        return if low == high { low } else { format!("{low}–{high}") };
    }
    if high.is_finite() { format!("at most {}", whole(high)) } else { format!("at least {}", whole(low)) }
}
