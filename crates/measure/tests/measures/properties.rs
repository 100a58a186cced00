//! What holds whatever the numbers are.

use proptest::prelude::*;
use rust_decimal::{Decimal, dec};
use yalu_measure::{MEASURES, Measured, Scope};
use yalu_trade::{Gap, Interval, Place, Reading, Sector, Wording};

use crate::table::{against, all, ask, first, of, scope, top};

/// Distinct chapters: the first heading of each.
fn headings(values: &[i64], words: &str) -> String {
    values.iter().enumerate().map(|(i, value)| format!("X 2023 {:02}01 {value}{words}\n", i + 1)).collect()
}

fn total(values: &[i64], words: &str) -> String {
    format!("X 2023 TOTAL {}{words}\n", values.iter().sum::<i64>())
}

fn best(answer: Result<Reading, Gap>) -> Decimal {
    answer.expect("a figure").interval.best.expect("a best value")
}

fn near(a: Decimal, b: Decimal) -> bool {
    (a - b).abs() < Decimal::new(1, 12)
}

fn ordered(interval: &Interval) -> bool {
    let in_order = |a: Option<Decimal>, b: Option<Decimal>| a.zip(b).is_none_or(|(a, b)| a <= b);
    in_order(interval.low, interval.best)
        && in_order(interval.best, interval.high)
        && in_order(interval.low, interval.high)
}

fn figures(measured: Measured) -> Vec<(String, Interval)> {
    let rows = measured.rows.into_iter().chain(
        measured.total.map(|total| yalu_measure::Row { commodity: "TOTAL".parse().expect("a commodity"), ..total }),
    );
    rows.flat_map(|row| {
        let called = row.name.map_or(String::new(), |name| name.in_lang(yalu_trade::Lang::En).to_owned());
        let name = format!("{} {} {} {called}", row.period, row.flow, row.commodity);
        let parts = [("", Some(row.answer)), (" share", row.share), (" share before", row.share_previous)];
        parts.into_iter().filter_map(move |(part, answer)| Some((format!("{name}{part}"), answer?.ok()?.interval)))
    })
    .collect()
}

