//! Revisions that nobody printed as such: a year to date that is not what was known of
//! the earlier months plus its own month says that those months were revised in
//! between. By how much is known as far as the prints are exact, so it is an interval;
//! what rounding can explain is no revision.

use std::collections::BTreeMap;

use datafusion::{
    arrow::{
        array::{Array, AsArray},
        compute::cast,
        datatypes::{DataType, Date32Type, Decimal128Type, Int32Type},
    },
    logical_expr::{col, lit},
    prelude::Expr,
};
use yalu_trade::{Decimal, Interval, MONEY_PLACES, Period, day_of_number};

use crate::{
    error::{Done, unread},
    lake::{Lake, Snapshot},
    pair::period,
    revisions::{Revised, Which, narrowed},
};

/// Source, reporter, partner, flow, currency, coverage.
type Of = [String; 6];

/// What a release says of a period.
struct Print {
    vintage: i32,
    until: Option<i32>,
    value: Interval,
}

/// What is on file of one flow: by period, every release.
type Prints = BTreeMap<Period, Vec<Print>>;

impl Lake {
    /// The revisions that years to date imply, of one source or of all.
    pub(crate) async fn implied(&self, snapshot: &Snapshot, which: &Which, source: Option<&str>) -> Done<Vec<Revised>> {
        if which.commodity.as_ref().is_some_and(|code| code != "TOTAL") {
            return Ok(Vec::new());
        }
        let mut revised = Vec::new();
        for (of, prints) in self.prints(snapshot, which, source).await? {
            for (to_date, releases) in prints.iter().filter(|(period, _)| is_to_date(**period)) {
                revised.extend(releases.iter().filter_map(|one| implied(&of, &prints, *to_date, one)));
            }
        }
        revised.retain(|one| which.period.is_none_or(|asked| one.period.parse().is_ok_and(|own| asked.contains(own))));
        Ok(revised)
    }

    /// Totals of flows, not broken down, as every release has them.
    async fn prints(&self, snapshot: &Snapshot, which: &Which, source: Option<&str>) -> Done<BTreeMap<Of, Prints>> {
        let context = self.session(snapshot.clone(), Self::narrow())?;
        let frame = context.table("observations").await.map_err(unread)?;
        let totals = col("commodity").eq(lit("TOTAL")).and(col("dims").eq(lit(0)));
        let totals = source.map(|source| col("source").eq(lit(source))).into_iter().fold(totals, Expr::and);
        let columns = [
            "source", "reporter", "partner", "flow", "currency", "coverage", "status", "start", "months", "vintage",
            "until", "value",
        ];
        let frame = frame.filter(narrowed(which).and(totals).and(col("value").is_not_null()));
        let frame = frame.and_then(|frame| frame.select(columns.map(col).to_vec())).map_err(unread)?;
        let mut all: BTreeMap<Of, Prints> = BTreeMap::new();
        for batch in frame.collect().await.map_err(unread)? {
            let words = (0..7).map(|at| cast(batch.column(at), &DataType::Utf8View).map_err(unread));
            let words = words.collect::<Done<Vec<_>>>()?;
            let start = batch.column(7).as_primitive::<Date32Type>();
            let months = batch.column(8).as_primitive::<Int32Type>();
            let vintage = batch.column(9).as_primitive::<Date32Type>();
            let until = batch.column(10).as_primitive::<Date32Type>();
            let value = batch.column(11).as_primitive::<Decimal128Type>();
            for row in 0..batch.num_rows() {
                let word = |at: usize| words[at].as_string_view().value(row);
                let amount = Decimal::try_from_i128_with_scale(value.value(row), MONEY_PLACES);
                let (Some(period), Ok(amount)) = (period(start.value(row), months.value(row)), amount) else {
                    continue;
                };
                let half = rounding(word(6)) / Decimal::TWO;
                let of = [0, 1, 2, 3, 4, 5].map(|at| word(at).to_owned());
                all.entry(of).or_default().entry(period).or_default().push(Print {
                    vintage: vintage.value(row),
                    until: (!until.is_null(row)).then(|| until.value(row)),
                    value: Interval { low: Some(amount - half), best: Some(amount), high: Some(amount + half) },
                });
            }
        }
        Ok(all)
    }
}

/// To what a row says that it was rounded: `rounded-to-10000`; 0 where it does not say.
fn rounding(status: &str) -> Decimal {
    let unit = status.split(' ').find_map(|word| word.strip_prefix("rounded-to-"));
    unit.and_then(|unit| unit.parse().ok()).unwrap_or_default()
}

