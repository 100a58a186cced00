//! UN Comtrade's tables of text: commas or tabs, columns by name in any order.

use yalu_trade::{Refused, Vintage};

use super::{
    fields::{Field, Fields, NEEDED},
    record,
};
use crate::office::{
    Snapshot,
    intake::Intake,
    lines::{Lines, delimiter, first_line},
};

/// The most rows of a file that was saved from the site or the API; bulk files have no cap.
const CAPS: [u64; 3] = [500, 100_000, 250_000];

/// Reads a table.
pub(super) fn read(file: &Snapshot<'_>, by_file: Option<Vintage>, intake: &mut Intake<'_>) -> Result<(), Refused> {
    let Some(mut lines) = Lines::open(file, delimiter(&first_line(file.head)), intake) else { return Ok(()) };
    if lines.advance(intake).is_none() {
        intake.refuse("empty", "there is nothing in it", "get the file anew");
        return Ok(());
    }
    let header = lines.fields();
    let columns: Vec<Option<Field>> = header.iter().map(|name| Field::of(name)).collect();
    let missing: Vec<&str> =
        NEEDED.iter().filter(|(field, _)| !columns.contains(&Some(*field))).map(|(_, name)| *name).collect();
    if !missing.is_empty() {
        let message = format!("a table of UN Comtrade has columns that this one lacks: {}", missing.join(", "));
        intake.refuse("missing-column", message, "get the file anew, with all columns");
        return Ok(());
    }
    let twice = columns.iter().enumerate().find(|(i, field)| field.is_some() && columns[..*i].contains(field));
    if let Some((i, _)) = twice {
        intake.refuse("duplicate-column", format!("column {} `{}` stands twice", i + 1, header[i]), "keep one of them");
        return Ok(());
    }
    let (mut fields, mut rows) = (Fields::default(), 0);
    while lines.advance(intake).is_some() {
        rows += 1;
        if fill(&lines, &columns, &mut fields, intake) {
            record::take(&fields, lines.row(), file, by_file, intake)?;
        }
    }
    if by_file.is_none() && CAPS.contains(&rows) {
        let message =
            format!("there are exactly {rows} rows, the most that an answer holds: more were likely left off");
        intake.warn("capped", message, "ask in parts: fewer periods, partners or codes at a time");
    }
    Ok(())
}

/// Takes a row's fields; `false` where the row is not whole.
fn fill(lines: &Lines, columns: &[Option<Field>], fields: &mut Fields, intake: &mut Intake<'_>) -> bool {
    fields.clear();
    let wants = columns.len();
    // A row that ends early may have ended inside a number.
    let has = if lines.width() < wants { lines.width() } else { lines.len() };
    if has > wants || lines.width() < wants {
        let message = format!("this row has {has} fields where the header has {wants}");
        intake.left_out("fields", lines.row(), wants, message, "a field with a comma in it needs quotes");
        return false;
    }
    for (column, field) in columns.iter().enumerate().filter_map(|(i, field)| field.map(|field| (i, field))) {
        match lines.field(column) {
            Some(text) => fields.set(field, &text),
            None => {
                let message = "these bytes are no letters in the encoding of the file".to_owned();
                intake.left_out("encoding", lines.row(), column + 1, message, "get the file anew, in UTF-8");
                return false;
            }
        }
    }
    true
}
