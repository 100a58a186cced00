//! Files of the table written again: rows that stand no longer get the day until
//! which they stood; rows that the lake has already are left out of a new file.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use bytes::Bytes;
use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray, BooleanArray, Date32Array, RecordBatch},
        compute::{cast, concat_batches, filter_record_batch},
        datatypes::{DataType, Date32Type, Decimal128Type, Int32Type},
    },
    parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder,
};
use deltalake_core::{ObjectStoreError, Path, kernel::Action};
use object_store::ObjectStoreExt;

use crate::{
    commit::{Change, Staged},
    encode,
    error::{Done, LakeError, unread},
    lake::{Lake, Snapshot},
    mark::Mark,
    standing::{Slice, near},
};

/// Rows of a slice that stand no longer.
#[derive(Clone, Debug)]
pub(crate) struct Retire {
    /// Those released on that day,
    pub(crate) vintage: i32,
    /// of these chapters, or of all,
    pub(crate) chapters: Option<BTreeSet<String>>,
    /// stand until that day.
    pub(crate) until: i32,
}

/// A slice of which a release of the same day is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Repeated {
    /// The days.
    pub(crate) vintages: BTreeSet<i32>,
}

/// The columns that say to which slice a row belongs.
struct Slices {
    words: [ArrayRef; 5],
    start: Date32Array,
    months: datafusion::arrow::array::Int32Array,
    vintage: Date32Array,
}

impl Slices {
    fn of(rows: &RecordBatch) -> Done<Self> {
        let column = |name: &str| rows.column_by_name(name).ok_or_else(|| unread(format!("no column `{name}`")));
        let word = |name: &str| cast(column(name)?, &DataType::Utf8View).map_err(unread);
        Ok(Self {
            words: [word("reporter")?, word("flow")?, word("partner")?, word("currency")?, word("chapter")?],
            start: column("start")?.as_primitive::<Date32Type>().clone(),
            months: column("months")?.as_primitive::<Int32Type>().clone(),
            vintage: column("vintage")?.as_primitive::<Date32Type>().clone(),
        })
    }

    fn word(&self, column: usize, row: usize) -> &str {
        self.words[column].as_string_view().value(row)
    }

    fn slice(&self, row: usize) -> Slice {
        Slice {
            reporter: self.word(0, row).to_owned(),
            flow: self.word(1, row).to_owned(),
            partner: self.word(2, row).to_owned(),
            currency: self.word(3, row).to_owned(),
            start: self.start.value(row),
            months: self.months.value(row),
        }
    }

    fn same(&self, row: usize, other: usize) -> bool {
        (0..4).all(|column| self.word(column, row) == self.word(column, other))
            && self.start.value(row) == self.start.value(other)
            && self.months.value(row) == self.months.value(other)
    }

    /// For each row, what of its slice is in a map; neighbours mostly share it.
    fn each<'a, T>(&self, of: &'a BTreeMap<Slice, T>) -> Vec<Option<&'a T>> {
        let mut found: Vec<Option<&T>> = Vec::with_capacity(self.start.len());
        for row in 0..self.start.len() {
            let same = row > 0 && self.same(row, row - 1);
            let one = if same { found[row - 1] } else { of.get(&self.slice(row)) };
            found.push(one);
        }
        found
    }
}

