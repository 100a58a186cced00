//! Tables of classifications as the United Nations publish them: workbooks of
//! conversion and correlation, code lists in JSON, and plain CSV headed by two
//! editions. Codes are text: a cell that is a number has lost its zeros and is refused.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::Cursor,
};

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;
use yalu_trade::{CodeList, Complaint, Correlation, Edition, Place};

use crate::sheet::{csv_field, sheet};

/// What a file holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Nomenclated {
    /// A correlation of two editions.
    Correlation(Correlation),
    /// The codes of an edition.
    Codes(CodeList),
}

/// Header lines of a workbook stand among its first rows.
const HEADS: usize = 10;

/// A page of cells: rows of text, each with its line; a number where text was due is `Err`.
type Row = (usize, Vec<Result<String, String>>);

/// Reads a table of a classification, by what it is: xlsx, json or csv.
pub fn nomenclature_table(file: &str, bytes: &[u8]) -> (Option<Nomenclated>, Vec<Complaint>) {
    let mut complaints = Vec::new();
    let read = if bytes.starts_with(b"PK") {
        workbook(file, bytes, &mut complaints)
    } else if bytes.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|first| *first == b'{') {
        listed(file, bytes, &mut complaints)
    } else {
        plain(file, bytes, &mut complaints)
    };
    if read.is_none() && complaints.is_empty() {
        let hint = "give a workbook of conversion and correlation (xlsx), a code list (json), or a CSV headed by two editions: HS2022,HS2017";
        complaints.push(Complaint::error(
            "no-table",
            Place::file(file),
            "there is no table of a classification in it",
            hint,
        ));
    }
    (read, complaints)
}

/// The file in which a table is kept, and what it holds: CSV headed by editions.
pub fn kept(table: &Nomenclated) -> (String, String) {
    let line = |one: &str, other: &str| format!("{},{}\n", csv_field(one), csv_field(other));
    match table {
        Nomenclated::Correlation(Correlation { from, to, pairs }) => {
            let rows: String = pairs.iter().map(|(one, other)| line(one, other)).collect();
            (format!("{from}-{to}.csv"), format!("{from},{to}\n{rows}"))
        }
        Nomenclated::Codes(CodeList { edition, names }) => {
            let rows: String = names.iter().map(|(code, name)| line(code, name)).collect();
            (format!("{edition}.csv"), format!("{edition},{NAME}\n{rows}"))
        }
    }
}

/// The column of a kept code list that is not a code.
const NAME: &str = "name";

fn workbook(file: &str, bytes: &[u8], complaints: &mut Vec<Complaint>) -> Option<Nomenclated> {
    let unreadable = |error: &dyn std::fmt::Display| {
        Complaint::error(
            "xlsx",
            Place::file(file),
            format!("this workbook cannot be read: {error}"),
            "save it as xlsx anew",
        )
    };
    let mut book: Xlsx<_> = match Xlsx::new(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(error) => {
            complaints.push(unreadable(&error));
            return None;
        }
    };
    let mut one_way = None;
    for name in book.sheet_names() {
        let range = match book.worksheet_range(&name) {
            Ok(range) => range,
            Err(error) => {
                complaints.push(unreadable(&error));
                continue;
            }
        };
        let first = range.start().map_or(0, |(row, _)| row as usize);
        let rows: Vec<Row> =
            range.rows().enumerate().map(|(i, row)| (first + i + 1, row.iter().map(cell).collect())).collect();
        // A conversion gives each code one code alone; the correlation beside it has all of them.
        match headed(&rows) {
            Some((at, columns, true)) => one_way = one_way.or(Some((rows, at, columns))),
            Some((at, columns, false)) => return correlated(file, &rows[at..], columns, complaints),
            None => {}
        }
    }
    let (rows, at, columns) = one_way?;
    let message = "this is a conversion: each code has one code alone, so groups made of it may be too small";
    complaints.push(Complaint::warning(
        "one-way",
        Place::file(file),
        message,
        "add the correlation table if there is one",
    ));
    correlated(file, &rows[at..], columns, complaints)
}

fn cell(cell: &Data) -> Result<String, String> {
    match cell {
        Data::Empty => Ok(String::new()),
        Data::String(text) => Ok(text.trim().to_owned()),
        other => Err(other.to_string()),
    }
}

/// The row after the head, the columns of the two editions and which they are; and whether it goes one way.
type Columns = [(usize, Edition); 2];

fn headed(rows: &[Row]) -> Option<(usize, Columns, bool)> {
    rows.iter().take(HEADS).enumerate().find_map(|(at, (_, cells))| {
        let found: Vec<(usize, Edition, bool)> = cells
            .iter()
            .enumerate()
            .filter_map(|(i, cell)| {
                let text = cell.as_ref().ok()?;
                let edition = text.parse().ok()?;
                Some((i, edition, text.to_ascii_lowercase().starts_with("from")))
            })
            .collect();
        let [(i, one, from), (j, other, _)] = found.as_slice() else { return None };
        (one != other).then_some((at + 1, [(*i, *one), (*j, *other)], *from))
    })
}

