//! An article's table as a report: the grid as printed, under the captions that
//! the article's plan of it gives, so that whoever reads reports reads it too.

use std::ops::Range;

use yalu_trade::{Asserts, Complaint, Grid, Passage, Place, Report, TablePlan, dec};

use crate::sheet::sheet;

/// Adds an article's table to a report. `title` is what it is called there.
pub fn set(report: &mut Report, title: &str, plan: &TablePlan, file: &str, bytes: &[u8]) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let Some(sheet) = sheet(file, bytes, &mut complaints) else { return complaints };
    let captions = [title.to_owned(), unit(plan)].map(|words| words_at(report, &words, plan.place.clone()));
    let places = places(bytes);
    let mut row = |line: usize, fields: &[String]| -> Vec<Range<usize>> {
        let cell = |(i, field): (usize, &String)| {
            let column = places.get(line.saturating_sub(1)).and_then(|line| line.get(i)).copied().unwrap_or(1);
            words_at(report, field, Place::new(file, line, column))
        };
        fields.iter().enumerate().map(cell).collect()
    };
    let mut rows = vec![row(1, &sheet.header)];
    rows.extend(sheet.rows.iter().map(|of| row(of.line, &of.fields)));
    report.passages.push(Passage::Grid(Grid { captions: captions.to_vec(), rows }));
    complaints
}

/// Adds a paragraph to a report.
pub fn say(report: &mut Report, words: &str, place: Place) -> Range<usize> {
    let range = words_at(report, words, place);
    report.passages.push(Passage::Paragraph(range.clone()));
    range
}

fn words_at(report: &mut Report, words: &str, place: Place) -> Range<usize> {
    let start = report.text.len();
    report.anchors.push((start, place));
    report.text.push_str(words);
    let end = report.text.len();
    report.text.push('\n');
    start..end
}

/// The line that tells the units of a table: `Unit: ten thousand USD, %`.
fn unit(plan: &TablePlan) -> String {
    let mut units: Vec<String> = Vec::new();
    for column in &plan.columns {
        let counted = [
            (dec!(1000), "thousand "),
            (dec!(10000), "ten thousand "),
            (dec!(1000000), "million "),
            (dec!(100000000), "hundred million "),
            (dec!(1000000000), "billion "),
        ];
        let word = counted.iter().find(|(scale, _)| *scale == column.scale).map_or("", |(_, word)| word);
        let unit =
            if matches!(column.asserts, Asserts::Share { .. }) { "%".to_owned() } else { column.unit.to_string() };
        let said = format!("{word}{unit}");
        if !units.contains(&said) {
            units.push(said);
        }
    }
    format!("Unit: {}", units.join(", "))
}

/// The column in which each field of each line begins, counted in characters.
fn places(bytes: &[u8]) -> Vec<Vec<usize>> {
    let text = String::from_utf8_lossy(bytes);
    let line = |line: &str| {
        let mut starts = vec![1];
        let mut quoted = false;
        for (i, c) in line.chars().enumerate() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => starts.push(i + 2),
                _ => {}
            }
        }
        let opens = |start: usize| line.chars().nth(start - 1) == Some('"');
        starts.into_iter().map(|start| if opens(start) { start + 1 } else { start }).collect()
    };
    text.trim_start_matches('\u{feff}').lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_behind_quotes_and_commas() {
        assert_eq!(places(b"a,b\n1,\"16,003\",0.8\n,Total,"), [vec![1, 3], vec![1, 4, 12], vec![1, 2, 8]]);
    }
}
