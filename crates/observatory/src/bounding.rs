//! Between what a forecast may lie: as far off as the same method was from past months of the
//! same kind of regime, and wider by as much as bounds so made held too little of what came (the
//! multiplier of a conformalised quantile: Romano, Patterson & Candès 2019). Past errors of both ways stay together, so that sums of months and of ways
//! are bounded by what really went together.

use std::collections::BTreeMap;

use yalu_forecast::{Paths, Point, scores::rank_correlation, since_year_zero};
use yalu_trade::{Flow, Period};

use crate::{
    Watch,
    outlook::{WAYS, combined},
    tries::{Try, share},
};

/// As many paths are drawn.
const DRAWS: usize = 1000;
/// Fewer past errors than this make no bounds of a year.
const LEAST: usize = 20;
/// Fewer months that were bounded and came than this do not say how wide bounds must be.
const LEAST_HELD: usize = 60;
/// Bounds are taken at most this many times as wide: beyond, their score gets worse (docs/forecast.md).
const WIDEST: f64 = 1.5;
/// No bound of a month goes further than this many times the highest month on record.
const REACH: f64 = 2.0;
const EIGHTY: f64 = 0.8;

/// Past errors of one month ahead, as shares of what was said: the middle one, and between what so many lie.
#[derive(Clone, Copy, Debug)]
pub struct Band {
    mid: f64,
    eighty: Option<(f64, f64)>,
    ninety_five: Option<(f64, f64)>,
}

/// The past months that bound a forecast, and how much wider than they erred.
pub(crate) struct Bounding<'t> {
    /// The tries.
    pub(crate) alike: Vec<&'t Try>,
    /// What they say of each month ahead, imports and then exports.
    pub(crate) bands: [Vec<Band>; 2],
    /// How many times as far from the middle, in logs.
    pub(crate) wider: f64,
    /// The highest month on record, of imports and exports.
    highest: [f64; 2],
}

impl Watch {
    /// What bounds a forecast from a month: earlier tries, as far as what they foretold has come.
    pub(crate) fn bounding<'t>(
        &self,
        tries: impl IntoIterator<Item = &'t Try>,
        month: Period,
        highest: [f64; 2],
    ) -> Bounding<'t> {
        let kind = |month| self.desk.regime(month).map(|regime| regime.kind.as_str());
        let now = kind(month);
        let earlier: Vec<&Try> = tries.into_iter().collect();
        let whole = |of: &&&Try| of.came.iter().zip(&of.said).all(|(came, said)| came.len() == said.len());
        let alike: Vec<&Try> = earlier.iter().filter(whole).filter(|of| kind(of.origin) == now).copied().collect();
        let ahead = alike.iter().map(|of| of.said[0].len()).max().unwrap_or(0);
        let bands = [0, 1].map(|way| (0..ahead).map_while(|h| Band::of(&alike, way, h)).collect());
        Bounding { alike, bands, wider: wider(&earlier), highest }
    }

    /// Each try with the bounds of its day: of those before it only what had come by then bounds it.
    pub(crate) fn bounded(&self, tries: &mut [Try]) {
        for at in 0..tries.len() {
            let (before, rest) = tries.split_at_mut(at);
            let Some(of) = rest.first_mut() else { continue };
            let before = before.iter().filter(|other| other.over_by(of.origin));
            of.bands = self.bounding(before, of.origin, of.highest).bands;
        }
    }
}

impl Try {
    /// Whether all that it foretold had come by a month.
    pub(crate) fn over_by(&self, month: Period) -> bool {
        self.origin.shift_months(i32::try_from(self.said[0].len()).unwrap_or(i32::MAX)) <= month
    }
}

impl Band {
    fn of(alike: &[&Try], way: usize, h: usize) -> Option<Self> {
        let mut shares: Vec<f64> = alike.iter().filter_map(|of| share(of, way, h)).collect();
        shares.sort_by(f64::total_cmp);
        let mid = *shares.get(shares.len() / 2)?;
        Some(Self { mid, eighty: ranked(&shares, EIGHTY), ninety_five: ranked(&shares, 0.95) })
    }

    /// How many times as wide the band of 80 % would have had to be to hold a share.
    fn needed(&self, share: f64) -> Option<f64> {
        let (low, high) = self.eighty?;
        let off = (share / self.mid).ln();
        let reach = if off < 0.0 { low } else { high };
        let needed = off / (reach / self.mid).ln();
        needed.is_finite().then_some(needed)
    }