/// Rows of two editions as a correlation, each pair once.
fn correlated(
    file: &str,
    rows: &[Row],
    [(i, from), (j, to)]: Columns,
    complaints: &mut Vec<Complaint>,
) -> Option<Nomenclated> {
    let mut pairs: BTreeSet<(String, String)> = BTreeSet::new();
    let mut alone: Vec<(usize, (String, String))> = Vec::new();
    for (line, cells) in rows {
        let empty = |at: usize| cells.get(at).is_none_or(|cell| cell.as_ref().is_ok_and(String::is_empty));
        if empty(i) && empty(j) {
            continue;
        }
        let mut code = |at: usize, edition: Edition| match cells.get(at) {
            Some(Ok(text)) if edition.shapes(text) => Some(text.clone()),
            Some(Err(number)) => {
                let message = format!("{number} is a number, not a code: its leading zeros are lost");
                let hint = "format the column as text before the codes are typed in";
                complaints.push(Complaint::error("number", Place::new(file, *line, at + 1), message, hint));
                None
            }
            other => {
                let text = other.and_then(|cell| cell.as_ref().ok()).map_or("", String::as_str);
                let message = format!("`{text}` is not a code of {edition}");
                let hint = "codes of the HS have six digits here and keep their zeros";
                complaints.push(Complaint::error("commodity", Place::new(file, *line, at + 1), message, hint));
                None
            }
        };
        let (Some(one), Some(other)) = (code(i, from), code(j, to)) else { continue };
        if cells.iter().any(|cell| cell.as_deref() == Ok("1:1")) {
            alone.push((*line, (one.clone(), other.clone())));
        }
        pairs.insert((one, other));
    }
    complaints.extend(not_alone(file, &pairs, &alone));
    let pairs: Vec<(String, String)> = pairs.into_iter().collect();
    (!pairs.is_empty()).then_some(Nomenclated::Correlation(Correlation { from, to, pairs }))
}

/// Rows that say one to one of codes that have other rows too.
fn not_alone(file: &str, pairs: &BTreeSet<(String, String)>, alone: &[(usize, (String, String))]) -> Vec<Complaint> {
    let mut counts: [HashMap<&str, usize>; 2] = Default::default();
    for (one, other) in pairs {
        *counts[0].entry(one).or_default() += 1;
        *counts[1].entry(other).or_default() += 1;
    }
    let more = |(_, (one, other)): &&(usize, (String, String))| {
        counts[0].get(one.as_str()) > Some(&1) || counts[1].get(other.as_str()) > Some(&1)
    };
    let tell = |(line, (one, other)): &(usize, (String, String))| {
        let message = format!("this row says that {one} and {other} are one to one; other rows have one of them too");
        Complaint::warning("one-to-one", Place::new(file, *line, 0), message, "all rows were taken")
    };
    alone.iter().filter(more).map(tell).collect()
}

/// A code list of UN Comtrade: `{classCode, className, results: [{id, text, parent}]}`.
fn listed(file: &str, bytes: &[u8], complaints: &mut Vec<Complaint>) -> Option<Nomenclated> {
    let mut refuse = |message: String| {
        let hint = "UN Comtrade's lists have className and results, each with id and text";
        complaints.push(Complaint::error("json", Place::file(file), message, hint));
    };
    let list: Value = match serde_json::from_slice(bytes) {
        Ok(list) => list,
        Err(error) => {
            refuse(format!("this is not JSON: {error}"));
            return None;
        }
    };
    let named = ["className", "classCode"].into_iter().filter_map(|key| list.get(key)?.as_str());
    let Some(edition) = named.filter_map(|name| name.parse::<Edition>().ok()).next() else {
        refuse("it does not say of which edition it is".to_owned());
        return None;
    };
    let Some(results) = list.get("results").and_then(Value::as_array) else {
        refuse("it has no `results`".to_owned());
        return None;
    };
    let mut names = BTreeMap::new();
    for result in results {
        let (id, text) = (result.get("id").and_then(Value::as_str), result.get("text").and_then(Value::as_str));
        let (Some(id), Some(text)) = (id, text) else { continue };
        // Totals and levels (`TOTAL`, `AG2`) stand among the codes and are none.
        if id.bytes().all(|b| b.is_ascii_digit()) && !id.is_empty() {
            let name = text.strip_prefix(id).map_or(text, |rest| rest.trim_start_matches([' ', '-']));
            names.insert(id.to_owned(), name.to_owned());
        }
    }
    (!names.is_empty()).then_some(Nomenclated::Codes(CodeList { edition, names }))
}

