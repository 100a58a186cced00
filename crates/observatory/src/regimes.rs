//! How the desk's own forecasts did, by regime: from every past month, with the
//! bounds that were to be had by then, against the same months of the year before.
//! Here all origins see the last vintage; `vintages` has those made as of their own day.

use yalu_forecast::{
    Point,
    scores::{Compared, Mean, Score, compared, in_unit, mean, owa},
};
use yalu_trade::{Flow, Period, Wording};

use crate::{
    Watch,
    bounding::as_then,
    outlook::{Outlook, WAYS},
    tries::Try,
};

/// How forecasts from the months of a regime did.
#[derive(Clone, Debug)]
pub struct RegimeScore {
    /// The regime's name; `all` is all of them, `none` where the desk names none.
    pub id: String,
    /// What to call it.
    pub label: Wording,
    /// Which way.
    pub flow: Flow,
    /// Ours; `None` where no month of an outcome is known.
    pub ours: Option<Mean>,
    /// The same months of the year before.
    pub naive: Option<Mean>,
    /// OWA, the yardstick being the same months of the year before.
    pub owa: Option<f64>,
    /// Whether ours err less than that, or chance would say as much.
    pub equal: Compared,
}

/// A month that came outside of what held four times out of five.
#[derive(Clone, Debug)]
pub struct Miss {
    /// Which way.
    pub flow: Flow,
    /// The last month that was known.
    pub origin: Period,
    /// The month.
    pub month: Period,
    /// What was said, and between what it was to lie.
    pub said: f64,
    /// From, to.
    pub eighty: (f64, f64),
    /// What came.
    pub came: f64,
}

/// A miss is looked for so many months ahead.
const MISSED_AHEAD: usize = 3;
/// As many are named.
const NAMED: usize = 5;

/// A try of one way, with the bounds of its day.
pub(crate) struct Judged {
    of: Try,
    way: usize,
    points: Vec<Point>,
    score: Option<(Score, Score)>,
}

impl Judged {
    pub(crate) fn new(of: Try, way: usize, points: Vec<Point>) -> Self {
        let naive: Vec<Point> = points
            .iter()
            .zip(&of.year_before[way])
            .map(|(point, best)| Point { best: *best, eighty: None, ninety_five: None, ..*point })
            .collect();
        let known = |(came, known): (&f64, &bool)| if *known { *came } else { f64::NAN };
        let came: Vec<f64> = of.came[way].iter().zip(&of.known[way]).map(known).collect();
        let score = of.unit[way].and_then(|unit| Some((in_unit(unit, &points, &came)?, in_unit(unit, &naive, &came)?)));
        Self { of, way, points, score }
    }
}

impl Watch {
    /// The scores of an outlook's tries by regime, and the last misses.
    pub fn judged(&self, outlook: &Outlook) -> (Vec<RegimeScore>, Vec<Miss>) {
        let both = outlook.tries.iter().flat_map(|of| (0..WAYS.len()).map(move |way| (way, of)));
        let judged = both.map(|(way, of)| {
            // Only what had come by then bounds it.
            let before = outlook.tries.iter().filter(|other| other.over_by(of.origin));
            Judged::new(of.clone(), way, as_then(of, way, &self.bounding(before, of.origin, of.highest)))
        });
        self.told(&judged.collect::<Vec<Judged>>())
    }

    /// Scores by regime of the origin, and the last misses.
    pub(crate) fn told(&self, judged: &[Judged]) -> (Vec<RegimeScore>, Vec<Miss>) {
        // Origins are a month apart, so that each shares months with those around it.
        let ahead = judged.iter().map(|judged| judged.points.len()).max().unwrap_or(1);
        let regime = |of: &Judged| self.desk.regime(of.of.origin).map(|regime| regime.id.clone());
        let mut scores = Vec::new();
        for (way, flow) in WAYS.into_iter().enumerate() {
            let of = |id: &str, label: Wording, wanted: &dyn Fn(&Judged) -> bool| {
                let wanted = judged.iter().filter(|judged| judged.way == way && wanted(judged));
                let (ours, naive): (Vec<Score>, Vec<Score>) = wanted.filter_map(|judged| judged.score).unzip();
                let losses: Vec<(f64, f64)> = ours.iter().zip(&naive).map(|(o, n)| (o.mase, n.mase)).collect();
                let (ours, naive) = (mean(&ours), mean(&naive));
                let owa = ours.as_ref().zip(naive.as_ref()).and_then(|(ours, naive)| owa(ours, naive));
                RegimeScore { id: id.to_owned(), label, flow, ours, naive, owa, equal: compared(&losses, ahead) }
            };
            for known in &self.desk.regimes {
                scores.push(of(&known.id, known.label.clone(), &|judged| regime(judged).as_ref() == Some(&known.id)));
            }
            scores.push(of("all", Wording::en("all months".to_owned()), &|_| true));
        }
        (scores, misses(judged))
    }
}

fn misses(judged: &[Judged]) -> Vec<Miss> {
    let miss = |judged: &Judged| {
        let h = MISSED_AHEAD - 1;
        let (point, came) = (judged.points.get(h)?, *judged.of.came[judged.way].get(h)?);
        let eighty = point.eighty?;
        let known = judged.of.known[judged.way].get(h) == Some(&true);
        let outside = !(eighty.0..=eighty.1).contains(&came);
        (known && outside).then(|| Miss {
            flow: WAYS[judged.way],
            origin: judged.of.origin,
            month: judged.of.origin.shift_months(MISSED_AHEAD as i32),
            said: point.best,
            eighty,
            came,
        })
    };
    let mut misses: Vec<Miss> = judged.iter().filter_map(miss).collect();
    misses.sort_by_key(|miss| std::cmp::Reverse((miss.month, miss.flow)));
    misses.truncate(NAMED);
    misses
}
