//! The files of China's customs: small ones in their layouts, damaged ones, and
//! the real ones where they are there.

mod damage;
mod query;
mod tables;

use std::io::{Cursor, Read};

use yalu_source::{Said, Snapshot, office};
use yalu_trade::{Kept, Severity};

/// What an office reads from a file; some office must know it.
fn read_as(name: &str, bytes: &[u8], said: &Said) -> (String, Kept) {
    let owned = bytes.to_vec();
    let open = move || Ok(Box::new(Cursor::new(owned.clone())) as Box<dyn Read + Send>);
    let head = &bytes[..bytes.len().min(64 << 10)];
    let file = Snapshot { name, head, len: bytes.len() as u64, open: &open, said };
    let office = office(&file).unwrap_or_else(|| panic!("no office knows {name}"));
    let mut kept = Kept::default();
    office.read(&file, &mut kept).expect("all is taken");
    for complaint in &kept.complaints {
        assert_eq!(complaint.place.file, name);
        assert!(!complaint.message.is_empty());
    }
    (office.card().id.to_owned(), kept)
}

fn read(name: &str, bytes: &[u8]) -> Kept {
    read_as(name, bytes, &Said::default()).1
}

/// Rows as one line each: the fields that are not the same in all, empty ones left off.
fn shown(kept: &Kept) -> Vec<String> {
    let row = |row: yalu_trade::Observation<'_>| {
        let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
        let fields = [
            row.row.to_string(),
            row.partner.to_owned(),
            row.flow.to_string(),
            row.period.to_string(),
            row.commodity.to_owned(),
            row.mode.to_owned(),
            row.province.to_owned(),
            number(row.value),
            row.currency.to_string(),
            number(row.weight),
            number(row.quantity) + row.unit,
            number(row.quantity2) + row.unit2,
            row.status.to_owned(),
            row.quarantine.to_owned(),
        ];
        fields.into_iter().filter(|field| !field.is_empty()).collect::<Vec<_>>().join(" ")
    };
    kept.rows().map(row).collect()
}

/// Complaints as `severity code line`.
fn complained(kept: &Kept) -> Vec<String> {
    let said = |complaint: &yalu_trade::Complaint| {
        format!("{} {} {}", complaint.severity.word(), complaint.code, complaint.place.line)
    };
    kept.complaints.iter().map(said).collect()
}

/// The complaint that refuses the whole file.
fn refused(kept: &Kept) -> Option<&str> {
    let whole = |complaint: &&yalu_trade::Complaint| complaint.severity == Severity::Error && complaint.place.line == 0;
    kept.complaints.iter().find(whole).map(|complaint| complaint.code)
}
