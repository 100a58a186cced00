//! PDF: pages written by hand, word by word.

use std::fmt::Write;

use yalu_source::report;
use yalu_trade::Severity;

use super::shown;

/// A PDF of pages in Helvetica; each word has its place in points from the lower left, and its size.
fn pdf(pages: &[&[(f32, f32, f32, &str)]]) -> Vec<u8> {
    let contents = pages.iter().map(|words| {
        words.iter().fold(String::new(), |mut page, (x, y, size, word)| {
            let word = word.replace('(', "\\(").replace(')', "\\)");
            let _ = writeln!(page, "BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({word}) Tj ET");
            page
        })
    });
    written(&contents.collect::<Vec<_>>(), "")
}

fn written(contents: &[String], trailer: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len()).map(|i| format!("{} 0 R", 4 + 2 * i)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), contents.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for (i, content) in contents.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            5 + 2 * i
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len() + 1));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    let table = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    places.iter().for_each(|place| file += &format!("{place:010} 00000 n \n"));
    let _ =
        write!(file, "trailer << /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

fn check(bytes: &[u8], expected: &str) {
    let (report, complaints) = report("a.pdf", bytes);
    assert!(complaints.is_empty(), "{complaints:?}");
    assert_eq!(shown(&report), expected.trim_matches('\n'));
}

#[test]
fn lines_are_paragraphs_and_headings() {
    check(
        &pdf(&[&[
            (50.0, 800.0, 16.0, "1. Imports"),
            (50.0, 770.0, 10.0, "Imports from the neighbour rose by 124.1% in 2023 and"),
            (50.0, 757.0, 10.0, "came to 2.00 billion dollars"),
            (168.6, 760.5, 6.0, "3"),
            (172.0, 757.0, 10.0, ", more than ever."),
            (50.0, 730.0, 10.0, "Exports fell."),
        ]]),
        "# 1. Imports\n¶ Imports from the neighbour rose by 124.1% in 2023 and came to 2.00 billion dollars³, more than ever.\n¶ Exports fell.",
    );
}

#[test]
fn cells_stand_under_each_other() {
    let mut page = vec![(50.0, 700.0, 10.0, "Table 1. Goods"), (380.0, 686.0, 8.0, "(Unit: USD, %)")];
    for (i, row) in [
        ["Item", "2022", "2023", "Share"],
        ["Human hair", "16,003", "1,760", "8.0"],
        ["Rice", "", "76,810", "3.8"],
        ["Total", "7,000", "200,350", "100.0"],
    ]
    .iter()
    .enumerate()
    {
        let y = 670.0 - 18.0 * i as f32;
        page.extend(row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).map(|(column, cell)| {
            // Helvetica's digits are 0.556 of its size wide, its comma and stop 0.278: flush right from the second column on.
            let width: f32 = cell.chars().map(|letter| if ",.".contains(letter) { 2.78 } else { 5.56 }).sum();
            (if column == 0 { 50.0 } else { 150.0 + 60.0 * column as f32 - width }, y, 10.0, *cell)
        }));
    }
    page.push((50.0, 590.0, 8.0, "Source: customs."));
    page.push((50.0, 560.0, 10.0, "Text after the table goes on."));
    check(
        &pdf(&[&page]),
        "
^ Table 1. Goods
^ (Unit: USD, %)
^ Source: customs.
| Item | 2022 | 2023 | Share
| Human hair | 16,003 | 1,760 | 8.0
| Rice |  | 76,810 | 3.8
| Total | 7,000 | 200,350 | 100.0
¶ Text after the table goes on.",
    );
}

#[test]
fn two_columns_of_prose_are_read_in_turn() {
    let lines: Vec<String> = (0..12).map(|i| format!("line {i} of the left one that fills its column well")).collect();
    let mut page: Vec<(f32, f32, f32, &str)> =
        vec![(50.0, 820.0, 10.0, "A line above both of the columns that crosses the gutter between the two of them.")];
    for (i, line) in lines.iter().enumerate() {
        page.push((50.0, 790.0 - 12.0 * i as f32, 10.0, line));
        page.push((320.0, 790.0 - 12.0 * i as f32, 10.0, "and the right column has other words in it,"));
    }
    let (report, _) = report("a.pdf", &pdf(&[&page]));
    let (last, first) = (
        report.text.find("line 11").expect("the left column"),
        report.text.find("and the right").expect("the right one"),
    );
    assert!(last < first, "{}", report.text);
}

#[test]
fn a_page_turns_and_its_head_is_read_once() {
    let page = |words: &'static str, foot: &'static str| {
        [(50.0, 820.0, 8.0, "Institute Opinions"), (50.0, 780.0, 10.0, words), (290.0, 30.0, 8.0, foot)]
    };
    let pages = [
        page("Exports of minerals fell in the", "Opinions 7."),
        page("second half of the year and", "Opinions 8."),
        page("rose after it.", "Opinions 9."),
    ];
    let (report, complaints) = report("a.pdf", &pdf(&pages.iter().map(|page| page.as_slice()).collect::<Vec<_>>()));
    assert_eq!(
        shown(&report),
        "# Institute Opinions\n¶ Opinions 7.\n¶ Exports of minerals fell in the second half of the year and rose after it."
    );
    let are_notes = complaints.iter().all(|one| one.code == "running-head" && one.severity == Severity::Note);
    assert!(complaints.len() == 2 && are_notes, "{complaints:?}");
    let place = report.place(report.text.find("second").expect("the second page"));
    assert_eq!((place.line, place.column), (2, 1), "a line is a page");
}

#[test]
fn what_cannot_be_read_is_told() {
    let whole = pdf(&[&[(50.0, 800.0, 10.0, "Text.")]]);
    let locked = written(
        &[String::new()],
        "/Encrypt << /Filter /Standard /V 1 /R 2 /O (01234567890123456789012345678901) /U (01234567890123456789012345678901) /P -1 >> /ID [(a) (a)]",
    );
    for (bytes, code) in [
        (pdf(&[&[]]), "scan"),
        (b"%PDF-1.4\nnothing of it".to_vec(), "pdf"),
        (whole[..120].to_vec(), "pdf"),
        (locked, "locked"),
    ] {
        let (report, complaints) = report("a.pdf", &bytes);
        assert!(report.passages.is_empty());
        assert!(
            matches!(complaints.as_slice(), [one] if one.code == code && one.severity == Severity::Error && !one.hint.is_empty()),
            "{complaints:?}"
        );
    }
}

#[test]
fn damage_never_ends_in_a_panic() {
    let whole =
        pdf(&[&[(50.0, 800.0, 10.0, "Table 1. Goods"), (50.0, 780.0, 10.0, "Rice"), (150.0, 780.0, 10.0, "12")]]);
    for at in (0..whole.len()).step_by(3) {
        for byte in [0, b'9', b'<', 0xff] {
            let mut damaged = whole.clone();
            damaged[at] = byte;
            let (report, complaints) = report("a.pdf", &damaged);
            assert!(!report.passages.is_empty() || !complaints.is_empty(), "byte {at}");
        }
    }
}
