//! Files on their way into the lake: unpacked, known by their office's layout or the
//! desk's word, read, and committed one by one.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use yalu_lake::{Ingested, Lake, LakeError, Mark, Parquet, Revised, is_parquet, key};
use yalu_source::{Caps, Member, Said, Snapshot, Source, office, unpack};
use yalu_trade::{Complaint, Date, Mapping, Place, Severity, grouped};

/// How much of a file is looked at to know whose it is.
const HEAD: u64 = 64 * 1024;

/// What came of a file.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// The file, or the wrapper and, after `!`, its member.
    pub path: String,
    /// Whose layout it has; empty where nobody's.
    pub source: String,
    /// The latest day of release among its rows.
    pub vintage: Option<Date>,
    /// Rows of records.
    pub observations: u64,
    /// Figures that the office printed itself.
    pub statements: usize,
    /// What was not understood, and what was noticed.
    pub complaints: Vec<Complaint>,
    /// The commit that has it.
    pub commit: Option<u64>,
    /// The lake had it already.
    pub noop: bool,
    /// Nothing of it was kept.
    pub refused: bool,
}

/// How files are to be taken.
#[derive(Clone, Debug, Default)]
pub struct Taking {
    /// What the user says of them all.
    pub said: Said,
    /// Are they all of a release, or a part?
    pub whole: Option<bool>,
    /// Are they to be taken even where a release is wholly unlike the one that it replaces?
    pub sure: bool,
    /// How the desk says that tables are to be read.
    pub mappings: Vec<Mapping>,
}

/// The files under some paths, in order; a folder stands for what lies in it, however deep.
/// Hidden files, those that something is still writing, and manifests of what was fetched are passed over.
pub fn files_under(paths: &[String]) -> (Vec<PathBuf>, Vec<Complaint>) {
    let (mut files, mut complaints) = (Vec::new(), Vec::new());
    for path in paths {
        walk(Path::new(path), &mut files, &mut complaints, &mut Vec::new());
    }
    (files, complaints)
}

/// `above` are the folders that led here: one that lies in itself, by way of a link, is not gone into again.
fn walk(path: &Path, files: &mut Vec<PathBuf>, complaints: &mut Vec<Complaint>, above: &mut Vec<PathBuf>) {
    let told = |why: String| {
        Complaint::error(
            "unreadable",
            Place::file(path.display().to_string()),
            why,
            "name files or folders that can be read",
        )
    };
    match fs::metadata(path) {
        Err(error) => complaints.push(told(error.to_string())),
        Ok(kind) if kind.is_dir() => match fs::canonicalize(path).and_then(|real| Ok((real, fs::read_dir(path)?))) {
            Err(error) => complaints.push(told(error.to_string())),
            Ok((real, _)) if above.contains(&real) => complaints.push(told("this folder lies in itself".to_owned())),
            Ok((real, entries)) => {
                let mut inside: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
                inside.sort();
                let hidden = |path: &PathBuf| {
                    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                    name.starts_with(['.', '~'])
                        || name == crate::MANIFEST
                        || [".part", ".crdownload", ".tmp"].iter().any(|end| name.ends_with(end))
                };
                above.push(real);
                inside.iter().filter(|path| !hidden(path)).for_each(|path| walk(path, files, complaints, above));
                above.pop();
            }
        },
        Ok(kind) if kind.is_file() => files.push(path.to_owned()),
        Ok(_) => complaints.push(told("it is no file: a pipe, or a device".to_owned())),
    }
}

/// Takes a file, member by member.
pub fn take(lake: &Lake, path: &Path, taking: &Taking) -> Result<Vec<Taken>, LakeError> {
    let name = path.display().to_string();
    let open = || -> io::Result<Box<dyn Source>> { Ok(Box::new(File::open(path)?)) };
    let unreadable = |error: io::Error| refused(&name, "unreadable", error.to_string(), "name a file that can be read");
    let (members, complaints) = match unpack(&name, &open, Caps::default()) {
        Ok(unpacked) => unpacked,
        Err(error) => return Ok(vec![unreadable(error)]),
    };
    let mut taken = Vec::new();
    if !complaints.is_empty() {
        let refused = complaints.iter().any(|complaint| complaint.severity == Severity::Error);
        taken.push(Taken { path: name.clone(), complaints, refused, ..Taken::default() });
    }
    for member in members {
        match parquet(&member, path, &open) {
            Table::No => taken.push(one(lake, &member, &|| member.open(&open), None, taking)?),
            Table::Refused(why) => {
                let hint = "get it anew, or write it anew with the program that it is from";
                taken.push(refused(&member.name, "parquet", why, hint));
            }
            Table::Own => taken.extend(export(lake, &member.name, path, taking)?),
            Table::Text => {
                let text = || -> io::Result<Box<dyn Read + Send>> {
                    Ok(Box::new(Parquet::open(path).and_then(Parquet::text).map_err(io::Error::other)?))
                };
                taken.push(one(lake, &member, &|| member.open(&open), Some(&text), taking)?);
            }
        }
    }
    Ok(taken)
}