fn is_to_date(period: Period) -> bool {
    period.month_of_year() == 1 && (2..=12).contains(&period.len_months())
}

/// What stood of a period on a day: the latest release.
fn stood(prints: &Prints, period: Period, day: i32) -> Option<&Print> {
    let standing = |one: &&Print| one.vintage <= day && one.until.is_none_or(|until| until > day);
    prints.get(&period)?.iter().filter(standing).max_by_key(|one| one.vintage)
}

/// What was known on a day of the months from January on: their own year to date, or else a sum. And since when.
fn known(prints: &Prints, months: Period, day: i32) -> Option<(Interval, i32)> {
    if let Some(print) = stood(prints, months, day) {
        return Some((print.value, print.vintage));
    }
    let before = Period::span(months.first_month(), months.last_month().shift_months(-1))?;
    let (sum, since) = known(prints, before, day)?;
    let last = stood(prints, months.last_month(), day)?;
    Some((sum.plus(&last.value), since.max(last.vintage)))
}

/// What a year to date says of the months before its last, where that is not what was known of them.
fn implied(of: &Of, prints: &Prints, to_date: Period, print: &Print) -> Option<Revised> {
    let before = Period::span(to_date.first_month(), to_date.last_month().shift_months(-1))?;
    let last = stood(prints, to_date.last_month(), print.vintage)?;
    let (was, since) = known(prints, before, print.vintage)?;
    let is = print.value.minus(&last.value);
    if is.meets(&was) {
        return None;
    }
    let change = is.minus(&was);
    let [source, reporter, partner, flow, currency, _] = of.clone();
    Some(Revised {
        source,
        reporter,
        partner,
        flow,
        period: before.to_string(),
        commodity: "TOTAL".to_owned(),
        currency,
        earlier: day_of_number(since),
        before: was.best.map(|value| value.normalize()),
        later: day_of_number(print.vintage),
        after: is.best.map(|value| value.normalize()),
        implied: Some(change),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(all: &[(&str, i32, i64)]) -> Prints {
        let mut prints = Prints::new();
        for (period, vintage, value) in all {
            let half = Decimal::new(5, 1);
            let value = Decimal::from(*value);
            let value = Interval { low: Some(value - half), best: Some(value), high: Some(value + half) };
            let print = Print { vintage: *vintage, until: None, value };
            prints.entry(period.parse().expect(period)).or_default().push(print);
        }
        prints
    }

    fn check(all: &[(&str, i32, i64)], expected: &[(&str, i64, i64)]) {
        let prints = printed(all);
        let of = ["t", "CHN", "W00", "X", "CNY", "reported"].map(str::to_owned);
        let mut found = Vec::new();
        for (to_date, releases) in prints.iter().filter(|(period, _)| is_to_date(**period)) {
            found.extend(releases.iter().filter_map(|one| implied(&of, &prints, *to_date, one)));
        }
        let said: Vec<(String, Option<Decimal>, Option<Decimal>)> =
            found.iter().map(|one| (one.period.clone(), one.before, one.after)).collect();
        let expected: Vec<(String, Option<Decimal>, Option<Decimal>)> = expected
            .iter()
            .map(|(period, before, after)| ((*period).to_owned(), Some((*before).into()), Some((*after).into())))
            .collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn a_year_to_date_that_is_not_the_sum_is_a_revision_of_the_months_before() {
        let two = [("2024-01", 1, 100), ("2024-02", 2, 50), ("2024-01..2024-02", 2, 150)];
        check(&two, &[]);
        // March takes ten off what came before; April adds nothing to that.
        let four = [
            &two[..],
            &[("2024-03", 3, 70), ("2024-01..2024-03", 3, 210), ("2024-04", 4, 60), ("2024-01..2024-04", 4, 270)],
        ];
        check(&four.concat(), &[("2024-01..2024-02", 150, 140)]);
        // Rounding explains three halves.
        check(&[("2024-01", 1, 100), ("2024-02", 2, 50), ("2024-01..2024-02", 2, 151)], &[]);
        check(&[("2024-01", 1, 100), ("2024-02", 2, 50), ("2024-01..2024-02", 2, 152)], &[("2024-01", 100, 102)]);
        // January and February printed together; a year to date that was never printed is a sum.
        let together =
            [("2025-01..2025-02", 1, 150), ("2025-03", 2, 70), ("2025-04", 3, 60), ("2025-01..2025-04", 3, 290)];
        check(&together, &[("2025-Q1", 220, 230)]);
        // A month that is not on file leaves nothing to compare with.
        check(&[("2024-01", 1, 100), ("2024-03", 3, 70), ("2024-Q1", 3, 300)], &[]);
    }
}
