//! Desks that are broken in one way a case. `yalu check` names file, line,
//! column, code and what to do next, all findings at once; a desk with errors
//! is not worked from, and nothing is written. A desk of another economy needs
//! no word of Rust.

mod common;

#[path = "common/broken.rs"]
mod broken;

use std::{fs, path::Path};

use broken::*;
use common::{FORMATS, by_id, folder, list, said, text, yalu};
use serde_json::Value;

#[test]
fn a_whole_desk_is_sound_wherever_it_lies() {
    for name in ["desk", "a desk of ours", "북한 데스크"] {
        let desk = Desk::named(name);
        assert_eq!(desk.check(), (0, Vec::new()), "{name}");
        let out = desk.folder.path().join("out");
        let mut command = yalu(desk.folder.path());
        let said = said(command.args(["brief", "--desk", name, "--format", "json", "--out"]).arg(&out));
        assert_eq!(said.code, 0, "{name}: {}", said.err);
        assert!(out.join(format!("brief-{name}-2023.en.json")).is_file(), "{name}: {}", said.out);
    }
}

#[test]
fn a_byte_order_mark_does_no_harm() {
    let desk = Desk::whole();
    desk.put(TOTALS, [b"\xEF\xBB\xBF", desk.text(TOTALS).as_bytes()].concat());
    assert_eq!(desk.check(), (0, Vec::new()));
}

#[test]
fn keys_and_toml_are_told_with_their_place() {
    check(&[
        Case {
            broken: |desk| desk.edit("desk.toml", "print_unit", "print_unti"),
            file: "desk.toml",
            at: At::Text("print_unti"),
            code: "unknown-key",
            says: "`print_unti` is not a key here",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit(ANNUAL, "period = 2023\n", "peroid = 2023\n"),
            file: ANNUAL,
            at: At::Text("peroid"),
            code: "unknown-key",
            says: "`peroid`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("bases.toml", "periods = [2017]\nwhy", "periods = [2017]\nlow = 1\nwhy"),
            file: "bases.toml",
            at: At::Text("low = 1"),
            code: "unknown-key",
            says: "`low`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("baskets/grain.toml", "source = ", "sauce = "),
            file: "baskets/grain.toml",
            at: At::Text("sauce"),
            code: "unknown-key",
            says: "`sauce`",
            errors: 2,
        },
        Case {
            broken: |desk| desk.edit("baskets/grain.toml", "id = \"grain\"", "id = \"grain"),
            file: "baskets/grain.toml",
            at: At::Line(1, 12),
            code: "toml",
            says: "",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("desk.toml", "economy = \"PRK\"", "economy = \"North Korea\""),
            file: "desk.toml",
            at: At::Text("\"North Korea\"\n"),
            code: "economy",
            says: "`North Korea` is not an economy",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit(CLAIMS, "says = {", "sais = {"),
            file: CLAIMS,
            at: At::Text("[[claim]]\nid = \"trade-growth\""),
            code: "missing-key",
            says: "a claim needs `says`",
            errors: 2,
        },
    ]);
}

#[test]
fn codes_are_held_against_the_nomenclature() {
    check(&[
        Case {
            broken: |desk| desk.edit("baskets/grain.toml", "\"1001\"", "\"101\""),
            file: "baskets/grain.toml",
            at: At::Text("\"101\""),
            code: "commodity",
            says: "`101`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("baskets/grain.toml", "\"1001\"", "\"7701\""),
            file: "baskets/grain.toml",
            at: At::Text("\"7701\""),
            code: "unknown-code",
            says: "7701",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("sectors.toml", "\"97\", \"98\"]", "\"97\", \"99\"]"),
            file: "sectors.toml",
            at: At::Text("\"99\"]"),
            code: "unknown-code",
            says: "no chapter 99",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("sectors.toml", "chapters = [\"25\"", "chapters = [\"24\", \"25\""),
            file: "sectors.toml",
            at: At::Text("[[sector]]\nid = \"minerals-fuels\""),
            code: "chapter-twice",
            says: "chapter 24 is in `minerals-fuels` and in `agriculture`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit_row(GOODS, "H083v", ",6704,", ",6799,"),
            file: GOODS,
            at: At::Field("H083v", 7),
            code: "unknown-code",
            says: "6799",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit_row(GOODS, "H083v", ",6704,", ",67x4,"),
            file: GOODS,
            at: At::Field("H083v", 7),
            code: "commodity",
            says: "`67x4`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("articles/kiep-2023/table-1.csv", ",1507,", ",1577,"),
            file: "articles/kiep-2023/table-1.csv",
            at: At::Line(3, 3),
            code: "unknown-code",
            says: "1577",
            errors: 1,
        },
    ]);
}

