use std::{fs, path::PathBuf};

use yalu_trade::{Fixed, Kept, Severity};

use super::Comtrade;
use crate::office::{
    Office, Said,
    lines::tests::{read as read_by, with},
};

fn read(name: &str, bytes: &[u8]) -> Kept {
    read_by(&Comtrade, name, bytes, &Said::default())
}

fn knows(name: &str, bytes: &[u8]) -> bool {
    with(name, bytes, &Said::default(), |file| Comtrade.knows(file))
}

/// A file of the shared data, where it is at hand.
fn shared(path: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    let bytes = fs::read(&path).ok();
    if bytes.is_none() {
        use std::io::Write;
        writeln!(std::io::stderr(), "skipped: {} is not there", path.display()).expect("standard error");
    }
    bytes
}

/// A record of the API; `more` comes last, and so counts.
fn record(more: &str) -> String {
    let comma = if more.is_empty() { "" } else { "," };
    format!(
        r#"{{"typeCode":"C","freqCode":"A","refYear":2022,"refMonth":52,"period":"2022","reporterCode":276,"reporterISO":"DEU",
        "flowCode":"X","partnerCode":0,"partner2Code":0,"classificationCode":"H6","cmdCode":"870323",
        "aggrLevel":6,"customsCode":"C00","mosCode":"0","motCode":0,"qtyUnitCode":5,"qtyUnitAbbr":"u","qty":12.0,
        "isQtyEstimated":false,"altQtyUnitCode":-1,"altQtyUnitAbbr":"N/A","altQty":0.0,"isAltQtyEstimated":false,
        "netWgt":1500.5,"isNetWgtEstimated":true,"grossWgt":null,"cifvalue":null,"fobvalue":1234.56,"primaryValue":1234.56,
        "legacyEstimationFlag":4,"isReported":true,"isAggregate":true{comma}{more}}}"#
    )
}

