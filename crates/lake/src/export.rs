//! What stood on a day, for other tools: Parquet, CSV, or SDMX-CSV.

use std::{io::Write, sync::Arc};

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, RecordBatch, StringArray},
        compute::cast,
        datatypes::{DataType, Field, Schema},
        util::display::{ArrayFormatter, FormatOptions},
    },
    logical_expr::{col, lit},
    parquet::arrow::ArrowWriter,
    scalar::ScalarValue,
};
use futures::StreamExt;
use yalu_trade::{AsOf, day_number};

use crate::{
    columns,
    error::{Done, LakeError, unread, unwritten},
    lake::Lake,
};

/// How records are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    /// Apache Parquet, every column.
    Parquet,
    /// Comma-separated, every column, a header.
    Csv,
    /// SDMX-CSV 2.0: dimensions, the observation, its attributes.
    SdmxCsv,
}

/// Decimals of a measure's table: shares and ratios have no end, and twelve places are more than anybody prints.
const NUMBER_PLACES: i8 = 12;

/// The columns of SDMX-CSV and where they are from.
const SDMX: [(&str, &str); 14] = [
    ("FREQ", "months"),
    ("REF_AREA", "reporter"),
    ("COUNTERPART_AREA", "partner"),
    ("TRADE_FLOW", "flow"),
    ("PRODUCT", "commodity"),
    ("PRODUCT_CLASS", "nomenclature"),
    ("TIME_PERIOD", "period"),
    ("OBS_VALUE", "value"),
    ("UNIT_MEASURE", "currency"),
    ("NET_WEIGHT", "weight_kg"),
    ("VALUATION", "valuation"),
    ("OBS_STATUS", "status"),
    ("CONF_STATUS", "value"),
    ("RELEASE_DATE", "vintage"),
];

impl Lake {
    /// Writes what stood on a day (now, if no day is said); how many rows it was.
    pub fn export(&self, on: Option<AsOf>, layout: Layout, out: &mut (dyn Write + Send)) -> Result<usize, LakeError> {
        self.runtime.block_on(self.exported(on, layout, out))
    }

    async fn exported(&self, on: Option<AsOf>, layout: Layout, out: &mut (dyn Write + Send)) -> Done<usize> {
        let context = self.session(self.newest().await?, Self::narrow())?;
        let frame = context.table("observations").await.map_err(unread)?;
        let standing = match on {
            None => col("until").is_null(),
            Some(day) => {
                let day = || lit(ScalarValue::Date32(Some(day_number(day.0))));
                col("vintage").lt_eq(day()).and(col("until").is_null().or(col("until").gt(day())))
            }
        };
        let frame = frame.filter(standing.and(col("quarantine").eq(lit("")))).map_err(unread)?;
        let mut stream = frame.execute_stream().await.map_err(unread)?;
        let mut rows = 0;
        match layout {
            Layout::Parquet => {
                let mut writer = ArrowWriter::try_new(out, columns::schema(), None).map_err(unwritten)?;
                while let Some(batch) = stream.next().await {
                    let batch = batch.map_err(unread)?;
                    rows += batch.num_rows();
                    writer.write(&batch).map_err(unwritten)?;
                }
                writer.close().map_err(unwritten)?;
            }
            Layout::Csv | Layout::SdmxCsv => {
                let names: Vec<&str> = match layout {
                    Layout::SdmxCsv => ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
                        .into_iter()
                        .chain(SDMX.iter().map(|(name, _)| *name))
                        .collect(),
                    _ => columns::COLUMNS.iter().map(|column| column.name).collect(),
                };
                writeln!(out, "{}", names.join(",")).map_err(unwritten)?;
                while let Some(batch) = stream.next().await {
                    let batch = batch.map_err(unread)?;
                    rows += batch.num_rows();
                    written(&batch, layout, out)?;
                }
            }
        }
        Ok(rows)
    }
}

fn written(batch: &RecordBatch, layout: Layout, out: &mut (dyn Write + Send)) -> Done<()> {
    let options = FormatOptions::default();
    let named = |name: &str| -> Done<_> {
        let column = batch.column_by_name(name).ok_or_else(|| unread(format!("no column `{name}`")))?;
        Ok((column, ArrayFormatter::try_new(column, &options).map_err(unread)?))
    };
    let wanted: Vec<&str> = match layout {
        Layout::SdmxCsv => SDMX.iter().map(|(_, column)| *column).collect(),
        _ => columns::COLUMNS.iter().map(|column| column.name).collect(),
    };
    let columns = wanted.iter().map(|name| named(name)).collect::<Done<Vec<_>>>()?;
    for row in 0..batch.num_rows() {
        let mut fields: Vec<String> = Vec::with_capacity(columns.len() + 3);
        if layout == Layout::SdmxCsv {
            fields.extend(["dataflow", "YALU:OBSERVATIONS(1.0)", "I"].map(str::to_owned));
        }
        for (at, (array, text)) in columns.iter().enumerate() {
            let raw = || if array.is_null(row) { String::new() } else { text.value(row).to_string() };
            fields.push(match (layout, SDMX.get(at).map(|(name, _)| *name)) {
                (Layout::SdmxCsv, Some("FREQ")) => frequency(&raw()).to_owned(),
                (Layout::SdmxCsv, Some("OBS_STATUS")) => observed(&raw()).to_owned(),
                (Layout::SdmxCsv, Some("CONF_STATUS")) => if array.is_null(row) { "C" } else { "F" }.to_owned(),
                _ => quoted(if array.data_type().is_numeric() { raw() } else { no_formula(raw()) }),
            });
        }
        writeln!(out, "{}", fields.join(",")).map_err(unwritten)?;
    }
    Ok(())
}

fn frequency(months: &str) -> &'static str {
    match months {
        "1" => "M",
        "3" => "Q",
        "12" => "A",
        _ => "N",
    }
}

/// The code list of observation statuses: estimated, or normal.
fn observed(status: &str) -> &'static str {
    if status.contains("estimated") { "E" } else { "A" }
}

/// A spreadsheet takes a text that begins so for a formula and runs it; with an apostrophe before it, it is shown.
pub fn no_formula(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

fn quoted(text: String) -> String {
    let plain = !text.contains([',', '"', '\n', '\r']);
    if plain { text } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

/// A table of texts and numbers as Parquet: a column whose name stands among `numbers` holds decimals where its texts
/// read as such, every other text.
pub fn table_as_parquet(
    columns: &[&str],
    numbers: &[&str],
    rows: &[Vec<Option<String>>],
    out: &mut (dyn Write + Send),
) -> Result<(), LakeError> {
    let column = |(at, name): (usize, &&str)| -> Done<(Field, ArrayRef)> {
        let texts: StringArray = rows.iter().map(|row| row.get(at).cloned().flatten()).collect();
        if !numbers.contains(name) {
            return Ok((Field::new(*name, DataType::Utf8, true), Arc::new(texts)));
        }
        let kind = DataType::Decimal128(38, NUMBER_PLACES);
        let array = cast(&texts, &kind).map_err(unwritten)?;
        Ok((Field::new(*name, kind, true), array))
    };
    let columns = columns.iter().enumerate().map(column).collect::<Done<Vec<_>>>()?;
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(unwritten)?;
    let mut writer = ArrowWriter::try_new(out, schema, None).map_err(unwritten)?;
    writer.write(&batch).map_err(unwritten)?;
    writer.close().map_err(unwritten)?;
    Ok(())
}
