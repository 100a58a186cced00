//! Forecasts on file held against what came by a day, with ours from the same
//! vintage and the naive one beside each.

use std::collections::BTreeMap;

use yalu_forecast::{MODELS, Marks, Score, Truth, score};
use yalu_trade::{AsOf, Date, Decimal, Foretold, Interval, LedgerEntry, Period, ReadError};

use crate::{
    Watch,
    outlook::{CannotForecast, Outlook, OutlookAsk, YearExpected},
};

/// A forecast on file and what became of it.
#[derive(Clone, Debug)]
pub struct ScoredEntry {
    /// The forecast.
    pub entry: LedgerEntry,
    /// What it earned.
    pub score: Score,
    /// Where what it is about is not over: how it stands in the months that are known.
    pub so_far: Option<SoFar>,
    /// Why there is none of ours beside it.
    pub without_ours: Option<String>,
}

/// How a forecast stands before what it is about is over.
#[derive(Clone, Debug)]
pub struct SoFar {
    /// The months that are known.
    pub period: Period,
    /// Marks of these months alone.
    pub score: Score,
}

impl Watch {
    /// The forecasts that had been issued by a day, each held against what is known on it.
    pub fn scored(&self, as_of: AsOf) -> Result<Vec<ScoredEntry>, ReadError> {
        let mut outlooks: BTreeMap<(Date, Period), Result<Outlook, String>> = BTreeMap::new();
        let mut scored = Vec::new();
        for entry in self.ledger.iter().filter(|entry| entry.issued <= as_of.0) {
            let key = (entry.vintage, entry.target_period);
            let outlook = match outlooks.get(&key) {
                Some(outlook) => outlook,
                None => {
                    let made = self.ours(entry).map_err(|error| error.to_string());
                    outlooks.entry(key).or_insert(made)
                }
            };
            scored.push(self.held_against(entry, outlook.as_ref().map_err(Clone::clone), as_of)?);
        }
        Ok(scored)
    }

    /// What we say from the same vintage.
    fn ours(&self, entry: &LedgerEntry) -> Result<Outlook, CannotForecast> {
        let last = Some(entry.target_period.last_month());
        self.outlook(&OutlookAsk { as_of: AsOf(entry.vintage), known_to: None, last, model: MODELS[0] })
    }

    /// One forecast, with ours beside it.
    pub(crate) fn held_against(
        &self,
        entry: &LedgerEntry,
        outlook: Result<&Outlook, String>,
        as_of: AsOf,
    ) -> Result<ScoredEntry, ReadError> {
        let target = entry.target_period;
        let (truth, said) = self.put_beside(entry, target, &outlook, as_of)?;
        let score = score(entry, &truth, said.as_ref().ok());
        let so_far = if score.open.is_some() { self.so_far(entry, &outlook, as_of)? } else { None };
        Ok(ScoredEntry { entry: entry.clone(), score, so_far, without_ours: said.err() })
    }

    /// What came of a period by a day, and what we said of it.
    fn put_beside(
        &self,
        entry: &LedgerEntry,
        period: Period,
        outlook: &Result<&Outlook, String>,
        as_of: AsOf,
    ) -> Result<(Truth, Result<Interval, String>), ReadError> {
        let base = period.shift_years(-1);
        let before = self.level(entry.flow, base, AsOf(entry.vintage))?;
        let noun = entry.flow.side().noun();
        let outcome = match (entry.measure, self.level(entry.flow, period, as_of)?) {
            (_, None) => Err(format!("nobody has printed {noun} of {period} by {as_of}")),
            (Foretold::Value, Some(came)) => Ok(came),
            (Foretold::Growth, Some(came)) => {
                let revised = self.level(entry.flow, base, as_of)?;
                let growth = revised.and_then(|revised| came.growth_since(&revised));
                growth.ok_or_else(|| format!("{noun} of {base} are not known"))
            }
        };
        let truth = match outcome {
            Ok(outcome) => Truth::Came { outcome, before },
            Err(why) => Truth::Open(why),
        };
        let said = outlook.clone().and_then(|outlook| {
            let year = outlook.year(entry.flow, period).map(YearExpected::interval);
            let interval = year.or_else(|| outlook.within(entry.flow, period));
            let interval = interval.ok_or_else(|| format!("our outlook has no {period}"))?;
            match entry.measure {
                Foretold::Value => Ok(interval),
                Foretold::Growth => before
                    .and_then(|before| before.best)
                    .and_then(|before| growth(&interval, before))
                    .ok_or_else(|| format!("{base} was not known then")),
            }
        });
        Ok((truth, said))
    }

    /// Where a target is not over: the same of as many of its months, from the first, as are known.
    fn so_far(
        &self,
        entry: &LedgerEntry,
        outlook: &Result<&Outlook, String>,
        as_of: AsOf,
    ) -> Result<Option<SoFar>, ReadError> {
        let first = entry.target_period.first_month();
        for last in entry.target_period.months().rev().skip(1) {
            let Some(period) = Period::span(first, last) else { continue };
            if self.level(entry.flow, period, as_of)?.is_none() {
                continue;
            }
            let (truth, said) = self.put_beside(entry, period, outlook, as_of)?;
            let mut score = score(entry, &truth, said.as_ref().ok());
            if entry.measure == Foretold::Value {
                // What was said of the whole is not held against a part.
                score.marks = None;
            }
            return Ok(Some(SoFar { period, score }).filter(|so_far| so_far.score.open.is_none()));
        }
        Ok(None)
    }
}

/// Whose value came nearest, where at least two named one and the outcome is known.
pub fn nearest(scored: &ScoredEntry) -> Option<&'static str> {
    let score = &scored.score;
    let off = |marks: &Option<Marks>| marks.as_ref().and_then(|marks| distance(marks, score.outcome.as_ref()?));
    let named: [(&'static str, Option<Decimal>); 3] =
        [("ours", off(&score.ours)), ("theirs", off(&score.marks)), ("the naive", off(&score.naive))];
    let mut named: Vec<(&'static str, Decimal)> =
        named.into_iter().filter_map(|(who, off)| Some((who, off?))).collect();
    named.sort_by_key(|(_, off)| *off);
    (named.len() > 1).then(|| named[0].0)
}

/// How often ours was nearest, and of how many where ours is among those that named a value.
pub fn tally(scored: &[ScoredEntry]) -> (usize, usize) {
    let with_ours = scored.iter().filter(|of| of.score.ours.is_some()).filter_map(nearest);
    with_ours.fold((0, 0), |(ours, all), who| (ours + usize::from(who == "ours"), all + 1))
}

/// How far what was said is from what came; of a range that names no best value, its middle.
fn distance(marks: &Marks, outcome: &Interval) -> Option<Decimal> {
    let middle = || Some((marks.said.low? + marks.said.high?) / Decimal::TWO);
    let best = marks.said.best.or_else(middle)?;
    Some((best - outcome.best?).abs())
}

/// A level as growth on a value, in percent.
fn growth(interval: &Interval, before: Decimal) -> Option<Interval> {
    let of = |value: Option<Decimal>| {
        let growth = value?.checked_div(before)?.checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED)?;
        Some(growth.round_dp(1))
    };
    (before > Decimal::ZERO).then(|| Interval {
        low: of(interval.low),
        best: of(interval.best),
        high: of(interval.high),
    })
}