proptest! {
    #[test]
    fn shares_of_all_rows_add_to_a_hundred(values in prop::collection::vec(1i64..1_000_000, 1..12)) {
        let table = all(&(total(&values, "") + &headings(&values, "")));
        let measured = ask("top", &Scope { top: 99, ..scope("X", "2023") }, &table);
        let shares: Vec<Interval> =
            measured.rows.iter().filter_map(|row| Some(row.share.as_ref()?.as_ref().ok()?.interval)).collect();
        prop_assert_eq!(shares.len(), values.len());
        let sum = Interval::sum(&shares);
        prop_assert!(near(sum.best.expect("a sum"), dec!(100)));
        prop_assert!(sum.low <= Some(dec!(100)) && Some(dec!(100)) <= sum.high);
    }

    #[test]
    fn sectors_that_hold_every_chapter_once_add_to_a_hundred(values in prop::collection::vec(1i64..1_000_000, 2..12), at in 1usize..11) {
        let row = |(i, value): (usize, &i64)| format!("X 2023 {:02} {value} exact\n", i + 1);
        let chapters: String = values.iter().enumerate().map(row).collect();
        let codes: Vec<_> = (1..=values.len()).map(|i| format!("{i:02}").parse().expect("a chapter")).collect();
        let (some, rest) = codes.split_at(at.min(codes.len()));
        let sector = |id: &str, chapters: &[_]| Sector {
            id: id.to_owned(), label: Wording::en(id), chapters: chapters.to_vec(), place: Place::default(),
        };
        let scope = Scope { sectors: vec![sector("some", some), sector("rest", rest)], ..scope("X", "2023") };
        let rows = ask("sectors", &scope, &all(&(total(&values, " exact") + &chapters))).rows;
        prop_assert!(near(rows.into_iter().map(|row| best(row.answer)).sum(), dec!(100)));
    }

    #[test]
    fn growth_there_and_back_returns_home(a in 1i64..1_000_000_000, b in 1i64..1_000_000_000) {
        let growth = |from, to| {
            let table = all(&format!("X 2022 TOTAL {from} exact\nX 2023 TOTAL {to} exact"));
            best(first("growth", &scope("X", "2023"), &table)) / dec!(100) + Decimal::ONE
        };
        prop_assert!(near(growth(a, b) * growth(b, a), Decimal::ONE));
    }

    #[test]
    fn a_level_is_a_hundred_percent_of_itself(value in 1i64..1_000_000_000) {
        let scope = against("2023", scope("X", "2023"));
        let table = all(&format!("X 2023 TOTAL {value}"));
        let recovery = first("recovery", &scope, &table).expect("recovery").interval;
        prop_assert_eq!(recovery.best, Some(dec!(100)));
        prop_assert!(recovery.low < recovery.best && recovery.best < recovery.high);
        prop_assert_eq!(best(first("multiple", &scope, &table)), Decimal::ONE);
    }

    #[test]
    fn the_index_lies_between_one_in_n_and_one(values in prop::collection::vec(1i64..1_000_000, 1..20)) {
        let table = all(&(total(&values, " exact") + &headings(&values, " exact")));
        let index = best(first("concentration", &scope("X", "2023"), &table));
        let least = Decimal::ONE / Decimal::from(values.len());
        prop_assert!(index <= Decimal::ONE + Decimal::new(1, 15) && least - Decimal::new(1, 15) <= index);
    }

    #[test]
    fn the_bounds_from_the_largest_hold_the_index_of_all(mut values in prop::collection::vec(1i64..1_000_000, 2..20), n in 1usize..20) {
        values.sort_unstable_by(|a, b| b.cmp(a));
        let n = n.min(values.len());
        let whole = total(&values, " exact");
        let of_all = best(first("concentration", &scope("X", "2023"), &all(&(whole.clone() + &headings(&values, " exact")))));
        for words in [" exact", ""] {
            let table = top(n as u32, &(total(&values, words) + &headings(&values[..n], words)));
            let bounds = first("concentration", &scope("X", "2023"), &table).expect("bounds").interval;
            prop_assert!(bounds.best.is_none() && ordered(&bounds));
            let slack = Decimal::new(1, 15);
            prop_assert!(bounds.low <= Some(of_all + slack) && Some(of_all - slack) <= bounds.high, "{bounds:?} {of_all}");
        }
    }

    #[test]
    fn the_total_of_the_largest_is_the_sum_of_its_rows(values in prop::collection::vec(1i64..1_000_000, 1..20), n in 1usize..20) {
        let table = all(&(total(&values, "") + &headings(&values, "")));
        let measured = ask("top", &Scope { top: n, ..scope("X", "2023") }, &table);
        let rows: Vec<Interval> = measured.rows.iter().map(|row| row.answer.as_ref().expect("a level").interval).collect();
        prop_assert_eq!(rows.len(), n.min(values.len()));
        prop_assert!(rows.windows(2).all(|pair| pair[0].best >= pair[1].best));
        prop_assert_eq!(measured.total.expect("a total").answer.expect("a sum").interval, Interval::sum(&rows));
    }

    /// Whatever values the prints hide, what is computed from the prints holds what they give.
    #[test]
    fn every_figure_holds_what_the_hidden_values_give(
        now in prop::collection::vec(1i64..50_000_000, 3), then in prop::collection::vec(1i64..50_000_000, 3),
        sold in prop::collection::vec(1i64..50_000_000, 2),
    ) {
        let rounded = |value: i64| format!("{}e4", (value + 5_000) / 10_000);
        let exact = |value: i64| format!("{value} exact");
        let page = |print: &dyn Fn(i64) -> String| {
            let of_year = |year: i32, values: &[i64]| {
                let row = |(i, value): (usize, &i64)| {
                    let print = print(*value);
                    format!("X {year} {i:02}01 {print}\nX {year} {i:02} {print}\n", i = i + 1)
                };
                let rows: String = values.iter().enumerate().map(row).collect();
                format!("X {year} TOTAL {}\n{rows}", print(values.iter().sum()))
            };
            let sold = format!("M 2023 TOTAL {}\nM 2022 TOTAL {}\n", print(sold[0]), print(sold[1]));
            all(&(of_year(2023, &now) + &of_year(2022, &then) + &sold))
        };
        let (printed, hidden) = (page(&rounded), page(&exact));
        let sector = Sector {
            id: "all".to_owned(), label: Wording::en("All"),
            chapters: vec!["01".parse().expect("a chapter"), "02".parse().expect("a chapter")], place: Place::default(),
        };
        for measure in MEASURES {
            for (flow, commodity) in [("X", "TOTAL"), ("M", "TOTAL"), ("T", "TOTAL"), ("B", "TOTAL"), ("X", "0101")] {
                let scope = against("2022", of(commodity, scope(flow, "2023")));
                let scope = Scope { sectors: vec![sector.clone()], since: Some(2022), ..scope };
                let id = measure.card().id;
                let truth = figures(ask(id, &scope, &hidden));
                for (name, bounds) in figures(ask(id, &scope, &printed)) {
                    prop_assert!(ordered(&bounds), "{id} {name}: {bounds:?}");
                    let (_, truth) = truth.iter().find(|(known, _)| *known == name).expect("a figure of the hidden values");
                    // A figure that is swept has a band and no best.
                    let (least, most) = (truth.best.or(truth.low), truth.best.or(truth.high));
                    let (slack, least, most) = (Decimal::new(1, 12), least.expect("a value"), most.expect("a value"));
                    prop_assert!(bounds.low.is_none_or(|low| low <= least + slack), "{id} {flow} {name}: {bounds:?} {truth:?}");
                    prop_assert!(bounds.high.is_none_or(|high| most - slack <= high), "{id} {flow} {name}: {bounds:?} {truth:?}");
                }
            }
        }
    }
}

