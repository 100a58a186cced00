//! What holds for every report; the targets beside this file share it.

use yalu_source::report;
use yalu_trade::Passage;

pub fn check(file: &str, bytes: &[u8]) {
    let (report, complaints) = report(file, bytes);
    assert!(!report.passages.is_empty() || !complaints.is_empty());
    assert!(complaints.iter().all(|complaint| complaint.place.file == file));
    assert!(report.anchors.is_sorted_by_key(|(byte, _)| *byte));
    for passage in &report.passages {
        match passage {
            Passage::Heading(range) | Passage::Paragraph(range) => assert!(report.text.get(range.clone()).is_some()),
            Passage::Grid(grid) => {
                assert!(grid.rows.iter().all(|row| row.len() == grid.rows[0].len()));
                assert!(grid.rows.iter().flatten().all(|cell| report.text.get(cell.clone()).is_some()));
            }
        }
    }
}
