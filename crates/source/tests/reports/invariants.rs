//! Whatever the bytes, a report holds together: its ranges lie in its text, in
//! order, its rows are of one length, its anchors lead back.

use proptest::prelude::*;
use yalu_source::report;
use yalu_trade::{Passage, Report};

/// Pieces that readers of reports stumble over.
const PIECES: &[&str] = &[
    "Table 1. Goods",
    "Figure 2. x",
    "Unit: USD, %",
    "Source: customs",
    "표 1",
    "(단위: 천 달러)",
    "资料来源：海关",
    "\t",
    "\t\t",
    " | ",
    ";",
    "   ",
    "\n",
    "\n\n",
    "\r\n",
    "\u{c}",
    "1,234",
    "12.5%",
    "2022",
    "rice and",
    "은 증가하였으며",
    "进口增加",
    "¹ note",
    "- 3 -",
    "\\$",
    "\\",
    "**",
    "<i>",
    "</i>",
    "<sup>",
    "<table>",
    "<tr>",
    "<td rowspan=3>",
    "<td colspan=4>",
    "</table>",
    "<p>",
    "</p>",
    "<br>",
    "<pre>",
    "<nav>",
    "</nav>",
    "<li>",
    "&amp;",
    "&#x",
    "&",
    "<",
    ">",
    "<!--",
    "```\n",
    "|---|\n",
    "> ",
    "# ",
    "1. ",
    "- ",
    "*",
    "_",
    "[a](b)",
    "\u{ad}",
    "\u{feff}",
    "(HS 6703) was",
    "the",
    "www",
    "II. Trade",
    "제1장 ",
];

fn holds(report: &Report) {
    let mut last = 0;
    let mut ranges = Vec::new();
    for passage in &report.passages {
        match passage {
            Passage::Heading(range) | Passage::Paragraph(range) => {
                assert!(!range.is_empty());
                ranges.push(range.clone());
            }
            Passage::Grid(grid) => {
                let width = grid.rows.first().map_or(0, Vec::len);
                assert!(width > 0 && grid.rows.iter().all(|row| row.len() == width));
                let mut own: Vec<_> =
                    grid.captions.iter().cloned().chain(grid.rows.iter().flatten().cloned()).collect();
                own.sort_by_key(|range| (range.start, range.end));
                assert!(grid.rows.iter().flatten().is_sorted_by_key(|range| range.start));
                ranges.extend(own);
            }
        }
    }
    for range in ranges {
        assert!(range.start >= last && range.end >= range.start, "{range:?} after {last}");
        assert!(report.text.get(range.clone()).is_some_and(|words| words == words.trim()));
        last = range.end;
        let place = report.place(range.start);
        assert!(range.is_empty() || (place.file == "f" && place.line > 0 && place.column > 0), "{place:?}");
    }
    assert!(report.anchors.is_sorted_by(|a, b| a.0 < b.0));
    assert!(report.anchors.iter().all(|(byte, _)| report.text.is_char_boundary(*byte) && *byte < report.text.len()));
}

fn check(bytes: &[u8]) {
    for (ending, before) in [("", ""), (".md", ""), (".html", ""), (".pdf", "%PDF-1.7\n")] {
        let file = format!("f{ending}");
        let (mut report, complaints) = report(&file, &[before.as_bytes(), bytes].concat());
        assert!(!report.passages.is_empty() || !complaints.is_empty());
        for complaint in &complaints {
            assert!(complaint.place.file == file && !complaint.message.is_empty());
        }
        report.anchors.iter_mut().for_each(|(_, place)| place.file = "f".to_owned());
        holds(&report);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check(&bytes);
    }

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        check(text.as_bytes());
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        check(pieces.concat().as_bytes());
    }
}
