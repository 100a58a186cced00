//! What is no report and no file of statements, through the whole command: it
//! ends as the contract says, tells what failed, where and what to do, and
//! never panics. `benches/garbage.py` gives it the same at full size.

mod common;

use std::{fmt::Write, fs};

use common::{folder, list, said, text, yalu};
use serde_json::Value;

/// Words in an order that a seed gives: no number is among them but what is put there.
fn novel(bytes: usize) -> String {
    const WORDS: [&str; 16] = [
        "the", "river", "captain", "said", "nothing", "of", "old", "cargo", "and", "walked", "along", "a", "quay",
        "at", "night", "alone",
    ];
    let (mut page, mut seed) = (String::with_capacity(bytes + 80), 7_u64);
    let mut sentence = 0;
    while page.len() < bytes {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        page.push_str(WORDS[(seed >> 60) as usize]);
        sentence += 1;
        page.push_str(match (seed >> 50) % 90 {
            0 => ".\n\n",
            1 | 2 => ". ",
            3 if sentence > 40 => ", in 1851, ",
            _ => " ",
        });
    }
    page
}

fn rows(count: usize) -> String {
    let mut page = "Table 1. Imports from China\n\nUnit: thousand USD\n\nNo.\tItem\t2022\t2023\n".to_owned();
    for i in 1..=count {
        let _ = writeln!(page, "{i}\tgood {i}\t{}\t{}", i * 37 % 9_973, i * 91 % 9_967);
    }
    page
}

fn soup(pieces: usize) -> String {
    const PIECES: [&str; 12] = [
        "<div>",
        "</p>",
        "<table>",
        "<td colspan=99999 rowspan=99999>3",
        "</table>",
        "<li>imports rose by 5%",
        "<script>var a = \"<p>7%\";",
        "</script>",
        "<!--",
        "-->",
        "&#999999999;&bogus;",
        "<<<",
    ];
    (0..pieces).fold("<html>".to_owned(), |page, i| page + PIECES[(i * i + i / 7) % PIECES.len()])
}

/// A PDF whose one page shows a picture, as a scanner makes it; and with words in its trailer.
fn scan(trailer: &str) -> Vec<u8> {
    let picture = "q 595 0 0 842 0 0 cm /I Do Q";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I 5 0 R >> >> /Contents 4 0 R >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{picture}\nendstream", picture.len()),
        format!(
            "<< /Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 4096 >>\nstream\n{}\nendstream",
            "7".repeat(4096)
        ),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    let table = file.len();
    file += "xref\n0 6\n0000000000 65535 f \n";
    places.iter().for_each(|place| file += &format!("{place:010} 00000 n \n"));
    let _ = write!(file, "trailer << /Size 6 /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n");
    file.into_bytes()
}

const LOCK: &str = "/Encrypt << /Filter /Standard /V 1 /R 2 /O (01234567890123456789012345678901) /U (01234567890123456789012345678901) /P -1 >> /ID [(a) (a)]";

#[test]
fn what_is_long_is_cut_and_read_as_far_as_it_goes() {
    let here = folder();
    for (name, page, told) in [
        ("novel.txt", novel(1_000_000), ""),
        (
            "long.txt",
            format!("Imports rose by 5% in 2023.\n\n{}", "quay ".repeat(1_800_000)),
            "only the first 8 MB of 9 MB were read",
        ),
        ("lines.txt", "x\n".repeat(400_000), "only the first 300000 lines were read"),
        ("digits.txt", "7".repeat(300_000), ""),
        ("rows.txt", rows(20_000), "of this table of 20001 rows and 4 columns, 3000 rows and 4 columns were read"),
        ("soup.html", soup(20_000), ""),
        ("deep.html", format!("<html>{}3%", "<table><tr><td>".repeat(20_000)), ""),
        ("deep.md", format!("{} 3%\n{}", ">".repeat(20_000), "[".repeat(20_000)), ""),
    ] {
        fs::write(here.path().join(name), page).expect("garbage");
        let said = said(yalu(here.path()).args(["audit", name]));
        assert!(said.code == 0 || said.code == 1, "{name}: {}", said.err);
        assert!(said.err.contains(told) && !said.err.contains("panicked"), "{name}: {}", said.err);
    }
}

