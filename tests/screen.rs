//! Screening from the command line: dates, levels of codes, caps and their own
//! years, national notices, disputes, files of rows, and the mark in the brief.

mod common;

use common::{ask, ask_json, folder, list, read, said, text, yalu};
use serde_json::Value;

/// The one row of an answer.
fn row(flow: &str, commodity: &str, on: &str) -> Value {
    let answer = ask_json(&format!("screen --flow {flow} --commodity {commodity} --on {on} --json"));
    assert_eq!(list(&answer, "rows").len(), 1);
    answer["rows"][0].clone()
}

#[test]
fn goods_stand_as_the_rules_of_the_day_say() {
    for (flow, commodity, on, status, rule, part) in [
        // Coal: nothing, a ban with an exception, a cap for the rest of the year, a yearly cap, China's halt, a full ban.
        ("export", "2701", "2016-03-01", "clear", None, false),
        ("export", "2701", "2016-03-02", "exempt", Some("2270-coal"), false),
        ("export", "2701", "2016-11-30", "capped", Some("2321-coal-interim"), false),
        ("export", "270112", "2017-01-01", "capped", Some("2321-coal"), false),
        ("export", "2701", "2017-02-19", "prohibited", Some("china-coal-2017"), false),
        ("export", "2701", "2017-08-05", "prohibited", Some("2371-coal"), false),
        ("M", "2701", "2023-12-31", "prohibited", Some("2371-coal"), false),
        // The other way, and a chapter that is touched in part.
        ("import", "2701", "2023-12-31", "clear", None, false),
        ("export", "27", "2023-12-31", "prohibited", Some("2371-coal"), true),
        // A child of a banned chapter is banned, in both directions apart.
        ("import", "84715030", "2017-12-21", "clear", None, false),
        ("import", "84715030", "2017-12-22", "prohibited", Some("2397-machinery"), false),
        ("export", "84", "2017-12-22", "prohibited", Some("2397-machinery-out"), false),
        // What is read in two ways.
        ("export", "7202", "2023-12-31", "disputed", Some("ferro-alloys"), false),
        ("export", "7201", "2023-12-31", "prohibited", Some("2371-iron"), false),
        ("export", "2611", "2023-12-31", "disputed", Some("tungsten-molybdenum-ore"), false),
        // Named by nobody.
        ("export", "6704", "2023-12-31", "clear", None, false),
        ("export", "2716", "2023-12-31", "clear", None, false),
        ("import", "1006", "2023-12-31", "clear", None, false),
        // Groups of the desk, and everything.
        ("export", "basket:garments", "2023-12-31", "prohibited", Some("2375-textiles"), false),
        ("import", "TOTAL", "2023-12-31", "prohibited", Some("2397-vehicles"), true),
    ] {
        let row = row(flow, commodity, on);
        let found = (text(&row, "status"), row["rule"].as_str(), row["part"].as_bool());
        assert_eq!(found, (status, rule, Some(part)), "{flow} {commodity} on {on}: {row:#}");
        assert_eq!((text(&row, "on"), text(&row, "commodity")), (on, commodity));
        assert!(!text(&row, "why").is_empty() && (rule.is_none() == row["instrument"].is_null()), "{row:#}");
    }
}

#[test]
fn a_ban_says_when_each_applied_it_and_what_could_still_pass() {
    let ban = row("export", "2701", "2017-08-10");
    assert_eq!((text(&ban, "effective"), text(&ban, "wind_down")), ("2017-08-05", "2017-09-04"));
    assert_eq!((text(&ban, "instrument"), text(&ban, "paragraph")), ("UNSCR 2371 (2017)", "8"));
    assert_eq!(ban["winding_down"], true);
    let notice = &ban["national"][0];
    assert_eq!(
        (text(notice, "by"), text(notice, "effective"), text(notice, "wind_down")),
        ("CHN", "2017-08-15", "2017-09-04")
    );
    assert!(text(&ban, "why").contains("CHN applies it only from 2017-08-15"), "{ban:#}");
    assert_eq!(row("export", "2701", "2017-09-05")["winding_down"], false);
    let textiles = row("export", "6203", "2017-12-10");
    assert_eq!((text(&textiles, "wind_down"), &textiles["winding_down"]), ("2017-12-10", &Value::Bool(true)));
    // What was not checked says so.
    let machines = row("import", "84", "2020-01-01");
    assert_eq!((&machines["verified"], &ban["verified"]), (&Value::Bool(false), &Value::Bool(true)));
    assert!(text(&machines, "unseen").contains("codes"), "{machines:#}");
}

