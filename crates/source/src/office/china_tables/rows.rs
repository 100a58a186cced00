//! The rows of a table: levels to records, growth and totals to statements; a row
//! whose figures contradict each other is kept apart.

use yalu_trade::{
    Approx, Asserts, Authority, Commodity, Complaint, Coverage, Decimal, Flow, MONEY_PLACES, Observation, Period,
    Place, Printed, Records, Refused, ReleaseClass, Sink, Statement, Status, Unit, fixed,
};

use super::{
    super::china_customs::partners,
    check::{adds_up, bases_add_up, rounded},
    grid::{Grid, Row},
    heads::{Column, is_figures, number, period},
    names::{Name, Names},
    table::{Table, figures, grown, spans},
};
use crate::office::Snapshot;

/// What stands for nothing: a gap.
const DASH: &str = "-";
/// Rows that are left out are told of so often.
const TOLD: usize = 20;

/// Reads the rows.
pub(super) fn read(table: &Table, grid: &Grid, file: &Snapshot<'_>, sink: &mut dyn Sink) -> Result<(), Refused> {
    let names = Names::of(table.kind);
    let mut batch = Records::default();
    let mut left_out = 0;
    let reporter = file.said.reporter.clone().unwrap_or_else(|| partners().home().to_owned());
    let first = grid.rows.iter().position(is_figures).unwrap_or_default();
    for row in &grid.rows[first..] {
        let name = row.cells.first().and_then(|printed| names.find(printed));
        let Some(name) = name.filter(|_| is_figures(row)) else {
            left_out += usize::from(!is_note(row));
            if !is_note(row) && left_out <= TOLD {
                sink.complain(not_read(row, file));
            }
            continue;
        };
        let mut reader = RowReader { table, row, name: &name, file, reporter: &reporter, sink };
        reader.read(&mut batch);
    }
    if left_out > TOLD {
        let message = format!("{} more rows were not read", left_out - TOLD);
        sink.complain(Complaint::warning("row", Place::file(file.name), message, ""));
    }
    if batch.is_empty() { Ok(()) } else { sink.records(batch) }
}

/// A note below the table: one text, perhaps in every cell.
fn is_note(row: &Row) -> bool {
    let said: Vec<&String> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
    said.len() <= 1 || said.iter().all(|cell| *cell == said[0])
}

fn not_read(row: &Row, file: &Snapshot<'_>) -> Complaint {
    let name: String =
        row.cells.first().map_or("", String::as_str).chars().filter(|c| !c.is_control()).take(40).collect();
    let message = if is_figures(row) {
        format!("`{name}` is no economy or group that we know")
    } else {
        format!("the row of `{name}` has cells that are neither numbers nor dashes")
    };
    Complaint::error("row", Place::new(file.name, row.line, 1), message, "the row was left out")
}

struct RowReader<'t, 's> {
    table: &'t Table,
    row: &'t Row,
    name: &'t Name,
    file: &'t Snapshot<'t>,
    reporter: &'t str,
    sink: &'s mut dyn Sink,
}

impl RowReader<'_, '_> {
    fn read(&mut self, batch: &mut Records) {
        let reason = self.contradicts();
        if let Some(reason) = reason {
            let place = Place::new(self.file.name, self.row.line, 1);
            let hint = "the row is kept apart";
            self.sink.complain(Complaint::warning(
                "own-totals",
                place,
                format!("{}: {reason}", self.row.cells[0]),
                hint,
            ));
        }
        for (at, column) in &self.table.columns {
            let Some(cell) = self.row.cells.get(*at).filter(|cell| !cell.is_empty() && *cell != DASH) else { continue };
            match *column {
                Column::Value(Flow::T, from, to) => self.total(*at, cell, from, to),
                Column::Value(flow, from, to) => self.level(*at, cell, flow, (from, to), reason, batch),
                Column::Growth(flow) => self.growth(*at, cell, flow),
            }
        }
    }

