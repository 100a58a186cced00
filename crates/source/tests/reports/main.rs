//! Reports as they come: each example is a few lines of a file, and what a
//! reader of it sees. `#` is a heading, `¶` a paragraph, `^` a table's caption,
//! `|` a row of it.

mod bytes;
mod html;
mod invariants;
mod markdown;
mod orders;
mod pdf;
mod places;
mod plain;
mod seed;
mod tables;

use yalu_source::report;
use yalu_trade::{Passage, Report};

/// A report, a line for each passage, caption and row.
fn shown(report: &Report) -> String {
    let mut lines = Vec::new();
    for passage in &report.passages {
        match passage {
            Passage::Heading(words) => lines.push(format!("# {}", report.words(words))),
            Passage::Paragraph(words) => lines.push(format!("¶ {}", report.words(words))),
            Passage::Grid(grid) => {
                lines.extend(grid.captions.iter().map(|caption| format!("^ {}", report.words(caption))));
                let row = |row: &Vec<std::ops::Range<usize>>| {
                    row.iter()
                        .map(|cell| format!("| {}", report.words(cell)))
                        .collect::<Vec<_>>()
                        .join(" ")
                        .trim_end()
                        .to_owned()
                };
                lines.extend(grid.rows.iter().map(row));
            }
        }
    }
    lines.join("\n")
}

/// What a file of that name shows; nothing may be complained of.
fn check(file: &str, text: &str, expected: &str) {
    let (report, complaints) = report(file, text.as_bytes());
    assert!(complaints.is_empty(), "{text}\n{complaints:?}");
    assert_eq!(shown(&report), expected.trim_matches('\n'), "\n--- read from\n{text}");
}
