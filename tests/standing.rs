//! Releases that replace releases: the same rows stand on the same days in whatever order
//! their files come; a release is held beside what stood before it, and beside nothing else.

mod common;
#[path = "common/customs.rs"]
mod customs;

use std::path::Path;

use common::{folder, list, text};
use customs::{ask, export, rows, taken};
use serde_json::Value;

const GOODS: [&str; 5] = ["07019000", "10063020", "27011100", "67030000", "84713000"];

/// An export of one month: of each good so many dollars.
fn month(here: &Path, name: &str, goods: &[(&str, i64)]) {
    let row = |(code, dollars): &(&str, i64)| ("202310".to_owned(), (*code).to_owned(), 1, *dollars);
    export(here, name, &goods.iter().map(row).collect::<Vec<_>>());
}

/// The same of every good.
fn all(here: &Path, name: &str, dollars: i64) {
    month(here, name, &GOODS.map(|code| (code, dollars)));
}

/// Takes a file, which must not be refused.
fn take(here: &Path, arguments: &[&str]) -> Value {
    let file = taken(here, arguments)[0].clone();
    assert_eq!(file["refused"], false, "{arguments:?}: {file}");
    file
}

fn messages(file: &Value, code: &str) -> Vec<String> {
    let of = |one: &&Value| one["code"] == code;
    list(file, "complaints").iter().filter(of).map(|one| text(one, "message").to_owned()).collect()
}

#[test]
fn a_release_is_held_beside_what_stood_before_it() {
    let here = folder();
    let here = here.path();
    for (name, day, dollars) in [
        ("1.csv", "2024-01-18", 1_000),
        ("2.csv", "2024-02-18", 1_010),
        ("3.csv", "2024-03-18", 990),
        ("4.csv", "2024-04-18", 1_020),
    ] {
        all(here, name, dollars);
        let told = messages(&take(here, &[name, "--vintage", day]), "replaced");
        let stood = match name {
            "1.csv" => vec![],
            "2.csv" => vec!["what was released on 2024-01-18 is replaced from 2024-02-18 on: 2023-10".to_owned()],
            "3.csv" => vec!["what was released on 2024-02-18 is replaced from 2024-03-18 on: 2023-10".to_owned()],
            _ => vec!["what was released on 2024-03-18 is replaced from 2024-04-18 on: 2023-10".to_owned()],
        };
        assert_eq!(told, stood);
    }
    // As much as all before it together, and a lie all the same.
    all(here, "lie.csv", 4_080);
    let said = ask(here, &["ingest", "lie.csv", "--flow", "import", "--vintage", "2024-05-18"]);
    assert_eq!((said.code, said.err.contains("figures are 4.00 times")), (1, true), "{}", said.err);
}

#[test]
fn the_same_rows_stand_in_whatever_order_files_come() {
    let files: [&[&str]; 3] = [
        &["first.csv", "--vintage", "2024-01-18"],
        &["second.csv", "--vintage", "2024-02-18"],
        &["coal.csv", "--vintage", "2024-03-18", "--part"],
    ];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let here = folder();
        let here = here.path();
        month(here, "first.csv", &[("10063020", 100), ("27011100", 100), ("67030000", 100)]);
        month(here, "second.csv", &[("27011100", 110), ("67030000", 120)]);
        month(here, "coal.csv", &[("27011100", 90)]);
        for at in order {
            take(here, files[at]);
        }
        let days = ["2024-01-18", "2024-02-17", "2024-02-18", "2024-03-17", "2024-03-18"];
        let of = days.map(|day| format!("SELECT '{day}' AS day, commodity, value FROM as_of('{day}')"));
        let all = rows(here, &format!("{} ORDER BY 1, 2", of.join(" UNION ALL ")));
        let stood = days.map(|day| {
            let goods = all.iter().filter(|row| row[0] == day).map(|row| row[1..].join(" "));
            goods.collect::<Vec<_>>().join(", ")
        });
        let first = "10063020 100, 27011100 100, 67030000 100";
        let (second, third) = ("27011100 110, 67030000 120", "27011100 90, 67030000 120");
        assert_eq!(stood, [first, first, second, second, third], "{order:?}");
    }
}

