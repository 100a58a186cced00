//! How far a forecast leans on the same month of last year: as far as that would
//! have made it better in the five years before. Chosen by what came, from
//! quarters, and by half where there is nothing to choose by (Bates & Granger 1969).

use yalu_forecast::Projection;
use yalu_trade::Period;

use crate::tries::Try;

/// Past months that choose, at most and at least.
const LOOKS_BACK: usize = 60;
const LEAST: usize = 24;
const QUARTERS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// How much of a forecast is the same month of last year.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Lean {
    pub(crate) share: f64,
    /// Past forecasts chose it; too few of them leave it at half.
    chosen: bool,
}

impl std::fmt::Display for Lean {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let why = if self.chosen {
            "as did best over the five years before"
        } else {
            "past forecasts being too few to choose by"
        };
        write!(f, "the forecast leans {} % on the same month of last year, {why}", self.share * 100.0)
    }
}

/// How far a forecast from a month leans, by the tries whose whole outcome was there.
fn chosen(tries: &[Try], way: usize, origin: Period) -> Lean {
    let whole = |of: &&Try| of.origin.shift_months(of.said[way].len() as i32) <= origin;
    let past: Vec<&Try> = tries.iter().filter(whole).rev().take(LOOKS_BACK).collect();
    if past.len() < LEAST {
        return Lean { share: 0.5, chosen: false };
    }
    let loss = |share: f64| {
        let each = past.iter().filter_map(|of| {
            let unit = of.unit[way]?;
            let offs = of.came[way].iter().zip(&of.said[way]).zip(&of.year_before[way]).zip(&of.known[way]);
            let known = offs.filter(|(_, known)| **known);
            let (sum, count) = known.fold((0.0, 0.0), |(sum, count), (((came, said), before), _)| {
                (sum + (came - blend(*said, *before, share)).abs(), count + 1.0)
            });
            (count > 0.0).then(|| sum / count / unit)
        });
        each.sum::<f64>()
    };
    let best = QUARTERS.map(|share| (share, loss(share))).into_iter().min_by(|a, b| a.1.total_cmp(&b.1));
    Lean { share: best.map_or(0.5, |(share, _)| share), chosen: true }
}

fn blend(said: f64, before: f64, share: f64) -> f64 {
    said + share * (before - said)
}

/// Leans one try as those before it would have had it.
pub(crate) fn leaned(of: &mut Try, earlier: &[Try]) {
    for way in 0..2 {
        let Lean { share, .. } = chosen(earlier, way, of.origin);
        for (said, before) in of.said[way].iter_mut().zip(&of.year_before[way]) {
            *said = blend(*said, *before, share);
        }
    }
}

/// Leans every try as those before it would have had it, and the forecast as all of them have it; `before`: the
/// last twelve months of either way. How far the forecast leans, where it does.
pub(crate) fn lean(
    tries: &mut [Try],
    projections: &mut [Projection],
    before: &[Option<Vec<f64>>],
    end: Period,
) -> [Option<Lean>; 2] {
    let as_said = tries.to_vec();
    tries.iter_mut().for_each(|of| leaned(of, &as_said));
    let mut leans = [None; 2];
    for (way, projection) in projections.iter_mut().enumerate().take(2) {
        let Some(year) = before.get(way).and_then(Option::as_ref).filter(|year| year.len() == 12) else { continue };
        let lean = chosen(&as_said, way, end);
        leans[way] = Some(lean);
        for (h, point) in projection.points.iter_mut().enumerate() {
            point.best = blend(point.best, year[h % 12], lean.share);
        }
    }
    leans
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tries from so many months on; what came is what was said, or what the year before was.
    fn tries(count: i32, as_said: bool) -> Vec<Try> {
        let one = |n: i32| {
            let (said, before) = (vec![10.0, 20.0], vec![30.0, 40.0]);
            let came = if as_said { said.clone() } else { before.clone() };
            Try {
                origin: "2015-01".parse::<Period>().expect("a month").shift_months(n),
                said: [said.clone(), said],
                came: [came.clone(), came],
                known: [vec![true; 2], vec![true; 2]],
                year_before: [before.clone(), before],
                unit: [Some(5.0); 2],
                highest: [100.0; 2],
                bands: Default::default(),
            }
        };
        (0..count).map(one).collect()
    }

    #[test]
    fn a_forecast_leans_as_far_as_that_did_best_and_by_half_where_nothing_chooses() {
        let end: Period = "2024-12".parse().expect("a month");
        let lean = |tries: &[Try]| chosen(tries, 0, end);
        assert_eq!(lean(&tries(40, true)), Lean { share: 0.0, chosen: true });
        assert_eq!(lean(&tries(40, false)), Lean { share: 1.0, chosen: true });
        assert_eq!(lean(&tries(20, false)), Lean { share: 0.5, chosen: false });
        // Only what had come by then chooses: of forty origins twenty-three were over.
        assert_eq!(chosen(&tries(40, false), 0, "2017-01".parse().expect("a month")).share, 0.5);
    }

    #[test]
    fn a_try_does_not_know_what_came_after_it() {
        let mut leaned = tries(40, false);
        lean(&mut leaned, &mut [], &[], "2024-12".parse().expect("a month"));
        assert_eq!(leaned[0].said[0], [20.0, 30.0], "half, for want of others");
        assert_eq!(leaned[39].said[0], [30.0, 40.0], "all, as those before it say");
    }
}
