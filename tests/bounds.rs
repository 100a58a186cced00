//! What must not get out of hand, and what must be said: questions that would take all
//! time or memory, files that changed on the disk, a store that cannot be read.

mod common;
#[path = "common/customs.rs"]
mod customs;

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use common::{Said, folder, said, yalu};
use customs::{ask, export, taken};

fn lake(here: &Path) {
    let row = |month: &str| (month.to_owned(), "67030000".to_owned(), 1, 100);
    export(here, "a.csv", &[row("202310"), row("202311")]);
    assert_eq!(taken(here, &["a.csv"])[0]["commit"], 1);
}

/// Asks something that must be refused before long, and not by the system.
fn refused(here: &Path, arguments: &[&str], why: &str, hint: &str) {
    let begun = Instant::now();
    let said = ask(here, &[&["sql"], arguments].concat());
    assert_eq!(said.code, 2, "{why}: {}", said.err);
    assert!(said.err.contains(why) && said.err.contains(hint), "{why}: {}", said.err);
    assert!(begun.elapsed() < Duration::from_secs(40), "{why}: {:?}", begun.elapsed());
}

#[test]
fn a_question_stays_within_its_time() {
    let here = folder();
    let here = here.path();
    lake(here);
    let table = "information_schema.columns";
    let names: Vec<String> = (0..7).map(|at| format!("{table} t{at}")).collect();
    let question = format!("SELECT count(*) FROM {}", names.join(", "));
    refused(here, &["--seconds", "2", &question], "no answer within 2 seconds", "--seconds");
}

#[test]
fn a_question_stays_within_its_memory() {
    let here = folder();
    let here = here.path();
    lake(here);
    for question in ["SELECT repeat('x', 1000000000)", "SELECT length(repeat(repeat('x', 1000000000), 2))"] {
        refused(here, &["--memory", "64", question], "takes more memory than 64 MB", "--memory");
    }
}

/// Is a question answered or refused with a word?
fn ends(said: &Said) {
    assert!(said.code == 0 || (said.code == 2 && said.err.contains("hint: ")), "{}: {}", said.code, said.err);
}

#[test]
fn a_question_that_is_deep_does_not_break_the_engine() {
    let here = folder();
    let here = here.path();
    lake(here);
    let deep = |terms: usize| format!("SELECT {}", vec!["1"; terms].join("+"));
    for terms in [2_500, 8_000, 30_000] {
        ends(&ask(here, &["sql", "--seconds", "3", &deep(terms)]));
    }
    ends(&ask(here, &["sql", "--seconds", "3", &format!("SELECT {}1{}", "(".repeat(20_000), ")".repeat(20_000))]));
    refused(here, &[&deep(40_000)], "longer than 64 kB", "a part of it");
    // The hint is for what is wrong.
    refused(here, &["SELECT nothing FROM observations"], "nothing", "DESCRIBE observations");
    refused(here, &["DROP TABLE observations"], "DDL", "read only");
    refused(here, &["SELECT CAST('x' AS INT)"], "x", "try_cast");
}

/// The files of a folder of the table.
fn files(here: &Path, inside: &str, end: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(here.join("lake/observations").join(inside)).expect("the folder");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|own| own == end));
    files.sort();
    files
}

#[test]
fn every_bit_that_changes_is_found() {
    let here = folder();
    let here = here.path();
    lake(here);
    assert_eq!(ask(here, &["lake", "verify"]).code, 0);
    let [file] = &files(here, "", "parquet")[..] else { panic!("one file") };
    let written = fs::read(file).expect("its bytes");
    for at in (0..written.len()).step_by(written.len() / 12) {
        let mut bytes = written.clone();
        bytes[at] ^= 1;
        fs::write(file, bytes).expect("written");
        let said = ask(here, &["lake", "verify"]);
        assert_eq!((said.code, said.out.contains("its bytes have changed")), (1, true), "{at}: {}", said.out);
    }
    fs::write(file, written).expect("written");
    assert_eq!(ask(here, &["lake", "verify"]).code, 0);
}

const TABLE: &str = "\u{feff}Unnamed: 0_level_0,单位：万人民币,单位：万人民币,单位：万人民币,单位：万人民币,单位：万人民币,单位：万人民币,单位：万人民币,单位：万人民币,单位：万人民币
收发货人所在地,进出口,进出口,出口,出口,进口,进口,累计比去年同期±％,累计比去年同期±％.1,累计比去年同期±％.2
收发货人所在地,3月,1至3月,3月,1至3月,3月,1至3月,进出口,出口,进口
总值,355795902,1016929821,198691029,573782193,157104873,443147628,5.0,4.9,5.0
";

