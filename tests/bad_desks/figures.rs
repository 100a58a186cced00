//! What stands in rows: codes, periods, figures, ids, letters, columns.

use super::broken::*;

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
