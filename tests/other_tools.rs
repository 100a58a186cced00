//! Other people's tools read the lake's table and get the same sums: deltalake with
//! DuckDB over it, and Polars by itself.

mod common;
#[path = "common/customs.rs"]
mod customs;
#[path = "common/python.rs"]
mod python;

use std::process::Command;

use common::{folder, list, said};
use customs::{Chance, ask, export, rows, taken};
use serde_json::Value;

/// What `yalu sql` says, in the words of `read_table.py`.
fn ours(here: &std::path::Path, table: &str) -> Vec<Vec<String>> {
    let question = format!(
        "SELECT period, flow, count(*), CAST(sum(value) AS VARCHAR), CAST(sum(weight_kg) AS VARCHAR) \
         FROM {table} GROUP BY 1, 2 ORDER BY 1, 2"
    );
    rows(here, &question)
}

fn theirs(answer: &Value) -> Vec<Vec<String>> {
    let cell = |cell: &Value| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned);
    let rows = answer.as_array().expect("rows").iter();
    rows.map(|row| row.as_array().expect("a row").iter().map(cell).collect()).collect()
}

#[test]
fn others_read_the_table_and_get_the_same_sums() {
    let test = "others_read_the_table_and_get_the_same_sums";
    let Some(python) = python::python(test, "deltalake, duckdb, polars, pyarrow") else { return };
    let here = folder();
    let here = here.path();
    let mut chance = Chance(5);
    // Three months, one of them released twice; a row that is held back; a few files, compacted and not.
    for (file, month, vintage) in [
        ("a.csv", "202308", "2023-09-18"),
        ("b.csv", "202309", "2023-10-18"),
        ("c.csv", "202310", "2023-11-18"),
        ("d.csv", "202309", "2024-01-18"),
        ("e.csv", "202311", "2023-12-18"),
    ] {
        let mut lines: Vec<_> = (0..500)
            .map(|row| {
                let code = format!("{}{:06}", [27, 52, 67, 84][row as usize % 4], 10_000 + row);
                (month.to_owned(), code, 1 + row, 1 + chance.below(9_999_999) as i64)
            })
            .collect();
        lines.push((month.to_owned(), "3061490".to_owned(), 1, 77));
        export(here, file, &lines);
        assert_eq!(taken(here, &["--whole", "--vintage", vintage, file])[0]["refused"], false, "{file}");
        if file == "d.csv" {
            assert_eq!(ask(here, &["lake", "compact"]).code, 0);
        }
    }
    let table = here.join("lake/observations").display().to_string();
    let read = said(Command::new(&python).arg(python::script("read_table.py")).args([&table, "2023-12-31"]));
    assert_eq!(read.code, 0, "{}", read.err);
    let read = read.json();
    let (now, then) = (ours(here, "observations"), ours(here, "as_of('2023-12-31')"));
    assert_ne!(now, then, "a release replaced another in between");
    assert_eq!(now.len(), 4);
    for tool in ["duckdb", "polars"] {
        assert_eq!(theirs(&read[tool]["now"]), now, "{tool}: what stands");
        assert_eq!(theirs(&read[tool]["then"]), then, "{tool}: what stood on 2023-12-31");
    }
    assert_eq!(read["rows"].to_string(), rows(here, "SELECT count(*) FROM history")[0][0]);
    let columns: Vec<String> = rows(here, "SELECT column_name FROM information_schema.columns WHERE table_name = 'observations' ORDER BY ordinal_position").into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(theirs_names(&read["columns"]), columns);
    let log = ask(here, &["lake", "log", "--json"]).json();
    assert_eq!(read["version"], list(&log, "commits")[0]["version"]);
}

fn theirs_names(names: &Value) -> Vec<String> {
    names.as_array().expect("names").iter().map(|name| name.as_str().expect("a name").to_owned()).collect()
}
