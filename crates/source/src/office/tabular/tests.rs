use std::io::Write;

use yalu_trade::{Amount, ColumnName, Currency, Decimal, Flow, Kept, Mapping, Place, Told, When};

use super::{Tabular, guess};
use crate::office::{
    Said,
    lines::tests::{read as read_by, with},
    workbook::tests::sheet as workbook,
};

fn column(name: &str) -> ColumnName {
    name.parse().expect(name)
}

fn amount(name: &str, flow: Option<Flow>, scale: i64) -> Amount {
    Amount {
        column: column(name),
        flow,
        currency: Currency::USD,
        scale: Decimal::from(scale),
        weight: None,
        quantity: None,
    }
}

/// Two places by constant, a period in column A, and whatever is changed.
fn mapping(format: &str, amounts: Vec<Amount>) -> Mapping {
    Mapping {
        id: "x".to_owned(),
        source: "a test".to_owned(),
        files: Vec::new(),
        sheet: None,
        header_row: 1,
        delimiter: None,
        decimal_comma: false,
        period: When::Columns(vec![column("#A")], format.to_owned()),
        reporter: Told::Constant("JPN".to_owned()),
        partner: Told::Constant("CHN".to_owned()),
        commodity: Told::Constant("TOTAL".to_owned()),
        flow: None,
        flow_words: Default::default(),
        places: Default::default(),
        total_words: Vec::new(),
        skip: Vec::new(),
        nomenclature: "HS".to_owned(),
        code_digits: None,
        coverage: "reported".to_owned(),
        valuation: String::new(),
        mode: None,
        province: None,
        transport: None,
        amounts,
        place: Place::default(),
    }
}

fn read(bytes: &[u8], mapping: Mapping) -> Kept {
    let said = Said { mapping: Some(mapping), ..Said::default() };
    read_by(&Tabular, "x", bytes, &said)
}

fn shown(kept: &Kept) -> Vec<String> {
    let row = |r: yalu_trade::Observation<'_>| {
        let value = r.value.map_or("none".to_owned(), |v| v.to_string());
        format!("{} {} {} {} {} {value} {}", r.row, r.partner, r.period, r.flow, r.commodity, r.quarantine)
            .trim_end()
            .to_owned()
    };
    kept.rows().map(row).collect()
}

fn told(kept: &Kept) -> Vec<(&'static str, usize)> {
    kept.complaints.iter().map(|c| (c.code, c.place.line)).collect()
}

