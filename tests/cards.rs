//! What the cards of the measures say, held by the commands: on the embedded desk, over a lake, in SQL, on the page.

mod common;

use std::{fs, path::Path};

use common::{Said, ask_json, list, read, said, text, yalu};
use serde_json::{Value, json};
use tempfile::TempDir;

fn ask(folder: &Path, arguments: &[&str]) -> Said {
    said(yalu(folder).args(arguments))
}

fn parsed(said: &Said) -> Value {
    assert_eq!(said.code, 0, "{}", said.err);
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {}", said.out))
}

#[test]
fn the_page_of_measures_is_as_the_cards_are() {
    let page = common::ask("table --format md").out;
    let renew = "docs/measures.md is not what the cards say; `cargo run --quiet -- table --format md > docs/measures.md` renews it";
    assert!(page == read("docs/measures.md"), "{renew}");
    for card in list(&ask_json("table --json"), "measures") {
        assert!(page.contains(&format!("\n## {}\n", text(card, "id"))));
    }
}

#[test]
fn every_measure_answers_its_example_on_the_embedded_desk_or_says_what_it_needs() {
    let mut answered = Vec::new();
    for card in list(&ask_json("table --json"), "measures") {
        let (id, example) = (text(card, "id"), text(card, "example"));
        for said in ["needs", "caveats"] {
            assert!(!text(card, said).is_empty(), "{id} does not say its {said}");
        }
        let words: Vec<&str> = example.split_whitespace().collect();
        assert_eq!(words.first(), Some(&id), "the example of {id}");
        let answer = ask_json(&format!("table {example} --json"));
        for key in ["measure", "scope", "unit", "lineage"] {
            assert!(answer.get(key).is_some(), "{id}: no `{key}`");
        }
        let rows = list(&answer, "rows");
        assert!(!rows.is_empty() || answer.get("total").is_some(), "{id} answers nothing to {example}");
        for row in rows {
            for key in ["period", "flow", "side", "commodity", "value", "low", "high", "printed"] {
                assert!(row.get(key).is_some(), "{id}: no `{key}` in {row}");
            }
            let gap = row.get("gap").and_then(Value::as_str);
            assert_ne!(text(row, "printed").is_empty(), gap.is_none(), "printed, or a gap with its reason: {row}");
            assert!(gap.is_none() || row["value"].is_null(), "a gap has no value: {row}");
            assert!(gap.is_none_or(|gap| gap.len() > 20), "{id} does not say what it needs: {row}");
        }
        if rows.iter().any(|row| row.get("gap").is_none()) {
            answered.push(id.to_owned());
        }
    }
    // What the desk's prints have no answer to needs records: weights of goods, the world, other reporters, the economy's own.
    let needs_records = [
        "basket-index",
        "bennet",
        "chained",
        "composition",
        "fisher",
        "geks",
        "laspeyres",
        "lmdi",
        "paasche",
        "pair-yield",
        "rca",
        "same-month-price",
        "seasonally-adjusted",
        "tornqvist",
        "volume-index",
        "plausibility",
        "swap-score",
        "swap-filter",
        "mirror-gap",
        "misinvoicing",
        "swapped-month",
        "news",
        "new-items",
        "vanished-items",
        "unusual",
        "unit-value-outliers",
        "hidiroglou-berthelot",
        "residual-partner",
    ];
    for card in list(&ask_json("table --json"), "measures") {
        let id = text(card, "id");
        assert!(
            answered.iter().any(|known| known == id) || needs_records.contains(&id),
            "{id} has no answer on the embedded desk"
        );
    }
}

/// Whose records, of which flow, with whom, of which goods, in dollars: an answer of UN Comtrade's API.
fn comtrade(folder: &Path, rows: &[(u32, &str, u32, &str, i64)]) {
    let row = |(reporter, flow, partner, code, value): &(u32, &str, u32, &str, i64)| {
        let total = *code == "TOTAL";
        json!({
            "typeCode": "C", "freqCode": "A", "refYear": 2008, "refMonth": 52, "period": "2008", "reporterCode": reporter,
            "flowCode": flow, "partnerCode": partner, "partner2Code": 0, "classificationCode": "H3", "cmdCode": code,
            "aggrLevel": if total { 0 } else { 6 }, "customsCode": "C00", "mosCode": "0", "motCode": 0,
            "qtyUnitCode": -1, "qty": 0.0, "isQtyEstimated": false, "netWgt": null, "isNetWgtEstimated": false,
            "grossWgt": null, "cifvalue": if *flow == "M" { json!(value) } else { Value::Null },
            "fobvalue": if *flow == "X" { json!(value) } else { Value::Null }, "primaryValue": value,
            "legacyEstimationFlag": 0, "isReported": true, "isAggregate": true,
        })
    };
    let rows: Vec<Value> = rows.iter().map(row).collect();
    let answer = json!({"elapsedTime": "0.1 secs", "count": rows.len(), "data": rows, "error": ""});
    fs::write(folder.join("comtrade.json"), answer.to_string()).expect("written");
    let said = ask(folder, &["ingest", "comtrade.json", "--json"]);
    assert_eq!(said.code, 0, "{} {}", said.out, said.err);
}

