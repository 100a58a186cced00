//! What the lake has of one economy as some reporters recorded it: every release,
//! added up over trade modes, provinces and the like. It is read once, and every
//! cut of it is then answered from memory.

use std::{collections::HashSet, ops::Range, sync::Arc};

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray, RecordBatch},
        compute::cast,
        datatypes::{DataType, Date32Type, Decimal128Type, Int32Type, Int64Type},
    },
    functions_aggregate::expr_fn::{count, max, min, sum},
    logical_expr::{col, lit, when},
    prelude::Expr,
};
use yalu_trade::{Currency, Flow, Period, ReleaseClass, Unit, day_of_number};

use crate::{
    corrected::{self, MADE, Made},
    encode::class_of,
    error::{Done, LakeError, unread},
    lake::{Lake, Snapshot},
};

/// Rows of one release that say the same thing of different parts, added up.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Line {
    pub(crate) flow: Flow,
    pub(crate) period: Period,
    pub(crate) commodity: Arc<str>,
    pub(crate) reporter: Arc<str>,
    pub(crate) source: Arc<str>,
    /// By which of mode, province, transport and via it is broken down; the fewer, the less was added up.
    pub(crate) dims: u32,
    pub(crate) level: usize,
    pub(crate) currency: Option<Currency>,
    pub(crate) coverage: Arc<str>,
    pub(crate) vintage: i32,
    pub(crate) assumed: bool,
    pub(crate) until: Option<i32>,
    pub(crate) file: Arc<str>,
    pub(crate) hash: Arc<str>,
    /// Why it is held back; empty where it is not.
    pub(crate) quarantine: Arc<str>,
    pub(crate) class: ReleaseClass,
    /// Which corrections of the desk were made in it, a bit each.
    pub(crate) corrected: i64,
    /// In hundredths.
    pub(crate) value: i128,
    pub(crate) rows: i64,
    /// How many of the rows say a value: the others keep it back.
    pub(crate) valued: i64,
    /// In thousandths of a kilogram.
    pub(crate) weight: i128,
    pub(crate) weighed: i64,
    /// The first and last row in the file.
    pub(crate) from: i64,
    pub(crate) to: i64,
}

/// All lines of a pair.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pair {
    /// By flow, period and commodity.
    lines: Vec<Line>,
    /// Where those of a flow and period lie.
    slices: Vec<Slice>,
}

/// The lines of a flow and period.
#[derive(Clone, Debug)]
pub(crate) struct Slice {
    flow: Flow,
    pub(crate) period: Period,
    lines: Range<usize>,
    /// One line of each kind there is, whatever the commodity.
    kinds: Vec<usize>,
}

/// A pair with more lines than this is not for a memory: narrow the question.
const MOST: usize = 5_000_000;

const BY: [&str; 18] = [
    "source",
    "reporter",
    "flow",
    "start",
    "months",
    "commodity",
    "level",
    "dims",
    "currency",
    "coverage",
    "vintage",
    "vintage_assumed",
    "until",
    "file",
    "hash",
    "quarantine",
    "vintage_class",
    MADE,
];

fn has(column: &str) -> Expr {
    let one = when(col(column).is_not_null(), lit(1_i64)).end().unwrap_or_else(|_| lit(0_i64));
    sum(one).alias(format!("{column}_has"))
}

impl Lake {
    /// Reads what some reporters recorded of an economy, with the desk's corrections.
    pub(crate) async fn pair(
        &self,
        snapshot: &Snapshot,
        reporters: &[String],
        partner: &str,
        made: &[Made],
    ) -> Done<Pair> {
        let context = self.session(snapshot.clone(), Self::narrow())?;
        let frame = context.table("observations").await.map_err(unread)?;
        let frame = frame.select(corrected::columns(made)?).map_err(unread)?;
        let reporters = reporters.iter().map(|reporter| lit(reporter.as_str())).collect();
        let filter = col("reporter").in_list(reporters, false).and(col("partner").eq(lit(partner)));
        let totals = vec![
            sum(col("value")).alias("value"),
            count(lit(1_i64)).alias("rows"),
            has("value"),
            sum(col("weight_kg")).alias("weight"),
            has("weight_kg"),
            min(col("row")).alias("from"),
            max(col("row")).alias("to"),
        ];
        let frame = frame.filter(filter).and_then(|frame| frame.aggregate(BY.map(col).to_vec(), totals));
        let (mut lines, mut words) = (Vec::new(), HashSet::new());
        for batch in frame.map_err(unread)?.collect().await.map_err(unread)? {
            read(&batch, &mut words, &mut lines)?;
            if lines.len() > MOST {
                let message = format!("more than {MOST} cells are on file for {partner}");
                let hint = "name fewer reporters: reporters in desk.toml, or --reporter";
                return Err(LakeError::Question { message, hint });
            }
        }
        Ok(Pair::of(lines))
    }
}

