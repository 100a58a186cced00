//! The whole of `yalu audit` and `yalu statements read`: what they say, how they
//! end, the shapes that others call, and what they refuse.

mod common;

use std::fs;

use common::{ask, copy, folder, list, opened, root, said, skip, text, yalu};
use serde_json::Value;

/// A report of our own with slips that arithmetic alone finds.
const REPORT: &str = "\
North Korea's trade with China in 2023

North Korea's imports from China came to $2.00 billion in 2023, up 124.1% from $0.89 billion in 2022.

Table 1. Top 3 commodities of North Korea's imports from China

Unit: Ten thousand USD, %

No.\tItem\tHS\tValue (2023)\tShare (2023)
1\tHuman hair\t6703\t16,003\t8.0
2\tSoybean oil\t1507\t9,004\t4.5
3\tFertilizers\t3105\t8,066\t4.0
Total (Top 3)\t\t\t33,073\t17.6
Total\t\t\t200,350\t100.0

Imports of soybean oil (HS 1507) amounted to $90.04 million (5.4% of total imports).
";

const VERDICTS: [&str; 6] = ["holds", "holds-within-rounding", "unlikely", "contradicted", "not-derivable", "not-read"];

/// Runs `yalu audit` on a text in a file of this name.
fn audit(name: &str, bytes: &[u8], arguments: &[&str]) -> (i32, String, String) {
    let here = folder();
    fs::write(here.path().join(name), bytes).expect("a report");
    let said = said(yalu(here.path()).args(["audit", name]).args(arguments));
    (said.code, said.out, said.err)
}

fn audited(name: &str, bytes: &[u8]) -> Value {
    let (code, out, err) = audit(name, bytes, &["--json"]);
    assert!(code < 2, "{name}: {err}");
    serde_json::from_str(&out).expect("JSON")
}

fn claims_of(line: &str) -> Value {
    let said = ask(line);
    assert!(said.code < 2, "yalu {line}: {}", said.err);
    said.json()
}

fn claim<'a>(answer: &'a Value, id: &str) -> &'a Value {
    list(answer, "claims").iter().find(|claim| claim["id"] == id).unwrap_or_else(|| panic!("no claim {id}"))
}

#[test]
fn every_claim_has_the_shape_that_others_call() {
    for answer in [audited("report.txt", REPORT.as_bytes()), claims_of("audit kiep-2023 --json")] {
        for claim in list(&answer, "claims") {
            assert!(claim["place"]["line"].is_u64() && claim["place"]["column"].is_u64(), "{claim}");
            for key in ["id", "kind", "why"] {
                assert!(claim[key].is_string(), "{key}: {claim}");
            }
            let printed = &claim["printed"];
            assert!(printed["text"].is_string() && printed["unit"].is_string(), "{claim}");
            assert!(["value", "low", "high"].iter().all(|key| printed.get(key).is_some()), "{claim}");
            assert!(claim["found"]["text"].is_string(), "{claim}");
            assert!(["low", "high"].iter().all(|key| claim["found"].get(key).is_some()), "{claim}");
            assert!(VERDICTS.contains(&text(claim, "verdict")), "{claim}");
            let amiss = ["contradicted", "unlikely"].contains(&text(claim, "verdict"));
            assert!(!amiss || !text(claim, "why").is_empty(), "{claim}");
        }
        let counts = &answer["summary"]["verdicts"];
        let sum: u64 = VERDICTS.iter().filter_map(|verdict| counts[*verdict].as_u64()).sum();
        assert_eq!(sum as usize, list(&answer, "claims").len());
        assert_eq!((text(&answer["summary"], "desk"), text(&answer["summary"], "as_of")), ("dprk", "2025-09-30"));
    }
}

#[test]
fn a_report_is_held_against_itself_and_against_the_desk() {
    let answer = audited("report.txt", REPORT.as_bytes());
    let amiss: Vec<(&str, u64)> = list(&answer, "claims")
        .iter()
        .filter(|claim| claim["verdict"] == "contradicted")
        .map(|claim| (text(&claim["printed"], "text"), claim["place"]["line"].as_u64().expect("a line")))
        .collect();
    assert_eq!(amiss, [("17.6", 13), ("5.4%", 16)]);
}

#[test]
fn what_does_not_hold_is_told_like_a_compilers_message() {
    let (code, out, err) = audit("report.txt", REPORT.as_bytes(), &[]);
    assert_eq!((code, err.as_str()), (1, ""));
    insta::assert_snapshot!("audit_text", out);
    assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
}

