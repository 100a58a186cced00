//! Records of customs, many at once: the seam between whoever reads an office's
//! files and whoever keeps them. A batch is held column by column, each distinct
//! word once, amounts as whole hundredths or thousandths, so that a hundred
//! million rows need no text of their own.

use std::sync::{Arc, Weak};

use rust_decimal::Decimal;

use crate::{Complaint, Currency, Flow, Period, QuickMap, Statement, Vintage};

/// Money is kept in hundredths of its unit.
pub const MONEY_PLACES: u32 = 2;
/// Weights (in kilograms) and quantities are kept in thousandths of their unit.
pub const MASS_PLACES: u32 = 3;

/// A row of a customs record. A word that is empty says nothing: a row without a
/// province is of all provinces.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Observation<'a> {
    /// Whose records: ISO 3166 letters, or the name that UN Comtrade gives a group (`W00` is the world).
    pub reporter: &'a str,
    /// The economy they trade with, written the same way.
    pub partner: &'a str,
    /// Which way, from the reporter's side.
    pub flow: Flow,
    /// When.
    pub period: Period,
    /// The list its code is from: `HS2022`, `HS` where the edition is not said, `SITC4`.
    pub nomenclature: &'a str,
    /// Of what: digits, or `TOTAL`.
    pub commodity: &'a str,
    /// The trade mode (customs procedure), by the office's own code.
    pub mode: &'a str,
    /// The province or customs district of the reporter, by the office's own code.
    pub province: &'a str,
    /// The means of transport, by the office's own code.
    pub transport: &'a str,
    /// A second partner: of consignment, or of origin.
    pub via: &'a str,
    /// How much money; `None` where it is kept back.
    pub value: Option<Fixed>,
    /// Of which currency.
    pub currency: Currency,
    /// `FOB`, `CIF`, or empty where the file does not say and the flow's own holds.
    pub valuation: &'a str,
    /// What is included.
    pub coverage: &'a str,
    /// How heavy, in kilograms, where the row says so.
    pub weight: Option<Fixed>,
    /// How many, where the row says so.
    pub quantity: Option<Fixed>,
    /// Of what the quantity counts.
    pub unit: &'a str,
    /// The second quantity.
    pub quantity2: Option<Fixed>,
    /// Of what it counts.
    pub unit2: &'a str,
    /// What else the row says of itself, in words between spaces: `suppressed`, `weight-estimated`,
    /// `quantity-estimated`, `aggregate`, `not-reported`, `rounded-to-10000`.
    pub status: &'a str,
    /// Why it is held back: what in the row contradicts itself; empty where nothing does.
    pub quarantine: &'a str,
    /// When it was released.
    pub vintage: Vintage,
    /// Its row in the file, counted from 1 with the header.
    pub row: u64,
}

/// An amount as a whole number of its last places.
pub type Fixed = i64;
/// No amount has more than eighteen digits, places included: more would be ten thousand times the world's trade, and tables
/// of records hold no more.
pub const MOST_FIXED: Fixed = 999_999_999_999_999_999;

/// A decimal as a whole number of hundredths (or thousandths), and whether it had to be
/// rounded; `None` where it does not fit.
pub fn fixed(amount: Decimal, places: u32) -> Option<(Fixed, bool)> {
    let rounded = amount.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let factor = Decimal::from(10_i64.pow(places));
    let whole = rounded.checked_mul(factor)?;
    let whole =
        Fixed::try_from(whole.trunc()).ok().filter(|whole| whole.unsigned_abs() <= MOST_FIXED.unsigned_abs())?;
    Some((whole, rounded != amount))
}

/// A whole number of hundredths (or thousandths) as a decimal.
pub fn unfixed(amount: Fixed, places: u32) -> Decimal {
    Decimal::new(amount, places)
}

/// A column of words, each distinct one kept once.
#[derive(Clone, Debug, Default)]
pub struct Words {
    dictionary: Arc<Dictionary>,
    at: Vec<u32>,
}

