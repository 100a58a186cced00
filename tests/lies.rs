//! Files that lie: swapped columns, another unit, another currency. Each is caught by its
//! own totals, by its title or unit line, or by an earlier file of the same table.

#[path = "common/archives.rs"]
mod archives;
mod common;
#[path = "common/customs.rs"]
mod customs;

use std::{fs, path::Path};

use archives::workbook;
use common::{folder, list, new_desk};
use customs::{ask, rows};

/// A table of an office: its file's name, what it says, and the lies that are told of it.
struct Table {
    name: &'static str,
    honest: String,
    lies: Vec<Lie>,
}

struct Lie {
    what: &'static str,
    text: String,
    /// The code of the complaint that catches it.
    code: &'static str,
    /// A word that the complaint says.
    says: &'static str,
}

fn lie(what: &'static str, text: String, code: &'static str, says: &'static str) -> Lie {
    Lie { what, text, code, says }
}

/// Rows of cells apart by bars as a workbook, where the name says so; anything else is written as it is.
fn put(here: &Path, name: &str, text: &str) {
    let bytes = if name.ends_with(".xlsx") { book(text) } else { text.as_bytes().to_vec() };
    fs::write(here.join(name), bytes).expect("written");
}

fn book(text: &str) -> Vec<u8> {
    let mut xml = String::new();
    for (at, line) in text.lines().enumerate() {
        xml += &format!("<row r=\"{}\">", at + 1);
        for (column, cell) in line.split('|').enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let place = format!("{}{}", char::from(b'A' + column as u8), at + 1);
            xml += &match cell.parse::<f64>() {
                Ok(_) => format!("<c r=\"{place}\"><v>{cell}</v></c>"),
                Err(_) => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
            };
        }
        xml += "</row>";
    }
    workbook(|out| out.write_all(xml.as_bytes()).expect("written"), Vec::new())
}

/// Numbers of a text times something, those of some columns alone.
fn times(text: &str, separator: char, columns: &[usize], by: f64) -> String {
    let line = |line: &str| {
        let field = |(at, field): (usize, &str)| match field.parse::<f64>() {
            Ok(number) if columns.contains(&at) => format!("{:.0}", number * by),
            _ => field.to_owned(),
        };
        line.split(separator).enumerate().map(field).collect::<Vec<_>>().join(&separator.to_string()) + "\n"
    };
    text.lines().map(line).collect()
}

/// Two columns of a text change places in the rows of numbers.
fn swapped(text: &str, separator: char, one: usize, other: usize) -> String {
    let line = |line: &str| {
        let mut fields: Vec<&str> = line.split(separator).collect();
        if fields.get(one).is_some_and(|field| field.parse::<f64>().is_ok()) {
            fields.swap(one, other);
        }
        fields.join(&separator.to_string()) + "\n"
    };
    text.lines().map(line).collect()
}

/// Takes the honest file, then each lie as a later release of it, each in a lake of its own.
fn check(table: &Table) {
    for lie in &table.lies {
        let here = folder();
        let here = here.path();
        desk(here);
        let take = |day: &str, more: &[&str]| {
            let all =
                [&["ingest", "--json", "--desk", "d", "--whole", "--vintage", day][..], more, &[table.name]].concat();
            ask(here, &all)
        };
        put(here, table.name, &table.honest);
        let honest = take("2024-05-18", &[]);
        assert_eq!(honest.code, 0, "{}: {}{}", table.name, honest.out, honest.err);
        let before = rows(here, "SELECT * FROM history ORDER BY row, flow");
        assert!(!before.is_empty());
        put(here, table.name, &lie.text);
        let said = take("2024-06-18", &[]);
        let answer = said.json();
        let file = &list(&answer, "files")[0];
        let complaints = list(file, "complaints");
        let about = format!("{}, {}: {complaints:?}", table.name, lie.what);
        let found =
            complaints.iter().find(|complaint| complaint["code"] == lie.code).unwrap_or_else(|| panic!("{about}"));
        assert!(found["message"].as_str().is_some_and(|text| text.contains(lie.says)), "{about}");
        let after = rows(here, "SELECT * FROM history ORDER BY row, flow");
        assert_eq!((said.code, after == before), (1, true), "{about}");
        if lie.code == "release" {
            // An office may have revised it so after all.
            let sure = take("2024-06-18", &["--sure"]);
            assert_eq!(sure.code, 0, "{about}: {}{}", sure.out, sure.err);
        }
    }
}

