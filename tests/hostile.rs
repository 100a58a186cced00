//! Hostile files through the whole command: each gets a complaint with its place or is
//! read as far as it can be, in bounded memory and without a panic; nothing is committed
//! half, and the lake takes the next file. `YALU_HOSTILE=full` makes the large ones as
//! large as `docs/lake.md` says.

#[path = "common/archives.rs"]
mod archives;
mod common;
#[path = "common/customs.rs"]
mod customs;

use std::{
    fs,
    io::{BufWriter, Write},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use archives::{Member, gzipped, repeat, workbook, zip};
use common::{Said, folder, list, said, yalu};
use customs::{HEADER, ask, rows};
use serde_json::Value;

/// As large as can be, or as large as a test affords.
fn size(full: u64, afforded: u64) -> u64 {
    if std::env::var("YALU_HOSTILE").is_ok_and(|wanted| wanted == "full") { full } else { afforded }
}

/// No hostile file may cost more memory than this, in MiB.
const MOST: u64 = 700;

const GOOD: &str = "202310,67030000,货,109,朝鲜,10,千克,\"120\",\n";
/// The header and a good row in GB18030.
const GB_HEADER: &[u8] = b"\xca\xfd\xbe\xdd\xc4\xea\xd4\xc2,\xc9\xcc\xc6\xb7\xb1\xe0\xc2\xeb,\xc9\xcc\xc6\xb7\xc3\xfb\xb3\xc6,\xc3\xb3\xd2\xd7\xbb\xef\xb0\xe9\xb1\xe0\xc2\xeb,\xc3\xb3\xd2\xd7\xbb\xef\xb0\xe9\xc3\xfb\xb3\xc6,\xb5\xda\xd2\xbb\xca\xfd\xc1\xbf,\xb5\xda\xd2\xbb\xbc\xc6\xc1\xbf\xb5\xa5\xce\xbb,\xc3\xc0\xd4\xaa,\n";
const GB_ROW: &[u8] = b"202310,67030000,\xbb\xf5,109,\xb3\xaf\xcf\xca,10,\xc7\xa7\xbf\xcb,\"120\",\n";

/// What a file is to come to.
struct Wanted {
    code: i32,
    /// Rows that stand in the lake, and rows that are held back.
    rows: (u64, u64),
    /// Complaints as `code@line`, the first few of them; each must be there.
    told: &'static [&'static str],
}

const fn refused(told: &'static [&'static str]) -> Wanted {
    Wanted { code: 1, rows: (0, 0), told }
}

const fn read(stand: u64, apart: u64, told: &'static [&'static str]) -> Wanted {
    Wanted { code: 0, rows: (stand, apart), told }
}

/// Writes a file at a path.
type Make = fn(&Path);

/// Writes a file from a closure over its buffered stream.
fn write(path: &Path, make: impl FnOnce(&mut dyn Write)) {
    let mut out = BufWriter::new(fs::File::create(path).expect("a file"));
    make(&mut out);
    out.flush().expect("written");
}

fn export(path: &Path, more: &[u8]) {
    write(path, |out| out.write_all(&[HEADER.as_bytes(), b"\n", GOOD.as_bytes(), more].concat()).expect("written"));
}

/// A desk that reads any table named `t.*`: month, code, name, value.
fn desk(here: &Path) {
    assert_eq!(
        said(yalu(here).args([
            "new",
            "d",
            "--economy",
            "PRK=Korea",
            "--reporter",
            "CHN=China",
            "--as-of",
            "2025-09-30"
        ]))
        .code,
        0
    );
    fs::create_dir_all(here.join("d/mappings")).expect("a folder");
    let text = "source = \"a test\"\nfiles = [\"t.*\"]\nperiod_columns = [\"month\"]\nperiod_format = \"date\"\n\
        reporter = \"CHN\"\npartner = \"PRK\"\ncommodity_column = \"code\"\nnomenclature = \"names\"\n\
        [[amount]]\ncolumn = \"value\"\nflow = \"X\"\ncurrency = \"USD\"\n";
    fs::write(here.join("d/mappings/t.toml"), text).expect("written");
}