#[test]
fn periods_and_figures_are_parsed_at_the_gate() {
    check(&[
        Case {
            broken: |desk| desk.edit_row(TOTALS, "T363", ",2023,year,", ",2023-13,month,"),
            file: TOTALS,
            at: At::Field("T363", 4),
            code: "period",
            says: "`2023-13` is not a month",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit_row(TOTALS, "T363", ",29189,", ",\"29,18\","),
            file: TOTALS,
            at: At::Field("T363", 12),
            code: "printed",
            says: "`29,18`",
            errors: 1,
        },
        Case {
            broken: |desk| {
                desk.edit_row(TOTALS, "T363", ",29189,USD,1e4,291890000,291885000,291895000,", ",-29189,USD,1e4,,,,")
            },
            file: TOTALS,
            at: At::Field("T363", 12),
            code: "negative",
            says: "`-29189` is below zero",
            errors: 1,
        },
        Case {
            broken: |desk| {
                desk.edit_row(TOTALS, "T363", ",29189,USD,1e4,291890000,291885000,291895000,,", ",7,USD,1e28,,,,about,")
            },
            file: TOTALS,
            at: At::Field("T363", 12),
            code: "printed",
            says: "`7`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit(TOTALS, ",source,note", ",source,source"),
            file: TOTALS,
            at: At::Line(1, 22),
            code: "duplicate-column",
            says: "`source` stands twice",
            errors: 2,
        },
        Case {
            broken: |desk| {
                desk.edit(
                    ANNUAL,
                    "measure = \"balance\", flow = \"balance\" }",
                    "measure = \"balence\", flow = \"balance\" }",
                )
            },
            file: ANNUAL,
            at: At::Text("{ id = \"balance\", measure = \"balence\""),
            code: "unknown-measure",
            says: "`balence`",
            errors: 1,
        },
        Case {
            broken: |desk| {
                desk.edit(
                    ANNUAL,
                    "en = \"Trade more than doubled in {period} to {trade} but",
                    "en = \"Trade more than doubled in {period} to {trade but",
                )
            },
            file: ANNUAL,
            at: At::Text("[[block.sentences]]\nwhen = [\"trade-growth > 100\""),
            code: "brace",
            says: "not closed",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("bases.toml", "[2018, 2019]", "[2018, \"2023-13\"]"),
            file: "bases.toml",
            at: At::Text("\"2023-13\""),
            code: "period",
            says: "`2023-13` is not a month",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit(CLAIMS, "flow = \"T\", period = \"2023\"", "flow = \"T\", period = \"2023-13\""),
            file: CLAIMS,
            at: At::Text("\"2023-13\""),
            code: "period",
            says: "`2023-13` is not a month",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit_row(TOTALS, "T363", ",291890000,", ",2918900000,"),
            file: TOTALS,
            at: At::Field("T363", 15),
            code: "value",
            says: "2918900000 is not printed × scale",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit_row(TOTALS, "T363", ",29189,", ",29l89,"),
            file: TOTALS,
            at: At::Field("T363", 12),
            code: "printed",
            says: "`29l89`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit_row(TOTALS, "T363", ",published,", ",rumoured,"),
            file: TOTALS,
            at: At::Field("T363", 20),
            code: "status",
            says: "`rumoured`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit_row(TOTALS, "T363", "CHN,PRK", "CHN;PRK"),
            file: TOTALS,
            at: At::Field("T363", 21),
            code: "fields",
            says: "this row has 21 fields where the header has 22",
            errors: 1,
        },
    ]);
}

