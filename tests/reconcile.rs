//! The whole of `yalu reconcile`: the months of the desk with their bounds, the
//! slips that are known to stand in it, other files of statements, the page,
//! and what it refuses.

mod common;

use std::{collections::BTreeMap, fs, path::Path, sync::OnceLock};

use common::{ask, ask_json, folder, list, opened, read, said, text, yalu};
use serde_json::Value;

/// The desk, solved once.
fn desk() -> &'static Value {
    static DESK: OnceLock<Value> = OnceLock::new();
    DESK.get_or_init(|| ask_json("reconcile --json"))
}

/// `yalu reconcile --json` on these rows in the place of the desk's.
fn solved(here: &Path, rows: &str, arguments: &[&str]) -> common::Said {
    fs::write(here.join("rows.csv"), rows).expect("a file of statements");
    said(yalu(here).args(["reconcile", "--statements", "rows.csv", "--json"]).args(arguments))
}

fn conflict<'a>(answer: &'a Value, id: &str) -> Option<&'a Value> {
    list(answer, "conflicts").iter().find(|conflict| conflict["statement"] == id)
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is not a number"))
}

fn totals() -> String {
    read("desks/dprk/statements/totals.csv")
}

#[test]
fn the_answer_has_the_shape_that_others_call() {
    let answer = desk();
    assert_eq!((text(answer, "desk"), text(answer, "as_of")), ("dprk", "2025-09-30"));
    assert!(text(answer, "criterion").contains("departs least"));
    for key in ["approximate", "complaints", "unused", "weights"] {
        list(answer, key);
    }
    for cell in list(answer, "cells").iter().chain(list(answer, "weights")) {
        assert!(["X", "M", "T"].contains(&text(cell, "flow")) && text(cell, "period").len() == 7, "{cell}");
        assert!(["import", "export", "total"].contains(&text(cell, "side")), "{cell}");
        assert!(!text(cell, "coverage").is_empty(), "{cell}");
        for key in ["low", "best", "high"] {
            assert!(cell[key].is_number() || cell[key].is_null(), "{key}: {cell}");
        }
        assert!(list(cell, "statements").iter().all(Value::is_string), "{cell}");
        assert!(cell.get("commodity").is_none_or(Value::is_string), "{cell}");
    }
    assert!(list(answer, "cells").iter().all(|cell| cell.get("unit").is_none()), "dollars say no unit");
    assert!(list(answer, "weights").iter().all(|cell| cell["unit"].is_string()));
    for conflict in list(answer, "conflicts") {
        assert!(conflict["statement"].is_string() && !text(conflict, "cause").is_empty(), "{conflict}");
        assert!(conflict["repair"].is_string() || conflict["repair"].is_null(), "{conflict}");
        assert!(!list(conflict, "against").is_empty() && text(conflict, "why").starts_with("prints "), "{conflict}");
    }
    for tied in list(answer, "tied") {
        assert!(list(tied, "choices").len() > 1 && list(tied, "statements").len() > 1, "{tied}");
    }
    for revised in list(answer, "revised") {
        assert!(list(revised, "statements").len() > 1 && !text(revised, "why").is_empty(), "{revised}");
        list(revised, "against");
    }
    for stretched in list(answer, "stretched") {
        assert!(stretched["statement"].is_string() && number(&stretched["percent"]) <= 4.0, "{stretched}");
    }
    for unused in list(answer, "unused") {
        assert!(unused["statement"].is_string() && !text(unused, "why").is_empty(), "{unused}");
    }
}

#[test]
fn every_month_of_the_desk_is_bounded() {
    let whole = |cell: &&Value| cell.get("commodity").is_none() && cell["coverage"] == "reported";
    let cells: BTreeMap<(&str, &str), &Value> = list(desk(), "cells")
        .iter()
        .filter(whole)
        .map(|cell| ((text(cell, "flow"), text(cell, "period")), cell))
        .collect();
    for month in 0..102 {
        let period = format!("{}-{:02}", 2017 + month / 12, month % 12 + 1);
        for flow in ["X", "M", "T"] {
            let cell = cells.get(&(flow, period.as_str())).unwrap_or_else(|| panic!("no {flow} of {period}"));
            let [low, best, high] = ["low", "best", "high"].map(|key| number(&cell[key]));
            assert!(0.0 <= low && low <= best && best <= high, "{cell}");
        }
    }
    assert!(cells.contains_key(&("X", "2025-06")));
}

