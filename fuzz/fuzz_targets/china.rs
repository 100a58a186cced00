//! What holds for every file of China's customs; the targets beside this file share it.

use std::io::{Cursor, Read};

use yalu_source::{OFFICES, Said, Snapshot};
use yalu_trade::{Flow, Kept};

/// Gives bytes to a reader under a name.
pub fn check(office: &str, name: &str, bytes: &[u8]) {
    let office = OFFICES.iter().find(|known| known.card().id == office).expect("it is listed");
    let said = Said { flow: None::<Flow>, ..Said::default() };
    let owned = bytes.to_vec();
    let open = move || Ok(Box::new(Cursor::new(owned.clone())) as Box<dyn Read + Send>);
    let head = &bytes[..bytes.len().min(64 << 10)];
    let file = Snapshot { name, head, len: bytes.len() as u64, open: &open, said: &said };
    office.knows(&file);
    let mut kept = Kept::default();
    office.read(&file, &mut kept).expect("all is taken");
    assert!(kept.complaints.iter().all(|complaint| complaint.place.file == name && !complaint.message.is_empty()));
    for batch in &kept.records {
        let words = [
            &batch.reporter,
            &batch.partner,
            &batch.nomenclature,
            &batch.commodity,
            &batch.mode,
            &batch.province,
            &batch.transport,
            &batch.via,
            &batch.valuation,
            &batch.coverage,
            &batch.unit,
            &batch.unit2,
            &batch.status,
            &batch.quarantine,
        ];
        assert!(words.iter().all(|words| words.ids().len() == batch.len()));
        let lengths = [batch.flow.len(), batch.period.len(), batch.value.len(), batch.currency.len()];
        assert_eq!(lengths, [batch.len(); 4]);
        let lengths = [batch.weight.len(), batch.quantity.len(), batch.quantity2.len(), batch.vintage.len()];
        assert_eq!(lengths, [batch.len(); 4]);
    }
    let below_zero = |row: yalu_trade::Observation<'_>| row.value.is_some_and(|value| value < 0);
    assert!(kept.rows().all(|row| !row.commodity.is_empty() && (!below_zero(row) || !row.quarantine.is_empty())));
    assert!(kept.rows().zip(kept.rows().skip(1)).all(|(row, next)| row.row <= next.row));
}
