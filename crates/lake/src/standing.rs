//! Which row stands from when until when. A later release of the same months by the
//! same source replaces the earlier one, which stays readable as of its own days.
//!
//! A release is what one source said on one day of one *slice*: reporter, flow,
//! partner and period. Two releases of a slice meet where they name a chapter both;
//! those that meet nowhere stand side by side, for exports come in parts.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::{
    arrow::{
        array::{Array, AsArray},
        compute::cast,
        datatypes::{DataType, Date32Type, Int32Type},
    },
    logical_expr::{col, lit},
    prelude::Expr,
    scalar::ScalarValue,
};
use yalu_trade::{Complaint, Date, Period, QuickMap, QuickSet, Records, day_number, day_of_number};

use crate::{
    commit::{Change, Planned, Staged},
    encode::chapter,
    error::{Done, unread},
    lake::{Lake, Snapshot},
    likeness,
    mark::Mark,
    meeting::{Met, Release},
    rewrite,
};

/// What a release is of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Slice {
    pub(crate) reporter: String,
    pub(crate) flow: String,
    pub(crate) partner: String,
    /// An office may print one table in two currencies: neither replaces the other.
    pub(crate) currency: String,
    pub(crate) start: i32,
    pub(crate) months: i32,
}

/// The chapters of each slice, by the day of release; and the hashes of the files that the rows are from.
#[derive(Debug, Default)]
pub(crate) struct Covers {
    slices: BTreeMap<Slice, BTreeMap<i32, BTreeSet<String>>>,
    hashes: BTreeSet<String>,
}

/// What came of a plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// The lake has this very file.
    Known,
    /// It is new, and this is to be said of it.
    New(Vec<Complaint>),
}

impl Covers {
    /// Notes what a batch covers, whose rows are from a file of that hash.
    pub(crate) fn note(&mut self, batch: &Records, hash: &str) {
        if !self.hashes.contains(hash) {
            self.hashes.insert(hash.to_owned());
        }
        let codes = batch.commodity.distinct();
        let mut chapters: Vec<&str> = Vec::new();
        let mut numbers: QuickMap<&str, usize> = QuickMap::default();
        let mut of: Vec<Option<usize>> = vec![None; codes.len()];
        let mut seen = QuickSet::default();
        let mut last = None;
        for row in 0..batch.len() {
            let code = batch.commodity.ids()[row] as usize;
            let chapter = *of[code].get_or_insert_with(|| {
                *numbers.entry(chapter(&codes[code])).or_insert_with_key(|chapter| {
                    chapters.push(chapter);
                    chapters.len() - 1
                })
            });
            let key = (
                batch.reporter.ids()[row],
                batch.partner.ids()[row],
                chapter,
                batch.flow[row],
                batch.period[row],
                batch.vintage[row].released,
                batch.currency[row],
            );
            if last.replace(key) == Some(key) || !seen.insert(key) {
                continue;
            }
            let slice = Slice {
                reporter: batch.reporter.word(row).to_owned(),
                flow: key.3.letters().to_owned(),
                partner: batch.partner.word(row).to_owned(),
                currency: key.6.to_string(),
                start: day_number(key.4.first_day()),
                months: key.4.len_months() as i32,
            };
            self.add(slice, day_number(key.5), chapters[key.2]);
        }
    }

    fn add(&mut self, slice: Slice, vintage: i32, chapter: &str) {
        let chapters = self.slices.entry(slice).or_default().entry(vintage).or_default();
        if !chapters.contains(chapter) {
            chapters.insert(chapter.to_owned());
        }
    }

    /// The latest day of release.
    pub(crate) fn latest(&self) -> Option<Date> {
        self.slices.values().filter_map(|releases| releases.keys().next_back()).max().map(|day| day_of_number(*day))
    }

    /// The days of release.
    fn days(&self) -> BTreeSet<i32> {
        self.slices.values().flat_map(|releases| releases.keys().copied()).collect()
    }

    /// Is there a total from January to a later month among them?
    pub(crate) fn has_year_to_date(&self) -> bool {
        let total = |releases: &BTreeMap<i32, BTreeSet<String>>| releases.values().any(|all| all.contains("TOTAL"));
        let to_date = |slice: &Slice| day_of_number(slice.start).month() == 1 && (2..=12).contains(&slice.months);
        self.slices.iter().any(|(slice, releases)| to_date(slice) && total(releases))
    }

    fn bounds(&self) -> Option<(BTreeSet<&str>, i32, i32)> {
        let starts = || self.slices.keys().map(|slice| slice.start);
        let reporters = self.slices.keys().map(|slice| slice.reporter.as_str()).collect();
        Some((reporters, starts().min()?, starts().max()?))
    }
}

