//! What every verb says: its help, how it ends, the shapes it answers in.
//! Data goes to standard output, talk to standard error.

mod common;

use common::{VERBS, ask, ask_json, folder, list, said, text, yalu};
use serde_json::Value;

#[test]
fn help_shows_what_a_verb_takes_and_an_example() {
    for (name, line) in std::iter::once(("yalu", "--help".to_owned())).chain(VERBS.map(|v| (v, format!("{v} --help"))))
    {
        let help = ask(&line);
        assert_eq!((help.code, help.err.as_str()), (0, ""), "yalu {line}");
        insta::assert_snapshot!(format!("help_{name}"), help.out);
    }
}

#[test]
fn the_cards_of_the_measures_are_listed() {
    insta::assert_snapshot!("measures", ask("table").out);
}

#[test]
fn a_table_is_set_for_people_for_pages_and_for_sheets() {
    for format in ["text", "csv", "md"] {
        let line = format!("table top --flow import --period 2023 --format {format}");
        insta::assert_snapshot!(format!("top_{format}"), ask(&line).out);
    }
}

/// What is asked, how it ends, and words of what it says: 0 done, 2 could not run.
#[test]
fn it_ends_with_zero_when_done_and_two_when_it_could_not_run() {
    for (line, code, words) in [
        ("--version", 0, "yalu 0."),
        ("check", 0, "desk `dprk`: 0 errors"),
        ("check dprk", 0, "desk `dprk`: 0 errors"),
        ("doctor", 0, "PDF in en"),
        ("table level --period 2023", 0, "200,350"),
        ("", 2, "Usage: yalu"),
        ("no-such-verb", 2, "unrecognized subcommand 'no-such-verb'"),
        ("table no-such-measure", 2, "there is no measure `no-such-measure`; `yalu table` lists them"),
        ("table level --base 1999", 2, "the desk has no base `1999`; it has 2019, 2018-19"),
        ("table level --period 2023-13", 2, "`2023-13` is not a month; write 2023, 2023-Q1, 2023-10"),
        ("table level --flow sideways", 2, "`sideways`"),
        ("table level --commodity 670", 2, "`670`"),
        ("table level --coverage everything", 2, "`everything`"),
        ("brief --period 2023-13", 2, "months run from 01 to 12"),
        ("brief --period 2023-10", 2, "has no brief for a month: briefs/ has annual.toml for a year"),
        ("brief --format docx", 2, "the formats are pdf, html, xlsx, md, json"),
        ("brief --lang fr", 2, "en, ko or zh"),
        ("brief --as-of 2023-02-30", 2, "`2023-02-30`"),
        ("brief --desk no-such-desk", 2, "there is no desk `no-such-desk`: not embedded (dprk, russia)"),
        ("check no-such-desk", 2, "hint: name an embedded desk, or a folder with a desk.toml"),
        ("completions klingon", 2, "klingon"),
    ] {
        let said = ask(line);
        assert_eq!(said.code, code, "yalu {line}\n{}{}", said.out, said.err);
        let (here, elsewhere) = if code == 0 { (&said.out, &said.err) } else { (&said.err, &said.out) };
        assert!(here.contains(words) && elsewhere.is_empty(), "yalu {line}\nout: {}\nerr: {}", said.out, said.err);
        assert!(!said.err.contains("panicked"), "yalu {line}: {}", said.err);
    }
}

#[test]
fn a_reader_who_has_seen_enough_may_close_the_pipe() {
    for line in
        ["--help", "table", "table top --json", "check --json", "doctor", "completions bash", "man", "table --help"]
    {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let here = folder();
        let child = yalu(here.path()).args(line.split(' ')).stdout(writer).stderr(std::process::Stdio::piped()).spawn();
        let output = child.and_then(std::process::Child::wait_with_output).expect("it runs");
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && err.is_empty(), "yalu {line}: {} {err}", output.status);
    }
}

#[test]
fn quiet_says_nothing_but_the_answer() {
    let here = folder();
    let said = said(yalu(here.path()).args(["--quiet", "brief", "--format", "md,json", "--out", "out"]));
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines.iter().all(|line| here.path().join(line).is_file()), "{lines:?}");
}

#[test]
fn a_brief_tells_a_program_which_files_it_wrote() {
    let here = folder();
    let answer = said(yalu(here.path()).args(["brief", "--format", "md,html", "--lang", "en,zh", "--json"])).json();
    has(&answer, &["desk", "period", "as_of", "files", "notes"], "brief");
    let files = list(&answer, "files");
    assert_eq!(files.len(), 4);
    for file in files {
        assert!(here.path().join(file.as_str().expect("a path")).is_file(), "{file}");
    }
}