/// A file's rows with the days until which they stand; `None` where nothing changes.
fn ended(rows: &RecordBatch, retired: &BTreeMap<Slice, Vec<Retire>>) -> Done<Option<RecordBatch>> {
    let slices = Slices::of(rows)?;
    let until = rows.column_by_name("until").ok_or_else(|| unread("no column `until`"))?.as_primitive::<Date32Type>();
    let mut changed = false;
    let each = slices.each(retired);
    let ends = (0..rows.num_rows()).map(|row| {
        let now = (!until.is_null(row)).then(|| until.value(row));
        let fits = |one: &&Retire| {
            one.vintage == slices.vintage.value(row)
                && one.chapters.as_ref().is_none_or(|chapters| chapters.contains(slices.word(4, row)))
        };
        let end = each[row].into_iter().flatten().filter(fits).map(|one| one.until).min();
        match (now, end) {
            (Some(now), Some(end)) if end < now => {
                changed = true;
                Some(end)
            }
            (None, Some(end)) => {
                changed = true;
                Some(end)
            }
            _ => now,
        }
    });
    let ends: Date32Array = ends.collect();
    if !changed {
        return Ok(None);
    }
    let at = rows.schema().index_of("until").map_err(unread)?;
    let mut columns = rows.columns().to_vec();
    columns[at] = Arc::new(ends);
    RecordBatch::try_new(rows.schema(), columns).map(Some).map_err(unread)
}

impl Lake {
    /// A file of the store.
    pub(crate) async fn bytes_of(&self, path: &Path) -> Done<Bytes> {
        let read = async { self.log.object_store(None).get(path).await?.bytes().await };
        read.await.map_err(|error: ObjectStoreError| unread(error))
    }

    /// All rows of a file of the table.
    pub(crate) async fn rows_of(&self, path: &Path) -> Done<RecordBatch> {
        Self::rows_in(self.bytes_of(path).await?)
    }

    /// All rows that the bytes of a file of the table say.
    pub(crate) fn rows_in(bytes: Bytes) -> Done<RecordBatch> {
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(unread)?;
        let schema = Arc::clone(reader.schema());
        let batches = reader.with_batch_size(64 * 1024).build().map_err(unread)?;
        let batches = batches.collect::<Result<Vec<_>, _>>().map_err(unread)?;
        encode::again(&concat_batches(&schema, &batches).map_err(unread)?)
    }
}

/// Rows of the lake that stand no longer: their files are written again.
pub(crate) async fn retire(
    lake: &Lake,
    snapshot: &Snapshot,
    source: &str,
    retired: &BTreeMap<Slice, Vec<Retire>>,
    change: &mut Change,
) -> Done<()> {
    let starts = || retired.keys().map(|slice| slice.start);
    let (Some(from), Some(to)) = (starts().min(), starts().max()) else { return Ok(()) };
    let reporters = retired.keys().map(|slice| slice.reporter.as_str()).collect();
    for file in lake.fitting(snapshot, near(source, &reporters, from, to))? {
        let rows = lake.rows_of(&file.object_store_path()).await?;
        if let Some(rows) = ended(&rows, retired)? {
            let staged = lake.stage(&rows).await?;
            change.actions.push(Action::Remove(file.remove_action(true)));
            change.actions.push(staged.add(true));
            change.written.push(staged);
        }
    }
    Ok(())
}

/// The rows of a file on their way in: those that a later release has replaced already
/// get their day; those that the lake has already are left out.
pub(crate) async fn fresh(
    lake: &Lake,
    snapshot: &Snapshot,
    mark: &Mark,
    staged: &[Staged],
    late: &BTreeMap<Slice, Vec<Retire>>,
    repeated: &BTreeMap<Slice, Repeated>,
    change: &mut Change,
) -> Done<()> {
    if late.is_empty() && repeated.is_empty() {
        change.actions.extend(staged.iter().map(|file| file.add(true)));
        return Ok(());
    }
    let known = if repeated.is_empty() { HashMap::new() } else { said(lake, snapshot, mark, repeated).await? };
    for file in staged {
        let rows = lake.rows_of(&Path::from(file.path.as_str())).await?;
        let news = news(&rows, mark, repeated, &known)?;
        let ended = ended(news.as_ref().unwrap_or(&rows), late)?;
        match ended.or(news) {
            None => change.actions.push(file.add(true)),
            Some(rows) if rows.num_rows() == 0 => {}
            Some(rows) => {
                let staged = lake.stage(&rows).await?;
                change.actions.push(staged.add(true));
                change.written.push(staged);
            }
        }
    }
    Ok(())
}