fn answer(records: &[String]) -> Vec<u8> {
    format!(r#"{{"elapsedTime":"0.1 secs","count":{},"data":[{}],"error":""}}"#, records.len(), records.join(","))
        .into_bytes()
}

fn one(more: &str) -> Kept {
    read("x.json", &answer(&[record(more)]))
}

/// What a file was refused for.
fn refusals(kept: &Kept) -> Vec<(&'static str, String)> {
    let refused = kept.complaints.iter().filter(|c| c.severity == Severity::Error && c.place.line == 0);
    refused.map(|c| (c.code, c.message.clone())).collect()
}

#[test]
fn a_record_of_the_api_is_an_observation() {
    let kept = one("");
    let rows: Vec<_> = kept.rows().collect();
    let row = rows[0];
    assert!(kept.complaints.is_empty(), "{:?}", kept.complaints);
    assert_eq!((row.reporter, row.partner, row.via, row.mode, row.transport), ("DEU", "W00", "", "", ""));
    assert_eq!((row.flow.letters(), row.period.to_string().as_str()), ("X", "2022"));
    assert_eq!((row.nomenclature, row.commodity, row.valuation, row.coverage), ("HS2022", "870323", "FOB", "reported"));
    assert_eq!((row.value, row.weight, row.quantity, row.unit), (Some(123_456), Some(1_500_500), Some(12_000), "u"));
    assert_eq!((row.quantity2, row.unit2, row.status, row.row), (None, "", "weight-estimated aggregate", 1));
    assert_eq!(row.vintage.to_string(), "2023-02-14 (assumed)");
}

#[test]
fn what_a_field_says() {
    // (what is changed, what the row then shows)
    for (more, expected) in [
        (r#""freqCode":"M","refMonth":3,"period":"202203""#, "2022-03 X W00 H:870323 FOB"),
        (r#""period":"202252""#, "2022 X W00 H:870323 FOB"),
        (r#""period":"202299""#, "2022 X W00 H:870323 FOB"),
        (r#""partnerCode":490"#, "2022 X S19 H:870323 FOB"),
        (r#""partnerCode":842,"partner2Code":251"#, "2022 X USA>FRA H:870323 FOB"),
        (r#""motCode":2100,"customsCode":"C05""#, "2022 X W00 m:C05 t:2100 H:870323 FOB"),
        (r#""mosCode":"3""#, "2022 X W00 m:mos3 H:870323 FOB"),
        (r#""flowCode":"M","cifvalue":1234.56,"fobvalue":null"#, "2022 M W00 H:870323 CIF"),
        // Some report their imports FOB; the row says so.
        (r#""flowCode":"M""#, "2022 M W00 H:870323 FOB"),
        (r#""fobvalue":null"#, "2022 X W00 H:870323 "),
        (r#""flowCode":"RX""#, "2022 RX W00 H:870323 FOB"),
        (r#""cmdCode":"TOTAL","aggrLevel":0,"netWgt":null"#, "2022 X W00 H:TOTAL FOB"),
        (r#""classificationCode":"S3","cmdCode":"7","aggrLevel":1"#, "2022 X W00 S:7 FOB"),
    ] {
        let kept = one(more);
        assert!(kept.complaints.is_empty(), "{more}: {:?}", kept.complaints);
        let row = kept.rows().next().expect(more);
        let mark = |name: &str, text: &str| if text.is_empty() { String::new() } else { format!("{name}{text}") };
        let shown = format!(
            "{} {} {}{}{}{} {}:{} {}",
            row.period,
            row.flow,
            row.partner,
            mark(">", row.via),
            mark(" m:", row.mode),
            mark(" t:", row.transport),
            &row.nomenclature[..1],
            row.commodity,
            row.valuation
        );
        assert_eq!(shown, expected, "{more}");
    }
}

#[test]
fn what_is_not_available_is_none_and_not_zero() {
    for (more, expected) in [
        (r#""qty":0,"netWgt":0"#, (None, None, "", "aggregate")),
        (r#""qtyUnitCode":-1,"qtyUnitAbbr":"N/A""#, (Some(1_500_500), None, "", "weight-estimated aggregate")),
        (r#""qty":null,"netWgt":null,"isAggregate":false"#, (None, None, "", "")),
        (
            r#""isQtyEstimated":true,"isReported":false"#,
            (Some(1_500_500), Some(12_000), "u", "weight-estimated quantity-estimated aggregate not-reported"),
        ),
        (
            r#""legacyEstimationFlag":6,"isNetWgtEstimated":false"#,
            (Some(1_500_500), Some(12_000), "u", "weight-estimated quantity-estimated aggregate"),
        ),
        (
            r#""legacyEstimationFlag":2,"isNetWgtEstimated":false"#,
            (Some(1_500_500), Some(12_000), "u", "quantity-estimated aggregate"),
        ),
        (r#""qtyUnitAbbr":null,"qtyUnitCode":12"#, (Some(1_500_500), Some(12_000), "m³", "weight-estimated aggregate")),
        (
            r#""qtyUnitAbbr":null,"qtyUnitCode":77"#,
            (Some(1_500_500), Some(12_000), "unit 77", "weight-estimated aggregate"),
        ),
        // The weight of a chapter is no weight.
        (r#""cmdCode":"87","aggrLevel":2"#, (None, Some(12_000), "u", "aggregate")),
    ] {
        let kept = one(more);
        let row = kept.rows().next().expect(more);
        assert_eq!((row.weight, row.quantity, row.unit, row.status), expected, "{more}");
        let weighed = kept.complaints.iter().any(|c| c.code == "coarse-weight");
        assert_eq!(weighed, more.contains("\"87\""), "{more}");
    }
}

#[test]
fn what_contradicts_itself_is_held_back() {
    for (more, why) in [
        (r#""partnerCode":408,"partnerISO":"KOR""#, "its number is PRK's, its letters are KOR"),
        (r#""refYear":2021"#, "refYear `2021` is not the year of period 2022"),
        (r#""cmdCode":"70323""#, "code `70323` has lost its leading zero"),
        (r#""cmdCode":"=cmd""#, "`=cmd` is not a code of the Harmonized System"),
        (r#""cmdCode":"8703","netWgt":null"#, "code `8703` is not of the level that aggrLevel says"),
        (r#""primaryValue":1e308,"fobvalue":null"#, "primaryValue `1e+308` is not an amount"),
        (r#""primaryValue":"NaN","fobvalue":null"#, "primaryValue `NaN` is not an amount"),
        (r#""primaryValue":-5,"fobvalue":-5"#, "primaryValue is below zero"),
        (r#""netWgt":-1"#, "netWgt is below zero"),
        (r#""primaryValue":9"#, "primaryValue is neither cifvalue nor fobvalue"),
    ] {
        let kept = one(more);
        let row = kept.rows().next().expect(more);
        assert_eq!(row.quarantine, why, "{more}");
        assert_eq!(kept.complaints.iter().map(|c| c.code).collect::<Vec<_>>(), ["quarantined"], "{more}");
    }
}

#[test]
fn what_tells_no_cell_is_left_out_with_a_word() {
    for (more, code) in [
        (r#""partnerCode":999"#, "place"),
        (r#""partnerCode":null"#, "place"),
        (r#""flowCode":"DX""#, "flow"),
        (r#""flowCode":"import""#, "flow"),
        (r#""flowCode":"T""#, "flow"),
        (r#""period":"202213""#, "period"),
        (r#""period":"2022-1""#, "period"),
        (r#""period":"二〇二二""#, "period"),
        (r#""freqCode":"M""#, "period"),
        (r#""typeCode":"S""#, "no-goods"),
        (r#""primaryValue":null"#, "no-value"),
        (r#""primaryValue":{"a":1}"#, "no-value"),
    ] {
        let kept = read("x.json", &answer(&[record(""), record(more), record("")]));
        let told: Vec<_> = kept.complaints.iter().map(|c| (c.code, c.place.line, c.severity)).collect();
        assert_eq!((kept.rows().count(), told), (2, vec![(code, 2, Severity::Error)]), "{more}");
    }
}

/// Germany's exports of 2022 once summed to 13.6 trillion dollars instead of 1.7: an answer without
/// filters holds the aggregate and every breakdown of it. Eight rows, each adding up to the same.
#[test]
fn germany_2022_aggregates_and_breakdowns_are_told_apart() {
    let total = |more: &str, value: f64| {
        record(&format!(
            r#""cmdCode":"TOTAL","aggrLevel":0,"netWgt":null,"fobvalue":null,"primaryValue":{value},{more}"#
        ))
    };
    let records = [
        total(r#""partnerCode":0"#, 1.7e12),
        // By transport, by customs procedure, by second partner, and by two of them at once: each again 1.7 trillion.
        total(r#""motCode":1000"#, 0.2e12),
        total(r#""motCode":2100"#, 0.7e12),
        total(r#""motCode":3200"#, 0.8e12),
        total(r#""customsCode":"C01""#, 1.5e12),
        total(r#""customsCode":"C05""#, 0.2e12),
        total(r#""partner2Code":528"#, 1.7e12),
        total(r#""customsCode":"C01","motCode":3200"#, 1.7e12),
        total(r#""partner2Code":528,"motCode":2100"#, 1.7e12),
        total(r#""partner2Code":528,"customsCode":"C01""#, 1.7e12),
        total(r#""partner2Code":528,"customsCode":"C01","motCode":2100"#, 1.7e12),
    ];
    let kept = read("comtrade.json", &answer(&records));
    let sum = |of: &dyn Fn(&yalu_trade::Observation<'_>) -> bool| -> Fixed {
        kept.rows().filter(|row| of(row)).filter_map(|row| row.value).sum::<Fixed>() / 100
    };
    assert_eq!(sum(&|_| true), 13_600_000_000_000);
    assert_eq!(sum(&|row| row.mode.is_empty() && row.transport.is_empty() && row.via.is_empty()), 1_700_000_000_000);
    assert_eq!(sum(&|row| row.mode.is_empty() && !row.transport.is_empty() && row.via.is_empty()), 1_700_000_000_000);
}

#[test]
fn an_answer_that_is_none_is_refused() {
    let whole = answer(&[record(""), record("")]);
    let cut = &whole[..whole.len() - 400];
    let denied = br#"{ "statusCode": 401, "message": "Access denied due to invalid subscription key." }"#;
    let failed = br#"{"elapsedTime":"0.01 secs","count":0,"data":[],"error":"Invalid request: too many periods"}"#;
    let fewer = String::from_utf8(whole.clone()).expect("text").replace("\"count\":2", "\"count\":3");
    let deep = format!("{{\"data\":[{{\"x\":{}", "[".repeat(100_000));
    let long = format!("{{\"data\":[{{\"cmdCode\":\"{}\"}}]}}", "x".repeat(3 << 20));
    for (name, bytes, code, says) in [
        ("comtrade.json", cut, "cut-off", "breaks off after 1 whole records"),
        ("comtrade.json", &denied[..], "no-answer", "status 401: Access denied"),
        ("comtrade.json", &failed[..], "no-answer", "Invalid request"),
        ("comtrade.json", b"<!DOCTYPE html><title>502</title>", "no-answer", "a web page"),
        ("comtrade.json", fewer.as_bytes(), "count", "holds 3 records; there are 2"),
        ("comtrade.json", br#"{"data":[1,2]}"#, "json", "invalid type"),
        ("comtrade.json", br#"{"data":[]} x"#, "json", "trailing"),
        ("comtrade.json", deep.as_bytes(), "json", "recursion limit"),
        ("comtrade.json", long.as_bytes(), "json", "longer than 1 MiB"),
        ("comtrade.csv", b"reporterCode,period\n1,2\n", "missing-column", "flowCode"),
        ("comtrade.csv", b"", "empty", "nothing"),
    ] {
        let refused = refusals(&read(name, bytes));
        assert!(matches!(&refused[..], [(c, m)] if *c == code && m.contains(says)), "{code}: {refused:?}");
    }
}

#[test]
fn a_cap_is_noticed() {
    for (count, capped) in [(499, false), (500, true)] {
        let kept = read("x.json", &answer(&vec![record(""); count]));
        assert_eq!(kept.complaints.iter().any(|c| c.code == "capped"), capped, "{count}");
    }
}

const BULK: &str = "typeCode\tfreqCode\trefPeriodId\trefYear\trefMonth\tperiod\treporterCode\tflowCode\tpartnerCode\tpartner2Code\tclassificationCode\tclassificationSearchCode\tisOriginalClassification\tcmdCode\taggrLevel\tisLeaf\tcustomsCode\tmosCode\tmotCode\tqtyUnitCode\tqty\tisQtyEstimated\taltQtyUnitCode\taltQty\tisAltQtyEstimated\tnetWgt\tisNetWgtEstimated\tgrossWgt\tisGrossWgtEstimated\tcifvalue\tfobvalue\tprimaryValue\tlegacyEstimationFlag\tisReported\tisAggregate
C\tM\t20220101\t2022\t1\t202201\t156\tX\t408\t0\tH6\tHS\t1\t670300\t6\t1\tC00\t0\t0\t8\t120.5\t0\t-1\t0\t0\t120.5\t0\t0\t0\t\t1833.001\t1833.001\t0\t0\t1
C\tM\t20220101\t2022\t1\t202201\t156\tX\t408\t0\tH6\tHS\t1\t670300\t6\t1\tC00\t0\t2100\t8\t120.5\t0\t-1\t0\t0\t120.5\t0\t0\t0\t\t1833.001\t1833.001\t0\t1\t0
";

#[test]
fn a_bulk_file_has_its_release_in_its_name() {
    for (name, text) in [
        ("COMTRADE-FINAL-CM156202201H6[2023-05-14].txt", BULK.to_owned()),
        ("COMTRADE-FINAL-CM156202201H6[2023-05-14]", BULK.replace('\t', ",")),
    ] {
        let kept = read(name, text.as_bytes());
        assert!(kept.complaints.is_empty() && knows(name, text.as_bytes()), "{:?}", kept.complaints);
        let rows: Vec<_> = kept.rows().collect();
        assert_eq!((rows[0].reporter, rows[0].partner, rows[0].commodity), ("CHN", "PRK", "670300"));
        assert_eq!((rows[0].value, rows[0].weight, rows[0].unit, rows[0].row), (Some(183_300), Some(120_500), "kg", 2));
        assert_eq!((rows[0].vintage.to_string().as_str(), rows[0].status), ("2023-05-14", "aggregate not-reported"));
        assert_eq!((rows[1].transport, rows[1].status), ("2100", ""));
    }
    let cut = &BULK[..BULK.len() - 30];
    let kept = read("COMTRADE-FINAL-CM156202201H6[2023-05-14]", cut.as_bytes());
    let told: Vec<_> = kept.complaints.iter().map(|c| (c.code, c.place.line)).collect();
    assert_eq!((kept.rows().count(), told), (1, vec![("fields", 3)]));
}

#[test]
fn whose_files_these_are() {
    for (name, bytes, known) in [
        ("x.json", &answer(&[])[..], true),
        ("x.json", br#"[["CTY_CODE"],["5700"]]"#, false),
        ("x.csv", BULK.as_bytes(), true),
        (
            "x.csv",
            b"Classification,Year,Period,TradeFlow Code,Reporter Code,Partner Code,Commodity Code,TradeValueUS\n",
            true,
        ),
        ("x.csv", b"t,i,j,k,v,q\n", false),
        ("x.html", b"<html>", false),
        ("comtrade.json", b"<html>", true),
    ] {
        assert_eq!(knows(name, bytes), known, "{name} {}", String::from_utf8_lossy(bytes));
    }
}

/// A recorded answer: China's trade of 2010 with Argentina, and with the world.
#[test]
fn the_real_answer_reads_whole() {
    let Some(bytes) = shared("comtrade/comtrade_v1_get_C_A_HS_CHN_2010_TOTAL.json") else { return };
    assert!(knows("a.json", &bytes));
    let kept = read("a.json", &bytes);
    assert!(kept.complaints.is_empty(), "{:?}", kept.complaints);
    let rows: Vec<_> =
        kept.rows().map(|row| (row.reporter, row.partner, row.flow.letters(), row.valuation, row.value)).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0], ("CHN", "ARG", "M", "CIF", Some(680_412_814_300)));
    assert!(rows.contains(&("CHN", rows[3].1, "X", "FOB", Some(6_804_713_339_700))));
}

/// A real table of before 2022: live animals, 2016, many reporters with the world.
#[test]
fn the_real_table_of_before_2022_reads_whole() {
    let Some(bytes) = shared("comtrade/comtrade_legacy_csv_HS01_2016.csv") else { return };
    assert!(knows("a.csv", &bytes));
    let kept = read("a.csv", &bytes);
    assert!(kept.complaints.is_empty(), "{:?}", kept.complaints);
    let lines = String::from_utf8(bytes).expect("text").lines().filter(|line| !line.is_empty()).count();
    let rows: Vec<_> = kept.rows().collect();
    assert_eq!(rows.len(), lines - 1);
    assert!(rows.iter().all(|row| (row.partner, row.commodity) == ("W00", "01")));
    let edition = |edition: &str| rows.iter().filter(|row| row.nomenclature == edition).count();
    assert_eq!((edition("HS2002"), edition("HS2007"), edition("HS2012")), (5, 3, rows.len() - 8));
    let australia: Vec<_> =
        rows.iter().filter(|row| row.reporter == "AUS").map(|row| (row.flow.letters(), row.value)).collect();
    assert_eq!(australia, [("M", Some(9_112_885_800)), ("X", Some(139_883_589_000)), ("RM", Some(493_417_200))]);
}
