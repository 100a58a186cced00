//! The desk's own forecasts as they would have been made: from each past month what was
//! released by the day it was out and nothing since, its last months as they were printed
//! then, learned from and bounded by what was then on file. What came is as it stands now.

use std::collections::BTreeMap;

use yalu_evidence::Prints;
use yalu_forecast::{MODELS, Model, Pool, Series, since_year_zero};
use yalu_trade::{AsOf, Commodity, Cut, Evidence, Flow, Period, ReadError, Statement};

use crate::{
    Watch,
    backtests::calendar,
    bounding::as_then,
    history::History,
    leaning::leaned,
    on_file::OnFile,
    regimes::{Judged, Miss, RegimeScore},
    threads::each,
    tries::{Ask, Try, one, values},
};

/// The scores of forecasts made as of their own day.
#[derive(Clone, Default, Debug)]
pub struct AsThen {
    /// By regime of the origin.
    pub scores: Vec<RegimeScore>,
    /// The last misses.
    pub misses: Vec<Miss>,
    /// From so many past months a forecast could be made.
    pub origins: usize,
    /// The first and the last of them.
    pub span: Option<(Period, Period)>,
    /// So many months were out too late, or with too little before them, for a forecast to be made when they were.
    pub without: usize,
}

/// A past month, and what was on file on the day when it was out.
struct Then {
    origin: Period,
    on_file: OnFile,
}

/// Months ahead.
const AHEAD: usize = 12;
/// Statements of so many years and those after them solve the months that nobody printed.
const SOLVED: i32 = 2;

impl Watch {
    /// Forecasts a year ahead from every past month, each by its own day, held against what is known on `as_of`.
    pub fn judged_as_then(&self, as_of: AsOf, model: &'static dyn Model) -> Result<AsThen, ReadError> {
        let Some(now) = self.on_file(as_of, None)? else { return Ok(AsThen::default()) };
        let days = self.days(as_of);
        let mut years: BTreeMap<i32, Vec<(Period, AsOf)>> = BTreeMap::new();
        for (origin, day) in days {
            years.entry(origin.first_year()).or_default().push((origin, day));
        }
        let years: Vec<Vec<(Period, AsOf)>> = years.into_values().collect();
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
        let made = each(threads, &years, |year| self.year(year, &now, model));
        let made: Vec<(Then, Try)> = made.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        let asked: usize = years.iter().map(Vec::len).sum();
        let leans = model.card().id == MODELS[0].card().id;
        let mut said: Vec<Try> = Vec::new();
        let mut judged: Vec<Judged> = Vec::new();
        let raw: Vec<Try> = made.iter().map(|(_, of)| of.clone()).collect();
        for (at, (then, of)) in made.iter().enumerate() {
            // Earlier forecasts, and of what they foretold only what was on file on this day.
            let seen = |before: &Try| then.of(before);
            let earlier: Vec<Try> = raw[..at].iter().map(seen).collect();
            let mut own = of.clone();
            if leans {
                leaned(&mut own, &earlier);
            }
            let bounding: Vec<Try> = said.iter().map(seen).collect();
            let bounding = self.bounding(&bounding, then.origin, own.highest);
            for way in 0..2 {
                judged.push(Judged::new(own.clone(), way, as_then(&own, way, &bounding)));
            }
            own.bands = bounding.bands;
            said.push(own);
        }
        let (scores, misses) = self.told(&judged);
        let span = said.first().zip(said.last()).map(|(first, last)| (first.origin, last.origin));
        Ok(AsThen { scores, misses, origins: said.len(), span, without: asked - said.len() })
    }

    /// Every month of which something is on file, with the day when it was out.
    fn days(&self, as_of: AsOf) -> BTreeMap<Period, AsOf> {
        let coverage = &self.desk.settings.default_coverage;
        let mut days: BTreeMap<Period, AsOf> = BTreeMap::new();
        for s in self.statements.iter().filter(|s| s.vintage.known_on(as_of) && !s.mean) {
            if s.commodity == Commodity::Total && s.coverage == *coverage {
                let day = AsOf(s.vintage.released);
                let known = days.entry(s.period.last_month()).or_insert(day);
                *known = day.min(*known);
            }
        }
        days
    }