/// Slips that are known to stand in the sources; the number of the disbelieved may not creep up.
#[test]
fn the_known_slips_are_disbelieved() {
    for (id, cause) in [("T143", "swapped-flow"), ("T146", "swapped-flow"), ("T137", "wrong-period"), ("T382", "")] {
        let conflict = conflict(desk(), id).unwrap_or_else(|| panic!("{id} is believed"));
        assert!(cause.is_empty() || conflict["cause"] == cause, "{conflict}");
    }
    let count = list(desk(), "conflicts").len();
    assert!(count <= 13, "{count} are disbelieved");
}

/// The desk's totals with one row changed as a slip would change it.
fn planted(id: &str, from: &str, to: &str) -> String {
    let slip = |line: &str| {
        if !line.starts_with(&format!("{id},")) {
            return line.to_owned();
        }
        let mut fields: Vec<&str> = line.split(',').collect();
        assert_eq!(fields[13], from, "{line}");
        fields[13] = to;
        // What the columns say of the print would contradict it.
        fields[14..17].fill("");
        fields.join(",")
    };
    totals().lines().map(|line| slip(line) + "\n").collect()
}

#[test]
fn a_scale_slip_is_disbelieved_and_repaired() {
    let here = folder();
    let said = solved(here.path(), &planted("T362", "1e4", "1e7"), &[]);
    assert_eq!(said.code, 0, "{}", said.err);
    let answer = said.json();
    let found = conflict(&answer, "T362").expect("it is disbelieved");
    assert_eq!((text(found, "cause"), text(found, "repair")), ("scale", "2,003,500,000"), "{found}");
}

#[test]
fn a_bad_row_costs_only_itself() {
    let here = folder();
    let bad = "Z1,CHN,PRK,2023-13,month,X,,reported,value,,,12,USD,1e6,,,,,,published,somewhere,\n";
    let said = solved(here.path(), &(totals() + bad), &[]);
    assert_eq!(said.code, 0, "{}", said.err);
    let answer = said.json();
    assert!(list(&answer, "cells").len() > 300 && conflict(&answer, "T143").is_some());
    let complaint = &list(&answer, "complaints")[0];
    assert_eq!((text(complaint, "severity"), text(complaint, "file")), ("error", "rows.csv"));
    assert_eq!(complaint["line"].as_u64(), Some(totals().lines().count() as u64 + 1));
    assert!(said.err.contains("2023-13") && said.err.contains("--> rows.csv:") && said.err.contains("hint: "));
}

#[test]
fn several_files_are_solved_together() {
    let here = folder();
    let page = totals();
    let (header, rows) = page.split_once('\n').expect("a header");
    let rows: Vec<&str> = rows.lines().collect();
    let (first, second) = rows.split_at(rows.len() / 2);
    for (name, rows) in [("a.csv", first), ("b.csv", second)] {
        fs::write(here.path().join(name), format!("{header}\n{}\n", rows.join("\n"))).expect("a file");
    }
    let ask = |arguments: &[&str]| {
        let said = said(yalu(here.path()).args(["reconcile", "--json"]).args(arguments));
        assert_eq!(said.code, 0, "{}", said.err);
        said.out
    };
    let together = ask(&["--statements", "a.csv", "b.csv"]);
    assert_eq!(together, ask(&["--statements", "a.csv", "--statements", "b.csv"]));
    let answer: Value = serde_json::from_str(&together).expect("JSON");
    assert!(list(&answer, "weights").is_empty(), "the desk's own commodities are not read");
    assert!(conflict(&answer, "T143").is_some());
}

