//! `yalu nomenclature`: the user's tables of classifications, and the goods that a
//! code stands for through the editions.

use std::{fs, process::ExitCode};

use clap::Subcommand;
use serde_json::{Value, json};
use yalu_observatory::{NoShelf, Nomenclated, Shelf, Shelved, Sums, reconciliation};
use yalu_trade::{Code, Complaint, Edition, Severity};

use super::{Failure, Outcome, Shared, hinted, lines::wrapped, put, put_json, say};

const EXAMPLES: &str = "\
Examples:
  yalu nomenclature add HS2022toHS2017.xlsx classificationH6.json   the United Nations' tables
  yalu nomenclature show                                            what is on the shelf
  yalu nomenclature show 381600                                     one code through the editions
Tables are kept in the folder `nomenclature` of the lake, as CSV.";

/// Tables of classifications: HS editions, BEC, SITC
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Nomenclature {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    Add(Add),
    Show(Show),
}

/// Keep conversion and correlation tables, and code lists
#[derive(clap::Args)]
struct Add {
    /// Workbooks (xlsx), code lists (json), or CSV headed by two editions
    #[arg(value_name = "FILE", required = true)]
    files: Vec<String>,
}

/// The tables on the shelf, or the goods of a code through the editions
#[derive(clap::Args)]
struct Show {
    /// A code of any level
    #[arg(value_name = "CODE", value_parser = hinted::<Code>)]
    code: Option<Code>,
}

fn failed(error: &NoShelf) -> Failure {
    Failure::new(error, "name a folder that can be written to with --lake")
}

impl Nomenclature {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let shelf = Shelf::of(&shared.lake).map_err(|error| failed(&error))?;
        match &self.what {
            What::Add(add) => add.run(&shelf, shared),
            What::Show(Show { code: None }) => shown(&shelf, shared),
            What::Show(Show { code: Some(code) }) => traced(&shelf, code, shared),
        }
    }
}

impl Add {
    fn run(&self, shelf: &Shelf, shared: &Shared) -> Outcome {
        let (mut added, mut complaints): (Vec<Shelved>, Vec<Complaint>) = Default::default();
        for file in &self.files {
            let unreadable = |error| Failure::new(format!("{file}: {error}"), "name a file that can be read");
            let bytes = fs::read(file).map_err(unreadable)?;
            let (table, told) = shelf.add(file, &bytes).map_err(|error| failed(&error))?;
            added.extend(table);
            complaints.extend(told);
        }
        if shared.json {
            put_json(&json!({
                "tables": added.iter().map(document).collect::<Vec<_>>(),
                "complaints": complaints.iter().map(reconciliation::complaint).collect::<Vec<_>>(),
            }))?;
        } else {
            complaints.iter().for_each(|complaint| say(&format!("{complaint}\n")));
            put(&added.iter().map(|of| told(&of.table, &of.path.display().to_string(), of.known)).collect::<String>())?;
        }
        let refused = complaints.iter().any(|complaint| complaint.severity == Severity::Error);
        Ok(ExitCode::from(u8::from(refused)))
    }
}

fn document(shelved: &Shelved) -> Value {
    let mut table = shape(&shelved.table);
    if let Some(object) = table.as_object_mut() {
        object.insert("file".to_owned(), json!(shelved.path.display().to_string()));
        object.insert("noop".to_owned(), json!(shelved.known));
    }
    table
}

/// What a table adds up to, for a program.
fn shape(table: &Nomenclated) -> Value {
    match table {
        Nomenclated::Correlation(table) => {
            let sums = Sums::of(table);
            let kinds: serde_json::Map<String, Value> =
                sums.kinds.iter().map(|(kind, count)| ((*kind).to_owned(), json!(count))).collect();
            json!({"from": table.from.to_string(), "to": table.to.to_string(), "pairs": sums.pairs, "codes_from": sums.from,
                   "codes_to": sums.to, "groups": sums.groups, "kinds": kinds, "largest": sums.largest})
        }
        Nomenclated::Codes(list) => json!({"edition": list.edition.to_string(), "codes": list.names.len()}),
    }
}

