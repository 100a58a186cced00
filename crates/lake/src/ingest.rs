//! One file into the lake: rows are taken as they come, sorted and written in the
//! background while the reader reads on, and committed together at the end.

use std::collections::BTreeMap;

use serde_json::json;
use yalu_trade::{Complaint, Date, Period, Place, Records, Refused, Severity, Sink, Statement, Vintage};

use crate::{
    digest,
    disk::Turn,
    error::{Done, LakeError, unwritten},
    lake::Lake,
    mark::Mark,
    pile::{Carried, Doubled, EARLY, Pile},
    standing::{self, Covers, Outcome},
    writers::{Writers, Written},
};

/// How many rows wait at most before they are written.
const WAIT: usize = 1 << 19;
/// Piles of fewer rows share a file: many small files are slow to ask.
pub(crate) const FEW: usize = 64 * 1024;
/// So many rows share a file at most.
pub(crate) const SHARED: usize = 512 * 1024;

/// A file on its way into the lake.
pub struct Ingest<'a> {
    lake: &'a Lake,
    mark: Mark,
    carried: Carried,
    piles: BTreeMap<(String, i32), Pile>,
    waiting: usize,
    rows: u64,
    covers: Covers,
    writers: Option<Writers>,
    /// Held from the first file that is written to the commit.
    turn: Option<Turn>,
    statements: Vec<Statement>,
    complaints: Vec<Complaint>,
    refused: bool,
    early: Early,
}

/// Rows of months that had not begun on the day of their release.
#[derive(Default)]
struct Early {
    rows: u64,
    first: u64,
}

/// What came of a file.
#[derive(Clone, Debug, Default)]
pub struct Ingested {
    /// The commit that has it; `None` where nothing had to be committed.
    pub commit: Option<u64>,
    /// The lake had it already.
    pub noop: bool,
    /// The latest day of release among its rows.
    pub released: Option<Date>,
    /// How many rows were read.
    pub rows: u64,
    /// Figures that the office printed itself.
    pub statements: Vec<Statement>,
    /// What was not understood, and what was noticed.
    pub complaints: Vec<Complaint>,
    /// It was refused, and nothing of it kept.
    pub refused: bool,
    /// It has a year to date, which may imply that earlier months were revised.
    pub to_date: bool,
}

impl Lake {
    /// Begins to take a file.
    pub fn ingest(&self, mark: Mark) -> Ingest<'_> {
        let carried = Carried { file: mark.file.clone(), hash: mark.hash.clone(), until: None };
        Ingest {
            lake: self,
            mark,
            carried,
            piles: BTreeMap::new(),
            waiting: 0,
            rows: 0,
            covers: Covers::default(),
            writers: None,
            turn: None,
            statements: Vec::new(),
            complaints: Vec::new(),
            refused: false,
            early: Early::default(),
        }
    }

    /// Does it hold a file of that SHA-256, known by that key?
    pub fn has(&self, hash: &str, key: &str) -> Result<bool, LakeError> {
        self.runtime.block_on(async { self.knows(&self.newest().await?.state, hash, key).await })
    }
}

impl Sink for Ingest<'_> {
    fn records(&mut self, batch: Records) -> Result<(), Refused> {
        // What an export has stood in a lake before.
        let early = if self.is_own() { early(&batch) } else { Vec::new() };
        if let Some(first) = early.first() {
            self.early.first = if self.early.rows == 0 { batch.row[*first] } else { self.early.first };
            self.early.rows += early.len() as u64;
        }
        let mut shares: Vec<((u32, i32), Vec<usize>)> = Vec::new();
        for row in 0..batch.len() {
            let key = (batch.reporter.ids()[row], batch.period[row].last_year());
            match shares.last_mut().filter(|(last, _)| *last == key) {
                Some((_, rows)) => rows.push(row),
                None => match shares.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, rows)) => rows.push(row),
                    None => shares.push((key, vec![row])),
                },
            }
        }
        for ((reporter, year), rows) in shares {
            let reporter = batch.reporter.distinct()[reporter as usize].to_string();
            self.piles.entry((reporter, year)).or_default().take(&batch, rows.iter().copied(), &self.carried, &early);
        }
        self.covers.note(&batch, &self.carried.hash);
        self.rows += batch.len() as u64;
        self.waiting += batch.len();
        if self.waiting >= WAIT {
            self.write().map_err(|error| match error {
                LakeError::Unwritten(why) => Refused(why),
                other => Refused(other.to_string()),
            })?;
        }
        Ok(())
    }

    fn statement(&mut self, statement: Statement) {
        self.statements.push(statement);
    }

    fn complain(&mut self, complaint: Complaint) {
        self.refused |= complaint.severity == Severity::Error && complaint.place.line == 0;
        self.complaints.push(complaint);
    }
}

/// Small piles put together, neighbours with neighbours.
fn gathered(piles: BTreeMap<(String, i32), Pile>) -> Vec<Pile> {
    let mut gathered = Vec::new();
    let mut few: Option<Pile> = None;
    for pile in piles.into_values() {
        if pile.len() >= FEW {
            gathered.push(pile);
            continue;
        }
        match few.as_mut().filter(|held| held.len() + pile.len() <= SHARED) {
            Some(held) => held.absorb(pile),
            None => gathered.extend(few.replace(pile)),
        }
    }
    gathered.extend(few);
    gathered
}