proptest! {
    /// Contributions add up to the growth to the last digit, whatever is on file.
    #[test]
    fn contributions_add_up_to_the_growth(
        now in prop::collection::vec(1i64..1_000_000, 3..12), then in prop::collection::vec(1i64..1_000_000, 3..12),
    ) {
        let before = |text: String| text.replace("2023", "2022");
        let table = all(&format!(
            "{}{}{}{}", total(&now, " exact"), headings(&now, " exact"),
            before(total(&then, " exact")), before(headings(&then, " exact")),
        ));
        let measured = ask("contribution", &Scope { top: 4, ..scope("X", "2023") }, &table);
        let sum: Decimal = measured.rows.iter().map(|row| best(row.answer.clone())).sum();
        let growth = best(first("growth", &scope("X", "2023"), &table));
        prop_assert!((sum - growth).abs() < Decimal::new(1, 20), "{sum} {growth}");
        prop_assert_eq!(best(measured.total.expect("a total").answer), growth);
    }

    /// Twelve months up to December are the year, and the year to date of December is too.
    #[test]
    fn december_closes_the_year(months in prop::collection::vec(1i64..1_000_000, 12)) {
        let rows: String = months.iter().enumerate().map(|(i, v)| format!("X 2023-{:02} TOTAL {v} exact\n", i + 1)).collect();
        let sum = Decimal::from(months.iter().sum::<i64>());
        for measure in ["year-to-date", "rolling-year"] {
            prop_assert_eq!(best(first(measure, &scope("X", "2023-12"), &all(&rows))), sum);
        }
    }
}

proptest! {
    /// Whatever part of each item counts, the index of a basket lies in its bounds, and at its base it is a hundred.
    #[test]
    fn the_bounds_of_a_basket_hold_for_every_control_share(
        values in prop::collection::vec((1i64..1_000, 1i64..1_000, 0i64..=10, 0i64..=10, 0i64..=10), 1..6),
    ) {
        let mut rows = String::new();
        let mut items = Vec::new();
        let (mut now, mut then) = (Decimal::ZERO, Decimal::ZERO);
        for (i, (v1, v0, a, b, at)) in values.iter().enumerate() {
            let code = format!("{:02}01", i + 1);
            rows += &format!("X 2023 {code} {v1} exact\nX 2019 {code} {v0} exact\n");
            let (low, high) = (Decimal::new(*a.min(b), 1), Decimal::new(*a.max(b) + 1, 1));
            let share = low + (high - low) * Decimal::new(*at, 1);
            now += share * Decimal::from(*v1);
            then += share * Decimal::from(*v0);
            items.push((code, low, high));
        }
        prop_assume!(then > Decimal::ZERO);
        let items: Vec<(&str, Decimal, Decimal)> = items.iter().map(|(code, low, high)| (code.as_str(), *low, *high)).collect();
        let scope = |period| {
            let baskets = vec![crate::goods::basket(&items)];
            against("2019", of("basket:tools", Scope { baskets, ..scope("X", period) }))
        };
        let truth = now / then * dec!(100);
        if let Ok(index) = first("basket-index", &scope("2023"), &all(&rows)) {
            let (slack, bounds) = (Decimal::new(1, 12), index.interval);
            prop_assert!(bounds.low.is_none_or(|low| low <= truth + slack), "{bounds:?} {truth}");
            prop_assert!(bounds.high.is_none_or(|high| truth - slack <= high), "{bounds:?} {truth}");
        }
        if let Ok(at_base) = first("basket-index", &scope("2019"), &all(&rows)) {
            prop_assert!(near(at_base.interval.low.expect("a low"), dec!(100)) && near(at_base.interval.high.expect("a high"), dec!(100)));
        }
    }
}