/// The same, for people.
fn told(table: &Nomenclated, path: &str, known: bool) -> String {
    let kept = if known { "there already" } else { "kept" };
    match table {
        Nomenclated::Correlation(table) => {
            let Sums { pairs, from, to, groups, kinds, largest } = Sums::of(table);
            let kinds: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
            let largest: Vec<String> = largest.iter().map(ToString::to_string).collect();
            format!(
                "{}–{}: {pairs} rows, {from} codes against {to}, {groups} groups ({}); the largest have {} codes\n  {kept}: {path}\n",
                table.from,
                table.to,
                kinds.join(", "),
                largest.join(", ")
            )
        }
        Nomenclated::Codes(list) => format!("{}: {} codes\n  {kept}: {path}\n", list.edition, list.names.len()),
    }
}

fn shown(shelf: &Shelf, shared: &Shared) -> Outcome {
    let (tables, complaints) = shelf.tables().map_err(|error| failed(&error))?;
    if shared.json {
        let complaints: Vec<Value> = complaints.iter().map(reconciliation::complaint).collect();
        return put_json(&json!({"tables": tables.iter().map(shape).collect::<Vec<_>>(), "complaints": complaints}));
    }
    complaints.iter().for_each(|complaint| say(&format!("{complaint}\n")));
    if tables.is_empty() {
        return put(&format!("no tables in {}; `yalu nomenclature add` keeps some\n", shelf.folder().display()));
    }
    put(&tables.iter().map(|table| told(table, &shelf.folder().display().to_string(), true)).collect::<String>())
}

fn traced(shelf: &Shelf, code: &Code, shared: &Shared) -> Outcome {
    let (concordance, lists, complaints) = shelf.concordance().map_err(|error| failed(&error))?;
    if concordance.is_empty() {
        let hint = "keep a correlation first: yalu nomenclature add HS2022toHS2017.xlsx";
        return Err(Failure::new(format!("there is no correlation in {}", shelf.folder().display()), hint));
    }
    complaints.iter().for_each(|complaint| say(&format!("{complaint}\n")));
    let (closure, relatives) = (concordance.closure(code), concordance.relatives(code));
    let names: Vec<(Edition, &str)> =
        lists.iter().rev().filter_map(|list| Some((list.edition, list.names.get(code.digits())?.as_str()))).collect();
    let editions: Vec<String> = concordance.editions(code.digits()).iter().map(ToString::to_string).collect();
    let classes = concordance.classes(code);
    if shared.json {
        let names: serde_json::Map<String, Value> =
            names.iter().map(|(edition, name)| (edition.to_string(), json!(name))).collect();
        let classes: Vec<Value> =
            classes.iter().map(|(of, class)| json!({"classification": of.to_string(), "class": class})).collect();
        return put_json(
            &json!({"code": code.digits(), "names": names, "editions": editions, "closure": closure.codes,
                                "relatives": relatives.codes, "classes": classes}),
        );
    }
    let listed = |codes: &std::collections::BTreeSet<String>| codes.iter().cloned().collect::<Vec<_>>().join(" ");
    let mut lines = vec![format!("{code}")];
    lines.extend(
        names
            .iter()
            .flat_map(|(edition, name)| wrapped(name, &format!("  {:<10}", edition.to_string()), "            ")),
    );
    lines.push(format!(
        "  editions  {}",
        if editions.is_empty() { "none of the tables".to_owned() } else { editions.join(" ") }
    ));
    lines.extend(wrapped(&listed(&relatives.codes), "  directly  ", "            "));
    let many = closure.codes.len();
    let all = if many > MOST { format!("{many} codes (--json lists them)") } else { listed(&closure.codes) };
    lines.extend(wrapped(&all, "  closure   ", "            "));
    lines.extend(classes.iter().map(|(of, class)| format!("  {:<10}{class}", of.to_string())));
    put(&(lines.join("\n") + "\n"))
}

/// A group of more codes is counted, not listed, for people.
const MOST: usize = 60;
