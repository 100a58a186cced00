//! What a report quotes is not what it claims. A list of references or papers at
//! its end quotes throughout and is not read; a figure that stands beside the
//! name of an article on the desk, and that this article prints, is a quotation:
//! it holds if the article says so, whether or not the article is right.

use std::{collections::BTreeMap, ops::Range};

use yalu_trade::{Article, Figure, Figures, Judged, Passage, Printed, Report, Verdict};

use crate::Watch;

/// Headings under which others are quoted, beside that of our own briefs.
const REFERENCES: [&str; 9] = [
    "references",
    "bibliography",
    "works cited",
    "literature",
    "sources",
    "참고문헌",
    "참고 문헌",
    "参考文献",
    "参考资料",
];

/// The report without its list of references.
pub(crate) fn without_references(report: &Report) -> Report {
    let ours = yalu_brief::papers_headings();
    let heads = |passage: &Passage| match passage {
        Passage::Heading(range) | Passage::Paragraph(range) => {
            let words = report.words(range).trim();
            REFERENCES.contains(&words.to_lowercase().as_str()) || ours.contains(&words)
        }
        Passage::Grid(_) => false,
    };
    let kept = report.passages.iter().rposition(heads).unwrap_or(report.passages.len());
    Report { passages: report.passages[..kept].to_vec(), ..report.clone() }
}

/// Who says what a figure repeats, by the figure's name.
pub(crate) type Quoted = BTreeMap<String, String>;

/// Takes quotations out of a report's figures: they are tied to nothing that the report itself says.
pub(crate) fn take(watch: &Watch, report: &Report, read: &mut Figures) -> Quoted {
    let mut quoted = Quoted::new();
    for article in &watch.desk.articles {
        let near = near(report, article);
        let prints: Vec<(&Printed, &str)> =
            article.claims.iter().map(|claim| (&claim.says.printed, claim.place.as_str())).collect();
        for figure in &mut read.figures {
            let inside =
                near.iter().any(|range| range.start <= figure.spot.bytes.start && figure.spot.bytes.end <= range.end);
            let same = |(printed, _): &&(&Printed, &str)| same(printed, figure);
            if let Some((_, place)) = prints.iter().find(same).filter(|_| inside) {
                quoted.insert(figure.id.clone(), format!("{} prints it so: {place}", article.short));
                figure.about = None;
                figure.base = None;
                figure.level = None;
                figure.against = None;
            }
        }
    }
    quoted
}

fn same(printed: &Printed, figure: &Figure) -> bool {
    let plain = |digits: &str| digits.replace(',', "").trim_start_matches(['-', '+', '\u{2212}']).to_owned();
    printed.value().abs() == figure.printed.value().abs() && plain(&printed.digits) == plain(&figure.printed.digits)
        || printed.unit == figure.printed.unit && printed.value().abs() == figure.printed.value().abs()
}

/// The passages that name an article, and of a table also the cells under a title that does.
fn near(report: &Report, article: &Article) -> Vec<Range<usize>> {
    let names = |range: &Range<usize>| {
        let words = report.words(range);
        words.contains(&article.short) || words.contains(&article.source)
    };
    let mut near = Vec::new();
    let mut titled = false;
    for (i, passage) in report.passages.iter().enumerate() {
        match passage {
            Passage::Heading(range) => {
                titled = names(range);
                near.extend(titled.then(|| range.clone()));
            }
            Passage::Paragraph(range) => near.extend((titled || names(range)).then(|| range.clone())),
            Passage::Grid(grid) => {
                let beside =
                    [i.checked_sub(1), Some(i + 1)].into_iter().flatten().filter_map(|i| report.passages.get(i));
                let beside = beside.filter_map(|passage| match passage {
                    Passage::Paragraph(range) => Some(range),
                    _ => None,
                });
                let named = titled || grid.captions.iter().chain(beside).any(names);
                let rows = grid.rows.iter().filter(|row| named || row.iter().any(names));
                near.extend(rows.flatten().cloned());
            }
        }
    }
    near
}

/// The verdict on a quotation.
pub(crate) fn told(judged: Judged, says: &str) -> Judged {
    let why = format!("{says}; a quotation says nothing of whether that holds");
    Judged { verdict: Verdict::Holds, cause: None, repair: None, found: None, why, ..judged }
}