#[test]
fn an_id_stands_once_on_a_desk() {
    check(&[
        Case {
            broken: |desk| desk.append(TOTALS, format!("{}\n", desk.row(TOTALS, "T363")).as_bytes()),
            file: TOTALS,
            at: At::End(1),
            code: "duplicate-id",
            says: "the id `T363` stands twice; first at statements/totals.csv",
            errors: 1,
        },
        Case {
            broken: |desk| desk.append(KIEP, format!("{}\n", desk.row(TOTALS, "T363")).as_bytes()),
            file: TOTALS,
            at: At::Field("T363", 1),
            code: "duplicate-id",
            says: "the id `T363` stands twice; first at statements/kiep-2023.csv",
            errors: 1,
        },
        Case {
            broken: |desk| {
                let base =
                    "[[base]]\nid = \"2017\"\nlabel = \"again\"\nperiods = [2017]\nwhy = \"x\"\nsource = \"x\"\n";
                desk.append("bases.toml", format!("\n{base}").as_bytes());
            },
            file: "bases.toml",
            at: At::Text("[[base]]\nid = \"2017\"\nlabel = \"again\""),
            code: "duplicate-id",
            says: "the base `2017` stands twice",
            errors: 1,
        },
    ]);
}

/// Bytes that are not UTF-8 spoil a whole file, so what rests on its rows is told too.
#[test]
fn another_encoding_is_named() {
    let mut gb = b"T999,CHN,PRK,2023,year,M,,reported,value,,,1,USD,1,,,,,,published,x,".to_vec();
    gb.extend_from_slice(b"\xB1\xB1\xBE\xA9\n");
    let cases: [(Vec<u8>, At, &str); 3] = [
        ([Desk::whole().text(TOTALS).as_bytes(), &gb].concat(), At::End(22), "looks like GB18030"),
        (utf16(&Desk::whole().text(TOTALS), u16::to_le_bytes), At::Line(1, 1), "it is UTF-16"),
        (utf16(&Desk::whole().text(TOTALS), u16::to_be_bytes), At::Line(1, 1), "it is UTF-16"),
    ];
    for (bytes, at, says) in cases {
        let desk = Desk::whole();
        desk.put(TOTALS, bytes);
        let (code, findings) = desk.check();
        assert_eq!(code, 1);
        expect(&findings, &desk, &Case { broken: |_| (), file: TOTALS, at, code: "encoding", says, errors: 0 });
        desk.refuses_a_brief();
    }
    check(&[Case {
        broken: |desk| desk.append("baskets/grain.toml", b"# \xB1\xB1\xBE\xA9\n"),
        file: "baskets/grain.toml",
        at: At::End(1),
        code: "encoding",
        says: "not UTF-8",
        errors: 1,
    }]);
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[test]
fn columns_are_the_contracts() {
    let desk = Desk::whole();
    desk.edit(KIEP, ",approx,", ",aprox,");
    let (code, findings) = desk.check();
    assert_eq!(code, 1);
    for (at, code, says) in [
        (At::Line(1, 1), "missing-column", "the column `approx` is missing"),
        (At::Line(1, 18), "unknown-column", "nobody reads a column `aprox`"),
    ] {
        expect(&findings, &desk, &Case { broken: |_| (), file: KIEP, at, code, says, errors: 0 });
    }
    desk.refuses_a_brief();
}

#[test]
fn words_bind_what_there_is_and_no_figure_is_typed() {
    check(&[
        Case {
            broken: |desk| desk.edit(ANNUAL, "en = \"Headline\"", "en = \"Headline of 2023\""),
            file: ANNUAL,
            at: At::Text("{ en = \"Headline of 2023\""),
            code: "typed-figure",
            says: "`2023` is a figure typed by hand in the en words",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit(ANNUAL, "en = \"Trade came to {trade} in", "en = \"Trade came to {trades} in"),
            file: ANNUAL,
            at: At::Text("[[block.sentences]]\nen = \"Trade came to {trades}"),
            code: "unknown-name",
            says: "nothing is bound to {trades} in the en words",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit(ANNUAL, "when = [\"trade-growth < 0\"]", "when = [\"trade-grwoth < 0\"]"),
            file: ANNUAL,
            at: At::Text("[[block.sentences]]\nwhen = [\"trade-grwoth < 0\"]"),
            code: "unknown-name",
            says: "the condition names `trade-grwoth`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit(ANNUAL, "flow = \"total\", base = \"2019\"", "flow = \"total\", base = \"2091\""),
            file: ANNUAL,
            at: At::Text("{ id = \"trade-vs-2019\""),
            code: "unknown-base",
            says: "there is no base `2091`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("desk.toml", "default_bases = [\"2019\"", "default_bases = [\"2091\""),
            file: "desk.toml",
            at: At::File,
            code: "unknown-base",
            says: "there is no base `2091`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit(ANNUAL, "claim = \"electricity\" }", "claim = \"electrics\" }"),
            file: ANNUAL,
            at: At::Text("{ id = \"article-electricity\""),
            code: "unknown-claim",
            says: "there is no claim `electrics` of an article `kiep-2023`",
            errors: 1,
        },
    ]);
}

