//! `yalu audit`: every figure of a report with its verdict, and for what does
//! not hold the likeliest slip. It ends with 1 where something is contradicted.

mod told;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use yalu_observatory::{Audit as Audited, CannotAudit, Files, Watch, annotated, audit, folder_files, sarif};
use yalu_trade::{AsOf, Severity};

use super::{
    Failure, Outcome, Shared,
    files::{Rendered, write_all},
    put, put_json, say,
    statements::MOST_BYTES,
};

const EXAMPLES: &str = "\
Examples:
  yalu audit report.txt                        what in it does not hold, and the likeliest slip
  yalu audit report.pdf --html report.html     the report with every figure marked
  yalu audit claims.toml --json                claims in an analyst's words
  yalu audit kiep-2023                         an article of the desk: its tables and its claims
  yalu audit my-desk/articles/a/ --sarif a.sarif
It ends with 1 where something is contradicted.";

/// Check a report: every number that does not hold, with the likeliest slip
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Audit {
    /// A report (txt, md, html, pdf), a claims.toml, an article's folder, or the name of an article of the desk
    #[arg(value_name = "FILE|DIR")]
    subject: String,
    /// Write the report as a page, every figure marked by its verdict
    #[arg(long, value_name = "OUT")]
    html: Option<PathBuf>,
    /// Write what does not hold as SARIF 2.1.0, for tools that review
    #[arg(long, value_name = "OUT")]
    sarif: Option<PathBuf>,
    /// List every figure, not only what does not hold
    #[arg(long)]
    all: bool,
}

impl Audit {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let audited = self.audited(shared)?;
        let mut files = Vec::new();
        if let Some(path) = &self.html {
            files.push(Rendered { path: path.clone(), bytes: annotated(&audited).into_bytes() });
        }
        if let Some(path) = &self.sarif {
            let text = serde_json::to_string_pretty(&sarif(&audited)).map_err(|error| Failure::new(error, ""))?;
            files.push(Rendered { path: path.clone(), bytes: (text + "\n").into_bytes() });
        }
        write_all(&files, "name another file, in a folder that is there")?;
        if shared.json {
            put_json(&audit::document(&audited))?;
        } else {
            put(&told::told(&audited, self.all, shared.quiet))?;
            if !shared.quiet {
                audited.notes.iter().for_each(|note| say(&format!("note: {note}")));
                files.iter().for_each(|file| say(&format!("written: {}", file.path.display())));
            }
        }
        Ok(ExitCode::from(u8::from(audited.contradicted())))
    }

    fn audited(&self, shared: &Shared) -> Result<Audited, Failure> {
        let path = Path::new(&self.subject);
        if path.is_dir() {
            return self.of_folder(shared, path);
        }
        if !path.exists() {
            return self.of_desk(shared);
        }
        let bytes = self.bytes(path)?;
        let (watch, as_of) = opened(shared, shared.files()?)?;
        let claims = path.extension().is_some_and(|ending| ending == "toml");
        let audited = if claims {
            watch.audit_claims(&self.subject, &bytes, as_of)
        } else {
            watch.audit_report(&self.subject, &bytes, as_of)
        };
        audited.map_err(|error| self.cannot(shared, error))
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, Failure> {
        let unreadable = |error| Failure::new(format!("{}: {error}", self.subject), "name a file that can be read");
        let length = fs::metadata(path).map_err(unreadable)?.len();
        if length > MOST_BYTES {
            let message = format!("{} has {} MB; no report has", self.subject, length >> 20);
            return Err(Failure::new(message, "name the report itself"));
        }
        fs::read(path).map_err(unreadable)
    }

    /// An article's folder: it takes its place among the articles of the desk.
    fn of_folder(&self, shared: &Shared, folder: &Path) -> Result<Audited, Failure> {
        if !folder.join("article.toml").is_file() {
            let hint = "an article's folder has article.toml, its tables as printed and claims.toml; a report is named by its file";
            return Err(Failure::new(format!("{} has no article.toml", self.subject), hint));
        }
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let name = real.file_name().map_or_else(|| "article".to_owned(), |name| name.to_string_lossy().into_owned());
        let own = folder_files(folder).map_err(|error| Failure::new(error, "name a folder that can be read"))?;
        let (id, mut files) = shared.files()?;
        let place = format!("articles/{name}/");
        files.retain(|path, _| !path.starts_with(&place));
        files.extend(own.into_iter().map(|(path, bytes)| (format!("{place}{path}"), bytes)));
        self.of_article(shared, &name, id, files)
    }

    /// An article of the desk, by its name.
    fn of_desk(&self, shared: &Shared) -> Result<Audited, Failure> {
        let (id, files) = shared.files()?;
        let name = self.subject.strip_prefix("articles/").unwrap_or(&self.subject).trim_end_matches('/');
        if !files.contains_key(&format!("articles/{name}/article.toml")) {
            let known: Vec<&str> =
                files.keys().filter_map(|path| path.strip_prefix("articles/")?.strip_suffix("/article.toml")).collect();
            let has = if known.is_empty() { "has none".to_owned() } else { format!("has {}", known.join(", ")) };
            let message =
                format!("there is no file or folder `{}`, and no such article on the desk `{id}`", self.subject);
            return Err(Failure::new(message, format!("name a report, a claims.toml or an article; the desk {has}")));
        }
        self.of_article(shared, name, id, files)
    }

    fn of_article(&self, shared: &Shared, name: &str, id: String, files: Files) -> Result<Audited, Failure> {
        let (watch, as_of) = opened(shared, (id, files.clone()))?;
        watch.audit_article(name, &files, as_of).map_err(|error| self.cannot(shared, error))
    }

    /// Says why; a file that cannot be read tells all that is wrong with it.
    fn cannot(&self, shared: &Shared, error: CannotAudit) -> Failure {
        if let CannotAudit::Unreadable { complaints, .. } = &error {
            let errors = complaints.iter().filter(|complaint| complaint.severity == Severity::Error);
            if let ([only], true) = (complaints.as_slice(), !shared.json) {
                return Failure::new(format!("{}\n  --> {}", only.message, only.place), &only.hint);
            }
            errors.take(20).for_each(|complaint| say(&format!("{complaint}\n")));
        }
        Failure::new(error, "")
    }
}

fn opened(shared: &Shared, (id, files): (String, Files)) -> Result<(Watch, AsOf), Failure> {
    let watch = shared.opened(&id, &files)?;
    let as_of = shared.as_of(&watch);
    Ok((watch, as_of))
}
