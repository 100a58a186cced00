//! Records and prints as one evidence. A cell that customs' records give is theirs;
//! what was printed of it goes along, and where the two exclude each other the
//! figure says so. What no record gives is what was printed, or solved from prints.

use yalu_lake::View;
use yalu_trade::{
    Absence, Among, Cell, Cut, Decimal, Dispute, Evidence, Gap, Interval, Listing, Panel, Paper, Period, ReadError,
    Reading,
};

/// The lake and what was printed.
pub(crate) struct Together {
    pub(crate) records: View,
    pub(crate) prints: Box<dyn Evidence + Send + Sync>,
}

impl Evidence for Together {
    fn read(&self, cut: &Cut) -> Result<Panel, ReadError> {
        if !self.records.has(cut)? {
            return self.prints.read(cut);
        }
        let records = self.records.read(cut)?;
        let printed = self.prints.read(cut)?;
        if let Among::Level(_) = cut.among {
            return Ok(listed(records, printed));
        }
        let cells = records.cells.into_iter().zip(printed.cells).map(|(record, print)| cell(record, print)).collect();
        Ok(Panel { cells, listing: printed.listing })
    }

    fn disputes(&self, cut: &Cut) -> Result<Vec<Dispute>, ReadError> {
        if !self.records.has(cut)? {
            return Ok(Vec::new());
        }
        let (records, prints) = (self.records.read(cut)?, self.prints.read(cut)?);
        let beside = |print: Cell| {
            let Cell { flow, period, commodity, reading: Ok(printed) } = print else { return None };
            let recorded = records.at(period, &commodity).cloned();
            let excluded = match &recorded {
                Ok(record) => !record.interval.meets(&printed.interval),
                Err(gap) => denied(gap, &printed),
            };
            excluded.then_some(Dispute { flow, period, commodity, recorded, printed })
        };
        Ok(prints.cells.into_iter().filter_map(beside).collect())
    }

    fn recorded(&self, cut: &Cut) -> Result<Option<Period>, ReadError> {
        self.records.recorded(cut)
    }
}

/// The goods that customs recorded are all there are; without records, those that were printed.
fn listed(records: Panel, printed: Panel) -> Panel {
    if records.cells.is_empty() {
        return printed;
    }
    let beside = |record: Cell| {
        let print = printed.cells.iter().find(|c| c.period == record.period && c.commodity == record.commodity);
        match print {
            Some(print) => cell(record, print.clone()),
            None => record,
        }
    };
    Panel { cells: records.cells.into_iter().map(beside).collect(), listing: Listing::All }
}

fn cell(record: Cell, print: Cell) -> Cell {
    let reading = match (record.reading, print.reading) {
        (Ok(record), Ok(print)) => Ok(both(record, print)),
        (Ok(record), Err(_)) => Ok(record),
        (Err(gap), Ok(print)) => Ok(alone(&gap, print)),
        (Err(gap), Err(other)) => Err(told(gap, other)),
    };
    Cell { reading, ..record }
}

/// Both of a cell: what customs recorded is taken, and what was printed goes along.
fn both(mut record: Reading, print: Reading) -> Reading {
    record.contested |= !record.interval.meets(&print.interval);
    record.lineage.papers.extend(print.lineage.papers.into_iter().map(|paper| Paper { used: false, ..paper }));
    record
}

/// A print of what the records do not have. Where they list other goods of the period, they contradict it.
fn alone(gap: &Gap, print: Reading) -> Reading {
    Reading { contested: print.contested || denied(gap, &print), ..print }
}

/// Do the records, which list other goods of the period, say that nothing of it was traded?
fn denied(gap: &Gap, print: &Reading) -> bool {
    gap.absence == Absence::NotRecorded && !print.interval.meets(&Interval::exact(Decimal::ZERO))
}

/// Of two absences the one that says more: a kind other than "not on file", else which records lack.
fn told(record: Gap, print: Gap) -> Gap {
    let unsaid = |gap: &Gap| gap.absence == Absence::NotOnFile;
    if unsaid(&record) && !unsaid(&print) { print } else { record }
}
