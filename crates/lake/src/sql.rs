//! Questions in SQL, read only: no statement that changes anything or names a file,
//! and bounds on rows, memory and time. `observations` is what stood on a day,
//! `as_of('2024-01-18')` the same of another day, `history` every row with its days.

use std::{sync::Arc, time::Duration};

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, RecordBatch, StringArray},
        datatypes::{DataType, Field, Schema},
        util::display::{ArrayFormatter, FormatOptions},
    },
    catalog::{TableFunctionImpl, TableProvider},
    common::{DataFusionError, ScalarValue},
    datasource::{MemTable, ViewTable, provider_as_source},
    execution::{context::SQLOptions, runtime_env::RuntimeEnvBuilder},
    logical_expr::{Expr, LogicalPlanBuilder, col, lit},
    prelude::{SessionConfig, SessionContext},
};
use futures::StreamExt;
use yalu_trade::{AsOf, Correction, Date, day_number};

use crate::{
    bounded::{too_much, within},
    corrected::{self, Made},
    error::{Done, LakeError, unread},
    lake::Lake,
    scan::Files,
};

/// Bounds on a question.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Rows of the answer; the rest is cut off, and said to be.
    pub rows: usize,
    /// Memory, in bytes; an answer whose text is longer is cut off likewise.
    pub memory: usize,
    /// Time.
    pub time: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { rows: 10_000, memory: 1 << 30, time: Duration::from_secs(60) }
    }
}

/// A question of more bytes than this is none that anybody typed.
const LONGEST: usize = 64 << 10;

/// An answer.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SqlAnswer {
    /// Its columns: name and type.
    pub columns: Vec<(String, String)>,
    /// Its rows, as text; `None` where nothing is known. Numbers are written in full.
    pub rows: Vec<Vec<Option<String>>>,
    /// It has more rows than are here.
    pub cut: bool,
}

impl SqlAnswer {
    /// Is a column of numbers?
    pub fn is_number(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|(_, kind)| matches!(kind.as_str(), "integer" | "number" | "decimal"))
    }
}

/// A table that somebody else computes when it is asked for: a measure.
pub struct Function {
    /// Its name in SQL.
    pub name: String,
    /// Its columns, all text but those named in `numbers`.
    pub columns: Vec<&'static str>,
    /// Its rows for some arguments, or why there are none.
    #[expect(clippy::type_complexity, reason = "a function from arguments to rows")]
    pub rows: Arc<dyn Fn(&[String]) -> Result<Vec<Vec<Option<String>>>, String> + Send + Sync>,
}

/// The columns of a function that hold numbers.
const NUMBERS: [&str; 3] = ["value", "low", "high"];

struct Called(Function);

impl std::fmt::Debug for Called {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.name)
    }
}

fn arguments(of: &str, arguments: &[Expr]) -> Result<Vec<String>, DataFusionError> {
    let text = |argument: &Expr| match argument {
        Expr::Literal(ScalarValue::Utf8(Some(text)) | ScalarValue::Utf8View(Some(text)), _) => Ok(text.clone()),
        Expr::Literal(ScalarValue::Int64(Some(number)), _) => Ok(number.to_string()),
        other => Err(DataFusionError::Plan(format!("{of} takes texts in single quotes, not {other}"))),
    };
    arguments.iter().map(text).collect()
}

impl TableFunctionImpl for Called {
    fn call(&self, given: &[Expr]) -> Result<Arc<dyn TableProvider>, DataFusionError> {
        let given = arguments(&self.0.name, given)?;
        // A measure reads the lake itself, and a question must not wait for a question on one thread.
        let rows = std::thread::scope(|scope| scope.spawn(|| (self.0.rows)(&given)).join());
        let rows = rows.unwrap_or_else(|_| Err("it stopped".to_owned())).map_err(DataFusionError::Plan)?;
        let column = |(at, name): (usize, &&'static str)| -> Result<(Field, ArrayRef), DataFusionError> {
            let texts: StringArray = rows.iter().map(|row| row.get(at).cloned().flatten()).collect();
            let (kind, array): (DataType, ArrayRef) = if NUMBERS.contains(name) {
                let kind = DataType::Decimal128(38, 10);
                (kind.clone(), datafusion::arrow::compute::cast(&texts, &kind)?)
            } else {
                (DataType::Utf8, Arc::new(texts))
            };
            Ok((Field::new(*name, kind, true), array))
        };
        let columns = self.0.columns.iter().enumerate().map(column).collect::<Result<Vec<_>, _>>()?;
        let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(Arc::clone(&schema), arrays)?;
        Ok(Arc::new(MemTable::try_new(schema, vec![vec![batch]])?))
    }
}

