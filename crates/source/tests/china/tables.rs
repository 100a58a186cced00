//! The published tables.

use std::{fs, path::Path};

use yalu_source::Said;
use yalu_trade::{Asserts, Decimal, Flow, Interval, Kept, dec};

use super::{complained, read, read_as, refused, shown};

const REGION: &str = "\u{feff}Unnamed: 0_level_0,Unnamed: 1_level_0,Unnamed: 2_level_0,Unnamed: 3_level_0,Unnamed: 4_level_0,Unnamed: 5_level_0,Unnamed: 6_level_0,单位：万人民币,单位：万人民币,单位：万人民币
收发货人所在地,进出口,进出口,出口,出口,进口,进口,累计比去年同期±％,累计比去年同期±％.1,累计比去年同期±％.2
收发货人所在地,3月,1至3月,3月,1至3月,3月,1至3月,进出口,出口,进口
总值,355795902,1016929821,198691029,573782193,157104873,443147628,5.0,4.9,5.0
北京市,100,300,60,200,40,100,-,-,-
中关村国家自主创新示范区,20,60,20,60,-,-,-9.2,-6.5,-
注：见公告。,注：见公告。,注：见公告。,注：见公告。,注：见公告。,注：见公告。,注：见公告。,注：见公告。,注：见公告。,注：见公告。
";

const COUNTRY: &str = "<!DOCTYPE html><html><head><title>x</title></head><body>
<div>(4) China's Total Export &amp; Import Values by Country/Region, Mar 2026 (in USD)</div><div>2026/04/08</div>
<table><tr><td colspan=10><b>(4) China's Total Export &amp; Import Values by Country/Region, Mar 2026 (in USD)</b></td></tr>
<tr><td colspan=10>Unit: US$ 100 Million</td></tr>
<tr><td>Import Source<td>Export &amp; Import<td>Export &amp; Import<td>Export<td>Export<td>Import<td>Import<td colspan=3>1-to-3 Total Year-on-Year (±%)</tr>
<tr><td>Export Destination<td>3<td>1- to-3<td>3<td>1- to-3<td>3<td>1- to-3<td>Export &amp; Import<td>Export<td>Import</tr>
<tr><td>Total<td>41,046.4&nbsp;<td>118,380.0<td>22,297.0<td>68,466.7<td>18,749.4<td>49,913.3<td>15.0<td>11.9<td>19.6</tr>
<tr><td>&nbsp;&nbsp;European Union<td>4,873.2<td>14,862.2<td>3,248.9<td>10,344.0<td>1,624.3<td>4,518.2<td>14.6<td>18.0<td>7.6</tr>
<tr><td>&nbsp;&nbsp;&nbsp;of which: Germany<td>1,243.6<td>3,752.6<td>711.8<td>2,240.9<td>531.7<td>1,511.7<td>12.7<td>21.2<td>2.1</tr>
<tr><td>&nbsp;&nbsp;R. O. Korea<td>-<td>-<td>1.5<td>2.5<td>-<td>-<td>-<td>-<td>-</tr>
<tr><td>Atlantis<td>1<td>2<td>1<td>1<td>0<td>1<td>1<td>1<td>1</tr>
<tr><td colspan=10>Note: x</td></tr></table></body></html>";

