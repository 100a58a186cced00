//! The user's tables of classifications: added, checked, kept whole, and asked
//! which goods a code stands for through the editions.

mod common;

use std::{fs, path::Path};

use common::{folder, list, root, said, skip, text, yalu};
use serde_json::{Value, json};

const SMALL: &str = "HS2022,HS2017,Relationship\n010121,010121,1:1\n970691,970600,n:1\n970699,970600,n:1\n";

fn at(here: &Path, line: &str) -> common::Said {
    said(yalu(here).args(line.split_whitespace()))
}

#[test]
fn a_table_is_added_whole_and_a_code_is_traced() {
    let here = folder();
    fs::write(here.path().join("small.csv"), SMALL).expect("a file");
    fs::write(here.path().join("bec.csv"), "HS 2022,BEC 4\n970691,61\n970699,61\n").expect("a file");
    let added = at(here.path(), "nomenclature add small.csv bec.csv --json").json();
    let first = &list(&added, "tables")[0];
    assert_eq!((text(first, "from"), text(first, "to"), &first["pairs"]), ("HS2022", "HS2017", &json!(3)));
    assert_eq!((&first["codes_from"], &first["codes_to"], &first["groups"]), (&json!(3), &json!(2), &json!(2)));
    assert_eq!(first["kinds"], json!({"1:1": 1, "1:n": 0, "n:1": 1, "n:n": 0}));
    assert_eq!((&first["largest"], &first["noop"]), (&json!([3, 2]), &json!(false)));
    let kept: Vec<String> = fs::read_dir(here.path().join("lake/nomenclature"))
        .expect("the shelf")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    assert!(kept.len() == 2 && kept.iter().all(|name| name.ends_with(".csv")), "nothing is left behind: {kept:?}");
    let again = at(here.path(), "nomenclature add small.csv --json").json();
    assert_eq!(list(&again, "tables")[0]["noop"], json!(true));
    for (code, closure, classes) in [
        ("970600", json!(["970600", "970691", "970699"]), json!([])),
        ("97069100", json!(["970600", "970691", "970699"]), json!([{"classification": "BEC4", "class": "61"}])),
        ("0101", json!(["010121"]), json!([])),
        ("670300", json!(["670300"]), json!([])),
    ] {
        let shown: Value = at(here.path(), &format!("nomenclature show {code} --json")).json();
        assert_eq!((&shown["closure"], &shown["classes"]), (&closure, &classes), "{code}");
    }
    let told = at(here.path(), "nomenclature show 970691");
    assert!(told.out.contains("closure   970600 970691 970699") && told.out.contains("BEC4      61"), "{}", told.out);
}

#[test]
fn what_is_no_table_changes_nothing() {
    let here = folder();
    for (name, bytes, words) in [
        ("a.csv", "section,hscode\nI,01\n", "there is no table of a classification in it"),
        ("b.json", "{\"results\": [", "this is not JSON"),
        ("c.csv", "HS2022,HS2017\n10121,010121\n", "`10121` is not a code of HS2022"),
        ("d.xlsx", "PK and no more", "this workbook cannot be read"),
    ] {
        fs::write(here.path().join(name), bytes).expect("a file");
        let said = at(here.path(), &format!("nomenclature add {name}"));
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{name}: {}", said.err);
        assert!(said.err.contains(words) && said.err.contains("hint: "), "{name}: {}", said.err);
    }
    assert!(!here.path().join("lake").exists(), "a refused file makes no lake");
    for (line, words) in [
        ("nomenclature show 010121", "there is no correlation in"),
        ("nomenclature add no-such-file.xlsx", "no-such-file.xlsx"),
        ("--lake s3://bucket/lake nomenclature show", "is an address"),
        ("nomenclature show 67x", "is not a commodity code"),
    ] {
        let said = at(here.path(), line);
        assert!(said.code == 2 && said.err.contains(words), "yalu {line}: {}{}", said.out, said.err);
    }
}

/// The tables as the United Nations publish them: codes on each side, groups, and how large the largest are.
#[test]
fn the_published_tables_add_up() {
    let test = "the_published_tables_add_up";
    let tables = root().join("../shared/data/nomenclature");
    if !tables.is_dir() {
        return skip(test, &format!("{} is not there; the United Nations publish these tables", tables.display()));
    }
    let here = folder();
    let files = [
        "HS2017toHS2012.xlsx",
        "HS2022toHS2017.xlsx",
        "HS2022toHS2012.xlsx",
        "classificationH5.json",
        "classificationH6.json",
    ];
    let paths = files.map(|file| tables.join(file));
    let added = said(yalu(here.path()).args(["nomenclature", "add", "--json"]).args(&paths));
    assert_eq!(added.code, 0, "{}", added.err);
    let added = added.json();
    assert_eq!(list(&added, "complaints").len(), 0, "every code of a table is in its edition's list, and the reverse");
    for (at, pairs, from, to, groups, alone, largest) in [
        (0, 6141, 5388, 5206, 4861, 4744, 348),
        (1, 15657, 5613, 5387, 4201, 4097, 2258),
        (2, 16377, 5613, 5206, 3892, 3714, 2264),
    ] {
        let table = &list(&added, "tables")[at];
        println!("{}–{}: groups of {} codes", text(table, "from"), text(table, "to"), table["largest"]);
        let counts = ["pairs", "codes_from", "codes_to", "groups"].map(|key| table[key].as_u64().expect("a count"));
        assert_eq!(counts, [pairs, from, to, groups], "{table}");
        assert_eq!(
            (table["kinds"]["1:1"].as_u64(), table["largest"][0].as_u64()),
            (Some(alone), Some(largest)),
            "{table}"
        );
    }
    // A merge of 2022: dolomite ramming mix went into the refractory cements.
    let shown = at(here.path(), "nomenclature show 251830 --json").json();
    assert_eq!(shown["closure"], json!(["251830", "381600"]));
    // A laptop's goods stayed where they were, but for what becomes waste; its closure is everything that can.
    let laptop = at(here.path(), "nomenclature show 847130 --json").json();
    assert_eq!(list(&laptop, "relatives").len(), 7);
    assert!(list(&laptop, "closure").len() > 1000);
}
