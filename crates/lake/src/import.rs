//! The lake's own export, taken back: every row with its own papers, its source, the
//! file it was first read from, its day of release, so that nothing is lost on the way
//! from one lake to another. What does not read as it was written refuses the file.

use std::{collections::BTreeMap, path::Path};

use datafusion::arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch},
    compute::{CastOptions, cast_with_options},
    datatypes::{DataType, Date32Type, Decimal128Type, Int64Type},
};
use yalu_trade::{
    Currency, Date, Fixed, MASS_PLACES, MONEY_PLACES, Observation, Records, Sink, Unit, Vintage, day_of_number,
};

use crate::{
    columns::{COLUMNS, Holds, PRECISION},
    encode::{CLASSES, class_word},
    error::LakeError,
    ingest::{Ingest, Ingested},
    lake::Lake,
    mark::Mark,
    parquet::Parquet,
    pile::Carried,
};

impl Lake {
    /// Takes an export: one commit for each source in it. `hash` is that of the export itself.
    pub fn take_export(
        &self,
        path: &Path,
        hash: &str,
        whole: Option<bool>,
    ) -> Result<Vec<(String, Ingested)>, LakeError> {
        let refused = |message: String| LakeError::Refused {
            message,
            hint: "it has the columns of `yalu lake export`, and is not as that writes it; export it anew",
        };
        let mut batches = Parquet::open(path).and_then(Parquet::batches).map_err(refused)?;
        let mut sources: BTreeMap<String, Ingest<'_>> = BTreeMap::new();
        let mut before = 0;
        let read = loop {
            let next = batches.next().and_then(|batch| batch.map(|batch| rows(&batch, before)).transpose());
            match next {
                Ok(Some((count, shares))) => {
                    before += count;
                    for ((source, carried), records) in shares {
                        let hash = format!("{hash}:{source}");
                        let mark = || Mark {
                            source: source.clone(),
                            file: path.display().to_string(),
                            key: hash.clone(),
                            hash: hash.clone(),
                            whole,
                            // What the export has stood in a lake before.
                            sure: true,
                        };
                        let ingest = sources.entry(source.clone()).or_insert_with(|| self.ingest(mark()));
                        ingest.carry(carried);
                        if let Err(stopped) = ingest.records(records) {
                            sources.values_mut().for_each(Ingest::abandon);
                            return Err(LakeError::Unwritten(stopped.to_string()));
                        }
                    }
                }
                Ok(None) => break Ok(()),
                Err(why) => break Err(refused(why)),
            }
        };
        if let Err(refused) = read {
            sources.values_mut().for_each(Ingest::abandon);
            return Err(refused);
        }
        let mut done = Vec::new();
        let mut left = sources.into_iter();
        while let Some((source, ingest)) = left.next() {
            match ingest.finish(None) {
                Ok(ingested) => done.push((source, ingested)),
                Err(error) => {
                    left.for_each(|(_, mut ingest)| ingest.abandon());
                    return Err(error);
                }
            }
        }
        Ok(done)
    }
}

/// Rows by source and papers.
type Shares = BTreeMap<(String, Carried), Records>;

/// The columns of a batch, as they are read.
struct Read<'a> {
    words: BTreeMap<&'static str, ArrayRef>,
    batch: &'a RecordBatch,
}

impl<'a> Read<'a> {
    fn of(batch: &'a RecordBatch) -> Result<Self, String> {
        let mut read = Self { words: BTreeMap::new(), batch };
        for name in COLUMNS.iter().filter(|column| column.holds == Holds::Words).map(|column| column.name) {
            let array = read.cast(name, &DataType::Utf8View)?;
            if array.null_count() > 0 {
                return Err(format!("column `{name}` has gaps"));
            }
            read.words.insert(name, array);
        }
        Ok(read)
    }

    fn cast(&self, name: &str, kind: &DataType) -> Result<ArrayRef, String> {
        let array = self.batch.column_by_name(name).ok_or_else(|| format!("there is no column `{name}`"))?;
        let options = CastOptions { safe: false, ..CastOptions::default() };
        cast_with_options(array, kind, &options).map_err(|error| format!("column `{name}`: {error}"))
    }