/// A cell in XML: a number, a text, a formula with what it showed.
fn cell(at: &str, is: &str) -> String {
    match is.split_once(':') {
        Some(("n", number)) => format!("<c r=\"{at}\"><v>{number}</v></c>"),
        Some(("f", shown)) => format!("<c r=\"{at}\"><f>1+1</f><v>{shown}</v></c>"),
        Some(("d", serial)) => format!("<c r=\"{at}\" s=\"1\"><v>{serial}</v></c>"),
        _ => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{is}</t></is></c>"),
    }
}

/// A sheet for the desk's mapping: its header, then rows of month, code and value.
fn sheet(path: &Path, rows: &[[&str; 3]], more: Vec<Member>) {
    let mut text = String::new();
    for (at, row) in std::iter::once(&["month", "code", "value"]).chain(rows).enumerate() {
        let cells: String =
            ["A", "B", "C"].iter().zip(row).map(|(c, is)| cell(&format!("{c}{}", at + 1), is)).collect();
        text += &format!("<row r=\"{0}\">{cells}</row>", at + 1);
    }
    fs::write(path, workbook(|out| out.write_all(text.as_bytes()).expect("written"), more)).expect("written");
}

/// Runs an ingest with a hard bound on memory; what it said, the most memory it had in MiB, how long it took.
fn measured(here: &Path, arguments: &[&str]) -> (Said, u64, Duration) {
    let quoted: Vec<String> = arguments.iter().map(|a| format!("'{}'", a.replace('\'', "'\\''"))).collect();
    let script = format!("ulimit -v 4000000; exec {} {}", env!("CARGO_BIN_EXE_yalu"), quoted.join(" "));
    let file = |name: &str| Stdio::from(fs::File::create(here.join(name)).expect("a file"));
    let begun = Instant::now();
    let mut child = Command::new("sh")
        .args(["-c", &script])
        .current_dir(here)
        .stdin(Stdio::null())
        .stdout(file("said.out"))
        .stderr(file("said.err"))
        .spawn()
        .expect("it starts");
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    let code = loop {
        if let Some(ended) = child.try_wait().expect("it can be waited for") {
            break ended.code().unwrap_or(-1);
        }
        let now = fs::read_to_string(&status).unwrap_or_default();
        let peak = now.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        most = most.max(peak.unwrap_or(0));
        assert!(begun.elapsed() < Duration::from_secs(600), "it does not end");
        std::thread::sleep(Duration::from_millis(3));
    };
    let text = |name: &str| String::from_utf8_lossy(&fs::read(here.join(name)).expect("its words")).into_owned();
    (Said { code, out: text("said.out"), err: text("said.err") }, most / 1024, begun.elapsed())
}

/// The complaints of an answer as `code@line`.
fn told(files: &[Value]) -> Vec<String> {
    let complaints = files.iter().flat_map(|file| list(file, "complaints"));
    complaints.map(|c| format!("{}@{}", c["code"].as_str().unwrap_or_default(), c["line"])).collect()
}

