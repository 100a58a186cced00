//! A release that replaces another is held beside it. Where nearly every figure is the
//! same multiple of what it was, it is in another unit or currency than it says; where
//! exports are what imports were, and the other way round, its columns are swapped.
//! Offices revise; they do not revise so.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use datafusion::{
    arrow::{
        array::{Array, AsArray, RecordBatch},
        compute::cast,
        datatypes::{DataType, Date32Type, Decimal128Type, Int32Type},
    },
    logical_expr::{col, lit},
    scalar::ScalarValue,
};
use deltalake_core::Path;

use crate::{
    commit::Staged,
    error::{Done, LakeError, unread},
    lake::{Lake, Snapshot},
    mark::Mark,
    rewrite::Retire,
    standing::{Slice, near},
};

/// What a figure is of, but for its flow, and the day of the release that is held beside what stood before.
type Key = (String, String, [i32; 3], String);

/// Exports and imports of each, in hundredths.
type Sums = HashMap<Key, [i128; 2]>;

const FLOWS: [&str; 2] = ["X", "M"];
/// So many figures are compared at least before a multiple is believed that is no power of ten.
const FEW: usize = 5;
/// Of ten figures so many are the same multiple.
const MOST_OF_TEN: usize = 8;
/// How far multiples may lie apart, and still be the same.
const SAME: f64 = 0.01;
/// Figures that doubled may have doubled.
const LEAST: f64 = 2.5;

/// Refuses a file whose release is not like the ones that it replaces.
pub(crate) async fn like(
    lake: &Lake,
    snapshot: &Snapshot,
    mark: &Mark,
    staged: &[Staged],
    retired: &BTreeMap<Slice, Vec<Retire>>,
) -> Done<()> {
    if retired.is_empty() || mark.sure {
        return Ok(());
    }
    let before = earlier(lake, snapshot, &mark.source, retired).await?;
    let mut after = Sums::new();
    for file in staged {
        add(&lake.rows_of(&Path::from(file.path.as_str())).await?, &mut after, &|slice, vintage, _| {
            let comes = retired.get(slice).is_some_and(|all| all.iter().any(|one| one.until == vintage));
            comes.then_some(vintage).into_iter().collect()
        })?;
    }
    let message = match (swapped(&before, &after), multiple(&before, &after)) {
        (true, _) => format!("{}: exports are what imports were, and imports what exports were", mark.file),
        (false, Some(times)) => {
            format!("{}: figures are {} times what the release before says", mark.file, written(times))
        }
        (false, None) => return Ok(()),
    };
    let hint =
        "are its columns swapped, or is it in another unit or currency? If the office did revise it so, say --sure";
    Err(LakeError::Refused { message, hint })
}

/// What the lake has of the slices that are to be replaced, as far as it stood when the new release came: what is held back does not stand.
async fn earlier(lake: &Lake, snapshot: &Snapshot, source: &str, retired: &BTreeMap<Slice, Vec<Retire>>) -> Done<Sums> {
    let starts = || retired.keys().map(|slice| slice.start);
    let (Some(from), Some(to)) = (starts().min(), starts().max()) else { return Ok(Sums::new()) };
    let reporters: BTreeSet<&str> = retired.keys().map(|slice| slice.reporter.as_str()).collect();
    let day = |day: &i32| lit(ScalarValue::Date32(Some(*day)));
    let days: BTreeSet<i32> = retired.values().flatten().map(|one| one.vintage).collect();
    let filter = near(source, &reporters, from, to)
        .and(col("vintage").in_list(days.iter().map(day).collect(), false))
        .and(col("quarantine").eq(lit("")));
    let context = lake.session(snapshot.clone(), Lake::narrow())?;
    let frame = context.table("observations").await.and_then(|frame| frame.filter(filter)).map_err(unread)?;
    let frame = frame.select_columns(&COLUMNS).map_err(unread)?;
    let of = |slice: &Slice, vintage: i32, until: Option<i32>| {
        let stood = |one: &&Retire| one.vintage == vintage && until.is_none_or(|until| until > one.until);
        retired.get(slice).into_iter().flatten().filter(stood).map(|one| one.until).collect()
    };
    let mut sums = Sums::new();
    for batch in frame.collect().await.map_err(unread)? {
        add(&batch, &mut sums, &of)?;
    }
    Ok(sums)
}

/// What tells figures of one slice apart.
const APART: [&str; 5] = ["commodity", "mode", "province", "transport", "via"];
const COLUMNS: [&str; 14] = [
    "reporter",
    "partner",
    "flow",
    "currency",
    "start",
    "months",
    "vintage",
    "until",
    "value",
    "commodity",
    "mode",
    "province",
    "transport",
    "via",
];

/// The days of the releases that a row is held beside, by its slice and its own days.
type Of<'a> = &'a dyn Fn(&Slice, i32, Option<i32>) -> Vec<i32>;

