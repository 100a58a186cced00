//! Rows waiting to be written: those of one reporter and one year, or of several that
//! have few, their words numbered once for the whole pile.

use std::{collections::HashMap, sync::Arc};

use yalu_trade::{Currency, Date, Fixed, Flow, Period, Records, Vintage, Words};

/// What rows carry with them beside what they say.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Carried {
    /// The file they were read from.
    pub(crate) file: String,
    /// Its SHA-256, in hexadecimal.
    pub(crate) hash: String,
    /// The day until which they stood, if that is over.
    pub(crate) until: Option<Date>,
}

/// A column of words of a pile, and how the numbers of the batch at hand map to its own.
#[derive(Debug, Default)]
pub(crate) struct Column {
    pub(crate) words: Vec<Arc<str>>,
    pub(crate) at: Vec<u32>,
    known: HashMap<Arc<str>, u32>,
    map: Vec<Option<u32>>,
}

impl Column {
    fn begin(&mut self, batch: &Words) {
        self.map.clear();
        self.map.resize(batch.distinct().len(), None);
    }

    fn push(&mut self, batch: &Words, row: usize) {
        let id = batch.ids()[row] as usize;
        let own = match self.map[id] {
            Some(own) => own,
            None => {
                let own = self.number(&batch.distinct()[id]);
                self.map[id] = Some(own);
                own
            }
        };
        self.at.push(own);
    }

    fn number(&mut self, word: &Arc<str>) -> u32 {
        if let Some(own) = self.known.get(word) {
            return *own;
        }
        let own = self.words.len() as u32;
        self.words.push(Arc::clone(word));
        self.known.insert(Arc::clone(word), own);
        own
    }

    /// Takes the rows of another column of the same words.
    fn absorb(&mut self, other: &Self) {
        let own: Vec<u32> = other.words.iter().map(|word| self.number(word)).collect();
        self.at.extend(other.at.iter().map(|id| own[*id as usize]));
    }

    /// The word of a row.
    pub(crate) fn word(&self, row: usize) -> &str {
        &self.words[self.at[row] as usize]
    }

    /// For each word, its place in the order of words.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.words.len() as u32).collect();
        order.sort_unstable_by(|a, b| self.words[*a as usize].cmp(&self.words[*b as usize]));
        let mut ranks = vec![0; order.len()];
        for (rank, id) in order.into_iter().enumerate() {
            ranks[id as usize] = rank as u32;
        }
        ranks
    }
}

/// The columns of words, in the order of [`Pile::words`].
pub(crate) const WORDS: [&str; 17] = [
    "reporter",
    "partner",
    "nomenclature",
    "commodity",
    "mode",
    "province",
    "transport",
    "via",
    "valuation",
    "coverage",
    "unit",
    "unit2",
    "status",
    "quarantine",
    "period",
    "file",
    "hash",
];
const REPORTER: usize = 0;
pub(crate) const PARTNER: usize = 1;
pub(crate) const COMMODITY: usize = 3;
/// Mode, province, transport and via stand together.
pub(crate) const DIMS: std::ops::Range<usize> = 4..8;
const QUARANTINE: usize = 13;
const PERIOD: usize = 14;
const FILE: usize = 15;
const HASH: usize = 16;

fn words(batch: &Records) -> [&Words; 14] {
    [
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
    ]
}

/// Why a row is held back that was released before its month.
pub(crate) const EARLY: &str = "its last month had not begun on the day of its release";

/// Rows of one reporter and year.
#[derive(Debug, Default)]
pub(crate) struct Pile {
    pub(crate) words: [Column; 17],
    pub(crate) flow: Vec<Flow>,
    pub(crate) period: Vec<Period>,
    pub(crate) value: Vec<Option<Fixed>>,
    pub(crate) currency: Vec<Currency>,
    pub(crate) weight: Vec<Option<Fixed>>,
    pub(crate) quantity: Vec<Option<Fixed>>,
    pub(crate) quantity2: Vec<Option<Fixed>>,
    pub(crate) vintage: Vec<Vintage>,
    pub(crate) row: Vec<u64>,
    pub(crate) until: Vec<Option<Date>>,
    last_period: Option<(Period, u32)>,
}

impl Pile {
    pub(crate) fn len(&self) -> usize {
        self.row.len()
    }

