//! What offices publish: one file an office's layout. Each reader knows its files by
//! their first bytes, streams their rows to a [`Sink`] in batches, and never fails
//! on a bad row.

mod baci;
mod china_customs;
mod china_tables;
mod codes;
mod columns;
mod comext;
mod comtrade;
mod intake;
mod json;
mod kita;
#[cfg(any(test, feature = "made"))]
mod known_as;
mod korea_customs;
mod lines;
pub(crate) mod places;
mod tabular;
mod unpack;
mod us_census;
mod workbook;

use std::io::{self, Read};

use yalu_trade::{Calendar, Card, Flow, Mapping, Period, Refused, ReleaseClass, Sink, Vintage};

pub(crate) use comtrade::records_of;
#[cfg(any(test, feature = "made"))]
pub use known_as::known_as;
pub use tabular::guess;
pub use unpack::{Caps, Member, OpenSource, Source, unpack};

/// How many rows a reader hands on at once.
pub(crate) const BATCH: usize = 64 * 1024;

/// A file as it was dropped, to be read as often as needed.
pub struct Snapshot<'a> {
    /// Its name, for complaints.
    pub name: &'a str,
    /// Its first 64 KiB, unpacked.
    pub head: &'a [u8],
    /// How long it is.
    pub len: u64,
    /// Opens it from its beginning.
    pub open: &'a (dyn Fn() -> io::Result<Box<dyn Read + Send>> + Sync),
    /// What the user said of it.
    pub said: &'a Said,
}

/// What a user says of a file that the file itself may not say.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Said {
    /// When it was released.
    pub vintage: Option<Vintage>,
    /// Whose records it holds.
    pub reporter: Option<String>,
    /// Which economy they trade with.
    pub partner: Option<String>,
    /// Which way, from the reporter's side.
    pub flow: Option<Flow>,
    /// When.
    pub period: Option<Period>,
    /// How its table is to be read, by the desk.
    pub mapping: Option<Mapping>,
}

/// An office's layout.
pub trait Office: Sync {
    /// Its name in the lake and what it is; the citation is of the layout.
    fn card(&self) -> &'static Card;

    /// Is a file surely one of its, by its name and first bytes?
    fn knows(&self, file: &Snapshot<'_>) -> bool;

    /// Reads a file to its end.
    fn read(&self, file: &Snapshot<'_>, sink: &mut dyn Sink) -> Result<(), Refused>;

    /// When it releases a period, where that is known.
    fn calendar(&self) -> Option<Calendar> {
        None
    }
}

/// The layouts that can be read; a file is the first's that knows it.
#[rustfmt::skip] // one line an office
pub const OFFICES: &[&dyn Office] = &[
    &china_customs::ChinaCustoms,
    &china_tables::ChinaTables,
    &comtrade::Comtrade,
    &comext::Comext,
    &baci::Baci,
    &korea_customs::KoreaCustoms,
    &us_census::UsCensus,
    &kita::Kita,
    // The last: any table that nobody else knows.
    &tabular::Tabular,
];

/// The office whose file it is; where the desk says how a table is to be read, none but its word counts.
pub fn office(file: &Snapshot<'_>) -> Option<&'static dyn Office> {
    if file.said.mapping.is_some() {
        return Some(&tabular::Tabular);
    }
    OFFICES.iter().copied().find(|office| office.knows(file))
}

impl Snapshot<'_> {
    /// The same, of the class that such files are of where the user says no other.
    pub(crate) fn vintage_in(&self, class: ReleaseClass, by_file: Option<Vintage>, period: Period) -> Vintage {
        let vintage = self.vintage(by_file, period);
        let class = if vintage.class == ReleaseClass::Unstated { class } else { vintage.class };
        Vintage { class, ..vintage }
    }

    /// When a row of a period was released: as the user says, or by the file itself,
    /// or else 45 days after the period's end, which is supposed.
    pub(crate) fn vintage(&self, by_file: Option<Vintage>, period: Period) -> Vintage {
        self.said.vintage.or(by_file).unwrap_or_else(|| Vintage::assumed_for(period))
    }
}
