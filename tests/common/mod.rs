//! What the whole-command tests share: the binary and what it said, folders,
//! text without its markup, and tools that a machine may lack.

#![allow(dead_code, reason = "every test file takes what it needs of these")]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

/// The verbs of the command, in the order of its help.
pub(crate) const VERBS: [&str; 19] = [
    "brief",
    "table",
    "check",
    "audit",
    "reconcile",
    "forecast",
    "backtest",
    "ledger",
    "ingest",
    "fetch",
    "lake",
    "sql",
    "screen",
    "nomenclature",
    "new",
    "statements",
    "doctor",
    "completions",
    "man",
];

/// The five formats, by the ends of their files.
pub(crate) const FORMATS: [&str; 5] = ["pdf", "html", "xlsx", "md", "json"];

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().expect("the workspace has a folder")
}

/// A file of the workspace as text.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// An empty folder that goes away.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

/// A desk `d` in a folder, with room for mappings.
pub(crate) fn new_desk(inside: &Path, economy: &str, reporter: &str) {
    let arguments = ["new", "d", "--economy", economy, "--reporter", reporter, "--as-of", "2025-09-30"];
    let made = said(yalu(inside).args(arguments));
    assert_eq!(made.code, 0, "{}", made.err);
    fs::create_dir_all(inside.join("d/mappings")).expect("a folder");
}

/// The command, to be run in a folder where nothing of ours lies.
pub(crate) fn yalu(inside: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yalu"));
    command.current_dir(inside).env("COLUMNS", "100").env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

/// What a command said, and how it ended.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs a command to its end.
pub(crate) fn said(command: &mut Command) -> Said {
    let Output { status, stdout, stderr } = command.output().expect("the command starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Said { code: status.code().unwrap_or(-1), out: text(stdout), err: text(stderr) }
}

/// Runs `yalu` with arguments that stand in one line, in an empty folder.
pub(crate) fn ask(line: &str) -> Said {
    said(yalu(folder().path()).args(line.split_whitespace()))
}

/// The same, where it must answer in JSON.
pub(crate) fn ask_json(line: &str) -> Value {
    let said = ask(line);
    assert_eq!(said.code, 0, "yalu {line}: {}", said.err);
    said.json()
}

impl Said {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("not JSON ({error}): {}{}", self.out, self.err))
    }
}

/// A list in JSON.
pub(crate) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("`{key}` is not a list in {value}"))
}

/// A text in JSON.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("`{key}` is not a text in {value}"))
}

/// The one of a list that has this id.
pub(crate) fn by_id<'a>(items: &'a [Value], id: &str) -> &'a Value {
    items.iter().find(|item| item["id"] == id).unwrap_or_else(|| panic!("there is no `{id}`"))
}

/// Every white space is one space, so that a broken line or a hard space hides nothing.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Elements that stand within a line; all others part words.
const INLINE: [&str; 8] = ["a", "b", "span", "strong", "sup", "code", "time", "em"];

/// What a reader of a page sees, in one line.
pub(crate) fn seen(page: &str) -> String {
    let body = page.split_once("<body>").map_or(page, |(_, body)| body);
    let mut text = String::new();
    for (i, part) in body.split('<').enumerate() {
        let (tag, rest) = if i == 0 { ("", part) } else { part.split_once('>').unwrap_or((part, "")) };
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
        if !name.is_empty() && !INLINE.contains(&name) {
            text.push(' ');
        }
        text.push_str(rest);
    }
    one_line(&unescaped(&text))
}

/// Text without its character references.
pub(crate) fn unescaped(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    named.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// A program that a test needs. Where it is absent the test says so by name, and how to get it.
pub(crate) fn tool(test: &str, names: &[&str], how: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|path| path.is_file());
    if found.is_none() {
        skip(test, &format!("there is no {} here; {how}", names.join(" or ")));
    }
    found
}

/// Says that a test is skipped, past the harness that keeps back what passing tests print.
pub(crate) fn skip(test: &str, why: &str) {
    let strict = std::env::var("YALU_TESTS_SKIP_NOTHING").is_ok_and(|value| value == "1");
    assert!(!strict, "{test} may not be skipped: {why}");
    let _ = writeln!(std::io::stderr(), "skipped: {test}: {why}");
}

/// Runs a foreign program that might hang; `None` when it has not ended in time.
pub(crate) fn within(seconds: u64, command: &mut Command) -> Option<Output> {
    let out = tempfile::NamedTempFile::new().expect("a file for the output");
    let handle = out.reopen().expect("its handle");
    let mut child = command.stdin(Stdio::null()).stdout(handle).stderr(Stdio::null()).spawn().expect("it starts");
    let end = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < end {
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            let stdout = fs::read(out.path()).expect("its output");
            return Some(Output { status, stdout, stderr: Vec::new() });
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

/// Opens a page in a browser and returns what became of it.
pub(crate) fn opened(test: &str, here: &Path, page: &str) -> Option<String> {
    let how = "install `chromium` (Debian, Ubuntu and Fedora have it) or Google Chrome";
    let program = tool(test, &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"], how)?;
    let quiet = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
                 --disable-component-update --disable-sync --disable-dev-shm-usage --dump-dom --virtual-time-budget=3000";
    let mut command = Command::new(program);
    command.args(quiet.split_whitespace()).arg(format!("--user-data-dir={}", here.join("profile").display()));
    command.arg(format!("file://{}", here.join(page).display()));
    let output = within(90, &mut command).expect("the browser ends in time");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the copy has a folder");
    for entry in fs::read_dir(from).expect("a folder to copy") {
        let path = entry.expect("its entry").path();
        let place = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &place);
        } else {
            fs::copy(&path, &place).expect("the file is copied");
        }
    }
}
