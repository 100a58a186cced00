//! A report of two paragraphs and a table, audited, for the tests of the formats.

use yalu_trade::{Cause, Decimal, FoundSo, Grid, Interval, Judged, Passage, Place, Report, SaidSo, Spot, Verdict};

use crate::audit::Audit;

const TITLE: &str = "Trade & <more>";
const PROSE: &str = "Imports were about 17.6% of \"all\" trade, exports 12.4%, and 5 dams stand.";
const CELLS: [[&str; 2]; 3] = [["Good", "Share (%)"], ["Wigs", "57.1"], ["Total", "30.0"]];

struct Draft(Report);

impl Draft {
    fn add(&mut self, words: &str, line: usize) -> std::ops::Range<usize> {
        let start = self.0.text.len();
        self.0.text.push_str(words);
        self.0.anchors.push((start, Place::new("my report.txt", line, 1)));
        let end = self.0.text.len();
        self.0.text.push('\n');
        start..end
    }
}

fn report() -> Report {
    let mut draft = Draft(Report::default());
    let heading = draft.add(TITLE, 1);
    let prose = draft.add(PROSE, 3);
    let caption = draft.add("Table 1. Goods", 5);
    let row = |(i, cells): (usize, &[&str; 2])| cells.iter().map(|cell| draft.add(cell, 6 + i)).collect();
    let rows = CELLS.iter().enumerate().map(row).collect();
    let grid = Grid { captions: vec![caption], rows };
    let passages = vec![Passage::Heading(heading), Passage::Paragraph(prose), Passage::Grid(grid)];
    Report { passages, ..draft.0 }
}

fn judged(report: &Report, id: &str, text: &str, verdict: Verdict, cause: Option<Cause>) -> Judged {
    let start = report.text.find(text).expect(text);
    let percent = Decimal::new(311, 1);
    let interval = Interval::exact(percent);
    Judged {
        id: id.to_owned(),
        spot: Spot { place: report.place(start), table: None, row: None, bytes: start..start + text.len() },
        kind: "share".to_owned(),
        printed: SaidSo { text: text.to_owned(), value: Some(percent), unit: "%".to_owned(), interval },
        found: Some(FoundSo { text: "31.1 % <of> the rest".to_owned(), interval }),
        verdict,
        cause,
        repair: cause.map(|_| "31.1%".to_owned()),
        why: format!("the {} & its total say otherwise", verdict.word()),
    }
}

/// An audit with one of each verdict.
pub(crate) fn audit() -> Audit {
    let report = report();
    let judged = vec![
        judged(&report, "a", "17.6%", Verdict::Contradicted, Some(Cause::Digit)),
        judged(&report, "b", "12.4%", Verdict::Unlikely, None),
        judged(&report, "c", "5 dams", Verdict::NotRead, None),
        judged(&report, "d", "57.1", Verdict::Holds, None),
        judged(&report, "d2", "57.1", Verdict::HoldsWithinRounding, None),
        judged(&report, "e", "30.0", Verdict::NotDerivable, None),
    ];
    Audit {
        title: TITLE.to_owned(),
        file: "my report.txt".to_owned(),
        desk: "a desk".to_owned(),
        as_of: "2025-09-30".parse().expect("a day"),
        report,
        judged,
        notes: vec!["one <note>".to_owned()],
    }
}
