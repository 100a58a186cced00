//! Desks that are broken in one way a case. `yalu check` names file, line,
//! column, code and what to do next, all findings at once; a desk with errors
//! is not worked from, and nothing is written. A desk of another economy needs
//! no word of Rust.

mod another;
#[path = "../common/broken.rs"]
mod broken;
#[path = "../common/mod.rs"]
mod common;
mod figures;
mod judgement;

use std::fs;

use broken::*;
use common::{said, text, yalu};

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
