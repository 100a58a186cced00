//! `yalu man`: manual pages, one to standard output or all into a folder.

use std::{fs, path::PathBuf};

use serde_json::json;

use super::{Failure, Outcome, Shared, put, put_json};

const EXAMPLES: &str = "\
Examples:
  yalu man | man -l -             read the page of the command
  yalu man --out share/man/man1   every page, one file a verb";

/// Manual pages
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Man {
    /// Write every page into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let pages = pages()?;
        let Some(folder) = &self.out else { return self.show(shared, &pages) };
        let failed = |error: std::io::Error| {
            Failure::new(format!("{}: {error}", folder.display()), "choose another folder with --out")
        };
        fs::create_dir_all(folder).map_err(failed)?;
        let mut written = Vec::new();
        for (name, page) in &pages {
            let path = folder.join(name);
            fs::write(&path, page).map_err(failed)?;
            written.push(path.display().to_string());
        }
        if shared.json { put_json(&json!({"files": written})) } else { put(&(written.join("\n") + "\n")) }
    }

    /// The page of the command itself; all of them in JSON.
    fn show(&self, shared: &Shared, pages: &[(String, String)]) -> Outcome {
        if shared.json {
            let page = |(name, page): &(String, String)| json!({"name": name, "page": page});
            return put_json(&json!({"pages": pages.iter().map(page).collect::<Vec<_>>()}));
        }
        put(pages.first().map_or("", |(_, page)| page))
    }
}

/// Every page, the command's own first.
fn pages() -> Result<Vec<(String, String)>, Failure> {
    let mut command = super::command();
    command.build();
    let verbs: Vec<clap::Command> =
        command.get_subcommands().filter(|verb| verb.get_name() != "help").cloned().collect();
    let named = verbs.into_iter().map(|verb| (format!("yalu-{}.1", verb.get_name()), verb));
    std::iter::once(("yalu.1".to_owned(), command))
        .chain(named)
        .map(|(name, command)| Ok((name, page(command)?)))
        .collect()
}

fn page(command: clap::Command) -> Result<String, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(|error| Failure::new(error, ""))?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
