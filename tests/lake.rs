//! The lake by its commands: what is taken, when it stood, what is asked of it.

mod common;

use std::{fs, path::Path};

use common::{Said, list, said, text, yalu};
use serde_json::Value;
use tempfile::TempDir;

const HEADER: &str = "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位,美元,";

/// A query export of China's customs: month, code, kilograms, dollars.
fn export(folder: &Path, name: &str, rows: &[(&str, &str, i64, i64)]) {
    let row =
        |(month, code, kg, usd): &(&str, &str, i64, i64)| format!("{month},{code},货,109,朝鲜,{kg},千克,\"{usd}\",\n");
    let text = format!("{HEADER}\n{}", rows.iter().map(row).collect::<String>());
    fs::write(folder.join(name), text).expect("written");
}

fn ask(folder: &Path, arguments: &[&str]) -> Said {
    said(yalu(folder).args(arguments))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn taken(folder: &Path, arguments: &[&str]) -> Value {
    let answer = ask(folder, &[&["ingest", "--json", "--flow", "import"], arguments].concat());
    json(&answer.out)["files"][0].clone()
}

fn rows(folder: &Path, question: &str) -> Vec<Vec<String>> {
    let said = ask(folder, &["sql", "--json", question]);
    assert_eq!(said.code, 0, "{}", said.err);
    let cell = |cell: &Value| if let Value::String(text) = cell { text.clone() } else { cell.to_string() };
    list(&json(&said.out), "rows").iter().map(|row| row.as_array().expect("a row").iter().map(cell).collect()).collect()
}

#[test]
fn a_file_is_taken_once_and_a_corrected_release_replaces_it() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    export(
        folder,
        "a.csv",
        &[("202309", "67030000", 10, 100), ("202310", "67030000", 12, 120), ("202310", "27011100", 5, 7)],
    );
    export(folder, "b.csv", &[("202310", "67030000", 12, 130)]);
    let first = taken(folder, &["a.csv"]);
    assert_eq!(
        (text(&first, "source"), &first["observations"], &first["commit"]),
        ("china-customs", &3.into(), &1.into())
    );
    assert_eq!(taken(folder, &["a.csv"])["noop"], true);
    // The same date of release, and another figure.
    let refused = ask(folder, &["ingest", "b.csv", "--flow", "import"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("--vintage"), "{}", refused.err);
    let second = taken(folder, &["b.csv", "--vintage", "2024-02-01"]);
    assert_eq!((text(&second, "vintage"), &second["noop"]), ("2024-02-01", &false.into()));
    let now = "SELECT period, commodity, value FROM observations ORDER BY 1, 2";
    assert_eq!(rows(folder, now), [["2023-09", "67030000", "100"], ["2023-10", "67030000", "130"]]);
    let then = "SELECT period, commodity, value FROM as_of('2024-01-31') ORDER BY 1, 2";
    let before = [["2023-09", "67030000", "100"], ["2023-10", "27011100", "7"], ["2023-10", "67030000", "120"]];
    assert_eq!(rows(folder, then), before);
    assert_eq!(rows(folder, "SELECT count(*) FROM history"), [["4"]]);
    let revisions = json(&ask(folder, &["lake", "revisions", "--json"]).out);
    let said: Vec<(&str, &Value, &Value)> = list(&revisions, "revisions")
        .iter()
        .map(|one| (text(one, "commodity"), &one["before"], &one["after"]))
        .collect();
    assert_eq!(
        said,
        [
            ("*", &127.into(), &130.into()),
            ("27011100", &7.into(), &Value::Null),
            ("67030000", &120.into(), &130.into())
        ]
    );
}

#[test]
fn a_release_that_is_a_part_is_not_taken_for_the_whole() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    let goods = ["07019000", "10063020", "27011100", "67030000", "84713000"];
    export(folder, "all.csv", &goods.map(|code| ("202310", code, 1, 100)));
    export(folder, "coal.csv", &[("202310", "27011100", 1, 90)]);
    taken(folder, &["all.csv"]);
    let said = ask(folder, &["ingest", "coal.csv", "--flow", "import", "--vintage", "2024-03-01"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("--part") && said.err.contains("--whole"), "{}", said.err);
    taken(folder, &["coal.csv", "--vintage", "2024-03-01", "--part"]);
    assert_eq!(rows(folder, "SELECT sum(value), count(*) FROM observations"), [["490", "5"]]);
}

#[test]
fn exports_of_other_goods_and_overlapping_months_stand_side_by_side() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    export(folder, "a.csv", &[("202309", "10063020", 1, 10), ("202310", "10063020", 1, 11)]);
    export(
        folder,
        "b.csv",
        &[("202310", "10063020", 1, 11), ("202311", "10063020", 1, 12), ("202310", "67030000", 1, 5)],
    );
    for file in ["a.csv", "b.csv"] {
        assert!(taken(folder, &[file])["commit"].is_number());
    }
    let sums = "SELECT period, sum(value) FROM observations GROUP BY 1 ORDER BY 1";
    assert_eq!(rows(folder, sums), [["2023-09", "10"], ["2023-10", "16"], ["2023-11", "12"]]);
}

