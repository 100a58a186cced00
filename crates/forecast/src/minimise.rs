//! The least of a function of a few bounded numbers (Nelder & Mead 1965, with
//! every corner held inside the bounds). Deterministic: no draw, no clock.

/// One number to be found: where it starts, its first step, its bounds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dial {
    pub(crate) start: f64,
    pub(crate) step: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Dial {
    pub(crate) fn new(start: f64, step: f64, low: f64, high: f64) -> Self {
        Self { start: start.clamp(low, high), step, low, high }
    }
}

/// The best corner found and its value, after at most `most` evaluations or
/// when the corners differ by less than `near` of the best.
pub(crate) fn minimise<const N: usize>(
    dials: &[Dial; N],
    most: usize,
    near: f64,
    mut of: impl FnMut(&[f64; N]) -> f64,
) -> ([f64; N], f64) {
    let mut ask = |at: &[f64; N]| {
        let value = of(at);
        if value.is_finite() { value } else { f64::MAX }
    };
    let held = |mut at: [f64; N]| {
        for (x, dial) in at.iter_mut().zip(dials) {
            *x = x.clamp(dial.low, dial.high);
        }
        at
    };
    let start = dials.map(|dial| dial.start);
    let mut corners: Vec<([f64; N], f64)> = vec![(start, ask(&start))];
    for (n, dial) in dials.iter().enumerate() {
        let mut at = start;
        at[n] = if at[n] + dial.step <= dial.high { at[n] + dial.step } else { at[n] - dial.step };
        let at = held(at);
        let value = ask(&at);
        corners.push((at, value));
    }
    let mut asked = N + 1;
    let worst = N;
    while asked < most {
        corners.sort_by(|a, b| a.1.total_cmp(&b.1));
        if corners[worst].1 - corners[0].1 <= near * corners[0].1.abs() {
            break;
        }
        let mut middle = [0.0; N];
        for (at, _) in &corners[..worst] {
            for (m, x) in middle.iter_mut().zip(at) {
                *m += x / N as f64;
            }
        }
        let toward = |by: f64| {
            let mut at = middle;
            for ((x, m), w) in at.iter_mut().zip(&middle).zip(&corners[worst].0) {
                *x = m + by * (m - w);
            }
            held(at)
        };
        let mirrored = toward(1.0);
        let value = ask(&mirrored);
        asked += 1;
        let (best, next) = (corners[0].1, corners[worst - usize::from(N > 1)].1);
        if value < best {
            let further = toward(2.0);
            let far = ask(&further);
            asked += 1;
            corners[worst] = if far < value { (further, far) } else { (mirrored, value) };
        } else if value < next {
            corners[worst] = (mirrored, value);
        } else {
            let inner = toward(if value < corners[worst].1 { 0.5 } else { -0.5 });
            let near_value = ask(&inner);
            asked += 1;
            if near_value < value.min(corners[worst].1) {
                corners[worst] = (inner, near_value);
            } else {
                let first = corners[0].0;
                for (at, value) in &mut corners[1..] {
                    for (x, b) in at.iter_mut().zip(&first) {
                        *x = b + 0.5 * (*x - b);
                    }
                    *value = ask(at);
                }
                asked += N;
            }
        }
    }
    corners.sort_by(|a, b| a.1.total_cmp(&b.1));
    corners[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_valley_of_rosenbrock_is_found_and_a_bound_is_kept() {
        let dials = [Dial::new(-1.2, 0.5, -5.0, 5.0), Dial::new(1.0, 0.5, -5.0, 5.0)];
        let (at, _) = minimise(&dials, 2000, 1e-14, |[x, y]| (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2));
        assert!((at[0] - 1.0).abs() < 1e-3 && (at[1] - 1.0).abs() < 1e-3, "{at:?}");
        let (at, _) = minimise(&[Dial::new(0.5, 0.2, 0.0, 1.0)], 200, 1e-12, |[x]| (x - 3.0) * (x - 3.0));
        assert!((at[0] - 1.0).abs() < 1e-9, "{at:?}");
    }
}
