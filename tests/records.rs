//! Records once they are in the lake: corrected by the desk, revised by years to date,
//! taken from Parquet and given as such, dropped only when told, in few files.

mod common;

use std::{fs, path::Path};

use common::{Said, list, root, said, skip, text, yalu};
use serde_json::Value;
use tempfile::TempDir;

const HEADER: &str = "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位,美元,";

/// A query export of China's customs: month, code, kilograms, dollars.
fn export(folder: &Path, name: &str, rows: &[(&str, &str, i64, i64)]) {
    let row =
        |(month, code, kg, usd): &(&str, &str, i64, i64)| format!("{month},{code},货,109,朝鲜,{kg},千克,\"{usd}\",\n");
    fs::write(folder.join(name), format!("{HEADER}\n{}", rows.iter().map(row).collect::<String>())).expect("written");
}

fn ask(folder: &Path, arguments: &[&str]) -> Said {
    said(yalu(folder).args(arguments))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let said = ask(folder, arguments);
    assert_eq!(said.code, 0, "{arguments:?}: {}{}", said.out, said.err);
    said.out
}

fn rows(folder: &Path, question: &str) -> Vec<Vec<String>> {
    let cell = |cell: &Value| if let Value::String(text) = cell { text.clone() } else { cell.to_string() };
    let said = json(&done(folder, &["sql", "--json", question]));
    list(&said, "rows").iter().map(|row| row.as_array().expect("a row").iter().map(cell).collect()).collect()
}

/// A desk of its own, with these corrections.
fn desk(folder: &Path, corrections: &str) {
    let desk = folder.join("desk");
    fs::create_dir_all(&desk).expect("a folder");
    let settings = "economy = \"PRK\"\nreporters = [\"CHN\"]\nas_of = 2025-09-30\nlanguages = [\"en\"]\n\
                    [names]\nPRK = { en = \"North Korea\" }\nCHN = { en = \"China\" }\n\
                    [[hidden]]\nreporter = \"CHN\"\nperiods = [\"2023-12\"]\nunder = \"Other Asia\"\nwhy = \"a test\"\nsource = \"a test\"\n";
    fs::write(desk.join("desk.toml"), settings).expect("written");
    fs::write(desk.join("corrections.toml"), corrections).expect("written");
}

fn correction(named: &str, field: &str, from: &str, to: &str, expect: &str) -> String {
    format!(
        "[[correction]]\nwhere = {{ {named} }}\nfield = \"{field}\"\nfrom = \"{from}\"\nto = \"{to}\"\nreason = \"a comma lost\"\nsource = \"the office, by telephone\"\n{expect}\n"
    )
}

fn level(folder: &Path, period: &str) -> Value {
    json(&done(folder, &["table", "level", "--flow", "import", "--period", period, "--desk", "desk", "--json"]))
}

#[test]
fn records_are_corrected_as_they_are_read() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    export(
        folder,
        "a.csv",
        &[("202310", "10063020", 5, 1000), ("202310", "67030000", 9, 120_000), ("202311", "67030000", 9, 120_000)],
    );
    done(folder, &["ingest", "a.csv", "--flow", "import", "--vintage", "2024-01-18", "--class", "detail"]);
    let wigs = "commodity = \"67030000\", period = \"2023-10\"";
    desk(folder, &correction(wigs, "value", "120000", "1200.00", ""));
    let said = level(folder, "2023-10");
    assert_eq!((&said["rows"][0]["value"], &said["rows"][0]["vintage_class"]), (&2200.into(), &"detail".into()));
    let papers = list(&said, "lineage");
    let corrected = papers.iter().find(|paper| paper["kind"] == "correction").expect("a correction among the papers");
    assert_eq!(
        (text(corrected, "says"), text(corrected, "file")),
        ("value: 120000 → 1200.00: a comma lost", "corrections.toml")
    );
    let record = papers.iter().find(|paper| paper["kind"] == "record").expect("a record among the papers");
    assert_eq!(text(record, "note"), "1 of its rows as the desk corrects them");
    assert!(papers.iter().any(|paper| paper["kind"] == "record" && paper["released_class"] == "detail"));
    assert_eq!(level(folder, "2023-11")["rows"][0]["value"], 120_000, "another month is as it was");
    // In SQL the same; the rows themselves stay as the office wrote them.
    let sum = |table: &str| {
        done(folder, &["sql", "--csv", "--desk", "desk", &format!("SELECT sum(value) AS s FROM {table}")])
    };
    assert_eq!((sum("observations"), sum("history")), (sum("as_of('2024-02-01')"), "s\n241000\n".to_owned()));
    assert!(sum("observations").ends_with("\n122200\n"), "{}", sum("observations"));
    // A code that was wrong is another good; a month that was wrong is another month.
    desk(
        folder,
        &[
            correction(wigs, "commodity", "67030000", "67041100", ""),
            correction("commodity = \"10063020\"", "period", "2023-10", "2023-12", ""),
        ]
        .concat(),
    );
    let goods = |code: &str, period: &str| {
        let asked =
            ["table", "level", "--flow", "import", "--period", period, "--commodity", code, "--desk", "desk", "--json"];
        json(&done(folder, &asked))["rows"][0]["value"].clone()
    };
    assert_eq!(
        (goods("6704", "2023-10"), goods("10", "2023-12"), goods("6703", "2023-10")),
        (120_000.into(), 1000.into(), Value::Null)
    );
    let found = json(&done(folder, &["check", "desk", "--json"]));
    assert_eq!(list(&found, "findings").iter().filter(|f| f["code"] == "stale-correction").count(), 0, "{found}");
}

