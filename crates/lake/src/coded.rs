//! A column whose values are numbered already, as a chunk of a Parquet file: a dictionary of the values in their
//! order, and pages of numbers. The library's own writer looks the value of every row up once more, which took a
//! third of all that an ingest did.

use std::ops::Range;

use bytes::Bytes;
use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray, DictionaryArray},
        datatypes::{DataType, Date32Type, Int32Type},
    },
    parquet::{
        basic::{BoundaryOrder, Compression, Encoding, PageType},
        column::{
            page::{CompressedPage, Page, PageWriteSpec, PageWriter},
            writer::ColumnCloseResult,
        },
        data_type::ByteArray,
        errors::{ParquetError, Result},
        file::{
            metadata::{ColumnChunkMetaData, ColumnIndexBuilder, OffsetIndexBuilder, PageEncodingStats},
            statistics::Statistics,
            writer::{SerializedPageWriter, TrackedWrite},
        },
        schema::types::ColumnDescPtr,
    },
};

/// How many rows a page has.
const PAGE: usize = 20_000;

/// A value, in the order that Parquet has for its like.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Value<'a> {
    /// A small number, or a day.
    Number(i32),
    /// A word.
    Word(&'a str),
}

/// A column of a group of rows.
pub(crate) struct Chunk<'a> {
    pub(crate) bytes: Bytes,
    pub(crate) close: ColumnCloseResult,
    /// The least and the most of its values; `None` where it has none.
    pub(crate) bounds: Option<(Value<'a>, Value<'a>)>,
}

impl Value<'_> {
    fn bytes(self) -> Vec<u8> {
        match self {
            Self::Number(number) => number.to_le_bytes().to_vec(),
            Self::Word(word) => word.as_bytes().to_vec(),
        }
    }

    /// As a dictionary page has it.
    fn plain(self, page: &mut Vec<u8>) {
        if let Self::Word(word) = self {
            page.extend_from_slice(&(word.len() as u32).to_le_bytes());
        }
        page.extend_from_slice(&self.bytes());
    }
}

/// The values of a dictionary, by their numbers.
fn values(dictionary: &ArrayRef) -> Result<Vec<Value<'_>>> {
    Ok(match dictionary.data_type() {
        DataType::Utf8 => dictionary.as_string::<i32>().iter().map(|word| Value::Word(word.unwrap_or(""))).collect(),
        DataType::Int32 => dictionary.as_primitive::<Int32Type>().values().iter().copied().map(Value::Number).collect(),
        DataType::Date32 => {
            dictionary.as_primitive::<Date32Type>().values().iter().copied().map(Value::Number).collect()
        }
        other => return Err(ParquetError::NYI(format!("a column that numbers values of {other}"))),
    })
}

/// What a row's number is among those of the values that occur, in their order.
struct Numbers<'a> {
    distinct: Vec<Value<'a>>,
    of: Vec<u32>,
}

