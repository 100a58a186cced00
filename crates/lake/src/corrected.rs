//! What a desk corrects in records, made as they are read. The rows themselves stay as
//! the office wrote them: a correction names the rows, what they say and what is read
//! instead, and how many rows it expects; where it finds another number, it is not made.

use datafusion::{
    common::ScalarValue,
    functions_aggregate::expr_fn::count,
    logical_expr::{Expr, col, lit, when},
};
use yalu_trade::{Complaint, Correction, Decimal, MASS_PLACES, MONEY_PLACES, Period, Place, Target, day_number, fixed};

use crate::{
    columns::{COLUMNS, Holds, PRECISION},
    encode::chapter,
    error::{Done, LakeError, unread},
    lake::{Lake, Snapshot},
};

/// So many corrections of records are told apart in a sum.
const MOST: usize = 62;
/// The column that says which corrections were made in a row, a bit each.
pub(crate) const MADE: &str = "corrected";

/// A correction as the table's columns have it.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    /// As the desk has it.
    pub(crate) desk: Correction,
    /// The rows that it is of.
    of: Expr,
    /// Each column that it changes, and to what.
    to: Vec<(&'static str, Expr)>,
}

impl Lake {
    /// The corrections of records that find as many rows as they expect; of the others, why they are not made.
    pub(crate) async fn corrections(
        &self,
        snapshot: &Snapshot,
        all: &[Correction],
    ) -> Done<(Vec<Made>, Vec<Complaint>)> {
        let (mut made, mut complaints) = (Vec::new(), Vec::new());
        for one in all.iter().filter(|one| matches!(one.target, Target::Record(_))) {
            let told = |message: String| {
                let hint = "it is not made: look again at what the records say, and whether it is still needed";
                Complaint::warning("stale-correction", one.place.clone(), message, hint)
            };
            let read = match Made::read(one) {
                Ok(read) => read,
                Err(why) => {
                    complaints.push(told(why));
                    continue;
                }
            };
            let found = self.counted(snapshot, &read.of).await?;
            if found != one.expect {
                let says = if one.from.is_empty() { "nothing".to_owned() } else { format!("`{}`", one.from) };
                let message = format!(
                    "this correction expects {} and finds {found} among the records whose {} says {says}",
                    rows(one.expect),
                    one.field
                );
                complaints.push(told(message));
            } else if made.len() == MOST {
                complaints.push(told(format!("more than {MOST} corrections of records are not made at once")));
            } else {
                made.push(read);
            }
        }
        Ok((made, complaints))
    }

    async fn counted(&self, snapshot: &Snapshot, of: &Expr) -> Done<usize> {
        let context = self.session(snapshot.clone(), Self::narrow())?;
        let frame = context.table("observations").await.map_err(unread)?;
        let frame = frame.filter(of.clone()).and_then(|f| f.aggregate(Vec::new(), vec![count(lit(1_i64))]));
        let batches = frame.map_err(unread)?.collect().await.map_err(unread)?;
        let first = batches.first().filter(|batch| batch.num_rows() > 0);
        let counted = first.map(|batch| ScalarValue::try_from_array(batch.column(0), 0)).transpose().map_err(unread)?;
        match counted {
            Some(ScalarValue::Int64(Some(count))) => Ok(usize::try_from(count).unwrap_or_default()),
            other => Err(LakeError::Unread(format!("a count came as {other:?}"))),
        }
    }
}

fn rows(count: usize) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{count} rows") }
}

/// The table's columns as they read with corrections made, and which were made.
pub(crate) fn columns(made: &[Made]) -> Done<Vec<Expr>> {
    let choose = |of: &Expr, to: Expr, or: Expr| when(of.clone(), to).otherwise(or).map_err(unread);
    let column = |column: &crate::columns::Column| -> Done<Expr> {
        let mut read = col(column.name);
        for one in made {
            if let Some((_, to)) = one.to.iter().find(|(name, _)| *name == column.name) {
                read = choose(&one.of, to.clone(), read)?;
            }
        }
        Ok(read.alias(column.name))
    };
    let mut columns = COLUMNS.iter().map(column).collect::<Done<Vec<Expr>>>()?;
    let mut bits = lit(0_i64);
    for (at, one) in made.iter().enumerate() {
        bits = bits + choose(&one.of, lit(1_i64 << at), lit(0_i64))?;
    }
    columns.push(bits.alias(MADE));
    Ok(columns)
}