#[test]
fn statement_files_that_change_or_go_are_found() {
    let here = folder();
    let here = here.path();
    fs::write(here.join("2024-03.csv"), TABLE).expect("written");
    let said = ask(here, &["ingest", "2024-03.csv", "--vintage", "2024-04-18"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(ask(here, &["lake", "verify"]).code, 0);
    let [file] = &files(here, "_statements", "csv")[..] else { panic!("one statement file") };
    let mut bytes = fs::read(file).expect("its bytes");
    bytes[100] ^= 1;
    fs::write(file, bytes).expect("written");
    let said = ask(here, &["lake", "verify"]);
    assert_eq!((said.code, said.out.contains("its bytes have changed")), (1, true), "{}", said.out);
    fs::remove_file(file).expect("removed");
    let said = ask(here, &["lake", "verify"]);
    assert_eq!((said.code, said.out.contains(".csv is missing")), (1, true), "{}", said.out);
}

#[test]
fn a_log_that_cannot_be_read_is_told_in_a_line() {
    let here = folder();
    let here = here.path();
    lake(here);
    fs::write(here.join("lake/observations/_delta_log/00000000000000000001.json"), "{\"add\": 7\n").expect("written");
    let said = said(yalu(here).args(["lake", "verify"]).env("RUST_BACKTRACE", "1"));
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(said.err.len() < 600 && !said.err.contains("backtrace"), "{}", said.err);
    assert!(said.err.contains("from a copy") && !said.err.contains("`yalu lake verify`"), "{}", said.err);
}

#[test]
fn a_lake_without_a_name_and_one_that_may_not_be_read_are_told_apart() {
    let here = folder();
    let here = here.path();
    lake(here);
    for arguments in [&["lake", "log", "--lake", ""][..], &["ingest", "a.csv", "--flow", "import", "--lake", ""]] {
        let said = ask(here, arguments);
        assert_eq!((said.code, said.err.contains("its name is empty")), (2, true), "{}", said.err);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let log = here.join("lake/observations/_delta_log");
        let mode = |mode: u32| fs::set_permissions(&log, fs::Permissions::from_mode(mode)).expect("set");
        mode(0);
        if fs::read_dir(&log).is_ok() {
            // A superuser may read anything, so that there is nothing to refuse.
            eprintln!("not tried: this user may read any folder");
        } else {
            let said = ask(here, &["lake", "log"]);
            assert_eq!((said.code, said.err.contains("permissions of the folder")), (2, true), "{}", said.err);
        }
        mode(0o755);
    }
}

#[cfg(unix)]
#[test]
fn an_export_goes_through_a_link_and_into_nothing_but_a_file() {
    let here = folder();
    let here = here.path();
    lake(here);
    fs::create_dir(here.join("shelf")).expect("a folder");
    for (target, link) in [("shelf/all.csv", "there.csv"), ("shelf/new.csv", "not-yet.csv")] {
        std::os::unix::fs::symlink(target, here.join(link)).expect("a link");
    }
    fs::write(here.join("shelf/all.csv"), "old").expect("written");
    for (link, target) in [("there.csv", "shelf/all.csv"), ("not-yet.csv", "shelf/new.csv")] {
        let said = ask(here, &["lake", "export", "--out", link]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(fs::symlink_metadata(here.join(link)).expect("there").is_symlink(), "{link}");
        assert_eq!(fs::read_to_string(here.join(target)).expect("a file").lines().count(), 3, "{target}");
    }
    let made = std::process::Command::new("mkfifo").arg(here.join("pipe")).status();
    assert!(made.is_ok_and(|status| status.success()), "a pipe");
    for (path, why) in [("pipe", "a pipe or a device"), ("shelf", "a folder")] {
        let said = ask(here, &["lake", "export", "--out", path]);
        assert_eq!((said.code, said.err.contains(why)), (2, true), "{}", said.err);
    }
    use std::os::unix::fs::FileTypeExt;
    assert!(fs::symlink_metadata(here.join("pipe")).expect("there").file_type().is_fifo());
}

#[test]
fn what_is_watched_is_told_as_soon_as_it_is_in() {
    let here = folder();
    let here = here.path();
    fs::create_dir(here.join("drop")).expect("a folder");
    let row = |month: &str| (month.to_owned(), "67030000".to_owned(), 1, 100);
    export(&here.join("drop"), "a.csv", &[row("202310"), row("202311"), row("202312")]);
    let mut command = yalu(here);
    command.args(["ingest", "--watch", "drop", "--flow", "import"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the command starts");
    let mut line = String::new();
    let read = BufReader::new(child.stdout.take().expect("its words")).read_line(&mut line);
    child.kill().expect("it was still there");
    child.wait().expect("it ends");
    assert!(read.is_ok() && line.contains("3 rows of china-customs, commit 1"), "{line}");
}
