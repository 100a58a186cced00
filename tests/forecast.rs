//! The whole of `yalu backtest`, `yalu forecast` and `yalu ledger`: odd series, any
//! number of threads, the shapes that others call, and the 2024 that was foreseen.

mod common;

use std::{fs, path::Path};

use common::{ask_json, folder, list, said, text, yalu};
use serde_json::{Value, json};

/// Months of a made-up series, from January 2010.
fn rows(id: &str, months: usize, value: impl Fn(usize) -> String) -> String {
    let row = |i: usize| format!("{id},{}-{:02}-01,{}\n", 2010 + i / 12, i % 12 + 1, value(i));
    (0..months).map(row).collect()
}

fn wave(i: usize) -> f64 {
    100.0 + 10.0 * (i % 12) as f64 + (i * 7919 % 23) as f64
}

fn backtest(here: &Path, threads: &str) -> (String, String) {
    let out = format!("f{threads}.csv");
    let arguments = ["backtest", "--series", "s.csv", "--tasks", "t.csv", "--out", &out, "--threads", threads];
    let told = said(yalu(here).args(arguments));
    assert_eq!(told.code, 0, "{}", told.err);
    let read = |name: String| fs::read_to_string(here.join(name)).expect("a file that was written");
    (read(out), read(format!("f{threads}.refused.csv")))
}

/// A name, how many months, and what stands in each.
type Odd = (&'static str, usize, fn(usize) -> String);

#[test]
fn odd_series_have_a_forecast_or_a_reason_on_any_number_of_threads() {
    let here = folder();
    let odd: [Odd; 11] = [
        ("wave", 96, |i| wave(i).to_string()),
        ("constant", 60, |_| "5".to_owned()),
        ("zero", 60, |_| "0".to_owned()),
        ("negative", 60, |i| (-wave(i)).to_string()),
        ("huge", 60, |i| (wave(i) * 1e90).to_string()),
        ("huger", 60, |i| (wave(i) * 1e200).to_string()),
        ("nan", 60, |_| "NaN".to_owned()),
        ("gapped", 60, |i| if i % 5 == 1 { String::new() } else { wave(i).to_string() }),
        ("three", 3, |i| i.to_string()),
        ("one", 1, |_| "7".to_owned()),
        ("spike", 60, |i| if i == 30 { "1e9".to_owned() } else { "0".to_owned() }),
    ];
    let series: String = odd.iter().map(|(id, months, value)| rows(id, *months, value)).collect();
    let task = |(id, months, _): &(&str, usize, fn(usize) -> String)| {
        let last = months - 1;
        format!("t-{id},{id},{}-{:02}-01,12,\n", 2010 + last / 12, last % 12 + 1)
    };
    let more = "t-none,nosuch,2014-01-01,6,\nt-early,wave,1999-01-01,6,\nt-word,wave,2014-01-01,x,\n";
    let tasks: String = odd.iter().map(task).collect();
    fs::write(here.path().join("s.csv"), format!("unique_id,ds,y\n{series}")).expect("series");
    fs::write(here.path().join("t.csv"), format!("task_id,unique_id,cutoff,h,shift\n{tasks}{more}")).expect("tasks");
    let (forecasts, refused) = backtest(here.path(), "1");
    assert_eq!((&forecasts, &refused), (&backtest(here.path(), "3").0, &backtest(here.path(), "3").1));
    let has = |file: &str, task: &str| file.lines().filter(|line| line.starts_with(&format!("{task},"))).count();
    let names = odd.iter().map(|(id, ..)| format!("t-{id}"));
    for task in names.chain(["t-none", "t-early", "t-word"].map(str::to_owned)) {
        assert_eq!(has(&forecasts, &task) / 12 + has(&refused, &task), 1, "{task}\n{refused}");
    }
    for line in forecasts.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        assert_eq!(fields.len(), 7, "{line}");
        assert!(fields[2].parse::<f64>().is_ok_and(f64::is_finite), "{line}");
        assert!(fields[3..].iter().all(|f| f.is_empty() || f.parse::<f64>().is_ok_and(f64::is_finite)), "{line}");
    }
    assert!(refused.contains("t-none,there is no series `nosuch`"), "{refused}");
}

