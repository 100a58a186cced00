//! The 2023 brief from the embedded desk: what it must say, that every format
//! says the same, that every number shows its papers, and that the same desk
//! gives the same bytes wherever and whenever it is asked.

mod common;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Cursor, Write},
    path::Path,
    process::{Command, Stdio},
    sync::OnceLock,
};

use calamine::{Data, DataType, Reader, Xlsx, open_workbook_from_rs};
use common::{FORMATS, ask_json, by_id, folder, list, one_line, root, said, seen, skip, text, tool, unescaped, yalu};
use serde_json::Value;

/// The files of a brief, by the ends of their names.
type Files = BTreeMap<String, Vec<u8>>;

/// Writes a brief, and takes its files.
fn written(arguments: &str, change: impl FnOnce(&mut Command, &Path)) -> Files {
    let here = folder();
    let out = here.path().join("out");
    let mut command = yalu(here.path());
    command.arg("brief").arg("--out").arg(&out).args(arguments.split_whitespace());
    change(&mut command, here.path());
    let said = said(&mut command);
    assert_eq!(said.code, 0, "yalu brief {arguments}: {}", said.err);
    let file = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().expect("a plain name");
        (name, fs::read(entry.path()).expect("a file"))
    };
    fs::read_dir(out).expect("the folder").map(|entry| file(entry.expect("an entry"))).collect()
}

/// The brief that the issue asks for, written once.
fn first() -> &'static Files {
    static FIRST: OnceLock<Files> = OnceLock::new();
    FIRST.get_or_init(|| written("", |_, _| {}))
}

fn bytes(ending: &str) -> &'static [u8] {
    &first()[&format!("brief-dprk-2023.en.{ending}")]
}

/// The brief as JSON.
fn brief() -> &'static Value {
    static BRIEF: OnceLock<Value> = OnceLock::new();
    BRIEF.get_or_init(|| serde_json::from_slice(bytes("json")).expect("JSON"))
}

fn page() -> &'static str {
    std::str::from_utf8(bytes("html")).expect("UTF-8")
}

/// What a reader of the Markdown sees, in one line.
fn markdown() -> String {
    one_line(&std::str::from_utf8(bytes("md")).expect("UTF-8").replace('\\', ""))
}

/// What a reader of a PDF sees, in one line; `None` where nothing here can read one.
fn pdf(test: &str, bytes: &[u8]) -> Option<String> {
    Some(pdf_pages(test, bytes)?.join(" "))
}

/// The same, a line for each page.
fn pdf_pages(test: &str, bytes: &[u8]) -> Option<Vec<String>> {
    pdf_read(test, bytes, &["-layout"])
}

/// The same, one after the other what stands side by side, or across.
fn pdf_read(test: &str, bytes: &[u8], how: &[&str]) -> Option<Vec<String>> {
    let program = tool(
        &format!("{test} (the PDF)"),
        &["pdftotext"],
        "it comes with poppler: `poppler-utils` on Debian, Ubuntu and Fedora",
    )?;
    let arguments = [how, &["-enc", "UTF-8", "-", "-"]].concat();
    let mut child =
        Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("its input");
    std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(bytes).expect("it reads"));
        let output = child.wait_with_output().expect("it ends");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        Some(text.split('\u{c}').map(one_line).collect())
    })
}

/// The sheets of the workbook: names and rows.
fn workbook() -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes("xlsx"))).expect("a workbook");
    let sheets = book.worksheets();
    sheets.into_iter().map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect())).collect()
}

/// The sheet that has this title.
fn sheet(title: &str) -> Vec<Vec<Data>> {
    let titled = |rows: &Vec<Vec<Data>>| rows.first().and_then(|row| row.first()).is_some_and(|cell| *cell == *title);
    let found = workbook().into_iter().map(|(_, rows)| rows).find(titled);
    found.unwrap_or_else(|| panic!("no sheet has the title {title}"))
}

fn number(id: &str) -> &'static Value {
    by_id(list(brief(), "numbers"), id)
}

fn table(id: &str) -> &'static Value {
    by_id(list(brief(), "tables"), id)
}