    fn widened(&self, share: f64, wider: f64) -> f64 {
        let whole = wider == 1.0 || self.mid <= 0.0 || share <= 0.0;
        if whole { share } else { self.mid * (share / self.mid).powf(wider) }
    }
}

/// By how much bounds of their own day would have had to be wider to hold four in five of what came.
fn wider(tries: &[&Try]) -> f64 {
    let of = |of: &&Try, way: usize| -> Vec<f64> {
        let known = of.known[way].iter().enumerate().filter(|(_, known)| **known);
        known.filter_map(|(h, _)| of.bands[way].get(h)?.needed(share(of, way, h)?)).collect()
    };
    let mut needed: Vec<f64> = tries.iter().flat_map(|of_| [of(of_, 0), of(of_, 1)].concat()).collect();
    needed.sort_by(f64::total_cmp);
    let rank = ((needed.len() + 1) as f64 * EIGHTY).ceil() as usize;
    let held = needed.get(rank.saturating_sub(1)).filter(|_| needed.len() >= LEAST_HELD);
    held.map_or(1.0, |needed| needed.clamp(1.0, WIDEST))
}

impl Bounding<'_> {
    /// What comes of a month if it is as far off as a try was, as far from the middle as bounds are taken.
    fn off(&self, of: &Try, way: usize, h: usize, best: f64) -> Option<f64> {
        Some(self.within(way, best, self.bands[way].get(h)?.widened(share(of, way, h)?, self.wider)))
    }

    fn within(&self, way: usize, best: f64, share: f64) -> f64 {
        (best * share).min(best.max(REACH * self.highest[way]))
    }

    /// The shares between which a month of a way lies, four times and nineteen in twenty; `None` where past errors are
    /// too few to say.
    fn ends(&self, way: usize, h: usize) -> [Option<(f64, f64)>; 2] {
        let Some(band) = self.bands[way].get(h) else { return [None; 2] };
        let taken = |ends: Option<(f64, f64)>| {
            ends.map(|(low, high)| (band.widened(low, self.wider), band.widened(high, self.wider)))
        };
        [taken(band.eighty), taken(band.ninety_five)]
    }

    /// A forecast of a way with its bounds.
    pub(crate) fn points(&self, way: usize, first: i32, bests: &[f64]) -> Vec<Point> {
        let point = |(h, best): (usize, &f64)| {
            let [eighty, ninety_five] =
                self.ends(way, h).map(|ends| ends.map(|(low, high)| (best * low, self.within(way, *best, high))));
            Point { month: first + i32::try_from(h).unwrap_or(0), best: *best, eighty, ninety_five }
        };
        bests.iter().enumerate().map(point).collect()
    }

    /// Both ways as one figure: it lies as the same tries have both ways together.
    pub(crate) fn together(&self, flow: Flow, first: i32, bests: &[Vec<f64>; 2]) -> Vec<Point> {
        let months = bests[0].iter().zip(&bests[1]).enumerate();
        let point = |(h, (x, m)): (usize, (&f64, &f64))| {
            let one = |of: &&Try| Some(combined(flow, self.off(of, 0, h, *x)?, self.off(of, 1, h, *m)?));
            let mut met: Vec<f64> = self.alike.iter().filter_map(one).collect();
            met.sort_by(f64::total_cmp);
            let (eighty, ninety_five) = (ranked(&met, EIGHTY), ranked(&met, 0.95));
            let month = first + i32::try_from(h).unwrap_or(0);
            Point { month, best: combined(flow, *x, *m), eighty, ninety_five }
        };
        months.map(point).collect()
    }

    /// Paths of both ways: what is expected, off by as much as it was from a past month that chance picks.
    pub(crate) fn drawn(&self, bests: &[Vec<f64>; 2], first: i32) -> Paths {
        let alike = &self.alike;
        let mut flows: BTreeMap<Flow, Vec<Vec<f64>>> = WAYS.into_iter().map(|flow| (flow, Vec::new())).collect();
        if alike.len() >= LEAST {
            // A walk by the golden section visits every try about equally often, in an order of its own.
            let step = ((alike.len() as f64 * 0.618_034).round() as usize).max(1);
            for turn in 0..DRAWS {
                let of = alike[(turn * step + turn / alike.len()) % alike.len()];
                for (way, flow) in WAYS.into_iter().enumerate() {
                    let months = bests[way].iter().enumerate();
                    let path = months.map(|(h, best)| self.off(of, way, h, *best).unwrap_or(*best)).collect();
                    flows.entry(flow).or_default().push(path);
                }
            }
        }
        Paths { first, flows }
    }

    /// How the errors of the sums of both ways went together.
    pub(crate) fn rank(&self) -> Option<f64> {
        let error = |of: &Try, way: usize| of.came[way].iter().sum::<f64>() / of.said[way].iter().sum::<f64>();
        let errors: Vec<(f64, f64)> = self.alike.iter().map(|of| (error(of, 0), error(of, 1))).collect();
        rank_correlation(&errors)
    }
}

