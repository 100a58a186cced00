//! The query export of China's customs (stats.customs.gov.cn): one row for each
//! month, commodity, partner, trade mode and province that were chosen, in
//! GB18030 as a rule. Blocks of lines are read on all cores and handed on in the
//! file's order.

mod amount;
mod blocks;
mod faults;
mod fields;
mod layout;
mod learned;
mod numbers;
mod period;
mod plan;
mod rows;
mod tables;
mod words;

use std::{
    io::{self, Read},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use encoding_rs::{UTF_16BE, UTF_16LE};
use yalu_trade::{Calendar, Card, Complaint, Place, Refused, Sink};

use super::{Office, Snapshot};
use blocks::{Block, Blocks, Decoded};
use faults::Faults;
use layout::Head;
use learned::Learned;
use plan::{Plan, plan};
use rows::rows;

pub(super) use period::period_in;
pub(super) use tables::partners;

/// The query gives no more rows than this; a file of exactly so many was cut.
const MOST_ROWS: u64 = 10_000;
/// More cores than this have nothing to do while a file is read.
const MOST_WORKERS: usize = 8;

/// The query export.
pub(in crate::office) struct ChinaCustoms;

static CARD: Card = Card {
    id: "china-customs",
    title: "China customs, query export",
    unit: "USD or CNY, by the column's name",
    formula: "one row a month, commodity, partner, trade mode and province, as chosen; 8-digit codes; exports FOB, imports CIF",
    citation: "General Administration of Customs of the PRC, 海关统计数据在线查询平台, stats.customs.gov.cn",
    ..Card::BARE
};

/// Detail comes out on about the 20th of the next month, January's with February's.
pub(super) const CALENDAR: Calendar = Calendar { months_after: 1, day: 20, january_with_february: true };

impl Office for ChinaCustoms {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn knows(&self, file: &Snapshot<'_>) -> bool {
        Head::find(file.head).is_some()
    }

    fn read(&self, file: &Snapshot<'_>, sink: &mut dyn Sink) -> Result<(), Refused> {
        let Some(head) = Head::find(file.head) else {
            let message = "no header of a query export stands in its first lines, in no encoding that the office uses";
            let hint = "the header has 商品编码 and 美元 or 人民币; save the file as the query gave it";
            sink.complain(Complaint::error("header", Place::file(file.name), message, hint));
            return Ok(());
        };
        let plan = match plan(head, file) {
            Ok((plan, notes)) => {
                notes.into_iter().for_each(|note| sink.complain(note));
                plan
            }
            Err(complaint) => {
                sink.complain(complaint);
                return Ok(());
            }
        };
        read_all(&plan, file, sink)
    }

    fn calendar(&self) -> Option<Calendar> {
        Some(CALENDAR)
    }
}

/// Opens a file; what is in UTF-16 is read as UTF-8.
fn opened(plan: &Plan, file: &Snapshot<'_>) -> io::Result<Box<dyn Read + Send>> {
    let reader = (file.open)()?;
    let encoding = plan.head.encoding;
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    Ok(if wide { Box::new(Decoded::new(reader, encoding)) } else { reader })
}

/// A lane: blocks go in, what they hold comes out.
type Lane<'s> = (SyncSender<Block>, Receiver<rows::Read>);

fn lane<'s>(scope: &'s thread::Scope<'s, '_>, plan: &'s Plan, file: &'s Snapshot<'s>) -> Lane<'s> {
    let (give_block, blocks) = sync_channel::<Block>(1);
    let (give_read, reads) = sync_channel(1);
    scope.spawn(move || {
        let mut learned = Learned::default();
        blocks.into_iter().all(|block| give_read.send(rows(plan, file, &block, &mut learned)).is_ok())
    });
    (give_block, reads)
}

/// Deals blocks out to lanes in turn, until the file ends or nobody takes them.
fn deal(reader: impl Read, lanes: &[SyncSender<Block>]) -> io::Result<()> {
    let mut blocks = Blocks::new(reader);
    for lane in lanes.iter().cycle() {
        match blocks.next()? {
            Some(block) => {
                if lane.send(block).is_err() {
                    break;
                }
            }
            None => break,
        }
    }
    Ok(())
}

fn read_all(plan: &Plan, file: &Snapshot<'_>, sink: &mut dyn Sink) -> Result<(), Refused> {
    let broken = |error: io::Error| {
        let message = format!("it cannot be read to its end: {error}");
        Complaint::error("io", Place::file(file.name), message, "look whether it was copied whole")
    };
    let reader = match opened(plan, file) {
        Ok(reader) => reader,
        Err(error) => {
            sink.complain(broken(error));
            return Ok(());
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from).min(MOST_WORKERS);
    let mut sums = Sums::default();
    let ended = thread::scope(|scope| {
        let (senders, receivers): (Vec<_>, Vec<_>) = (0..workers).map(|_| lane(scope, plan, file)).unzip();
        let dealer = scope.spawn(move || deal(reader, &senders));
        let taken = take(&receivers, &mut sums, sink);
        drop(receivers);
        taken.map(|()| dealer.join().unwrap_or_else(|_| Err(io::Error::other("its reader stopped"))))
    })?;
    if let Err(error) = ended {
        sink.complain(broken(error));
    }
    sums.close(file, sink);
    Ok(())
}

/// Takes what the lanes read, in turn: the file's order.
fn take(lanes: &[Receiver<rows::Read>], sums: &mut Sums, sink: &mut dyn Sink) -> Result<(), Refused> {
    for read in lanes.iter().cycle().map_while(|lane| lane.recv().ok()) {
        sums.rows += read.rows;
        sums.faults.append(read.faults);
        if !read.records.is_empty() {
            sink.records(read.records)?;
        }
        if read.fatal.is_some() {
            sums.fatal = read.fatal;
            break;
        }
    }
    Ok(())
}

/// What is said at the end of a file.
#[derive(Default)]
struct Sums {
    rows: u64,
    faults: Faults,
    fatal: Option<Complaint>,
}

impl Sums {
    fn close(self, file: &Snapshot<'_>, sink: &mut dyn Sink) {
        let whole = || Place::file(file.name);
        if self.rows == MOST_ROWS {
            let message = "it has exactly 10,000 rows, the most that the query gives: it was cut there";
            let hint = "ask for fewer months, commodities or partners at once";
            sink.complain(Complaint::warning("cut", whole(), message, hint));
        }
        if self.rows == 0 && self.fatal.is_none() {
            let message = "no row stands below its header";
            sink.complain(Complaint::warning("empty", whole(), message, "look whether the query found anything"));
        }
        self.faults.give(file.name, sink);
        self.fatal.into_iter().for_each(|complaint| sink.complain(complaint));
    }
}
