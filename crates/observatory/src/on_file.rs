//! What was on file by a day: the months of both ways, those that nobody printed solved from
//! the statements of that day, and the series that a model learns from.

use std::collections::BTreeMap;

use yalu_evidence::Reconciler;
use yalu_forecast::{Month, Series, since_year_zero};
use yalu_measure::{Row, measure};
use yalu_trade::{
    AsOf, Asserts, Commodity, Coverage, Decimal, Evidence, Flow, Interval, Period, ReadError, SolvedCell, Statement,
    Unit,
};

use crate::{
    Watch,
    backtests::calendar,
    history::History,
    outlook::{WAYS, float},
    watch::asked,
};

/// The months of both ways that were on file.
pub(crate) struct OnFile {
    /// Imports, then exports; both end together.
    pub(crate) histories: Vec<History>,
    /// Both together.
    pub(crate) trade: Series,
    /// The last month, since the year 0.
    pub(crate) end: i32,
}

/// A series in the pool has at least so many printed months.
const LEAST_PRINTED: usize = 36;

impl Watch {
    /// What was on file of both ways by a day, to a month; `None` where that is nothing.
    pub(crate) fn on_file(&self, as_of: AsOf, known_to: Option<Period>) -> Result<Option<OnFile>, ReadError> {
        let solved = self.paths_by(self.statements.clone(), as_of);
        self.on_file_by(&*self.evidence, as_of, known_to, &solved)
    }

    /// Of both ways together and each, the months that follow from some statements by a day; a month without an upper
    /// bound lies on no path that means anything.
    pub(crate) fn paths_by(&self, statements: Vec<Statement>, as_of: AsOf) -> BTreeMap<(Flow, Period), f64> {
        let coverage = &self.desk.settings.default_coverage;
        let cells = Reconciler::new(statements.into(), &self.rates, as_of).months(&Commodity::Total);
        let about = |cell: &&SolvedCell| cell.coverage == *coverage && self.is_money(cell);
        let bounded = cells.iter().filter(about).filter(|cell| cell.interval.high.is_some());
        bounded.filter_map(|cell| Some(((cell.flow, cell.period), cell.interval.best.and_then(float)?))).collect()
    }

    /// What some evidence and months solved before have of both ways by a day.
    pub(crate) fn on_file_by(
        &self,
        evidence: &dyn Evidence,
        as_of: AsOf,
        known_to: Option<Period>,
        solved: &BTreeMap<(Flow, Period), f64>,
    ) -> Result<Option<OnFile>, ReadError> {
        let coverage = &self.desk.settings.default_coverage;
        let history = |flow| {
            let own = solved.iter().filter(|((of, _), _)| *of == flow);
            let path = own.map(|((_, month), best)| (*month, *best)).collect();
            self.history(evidence, (flow, &Commodity::Total, coverage), as_of, known_to, path)
        };
        let mut histories = WAYS.map(history).into_iter().collect::<Result<Vec<_>, _>>()?;
        let Some(end) = histories.iter().filter_map(|history| history.last_known().map(since_year_zero)).max() else {
            return Ok(None);
        };
        histories.iter_mut().for_each(|history| history.draw_out(calendar(end)));
        let trade = history(Flow::T)?.series().until(end);
        Ok(Some(OnFile { histories, trade, end }))
    }

    /// Is a cell of the desk's own pair and currency?
    fn is_money(&self, cell: &SolvedCell) -> bool {
        let settings = &self.desk.settings;
        let ours = settings.reporters.contains(&cell.reporter) && cell.partner == settings.economy;
        ours && cell.unit == Unit::Money(settings.currency)
    }

