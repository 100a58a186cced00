//! Rows to a file of the table: sorted, each column in the encoding that suits it,
//! with the least and the most of the columns that questions ask by.

use std::{collections::BTreeMap, sync::Arc};

use datafusion::{
    arrow::{
        array::{
            Array, ArrayRef, AsArray, BooleanArray, Date32Array, DictionaryArray, Int32Array, Int64Array, RecordBatch,
            StringArray,
        },
        buffer::NullBuffer,
        compute::cast,
        datatypes::{DataType, Decimal128Type, Field, Int64Type, Schema},
    },
    parquet::{
        arrow::ArrowSchemaConverter,
        basic::{Compression, Encoding},
        data_type::{BoolType, DataType as Plain, Int64Type as Whole},
        file::{
            properties::{EnabledStatistics, WriterProperties, WriterVersion},
            writer::{SerializedFileWriter, SerializedRowGroupWriter},
        },
        schema::types::ColumnDescPtr,
    },
};
use serde_json::{Map, json};
use yalu_trade::{Date, ReleaseClass, day_number, day_of_number};

use crate::{
    coded::{self, Value},
    columns::{self, COLUMNS, Holds},
    error::{Done, unwritten},
    pile::{COMMODITY, DIMS, Pile, WORDS},
};

/// A file of the table in memory, and what its log says of it.
pub(crate) struct Encoded {
    pub(crate) bytes: Vec<u8>,
    pub(crate) stats: String,
}

/// How many rows lie in one group of a file.
const GROUP: usize = 512 * 1024;
/// The columns whose least and most the log keeps. The table says so too, or readers believe that it keeps them of all.
pub(crate) const KEPT: [&str; 9] =
    ["source", "reporter", "partner", "flow", "start", "commodity", "chapter", "vintage", "until"];

/// The columns by which parts of a file are passed over: a file has few sources and reporters, and its chapters are in
/// the order of its codes.
const SOUGHT: [&str; 6] = ["partner", "flow", "start", "commodity", "vintage", "until"];

/// The rows of a pile in the order of the table, as [`Pile::order`] says; all are of one source. What a column has few
/// different values of is numbered, as the pile has it.
pub(crate) fn rows(pile: &Pile, order: &[u32], source: &str) -> Done<RecordBatch> {
    let pick = |at: &[u32]| Int32Array::from_iter_values(order.iter().map(|row| at[*row as usize] as i32));
    let numbered = |keys: &Int32Array, values: ArrayRef| -> Done<ArrayRef> {
        Ok(Arc::new(DictionaryArray::try_new(keys.clone(), values).map_err(unwritten)?))
    };
    let amounts = |amounts: &[Option<i64>]| -> ArrayRef {
        Arc::new(order.iter().map(|row| amounts[*row as usize]).collect::<Int64Array>())
    };
    let codes = &pile.words[COMMODITY].distinct;
    let (commodity, flow, period) = (pick(&pile.words[COMMODITY].at), pick(&pile.flow.at), pick(&pile.period.at));
    let (currency, vintage) = (pick(&pile.currency.at), pick(&pile.vintage.at));
    let of = |name: &str| -> Done<ArrayRef> {
        if let Some(at) = WORDS.iter().position(|known| *known == name).filter(|at| *at != COMMODITY) {
            let column = &pile.words[at];
            return numbered(&pick(&column.at), words(column.distinct.iter().map(|word| &**word)));
        }
        match name {
            "source" => numbered(&Int32Array::from(vec![0; order.len()]), words([source])),
            "commodity" => numbered(&commodity, words(codes.iter().map(|code| &**code))),
            "chapter" => numbered(&commodity, words(codes.iter().map(|code| chapter(code)))),
            "level" => numbered(&commodity, ints(codes.iter().map(|code| level(code)))),
            "flow" => numbered(&flow, words(pile.flow.distinct.iter().map(|flow| flow.letters()))),
            "currency" => numbered(&currency, words(pile.currency.distinct.iter().map(|currency| currency.letters()))),
            "period" => {
                let periods: Vec<String> = pile.period.distinct.iter().map(ToString::to_string).collect();
                numbered(&period, words(periods.iter().map(String::as_str)))
            }
            "start" => numbered(&period, days(pile.period.distinct.iter().map(|period| period.first_day()))),
            "months" => numbered(&period, ints(pile.period.distinct.iter().map(|period| period.len_months() as i32))),
            "vintage" => numbered(&vintage, days(pile.vintage.distinct.iter().map(|vintage| vintage.released))),
            "vintage_class" => {
                numbered(&vintage, words(pile.vintage.distinct.iter().map(|vintage| class_word(vintage.class))))
            }
            "vintage_assumed" => {
                let assumed = vintage.values().iter().map(|at| pile.vintage.distinct[*at as usize].assumed);
                Ok(Arc::new(BooleanArray::from(assumed.collect::<Vec<_>>())))
            }
            "until" => {
                let until = &pile.until;
                let day = |row: &u32| until.value(*row as usize).map(|_| until.at[*row as usize] as i32);
                let keys = order.iter().map(day).collect::<Int32Array>();
                numbered(&keys, days(until.distinct.iter().map(|day| day.unwrap_or_default())))
            }
            "dims" => numbered(&dims(pile, order), ints(0..1 << DIMS.len())),
            "value" => Ok(amounts(&pile.value)),
            "weight_kg" => Ok(amounts(&pile.weight)),
            "quantity" => Ok(amounts(&pile.quantity)),
            "quantity2" => Ok(amounts(&pile.quantity2)),
            "row" => Ok(Arc::new(Int64Array::from_iter_values(order.iter().map(|row| pile.row[*row as usize] as i64)))),
            other => Err(unwritten(format!("nobody fills the column `{other}`"))),
        }
    };
    let filled = COLUMNS.iter().map(|column| of(column.name).map(|array| (column.name, array)));
    RecordBatch::try_from_iter(filled.collect::<Done<Vec<_>>>()?).map_err(unwritten)
}

