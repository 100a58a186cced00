//! The query export.

use encoding_rs::GB18030;
use yalu_source::{OFFICES, Said};
use yalu_trade::{Flow, Vintage};

use super::{complained, read, read_as, refused, shown};

const HEADER: &str = "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,贸易方式编码,贸易方式名称,注册地编码,注册地名称,第一数量,第一计量单位,第二数量,第二计量单位,美元,";
const ROWS: &str = "
202303,67030000,\"经梳理、稀疏、脱色或其他方法加工的人发, 羊毛\",109,朝鲜,14,来料加工贸易,22,吉林省,\"1,234\",千克,0,无,\"98,765,432\",
202303,87032342,\"小轿车\",133,韩国,10,一般贸易,21,辽宁省,12,台,\"18,500\",千克,240000,
202303,24022000,\"卷烟\",109,朝鲜,10,一般贸易,21,辽宁省,\"1,000\",千支,2.5,吨,7,
202303,44079990,\"木材\",116,日本,10,一般贸易,21,辽宁省,5,桶,-,无,8.25,
";

/// What [`HEADER`] and [`ROWS`] say, as imports.
const READ: [&str; 4] = [
    "2 PRK M 2023-03 67030000 14 22 9876543200 USD 1234000 1234000kg",
    "3 KOR M 2023-03 87032342 10 21 24000000 USD 18500000 12000units 18500000kg",
    "4 PRK M 2023-03 24022000 10 21 700 USD 2500000 1000000000units 2500t",
    "5 JPN M 2023-03 44079990 10 21 825 USD 5000桶",
];

fn text() -> String {
    format!("{HEADER}{ROWS}").replace('\n', "\r\n")
}

