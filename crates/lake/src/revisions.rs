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
use yalu_trade::{Date, Decimal, Flow, Interval, MONEY_PLACES, Period, day_of_number};

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
/// A good of a release of a slice.
type Key = (Slice, i32, String);
/// By how many ways it is broken down, what it says, and until when it stood.
type Least = (u32, i128, Option<i32>);
/// What a release says of each good.
type Said = BTreeMap<String, i128>;

#[derive(Default)]
struct Release {
    said: Said,
    until: BTreeSet<i32>,
}

impl Lake {
    /// The cells that later releases changed, whole slices first (`*`), then good by good; after them what years to
    /// date imply.
    pub fn revisions(&self, which: &Which) -> Result<Vec<Revised>, LakeError> {
        let snapshot = self.runtime.block_on(self.newest())?;
        let releases = self.runtime.block_on(self.releases(&snapshot, which))?;
        let mut revised = Vec::new();
        for (slice, releases) in &releases {
            for (vintage, release) in releases {
                for until in &release.until {
                    let Some(next) = releases.get(until) else { continue };
                    compare(slice, (*vintage, &release.said), (*until, &next.said), &mut revised);
                }
            }
        }
        revised.extend(self.runtime.block_on(self.implied(&snapshot, which, None))?);
        Ok(revised)
    }

    /// The revisions that years to date imply which a source released on a day.
    pub fn implied_on(&self, source: &str, day: Date) -> Result<Vec<Revised>, LakeError> {
        let all = async { self.implied(&self.newest().await?, &Which::default(), Some(source)).await };
        let mut all = self.runtime.block_on(all)?;
        all.retain(|one| one.later == day);
        Ok(all)
    }

    async fn releases(&self, snapshot: &Snapshot, which: &Which) -> Done<BTreeMap<Slice, BTreeMap<i32, Release>>> {
        let context = self.session(snapshot.clone(), Self::narrow())?;
        let frame = context.table("observations").await.map_err(unread)?;
        let by =
            ["source", "reporter", "partner", "flow", "period", "currency", "commodity", "vintage", "until", "dims"];
        let totals = vec![sum(col("value")).alias("value")];
        let frame =
            frame.filter(narrowed(which)).and_then(|f| f.aggregate(by.map(col).to_vec(), totals)).map_err(unread)?;
        let mut least: BTreeMap<Key, Least> = BTreeMap::new();
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
                let key = ([word(0), word(1), word(2), word(3), word(4), word(5)], vintage.value(row), word(6));
                let own = (
                    dims.value(row).count_ones(),
                    if value.is_null(row) { 0 } else { value.value(row) },
                    (!until.is_null(row)).then(|| until.value(row)),
                );
                // Of a whole and its parts, the whole.
                let known = least.entry(key).or_insert(own);
                if own.0 < known.0 {
                    *known = own;
                }
            }
        }
        let mut releases: BTreeMap<Slice, BTreeMap<i32, Release>> = BTreeMap::new();
        for ((slice, vintage, commodity), (_, value, until)) in least {
            let release = releases.entry(slice).or_default().entry(vintage).or_default();
            release.said.insert(commodity, value);
            release.until.extend(until);
        }
        Ok(releases)
    }
}

/// The rows that revisions are asked of; those that are held back are none.
pub(crate) fn narrowed(which: &Which) -> Expr {
    let is = |name: &str, value: &Option<String>| value.as_ref().map(|value| col(name).eq(lit(value.as_str())));
    let asked = [is("reporter", &which.reporter), is("partner", &which.partner)];
    let flow = which.flow.map(|flow| col("flow").eq(lit(flow.letters())));
    asked.into_iter().flatten().chain(flow).fold(col("quarantine").eq(lit("")), Expr::and)
}

fn compare(slice: &Slice, (earlier, before): (i32, &Said), (later, after): (i32, &Said), revised: &mut Vec<Revised>) {
    let decimal = |value: i128| Decimal::try_from_i128_with_scale(value, MONEY_PLACES).ok().map(|v| v.normalize());
    let [source, reporter, partner, flow, period, currency] = slice.clone();
    let one = |commodity: &str, before: Option<i128>, after: Option<i128>| Revised {
        source: source.clone(),
        reporter: reporter.clone(),
        partner: partner.clone(),
        flow: flow.clone(),
        period: period.clone(),
        commodity: commodity.to_owned(),
        currency: currency.clone(),
        earlier: day_of_number(earlier),
        before: before.and_then(decimal),
        later: day_of_number(later),
        after: after.and_then(decimal),
        implied: None,
    };
    let goods: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    if goods.len() > 1 {
        let total = |said: &Said| said.get("TOTAL").copied().unwrap_or_else(|| coarsest(said));
        let (was, is) = (total(before), total(after));
        if was != is {
            revised.push(one("*", Some(was), Some(is)));
        }
    }
    for good in goods {
        let (was, is) = (before.get(good).copied(), after.get(good).copied());
        if was != is {
            revised.push(one(good, was, is));
        }
    }
}

/// The sum of the coarsest codes.
fn coarsest(said: &Said) -> i128 {
    let level = said.keys().map(String::len).min();
    said.iter().filter(|(code, _)| Some(code.len()) == level).map(|(_, value)| value).sum()
}
