//! The annual brief, made from a lake of made-up customs records: calibrated to what the desk
//! has on file it says what was published, and where the records say otherwise it says that.

mod common;

use std::{fs, path::Path};

use common::{Said, by_id, folder, list, said, text, yalu};
use serde_json::Value;
use yalu_observatory::{Calibration, Watch, find, generator, made_of};
use yalu_trade::{Flow, Period};

/// The years that the records are of, and the days on which the office released them.
const YEARS: [(&str, &str); 2] = [("2022", "2023-01-18"), ("2023", "2024-01-18")];

fn period(text: &str) -> Period {
    text.parse().expect("a period")
}

fn desk() -> Watch {
    let (id, files) = find("dprk").expect("the embedded desk");
    Watch::open(&id, &files).expect("a sound desk")
}

fn calibrated(watch: &Watch) -> Calibration {
    let calibration = watch.calibration(period("2022..2023"), watch.desk.settings.as_of).expect("the desk can be read");
    assert!(calibration.short.is_empty(), "{:?}", calibration.short);
    calibration
}

fn ask(folder: &Path, line: &str) -> Said {
    let said = said(yalu(folder).args(line.split_whitespace()));
    assert_eq!(said.code, 0, "yalu {line}: {}", said.err);
    said
}

/// Makes an export for each year, and takes them.
fn ingested(folder: &Path, watch: &Watch, calibration: &Calibration) {
    for (year, released) in YEARS {
        let year = period(year);
        let mut of_year = calibration.clone();
        of_year.totals.retain(|(month, ..)| year.contains(*month));
        let (spec, named) = made_of(watch, "china-customs", &of_year, (7, 400)).expect("the office knows it");
        let mut bytes = Vec::new();
        generator::china_customs_with(&spec, &named, &mut bytes).expect("memory takes it");
        fs::write(folder.join(format!("{year}.csv")), bytes).expect("written");
        ask(folder, &format!("ingest {year}.csv --vintage {released}"));
    }
}

fn brief(folder: &Path) -> Value {
    ask(folder, "brief --out out --format json,md --quiet");
    let text = fs::read_to_string(folder.join("out/brief-dprk-2023.en.json")).expect("a brief");
    serde_json::from_str(&text).expect("JSON")
}

/// A table's rows as they are printed, without the sanctions.
fn rows(brief: &Value, table: &str) -> Vec<Vec<String>> {
    let table = by_id(list(brief, "tables"), table);
    let cell =
        |cell: &Value| cell["printed"].as_str().or(cell.as_str()).map_or_else(|| cell.to_string(), str::to_owned);
    let row = |row: &Value| match row {
        Value::Array(cells) => cells.iter().map(cell).collect(),
        Value::Object(cells) => cells.values().map(cell).collect(),
        other => vec![other.to_string()],
    };
    list(table, "rows").iter().map(row).collect()
}

#[test]
fn a_brief_from_records_says_what_was_published() {
    let (with, without) = (folder(), folder());
    let watch = desk();
    ingested(with.path(), &watch, &calibrated(&watch));
    let (from_records, from_prints) = (brief(with.path()), brief(without.path()));
    let number = |brief: &Value, id: &str| by_id(list(brief, "numbers"), id).clone();
    for id in [
        "trade",
        "imports",
        "exports",
        "balance",
        "trade-last",
        "imports-last",
        "exports-last",
        "trade-growth",
        "imports-growth",
        "exports-growth",
        "trade-vs-2019",
        "imports-vs-2018-19",
        "exports-vs-2017",
        "imports-top",
        "imports-top-share",
        "exports-top",
        "exports-top-share",
        "hair",
        "hair-share",
        "rice-weight",
        "fertiliser-weight",
        "wigs",
        "wigs-share",
        "exports-per-month",
    ] {
        let (ours, published) = (number(&from_records, id), number(&from_prints, id));
        assert_eq!(ours["printed"], published["printed"], "{id}");
        if !id.contains("-vs-") && !id.contains("growth") {
            let papers = list(&ours, "lineage");
            assert!(papers.iter().any(|paper| paper["kind"] == "record"), "{id}: {papers:?}");
        }
    }
    for table in ["table-1", "table-2"] {
        assert_eq!(rows(&from_records, table), rows(&from_prints, table), "{table}");
    }
    // The rows of the file.
    let imports = number(&from_records, "imports");
    let record = list(&imports, "lineage").iter().find(|paper| paper["kind"] == "record").expect("a record").clone();
    assert_eq!(text(&record, "file"), "2023.csv", "{record}");
    assert!(text(&record, "says").contains(" rows of rows "), "{record}");
    // A basket and a sector are sums of codes; what the records do not have was not traded.
    let asked = |line: &str| ask(with.path(), &format!("table {line} --flow import --period 2023 --json")).json();
    let value = |answer: &Value| list(answer, "rows")[0]["value"].as_i64();
    let chapters = ["25", "26", "27"].map(|chapter| value(&asked(&format!("level --commodity {chapter}"))));
    let sector = value(&asked("level --commodity sector:minerals-fuels"));
    assert_eq!(sector, Some(chapters.iter().flatten().sum()));
    let baskets = asked("baskets");
    let absent = |row: &&Value| {
        let bounded = !row["value"].is_null() || !row["low"].is_null();
        !bounded && row["gap"].as_str().is_none_or(|gap| !gap.starts_with("not recorded"))
    };
    assert_eq!(list(&baskets, "rows").iter().filter(absent).count(), 0, "{baskets}");
    // What records do not say stays as printed.
    assert_eq!(
        number(&from_records, "trade-with-crude")["printed"],
        number(&from_prints, "trade-with-crude")["printed"]
    );
}

#[test]
fn where_records_and_prints_exclude_each_other_the_brief_says_so() {
    let folder = folder();
    let watch = desk();
    let mut calibration = calibrated(&watch);
    let october = period("2023-10");
    let total = calibration.totals.iter_mut().find(|(month, flow, _)| (*month, *flow) == (october, Flow::X));
    total.expect("the month").2 += 50_000_000;
    ingested(folder.path(), &watch, &calibration);
    let brief = brief(folder.path());
    let notes: Vec<&str> = list(&brief, "notes").iter().filter_map(Value::as_str).collect();
    let note = notes.iter().find(|note| note.starts_with("Imports, 2023-10: customs' records say "));
    assert!(note.is_some_and(|note| note.contains(" was printed (")), "{notes:#?}");
    assert!(notes.iter().any(|note| note.starts_with("Imports, 2023: customs' records say ")), "{notes:#?}");
    assert!(!notes.iter().any(|note| note.starts_with("Exports, 2023: customs' records say ")), "{notes:#?}");
    let words = fs::read_to_string(folder.path().join("out/brief-dprk-2023.en.md")).expect("a brief");
    let says = "Customs' records are shown, and what was printed excludes them";
    let overruled: Vec<&str> = words.lines().filter(|line| line.contains(says)).collect();
    assert!(overruled.iter().any(|line| line.contains("2023-10")), "{overruled:?}");
}
