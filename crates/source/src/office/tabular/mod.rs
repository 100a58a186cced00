//! Anything tabular: CSV, TSV, XLSX, read as a mapping on the desk says. Without a
//! mapping nothing is read: a table that is guessed at is a table of guesses.

mod grid;
mod guess;
mod number;
mod row;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use yalu_trade::{Card, ColumnName, Mapping, Refused, Sink, When};

use super::{
    Office, Snapshot,
    intake::Intake,
    lines,
    workbook::{self, SheetRow},
};
use grid::Part;
pub use guess::guess;

/// The reader of tables by mapping.
pub(super) struct Tabular;

const CARD: Card = Card {
    id: "table",
    title: "A table, by a mapping of the desk",
    unit: "as the mapping says",
    formula: "cell × scale",
    citation: "the mapping's source",
    ..Card::BARE
};

impl Office for Tabular {
    fn card(&self) -> &'static Card {
        &CARD
    }

    /// A table that no other office knows: it is refused with a hint unless a mapping is given.
    fn knows(&self, file: &Snapshot<'_>) -> bool {
        let line = lines::first_line(file.head);
        let delimited = line.bytes().filter(|byte| *byte == lines::delimiter(&line)).count() > 0;
        file.said.mapping.is_some()
            || workbook::is_workbook(file.head)
            || (delimited && !line.trim_start().starts_with(['<', '{', '[']))
    }

    fn read(&self, file: &Snapshot<'_>, sink: &mut dyn Sink) -> Result<(), Refused> {
        let mut intake = Intake::new(file.name, sink);
        let Some(mapping) = &file.said.mapping else {
            let hint = "`yalu ingest --guess FILE` writes a proposal; look it through, and put it on the desk as mappings/NAME.toml";
            intake.refuse("no-mapping", "no office's layout, and no mapping says how it is to be read", hint);
            return intake.finish();
        };
        let part = Part { sheet: mapping.sheet.as_deref(), delimiter: mapping.delimiter };
        let mut columns = None;
        grid::rows(file, part, &mut intake, &mut |row, intake| {
            match &columns {
                _ if row.row < u64::from(mapping.header_row) => {}
                Some(columns) => row::take(row, mapping, columns, file, intake)?,
                None => match Found::find(row, mapping) {
                    Ok(found) => columns = Some(found),
                    Err(why) => {
                        intake.refuse(
                            "missing-column",
                            why,
                            "the mapping names columns as its header row has them, or by letter",
                        );
                    }
                },
            }
            Ok(!intake.is_refused())
        })?;
        if columns.is_none() && !intake.is_refused() {
            let message = format!("there is no header in row {}", mapping.header_row);
            intake.refuse("empty", message, "the mapping says where it stands: header_row");
        }
        intake.finish()
    }
}

/// The columns that a mapping names, in a file.
struct Found {
    columns: BTreeMap<String, u32>,
}

impl Found {
    fn find(header: &SheetRow, mapping: &Mapping) -> Result<Self, String> {
        if header.row != u64::from(mapping.header_row) {
            return Err(format!("row {} is empty; the header should stand there", mapping.header_row));
        }
        let mut columns = BTreeMap::new();
        for name in named(mapping) {
            let at = match name {
                ColumnName::Lettered(at) => *at,
                ColumnName::Named(wanted) => {
                    let mut here = header.cells().filter(|(_, cell)| cell.text() == *wanted).map(|(at, _)| at);
                    let at = here.next().ok_or_else(|| format!("there is no column `{wanted}`"))?;
                    if here.next().is_some() {
                        return Err(format!(
                            "two columns are called `{wanted}`; name the one that is meant by its letter"
                        ));
                    }
                    at
                }
            };
            columns.insert(name.to_string(), at);
        }
        Ok(Self { columns })
    }

    fn at(&self, name: &ColumnName) -> u32 {
        self.columns.get(&name.to_string()).copied().unwrap_or(u32::MAX)
    }
}

/// Every column that a mapping names.
fn named(mapping: &Mapping) -> Vec<&ColumnName> {
    use yalu_trade::Told;
    let period = match &mapping.period {
        When::Columns(columns, _) => columns.iter().collect(),
        When::Constant(_) => Vec::new(),
    };
    let told = [&mapping.reporter, &mapping.partner, &mapping.commodity].into_iter().filter_map(|told| match told {
        Told::Column(column) => Some(column),
        Told::Constant(_) => None,
    });
    let others = [&mapping.flow, &mapping.mode, &mapping.province, &mapping.transport].into_iter().flatten();
    let amounts = mapping.amounts.iter().flat_map(|amount| {
        let beside = [amount.weight.as_ref().map(|(c, _)| c), amount.quantity.as_ref().map(|(c, _)| c)];
        std::iter::once(&amount.column).chain(beside.into_iter().flatten())
    });
    period.into_iter().chain(told).chain(others).chain(amounts).collect()
}
