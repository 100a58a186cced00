//! Another economy, through another's books.

use std::{fs, path::Path};

use serde_json::Value;

use super::common::*;

/// A desk of nothing but what the contract asks for: another economy, through another's books.
fn another(folder: &Path) {
    let files = [
        (
            "desk.toml",
            r#"economy = "ERI"
reporters = ["ARE"]
as_of = 2024-06-30
print_unit = "USD 1e6"
languages = ["en"]
default_bases = ["before"]
default_coverage = "reported"
"#,
        ),
        (
            "bases.toml",
            r#"[[base]]
id = "before"
label = { en = "the mean of the two years before" }
periods = [2021, 2022]
why = "made up"
source = "made up"
"#,
        ),
        (
            "statements/made-up.csv",
            "id,reporter,partner,period,period_kind,flow,hs,coverage,measure,base,of,printed,unit,scale,value,low,high,approx,released,status,source,note
A1,ARE,ERI,2021,year,X,,reported,value,,,100.0,USD,1e6,,,,,2022-03-01,published,made up,
A2,ARE,ERI,2021,year,M,,reported,value,,,40.0,USD,1e6,,,,,2022-03-01,published,made up,
A3,ARE,ERI,2022,year,X,,reported,value,,,120.0,USD,1e6,,,,,2023-03-01,published,made up,
A4,ARE,ERI,2022,year,M,,reported,value,,,50.0,USD,1e6,,,,,2023-03-01,published,made up,
A5,ARE,ERI,2023,year,X,,reported,value,,,150.0,USD,1e6,,,,,2024-03-01,published,made up,
A6,ARE,ERI,2023,year,M,,reported,value,,,30.0,USD,1e6,,,,,2024-03-01,published,made up,
",
        ),
        (
            "briefs/annual.toml",
            r#"grain = "year"
period = 2023
number = [
  { id = "imports", measure = "level", flow = "import" },
  { id = "growth", measure = "growth", flow = "import" },
  { id = "recovery", measure = "recovery", flow = "export", base = "before" },
  { id = "balance", measure = "balance", flow = "balance" },
]

[title]
en = "{economy} and {reporter} in {period}"

[subtitle]
en = "As of {as_of}"

[[block]]
kind = "paragraph"

[[block.sentences]]
en = "Imports came to {imports} ({growth}), exports to {recovery} of {base.before}, the balance to {balance}."
"#,
        ),
    ];
    for (file, text) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
        fs::write(path, text).expect("it is written");
    }
}

#[test]
fn another_economy_is_a_folder_and_no_rebuild() {
    let here = folder();
    another(&here.path().join("desks/asmara"));
    let run = |line: &str| said(yalu(here.path()).args(line.split_whitespace()));
    assert_eq!(list(&run("check asmara --json").json(), "findings"), [] as [Value; 0]);
    // A desk under ./desks/ goes by its name.
    let brief = run("brief --desk asmara");
    assert_eq!(brief.code, 0, "{}", brief.err);
    let file = |ending: &str| fs::read(here.path().join(format!("brief/brief-asmara-2023.en.{ending}"))).expect(ending);
    assert!(FORMATS.iter().all(|ending| !file(ending).is_empty()));
    let json: Value = serde_json::from_slice(&file("json")).expect("JSON");
    assert_eq!((text(&json, "desk"), text(&json, "title")), ("asmara", "ERI and ARE in 2023"));
    for (id, printed) in
        [("imports", "$150.0 million"), ("growth", "+25.0%"), ("recovery", "66.7%"), ("balance", "−$120.0 million")]
    {
        let number = by_id(list(&json, "numbers"), id);
        assert_eq!(text(number, "printed"), printed, "{id}");
    }
    let table = run("table level --desk asmara --flow import --period 2021..2023 --by year --json").json();
    let printed: Vec<&str> = list(&table, "rows").iter().map(|row| text(row, "printed")).collect();
    assert_eq!(printed, ["100", "120", "150"]);
    assert_eq!(
        run("table level --desk asmara --as-of 2024-02-29 --period 2023 --json").json()["rows"][0]["value"],
        Value::Null
    );
    // And a language that the desk has no words in is refused before anything is written.
    let refused = run("brief --desk asmara --lang en,ko --format md --out korean");
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert!(refused.err.contains("no words in `ko`") && !here.path().join("korean").exists(), "{}", refused.err);
}