/// What a member is as a Parquet file.
enum Table {
    No,
    Refused(String),
    /// The lake's own export.
    Own,
    /// A table like any other, to be read as text.
    Text,
}

fn parquet(member: &Member, path: &Path, open: &(dyn Fn() -> io::Result<Box<dyn Source>> + Sync)) -> Table {
    let mut head = Vec::new();
    let read = member.open(&open).and_then(|stream| stream.take(4).read_to_end(&mut head));
    if read.is_err() || !is_parquet(&head) {
        return Table::No;
    }
    if member.name != path.display().to_string() {
        return Table::Refused("a Parquet file is not read inside of another: unpack it first".to_owned());
    }
    match Parquet::open(path) {
        Err(why) => Table::Refused(why),
        Ok(parquet) if parquet.is_own() => Table::Own,
        Ok(_) => Table::Text,
    }
}

/// Takes the lake's own export: a commit for each source in it.
fn export(lake: &Lake, name: &str, path: &Path, taking: &Taking) -> Result<Vec<Taken>, LakeError> {
    let file = || -> io::Result<Box<dyn Read + Send>> { Ok(Box::new(File::open(path)?)) };
    let hash = match file().and_then(digest) {
        Ok((_, _, hash)) => hash,
        Err(error) => return Ok(vec![refused(name, "unreadable", error.to_string(), "get the file anew")]),
    };
    match lake.take_export(path, &hash, taking.whole) {
        Ok(all) => Ok(all.into_iter().map(|(source, done)| came(name, &source, done)).collect()),
        Err(LakeError::Refused { message, hint }) => Ok(vec![refused(name, "export", message, hint)]),
        Err(error) => Err(error),
    }
}

fn came(name: &str, source: &str, done: Ingested) -> Taken {
    Taken {
        path: name.to_owned(),
        source: source.to_owned(),
        vintage: done.released,
        observations: if done.refused { 0 } else { done.rows },
        statements: if done.refused { 0 } else { done.statements.len() },
        complaints: done.complaints,
        commit: done.commit,
        noop: done.noop,
        refused: done.refused,
    }
}