#[test]
fn a_correction_that_no_longer_fits_is_told_of_and_not_made() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    export(folder, "a.csv", &[("202310", "67030000", 9, 120_000), ("202311", "67030000", 9, 120_000)]);
    done(folder, &["ingest", "a.csv", "--flow", "import"]);
    for (corrections, says) in [
        (correction("commodity = \"67030000\"", "value", "120000", "1200", ""), "expects 1 row and finds 2"),
        (
            correction("commodity = \"67030000\"", "value", "99", "1200", ""),
            "finds 0 among the records whose value says `99`",
        ),
        (correction("commodity = \"67030000\"", "value", "many", "1200", ""), "`many` is nothing that `value` can say"),
    ] {
        desk(folder, &corrections);
        assert_eq!(level(folder, "2023-10")["rows"][0]["value"], 120_000);
        let said = ask(folder, &["check", "desk", "--json"]);
        let found = json(&said.out);
        let stale = list(&found, "findings").iter().find(|f| f["code"] == "stale-correction").expect("a finding");
        assert!(text(stale, "message").contains(says) && stale["line"] == 1 && said.code == 0, "{stale}");
    }
    desk(folder, &correction("commodity = \"67030000\"", "value", "120000", "1200", "expect = 2"));
    assert_eq!(level(folder, "2023-10")["rows"][0]["value"], 1200);
    // What records have no column for, the desk says at once.
    desk(folder, &correction("commodity = \"67030000\"", "scale", "1", "2", ""));
    let said = ask(folder, &["check", "desk"]);
    assert!(said.code == 1 && said.out.contains("`scale` cannot be corrected"), "{}", said.out);
}

#[test]
fn a_month_in_which_the_partner_was_hidden_is_a_gap_of_its_own_kind() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    export(folder, "a.csv", &[("202310", "67030000", 9, 120_000)]);
    done(folder, &["ingest", "a.csv", "--flow", "import"]);
    desk(folder, "");
    let gap = level(folder, "2023-12")["rows"][0]["gap"].as_str().unwrap_or_default().to_owned();
    assert!(gap.contains("Other Asia"), "{gap}");
    // So it is on the embedded desk, with records or without.
    for month in ["2009-08", "2009-11"] {
        for there in [folder, TempDir::new().expect("a folder").path()] {
            let said = json(&done(there, &["table", "level", "--flow", "import", "--period", month, "--json"]));
            let gap = said["rows"][0]["gap"].as_str().unwrap_or_default().to_owned();
            assert!(gap.contains("Other Asia, n.e.s."), "{month}: {gap}");
        }
    }
}

/// A table of customs by region, in ten thousand yuan: exports and imports of the month and to date.
fn region(folder: &Path, month: u32, (export, to_date): (i64, i64), (import, imports_to_date): (i64, i64)) {
    let (total, total_to_date) = (export + import, to_date + imports_to_date);
    let span = if month == 1 { "1月".to_owned() } else { format!("1至{month}月") };
    let text = format!(
        ",,,,,,,单位：万人民币,单位：万人民币,单位：万人民币\n收发货人所在地,进出口,进出口,出口,出口,进口,进口,累计比去年同期±％,累计比去年同期±％.1,累计比去年同期±％.2\n\
         收发货人所在地,{month}月,{span},{month}月,{span},{month}月,{span},进出口,出口,进口\n\
         总值,{total},{total_to_date},{export},{to_date},{import},{imports_to_date},-,-,-\n"
    );
    fs::write(folder.join(format!("2024-{month:02}.csv")), text).expect("written");
}