/// CSV headed by two editions, or by one and `name`.
fn plain(file: &str, bytes: &[u8], complaints: &mut Vec<Complaint>) -> Option<Nomenclated> {
    let sheet = sheet(file, bytes, complaints)?;
    let head: Row = (1, sheet.header.iter().cloned().map(Ok).collect());
    let row = |row: &crate::sheet::SheetRow| -> Row { (row.line, row.fields.iter().cloned().map(Ok).collect()) };
    let rows: Vec<Row> = std::iter::once(head).chain(sheet.rows.iter().map(row)).collect();
    if let Some((at, columns, _)) = headed(&rows[..1]) {
        return correlated(file, &rows[at..], columns, complaints);
    }
    let edition = sheet.header.first()?.parse::<Edition>().ok()?;
    (sheet.header.get(1).map(String::as_str) == Some(NAME)).then_some(())?;
    let names = sheet.rows.into_iter().filter_map(|row| {
        let mut fields = row.fields.into_iter();
        Some((fields.next()?, fields.next()?))
    });
    Some(Nomenclated::Codes(CodeList { edition, names: names.collect() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn codes_of(complaints: &[Complaint]) -> Vec<String> {
        complaints.iter().map(|c| format!("{} {}", c.code, c.place)).collect()
    }

    #[test]
    fn a_table_is_read_and_kept_and_read_again() {
        let text = "HS 2022,BEC 4,Relationship\n010121,41,n:1\n010130,111,n:n\n010130,41,n:n\n";
        let (read, complaints) = nomenclature_table("t.csv", text.as_bytes());
        assert_eq!(complaints, []);
        let read = read.expect("a table");
        let (name, csv) = kept(&read);
        assert_eq!((name.as_str(), csv.lines().next()), ("HS2022-BEC4.csv", Some("HS2022,BEC4")));
        assert_eq!(nomenclature_table("again", csv.as_bytes()), (Some(read), Vec::new()));
        let list = r#"{"classCode":"H6","className":"HS2022","results":[{"id":"TOTAL","text":"Total"},{"id":"01","text":"01 - Animals; live","parent":"TOTAL"}]}"#;
        let (read, complaints) = nomenclature_table("h6.json", list.as_bytes());
        assert_eq!(complaints, []);
        let (name, csv) = kept(read.as_ref().expect("a list"));
        assert_eq!((name.as_str(), csv.as_str()), ("HS2022.csv", "HS2022,name\n01,Animals; live\n"));
        assert_eq!(nomenclature_table("again", csv.as_bytes()).0, read);
    }

    #[test]
    fn bad_rows_say_where_and_files_that_are_no_table_say_so() {
        let text = "HS2022,HS2017,Relationship\n010121,010121,1:1\n10129,010129,1:1\n010130,,1:1\n010190,010190,1:1\n010190,010191,1:n\n";
        let (read, complaints) = nomenclature_table("t.csv", text.as_bytes());
        assert_eq!(codes_of(&complaints), ["commodity t.csv:3:1", "commodity t.csv:4:2", "one-to-one t.csv:5"]);
        let Some(Nomenclated::Correlation(table)) = read else { panic!("{read:?}") };
        assert_eq!(table.pairs.len(), 3);
        for (bytes, code) in [
            (&b""[..], "no-table x"),
            (b"section,hscode\nI,01\n", "no-table x"),
            (b"{\"results\": []}", "json x"),
            (b"{ not json", "json x"),
            (b"PK\x03\x04 and no more", "xlsx x"),
            (b"HS2022,HS2022\n010121,010121\n", "duplicate-column x:1:2"),
        ] {
            let (read, complaints) = nomenclature_table("x", bytes);
            assert_eq!((read, codes_of(&complaints)), (None, vec![code.to_owned()]));
        }
    }

    /// The tables that the United Nations publish, where they are at hand: codes on each side, pairs, one-to-one rows.
    #[test]
    fn the_published_tables_are_read_whole() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/nomenclature/");
        for (name, from, to, pairs) in [
            ("HS2017toHS2012.xlsx", 5388, 5206, 6141),
            ("HS2022toHS2017.xlsx", 5613, 5387, 15657),
            ("HS2022toHS2012.xlsx", 5613, 5206, 16377),
            ("HS2022_to_BEC4.csv", 5611, 19, 5926),
        ] {
            let Ok(bytes) = std::fs::read(format!("{folder}{name}")) else {
                let told =
                    writeln!(std::io::stderr(), "skipped: {folder}{name} is not there; the United Nations publish it");
                told.expect("standard error");
                continue;
            };
            let (read, complaints) = nomenclature_table(name, &bytes);
            assert_eq!(complaints, [], "{name}");
            let Some(Nomenclated::Correlation(table)) = read else { panic!("{name} is no correlation") };
            let count =
                |pick: fn(&(String, String)) -> &String| table.pairs.iter().map(pick).collect::<BTreeSet<_>>().len();
            assert_eq!((count(|p| &p.0), count(|p| &p.1), table.pairs.len()), (from, to, pairs), "{name}");
        }
        for (name, edition, six) in [("classificationH5.json", 2017, 5388), ("classificationH6.json", 2022, 5613)] {
            let Ok(bytes) = std::fs::read(format!("{folder}{name}")) else { continue };
            let Some(Nomenclated::Codes(list)) = nomenclature_table(name, &bytes).0 else { panic!("{name}") };
            assert_eq!((list.edition, list.names.keys().filter(|k| k.len() == 6).count()), (Edition::Hs(edition), six));
        }
    }
}
