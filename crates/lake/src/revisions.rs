//! What changed between releases: by how much, of which period and good.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::{
    arrow::{
        array::{Array, AsArray},
        compute::cast,
        datatypes::{DataType, Date32Type, Decimal128Type, Int32Type},
    },
    functions_aggregate::expr_fn::sum,
    logical_expr::{col, lit},
    prelude::Expr,
};
use yalu_trade::{AsOf, Date, Decimal, Flow, Interval, MONEY_PLACES, Period, day_number, day_of_number};

use crate::{
    error::{Done, LakeError, unread},
    lake::{Lake, Snapshot},
};

/// Which revisions are asked for; what is empty is not asked about.
#[derive(Clone, Debug, Default)]
pub struct Which {
    /// Whose records.
    pub reporter: Option<String>,
    /// With whom.
    pub partner: Option<String>,
    /// Which way.
    pub flow: Option<Flow>,
    /// When; a period stands for all in it.
    pub period: Option<Period>,
    /// Of what; a code stands for all under it.
    pub commodity: Option<String>,
    /// As of which day; what was released later is not known.
    pub as_of: Option<AsOf>,
}

/// A cell that a later release changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revised {
    /// The source of both releases.
    pub source: String,
    /// Whose records.
    pub reporter: String,
    /// With whom.
    pub partner: String,
    /// Which way, from the reporter's side.
    pub flow: String,
    /// When.
    pub period: String,
    /// Of what; `*` for all goods of a release that lists goods.
    pub commodity: String,
    /// The currency.
    pub currency: String,
    /// The earlier release.
    pub earlier: Date,
    /// What it said; `None` where it had no such row.
    pub before: Option<Decimal>,
    /// The later release.
    pub later: Date,
    /// What it said; `None` where it has no such row.
    pub after: Option<Decimal>,
    /// Nobody printed it as such: a year to date implies it, and the change lies within these bounds.
    pub implied: Option<Interval>,
}

impl Revised {
    /// By how much it changed.
    pub fn change(&self) -> Decimal {
        self.after.unwrap_or_default() - self.before.unwrap_or_default()
    }

    /// The change in percent of what was said before.
    pub fn percent(&self) -> Option<Decimal> {
        let before = self.before.filter(|before| !before.is_zero())?;
        self.change().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(before)
    }
}

/// Source, reporter, partner, flow, period, currency.
type Slice = [String; 6];
/// What a row says, all ways it is broken down added up.
struct Row {
    commodity: String,
    vintage: i32,
    until: Option<i32>,
    /// By how many ways it is broken down.
    dims: u32,
    value: i128,
}
/// What stood of each good: its value, and the release that said it.
type Stood<'a> = BTreeMap<&'a str, (i128, i32)>;

impl Lake {
    /// The cells that later releases changed, whole slices first (`*`), then good by good; after them what years to
    /// date imply.
    pub fn revisions(&self, which: &Which) -> Result<Vec<Revised>, LakeError> {
        let snapshot = self.runtime.block_on(self.newest())?;
        let known = |day: i32| which.as_of.is_none_or(|on| day <= day_number(on.0));
        let mut revised = Vec::new();
        for (slice, rows) in &self.runtime.block_on(self.released(&snapshot, which))? {
            let days: BTreeSet<i32> = rows.iter().filter_map(|row| row.until).filter(|day| known(*day)).collect();
            for day in days {
                compare(slice, &stood(rows, day - 1), &stood(rows, day), day, &mut revised);
            }
        }
        let implied = self.runtime.block_on(self.implied(&snapshot, which, None))?;
        revised.extend(implied.into_iter().filter(|one| known(day_number(one.later))));
        Ok(revised)
    }

    /// The revisions that years to date imply which a source released on a day.
    pub fn implied_on(&self, source: &str, day: Date) -> Result<Vec<Revised>, LakeError> {
        let all = async { self.implied(&self.newest().await?, &Which::default(), Some(source)).await };
        let mut all = self.runtime.block_on(all)?;
        all.retain(|one| one.later == day);
        Ok(all)
    }

