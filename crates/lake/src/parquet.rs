//! A Parquet file that somebody dropped: looked at before it is read, for its footer is
//! only a claim; then either the lake's own export, which is taken as it stands
//! (`import`), or a table like any other, whose cells a mapping reads as text.

use std::{
    fs::File,
    io::{self, Read},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, RecordBatch},
        compute::cast,
        datatypes::{DataType, Schema},
        util::display::{ArrayFormatter, FormatOptions},
    },
    parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder},
};

use crate::columns::COLUMNS;

/// How a Parquet file begins and ends.
const MAGIC: &[u8] = b"PAR1";
/// A table with more columns is none.
const MOST_COLUMNS: usize = 4096;
/// More rows are no trade of anybody.
const MOST_ROWS: i64 = 1 << 30;
/// What one column of a group may unpack to, and how many times what lies in the file.
const MOST_BYTES: i64 = 1 << 30;
const MOST_RATIO: i64 = 1000;
/// What may unpack to so little is no bomb.
const SMALL: i64 = 64 << 20;
/// Rows at a time.
const BATCH: usize = 16 * 1024;

/// A file whose footer was looked at.
pub struct Parquet {
    builder: ParquetRecordBatchReaderBuilder<File>,
}

/// Does a file begin as Parquet does?
pub fn is_parquet(head: &[u8]) -> bool {
    head.starts_with(MAGIC)
}

impl Parquet {
    /// Opens a file; what is wrong with it, in words.
    pub fn open(path: &Path) -> Result<Self, String> {
        let file = File::open(path).map_err(|error| error.to_string())?;
        // What stands in the footer for one program alone is passed over: the file's own types say enough.
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let opened = guarded(|| ParquetRecordBatchReaderBuilder::try_new_with_options(file, options))?;
        let builder = opened.map_err(|error| format!("its footer cannot be read: {}", plain(&error.to_string())))?;
        let parquet = Self { builder };
        parquet.sound()?;
        Ok(parquet)
    }

    /// Is what it claims within bounds?
    fn sound(&self) -> Result<(), String> {
        let metadata = self.builder.metadata();
        let columns = metadata.file_metadata().schema_descr().num_columns();
        if columns > MOST_COLUMNS {
            return Err(format!("it has {columns} columns; no table has"));
        }
        let groups = metadata.row_groups();
        let rows = groups.iter().try_fold(0_i64, |rows, group| {
            let own = group.num_rows();
            (own >= 0).then(|| rows.checked_add(own)).flatten().filter(|rows| *rows <= MOST_ROWS)
        });
        if rows.is_none_or(|rows| rows != metadata.file_metadata().num_rows()) {
            return Err("it claims more rows than it can have, or another number in all than in its groups".to_owned());
        }
        for chunk in groups.iter().flat_map(|group| group.columns()) {
            let (packed, unpacked) = (chunk.compressed_size(), chunk.uncompressed_size());
            let bomb = unpacked > SMALL && unpacked / packed.max(1) > MOST_RATIO;
            if packed < 0 || !(0..=MOST_BYTES).contains(&unpacked) || bomb {
                return Err(format!(
                    "column `{}` claims to unpack from {packed} to {unpacked} bytes",
                    chunk.column_path()
                ));
            }
        }
        Ok(())
    }

    /// Has it the columns of the lake's own table, as `yalu lake export` writes them?
    pub fn is_own(&self) -> bool {
        let schema = self.builder.schema();
        COLUMNS.iter().all(|column| schema.field_with_name(column.name).is_ok())
    }

    pub(crate) fn batches(self) -> Result<Batches, String> {
        let reader =
            guarded(|| self.builder.with_batch_size(BATCH).build())?.map_err(|error| plain(&error.to_string()))?;
        Ok(Batches { reader })
    }

    /// Its cells as comma-separated text under a header; columns of columns and of bytes are left out.
    pub fn text(self) -> Result<impl Read + Send + 'static, String> {
        let keep: Vec<usize> = flat(self.builder.schema());
        let names = keep.iter().map(|at| quoted(self.builder.schema().field(*at).name()));
        let header = names.collect::<Vec<_>>().join(",") + "\n";
        Ok(Text { batches: self.batches()?, keep, buffer: header.into_bytes(), at: 0 })
    }
}

/// The batches of rows of a file.
pub(crate) struct Batches {
    reader: ParquetRecordBatchReader,
}

impl Batches {
    /// The next rows; what is wrong with them, in words.
    pub(crate) fn next(&mut self) -> Result<Option<RecordBatch>, String> {
        let next = guarded(|| self.reader.next())?;
        next.transpose().map_err(|error| plain(&error.to_string()))
    }
}

/// A reader of other people's bytes may stumble over them; that is their fault, and no reason to stop.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| "its bytes are not what its footer says".to_owned())
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").trim_start_matches("Parquet error: ").to_owned()
}

fn flat(schema: &Arc<Schema>) -> Vec<usize> {
    let bytes = |kind: &DataType| {
        matches!(kind, DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_))
    };
    let kept = schema
        .fields()
        .iter()
        .enumerate()
        .filter(|(_, field)| !field.data_type().is_nested() && !bytes(field.data_type()));
    kept.map(|(at, _)| at).collect()
}

/// A file's rows as text.
struct Text {
    batches: Batches,
    keep: Vec<usize>,
    buffer: Vec<u8>,
    at: usize,
}

impl Text {
    /// Writes the next rows; `false` where there are none.
    fn fill(&mut self) -> Result<bool, String> {
        self.buffer.clear();
        self.at = 0;
        let Some(batch) = self.batches.next()? else { return Ok(false) };
        let options = FormatOptions::default();
        let arrays: Vec<ArrayRef> = self.keep.iter().map(|at| day(batch.column(*at))).collect();
        let texts = arrays.iter().map(|array| ArrayFormatter::try_new(array.as_ref(), &options));
        let texts = texts.collect::<Result<Vec<_>, _>>().map_err(|error| plain(&error.to_string()))?;
        for row in 0..batch.num_rows() {
            for (at, (array, text)) in arrays.iter().zip(&texts).enumerate() {
                if at > 0 {
                    self.buffer.push(b',');
                }
                if !array.is_null(row) {
                    let cell = text.value(row).try_to_string().map_err(|error| plain(&error.to_string()))?;
                    self.buffer.extend_from_slice(quoted(&cell).as_bytes());
                }
            }
            self.buffer.push(b'\n');
        }
        Ok(true)
    }
}

/// Moments as days: no trade is recorded by the hour.
fn day(array: &ArrayRef) -> ArrayRef {
    match array.data_type() {
        DataType::Timestamp(..) | DataType::Date64 => {
            cast(array, &DataType::Date32).unwrap_or_else(|_| Arc::clone(array))
        }
        _ => Arc::clone(array),
    }
}

fn quoted(text: &str) -> String {
    let plain = !text.contains([',', '"', '\n', '\r', ';', '\t', '|']);
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

impl Read for Text {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.buffer.len() {
            if !self.fill().map_err(io::Error::other)? {
                return Ok(0);
            }
        }
        let count = into.len().min(self.buffer.len() - self.at);
        into[..count].copy_from_slice(&self.buffer[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