    fn word(&self, name: &str, row: usize) -> &str {
        self.words.get(name).map_or("", |array| array.as_string_view().value(row))
    }
}

/// The rows of a batch, of which so many came before; how many they are.
fn rows(batch: &RecordBatch, before: usize) -> Result<(usize, Shares), String> {
    let read = Read::of(batch)?;
    let amounts =
        [("value", MONEY_PLACES), ("weight_kg", MASS_PLACES), ("quantity", MASS_PLACES), ("quantity2", MASS_PLACES)];
    let amounts = amounts.map(|(name, places)| read.cast(name, &DataType::Decimal128(PRECISION, places as i8)));
    let [value, weight, quantity, quantity2] = amounts;
    let (value, weight, quantity, quantity2) = (value?, weight?, quantity?, quantity2?);
    let (vintage, until) = (read.cast("vintage", &DataType::Date32)?, read.cast("until", &DataType::Date32)?);
    let (numbers, assumed) = (read.cast("row", &DataType::Int64)?, read.cast("vintage_assumed", &DataType::Boolean)?);
    let mut shares = Shares::new();
    for row in 0..batch.num_rows() {
        let place = || format!("row {}", before + row + 1);
        let wrong = |name: &str| format!("{}: `{}` is no {name}", place(), read.word(name, row));
        let day = |array: &ArrayRef| -> Option<Date> {
            (!array.is_null(row)).then(|| day_of_number(array.as_primitive::<Date32Type>().value(row)))
        };
        let amount = |array: &ArrayRef| -> Result<Option<Fixed>, String> {
            let array = array.as_primitive::<Decimal128Type>();
            let whole = (!array.is_null(row)).then(|| Fixed::try_from(array.value(row)));
            whole.transpose().map_err(|_| format!("{}: an amount that is larger than any trade", place()))
        };
        let class = CLASSES.into_iter().find(|class| class_word(*class) == read.word("vintage_class", row));
        let released = day(&vintage).ok_or_else(|| format!("{}: it has no day of release", place()))?;
        let currency: Currency = match read.word("currency", row).parse() {
            Ok(Unit::Money(currency)) => currency,
            _ => return Err(wrong("currency")),
        };
        let carried = Carried {
            file: read.word("file", row).to_owned(),
            hash: read.word("hash", row).to_owned(),
            until: day(&until),
        };
        let records = shares.entry((read.word("source", row).to_owned(), carried)).or_default();
        records.push(&Observation {
            reporter: read.word("reporter", row),
            partner: read.word("partner", row),
            flow: read.word("flow", row).parse().map_err(|_| wrong("flow"))?,
            period: read.word("period", row).parse().map_err(|_| wrong("period"))?,
            nomenclature: read.word("nomenclature", row),
            commodity: Some(read.word("commodity", row))
                .filter(|code| !code.is_empty())
                .ok_or_else(|| wrong("commodity"))?,
            mode: read.word("mode", row),
            province: read.word("province", row),
            transport: read.word("transport", row),
            via: read.word("via", row),
            value: amount(&value)?,
            currency,
            valuation: read.word("valuation", row),
            coverage: read.word("coverage", row),
            weight: amount(&weight)?,
            quantity: amount(&quantity)?,
            unit: read.word("unit", row),
            quantity2: amount(&quantity2)?,
            unit2: read.word("unit2", row),
            status: read.word("status", row),
            quarantine: read.word("quarantine", row),
            vintage: Vintage {
                released,
                assumed: !assumed.is_null(row) && assumed.as_boolean().value(row),
                class: class.ok_or_else(|| wrong("vintage_class"))?,
            },
            row: u64::try_from(numbers.as_primitive::<Int64Type>().value(row)).map_err(|_| wrong("row"))?,
        });
    }
    Ok((batch.num_rows(), shares))
}
