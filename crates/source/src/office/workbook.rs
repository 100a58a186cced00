//! Workbooks (XLSX), a row at a time. The size that a sheet declares is not believed;
//! what a cell shows is taken where a formula made it, and said; dates are told apart
//! from numbers.

use std::{
    io::{self, Cursor, Read},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{DataRef, Reader as _, Xlsx};
use yalu_trade::Refused;
use zip::ZipArchive;

use super::{Snapshot, intake::Intake};

/// A packed workbook is held in memory, so it is no larger than this.
const MOST_PACKED: u64 = 128 << 20;
/// Nor are its parts together, unpacked.
const MOST_UNPACKED: u64 = 1 << 30;
/// What is no sheet (its words, its styles) is held in memory too, each piece many times as large as it is written.
const MOST_WORDS: u64 = 64 << 20;

/// What Excel itself allows.
const MOST_COLUMNS: u32 = 16_384;
const MOST_ROWS: u32 = 1_048_576;

/// What a cell holds.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Cell {
    /// Letters.
    Text(String),
    /// A number, as its shortest digits.
    Number(String),
    /// A day: year, month.
    Date(i32, u8),
}

impl Cell {
    /// How it reads.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Number(text) => text.trim().to_owned(),
            Self::Date(year, month) => format!("{year:04}-{month:02}"),
        }
    }
}

/// A row: its cells that hold something, by column counted from 0.
#[derive(Clone, Default, Debug)]
pub(super) struct SheetRow {
    /// Its number, counted from 1.
    pub(super) row: u64,
    cells: Vec<(u32, Cell)>,
}

impl SheetRow {
    /// A row of text.
    pub(super) fn of(row: u64, texts: impl Iterator<Item = String>) -> Self {
        let cells = (0u32..).zip(texts).filter(|(_, text)| !text.trim().is_empty());
        Self { row, cells: cells.map(|(column, text)| (column, Cell::Text(text))).collect() }
    }

    /// The cell of a column.
    pub(super) fn get(&self, column: u32) -> Option<&Cell> {
        let found = self.cells.binary_search_by_key(&column, |(at, _)| *at).ok()?;
        Some(&self.cells[found].1)
    }

    /// The cells in order.
    pub(super) fn cells(&self) -> impl Iterator<Item = (u32, &Cell)> {
        self.cells.iter().map(|(at, cell)| (*at, cell))
    }
}

/// Is it a workbook?
pub(super) fn is_workbook(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

/// The names of the sheets.
pub(super) fn sheets(file: &Snapshot<'_>, intake: &mut Intake<'_>) -> Vec<String> {
    opened(file, intake).map(|book| book.sheet_names()).unwrap_or_default()
}

/// Gives the rows of a sheet, the first one where none is named, until `each` has enough.
pub(super) fn rows(
    file: &Snapshot<'_>,
    sheet: Option<&str>,
    intake: &mut Intake<'_>,
    each: &mut dyn FnMut(&SheetRow, &mut Intake<'_>) -> Result<bool, Refused>,
) -> Result<(), Refused> {
    let Some(mut book) = opened(file, intake) else { return Ok(()) };
    let names = book.sheet_names();
    let name = match sheet {
        Some(wanted) => names.iter().find(|name| *name == wanted),
        None => names.first(),
    };
    let Some(name) = name else {
        let hint = format!("its sheets are {}", names.join(", "));
        intake.refuse("sheet", format!("there is no sheet `{}`", sheet.unwrap_or_default()), &hint);
        return Ok(());
    };
    let mut cells = match whole(|| book.worksheet_cells_reader(name)) {
        Ok(cells) => cells,
        Err(error) => {
            intake.refuse("workbook", format!("the sheet `{name}` cannot be read: {error}"), "save the workbook anew");
            return Ok(());
        }
    };
    let mut row = SheetRow::default();
    loop {
        let cell = match whole(|| cells.next_cell_with_formula_metadata()) {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            Err(error) => {
                let message = format!("the sheet `{name}` breaks off after row {}: {error}", row.row);
                intake.refuse("workbook", message, "save the workbook anew");
                return Ok(());
            }
        };
        let (at, column) = cell.pos;
        let number = u64::from(at) + 1;
        if at >= MOST_ROWS || column >= MOST_COLUMNS || number < row.row {
            let message = format!("a cell of the sheet `{name}` stands where no cell can, after row {}", row.row);
            intake.refuse("workbook", message, "save the workbook anew");
            return Ok(());
        }
        if number != row.row {
            if !row.cells.is_empty() && !each(&row, intake)? {
                return Ok(());
            }
            row = SheetRow { row: number, cells: Vec::new() };
        }
        if cell.formula.is_some() {
            let message = "some cells are formulas: what they showed when the workbook was saved is taken";
            intake.once(
                "formula",
                number,
                message,
                "if the workbook was never opened in Excel, they may show old values",
            );
        }
        // Cells stand in order; one that does not, or stands twice, is no cell of Excel's.
        if row.cells.last().is_some_and(|(last, _)| *last >= column) {
            intake.left_out(
                "cell",
                number,
                column as usize + 1,
                "a cell stands out of order".to_owned(),
                "save the workbook anew",
            );
            continue;
        }
        row.cells.extend(held(&cell.value).map(|held| (column, held)));
    }
    if !row.cells.is_empty() {
        each(&row, intake)?;
    }
    Ok(())
}

/// What a reading of a workbook gives, or why it gives none. calamine panics on some references that no cell has
/// (`XFDZZZZZZ1` is more than it counts to); a hostile file is no reason to stop at the others.
fn whole<T, E: std::fmt::Display>(read: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|error| error.to_string()),
        Err(_) => Err("a reference in it leads nowhere".to_owned()),
    }
}

