//! Complaints of a file that may have millions of rows: each kind a few times
//! with its place, and then how many more there are.

use std::collections::BTreeMap;

use yalu_trade::{Complaint, Place, Severity, Sink};

/// Each kind is said so often; the rest is counted.
const SAID: usize = 20;

/// What is wrong with a row: a kind, a line, a field (from 1), what, and what to do.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) severity: Severity,
    pub(super) code: &'static str,
    pub(super) line: u64,
    pub(super) column: usize,
    pub(super) message: String,
    pub(super) hint: &'static str,
}

/// The faults of a block or a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    said: Vec<Fault>,
    counts: BTreeMap<&'static str, u64>,
}

impl Faults {
    /// Adds a fault; its words are only asked for while they would be said.
    pub(super) fn add(&mut self, code: &'static str, fault: impl FnOnce() -> Fault) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= SAID as u64 {
            self.said.push(fault());
        }
    }

    /// Adds those of a later block.
    pub(super) fn append(&mut self, other: Self) {
        for fault in other.said {
            let said = self.said.iter().filter(|known| known.code == fault.code).count();
            if said < SAID {
                self.said.push(fault);
            }
        }
        for (code, count) in other.counts {
            *self.counts.entry(code).or_default() += count;
        }
    }

    /// Gives them to a sink.
    pub(super) fn give(self, file: &str, sink: &mut dyn Sink) {
        let mut said: BTreeMap<&str, u64> = BTreeMap::new();
        for fault in self.said {
            *said.entry(fault.code).or_default() += 1;
            sink.complain(Complaint {
                severity: fault.severity,
                code: fault.code,
                place: Place::new(file, usize::try_from(fault.line).unwrap_or(usize::MAX), fault.column),
                message: fault.message,
                hint: fault.hint.to_owned(),
            });
        }
        for (code, count) in self.counts {
            let more = count - said.get(code).copied().unwrap_or_default();
            if more > 0 {
                let message = format!("{more} more rows are like those complained of as `{code}`");
                sink.complain(Complaint::warning(code, Place::file(file), message, "mend the file, and read it again"));
            }
        }
    }
}
