//! UN Comtrade: the answers of its API (preview and keyed) in JSON and CSV, its bulk
//! files, and the 35-column CSV of before 2022.

mod api;
mod fields;
mod record;
mod table;
#[cfg(test)]
mod tests;

use yalu_trade::{Card, Refused, Sink, Vintage};

use super::{Office, Snapshot, intake::Intake, lines};
pub(crate) use api::records_of;
use fields::{Field, NEEDED};

/// The reader of UN Comtrade's files.
pub(super) struct Comtrade;

const CARD: Card = Card {
    id: "un-comtrade",
    title: "UN Comtrade",
    unit: "USD",
    formula: "primaryValue: FOB for exports, CIF for imports unless the record says otherwise",
    citation: "UN Comtrade API v1, https://comtradedeveloper.un.org (records of C/A/HS and C/M/HS; bulk files \
               COMTRADE-FINAL-*[date].gz; units from its reference QuantityUnits); the layout of before 2022 by a file of it",
    ..Card::BARE
};

impl Office for Comtrade {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn knows(&self, file: &Snapshot<'_>) -> bool {
        let named = file.name.to_ascii_lowercase().contains("comtrade");
        if api::is_json(file.head) {
            return named || api::is_answer(file.head);
        }
        named && is_page(file.head) || is_table(file.head)
    }

    fn read(&self, file: &Snapshot<'_>, sink: &mut dyn Sink) -> Result<(), Refused> {
        let mut intake = Intake::new(file.name, sink);
        if is_page(file.head) {
            let hint = "the server sent an error page; open it in a browser to see why, and ask again";
            intake.refuse("no-answer", "this is a web page, not an answer of UN Comtrade", hint);
        } else if api::is_json(file.head) {
            api::read(file, dated(file.name), &mut intake)?;
        } else {
            table::read(file, dated(file.name), &mut intake)?;
        }
        intake.finish()
    }
}

/// A web page where records should be.
fn is_page(head: &[u8]) -> bool {
    lines::first_line(head).trim_start().starts_with('<')
}

fn is_table(head: &[u8]) -> bool {
    let line = lines::first_line(head);
    let names: Vec<Field> =
        line.split(char::from(lines::delimiter(&line))).filter_map(|name| Field::of(name.trim_matches('"'))).collect();
    NEEDED.iter().all(|(field, _)| names.contains(field))
}

/// The day in a bulk file's name: `COMTRADE-FINAL-CA156202201H6[2023-05-14].gz`.
fn dated(name: &str) -> Option<Vintage> {
    let (_, rest) = name.rsplit_once('[')?;
    let (day, _) = rest.split_once(']')?;
    Vintage::read(day).ok().filter(|_| day.len() == 10)
}
