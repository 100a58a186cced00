//! The tables that China's customs publishes each month, by country and by
//! region: pages, or CSV made of them. Levels become records, in the printed
//! unit's precision (`rounded`); growth and the totals of both flows, which are
//! not a record's to hold, become statements.

mod check;
mod grid;
mod heads;
mod names;
mod rows;
mod table;

use std::io::Read;

use yalu_trade::{Calendar, Card, Complaint, Place, Refused, Sink};

use super::{Office, Snapshot};
use grid::{Grid, from_csv, from_page, is_page, letters};

/// A table is of some hundred rows; a file that is larger is none.
const MOST_BYTES: u64 = 16 << 20;

/// The tables.
pub(in crate::office) struct ChinaTables;

static CARD: Card = Card {
    id: "china-customs-tables",
    title: "China customs, published tables by country and by region",
    unit: "CNY or USD, by the table's unit line",
    formula: "month and year to date; values as printed, rounded to the unit; growth as a statement",
    citation: "General Administration of Customs of the PRC, monthly bulletin (统计月报) and preliminary release, customs.gov.cn",
    ..Card::BARE
};

/// Words of the titles of its pages.
const TITLES: [&str; 6] = [
    "total export & import values by country",
    "total export &amp; import values by country",
    "total value of imports and exports by major country",
    "total value of imports and exports by country",
    "进出口商品国别(地区)总值表",
    "所在地总值表",
];

impl Office for ChinaTables {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn knows(&self, file: &Snapshot<'_>) -> bool {
        let (text, _) = letters(file.head);
        let first: String = text.lines().take(4).collect();
        let rows = ["收发货人所在地", "境内目的地", "国别", "最终目的国"];
        let heads = first.contains("进出口") && first.contains("出口,") && rows.iter().any(|word| first.contains(word));
        let folded = text.to_ascii_lowercase().replace('（', "(").replace('）', ")");
        (heads && !first.contains("商品编码")) || (is_page(&text) && TITLES.iter().any(|title| folded.contains(title)))
    }

    fn read(&self, file: &Snapshot<'_>, sink: &mut dyn Sink) -> Result<(), Refused> {
        match grid(file, sink).and_then(|grid| Ok((table::table(&grid, file)?, grid))) {
            Ok((table, grid)) => rows::read(&table, &grid, file, sink),
            Err(complaint) => {
                sink.complain(complaint);
                Ok(())
            }
        }
    }

    fn calendar(&self) -> Option<Calendar> {
        Some(super::china_customs::CALENDAR)
    }
}

fn grid(file: &Snapshot<'_>, sink: &mut dyn Sink) -> Result<Grid, Complaint> {
    let mut bytes = Vec::new();
    let opened = (file.open)().and_then(|reader| reader.take(MOST_BYTES + 1).read_to_end(&mut bytes));
    if let Err(error) = opened {
        let message = format!("it cannot be read to its end: {error}");
        return Err(Complaint::error("io", Place::file(file.name), message, "look whether it was copied whole"));
    }
    if bytes.len() as u64 > MOST_BYTES {
        let message = format!("it is larger than {} MB, and no published table is", MOST_BYTES >> 20);
        return Err(Complaint::error("too-large", Place::file(file.name), message, "give the table alone"));
    }
    let (text, broken) = letters(&bytes);
    if broken {
        let message = "some of its letters are broken";
        let hint = "look whether it was saved in another encoding, or cut";
        sink.complain(Complaint::warning("encoding", Place::file(file.name), message, hint));
    }
    Ok(if is_page(&text) { from_page(&text) } else { from_csv(&text) })
}
