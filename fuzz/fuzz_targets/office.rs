//! What holds for every file of an office; the targets beside this file share it.

use std::io::{self, Cursor, Read};

use yalu_source::{Said, Snapshot, guess, office};
use yalu_trade::Kept;

pub fn check(name: &str, bytes: &[u8], said: &Said) {
    let open = || -> io::Result<Box<dyn Read + Send>> { Ok(Box::new(Cursor::new(bytes.to_vec()))) };
    let head = &bytes[..bytes.len().min(64 * 1024)];
    let file = Snapshot { name, head, len: bytes.len() as u64, open: &open, said };
    let Some(office) = office(&file) else { return };
    let mut kept = Kept::default();
    office.read(&file, &mut kept).expect("a sink that keeps everything refuses nothing");
    assert!(kept.complaints.iter().all(|complaint| complaint.place.file == name && !complaint.message.is_empty()));
    for row in kept.rows() {
        assert!(!row.reporter.is_empty() && !row.partner.is_empty() && !row.coverage.is_empty());
        // What is below zero, or no code, is held back.
        assert!(!row.quarantine.is_empty() || row.value.is_none_or(|value| value >= 0));
        assert!(!row.quarantine.is_empty() || !row.commodity.is_empty());
    }
    if let (Some(text), _) = guess(&file) {
        // A proposal is TOML, however hostile the words of the table; what it leaves open is asked for.
        let (_, complaints) = yalu_desk::mapping("mappings/x.toml", text.as_bytes());
        assert!(complaints.iter().all(|complaint| complaint.code != "toml"), "{text}\n{complaints:?}");
        assert!(!complaints.is_empty(), "{text}");
    }
}