#[test]
fn a_backtest_says_the_chance_of_zero_and_tests_itself_where_there_are_months_enough() {
    let here = folder();
    // Nothing comes in from January to March.
    let month =
        |s: usize| move |i: usize| if i % 12 < 3 { "0".to_owned() } else { (wave(i + s) + s as f64).to_string() };
    let series: String = (0..6).map(|s| rows(&format!("s{s}"), 120, month(s))).collect();
    fs::write(here.path().join("s.csv"), format!("unique_id,ds,y\n{series}")).expect("series");
    let told = |cutoffs: std::ops::Range<usize>| {
        let month = |cutoff: usize| format!("{}-{:02}-01", 2010 + cutoff / 12, cutoff % 12 + 1);
        let tasks: String =
            cutoffs.flat_map(|c| (0..6).map(move |s| format!("t{s}-{c},s{s},{},6\n", month(c)))).collect();
        fs::write(here.path().join("t.csv"), format!("task_id,unique_id,cutoff,h\n{tasks}")).expect("tasks");
        let arguments = ["backtest", "--series", "s.csv", "--tasks", "t.csv", "--out", "f.csv", "--json"];
        let told = said(yalu(here.path()).args(arguments));
        serde_json::from_str::<Value>(&told.out).expect("a document")
    };
    let many = told(95..110);
    assert_eq!((&many["diebold_mariano"]["n"], &many["zeros"]["months"]), (&15.into(), &540.into()));
    assert!(many["diebold_mariano"]["p"].is_number() && many["owa"]["owa"].is_number(), "{many}");
    let brier = |of: &str| many["zeros"][of].as_f64().expect(of);
    assert!(brier("brier") < 0.02 && (0.1..0.3).contains(&brier("brier_of_share")), "{}", many["zeros"]);
    let chances = fs::read_to_string(here.path().join("f.zeros.csv")).expect("chances");
    let chance = |month: &str| {
        let line = chances.lines().find(|line| line.starts_with(&format!("t2-107,{month}"))).expect(month);
        line.rsplit(',').next().and_then(|chance| chance.parse::<f64>().ok()).expect("a chance")
    };
    assert!(chance("2019-02") > 0.8 && chance("2019-05") < 0.2, "{chances}");
    let few = told(95..100);
    assert_eq!(few["diebold_mariano"]["statistic"], Value::Null);
    assert!(text(&few["diebold_mariano"], "gap").starts_with("5 cutoffs are too few"), "{few}");
}

#[test]
fn what_comes_after_a_cutoff_changes_nothing() {
    let forecast = |months: usize| {
        let here = folder();
        fs::write(here.path().join("s.csv"), format!("unique_id,ds,y\n{}", rows("a", months, |i| wave(i).to_string())))
            .expect("series");
        fs::write(here.path().join("t.csv"), "task_id,unique_id,cutoff,h\nt,a,2016-12-01,12\n").expect("tasks");
        backtest(here.path(), "1").0
    };
    assert_eq!(forecast(84), forecast(120));
}

