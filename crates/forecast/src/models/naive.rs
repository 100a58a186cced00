//! The two yardsticks: the same month of last year, and the last month with
//! the season put back.

use crate::seasons::{Acts, SEASON, indices, is_seasonal, without};

use super::Fitted;

/// The same month of last year.
#[derive(Clone, Copy, Debug)]
pub(super) struct SeasonalNaive;

impl Fitted for SeasonalNaive {
    fn after(&self, history: &[f64], ahead: usize) -> Vec<f64> {
        let back = SEASON.min(history.len());
        (0..ahead).map(|h| history[history.len() - back + h % back]).collect()
    }
}

/// The last month, without its season if there is one (Makridakis & Hibon 2000).
#[derive(Clone, Copy, Debug)]
pub(super) struct Naive2;

impl Fitted for Naive2 {
    fn after(&self, history: &[f64], ahead: usize) -> Vec<f64> {
        let last = history.len() - 1;
        let season = is_seasonal(history).then(|| indices(history, Acts::Multiplies)).flatten();
        match season {
            Some(index) => {
                let level = without(&history[last..], &[index[last % SEASON]; SEASON], Acts::Multiplies)[0];
                (0..ahead).map(|h| level * index[(history.len() + h) % SEASON]).collect()
            }
            None => vec![history[last]; ahead],
        }
    }
}
