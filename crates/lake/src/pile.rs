//! Rows waiting to be written: those of one reporter and one year, their words
//! numbered once for the whole pile.

use std::{collections::HashMap, sync::Arc};

use yalu_trade::{Currency, Fixed, Flow, Period, Records, Vintage, Words};

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
pub(crate) const WORDS: [&str; 15] = [
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
];
pub(crate) const PARTNER: usize = 1;
pub(crate) const COMMODITY: usize = 3;
/// Mode, province, transport and via stand together.
pub(crate) const DIMS: std::ops::Range<usize> = 4..8;
const PERIOD: usize = 14;

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

/// Rows of one reporter and year.
#[derive(Debug, Default)]
pub(crate) struct Pile {
    pub(crate) words: [Column; 15],
    pub(crate) flow: Vec<Flow>,
    pub(crate) period: Vec<Period>,
    pub(crate) value: Vec<Option<Fixed>>,
    pub(crate) currency: Vec<Currency>,
    pub(crate) weight: Vec<Option<Fixed>>,
    pub(crate) quantity: Vec<Option<Fixed>>,
    pub(crate) quantity2: Vec<Option<Fixed>>,
    pub(crate) vintage: Vec<Vintage>,
    pub(crate) row: Vec<u64>,
    last_period: Option<(Period, u32)>,
}

impl Pile {
    pub(crate) fn len(&self) -> usize {
        self.row.len()
    }

    /// Takes rows of a batch.
    pub(crate) fn take(&mut self, batch: &Records, rows: impl Iterator<Item = usize> + Clone) {
        for (column, words) in self.words.iter_mut().zip(words(batch)) {
            column.begin(words);
            rows.clone().for_each(|row| column.push(words, row));
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

    /// The rows in the order of the table: by partner, flow, commodity, period, and as they came.
    pub(crate) fn order(&self) -> Vec<u32> {
        let partner = self.words[PARTNER].ranks();
        let commodity = self.words[COMMODITY].ranks();
        let key = |row: usize| {
            let partner = partner[self.words[PARTNER].at[row] as usize];
            let commodity = commodity[self.words[COMMODITY].at[row] as usize];
            (partner, self.flow[row], commodity, self.period[row], row as u32)
        };
        let mut keys: Vec<_> = (0..self.len()).map(key).collect();
        keys.sort_unstable();
        keys.into_iter().map(|key| key.4).collect()
    }
}