/// A desk that reads a panel by the letters of its columns.
fn desk(here: &Path) {
    new_desk(here, "PRK=Korea", "CHN=China");
    let amount = |column: &str, flow: &str| {
        format!("[[amount]]\ncolumn = \"{column}\"\nflow = \"{flow}\"\ncurrency = \"USD\"\nscale = 1e3\n")
    };
    let text = format!(
        "source = \"a test\"\nfiles = [\"panel.*\"]\nperiod_columns = [\"month\"]\nperiod_format = \"YYYY-MM\"\n\
         reporter = \"CHN\"\npartner = \"PRK\"\ncommodity_column = \"code\"\n{}{}",
        amount("#C", "X"),
        amount("#D", "M")
    );
    fs::write(here.join("d/mappings/panel.toml"), text).expect("written");
}

const REGION: &str = "\u{feff}Unnamed: 0_level_0,单位：万人民币,单位：万人民币,单位：万人民币,单位：万人民币,单位：万人民币,单位：万人民币,单位：万人民币,单位：万人民币,单位：万人民币
收发货人所在地,进出口,进出口,出口,出口,进口,进口,累计比去年同期±％,累计比去年同期±％.1,累计比去年同期±％.2
收发货人所在地,3月,1至3月,3月,1至3月,3月,1至3月,进出口,出口,进口
总值,355795902,1016929821,198691029,573782193,157104873,443147628,5.0,4.9,5.0
北京市,27080358,84944354,4110126,13032058,22970232,71912296,-,-,-
天津市,5435018,18062788,2567372,8915372,2867646,9147416,-,-,-
河北省,4058388,14699709,2221190,8419010,1837198,6280699,-,-,-
山西省,1058388,2699709,621190,1419010,437198,1280699,-,-,-
";

#[test]
fn published_tables_of_chinas_customs() {
    let all = [1, 2, 3, 4, 5, 6];
    check(&Table {
        name: "2024-03.csv",
        honest: REGION.to_owned(),
        lies: vec![
            lie(
                "exports under imports and imports under exports",
                swapped(&swapped(&REGION.replace("5.0,4.9,5.0", "13.0,10.1,17.3"), ',', 3, 5), ',', 4, 6),
                "own-totals",
                "by the growth printed",
            ),
            lie("a month under the year to date", swapped(REGION, ',', 3, 4), "own-totals", "are not the total"),
            lie("a unit line of hundred millions", REGION.replace("万人民币", "亿人民币"), "release", "10000 times"),
            lie("one column in dollars", REGION.replacen("万人民币", "万美元", 1), "unit", "CNY and in 10000 USD"),
            lie("no unit line", REGION.replace("单位：万人民币", ""), "unit", ""),
            lie("figures of dollars under a line of yuan", times(REGION, ',', &all, 1.0 / 7.1), "release", "times"),
        ],
    });
}