    /// What in the row contradicts itself.
    fn contradicts(&self) -> Option<&'static str> {
        let cell = |at: usize| self.row.cells.get(at);
        if self.table.again.iter().any(|(month, to_date)| cell(*month) != cell(*to_date)) {
            return Some("January and the year to date of January differ");
        }
        let mut to_date = [None; 3];
        for span in spans(self.table) {
            let found = figures(self.table, self.row, span);
            if let [Some(t), Some(x), Some(m)] = found
                && !adds_up(rounded(t), rounded(x), rounded(m))
            {
                return Some("exports and imports do not add up to the total beside them");
            }
            if span.0 == 1 {
                to_date = found;
            }
        }
        let last = u8::try_from(self.table.to_date.last_month().month_of_year()).unwrap_or_default();
        let month = figures(self.table, self.row, (last, last));
        let more = |(month, to_date): (&Option<Decimal>, &Option<Decimal>)| {
            month.zip(*to_date).is_some_and(|(month, to_date)| month - to_date > Decimal::ONE)
        };
        // A correction of earlier months can take more off than the month adds, but no office prints it so.
        if month.iter().zip(&to_date).any(more) {
            return Some("a month is larger than the year to date");
        }
        let wrong = grown(self.table, self.row).is_some_and(|grown| bases_add_up(&grown) == Some(false));
        wrong.then_some("by the growth printed, exports and imports of a year before were not their total")
    }

    fn level(
        &mut self,
        at: usize,
        cell: &str,
        flow: Flow,
        span: (u8, u8),
        reason: Option<&'static str>,
        batch: &mut Records,
    ) {
        let Some(period) = period(self.table.year, span.0, span.1) else { return };
        let printed = number(cell);
        let value =
            printed.and_then(|number| number.checked_mul(self.table.scale.one)).and_then(|v| fixed(v, MONEY_PLACES));
        let (Some(printed), Some((value, _))) = (printed, value) else {
            let place = Place::new(self.file.name, self.row.line, at + 1);
            let message = format!("`{cell}` is no amount that can be kept");
            self.sink.complain(Complaint::error("number", place, message, "the figure was left out"));
            return;
        };
        let unit = (Decimal::new(1, printed.scale()) * self.table.scale.one).normalize();
        let status = format!("{} rounded-to-{unit}", self.name.status);
        batch.push(&Observation {
            reporter: self.reporter,
            partner: &self.name.partner,
            flow,
            period,
            nomenclature: "HS",
            commodity: "TOTAL",
            mode: "",
            province: &self.name.province,
            transport: "",
            via: "",
            value: Some(value),
            currency: self.table.scale.currency,
            valuation: flow.valuation(),
            coverage: "reported",
            weight: None,
            quantity: None,
            unit: "",
            quantity2: None,
            unit2: "",
            status: status.trim(),
            quarantine: if value < 0 { "the value is below zero" } else { reason.unwrap_or_default() },
            vintage: self.file.vintage_in(ReleaseClass::Table, self.table.released, period),
            row: self.row.line as u64,
        });
    }

    /// The total of both flows: a statement, as it is a sum of records.
    fn total(&mut self, at: usize, cell: &str, from: u8, to: u8) {
        let unit = Unit::Money(self.table.scale.currency);
        if let Some(period) = period(self.table.year, from, to) {
            self.state(at, cell, Flow::T, period, Asserts::Value, (self.table.scale.one, unit));
        }
    }

    fn growth(&mut self, at: usize, cell: &str, flow: Flow) {
        let base = self.table.to_date.shift_years(-1);
        self.state(at, cell, flow, self.table.to_date, Asserts::Growth { base }, (Decimal::ONE, Unit::Percent));
    }

    /// A statement names a partner, and no province: those of provinces only serve to check.
    fn state(
        &mut self,
        at: usize,
        cell: &str,
        flow: Flow,
        period: Period,
        asserts: Asserts,
        (scale, unit): (Decimal, Unit),
    ) {
        if !self.name.province.is_empty() {
            return;
        }
        let Ok(printed) = Printed::read(cell, scale, unit, Approx::Rounded) else { return };
        self.sink.statement(Statement {
            id: format!("{}:{}:{}", self.file.name, self.row.line, at + 1),
            reporter: self.reporter.to_owned(),
            partner: self.name.partner.clone(),
            period,
            mean: false,
            flow,
            commodity: Commodity::Total,
            coverage: Coverage::reported(),
            asserts,
            interval: printed.interval(),
            printed,
            vintage: self.file.vintage_in(ReleaseClass::Table, self.table.released, period),
            status: Status::Published,
            authority: Authority::Table,
            one_of_top: None,
            source: self.table.title.clone(),
            note: String::new(),
            place: Place::new(self.file.name, self.row.line, at + 1),
            corrections: Vec::new(),
        });
    }
}
