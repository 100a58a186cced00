//! Every data file that is at hand: those of offices go into one lake, where their sums
//! are the figures that they print; of each of the others it is said why it is none.

mod common;
#[path = "common/customs.rs"]
mod customs;

use std::{
    fs,
    path::{Path, PathBuf},
};

use common::{folder, list, new_desk, root, skip};
use customs::{ask, rows};

/// What a file is.
#[derive(Clone, Copy, Debug)]
enum Is {
    /// Records, of so many rows, by the reader of this office.
    Records(&'static str, usize),
    /// A page whose table is a picture: it is refused with a word.
    Picture,
    /// No records of trade, and why.
    Not(&'static str),
}

/// Every file, by its path under the folder of data; `*` stands for anything.
const FILES: [(&str, Is); 23] = [
    ("calendar/hko_lunar_calendar_1901_2100.csv", Is::Not("a calendar of the moon; the calendar's tests read it")),
    ("calendar/holiday-cn-*.json", Is::Not("holidays of a year; the calendar knows them")),
    ("comtrade/comtrade_legacy_csv_HS01_2016.csv", Is::Records("un-comtrade", 127)),
    ("comtrade/comtrade_v1_get_C_A_HS_CHN_2010_TOTAL.json", Is::Records("un-comtrade", 4)),
    ("gacc/by-region/2024-01.csv", Is::Records("china-customs-tables", 0)),
    ("gacc/by-region/2024-02.csv", Is::Records("china-customs-tables", 0)),
    ("gacc/by-region/2024-03.csv", Is::Records("china-customs-tables", 0)),
    ("gacc/by-region/2024-04.csv", Is::Records("china-customs-tables", 0)),
    ("gacc/by-region/2024-05.csv", Is::Records("china-customs-tables", 0)),
    ("gacc/by-region/2024-06.csv", Is::Records("china-customs-tables", 0)),
    ("gacc/gacc_express_section4_by_country_jan2018_cny.html", Is::Picture),
    ("gacc/gacc_express_section4_by_country_janfeb2025_cny.html", Is::Records("china-customs-tables", 60)),
    ("lists/chpl_hs6_50.csv", Is::Not("a list of codes; a basket of the desk")),
    ("nomenclature/HS2017toHS2012.xlsx", Is::Not("a correlation of codes; `yalu nomenclature add` reads it")),
    ("nomenclature/HS2022_to_BEC4.csv", Is::Not("a correlation of codes; `yalu nomenclature add` reads it")),
    ("nomenclature/HS2022toHS2012.xlsx", Is::Not("a correlation of codes; `yalu nomenclature add` reads it")),
    ("nomenclature/HS2022toHS2017.xlsx", Is::Not("a correlation of codes; `yalu nomenclature add` reads it")),
    ("nomenclature/classificationH?.json", Is::Not("a list of codes; `yalu nomenclature add` reads it")),
    ("nomenclature/harmonized-system.csv", Is::Not("a list of codes; the labels of goods are from it")),
    ("nomenclature/hs-sections.csv", Is::Not("the sections of the Harmonized System")),
    ("panels/japan-china-monthly-2001-2019.csv", Is::Records("table", 456)),
    ("panels/korea-china-monthly-2001-2019.csv", Is::Records("table", 456)),
    ("panels/usa-china-monthly-2001-2019.csv", Is::Records("table", 456)),
];

/// How the three panels are read, as an analyst would have it on the desk.
const MAPPINGS: [(&str, &str); 3] = [
    (
        "japan",
        "period_columns = [\"Date\"]\nperiod_format = \"YYYY/MM\"\nreporter = \"JPN\"\ncurrency = \"JPY\"\nscale = 1e3\n",
    ),
    (
        "korea",
        "period_columns = [\"Date\"]\nperiod_format = \"YYYY.MM\"\nreporter = \"KOR\"\ncurrency = \"USD\"\nscale = 1e3\n",
    ),
    (
        "usa",
        "period_columns = [\"Month\"]\nperiod_format = \"MMMM YYYY\"\nreporter = \"USA\"\ncurrency = \"USD\"\nscale = 1e6\n",
    ),
];

fn desk(here: &Path) {
    new_desk(here, "CHN=China", "KOR=Korea");
    for (id, text) in MAPPINGS {
        let (money, head): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with("currency") || line.starts_with("scale"));
        let amount = |column: &str, flow: &str| {
            format!("[[amount]]\ncolumn = \"{column}\"\nflow = \"{flow}\"\n{}\n", money.join("\n"))
        };
        let page = format!(
            "source = \"the office's statistics\"\nfiles = [\"{id}-china-*.csv\"]\n{}\npartner = \"CHN\"\ncommodity = \"TOTAL\"\n{}{}",
            head.join("\n"),
            amount("Exports", "X"),
            amount("Imports", "M")
        );
        fs::write(here.join(format!("d/mappings/{id}.toml")), page).expect("written");
    }
}

/// The files of the folder, without the notes on where each is from.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    found.retain(|path| !path.to_string_lossy().ends_with(".source.txt"));
    found.sort();
    found
}

