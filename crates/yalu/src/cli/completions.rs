//! `yalu completions`: what a shell needs to complete our words.

use clap_complete::Shell;

use serde_json::json;

use super::{Outcome, Shared, put, put_json};

const EXAMPLES: &str = "\
Examples:
  yalu completions bash > /etc/bash_completion.d/yalu
  yalu completions zsh > ~/.zfunc/_yalu";

/// Completions for a shell
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::command(), "yalu", &mut script);
        let script = String::from_utf8_lossy(&script);
        if shared.json {
            return put_json(&json!({"shell": self.shell.to_string(), "script": script}));
        }
        put(&script)
    }
}