#[test]
fn what_was_said_of_a_release_holds_for_one_that_comes_late() {
    for (said, stood) in [("--whole", "27011100"), ("--part", "07019000, 10063020, 27011100, 67030000, 84713000")] {
        let here = folder();
        let here = here.path();
        all(here, "first.csv", 100);
        month(here, "coal.csv", &[("27011100", 90)]);
        take(here, &["coal.csv", "--vintage", "2024-03-18", said]);
        take(here, &["first.csv", "--vintage", "2024-01-18"]);
        let goods: Vec<String> = rows(here, "SELECT commodity FROM observations ORDER BY 1").concat();
        assert_eq!(goods.join(", "), stood, "{said}");
        assert_eq!(rows(here, "SELECT count(*) FROM as_of('2024-02-01')"), [["5"]]);
    }
}

#[test]
fn an_office_that_goes_back_to_its_first_figures_is_heard() {
    let here = folder();
    let here = here.path();
    all(here, "a.csv", 100);
    all(here, "b.csv", 120);
    take(here, &["a.csv", "--vintage", "2024-01-18"]);
    take(here, &["b.csv", "--vintage", "2024-02-18"]);
    assert!(take(here, &["a.csv", "--vintage", "2024-03-18"])["commit"].is_number());
    let value = |day: &str| rows(here, &format!("SELECT DISTINCT value FROM as_of('{day}')"));
    assert_eq!((value("2024-01-20"), value("2024-02-20")), (vec![vec!["100".into()]], vec![vec!["120".into()]]));
    assert_eq!(value("2024-03-20"), [["100"]]);
    // Each of them, and the file without a word, is a no-op from then on.
    for arguments in [
        &["a.csv", "--vintage", "2024-01-18"][..],
        &["b.csv", "--vintage", "2024-02-18"],
        &["a.csv", "--vintage", "2024-03-18"],
    ] {
        assert_eq!(take(here, arguments)["noop"], true, "{arguments:?}");
    }
    let silent = ask(here, &["ingest", "--json", "a.csv"]).json();
    assert_eq!(list(&silent, "files")[0]["noop"], true, "{silent}");
    // Another flow is another thing.
    let other = ask(here, &["ingest", "--json", "a.csv", "--flow", "export", "--vintage", "2024-03-18"]).json();
    assert!(list(&other, "files")[0]["commit"].is_number(), "{other}");
    assert_eq!(rows(here, "SELECT flow, count(*) FROM observations GROUP BY 1 ORDER BY 1"), [["M", "5"], ["X", "5"]]);
    // What was dropped may be taken again, whatever was said of it.
    ask(here, &["lake", "vacuum", "--drop-vintages-before", "2024-02-18"]);
    assert_eq!(rows(here, "SELECT count(*) FROM as_of('2024-01-20')"), [["0"]]);
    assert!(take(here, &["a.csv", "--vintage", "2024-01-18"])["commit"].is_number());
    assert_eq!(value("2024-01-20"), [["100"]]);
    assert_eq!(take(here, &["a.csv", "--vintage", "2024-03-18"])["noop"], true);
}

#[test]
fn a_part_that_was_taken_for_the_whole_is_put_right_as_its_hint_says() {
    let here = folder();
    let here = here.path();
    all(here, "a.csv", 100);
    month(here, "part.csv", &[("27011100", 110), ("67030000", 110), ("84713000", 110)]);
    take(here, &["a.csv", "--vintage", "2024-01-18"]);
    let file = take(here, &["part.csv", "--vintage", "2024-02-18"]);
    assert_eq!(messages(&file, "withdrawn").len(), 2, "{file}");
    let hint = list(&file, "complaints").iter().find(|one| one["code"] == "withdrawn").map(|one| text(one, "hint"));
    assert!(hint.is_some_and(|hint| hint.contains("ingest the earlier file again with a later --vintage")), "{file}");
    take(here, &["a.csv", "--vintage", "2024-02-19"]);
    take(here, &["part.csv", "--vintage", "2024-02-20", "--part"]);
    assert_eq!(rows(here, "SELECT sum(value), count(*) FROM observations"), [["530", "5"]]);
}

#[test]
fn an_export_of_a_part_stays_a_part() {
    let (there, here) = (folder(), folder());
    let (there, here) = (there.path(), here.path());
    month(there, "part.csv", &[("27011100", 110), ("67030000", 110), ("84713000", 110)]);
    take(there, &["part.csv", "--vintage", "2024-02-18"]);
    let export = here.join("part.parquet");
    ask(there, &["lake", "export", "--format", "parquet", "--out", &export.display().to_string()]);
    assert!(export.is_file());
    all(here, "a.csv", 100);
    take(here, &["part.parquet", "--part"]);
    take(here, &["a.csv", "--vintage", "2024-01-18"]);
    assert_eq!(rows(here, "SELECT sum(value), count(*) FROM observations"), [["530", "5"]]);
}

