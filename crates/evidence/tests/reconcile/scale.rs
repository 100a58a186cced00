//! Many statements: blocks are solved apart, so that cost grows with their
//! number. Time is measured in `benches/`, not here.

use std::fmt::Write;

use crate::solving::solve;

/// A year of so many goods: months, the year, and a slip in every tenth of the goods.
fn page(goods: usize, months: usize) -> String {
    let mut page = String::new();
    for good in 0..goods {
        let code = format!("{:04}", 101 + good);
        let value = |month: usize| 10_000 + (good * 37 + month * 113) % 5_000;
        for month in 0..months {
            let factor = if good % 10 == 0 && month == 3 { 1000 } else { 1 };
            let _ = writeln!(page, "g{good}m{month} X 2023-{:02} {code} {}e3 USD", month + 1, value(month) * factor);
        }
        let sum: usize = (0..12).map(value).sum();
        let _ = writeln!(page, "g{good}y X 2023 {code} {sum}e3 USD");
        let _ = writeln!(page, "g{good}z X 2023 {code} {sum}e3 USD institute");
    }
    page
}

#[test]
fn every_slip_among_many_goods_is_found_and_nothing_else() {
    let solved = solve(&page(60, 11));
    let found: Vec<&str> = solved.conflicts.iter().map(|c| c.statement.as_str()).collect();
    assert_eq!(found, ["g0m3", "g10m3", "g20m3", "g30m3", "g40m3", "g50m3"], "{:?}", solved.tied);
    assert!(solved.conflicts.iter().all(|c| c.cause.word() == "scale") && solved.approximate.is_empty());
    assert_eq!(solved.cells.len(), 60 * 12, "every month of every good, the one that nobody printed too");
}

#[test]
fn rankings_of_many_months_stay_blocks_of_their_own() {
    let mut page = String::new();
    for month in 0..120 {
        let when = format!("{}-{:02}", 2010 + month / 12, month % 12 + 1);
        for place in 1..=20 {
            let good = 100 + place;
            if place % 3 != 0 {
                let _ = writeln!(page, "L{month}g{place} X {when} {good:04} {}e3 USD", 90_000 / place);
            }
            // In every tenth month the first two stand in each other's place.
            let said = if month % 10 == 0 && place < 3 { 3 - place } else { place };
            let _ = writeln!(page, "R{month}g{place} X {when} {good:04} {said} rank in:press");
        }
    }
    let solved = solve(&page);
    let found: Vec<&str> = solved.conflicts.iter().map(|c| c.statement.as_str()).take(2).collect();
    assert_eq!((solved.conflicts.len(), found), (24, vec!["R0g1", "R0g2"]), "{:?}", solved.tied);
    assert!(solved.conflicts.iter().all(|c| c.cause.word() == "rank") && solved.approximate.is_empty());
}
