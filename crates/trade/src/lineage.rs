//! Lineage: the papers of a number. Which prints, files and formula it came
//! from, and which other prints of the same thing were on file and not taken.

use crate::{Place, Statement, Vintage};

/// What a paper is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PaperKind {
    /// A published figure.
    Statement,
    /// A rate of exchange.
    Rate,
    /// A named reference period of the desk.
    Base,
    /// A basket or sector of the desk.
    Basket,
    /// A correction of the desk.
    Correction,
    /// Rows of customs' records.
    Record,
}

/// One paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    /// What it is.
    pub kind: PaperKind,
    /// Its name on the desk.
    pub id: String,
    /// What it says, as printed.
    pub says: String,
    /// Who printed it, or why the desk has it.
    pub source: String,
    /// Where it stands on the desk.
    pub place: Place,
    /// When it was released.
    pub vintage: Option<Vintage>,
    /// Does the number rest on it? If not, it says the same thing otherwise.
    pub used: bool,
    /// The analyst's note.
    pub note: String,
}

/// The papers of a number, and the formula that made it of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lineage {
    /// The formula; empty where the number is a print.
    pub formula: String,
    /// The papers, those it rests on first.
    pub papers: Vec<Paper>,
}

impl PaperKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Rate => "rate",
            Self::Base => "base",
            Self::Basket => "basket",
            Self::Correction => "correction",
            Self::Record => "record",
        }
    }
}

impl Paper {
    /// A print as it stands.
    pub fn of_print(statement: &Statement, used: bool) -> Self {
        Self {
            kind: PaperKind::Statement,
            id: statement.id.clone(),
            says: statement.printed.to_string(),
            source: statement.source.clone(),
            place: statement.place.clone(),
            vintage: Some(statement.vintage),
            used,
            note: statement.note.clone(),
        }
    }
}

impl Lineage {
    /// Is the number somebody's print, with nothing computed?
    pub fn is_print(&self) -> bool {
        self.formula.is_empty()
    }

    /// Does it rest on customs' records alone?
    pub fn is_recorded(&self) -> bool {
        let mut used = self.used().peekable();
        used.peek().is_some() && used.all(|paper| paper.kind == PaperKind::Record)
    }

    /// The papers that a number rests on.
    pub fn used(&self) -> impl Iterator<Item = &Paper> {
        self.papers.iter().filter(|paper| paper.used)
    }

    /// One lineage of several inputs, under a formula; no paper twice.
    pub fn of<'a>(formula: &str, inputs: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut papers: Vec<Paper> = Vec::new();
        for paper in inputs.into_iter().flat_map(|input| &input.papers) {
            match papers.iter_mut().find(|known| known.kind == paper.kind && known.id == paper.id) {
                Some(known) => known.used |= paper.used,
                None => papers.push(paper.clone()),
            }
        }
        papers.sort_by_key(|paper| !paper.used);
        Self { formula: formula.to_owned(), papers }
    }
}
