//! Any table as rows of cells: delimited text and workbooks alike.

use yalu_trade::Refused;

use crate::office::{
    Snapshot,
    intake::Intake,
    lines::{Lines, delimiter, first_line},
    workbook::{self, SheetRow},
};

/// No text has more columns than a workbook.
const MOST_COLUMNS: usize = 16_384;

/// Which part of a file is the table.
#[derive(Clone, Copy, Default)]
pub(super) struct Part<'a> {
    /// The sheet, where not the first.
    pub(super) sheet: Option<&'a str>,
    /// What stands between fields, where it was said.
    pub(super) delimiter: Option<char>,
}

/// Gives the rows in order until `each` has enough.
pub(super) fn rows(
    file: &Snapshot<'_>,
    part: Part<'_>,
    intake: &mut Intake<'_>,
    each: &mut dyn FnMut(&SheetRow, &mut Intake<'_>) -> Result<bool, Refused>,
) -> Result<(), Refused> {
    if workbook::is_workbook(file.head) {
        return workbook::rows(file, part.sheet, intake, each);
    }
    let said = part.delimiter.and_then(|sign| u8::try_from(sign).ok());
    let delimiter = said.unwrap_or_else(|| delimiter(&first_line(file.head)));
    let Some(mut lines) = Lines::open(file, delimiter, intake) else { return Ok(()) };
    while lines.advance(intake).is_some() {
        if lines.width() > MOST_COLUMNS {
            let message = format!("line {} has {} fields; no table is so wide", lines.row(), lines.width());
            intake.refuse("fields", message, "is it a table?");
            return Ok(());
        }
        let broken = (0..lines.width()).find(|column| lines.field(*column).is_none());
        if let Some(column) = broken {
            let message = "these bytes are no letters in the encoding of the file".to_owned();
            intake.left_out("encoding", lines.row(), column + 1, message, "save the file as UTF-8");
            continue;
        }
        let texts = (0..lines.width()).map(|column| lines.field(column).unwrap_or_default().into_owned());
        if !each(&SheetRow::of(lines.row(), texts), intake)? {
            return Ok(());
        }
    }
    Ok(())
}