fn read(batch: &RecordBatch, known: &mut HashSet<Arc<str>>, lines: &mut Vec<Line>) -> Done<()> {
    let column = |name: &str| -> Done<&ArrayRef> {
        batch.column_by_name(name).ok_or_else(|| unread(format!("no column `{name}`")))
    };
    let word = |name: &str| -> Done<ArrayRef> { cast(column(name)?, &DataType::Utf8View).map_err(unread) };
    let day = |name: &str| -> Done<_> { Ok(column(name)?.as_primitive::<Date32Type>()) };
    let small = |name: &str| -> Done<_> { Ok(column(name)?.as_primitive::<Int32Type>()) };
    let large = |name: &str| -> Done<_> { Ok(column(name)?.as_primitive::<Int64Type>()) };
    let amount = |name: &str| -> Done<_> { Ok(column(name)?.as_primitive::<Decimal128Type>()) };
    let words = [
        "source",
        "reporter",
        "flow",
        "commodity",
        "currency",
        "coverage",
        "file",
        "hash",
        "quarantine",
        "vintage_class",
    ];
    let words = words.iter().map(|name| word(name)).collect::<Done<Vec<_>>>()?;
    let (start, vintage, until) = (day("start")?, day("vintage")?, day("until")?);
    let (months, level, dims) = (small("months")?, small("level")?, small("dims")?);
    let (rows, from, to) = (large("rows")?, large("from")?, large("to")?);
    let (valued, weighed) = (large("value_has")?, large("weight_kg_has")?);
    let corrected = large(MADE)?;
    let (value, weight) = (amount("value")?, amount("weight")?);
    let assumed = column("vintage_assumed")?.as_boolean();
    for row in 0..batch.num_rows() {
        let text = |at: usize| words[at].as_string_view().value(row);
        let (Ok(flow), Some(period)) = (text(2).parse(), period(start.value(row), months.value(row))) else { continue };
        let unit: Option<Unit> = text(4).parse().ok();
        let mut once = |at: usize| -> Arc<str> {
            let word = text(at);
            if let Some(known) = known.get(word) {
                return Arc::clone(known);
            }
            let new: Arc<str> = word.into();
            known.insert(Arc::clone(&new));
            new
        };
        lines.push(Line {
            flow,
            period,
            commodity: once(3),
            reporter: once(1),
            source: once(0),
            dims: dims.value(row).count_ones(),
            level: level.value(row) as usize,
            currency: unit.and_then(|unit| if let Unit::Money(currency) = unit { Some(currency) } else { None }),
            coverage: once(5),
            vintage: vintage.value(row),
            assumed: assumed.value(row),
            until: (!until.is_null(row)).then(|| until.value(row)),
            file: once(6),
            hash: once(7),
            quarantine: once(8),
            class: class_of(text(9)),
            corrected: corrected.value(row),
            value: if value.is_null(row) { 0 } else { value.value(row) },
            rows: rows.value(row),
            valued: valued.value(row),
            weight: if weight.is_null(row) { 0 } else { weight.value(row) },
            weighed: weighed.value(row),
            from: from.value(row),
            to: to.value(row),
        });
    }
    Ok(())
}

/// The period that begins on a day and has so many months.
pub(crate) fn period(start: i32, months: i32) -> Option<Period> {
    let first = day_of_number(start);
    let month = Period::month(i32::from(first.year()), first.month().unsigned_abs())?;
    Period::span(month, month.shift_months(months - 1))
}

impl Pair {
    fn of(mut lines: Vec<Line>) -> Self {
        lines.sort_unstable();
        let mut slices: Vec<Slice> = Vec::new();
        let mut kinds = HashSet::new();
        for (at, line) in lines.iter().enumerate() {
            if slices.last().is_none_or(|slice| (slice.flow, slice.period) != (line.flow, line.period)) {
                slices.push(Slice { flow: line.flow, period: line.period, lines: at..at, kinds: Vec::new() });
                kinds.clear();
            }
            let Some(slice) = slices.last_mut() else { continue };
            slice.lines.end = at + 1;
            let by_words = (&line.reporter, &line.source, &line.coverage);
            if kinds.insert((by_words, line.level, line.currency, line.vintage, line.until)) {
                slice.kinds.push(at);
            }
        }
        Self { lines, slices }
    }

    /// Has it none?
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The slices of a flow, by period.
    pub(crate) fn slices(&self, flow: Flow) -> &[Slice] {
        let from = self.slices.partition_point(|slice| slice.flow < flow);
        let to = self.slices.partition_point(|slice| slice.flow <= flow);
        &self.slices[from..to]
    }

    /// One line of each kind that a slice has: they differ in everything but dimensions and goods.
    pub(crate) fn kinds<'a>(&'a self, slice: &'a Slice) -> impl Iterator<Item = &'a Line> {
        slice.kinds.iter().map(|at| &self.lines[*at])
    }

    /// The lines of a slice whose codes begin so; all of them where nothing is asked for.
    pub(crate) fn under(&self, slice: &Slice, digits: &str) -> &[Line] {
        let lines = &self.lines[slice.lines.clone()];
        let from = lines.partition_point(|line| &*line.commodity < digits);
        let to = from + lines[from..].partition_point(|line| line.commodity.starts_with(digits));
        &lines[from..to]
    }
}
