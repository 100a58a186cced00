//! Made series of which nothing is to be told, and how often something is.

use std::{
    fs,
    path::{Path, PathBuf},
};

use yalu_measure::robust::{Bounds, chance, false_discovery_rates, score};

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
pub(crate) const LAWS: [&str; 5] = [
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
pub(crate) fn rates(law: usize, of: usize, draws: usize) -> [f64; 4] {
    let mut source = Chance(law as u64 * 1_000 + of as u64);
    let chances: Vec<f64> = (0..draws).map(|_| chance(drawn(law, of, &mut source), of)).collect();
    CHANCES.map(|most| chances.iter().filter(|p| **p <= most).count() as f64 / draws as f64)
}

/// How many of so many lists of goods tell any good at all.
pub(crate) fn lists(law: usize, of: usize, count: usize) -> f64 {
    let mut source = Chance(law as u64 * 1_000_000 + of as u64);
    let told = (0..count).filter(|_| {
        let chances: Vec<f64> = (0..GOODS).map(|_| chance(drawn(law, of, &mut source), of)).collect();
        false_discovery_rates(&chances).iter().any(|rate| *rate <= BORNE)
    });
    told.count() as f64 / count as f64
}

/// The page that has the rates, and where it is.
pub(crate) fn page() -> (PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/news.md");
    let page = fs::read_to_string(&path).expect("docs/news.md");
    (path, page)
}