/// A number as sentences print it: with its bounds, where it has any to show.
fn in_words(number: &Value) -> String {
    let bounds = number.get("printed_bounds").and_then(Value::as_str).map_or(String::new(), |b| format!(" {b}"));
    format!("{}{bounds}", text(number, "printed"))
}

/// The same number, written with more decimals or with fewer.
fn near(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * one.abs().max(1.0),
        (one, other) => one == other,
    }
}

/// What the issue asks of the brief: number, value, print.
const ASKED: [(&str, f64, &str); 22] = [
    ("imports", 2_003_500_000.0, "$2,003.5 million"),
    ("exports", 291_890_000.0, "$291.9 million"),
    ("balance", -1_711_610_000.0, "−$1,711.6 million"),
    ("table-1.total", 782_450_000.0, "78,245"),
    ("table-1.total.share", 39.054, "39.1"),
    ("table-1.total.share-previous", 30.1, "30.1"),
    ("imports-top-share", 39.054, "39.1%"),
    ("table-2.total", 276_650_000.0, "27,665"),
    ("table-2.total.share", 94.779, "94.8"),
    ("exports-top-share", 94.779, "94.8%"),
    ("wigs-share", 57.124, "57.1%"),
    ("trade-growth", 123.347, "+123.3%"),
    ("trade-growth-customs", 137.0, "+137%"),
    ("trade-growth-with-crude", 77.561, "+77.6%"),
    ("imports-vs-2018-19", 83.619, "83.6%"),
    ("article-imports-vs-2018-19", 84.7, "84.7%"),
    ("exports-vs-2017", 16.863, "16.9%"),
    ("dual-use-vs-2018-19", 52.138, "52.1%"),
    ("rice-weight", 164_326.0, "164,326 t"),
    ("rice-multiple", 4.154, "4.2"),
    ("rice-mean", 39_556.0, "39,556 t"),
    ("article-imports-top-share", 30.0, "30.0%"),
];

#[test]
fn the_brief_says_what_is_asked_of_it() {
    assert_eq!(first().len(), FORMATS.len());
    for (key, value) in [("schema", "yalu.brief/1"), ("desk", "dprk"), ("period", "2023"), ("as_of", "2025-09-30")] {
        assert_eq!(text(brief(), key), value, "{key}");
    }
    for (id, value, printed) in ASKED {
        let number = number(id);
        let found = number["value"].as_f64().unwrap_or_else(|| panic!("{id} has no value"));
        assert!((found - value).abs() < 0.001, "{id} is {found}, not {value}");
        assert!(text(number, "printed").starts_with(printed), "{id} is printed {}", number["printed"]);
    }
}

#[test]
fn every_format_says_what_is_asked() {
    let test = "every_format_says_what_is_asked";
    let cells = workbook().into_iter().flat_map(|(_, rows)| rows.concat()).map(|cell| cell.to_string());
    let mut formats = vec![("html", seen(page())), ("md", markdown()), ("xlsx", cells.collect::<Vec<_>>().join(" "))];
    formats.extend(pdf(test, bytes("pdf")).map(|text| ("pdf", text)));
    for (format, said) in formats {
        for (id, _, printed) in ASKED {
            assert!(said.contains(printed), "{format} does not say {printed} ({id})");
        }
        for words in ["customs", "KOTRA", "KIEP (2024)", "2024-02-14 (assumed)", "2025-09-30"] {
            assert!(said.contains(words), "{format} does not say {words}");
        }
    }
}

#[test]
fn each_number_of_the_page_is_the_number_of_the_json() {
    let mut found = 0;
    for link in page().split("<a class=\"n").skip(1) {
        let (attributes, rest) = link.split_once('>').expect("a tag");
        let id = attributes.split("data-number=\"").nth(1).and_then(|id| id.split('"').next()).expect("a name");
        let printed = unescaped(rest.split("</a>").next().unwrap_or_default());
        assert_eq!(printed, in_words(number(id)), "{id}");
        found += 1;
    }
    assert!(found > 60, "{found} numbers in sentences");
}

