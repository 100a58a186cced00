use super::*;
use crate::harmonized_system;
use yalu_trade::{Asserts, Decimal, Flow};

const GOOD: &str = "T363,CHN,PRK,2023,year,M,,reported,value,,,29189,USD,1e4,291890000,291885000,291895000,,2024-01-18,published,https://example.org,";

fn read(rows: &[&str]) -> Harvest {
    let text = format!("{}\n{}\n", COLUMNS.join(","), rows.join("\n"));
    statements("statements/totals.csv", text.as_bytes(), harmonized_system(), &[])
}

#[test]
fn a_row_becomes_a_statement() {
    let harvest = read(&[GOOD]);
    assert!(harvest.complaints.is_empty(), "{:?}", harvest.complaints);
    let statement = &harvest.statements[0];
    assert_eq!((statement.period.to_string(), statement.flow, statement.place.line), ("2023".to_owned(), Flow::M, 2));
    assert_eq!(statement.interval.width(), Some(Decimal::from(10_000)));
}

/// Each bad row is refused with the code, column and words that say why, and a hint.
#[test]
fn bad_rows_are_refused_with_their_place() {
    let cases: [(&str, &str, &str, usize, &str); 16] = [
        (",2023,year", ",2023-13,month", "period", 4, "`2023-13` is not a month"),
        (",2023,year", ",2023,month", "period-kind", 5, "not a month"),
        (",2023,year", ",2023,annual", "period-kind", 5, "`annual`"),
        (",M,,", ",Q,,", "flow", 6, "`Q`"),
        (",M,,", ",M,670,", "commodity", 7, "`670`"),
        (",M,,", ",M,6799,", "unknown-code", 7, "6799"),
        (",reported,", ",everything,", "coverage", 8, "`everything`"),
        (",value,", ",worth,", "measure", 9, "`worth`"),
        (",value,,", ",growth,,", "base", 10, "``"),
        (",29189,", ",29l89,", "printed", 12, "`29l89`"),
        (",USD,", ",dollars,", "unit", 13, "`dollars`"),
        (",1e4,", ",ten thousand,", "scale", 14, "`ten thousand`"),
        (",291890000,", ",2918900000,", "value", 15, "not printed × scale"),
        (",291885000,", ",291785000,", "bounds", 16, "low = 291785000"),
        (",,2024-01-18", ",circa,2024-01-18", "approx", 18, "`circa`"),
        (",2024-01-18,", ",18/01/2024,", "released", 19, "18/01/2024"),
    ];
    for (from, to, code, column, words) in cases {
        let row = GOOD.replacen(from, to, 1);
        assert_ne!(row, GOOD, "{from}");
        let harvest = read(&[&row, GOOD]);
        let found = harvest
            .complaints
            .iter()
            .find(|c| c.code == code)
            .unwrap_or_else(|| panic!("{code}: {:?}", harvest.complaints));
        assert_eq!((found.place.line, found.place.column), (2, column), "{found}");
        assert!(found.message.contains(words) && !found.hint.is_empty(), "{found}");
        assert_eq!(harvest.statements.len(), 1, "the good row stays");
    }
}