impl Made {
    fn read(one: &Correction) -> Result<Self, String> {
        let Target::Record(named) = &one.target else { return Err("it is of no record".to_owned()) };
        let mut of = value(&one.field, &one.from).map(|from| is(&one.field, from))?;
        for (name, text) in named {
            of = of.and(fits(name, text)?);
        }
        let mut to = vec![(name(&one.field)?, literal(&value(&one.field, &one.to)?))];
        match one.field.as_str() {
            "commodity" => {
                let level = if one.to == "TOTAL" { 0 } else { one.to.len() as i32 };
                to.push(("level", lit(level)));
                to.push(("chapter", lit(chapter(&one.to))));
            }
            "period" => {
                let period: Period = one.to.parse().map_err(|_| format!("`{}` is no period", one.to))?;
                to[0].1 = lit(period.to_string());
                to.push(("start", lit(ScalarValue::Date32(Some(day_number(period.first_day()))))));
                to.push(("months", lit(period.len_months() as i32)));
            }
            _ => {}
        }
        Ok(Self { desk: one.clone(), of, to })
    }

    /// Where it stands, and what it says, for lineage.
    pub(crate) fn says(&self) -> (String, &Place) {
        let Correction { field, from, to, reason, place, .. } = &self.desk;
        (format!("{field}: {from} → {to}: {reason}"), place)
    }
}

fn name(field: &str) -> Result<&'static str, String> {
    let column = COLUMNS.iter().find(|column| column.name == field);
    column.map(|column| column.name).ok_or_else(|| format!("records have no column `{field}`"))
}

/// What a column would hold where it says a text; nothing where the text is empty and the column can be absent.
fn value(field: &str, text: &str) -> Result<ScalarValue, String> {
    let column = COLUMNS.iter().find(|column| column.name == field);
    let column = column.ok_or_else(|| format!("records have no column `{field}`"))?;
    let wrong = || format!("`{text}` is nothing that `{field}` can say");
    let amount = |places: u32| {
        if text.is_empty() {
            return Ok(ScalarValue::Decimal128(None, PRECISION, places as i8));
        }
        let number: Decimal = text.replace(',', "").parse().map_err(|_| wrong())?;
        let (whole, rounded) = fixed(number, places).ok_or_else(wrong)?;
        let kept = (!rounded).then_some(i128::from(whole)).ok_or_else(wrong)?;
        Ok(ScalarValue::Decimal128(Some(kept), PRECISION, places as i8))
    };
    match column.holds {
        Holds::Words => Ok(ScalarValue::Utf8View(Some(text.to_owned()))),
        Holds::Money => amount(MONEY_PLACES),
        Holds::Mass => amount(MASS_PLACES),
        Holds::Day => text.parse().map(|day| ScalarValue::Date32(Some(day_number(day)))).map_err(|_| wrong()),
        Holds::Small => text.parse().map(|number| ScalarValue::Int32(Some(number))).map_err(|_| wrong()),
        Holds::Large => text.parse().map(|number| ScalarValue::Int64(Some(number))).map_err(|_| wrong()),
        Holds::Flag => text.parse().map(|flag| ScalarValue::Boolean(Some(flag))).map_err(|_| wrong()),
    }
}

fn literal(value: &ScalarValue) -> Expr {
    lit(value.clone())
}

fn is(name: &str, value: ScalarValue) -> Expr {
    if value.is_null() { col(name).is_null() } else { col(name).eq(lit(value)) }
}

/// A row whose column says a text; of a hash its beginning, of a file its name will do.
fn fits(name: &str, text: &str) -> Result<Expr, String> {
    let plain = || text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    match name {
        "hash" if text.len() < 64 => Ok(col("hash").like(lit(format!("{}%", plain())))),
        "file" => Ok(col("file").eq(lit(text)).or(col("file").like(lit(format!("%/{}", plain()))))),
        name => Ok(is(name, value(name, text)?)),
    }
}