#[test]
fn each_number_of_the_workbook_is_the_number_of_the_json() {
    let rows = sheet(text(brief(), "title"));
    for number in list(brief(), "numbers") {
        let id = text(number, "id");
        let row = rows.iter().find(|row| row[0] == *id).unwrap_or_else(|| panic!("{id} is not in the workbook"));
        assert_eq!(row[6].to_string(), text(number, "printed"), "{id}");
        for (column, key) in [(2, "value"), (3, "low"), (4, "high")] {
            let (cell, value) = (row[column].as_f64(), number[key].as_f64());
            assert!(near(cell, value), "{id}, {key}: {cell:?} and {value:?}");
        }
    }
}

/// The cells of a row as text; an absent one is a dash with a mark, so that it stands for anything here.
fn printed(row: &Value) -> Vec<String> {
    let cell = |cell: &Value| match cell {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        cell => text(cell, "printed").to_owned(),
    };
    row.as_array().expect("a row").iter().map(cell).collect()
}

#[test]
fn tables_one_and_two_have_the_same_rows_in_every_format() {
    let test = "tables_one_and_two_have_the_same_rows_in_every_format";
    let mut formats = vec![("html", seen(page())), ("md", one_line(&markdown().replace('|', " ")))];
    formats.extend(pdf(test, bytes("pdf")).map(|text| ("pdf", text)));
    for id in ["table-1", "table-2"] {
        let table = table(id);
        assert_eq!(list(table, "rows").len(), 11, "ten rows and their sum");
        for row in list(table, "rows") {
            let line = one_line(&printed(row).join(" "));
            for (format, said) in &formats {
                assert!(said.contains(&line), "{format} has no row {line}");
            }
        }
    }
}

#[test]
fn tables_in_the_workbook_have_codes_as_text_and_numbers_as_numbers() {
    for table in list(brief(), "tables") {
        let rows = sheet(text(table, "title"));
        let columns = list(table, "columns");
        let heads: Vec<&str> = columns.iter().map(|column| text(column, "title")).collect();
        let is_head = |row: &Vec<Data>| heads.iter().zip(row).all(|(title, cell)| *cell == **title);
        let head = rows.iter().position(is_head).unwrap_or_else(|| panic!("{heads:?} stand nowhere"));
        for (row, cells) in list(table, "rows").iter().zip(&rows[head + 1..]) {
            for ((json, cell), column) in row.as_array().expect("a row").iter().zip(cells).zip(columns) {
                let place = format!("{}, {}: {json} and {cell:?}", text(table, "id"), text(column, "title"));
                match json {
                    Value::Null => assert!(cell.is_empty(), "{place}"),
                    Value::String(text) => assert_eq!(*cell, **text, "{place}"),
                    gap if gap["gap"].is_string() => assert!(cell.is_empty(), "{place}"),
                    // A range without a best value stands as it is printed.
                    range if range["value"].is_null() => assert_eq!(*cell, *text(range, "printed"), "{place}"),
                    _ => assert!(cell.is_float() || cell.is_int(), "{place}"),
                }
                if text(column, "id") == "value" {
                    let digits = text(json, "printed").replace(',', "");
                    assert_eq!(cell.as_f64(), digits.parse().ok(), "{place}");
                }
            }
        }
    }
}

#[test]
fn the_table_command_and_the_brief_give_the_same() {
    for (flow, id) in [("import", "table-1"), ("export", "table-2")] {
        let answer = ask_json(&format!("table top --flow {flow} --period 2023 --json"));
        let rows = list(&answer, "rows").iter().chain([&answer["total"]]);
        let mut papers = BTreeSet::new();
        for (theirs, ours) in list(table(id), "rows").iter().zip(rows) {
            let code = if theirs[2].is_null() { "total" } else { theirs[2].as_str().expect("a code") };
            for (column, key, name) in [
                (3, "", format!("{id}.{code}")),
                (4, "share_previous", format!("{id}.{code}.share-previous")),
                (5, "share", format!("{id}.{code}.share")),
            ] {
                let key = |bound: &str| match (key, bound) {
                    ("", bound) => bound.to_owned(),
                    (key, "value") => key.to_owned(),
                    (key, bound) => format!("{key}_{bound}"),
                };
                for bound in ["value", "low", "high"] {
                    assert_eq!(theirs[column][bound], ours[key(bound)], "{name}, {bound}");
                    assert_eq!(theirs[column][bound], number(&name)[bound], "{name}, {bound}");
                }
                // In a table the unit stands at the head, and the sum's bounds in its papers.
                let said = text(ours, &key("printed")).split(' ').next().unwrap_or_default().trim_end_matches('%');
                assert_eq!(text(&theirs[column], "printed"), said, "{name}");
                papers.extend(used(number(&name)));
            }
        }
        assert_eq!(used(&answer), papers, "the papers of {id}");
    }
}

