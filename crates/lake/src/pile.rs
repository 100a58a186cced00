//! Rows waiting to be written: those of one reporter and one year, or of several that
//! have few, their words numbered once for the whole pile.

use std::{hash::Hash, sync::Arc};

use yalu_trade::{Currency, Date, Fixed, Flow, Numbering, Period, QuickMap, Records, Vintage, Words};

use crate::coded::bits;

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

/// A column of a pile: its distinct values, and row by row the number of its own.
#[derive(Debug)]
pub(crate) struct Column<T = Arc<str>> {
    pub(crate) distinct: Vec<T>,
    pub(crate) at: Vec<u32>,
    known: QuickMap<T, u32>,
    /// What the numbers of batches that came are here: readers on several cores have each their own words.
    maps: Vec<(Numbering, Vec<u32>)>,
}

/// The batch's number has none here yet.
const UNKNOWN: u32 = u32::MAX;
/// A batch of which a pile takes few rows may have so many times as many words.
const MANY: usize = 8;

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { distinct: Vec::new(), at: Vec::new(), known: QuickMap::default(), maps: Vec::new() }
    }
}

impl Column {
    /// Takes rows of a batch's column.
    fn take(&mut self, batch: &Words, rows: impl ExactSizeIterator<Item = usize>) {
        let ids = batch.ids();
        if let [word] = batch.distinct() {
            return self.again(word, rows.len());
        }
        self.at.reserve(rows.len());
        if batch.distinct().len() > MANY * rows.len() {
            // To remember what all its words are here would take more than these rows.
            rows.for_each(|row| self.push(&batch.distinct()[ids[row] as usize]));
            return;
        }
        self.maps.retain(|(numbering, _)| numbering.is_used());
        let remembered = self.maps.iter().position(|(numbering, _)| numbering.is_of(batch));
        let (numbering, mut map) = match remembered {
            Some(at) => self.maps.remove(at),
            None => (batch.numbering(), vec![UNKNOWN; batch.distinct().len()]),
        };
        for row in rows {
            let id = ids[row] as usize;
            if map[id] == UNKNOWN {
                map[id] = self.number(&batch.distinct()[id]);
            }
            self.at.push(map[id]);
        }
        self.maps.push((numbering, map));
    }

    /// The word of a row.
    pub(crate) fn word(&self, row: usize) -> &str {
        &self.distinct[self.at[row] as usize]
    }
}

impl<T: Clone + Eq + Hash + Ord> Column<T> {
    fn number(&mut self, value: &T) -> u32 {
        if let Some(own) = self.known.get(value) {
            return *own;
        }
        let own = self.distinct.len() as u32;
        self.distinct.push(value.clone());
        self.known.insert(value.clone(), own);
        own
    }

    /// Adds a value; most are the one before.
    fn push(&mut self, value: &T) {
        let same = self.at.last().filter(|last| self.distinct[**last as usize] == *value).copied();
        let own = same.unwrap_or_else(|| self.number(value));
        self.at.push(own);
    }

    /// Adds a value so many times.
    fn again(&mut self, value: &T, times: usize) {
        let own = self.number(value);
        self.at.extend(std::iter::repeat_n(own, times));
    }

    /// Takes the rows of another column.
    fn absorb(&mut self, other: &Self) {
        let own: Vec<u32> = other.distinct.iter().map(|value| self.number(value)).collect();
        self.at.extend(other.at.iter().map(|id| own[*id as usize]));
    }

    /// The value of a row.
    pub(crate) fn value(&self, row: usize) -> &T {
        &self.distinct[self.at[row] as usize]
    }

    /// How many values it has, and each row's number.
    fn numbers(&self) -> (usize, &[u32]) {
        (self.distinct.len(), &self.at)
    }

    /// For each value, its place in their order.
    fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.distinct.len() as u32).collect();
        order.sort_unstable_by(|a, b| self.distinct[*a as usize].cmp(&self.distinct[*b as usize]));
        let mut ranks = vec![0; order.len()];
        for (rank, id) in order.into_iter().enumerate() {
            ranks[id as usize] = rank as u32;
        }
        ranks
    }
}

