//! `yalu doctor`: what this machine has and lacks, and how to get it.

use std::process::ExitCode;

use serde_json::json;
use yalu_observatory::{Watch, fonts_ready};
use yalu_trade::{Lang, Severity};

use super::{Outcome, Shared, put, put_json};

const EXAMPLES: &str = "\
Examples:
  yalu doctor                   this machine and the embedded desk
  yalu doctor --desk my-desk/   another desk
  yalu doctor --json            for a script";

/// Say what is missing, and how to get it
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Doctor {}

/// One thing that was looked at.
struct Finding {
    what: String,
    good: bool,
    said: String,
}

impl Doctor {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let findings: Vec<Finding> =
            std::iter::once(desk(shared)).chain(Lang::ALL.into_iter().map(fonts)).chain([room()]).collect();
        if shared.json {
            let one = |f: &Finding| json!({"what": f.what, "ok": f.good, "said": f.said});
            put_json(
                &json!({"version": env!("CARGO_PKG_VERSION"), "findings": findings.iter().map(one).collect::<Vec<_>>()}),
            )?;
        } else {
            let line = |f: &Finding| format!("{:<4} {:<18} {}\n", if f.good { "ok" } else { "lack" }, f.what, f.said);
            put(&format!("yalu {}\n{}", env!("CARGO_PKG_VERSION"), findings.iter().map(line).collect::<String>()))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn desk(shared: &Shared) -> Finding {
    let what = format!("desk {}", shared.desk);
    match shared.files() {
        Err(failure) => Finding { what, good: false, said: failure.message },
        Ok((id, files)) => {
            let (_, complaints) = Watch::look(&id, &files);
            let errors = complaints.iter().filter(|complaint| complaint.severity == Severity::Error).count();
            let said = format!("{} files, {errors} errors; `yalu check` says more", files.len());
            Finding { what, good: errors == 0, said }
        }
    }
}

fn fonts(lang: Lang) -> Finding {
    let what = format!("PDF in {lang}");
    match fonts_ready(lang) {
        Ok(()) => Finding { what, good: true, said: "fonts are there".to_owned() },
        Err(missing) => Finding { what, good: false, said: missing.to_string() },
    }
}

/// Can a file be written here?
fn room() -> Finding {
    let what = "this folder".to_owned();
    let probe = std::path::Path::new(".").join(format!(".yalu-{}", std::process::id()));
    match std::fs::write(&probe, b"") {
        Ok(()) => {
            let _ = std::fs::remove_file(&probe);
            Finding { what, good: true, said: "can be written to".to_owned() }
        }
        Err(error) => Finding { what, good: false, said: format!("cannot be written to ({error}): use --out") },
    }
}