/// Both commands that read reports refuse what is none, in the same words.
#[test]
fn what_is_no_report_is_refused_with_a_hint() {
    let here = folder();
    let noise: Vec<u8> = (0..400_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let whole = scan("");
    let half = whole[..whole.len() / 2].to_vec();
    let mixed = ["북한의 수입".as_bytes(), b"\xBA\xCF\xC7\xD1\xC0\xC7 \xBC\xF6\xC0\xD4"].concat().repeat(50);
    for (name, bytes, words) in [
        ("scan.pdf", whole.clone(), "it is a scan of 1 pages"),
        ("scan.txt", whole, "it is a scan of 1 pages"),
        ("locked.pdf", scan(LOCK), "locked with a password"),
        ("half.pdf", half, "this PDF"),
        ("head.pdf", b"%PDF-1.7\nnothing of it".to_vec(), "this PDF is broken"),
        ("empty.txt", Vec::new(), "there is no text in it"),
        ("empty.pdf", Vec::new(), "there is no text in it"),
        ("blank.md", b" \n\t\n".to_vec(), "there is no text in it"),
        ("noise.txt", noise, "this is no text"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n....".to_vec(), "it is a picture"),
        ("workbook.txt", b"PK\x03\x04....".to_vec(), "it is a zip"),
        ("wide.txt", b"i\0m\0p\0o\0r\0t\0".to_vec(), "UTF-16 without the mark"),
        ("mixed.txt", mixed, "this is not UTF-8"),
    ] {
        fs::write(here.path().join(name), bytes).expect("garbage");
        for command in [&["audit", name][..], &["statements", "read", name]] {
            let said = said(yalu(here.path()).args(command));
            assert_eq!((said.code, said.out.as_str()), (2, ""), "{command:?}: {}", said.err);
            let told =
                said.err.contains(words) && said.err.contains(&format!("--> {name}")) && said.err.contains("hint: ");
            assert!(told && !said.err.contains("panicked"), "{command:?}: {}", said.err);
        }
    }
}

const HEADER: &str = "id,reporter,partner,period,period_kind,flow,hs,coverage,measure,base,of,printed,unit,scale,value,low,high,approx,released,status,source,note";
const GOOD: &str = "A1,CHN,PRK,2023-05,month,X,,reported,value,,,12.5,USD,1e6,,,,,2023-06-20,published,customs,";

/// The good row with some of its fields changed.
fn row(changes: &[(&str, &str)]) -> String {
    let names: Vec<&str> = HEADER.split(',').collect();
    let mut fields: Vec<&str> = GOOD.split(',').collect();
    for (name, field) in changes {
        fields[names.iter().position(|known| known == name).expect(name)] = field;
    }
    fields.join(",")
}

/// Each is refused with its line, its column, what is wrong and what to write; the good row beside it is solved.
#[test]
fn a_bad_statement_is_refused_where_it_stands() {
    let here = folder();
    for (changes, code, column, words) in [
        (&[("unit", "dollars")][..], "unit", 13, "`dollars` is not a unit"),
        (&[("unit", "t")], "unit", 13, "a value is not counted in `t`"),
        (&[("unit", "%"), ("scale", "1")], "unit", 13, "a value is not counted in `%`"),
        (&[("measure", "weight")], "unit", 13, "a weight is not counted in `USD`"),
        (&[("measure", "growth"), ("base", "2022-05")], "unit", 13, "a growth is not counted in `USD`"),
        (&[("printed", "NaN")], "printed", 12, "`NaN`"),
        (&[("printed", "inf")], "printed", 12, "`inf`"),
        (&[("printed", "1e308")], "printed", 12, "`1e308`"),
        (&[("printed", "9999999999999999999999999999999999999999")], "printed", 12, "99999"),
        (&[("printed", "-12.5")], "negative", 12, "below zero"),
        (&[("scale", "1e308")], "scale", 14, "`1e308` is not a scale"),
        (&[("scale", "0")], "scale", 14, "`0` is not a scale"),
        (&[("scale", "-1")], "scale", 14, "`-1` is not a scale"),
        (&[("low", "13000000"), ("high", "12000000")], "bounds", 16, "low = 13000000"),
        (&[("period", "2023-13")], "period", 4, "not a month"),
        (&[("period", "0000-00")], "period", 4, "not a month"),
        (&[("period", "2023-10..2023-01"), ("period_kind", "span")], "period", 4, "ends after it begins"),
        (&[("released", "2024-02-30")], "released", 19, "`2024-02-30` is not a date"),
        (&[("coverage", "everything")], "coverage", 8, "`everything` is not a coverage"),
        (&[("reporter", "China")], "economy", 2, "`China` is not an economy"),
        (&[("hs", "9")], "commodity", 7, "`9`"),
        (
            &[("measure", "growth"), ("unit", "%"), ("scale", "1"), ("base", "2023-05")],
            "base",
            10,
            "compared with itself",
        ),
        (
            &[("measure", "multiple"), ("unit", "times"), ("scale", "1"), ("base", "2023-05")],
            "base",
            10,
            "compared with itself",
        ),
        (&[("measure", "share"), ("unit", "%"), ("scale", "1"), ("of", "TOTAL")], "share", 11, "a share of itself"),
        (
            &[("measure", "share"), ("unit", "%"), ("scale", "1"), ("of", "TOTAL"), ("hs", "6703"), ("printed", "250")],
            "share",
            12,
            "more than its whole",
        ),
    ] {
        let bad = row(&[&[("id", "B1")], changes].concat());
        fs::write(here.path().join("rows.csv"), format!("{HEADER}\n{GOOD}\n{bad}\n")).expect("statements");
        let said = said(yalu(here.path()).args(["reconcile", "--statements", "rows.csv", "--json"]));
        assert_eq!(said.code, 0, "{changes:?}: {}", said.err);
        let answer = said.json();
        let found: Vec<&Value> =
            list(&answer, "complaints").iter().filter(|complaint| complaint["code"] == code).collect();
        let told = found.iter().any(|complaint| {
            let place = (complaint["line"].as_u64(), complaint["column"].as_u64());
            place == (Some(3), Some(column))
                && text(complaint, "message").contains(words)
                && !text(complaint, "hint").is_empty()
        });
        assert!(told, "{changes:?}: {:#?}", answer["complaints"]);
        assert!(!list(&answer, "cells").is_empty(), "{changes:?}: the good row stays");
        fs::write(here.path().join("rows.csv"), format!("{HEADER}\n{bad}\n")).expect("statements");
        let alone = common::said(yalu(here.path()).args(["reconcile", "--statements", "rows.csv"]));
        assert_eq!((alone.code, alone.out.as_str()), (2, ""), "{changes:?}");
        assert!(alone.err.contains("--> rows.csv:2:") && alone.err.contains("hint: "), "{changes:?}: {}", alone.err);
    }
}

/// A file that is no file of statements is told in one complaint.
#[test]
fn a_file_of_another_shape_is_refused_in_one_complaint() {
    let here = folder();
    let whole = format!("{HEADER}\n{GOOD}\n");
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(whole.bytes().flat_map(|byte| [byte, 0])).collect();
    let many = (0..50_001).fold(format!("{HEADER}\n"), |page, i| page + &row(&[("id", &format!("A{i}"))]) + "\n");
    for (name, bytes, words) in [
        ("no-unit.csv", whole.replace("unit,", "").replace("USD,", "").into_bytes(), "the column `unit` is missing"),
        ("semicolons.csv", whole.replace(',', ";").into_bytes(), "parted by semicolons"),
        ("tabs.csv", whole.replace(',', "\t").into_bytes(), "parted by tabs"),
        ("headless.csv", format!("{GOOD}\n{GOOD}\n").into_bytes(), "the first line is no header"),
        ("novel.csv", novel(5_000).into_bytes(), "the first line is no header"),
        ("short.csv", format!("{HEADER}\nA1,CHN\n").into_bytes(), "2 fields where the header has 22"),
        ("utf16.csv", utf16, "it is UTF-16"),
        ("korean.csv", [whole.as_bytes(), b"A2,\xC7\xD1\xB1\xB9"].concat(), "is not UTF-8"),
        ("noise.csv", vec![0, 1, 2, 3, 255, 0], "is not UTF-8"),
        ("many.csv", many.into_bytes(), "up to 50000 are solved together"),
    ] {
        fs::write(here.path().join(name), bytes).expect("a file");
        let said = said(yalu(here.path()).args(["reconcile", "--statements", name]));
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{name}: {}", said.err);
        assert_eq!(said.err.matches("error: ").count(), 1, "{name}: {}", said.err);
        assert!(said.err.contains(words) && said.err.contains("hint: "), "{name}: {}", said.err);
    }
    let twice = format!("{HEADER}\n{GOOD}\n{GOOD}\n");
    fs::write(here.path().join("twice.csv"), twice).expect("a file");
    let said = said(yalu(here.path()).args(["reconcile", "--statements", "twice.csv"]));
    assert!(said.code == 0 && said.err.contains("the id `A1` stands twice"), "{}", said.err);
    let bad = row(&[("flow", "Q")]) + "\n";
    fs::write(here.path().join("refused.csv"), format!("{HEADER}\n{GOOD}\n{}", bad.repeat(1_500))).expect("a file");
    let said = common::said(yalu(here.path()).args(["reconcile", "--statements", "refused.csv", "--json"]));
    let answer = said.json();
    assert_eq!(list(&answer, "complaints").iter().filter(|complaint| complaint["code"] == "flow").count(), 1_000);
    assert!(
        list(&answer, "complaints").iter().any(|complaint| text(complaint, "message").starts_with("500 rows more"))
    );
}
