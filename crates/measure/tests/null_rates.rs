//! How often goods of which nothing is to be told are told: the rates of the robust
//! score where the past and the month are of one law, on made series. `docs/news.md` has
//! the rates of many draws, held here by fewer.

mod null;

use null::{LAWS, lists, page, rates};

/// The rates of a law on the page.
fn on_the_page(page: &str, law: usize, of: usize) -> Vec<f64> {
    let head = format!("| {} | {of} | ", LAWS[law]);
    let line = page.lines().find(|line| line.starts_with(&head)).expect("a line of that law");
    let cells = line[head.len()..].split('|').filter_map(|cell| cell.trim().strip_suffix(" %"));
    cells.map(|cell| cell.parse::<f64>().expect("a rate") / 100.0).collect()
}

/// Do two rates of so many draws differ by no more than chance?
fn near(rate: f64, known: f64, draws: usize) -> bool {
    (rate - known).abs() <= 4.0 * (known.max(1.0 / draws as f64) / draws as f64).sqrt() + 0.000_005
}

#[test]
fn the_rates_are_those_of_the_page() {
    let (_, page) = page();
    for (law, name) in LAWS.iter().enumerate() {
        let known = on_the_page(&page, law, 24);
        let found = rates(law, 24, 10_000);
        for (rate, known) in found.iter().zip(&known) {
            assert!(near(*rate, *known, 10_000), "{name}: {found:?}, and the page says {known}");
        }
    }
    let (known, found) = (on_the_page(&page, 0, 24)[4], lists(0, 24, 60));
    assert!((found - known).abs() <= 4.0 * (known / 60.0).sqrt(), "{found}, and the page says {known}");
}