fn text_cell(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn rows_are_read_as_the_mapping_says() {
    let text = "When;Exports;Imports\n2001/01;231,700.5;-\n2001/13;1;1\n2001/03;-5;x\n";
    let two = vec![amount("Exports", Some(Flow::X), 1_000), amount("#C", Some(Flow::M), 1)];
    let kept = read(text.as_bytes(), mapping("YYYY/MM", two));
    assert_eq!(
        shown(&kept),
        [
            "2 CHN 2001-01 X TOTAL 23170050000",
            "4 CHN 2001-03 X TOTAL -500000 `-5` is below zero",
            "4 CHN 2001-03 M TOTAL none `x` is not an amount"
        ]
    );
    assert_eq!(told(&kept), [("gap", 2), ("period", 3), ("quarantined", 4), ("quarantined", 4)]);
}

#[test]
fn words_of_the_table_are_the_mappings() {
    let text = "month\tcountry\tflow\thuman code\tvalue\tkg\n\
        2023.01\tKorea, North\t수출\t0303.11\t1.000,5\t2\n\
        2023.01\tchosŏn\t수입\t합계\t7\t\n\
        2023.01\tNowhere\t수출\t03\t1\t\n\
        2023.01\tPRK\timport\t03\t1\t\n\
        총계\tPRK\t수출\t03\t1\t\n\
        2023.01\tPRK\tX\t30311\t1\tNaN\n";
    let mut mapping = mapping("YYYY.MM", vec![amount("value", None, 1)]);
    mapping.partner = Told::Column(column("country"));
    mapping.commodity = Told::Column(column("human code"));
    mapping.flow = Some(column("flow"));
    mapping.flow_words = [("수출".to_owned(), Flow::X), ("수입".to_owned(), Flow::M)].into();
    mapping.places = [("chosŏn".to_owned(), "PRK".to_owned())].into();
    mapping.total_words = vec!["합계".to_owned()];
    mapping.skip = vec!["총계".to_owned()];
    mapping.decimal_comma = true;
    mapping.amounts[0].weight = Some((column("kg"), Decimal::ONE));
    let kept = read(text.as_bytes(), mapping);
    assert_eq!(
        shown(&kept),
        [
            "2 PRK 2023-01 X 030311 100050",
            "3 PRK 2023-01 M TOTAL 700",
            "7 PRK 2023-01 X 30311 100 code `30311` has lost its leading zero; `NaN` is not an amount"
        ]
    );
    assert_eq!(told(&kept), [("place", 4), ("flow", 5), ("skipped", 6), ("quarantined", 7)]);
    assert_eq!(kept.rows().next().and_then(|row| row.weight), Some(2_000));
}

#[test]
fn a_zero_is_given_back_only_where_the_mapping_says_so() {
    let text = "t,code,v\n2023,3031100,1\n2023,87032319,1\n2023,303,1\n";
    for (digits, expected) in
        [(None, ["3031100 lost", "87032319", "303 lost"]), (Some(8), ["03031100", "87032319", "303 digits"])]
    {
        let mut mapping = mapping("YYYY", vec![amount("v", Some(Flow::X), 1)]);
        mapping.commodity = Told::Column(column("code"));
        mapping.code_digits = digits;
        let kept = read(text.as_bytes(), mapping);
        let why = |q: &str| {
            if q.contains("lost") {
                " lost"
            } else if q.contains("digits") {
                " digits"
            } else {
                ""
            }
        };
        let codes: Vec<String> = kept.rows().map(|row| format!("{}{}", row.commodity, why(row.quarantine))).collect();
        assert_eq!(codes, expected, "{digits:?}");
        assert_eq!(told(&kept).contains(&("zero", 2)), digits.is_some());
    }
}

#[test]
fn what_the_mapping_does_not_find_refuses_the_file() {
    let one = || mapping("YYYY", vec![amount("v", Some(Flow::X), 1)]);
    let with_header = |row| Mapping { header_row: row, ..one() };
    for (text, mapping, code) in [
        ("t,w\n2023,1\n", one(), "missing-column"),
        ("t,v,v\n2023,1,2\n", one(), "missing-column"),
        ("t,v\n2023,1\n", with_header(9), "empty"),
        ("", one(), "empty"),
    ] {
        let kept = read(text.as_bytes(), mapping);
        assert_eq!((told(&kept), kept.rows().count()), (vec![(code, 0)], 0), "{text}");
    }
    let kept = read_by(&Tabular, "x.csv", b"a,b\n1,2\n", &Said::default());
    assert_eq!(told(&kept), [("no-mapping", 0)]);
    assert!(kept.complaints[0].hint.contains("--guess"));
}

#[test]
fn a_workbook_keeps_dates_codes_and_formulas_apart() {
    let rows = [
        format!("<row r=\"1\">{}{}{}</row>", text_cell("A1", "t"), text_cell("B1", "code"), text_cell("C1", "v")),
        // A date; a code as a number; a formula with what it showed.
        "<row r=\"3\"><c r=\"A3\" s=\"1\"><v>45292</v></c><c r=\"B3\"><v>87032319</v></c><c r=\"C3\"><f>1+1</f><v>2</v></c></row>".to_owned(),
        // A date as a plain number; a code that lost its zero; a number that is no amount.
        "<row r=\"4\"><c r=\"A4\"><v>45323</v></c><c r=\"B4\"><v>3031100</v></c><c r=\"C4\"><v>1e308</v></c></row>".to_owned(),
        // A code that became a date; an error; a name that is a command.
        format!("<row r=\"5\"><c r=\"A5\" s=\"1\"><v>45292</v></c><c r=\"B5\" s=\"1\"><v>45292</v></c>{}</row>", text_cell("C5", "=cmd")),
        format!("<row r=\"6\"><c r=\"A6\" s=\"1\"><v>45292</v></c>{}<c r=\"C6\" t=\"e\"><v>#DIV/0!</v></c></row>", text_cell("B6", "01")),
    ];
    let mut mapping = mapping("date", vec![amount("v", Some(Flow::X), 1)]);
    mapping.commodity = Told::Column(column("code"));
    let kept = read(&workbook(&rows.concat()), mapping);
    let shown = shown(&kept);
    assert_eq!(shown[0], "3 CHN 2024-01 X 87032319 200");
    assert!(
        shown[1].starts_with("4 CHN 2024-02 X 3031100 none code `3031100` has lost its leading zero; `1000"),
        "{}",
        shown[1]
    );
    assert!(shown[2].starts_with("6 CHN 2024-01 X 01 none"), "{}", shown[2]);
    assert_eq!(shown.len(), 3);
    assert_eq!(told(&kept), [("formula", 3), ("serial", 4), ("quarantined", 4), ("commodity", 5), ("quarantined", 6)]);
}

#[test]
fn hostile_workbooks_are_refused_with_a_word() {
    let one = || mapping("YYYY", vec![amount("#B", Some(Flow::X), 1)]);
    let header = format!("<row r=\"1\">{}{}</row>", text_cell("A1", "t"), text_cell("B1", "v"));
    // A sheet that says it has 17 billion cells has two rows; a cell far out costs nothing.
    let far =
        format!("{header}<row r=\"1048576\"><c r=\"A1048576\"><v>2023</v></c><c r=\"XFD1048576\"><v>1</v></c></row>");
    let kept = read(&workbook(&far), one());
    assert_eq!(told(&kept), [("gap", 1_048_576)]);
    for rows in [
        format!("{header}<row r=\"9\"><c r=\"A9\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row>"),
        format!("{header}<row r=\"2\"><c r=\"XFE2\"><v>1</v></c></row>"),
        format!("{header}<row r=\"2\"><c r=\"A2\"><v>1</v>"),
        // More than the reader of workbooks can count to.
        format!("{header}<row r=\"2\"><c r=\"A99999999999\"><v>1</v></c></row>"),
    ] {
        assert_eq!(told(&read(&workbook(&rows), one())).last(), Some(&("workbook", 0)), "{rows}");
    }
    assert_eq!(told(&read(b"PK\x03\x04 no zip", one())), [("workbook", 0)]);
    let bomb = workbook(&format!("{header}<!--{}-->", " ".repeat(1 << 20)));
    assert_eq!(read(&bomb, one()).complaints, Vec::new());
}

/// A file of the shared data, where it is at hand.
fn shared(path: &str) -> Option<Vec<u8>> {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        writeln!(std::io::stderr(), "skipped: {} is not there", path.display()).expect("standard error");
    }
    bytes
}

