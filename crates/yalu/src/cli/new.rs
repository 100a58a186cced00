//! `yalu new`: a desk for another economy, as files that pass `yalu check` and
//! say in their remarks what to write where.

use std::{fs, path::PathBuf};

use serde_json::json;

use super::{
    Failure, Outcome, Shared,
    files::{Rendered, write_all},
    put, put_json,
};

const EXAMPLES: &str = "\
Examples:
  yalu new desks/venezuela --economy VEN=Venezuela --reporter CHN=China,IND=India --as-of 2025-02-28
  yalu check venezuela          what is still amiss, with file, line and column
A folder that is there is left alone. docs/tutorial.md goes on from here.";

/// Scaffold a desk for another economy
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct New {
    /// The folder of the desk; its last part is the desk's name
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The economy that is watched: its ISO code, and what to call it
    #[arg(long, value_name = "CODE=NAME", value_parser = called)]
    economy: Called,
    /// Whose records are read, by comma
    #[arg(long, value_name = "CODE=NAME", value_delimiter = ',', required = true, value_parser = called)]
    reporter: Vec<Called>,
}

/// An economy by code and name.
#[derive(Clone, Debug)]
struct Called {
    code: String,
    name: String,
}

fn called(text: &str) -> Result<Called, String> {
    let (code, name) = text.split_once('=').unwrap_or((text, text));
    let shaped = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
    // The name goes into TOML as it is.
    let plain = !name.trim().is_empty() && !name.contains(['"', '\\', '\n', '\r', '@', '{', '}']);
    match (shaped, plain) {
        (true, true) => Ok(Called { code: code.to_owned(), name: name.trim().to_owned() }),
        (false, _) => {
            Err(format!("`{code}` is not an ISO code; write three capitals, and a name behind =: VEN=Venezuela"))
        }
        (true, false) => Err("a name is a few plain words: VEN=Venezuela".to_owned()),
    }
}

/// The files of a new desk, with the economy's name and codes still to be put in.
const SCAFFOLD: [(&str, &str); 5] = [
    ("desk.toml", include_str!("../../scaffold/desk.toml")),
    ("bases.toml", include_str!("../../scaffold/bases.toml")),
    ("statements/totals.csv", include_str!("../../scaffold/statements/totals.csv")),
    ("briefs/annual.toml", include_str!("../../scaffold/briefs/annual.toml")),
    ("README.md", include_str!("../../scaffold/README.md")),
];

impl New {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let hint = "say what is known by when: --as-of 2025-02-28, the day after the last release that you have";
        let as_of = shared.as_of.ok_or_else(|| Failure::new("a desk needs a day of knowledge", hint))?;
        let shown = self.folder.display();
        if self.folder.exists() {
            return Err(Failure::new(format!("{shown} is there already"), "name a folder that is still to be made"));
        }
        let desk = self.folder.file_name().map(|name| name.to_string_lossy().into_owned());
        let desk =
            desk.ok_or_else(|| Failure::new(format!("{shown} has no name"), "name a folder: desks/venezuela"))?;
        let parties = || std::iter::once(&self.economy).chain(&self.reporter);
        if let Some(twice) =
            self.reporter.iter().find(|reporter| parties().filter(|p| p.code == reporter.code).count() > 1)
        {
            return Err(Failure::new(format!("{} is named twice", twice.code), "an economy does not report on itself"));
        }
        let names: String = parties().map(|of| format!("{} = {{ en = \"{}\" }}\n", of.code, of.name)).collect();
        let reporters = self.reporter.iter().map(|of| format!("\"{}\"", of.code)).collect::<Vec<_>>().join(", ");
        // The last year that was whole on the day of knowledge.
        let year = (as_of.0.year() - 1).to_string();
        let words = [
            ("@DESK@", desk.as_str()),
            ("@ECONOMY@", &self.economy.code),
            ("@NAME@", &self.economy.name),
            ("@REPORTERS@", &reporters),
            ("@AS_OF@", &as_of.to_string()),
            ("@BASE@", &year),
            ("@NAMES@", &names),
        ];
        let put_in = |text: &str| words.iter().fold(text.to_owned(), |text, (mark, word)| text.replace(mark, word));
        let files: Vec<Rendered> = SCAFFOLD
            .iter()
            .map(|(path, text)| Rendered { path: self.folder.join(path), bytes: put_in(text).into_bytes() })
            .collect();
        for folder in files.iter().filter_map(|file| file.path.parent()) {
            let failed =
                |error| Failure::new(format!("{} could not be made: {error}", folder.display()), "name another folder");
            fs::create_dir_all(folder).map_err(failed)?;
        }
        write_all(&files, "name another folder, in one that can be written to")?;
        let written: Vec<String> = files.iter().map(|file| file.path.display().to_string()).collect();
        if shared.json {
            return put_json(&json!({"desk": desk, "as_of": as_of.to_string(), "files": written}));
        }
        put(&format!(
            "desk `{desk}`, as of {as_of}:\n{}\nNext: add rows to {}, then yalu check {shown}\n",
            written.iter().map(|path| format!("  {path}\n")).collect::<String>(),
            self.folder.join("statements/totals.csv").display(),
        ))
    }
}