/// Between which a part of numbers in order lies, by their conformal rank from either end.
pub(crate) fn ranked(sorted: &[f64], part: f64) -> Option<(f64, f64)> {
    let rank = ((sorted.len() + 1) as f64 * (1.0 - part) / 2.0).floor() as usize;
    (rank >= 1).then(|| (sorted[rank - 1], sorted[sorted.len() - rank]))
}

/// A try of a way with the bounds of its day.
pub(crate) fn as_then(of: &Try, way: usize, bounding: &Bounding<'_>) -> Vec<Point> {
    bounding.points(way, since_year_zero(of.origin) + 1, &of.said[way])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A try of one month whose bounds were ±10 %, and which came at a share of what was said.
    fn came(share: f64) -> Try {
        let band = Band { mid: 1.0, eighty: Some((1.0 / 1.1, 1.1)), ninety_five: None };
        let both = || [vec![1000.0], vec![1000.0]];
        Try {
            origin: "2015-01".parse().expect("a month"),
            said: both(),
            came: [vec![1000.0 * share], vec![1000.0 * share]],
            known: [vec![true], vec![true]],
            year_before: [vec![0.0], vec![0.0]],
            unit: [None; 2],
            highest: [1000.0; 2],
            bands: [vec![band], vec![band]],
        }
    }

    fn asked(shares: &[f64]) -> f64 {
        let tries: Vec<Try> = shares.iter().map(|share| came(*share)).collect();
        wider(&tries.iter().collect::<Vec<_>>())
    }

    #[test]
    fn bounds_are_as_wide_as_would_have_held_four_in_five() {
        // Forty tries of two ways each; in log shares a quarter of them came 1.3 times as far as the bound.
        let far = 1.1f64.powf(1.3);
        let of = |out: usize| asked(&[vec![1.0 / far; out], vec![1.05; 40 - out]].concat());
        assert!((of(10) - 1.3).abs() < 1e-9, "{}", of(10));
        assert_eq!(of(4), 1.0, "a tenth outside is no reason: bounds are not narrowed either");
        assert_eq!(asked(&[3.0; 40]), WIDEST, "and no wider than that");
        assert_eq!(asked(&[3.0; 29]), 1.0, "58 months are too few to say");
    }

    #[test]
    fn widening_keeps_the_middle_and_takes_both_ends_as_far_in_logs() {
        let band = Band { mid: 1.2, eighty: None, ninety_five: None };
        assert_eq!(band.widened(1.2, 1.5), 1.2);
        assert!((band.widened(2.4, 1.5) - 1.2 * 2f64.powf(1.5)).abs() < 1e-12);
        assert!((band.widened(0.6, 1.5) - 1.2 * 0.5f64.powf(1.5)).abs() < 1e-12);
        assert_eq!((band.widened(0.0, 1.5), band.widened(0.7, 1.0)), (0.0, 0.7));
    }

    proptest::proptest! {
        #[test]
        fn what_is_needed_is_what_holds(share in 0.01..100.0f64, mid in 0.5..2.0f64, reach in 1.01..5.0f64) {
            let band = Band { mid, eighty: Some((mid / reach, mid * reach)), ninety_five: None };
            let needed = band.needed(share).expect("a number");
            let (low, high) = (band.widened(mid / reach, needed), band.widened(mid * reach, needed));
            proptest::prop_assert!((low * (1.0 - 1e-9)..=high * (1.0 + 1e-9)).contains(&share), "{low} {share} {high}");
        }
    }
}