#[test]
fn a_correction_that_is_no_longer_needed_is_told() {
    check(&[
        Case {
            broken: |desk| desk.edit_row(KIEP, "K004w", ",t,1e6,", ",t,1e3,"),
            file: "corrections.toml",
            at: At::Text("[[correction]]\nstatement = \"K004w\""),
            code: "stale-correction",
            says: "statement `K004w` says scale = `1e3`, not `1e6`",
            errors: 2,
        },
        Case {
            broken: |desk| desk.edit("corrections.toml", "\"T479\"", "\"T47\""),
            file: "corrections.toml",
            at: At::Text("[[correction]]\nstatement = \"T47\""),
            code: "stale-correction",
            says: "this correction of statement `T47` expects 1 and changes 0",
            errors: 1,
        },
    ]);
}

#[test]
fn rules_of_sanctions_are_held_to_their_form() {
    check(&[
        Case {
            broken: |desk| desk.edit("sanctions.toml", "codes = [\"2701\", \"2702\"]", "codes = [\"2701\", \"7799\"]"),
            file: "sanctions.toml",
            at: At::Text("\"7799\""),
            code: "unknown-code",
            says: "reserved",
            errors: 1,
        },
        Case {
            broken: |desk| {
                desk.edit("sanctions.toml", "wind_down = { until = 2017-09-04", "wind_down = { until = 2017-07-04")
            },
            file: "sanctions.toml",
            at: At::Text("2017-07-04"),
            code: "bounds",
            says: "cannot end before the rule binds",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("sanctions.toml", "year_from = \"12-23\"", "year_from = \"23-12\""),
            file: "sanctions.toml",
            at: At::Text("\"23-12\""),
            code: "date",
            says: "is not a day of the year",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("sanctions.toml", "status = \"disputed\"", "status = \"doubtful\""),
            file: "sanctions.toml",
            at: At::Text("\"doubtful\""),
            code: "status",
            says: "`doubtful` is not a status",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("sanctions.toml", "unseen = \"that `iron`", "unsene = \"that `iron`"),
            file: "sanctions.toml",
            at: At::Text("unsene"),
            code: "unknown-key",
            says: "`unsene`",
            errors: 2,
        },
        Case {
            broken: |desk| desk.edit("sanctions.toml", "id = \"2371-iron\"", "id = \"2371-coal\""),
            file: "sanctions.toml",
            at: At::Text("[[sanction]]\nid = \"2371-coal\"\ngoods = { en = \"Iron\""),
            code: "duplicate-id",
            says: "the sanction `2371-coal` stands twice",
            errors: 1,
        },
    ]);
}

#[test]
fn what_may_come_is_held_against_the_desk() {
    check(&[
        Case {
            broken: |desk| desk.edit("scenarios.toml", "basket = \"grain\"", "basket = \"grian\""),
            file: "scenarios.toml",
            at: At::Text("[[scenario.moves]]\nflow = \"import\"\nbasket = \"grian\""),
            code: "unknown-name",
            says: "there is no basket `grian`",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("scenarios.toml", "statements = [\"T128\"", "statements = [\"T0\""),
            file: "scenarios.toml",
            at: At::Text("[[episode]]\nid = \"sanctions-2017\""),
            code: "unknown-name",
            says: "shown by a statement `T0`, which is not on file",
            errors: 1,
        },
        Case {
            broken: |desk| desk.edit("reserves.toml", "mode = 3_400_000_000", "mode = 340_000_000"),
            file: "reserves.toml",
            at: At::Text("1_000_000_000\nmode"),
            code: "bounds",
            says: "are not in order",
            errors: 1,
        },
        Case {
            broken: |desk| {
                desk.edit("ledger.csv", "2024-03-26,2024-01-18,2024,import", "2024-01-17,2024-01-18,2024,import")
            },
            file: "ledger.csv",
            at: At::Line(2, 4),
            code: "date",
            says: "issued before 2024-01-18, which it is to have known",
            errors: 1,
        },
    ]);
}