/// The rows that stood on a day, as the desk corrects them; on no day in particular, those that stand now.
fn standing(files: &Arc<Files>, on: Option<Date>, made: &[Made]) -> Result<ViewTable, DataFusionError> {
    let table: Arc<dyn TableProvider> = Arc::clone(files) as _;
    let filter = match on {
        None => col("until").is_null(),
        Some(day) => {
            let day = || lit(ScalarValue::Date32(Some(day_number(day))));
            col("vintage").lt_eq(day()).and(col("until").is_null().or(col("until").gt(day())))
        }
    };
    let filter = filter.and(col("quarantine").eq(lit("")));
    let mut plan = LogicalPlanBuilder::scan("history", provider_as_source(table), None)?;
    if !made.is_empty() {
        let mut columns = corrected::columns(made).map_err(|error| DataFusionError::Plan(error.to_string()))?;
        // Which were made is lineage's to say.
        columns.pop();
        plan = plan.project(columns)?;
    }
    Ok(ViewTable::new(plan.filter(filter)?.build()?, None))
}

#[derive(Debug)]
struct OnDay(Arc<Files>, Vec<Made>);

impl TableFunctionImpl for OnDay {
    fn call(&self, given: &[Expr]) -> Result<Arc<dyn TableProvider>, DataFusionError> {
        let given = arguments("as_of", given)?;
        let [day] = given.as_slice() else {
            return Err(DataFusionError::Plan("as_of takes one day: as_of('2024-01-18')".to_owned()));
        };
        let day: AsOf = day.parse().map_err(|error| DataFusionError::Plan(format!("as_of: {error}")))?;
        Ok(Arc::new(standing(&self.0, Some(day.0), &self.1)?))
    }
}

impl Lake {
    /// Answers a question in SQL. `corrections` are those of a desk that reads the records so; `history` has none.
    pub fn sql(
        &self,
        question: &str,
        on: Option<AsOf>,
        functions: Vec<Function>,
        corrections: &[Correction],
        bounds: Bounds,
    ) -> Result<SqlAnswer, LakeError> {
        if question.len() > LONGEST {
            return Err(LakeError::Question {
                message: format!("the question is longer than {} kB", LONGEST >> 10),
                hint: "ask for a part of it at a time; a long list is better a range, or a join",
            });
        }
        let (question, corrections) = (question.to_owned(), corrections.to_vec());
        let work = async move |lake: &Lake| lake.answered(question, on, functions, corrections, bounds).await;
        within(self, bounds, work)
    }

    async fn answered(
        &self,
        question: String,
        on: Option<AsOf>,
        functions: Vec<Function>,
        corrections: Vec<Correction>,
        bounds: Bounds,
    ) -> Done<SqlAnswer> {
        let asked = |error: DataFusionError| unanswered(&error, bounds);
        let runtime = RuntimeEnvBuilder::new().with_memory_limit(bounds.memory, 1.0).build_arc().map_err(unread)?;
        let config = SessionConfig::new().with_information_schema(true);
        let context = SessionContext::new_with_config_rt(config, runtime);
        let url = self.log.object_store_url();
        context.runtime_env().register_object_store(url.as_ref(), self.log.object_store(None));
        let snapshot = self.newest().await?;
        let (made, _) = self.corrections(&snapshot, &corrections).await?;
        let files = Arc::new(Files::new(snapshot, url));
        context.register_table("history", Arc::clone(&files) as _).map_err(asked)?;
        context
            .register_table("observations", Arc::new(standing(&files, on.map(|day| day.0), &made).map_err(asked)?))
            .map_err(asked)?;
        context.register_udtf("as_of", Arc::new(OnDay(files, made)));
        for function in functions {
            context.register_udtf(&function.name.clone(), Arc::new(Called(function)));
        }
        let options = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
        let frame = context.sql_with_options(&question, options).await.map_err(asked)?;
        let fields = frame.schema().fields().clone();
        let columns = fields.iter().map(|field| (field.name().clone(), kind(field.data_type()).to_owned())).collect();
        let mut answer = SqlAnswer { columns, ..SqlAnswer::default() };
        let mut stream = frame.execute_stream().await.map_err(asked)?;
        let mut room = Room { rows: bounds.rows, bytes: bounds.memory };
        while let Some(batch) = stream.next().await {
            answer.cut = !texts(&batch.map_err(asked)?, &mut room, &mut answer.rows)?;
            if answer.cut {
                break;
            }
        }
        Ok(answer)
    }
}