impl<'a> Numbers<'a> {
    fn new(values: &[Value<'a>], column: &DictionaryArray<Int32Type>) -> Self {
        let keys = column.keys();
        let mut occurs = vec![false; values.len()];
        match keys.nulls().filter(|nulls| nulls.null_count() > 0) {
            Some(nulls) => nulls.valid_indices().for_each(|row| occurs[keys.value(row) as usize] = true),
            // Half of the columns say the same in every row.
            None if values.len() == 1 => occurs[0] = !keys.is_empty(),
            None => keys.values().iter().for_each(|key| occurs[*key as usize] = true),
        }
        let mut order: Vec<usize> = (0..values.len()).filter(|id| occurs[*id]).collect();
        order.sort_unstable_by_key(|id| values[*id]);
        let (mut distinct, mut of) = (Vec::new(), vec![0; values.len()]);
        for id in order {
            if distinct.last() != Some(&values[id]) {
                distinct.push(values[id]);
            }
            of[id] = distinct.len() as u32 - 1;
        }
        Self { distinct, of }
    }

    /// Bits that a number takes.
    fn width(&self) -> u8 {
        bits(self.distinct.len().saturating_sub(1) as u64)
    }
}

/// How many bits a number takes.
pub(crate) fn bits(number: u64) -> u8 {
    (u64::BITS - number.leading_zeros()) as u8
}

/// Numbers as Parquet packs them: eight alike or more as a run, others in groups of eight, bit by bit.
fn hybrid(numbers: &[u32], width: u8, page: &mut Vec<u8>) {
    let (mut at, mut waits) = (0, 0);
    while at < numbers.len() {
        let alike = numbers[at..].iter().take_while(|number| **number == numbers[at]).count();
        let lacking = (at - waits).next_multiple_of(8) - (at - waits);
        if alike >= lacking + 8 {
            packed(&numbers[waits..at + lacking], width, page);
            run(numbers[at], alike - lacking, width, page);
            waits = at + alike;
        }
        at += alike;
    }
    packed(&numbers[waits..], width, page);
}

fn run(number: u32, times: usize, width: u8, page: &mut Vec<u8>) {
    varint(times as u64 * 2, page);
    page.extend_from_slice(&number.to_le_bytes()[..usize::from(width).div_ceil(8)]);
}

fn packed(numbers: &[u32], width: u8, page: &mut Vec<u8>) {
    if numbers.is_empty() {
        return;
    }
    let groups = numbers.len().div_ceil(8);
    varint(groups as u64 * 2 + 1, page);
    let (mut held, mut bits) = (0_u64, 0_u32);
    let lacking = std::iter::repeat_n(&0, groups * 8 - numbers.len());
    for number in numbers.iter().chain(lacking) {
        held |= u64::from(*number) << bits;
        bits += u32::from(width);
        if bits >= 32 {
            page.extend_from_slice(&(held as u32).to_le_bytes());
            (held, bits) = (held >> 32, bits - 32);
        }
    }
    page.extend_from_slice(&held.to_le_bytes()[..bits as usize / 8]);
}

fn varint(mut number: u64, page: &mut Vec<u8>) {
    while number >= 0x80 {
        page.push(number as u8 | 0x80);
        number >>= 7;
    }
    page.push(number as u8);
}

/// Pages on their way into a chunk, and what its end says of them.
struct Pages<'w> {
    writer: SerializedPageWriter<'w, Vec<u8>>,
    offsets: OffsetIndexBuilder,
    bounds: ColumnIndexBuilder,
    /// The numbers of the least and the most of each page that has any.
    spans: Vec<(u32, u32)>,
}

impl Pages<'_> {
    fn write(&mut self, page: Page) -> Result<PageWriteSpec> {
        let size = page.buffer().len();
        self.writer.write_page(CompressedPage::new(page, size))
    }

    fn dictionary(&mut self, distinct: &[Value<'_>]) -> Result<()> {
        let mut page = Vec::new();
        distinct.iter().for_each(|value| value.plain(&mut page));
        let (num_values, encoding) = (distinct.len() as u32, Encoding::PLAIN);
        self.write(Page::DictionaryPage { buf: page.into(), num_values, encoding, is_sorted: true })?;
        Ok(())
    }

    fn data(&mut self, page: Vec<u8>, rows: usize) -> Result<()> {
        let spec = self.write(Page::DataPage {
            buf: page.into(),
            num_values: rows as u32,
            encoding: Encoding::RLE_DICTIONARY,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        })?;
        self.offsets.append_row_count(rows as i64);
        self.offsets.append_offset_and_size(spec.offset as i64, spec.compressed_size as i32);
        Ok(())
    }

    /// Notes the least and the most of a page.
    fn bound(&mut self, numbers: &[u32], nulls: usize, distinct: &[Value<'_>]) {
        let span = numbers.iter().fold(None, |span: Option<(u32, u32)>, number| {
            Some(span.map_or((*number, *number), |(least, most)| (least.min(*number), most.max(*number))))
        });
        let bytes = |number: Option<u32>| number.map_or_else(Vec::new, |number| distinct[number as usize].bytes());
        let (least, most) = (bytes(span.map(|span| span.0)), bytes(span.map(|span| span.1)));
        self.bounds.append(span.is_none(), least, most, nulls as i64);
        self.spans.extend(span);
    }

    fn order(&self) -> BoundaryOrder {
        let ascends = self.spans.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 <= pair[1].1);
        if ascends { BoundaryOrder::ASCENDING } else { BoundaryOrder::UNORDERED }
    }
}

/// The numbers of the rows of one page that have any.
fn numbered(column: &DictionaryArray<Int32Type>, rows: Range<usize>, of: &[u32], numbers: &mut Vec<u32>) {
    numbers.clear();
    let keys = column.keys();
    match keys.nulls().filter(|nulls| nulls.null_count() > 0) {
        None => numbers.extend(keys.values()[rows].iter().map(|key| of[*key as usize])),
        Some(nulls) => {
            let there = rows.filter(|row| nulls.is_valid(*row));
            numbers.extend(there.map(|row| of[keys.value(row) as usize]));
        }
    }
}

