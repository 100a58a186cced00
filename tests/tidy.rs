//! What a stranger meets first: a README whose first two commands work, code
//! in one style, no warnings, a licence.

mod common;

use std::{fs, path::Path, process::Command};

use common::{FORMATS, folder, read, root, said, skip, yalu};

/// Runs a part of cargo over the workspace; where the toolchain lacks it, says how to get it.
fn cargo(test: &str, part: &str, arguments: &[&str]) {
    let cargo = || {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(root()).arg(part);
        command
    };
    if said(cargo().arg("--version")).code != 0 {
        return skip(test, &format!("there is no `cargo {part}` here; rustup component add {part}"));
    }
    let said = said(cargo().args(arguments));
    assert_eq!(said.code, 0, "cargo {part} {}\n{}{}", arguments.join(" "), said.out, said.err);
}

#[test]
fn the_code_is_in_one_style() {
    cargo("the_code_is_in_one_style", "fmt", &["--all", "--check"]);
}

#[test]
fn the_code_has_no_warnings() {
    let arguments = ["--workspace", "--all-targets", "--locked", "--offline", "--quiet", "--", "-D", "warnings"];
    cargo("the_code_has_no_warnings", "clippy", &arguments);
}

#[test]
fn every_crate_is_under_the_same_lints_and_licence() {
    for entry in fs::read_dir(root().join("crates")).expect("crates") {
        let manifest = entry.expect("a crate").path().join("Cargo.toml");
        let text = fs::read_to_string(&manifest).expect("a manifest");
        for line in ["[lints]\nworkspace = true", "license.workspace = true", "edition.workspace = true"] {
            assert!(text.contains(line), "{} lacks {line}", manifest.display());
        }
    }
    assert!(read("Cargo.toml").contains("license = \"Apache-2.0 OR MIT\""));
    assert!(read("LICENSE-APACHE").contains("Version 2.0, January 2004"));
    assert!(read("LICENSE-MIT").contains("Permission is hereby granted, free of charge"));
}

#[test]
fn the_toolchain_is_pinned() {
    let page = read("rust-toolchain.toml");
    let channel = page.lines().find_map(|line| line.strip_prefix("channel = ")).expect("a channel").trim_matches('"');
    assert_eq!(
        channel.split('.').filter(|part| part.parse::<u32>().is_ok()).count(),
        3,
        "{channel} is not one release"
    );
}

/// The commands of the README's first block, without their remarks.
fn first_commands() -> Vec<String> {
    let page = read("README.md");
    let (before, after) = page.split_once("```").expect("a block of code");
    let prose = before.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    assert_eq!(prose, None, "the commands stand above any prose");
    let block = after.split("```").next().unwrap_or_default();
    let lines = block.lines().skip(1).map(|line| line.split('#').next().unwrap_or_default().trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_readme_begins_with_two_commands() {
    let commands = first_commands();
    assert_eq!(commands.len(), 2, "{commands:?}");
    assert!(commands[0].starts_with("cargo run") && commands[1].starts_with("cargo test"), "{commands:?}");
}

#[test]
fn the_readmes_first_command_writes_the_five_files_and_says_so() {
    let command = &first_commands()[0];
    let arguments = command.split_once(" -- ").map_or("", |(_, arguments)| arguments);
    let here = folder();
    let said = said(yalu(here.path()).args(arguments.split_whitespace()));
    assert_eq!(said.code, 0, "{}", said.err);
    for format in FORMATS {
        let path = Path::new("brief").join(format!("brief-dprk-2023.en.{format}"));
        assert!(here.path().join(&path).is_file(), "{} is not there", path.display());
        assert!(said.out.contains(&path.display().to_string()), "the summary does not name {}", path.display());
    }
    for words in
        ["trade with China in 2023", "$2,003.5 million", "$291.9 million", "−$1,711.6 million", "as of 2025-09-30"]
    {
        assert!(said.out.contains(words), "the summary does not say {words}:\n{}", said.out);
    }
    let left: Vec<_> = fs::read_dir(here.path().join("brief")).expect("the folder").collect();
    assert_eq!(left.len(), FORMATS.len(), "nothing else is left behind");
}
