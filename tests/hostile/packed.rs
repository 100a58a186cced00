//! What is packed: workbooks, zips, gzips.

use std::{fs, io::Write};

use super::{GOOD, HEADER, Member, Wanted, cell, gzipped, read, refused, repeat, sheet, size, table, workbook, zip};

#[test]
fn workbooks_that_lie() {
    table(&[
        (
            "a sheet that says it has 17 billion cells and has four",
            "t.xlsx",
            |path| {
                let text = format!(
                    "<row r=\"1\">{}{}{}</row><row r=\"1048576\">{}{}{}{}</row>",
                    cell("A1", "month"),
                    cell("B1", "code"),
                    cell("C1", "value"),
                    cell("A1048576", "d:45200"),
                    cell("B1048576", "0101"),
                    cell("C1048576", "n:5"),
                    cell("XFD1048576", "n:1")
                );
                fs::write(path, workbook(|out| out.write_all(text.as_bytes()).expect("written"), Vec::new()))
                    .expect("written");
            },
            read(1, 0, &[]),
        ),
        (
            "a sheet with a billion cells, of 11 GB unpacked",
            "t.xlsx",
            |path| {
                let many = |out: &mut dyn Write| {
                    for row in 1..=size(1 << 20, 120_000) {
                        out.write_all(format!("<row r=\"{row}\">").as_bytes()).expect("written");
                        repeat(out, b"<c><v/></c>", 1_000);
                        out.write_all(b"</row>").expect("written");
                    }
                };
                fs::write(path, workbook(many, Vec::new())).expect("written");
            },
            refused(&["workbook@0"]),
        ),
        (
            "a sheet of empty cells",
            "t.xlsx",
            |path| {
                let many = |out: &mut dyn Write| {
                    for row in 1..=size(1 << 15, 1 << 7) {
                        out.write_all(format!("<row r=\"{row}\">").as_bytes()).expect("written");
                        repeat(out, b"<c><v/></c>", 1_000);
                        out.write_all(b"</row>").expect("written");
                    }
                };
                fs::write(path, workbook(many, Vec::new())).expect("written");
            },
            refused(&["empty@0"]),
        ),
        (
            "words of a workbook that unpack to 4 GB",
            "t.xlsx",
            |path| {
                let words = Member::made("xl/sharedStrings.xml", |out| {
                    out.write_all(b"<sst>").expect("written");
                    repeat(out, &b"<si><t>a</t></si>".repeat(4_096), size(60_000, 1_500));
                });
                sheet(path, &[["d:45200", "0101", "n:5"]], vec![words]);
            },
            refused(&["workbook@0"]),
        ),
        (
            "a workbook whose entities grow a billionfold",
            "t.xlsx",
            |path| {
                let mut text = "<!DOCTYPE s [<!ENTITY a0 \"ha\">".to_owned();
                for at in 1..10 {
                    text += &format!("<!ENTITY a{at} \"{}\">", format!("&a{};", at - 1).repeat(10));
                }
                let words =
                    Member::new("xl/sharedStrings.xml", format!("{text}]><sst><si><t>&a9;</t></si></sst>").as_bytes());
                sheet(path, &[["d:45200", "0101", "n:5"]], vec![words]);
            },
            refused(&["workbook@0"]),
        ),
        (
            "formulas, serials of 1900, codes that are dates",
            "t.xlsx",
            |path| {
                sheet(
                    path,
                    &[
                        ["n:45200", "0101", "f:5"],
                        ["n:0", "0102", "n:5"],
                        ["n:60", "0103", "n:5"],
                        ["d:45231", "d:45231", "n:5"],
                        ["d:45231", "0104", "n:1e308"],
                        ["d:45231", "0105", "NaN"],
                        ["d:45231", "=1+1", "n:5"],
                        ["n:2958466", "0106", "n:5"],
                    ],
                    Vec::new(),
                );
            },
            read(
                2,
                2,
                &[
                    "serial@2",
                    "formula@2",
                    "period@3",
                    "period@4",
                    "commodity@5",
                    "quarantined@6",
                    "quarantined@7",
                    "period@9",
                ],
            ),
        ),
    ]);
}

#[test]
fn archives_that_lie() {
    table(&[
        (
            "a zip whose file unpacks to 4 GB",
            "x.zip",
            |path| {
                let zeros = Member::made("a.csv", |out| repeat(out, &[b'0'; 1 << 16], size(65_000, 1_600)));
                fs::write(path, zip(&[zeros])).expect("written");
            },
            refused(&["bomb@0"]),
        ),
        (
            "a gzip that unpacks to 4 GB",
            "x.csv.gz",
            |path| fs::write(path, gzipped(|out| repeat(out, &[b'0'; 1 << 16], size(65_000, 1_600)))).expect("written"),
            refused(&["unreadable@0"]),
        ),
        (
            "a zip that says its file is small",
            "x.zip",
            |path| {
                let mut zeros = Member::made("a.csv", |out| repeat(out, &[b'0'; 1 << 16], 2_000));
                zeros.unpacked = 1_000;
                fs::write(path, zip(&[zeros])).expect("written");
            },
            refused(&["unreadable@0"]),
        ),
        (
            "a zip in a zip, and a good file beside it",
            "x.zip",
            |path| {
                let inner = zip(&[Member::new("a.csv", b"a,b\n")]);
                let good = Member::new("good.csv", format!("{HEADER}\n{GOOD}").as_bytes());
                fs::write(path, zip(&[Member::new("in.zip", &inner), good])).expect("written");
            },
            Wanted { code: 1, rows: (1, 0), told: &["nested@0"] },
        ),
        (
            "names that lead out of it, a link, an escape",
            "x.zip",
            |path| {
                let text = format!("{HEADER}\n{GOOD}");
                let names = ["../up.csv", "/etc/out.csv", "a/../../up.csv", "C:\\x.csv", "\u{1b}[2J.csv"];
                let mut members: Vec<Member> = names.iter().map(|name| Member::new(name, text.as_bytes())).collect();
                let mut link = Member::new("link.csv", b"/etc/passwd");
                link.mode = 0o120_777;
                members.push(link);
                fs::write(path, zip(&members)).expect("written");
            },
            refused(&["path@0"]),
        ),
        (
            "two files of one name",
            "x.zip",
            |path| {
                let one = Member::new("a.csv", format!("{HEADER}\n{GOOD}").as_bytes());
                let two = Member::new("a.csv", format!("{HEADER}\n{GOOD}").replace("120", "999").as_bytes());
                fs::write(path, zip(&[one, two])).expect("written");
            },
            refused(&["zip@0"]),
        ),
        (
            "twenty thousand files",
            "x.zip",
            |path| {
                let one = Member::new("a", b"a,b\n");
                let members: Vec<Member> =
                    (0..20_000).map(|at| Member { name: format!("{at}").into_bytes(), ..one.clone() }).collect();
                fs::write(path, zip(&members)).expect("written");
            },
            refused(&["zip@0"]),
        ),
    ]);
}
