//! The papers of a sum of records: the rows it was made of, by file and release, and
//! the corrections that were made in them.

use std::collections::BTreeMap;

use yalu_trade::{Currency, Paper, PaperKind, Place, Quantity, Vintage, day_of_number};

use crate::{corrected::Made, pair::Line};

/// The corrections that were made in some lines, as papers.
pub(crate) fn corrections(lines: &[&Line], made: &[Made]) -> Vec<Paper> {
    let bits = lines.iter().fold(0, |bits, line| bits | line.corrected);
    let of = made.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
    let paper = |(_, one): (usize, &Made)| {
        let (says, place) = one.says();
        Paper {
            kind: PaperKind::Correction,
            id: format!("correction at {}:{}", place.file, place.line),
            says,
            source: one.desk.source.clone(),
            place: place.clone(),
            vintage: None,
            used: true,
            note: String::new(),
        }
    };
    of.map(paper).collect()
}

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
        let corrected: i64 = lines.iter().filter(|line| line.corrected != 0).map(|line| line.rows).sum();
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
                class: lines[0].class,
            }),
            used: true,
            note: if corrected > 0 {
                format!("{corrected} of its rows as the desk corrects them")
            } else {
                String::new()
            },
        }
    };
    files.into_iter().map(paper).collect()
}
