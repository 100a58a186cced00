//! Whatever a Parquet file holds, it is answered: sound files with bytes changed, cut out and put in, since bytes by
//! chance are never even looked at. Some ten minutes of it: `PROPTEST_CASES=60000 cargo test -p yalu-lake --test damaged`.

use std::{fs, io::Read, sync::LazyLock};

use proptest::prelude::*;
use yalu_lake::{Lake, LakeError, Layout, Mark, Parquet, table_as_parquet};
use yalu_trade::{Currency, Flow, Observation, Period, Records, Sink, Vintage};

/// No damaged file of a few kilobytes may become more text than this.
const MOST: u64 = 256 << 20;

/// Rows as the lake's own export has them, and a table of anybody's.
static SOUND: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let lake = Lake::open_or_make(&folder.path().display().to_string()).expect("a lake");
    let mark = Mark {
        source: "a-test".to_owned(),
        file: "a.csv".to_owned(),
        hash: "00".repeat(32),
        key: "00".repeat(32),
        whole: None,
        sure: false,
    };
    let mut ingest = lake.ingest(mark);
    ingest.records(records()).expect("they are taken");
    ingest.finish(None).expect("they are committed");
    let mut own = Vec::new();
    lake.export(None, Layout::Parquet, &mut own).expect("an export");
    let rows: Vec<Vec<Option<String>>> = (0..50)
        .map(|row| vec![Some(format!("2023-{:02}", row % 12 + 1)), (row % 7 > 0).then(|| format!("{row}.5"))])
        .collect();
    let mut table = Vec::new();
    table_as_parquet(&["period", "value"], &["value"], &rows, &mut table).expect("a table");
    [own, table]
});

fn records() -> Records {
    let mut records = Records::default();
    for row in 0..200_u64 {
        let period = Period::month(2023, (row % 12 + 1) as u8).expect("a month");
        records.push(&Observation {
            reporter: "CHN",
            partner: if row % 5 == 0 { "KOR" } else { "PRK" },
            flow: if row % 2 == 0 { Flow::X } else { Flow::M },
            period,
            nomenclature: "HS",
            commodity: ["67030000", "10063020", "27101210"][row as usize % 3],
            mode: "10",
            province: if row % 7 == 0 { "" } else { "21" },
            transport: "",
            via: "",
            value: (row % 11 > 0).then_some(row as i64 * 100),
            currency: Currency::USD,
            valuation: "FOB",
            coverage: "reported",
            weight: Some(row as i64),
            quantity: None,
            unit: "",
            quantity2: None,
            unit2: "",
            status: "",
            quarantine: "",
            vintage: Vintage::assumed_for(period),
            row: row + 2,
        });
    }
    records
}

/// Reads a file in both ways; what it says for an answer, and nothing worse.
fn answered(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.parquet");
    fs::write(&path, bytes).expect("a file");
    match Parquet::open(&path) {
        Err(why) => assert!(!why.is_empty()),
        Ok(parquet) if parquet.is_own() => {
            let lake = Lake::open_or_make(&folder.path().join("lake").display().to_string()).expect("a lake");
            match lake.take_export(&path, "00", None) {
                Ok(_) | Err(LakeError::Refused { .. }) => {}
                Err(other) => panic!("{other}"),
            }
        }
        Ok(parquet) => {
            if let Ok(text) = parquet.text() {
                let mut taken = text.take(MOST);
                // What is broken ends in an error.
                let _ = std::io::copy(&mut taken, &mut std::io::sink());
                assert!(taken.limit() > 0, "a small file has no end");
            }
        }
    }
}

/// What is done to the bytes: near their end, where the footer is, more often than not.
fn blow() -> impl Strategy<Value = (bool, prop::sample::Index, u8, u8)> {
    (prop::bool::weighted(0.6), any::<prop::sample::Index>(), any::<u8>(), 0..5_u8)
}

fn struck(bytes: &mut Vec<u8>, (end, at, byte, what): (bool, prop::sample::Index, u8, u8)) {
    let from = if end { bytes.len().saturating_sub(1500) } else { 0 };
    let at = from + at.index((bytes.len() - from).max(1));
    match what {
        _ if at >= bytes.len() => bytes.push(byte),
        0 => bytes.truncate(at),
        1 => drop(bytes.remove(at)),
        2 => bytes.insert(at, byte),
        3 => bytes[at] ^= 1 << (byte % 8),
        _ => bytes[at] = byte,
    }
}

proptest! {
    #[test]
    fn damaged_files_are_answered(own in any::<bool>(), blows in prop::collection::vec(blow(), 1..6)) {
        let mut bytes = SOUND[usize::from(!own)].clone();
        blows.into_iter().for_each(|one| struck(&mut bytes, one));
        answered(&bytes);
    }
}

#[test]
fn sound_files_are_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.parquet");
    fs::write(&path, &SOUND[0]).expect("a file");
    let lake = Lake::open_or_make(&folder.path().join("lake").display().to_string()).expect("a lake");
    let taken = lake.take_export(&path, "00", None).expect("it is taken");
    assert_eq!(taken.iter().map(|(source, done)| (source.as_str(), done.rows)).collect::<Vec<_>>(), [("a-test", 200)]);
    fs::write(&path, &SOUND[1]).expect("a file");
    let mut text = String::new();
    Parquet::open(&path).and_then(Parquet::text).expect("a table").read_to_string(&mut text).expect("text");
    assert_eq!(text.lines().count(), 51);
    assert!(text.starts_with("period,value\n2023-01,\n2023-02,1.5"), "{}", &text[..60]);
}