#[test]
fn a_year_to_date_that_is_not_the_sum_is_a_revision() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    region(folder, 2, (100, 250), (50, 120));
    region(folder, 1, (150, 150), (70, 70));
    region(folder, 3, (100, 340), (60, 180));
    for month in 1..=3 {
        done(folder, &["ingest", &format!("2024-{month:02}.csv"), "--vintage", &format!("2024-{:02}-18", month + 1)]);
    }
    let said = json(&done(folder, &["lake", "revisions", "--json"]));
    let revisions = list(&said, "revisions");
    assert_eq!(revisions.len(), 1, "{said}");
    let one = &revisions[0];
    let days = (text(one, "earlier"), text(one, "later"));
    assert_eq!((text(one, "period"), text(one, "flow"), days), ("2024-01..2024-02", "X", ("2024-03-18", "2024-04-18")));
    let figures = ["before", "after", "change", "change_low", "change_high"].map(|name| one[name].clone());
    assert_eq!(figures, [2_500_000, 2_400_000, -100_000, -115_000, -85_000].map(Value::from));
    assert_eq!(one["implied"], true);
    let said = done(folder, &["lake", "revisions"]);
    assert!(said.contains("implied by the year to date: -115,000 … -85,000"), "{said}");
}

#[test]
fn the_real_tables_imply_that_march_revised_what_came_before() {
    let shared = root().join("../shared/data/gacc/by-region");
    if !shared.is_dir() {
        return skip("the_real_tables_imply_that_march_revised_what_came_before", "the shared tables are not there");
    }
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    for month in 1..=6 {
        done(folder, &["ingest", &shared.join(format!("2024-{month:02}.csv")).display().to_string()]);
    }
    let said = json(&done(folder, &["lake", "revisions", "--json", "--partner", "W00"]));
    let of = |flow: &str, period: &str| {
        let found =
            list(&said, "revisions").iter().find(|one| text(one, "flow") == flow && text(one, "period") == period);
        found.map(|one| one["change"].to_string())
    };
    // 573,782,193 to date, less 198,691,029 of March, where 218,622,834 + 156,609,573 had been printed: ten thousand yuan.
    assert_eq!(of("X", "2024-01..2024-02").as_deref(), Some("-1412430000"), "{said}");
    assert_eq!(of("X", "2024-01"), None, "February's year to date adds up");
    assert!(list(&said, "revisions").iter().all(|one| one["implied"] == true));
}

#[test]
fn what_was_exported_as_parquet_is_taken_back_without_loss() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    export(folder, "a.csv", &[("202310", "67030000", 12, 120), ("202311", "27011100", 12, 80)]);
    export(folder, "b.csv", &[("202310", "67030000", 12, 130)]);
    region(folder, 1, (150, 150), (70, 70));
    done(folder, &["ingest", "a.csv", "--flow", "import", "--vintage", "2023-12-18", "--class", "detail"]);
    done(folder, &["ingest", "b.csv", "--flow", "import", "--vintage", "2024-02-01"]);
    done(folder, &["ingest", "2024-01.csv"]);
    done(folder, &["lake", "export", "--format", "parquet", "--out", "all.parquet"]);
    let said = json(&done(folder, &["ingest", "all.parquet", "--lake", "copy", "--json"]));
    let sources: Vec<&str> = list(&said, "files").iter().map(|one| text(one, "source")).collect();
    assert_eq!(sources, ["china-customs", "china-customs-tables"], "a commit for each source");
    let all = |lake: &str| {
        let text = done(folder, &["lake", "export", "--format", "csv", "--lake", lake]);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(all("copy"), all("lake"));
    // As of a day, with what stood then and until when.
    done(folder, &["lake", "export", "--format", "parquet", "--out", "then.parquet", "--as-of", "2024-01-31"]);
    done(folder, &["ingest", "then.parquet", "--lake", "past"]);
    let then = |lake: &str| done(folder, &["lake", "export", "--as-of", "2024-01-31", "--lake", lake]);
    assert_eq!(then("past"), then("lake"));
    // Again: nothing new.
    let again = json(&done(folder, &["ingest", "all.parquet", "--lake", "copy", "--json"]));
    assert!(list(&again, "files").iter().all(|one| one["noop"] == true), "{again}");
}

