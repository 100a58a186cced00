//! The measure of seasonally adjusted months, on X-13ARIMA-SEATS' made series and with gaps.

use rust_decimal::{Decimal, dec};

use crate::table::{ask, first, said, scope, some};

/// A made series in thousands, a print a month, except where a month is left out.
fn prints(flow: &str, text: &str, without: &[&str]) -> String {
    let rows = text.lines().filter(|line| line.as_bytes()[0].is_ascii_digit());
    let prints = rows.filter_map(|row| {
        let mut cells = row.split(',');
        let (month, value) = (cells.next()?, cells.next()?);
        (!without.contains(&month)).then(|| format!("{flow} {month} TOTAL {value}e3"))
    });
    prints.collect::<Vec<_>>().join("\n")
}

const MODELLED: &str = include_str!("../golden/modelled.csv");
const BALANCE: &str = include_str!("../golden/balance.csv");

#[test]
fn a_month_keeps_its_bounds_in_proportion() {
    let table = some(&prints("X", MODELLED, &[]));
    let scope = scope("X", "2010-02 2010-03 2016-06");
    let (levels, measured) = (ask("level", &scope, &table), ask("seasonally-adjusted", &scope, &table));
    for (level, row) in levels.rows.iter().zip(&measured.rows) {
        let (level, row) = (level.answer.as_ref().expect("a level"), row.answer.as_ref().expect("adjusted"));
        let factor = |of: fn(&yalu_trade::Interval) -> Option<Decimal>| {
            of(&row.interval).expect("closed") / of(&level.interval).expect("closed")
        };
        let (low, best, high) = (factor(|i| i.low), factor(|i| i.best), factor(|i| i.high));
        assert!((low - best).abs() < dec!(1e-12) && (high - best).abs() < dec!(1e-12));
        assert!(best != Decimal::ONE && (best - Decimal::ONE).abs() < dec!(0.4), "{best}");
    }
    let [note] = &measured.notes[..] else { panic!("one run: {:?}", measured.notes) };
    assert!(note.starts_with("adjusted from 2004-01 to 2016-06: a season is there; no calendar effect; "), "{note}");
}

#[test]
fn what_breaks_the_row_is_said() {
    let one = |scope: &yalu_measure::Scope, text: &str| said(&first("seasonally-adjusted", scope, &some(text)));
    let asked = scope("X", "2010-06");
    for (without, expected) in [
        (vec!["2010-06"], "not on file: no X of TOTAL in 2010-06"),
        (
            vec!["2009-12", "2013-02"],
            "not derivable: 37 months in a row from 2010-01 to 2013-01 are on file, and a season is told from five years \
             on; 2009-12 is missing: no X of TOTAL in 2009-12; 2013-02 is missing: no X of TOTAL in 2013-02",
        ),
    ] {
        assert_eq!(one(&asked, &prints("X", MODELLED, &without)), expected);
    }
    let zero = prints("X", MODELLED, &["2009-12"]) + "\nX 2009-12 TOTAL 0 exact";
    assert_eq!(one(&asked, &zero), "not derivable: 2009-12 is 0, which has no logarithm: adjust by addition");
    let whole = prints("X", MODELLED, &[]);
    let year = "not derivable: a season is of months: 2010 is adjusted month by month";
    assert_eq!(one(&scope("X", "2010"), &whole), year);
}

#[test]
fn a_balance_is_adjusted_by_addition() {
    let table = some(&prints("B", BALANCE, &[]));
    let measured = ask("seasonally-adjusted", &scope("B", "2013-01 2014-01"), &table);
    for row in &measured.rows {
        let row = row.answer.as_ref().expect("adjusted");
        let (low, high) = (row.interval.low.expect("closed"), row.interval.high.expect("closed"));
        // As wide as the print: a tenth of a thousand.
        assert!((high - low - dec!(100)).abs() < dec!(1e-6), "{low}..{high}");
    }
}
