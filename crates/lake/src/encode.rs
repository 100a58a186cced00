//! Rows to a file of the table: sorted, each column in the encoding that suits it,
//! with the least and the most of the columns that questions ask by.

use std::{collections::HashMap, sync::Arc};

use datafusion::{
    arrow::{
        array::{
            Array, ArrayRef, AsArray, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Int32Array,
            Int64Array, RecordBatch, StringArray,
        },
        compute::{cast, max, max_string_view, min, min_string_view},
        datatypes::{DataType, Date32Type, Field, Int32Type, Schema},
    },
    parquet::{
        arrow::{ArrowWriter, arrow_writer::ArrowWriterOptions},
        basic::{Compression, Encoding},
        file::properties::{EnabledStatistics, WriterProperties, WriterVersion},
        schema::types::ColumnPath,
    },
};
use serde_json::{Map, Value, json};
use yalu_trade::{MASS_PLACES, MONEY_PLACES, ReleaseClass, day_number, day_of_number};

use crate::{
    columns::{self, COLUMNS, Holds, PRECISION},
    error::{Done, unwritten},
    pile::{DIMS, Pile, WORDS},
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

/// The rows of a pile in the order of the table, as [`Pile::order`] says; all are of one source.
pub(crate) fn rows(pile: &Pile, order: &[u32], source: &str) -> Done<RecordBatch> {
    let pick = |at: &[u32]| Int32Array::from_iter_values(order.iter().map(|row| at[*row as usize] as i32));
    let constant = |text: &str| -> ArrayRef { words(Int32Array::from(vec![0; order.len()]), [text]) };
    let amount = |amounts: &[Option<i64>], places: u32| -> Done<ArrayRef> {
        let amounts = order.iter().map(|row| amounts[*row as usize].map(i128::from));
        let amounts = Decimal128Array::from_iter(amounts).with_precision_and_scale(PRECISION, places as i8);
        Ok(Arc::new(amounts.map_err(unwritten)?))
    };
    let by_word = |column: usize, of: &dyn Fn(&str) -> i32| -> Vec<i32> {
        pile.words[column].words.iter().map(|word| of(word)).collect()
    };
    let levels = by_word(crate::pile::COMMODITY, &|code| if code == "TOTAL" { 0 } else { code.len() as i32 });
    let dims: Vec<Vec<i32>> = DIMS.map(|column| by_word(column, &|word| i32::from(!word.is_empty()))).collect();
    let of = |name: &str| -> Done<ArrayRef> {
        if let Some(at) = WORDS.iter().position(|known| *known == name) {
            let column = &pile.words[at];
            return Ok(words(pick(&column.at), column.words.iter().map(|word| &**word)));
        }
        let ints = |of: &dyn Fn(usize) -> i32| Int32Array::from_iter_values(order.iter().map(|row| of(*row as usize)));
        let days = |of: &dyn Fn(usize) -> i32| Date32Array::from_iter_values(order.iter().map(|row| of(*row as usize)));
        let codes = &pile.words[crate::pile::COMMODITY];
        Ok(match name {
            "source" => constant(source),
            "flow" => coded(order, |row| pile.flow[row].letters()),
            "currency" => coded(order, |row| pile.currency[row].letters()),
            "chapter" => coded(order, |row| chapter(codes.word(row))),
            "vintage_class" => coded(order, |row| class_word(pile.vintage[row].class)),
            "start" => Arc::new(days(&memo(|row: usize| pile.period[row], |period| day_number(period.first_day())))),
            "vintage" => Arc::new(days(&memo(|row: usize| pile.vintage[row].released, day_number))),
            "until" => {
                let until = order.iter().map(|row| pile.until[*row as usize].map(day_number));
                Arc::new(until.collect::<Date32Array>())
            }
            "months" => Arc::new(ints(&|row| pile.period[row].len_months() as i32)),
            "level" => Arc::new(ints(&|row| levels[codes.at[row] as usize])),
            "dims" => Arc::new(ints(&|row| {
                let bit = |(bit, column): (usize, usize)| dims[bit][pile.words[column].at[row] as usize] << bit;
                DIMS.enumerate().map(bit).sum()
            })),
            "value" => amount(&pile.value, MONEY_PLACES)?,
            "weight_kg" => amount(&pile.weight, MASS_PLACES)?,
            "quantity" => amount(&pile.quantity, MASS_PLACES)?,
            "quantity2" => amount(&pile.quantity2, MASS_PLACES)?,
            "vintage_assumed" => {
                Arc::new(BooleanArray::from_iter(order.iter().map(|row| Some(pile.vintage[*row as usize].assumed))))
            }
            "row" => Arc::new(Int64Array::from_iter_values(order.iter().map(|row| pile.row[*row as usize] as i64))),
            other => return Err(unwritten(format!("nobody fills the column `{other}`"))),
        })
    };
    let filled = COLUMNS.iter().map(|column| of(column.name).map(|array| (column.name, array)));
    RecordBatch::try_from_iter(filled.collect::<Done<Vec<_>>>()?).map_err(unwritten)
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

/// The same of a neighbouring row is not computed twice.
fn memo<K: PartialEq + Copy, V: Copy>(key: impl Fn(usize) -> K, of: impl Fn(K) -> V) -> impl Fn(usize) -> V {
    let last = std::cell::Cell::new(None::<(K, V)>);
    move |row| {
        let key = key(row);
        match last.get() {
            Some((known, value)) if known == key => value,
            _ => {
                let value = of(key);
                last.set(Some((key, value)));
                value
            }
        }
    }
}

fn words<'a>(ids: Int32Array, distinct: impl IntoIterator<Item = &'a str>) -> ArrayRef {
    Arc::new(DictionaryArray::<Int32Type>::new(ids, Arc::new(StringArray::from_iter_values(distinct))))
}

fn coded<'a>(order: &[u32], of: impl Fn(usize) -> &'a str) -> ArrayRef {
    let mut known: HashMap<&str, i32> = HashMap::new();
    let mut distinct: Vec<&str> = Vec::new();
    let mut last: Option<(&str, i32)> = None;
    let ids = order.iter().map(|row| {
        let word = of(*row as usize);
        match last {
            Some((same, id)) if same == word => id,
            _ => {
                let id = *known.entry(word).or_insert_with(|| {
                    distinct.push(word);
                    distinct.len() as i32 - 1
                });
                last = Some((word, id));
                id
            }
        }
    });
    let ids = Int32Array::from_iter_values(ids);
    words(ids, distinct)
}

