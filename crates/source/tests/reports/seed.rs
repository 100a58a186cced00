//! An article as an institute printed it and a reader copied it, if it is here.

use std::fs;
use std::path::Path;

use yalu_source::report;
use yalu_trade::Passage;

#[test]
fn the_article_is_read_whole() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed/kiep-2023-trade-with-china.txt");
    let Ok(bytes) = fs::read(&path) else {
        eprintln!("skipped: {} is not here", path.display());
        return;
    };
    let (report, complaints) = report("article.txt", &bytes);
    assert!(complaints.is_empty(), "{complaints:?}");
    let grids: Vec<_> =
        report.passages.iter().filter_map(|p| if let Passage::Grid(grid) = p { Some(grid) } else { None }).collect();
    assert_eq!(
        grids.iter().map(|grid| grid.rows.len()).collect::<Vec<_>>(),
        [14, 13],
        "two rows of header, ten goods, the totals"
    );
    for (grid, title) in grids.iter().zip(["Table 1. Top 10", "Table 2. Top 10"]) {
        let captions: Vec<&str> = grid.captions.iter().map(|caption| report.words(caption)).collect();
        assert!(
            captions[0].starts_with(title) && captions[1].starts_with("Unit:") && captions[2].starts_with("Source:"),
            "{captions:?}"
        );
        assert!(grid.rows.iter().all(|row| row.len() == 6));
    }
    let is_paragraph = |words: &str| {
        let is_in = |p: &Passage| matches!(p, Passage::Paragraph(range) if report.words(range).contains(words));
        report.passages.iter().any(is_in)
    };
    for words in [
        "imports and exports to China",
        "and plastics and rubber (13.7%)",
        "in the second half of the year",
        "in preparation for summer floods",
        "eyelashes (HS 6703) was",
        "$80.66 million",
        "to evaluate the extent",
    ] {
        assert!(is_paragraph(words), "{words}");
    }
    let headings: Vec<&str> = report
        .passages
        .iter()
        .filter_map(|p| if let Passage::Heading(range) = p { Some(report.words(range)) } else { None })
        .collect();
    assert_eq!(headings.len(), 7, "{headings:?}");
}