#[test]
fn the_year_foreseen_has_the_shape_that_others_call_and_adds_up() {
    let answer = ask_json("forecast --as-of 2024-01-18 --json");
    let of =
        |flow: &str| list(&answer, "series").iter().find(|s| s["flow"] == flow).unwrap_or_else(|| panic!("no {flow}"));
    let best = |flow: &str, i: usize| of(flow)["points"][i]["best"].as_f64().expect("a best value");
    for series in list(&answer, "series") {
        assert_eq!((text(series, "coverage"), text(series, "as_of")), ("reported", "2024-01-18"));
        assert!(!text(series, "model").is_empty());
        assert_eq!(list(series, "points").len(), 12);
        for point in list(series, "points") {
            let at = |key: &str| point[key].as_f64().unwrap_or_else(|| panic!("{key}: {point}"));
            assert!(at("lo95") <= at("lo80") && at("lo80") <= at("hi80") && at("hi80") <= at("hi95"), "{point}");
        }
    }
    for i in 0..12 {
        let end = |flow: &str, key: &str| of(flow)["points"][i][key].as_f64().expect(key);
        for (low, high) in [("lo80", "hi80"), ("lo95", "hi95")] {
            assert!(end("T", low) >= end("X", low).min(end("M", low)) && end("B", low) < 0.0, "{i}");
            assert!(
                // Not "no more": a bound of a sum can pass the sum of bounds, where both ways are off at once.
                end("T", high) <= 1.1 * (end("X", "hi95") + end("M", "hi95")),
                "trade is hardly more than the most of both: {i}"
            );
        }
        assert!(
            (best("X", i) + best("M", i) - best("T", i)).abs() <= 1.0
                && (best("M", i) - best("X", i) - best("B", i)).abs() <= 1.0
        );
    }
    let year =
        |flow: &str| list(&answer, "years").iter().find(|y| y["flow"] == flow && y["period"] == "2024").expect("2024");
    for flow in ["X", "M", "T", "B"] {
        let months: f64 = (0..12).map(|i| best(flow, i)).sum();
        let at = |key: &str| year(flow)[key].as_f64().expect(key);
        assert!((months - at("best")).abs() < 12.0, "{flow}");
        assert!(at("lo80") < at("median") && at("median") < at("hi80"), "{flow}: {}", year(flow));
    }
    let scenarios = list(&answer, "scenarios");
    assert_eq!((text(&scenarios[0], "id"), scenarios.len() > 5), ("unconditional", true));
    assert!(
        answer["balance"]["with_crude"][0]["best"].as_f64() < answer["balance"]["without_crude"][0]["best"].as_f64()
    );
    assert!(!list(&answer["reserves"], "runways").is_empty(), "{}", answer["reserves"]);
}

#[test]
fn forecasts_on_file_are_scored_and_the_embedded_desk_takes_none() {
    let answer = ask_json("ledger score --json");
    let kiep = list(&answer, "scores").iter().find(|s| s["id"] == "F-KIEP-2024-B").expect("KIEP's deficit of 2024");
    for side in ["marks", "ours", "naive"] {
        assert!(kiep[side]["error_percent"].is_number(), "{side}: {kiep}");
    }
    assert_eq!(kiep["marks"]["right_way"], Value::Bool(true));
    assert!(kiep["so_far"].is_null(), "2024 is over");
    // Half of 2025 is known: growth of these months is held against what was said of the year, and ours beside it.
    let open = list(&answer, "scores").iter().find(|s| s["id"] == "F-KIEP-2025-T").expect("KIEP's trade of 2025");
    let so_far = &open["so_far"];
    assert!(open["open"].is_string() && open["nearest"].is_null());
    assert_eq!(so_far["period"], "2025-01..2025-06");
    let came = so_far["outcome"]["best"].as_f64().expect("a growth");
    assert!((28.0..31.0).contains(&came), "{so_far}");
    assert_eq!((&so_far["marks"]["held"], &so_far["ours"]["held"]), (&json!("outside"), &json!("inside")));
    assert_eq!(so_far["naive"]["error"].as_f64(), Some(-came));
    let here = folder();
    let add = |desk: &str, low: &str| {
        let arguments = ["ledger", "add", "--desk", desk, "--id", "F-9", "--by", "us", "--issued", "2024-02-01"];
        let more = ["--vintage", "2024-01-18", "--target", "2024", "--flow", "import", "--measure", "growth"];
        let rest = ["--low", low, "--high", "10", "--unit", "%", "--wording", "up, a little", "--source", "here"];
        said(yalu(here.path()).args(arguments).args(more).args(rest))
    };
    let refused = add("dprk", "0");
    assert!(refused.code == 2 && refused.err.contains("copy the desk"), "{}", refused.err);
    let desk = here.path().join("mine");
    fs::create_dir(&desk).expect("a folder");
    fs::write(desk.join("desk.toml"), common::read("desks/dprk/desk.toml")).expect("a desk");
    assert_eq!(add("mine", "20").code, 2, "low above high");
    let added = add("mine", "0");
    assert_eq!(added.code, 0, "{}", added.err);
    let file = fs::read_to_string(desk.join("ledger.csv")).expect("a ledger");
    assert!(file.starts_with("id,by,issued") && file.contains("\"up, a little\""), "{file}");
    assert_eq!(add("mine", "0").code, 2, "no id twice");
}