#[test]
fn it_ends_with_one_where_something_is_contradicted_and_with_zero_where_nothing_is() {
    let clean = REPORT.replace("17.6\n", "16.5\n").replace("5.4%", "4.5%");
    let (code, out, err) = audit("report.txt", clean.as_bytes(), &[]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert_eq!(audit("report.txt", REPORT.as_bytes(), &[]).0, 1);
    assert_eq!(audit("report.txt", b"Nothing is counted here.\n", &[]).0, 0);
}

#[test]
fn a_claims_file_is_audited_by_itself() {
    let claims = fs::read(root().join("desks/dprk/articles/kiep-2023/claims.toml")).expect("claims");
    let answer = audited("claims.toml", &claims);
    for (id, verdict, cause) in [
        ("imports", "holds", None),
        ("imports-growth", "holds", None),
        ("exports-base-year", "contradicted", Some("wrong-period")),
        ("electricity", "contradicted", Some("unit-missing")),
        ("electricity-share", "contradicted", Some("share")),
        ("rice-mean-2017-18", "contradicted", Some("scale")),
        ("table-2-top", "contradicted", Some("copied")),
        ("essentials-share", "contradicted", Some("wrong-period")),
        ("deficit-2023", "contradicted", Some("sum")),
        ("workers", "not-derivable", None),
        ("fertiliser-record", "not-derivable", None),
    ] {
        let claim = claim(&answer, id);
        assert_eq!((text(claim, "verdict"), claim["cause"].as_str()), (verdict, cause), "{claim}");
    }
    assert!(list(&answer, "claims").iter().all(|claim| claim["verdict"] != "not-read"));
}

#[test]
fn the_base_of_a_ratio_is_looked_for_where_none_is_named() {
    let answer = claims_of("audit kiep-2023 --json");
    let exports = claim(&answer, "exports-vs-before");
    assert_eq!((text(exports, "verdict"), text(&exports["found"], "text")), ("holds", "2017 gives 16.8–16.9 %"));
    let imports = claim(&answer, "imports-vs-before");
    assert_eq!(text(imports, "verdict"), "not-derivable");
    assert_eq!(text(&imports["found"], "text"), "no window of whole years on file gives 64.1 %");
    let table = ask("table base-finder --flow export --period 2023 --printed 16.9 --json");
    assert_eq!((table.code, text(&list(&table.json(), "rows")[0], "period")), (0, "2017"), "{}", table.err);
}

/// KOTRA against customs, first release against revised: said, and no slip.
#[test]
fn another_coverage_and_another_release_are_no_slips() {
    let claims = r#"
[[claim]]
id = "with-crude"
place = "somewhere"
says = { measure = "level", flow = "T", period = "2022", printed = "1,532", unit = "USD", scale = "1e6" }

[[claim]]
id = "as-revised"
place = "somewhere"
says = { measure = "growth", flow = "T", period = "2023", printed = "137", unit = "%" }

[[claim]]
id = "wrong"
place = "somewhere"
says = { measure = "level", flow = "T", period = "2022", printed = "1,732", unit = "USD", scale = "1e6" }
"#;
    let answer = audited("claims.toml", claims.as_bytes());
    for (id, verdict, cause) in [
        ("with-crude", "holds", Some("coverage")),
        ("as-revised", "holds", Some("vintage")),
        ("wrong", "contradicted", None),
    ] {
        let claim = claim(&answer, id);
        assert_eq!(text(claim, "verdict"), verdict, "{claim}");
        assert!(cause.is_none() || claim["cause"].as_str() == cause, "{claim}");
    }
}

#[test]
fn an_articles_folder_is_audited_with_its_tables() {
    let here = folder();
    copy(&root().join("desks/dprk/articles/kiep-2023"), &here.path().join("mine"));
    let table = here.path().join("mine/table-1.csv");
    let changed = fs::read_to_string(&table).expect("a table").replace("\"16,003\"", "\"16,030\"");
    fs::write(&table, changed).expect("the table changes");
    let said = said(yalu(here.path()).args(["audit", "mine", "--json"]));
    assert_eq!(said.code, 1, "{}", said.err);
    let answer = said.json();
    let cells = list(&answer, "claims").iter().filter(|claim| claim["place"]["table"] == "Table 1");
    assert!(cells.clone().count() >= 30, "every cell of the table");
    let wrong: Vec<&Value> = cells.filter(|claim| claim["verdict"] == "contradicted").collect();
    assert!(
        wrong.iter().any(|claim| ["16,030", "78,245", "78,245 × $10,000"].contains(&text(&claim["printed"], "text"))),
        "{wrong:#?}"
    );
}

#[test]
fn findings_go_to_a_review_tool_as_sarif() {
    let here = folder();
    fs::write(here.path().join("my report.txt"), REPORT).expect("a report");
    let said = said(yalu(here.path()).args(["audit", "my report.txt", "--sarif", "out.sarif"]));
    assert_eq!(said.code, 1, "{}", said.err);
    let log: Value = serde_json::from_slice(&fs::read(here.path().join("out.sarif")).expect("a log")).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    assert!(text(&log, "$schema").ends_with("sarif-schema-2.1.0.json"));
    let run = &list(&log, "runs")[0];
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "yalu");
    let rules: Vec<&str> = list(driver, "rules").iter().map(|rule| text(rule, "id")).collect();
    let results = list(run, "results");
    assert_eq!(results.len(), 2);
    for result in results {
        assert!(rules.contains(&text(result, "ruleId")) && result["level"] == "error", "{result}");
        assert!(!text(&result["message"], "text").is_empty());
        let place = &list(result, "locations")[0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "my%20report.txt");
        let region = &place["region"];
        let line = REPORT.lines().nth(region["startLine"].as_u64().expect("a line") as usize - 1).expect("the line");
        let at = |key: &str| region[key].as_u64().expect(key) as usize - 1;
        let words: String = line.chars().skip(at("startColumn")).take(at("endColumn") - at("startColumn")).collect();
        assert!(["17.6", "5.4%"].contains(&words.as_str()), "{words}");
    }
}

