//! Seasonal ARIMA from a short list, by conditional sum of squares. Box &
//! Jenkins (1970); the list is the one that X-11-ARIMA tries first, without its
//! longest forms.

use crate::minimise::{Dial, minimise};
use crate::seasons::SEASON;

use super::Fitted;

/// Which of up to five numbers a form uses: two of the past months, two past
/// surprises, one surprise of a year ago.
#[derive(Clone, Copy, Debug)]
struct Form {
    ar: usize,
    ma: usize,
    /// Months are differenced (and years always are).
    months: bool,
}

const FORMS: [Form; 4] = [
    Form { ar: 0, ma: 1, months: true },
    Form { ar: 0, ma: 2, months: true },
    Form { ar: 2, ma: 1, months: true },
    Form { ar: 1, ma: 1, months: false },
];

/// An ARIMA whose numbers are found.
#[derive(Clone, Debug)]
pub(super) struct Arima {
    form: Form,
    at: [f64; 5],
    mean: f64,
}

/// The series once differenced as the form asks, from month `lost` on.
fn differenced(y: &[f64], form: Form) -> Vec<f64> {
    let year: Vec<f64> = y.iter().zip(&y[SEASON..]).map(|(a, b)| b - a).collect();
    if form.months { year.iter().zip(&year[1..]).map(|(a, b)| b - a).collect() } else { year }
}

/// One surprise after another; `off` is as long as `w`.
#[inline]
fn surprises(w: &[f64], form: Form, at: &[f64; 5], mean: f64, off: &mut Vec<f64>) -> f64 {
    off.clear();
    let mut sum = 0.0;
    let [p1, p2, q1, q2, year] = *at;
    for t in 0..w.len() {
        let mut expected = mean;
        if form.ar > 0 && t > 0 {
            expected += p1 * (w[t - 1] - mean);
            if form.ar > 1 && t > 1 {
                expected += p2 * (w[t - 2] - mean);
            }
        }
        if t > 0 {
            expected -= q1 * off[t - 1];
        }
        if form.ma > 1 && t > 1 {
            expected -= q2 * off[t - 2];
        }
        if t >= SEASON {
            expected -= year * off[t - SEASON];
            if t > SEASON {
                expected += year * q1 * off[t - SEASON - 1];
                if form.ma > 1 && t > SEASON + 1 {
                    expected += year * q2 * off[t - SEASON - 2];
                }
            }
        }
        let e = w[t] - expected;
        off.push(e);
        if t >= SEASON.min(w.len() / 3) {
            sum += e * e;
        }
    }
    sum
}

/// The best of the list, in four years or more.
pub(super) fn fit(y: &[f64]) -> Option<Arima> {
    if y.len() < 4 * SEASON {
        return None;
    }
    let mut best: Option<(f64, Arima)> = None;
    let mut off = Vec::with_capacity(y.len());
    for form in FORMS {
        let w = differenced(y, form);
        let mean = if form.months { 0.0 } else { w.iter().sum::<f64>() / w.len() as f64 };
        let one = Dial::new(0.4, 0.2, -0.95, 0.95);
        let year = Dial::new(0.6, 0.2, -0.5, 0.95);
        let small = Dial::new(0.0, 0.2, -0.9, 0.9);
        let (at, sum) = match (form.ar, form.ma) {
            (0, 1) => {
                let (at, v) = minimise(&[one, year], 90, 1e-5, |[q, s]| {
                    surprises(&w, form, &[0.0, 0.0, *q, 0.0, *s], mean, &mut off)
                });
                ([0.0, 0.0, at[0], 0.0, at[1]], v)
            }
            (0, _) => {
                let (at, v) = minimise(&[one, small, year], 110, 1e-5, |[q, r, s]| {
                    surprises(&w, form, &[0.0, 0.0, *q, *r, *s], mean, &mut off)
                });
                ([0.0, 0.0, at[0], at[1], at[2]], v)
            }
            (1, _) => {
                let near = Dial::new(0.8, 0.1, -0.3, 0.98);
                let (at, v) = minimise(&[near, one, year], 110, 1e-5, |[p, q, s]| {
                    surprises(&w, form, &[*p, 0.0, *q, 0.0, *s], mean, &mut off)
                });
                ([at[0], 0.0, at[1], 0.0, at[2]], v)
            }
            _ => {
                let (at, v) = minimise(&[small, small, one, year], 150, 1e-5, |[p, r, q, s]| {
                    surprises(&w, form, &[*p, *r, *q, 0.0, *s], mean, &mut off)
                });
                ([at[0], at[1], at[2], 0.0, at[3]], v)
            }
        };
        let n = w.len() as f64;
        let k = (form.ar + form.ma + 2 + usize::from(!form.months)) as f64;
        let least = n * (sum / n).max(f64::MIN_POSITIVE).ln() + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0);
        if best.as_ref().is_none_or(|(b, _)| least < *b) {
            best = Some((least, Arima { form, at, mean }));
        }
    }
    best.map(|(_, arima)| arima)
}

impl Fitted for Arima {
    fn after(&self, history: &[f64], ahead: usize) -> Vec<f64> {
        if history.len() < 2 * SEASON + 2 {
            return vec![history.last().copied().unwrap_or(f64::NAN); ahead];
        }
        let mut w = differenced(history, self.form);
        let mut off = Vec::with_capacity(w.len() + ahead);
        surprises(&w, self.form, &self.at, self.mean, &mut off);
        let mut y = history.to_vec();
        let [p1, p2, q1, q2, year] = self.at;
        for _ in 0..ahead {
            let t = w.len();
            let ago = |lag: usize| if lag <= t { off[t - lag] } else { 0.0 };
            let mut next = self.mean - q1 * ago(1) - year * ago(SEASON) + year * q1 * ago(SEASON + 1);
            if self.form.ma > 1 {
                next += -q2 * ago(2) + year * q2 * ago(SEASON + 2);
            }
            if self.form.ar > 0 {
                next += p1 * (w[t - 1] - self.mean);
            }
            if self.form.ar > 1 {
                next += p2 * (w[t - 2] - self.mean);
            }
            w.push(next);
            off.push(0.0);
            let n = y.len();
            let v = if self.form.months {
                y[n - 1] + y[n - SEASON] - y[n - SEASON - 1] + next
            } else {
                y[n - SEASON] + next
            };
            y.push(v);
        }
        y.split_off(history.len())
    }
}
