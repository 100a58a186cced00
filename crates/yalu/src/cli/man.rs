//! `yalu man`: manual pages, one to standard output or all into a folder.

use std::{fs, path::PathBuf};

use super::{Failure, Outcome, put};

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
    pub(super) fn run(&self) -> Outcome {
        let mut command = super::command();
        command.build();
        let Some(folder) = &self.out else { return put(&page(command)?) };
        let failed = |error: std::io::Error| {
            Failure::new(format!("{}: {error}", folder.display()), "choose another folder with --out")
        };
        fs::create_dir_all(folder).map_err(failed)?;
        let verbs: Vec<clap::Command> =
            command.get_subcommands().filter(|verb| verb.get_name() != "help").cloned().collect();
        for (name, command) in std::iter::once(("yalu".to_owned(), command))
            .chain(verbs.into_iter().map(|verb| (format!("yalu-{}", verb.get_name()), verb)))
        {
            let path = folder.join(format!("{name}.1"));
            fs::write(&path, page(command)?).map_err(failed)?;
            put(&format!("{}\n", path.display()))?;
        }
        Ok(std::process::ExitCode::SUCCESS)
    }
}

fn page(command: clap::Command) -> Result<String, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(|error| Failure::new(error, ""))?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