/// Revisions: commodity, earlier, before, after, later.
fn revised(here: &Path, more: &[&str]) -> Vec<String> {
    let answer = ask(here, &[&["lake", "revisions", "--json"], more].concat()).json();
    let line = |one: &Value| {
        let word = |name: &str| one[name].as_str().map_or_else(|| one[name].to_string(), str::to_owned);
        ["commodity", "earlier", "before", "after", "later"].map(word).join(" ")
    };
    list(&answer, "revisions").iter().map(line).collect()
}

#[test]
fn revisions_are_of_what_stood_the_day_before() {
    let here = folder();
    let here = here.path();
    all(here, "first.csv", 100);
    month(here, "coal.csv", &[("27011100", 90), ("27021000", 5)]);
    all(here, "third.csv", 101);
    take(here, &["first.csv", "--vintage", "2024-01-18"]);
    take(here, &["coal.csv", "--vintage", "2024-02-18", "--part"]);
    take(here, &["third.csv", "--vintage", "2024-03-18"]);
    let coal = [
        "* 2024-01-18 500 495 2024-02-18",
        "27011100 2024-01-18 100 90 2024-02-18",
        "27021000 2024-01-18 null 5 2024-02-18",
    ];
    let third = [
        "* 2024-02-18 495 505 2024-03-18",
        "07019000 2024-01-18 100 101 2024-03-18",
        "10063020 2024-01-18 100 101 2024-03-18",
        "27011100 2024-02-18 90 101 2024-03-18",
        "27021000 2024-02-18 5 null 2024-03-18",
        "67030000 2024-01-18 100 101 2024-03-18",
        "84713000 2024-01-18 100 101 2024-03-18",
    ];
    assert_eq!(revised(here, &[]), [&coal[..], &third].concat());
    assert_eq!(revised(here, &["--as-of", "2024-03-01"]), coal);
    assert_eq!(revised(here, &["--as-of", "2024-02-01"]), Vec::<String>::new());
}

#[test]
fn what_was_released_before_its_month_is_held_back() {
    let here = folder();
    let here = here.path();
    let row = |month: &str, dollars| (month.to_owned(), "67030000".to_owned(), 1, dollars);
    export(here, "a.csv", &[row("202310", 100), row("202311", 110), row("202402", 120)]);
    let file = take(here, &["a.csv", "--vintage", "2024-01-18"]);
    let held = "its last month had not begun on the day of its release: 1 rows, this the first";
    assert_eq!(messages(&file, "quarantined"), [held]);
    assert_eq!(rows(here, "SELECT period FROM observations ORDER BY 1"), [["2023-10"], ["2023-11"]]);
    assert_eq!(rows(here, "SELECT period FROM history WHERE quarantine <> ''"), [["2024-02"]]);
    // A file of which nothing could have been known has another day of release.
    export(here, "b.csv", &[row("202310", 100)]);
    let said = ask(here, &["ingest", "b.csv", "--flow", "import", "--vintage", "2023-09-30"]);
    assert_eq!((said.code, said.err.contains("say --vintage")), (1, true), "{}", said.err);
    // On the last day of its month it may be out, and a balance is no way that goods go.
    take(here, &["b.csv", "--vintage", "2023-10-31"]);
    for flow in ["total", "balance", "T", "B"] {
        let said = ask(here, &["ingest", "b.csv", "--flow", flow]);
        assert_eq!((said.code, said.err.contains("no way that goods go")), (2, true), "{}", said.err);
    }
    assert_eq!(ask(here, &["ingest", "b.csv", "--vintage", "2023-11-18", "--flow", "RX"]).code, 0);
}

#[test]
fn a_file_that_says_something_twice_is_told_of() {
    let here = folder();
    let here = here.path();
    let row = |month: &str, dollars| (month.to_owned(), "67030000".to_owned(), 1, dollars);
    export(here, "a.csv", &[row("202310", 100), row("202311", 100), row("202310", 30), row("202310", 100)]);
    let file = take(here, &["a.csv"]);
    let twice =
        "what another row says of CHN X PRK 2023-10 67030000 is said again here, and both are added up; 2 such in all";
    assert_eq!(messages(&file, "doubled"), [twice]);
    let place = list(&file, "complaints").iter().find(|one| one["code"] == "doubled").map(|one| one["line"].clone());
    assert_eq!(place, Some(4.into()), "{file}");
    export(here, "b.csv", &[row("202312", 100), row("202401", 100)]);
    assert_eq!(messages(&take(here, &["b.csv"]), "doubled"), Vec::<String>::new());
}