#[test]
fn an_export_reads_alike_in_every_encoding() {
    let text = text();
    let utf16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
    for (encoding, bytes) in [
        ("GB18030", GB18030.encode(&text).0.into_owned()),
        ("UTF-8", text.clone().into_bytes()),
        ("UTF-8 with its mark", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("UTF-16 LE", [b"\xff\xfe", &utf16(u16::to_le_bytes)[..]].concat()),
        ("UTF-16 BE", [b"\xfe\xff", &utf16(u16::to_be_bytes)[..]].concat()),
        ("UTF-16 LE without its mark", utf16(u16::to_le_bytes)),
        ("UTF-16 BE without its mark", utf16(u16::to_be_bytes)),
        (
            "tabs",
            text.replace("人发, 羊毛", "人发")
                .replace("\"1,234\"", "1234")
                .replace("\"98,765,432\"", "98765432")
                .replace("\"18,500\"", "18500")
                .replace("\"1,000\"", "1000")
                .replace(',', "\t")
                .into_bytes(),
        ),
    ] {
        let (office, kept) = read_as("2023年3月进口.csv", &bytes, &Said::default());
        assert_eq!(office, "china-customs");
        assert_eq!(shown(&kept), READ, "{encoding}");
        assert_eq!(complained(&kept), ["warning unit 5"], "{encoding}");
        let row = kept.rows().next().expect("a row");
        assert_eq!((row.reporter, row.nomenclature, row.valuation, row.coverage), ("CHN", "HS", "CIF", "reported"));
        assert!(row.vintage.assumed);
    }
}

/// A header, rows below it, and what is read: by name, without the first field (the line).
fn check(name: &str, text: &str, expected: &[&str]) {
    let kept = read(name, text.as_bytes());
    assert_eq!(shown(&kept), expected, "{text}\n{:?}", kept.complaints);
}

#[test]
fn the_header_follows_the_dimensions() {
    check("进口.csv", "数据年月,商品编码,商品名称,美元\n2023,67,发,5\n", &["2 W00 M 2023 67 500 USD"]);
    check("2022出口.csv", "商品编码,商品名称,贸易伙伴名称,人民币\n6703,发,朝鲜,5\n", &["2 PRK X 2022 6703 500 CNY"]);
    check(
        "x.csv",
        "数据年月,商品编码,贸易伙伴编码,进出口,美元\n202301,670300,109,进口,5\n202301-202302,670300,109,出口,6\n",
        &["2 PRK M 2023-01 670300 500 USD", "3 PRK X 2023-01..2023-02 670300 600 USD"],
    );
    check(
        "出口.csv",
        "商品编码,贸易伙伴编码,2021年美元,2022年美元,2022年第一数量,第一计量单位\n67030000,109,\"1,000\",,,\n67030000,133,1,2,3,千克\n",
        &[
            "2 PRK X 2021 67030000 100000 USD",
            "3 KOR X 2021 67030000 100 USD",
            "3 KOR X 2022 67030000 200 USD 3000 3000kg",
        ],
    );
    check(
        "x.csv",
        "海关统计 2022年出口 单位:人民币\n\n商品编码,贸易伙伴编码,金额\n67030000,109,12\n总计,109,12\n",
        &["4 PRK X 2022 67030000 1200 CNY", "5 PRK X 2022 TOTAL 1200 CNY aggregate"],
    );
}

#[test]
fn what_the_file_does_not_say_is_not_guessed() {
    let row = "202301,67030000,109,5\n";
    for (name, header, code) in [
        ("进口.csv", "数据年月,商品编码,贸易伙伴编码,第一数量\n", "currency"),
        ("进口.csv", "数据年月,商品编码,贸易伙伴编码,金额\n", "currency"),
        ("进口.csv", "数据年月,商品编码,美元,人民币\n", "currency"),
        ("进口.csv", "数据年月,商品编码,美元,美元\n", "currency"),
        ("进口.csv", "人民币值\n数据年月,商品编码,贸易伙伴编码,美元\n", "currency"),
        ("2023.csv", "数据年月,商品编码,贸易伙伴编码,美元\n", "flow"),
        ("进出口.csv", "数据年月,商品编码,贸易伙伴编码,美元\n", "flow"),
        ("进口.csv", "出口\n数据年月,商品编码,贸易伙伴编码,美元\n", "flow"),
        ("进口.csv", "商品名称,商品编码,贸易伙伴编码,美元\n", "period"),
        ("进口.csv", "数据年月,商品编码,商品编码,美元\n", "header"),
        ("进口.csv", "数据年月,商品编码,2022年美元\n", "period"),
    ] {
        let kept = read(name, format!("{header}{row}").as_bytes());
        assert_eq!((refused(&kept), shown(&kept).len()), (Some(code), 0), "{name} {header} {:?}", kept.complaints);
        assert!(kept.complaints.iter().all(|complaint| complaint.code != code || !complaint.hint.is_empty()));
    }
}

#[test]
fn what_the_user_says_stands_in_for_it() {
    let said = Said {
        vintage: Vintage::read("2023-04-20").ok(),
        reporter: Some("AAA".into()),
        partner: Some("BBB".into()),
        flow: Some(Flow::X),
        ..Said::default()
    };
    let said = Said { period: Some("2023-03".parse().expect("a month")), ..said };
    let (_, kept) = read_as("x.csv", "商品编码,美元\n67030000,5\n".as_bytes(), &said);
    assert_eq!(shown(&kept), ["2 BBB X 2023-03 67030000 500 USD"]);
    let row = kept.rows().next().expect("a row");
    assert_eq!((row.reporter, row.vintage.to_string().as_str()), ("AAA", "2023-04-20"));
    let (_, kept) = read_as("进口.csv", "商品编码,美元\n67030000,5\n".as_bytes(), &said);
    assert_eq!(refused(&kept), Some("flow"), "the name says imports");
}

#[test]
fn the_cap_of_the_query_is_noticed() {
    for (rows, expected) in [(9_999, vec![]), (10_000, vec!["warning cut 0"]), (10_001, vec![])] {
        let text = format!("数据年月,商品编码,美元\n{}", "202301,67030000,1\n".repeat(rows));
        let kept = read("进口.csv", text.as_bytes());
        assert_eq!(
            (complained(&kept), kept.rows().count()),
            (expected.iter().map(ToString::to_string).collect(), rows)
        );
    }
}

#[test]
fn rows_that_contradict_themselves_are_kept_apart() {
    let header = "数据年月,商品编码,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位,美元\n";
    for (row, quarantine, code) in [
        ("202301,3061490,109,朝鲜,1,千克,5", "the code has an odd number of digits: its leading zero is lost", None),
        ("202301,03061490,109,韩国,1,千克,5", "the partner's code and name are of two economies", Some("partner")),
        ("202301,03061490,888,某国,1,千克,5", "the partner's code is not known", Some("partner")),
        ("202301,03061490,109,朝鲜,1,千克,-5", "the value is below zero", Some("negative")),
        ("202301,03061490,109,朝鲜,-1,千克,5", "the first quantity is below zero", Some("negative")),
        ("202301,03061490,109,朝鲜,NaN,千克,5", "the first quantity is no number", Some("number")),
        ("202301,03061490,109,朝鲜,1,千克,1e308", "the value is no number", Some("number")),
        ("202301,03061490,109,朝鲜,1,千克,99999999999999999999", "the value is no number", Some("number")),
        ("202301,03061490,109,朝鲜,900000000000000,吨,5", "a quantity is larger than any can be", None),
        ("202301,03061490,109,朝鲜,1,千克,", "the value is missing", Some("value")),
    ] {
        let kept = read("进口.csv", format!("{header}{row}\n").as_bytes());
        let reasons: Vec<&str> = kept.rows().map(|row| row.quarantine).collect();
        assert_eq!(reasons, [quarantine], "{row}");
        let codes: Vec<&str> = kept.complaints.iter().map(|complaint| complaint.code).collect();
        assert!(code.is_none_or(|code| codes.contains(&code)) && !codes.is_empty(), "{row} {codes:?}");
    }
    let kept = read("进口.csv", format!("{header}202301,3061490,109,朝鲜,1,千克,5\n").as_bytes());
    assert_eq!(shown(&kept)[0].split(' ').nth(4), Some("3061490"), "the code stays as it is printed");
}

#[test]
fn offices_have_cards_and_a_calendar() {
    let mine: Vec<_> = OFFICES.iter().filter(|office| office.card().id.starts_with("china-customs")).collect();
    assert_eq!(
        mine.iter().map(|office| office.card().id).collect::<Vec<_>>(),
        ["china-customs", "china-customs-tables"]
    );
    for office in mine {
        let calendar = office.calendar().expect("a calendar");
        for (period, due) in [("2024-01", "2024-03-20"), ("2024-02", "2024-03-20"), ("2023-12", "2024-01-20")] {
            assert_eq!(calendar.due(period.parse().expect("a month")).to_string(), due);
        }
    }
}