/// The rows of a batch whose last month had not begun on the day of their release.
fn early(batch: &Records) -> Vec<usize> {
    let mut last: Option<(Period, Vintage, bool)> = None;
    let mut is = |row: &usize| {
        let (period, vintage) = (batch.period[*row], batch.vintage[*row]);
        if let Some((_, _, early)) = last.filter(|(before, of, _)| (*before, *of) == (period, vintage)) {
            return early;
        }
        let early = vintage.released < period.last_month().first_day();
        last = Some((period, vintage, early));
        early
    };
    (0..batch.len()).filter(&mut is).collect()
}

impl Ingest<'_> {
    /// Are the rows the file's own?
    fn is_own(&self) -> bool {
        self.carried.hash == self.mark.hash
    }

    /// The rows that follow carry these papers, not the file's own.
    pub(crate) fn carry(&mut self, carried: Carried) {
        self.carried = carried;
    }

    /// Hands what waits to the writers in the background.
    fn write(&mut self) -> Done<()> {
        self.waiting = 0;
        for pile in gathered(std::mem::take(&mut self.piles)) {
            let writers = match &mut self.writers {
                Some(writers) => writers,
                none => {
                    self.turn = self.lake.writing()?;
                    none.insert(Writers::begin(self.lake, &self.mark.source)?)
                }
            };
            if !writers.take(pile) {
                let written = self.written();
                return Err(written.err().unwrap_or_else(|| unwritten("the writers ended")));
            }
        }
        Ok(())
    }

    fn written(&mut self) -> Done<Written> {
        self.writers.take().map_or_else(|| Ok(Written::default()), |writers| writers.end(self.lake))
    }

    /// The figures that the office printed itself, so far.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Commits what was taken, or takes it back where the reader refused the file. `printed`
    /// is what the office printed itself, as a statement file; it is kept beside the table.
    pub fn finish(mut self, printed: Option<Vec<u8>>) -> Result<Ingested, LakeError> {
        if self.refused {
            self.abandon();
            return Ok(self.outcome(None, false));
        }
        if self.early.rows > 0 && self.early.rows == self.rows {
            self.abandon();
            return Err(self.too_early());
        }
        self.write()?;
        let Written { staged, doubled } = self.written()?;
        let mut says = vec![
            ("file", json!(self.mark.file)),
            ("hash", json!(self.mark.hash)),
            ("key", json!(self.mark.key)),
            ("source", json!(self.mark.source)),
            ("rows", json!(self.rows)),
        ];
        if let Some(bytes) = printed {
            says.push(("statements", json!(digest::sha256_of(&bytes))));
            self.lake.runtime.block_on(self.lake.keep(&self.mark.key, bytes))?;
        }
        let says = says.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        let done = self.lake.runtime.block_on(self.lake.commit(says, async |snapshot| {
            standing::plan(self.lake, snapshot, &self.mark, &self.covers, &staged).await
        }));
        match done {
            Ok((commit, outcome)) => {
                let noop = outcome == Outcome::Known;
                if let Outcome::New(notes) = outcome {
                    let noticed = self.held_back().into_iter().chain(self.doubled(&doubled)).chain(notes);
                    self.complaints.extend(noticed.collect::<Vec<_>>());
                }
                if commit.is_none() {
                    self.lake.runtime.block_on(self.lake.unstage(&staged));
                }
                Ok(self.outcome(commit, noop))
            }
            // The log may name what was written, so it stays.
            Err(error @ LakeError::Unsure(_)) => Err(error),
            Err(error) => {
                self.lake.runtime.block_on(self.lake.unstage(&staged));
                Err(error)
            }
        }
    }

    fn too_early(&self) -> LakeError {
        let day = self.covers.latest().map_or_else(String::new, |day| format!(", {day}"));
        LakeError::Refused {
            message: format!(
                "every row of {} is of months that had not begun on its day of release{day}",
                self.mark.file
            ),
            hint: "say --vintage YYYY-MM-DD, the day on which it was released",
        }
    }

    fn place(&self, row: u64) -> Place {
        Place::new(self.mark.file.clone(), usize::try_from(row).unwrap_or(usize::MAX), 0)
    }

    /// Rows that are kept apart since they are released before their month.
    fn held_back(&self) -> Option<Complaint> {
        let Early { rows, first } = self.early;
        let message = format!("{EARLY}: {rows} rows, this the first");
        let hint = "they are kept apart; say --vintage YYYY-MM-DD if they were released later";
        (rows > 0).then(|| Complaint::warning("quarantined", self.place(first), message, hint))
    }

    /// Rows that say once more what another says of the same thing.
    fn doubled(&self, doubled: &Doubled) -> Option<Complaint> {
        let (row, of) = doubled.first.as_ref().filter(|_| self.is_own())?;
        let rows = doubled.rows;
        let message =
            format!("what another row says of {of} is said again here, and both are added up; {rows} such in all");
        let hint = "if the file says something twice, take that out and ingest it with a later --vintage";
        Some(Complaint::warning("doubled", self.place(*row), message, hint))
    }

    fn outcome(self, commit: Option<u64>, noop: bool) -> Ingested {
        let (released, to_date) = (self.covers.latest(), self.covers.has_year_to_date());
        let Self { rows, statements, complaints, refused, .. } = self;
        Ingested { commit, noop, released, rows, statements, complaints, refused, to_date }
    }

    /// Takes back whatever was written.
    pub fn abandon(&mut self) {
        self.piles.clear();
        if let Ok(written) = self.written() {
            self.lake.runtime.block_on(self.lake.unstage(&written.staged));
        }
    }
}