#[test]
fn an_older_release_that_comes_late_does_not_stand_now() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    export(folder, "new.csv", &[("202310", "67030000", 12, 130)]);
    export(folder, "old.csv", &[("202310", "67030000", 12, 120)]);
    taken(folder, &["new.csv", "--vintage", "2024-02-01"]);
    taken(folder, &["old.csv", "--vintage", "2023-11-20"]);
    assert_eq!(rows(folder, "SELECT value FROM observations"), [["130"]]);
    assert_eq!(rows(folder, "SELECT value FROM as_of('2023-12-31')"), [["120"]]);
}

/// A file of rows that have all ended says of no row that its end is open; put together with others it may.
#[test]
fn files_whose_rows_have_all_ended_are_put_together_with_others() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    for (name, usd, day) in
        [("old.csv", 120, "2023-11-20"), ("new.csv", 130, "2024-02-01"), ("older.csv", 110, "2023-11-18")]
    {
        export(folder, name, &[("202310", "67030000", 12, usd)]);
        assert_eq!(taken(folder, &[name, "--vintage", day])["refused"], false, "{name}");
    }
    let all = rows(folder, "SELECT * FROM history ORDER BY vintage");
    let compacted = json(&ask(folder, &["lake", "compact", "--json"]).out);
    assert_eq!((&compacted["before"], &compacted["after"]), (&3.into(), &1.into()));
    assert_eq!(rows(folder, "SELECT * FROM history ORDER BY vintage"), all);
    assert_eq!(rows(folder, "SELECT value FROM observations"), [["130"]]);
}

/// KIEP's three figures for 2016, as three releases: growth on 2015 changes its sign.
#[test]
fn growth_changes_its_sign_with_the_release() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    let year = |name: &str, millions: i64| export(folder, name, &[("2016", "99999999", 1, millions * 1_000_000)]);
    export(folder, "2015.csv", &[("2015", "99999999", 1, 5_430_000_000)]);
    year("first.csv", 5_880);
    year("second.csv", 5_370);
    year("third.csv", 5_650);
    taken(folder, &["2015.csv", "--vintage", "2016-01-20"]);
    for (file, day) in [("first.csv", "2017-01-20"), ("second.csv", "2017-06-01"), ("third.csv", "2018-01-20")] {
        assert_eq!(taken(folder, &[file, "--vintage", day])["refused"], false, "{file}");
    }
    for (day, growth) in [("2017-02-01", "8.3"), ("2017-07-01", "-1.1"), ("2018-02-01", "4.1")] {
        let said = ask(folder, &["table", "growth", "--flow", "import", "--period", "2016", "--as-of", day, "--json"]);
        let printed = json(&said.out)["rows"][0]["printed"]
            .as_str()
            .unwrap_or_default()
            .replace('−', "-")
            .replace(['+', '%'], "");
        assert!(printed.starts_with(growth), "{day}: {printed} {}", said.err);
    }
    let said = ask(folder, &["lake", "revisions", "--period", "2016"]);
    for figure in ["5,880,000,000", "5,370,000,000", "5,650,000,000"] {
        assert!(said.out.contains(figure), "{}", said.out);
    }
}

#[test]
fn sql_reads_and_changes_nothing() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    export(folder, "a.csv", &[("202310", "67030000", 12, 120), ("202310", "10063020", 12, 80)]);
    taken(folder, &["a.csv"]);
    fs::write(folder.join("secret.csv"), "a,b\n1,2\n").expect("written");
    for question in [
        "DROP TABLE observations",
        "CREATE TABLE t AS SELECT 1",
        "CREATE EXTERNAL TABLE t STORED AS CSV LOCATION 'secret.csv'",
        "INSERT INTO observations SELECT * FROM observations",
        "COPY observations TO 'x.csv'",
        "SET datafusion.execution.batch_size = 1",
        "SELECT * FROM 'secret.csv'",
        "SELECT * FROM nowhere",
        "SELEC",
        "",
    ] {
        let said = ask(folder, &["sql", question]);
        assert_eq!(said.code, 2, "{question}: {}", said.out);
        assert!(said.err.starts_with("error: ") && said.err.contains("hint: "), "{question}: {}", said.err);
    }
    assert!(!folder.join("x.csv").exists());
    let cut = ask(folder, &["sql", "--json", "--rows", "1", "SELECT commodity FROM observations"]);
    assert_eq!((list(&json(&cut.out), "rows").len(), &json(&cut.out)["cut"]), (1, &true.into()));
    assert_eq!(rows(folder, "SELECT value, printed FROM level('import', '2023-10')"), [["200", "0"]]);
    assert_eq!(rows(folder, "SELECT value FROM level('total', '2023-09+2023-08') LIMIT 0"), Vec::<Vec<String>>::new());
}