/// Three panels of monthly trade with China, in three ways of writing months and numbers.
#[test]
fn the_real_panels_read_whole() {
    let flows = [("Exports", Flow::X), ("Imports", Flow::M)];
    for (file, format, columns, scale, first) in [
        ("japan", "YYYY/MM", "#A", 1_000, (23_170_022_000_000, 58_652_963_500_000)),
        ("korea", "YYYY.MM", "#B", 1_000, (123_908_300_000, 99_976_300_000)),
        ("usa", "MMMM YYYY", "#A", 1_000_000, (118_750_000_000, 842_750_000_000)),
    ] {
        let Some(bytes) = shared(&format!("panels/{file}-china-monthly-2001-2019.csv")) else { return };
        let amounts = flows.map(|(name, flow)| amount(name, Some(flow), scale));
        let mut mapping = mapping(format, amounts.to_vec());
        mapping.period = When::Columns(vec![column(columns)], format.to_owned());
        if file == "korea" {
            mapping.partner = Told::Column(column("Country"));
        }
        let kept = read(&bytes, mapping);
        assert_eq!(kept.complaints, Vec::new(), "{file}");
        let rows: Vec<_> = kept.rows().collect();
        assert_eq!(rows.len(), 2 * 228, "{file}");
        assert!(rows.iter().all(|row| row.partner == "CHN" && row.quarantine.is_empty()));
        assert_eq!((rows[0].value, rows[1].value), (Some(first.0), Some(first.1)), "{file}");
        assert_eq!(rows.last().map(|row| row.period.to_string()).as_deref(), Some("2019-12"), "{file}");
        if file == "usa" {
            // The balance that is printed beside them is what they come to, to a tenth of a million.
            let text = String::from_utf8(bytes).expect("text");
            let balances =
                text.lines().skip(1).filter_map(|line| super::number::written(line.rsplit(';').next()?, false));
            for (pair, balance) in rows.chunks(2).zip(balances) {
                let [exports, imports] = [pair[0].value.expect("a value"), pair[1].value.expect("a value")];
                let off = Decimal::new(exports - imports, 2) - balance * Decimal::from(1_000_000);
                assert!(off.abs() <= Decimal::from(100_000), "{}: {off}", pair[0].period);
            }
        }
    }
}