/// The papers that a number rests on: kind, name and place.
fn used(number: &Value) -> BTreeSet<String> {
    let used = list(number, "lineage").iter().filter(|paper| paper["used"] == true);
    used.map(|paper| format!("{} {} {}:{}", paper["kind"], paper["id"], paper["file"], paper["line"])).collect()
}

/// What must stand on the line, or in the table that begins there, for a paper to be found.
fn sought(paper: &Value) -> String {
    let (file, id) = (text(paper, "file"), text(paper, "id"));
    let last = id.rsplit('/').next().unwrap_or_default();
    match (text(paper, "kind"), file) {
        ("statement", file) if file.starts_with("statements/") => format!("{id},"),
        ("statement", file) if file.ends_with("claims.toml") => format!("id = \"{last}\""),
        ("statement", _) => format!(",{},", id.split('/').nth(2).unwrap_or_default()),
        ("correction", _) => format!("statement = \"{}\"", id.rsplit(' ').next().unwrap_or_default()),
        ("rate", _) => format!("{},{},", id.rsplit(' ').next().unwrap_or_default(), &id[..3]),
        _ => format!("id = \"{id}\""),
    }
}

#[test]
fn every_number_shows_papers_that_stand_where_they_say() {
    let desk = root().join("desks/dprk");
    for number in list(brief(), "numbers") {
        let id = text(number, "id");
        let papers = list(number, "lineage").iter().filter(|paper| paper["kind"] != "formula");
        for paper in papers {
            let file =
                fs::read_to_string(desk.join(text(paper, "file"))).unwrap_or_else(|e| panic!("{id}, {paper}: {e}"));
            let line = paper["line"].as_u64().expect("a line") as usize;
            assert!(line > 0 && line <= file.lines().count(), "{id}: {paper}");
            // A table of TOML reaches up to the next one.
            let toml = text(paper, "file").ends_with(".toml");
            let lines = file.lines().skip(line - 1).take(if toml { 3 } else { 1 }).collect::<Vec<_>>().join("\n");
            assert!(lines.contains(&sought(paper)), "{id}: `{}` is not on {lines}", sought(paper));
            assert!(!text(paper, "says").is_empty() && !text(paper, "source").is_empty(), "{id}: {paper}");
            assert!(paper["kind"] != "statement" || paper["released"].is_string(), "{id}: {paper}");
        }
        let known = number.get("gap").is_none();
        assert_eq!(known, !used(number).is_empty(), "{id} rests on papers, or says why it is absent");
    }
}

#[test]
fn an_articles_own_figures_are_given_as_its_own() {
    for id in ["dual-use-vs-2018-19", "rice-weight", "textiles-share", "article-imports-vs-2018-19"] {
        let papers = list(number(id), "lineage").iter().filter(|paper| paper["kind"] == "statement");
        papers.for_each(|paper| assert!(text(paper, "source").contains("KIEP"), "{id}: {paper}"));
    }
    let seen = seen(page());
    assert!(seen.contains("52.1%") && seen.contains("so they are not derivable here"), "quoted, and said to be so");
    let base = list(number("exports-vs-2017"), "lineage");
    assert!(
        base.iter().any(|paper| paper["used"] == true && paper["says"] == "about 1731 × 1000000 USD"),
        "1,731 m of 2017"
    );
    let corrected = list(number("rice-mean"), "lineage");
    assert!(corrected.iter().any(|paper| paper["kind"] == "correction"), "39.556 million t is corrected, and says so");
}

