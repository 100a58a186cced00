//! A table of a brief that holds the rows of a measure, whichever it is: what
//! each row is of, its figure, and what the measure says of it in words. A row
//! without a figure goes to the notes with its reason.

use yalu_brief::document::{Cell, ColumnKind, Row, Table};
use yalu_desk::MeasureAsk;
use yalu_measure::{Row as Measured, measure};
use yalu_trade::{Commodity, Gap, Lang, Lineage, ReadError, Wording};

use crate::{
    labels,
    print::Style,
    tables::{column, line_cell},
    words,
    write::Writer,
};

impl Writer<'_> {
    pub(crate) fn rows_of(
        &mut self,
        id: &str,
        title: String,
        ask: &MeasureAsk,
        head: Option<&Wording>,
        most: usize,
    ) -> Result<Option<Table>, ReadError> {
        let Some(method) = measure(&ask.measure) else { return Ok(None) };
        let measured = self.watch.ask(method, &self.asked_scope(ask))?;
        let periods = measured.rows.iter().any(|row| row.period != measured.rows[0].period);
        let coded = measured.rows.iter().any(|row| matches!(row.commodity, Commodity::Code(_)));
        let worded = measured.rows.iter().any(|row| row.answer.is_ok() && row.says.is_some());
        let shared = measured.rows.iter().any(|row| row.answer.is_ok() && matches!(row.share, Some(Ok(_))));
        let said = self.words;
        let head = head.map_or_else(|| said.value.to_owned(), |head| head.in_lang(self.lang).to_owned());
        let mut columns = vec![column("label", said.says.to_owned(), ColumnKind::Text)];
        columns.extend(coded.then(|| column("commodity", "HS".to_owned(), ColumnKind::Code)));
        columns.push(column("figure", head, ColumnKind::Number));
        columns.extend(shared.then(|| column("share", said.share.to_owned(), ColumnKind::Number)));
        columns.extend(worded.then(|| column("says", said.remark.to_owned(), ColumnKind::Text)));
        let mut papers: Vec<Lineage> = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
        let mut left = 0;
        let all = measured.rows.iter().map(|row| (row, false)).chain(measured.total.iter().map(|row| (row, true)));
        for (i, (row, total)) in all.enumerate() {
            let label = if total { said.whole.to_owned() } else { self.row_label(row, periods) };
            let reading = match &row.answer {
                Ok(_) if !total && rows.len() >= most => {
                    left += 1;
                    continue;
                }
                Ok(reading) => reading.clone(),
                Err(gap) => {
                    self.notes.push(format!("{}: {title}, {label}: {gap}", said.left_out));
                    continue;
                }
            };
            papers.push(reading.lineage.clone());
            let style = |unit| Style::of(unit, &ask.measure);
            let number = self.numbered(&format!("{id}.{}", i + 1), format!("{title}: {label}"), Ok(reading), style);
            let mut cells = vec![Cell::Text(label.clone())];
            if coded {
                cells.push(match &row.commodity {
                    Commodity::Code(code) if !total => Cell::Code(code.to_string()),
                    _ => Cell::Empty,
                });
            }
            cells.push(line_cell(&number));
            if shared {
                let absent = || Err(Gap::not_derivable("no share is known"));
                let share = row.share.clone().unwrap_or_else(absent);
                let label = format!("{title}: {label}, {}", said.share);
                let share = self.numbered(&format!("{id}.{}.share", i + 1), label, share, |_| Style::Percent);
                cells.push(if share.gap.is_some() { Cell::Empty } else { line_cell(&share) });
                self.keep(share);
            }
            if worded {
                let says = row.says.as_ref().map(|says| says.in_lang(self.lang).to_owned());
                cells.push(says.map_or(Cell::Empty, Cell::Text));
            }
            self.keep(number);
            rows.push(Row { cells, total });
        }
        if papers.is_empty() {
            if measured.rows.is_empty() {
                let why = measured.notes.first().map_or(said.nothing_on_file, String::as_str);
                self.notes.push(format!("{}: {title}: {why}", said.left_out));
            }
            return Ok(None);
        }
        // What a measure notes is said in English alone.
        let mut notes = if self.lang == Lang::En { measured.notes } else { Vec::new() };
        notes.extend((left > 0).then(|| said.rows_left.replace("{n}", &left.to_string())));
        let source = self.source(&papers);
        Ok(Some(Table { id: id.to_owned(), title, unit: String::new(), columns, rows, source, notes }))
    }

    fn row_label(&self, row: &Measured, periods: bool) -> String {
        match (&row.name, &row.commodity) {
            (Some(name), _) => name.in_lang(self.lang).to_owned(),
            (None, Commodity::Total) if periods => row.period.to_string(),
            (None, Commodity::Total) => words::flow(row.flow, self.lang).to_owned(),
            (None, Commodity::Code(_)) => self.watch.nomenclature.name(&row.commodity, self.lang),
            (None, other) => labels::commodity(other, &self.watch.desk, self.watch.nomenclature, self.lang),
        }
    }
}
