//! Answers of a publisher on their way into a folder: asked for one by one, politely,
//! each kept whole under its hash, with a line in a manifest that says what came when,
//! from which request. What is there is not asked for again, so that a fetch that was
//! stopped goes on where it was. The clock and the waiting are the caller's.

use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::{Value, json};
use yalu_lake::sha256_of;
use yalu_source::fetch::{
    Door, Turned,
    comtrade::{self, Access, Released, Request, Wanted},
};
use yalu_trade::{Date, day_of_number};

/// The manifest of a folder; `ingest` passes it over.
pub const MANIFEST: &str = "yalu-fetched.jsonl";

/// So often a request is tried.
const TRIES: u32 = 6;
/// The first wait after something broke; it doubles.
const FIRST_WAIT: Duration = Duration::from_secs(2);
/// Nobody waits longer than this for a publisher to come back.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// The world outside, as the caller has it.
pub struct Outside<'a> {
    /// Seconds since 1970.
    pub now: &'a dyn Fn() -> i64,
    /// Waits.
    pub wait: &'a dyn Fn(Duration),
    /// Is told what happens.
    pub tell: &'a dyn Fn(&str),
}

/// What is to be fetched, and how.
pub struct Fetch<'a> {
    /// What.
    pub wanted: &'a Wanted,
    /// Through which door.
    pub door: &'a Door,
    /// With a key or without.
    pub access: Access,
    /// Where to.
    pub folder: &'a Path,
    /// How long to wait between requests.
    pub pause: Duration,
    /// Ask again for what is there.
    pub again: bool,
}

/// An answer that came, or was there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Came {
    /// Its file.
    pub file: PathBuf,
    /// The path and parameters that were asked for.
    pub request: String,
    /// Records in it.
    pub rows: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// When what it says was released, where the publisher says so.
    pub released: Option<Date>,
    /// It was there already.
    pub before: bool,
}

/// What came of a fetch.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fetched {
    /// The files.
    pub came: Vec<Came>,
    /// Reporters and periods of which the publisher has nothing.
    pub absent: Vec<(String, String)>,
    /// Requests that the publisher answered with no record.
    pub empty: usize,
    /// Requests whose answer holds no more than a part, and that have no smaller ones: nothing of them was kept.
    pub capped: Vec<String>,
}

/// Why a fetch stopped.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Stopped {
    /// Why.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Stopped {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }

    fn folder(path: &Path, error: &io::Error) -> Self {
        Self::new(format!("{}: {error}", path.display()), "name a folder that can be written: --to DIR")
    }
}

/// A line of the manifest.
#[derive(Clone)]
struct Noted {
    file: Option<String>,
    rows: u64,
    sha256: String,
    capped: bool,
}

/// Fetches what is wanted.
pub fn fetch(fetch: &Fetch<'_>, outside: &Outside<'_>) -> Result<Fetched, Stopped> {
    let no = |turned: Turned| match turned {
        Turned::No(message, hint) => Stopped::new(message, hint),
        other => Stopped::new(other.to_string(), ""),
    };
    fs::create_dir_all(fetch.folder).map_err(|error| Stopped::folder(fetch.folder, &error))?;
    let mut asking = Asking { fetch, outside, asked: false, noted: manifest(fetch.folder)? };
    let released = asking.released(&fetch.wanted.availability().map_err(no)?)?;
    let (mut open, absent) = fetch.wanted.requests(fetch.access, released.as_deref()).map_err(no)?;
    open.reverse();
    let mut fetched = Fetched { absent, ..Fetched::default() };
    while let Some(request) = open.pop() {
        let parts = if request.fits() { asking.one(&request, &mut fetched)? } else { request.parts() };
        open.extend(parts.into_iter().rev());
    }
    Ok(fetched)
}

struct Asking<'a> {
    fetch: &'a Fetch<'a>,
    outside: &'a Outside<'a>,
    asked: bool,
    noted: BTreeMap<String, Noted>,
}