/// What tells rows of one slice and day apart, and what they say.
type Said = HashMap<Vec<String>, [i128; 4]>;

const KEY: [&str; 12] = [
    "reporter",
    "flow",
    "partner",
    "period",
    "nomenclature",
    "commodity",
    "mode",
    "province",
    "transport",
    "via",
    "currency",
    "coverage",
];

/// The rows of some slices and days: what each says in all.
fn tally(rows: &RecordBatch, of: &BTreeMap<Slice, Repeated>, said: &mut Said) -> Done<Vec<Option<Vec<String>>>> {
    let slices = Slices::of(rows)?;
    let each = slices.each(of);
    let word = |name: &str| -> Done<ArrayRef> {
        let column = rows.column_by_name(name).ok_or_else(|| unread(format!("no column `{name}`")))?;
        cast(column, &DataType::Utf8View).map_err(unread)
    };
    let words = KEY.iter().map(|name| word(name)).collect::<Done<Vec<_>>>()?;
    let amount = |name: &str| {
        rows.column_by_name(name)
            .map(|column| column.as_primitive::<Decimal128Type>())
            .ok_or_else(|| unread("no amounts"))
    };
    let amounts = [amount("value")?, amount("weight_kg")?, amount("quantity")?];
    let keys = (0..rows.num_rows()).map(|row| {
        each[row].filter(|one| one.vintages.contains(&slices.vintage.value(row)))?;
        let key: Vec<String> = words.iter().map(|column| column.as_string_view().value(row).to_owned()).collect();
        let total = said.entry(key.clone()).or_default();
        for (total, amount) in total.iter_mut().zip(amounts) {
            *total += if amount.is_null(row) { 0 } else { amount.value(row) };
        }
        total[3] += 1;
        Some(key)
    });
    Ok(keys.collect())
}

async fn said(lake: &Lake, snapshot: &Snapshot, mark: &Mark, repeated: &BTreeMap<Slice, Repeated>) -> Done<Said> {
    let mut said = Said::new();
    let starts = || repeated.keys().map(|slice| slice.start);
    let (Some(from), Some(to)) = (starts().min(), starts().max()) else { return Ok(said) };
    let reporters = repeated.keys().map(|slice| slice.reporter.as_str()).collect();
    for file in lake.fitting(snapshot, near(&mark.source, &reporters, from, to))? {
        tally(&lake.rows_of(&file.object_store_path()).await?, repeated, &mut said)?;
    }
    Ok(said)
}

/// The rows of a new file without those that the lake has; `None` where it has none of them.
fn news(
    rows: &RecordBatch,
    mark: &Mark,
    repeated: &BTreeMap<Slice, Repeated>,
    known: &Said,
) -> Done<Option<RecordBatch>> {
    if repeated.is_empty() {
        return Ok(None);
    }
    let mut own = Said::new();
    let keys = tally(rows, repeated, &mut own)?;
    let mut differs: Vec<&Vec<String>> =
        own.iter().filter(|(key, said)| known.get(*key).is_some_and(|k| k != *said)).map(|(key, _)| key).collect();
    differs.sort();
    if let Some(first) = differs.first() {
        return Err(LakeError::Refused {
            message: format!(
                "{} says otherwise than the lake under the same date of release, in {} rows; first {} {} {} {} {}",
                mark.file,
                differs.len(),
                first[0],
                first[1],
                first[2],
                first[3],
                first[5]
            ),
            hint: "a corrected release has a date of its own: say --vintage YYYY-MM-DD",
        });
    }
    let keep: BooleanArray =
        keys.iter().map(|key| Some(key.as_ref().is_none_or(|key| !known.contains_key(key)))).collect();
    if keep.false_count() == 0 {
        return Ok(None);
    }
    filter_record_batch(rows, &keep).map(Some).map_err(unread)
}
