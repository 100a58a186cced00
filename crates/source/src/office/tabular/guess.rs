//! A proposal of how a table may be read, for an analyst to look through: each line with
//! its reason, what is unsure marked `# ?`, what is unknown left out. It is never used
//! as it is: what it does not know, the desk asks for.

use yalu_trade::{ColumnName, Complaint, Kept, When};

use super::{grid, grid::Part, number::written};
use crate::office::{
    Snapshot,
    intake::{Intake, short},
    lines, places,
    workbook::{self, Cell, SheetRow},
};

/// So many rows are looked at, and so many columns.
const LOOKED_AT: usize = 200;
const COLUMNS: usize = 256;

/// Forms of periods, the strictest first.
const FORMS: [&str; 13] = [
    "YYYY/MM",
    "YYYY.MM",
    "YYYY-MM",
    "YYYYMM",
    "MMMM YYYY",
    "MMM-YYYY",
    "YYYY年M月",
    "YYYY년 M월",
    "date",
    "D.M.YYYY",
    "YYYY-Q",
    "YYYY.M",
    "YYYY",
];

/// Words in a header, and what they say.
const EXPORTS: [&str; 4] = ["export", "수출", "出口", "输出"];
const IMPORTS: [&str; 4] = ["import", "수입", "进口", "输入"];
const DIFFERENCES: [&str; 7] = ["balance", "수지", "差额", "%", "growth", "증감", "同比"];
const WEIGHTS: [&str; 7] = ["weight", "kg", "ton", "중량", "重量", "公斤", "tonne"];
const QUANTITIES: [&str; 5] = ["quantity", "qty", "수량", "数量", "units"];
const CODES: [&str; 8] = ["hs", "code", "commodity", "product", "코드", "품목", "编码", "cmd"];
const REPORTERS: [&str; 4] = ["reporter", "declarant", "exporter", "보고"];
const CURRENCIES: [(&str, &[&str]); 5] = [
    ("USD", &["usd", "us$", "dollar", "달러", "불", "美元"]),
    ("CNY", &["cny", "rmb", "yuan", "위안", "人民币"]),
    ("EUR", &["eur", "유로", "欧元"]),
    ("JPY", &["jpy", "yen", "엔", "日元"]),
    ("KRW", &["krw", "원", "韩元"]),
];
const SCALES: [(&str, &[&str]); 4] = [
    ("1e3", &["thousand", "'000", "1,000", "천", "千"]),
    ("1e4", &["만", "万"]),
    ("1e6", &["million", "mn", "mil.", "백만", "百万"]),
    ("1e8", &["억", "亿"]),
];

