//! Published figures, one a row, as an analyst keeps them on a desk. Every
//! field is parsed here once; a row with a fault is complained about, all its
//! faults at once, and left out.

mod entry;
mod places;
mod units;

use std::collections::BTreeMap;

use yalu_trade::{Complaint, Correction, Nomenclature, Place, Statement, Target};

use crate::{
    Harvest,
    sheet::{Sheet, SheetRow, sheet},
};
use entry::Entry;
pub(crate) use units::fits;

pub(crate) const COLUMNS: [&str; 22] = [
    "id",
    "reporter",
    "partner",
    "period",
    "period_kind",
    "flow",
    "hs",
    "coverage",
    "measure",
    "base",
    "of",
    "printed",
    "unit",
    "scale",
    "value",
    "low",
    "high",
    "approx",
    "released",
    "status",
    "source",
    "note",
];

/// Of so many refused rows the faults are told; of the rest how many they are.
const MOST_REFUSED: usize = 1_000;

/// Reads a file of statements. The desk's corrections are made in the text of a
/// field, before it is parsed, and stay with the statement.
pub fn statements(file: &str, bytes: &[u8], nomenclature: &Nomenclature, corrections: &[Correction]) -> Harvest {
    let mut harvest = Harvest::default();
    let Some(sheet) = sheet(file, bytes, &mut harvest.complaints) else { return harvest };
    if !sheet.expect_columns(&COLUMNS, &mut harvest.complaints) {
        return harvest;
    }
    let mut refused_rows = 0;
    for row in &sheet.rows {
        let (row, corrected) = correct(&sheet, row, corrections, &mut harvest.complaints);
        let mut entry = Entry { sheet: &sheet, row: &row, corrected, complaints: Vec::new() };
        let statement = entry.statement(nomenclature);
        let refused = !entry.complaints.is_empty();
        refused_rows += usize::from(refused);
        if refused_rows <= MOST_REFUSED {
            harvest.complaints.append(&mut entry.complaints);
        }
        harvest.statements.extend(statement.filter(|_| !refused));
    }
    if refused_rows > MOST_REFUSED {
        let message = format!("{} rows more of this file are refused", refused_rows - MOST_REFUSED);
        let hint = "mend the first ones; the others are likely wrong in the same way";
        harvest.complaints.push(Complaint::error("refused", Place::file(file), message, hint));
    }
    harvest
}

/// Complains of ids that stand twice among statements of one desk.
pub fn duplicates(statements: &[Statement]) -> Vec<Complaint> {
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    let mut complaints = Vec::new();
    for statement in statements {
        if let Some(first) = seen.get(statement.id.as_str()) {
            let message = format!("the id `{}` stands twice; first at {first}", statement.id);
            let place = Place { column: 1, ..statement.place.clone() };
            complaints.push(Complaint::error("duplicate-id", place, message, "give each statement an id of its own"));
        } else {
            seen.insert(&statement.id, &statement.place);
        }
    }
    complaints
}

/// The row as the desk corrects it, and with what.
fn correct(
    sheet: &Sheet,
    row: &SheetRow,
    corrections: &[Correction],
    complaints: &mut Vec<Complaint>,
) -> (SheetRow, Vec<Correction>) {
    let mut row = row.clone();
    let mut made = Vec::new();
    let field =
        |row: &SheetRow, name: &str| sheet.column(name).and_then(|i| row.fields.get(i)).cloned().unwrap_or_default();
    for correction in corrections {
        let meant = match &correction.target {
            Target::Statement(id) => field(&row, "id") == *id,
            Target::Where(fields) => fields.iter().all(|(name, text)| field(&row, name) == *text),
            Target::Record(_) => false,
        };
        if !meant {
            continue;
        }
        let said = field(&row, &correction.field);
        if said != correction.from {
            let message = format!(
                "statement `{}` says {} = `{said}`, not `{}`",
                field(&row, "id"),
                correction.field,
                correction.from
            );
            complaints.push(Complaint::error(
                "stale-correction",
                correction.place.clone(),
                message,
                "the source was changed: look again whether it still needs correcting",
            ));
            continue;
        }
        let mut put = |name: &str, text: &str| {
            if let Some(i) = sheet.column(name) {
                row.fields[i] = text.to_owned();
            }
        };
        put(&correction.field, &correction.to);
        if matches!(correction.field.as_str(), "printed" | "scale" | "approx") {
            // The row's own bounds belong to the print that was wrong.
            ["value", "low", "high"].into_iter().for_each(|name| put(name, ""));
        }
        made.push(correction.clone());
    }
    (row, made)
}

#[cfg(test)]
mod tests;