/// A column as a chunk; `sought` are those of which every page says the least and the most.
pub(crate) fn chunk<'a>(
    about: &ColumnDescPtr,
    column: &'a DictionaryArray<Int32Type>,
    sought: bool,
) -> Result<Chunk<'a>> {
    let values = values(column.values())?;
    let numbers = Numbers::new(&values, column);
    let mut sink = TrackedWrite::new(Vec::new());
    let mut pages = Pages {
        writer: SerializedPageWriter::new(&mut sink),
        offsets: OffsetIndexBuilder::new(),
        bounds: ColumnIndexBuilder::new(about.physical_type()),
        spans: Vec::new(),
    };
    pages.dictionary(&numbers.distinct)?;
    let mut scratch = Vec::with_capacity(PAGE);
    for from in (0..column.len()).step_by(PAGE) {
        let rows = from..column.len().min(from + PAGE);
        numbered(column, rows.clone(), &numbers.of, &mut scratch);
        let mut page = Vec::new();
        if about.max_def_level() > 0 {
            let there: Vec<u32> = rows.clone().map(|row| u32::from(column.is_valid(row))).collect();
            let mut levels = Vec::new();
            hybrid(&there, 1, &mut levels);
            page.extend_from_slice(&(levels.len() as u32).to_le_bytes());
            page.extend_from_slice(&levels);
        }
        page.push(numbers.width());
        hybrid(&scratch, numbers.width(), &mut page);
        if sought {
            pages.bound(&scratch, rows.len() - scratch.len(), &numbers.distinct);
        }
        pages.data(page, rows.len())?;
    }
    let order = pages.order();
    pages.bounds.set_boundary_order(order);
    let (offsets, column_index) = (pages.offsets.build(), sought.then(|| pages.bounds.build()).transpose()?);
    let bytes = Bytes::from(sink.into_inner()?);
    let bounds = numbers.distinct.first().copied().zip(numbers.distinct.last().copied());
    let count = |page_type, encoding, count| PageEncodingStats { page_type, encoding, count: count as i32 };
    let mut metadata = ColumnChunkMetaData::builder(about.clone())
        .set_compression(Compression::UNCOMPRESSED)
        .set_encodings(vec![Encoding::PLAIN, Encoding::RLE, Encoding::RLE_DICTIONARY])
        .set_page_encoding_stats(vec![
            count(PageType::DICTIONARY_PAGE, Encoding::PLAIN, 1),
            count(PageType::DATA_PAGE, Encoding::RLE_DICTIONARY, offsets.page_locations.len()),
        ])
        .set_total_compressed_size(bytes.len() as i64)
        .set_total_uncompressed_size(bytes.len() as i64)
        .set_num_values(column.len() as i64)
        .set_dictionary_page_offset(Some(0))
        .set_data_page_offset(offsets.page_locations.first().map_or(0, |page| page.offset));
    if sought {
        metadata = metadata.set_statistics(statistics(bounds, column.null_count(), about));
    }
    let close = ColumnCloseResult {
        bytes_written: bytes.len() as u64,
        rows_written: column.len() as u64,
        metadata: metadata.build()?,
        bloom_filter: None,
        column_index,
        offset_index: Some(offsets),
    };
    Ok(Chunk { bytes, close, bounds })
}