#[test]
fn a_table_of_figures_is_parquet_too_and_any_parquet_is_read_by_a_mapping() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    let asked = ["table", "level", "--flow", "export", "--period", "2018..2020", "--by", "year"];
    let csv = done(folder, &[&asked[..], &["--format", "csv"]].concat());
    done(folder, &[&asked[..], &["--format", "parquet", "--out", "level.parquet"]].concat());
    assert!(fs::read(folder.join("level.parquet")).expect("a file").starts_with(b"PAR1"));
    // No office's layout: refused, with a proposal at hand.
    let refused = ask(folder, &["ingest", "level.parquet"]);
    assert!(refused.code == 1 && refused.err.contains("--guess"), "{}", refused.err);
    let guessed = done(folder, &["ingest", "--guess", "level.parquet"]);
    assert!(guessed.contains("column = \"value\""), "{guessed}");
    desk(folder, "");
    fs::create_dir_all(folder.join("desk/mappings")).expect("a folder");
    let mapping = "source = \"a test\"\nfiles = [\"level.parquet\"]\nheader_row = 1\nperiod_columns = [\"period\"]\nperiod_format = \"YYYY\"\n\
                   reporter = \"CHN\"\npartner = \"PRK\"\ncommodity = \"TOTAL\"\nnomenclature = \"HS\"\n\n\
                   [[amount]]\ncolumn = \"value\"\nflow = \"M\"\ncurrency = \"USD\"\nscale = 1\n";
    fs::write(folder.join("desk/mappings/level.toml"), mapping).expect("written");
    let said = json(&done(folder, &["ingest", "level.parquet", "--desk", "desk", "--json"]));
    assert_eq!(list(&said, "files")[0]["observations"], 3, "{said}");
    let values: Vec<String> =
        csv.lines().skip(1).map(|line| line.split(',').nth(6).expect("a value").to_owned()).collect();
    let kept: Vec<String> = rows(folder, "SELECT value FROM observations ORDER BY period").concat();
    assert_eq!(kept, values);
}

#[test]
fn a_parquet_file_that_lies_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    export(folder, "a.csv", &[("202310", "67030000", 12, 120), ("202311", "27011100", 12, 80)]);
    done(folder, &["ingest", "a.csv", "--flow", "import"]);
    done(folder, &["lake", "export", "--format", "parquet", "--out", "all.parquet"]);
    let whole = fs::read(folder.join("all.parquet")).expect("a file");
    let mut lies: Vec<(String, Vec<u8>)> = vec![
        ("magic alone".to_owned(), b"PAR1".to_vec()),
        ("cut".to_owned(), whole[..whole.len() / 2].to_vec()),
        (
            "a footer longer than the file".to_owned(),
            [&whole[..whole.len() - 8], &[0xff, 0xff, 0xff, 0x7f][..], b"PAR1"].concat(),
        ),
        ("no footer".to_owned(), [b"PAR1", &[0_u8; 64][..], b"PAR1"].concat()),
    ];
    // Bytes changed here and there, from a seed.
    let mut seed = 20_231_018_u64;
    for number in 0..12 {
        let mut bytes = whole.clone();
        for _ in 0..8 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = 4 + (seed >> 33) as usize % (bytes.len() - 12);
            bytes[at] ^= (seed >> 25) as u8 | 1;
        }
        lies.push((format!("changed {number}"), bytes));
    }
    for (name, bytes) in &lies {
        fs::write(folder.join("lie.parquet"), bytes).expect("written");
        let said = ask(folder, &["ingest", "lie.parquet", "--lake", "other", "--json"]);
        assert!(matches!(said.code, 0 | 1), "{name}: {} {}", said.code, said.err);
        if !name.starts_with("changed") {
            let file = &list(&json(&said.out), "files")[0].clone();
            assert_eq!((said.code, &file["refused"]), (1, &true.into()), "{name}");
            assert_eq!(text(&list(file, "complaints")[0], "code"), "parquet", "{name}");
        }
    }
}

