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

/// The share of the same month of last year in a forecast from a month, by the tries whose whole outcome was there.
fn chosen(tries: &[Try], way: usize, origin: Period) -> f64 {
    let whole = |of: &&Try| of.origin.shift_months(of.said[way].len() as i32) <= origin;
    let past: Vec<&Try> = tries.iter().filter(whole).rev().take(LOOKS_BACK).collect();
    if past.len() < LEAST {
        return 0.5;
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
    QUARTERS.into_iter().min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap_or(0.5)
}

fn blend(said: f64, before: f64, share: f64) -> f64 {
    said + share * (before - said)
}

/// Leans every try as those before it would have had it, and the forecast as all of them have it; `before`: the
/// last twelve months of either way. The shares of the forecast.
pub(crate) fn lean(
    tries: &mut [Try],
    projections: &mut [Projection],
    before: &[Option<Vec<f64>>],
    end: Period,
) -> [f64; 2] {
    let as_said = tries.to_vec();
    for of in tries {
        for way in 0..2 {
            let share = chosen(&as_said, way, of.origin);
            for (said, before) in of.said[way].iter_mut().zip(&of.year_before[way]) {
                *said = blend(*said, *before, share);
            }
        }
    }
    let mut shares = [0.0; 2];
    for (way, projection) in projections.iter_mut().enumerate().take(2) {
        let Some(year) = before.get(way).and_then(Option::as_ref).filter(|year| year.len() == 12) else { continue };
        shares[way] = chosen(&as_said, way, end);
        for (h, point) in projection.points.iter_mut().enumerate() {
            point.best = blend(point.best, year[h % 12], shares[way]);
        }
    }
    shares
}