/// Words by number, which batches of the same reader share for as long as no new one comes.
#[derive(Clone, Debug, Default)]
struct Dictionary {
    distinct: Vec<Arc<str>>,
    known: QuickMap<Arc<str>, u32>,
}

/// Which words have which numbers, by which columns that share them are told from others; the words are not kept for it.
#[derive(Clone, Debug)]
pub struct Numbering(Weak<Dictionary>);

impl Numbering {
    /// Is it that of a column?
    pub fn is_of(&self, words: &Words) -> bool {
        std::ptr::eq(self.0.as_ptr(), Arc::as_ptr(&words.dictionary))
    }

    /// Has any column still those numbers?
    pub fn is_used(&self) -> bool {
        self.0.strong_count() > 0
    }
}

impl Words {
    /// The number of a word, with which it can be pushed again and again.
    pub fn id(&mut self, word: &str) -> u32 {
        if let Some(id) = self.dictionary.known.get(word) {
            return *id;
        }
        let dictionary = Arc::make_mut(&mut self.dictionary);
        let word: Arc<str> = word.into();
        let id = u32::try_from(dictionary.distinct.len()).unwrap_or(u32::MAX);
        dictionary.distinct.push(Arc::clone(&word));
        dictionary.known.insert(word, id);
        id
    }

    /// A column of the same words, with the same numbers, and no row yet.
    pub fn without_rows(&self) -> Self {
        Self { dictionary: Arc::clone(&self.dictionary), at: Vec::new() }
    }

    /// Which of its words have which numbers.
    pub fn numbering(&self) -> Numbering {
        Numbering(Arc::downgrade(&self.dictionary))
    }

    /// Adds a row of that word.
    pub fn push(&mut self, word: &str) {
        let same = self.at.last().filter(|last| *self.distinct()[**last as usize] == *word).copied();
        let id = same.unwrap_or_else(|| self.id(word));
        self.at.push(id);
    }

    /// Adds a row of the word of that number, as [`Words::id`] gave it.
    #[inline]
    pub fn push_id(&mut self, id: u32) {
        debug_assert!((id as usize) < self.distinct().len(), "a word's number comes from the same column");
        self.at.push(id);
    }

    /// Adds so many rows of that word.
    pub fn push_all(&mut self, word: &str, rows: usize) {
        let id = self.id(word);
        self.at.extend(std::iter::repeat_n(id, rows));
    }

    /// The distinct words, by number.
    pub fn distinct(&self) -> &[Arc<str>] {
        &self.dictionary.distinct
    }

    /// Row by row, the number of its word.
    pub fn ids(&self) -> &[u32] {
        &self.at
    }

    /// The word of a row.
    pub fn word(&self, row: usize) -> &str {
        &self.distinct()[self.at[row] as usize]
    }
}

/// A batch of records, column by column: those of [`Observation`], all equally long.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// Whose records.
    pub reporter: Words,
    /// With whom they trade.
    pub partner: Words,
    /// Which way.
    pub flow: Vec<Flow>,
    /// When.
    pub period: Vec<Period>,
    /// The list that the codes are from.
    pub nomenclature: Words,
    /// Of what.
    pub commodity: Words,
    /// The trade mode.
    pub mode: Words,
    /// The province.
    pub province: Words,
    /// The means of transport.
    pub transport: Words,
    /// A second partner.
    pub via: Words,
    /// How much money, in hundredths.
    pub value: Vec<Option<Fixed>>,
    /// Of which currency.
    pub currency: Vec<Currency>,
    /// `FOB` or `CIF`.
    pub valuation: Words,
    /// What is included.
    pub coverage: Words,
    /// How heavy, in thousandths of a kilogram.
    pub weight: Vec<Option<Fixed>>,
    /// How many, in thousandths.
    pub quantity: Vec<Option<Fixed>>,
    /// Of what the quantity counts.
    pub unit: Words,
    /// The second quantity, in thousandths.
    pub quantity2: Vec<Option<Fixed>>,
    /// Of what it counts.
    pub unit2: Words,
    /// What else the rows say of themselves.
    pub status: Words,
    /// Why a row is held back.
    pub quarantine: Words,
    /// When it was released.
    pub vintage: Vec<Vintage>,
    /// Its row in the file.
    pub row: Vec<u64>,
}