/// Which of mode, province, transport and via each row is broken down by.
fn dims(pile: &Pile, order: &[u32]) -> Int32Array {
    let said = |column: usize| -> Vec<i32> {
        pile.words[column].distinct.iter().map(|word| i32::from(!word.is_empty())).collect()
    };
    let said: Vec<(&[u32], Vec<i32>)> = DIMS.map(|column| (&*pile.words[column].at, said(column))).collect();
    let bits = |row: &u32| {
        let bit = |(bit, (at, said)): (usize, &(&[u32], Vec<i32>))| said[at[*row as usize] as usize] << bit;
        said.iter().enumerate().map(bit).sum()
    };
    Int32Array::from_iter_values(order.iter().map(bits))
}

fn words<'a>(distinct: impl IntoIterator<Item = &'a str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(distinct))
}

fn ints(distinct: impl IntoIterator<Item = i32>) -> ArrayRef {
    Arc::new(Int32Array::from_iter_values(distinct))
}

fn days(distinct: impl IntoIterator<Item = Date>) -> ArrayRef {
    Arc::new(Date32Array::from_iter_values(distinct.into_iter().map(day_number)))
}

/// How many digits a code has.
fn level(code: &str) -> i32 {
    if code == "TOTAL" { 0 } else { code.len() as i32 }
}

/// The chapter of a code; `TOTAL` has none but its own name.
pub(crate) fn chapter(code: &str) -> &str {
    if code == "TOTAL" { code } else { code.get(..2).unwrap_or(code) }
}

pub(crate) fn class_word(class: ReleaseClass) -> &'static str {
    class.stated().unwrap_or("unstated")
}

/// The class of a word; one that nobody knows says nothing.
pub(crate) fn class_of(word: &str) -> ReleaseClass {
    CLASSES.into_iter().find(|class| class_word(*class) == word).unwrap_or_default()
}

pub(crate) const CLASSES: [ReleaseClass; 6] = [
    ReleaseClass::Flash,
    ReleaseClass::Table,
    ReleaseClass::Detail,
    ReleaseClass::Revised,
    ReleaseClass::Yearbook,
    ReleaseClass::Unstated,
];

fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_compression(Compression::LZ4_RAW)
        // The amounts and the rows: of these the least and the most are of no use and dear to find.
        .set_dictionary_enabled(false)
        .set_encoding(Encoding::DELTA_BINARY_PACKED)
        .set_column_encoding("vintage_assumed".into(), Encoding::PLAIN)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_created_by("yalu".to_owned())
        .build()
}

/// Rows as a file of the table.
pub(crate) fn file(rows: &RecordBatch) -> Done<Encoded> {
    let layout = ArrowSchemaConverter::new().convert(&columns::schema()).map_err(unwritten)?;
    let schema = layout.root_schema_ptr();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties())).map_err(unwritten)?;
    let mut bounds = Bounds::default();
    for from in (0..rows.num_rows()).step_by(GROUP) {
        let rows = rows.slice(from, GROUP.min(rows.num_rows() - from));
        let mut group = writer.next_row_group().map_err(unwritten)?;
        for (at, column) in COLUMNS.iter().enumerate() {
            write(&mut group, layout.column(at), column.name, rows.column(at), &mut bounds)?;
        }
        group.close().map_err(unwritten)?;
    }
    let bytes = writer.into_inner().map_err(unwritten)?;
    Ok(Encoded { bytes, stats: bounds.said(rows.num_rows()) })
}