fn held(value: &DataRef<'_>) -> Option<Cell> {
    Some(match value {
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) => Cell::Number(number.to_string()),
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(is) => Cell::Text(is.to_string()),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, ..) = date.to_ymd_hms_milli();
            Cell::Date(i32::from(year), month)
        }
        DataRef::DateTime(span) => Cell::Number(span.as_f64().to_string()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Error(error) => Cell::Text(error.to_string()),
        DataRef::Empty => return None,
    })
    .filter(|cell| !matches!(cell, Cell::Text(text) if text.trim().is_empty()))
}

/// Opens a workbook after its parts were unpacked once and counted: what a zip says of its sizes may be a lie.
fn opened(file: &Snapshot<'_>, intake: &mut Intake<'_>) -> Option<Xlsx<Cursor<Vec<u8>>>> {
    let bytes = match packed(file) {
        Ok(bytes) => bytes,
        Err(why) => {
            intake.refuse("workbook", why, "save what is needed of it as CSV");
            return None;
        }
    };
    match whole(|| Xlsx::new(Cursor::new(bytes))) {
        Ok(book) => Some(book),
        Err(error) => {
            intake.refuse(
                "workbook",
                format!("it is no workbook that can be read: {error}"),
                "save it as .xlsx or CSV",
            );
            None
        }
    }
}

fn packed(file: &Snapshot<'_>) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = (file.open)().and_then(|reader| reader.take(MOST_PACKED + 1).read_to_end(&mut bytes));
    read.map_err(|error| format!("it cannot be read: {error}"))?;
    if bytes.len() as u64 > MOST_PACKED {
        return Err(format!("it is larger than {} MiB", MOST_PACKED >> 20));
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(|error| format!("it is broken: {error}"))?;
    let too_large = || {
        format!(
            "it unpacks to more than {} MiB, or what is no sheet of it to more than {}",
            MOST_UNPACKED >> 20,
            MOST_WORDS >> 20
        )
    };
    let said = zip.decompressed_size().unwrap_or_default();
    if said > u128::from(MOST_UNPACKED) {
        return Err(too_large());
    }
    let mut left = MOST_UNPACKED;
    for index in 0..zip.len() {
        let part = zip.by_index(index).map_err(|error| format!("a part of it is broken: {error}"))?;
        let is_sheet = String::from_utf8_lossy(part.name_raw()).to_ascii_lowercase().contains("worksheets/");
        let most = if is_sheet { left } else { left.min(MOST_WORDS) };
        let counted = io::copy(&mut part.take(most + 1), &mut io::sink());
        let counted = counted.map_err(|error| format!("a part of it is broken: {error}"))?;
        left = left.checked_sub(counted).filter(|_| counted <= most).ok_or_else(too_large)?;
    }
    drop(zip);
    Ok(bytes)
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    /// A workbook of rows of cells apart by bars; what is digits alone is a number.
    pub(crate) fn workbook(rows: &str) -> Vec<u8> {
        let cell = |(column, text): (usize, &str)| match text.parse::<f64>() {
            _ if text.is_empty() => String::new(),
            Ok(_) if !text.starts_with('0') || text == "0" => format!("<c r=\"{}@\"><v>{text}</v></c>", letter(column)),
            _ => format!("<c r=\"{}@\" t=\"inlineStr\"><is><t>{text}</t></is></c>", letter(column)),
        };
        let row = |(at, line): (usize, &str)| {
            let number = (at + 1).to_string();
            let cells: String = line.split('|').enumerate().map(cell).collect();
            format!("<row r=\"{number}\">{}</row>", cells.replace('@', &number))
        };
        sheet(&rows.lines().enumerate().map(row).collect::<String>())
    }

    fn letter(column: usize) -> char {
        (b'A'..=b'Z').nth(column).map_or('Z', char::from)
    }

    /// A workbook of one sheet, whose rows are given as XML.
    pub(crate) fn sheet(rows: &str) -> Vec<u8> {
        let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        let parts = [
            ("[Content_Types].xml", types.to_owned()),
            (
                "_rels/.rels",
                format!(
                    r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/styles.xml",
                format!(
                    r#"<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!(
                    r#"<worksheet xmlns="{main}"><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>"#
                ),
            ),
        ];
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(name, SimpleFileOptions::default()).expect("started");
            zip.write_all(text.as_bytes()).expect("packed");
        }
        zip.finish().expect("packed").into_inner()
    }

    /// What is no sheet is held in memory, so it may not be as large as a sheet.
    #[test]
    fn a_bomb_of_words_is_refused() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).expect("started");
        let piece = "<si/>".repeat(1 << 16);
        for _ in 0..(MOST_WORDS as usize / piece.len() + 1) {
            zip.write_all(piece.as_bytes()).expect("packed");
        }
        let bytes = zip.finish().expect("packed").into_inner();
        assert!(bytes.len() < 1 << 20, "{}", bytes.len());
        let said = crate::office::Said::default();
        let told = crate::office::lines::tests::with("x.xlsx", &bytes, &said, packed);
        assert!(told.is_err_and(|why| why.contains("unpacks to more than")));
    }
}
