//! The `yalu` command. Each verb is one file under `cli/`. Data goes to
//! standard output, talk to standard error; it ends with 0 when done, 1 when
//! something was refused or contradicted, 2 when it could not run.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
