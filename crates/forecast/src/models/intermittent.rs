//! Series that are mostly zero: what is asked for when it is, over how long
//! between. Croston (1972); Petropoulos & Kourentzes (2015) for averaging over
//! levels of aggregation.

use crate::minimise::{Dial, minimise};

use super::Fitted;

/// Size over interval, each smoothed by its own best number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Croston;

/// The mean of simple smoothings over sums of one to twelve months, as far as
/// the mean interval between non-zero months.
#[derive(Clone, Copy, Debug)]
pub(super) struct Imapa;

/// The level that simple smoothing with its best number ends at.
fn smoothed(y: &[f64]) -> f64 {
    let run = |alpha: f64| {
        let (mut level, mut squares) = (y[0], 0.0);
        for v in &y[1..] {
            squares += (v - level) * (v - level);
            level += alpha * (v - level);
        }
        (level, squares)
    };
    let (at, _) = minimise(&[Dial::new(0.1, 0.1, 0.01, 0.6)], 30, 1e-4, |[alpha]| run(*alpha).1);
    run(at[0]).0
}

/// The sizes of the months that are not zero, and the months from one to the next.
fn sizes_and_waits(y: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (mut sizes, mut waits, mut wait) = (Vec::new(), Vec::new(), 0.0);
    for &v in y {
        wait += 1.0;
        if v > 0.0 {
            sizes.push(v);
            waits.push(wait);
            wait = 0.0;
        }
    }
    (sizes, waits)
}

impl Fitted for Croston {
    fn after(&self, history: &[f64], ahead: usize) -> Vec<f64> {
        let (sizes, waits) = sizes_and_waits(history);
        if sizes.is_empty() {
            return vec![0.0; ahead];
        }
        vec![smoothed(&sizes) / smoothed(&waits).max(1.0); ahead]
    }
}

impl Fitted for Imapa {
    fn after(&self, history: &[f64], ahead: usize) -> Vec<f64> {
        let (sizes, waits) = sizes_and_waits(history);
        if sizes.is_empty() {
            return vec![0.0; ahead];
        }
        let wait = (waits.iter().sum::<f64>() / waits.len() as f64).round().clamp(1.0, 12.0) as usize;
        let mut sum = 0.0;
        let mut levels = 0.0;
        for months in 1..=wait.max(2) {
            let rest = history.len() % months;
            let sums: Vec<f64> = history[rest..].chunks(months).map(|part| part.iter().sum()).collect();
            if sums.len() > 1 {
                sum += smoothed(&sums) / months as f64;
                levels += 1.0;
            }
        }
        vec![if levels > 0.0 { sum / levels } else { history[history.len() - 1] }; ahead]
    }
}