fn refused(path: &str, code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Taken {
    let complaint = Complaint::error(code, Place::file(path), message, hint);
    Taken { path: path.to_owned(), complaints: vec![complaint], refused: true, ..Taken::default() }
}

/// Opens a file from its beginning.
type Open<'a> = &'a (dyn Fn() -> io::Result<Box<dyn Read + Send>> + Sync);

/// Takes a file: its bytes are what the lake knows it by; where it is to be read as text, that is what is read.
fn one(
    lake: &Lake,
    member: &Member,
    bytes: Open<'_>,
    text: Option<Open<'_>>,
    taking: &Taking,
) -> Result<Taken, LakeError> {
    let name = member.name.as_str();
    let unreadable = |error: io::Error| refused(name, "unreadable", error.to_string(), "get the file anew");
    let (mut head, len, hash) = match bytes().and_then(digest) {
        Ok(digest) => digest,
        Err(error) => return Ok(unreadable(error)),
    };
    let key = key(&hash, &said_of(&taking.said));
    if lake.has(&hash, &key)? {
        return Ok(Taken { path: name.to_owned(), noop: true, ..Taken::default() });
    }
    if let Some(text) = text {
        head.clear();
        if let Err(error) = text().and_then(|stream| stream.take(HEAD).read_to_end(&mut head)) {
            return Ok(unreadable(error));
        }
    }
    let short = name.rsplit(['/', '\\', '!']).next().unwrap_or(name);
    let mapping = taking.said.mapping.clone();
    let mapping = mapping.or_else(|| taking.mappings.iter().find(|mapping| mapping.fits(short)).cloned());
    let said = Said { mapping, ..taking.said.clone() };
    let snapshot = Snapshot { name, head: &head, len, open: text.unwrap_or(bytes), said: &said };
    let Some(office) = office(&snapshot) else {
        let hint = "`yalu ingest --guess FILE` proposes how to read it; confirm that on the desk as mappings/NAME.toml";
        return Ok(refused(name, "unknown-layout", "no office's layout is like it", hint));
    };
    let source = office.card().id;
    let (file, whole, sure) = (name.to_owned(), taking.whole, taking.sure);
    let mark = Mark { source: source.to_owned(), file, hash, key, whole, sure };
    let mut ingest = lake.ingest(mark);
    if let Err(stopped) = office.read(&snapshot, &mut ingest) {
        ingest.abandon();
        return Err(LakeError::Unwritten(stopped.to_string()));
    }
    let printed = yalu_source::as_rows(ingest.statements());
    let mut done = match ingest.finish(printed.map(String::into_bytes)) {
        Ok(done) => done,
        Err(LakeError::Refused { message, hint }) => {
            return Ok(Taken { source: source.to_owned(), ..refused(name, "release", message, hint) });
        }
        Err(error) => return Err(error),
    };
    if let Some(day) = done.released.filter(|_| done.to_date && done.commit.is_some()) {
        done.complaints.extend(revised(name, &lake.implied_on(source, day)?));
    }
    Ok(came(name, source, done))
}

/// What is said of files that they do not say themselves, as one text: empty where nothing is.
fn said_of(said: &Said) -> String {
    let vintage = said.vintage.map(|vintage| {
        let supposed = if vintage.assumed { "~" } else { "" };
        format!("{supposed}{} {}", vintage.released, vintage.class.stated().unwrap_or_default())
    });
    let said = [
        ("vintage", vintage),
        ("flow", said.flow.map(|flow| flow.to_string())),
        ("reporter", said.reporter.clone()),
        ("partner", said.partner.clone()),
        ("period", said.period.map(|period| period.to_string())),
    ];
    let words = said.into_iter().filter_map(|(name, word)| Some(format!("{name}={}", word?.trim())));
    words.collect::<Vec<_>>().join(" ")
}

/// So many revisions are told one by one.
const TOLD: usize = 10;

/// What a year to date says of earlier months beside what was printed of them.
fn revised(name: &str, revised: &[Revised]) -> Vec<Complaint> {
    let hint = "the months stay as they were printed; `yalu lake revisions` lists what is implied";
    let note = |message: String| Complaint::note("revised", Place::file(name), message, hint);
    let told = |one: &Revised| {
        let Revised { reporter, flow, partner, period, currency, .. } = one;
        let change = grouped(&one.change().round().to_string());
        note(format!(
            "its year to date implies that {period} of {reporter} {flow} with {partner} changed by {change} {currency}"
        ))
    };
    let more = revised.len().saturating_sub(TOLD);
    let rest = (more > 0).then(|| note(format!("its years to date imply {more} more revisions")));
    revised.iter().take(TOLD).map(told).chain(rest).collect()
}

/// The first bytes of a stream, its length, and its SHA-256 in hexadecimal.
fn digest(mut stream: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, u64, String)> {
    let mut head = Vec::new();
    (&mut stream).take(HEAD).read_to_end(&mut head)?;
    let mut sum = Sha256::new();
    sum.update(&head);
    let mut buffer = vec![0; 1 << 20];
    let mut len = head.len() as u64;
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => {
                sum.update(&buffer[..read]);
                len += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let hash = sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((head, len, hash))
}

/// A proposal of how to read a table that no office's reader knows.
pub fn proposal(path: &Path) -> Result<(Option<String>, Vec<Complaint>), io::Error> {
    let name = path.display().to_string();
    let open = || -> io::Result<Box<dyn Source>> { Ok(Box::new(File::open(path)?)) };
    let (members, mut complaints) = unpack(&name, &open, Caps::default())?;
    let Some(member) = members.first() else { return Ok((None, complaints)) };
    let table = matches!(parquet(member, path, &open), Table::Text);
    let reader = || -> io::Result<Box<dyn Read + Send>> {
        if !table {
            return member.open(&open);
        }
        Ok(Box::new(Parquet::open(path).and_then(Parquet::text).map_err(io::Error::other)?))
    };
    let (head, len, _) = digest(reader()?)?;
    let said = Said::default();
    let snapshot = Snapshot { name: &member.name, head: &head, len, open: &reader, said: &said };
    let (text, told) = yalu_source::guess(&snapshot);
    complaints.extend(told);
    Ok((text, complaints))
}