fn comtrade(flows: [&str; 2], by: f64) -> String {
    let record = |(at, code): (usize, &str)| {
        let side = |flow: &str, value: f64| {
            let (cif, fob) = if flow == "M" { (value, 0.0) } else { (0.0, value) };
            format!(
                r#"{{"typeCode":"C","freqCode":"A","refYear":2022,"refMonth":52,"period":"2022","reporterCode":156,"flowCode":"{flow}","partnerCode":408,"partner2Code":0,"classificationCode":"H6","cmdCode":"{code}","customsCode":"C00","mosCode":"0","motCode":0,"qtyUnitCode":-1,"qty":0,"netWgt":0,"cifvalue":{cif},"fobvalue":{fob},"primaryValue":{value},"isReported":true,"isAggregate":true}}"#
            )
        };
        let number = 1_000.0 * (at + 3) as f64 * by;
        format!("{},{}", side(flows[0], number * 11.0), side(flows[1], number))
    };
    let records: Vec<String> = ["27", "39", "52", "67", "84"].into_iter().enumerate().map(record).collect();
    format!(r#"{{"elapsedTime":"0.1 secs","count":10,"data":[{}],"error":""}}"#, records.join(","))
}

#[test]
fn answers_of_un_comtrade() {
    let honest = comtrade(["X", "M"], 1.0);
    let mixed = honest.replacen(r#""fobvalue":33000,"#, r#""fobvalue":4800,"#, 1);
    assert_ne!(mixed, honest);
    check(&Table {
        name: "comtrade.json",
        honest,
        lies: vec![
            lie("flows swapped", comtrade(["M", "X"], 1.0), "release", "exports are what imports were"),
            lie("figures in thousands", comtrade(["X", "M"], 0.001), "release", "1/1000 times"),
            lie("figures in yuan", comtrade(["X", "M"], 6.73), "release", "6.73 times"),
        ],
    });
}

const KITA: &str = "K-stat 총괄
년도 : 2023 국가 : 중국 단위 : 천불
순번|시점|수출금액|수입금액|수지
1|10월|1200|900|300
2|09월|800|910|-110
3|08월|1500|700|800
4|07월|1300|1900|-600
5|06월|400|100|300
";

#[test]
fn workbooks_of_k_stat() {
    check(&Table {
        name: "K-stat.xlsx",
        honest: KITA.to_owned(),
        lies: vec![
            lie("exports and imports swapped", swapped(KITA, '|', 2, 3), "release", "exports are what imports were"),
            lie(
                "exports and imports and their balance swapped",
                swapped(KITA, '|', 2, 3)
                    .replace("|300", "|-300")
                    .replace("|-110", "|110")
                    .replace("|800\n", "|-800\n")
                    .replace("|-600", "|600"),
                "release",
                "exports are what imports were",
            ),
            lie("a unit line of millions", KITA.replace("천불", "백만불"), "release", "1000 times"),
            lie("a unit line of won", KITA.replace("천불", "천원"), "header", "unit"),
            lie("no unit line", KITA.replace(" 단위 : 천불", ""), "header", "unit"),
            lie(
                "figures of won under a line of dollars",
                times(KITA, '|', &[2, 3, 4], 1_305.0),
                "release",
                "1305 times",
            ),
        ],
    });
}

/// Even the first workbook of all says that its columns are swapped: by its own balance.
#[test]
fn a_balance_that_is_no_balance_keeps_its_rows_apart() {
    let here = folder();
    let here = here.path();
    put(here, "K-stat.xlsx", &swapped(KITA, '|', 2, 3));
    let said = ask(here, &["ingest", "--json", "K-stat.xlsx"]);
    let told = list(&said.json(), "files")[0]["complaints"].to_string();
    assert!(told.contains("quarantined") && told.contains("수지 is not 수출 less 수입"), "{told}");
    assert_eq!(rows(here, "SELECT count(*) FROM observations"), [["0"]]);
    assert_eq!(rows(here, "SELECT count(*) FROM history WHERE quarantine <> ''"), [["10"]]);
}

const PANEL: &str = "month,code,exports,imports
2023-10,2711,1200,90
2023-10,3902,800,10
2023-10,5208,1500,7000
2023-10,6703,130,19000
2023-10,8471,400,100
";

#[test]
fn tables_by_a_mapping() {
    check(&Table {
        name: "panel.csv",
        honest: PANEL.to_owned(),
        lies: vec![
            lie("exports and imports swapped", swapped(PANEL, ',', 2, 3), "release", "exports are what imports were"),
            lie("figures in dollars, not thousands", times(PANEL, ',', &[2, 3], 1_000.0), "release", "1000 times"),
            lie("figures in yuan", times(PANEL, ',', &[2, 3], 7.2), "release", "7.2"),
        ],
    });
    // Under the same day of release nothing that differs is taken at all.
    let here = folder();
    let here = here.path();
    desk(here);
    put(here, "panel.csv", PANEL);
    assert_eq!(ask(here, &["ingest", "--desk", "d", "panel.csv"]).code, 0);
    put(here, "panel.csv", &times(PANEL, ',', &[2, 3], 1.07));
    let said = ask(here, &["ingest", "--desk", "d", "panel.csv"]);
    assert_eq!((said.code, said.err.contains("says otherwise than the lake")), (1, true), "{}", said.err);
}