/// A place is a whole number among goods that can have one; whatever else is refused.
#[test]
fn a_place_is_read_or_refused() {
    const THIRD: &str =
        "R1,CHN,PRK,2023,year,M,6703,reported,rank,,HS4,3,rank,1,3,2.5,3.5,,2024-01-18,published,https://example.org,";
    let harvest = read(&[THIRD, &THIRD.replacen("HS4", "basket:hair", 1)]);
    assert!(harvest.complaints.is_empty(), "{:?}", harvest.complaints);
    assert_eq!(harvest.statements[0].asserts, Asserts::Rank { of: yalu_trade::Ranked::Level(4) });
    let cases = [
        (",HS4,", ",HS3,", "of", 11, "`HS3`"),
        (",HS4,", ",TOTAL,", "of", 11, "`TOTAL`"),
        (",HS4,", ",,", "of", 11, "``"),
        (",6703,", ",67,", "rank", 7, "`67` is not ranked among HS4"),
        (",6703,", ",,", "rank", 7, "`TOTAL`"),
        (",M,", ",B,", "rank", 6, "balance"),
        (",3,rank,1,3,2.5,3.5,,", ",3,USD,1,,,,,", "rank", 13, "USD"),
        (",3,rank,1,3,2.5,3.5,,", ",0,rank,1,,,,,", "rank", 12, "`0 rank`"),
        (",3,rank,1,3,2.5,3.5,,", ",-1,rank,1,,,,,", "rank", 12, "`-1 rank`"),
        (",3,rank,1,3,2.5,3.5,,", ",2.5,rank,1,,,,,", "rank", 12, "`2.5 rank`"),
        (",3,rank,1,3,2.5,3.5,,", ",3,rank,1e4,,,,,", "rank", 12, "`3 × 10000 rank`"),
        (",3,rank,1,3,2.5,3.5,,", ",3,rank,1,,,,about,", "rank", 12, "`about 3 rank`"),
    ];
    for (from, to, code, column, words) in cases {
        let row = THIRD.replacen(from, to, 1);
        assert_ne!(row, THIRD, "{from}");
        let harvest = read(&[&row]);
        let found = harvest.complaints.iter().find(|c| c.code == code);
        let found = found.unwrap_or_else(|| panic!("{to}: {:?}", harvest.complaints));
        assert_eq!((found.place.line, found.place.column), (2, column), "{found}");
        assert!(found.message.contains(words) && !found.hint.is_empty(), "{found}");
        assert!(harvest.statements.is_empty(), "{to}");
    }
}

#[test]
fn all_faults_of_a_row_are_told_at_once() {
    let harvest = read(&["T1,CN,PRK,2023-13,month,Q,3,x,y,,,1,z,w,,,,,,maybe,,"]);
    assert!(harvest.complaints.len() >= 9, "{:?}", harvest.complaints);
}

#[test]
fn a_file_in_another_encoding_is_named() {
    let mut bytes = COLUMNS.join(",").into_bytes();
    bytes.extend_from_slice(b"\nT1,CHN,\xB1\xB1\xBE\xA9,2023");
    let harvest = statements("s.csv", &bytes, harmonized_system(), &[]);
    let complaint = &harvest.complaints[0];
    assert_eq!((complaint.code, complaint.place.line, complaint.place.column), ("encoding", 2, 3));
    assert!(statements("s.csv", b"\xFF\xFEi\0d\0", harmonized_system(), &[]).complaints[0].message.contains("UTF-16"));
}

#[test]
fn a_correction_changes_the_text_or_says_that_it_is_stale() {
    let correction = |from: &str| Correction {
        target: Target::Statement("T363".to_owned()),
        field: "scale".to_owned(),
        from: from.to_owned(),
        to: "1e3".to_owned(),
        reason: "thousands".to_owned(),
        source: "us".to_owned(),
        expect: 1,
        place: Place::new("corrections.toml", 3, 1),
    };
    let text = format!("{}\n{GOOD}\n", COLUMNS.join(","));
    let read = |from| statements("s.csv", text.as_bytes(), harmonized_system(), &[correction(from)]);
    let corrected = read("1e4");
    assert_eq!(corrected.statements[0].printed.value(), Decimal::from(29_189_000));
    assert_eq!(corrected.statements[0].corrections.len(), 1);
    let stale = read("1e6");
    assert_eq!((stale.complaints[0].code, stale.complaints[0].place.line), ("stale-correction", 3));
}

#[test]
fn ids_that_stand_twice_are_told() {
    let harvest = read(&[GOOD, GOOD]);
    let complaints = duplicates(&harvest.statements);
    assert_eq!((complaints.len(), complaints[0].place.line), (1, 3));
}

/// Every row of the published figures reads without a complaint: those that the first desk keeps.
#[test]
fn the_published_figures_read() {
    for (name, rows) in [("totals.csv", 466), ("commodities.csv", 145)] {
        let path = format!("{}/../../desks/dprk/statements/{name}", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(&path).expect("the first desk is in the tree");
        let harvest = statements(name, &bytes, harmonized_system(), &[]);
        assert!(harvest.complaints.is_empty(), "{}", harvest.complaints[0]);
        assert_eq!(harvest.statements.len(), rows, "{name}");
    }
}