const INDIA: u32 = 699;
const CHINA: u32 = 156;
const NORTH: u32 = 408;
const SOUTH: u32 = 410;

/// Two reporters and the economy itself; India writes the South's cars and machines down as the North's.
fn swapped(folder: &Path) {
    comtrade(
        folder,
        &[
            (INDIA, "M", NORTH, "TOTAL", 125_000_000),
            (INDIA, "M", NORTH, "260111", 5_000_000),
            (INDIA, "M", NORTH, "847130", 50_000_000),
            (INDIA, "M", NORTH, "870323", 70_000_000),
            (CHINA, "M", NORTH, "TOTAL", 300_000_000),
            (CHINA, "M", NORTH, "260111", 200_000_000),
            (CHINA, "M", NORTH, "620342", 100_000_000),
            (CHINA, "M", SOUTH, "TOTAL", 900_000_000),
            (CHINA, "M", SOUTH, "847130", 300_000_000),
            (CHINA, "M", SOUTH, "870323", 600_000_000),
            (NORTH, "X", CHINA, "TOTAL", 240_000_000),
        ],
    );
}

fn rows(folder: &Path, question: &str) -> Vec<Vec<String>> {
    let cell = |cell: &Value| if let Value::String(text) = cell { text.clone() } else { cell.to_string() };
    let answer = parsed(&ask(folder, &["sql", "--json", question]));
    list(&answer, "rows").iter().map(|row| row.as_array().expect("a row").iter().map(cell).collect()).collect()
}

#[test]
fn a_swapped_reporter_is_found_over_a_lake_and_in_sql() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    swapped(folder);
    let line = ["table", "plausibility", "--flow", "export", "--period", "2008", "--reporter", "IND,CHN", "--json"];
    let answer = parsed(&ask(folder, &line));
    let found: Vec<(&str, f64)> = list(&answer, "rows")
        .iter()
        .map(|row| (text(row, "label"), row["value"].as_f64().expect("a value") / 1e6))
        .filter(|(label, _)| label.contains(": "))
        .collect();
    assert_eq!(
        found,
        [
            ("IND: as reported", 125.0),
            ("IND: plausible", 5.0),
            ("IND: removed", 120.0),
            ("China: as reported", 300.0),
            ("China: plausible", 300.0),
            ("China: removed", 0.0),
        ]
    );
    // Its goods are the South's; who stands on the other side of the sign is the North's own.
    let scores = rows(folder, "SELECT label, value > 0 FROM swap_score('export', '2008', '', 'IND+CHN')");
    assert_eq!(scores, [["IND", "true"], ["China", "false"]]);
    let filter =
        rows(folder, "SELECT label, value / 1000000 FROM swap_filter('export', '2008', '', 'IND+CHN') ORDER BY 1");
    let value =
        |label: &str| filter.iter().find(|row| row[0] == label).map(|row| row[1].parse::<f64>().expect("a number"));
    assert_eq!(value("as reported"), Some(425.0));
    assert_eq!(value("without swapped records"), Some(300.0));
    assert_eq!(value("removed"), Some(125.0));
}

#[test]
fn both_reports_of_a_flow_are_compared_and_reconciled_over_a_lake() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    swapped(folder);
    // By hand: |300 − 240| ÷ 270.
    let gap = rows(folder, "SELECT label, round(value, 4) FROM mirror_gap('export', '2008')");
    assert_eq!(gap, [["China", "22.2222"]]);
    let beyond = rows(folder, "SELECT label, low, high FROM misinvoicing('export', '2008') LIMIT 1");
    assert_eq!(beyond, [["China: κ over 0 % to 20 %", "12000000", "60000000"]]);
    // Two reports of one flow weigh alike: the mean of 240 and 300 ÷ (1 + κ), from 245 to 270.
    for measure in ["baci", "growth_lab"] {
        let question = format!("SELECT round(low), round(high) FROM {measure}('export', '2008')");
        assert_eq!(rows(folder, &question), [["245000000", "270000000"]], "{measure}");
    }
}