/// Adds the rows of some slices and days.
fn add(rows: &RecordBatch, sums: &mut Sums, of: Of<'_>) -> Done<()> {
    let column = |name: &str| rows.column_by_name(name).ok_or_else(|| unread(format!("no column `{name}`")));
    let word = |name: &str| cast(column(name)?, &DataType::Utf8View).map_err(unread);
    let words = [word("reporter")?, word("partner")?, word("flow")?, word("currency")?];
    let [reporter, partner, flow, currency] = words.each_ref().map(|array| array.as_string_view());
    let apart = APART.iter().map(|name| word(name)).collect::<Done<Vec<_>>>()?;
    let start = column("start")?.as_primitive::<Date32Type>();
    let months = column("months")?.as_primitive::<Int32Type>();
    let vintage = column("vintage")?.as_primitive::<Date32Type>();
    let until = column("until")?.as_primitive::<Date32Type>();
    let value = column("value")?.as_primitive::<Decimal128Type>();
    for row in 0..rows.num_rows() {
        let Some(side) = FLOWS.iter().position(|known| *known == flow.value(row)) else { continue };
        let slice = Slice {
            reporter: reporter.value(row).to_owned(),
            flow: flow.value(row).to_owned(),
            partner: partner.value(row).to_owned(),
            currency: currency.value(row).to_owned(),
            start: start.value(row),
            months: months.value(row),
        };
        if value.is_null(row) {
            continue;
        }
        let days = of(&slice, vintage.value(row), (!until.is_null(row)).then(|| until.value(row)));
        let apart: Vec<&str> = apart.iter().map(|column| column.as_string_view().value(row)).collect();
        let partner = format!("{}|{}", slice.partner, slice.currency);
        for day in days {
            let key = (slice.reporter.clone(), partner.clone(), [slice.start, slice.months, day], apart.join("|"));
            sums.entry(key).or_default()[side] += value.value(row);
        }
    }
    Ok(())
}

fn ratio(after: i128, before: i128) -> f64 {
    after as f64 / before as f64
}

/// How many times what it was nearly every figure is, where that is neither once nor something that happens.
fn multiple(before: &Sums, after: &Sums) -> Option<f64> {
    let pairs = after.iter().filter_map(|(key, after)| Some((after, before.get(key)?)));
    let mut times: Vec<f64> = pairs
        .flat_map(|(after, before)| after.iter().zip(before))
        .filter(|(after, before)| **after > 0 && **before > 0)
        .map(|(after, before)| ratio(*after, *before))
        .collect();
    times.sort_by(f64::total_cmp);
    let middle = *times.get(times.len() / 2)?;
    let same = times.iter().filter(|one| (**one / middle - 1.0).abs() < SAME).count();
    let far = !(1.0 / LEAST..=LEAST).contains(&middle);
    let power = middle.log10();
    let ten = (power - power.round()).abs() < 0.0005;
    (far && 10 * same >= MOST_OF_TEN * times.len() && (ten || times.len() >= FEW)).then_some(middle)
}

/// Are exports what imports were, and the other way round?
fn swapped(before: &Sums, after: &Sums) -> bool {
    let close = |one: i128, other: i128| (ratio(one, other) - 1.0).abs() < 0.05;
    let all = |sums: &[i128; 2]| sums.iter().all(|sum| *sum > 0);
    let pairs = after.iter().filter_map(|(key, after)| Some((after, before.get(key)?)));
    let apart: Vec<bool> = pairs
        .filter(|(after, before)| all(after) && all(before) && !(0.8..=1.25).contains(&ratio(before[0], before[1])))
        .map(|(after, before)| close(after[0], before[1]) && close(after[1], before[0]))
        .collect();
    2 * apart.iter().filter(|swapped| **swapped).count() > apart.len()
}

/// A multiple to three digits.
fn written(times: f64) -> String {
    if times >= 100.0 {
        format!("{times:.0}")
    } else if times >= 1.0 {
        format!("{times:.2}")
    } else {
        format!("1/{:.0}", 1.0 / times)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(figures: &[[i128; 2]]) -> Sums {
        let key = |at: usize| ("A".to_owned(), "B".to_owned(), [0, 1, 2], at.to_string());
        figures.iter().enumerate().map(|(at, figures)| (key(at), *figures)).collect()
    }

    #[test]
    fn units_and_currencies_show_and_revisions_do_not() {
        let before = [[1_000, 20_000], [37_000, 400], [5, 900_000], [71_000, 0], [0, 8_000]];
        let by = |times: f64| sums(&before.map(|row| row.map(|figure| (figure as f64 * times).round() as i128)));
        for (times, seen) in
            [(1.0, None), (1.08, None), (0.93, None), (2.0, None), (10_000.0, Some("10000")), (7.0, Some("7.00"))]
        {
            assert_eq!(multiple(&sums(&before), &by(times)).map(written).as_deref(), seen, "{times}");
        }
        assert_eq!(multiple(&by(1_000.0), &sums(&before)).map(written).as_deref(), Some("1/1000"));
        // One figure alone: only a power of ten is believed.
        let one = sums(&[[588_000, 0]]);
        assert_eq!(multiple(&one, &sums(&[[537_000, 0]])), None);
        assert_eq!(multiple(&one, &sums(&[[4_100_000, 0]])), None);
        assert!(multiple(&one, &sums(&[[588_000_000, 0]])).is_some());
        // Some goods in another unit are a revision, however odd.
        let mut odd = before;
        odd[0] = odd[0].map(|figure| figure * 1_000);
        assert_eq!(multiple(&sums(&before), &sums(&odd)), None);
    }

    #[test]
    fn swapped_columns_show() {
        let before = sums(&[[1_000, 20_000], [37_000, 400], [5, 900_000], [100, 101]]);
        let turned: Sums = before.iter().map(|(key, [x, m])| (key.clone(), [*m, *x])).collect();
        assert!(swapped(&before, &turned));
        assert!(!swapped(&before, &before));
        assert!(!swapped(&sums(&[[100, 101]]), &sums(&[[101, 100]])), "nearly even trade says nothing");
    }
}
