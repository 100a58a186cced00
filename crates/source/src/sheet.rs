//! The one door to CSV: a header and rows of text, each with its line. It
//! refuses what is not UTF-8 and says what it looks like; it reads no meaning.

use yalu_trade::{Complaint, Place};

/// A file of comma-separated text.
pub(crate) struct Sheet {
    pub(crate) file: String,
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<SheetRow>,
}

/// One row, and the line on which it begins.
#[derive(Clone)]
pub(crate) struct SheetRow {
    pub(crate) line: usize,
    pub(crate) fields: Vec<String>,
}

/// Reads a file of comma-separated text. Rows that are too short or too long
/// are complained about and left out; the rest is there.
pub(crate) fn sheet(file: &str, bytes: &[u8], complaints: &mut Vec<Complaint>) -> Option<Sheet> {
    let text = utf8(file, bytes).map_err(|complaint| complaints.push(complaint)).ok()?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(str::to_owned).collect(),
        Err(error) => {
            complaints.push(Complaint::error("csv", Place::file(file), error.to_string(), "save it as CSV, UTF-8"));
            return None;
        }
    };
    if let Some(complaint) = parted_otherwise(file, &header) {
        complaints.push(complaint);
        return None;
    }
    let twice = |(i, name): &(usize, &String)| !name.is_empty() && header[..*i].contains(name);
    for (i, name) in header.iter().enumerate().filter(twice) {
        let message = format!("a column `{name}` stands twice");
        complaints.push(Complaint::error("duplicate-column", Place::new(file, 1, i + 1), message, "keep one of them"));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, |position| position.line() as usize);
                let fields: Vec<String> = record.iter().map(str::to_owned).collect();
                if fields.len() == header.len() {
                    rows.push(SheetRow { line, fields });
                } else {
                    complaints.push(uneven(file, line, fields.len(), header.len()));
                }
            }
            Err(error) => {
                let line = error.position().map_or(0, |position| position.line() as usize);
                complaints.push(Complaint::error(
                    "csv",
                    Place::new(file, line, 0),
                    error.to_string(),
                    "save it as CSV, UTF-8",
                ));
            }
        }
    }
    Some(Sheet { file: file.to_owned(), header, rows })
}

/// A header of one field that holds several, parted by another mark.
fn parted_otherwise(file: &str, header: &[String]) -> Option<Complaint> {
    let [only] = header else { return None };
    let marks = [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")];
    let (_, words) = marks.iter().find(|(mark, _)| only.matches(*mark).count() > 2)?;
    let message = format!("the fields of this file are parted by {words}");
    Some(Complaint::error("csv", Place::new(file, 1, 1), message, "save it as CSV, with commas between the fields"))
}

fn uneven(file: &str, line: usize, has: usize, wants: usize) -> Complaint {
    let message = format!("this row has {has} fields where the header has {wants}");
    let hint = "put fields that contain a comma in double quotes; empty fields still need their comma";
    Complaint::error("fields", Place::new(file, line, has.min(wants)), message, hint)
}

fn utf8<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Complaint> {
    let complain = |line, column, what: &str| {
        let hint = "save the file as CSV, UTF-8 (in Excel: \"CSV UTF-8 (comma delimited)\")";
        Complaint::error("encoding", Place::new(file, line, column), format!("this file is not UTF-8: {what}"), hint)
    };
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(complain(1, 1, "it is UTF-16"));
    }
    if bytes.contains(&0) {
        return Err(complain(
            1,
            1,
            "it has NUL bytes, so it looks like UTF-16 without its mark, or like no text at all",
        ));
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        let column = before.iter().rev().take_while(|b| **b != b'\n').filter(|b| **b == b',').count() + 1;
        let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        complain(line, column, &format!("byte {byte:#04x} in field {column} looks like GB18030, EUC-KR or Latin-1"))
    })
}

impl Sheet {
    /// The column of that name, counted from 0.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|header| header == name)
    }

    /// Complains of columns that are missing, and of columns that nobody reads.
    pub(crate) fn expect_columns(&self, wanted: &[&str], complaints: &mut Vec<Complaint>) -> bool {
        let missing: Vec<&str> = wanted.iter().copied().filter(|name| self.column(name).is_none()).collect();
        if missing.len() * 2 > wanted.len() {
            let message = "the first line is no header: most of the columns are missing";
            let hint = format!("the header is {}", wanted.join(","));
            // How wide rows are beside what is no header says nothing.
            complaints.retain(|complaint| complaint.code != "fields");
            complaints.push(Complaint::error("missing-column", Place::new(&self.file, 1, 1), message, hint));
            return false;
        }
        for (i, name) in self.header.iter().enumerate().filter(|(_, name)| !wanted.contains(&name.as_str())) {
            let message = format!("nobody reads a column `{name}`");
            let hint = format!("the columns are {}", wanted.join(","));
            complaints.push(Complaint::error("unknown-column", Place::new(&self.file, 1, i + 1), message, hint));
        }
        for name in &missing {
            let message = format!("the column `{name}` is missing");
            let hint = format!("the header is {}", wanted.join(","));
            complaints.push(Complaint::error("missing-column", Place::new(&self.file, 1, 1), message, hint));
        }
        missing.is_empty()
    }
}

/// A field of a CSV file as it is written: in quotes where it has to be.
pub fn csv_field(text: &str) -> String {
    let plain = !text.contains([',', '"', '\n', '\r']);
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}