/// What a column seems to hold.
enum Holds {
    Period(&'static str),
    Code { lost_zeros: bool },
    Place { reporter: bool },
    Flow,
    Money(Option<&'static str>),
    Weight,
    Quantity,
    Nothing(&'static str),
}

/// A mapping for a file, as TOML to be confirmed; or why there is none.
pub fn guess(file: &Snapshot<'_>) -> (Option<String>, Vec<Complaint>) {
    let mut kept = Kept::default();
    let mut intake = Intake::new(file.name, &mut kept);
    let sheets = if workbook::is_workbook(file.head) { workbook::sheets(file, &mut intake) } else { Vec::new() };
    let mut rows = Vec::new();
    let looked = grid::rows(file, Part::default(), &mut intake, &mut |row, _| {
        rows.push(row.clone());
        Ok(rows.len() < LOOKED_AT)
    });
    if looked.is_ok() && !intake.is_refused() && header(&rows).is_none() {
        let hint = "a header is a row of words above rows with numbers; write the mapping by hand";
        intake.refuse("no-header", format!("no header in the first {} rows", rows.len()), hint);
    }
    let whole = !intake.is_refused();
    // A sink that keeps everything refuses nothing.
    let kept_all = intake.finish().is_ok();
    let text = header(&rows).filter(|_| whole && kept_all).map(|at| proposal(file, &sheets, &rows, at));
    (text, kept.complaints)
}

fn is_number(cell: &Cell) -> bool {
    matches!(cell, Cell::Number(_)) || written(&cell.text(), false).or_else(|| written(&cell.text(), true)).is_some()
}

/// The first row of words with a row that has numbers soon after it.
fn header(rows: &[SheetRow]) -> Option<usize> {
    let words = |row: &SheetRow| row.cells().count() >= 2 && row.cells().all(|(_, cell)| !is_number(cell));
    let numbers = |row: &SheetRow| row.cells().any(|(_, cell)| is_number(cell));
    (0..rows.len()).find(|at| words(&rows[*at]) && rows[at + 1..].iter().take(3).any(numbers))
}

fn proposal(file: &Snapshot<'_>, sheets: &[String], rows: &[SheetRow], at: usize) -> String {
    let (header, body) = (&rows[at], &rows[at + 1..]);
    let columns: Vec<(u32, String, Holds)> = header
        .cells()
        .take(COLUMNS)
        .map(|(column, cell)| (column, cell.text(), holds(&cell.text(), &samples(body, column))))
        .collect();
    let mut lines = vec![
        format!(
            "# A proposal for {}, made from its first {} rows. Nothing of it is sure before you looked:",
            short(file.name),
            rows.len()
        ),
        "# lines with `# ?` above all; what is missing has to be said. Then put it on the desk as mappings/NAME.toml."
            .to_owned(),
        "# source = \"\"  # ? whose table it is, and where from".to_owned(),
        format!("files = [{}]  # this file alone; * stands for anything", toml(file.name)),
    ];
    if sheets.len() > 1 {
        lines.push(format!("sheet = {}  # ? the first of {}", toml(&sheets[0]), sheets.len()));
    }
    lines.push(format!("header_row = {}  # the first row of words above numbers", header.row));
    if !workbook::is_workbook(file.head) {
        let sign = char::from(lines::delimiter(&lines::first_line(file.head)));
        lines.push(format!("delimiter = {}  # the commonest sign of the first line", toml(&sign.to_string())));
    }
    lines.extend(decimals(&columns, body));
    lines.extend(whole(&columns, header));
    for (column, name, holds) in &columns {
        lines.extend(amount(header, *column, name, holds, &columns));
    }
    let passed = columns.iter().filter_map(|(_, name, holds)| match holds {
        Holds::Nothing(why) => Some(format!("# not read: {}: {why}", toml(name))),
        _ => None,
    });
    lines.extend(passed.collect::<Vec<_>>());
    lines.join("\n") + "\n"
}

fn samples(body: &[SheetRow], column: u32) -> Vec<&Cell> {
    body.iter().filter_map(|row| row.get(column)).collect()
}

fn says(name: &str, words: &[&str]) -> bool {
    let name = name.to_lowercase();
    words.iter().any(|word| name.contains(word))
}

fn holds(name: &str, samples: &[&Cell]) -> Holds {
    let texts: Vec<String> = samples.iter().map(|cell| cell.text()).collect();
    if texts.is_empty() {
        return Holds::Nothing("it is empty");
    }
    let all = |is: &dyn Fn(&str) -> bool| texts.iter().all(|text| is(text));
    if samples.iter().all(|cell| matches!(cell, Cell::Date(..))) {
        return Holds::Period("date");
    }
    if says(name, &DIFFERENCES) {
        return Holds::Nothing("it seems to be computed from others");
    }
    let code = |text: &str| !text.is_empty() && text.len() <= 10 && text.bytes().all(|b| b.is_ascii_digit());
    if says(name, &CODES)
        && all(&|text| code(text) || text.chars().any(char::is_alphabetic))
        && texts.iter().any(|t| code(t))
    {
        return Holds::Code { lost_zeros: texts.iter().any(|text| code(text) && text.len() % 2 == 1) };
    }
    let plausible = |form: &str, text: &str| {
        When::read(form, text).is_some_and(|period| (1900..=2100).contains(&period.first_year()))
    };
    if let Some(form) = FORMS.into_iter().find(|form| all(&|text| plausible(form, text))) {
        return Holds::Period(form);
    }
    if all(&|text| flow_word(text).is_some()) {
        return Holds::Flow;
    }
    if all(&|text| places::find(text).is_some()) && !all(&|text| code(text)) {
        return Holds::Place { reporter: says(name, &REPORTERS) };
    }
    let numbers = samples.iter().filter(|cell| is_number(cell)).count();
    match numbers * 10 >= samples.len() * 8 {
        true if says(name, &WEIGHTS) => Holds::Weight,
        true if says(name, &QUANTITIES) => Holds::Quantity,
        true if says(name, &EXPORTS) => Holds::Money(Some("X")),
        true if says(name, &IMPORTS) => Holds::Money(Some("M")),
        true => Holds::Money(None),
        false => Holds::Nothing("its cells are words of no kind that is known here"),
    }
}

fn flow_word(text: &str) -> Option<&'static str> {
    match text {
        "X" | "M" | "RX" | "RM" => Some(""),
        _ if says(text, &EXPORTS) => Some("X"),
        _ if says(text, &IMPORTS) => Some("M"),
        _ => None,
    }
}

/// Whether decimals stand after a comma, where any number shows it.
fn decimals(columns: &[(u32, String, Holds)], body: &[SheetRow]) -> Option<String> {
    let money =
        columns.iter().filter(|(_, _, holds)| matches!(holds, Holds::Money(_) | Holds::Weight | Holds::Quantity));
    let texts: Vec<String> = money.flat_map(|(column, ..)| samples(body, *column)).map(Cell::text).collect();
    let fits = |comma: bool| texts.iter().filter(|text| written(text, comma).is_some()).count();
    let with_signs = texts.iter().any(|text| text.contains([',', '.']));
    match fits(true).cmp(&fits(false)) {
        std::cmp::Ordering::Greater => {
            Some("decimal_comma = \"yes\"  # more numbers read so than otherwise".to_owned())
        }
        std::cmp::Ordering::Equal if with_signs => Some(
            "decimal_comma = \"no\"  # ? the numbers read either way: is 1,234 a thousand, or one and a bit?"
                .to_owned(),
        ),
        _ => None,
    }
}

/// What holds for whole rows: period, places, goods, flow.
fn whole(columns: &[(u32, String, Holds)], header: &SheetRow) -> Vec<String> {
    let mut lines = Vec::new();
    let called = |column: u32, name: &str| toml(&column_name(header, column, name));
    let of = |is: &dyn Fn(&Holds) -> bool| columns.iter().filter(|(_, _, holds)| is(holds)).collect::<Vec<_>>();
    match of(&|holds| matches!(holds, Holds::Period(_))).as_slice() {
        [] => lines.push("# period = \"\"  # ? no column of periods was found: 2023, or 2023-10".to_owned()),
        [(column, name, Holds::Period(form)), more @ ..] => {
            let sure = if more.is_empty() { "all its cells read so" } else { "? the first of several" };
            lines.push(format!("period_columns = [{}]  # {sure}", called(*column, name)));
            lines.push(format!("period_format = {}", toml(form)));
        }
        _ => {}
    }
    let places = of(&|holds| matches!(holds, Holds::Place { .. }));
    for (key, reporter, ask) in
        [("reporter", true, "whose records: three ISO letters"), ("partner", false, "with whom: three ISO letters")]
    {
        let found =
            places.iter().find(|(_, _, holds)| matches!(holds, Holds::Place { reporter: is } if *is == reporter));
        lines.push(match found {
            Some((column, name, _)) => {
                format!("{key}_column = {}  # ? all its cells are places", called(*column, name))
            }
            None => format!("# {key} = \"\"  # ? {ask}"),
        });
    }
    match of(&|holds| matches!(holds, Holds::Code { .. })).first() {
        Some((column, name, Holds::Code { lost_zeros })) => {
            lines.push(format!(
                "commodity_column = {}  # its name says a code, and there are digits",
                called(*column, name)
            ));
            if *lost_zeros {
                lines.push("# code_digits = 8  # ? some codes have an odd number of digits: leading zeros were lost; say how many there were".to_owned());
            }
            lines.push("nomenclature = \"HS\"  # ? with its edition if you know it: HS2022".to_owned());
        }
        _ => {
            lines.push("commodity = \"TOTAL\"  # ? no column of codes was found: is it all goods together?".to_owned())
        }
    }
    if let Some((column, name, _)) = of(&|holds| matches!(holds, Holds::Flow)).first() {
        lines.push(format!("flow_column = {}  # ? all its cells are words for flows", called(*column, name)));
        lines.push("# [flow_words] at the end says which word is X (the reporter's exports) and which M".to_owned());
    }
    lines
}

fn amount(header: &SheetRow, column: u32, name: &str, holds: &Holds, columns: &[(u32, String, Holds)]) -> Vec<String> {
    let Holds::Money(flow) = holds else { return Vec::new() };
    let by_column = columns.iter().any(|(_, _, holds)| matches!(holds, Holds::Flow));
    let mut lines = vec![
        String::new(),
        "[[amount]]".to_owned(),
        format!("column = {}  # most of its cells are numbers", toml(&column_name(header, column, name))),
    ];
    match flow {
        _ if by_column => {}
        Some(flow) => lines.push(format!("flow = \"{flow}\"  # ? its name says so, of the reporter's side")),
        None => lines.push("# flow = \"\"  # ? X, the reporter's exports, or M, its imports".to_owned()),
    }
    lines.push(match CURRENCIES.iter().find(|(_, words)| says(name, words)) {
        Some((currency, _)) => format!("currency = \"{currency}\"  # ? its name says so"),
        None => "# currency = \"\"  # ? USD, CNY, EUR, …".to_owned(),
    });
    lines.push(match SCALES.iter().find(|(_, words)| says(name, words)) {
        Some((scale, _)) => format!("scale = {scale}  # ? its name says so"),
        None => "# scale = 1  # ? 1e3 where the table counts in thousands".to_owned(),
    });
    if let Some((at, weight, _)) =
        columns.iter().find(|(_, other, holds)| matches!(holds, Holds::Weight) && same_side(name, other))
    {
        lines.push(format!("weight_column = {}  # ? its name says a weight", toml(&column_name(header, *at, weight))));
        let tons = says(weight, &["ton", "톤", "吨"]);
        lines.push(format!("kilograms = {}  # ? how many kilograms one counts", if tons { "1e3" } else { "1" }));
    }
    lines
}

/// Do two names speak of one flow, or one of them of none?
fn same_side(a: &str, b: &str) -> bool {
    let side = |name: &str| (says(name, &EXPORTS), says(name, &IMPORTS));
    side(a) == side(b) || side(b) == (false, false)
}

/// A column by its name, or by its letter where the name stands twice.
fn column_name(header: &SheetRow, column: u32, name: &str) -> String {
    let alone = header.cells().filter(|(_, cell)| cell.text() == name).count() == 1 && !name.starts_with('#');
    if alone { name.to_owned() } else { ColumnName::Lettered(column).to_string() }
}

/// A text as TOML writes it.
fn toml(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\t' => "\\t".to_owned(),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}