#[test]
fn nothing_that_was_released_later_is_used() {
    let answer = ask_json("reconcile --as-of 2020-01-01 --json");
    assert_eq!(answer["as_of"], "2020-01-01");
    let page = totals();
    let released: BTreeMap<&str, &str> = page
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .map(|fields| (fields[0], fields[18]))
        .collect();
    let mut used = 0;
    for cell in list(&answer, "cells") {
        for id in list(cell, "statements").iter().filter_map(Value::as_str) {
            let day = released.get(id).copied().unwrap_or_default();
            assert!(day.len() < 4 || day < "2020-01", "{id} was released {day}");
            used += 1;
        }
        assert!(text(cell, "period") < "2020-01", "{cell}");
    }
    assert!(used > 100, "{used} statements are used");
    assert!(conflict(&answer, "T382").is_none() && conflict(&answer, "T143").is_some());
}

#[test]
fn what_the_day_does_not_know_is_told_with_its_place() {
    let (header, rest) = totals().split_once('\n').map(|(a, b)| (a.to_owned(), b.to_owned())).expect("a header");
    let row = rest.lines().find(|row| row.contains(",2023,year,")).expect("a year");
    let id = row.split(',').next().expect("an id");
    let later = row.replace(&format!("{id},"), "slipped,").replace(",2023,year,", ",2032,year,");
    let here = folder();
    let said = solved(here.path(), &format!("{header}\n{row}\n{later}\n"), &[]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("`slipped`"), "{}", said.err);
    assert!(said.err.contains("rows.csv:3"), "{}", said.err);
}

#[test]
fn two_runs_give_the_same_bytes() {
    let here = folder();
    let run = |page: &str| {
        let said = said(yalu(here.path()).args(["reconcile", "--all", "--html", page]));
        assert_eq!(said.code, 0, "{}", said.err);
        (said.out, fs::read(here.path().join(page)).expect("the page"))
    };
    assert!(run("a.html") == run("b.html"), "two runs differ");
}

#[test]
fn people_read_months_and_what_is_disbelieved() {
    let said = ask("reconcile");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.lines().all(|line| line.chars().count() <= 100), "{}", said.out);
    for words in [
        "North Korea's trade with China, reported",
        "│ 2017-04                 288.2                  99.3 ",
        "million USD; printed months stand plain, all others as best (low–high)",
        "disbelieved[swapped-flow]: T143, imports, 2017-12: 54,340,000 USD\n  --> statements/totals.csv:136 (nk.chosun.com)",
        "   = likely meant: 257,720,000\n   = against: ",
        "   = why: prints 5434 × 10000 USD; the others allow ",
        "tied: H079v, H080v\n",
        "revised: T481, T482\n",
        "desk `dprk` as of 2025-09-30: ",
    ] {
        assert!(said.out.contains(words), "{words} is missing from\n{}", said.out);
    }
    assert!(!said.out.contains("│ 2016-12 ") && !said.out.contains("1006  "), "the default begins with the figures");
    let all = ask("reconcile --all").out;
    assert!(all.contains("│ 2016-12 ") && all.contains("1006 "), "--all shows the rest");
    assert!(!ask("reconcile --quiet").out.contains("desk `dprk`"), "quiet leaves the counts out");
}

#[test]
fn the_months_become_a_page_with_charts() {
    let here = folder();
    let said = said(yalu(here.path()).args(["reconcile", "--html", "page.html"]));
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("written: page.html"), "{}", said.err);
    let page = fs::read_to_string(here.path().join("page.html")).expect("the page");
    for nothing in ["<script", "src=", "@import", "url(", "onload"] {
        assert!(!page.contains(nothing), "the page has {nothing}");
    }
    assert!(page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"));
    for (words, times) in [("<svg ", 2), ("<tr id=\"", list(desk(), "conflicts").len()), ("class=\"year\"", 9)] {
        assert_eq!(page.matches(words).count(), times, "{words}");
    }
    assert!(page.contains("too wide to draw"), "a month that is not drawn says why");
    let Some(dom) = opened("the_months_become_a_page_with_charts", here.path(), "page.html") else { return };
    for wanted in
        ["<table class=\"findings\">", "id=\"T143\"", "swapped-flow", "What is tied", "What was revised", "2025-06"]
    {
        assert!(dom.contains(wanted), "{wanted} is missing from the page as a browser has it");
    }
}