#[test]
fn the_report_becomes_a_page_with_every_figure_marked() {
    let here = folder();
    fs::write(here.path().join("report.txt"), REPORT.replace("Human hair", "Hair & wigs")).expect("a report");
    let said = said(yalu(here.path()).args(["audit", "report.txt", "--html", "page.html", "--json"]));
    assert_eq!(said.code, 1, "{}", said.err);
    let page = fs::read_to_string(here.path().join("page.html")).expect("the page");
    for nothing in ["<script", "src=", "@import", "url(", "http://", "https://"] {
        assert!(!page.contains(nothing), "the page has {nothing}");
    }
    assert!(page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"));
    let answer = said.json();
    let read = list(&answer, "claims").len();
    assert!(page.matches("class=\"v v-").count() > read / 2 && page.contains("Hair &amp; wigs"));
    let Some(dom) = opened("the_report_becomes_a_page_with_every_figure_marked", here.path(), "page.html") else {
        return;
    };
    for wanted in ["<table>", "class=\"v v-contradicted\"", "class=\"note n-contradicted\"", "id=\"c-1\"", "17.6</a>"] {
        assert!(dom.contains(wanted), "{wanted} is missing from the page as a browser has it");
    }
}

/// What is asked, words of what it says; it ends with 2 and writes nothing.
#[test]
fn what_cannot_be_audited_is_refused_with_a_hint() {
    let here = folder();
    let put = |name: &str, bytes: &[u8]| fs::write(here.path().join(name), bytes).expect("a file");
    put("report.txt", REPORT.as_bytes());
    put("empty.txt", b"");
    put("binary.txt", &[0, 159, 146, 150, 0, 1, 2, 3, 255, 254, 0, 0]);
    put("typo.toml", b"[[claim]]\nid = \"a\"\nplaze = \"b\"\nsays = { measure = \"level\", flow = \"X\", period = 2023, printed = \"1\", unit = \"USD\" }\n");
    put("none.toml", b"[[claim]]\nid = \"a\"\nplace = \"b\"\nsays = { measure = \"none\", period = 2023, printed = \"1\", unit = \"units\" }\n");
    put("unmeasured.toml", b"[[claim]]\nid = \"a\"\nplace = \"b\"\nsays = { measure = \"levle\", flow = \"X\", period = 2023, printed = \"1\", unit = \"USD\" }\n");
    fs::create_dir(here.path().join("folder")).expect("a folder");
    for (arguments, words) in [
        (&["missing.txt"][..], "the desk has kiep-2023"),
        (&["folder"], "folder has no article.toml"),
        (&["empty.txt"], "hint: "),
        (&["binary.txt"], "hint: "),
        (&["typo.toml"], "did you mean `place`?"),
        (&["none.toml"], "a claim that no measure gives needs `why`"),
        (&["unmeasured.toml"], "there is no measure `levle`"),
        (&["report.txt", "--html", "no/such/folder/a.html", "--sarif", "a.sarif"], "could not be written"),
        (&["report.txt", "--html", "folder"], "folder is a folder"),
        (&["report.txt", "--sarif", "no/such/folder/a.sarif", "--html", "a.html"], "hint: name another file"),
        (&[], "Usage: yalu audit"),
        (&["report.txt", "--as-of", "yesterday"], "yesterday"),
    ] {
        let said = said(yalu(here.path()).arg("audit").args(arguments));
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{arguments:?}: {}", said.err);
        assert!(said.err.contains(words) && !said.err.contains("panicked"), "{arguments:?}: {}", said.err);
    }
    let left: Vec<String> = fs::read_dir(here.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("part") || name.ends_with("html") || name.ends_with("sarif"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn what_a_report_prints_becomes_rows_that_a_desk_reads() {
    let here = folder();
    let ranks = format!(
        "{REPORT}\nIn 2023, HS 3102 was the ninth largest, HS 1507 the third largest of North Korea's imports from China.\n"
    );
    fs::write(here.path().join("report.txt"), ranks).expect("a report");
    copy(&root().join("desks/dprk"), &here.path().join("desk"));
    let read = |arguments: &[&str]| said(yalu(here.path()).args(["statements", "read", "report.txt"]).args(arguments));
    let first = read(&["--out", "desk/statements/new.csv"]);
    assert_eq!(first.code, 0, "{}", first.err);
    let rows = fs::read_to_string(here.path().join("desk/statements/new.csv")).expect("rows");
    assert!(rows.starts_with("id,reporter,partner,period,period_kind,flow,hs,coverage,measure,base,of,printed,"));
    assert!(rows.contains("CHN,PRK,2023,year,X,1507,reported,value,,,90.04,USD,1000000,90040000,"), "{rows}");
    assert!(
        rows.contains("CHN,PRK,2023,year,X,1507,reported,rank,,HS4,3,rank,1,3,,,,,published,report.txt,"),
        "{rows}"
    );
    let check = said(yalu(here.path()).args(["check", "desk", "--json"])).json();
    let errors: Vec<&Value> =
        list(&check, "findings").iter().filter(|finding| finding["severity"] == "error").collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let again = read(&["--out", "desk/statements/new.csv"]);
    assert_eq!((again.code, again.out.as_str()), (2, ""));
    assert!(again.err.contains("is there already") && again.err.contains("--force"), "{}", again.err);
    let answer = read(&["--json"]).json();
    assert_eq!(list(&answer, "rows").len() + 1, rows.lines().count());
}

/// What Yalu writes passes what Yalu asks of others: in every language, on the page, in the mail and in print.
#[test]
fn every_brief_passes_its_own_audit() {
    let test = "every_brief_passes_its_own_audit";
    let here = folder();
    let doctor = ask("doctor --json").json();
    let can =
        |lang: &str| list(&doctor, "findings").iter().any(|f| f["what"] == format!("PDF in {lang}") && f["ok"] == true);
    let (set, unset): (Vec<&str>, Vec<&str>) = ["en", "ko", "zh"].into_iter().partition(|lang| can(lang));
    let brief = |languages: &str, formats: &str| {
        let arguments = ["brief", "--lang", languages, "--format", formats, "--out", "out"];
        let said = said(yalu(here.path()).args(arguments));
        assert_eq!(said.code, 0, "{}", said.err);
    };
    brief("en,ko,zh", "md,html");
    if !set.is_empty() {
        brief(&set.join(","), "pdf");
    }
    if !unset.is_empty() {
        skip(test, &format!("there is no font for a PDF in {}", unset.join(", ")));
    }
    let mut files: Vec<String> = fs::read_dir(here.path().join("out"))
        .expect("briefs")
        .map(|entry| entry.expect("a brief").file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    assert_eq!(files.len(), 6 + set.len());
    for file in files {
        let said = said(yalu(here.path()).args(["audit", &format!("out/{file}"), "--json"]));
        let answer = said.json();
        let amiss: Vec<&Value> =
            list(&answer, "claims").iter().filter(|claim| claim["verdict"] == "contradicted").collect();
        assert!(said.code == 0 && amiss.is_empty(), "{file}: {amiss:#?}");
        let held = answer["summary"]["verdicts"]["holds"].as_u64().expect("a count");
        assert!(held > 80, "{file}: only {held} figures are held up by anything");
    }
}