#[test]
fn a_folder_without_a_desk_is_told() {
    let emptied: [fn(&Desk); 2] = [
        |desk| fs::remove_file(desk.path("desk.toml")).expect("it was there"),
        |desk| {
            fs::remove_dir_all(desk.path("")).expect("it was there");
            fs::create_dir(desk.path("")).expect("and is empty now");
        },
    ];
    for broken in emptied {
        let says = "`desk` has no desk.toml";
        check(&[Case { broken, file: "desk.toml", at: At::File, code: "no-desk", says, errors: 1 }]);
    }
}

#[test]
fn a_table_that_an_article_names_must_be_there() {
    check(&[Case {
        broken: |desk| fs::remove_file(desk.path("articles/kiep-2023/table-2.csv")).expect("it was there"),
        file: "articles/kiep-2023/article.toml",
        at: At::Text("[[table]]\nfile = \"table-2.csv\""),
        code: "no-table",
        says: "there is no file articles/kiep-2023/table-2.csv",
        errors: 1,
    }]);
}

#[test]
fn a_file_that_nobody_reads_is_a_warning() {
    let desk = Desk::whole();
    desk.put("statement.csv", "id\n");
    let (code, findings) = desk.check();
    assert_eq!((code, findings.len()), (0, 1));
    assert_eq!((text(&findings[0], "severity"), text(&findings[0], "code")), ("warning", "unread-file"));
}

#[test]
fn all_findings_are_told_at_once() {
    let desk = Desk::whole();
    let breaks: [Case; 6] = [
        Case {
            broken: |desk| desk.edit("desk.toml", "print_unit", "print_unti"),
            file: "desk.toml",
            at: At::Text("print_unti"),
            code: "unknown-key",
            says: "",
            errors: 0,
        },
        Case {
            broken: |desk| desk.edit("baskets/grain.toml", "\"1001\"", "\"101\""),
            file: "baskets/grain.toml",
            at: At::Text("\"101\""),
            code: "commodity",
            says: "",
            errors: 0,
        },
        Case {
            broken: |desk| desk.edit_row(TOTALS, "T363", ",2023,year,", ",2023-13,month,"),
            file: TOTALS,
            at: At::Field("T363", 4),
            code: "period",
            says: "",
            errors: 0,
        },
        Case {
            broken: |desk| desk.edit_row(TOTALS, "T363", ",M,,", ",Q,,"),
            file: TOTALS,
            at: At::Field("T363", 6),
            code: "flow",
            says: "",
            errors: 0,
        },
        Case {
            broken: |desk| desk.edit_row(TOTALS, "T364", ",2295380000,", ",229538000,"),
            file: TOTALS,
            at: At::Field("T364", 15),
            code: "value",
            says: "",
            errors: 0,
        },
        Case {
            broken: |desk| desk.edit(ANNUAL, "en = \"Headline\"", "en = \"Headline of 2023\""),
            file: ANNUAL,
            at: At::Text("{ en = \"Headline of 2023\""),
            code: "typed-figure",
            says: "",
            errors: 0,
        },
    ];
    breaks.iter().for_each(|case| (case.broken)(&desk));
    let (code, findings) = desk.check();
    assert_eq!(code, 1);
    breaks.iter().for_each(|case| expect(&findings, &desk, case));
    assert_eq!(errors(&findings), breaks.len(), "{findings:#?}");
    desk.refuses_a_brief();
    let told = said(yalu(desk.folder.path()).args(["check", desk.name])).out;
    let (line, _) = desk.place(TOTALS, At::Field("T363", 4));
    for words in [format!("--> {TOTALS}:{line}:4"), "hint: ".to_owned(), "6 errors, 0 warnings".to_owned()] {
        assert!(told.contains(&words), "{words} is not in\n{told}");
    }
}

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