#[test]
fn a_table_by_region_gives_months_and_the_year_to_date() {
    let (office, kept) = read_as("2024-03.csv", REGION.as_bytes(), &Said::default());
    assert_eq!(office, "china-customs-tables");
    assert_eq!(
        shown(&kept),
        [
            "4 W00 X 2024-03 TOTAL 198691029000000 CNY rounded-to-10000",
            "4 W00 X 2024-Q1 TOTAL 573782193000000 CNY rounded-to-10000",
            "4 W00 M 2024-03 TOTAL 157104873000000 CNY rounded-to-10000",
            "4 W00 M 2024-Q1 TOTAL 443147628000000 CNY rounded-to-10000",
            "5 W00 X 2024-03 TOTAL 11 60000000 CNY rounded-to-10000",
            "5 W00 X 2024-Q1 TOTAL 11 200000000 CNY rounded-to-10000",
            "5 W00 M 2024-03 TOTAL 11 40000000 CNY rounded-to-10000",
            "5 W00 M 2024-Q1 TOTAL 11 100000000 CNY rounded-to-10000",
            "6 W00 X 2024-03 TOTAL 中关村国家自主创新示范区 20000000 CNY part rounded-to-10000",
            "6 W00 X 2024-Q1 TOTAL 中关村国家自主创新示范区 60000000 CNY part rounded-to-10000",
        ]
    );
    assert!(kept.complaints.is_empty(), "{:?}", kept.complaints);
    let said: Vec<(String, Flow, String)> =
        kept.statements.iter().map(|s| (s.id.clone(), s.flow, s.printed.digits.clone())).collect();
    let expected = [
        (2, Flow::T, "355795902"),
        (3, Flow::T, "1016929821"),
        (8, Flow::T, "5.0"),
        (9, Flow::X, "4.9"),
        (10, Flow::M, "5.0"),
    ];
    assert_eq!(
        said,
        expected.map(|(column, flow, digits)| (format!("2024-03.csv:4:{column}"), flow, digits.to_owned()))
    );
    let growth = &kept.statements[2];
    assert_eq!(growth.asserts, Asserts::Growth { base: "2023-Q1".parse().expect("a quarter") });
    assert_eq!(growth.interval, Interval { low: Some(dec!(4.95)), best: Some(dec!(5)), high: Some(dec!(5.05)) });
}

#[test]
fn a_page_by_country_names_economies_and_groups() {
    let kept = read("page.html", COUNTRY.as_bytes());
    assert_eq!(
        shown(&kept)[4..],
        [
            "8 EU X 2026-03 TOTAL 32489000000000 USD aggregate rounded-to-10000000",
            "8 EU X 2026-Q1 TOTAL 103440000000000 USD aggregate rounded-to-10000000",
            "8 EU M 2026-03 TOTAL 16243000000000 USD aggregate rounded-to-10000000",
            "8 EU M 2026-Q1 TOTAL 45182000000000 USD aggregate rounded-to-10000000",
            "9 DEU X 2026-03 TOTAL 7118000000000 USD rounded-to-10000000",
            "9 DEU X 2026-Q1 TOTAL 22409000000000 USD rounded-to-10000000",
            "9 DEU M 2026-03 TOTAL 5317000000000 USD rounded-to-10000000",
            "9 DEU M 2026-Q1 TOTAL 15117000000000 USD rounded-to-10000000",
            "10 KOR X 2026-03 TOTAL 15000000000 USD rounded-to-10000000",
            "10 KOR X 2026-Q1 TOTAL 25000000000 USD rounded-to-10000000",
        ]
    );
    assert_eq!(complained(&kept), ["error row 11"]);
    let row = kept.rows().next().expect("a row");
    assert_eq!((row.vintage.to_string().as_str(), row.vintage.assumed, row.valuation), ("2026-04-08", false, "FOB"));
}

#[test]
fn tables_in_chinese_name_economies_too() {
    let text = "（2）2023年5月进出口商品国别（地区）总值表（美元值）,,,,,,,,,
单位：千美元,,,,,,,,,
进口原产国（地区）/出口最终目的国（地区）,进出口,进出口,出口,出口,进口,进口,累计比去年同期±％,累计比去年同期±％,累计比去年同期±％
,5月,1至5月,5月,1至5月,5月,1至5月,进出口,出口,进口
总值,500,2500,300,1500,200,1000,-,-,-
东南亚国家联盟,50,250,30,150,20,100,-,-,-
朝鲜,11,51,10,45,1,6,-,-,-
";
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    for bytes in [text.as_bytes(), &gb] {
        let (office, kept) = read_as("x.csv", bytes, &Said::default());
        assert_eq!((office.as_str(), kept.complaints.len()), ("china-customs-tables", 0), "{:?}", kept.complaints);
        assert_eq!(
            shown(&kept)[6..],
            [
                "6 ASEAN M 2023-05 TOTAL 2000000 USD aggregate rounded-to-1000",
                "6 ASEAN M 2023-01..2023-05 TOTAL 10000000 USD aggregate rounded-to-1000",
                "7 PRK X 2023-05 TOTAL 1000000 USD rounded-to-1000",
                "7 PRK X 2023-01..2023-05 TOTAL 4500000 USD rounded-to-1000",
                "7 PRK M 2023-05 TOTAL 100000 USD rounded-to-1000",
                "7 PRK M 2023-01..2023-05 TOTAL 600000 USD rounded-to-1000",
            ]
        );
    }
}

