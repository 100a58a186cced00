//! Whole paths of several flows that belong together: the n-th path of one
//! flow goes with the n-th of another. Sums, balances and fans are made of them.

use std::collections::BTreeMap;

use yalu_trade::{Flow, Period};

use crate::{projection::Point, series::since_year_zero};

/// Paths month by month, in the unit of their series.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Paths {
    /// The first month, as months since the year 0.
    pub first: i32,
    /// Of each flow, its paths.
    pub flows: BTreeMap<Flow, Vec<Vec<f64>>>,
}

/// What a number may be: as likely below as above, and between what it lies four times out of five and nineteen
/// times out of twenty.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spread {
    /// The median.
    pub median: f64,
    /// From the 10th percentile to the 90th.
    pub eighty: (f64, f64),
    /// From the 2.5th percentile to the 97.5th.
    pub ninety_five: (f64, f64),
}

impl Paths {
    /// The paths of a flow; none where it has none.
    pub fn of(&self, flow: Flow) -> &[Vec<f64>] {
        self.flows.get(&flow).map_or(&[], Vec::as_slice)
    }

    /// Month by month, what the paths of a flow span.
    pub fn fan(&self, flow: Flow) -> Vec<Point> {
        fan(self.of(flow), self.first)
    }

    /// Of every path, the sum of the months that lie in a period.
    pub fn sums(&self, flow: Flow, period: Period) -> Vec<f64> {
        sums(self.of(flow), self.first, period)
    }

    /// What the economy sells less what it buys, path by path.
    pub fn balance(&self) -> Vec<Vec<f64>> {
        let less = |(sold, bought): (&Vec<f64>, &Vec<f64>)| sold.iter().zip(bought).map(|(s, b)| s - b).collect();
        self.of(Flow::M).iter().zip(self.of(Flow::X)).map(less).collect()
    }
}

/// Month by month, what paths span.
pub fn fan(paths: &[Vec<f64>], first: i32) -> Vec<Point> {
    let months = paths.iter().map(Vec::len).min().unwrap_or(0);
    let point = |month: usize| {
        let spread = spread(paths.iter().map(|path| path[month]).collect())?;
        Some(Point {
            month: first.saturating_add(i32::try_from(month).unwrap_or(i32::MAX)),
            best: spread.median,
            eighty: Some(spread.eighty),
            ninety_five: Some(spread.ninety_five),
        })
    };
    (0..months).map_while(point).collect()
}

/// Of every path, the sum of the months that lie in a period.
pub fn sums(paths: &[Vec<f64>], first: i32, period: Period) -> Vec<f64> {
    let (from, to) = (since_year_zero(period), since_year_zero(period.last_month()));
    let inside = |month: usize| (from..=to).contains(&first.saturating_add(i32::try_from(month).unwrap_or(i32::MAX)));
    let sum = |path: &Vec<f64>| path.iter().enumerate().filter(|(month, _)| inside(*month)).map(|(_, v)| v).sum();
    paths.iter().map(sum).collect()
}

/// What numbers span; nothing where there are none.
pub fn spread(mut values: Vec<f64>) -> Option<Spread> {
    values.sort_by(f64::total_cmp);
    let at = |share| quantile(&values, share);
    Some(Spread { median: at(0.5)?, eighty: (at(0.1)?, at(0.9)?), ninety_five: (at(0.025)?, at(0.975)?) })
}

/// A quantile of numbers in order, between neighbours on the line (Hyndman & Fan 1996, type 7).
pub(crate) fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let at = share * sorted.len().checked_sub(1)? as f64;
    let (below, above) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    Some(if below == above { below } else { below + (above - below) * at.fract() })
}
