//! Whatever the bytes, an office's reader answers, the same each time: a file that was
//! damaged on its way is complained of, and never a panic.

use std::io::{self, Cursor, Read};

use proptest::prelude::*;
use yalu_source::{Said, Snapshot, guess, office};
use yalu_trade::{Kept, Severity};

/// A file of each office, as short as its layout allows.
const FILES: [(&str, &str); 7] = [
    (
        "comtrade.json",
        r#"{"elapsedTime":"0.2 secs","count":1,"data":[{"typeCode":"C","freqCode":"A","refYear":2022,"period":"2022","reporterCode":156,"flowCode":"X","partnerCode":408,"partner2Code":0,"classificationCode":"H6","cmdCode":"670300","customsCode":"C00","motCode":0,"qtyUnitCode":8,"qty":12.5,"netWgt":12.5,"fobvalue":1833.001,"primaryValue":1833.001,"isReported":true,"isAggregate":false}],"error":""}"#,
    ),
    (
        "COMTRADE-FINAL-CM156202201H6[2023-05-14]",
        "period\treporterCode\tflowCode\tpartnerCode\tcmdCode\tmotCode\tnetWgt\tprimaryValue\n202201\t156\tX\t408\t670300\t0\t120.5\t1833.001\n",
    ),
    (
        "BACI_HS92_Y2022_V202401b.csv",
        "t,i,j,k,v,q\n2022,156,408,100630,   1234.567,  2500.5\n2022,842,251,870323,10,NA\n",
    ),
    (
        "full202312.dat",
        "REPORTER,PARTNER,PRODUCT_NC,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,QUANTITY_KG,QUANTITY_SUPPL_UNIT\nAT,KP,18063100,2,1,NO_SU,202312,4739,2000,0\n",
    ),
    (
        "nitemtrade.xml",
        "<response><header><resultCode>00</resultCode></header><body><items><item><balPayments>100</balPayments><expDlr>100</expDlr><expWgt>3</expWgt><hsCd>330510</hsCd><impDlr>0</impDlr><impWgt>0</impWgt><statCd>KP</statCd><year>2023.01</year></item></items></body></response>",
    ),
    ("exports.json", r#"[["CTY_CODE","E_COMMODITY","ALL_VAL_MO","time"],["5790","8703230190","500","2023-10"]]"#),
    ("panel.csv", "Date;Exports;Imports\n2001/01;231700220;586529635\n2001/02;299818574;421893617\n"),
];

fn read(name: &str, bytes: &[u8]) -> Option<(&'static str, Kept)> {
    let open = || -> io::Result<Box<dyn Read + Send>> { Ok(Box::new(Cursor::new(bytes.to_vec()))) };
    let said = Said::default();
    let file = Snapshot {
        name,
        head: &bytes[..bytes.len().min(64 * 1024)],
        len: bytes.len() as u64,
        open: &open,
        said: &said,
    };
    guess(&file);
    let office = office(&file)?;
    let mut kept = Kept::default();
    office.read(&file, &mut kept).expect("a sink that keeps everything refuses nothing");
    Some((office.card().id, kept))
}

fn check(name: &str, bytes: &[u8]) {
    let Some((_, kept)) = read(name, bytes) else { return };
    assert!(kept.complaints.iter().all(|complaint| complaint.place.file == name && !complaint.message.is_empty()));
    assert!(kept.rows().all(|row| !row.quarantine.is_empty() || row.value.is_none_or(|value| value >= 0)));
    let again = read(name, bytes).map(|(_, again)| again.complaints);
    assert_eq!(again, Some(kept.complaints));
}

#[test]
fn each_file_is_its_offices_and_whole() {
    for ((name, text), (id, rows)) in FILES.into_iter().zip([
        ("un-comtrade", 1),
        ("un-comtrade", 1),
        ("baci", 2),
        ("eurostat-comext", 1),
        ("korea-customs", 2),
        ("us-census", 1),
        ("table", 0),
    ]) {
        let (office, kept) = read(name, text.as_bytes()).expect(name);
        assert_eq!((office, kept.rows().count()), (id, rows), "{name}: {:?}", kept.complaints);
        // A table without a mapping is refused with a word; the others have nothing to complain of.
        let refused = kept.complaints.iter().filter(|c| c.severity == Severity::Error).count();
        assert_eq!((refused, kept.complaints.len()), if id == "table" { (1, 1) } else { (0, 0) }, "{name}");
    }
}

/// Cut anywhere, an answer in JSON or XML gives a refusal of the whole file, and a table loses no row but its last.
#[test]
fn a_file_cut_anywhere_says_so() {
    for (name, text) in &FILES[..6] {
        for end in 0..text.trim_end().len() {
            let Some((_, kept)) = read(name, &text.as_bytes()[..end]) else { continue };
            let complete = text[..end].matches('\n').count().saturating_sub(1);
            let is_table = text.contains('\n');
            let refused = kept.complaints.iter().any(|c| c.severity == Severity::Error && c.place.line == 0);
            assert!(if is_table { refused || kept.rows().count() >= complete } else { refused }, "{name} cut at {end}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn damaged_files_are_answered(file in 0..FILES.len(), cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..3), 1..12)) {
        let (name, text) = FILES[file];
        let mut bytes = text.as_bytes().to_vec();
        for (at, byte, what) in cuts {
            let at = at.index(bytes.len().max(1)).min(bytes.len().saturating_sub(1));
            match what {
                0 => drop(bytes.remove(at)),
                1 => bytes.insert(at, byte),
                _ => bytes[at] = byte,
            }
        }
        check(name, &bytes);
    }

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for (name, _) in FILES {
            check(name, &bytes);
        }
    }
}