#[test]
fn the_monthly_figures_run_from_2017_to_the_end_of_the_period() {
    for (id, side) in [("figure-1", "import"), ("figure-2", "export")] {
        let figure = by_id(list(brief(), "figures"), id);
        assert_eq!(list(figure, "series").len(), 2, "bars and a line");
        for series in list(figure, "series") {
            assert!(text(series, "id").starts_with(side));
            let points = list(series, "points");
            let months = (2017..=2023).flat_map(|year| (1..=12).map(move |month| format!("{year}-{month:02}")));
            assert!(points.iter().map(|point| text(point, "period")).eq(months), "{id}: 84 months, none left out");
            for point in points {
                let absent = point["value"].is_null();
                let reason = point.get("gap").and_then(Value::as_str).unwrap_or_default();
                assert_eq!(absent, !reason.is_empty(), "{id}: {point}");
                assert_eq!(absent, text(point, "printed").is_empty(), "{id}: {point}");
                assert!(absent || (point["low"].is_number() && point["high"].is_number()), "{id}: {point}");
                let growth = text(series, "id").ends_with("-growth");
                assert!(growth || point["value"].as_f64() != Some(0.0), "{id}: nothing is zero for want of a print");
            }
        }
    }
}

/// The fields of a line of CSV.
fn fields(line: &str) -> Vec<String> {
    let mut quoted = false;
    let mut fields = vec![String::new()];
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => fields.last_mut().expect("one at least").push(c),
        }
    }
    fields
}

#[test]
fn a_month_that_somebody_printed_is_never_a_gap() {
    let csv = fs::read_to_string(root().join("desks/dprk/statements/totals.csv")).expect("the statements");
    for (id, flow) in [("figure-1", "X"), ("figure-2", "M")] {
        let bars = &list(by_id(list(brief(), "figures"), id), "series")[0];
        for row in csv.lines().map(fields) {
            let [period, kind, direction, code, coverage, measure, unit] =
                [3, 4, 5, 6, 7, 8, 12].map(|i| row[i].as_str());
            let meant = (kind, direction, code, coverage, measure, unit, row[19].as_str());
            if meant != ("month", flow, "", "reported", "value", "USD", "published") {
                continue;
            }
            let point = list(bars, "points").iter().find(|point| point["period"] == period);
            assert!(point.is_none_or(|point| point["value"].is_number()), "{id}, {period}: {} is on file", row[0]);
        }
    }
}

#[test]
fn months_nobody_printed_are_the_same_in_the_workbook_and_on_the_page() {
    for figure in list(brief(), "figures") {
        let rows = sheet(text(figure, "title"));
        let bars = &list(figure, "series")[0];
        for point in list(bars, "points") {
            let period = text(point, "period");
            let row = rows.iter().find(|row| row[0] == *period).unwrap_or_else(|| panic!("{period} is not there"));
            assert!(near(row[1].as_f64(), point["value"].as_f64()), "{period}: {point}");
            assert!(page().contains(&format!("<time datetime=\"{period}\">")), "{period} is not on the page");
            if let Some(gap) = point.get("gap") {
                let why = row.iter().any(|cell| cell.to_string().contains(gap.as_str().unwrap_or_default()));
                assert!(why, "{period} has no reason in the workbook");
            }
        }
    }
}

/// 2024-02-14 is a day.
fn is_day(word: &str) -> bool {
    let digits = word.split('-').map(|part| part.parse::<u32>().map_or(0, |_| part.len()));
    digits.eq([4, 2, 2])
}

#[test]
fn every_table_and_figure_ends_with_its_source_and_release() {
    let test = "every_table_and_figure_ends_with_its_source_and_release";
    let mut formats = vec![("html", seen(page())), ("md", markdown())];
    // Read across, and one after the other: two charts stand side by side.
    let both = pdf(test, bytes("pdf")).zip(pdf_read(test, bytes("pdf"), &[]));
    formats.extend(both.map(|(across, down)| ("pdf", across + " " + &down.join(" "))));
    for block in list(brief(), "tables").iter().chain(list(brief(), "figures")) {
        let source = text(block, "source");
        let (before, as_of) = source.rsplit_once("; ").expect("what comes before the day");
        assert!(before.split([' ', ';']).any(is_day) && as_of == "as of 2025-09-30", "{source}");
        for (format, said) in &formats {
            assert!(said.contains(&one_line(source)), "{format} does not say: {source}");
        }
        let last = sheet(text(block, "title")).concat().iter().any(|cell| cell.to_string().ends_with(source));
        assert!(last, "the workbook does not say: {source}");
    }
}