impl Asking<'_> {
    /// Which releases there are; `None` where the publisher lists none.
    fn released(&mut self, questions: &[String]) -> Result<Option<Vec<Released>>, Stopped> {
        let mut all = Vec::new();
        for question in questions {
            match self.answer(question, &|bytes| comtrade::released(bytes)) {
                Ok((_, some)) => all.extend(some),
                Err(Refusal::Final(why, _)) if why.starts_with("status 404") => {
                    let message = "note: the publisher does not list its releases: their days are supposed, and \
                                   everything is asked for";
                    (self.outside.tell)(message);
                    return Ok(None);
                }
                Err(refusal) => return Err(refusal.stopped(question)),
            }
        }
        Ok(Some(all))
    }

    /// Fetches a request; its parts, where its answer may not be whole.
    fn one(&mut self, request: &Request, fetched: &mut Fetched) -> Result<Vec<Request>, Stopped> {
        let question = request.question();
        let key = key(&question, request.released);
        let noted = self.noted.get(&key).filter(|_| !self.fetch.again).cloned();
        let noted = match noted {
            Some(noted) if noted.capped => return Ok(capped(request, question, fetched)),
            Some(Noted { file: None, .. }) => {
                fetched.empty += 1;
                return Ok(Vec::new());
            }
            noted => noted,
        };
        if let Some(Noted { file: Some(file), rows, sha256, .. }) = noted {
            let path = self.fetch.folder.join(file);
            if fs::read(&path).is_ok_and(|bytes| sha256_of(&bytes) == sha256) {
                let (request, released) = (question, request.released);
                fetched.came.push(Came { file: path, request, rows, sha256, released, before: true });
                return Ok(Vec::new());
            }
            (self.outside.tell)(&format!("{} is not what came, and is asked for again", path.display()));
        }
        (self.outside.tell)(&format!("asking for {question}"));
        let (bytes, rows) =
            self.answer(&question, &|bytes| comtrade::judged(bytes)).map_err(|refusal| refusal.stopped(&question))?;
        if rows >= self.fetch.access.cap() {
            self.note(&key, &question, request.released, None, (rows, &bytes), true)?;
            let parts = capped(request, question, fetched);
            if !parts.is_empty() {
                (self.outside.tell)(&format!("{rows} records are the most of an answer: asked for in parts instead"));
            }
            return Ok(parts);
        }
        if rows == 0 {
            fetched.empty += 1;
            // Without its day of release, what is not there today may be there tomorrow.
            if request.released.is_some() {
                self.note(&key, &question, request.released, None, (0, &bytes), false)?;
            }
            return Ok(Vec::new());
        }
        let sha256 = sha256_of(&bytes);
        let day = request.released.map_or(String::new(), |day| format!("[{day}]"));
        let name = format!("{}-{}{day}.json", request.stem(), &sha256_of(key.as_bytes())[..8]);
        let path = self.fetch.folder.join(&name);
        whole(&path, &bytes).map_err(|error| Stopped::folder(&path, &error))?;
        self.note(&key, &question, request.released, Some(&name), (rows, &bytes), false)?;
        let came = Came { file: path, request: question, rows, sha256, released: request.released, before: false };
        fetched.came.push(came);
        Ok(Vec::new())
    }

    /// An answer that a reader takes for whole, tried so often as is of use.
    fn answer<T>(
        &mut self,
        question: &str,
        read: &dyn Fn(&[u8]) -> Result<T, Turned>,
    ) -> Result<(Vec<u8>, T), Refusal> {
        let mut wait = FIRST_WAIT;
        for left in (0..TRIES).rev() {
            if std::mem::replace(&mut self.asked, true) {
                (self.outside.wait)(self.fetch.pause);
            }
            let turned = match self.fetch.door.get(question).and_then(|bytes| read(&bytes).map(|read| (bytes, read))) {
                Ok(answer) => return Ok(answer),
                Err(Turned::No(why, hint)) => return Err(Refusal::Final(why, hint)),
                Err(turned) if left == 0 => return Err(Refusal::Tried(turned.to_string())),
                Err(turned) => turned,
            };
            let asked = if let Turned::Wait(seconds, _) = turned { seconds.map(Duration::from_secs) } else { None };
            if let Some(long) = asked.filter(|asked| *asked > LONGEST_WAIT) {
                return Err(Refusal::Later(turned.to_string(), long));
            }
            // One second more than was asked for: clocks differ.
            let pause = asked.map_or(wait, |asked| asked + Duration::from_secs(1));
            (self.outside.tell)(&format!("{turned}; waiting {} seconds", pause.as_secs()));
            (self.outside.wait)(pause);
            wait *= 2;
        }
        Err(Refusal::Tried("no answer".to_owned()))
    }

    /// Writes a line of the manifest.
    fn note(
        &mut self,
        key: &str,
        question: &str,
        released: Option<Date>,
        file: Option<&str>,
        (rows, bytes): (u64, &[u8]),
        capped: bool,
    ) -> Result<(), Stopped> {
        let sha256 = sha256_of(bytes);
        let line = json!({
            "when": stamp((self.outside.now)()),
            "from": "un-comtrade",
            "request": question,
            "released": released.map(|day| day.to_string()),
            "file": file,
            "rows": rows,
            "bytes": bytes.len(),
            "sha256": sha256,
            "capped": capped,
        });
        let path = self.fetch.folder.join(MANIFEST);
        let written = || -> io::Result<()> {
            let mut manifest = OpenOptions::new().create(true).append(true).open(&path)?;
            // A line that a stop cut short is ended first.
            let torn = fs::read(&path)?.last().is_some_and(|last| *last != b'\n');
            let line = format!("{}{line}\n", if torn { "\n" } else { "" });
            manifest.write_all(line.as_bytes())?;
            manifest.sync_data()
        };
        written().map_err(|error| Stopped::folder(&path, &error))?;
        self.noted.insert(key.to_owned(), Noted { file: file.map(str::to_owned), rows, sha256, capped });
        Ok(())
    }
}