/// The columns of words, in the order of [`Pile::words`].
pub(crate) const WORDS: [&str; 16] = [
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
    "file",
    "hash",
];
const REPORTER: usize = 0;
pub(crate) const PARTNER: usize = 1;
pub(crate) const COMMODITY: usize = 3;
/// Mode, province, transport and via stand together.
pub(crate) const DIMS: std::ops::Range<usize> = 4..8;
const QUARANTINE: usize = 13;
const FILE: usize = 14;
const HASH: usize = 15;

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
    pub(crate) words: [Column; 16],
    pub(crate) flow: Column<Flow>,
    pub(crate) period: Column<Period>,
    pub(crate) currency: Column<Currency>,
    pub(crate) vintage: Column<Vintage>,
    pub(crate) until: Column<Option<Date>>,
    pub(crate) value: Vec<Option<Fixed>>,
    pub(crate) weight: Vec<Option<Fixed>>,
    pub(crate) quantity: Vec<Option<Fixed>>,
    pub(crate) quantity2: Vec<Option<Fixed>>,
    pub(crate) row: Vec<u64>,
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
            self.words[column].again(&word.as_str().into(), rows.len());
        }
        self.until.again(&carried.until, rows.len());
        for (column, words) in self.words.iter_mut().zip(words(batch)) {
            column.take(words, rows.clone());
        }
        if !early.is_empty() {
            self.hold(before, rows.clone().map(|row| early.binary_search(&row).is_ok()));
        }
        rows.clone().for_each(|row| self.flow.push(&batch.flow[row]));
        rows.clone().for_each(|row| self.period.push(&batch.period[row]));
        rows.clone().for_each(|row| self.currency.push(&batch.currency[row]));
        rows.clone().for_each(|row| self.vintage.push(&batch.vintage[row]));
        self.value.extend(rows.clone().map(|row| batch.value[row]));
        self.weight.extend(rows.clone().map(|row| batch.weight[row]));
        self.quantity.extend(rows.clone().map(|row| batch.quantity[row]));
        self.quantity2.extend(rows.clone().map(|row| batch.quantity2[row]));
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
        self.flow.absorb(&other.flow);
        self.period.absorb(&other.period);
        self.currency.absorb(&other.currency);
        self.vintage.absorb(&other.vintage);
        self.until.absorb(&other.until);
        self.value.extend(other.value);
        self.weight.extend(other.weight);
        self.quantity.extend(other.quantity);
        self.quantity2.extend(other.quantity2);
        self.row.extend(other.row);
    }

    /// The numbers of those columns that are not the same in every row.
    fn varied<'a>(&'a self, words: &[usize], others: [(usize, &'a [u32]); 2]) -> Vec<&'a [u32]> {
        let words = words.iter().map(|column| self.words[*column].numbers());
        words.chain(others).filter(|(distinct, _)| *distinct > 1).map(|(_, at)| at).collect()
    }

    /// The rows in the order of the table: by reporter, partner, flow, commodity, period, and as they came.
    pub(crate) fn order(&self) -> Vec<u32> {
        let reporter = (&self.words[REPORTER].at, self.words[REPORTER].ranks());
        let partner = (&self.words[PARTNER].at, self.words[PARTNER].ranks());
        let commodity = (&self.words[COMMODITY].at, self.words[COMMODITY].ranks());
        let columns =
            [reporter, partner, (&self.flow.at, self.flow.ranks()), commodity, (&self.period.at, self.period.ranks())];
        // All of it is one number: the ranks one after the other, then the row.
        let rows = bits(self.len() as u64);
        let widths = columns.each_ref().map(|(_, ranks)| bits(ranks.len() as u64));
        let key = |row: usize| {
            let ranks = columns.iter().zip(widths);
            let key = ranks.fold(0, |key, ((at, ranks), width)| key << width | u128::from(ranks[at[row] as usize]));
            key << rows | row as u128
        };
        let row = |key: u128| (key & ((1 << rows) - 1)) as u32;
        if widths.iter().map(|width| u32::from(*width)).sum::<u32>() + u32::from(rows) <= u64::BITS {
            let mut keys: Vec<u64> = (0..self.len()).map(|row| key(row) as u64).collect();
            keys.sort_unstable();
            keys.into_iter().map(|key| row(key.into())).collect()
        } else {
            let mut keys: Vec<u128> = (0..self.len()).map(key).collect();
            keys.sort_unstable();
            keys.into_iter().map(row).collect()
        }
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

/// What tells rows of one reporter, partner, flow, good and period apart, beside their currency and their vintage.
const APART: [usize; 9] = [2, 4, 5, 6, 7, 8, 9, 10, 11];

/// A number that differs, as good as always, where any of the numbers in it does.
fn mixed(numbers: impl Iterator<Item = u32>) -> u64 {
    numbers.fold(0, |mixed: u64, number| mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(number.into()))
}

impl Doubled {
    /// Counts those of a pile, whose rows of one thing are neighbours in its order.
    pub(crate) fn add(&mut self, pile: &Pile, order: &[u32]) {
        let of = pile.varied(&[REPORTER, PARTNER, COMMODITY], [pile.flow.numbers(), pile.period.numbers()]);
        let apart = pile.varied(&APART, [pile.currency.numbers(), pile.vintage.numbers()]);
        let same = |columns: &[&[u32]], one: u32, other: u32| {
            columns.iter().all(|column| column[one as usize] == column[other as usize])
        };
        let stands = |row: &&u32| pile.words[QUARANTINE].word(**row as usize).is_empty();
        let mut cells: Vec<(u64, u32)> = Vec::new();
        for group in order.chunk_by(|one, other| same(&of, *one, *other)).filter(|group| group.len() > 1) {
            let cell = |row: &u32| (mixed(apart.iter().map(|column| column[*row as usize])), *row);
            cells.clear();
            cells.extend(group.iter().filter(stands).map(cell));
            cells.sort_unstable();
            for alike in cells.chunk_by(|one, other| one.0 == other.0) {
                for (before, (_, row)) in alike.iter().enumerate().skip(1) {
                    if alike[..before].iter().any(|(_, earlier)| same(&apart, *earlier, *row)) {
                        self.note(pile, *row as usize);
                    }
                }
            }
        }
    }

    /// Adds what another saw.
    pub(crate) fn merge(&mut self, other: Self) {
        self.rows += other.rows;
        self.first = self.first.take().into_iter().chain(other.first).min();
    }

    fn note(&mut self, pile: &Pile, at: usize) {
        self.rows += 1;
        let row = pile.row[at];
        if self.first.as_ref().is_none_or(|(first, _)| row < *first) {
            let word = |column: usize| pile.words[column].word(at);
            let (flow, period) = (pile.flow.value(at).letters(), pile.period.value(at).to_string());
            let of = [word(REPORTER), flow, word(PARTNER), &period, word(COMMODITY)].join(" ");
            self.first = Some((row, of));
        }
    }
}
