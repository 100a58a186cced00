//! Damaged and hostile files: complaints with places, bounded memory, no panic.

use std::io::Read;

use encoding_rs::GB18030;
use proptest::prelude::*;
use yalu_source::{OFFICES, Said, Snapshot};
use yalu_trade::Kept;

use super::{complained, read, refused, shown};

const HEADER: &str = "数据年月,商品编码,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位,美元\n";
const GOOD: &str = "202301,67030000,109,朝鲜,\"1,000\",千克,5\n";

fn file(rows: &str) -> Vec<u8> {
    GB18030.encode(&format!("{HEADER}{rows}")).0.into_owned()
}

#[test]
fn a_bad_row_is_told_of_and_spoils_no_other() {
    for (bad, told) in [
        ("Jan-23,67030000,109,朝鲜,1,千克,5", "error period 3"),
        ("44927,67030000,109,朝鲜,1,千克,5", "error period 3"),
        ("202313,67030000,109,朝鲜,1,千克,5", "error period 3"),
        ("202301,=cmd|' /C calc'!A0,109,朝鲜,1,千克,5", "error code 3"),
        ("202301,6703000０,109,朝鲜,1,千克,5", "error code 3"),
        ("202301,67030000,=1+1,朝鲜,1,千克,5", "error partner 3"),
        ("202301,67030000,109,朝鲜,1,千克", "error fields 3"),
        ("202301,67030000,109,朝鲜,1,000,千克,5", "error fields 3"),
        ("202301,67030000,109,朝鲜,1,千克,5,6", "error fields 3"),
        ("202301,67030000,109,\"朝鲜,1,千克,5", "error quotes 3"),
        ("202301,67030000,109,\"朝\"鲜,1,千克,5", "error quotes 3"),
        ("202301,670\u{0}30000,109,朝鲜,1,千克,5", "error code 3"),
        ("\0\0\0\0", "error fields 3"),
        (HEADER.trim_end(), "note header-again 3"),
        ("202301,67030000,109,朝鲜,1,千克,5.005", "warning rounded 3"),
    ] {
        let kept = read("进口.csv", &file(&format!("{GOOD}{bad}\n{GOOD}")));
        assert_eq!(complained(&kept), [told], "{bad} {:?}", kept.complaints);
        let good = kept.rows().filter(|row| row.value == Some(500)).map(|row| row.row).collect::<Vec<_>>();
        assert_eq!(good, [2, 4], "{bad}");
    }
}

#[test]
fn a_file_of_two_exports_is_refused() {
    let kept = read("进口.csv", &file(&format!("{GOOD}{}{GOOD}", HEADER.replace("美元", "人民币"))));
    assert_eq!(refused(&kept), Some("two-headers"));
}

#[test]
fn a_file_cut_in_the_middle_of_a_character_loses_that_row_alone() {
    let whole = file(&format!("{GOOD}{GOOD}"));
    let cut = &whole[..whole.len() - 4];
    assert!(GB18030.decode_without_bom_handling(cut).1, "it is in the middle of one");
    let kept = read("进口.csv", cut);
    assert_eq!((complained(&kept), kept.rows().count()), (vec!["error fields 3".to_owned()], 1));
    let text: Vec<u8> = format!("\u{feff}{HEADER}{GOOD}{GOOD}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let kept = read("进口.csv", &text[..text.len() - 5]);
    assert_eq!(kept.rows().count(), 1, "{:?}", kept.complaints);
}

#[test]
fn a_wrong_encoding_is_no_file_of_the_office() {
    for bytes in [
        encoding_rs::BIG5.encode(HEADER).0.into_owned(),
        encoding_rs::EUC_KR.encode("기간,품목코드\n").0.into_owned(),
        Vec::new(),
        vec![0; 4_096],
        vec![0xff; 4_096],
    ] {
        let said = Said::default();
        let copy = bytes.clone();
        let open = move || Ok(Box::new(std::io::Cursor::new(copy.clone())) as Box<dyn Read + Send>);
        let file = Snapshot { name: "x.csv", head: &bytes, len: bytes.len() as u64, open: &open, said: &said };
        for office in OFFICES.iter().filter(|office| office.card().id.starts_with("china-customs")) {
            assert!(!office.knows(&file));
            let mut kept = Kept::default();
            office.read(&file, &mut kept).expect("nothing is refused");
            assert!(refused(&kept).is_some() && kept.records.is_empty(), "{}", office.card().id);
        }
    }
}

#[test]
fn a_file_without_rows_says_so() {
    for rows in ["", "\r\n\r\n", "  \n"] {
        let kept = read("进口.csv", &file(rows));
        assert_eq!((complained(&kept), shown(&kept).len()), (vec!["warning empty 0".to_owned()], 0));
    }
}

/// A file that is made while it is read: a header, a line of so many bytes, a good row.
struct Long {
    parts: Vec<(Vec<u8>, u64)>,
    at: u64,
}

impl Read for Long {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        while let Some((part, times)) = self.parts.first() {
            if self.at == part.len() as u64 * times {
                self.parts.remove(0);
                self.at = 0;
                continue;
            }
            let from = (self.at % part.len() as u64) as usize;
            let taken = into.len().min(part.len() - from);
            into[..taken].copy_from_slice(&part[from..from + taken]);
            self.at += taken as u64;
            return Ok(taken);
        }
        Ok(0)
    }
}