impl Slice {
    /// Its period, for words.
    pub(crate) fn period(&self) -> String {
        let first = day_of_number(self.start);
        let month = Period::month(i32::from(first.year()), first.month().unsigned_abs());
        let span = month.and_then(|month| Period::span(month, month.shift_months(self.months - 1)));
        span.map_or_else(|| first.to_string(), |span| span.to_string())
    }
}

/// What a commit of a file is to change, as the table is.
pub(crate) async fn plan(
    lake: &Lake,
    snapshot: &Snapshot,
    mark: &Mark,
    covers: &Covers,
    staged: &[Staged],
) -> Done<Planned<Outcome>> {
    if lake.knows(&snapshot.state, &mark.hash, &mark.key).await? {
        return Ok(Planned::Nothing(Outcome::Known));
    }
    if staged.is_empty() {
        return Ok(Planned::Nothing(Outcome::New(Vec::new())));
    }
    let known = known(lake, snapshot, &mark.source, covers).await?;
    let mut met = Met::of(mark);
    for (slice, releases) in &covers.slices {
        let Some(there) = known.get(slice) else { continue };
        for (new, chapters) in releases {
            for (day, release) in there {
                met.meet(lake, snapshot, slice, (*new, chapters), (*day, release)).await?;
            }
        }
    }
    likeness::like(lake, snapshot, mark, staged, &met.retired).await?;
    let notes = met.notes(mark);
    let mut change = Change::default();
    let fresh: Done<()> = async {
        rewrite::retire(lake, snapshot, &mark.source, &met.retired, &mut change).await?;
        rewrite::fresh(lake, snapshot, mark, staged, &met.late, &met.repeated, &mut change).await
    }
    .await;
    if let Err(error) = fresh {
        lake.unstage(&change.written).await;
        return Err(error);
    }
    if change.actions.is_empty() {
        return Ok(Planned::Nothing(Outcome::Known));
    }
    change.actions.extend(mark.actions(lake, &snapshot.state, &covers.hashes, &covers.days()).await?);
    Ok(Planned::Change(change, Outcome::New(notes)))
}

/// The filter for the rows that may meet a file's.
pub(crate) fn near(source: &str, reporters: &BTreeSet<&str>, from: i32, to: i32) -> Expr {
    let day = |day: i32| lit(ScalarValue::Date32(Some(day)));
    let reporters = reporters.iter().map(|reporter| lit(*reporter)).collect();
    col("source")
        .eq(lit(source))
        .and(col("reporter").in_list(reporters, false))
        .and(col("start").between(day(from), day(to)))
}

/// The releases of each slice, by their day.
type Known = BTreeMap<Slice, BTreeMap<i32, Release>>;

/// What the lake has of the slices that a file covers.
async fn known(lake: &Lake, snapshot: &Snapshot, source: &str, covers: &Covers) -> Done<Known> {
    let mut known = Known::new();
    let Some((reporters, from, to)) = covers.bounds() else { return Ok(known) };
    let context = lake.session(snapshot.clone(), Lake::narrow())?;
    let frame = context.table("observations").await.map_err(unread)?;
    let by = ["reporter", "flow", "partner", "start", "months", "vintage", "chapter", "currency", "until", "hash"];
    let by = by.map(col).to_vec();
    let frame = frame.filter(near(source, &reporters, from, to)).and_then(|frame| frame.aggregate(by, Vec::new()));
    for batch in frame.map_err(unread)?.collect().await.map_err(unread)? {
        let text = |column: usize| cast(batch.column(column), &DataType::Utf8View).map_err(unread);
        let texts = [text(0)?, text(1)?, text(2)?, text(6)?, text(7)?, text(9)?];
        let [reporter, flow, partner, chapter, currency, hash] = texts.each_ref().map(|array| array.as_string_view());
        let start = batch.column(3).as_primitive::<Date32Type>();
        let months = batch.column(4).as_primitive::<Int32Type>();
        let vintage = batch.column(5).as_primitive::<Date32Type>();
        let until = batch.column(8).as_primitive::<Date32Type>();
        for row in 0..batch.num_rows() {
            let slice = Slice {
                reporter: reporter.value(row).to_owned(),
                flow: flow.value(row).to_owned(),
                partner: partner.value(row).to_owned(),
                currency: currency.value(row).to_owned(),
                start: start.value(row),
                months: months.value(row),
            };
            if covers.slices.contains_key(&slice) {
                let until = (!until.is_null(row)).then(|| until.value(row));
                let release = known.entry(slice).or_default().entry(vintage.value(row)).or_default();
                release.note(chapter.value(row), until, hash.value(row));
            }
        }
    }
    Ok(known)
}