#[test]
fn a_cap_has_its_own_year_and_says_how_much_is_used_or_that_nobody_knows() {
    for (flow, commodity, on, limit, unit, from, used) in [
        // Reported to the Committee: 418,000 of 500,000 barrels; 48,430 t at 8.33 barrels a ton.
        ("import", "2710", "2019-12-31", 500_000, "barrels", "2019-01-01", Some(0.836)),
        ("import", "271019", "2018-12-31", 500_000, "barrels", "2018-01-01", Some(0.806_844)),
        ("import", "2710", "2020-10-31", 500_000, "barrels", "2020-01-01", Some(0.259_412)),
        // Nobody reports crude oil; its year begins on 23 December.
        ("import", "2709", "2020-12-22", 4_000_000, "barrels", "2019-12-23", None),
        ("import", "2709", "2020-12-23", 4_000_000, "barrels", "2020-12-23", None),
        // Nothing was reported of coal; the desk's own customs say 2.67 of 7.5 million tons by February.
        ("export", "2701", "2017-02-18", 7_500_000, "t", "2017-01-01", Some(0.356)),
    ] {
        let row = row(flow, commodity, on);
        let cap = &row["cap"];
        assert_eq!((text(&row, "status"), cap["limit"].as_u64()), ("capped", Some(limit)), "{row:#}");
        assert_eq!((text(cap, "unit"), text(cap, "year_from")), (unit, from), "{row:#}");
        assert_eq!(cap["used_share"].as_f64(), used, "{commodity} on {on}: {cap:#}");
        assert!(!text(cap, "used").is_empty());
    }
    // Nothing that was out later is used: on 1 January 2020 the year 2019 was still to be added up.
    let early = ask_json("screen --flow import --commodity 2710 --on 2019-12-31 --as-of 2020-01-01 --json");
    assert_eq!(early["rows"][0]["cap"]["used_share"], Value::Null);
    assert!(text(&early["rows"][0], "why").contains("How much is used is not known"), "{early:#}");
}

#[test]
fn a_file_is_screened_row_by_row_and_loses_nothing() {
    let here = folder();
    let rows = "flow,commodity,date,value,weight\nexport,2701,2018-03-31,1000,20\nexport,6704,2018-03,2500,\n\
                import,84,2018-03-31,70,\nexport,999,2018-03-31,1,\nexport,7799,2018-03-31,1,\nsideways,84,2018-03-31,1,\n";
    std::fs::write(here.path().join("rows.csv"), rows).expect("a file");
    let screened = said(yalu(here.path()).args(["screen", "rows.csv", "--json"]));
    assert_eq!(screened.code, 1, "rows that cannot be read are refused: {}", screened.err);
    let answer = screened.json();
    let found: Vec<(u64, &str, f64)> = list(&answer, "rows")
        .iter()
        .map(|row| {
            (row["line"].as_u64().expect("a line"), text(row, "status"), row["value"].as_f64().expect("a value"))
        })
        .collect();
    assert_eq!(found, [(2, "prohibited", 1000.0), (3, "clear", 2500.0), (4, "prohibited", 70.0)]);
    assert_eq!(text(&answer["rows"][1], "on"), "2018-03-31");
    assert_eq!(answer["summary"]["prohibited"]["value"].as_f64(), Some(1070.0));
    let lines: Vec<u64> =
        list(&answer, "complaints").iter().filter_map(|complaint| complaint["line"].as_u64()).collect();
    assert_eq!(lines, [5, 7, 6], "{answer:#}");
    let told = said(yalu(here.path()).args(["screen", "rows.csv"]));
    assert!(told.out.contains("line 2: export 2701") && told.out.contains("2 prohibited, 1 clear"), "{}", told.out);
    assert!(told.err.contains("`999` is not a commodity code"), "{}", told.err);
}

#[test]
fn what_cannot_be_screened_says_why() {
    for (line, words) in [
        ("screen", "--flow"),
        ("screen --commodity 84", "--flow"),
        ("screen --flow total --commodity 84", "write import or export"),
        ("screen --flow export --commodity 84 --on soon", "`soon` is not a date"),
        ("screen --flow export --commodity 7799", "reserved"),
        ("screen --flow export --commodity basket:nothing", "the desk has no basket `nothing`"),
        ("screen no-such-file.csv", "no-such-file.csv"),
    ] {
        let said = ask(line);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "yalu {line}: {}", said.err);
        assert!(said.err.contains(words) && !said.err.contains("panicked"), "yalu {line}: {}", said.err);
    }
}

#[test]
fn the_tables_of_the_brief_bear_the_mark_in_every_language() {
    let here = folder();
    let brief = ["--quiet", "brief", "--lang", "en,ko,zh", "--format", "md", "--out", "out"];
    assert_eq!(said(yalu(here.path()).args(brief)).code, 0);
    for (lang, head, mark) in [("en", "Sanctions", "disputed†"), ("ko", "제재", "이견†"), ("zh", "制裁", "有争议†")]
    {
        let page = std::fs::read_to_string(here.path().join(format!("out/brief-dprk-2023.{lang}.md"))).expect("a page");
        let row = |code: &str| {
            page.lines().find(|l| l.starts_with("| ") && l.contains(&format!("| {code} |"))).expect("a row")
        };
        assert!(page.contains(&format!("| {head} |")), "{lang}");
        assert!(row("7202").ends_with(&format!("{mark} |")), "{lang}: {}", row("7202"));
        assert!(row("6704").ends_with("| – |"), "{lang}: {}", row("6704"));
        assert!(page.contains("7202 UNSCR 2371 (2017) §8†"), "{lang}");
    }
}

#[test]
fn every_rule_of_the_calendar_that_was_handed_over_is_on_the_desk() {
    let page = read("desks/dprk/sanctions.toml");
    for notice in
        ["No. 11 of 2016", "No. 81 of 2016", "No. 12 of 2017", "No. 40 of 2017", "No. 52 of 2017", "No. 4 of 2018"]
    {
        assert!(page.contains(notice), "{notice}");
    }
    let unverified = page.matches("\nverified = false").count();
    assert_eq!(unverified, page.matches("\nunseen = ").count(), "what is not verified says what was not read");
}