#[test]
fn a_very_long_line_is_passed_over() {
    for size in [1_100_000 / 4_096, 100_000_000 / 4_096] {
        let said = Said::default();
        let open = move || {
            let parts =
                vec![(file(GOOD), 1), (vec![b'7'; 4_096], size), (file(GOOD)[file("").len() - 1..].to_vec(), 1)];
            Ok(Box::new(Long { parts, at: 0 }) as Box<dyn Read + Send>)
        };
        let head = file(GOOD);
        let file = Snapshot { name: "进口.csv", head: &head, len: 0, open: &open, said: &said };
        let mut kept = Kept::default();
        yalu_source::office(&file).expect("known").read(&file, &mut kept).expect("taken");
        assert_eq!(complained(&kept), ["error line 3"]);
        assert_eq!(kept.rows().map(|row| row.row).collect::<Vec<_>>(), [2, 4]);
    }
}

#[test]
fn a_million_bad_rows_make_few_complaints() {
    let kept = read("进口.csv", &file(&"x,y\n".repeat(1_000_000)));
    assert_eq!(kept.complaints.len(), 21);
    assert!(kept.complaints[20].message.starts_with("999980 more"), "{}", kept.complaints[20].message);
}

#[test]
fn a_reader_that_breaks_off_refuses_the_file() {
    struct Broken(bool);
    impl Read for Broken {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            if std::mem::replace(&mut self.0, true) {
                return Err(std::io::Error::other("the disk is gone"));
            }
            let bytes = file(GOOD);
            into[..bytes.len()].copy_from_slice(&bytes);
            Ok(bytes.len())
        }
    }
    let said = Said::default();
    let open = || Ok(Box::new(Broken(false)) as Box<dyn Read + Send>);
    let head = file(GOOD);
    let file = Snapshot { name: "进口.csv", head: &head, len: 0, open: &open, said: &said };
    let mut kept = Kept::default();
    yalu_source::office(&file).expect("known").read(&file, &mut kept).expect("taken");
    assert_eq!(refused(&kept), Some("io"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Rows with bytes cut out, put in and changed: each is read or told of.
    #[test]
    fn damaged_files_are_answered(cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..3), 1..12)) {
        let start = file("").len();
        let mut bytes = file(&GOOD.repeat(4));
        for (at, byte, what) in cuts {
            let at = (start + at.index(bytes.len() - start)).min(bytes.len() - 1);
            match what {
                0 => drop(bytes.remove(at)),
                1 => bytes.insert(at, byte),
                _ => bytes[at] = byte,
            }
        }
        let kept = read("进口.csv", &bytes);
        let lines = bytes[start..].split(|b| *b == b'\n').filter(|line| !line.trim_ascii().is_empty()).count();
        // Another header ends it all.
        prop_assert!(refused(&kept).is_some() || kept.rows().count() + kept.complaints.len() >= lines);
    }
}

#[test]
fn more_codes_than_anybody_has_are_read_all_the_same() {
    let header = "数据年月,商品编码,贸易伙伴编码,第一数量,第一计量单位,美元\n";
    let code = |at: u64| format!("{:010}", at * 7919 % 10_000_000_000);
    let rows: String = (0..600_000).map(|at| format!("202301,{},109,1,桶,{at}\n", code(at / 2))).collect();
    let kept = read("进口.csv", [header, &rows].concat().as_bytes());
    let mut read = 0;
    for (at, row) in kept.rows().enumerate() {
        let at = at as u64;
        assert_eq!((row.row, row.commodity), (at + 2, code(at / 2).as_str()));
        assert_eq!((row.value, row.unit), (Some(at as i64 * 100), "桶"));
        read += 1;
    }
    assert_eq!(read, 600_000);
}

/// Rows as the office prints them, and some that are none.
const LINES: [&str; 9] = [
    "202301,67030000,109,朝鲜,\"1,000\",千克,5",
    "202301,67030000,109,朝鲜,\"1,000\",千克,6",
    "202301,67030000,133,韩国,12,台,\"98,765,432\"",
    "202302,67030000,109,朝鲜,-,无,7",
    "202301-202302,8703234210,109,朝鲜,2.5,吨,8.25",
    "202301,6703000,109,朝鲜,1,桶,5",
    "总计,总计,109,朝鲜,,,12",
    "202301,67030000,999,朝鲜,1,千克,-5",
    "",
];

proptest! {
    /// What a row begins with as the one before it is not read again; it must come to the same as if nothing stood before
    /// it. Some ten minutes of it: `PROPTEST_CASES=30000 cargo test -p yalu-source --test china alike`.
    #[test]
    fn a_row_reads_alike_whatever_stands_before_it(
        lines in prop::collection::vec(
            (0..LINES.len(), prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..3)),
            1..10,
        ),
    ) {
        let header = GB18030.encode(HEADER).0.into_owned();
        let lines: Vec<Vec<u8>> = lines.into_iter().map(|(line, blows)| {
            let mut line = GB18030.encode(LINES[line]).0.into_owned();
            for (at, byte, what) in blows {
                let at = at.index(line.len() + 1);
                let byte = if byte == b'\n' { b',' } else { byte };
                match what {
                    0 if at < line.len() => drop(line.remove(at)),
                    1 if at < line.len() => line[at] = byte,
                    _ => line.insert(at, byte),
                }
            }
            line
        }).collect();
        let together = shown(&read("进口.csv", &[&header[..], &lines.join(&b'\n')].concat()));
        let alone = lines.iter().enumerate().flat_map(|(at, line)| {
            let rows = shown(&read("进口.csv", &[&header[..], line].concat()));
            rows.into_iter().map(move |row| format!("{}{}", at + 2, row.strip_prefix('2').expect("its line")))
        });
        prop_assert_eq!(together, alone.collect::<Vec<_>>());
    }
}