fn properties() -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_compression(Compression::LZ4_RAW)
        .set_max_row_group_row_count(Some(GROUP))
        // Of a column that no question asks by, the least and the most are of no use and dear to find.
        .set_statistics_enabled(EnabledStatistics::None)
        .set_created_by("yalu".to_owned());
    for column in &COLUMNS {
        let path = ColumnPath::from(column.name);
        if matches!(column.holds, Holds::Money | Holds::Mass | Holds::Large) {
            properties = properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path.clone(), Encoding::DELTA_BINARY_PACKED);
        }
        if SOUGHT.contains(&column.name) {
            properties = properties.set_column_statistics_enabled(path, EnabledStatistics::Page);
        }
    }
    properties.build()
}

/// Rows as a file of the table.
pub(crate) fn file(rows: &RecordBatch) -> Done<Encoded> {
    let options = ArrowWriterOptions::new().with_properties(properties()).with_skip_arrow_metadata(true);
    let mut writer = ArrowWriter::try_new_with_options(Vec::new(), rows.schema(), options).map_err(unwritten)?;
    writer.write(rows).map_err(unwritten)?;
    let bytes = writer.into_inner().map_err(unwritten)?;
    Ok(Encoded { bytes, stats: stats(rows)? })
}

/// The least and the most of the columns that questions ask by, as the log has them.
fn stats(rows: &RecordBatch) -> Done<String> {
    let (mut least, mut most, mut absent) = (Map::new(), Map::new(), Map::new());
    for name in KEPT {
        let Some(column) = rows.column_by_name(name) else { continue };
        absent.insert(name.to_owned(), json!(column.null_count()));
        let (low, high) = match column.data_type() {
            DataType::Date32 => {
                let days = column.as_primitive::<Date32Type>();
                let text = |day: Option<i32>| day.map(|day| day_of_number(day).to_string());
                (text(min(days)), text(max(days)))
            }
            _ => distinct_bounds(column)?,
        };
        if let (Some(low), Some(high)) = (low, high) {
            least.insert(name.to_owned(), json!(low));
            most.insert(name.to_owned(), json!(high));
        }
    }
    let stats = json!({"numRecords": rows.num_rows(), "minValues": Value::Object(least), "maxValues": Value::Object(most), "nullCount": Value::Object(absent)});
    Ok(stats.to_string())
}

fn distinct_bounds(column: &ArrayRef) -> Done<(Option<String>, Option<String>)> {
    let values: ArrayRef = match column.as_any_dictionary_opt() {
        Some(dictionary) => Arc::clone(dictionary.values()),
        None => Arc::clone(column),
    };
    let views = cast(&values, &DataType::Utf8View).map_err(unwritten)?;
    let views = views.as_string_view();
    Ok((min_string_view(views).map(str::to_owned), max_string_view(views).map(str::to_owned)))
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