fn fits(pattern: &str, path: &str) -> bool {
    match pattern.split_once(['*', '?']) {
        None => pattern == path,
        Some((begins, ends)) => {
            path.len() >= begins.len() + ends.len() && path.starts_with(begins) && path.ends_with(ends)
        }
    }
}

#[test]
fn every_file_is_read_or_is_none_of_these() {
    let test = "every_file_is_read_or_is_none_of_these";
    let data = root().join("../shared/data");
    if !data.is_dir() {
        return skip(test, &format!("{} is not there; the files are others' and are not passed on", data.display()));
    }
    let here = folder();
    let here = here.path();
    desk(here);
    let mut met = vec![false; FILES.len()];
    for path in files(&data) {
        let name = path.strip_prefix(&data).expect("it lies in it").to_string_lossy().into_owned();
        let at = FILES.iter().position(|(pattern, _)| fits(pattern, &name));
        let at = at.unwrap_or_else(|| panic!("nothing says what {name} is"));
        met[at] = true;
        if let Is::Not(why) = FILES[at].1 {
            println!("{name} is none: {why}");
            continue;
        }
        let path = path.display().to_string();
        let answer = ask(here, &["ingest", "--json", "--desk", "d", &path]);
        let file = list(&answer.json(), "files")[0].clone();
        let codes: Vec<&str> =
            list(&file, "complaints").iter().map(|complaint| complaint["code"].as_str().expect("a code")).collect();
        match FILES[at].1 {
            Is::Records(source, count) => {
                assert_eq!((answer.code, &file["source"]), (0, &source.into()), "{name}: {file}");
                assert!(
                    file["commit"].is_number() && codes.iter().all(|code| ["gap", "revised"].contains(code)),
                    "{name}: {codes:?}"
                );
                assert!(count == 0 || file["observations"] == count, "{name}: {}", file["observations"]);
            }
            _ => assert_eq!((answer.code, codes), (1, vec!["no-table"]), "{name}"),
        }
    }
    for ((name, _), met) in FILES.iter().zip(met) {
        assert!(met, "{name} is not there any more");
    }
    assert_eq!(rows(here, "SELECT count(*) FROM history WHERE quarantine <> ''"), [["0"]]);
    sums(here);
    every_row_of_the_legacy_table(here, &data);
}