/// Four years of two chapters in customs' records, from 2020 on, both ways.
fn recorded(here: &Path) {
    let goods = [("10063020", 5.0), ("84713000", 1.0), ("84831000", 0.5)];
    let row = |i: usize, code: &str, dollars: f64| {
        format!("{}{:02},{code},货,109,朝鲜,10,千克,\"{dollars:.0}\",\n", 2020 + i / 12, i % 12 + 1)
    };
    let months = |size: f64| -> String {
        let month = |i: usize| {
            goods
                .iter()
                .map(|(code, times)| (code, *times))
                .map(move |(code, times)| row(i, code, times * size * wave(i)))
        };
        (0..48).flat_map(month).collect()
    };
    let header = "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位,美元,";
    for (flow, file, size) in [("export", "x.csv", 1e4), ("import", "m.csv", 4e4)] {
        fs::write(here.join(file), format!("{header}\n{}", months(size))).expect("records");
        let taken = said(yalu(here).args(["ingest", file, "--flow", flow]));
        assert_eq!(taken.code, 0, "{}", taken.err);
    }
}

#[test]
fn what_makes_it_up_adds_up_to_what_is_expected() {
    let here = folder();
    recorded(here.path());
    let asked = |by: &str| {
        let told = said(yalu(here.path()).args([
            "forecast",
            "--by",
            by,
            "--json",
            "--as-of",
            "2024-03-01",
            "--until",
            "2024-12",
        ]));
        assert_eq!(told.code, 0, "{}", told.err);
        serde_json::from_str::<Value>(&told.out).expect("a document")
    };
    let answer = asked("chapter");
    let at = |value: &Value, key: &str| value[key].as_f64().unwrap_or_else(|| panic!("{key}: {value}"));
    let all = list(&answer, "parts");
    assert_eq!(all.len(), 2, "{}", answer["notes"]);
    for parts in all {
        let flow = list(&answer, "series").iter().find(|series| series["flow"] == parts["flow"]).expect("the flow");
        let chapters: Vec<&Value> =
            list(parts, "parts").iter().filter(|part| text(part, "commodity").len() == 2).collect();
        for (h, whole) in list(flow, "points").iter().enumerate() {
            let point = |part: &&Value| at(&part["points"][h], "best");
            let sum: f64 = chapters.iter().map(point).sum();
            assert!((sum - at(whole, "best")).abs() <= 2.0 + chapters.len() as f64, "{h}: {sum} {whole}");
            assert!(chapters.iter().all(|part| point(part) >= 0.0));
        }
    }
}

#[test]
fn without_records_of_all_goods_the_parts_are_left_out_and_it_says_so() {
    let answer = ask_json("forecast --by sector --json --as-of 2024-01-18");
    assert!(list(&answer, "parts").is_empty());
    let told =
        list(&answer, "notes").iter().filter(|note| note.as_str().is_some_and(|note| note.contains("yalu ingest")));
    assert_eq!(told.count(), 2, "{}", answer["notes"]);
}

#[test]
fn the_page_of_what_is_expected_tells_everything_and_fetches_nothing() {
    let here = folder();
    let told = said(yalu(here.path()).args(["forecast", "--as-of", "2024-01-18", "--html", "next.html"]));
    assert_eq!(told.code, 0, "{}", told.err);
    let page = fs::read_to_string(here.path().join("next.html")).expect("the page");
    for wanted in ["id=\"years\"", "id=\"scenarios\"", "id=\"deficit\"", "id=\"reserves\"", "id=\"ledger\"", "<svg"] {
        assert!(page.contains(wanted), "{wanted}");
    }
    for fetching in ["<script", "src=", "@import", "url(", "<form"] {
        assert!(!page.contains(fetching), "{fetching}");
    }
}