impl Records {
    /// A batch of the same words, with the same numbers, and no row yet, but room for so many.
    pub fn next(&self, rows: usize) -> Self {
        let words = |words: &Words| Words { at: Vec::with_capacity(rows), ..words.without_rows() };
        let amounts = || Vec::with_capacity(rows);
        Self {
            reporter: words(&self.reporter),
            partner: words(&self.partner),
            flow: Vec::with_capacity(rows),
            period: Vec::with_capacity(rows),
            nomenclature: words(&self.nomenclature),
            commodity: words(&self.commodity),
            mode: words(&self.mode),
            province: words(&self.province),
            transport: words(&self.transport),
            via: words(&self.via),
            value: amounts(),
            currency: Vec::with_capacity(rows),
            valuation: words(&self.valuation),
            coverage: words(&self.coverage),
            weight: amounts(),
            quantity: amounts(),
            unit: words(&self.unit),
            quantity2: amounts(),
            unit2: words(&self.unit2),
            status: words(&self.status),
            quarantine: words(&self.quarantine),
            vintage: Vec::with_capacity(rows),
            row: Vec::with_capacity(rows),
        }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// Has it none?
    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }

    /// Adds a row.
    pub fn push(&mut self, row: &Observation<'_>) {
        self.reporter.push(row.reporter);
        self.partner.push(row.partner);
        self.flow.push(row.flow);
        self.period.push(row.period);
        self.nomenclature.push(row.nomenclature);
        self.commodity.push(row.commodity);
        self.mode.push(row.mode);
        self.province.push(row.province);
        self.transport.push(row.transport);
        self.via.push(row.via);
        self.value.push(row.value);
        self.currency.push(row.currency);
        self.valuation.push(row.valuation);
        self.coverage.push(row.coverage);
        self.weight.push(row.weight);
        self.quantity.push(row.quantity);
        self.unit.push(row.unit);
        self.quantity2.push(row.quantity2);
        self.unit2.push(row.unit2);
        self.status.push(row.status);
        self.quarantine.push(row.quarantine);
        self.vintage.push(row.vintage);
        self.row.push(row.row);
    }

    /// A row.
    pub fn get(&self, at: usize) -> Option<Observation<'_>> {
        Some(Observation {
            row: *self.row.get(at)?,
            reporter: self.reporter.word(at),
            partner: self.partner.word(at),
            flow: self.flow[at],
            period: self.period[at],
            nomenclature: self.nomenclature.word(at),
            commodity: self.commodity.word(at),
            mode: self.mode.word(at),
            province: self.province.word(at),
            transport: self.transport.word(at),
            via: self.via.word(at),
            value: self.value[at],
            currency: self.currency[at],
            valuation: self.valuation.word(at),
            coverage: self.coverage.word(at),
            weight: self.weight[at],
            quantity: self.quantity[at],
            unit: self.unit.word(at),
            quantity2: self.quantity2[at],
            unit2: self.unit2.word(at),
            status: self.status.word(at),
            quarantine: self.quarantine.word(at),
            vintage: self.vintage[at],
        })
    }

    /// The rows in order.
    pub fn iter(&self) -> impl Iterator<Item = Observation<'_>> {
        (0..self.len()).filter_map(|at| self.get(at))
    }
}

/// Why whoever keeps records takes no more of them.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

/// What a reader of an office's files gives what it read to, piece by piece: a file
/// may be larger than memory.
pub trait Sink {
    /// Takes a batch of records; a reader stops at a refusal.
    fn records(&mut self, batch: Records) -> Result<(), Refused>;