/// Says which files of two runs differ.
fn same(files: &Files, what: &str) {
    assert!(files.keys().eq(first().keys()), "{what}: {:?}", files.keys());
    for (name, bytes) in first() {
        assert!(files[name] == *bytes, "{name} is not the same {what}");
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    same(&written("", |_, _| {}), "in a second run");
}

#[test]
fn neither_clock_nor_place_nor_language_of_the_machine_changes_a_byte() {
    let elsewhere = folder();
    let files = written("", |command, _| {
        command.current_dir(elsewhere.path()).env("HOME", elsewhere.path());
        command.env("TZ", "Pacific/Kiritimati").env("LANG", "ko_KR.UTF-8").env("LC_ALL", "ko_KR.UTF-8");
        command.env("COLUMNS", "40").env("SOURCE_DATE_EPOCH", "1").env("RUST_LOG", "trace").env("NO_COLOR", "1");
    });
    same(&files, "elsewhere");
}

/// A brief in JSON.
fn other(arguments: &str, name: &str) -> Value {
    let files = written(&format!("{arguments} --format json"), |_, _| {});
    assert_eq!(files.keys().collect::<Vec<_>>(), [name]);
    serde_json::from_slice(&files[name]).expect("JSON")
}

#[test]
fn a_brief_as_of_a_day_uses_nothing_released_later() {
    let brief = other("--period 2022 --as-of 2023-07-31", "brief-dprk-2022.en.json");
    assert_eq!((text(&brief, "period"), text(&brief, "as_of")), ("2022", "2023-07-31"));
    let mut papers = 0;
    for number in list(&brief, "numbers") {
        for paper in list(number, "lineage").iter().filter(|paper| paper["released"].is_string()) {
            assert!(text(paper, "released") <= "2023-07-31", "{}: {paper}", number["id"]);
            papers += 1;
        }
    }
    assert!(papers > 100, "{papers} papers");
    let last = list(&list(&brief, "figures")[0]["series"][0], "points").last().expect("months");
    assert_eq!(last["period"], "2022-12", "figures end with the period");
    let quoted = list(&brief, "numbers").iter().filter(|number| text(number, "id").starts_with("article-"));
    quoted.for_each(|number| assert!(text(number, "gap").contains("still to come out"), "{number}"));
}

#[test]
fn another_year_says_what_it_leaves_out() {
    let brief = other("--period 2024", "brief-dprk-2024.en.json");
    let notes = list(&brief, "notes");
    assert!(!notes.is_empty() && notes.iter().all(|note| note.as_str().is_some_and(|n| n.starts_with("Left out: "))));
    assert_eq!(by_id(list(&brief, "numbers"), "trade")["printed"], "$2,180.4 million");
    let points = list(&list(&brief, "figures")[0]["series"][0], "points");
    assert_eq!((points.len(), text(&points[95], "period")), (96, "2024-12"));
    for number in list(&brief, "numbers").iter().filter(|number| number.get("gap").is_some()) {
        assert!(number["value"].is_null() && !text(number, "gap").is_empty(), "{number}");
    }
}

#[test]
fn other_languages_say_the_same_numbers() {
    let files = written("--lang ko,zh --format html,md,json", |_, _| {});
    assert_eq!(files.len(), 6, "{:?}", files.keys());
    for (lang, words) in [("ko", ["북한", "수입", "해관"]), ("zh", ["朝鲜", "进口", "海关"])] {
        let file = |ending: &str| {
            String::from_utf8(files[&format!("brief-dprk-2023.{lang}.{ending}")].clone()).expect("UTF-8")
        };
        let theirs: Value = serde_json::from_str(&file("json")).expect("JSON");
        assert_eq!(text(&theirs, "lang"), lang);
        // Names come in the order in which words first use them, which is each language's own.
        let numbers = list(&theirs, "numbers");
        assert_eq!(numbers.len(), list(brief(), "numbers").len(), "{lang}");
        for number in numbers {
            let english = self::number(text(number, "id"));
            for key in ["value", "low", "high", "unit", "lineage"] {
                assert_eq!(number[key], english[key], "{lang}: {}, {key}", english["id"]);
            }
        }
        let (html, md) = (file("html"), file("md"));
        assert!(html.contains(&format!("<html lang=\"{lang}\">")));
        for words in words {
            assert!(html.contains(words) && md.contains(words), "{lang}: {words}");
        }
    }
}

/// Does the machine have what a PDF in this language needs? If not, what it says.
fn fonts(lang: &str) -> Result<(), String> {
    let doctor = ask_json("doctor --json");
    let what = format!("PDF in {lang}");
    let finding = list(&doctor, "findings").iter().find(|finding| finding["what"] == *what).expect("doctor looked");
    if finding["ok"] == true { Ok(()) } else { Err(text(finding, "said").to_owned()) }
}

#[test]
fn korean_and_chinese_are_set_where_a_font_is_installed() {
    let test = "korean_and_chinese_are_set_where_a_font_is_installed";
    let asked = [
        ("ko", ["대중국 무역", "22억 9,538만 달러"], ["2024년 전망", "못박은"]),
        ("zh", ["对中国贸易", "22.95"], ["2024年展望", "并未应验"]),
    ];
    for (lang, words, section) in asked {
        if let Err(why) = fonts(lang) {
            skip(test, &why);
            continue;
        }
        let files = written(&format!("--lang {lang} --format pdf"), |_, _| {});
        let bytes = &files[&format!("brief-dprk-2023.{lang}.pdf")];
        assert!(bytes.starts_with(b"%PDF-"));
        let Some(pages) = pdf_pages(test, bytes) else { return };
        let said = pages.join(" ");
        for words in words {
            assert!(said.contains(words), "{lang}: {words}");
        }
        assert_one_page(&pages, section);
    }
}

/// A section begins and ends on one page.
fn assert_one_page(pages: &[String], [begins, ends]: [&str; 2]) {
    let bare = |text: &str| text.replace(' ', "");
    let holds = |page: &&String| bare(page).contains(&bare(begins)) && bare(page).contains(&bare(ends));
    assert!(pages.iter().any(|page| holds(&page)), "no page holds both {begins} and {ends}");
}

#[test]
fn what_is_expected_stands_on_one_page() {
    let Some(pages) = pdf_pages("what_is_expected_stands_on_one_page", bytes("pdf")) else { return };
    assert_one_page(&pages, ["What to expect in 2024", "Earlier answers that named a date did not come true."]);
}

/// A language that cannot be set is refused before the first file is there.
#[test]
fn nothing_is_written_when_a_language_cannot_be_set() {
    let here = folder();
    let refused = |arguments: &[&str], words: &str| {
        let mut command = yalu(here.path());
        command.arg("brief").args(arguments).env("FONTCONFIG_FILE", here.path().join("fonts.conf"));
        let said = said(&mut command);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{arguments:?}");
        assert!(said.err.contains(words), "{arguments:?}: {}", said.err);
        assert!(!here.path().join("brief").exists(), "{arguments:?} wrote something");
    };
    refused(&["--lang", "en,fr"], "`fr` is not a language of ours");
    if cfg!(target_os = "linux") {
        // A machine without fonts: the system's list of folders names one that is empty.
        let list = "<?xml version=\"1.0\"?><fontconfig><dir>nowhere</dir></fontconfig>";
        fs::write(here.path().join("fonts.conf"), list).expect("a list");
        refused(&["--lang", "en,ko"], "`fonts-noto-cjk` on Debian and Ubuntu");
        refused(&["--lang", "zh", "--format", "md,pdf"], "a PDF in Chinese needs a font");
    }
}