/// Writes one column of a group of rows.
fn write(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    about: ColumnDescPtr,
    name: &'static str,
    column: &ArrayRef,
    bounds: &mut Bounds,
) -> Done<()> {
    if about.max_def_level() == 0 && column.null_count() > 0 {
        return Err(unwritten(format!("`{name}` is absent in {} rows", column.null_count())));
    }
    let kind = column.data_type();
    let column = match kind {
        DataType::Date32 | DataType::Int32 => {
            cast(column, &DataType::Dictionary(Box::new(DataType::Int32), Box::new(kind.clone()))).map_err(unwritten)?
        }
        DataType::Decimal128(..) => {
            Arc::new(column.as_primitive::<Decimal128Type>().unary::<_, Int64Type>(|amount| amount as i64))
        }
        _ => Arc::clone(column),
    };
    match column.data_type() {
        DataType::Dictionary(..) => {
            let chunk = coded::chunk(&about, column.as_dictionary(), SOUGHT.contains(&name)).map_err(unwritten)?;
            if KEPT.contains(&name) {
                bounds.note(name, chunk.bounds, column.null_count());
            }
            group.append_column(&chunk.bytes, chunk.close).map_err(unwritten)
        }
        DataType::Boolean => {
            let flags: Vec<bool> = column.as_boolean().values().iter().collect();
            plain::<BoolType>(group, &about, &flags, column.nulls())
        }
        DataType::Int64 => {
            let amounts = column.as_primitive::<Int64Type>().values();
            plain::<Whole>(group, &about, amounts, column.nulls())
        }
        other => Err(unwritten(format!("`{name}` is of an unknown kind: {other}"))),
    }
}

/// Writes a column value by value.
fn plain<T: Plain>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    about: &ColumnDescPtr,
    values: &[T::T],
    nulls: Option<&NullBuffer>,
) -> Done<()> {
    let column = group.next_column().map_err(unwritten)?;
    let mut column = column.ok_or_else(|| unwritten("there are more columns than the table has"))?;
    let writer = column.typed::<T>();
    let written = match nulls.filter(|nulls| nulls.null_count() > 0) {
        None => writer.write_batch(values, (about.max_def_level() > 0).then(|| vec![1; values.len()]).as_deref(), None),
        Some(nulls) => {
            let levels: Vec<i16> = nulls.iter().map(i16::from).collect();
            let there: Vec<T::T> = nulls.valid_indices().map(|row| values[row].clone()).collect();
            writer.write_batch(&there, Some(&levels), None)
        }
    };
    written.map_err(unwritten)?;
    column.close().map_err(unwritten)
}

/// Of each column that questions ask by, the least and the most, and how many are absent, as the log has them.
#[derive(Default)]
struct Bounds(BTreeMap<&'static str, (Option<Span>, usize)>);

/// The least and the most, as the log writes them.
type Span = (String, String);

impl Bounds {
    fn note(&mut self, name: &'static str, bounds: Option<(Value<'_>, Value<'_>)>, absent: usize) {
        let said = |value| match value {
            Value::Number(day) => day_of_number(day).to_string(),
            Value::Word(word) => word.to_owned(),
        };
        let (span, absent_before) = self.0.entry(name).or_default();
        *absent_before += absent;
        if let Some((least, most)) = bounds.map(|(least, most)| (said(least), said(most))) {
            *span = Some(match span.take() {
                Some((before, after)) => (before.min(least), after.max(most)),
                None => (least, most),
            });
        }
    }

    fn said(self, rows: usize) -> String {
        let (mut least, mut most, mut absent) = (Map::new(), Map::new(), Map::new());
        for (name, (span, none)) in self.0 {
            absent.insert(name.to_owned(), json!(none));
            if let Some((low, high)) = span {
                least.insert(name.to_owned(), json!(low));
                most.insert(name.to_owned(), json!(high));
            }
        }
        json!({"numRecords": rows, "minValues": least, "maxValues": most, "nullCount": absent}).to_string()
    }
}

/// Rows read from a file of the table, as they are written again.
pub(crate) fn again(rows: &RecordBatch) -> Done<RecordBatch> {
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let column = |column: &columns::Column| -> Done<(&'static str, ArrayRef)> {
        let array = rows.column_by_name(column.name).ok_or_else(|| unwritten(format!("no `{}`", column.name)))?;
        let array =
            if column.holds == Holds::Words { cast(array, &dictionary).map_err(unwritten)? } else { Arc::clone(array) };
        Ok((column.name, array))
    };
    let (names, arrays): (Vec<&str>, Vec<ArrayRef>) =
        COLUMNS.iter().map(column).collect::<Done<Vec<_>>>()?.into_iter().unzip();
    // What may be absent is what the table says, and not what happens to be absent here: files are put together.
    let field = |(at, array): (usize, &ArrayRef)| Field::new(names[at], array.data_type().clone(), COLUMNS[at].absent);
    let schema = Arc::new(Schema::new(arrays.iter().enumerate().map(field).collect::<Vec<_>>()));
    RecordBatch::try_new(schema, arrays).map_err(unwritten)
}
