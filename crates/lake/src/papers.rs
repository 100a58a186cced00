//! The papers of what records come to: the files, and where their rows stand.

use std::collections::BTreeMap;

use yalu_trade::{Currency, Paper, PaperKind, Place, Quantity, ReleaseClass, Vintage, day_of_number};

use crate::pair::Line;

/// The papers of a sum: one a file and release.
pub(crate) fn papers(lines: &[&Line], quantity: Quantity) -> Vec<Paper> {
    let mut files: BTreeMap<(&str, i32), Vec<&Line>> = BTreeMap::new();
    for line in lines {
        files.entry((&line.file, line.vintage)).or_default().push(line);
    }
    let paper = |((file, vintage), lines): ((&str, i32), Vec<&Line>)| {
        let rows: i64 = lines.iter().map(|line| line.rows).sum();
        let from = lines.iter().map(|line| line.from).min().unwrap_or_default();
        let to = lines.iter().map(|line| line.to).max().unwrap_or_default();
        let (amount, unit) = match quantity {
            Quantity::Weight => (lines.iter().map(|l| l.weight).sum::<i128>() / 1_000, "kg".to_owned()),
            _ => {
                let currency = lines[0].currency.map_or(String::new(), |c: Currency| c.to_string());
                (lines.iter().map(|l| l.value).sum::<i128>() / 100, currency)
            }
        };
        let which = if rows == 1 { format!("row {from}") } else { format!("{rows} rows of rows {from} to {to}") };
        Paper {
            kind: PaperKind::Record,
            id: format!("{}:{}", &lines[0].hash[..lines[0].hash.len().min(8)], from),
            says: format!("{amount} {unit} in {which}"),
            source: lines[0].source.to_string(),
            place: Place::new(file, from.unsigned_abs() as usize, 0),
            vintage: Some(Vintage {
                released: day_of_number(vintage),
                assumed: lines[0].assumed,
                class: ReleaseClass::Unstated,
            }),
            used: true,
            note: String::new(),
        }
    };
    files.into_iter().map(paper).collect()
}