#[test]
fn a_guess_gives_reasons_and_leaves_open_what_it_does_not_know() {
    let said = Said::default();
    let (text, complaints) =
        with("japan.csv", b"Date;Exports;Imports;Balance\n2001/01;231.5;586.2;-1\n2001/02;299;421;-1\n", &said, guess);
    assert_eq!(complaints, Vec::new());
    let expected = r##"# A proposal for japan.csv, made from its first 3 rows. Nothing of it is sure before you looked:
# lines with `# ?` above all; what is missing has to be said. Then put it on the desk as mappings/NAME.toml.
# source = ""  # ? whose table it is, and where from
files = ["japan.csv"]  # this file alone; * stands for anything
header_row = 1  # the first row of words above numbers
delimiter = ";"  # the commonest sign of the first line
period_columns = ["Date"]  # all its cells read so
period_format = "YYYY/MM"
# reporter = ""  # ? whose records: three ISO letters
# partner = ""  # ? with whom: three ISO letters
commodity = "TOTAL"  # ? no column of codes was found: is it all goods together?

[[amount]]
column = "Exports"  # most of its cells are numbers
flow = "X"  # ? its name says so, of the reporter's side
# currency = ""  # ? USD, CNY, EUR, …
# scale = 1  # ? 1e3 where the table counts in thousands

[[amount]]
column = "Imports"  # most of its cells are numbers
flow = "M"  # ? its name says so, of the reporter's side
# currency = ""  # ? USD, CNY, EUR, …
# scale = 1  # ? 1e3 where the table counts in thousands
# not read: "Balance": it seems to be computed from others
"##;
    assert_eq!(text.as_deref(), Some(expected));
}

#[test]
fn a_guess_sees_codes_places_words_and_units() {
    let text = "HS code\tPartner\tflow\t\"Value, thousand USD\"\tWeight (ton)\n303\tChina\texport\t1\t2\n0303\tPRK\timport\t1.234,5\t2\n";
    let (text, _) = with("x.tsv", text.as_bytes(), &Said::default(), guess);
    let text = text.expect("a proposal");
    for line in [
        "decimal_comma = \"yes\"",
        "# period = \"\"  # ? no column of periods",
        "partner_column = \"Partner\"  # ?",
        "commodity_column = \"HS code\"",
        "# code_digits = 8  # ? some codes have an odd number",
        "flow_column = \"flow\"  # ?",
        "column = \"Value, thousand USD\"",
        "currency = \"USD\"  # ?",
        "scale = 1e3  # ?",
        "weight_column = \"Weight (ton)\"",
        "kilograms = 1e3",
    ] {
        assert!(text.lines().any(|l| l.starts_with(line)), "{line}\n{text}");
    }
    let (none, complaints) = with("x.csv", b"a,b\nc,d\n", &Said::default(), guess);
    assert_eq!((none, complaints[0].code), (None, "no-header"));
}

/// A real workbook, of the correlation of two editions of the Harmonized System: every row of it, and no word of doubt.
#[test]
fn a_real_workbook_reads_whole() {
    let Some(bytes) = shared("nomenclature/HS2022toHS2012.xlsx") else { return };
    let mut kept = Kept::default();
    let mut rows = 0;
    with("x.xlsx", &bytes, &Said::default(), |file| {
        let mut intake = crate::office::intake::Intake::new("x.xlsx", &mut kept);
        let sheets = crate::office::workbook::sheets(file, &mut intake);
        assert!(!sheets.is_empty());
        for sheet in &sheets {
            let read = crate::office::workbook::rows(file, Some(sheet), &mut intake, &mut |row, _| {
                rows += usize::from(row.cells().filter(|(_, cell)| cell.text().len() == 6).count() >= 2);
                Ok(true)
            });
            read.expect("nothing is refused here");
        }
    });
    assert_eq!(kept.complaints, Vec::new());
    // HS 2022 has 5,613 subheadings; each has at least one row.
    assert!(rows >= 5_613, "{rows}");
}