    async fn released(&self, snapshot: &Snapshot, which: &Which) -> Done<BTreeMap<Slice, Vec<Row>>> {
        let context = self.session(snapshot.clone(), Self::narrow())?;
        let frame = context.table("observations").await.map_err(unread)?;
        let by =
            ["source", "reporter", "partner", "flow", "period", "currency", "commodity", "vintage", "until", "dims"];
        let totals = vec![sum(col("value")).alias("value")];
        let frame =
            frame.filter(narrowed(which)).and_then(|f| f.aggregate(by.map(col).to_vec(), totals)).map_err(unread)?;
        let mut released: BTreeMap<Slice, Vec<Row>> = BTreeMap::new();
        for batch in frame.collect().await.map_err(unread)? {
            let words = (0..7).map(|at| cast(batch.column(at), &DataType::Utf8View).map_err(unread));
            let words = words.collect::<Done<Vec<_>>>()?;
            let vintage = batch.column(7).as_primitive::<Date32Type>();
            let until = batch.column(8).as_primitive::<Date32Type>();
            let dims = batch.column(9).as_primitive::<Int32Type>();
            let value = batch.column(10).as_primitive::<Decimal128Type>();
            for row in 0..batch.num_rows() {
                let word = |at: usize| words[at].as_string_view().value(row).to_owned();
                let inside = |period: Period| word(4).parse().is_ok_and(|own| period.contains(own));
                let under = |code: &String| word(6).starts_with(code.as_str());
                if which.period.is_some_and(|p| !inside(p)) || which.commodity.as_ref().is_some_and(|c| !under(c)) {
                    continue;
                }
                released.entry([0, 1, 2, 3, 4, 5].map(word)).or_default().push(Row {
                    commodity: word(6),
                    vintage: vintage.value(row),
                    until: (!until.is_null(row)).then(|| until.value(row)),
                    dims: dims.value(row).count_ones(),
                    value: if value.is_null(row) { 0 } else { value.value(row) },
                });
            }
        }
        Ok(released)
    }
}

/// What stood on a day: of a whole and its parts, the whole.
fn stood(rows: &[Row], day: i32) -> Stood<'_> {
    let stands = |row: &&Row| row.vintage <= day && row.until.is_none_or(|until| until > day);
    let mut least: BTreeMap<&str, &Row> = BTreeMap::new();
    for row in rows.iter().filter(stands) {
        let known = least.entry(&row.commodity).or_insert(row);
        if row.dims < known.dims {
            *known = row;
        }
    }
    least.into_iter().map(|(commodity, row)| (commodity, (row.value, row.vintage))).collect()
}

/// The rows that revisions are asked of; those that are held back are none.
pub(crate) fn narrowed(which: &Which) -> Expr {
    let is = |name: &str, value: &Option<String>| value.as_ref().map(|value| col(name).eq(lit(value.as_str())));
    let asked = [is("reporter", &which.reporter), is("partner", &which.partner)];
    let flow = which.flow.map(|flow| col("flow").eq(lit(flow.letters())));
    asked.into_iter().flatten().chain(flow).fold(col("quarantine").eq(lit("")), Expr::and)
}

/// What a day's release changed of what stood the day before, of all goods and good by good.
fn compare(slice: &Slice, before: &Stood<'_>, after: &Stood<'_>, day: i32, revised: &mut Vec<Revised>) {
    let decimal = |value: i128| Decimal::try_from_i128_with_scale(value, MONEY_PLACES).ok().map(|v| v.normalize());
    let [source, reporter, partner, flow, period, currency] = slice.clone();
    let one = |commodity: &str, earlier: i32, before: Option<i128>, after: Option<i128>| Revised {
        source: source.clone(),
        reporter: reporter.clone(),
        partner: partner.clone(),
        flow: flow.clone(),
        period: period.clone(),
        commodity: commodity.to_owned(),
        currency: currency.clone(),
        earlier: day_of_number(earlier),
        before: before.and_then(decimal),
        later: day_of_number(day),
        after: after.and_then(decimal),
        implied: None,
    };
    // Where nothing stood before, nothing is revised.
    let Some(last) = before.values().map(|(_, vintage)| *vintage).max() else { return };
    let goods: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    if goods.len() > 1 {
        let (was, is) = (total(before), total(after));
        if was != is {
            revised.push(one("*", last, Some(was), Some(is)));
        }
    }
    for good in goods {
        let (was, is) = (before.get(good), after.get(good).map(|(value, _)| *value));
        if was.map(|(value, _)| *value) != is {
            let earlier = was.map_or(last, |(_, vintage)| *vintage);
            revised.push(one(good, earlier, was.map(|(value, _)| *value), is));
        }
    }
}

/// All goods: the total as it was released, or else the sum of the coarsest codes.
fn total(stood: &Stood<'_>) -> i128 {
    let level = stood.keys().map(|code| code.len()).min();
    let coarsest = || stood.iter().filter(|(code, _)| Some(code.len()) == level).map(|(_, (value, _))| value).sum();
    stood.get("TOTAL").map_or_else(coarsest, |(value, _)| *value)
}