#[test]
fn a_table_that_lies_is_caught() {
    let march = "3月,1至3月,3月,1至3月,3月,1至3月";
    for (name, text, code) in [
        (
            "2024-03.csv",
            REGION.replace("总值,355795902,1016929821,198691029", "总值,355795902,1016929821,198691129"),
            "own-totals",
        ),
        // Exports under 进口 and imports under 出口; the growth stays where it was.
        (
            "2024-03.csv",
            REGION
                .replace("573782193,157104873,443147628,5.0,4.9,5.0", "443147628,198691029,573782193,13.0,10.1,17.3")
                .replace("1016929821,198691029", "1016929821,157104873"),
            "own-totals",
        ),
        ("2024-03.csv", REGION.replace(march, "3月,1至3月,1至3月,3月,3月,1至3月"), "own-totals"),
        ("2024-03.csv", REGION.replace(march, "3月,1至3月,3月,3月,3月,1至3月"), "header"),
        ("2024-03.csv", REGION.replacen("单位：万人民币", "单位：万美元", 1), "unit"),
        ("2024-03.csv", REGION.replacen("单位：万人民币", "单位：亿人民币", 1), "unit"),
        ("2024-03.csv", REGION.replace("单位：万人民币", ""), "unit"),
        ("2024-04.csv", REGION.to_owned(), "period"),
        ("march.csv", REGION.to_owned(), "period"),
        ("page.html", COUNTRY.replace("(in USD)", "(in CNY)"), "unit"),
        ("2025-03.html", COUNTRY.to_owned(), "period"),
        ("page.html", COUNTRY.replace("<table>", "<img src='x.png'><!--").replace("</table>", "-->"), "no-table"),
    ] {
        let kept = read(name, text.as_bytes());
        assert_eq!((refused(&kept), kept.rows().count()), (Some(code), 0), "{name} {code} {:?}", kept.complaints);
    }
}

#[test]
fn a_row_that_contradicts_itself_is_kept_apart() {
    for (row, reason) in [
        ("北京市,100,300,60,200,50,100,-,-,-", "exports and imports do not add up to the total beside them"),
        (
            "北京市,100,300,60,200,40,100,5.0,-20.0,-30.0",
            "by the growth printed, exports and imports of a year before were not their total",
        ),
        ("北京市,400,300,260,200,140,100,-,-,-", "a month is larger than the year to date"),
    ] {
        let kept = read("2024-03.csv", REGION.replace("北京市,100,300,60,200,40,100,-,-,-", row).as_bytes());
        let apart: Vec<&str> = kept.rows().filter(|row| row.row == 5).map(|row| row.quarantine).collect();
        assert_eq!(apart, [reason; 4], "{row}");
        assert_eq!(complained(&kept), ["warning own-totals 5"]);
        assert!(kept.rows().filter(|row| row.row != 5).all(|row| row.quarantine.is_empty()));
    }
}

#[test]
fn january_alone_is_one_figure_not_two() {
    let january = REGION
        .replace("3月,1至3月,3月,1至3月,3月,1至3月", "1月,1至1月,1月,1至1月,1月,1至1月")
        .replace(
            "总值,355795902,1016929821,198691029,573782193,157104873,443147628,5.0,4.9,5.0",
            "总值,376356483,376356483,218622834,218622834,157733650,157733650,13.0,10.1,17.3",
        )
        .replace("北京市,100,300,60,200,40,100", "北京市,100,100,60,60,40,41")
        .replace("20,60,20,60,-,-", "20,20,20,20,-,-");
    let kept = read("2024-01.csv", january.as_bytes());
    assert_eq!(
        kept.rows().map(|row| (row.row, row.flow)).collect::<Vec<_>>(),
        [(4, Flow::X), (4, Flow::M), (5, Flow::X), (5, Flow::M), (6, Flow::X)]
    );
    let apart: Vec<u64> = kept.rows().filter(|row| !row.quarantine.is_empty()).map(|row| row.row).collect();
    assert_eq!(apart, [5, 5], "January and its year to date differ");
}

