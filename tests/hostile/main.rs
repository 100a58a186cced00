//! Hostile files through the whole command: each gets a complaint with its place or is
//! read as far as it can be, in bounded memory and without a panic; nothing is committed
//! half, and the lake takes the next file. `YALU_HOSTILE=full` makes the large ones as
//! large as `docs/lake.md` says.

#[path = "../common/archives.rs"]
mod archives;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/customs.rs"]
mod customs;
mod packed;
mod text;

use std::{
    fs,
    io::{BufWriter, Write},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use archives::{Member, gzipped, repeat, workbook, zip};
use common::{Said, folder, list, new_desk};
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
    new_desk(here, "PRK=Korea", "CHN=China");
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