fn check(what: &str, name: &str, make: Make, wanted: &Wanted) {
    let here = folder();
    let here = here.path();
    desk(here);
    make(&here.join(name));
    let arguments = ["ingest", "--json", "--desk", "d", "--flow", "import", name];
    let (said, peak, time) = measured(here, &arguments);
    let about = format!("{what}: {} {}{}", said.code, said.out.chars().take(2_000).collect::<String>(), said.err);
    assert!(!said.err.contains("panicked"), "{about}");
    assert_eq!(said.code, wanted.code, "{about}");
    let answer = said.json();
    let files = list(&answer, "files");
    let told = told(files);
    for complaint in wanted.told {
        assert!(told.iter().any(|one| one == complaint), "{what}: {complaint} is not among {told:?}: {about}");
    }
    for complaint in files.iter().flat_map(|file| list(file, "complaints")) {
        let text = complaint["message"].as_str().unwrap_or_default();
        assert!(!text.is_empty() && text.len() < 1_000 && !text.contains('\u{1b}'), "{what}: {text}");
        assert!(complaint["file"].as_str().is_some_and(|file| file.starts_with(&name[..2])), "{complaint}");
    }
    assert!(peak < MOST, "{what}: {peak} MiB of memory");
    // What is there is sound, and as much as it should be.
    let verified = ask(here, &["lake", "verify", "--json"]);
    assert_eq!(verified.code, 0, "{what}: {}{}", verified.out, verified.err);
    let count =
        |table: &str| rows(here, &format!("SELECT count(*) FROM {table}"))[0][0].parse::<u64>().expect("a count");
    let (stand, all) = (count("observations"), count("history"));
    assert_eq!((stand, all - stand), wanted.rows, "{about}");
    // And the next file is taken.
    export(&here.join("next.csv"), b"");
    assert_eq!(ask(here, &["ingest", "next.csv", "--flow", "import", "--vintage", "2024-05-01"]).code, 0, "{what}");
    let line = format!(
        "hostile: {what}: {peak} MiB, {:.1} s: {}",
        time.as_secs_f32(),
        told.first().map_or("", String::as_str)
    );
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn table(cases: &[(&str, &str, Make, Wanted)]) {
    for (what, name, make, wanted) in cases {
        check(what, name, *make, wanted);
    }
}

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

#[test]
fn what_is_no_file_is_not_opened() {
    let here = folder();
    let here = here.path();
    fs::create_dir_all(here.join("drop/deep")).expect("a folder");
    export(&here.join("drop/good.csv"), b"");
    // A folder that lies in itself twice over, a pipe that nobody writes to.
    for name in ["one", "two"] {
        std::os::unix::fs::symlink("..", here.join("drop/deep").join(name)).expect("a link");
    }
    assert!(Command::new("mkfifo").arg(here.join("drop/pipe.csv")).status().expect("mkfifo").success());
    std::os::unix::fs::symlink("/dev/zero", here.join("drop/zero.csv")).expect("a link");
    let (said, peak, _) = measured(here, &["ingest", "--json", "--flow", "import", "drop"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert_eq!(told(list(&said.json(), "files")), ["unreadable@0"; 4], "{}", said.out);
    assert_eq!(rows(here, "SELECT count(*) FROM observations"), [["1"]]);
    assert!(peak < MOST, "{peak}");
}

/// What a spreadsheet would run as a formula is shown by it instead.
#[test]
fn a_name_that_is_a_formula_is_exported_as_text() {
    let here = folder();
    let here = here.path();
    desk(here);
    let name = "=cmd|'/C'!A0";
    fs::write(here.join("t.csv"), format!("month,code,value\n2023-10-01,{name},5\n2023-10-01,+1,5\n2023-10-01,a,5\n"))
        .expect("written");
    let taken = ask(here, &["ingest", "--desk", "d", "t.csv", "--json"]);
    assert_eq!(taken.code, 0, "{}{}", taken.out, taken.err);
    for arguments in [
        &["lake", "export"][..],
        &["lake", "export", "--format", "sdmx-csv"],
        &["sql", "--csv", "SELECT commodity FROM observations"],
    ] {
        let said = ask(here, arguments);
        let fields: Vec<&str> = said.out.lines().skip(1).flat_map(|line| line.split(',')).collect();
        assert!(fields.contains(&"'=cmd|'/C'!A0") && fields.contains(&"'+1") && fields.contains(&"a"), "{}", said.out);
        assert!(!fields.iter().any(|field| field.starts_with(['=', '+', '@'])), "{}", said.out);
    }
    // As data it stays what it is.
    assert_eq!(rows(here, "SELECT commodity FROM observations ORDER BY commodity")[1][0], name);
}