/// What still fits into an answer.
struct Room {
    rows: usize,
    bytes: usize,
}

fn kind(kind: &DataType) -> &'static str {
    match kind {
        kind if kind.is_integer() => "integer",
        kind if kind.is_floating() => "number",
        DataType::Decimal128(..) | DataType::Decimal256(..) | DataType::Decimal64(..) | DataType::Decimal32(..) => {
            "decimal"
        }
        DataType::Boolean => "boolean",
        DataType::Date32 | DataType::Date64 => "date",
        _ => "text",
    }
}

/// Adds the rows of a batch as text; do all of them fit?
fn texts(batch: &RecordBatch, room: &mut Room, rows: &mut Vec<Vec<Option<String>>>) -> Done<bool> {
    let options = FormatOptions::default();
    let columns = batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options).map_err(unread));
    let columns = columns.collect::<Done<Vec<_>>>()?;
    let cell = |row: usize, column: usize| {
        let text = (!batch.column(column).is_null(row)).then(|| columns[column].value(row).to_string())?;
        let decimal = kind(batch.column(column).data_type()) == "decimal" && text.contains('.');
        Some(if decimal { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text })
    };
    for row in 0..batch.num_rows() {
        let cells: Vec<Option<String>> = (0..columns.len()).map(|column| cell(row, column)).collect();
        let bytes = cells.iter().flatten().map(String::len).sum();
        if room.rows == 0 || room.bytes < bytes {
            return Ok(false);
        }
        *room = Room { rows: room.rows - 1, bytes: room.bytes - bytes };
        rows.push(cells);
    }
    Ok(true)
}

/// Why there is no answer, in the engine's words without its own names for where they came from.
fn unanswered(error: &DataFusionError, bounds: Bounds) -> LakeError {
    let text = error.strip_backtrace();
    let text = text.split("\n\n").next().unwrap_or(&text);
    let text = text.trim_start_matches("SQL error: ParserError(\"").trim_end_matches("\")");
    let text = text.trim_start_matches("Error during planning: ").trim_start_matches("SQL error: ").replace('\n', " ");
    let hint = match error.find_root() {
        DataFusionError::ResourcesExhausted(_) => return too_much(bounds),
        DataFusionError::ArrowError(..) | DataFusionError::Execution(_) => {
            "a value does not fit what is done with it: try_cast it, or leave it out with WHERE"
        }
        _ if text.contains(" not supported: ") => "it is read only: SELECT, or DESCRIBE",
        _ => "the table is `observations`; `DESCRIBE observations` names its columns",
    };
    LakeError::Question { message: text, hint }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_where_its_rows_or_its_text_have_no_room() {
        let column: ArrayRef = Arc::new(StringArray::from(vec![Some("four"), None, Some("eleven text")]));
        let batch = RecordBatch::try_from_iter([("said", column)]).expect("a batch");
        for (rows, bytes, here, whole) in
            [(3, 15, 3, true), (9, 99, 3, true), (3, 14, 2, false), (2, 99, 2, false), (1, 3, 0, false)]
        {
            let (mut room, mut answer) = (Room { rows, bytes }, Vec::new());
            let fits = texts(&batch, &mut room, &mut answer).expect("texts");
            assert_eq!((answer.len(), fits), (here, whole), "{rows} rows, {bytes} bytes");
        }
    }
}