#[test]
fn the_lake_is_looked_after_and_stays_sound() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    for month in 1..=6 {
        let name = format!("{month}.csv");
        export(folder, &name, &[(&format!("20230{month}"), "67030000", 1, 100 * month)]);
        taken(folder, &[&name]);
    }
    let sound = |files: i64| {
        let said = json(&ask(folder, &["lake", "verify", "--json"]).out);
        assert_eq!((&said["faults"], &said["rows"], &said["files"]), (&Value::Array(vec![]), &6.into(), &files.into()));
        said["orphans"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(sound(6), 0);
    let all = rows(folder, "SELECT * FROM history ORDER BY period");
    ask(folder, &["lake", "compact"]);
    assert_eq!(sound(1), 6);
    assert_eq!(rows(folder, "SELECT * FROM history ORDER BY period"), all);
    ask(folder, &["lake", "vacuum", "--older-than", "0"]);
    assert_eq!(sound(1), 0);
    assert_eq!(rows(folder, "SELECT * FROM history ORDER BY period"), all);
    let log = json(&ask(folder, &["lake", "log", "--json"]).out);
    let what: Vec<&str> = list(&log, "commits").iter().map(|one| text(one, "what")).collect();
    assert_eq!((what[0], what[1], what.len()), ("compact", "ingest", 8));
    // A file of the table that is gone is named.
    let table = folder.join("lake/observations");
    let data = fs::read_dir(&table).expect("the table").filter_map(Result::ok).map(|entry| entry.path());
    let data = data.filter(|path| path.extension().is_some_and(|end| end == "parquet")).collect::<Vec<_>>();
    fs::remove_file(&data[0]).expect("removed");
    let said = ask(folder, &["lake", "verify"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("is missing, with 6 rows"), "{}", said.out);
}

#[test]
fn what_stood_is_exported_for_others() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    export(folder, "a.csv", &[("202310", "67030000", 12, 120), ("202311", "67030000", 12, 80)]);
    taken(folder, &["a.csv"]);
    let csv = ask(folder, &["lake", "export"]).out;
    assert_eq!((csv.lines().count(), csv.starts_with("source,reporter,partner,flow,period")), (3, true));
    let sdmx = ask(folder, &["lake", "export", "--format", "sdmx-csv", "--as-of", "2023-12-20"]).out;
    let lines: Vec<&str> = sdmx.lines().collect();
    assert_eq!(lines.len(), 2, "November is out on 15 January");
    assert!(lines[0].starts_with("STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,COUNTERPART_AREA"));
    assert!(lines[1].starts_with("dataflow,YALU:OBSERVATIONS(1.0),I,M,CHN,PRK,X,67030000,"), "{}", lines[1]);
    ask(folder, &["lake", "export", "--format", "parquet", "--out", "all.parquet"]);
    assert!(fs::read(folder.join("all.parquet")).expect("a file").starts_with(b"PAR1"));
}

#[test]
fn a_desk_is_read_over_the_lake_and_says_where_the_two_disagree() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    // What customs printed of 2023-10 on the desk is another figure.
    export(folder, "a.csv", &[("202310", "67030000", 12, 1_234_560_000)]);
    taken(folder, &["a.csv"]);
    let said = json(&ask(folder, &["table", "level", "--flow", "import", "--period", "2023-10", "--json"]).out);
    assert_eq!(said["rows"][0]["value"], 1_234_560_000);
    assert_eq!(said["rows"][0]["contested"], true);
    let papers = list(&said, "lineage");
    assert!(papers.iter().any(|paper| paper["kind"] == "record" && paper["used"] == true), "{papers:?}");
    assert!(papers.iter().any(|paper| paper["kind"] == "statement" && paper["used"] == false), "{papers:?}");
    // A month that only prints know is theirs.
    let said = json(&ask(folder, &["table", "level", "--flow", "import", "--period", "2019", "--json"]).out);
    assert_eq!(said["rows"][0]["value"], 2_573_821_663_i64);
}

#[test]
fn what_cannot_be_taken_is_told_with_its_place() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("novel.txt"), "It was a dark and stormy night.\n").expect("written");
    fs::write(folder.join("empty.csv"), "").expect("written");
    for file in ["novel.txt", "empty.csv", "absent.csv"] {
        let said = ask(folder, &["ingest", file]);
        assert_eq!(said.code, 1, "{file}");
        assert!(said.err.contains("error: ") && said.err.contains(&format!("--> {file}")), "{file}: {}", said.err);
    }
    fs::create_dir(folder.join("empty")).expect("a folder");
    for (path, why) in [("empty", "no file lies in empty"), ("absent", "--> absent")] {
        let said = ask(folder, &["ingest", path, "--lake", "fresh"]);
        assert!(said.err.contains(why), "{}", said.err);
        assert!(!folder.join("fresh").exists(), "a lake is made where there is something to put into it");
    }
    let said = ask(folder, &["sql", "SELECT 1", "--lake", "nowhere"]);
    assert_eq!((said.code, said.err.contains("there is no lake at nowhere")), (2, true), "{}", said.err);
    fs::write(folder.join("file"), "").expect("written");
    let said = ask(folder, &["ingest", "novel.txt", "--lake", "file"]);
    assert_eq!((said.code, said.err.contains("hint: ")), (2, true), "{}", said.err);
}