#[test]
fn nothing_is_written_beside_the_answer() {
    let here = folder();
    for line in ["table", "table level", "check", "doctor", "man", "completions fish"] {
        assert_eq!(said(yalu(here.path()).args(line.split(' '))).code, 0, "yalu {line}");
    }
    assert_eq!(std::fs::read_dir(here.path()).expect("the folder").count(), 0);
}

/// Complains of keys that are not there.
fn has(value: &Value, keys: &[&str], what: &str) {
    for key in keys {
        assert!(value.get(key).is_some(), "{what} has no `{key}`: {value}");
    }
}

#[test]
fn without_a_measure_table_answers_with_cards() {
    let answer = ask_json("table --json");
    let measures = list(&answer, "measures");
    measures.iter().for_each(|card| has(card, &["id", "title", "unit", "formula", "citation"], "a card"));
    for id in [
        "level",
        "balance",
        "growth",
        "two-year-growth",
        "share",
        "share-change",
        "top",
        "recovery",
        "sectors",
        "rank",
        "multiple",
        "concentration",
    ] {
        assert!(measures.iter().any(|card| card["id"] == id), "there is no card `{id}`");
    }
}

#[test]
fn flows_are_letters_with_the_side_in_words() {
    for (flow, letters, side) in [
        ("import", "X", "import"),
        ("export", "M", "export"),
        ("total", "T", "total"),
        ("X", "X", "import"),
        ("M", "M", "export"),
        ("T", "T", "total"),
    ] {
        let answer = ask_json(&format!("table level --flow {flow} --period 2023 --json"));
        let row = &list(&answer, "rows")[0];
        assert_eq!((text(row, "flow"), text(row, "side"), text(row, "period")), (letters, side, "2023"), "{flow}");
    }
    assert_eq!(list(&ask_json("table balance --flow balance --period 2023 --json"), "rows")[0]["flow"], "B");
}

#[test]
fn the_largest_have_rank_and_shares_and_a_total() {
    let answer = ask_json("table top --flow import --period 2023 --json");
    has(&answer, &["measure", "scope", "unit", "rows", "lineage", "total"], "top");
    for (i, row) in list(&answer, "rows").iter().enumerate() {
        has(row, &["rank", "commodity", "label", "share", "share_previous", "printed"], "a row");
        assert_eq!(row["rank"], i + 1);
        assert!(row["commodity"].is_string() && row["value"].is_number() && row["share"].is_number(), "{row}");
    }
    has(&answer["total"], &["value", "low", "high", "printed", "share", "share_previous"], "the total");
}

#[test]
fn a_month_that_nobody_printed_is_null_with_a_reason() {
    let answer = ask_json("table level --flow import --period 2020 --by month --json");
    let rows = list(&answer, "rows");
    assert_eq!(rows.len(), 12);
    let august = &rows[7];
    assert_eq!((text(august, "period"), text(august, "printed")), ("2020-08", ""));
    assert!(august["value"].is_null() && text(august, "gap").contains("no print of imports in 2020-08"), "{august}");
}

/// Which print is taken, where several give one cell.
#[test]
fn the_finest_print_is_taken() {
    for (line, value) in [
        ("level --flow import --period 2019", 2_573_821_663_u64),
        ("level --flow export --period 2017", 1_731_000_000),
        ("level --flow total --period 2022", 1_027_720_000),
    ] {
        let answer = ask_json(&format!("table {line} --json"));
        assert_eq!(list(&answer, "rows")[0]["value"].as_u64(), Some(value), "{line}");
    }
}

#[test]
fn check_and_doctor_answer_in_json() {
    assert_eq!(list(&ask_json("check --json"), "findings").len(), 0, "the embedded desk is sound");
    let doctor = ask_json("doctor --json");
    has(&doctor, &["version", "findings"], "doctor");
    for finding in list(&doctor, "findings") {
        has(finding, &["what", "ok", "said"], "a finding");
        assert!(!text(finding, "said").is_empty(), "{finding}");
    }
}

#[test]
fn completions_know_every_verb_in_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = ask(&format!("completions {shell}")).out;
        for verb in VERBS {
            assert!(script.contains(verb), "{shell} does not know {verb}");
        }
    }
}

#[test]
fn every_verb_has_a_manual_page() {
    assert!(ask("man").out.contains(".TH yalu 1"));
    let here = folder();
    assert_eq!(said(yalu(here.path()).args(["man", "--out", "man1"])).code, 0);
    let pages = VERBS.map(|verb| format!("yalu-{verb}"));
    for name in pages.iter().map(String::as_str).chain(["yalu"]) {
        let path = here.path().join("man1").join(format!("{name}.1"));
        let page = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        for part in [".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS"] {
            assert!(page.contains(part), "{name} has no {part}");
        }
    }
}
