//! `yalu fetch` as it is called: from a publisher on loopback into a folder and the lake.

mod common;
#[path = "../crates/observatory/tests/publisher/mod.rs"]
#[allow(dead_code, reason = "other tests misbehave in more ways")]
mod publisher;

use std::{
    fs,
    path::Path,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use common::{Said, list, said, text, yalu};
use publisher::{PARTNERS, Publisher, Reply, comtrade};
use serde_json::Value;
use tempfile::TempDir;

const KEY: &str = "fedcba9876543210";

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn fetch(folder: &Path, publisher: &Publisher, arguments: &[&str]) -> Said {
    let mut command = yalu(folder);
    command.args(["fetch", "comtrade", "--pause", "0", "--base", &publisher.base]).args(arguments);
    said(command.env_remove("COMTRADE_KEY"))
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").filter_map(Result::ok);
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".json"))
        .collect()
}

#[test]
fn what_the_desk_watches_comes_and_is_ingested() {
    let folder = TempDir::new().expect("a folder");
    let publisher = Publisher::open(|_, asked| comtrade(&asked.path, &PARTNERS));
    let first = fetch(folder.path(), &publisher, &["--period", "2022..2023", "--commodity", "TOTAL,27"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.out.contains("next: yalu ingest drop/comtrade --part"), "{}", first.out);
    assert!(publisher.paths().iter().all(|path| path.contains("reporterCode=156") && path.contains("partnerCode=408")));
    let second =
        fetch(folder.path(), &publisher, &["--period", "2022..2023", "--commodity", "TOTAL,27", "--ingest", "--json"]);
    let said = json(&second.out);
    assert_eq!((list(&said, "came").len(), list(&said, "files").len()), (2, 2));
    assert!(list(&said, "came").iter().all(|one| one["before"] == true && text(one, "sha256").len() == 64));
    assert!(list(&said, "files").iter().all(|one| one["commit"].is_number() && one["observations"] == 4), "{said}");
    let asked = json(
        &self::said(yalu(folder.path()).args([
            "sql",
            "--json",
            "SELECT source, vintage, count(*) FROM observations GROUP BY 1, 2 ORDER BY 2",
        ]))
        .out,
    );
    let row = |day: &str| serde_json::json!(["un-comtrade", day, 4]);
    assert_eq!(asked["rows"], serde_json::json!([row("2023-05-14"), row("2024-05-14")]));
    // The folder as the printed command takes it: all of it is there, and the manifest is no record.
    let again = self::said(yalu(folder.path()).args(["ingest", "drop/comtrade", "--part"]));
    assert_eq!((again.code, again.out.matches("in the lake already").count()), (0, 2), "{}", again.out);
}

#[test]
fn a_key_is_taken_from_a_file_or_the_environment_and_shown_nowhere() {
    let folder = TempDir::new().expect("a folder");
    let publisher = Publisher::open(|_, asked| comtrade(&asked.path, &PARTNERS));
    fs::write(folder.path().join("key"), format!("{KEY}\n")).expect("written");
    let by_file = fetch(folder.path(), &publisher, &["--period", "2023", "--key-file", "key", "--to", "a"]);
    let mut command = yalu(folder.path());
    command.args(["fetch", "comtrade", "--pause", "0", "--base", &publisher.base, "--period", "2023", "--to", "b"]);
    let by_environment = said(command.env("COMTRADE_KEY", KEY));
    for one in [&by_file, &by_environment] {
        assert_eq!(one.code, 0, "{}", one.err);
        assert!(!one.out.contains(KEY) && !one.err.contains(KEY));
    }
    assert!(publisher.paths().iter().all(|path| path.starts_with("/data/v1/get/")));
    let sent = |asked: &publisher::Asked| asked.headers.iter().any(|line| line.contains(KEY));
    assert!(publisher.asked().iter().all(sent));
    for name in ["a", "b"] {
        let kept = fs::read_dir(folder.path().join(name)).expect("a folder").filter_map(Result::ok);
        assert!(kept.into_iter().all(|file| !fs::read_to_string(file.path()).expect("text").contains(KEY)));
    }
    // In the clear it goes nowhere but here.
    let clear =
        fetch(folder.path(), &publisher, &["--period", "2023", "--key-file", "key", "--base", "http://example.org"]);
    assert_ne!(clear.code, 0);
    let empty = folder.path().join("empty");
    fs::write(&empty, "\n").expect("written");
    let none = fetch(folder.path(), &publisher, &["--period", "2023", "--key-file", "empty"]);
    assert_eq!((none.code, none.err.contains("empty holds no key")), (2, true), "{}", none.err);
}

#[test]
fn a_fetch_that_was_killed_goes_on_where_it_was() {
    let folder = TempDir::new().expect("a folder");
    let stuck = Publisher::open(|number, asked| match number {
        0..=2 => comtrade(&asked.path, &PARTNERS),
        _ => Reply::Slow,
    });
    let wanted = ["--period", "2019..2023", "--partner", "PRK,KOR"];
    let mut command = yalu(folder.path());
    command.args(["fetch", "comtrade", "--pause", "0", "--base", &stuck.base]).args(wanted);
    let mut running = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it runs");
    let since = Instant::now();
    while stuck.asked().len() < 4 {
        assert!(since.elapsed() < Duration::from_secs(120), "it asked only {} times", stuck.asked().len());
        thread::sleep(Duration::from_millis(20));
    }
    running.kill().expect("killed");
    running.wait().expect("it ended");
    let drop = folder.path().join("drop/comtrade");
    assert_eq!(files(&drop).len(), 2);
    let publisher = Publisher::open(|_, asked| comtrade(&asked.path, &PARTNERS));
    let on = fetch(folder.path(), &publisher, &[&wanted[..], &["--json"]].concat());
    let said = json(&on.out);
    assert_eq!((list(&said, "came").len(), publisher.paths().len(), files(&drop).len()), (5, 3, 5), "{}", on.err);
}

#[test]
fn what_cannot_be_fetched_says_why() {
    let folder = TempDir::new().expect("a folder");
    let busy = Publisher::open(|_, _| Reply::Whole("401 No".to_owned(), br#"{"message":"Access denied"}"#.to_vec()));
    for (arguments, says) in [
        (&["--period", "2023"][..], "Access denied"),
        (&["--period", "2023", "--flow", "total"], "totals and balances"),
        (&["--period", "2023,2022-10"], "years and months"),
        (&["--period", "2023", "--commodity", "rice"], "`rice`"),
        (&["--period", "2023", "--partner", "XXX"], "`XXX`"),
        (&["--period", "2023", "--base", "nowhere"], "is no address"),
    ] {
        let mut command = yalu(folder.path());
        command.args(["fetch", "comtrade", "--pause", "0"]).args(arguments).env("COMTRADE_BASE", &busy.base);
        let said = said(command.env_remove("COMTRADE_KEY"));
        assert_eq!(said.code, 2, "{arguments:?}");
        assert!(said.err.contains(says) && said.err.contains("hint: "), "{arguments:?}: {}", said.err);
    }
    let dry = fetch(folder.path(), &busy, &["--period", "2023-01..2023-02", "--dry-run"]);
    let lines: Vec<&str> = dry.out.lines().collect();
    assert!(lines.len() == 2 && lines[0].starts_with("/public/v1/getDA/C/M/HS?") && lines[1].contains("202301,202302"));
    assert!(!folder.path().join("lake").exists());
}
