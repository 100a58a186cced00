//! Whatever the bytes, a reader answers: with what it understood, with a place
//! for what it did not, and never with a panic.

use proptest::prelude::*;
use yalu_source::{harmonized_system, ledger, rates, statements};

const ROWS: &str = "id,reporter,partner,period,period_kind,flow,hs,coverage,measure,base,of,printed,unit,scale,value,low,high,approx,released,status,source,note
T363,CHN,PRK,2023,year,M,,reported,value,,,29189,USD,1e4,291890000,291885000,291895000,,2024-01-18,published,https://example.org,
T481,CHN,PRK,2023,year,T,,reported,growth,2022,,137,%,1,137,136.5,137.5,,2024-01-18,published,https://example.org,\"quoted, twice\"
";

fn check(bytes: &[u8]) {
    let harvest = statements("statements/x.csv", bytes, harmonized_system(), &[]);
    for complaint in &harvest.complaints {
        assert_eq!(complaint.place.file, "statements/x.csv");
        assert!(!complaint.message.is_empty());
    }
    let (_, complaints) = ledger("ledger.csv", bytes);
    assert!(complaints.iter().all(|complaint| complaint.place.file == "ledger.csv"));
    let (_, complaints) = rates("rates.csv", bytes);
    assert!(complaints.iter().all(|complaint| complaint.place.file == "rates.csv"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }

    /// Real rows with bytes cut out, put in and changed.
    #[test]
    fn damaged_rows_are_answered(cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..3), 1..12)) {
        let mut bytes = ROWS.as_bytes().to_vec();
        for (at, byte, what) in cuts {
            let at = at.index(bytes.len().max(1)).min(bytes.len().saturating_sub(1));
            match what {
                0 => drop(bytes.remove(at)),
                1 => bytes.insert(at, byte),
                _ => bytes[at] = byte,
            }
        }
        check(&bytes);
    }

    /// Fields of any text, in the right shape.
    #[test]
    fn any_fields_are_answered(fields in prop::collection::vec("[-0-9.eE,+A-Z\u{ac00}-\u{ac10} ]{0,24}", 22)) {
        let quoted: Vec<String> = fields.iter().map(|field| format!("\"{field}\"")).collect();
        check(format!("{}\n{}\n", ROWS.lines().next().unwrap_or_default(), quoted.join(",")).as_bytes());
    }
}
