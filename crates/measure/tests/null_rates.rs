//! How often goods of which nothing is to be told are told: the rates of the robust
//! score where the past and the month are of one law, on made series. `docs/news.md` has
//! the rates of many draws, held here by fewer.

use std::{fmt::Write as _, fs, path::Path};

use yalu_measure::robust::{Bounds, chance, false_discovery_rates, score};

const DRAWS: usize = 400_000;
const LISTS: usize = 2_000;
const GOODS: usize = 500;
const CHANCES: [f64; 4] = [0.05, 0.01, 0.001, 0.0001];
/// Of false discoveries this rate is borne, as on a desk that says nothing.
const BORNE: f64 = 0.10;

/// Numbers from a seed: splitmix64 (Steele, Lea and Flood 2014); normal ones by Box and Muller (1958).
struct Chance(u64);

impl Chance {
    fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let (radius, turn) = (1.0 - self.even(), self.even());
        (-2.0 * libm::log(radius)).sqrt() * libm::cos(std::f64::consts::TAU * turn)
    }
}

/// The laws of logs of months, and what they are called.
const LAWS: [&str; 5] = [
    "steady: normal logs",
    "heavy-tailed: Laplace logs",
    "sluggish: each month half of its distance to the mean from the last",
    "a walk: each month a normal step from the last",
    "drifting: 2 % a month, with normal logs of 30 %",
];

/// The score of a month against so many before it, all of one law.
fn drawn(law: usize, of: usize, chance: &mut Chance) -> f64 {
    let mut last = chance.normal() / (1.0_f64 - 0.25).sqrt();
    let mut next = |month: usize| match law {
        0 => chance.normal(),
        1 => {
            let even = chance.even() - 0.5;
            -libm::log(1.0 - 2.0 * even.abs()).copysign(even)
        }
        2 => {
            last = 0.5 * last + chance.normal();
            last
        }
        3 => {
            last += chance.normal();
            last
        }
        _ => 0.02 * month as f64 + 0.3 * chance.normal(),
    };
    let past: Vec<Bounds> = (0..of).map(|month| Bounds::exact(next(month))).collect();
    score(Bounds::exact(next(of)), &past).map_or(0.0, |score| score.z.best)
}

/// How often the chance of a score is at or under some, among so many draws.
fn rates(law: usize, of: usize, draws: usize) -> [f64; 4] {
    let mut source = Chance(law as u64 * 1_000 + of as u64);
    let chances: Vec<f64> = (0..draws).map(|_| chance(drawn(law, of, &mut source), of)).collect();
    CHANCES.map(|most| chances.iter().filter(|p| **p <= most).count() as f64 / draws as f64)
}

/// How many of so many lists of goods tell any good at all.
fn lists(law: usize, of: usize, count: usize) -> f64 {
    let mut source = Chance(law as u64 * 1_000_000 + of as u64);
    let told = (0..count).filter(|_| {
        let chances: Vec<f64> = (0..GOODS).map(|_| chance(drawn(law, of, &mut source), of)).collect();
        false_discovery_rates(&chances).iter().any(|rate| *rate <= BORNE)
    });
    told.count() as f64 / count as f64
}

fn percent(rate: f64) -> String {
    format!("{:.3} %", rate * 100.0)
}

fn line(law: usize, of: usize, rates: &[f64; 4], lists: Option<f64>) -> String {
    let cells: Vec<String> = rates.iter().copied().chain(lists).map(percent).collect();
    let last = if lists.is_none() { " |" } else { "" };
    format!("| {} | {of} | {}{last} |", LAWS[law], cells.join(" | "))
}

fn page() -> (std::path::PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/news.md");
    let page = fs::read_to_string(&path).expect("docs/news.md");
    (path, page)
}

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

/// `YALU_WRITE_TABLES=1 cargo test --release -p yalu-measure --test null_rates -- --ignored` writes the table.
#[test]
#[ignore = "draws millions of series"]
fn the_page_has_the_rates_of_many_draws() {
    let mut table = "| law | months before | p ≤ 5 % | p ≤ 1 % | p ≤ 0.1 % | p ≤ 0.01 % | lists with an alarm |\n|---|---:|---:|---:|---:|---:|---:|\n".to_owned();
    for law in 0..LAWS.len() {
        for of in [12, 24, 36] {
            let any = (of == 24).then(|| lists(law, of, LISTS));
            writeln!(table, "{}", line(law, of, &rates(law, of, DRAWS), any)).expect("it is text");
        }
    }
    let (path, page) = page();
    let (before, rest) = page.split_once("<!-- rates -->\n").expect("the table has a place");
    let (there, after) = rest.split_once("<!-- end rates -->").expect("and an end");
    if std::env::var_os("YALU_WRITE_TABLES").is_some() {
        fs::write(&path, format!("{before}<!-- rates -->\n{table}<!-- end rates -->{after}")).expect("it is written");
    } else {
        assert_eq!(there, table, "docs/news.md says otherwise; YALU_WRITE_TABLES=1 writes it");
    }
}