    /// Takes a figure that the office itself printed: growth, a total to date.
    fn statement(&mut self, statement: Statement);

    /// Takes what was not understood. A complaint of severity error that is about the
    /// whole file (line 0) refuses it: nothing of the file is kept.
    fn complain(&mut self, complaint: Complaint);
}

/// A sink that keeps everything, for small files.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// All records, batch by batch.
    pub records: Vec<Records>,
    /// Printed figures.
    pub statements: Vec<Statement>,
    /// What was not understood, and where.
    pub complaints: Vec<Complaint>,
}

impl Sink for Kept {
    fn records(&mut self, batch: Records) -> Result<(), Refused> {
        self.records.push(batch);
        Ok(())
    }

    fn statement(&mut self, statement: Statement) {
        self.statements.push(statement);
    }

    fn complain(&mut self, complaint: Complaint) {
        self.complaints.push(complaint);
    }
}

impl Kept {
    /// The rows of all batches in order.
    pub fn rows(&self) -> impl Iterator<Item = Observation<'_>> {
        self.records.iter().flat_map(Records::iter)
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::dec;

    use super::*;

    #[test]
    fn an_amount_is_whole_hundredths_or_says_that_it_was_rounded() {
        for (amount, places, whole) in [
            (dec!(1234.56), 2, Some((123_456, false))),
            (dec!(0.005), 2, Some((1, true))),
            (dec!(-7.5), 3, Some((-7_500, false))),
            (dec!(1.0004), 3, Some((1_000, true))),
            (dec!(-9999999999999999.99), 2, Some((-MOST_FIXED, false))),
            (dec!(9999999999999999.995), 2, None),
            (dec!(10000000000000000), 2, None),
            (Decimal::MAX, 2, None),
        ] {
            assert_eq!(fixed(amount, places), whole, "{amount}");
        }
        assert_eq!(unfixed(-7_500, 3), dec!(-7.5));
    }

    #[test]
    fn a_batch_gives_back_what_it_was_given() {
        let row = |commodity, row| Observation {
            reporter: "CHN",
            partner: "PRK",
            flow: Flow::X,
            period: Period::year(2023),
            nomenclature: "HS",
            commodity,
            mode: "",
            province: "21",
            transport: "",
            via: "",
            value: Some(12_345),
            currency: Currency::USD,
            valuation: "FOB",
            coverage: "reported",
            weight: None,
            quantity: Some(7_000),
            unit: "kg",
            quantity2: None,
            unit2: "",
            status: "",
            quarantine: "",
            vintage: Vintage::assumed_for(Period::year(2023)),
            row,
        };
        let given = [row("67030000", 2), row("67030000", 3), row("10063020", 4), row("67030000", 5)];
        let mut batch = Records::default();
        given.iter().for_each(|row| batch.push(row));
        assert_eq!(batch.iter().collect::<Vec<_>>(), given);
        assert_eq!((batch.commodity.distinct().len(), batch.commodity.ids()), (2, &[0, 0, 1, 0][..]));
        assert_eq!((batch.len(), batch.get(4)), (4, None));
    }

    #[test]
    fn batches_share_their_words_until_a_new_one_comes() {
        let mut first = Words::default();
        ["kg", "units", "kg"].iter().for_each(|word| first.push(word));
        let mut second = first.without_rows();
        second.push_id(1);
        second.push_all("kg", 2);
        assert!(first.numbering().is_of(&second));
        second.push("m3");
        assert!(!first.numbering().is_of(&second));
        let before = second.numbering();
        second.push("t");
        assert!(!before.is_of(&second), "one more word is another numbering, though nobody else uses the first");
        let said = |words: &Words| (0..words.ids().len()).map(|row| words.word(row).to_owned()).collect::<Vec<_>>();
        assert_eq!(said(&first), ["kg", "units", "kg"]);
        assert_eq!(said(&second), ["units", "kg", "kg", "m3", "t"]);
        assert_eq!((first.distinct().len(), second.distinct().len()), (2, 4));
    }
}
