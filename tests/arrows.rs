//! The shape of the house: which crate may name which, which crate is the one
//! door to a dependency, and that no crate knows an economy. The map in
//! ARCHITECTURE.md says the same as this file, or one of them is wrong.

mod common;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use cargo_metadata::{Metadata, MetadataCommand};
use common::{read, root};

/// Each crate, from the top of the map, and what of ours it may name. A new crate is one line here.
const ARROWS: [(&str, &[&str]); 10] = [
    ("trade", &[]),
    ("desk", &["trade"]),
    ("source", &["trade"]),
    ("lake", &["trade"]),
    ("measure", &["trade"]),
    ("evidence", &["trade"]),
    ("forecast", &["trade", "measure"]),
    ("brief", &["trade"]),
    ("observatory", &["trade", "desk", "source", "lake", "measure", "evidence", "forecast", "brief"]),
    ("yalu", &["observatory", "trade"]),
];

/// Dependencies by how their names begin, and the one crate that may name them.
const DOORS: [(&str, &str); 26] = [
    ("typst", "brief"),
    ("fontdb", "brief"),
    ("rust_xlsxwriter", "brief"),
    ("toml", "desk"),
    ("csv", "source"),
    ("encoding_rs", "source"),
    ("flate2", "source"),
    ("hayro", "source"),
    ("html5gum", "source"),
    ("kurbo", "source"),
    ("pulldown-cmark", "source"),
    ("quick-xml", "source"),
    ("ureq", "source"),
    ("zip", "source"),
    ("arrow", "lake"),
    ("parquet", "lake"),
    ("datafusion", "lake"),
    ("deltalake", "lake"),
    ("object_store", "lake"),
    ("futures", "lake"),
    ("tokio", "lake"),
    ("microlp", "evidence"),
    ("clap", "yalu"),
    ("comfy-table", "yalu"),
    ("jiff", "trade"),
    ("foldhash", "trade"),
];

/// The packages of the workspace alone, from what is on this machine.
fn workspace() -> Metadata {
    let manifest = root().join("Cargo.toml");
    MetadataCommand::new().manifest_path(manifest).no_deps().exec().expect("cargo knows the workspace")
}

/// A crate by its short name: `yalu-trade` is `trade`.
fn short(package: &str) -> &str {
    package.strip_prefix("yalu-").unwrap_or(package)
}

/// Every crate, and what it names for whatever purpose: to build, to run, to test.
fn named() -> BTreeMap<String, BTreeSet<String>> {
    let packages = workspace().packages;
    let names = |package: &cargo_metadata::Package| package.dependencies.iter().map(|d| d.name.clone()).collect();
    packages.iter().map(|package| (short(&package.name).to_owned(), names(package))).collect()
}

#[test]
fn arrows_point_down_the_list() {
    let named = named();
    let listed: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(named.keys().map(String::as_str).collect::<BTreeSet<_>>(), listed, "the list and the workspace");
    for (name, may) in ARROWS {
        let ours = named[name].iter().filter(|dependency| dependency.starts_with("yalu")).map(|d| short(d));
        for other in ours {
            assert!(may.contains(&other), "{name} names {other}; it may name {may:?}");
        }
    }
}

#[test]
fn the_map_of_the_architecture_has_the_same_arrows() {
    let page = read("ARCHITECTURE.md");
    let mut above: Vec<String> = Vec::new();
    for line in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let (name, uses) = (cells[0].trim_matches('`'), cells[cells.len() - 1]);
        let Some((_, may)) = ARROWS.iter().find(|(listed, _)| *listed == name) else { continue };
        let said: BTreeSet<&str> = match uses {
            "all above" => above.iter().map(String::as_str).collect(),
            uses => uses.split(',').map(str::trim).filter(|name| !name.is_empty()).collect(),
        };
        assert_eq!(said, may.iter().copied().collect(), "the map's line of `{name}`");
        above.push(name.to_owned());
    }
    assert_eq!(above.len(), ARROWS.len(), "crates on the map: {above:?}");
}

#[test]
fn each_dependency_has_one_door() {
    for (name, dependencies) in named() {
        for (begins, door) in DOORS {
            let through = dependencies.iter().find(|dependency| dependency.starts_with(begins));
            assert!(through.is_none() || name == door, "{name} names {through:?}; only {door} may");
        }
    }
}

/// The Rust files of the crates, without the tests that stand beside them.
fn sources() -> Vec<PathBuf> {
    let crates = fs::read_dir(root().join("crates")).expect("crates");
    crates.flat_map(|entry| rust(&entry.expect("a crate").path().join("src"))).collect()
}

fn rust(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let inside = |path: PathBuf| match path.is_dir() {
        true => rust(&path),
        false if path.extension().is_some_and(|ending| ending == "rs") => vec![path],
        false => Vec::new(),
    };
    entries.flat_map(inside).collect()
}

/// A file up to its tests, which stand last; a sample document is for tests alone.
fn without_tests(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    let sample = path.file_name().is_some_and(|name| name == "sample.rs" || name == "tests.rs");
    if sample { String::new() } else { text.split("#[cfg(test)]").next().unwrap_or_default().to_owned() }
}

/// Codes and English names of every economy that an embedded desk names.
fn economies() -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for desk in fs::read_dir(root().join("desks")).expect("desks") {
        let page = fs::read_to_string(desk.expect("a desk").path().join("desk.toml")).expect("desk.toml");
        let (_, names) = page.split_once("[names]\n").expect("a desk names its economies");
        for line in names.lines().take_while(|line| line.contains(" = { en = ")) {
            let (code, words) = line.split_once(" = { en = \"").expect("a code and its words");
            named.extend([code.to_owned(), words.split('"').next().unwrap_or_default().to_owned()]);
        }
    }
    named
}

#[test]
fn no_crate_knows_an_economy() {
    let economies = economies();
    assert!(economies.contains("PRK") && economies.contains("China"), "{economies:?}");
    for path in sources() {
        let text = without_tests(&path);
        for economy in &economies {
            assert!(!text.contains(&format!("\"{economy}\"")), "{} names {economy}", path.display());
        }
    }
}

#[test]
fn nothing_is_left_to_be_done_later() {
    for path in sources() {
        let text = fs::read_to_string(&path).expect("a source file");
        for later in ["todo", "unimplemented", "dbg"].map(|name| format!("{name}!(")) {
            assert!(!text.contains(&later), "{} has {later}…)", path.display());
        }
    }
}
