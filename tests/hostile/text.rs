//! Text: letters, lines, figures, codes.

use std::fs;

use super::{GB_HEADER, GB_ROW, Wanted, export, read, refused, repeat, size, table, write};

#[test]
fn wrong_and_broken_letters() {
    table(&[
        (
            "an export in Big5",
            "x.csv",
            |path| {
                fs::write(path, b"\xb8\xea\xae\xc6\xa6\x7e\xa4\xeb,\xb0\xd3\xab\x7e\xbd\x73\xbd\x58\n202310,67030000\n")
                    .expect("written")
            },
            refused(&["unknown-layout@0"]),
        ),
        (
            "GB18030 cut in the middle of a character",
            "x.csv",
            |path| fs::write(path, [GB_HEADER, GB_ROW, &GB_ROW[..GB_ROW.len() - 12]].concat()).expect("written"),
            read(1, 0, &["fields@3"]),
        ),
        (
            "a byte of no character in one row",
            "x.csv",
            |path| {
                fs::write(
                    path,
                    [GB_HEADER, GB_ROW, b"202310,6703\xff000,\xbb\xf5,109,x,10,\xc7\xa7\xbf\xcb,1,\n", GB_ROW].concat(),
                )
                .expect("written")
            },
            read(2, 0, &["code@3"]),
        ),
        (
            "nothing but zeros",
            "x.csv",
            |path| fs::write(path, [0; 5_000]).expect("written"),
            refused(&["unknown-layout@0"]),
        ),
        ("nothing at all", "x.csv", |path| fs::write(path, []).expect("written"), refused(&["unknown-layout@0"])),
    ]);
}

#[test]
fn endless_lines_and_depths() {
    table(&[
        (
            "an export with a line of 1 GB",
            "x.csv",
            |path| {
                write(path, |out| {
                    out.write_all(&[GB_HEADER, GB_ROW].concat()).expect("written");
                    repeat(out, &[b'7'; 1 << 16], size(1 << 14, 1 << 9));
                    out.write_all(&[b"\n", GB_ROW].concat()).expect("written");
                });
            },
            read(2, 0, &["line@3"]),
        ),
        (
            "a table with a line of 1 GB",
            "t.csv",
            |path| {
                write(path, |out| {
                    out.write_all(b"month,code,value\n2023-10-01,0101,5\n").expect("written");
                    repeat(out, &[b'7'; 1 << 16], size(1 << 14, 1 << 9));
                    out.write_all(b"\n2023-10-01,0102,5\n").expect("written");
                });
            },
            refused(&["csv@0"]),
        ),
        (
            "JSON of UN Comtrade nested a million deep",
            "x.json",
            |path| {
                write(path, |out| {
                    out.write_all(br#"{"elapsedTime":"0.1 secs","count":1,"data":[{"typeCode":"C","cmdCode":"#)
                        .expect("written");
                    repeat(out, b"[[[[[[[[[[", 100_000);
                });
            },
            refused(&["json@0"]),
        ),
        (
            "JSON of UN Comtrade with a text of 1 GB",
            "x.json",
            |path| {
                write(path, |out| {
                    out.write_all(br#"{"elapsedTime":"0.1 secs","count":1,"data":[{"typeCode":"C","cmdDesc":""#)
                        .expect("written");
                    repeat(out, &[b'7'; 1 << 16], size(1 << 14, 1 << 9));
                    out.write_all(br#""}]}"#).expect("written");
                });
            },
            refused(&["json@0"]),
        ),
        (
            "a table with half a million columns",
            "t.csv",
            |path| write(path, |out| repeat(out, b"a,", 500_000)),
            refused(&["fields@0"]),
        ),
        (
            "a page of a published table with a million cells that span",
            "x.html",
            |path| {
                write(path, |out| {
                    out.write_all(b"<!DOCTYPE html><html><body>China's Total Export & Import Values by Country/Region, Mar 2026 (in USD)<table>").expect("written");
                    repeat(out, b"<tr><td colspan=999 rowspan=999>a", 300_000);
                });
            },
            refused(&["no-table@0"]),
        ),
    ]);
}

#[test]
fn figures_and_codes_that_are_none() {
    table(&[
        (
            "an export with NaN, 1e308, lost zeros, a formula, a date for a month",
            "x.csv",
            |path| {
                export(
                    path,
                    "202310,67030000,货,109,朝鲜,10,千克,NaN,\n\
                     202310,67030000,货,109,朝鲜,10,千克,1e308,\n\
                     202310,67030000,货,109,朝鲜,10,千克,inf,\n\
                     202310,3061490,货,109,朝鲜,10,千克,5,\n\
                     202310,=cmd|' /C calc'!A0,货,109,朝鲜,10,千克,5,\n\
                     45200,67030000,货,109,朝鲜,10,千克,5,\n\
                     202310,67030000,货,109,朝鲜,99999999999999999999999,千克,5,\n"
                        .as_bytes(),
                );
            },
            Wanted {
                code: 0,
                rows: (1, 5),
                told: &["number@3", "number@4", "number@5", "lost-zero@6", "code@7", "period@8", "number@9"],
            },
        ),
        (
            "JSON of UN Comtrade with NaN and 1e308",
            "x.json",
            |path| {
                let record = |value: &str| {
                    format!(
                        r#"{{"typeCode":"C","freqCode":"A","refYear":2022,"period":"2022","reporterCode":156,"flowCode":"X","partnerCode":408,"partner2Code":0,"classificationCode":"H6","cmdCode":"670300","customsCode":"C00","motCode":0,"primaryValue":{value},"isReported":true,"isAggregate":false}}"#
                    )
                };
                let records = ["5", "1e308", "\"NaN\"", "-5"].map(record).join(",");
                fs::write(path, format!(r#"{{"elapsedTime":"0.2 secs","count":4,"data":[{records}],"error":""}}"#))
                    .expect("written");
            },
            read(1, 3, &["quarantined@2", "quarantined@3", "quarantined@4"]),
        ),
    ]);
}