    /// All goods, as of a day.
    fn total(&self, as_of: AsOf) -> Cut {
        self.scope(Flow::T, Vec::new(), as_of).cut(Flow::T, &Commodity::Total, Vec::new())
    }

    /// The forecasts from the months of a year. What the model learns it learns once, on the day when the first was
    /// out, from the months before the year.
    fn year(
        &self,
        origins: &[(Period, AsOf)],
        now: &OnFile,
        model: &'static dyn Model,
    ) -> Result<Vec<(Then, Try)>, ReadError> {
        let mut made = Vec::new();
        let mut learned: Option<Pool> = None;
        let Some((first, first_day)) = origins.first().copied() else { return Ok(made) };
        let printed = Prints::new(self.statements.clone(), self.rates.clone());
        let records = self.evidence.recorded(&self.total(first_day))?.is_some();
        let evidence: &dyn Evidence = if records { &*self.evidence } else { &printed };
        // What nobody printed is solved once a year from everything, and on each day from the last years' statements.
        let mut solved = self.paths_by(self.statements.clone(), first_day);
        let since = Period::year(first.first_year() - SOLVED).first_month();
        let late: Vec<Statement> =
            self.statements.iter().filter(|s| s.period.first_month() >= since).cloned().collect();
        for (origin, day) in origins.iter().copied() {
            solved.extend(self.paths_by(late.clone(), day));
            let on_file = self.on_file_by(evidence, day, Some(origin), &solved)?;
            let Some(on_file) = on_file.filter(|of| calendar(of.end) == origin) else { continue };
            let then = Then { origin, on_file };
            let learned = match &mut learned {
                Some(learned) => learned,
                None => {
                    let of = &then.on_file;
                    let known = self.pool(evidence, &of.histories, of.trade.clone(), day, then.origin)?;
                    let december = since_year_zero(Period::year(origin.first_year()).first_month()) - 1;
                    let known: Vec<Series> = known.iter().map(|series| series.until(december)).collect();
                    learned.insert(Pool::learn(model, &known, AHEAD))
                }
            };
            if let Some(of) = then.made(learned, now) {
                made.push((then, of));
            }
        }
        Ok(made)
    }
}

impl Then {
    /// What was said then, beside what is known now.
    fn made(&self, learned: &Pool, now: &OnFile) -> Option<Try> {
        let both = |on_file: &OnFile| -> Option<[Series; 2]> {
            let [bought, sold] = &on_file.histories[..] else { return None };
            Some([bought.series(), sold.series()])
        };
        let (then_series, now_series) = (both(&self.on_file)?, both(now)?);
        let then_values = [values(&then_series[0])?, values(&then_series[1])?];
        let now_values = [values(&now_series[0])?, values(&now_series[1])?];
        let origin = since_year_zero(self.origin);
        let [bought, sold] = &now.histories[..] else { return None };
        let histories = [bought, sold];
        let ask = Ask { series: &then_series, values: &then_values, now: &now_series, came: &now_values, histories };
        one(learned, &ask, origin)
    }

    /// An earlier forecast with what was on file of its months on this day; what was not yet is cut off.
    fn of(&self, before: &Try) -> Try {
        let mut of = before.clone();
        let first = since_year_zero(before.origin) + 1;
        for (way, history) in self.on_file.histories.iter().enumerate().take(2) {
            let series = history.series();
            let Some(values) = values(&series) else { continue };
            let at = |h: usize| usize::try_from(first + i32::try_from(h).unwrap_or(0) - series.first).ok();
            let value = |h: usize| at(h).and_then(|at| values.get(at).copied()).filter(|value| value.is_finite());
            of.came[way] = (0..before.said[way].len()).map_while(value).collect();
            of.known[way] = (0..of.came[way].len()).map(|h| at(h).is_some_and(|at| known(history, at))).collect();
        }
        of
    }
}

/// Whether a month of a history was printed, or solved within bounds that say something.
fn known(history: &History, at: usize) -> bool {
    history.months.get(at).is_some_and(|(_, answer)| answer.is_ok())
}