#[test]
fn releases_that_were_replaced_go_only_when_told() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    for (name, day, value) in [("a", "2023-11-20", 100), ("b", "2024-01-18", 110), ("c", "2024-06-18", 120)] {
        export(folder, &format!("{name}.csv"), &[("202310", "67030000", 1, value)]);
        done(folder, &["ingest", &format!("{name}.csv"), "--flow", "import", "--vintage", day]);
    }
    let history = "SELECT value FROM history ORDER BY vintage";
    done(folder, &["lake", "vacuum", "--older-than", "0"]);
    assert_eq!(rows(folder, history), [["100"], ["110"], ["120"]]);
    let told = ["lake", "vacuum", "--older-than", "0", "--drop-vintages-before", "2024-03-01", "--json"];
    let would = json(&done(folder, &[&told[..], &["--dry-run"]].concat()));
    assert_eq!(
        would["dropped"],
        serde_json::json!([{"source": "china-customs", "vintage": "2023-11-20", "until": "2024-01-18", "rows": 1}])
    );
    assert_eq!(rows(folder, history).len(), 3, "a dry run changes nothing");
    let went = json(&done(folder, &told));
    assert_eq!((&went["dropped"], went["commit"].is_number()), (&would["dropped"], true));
    assert_eq!(rows(folder, history), [["110"], ["120"]]);
    // As of the day, and later, all is as before.
    assert_eq!(rows(folder, "SELECT value FROM as_of('2024-03-01')"), [["110"]]);
    assert_eq!(json(&done(folder, &["lake", "verify", "--json"]))["orphans"], serde_json::json!([]));
    // What went can be taken again, and stands as it stood.
    done(folder, &["ingest", "a.csv", "--flow", "import", "--vintage", "2023-11-20"]);
    assert_eq!(rows(folder, history), [["100"], ["110"], ["120"]]);
    assert_eq!(rows(folder, "SELECT value FROM as_of('2023-12-31')"), [["100"]]);
    assert_eq!(rows(folder, "SELECT value FROM observations"), [["120"]]);
}

/// An answer of UN Comtrade's API about many reporters.
fn comtrade(folder: &Path, name: &str, years: &[i32], reporters: &[u16]) {
    let row = |year: &i32, reporter: &u16| {
        format!(
            r#"{{"typeCode":"C","freqCode":"A","refYear":{year},"refMonth":52,"period":"{year}","reporterCode":{reporter},"flowCode":"X","partnerCode":408,"partner2Code":0,"classificationCode":"H6","cmdCode":"TOTAL","aggrLevel":0,"customsCode":"C00","mosCode":"0","motCode":0,"primaryValue":{reporter}.0,"legacyEstimationFlag":0,"isReported":true,"isAggregate":true}}"#
        )
    };
    let rows: Vec<String> = years.iter().flat_map(|year| reporters.iter().map(move |one| row(year, one))).collect();
    let text = format!(r#"{{"elapsedTime":"0 secs","count":{},"data":[{}]}}"#, rows.len(), rows.join(","));
    fs::write(folder.join(name), text).expect("written");
}

#[test]
fn many_reporters_share_few_files() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    let reporters = [156, 410, 392, 643, 276, 36, 124, 554, 764, 704, 458, 360];
    let files = |folder: &Path| json(&done(folder, &["lake", "verify", "--json"]))["files"].as_i64().expect("a number");
    for (at, years) in [[2019, 2020], [2021, 2022]].iter().enumerate() {
        let name = format!("{at}.json");
        comtrade(folder, &name, years, &reporters);
        done(folder, &["ingest", &name]);
        assert_eq!(files(folder), at as i64 + 1, "one file, however many reporters and years");
    }
    let all = rows(folder, "SELECT reporter, period, value FROM observations ORDER BY 1, 2");
    assert_eq!(all.len(), 48);
    done(folder, &["lake", "compact"]);
    assert_eq!(files(folder), 1);
    assert_eq!(rows(folder, "SELECT reporter, period, value FROM observations ORDER BY 1, 2"), all);
    assert_eq!(rows(folder, "SELECT period FROM observations WHERE reporter = 'KOR' AND period = '2021'").len(), 1);
    done(folder, &["lake", "compact"]);
    assert_eq!(
        json(&done(folder, &["lake", "log", "--json"]))["commits"].as_array().map(Vec::len),
        Some(4),
        "nothing to do twice"
    );
}