/// Why a question was given up.
enum Refusal {
    Final(String, &'static str),
    Tried(String),
    Later(String, Duration),
}

impl Refusal {
    fn stopped(self, question: &str) -> Stopped {
        let on = "what came is kept; the same command goes on from there";
        match self {
            Self::Final(why, hint) => Stopped::new(format!("{question}: {why}"), hint),
            Self::Tried(why) => Stopped::new(format!("{question}: tried {TRIES} times: {why}"), on),
            Self::Later(why, wait) => {
                let minutes = wait.as_secs().div_ceil(60);
                Stopped::new(format!("{question}: {why}; come again in {minutes} minutes"), on)
            }
        }
    }
}

/// The parts of a request whose answer is not whole; one that has none is told of.
fn capped(request: &Request, question: String, fetched: &mut Fetched) -> Vec<Request> {
    let parts = request.parts();
    if parts.is_empty() {
        fetched.capped.push(question);
    }
    parts
}

/// Under what the manifest remembers a request: a new release is another one.
fn key(question: &str, released: Option<Date>) -> String {
    format!("{question} {}", released.map_or_else(String::new, |day| day.to_string()))
}

/// Writes a file whole or not at all.
fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = path.with_extension("part");
    let mut file = File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, path)
}

/// The lines of a folder's manifest; the later one of a request holds. A line that was cut short is none.
fn manifest(folder: &Path) -> Result<BTreeMap<String, Noted>, Stopped> {
    let path = folder.join(MANIFEST);
    let text = match fs::read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Stopped::folder(&path, &error)),
    };
    let read = |line: &str| {
        let line: Value = serde_json::from_str(line).ok()?;
        let word = |name: &str| line[name].as_str().map(str::to_owned);
        let released = word("released").and_then(|day| day.parse().ok());
        let rows = line["rows"].to_string().parse().ok()?;
        let noted = Noted { file: word("file"), rows, sha256: word("sha256")?, capped: line["capped"] == json!(true) };
        // A name with a folder in it was not written here.
        let plain = noted.file.as_ref().is_none_or(|name| !name.contains(['/', '\\']));
        plain.then_some((key(&word("request")?, released), noted))
    };
    Ok(text.lines().filter_map(read).collect())
}

/// A moment: `2026-11-29T08:05:00Z`.
fn stamp(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let day = day_of_number(i32::try_from(days).unwrap_or_default());
    format!("{day}T{:02}:{:02}:{:02}Z", rest / 3_600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_universal_time() {
        assert_eq!(stamp(0), "1970-01-01T00:00:00Z");
        assert_eq!(stamp(784_111_777), "1994-11-06T08:49:37Z");
    }
}