#[test]
fn a_complete_list_that_lacks_banned_goods_reports_them_as_none() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    let row = |period: &str, code: &str, usd: i64| format!("{period},{code},货,109,朝鲜,1,千克,\"{usd}\",\n");
    let header = "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位,美元,\n";
    let months = |year: i32| (1..=12).map(move |month| format!("{year}{month:02}"));
    let goods: String = months(2016)
        .map(|month| row(&month, "27011100", 1000) + &row(&month, "67041900", 10))
        .chain(months(2023).map(|month| row(&month, "67041900", 20)))
        .collect();
    fs::write(folder.join("a.csv"), format!("{header}{goods}")).expect("written");
    let taken = ask(folder, &["ingest", "a.csv", "--flow", "export"]);
    assert_eq!(taken.code, 0, "{}", taken.err);
    let line = ["table", "zero-after-ban", "--flow", "export", "--period", "2023", "--commodity", "2701", "--json"];
    let answer = parsed(&ask(folder, &line));
    let coal = &list(&answer, "rows")[0];
    assert_eq!((text(coal, "commodity"), &coal["value"]), ("2701", &0.into()), "{coal}");
    let says = text(coal, "says");
    assert!(says.contains("UNSCR 2371 (2017)") && says.contains("a reported zero is not compliance"), "{says}");
    assert!(says.contains("traded in 2016"), "{says}");
}

#[test]
fn news_is_found_over_a_lake_and_in_sql_and_a_change_of_codes_is_none() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    let row =
        |period: &str, code: &str, kg: i64, usd: i64| format!("{period},{code},货,109,朝鲜,{kg},千克,\"{usd}\",\n");
    let header = "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位,美元,\n";
    let months = (2020..=2023).flat_map(|year| (1..=12).map(move |month| (year, month)));
    let mut export = header.to_owned();
    for (at, (year, month)) in months.enumerate().take(46) {
        let period = format!("{year}{month:02}");
        let wave = [100, 80, 120, 90, 110][at % 5];
        export += &row(&period, "67030000", 10 * wave, 1000 * wave);
        export += &row(&period, "27011100", 1000, 50_000);
        // An old code until the edition of 2022, then two.
        if year < 2022 {
            export += &row(&period, "97060000", 10, 300 * wave);
        } else {
            export += &row(&period, "97069100", 5, 200 * wave);
            export += &row(&period, "97069900", 5, 100 * wave);
        }
    }
    // In 2023-10 there is a new item, and coal is gone.
    export = export.replace(&row("202310", "27011100", 1000, 50_000), &row("202310", "85044099", 7, 70_000));
    fs::write(folder.join("a.csv"), export).expect("written");
    fs::write(folder.join("split.csv"), "HS2022,HS2017\n970691,970600\n970699,970600\n").expect("written");
    let taken = ask(folder, &["ingest", "a.csv", "--flow", "import"]);
    assert_eq!(taken.code, 0, "{}", taken.err);
    let lacks = rows(folder, "SELECT gap FROM new_items('import', '2022-01')");
    assert!(lacks[0][0].contains("2019-01 … 2019-12 are not on file"), "{lacks:?}");
    let line = ["table", "new-items", "--flow", "import", "--period", "2023-10", "--json"];
    let answer = parsed(&ask(folder, &line));
    let found: Vec<(&str, &Value)> =
        list(&answer, "rows").iter().map(|row| (text(row, "commodity"), &row["value"])).collect();
    assert_eq!(found, [("850440", &json!(70_000))]);
    // The year of the split: by codes alone it is news, by families not.
    let split = ["table", "new-items", "--flow", "import", "--period", "2022-01", "--since", "2020", "--json"];
    let codes = |answer: &Value| -> Vec<String> {
        list(answer, "rows").iter().map(|row| text(row, "commodity").to_owned()).collect()
    };
    assert_eq!(codes(&parsed(&ask(folder, &split))), ["970691", "970699"]);
    assert_eq!(ask(folder, &["nomenclature", "add", "split.csv"]).code, 0);
    let answer = parsed(&ask(folder, &split));
    assert_eq!(codes(&answer), Vec::<String>::new());
    assert!(answer["notes"].to_string().contains("970691 (of 970600)"), "{answer}");
    let gone = rows(folder, "SELECT commodity, value, says FROM vanished_items('import', '2023-10')");
    assert_eq!(gone, [["270111", "600000", "nothing in 2023-10, after 2022-10..2023-09 without a break"]]);
    let all = rows(folder, "SELECT commodity, says FROM news('import', '2023-10')");
    assert_eq!(all.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["850440", "270111"]);
    assert!(all[0][1].starts_with("new: ") && all[1][1].starts_with("vanished: "), "{all:?}");
}