    /// The months of a series that are on file by a day.
    pub(crate) fn history(
        &self,
        evidence: &dyn Evidence,
        of: (Flow, &Commodity, &Coverage),
        as_of: AsOf,
        known_to: Option<Period>,
        path: BTreeMap<Period, f64>,
    ) -> Result<History, ReadError> {
        let (flow, commodity, coverage) = of;
        let about =
            |s: &&Statement| s.flow == flow && s.commodity == *commodity && s.vintage.known_on(as_of) && !s.mean;
        let on_file = || self.statements.iter().filter(about).map(|s| s.period);
        let recorded = self.recorded(evidence, of, as_of)?;
        let first = on_file().map(Period::first_month).chain(recorded.map(Period::first_month)).min();
        let last = on_file().map(Period::last_month).chain(recorded.map(Period::last_month)).max();
        let last = known_to.map_or(last, |to| last.map(|last| last.min(to.last_month())));
        let span = first.zip(last).and_then(|(first, last)| Period::span(first, last));
        let months: Vec<Period> = span.map(|span| span.months().collect()).unwrap_or_default();
        let rows = self.months(evidence, of, &months, as_of)?;
        Ok(History::new(flow, coverage.clone(), rows.into_iter().map(|row| (row.period, row.answer)).collect(), path))
    }

    /// From the first month of which records stand on a day to the last.
    fn recorded(
        &self,
        evidence: &dyn Evidence,
        (flow, commodity, coverage): (Flow, &Commodity, &Coverage),
        as_of: AsOf,
    ) -> Result<Option<Period>, ReadError> {
        let mut scope = self.scope(flow, Vec::new(), as_of);
        (scope.commodity, scope.coverage) = (commodity.clone(), coverage.clone());
        evidence.recorded(&scope.cut(flow, commodity, Vec::new()))
    }

    pub(crate) fn months(
        &self,
        evidence: &dyn Evidence,
        (flow, commodity, coverage): (Flow, &Commodity, &Coverage),
        months: &[Period],
        as_of: AsOf,
    ) -> Result<Vec<Row>, ReadError> {
        let Some(level) = measure("level").filter(|_| !months.is_empty()) else { return Ok(Vec::new()) };
        let mut scope = self.scope(flow, months.to_vec(), as_of);
        (scope.commodity, scope.coverage) = (commodity.clone(), coverage.clone());
        Ok(asked(evidence, level, &scope)?.rows)
    }

    /// The series that the model learns from: both ways, their sum, and whatever else is printed by the month.
    pub(crate) fn pool(
        &self,
        evidence: &dyn Evidence,
        histories: &[History],
        trade: Series,
        as_of: AsOf,
        end: Period,
    ) -> Result<Vec<Series>, ReadError> {
        let coverage = &self.desk.settings.default_coverage;
        let mut pool: Vec<Series> = histories.iter().map(History::series).collect();
        pool.push(trade);
        let mut printed: BTreeMap<(String, Flow, String), usize> = BTreeMap::new();
        for statement in self.statements.iter().filter(|s| s.vintage.known_on(as_of) && s.period.is_month()) {
            let whole = statement.commodity == Commodity::Total && statement.coverage == *coverage;
            if matches!(statement.asserts, Asserts::Value) && WAYS.contains(&statement.flow) && !whole {
                let key = (statement.commodity.to_string(), statement.flow, statement.coverage.to_string());
                *printed.entry(key).or_default() += 1;
            }
        }
        for ((commodity, flow, coverage), _) in printed.into_iter().filter(|(_, months)| *months >= LEAST_PRINTED) {
            if let (Ok(commodity), Ok(coverage)) = (commodity.parse::<Commodity>(), coverage.parse::<Coverage>()) {
                let history =
                    self.history(evidence, (flow, &commodity, &coverage), as_of, Some(end), BTreeMap::new())?;
                pool.push(history.series());
            }
        }
        Ok(pool)
    }
}

/// A month of a model.
pub(crate) fn month_of(interval: &Interval) -> Option<Month> {
    let best = interval.best.and_then(float)?;
    let end = |value: Option<Decimal>| value.and_then(float).unwrap_or(best);
    Some(Month::Known { low: end(interval.low).min(best), best, high: end(interval.high).max(best) })
}