/// The sums that the files print themselves, against what the lake has of them.
fn sums(here: &Path) {
    // By region, in ten thousand yuan: the row 总值 of each file, and what its provinces come to.
    for (period, exports, imports) in [
        ("2024-01", 218_622_834_i64, 157_733_650_i64),
        ("2024-02", 156_609_573, 128_412_619),
        ("2024-01..2024-02", 375_232_407, 286_146_269),
        ("2024-03", 198_691_029, 157_104_873),
        ("2024-Q1", 573_782_193, 443_147_628),
        ("2024-04", 207_619_879, 156_274_676),
        ("2024-05", 214_706_297, 156_066_695),
        ("2024-06", 218_713_476, 148_340_807),
    ] {
        for (flow, printed) in [("X", exports), ("M", imports)] {
            let of = |filter: &str| {
                let question = format!(
                    "SELECT CAST(sum(value) / 10000 AS BIGINT) FROM observations \
                     WHERE source = 'china-customs-tables' AND period = '{period}' AND flow = '{flow}' AND {filter}"
                );
                rows(here, &question)[0][0].parse::<i64>().unwrap_or_else(|_| panic!("{question}"))
            };
            assert_eq!(of("province = '' AND partner = 'W00'"), printed, "{period} {flow}");
            let provinces = of("province <> '' AND status NOT LIKE '%part%'");
            // Thirty-one of them, each rounded.
            assert!((provinces - printed).abs() <= 16, "{period} {flow}: {provinces} against {printed}");
        }
    }
    // By country, in a hundred million yuan, as the page prints them.
    for (partner, flow, printed) in [
        ("W00", "X", "38812.1"),
        ("W00", "M", "26551.5"),
        ("KOR", "X", "1480.1"),
        ("KOR", "M", "1875.0"),
        ("HKG", "X", "3112.8"),
    ] {
        let question = format!(
            "SELECT CAST(CAST(value / 100000000 AS DECIMAL(12, 1)) AS VARCHAR) FROM observations \
             WHERE period = '2025-01..2025-02' AND province = '' AND partner = '{partner}' AND flow = '{flow}'"
        );
        assert_eq!(rows(here, &question), [[printed]], "{partner} {flow}");
    }
    // The recorded answer of UN Comtrade: its four figures.
    let question = "SELECT partner, flow, CAST(value AS BIGINT) FROM observations \
                    WHERE source = 'un-comtrade' AND reporter = 'CHN' AND period = '2010' ORDER BY 1, 2";
    let expected = [
        ["ARG", "M", "6804128143"],
        ["ARG", "X", "6115764185"],
        ["DEU", "M", "74251272075"],
        ["DEU", "X", "68047133397"],
    ];
    assert_eq!(rows(here, question), expected);
    // The panel of the United States prints its balance beside exports and imports.
    let question = "SELECT CAST(sum(CASE flow WHEN 'X' THEN value ELSE -value END) / 100000 AS BIGINT) FROM observations \
                    WHERE reporter = 'USA' AND source = 'table'";
    let balance: i64 = rows(here, question)[0][0].parse().expect("a sum");
    let text = fs::read_to_string(root().join("../shared/data/panels/usa-china-monthly-2001-2019.csv")).expect("text");
    let tenths = |line: &str| line.rsplit(';').next().expect("a field").trim().replace([',', '.'], "").parse::<i64>();
    let printed: i64 =
        text.lines().skip(1).filter(|line| !line.is_empty()).map(|line| tenths(line).expect("a balance")).sum();
    // 228 months, each balance off by a tenth of a million at most.
    assert!((balance - printed).abs() <= 228, "{balance} against {printed}");
}

/// The table of before 2022 prints no totals: every figure of it is held against the line that it stands on.
fn every_row_of_the_legacy_table(here: &Path, data: &Path) {
    let text = fs::read_to_string(data.join("comtrade/comtrade_legacy_csv_HS01_2016.csv")).expect("text");
    let held = rows(
        here,
        "SELECT CAST(row AS BIGINT), flow, CAST(value AS BIGINT) FROM observations \
         WHERE source = 'un-comtrade' AND commodity = '01' AND period = '2016' ORDER BY 1",
    );
    let flow = |word: &str| match word {
        "Import" => "M",
        "Export" => "X",
        "Re-Export" => "RX",
        "Re-Import" => "RM",
        other => panic!("{other}"),
    };
    let printed: Vec<Vec<String>> = text
        .lines()
        .enumerate()
        .skip(1)
        .filter(|(_, line)| !line.is_empty())
        .map(|(at, line)| {
            // From the right: no field there has a comma of its own.
            let fields: Vec<&str> = line.split(',').collect();
            vec![(at + 1).to_string(), flow(fields[7]).to_owned(), fields[fields.len() - 4].to_owned()]
        })
        .collect();
    assert_eq!(held, printed);
}