/// What is asked, words of what it says; it ends with 2 and writes nothing.
#[test]
fn what_cannot_be_solved_is_refused_with_a_hint() {
    let here = folder();
    let put = |name: &str, text: &str| fs::write(here.path().join(name), text).expect("a file");
    let header = totals().lines().next().expect("a header").to_owned();
    put("empty.csv", "");
    put("header.csv", &header);
    put("bad.csv", &format!("{header}\nZ1,CHN,PRK,2023-13,month,X,,reported,value,,,12,USD,1e6,,,,,,published,a,\n"));
    put("novel.csv", "It was a dark and stormy night, and nobody counted anything.\n");
    put("good.csv", &totals());
    fs::create_dir(here.path().join("folder")).expect("a folder");
    for (arguments, words) in [
        (&["--statements", "missing.csv"][..], "missing.csv: "),
        (&["--statements", "good.csv", "missing.csv"], "missing.csv: "),
        (&["--statements", "folder"], "folder is a folder"),
        (&["--statements", "empty.csv"], "no statement could be read from empty.csv"),
        (&["--statements", "header.csv"], "no statement could be read from header.csv"),
        (&["--statements", "bad.csv"], "--> bad.csv:2"),
        (&["--statements", "novel.csv"], "--> novel.csv"),
        (&["--html", "no/such/folder/a.html"], "could not be written"),
        (&["--html", "folder"], "folder is a folder"),
        (&["--desk", "nowhere"], "nowhere"),
    ] {
        let said = said(yalu(here.path()).arg("reconcile").args(arguments));
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{arguments:?}: {}", said.err);
        assert!(said.err.contains(words) && said.err.contains("hint: "), "{arguments:?}: {}", said.err);
        assert!(!said.err.contains("panicked"), "{arguments:?}: {}", said.err);
    }
}

/// What a report ranks goes the whole way: an order that the levels do not have is told as `rank`, and bounds what nobody printed.
#[test]
fn places_in_a_ranking_are_statements_too() {
    let here = folder();
    let header = "id,reporter,partner,period,period_kind,flow,hs,coverage,measure,base,of,printed,unit,scale,value,low,high,approx,released,status,source,note";
    let level = |hs: &str, value: u32| {
        format!("L{hs},CHN,PRK,2023-05,month,M,{hs},reported,value,,,{value},USD,1e4,,,,,2023-06-20,published,customs,")
    };
    let place = |hs: &str, n: u32| {
        format!(
            "R{hs},CHN,PRK,2023-05,month,M,{hs},reported,rank,,HS4,{n},rank,1,,,,,2023-06-20,published,a newspaper,"
        )
    };
    let rows = [
        header.to_owned(),
        level("6704", 900),
        level("7202", 500),
        level("2716", 200),
        place("6704", 1),
        place("2716", 2),
        place("2613", 3),
        place("7202", 4),
    ];
    let answer = solved(here.path(), &rows.join("\n"), &[]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let answer = answer.json();
    let found: Vec<_> = list(&answer, "conflicts").iter().map(|c| (text(c, "statement"), text(c, "cause"))).collect();
    assert_eq!(found, [("R2716", "rank"), ("R7202", "rank")], "{answer}");
    assert_eq!(conflict(&answer, "R2716").and_then(|c| c["repair"].as_str()), Some("3"));
    let bad = solved(here.path(), &[header.to_owned(), level("6704", 9), place("7202", 0)].join("\n"), &[]).json();
    let complaint = &list(&bad, "complaints")[0];
    assert_eq!((text(complaint, "code"), complaint["line"].as_u64()), ("rank", Some(3)), "{bad}");
}