    /// Takes rows of a batch, which all carry the same. `early` are those, in order, that were released before their month.
    pub(crate) fn take(
        &mut self,
        batch: &Records,
        rows: impl ExactSizeIterator<Item = usize> + Clone,
        carried: &Carried,
        early: &[usize],
    ) {
        let before = self.len();
        for (column, word) in [(FILE, &carried.file), (HASH, &carried.hash)] {
            let id = self.words[column].number(&word.as_str().into());
            self.words[column].at.extend(std::iter::repeat_n(id, rows.len()));
        }
        self.until.extend(std::iter::repeat_n(carried.until, rows.len()));
        for (column, words) in self.words.iter_mut().zip(words(batch)) {
            column.begin(words);
            rows.clone().for_each(|row| column.push(words, row));
        }
        if !early.is_empty() {
            self.hold(before, rows.clone().map(|row| early.binary_search(&row).is_ok()));
        }
        for row in rows.clone() {
            let period = batch.period[row];
            let id = match self.last_period {
                Some((last, id)) if last == period => id,
                _ => self.words[PERIOD].number(&period.to_string().into()),
            };
            self.last_period = Some((period, id));
            self.words[PERIOD].at.push(id);
        }
        self.flow.extend(rows.clone().map(|row| batch.flow[row]));
        self.period.extend(rows.clone().map(|row| batch.period[row]));
        self.value.extend(rows.clone().map(|row| batch.value[row]));
        self.currency.extend(rows.clone().map(|row| batch.currency[row]));
        self.weight.extend(rows.clone().map(|row| batch.weight[row]));
        self.quantity.extend(rows.clone().map(|row| batch.quantity[row]));
        self.quantity2.extend(rows.clone().map(|row| batch.quantity2[row]));
        self.vintage.extend(rows.clone().map(|row| batch.vintage[row]));
        self.row.extend(rows.map(|row| batch.row[row]));
    }

    /// Holds back some of the rows from one on, where nothing else does.
    fn hold(&mut self, from: usize, early: impl Iterator<Item = bool>) {
        let column = &mut self.words[QUARANTINE];
        let id = column.number(&EARLY.into());
        for (at, _) in early.enumerate().filter(|(_, early)| *early) {
            if column.word(from + at).is_empty() {
                column.at[from + at] = id;
            }
        }
    }

    /// Takes all rows of another pile.
    pub(crate) fn absorb(&mut self, other: Self) {
        for (column, words) in self.words.iter_mut().zip(&other.words) {
            column.absorb(words);
        }
        self.flow.extend(other.flow);
        self.period.extend(other.period);
        self.value.extend(other.value);
        self.currency.extend(other.currency);
        self.weight.extend(other.weight);
        self.quantity.extend(other.quantity);
        self.quantity2.extend(other.quantity2);
        self.vintage.extend(other.vintage);
        self.row.extend(other.row);
        self.until.extend(other.until);
    }

    /// The rows in the order of the table: by reporter, partner, flow, commodity, period, and as they came.
    pub(crate) fn order(&self) -> Vec<u32> {
        let reporter = self.words[REPORTER].ranks();
        let partner = self.words[PARTNER].ranks();
        let commodity = self.words[COMMODITY].ranks();
        let key = |row: usize| {
            let reporter = reporter[self.words[REPORTER].at[row] as usize];
            let partner = partner[self.words[PARTNER].at[row] as usize];
            let commodity = commodity[self.words[COMMODITY].at[row] as usize];
            (reporter, partner, self.flow[row], commodity, self.period[row], row as u32)
        };
        let mut keys: Vec<_> = (0..self.len()).map(key).collect();
        keys.sort_unstable();
        keys.into_iter().map(|key| key.5).collect()
    }
}

/// Rows of a file that say once more what another says of the same thing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Doubled {
    /// How many.
    pub(crate) rows: u64,
    /// The first of them, and what it is of.
    pub(crate) first: Option<(u64, String)>,
}

/// What tells rows of one reporter, partner, flow, good and period apart.
const APART: [usize; 9] = [2, 4, 5, 6, 7, 8, 9, 10, 11];

/// A row's numbers of those words, its currency and vintage; then its place.
type Cell = ([u32; 9], Currency, Vintage, u32);

impl Doubled {
    /// Counts those of a pile, whose rows of one thing are neighbours in its order.
    pub(crate) fn add(&mut self, pile: &Pile, order: &[u32]) {
        let id = |column: usize, row: u32| pile.words[column].at[row as usize];
        let of = |row: u32| {
            let at = row as usize;
            (id(REPORTER, row), id(PARTNER, row), pile.flow[at], id(COMMODITY, row), pile.period[at])
        };
        let mut cells: Vec<Cell> = Vec::new();
        for group in order.chunk_by(|one, other| of(*one) == of(*other)).filter(|group| group.len() > 1) {
            let stands = group.iter().filter(|row| pile.words[QUARANTINE].word(**row as usize).is_empty());
            let cell = |row: &u32| {
                (APART.map(|column| id(column, *row)), pile.currency[*row as usize], pile.vintage[*row as usize], *row)
            };
            cells.clear();
            cells.extend(stands.map(cell));
            cells.sort_unstable();
            for pair in
                cells.windows(2).filter(|pair| (pair[0].0, pair[0].1, pair[0].2) == (pair[1].0, pair[1].1, pair[1].2))
            {
                self.note(pile, pair[1].3 as usize);
            }
        }
    }

    fn note(&mut self, pile: &Pile, at: usize) {
        self.rows += 1;
        let row = pile.row[at];
        if self.first.as_ref().is_none_or(|(first, _)| row < *first) {
            let word = |column: usize| pile.words[column].word(at);
            let flow = pile.flow[at].letters();
            let of = [word(REPORTER), flow, word(PARTNER), word(PERIOD), word(COMMODITY)].join(" ");
            self.first = Some((row, of));
        }
    }
}