fn statistics(bounds: Option<(Value<'_>, Value<'_>)>, nulls: usize, about: &ColumnDescPtr) -> Statistics {
    let nulls = Some(nulls as u64);
    match bounds {
        Some((Value::Number(least), Value::Number(most))) => {
            Statistics::int32(Some(least), Some(most), None, nulls, false)
        }
        Some((Value::Word(least), Value::Word(most))) => {
            Statistics::byte_array(Some(ByteArray::from(least)), Some(ByteArray::from(most)), None, nulls, false)
        }
        _ if about.physical_type() == datafusion::parquet::basic::Type::INT32 => {
            Statistics::int32(None, None, None, nulls, false)
        }
        _ => Statistics::byte_array(None, None, None, nulls, false),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use datafusion::{
        arrow::{
            array::{Date32Array, Int32Array, StringArray},
            compute::{cast, concat_batches},
            datatypes::{Field, Schema},
        },
        parquet::{
            arrow::{
                ArrowSchemaConverter,
                arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder},
            },
            file::{metadata::PageIndexPolicy, writer::SerializedFileWriter},
        },
    };
    use proptest::prelude::*;

    use super::*;

    /// A file of one column, written by its numbers.
    fn written(column: &DictionaryArray<Int32Type>, absent: bool) -> Bytes {
        let field = Field::new("c", column.values().data_type().clone(), absent);
        let layout = ArrowSchemaConverter::new().convert(&Schema::new(vec![field])).expect("a layout");
        let mut writer =
            SerializedFileWriter::new(Vec::new(), layout.root_schema_ptr(), Arc::default()).expect("a writer");
        let mut group = writer.next_row_group().expect("a group");
        let chunk = chunk(&layout.column(0), column, true).expect("a chunk");
        group.append_column(&chunk.bytes, chunk.close).expect("it is taken");
        group.close().expect("it ends");
        writer.into_inner().expect("it ends").into()
    }

    /// What others read of it.
    fn read(file: &Bytes) -> ArrayRef {
        let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Required);
        let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file.clone(), options).expect("a footer");
        let schema = Arc::clone(builder.schema());
        let batches: Vec<_> = builder.build().expect("a reader").map(|batch| batch.expect("rows")).collect();
        Arc::clone(concat_batches(&schema, &batches).expect("one batch").column(0))
    }

    fn holds(keys: Vec<Option<i32>>, values: ArrayRef) {
        let absent = keys.contains(&None);
        let column = DictionaryArray::new(Int32Array::from(keys), Arc::clone(&values));
        let file = written(&column, absent);
        assert_eq!(&read(&file), &cast(&column, values.data_type()).expect("its values"));
    }

    proptest! {
        /// Whatever the numbers, the values that are absent, used twice or not at all, the rows are read as they were.
        #[test]
        fn rows_are_read_as_they_were_written(
            runs in prop::collection::vec((prop::option::weighted(0.9, 0..9_i32), 1..30_usize), 1..40),
            words in prop::collection::vec("[a-c]{0,2}", 9),
            days in prop::collection::vec(-3..3_i32, 9),
        ) {
            let keys: Vec<Option<i32>> = runs.iter().flat_map(|(key, times)| std::iter::repeat_n(*key, *times)).collect();
            holds(keys.clone(), Arc::new(StringArray::from_iter_values(&words)));
            holds(keys, Arc::new(Date32Array::from_iter_values(days)));
        }

        /// So are wide numbers, whose bits do not end with bytes.
        #[test]
        fn numbers_of_any_width_are_packed(values in 1..3_000_i32, rows in 1..200_usize, seed in any::<u32>()) {
            let key = |row: usize| Some((seed.wrapping_mul(row as u32 | 1) >> 8) as i32 % values);
            holds((0..rows).map(key).collect(), Arc::new(Int32Array::from_iter_values(0..values)));
        }
    }

    #[test]
    fn pages_say_what_they_hold() {
        // Two pages and a half: of the first value, of both, of none.
        let rows = [(Some(1), PAGE), (Some(0), PAGE / 2), (Some(1), PAGE / 2), (None, 77)];
        let keys: Vec<Option<i32>> = rows.iter().flat_map(|(key, times)| std::iter::repeat_n(*key, *times)).collect();
        let words: ArrayRef = Arc::new(StringArray::from(vec!["PRK", "KOR", "never"]));
        let column = DictionaryArray::new(Int32Array::from(keys), Arc::clone(&words));
        let file = written(&column, true);
        assert_eq!(&read(&file), &cast(&column, words.data_type()).expect("words"));
        let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Required);
        let read = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options).expect("a footer");
        let chunk = read.metadata().row_group(0).column(0);
        let whole = chunk.statistics().expect("statistics");
        assert_eq!((whole.min_bytes_opt(), whole.max_bytes_opt()), (Some(&b"KOR"[..]), Some(&b"PRK"[..])));
        assert_eq!(whole.null_count_opt(), Some(77));
        let index = &read.metadata().column_index().expect("an index of pages")[0][0];
        let nulls: Vec<i64> = (0..3).filter_map(|page| index.null_count(page)).collect();
        assert_eq!((index.num_pages(), nulls), (3, vec![0, 0, 77]));
        assert!(index.is_null_page(2) && !index.is_null_page(1));
    }

    #[test]
    fn runs_and_groups_are_packed_as_the_format_says() {
        // The examples of Parquet's own page on encodings: 0 to 7 in three bits, and a run.
        let mut page = Vec::new();
        hybrid(&[0, 1, 2, 3, 4, 5, 6, 7], 3, &mut page);
        assert_eq!(page, [0b11, 0b1000_1000, 0b1100_0110, 0b1111_1010]);
        page.clear();
        hybrid(&[4; 100], 3, &mut page);
        assert_eq!(page, [200, 1, 4]);
        page.clear();
        hybrid(&[], 3, &mut page);
        assert_eq!(page, [0; 0]);
    }
}
