//! What is known: prints where there are any that stand, solved months where
//! there are none. A print that the others exclude does not stand; it goes along as a
//! paper that says so. What was solved is solved once for a day.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use yalu_trade::{
    Absence, AsOf, Cell, Commodity, Cut, Decimal, Evidence, Flow, Gap, Interval, Lineage, Panel, Paper, Period,
    Quantity, Rate, ReadError, Reading, SolvedCell, Statement, Unit, dec,
};

use crate::{Prints, Reconciler};

/// Prints, and what follows from them.
#[derive(Debug)]
pub struct Known {
    prints: Prints,
    statements: Arc<[Statement]>,
    rates: Vec<Rate>,
    days: Mutex<BTreeMap<AsOf, Arc<Day>>>,
}

/// What was solved with the knowledge of a day.
#[derive(Debug)]
struct Day {
    solved: Reconciler,
    months: Mutex<BTreeMap<Commodity, Arc<Vec<SolvedCell>>>>,
}

/// A month is shown where the most it can be is not more than so many times the least.
const SHOWN: Decimal = dec!(3);

impl Known {
    /// Of these statements, and these rates for those in another currency.
    pub fn new(statements: Vec<Statement>, rates: Vec<Rate>) -> Self {
        let shared: Arc<[Statement]> = statements.clone().into();
        Self { prints: Prints::new(statements, rates.clone()), statements: shared, rates, days: Mutex::default() }
    }

    fn day(&self, as_of: AsOf) -> Arc<Day> {
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        let solve = || Reconciler::new(self.statements.clone(), &self.rates, as_of);
        days.entry(as_of).or_insert_with(|| Arc::new(Day { solved: solve(), months: Mutex::default() })).clone()
    }

    /// A month that nobody printed, where the others leave little room for it.
    fn month(&self, cut: &Cut, cell: Cell) -> Cell {
        let open = cell
            .reading
            .as_ref()
            .is_err_and(|gap| matches!(gap.absence, Absence::NotOnFile | Absence::NotDerivable | Absence::Quarantined));
        let solvable = matches!(cut.quantity, Quantity::Value(_) | Quantity::Weight) && !cut.mean;
        if !open || !solvable || !cell.period.is_month() || cut.reporters.len() != 1 {
            return cell;
        }
        let day = self.day(cut.as_of);
        let months = day.months(&cell.commodity);
        match months.iter().find(|month| is(month, cut, cell.flow, cell.period)) {
            Some(month) => Cell { reading: self.reading(month, cell.reading), ..cell },
            None => cell,
        }
    }

    fn reading(&self, month: &SolvedCell, printed: Result<Reading, Gap>) -> Result<Reading, Gap> {
        let Interval { low, high, .. } = month.interval;
        let narrow = low.zip(high).is_some_and(|(low, high)| low > Decimal::ZERO && high <= low * SHOWN);
        if !narrow {
            return printed.map_err(|gap| match high {
                Some(high) => Gap::new(
                    gap.absence,
                    format!("{}; what others printed leaves {} to {high}", gap.why, low.unwrap_or_default()),
                ),
                None => gap,
            });
        }
        let used = self.statements.iter().filter(|s| month.statements.contains(&s.id));
        let vintages = used.clone().map(|s| s.vintage);
        let Some(vintage) = vintages.max_by_key(|vintage| vintage.released) else { return printed };
        Ok(Reading {
            interval: month.interval,
            unit: month.unit,
            coverage: month.coverage.clone(),
            valuation: if matches!(month.unit, Unit::Money(_)) { month.flow.valuation() } else { "" },
            vintage,
            base_vintage: None,
            contested: false,
            lineage: Lineage { formula: FORMULA.to_owned(), papers: used.map(|s| Paper::of_print(s, true)).collect() },
        })
    }
}

/// How a solved month came to be.
const FORMULA: &str = "solved: every believed print holds";

fn is(month: &SolvedCell, cut: &Cut, flow: Flow, period: Period) -> bool {
    let unit = match cut.quantity {
        Quantity::Value(currency) => Unit::Money(currency),
        _ => Unit::Tonne,
    };
    month.flow == flow
        && month.period == period
        && month.coverage == cut.coverage
        && month.unit == unit
        && month.partner == cut.partner
        && cut.reporters.contains(&month.reporter)
}

impl Day {
    fn months(&self, of: &Commodity) -> Arc<Vec<SolvedCell>> {
        let mut months = self.months.lock().unwrap_or_else(PoisonError::into_inner);
        months.entry(of.clone()).or_insert_with(|| Arc::new(self.solved.months(of))).clone()
    }
}

impl Evidence for Known {
    fn read(&self, cut: &Cut) -> Result<Panel, ReadError> {
        // A printed share or growth is asked for as somebody's word, whether it is believed or not.
        let level = matches!(cut.quantity, Quantity::Value(_) | Quantity::Weight);
        let doubt = |statement: &Statement| self.day(cut.as_of).solved.doubt(&statement.id).filter(|_| level);
        let panel = self.prints.read_doubting(cut, &doubt);
        let cells = panel.cells.into_iter().map(|cell| self.month(cut, cell)).collect();
        Ok(Panel { cells, ..panel })
    }
}