/// A file that others gave; `None`, and said so, where it is not there.
fn shared(name: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/gacc").join(name);
    let read = fs::read(&path).ok();
    if read.is_none() {
        eprintln!("skipped: {} is not there", path.display());
    }
    read
}

fn sum(kept: &Kept, flow: Flow, period: &str, province: impl Fn(&str, &str) -> bool) -> Decimal {
    let period = period.parse().expect("a period");
    let rows = kept.rows().filter(|row| (row.flow, row.period) == (flow, period) && province(row.province, row.status));
    rows.filter_map(|row| row.value).map(|value| Decimal::new(value, 2)).sum()
}

#[test]
fn the_real_tables_by_region_add_up() {
    let mut months = Vec::new();
    for (month, exports, imports) in [
        (1, dec!(218622834), dec!(157733650)),
        (2, dec!(156609573), dec!(128412619)),
        (3, dec!(198691029), dec!(157104873)),
        (4, dec!(207619879), dec!(156274676)),
        (5, dec!(214706297), dec!(156066695)),
        (6, dec!(218713476), dec!(148340807)),
    ] {
        let Some(bytes) = shared(&format!("by-region/2024-{month:02}.csv")) else { return };
        let kept = read(&format!("2024-{month:02}.csv"), &bytes);
        assert!(kept.complaints.is_empty(), "{month} {:?}", kept.complaints);
        let period = format!("2024-{month:02}");
        for (flow, printed) in [(Flow::X, exports), (Flow::M, imports)] {
            let total = sum(&kept, flow, &period, |province, _| province.is_empty());
            assert_eq!(total, printed * dec!(10000), "{period} {flow}");
            let provinces =
                sum(&kept, flow, &period, |province, status| !province.is_empty() && !status.contains("part"));
            assert!((provinces - total).abs() <= dec!(160000), "{period} {flow} {provinces} {total}");
        }
        assert!(kept.rows().all(|row| row.quarantine.is_empty()));
        let to_date_printed =
            kept.statements.iter().rfind(|s| s.flow == Flow::T && s.asserts == Asserts::Value).expect("a total");
        months.push(
            kept.statements
                .iter()
                .find(|s| s.flow == Flow::T && s.asserts == Asserts::Value)
                .expect("a total")
                .interval,
        );
        let revised = !Interval::sum(&months).meets(&to_date_printed.interval);
        assert_eq!(revised, month > 2, "March revised January and February");
    }
}

#[test]
fn the_real_page_of_two_months_is_one_span() {
    let Some(bytes) = shared("gacc_express_section4_by_country_janfeb2025_cny.html") else { return };
    let (office, kept) = read_as("janfeb2025.html", &bytes, &Said::default());
    assert_eq!(office, "china-customs-tables");
    assert!(kept.complaints.is_empty(), "{:?}", kept.complaints);
    let of = |partner: &str, flow| {
        let row =
            kept.rows().find(|row| (row.partner, row.flow) == (partner, flow)).unwrap_or_else(|| panic!("{partner}"));
        assert_eq!(
            (row.period.to_string().as_str(), row.vintage.to_string().as_str()),
            ("2025-01..2025-02", "2025-03-11")
        );
        Decimal::new(row.value.expect("a value"), 2) / dec!(100000000)
    };
    assert_eq!((of("W00", Flow::X), of("W00", Flow::M)), (dec!(38812.1), dec!(26551.5)));
    assert_eq!((of("KOR", Flow::X), of("KOR", Flow::M)), (dec!(1480.1), dec!(1875.0)));
    assert_eq!(
        (of("HKG", Flow::X), of("ZAF", Flow::M), of("RCEP", Flow::X)),
        (dec!(3112.8), dec!(239.7), dec!(10299.7))
    );
    let rows = kept.rows().count();
    assert_eq!((rows, kept.statements.len()), (60, 30 * 4), "each row: two levels; a total and three growths");
    assert!(kept.rows().all(|row| row.quarantine.is_empty() && row.currency.letters() == "CNY"));
}

#[test]
fn the_real_page_that_is_a_picture_says_so() {
    let Some(bytes) = shared("gacc_express_section4_by_country_jan2018_cny.html") else { return };
    let (office, kept) = read_as("jan2018.html", &bytes, &Said::default());
    assert_eq!((office.as_str(), refused(&kept), kept.rows().count()), ("china-customs-tables", Some("no-table"), 0));
}
