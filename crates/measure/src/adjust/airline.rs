//! The airline model, (0,1,1)(0,1,1)₁₂, with regressors: (1 − B)(1 − B¹²)(y − Xβ) = (1 − θB)(1 − ΘB¹²)a
//! (Box & Jenkins 1970; regARIMA of Findley et al. 1998). Its parameters are of the exact Gaussian
//! likelihood: the differenced series is a moving average of order 13, its covariance a band, and
//! a Cholesky factor of it gives likelihood, β by generalised least squares, and forecasts.

/// The order of the moving average, and the months that differencing costs.
pub(super) const ORDER: usize = 13;

/// A fitted model.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    pub(super) theta: f64,
    pub(super) seasonal_theta: f64,
    /// One a regressor, with its standard error.
    pub(super) coefficients: Vec<(f64, f64)>,
    /// Of the innovations.
    pub(super) variance: f64,
    /// Of the series, or of its logs.
    pub(super) log_likelihood: f64,
    /// Akaike's criterion, corrected (Hurvich & Tsai 1989).
    pub(super) aicc: f64,
}

/// Two regressors or more tell the same, or nothing.
pub(super) struct Collinear;

/// (1 − B)(1 − B¹²) of a series.
fn differenced(values: &[f64]) -> Vec<f64> {
    values.windows(ORDER + 1).map(|window| window[13] - window[12] - window[1] + window[0]).collect()
}

/// The covariances of the moving average at lags 0 to 13, by the variance of the innovations.
fn covariances(theta: f64, seasonal: f64) -> [f64; ORDER + 1] {
    let (regular, yearly) = (1.0 + theta * theta, 1.0 + seasonal * seasonal);
    let mut at = [0.0; ORDER + 1];
    at[0] = regular * yearly;
    at[1] = -theta * yearly;
    at[11] = theta * seasonal;
    at[12] = -seasonal * regular;
    at[13] = theta * seasonal;
    at
}

/// The Cholesky factor of a banded covariance: rows of the last 14 columns up to the diagonal.
struct Factor(Vec<[f64; ORDER + 1]>);

impl Factor {
    /// `None` if rounding leaves it without a positive diagonal.
    fn of(covariances: &[f64; ORDER + 1], length: usize) -> Option<Self> {
        let mut rows: Vec<[f64; ORDER + 1]> = Vec::with_capacity(length);
        for row in 0..length {
            let mut now = [0.0; ORDER + 1];
            let from = ORDER.saturating_sub(row);
            // Place 13 is the diagonal; place p of row r is column r − 13 + p.
            for place in from..=ORDER {
                let other = if place < ORDER { &rows[row + place - ORDER] } else { &now };
                let known = now[from..place].iter().zip(&other[from + ORDER - place..]).map(|(a, b)| a * b);
                let rest = covariances[ORDER - place] - known.sum::<f64>();
                now[place] = match place {
                    ORDER if rest > 0.0 => rest.sqrt(),
                    ORDER => return None,
                    _ => rest / other[ORDER],
                };
            }
            rows.push(now);
        }
        Some(Self(rows))
    }

    /// L⁻¹ of a vector.
    fn whitened(&self, values: &[f64]) -> Vec<f64> {
        let mut white: Vec<f64> = Vec::with_capacity(values.len());
        for (at, row) in self.0.iter().enumerate() {
            let from = at.saturating_sub(ORDER);
            let known: f64 = white[from..].iter().zip(&row[ORDER + from - at..]).map(|(a, b)| a * b).sum();
            white.push((values[at] - known) / row[ORDER]);
        }
        white
    }

    /// L⁻ᵀ of a vector.
    fn unwhitened(&self, white: &[f64]) -> Vec<f64> {
        let mut rest = white.to_vec();
        for at in (0..rest.len()).rev() {
            let row = &self.0[at];
            rest[at] /= row[ORDER];
            let value = rest[at];
            let from = at.saturating_sub(ORDER);
            for (other, weight) in rest[from..at].iter_mut().zip(&row[ORDER + from - at..]) {
                *other -= value * weight;
            }
        }
        rest
    }

    fn log_determinant_of_root(&self) -> f64 {
        self.0.iter().map(|row| row[ORDER].ln()).sum()
    }
}

/// Given parameters: everything else.
struct Solved {
    factor: Factor,
    coefficients: Vec<(f64, f64)>,
    /// Whitened, without the regressors.
    residuals: Vec<f64>,
    variance: f64,
    log_likelihood: f64,
}

/// `w` and the columns are differenced.
fn solved(w: &[f64], columns: &[Vec<f64>], theta: f64, seasonal: f64) -> Option<Solved> {
    let factor = Factor::of(&covariances(theta, seasonal), w.len())?;
    let white: Vec<Vec<f64>> = columns.iter().map(|column| factor.whitened(column)).collect();
    let mut residuals = factor.whitened(w);
    let (beta, spreads) = least_squares(&white, &residuals)?;
    for (column, value) in white.iter().zip(&beta) {
        residuals.iter_mut().zip(column).for_each(|(residual, x)| *residual -= value * x);
    }
    let n = w.len() as f64;
    let variance = residuals.iter().map(|residual| residual * residual).sum::<f64>() / n;
    let log_likelihood =
        -n / 2.0 * ((2.0 * std::f64::consts::PI * variance).ln() + 1.0) - factor.log_determinant_of_root();
    let coefficients =
        beta.into_iter().zip(spreads).map(|(value, spread)| (value, (variance * spread).sqrt())).collect();
    log_likelihood.is_finite().then_some(Solved { factor, coefficients, residuals, variance, log_likelihood })
}

/// β of least squares and the diagonal of (X'X)⁻¹; `None` if the columns are dependent.
fn least_squares(columns: &[Vec<f64>], y: &[f64]) -> Option<(Vec<f64>, Vec<f64>)> {
    let k = columns.len();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    // Gauss–Jordan of [X'X | X'y | 1], with X'X scaled to a diagonal of ones.
    let norms: Vec<f64> = columns.iter().map(|column| dot(column, column).sqrt()).collect();
    let mut rows: Vec<Vec<f64>> = (0..k)
        .map(|i| {
            let products = (0..k).map(|j| dot(&columns[i], &columns[j]) / (norms[i] * norms[j]));
            let right = dot(&columns[i], y) / norms[i];
            products.chain([right]).chain((0..k).map(|j| f64::from(i == j))).collect()
        })
        .collect();
    for pivot in 0..k {
        let top = rows[pivot][pivot];
        if !top.is_finite() || top <= 1e-10 {
            return None;
        }
        rows[pivot].iter_mut().for_each(|value| *value /= top);
        let line = rows[pivot].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != pivot) {
            let times = row[pivot];
            row.iter_mut().zip(&line).for_each(|(value, of_line)| *value -= times * of_line);
        }
    }
    let beta = (0..k).map(|i| rows[i][k] / norms[i]).collect();
    Some((beta, (0..k).map(|i| rows[i][k + 1 + i] / (norms[i] * norms[i])).collect()))
}

/// How far from zero a parameter may be: at one a season or trend is fixed, and the likelihood is still one.
const LIMIT: f64 = 1.0;

/// The model of a series of more than 26 months; a column has a value for each month, and may have more.
pub(super) fn fitted(y: &[f64], columns: &[Vec<f64>]) -> Result<Fit, Collinear> {
    let w = differenced(y);
    let columns: Vec<Vec<f64>> = columns.iter().map(|column| differenced(&column[..y.len()])).collect();
    let loss = |[theta, seasonal]: [f64; 2]| {
        let inside = theta.abs() <= LIMIT && seasonal.abs() <= LIMIT;
        let solved = inside.then(|| solved(&w, &columns, theta, seasonal)).flatten();
        solved.map_or(f64::INFINITY, |solved| -solved.log_likelihood)
    };
    // A simplex may settle on a slope: it is set up anew where it stopped.
    let [theta, seasonal_theta] = lowest(loss, lowest(loss, [0.4, 0.6]));
    let solved = solved(&w, &columns, theta, seasonal_theta).ok_or(Collinear)?;
    let (n, parameters) = (w.len() as f64, columns.len() as f64 + 3.0);
    let aicc = -2.0 * solved.log_likelihood + 2.0 * parameters * n / (n - parameters - 1.0);
    Ok(Fit {
        theta,
        seasonal_theta,
        coefficients: solved.coefficients,
        variance: solved.variance,
        log_likelihood: solved.log_likelihood,
        aicc,
    })
}

impl Fit {
    /// The best linear forecasts of a series without its regressors, so many months ahead.
    pub(super) fn forecast(&self, noise: &[f64], months: usize) -> Option<Vec<f64>> {
        let solved = solved(&differenced(noise), &[], self.theta, self.seasonal_theta)?;
        let weights = solved.factor.unwhitened(&solved.residuals);
        let covariances = covariances(self.theta, self.seasonal_theta);
        let mut all = noise.to_vec();
        for ahead in 1..=months {
            let reach = covariances.iter().skip(ahead);
            let w: f64 = reach.zip(weights.iter().rev()).map(|(covariance, weight)| covariance * weight).sum();
            let at = all.len();
            all.push(w + all[at - 1] + all[at - 12] - all[at - 13]);
        }
        Some(all.split_off(noise.len()))
    }
}

/// The lowest point of a function of two, by a simplex (Nelder & Mead 1965).
fn lowest(loss: impl Fn([f64; 2]) -> f64 + Copy, start: [f64; 2]) -> [f64; 2] {
    let valued = |point: [f64; 2]| (loss(point), point);
    // Towards zero, so that it begins inside.
    let step = |at: f64| at - 0.2_f64.copysign(at);
    let mut simplex = [start, [step(start[0]), start[1]], [start[0], step(start[1])]].map(valued);
    for _ in 0..400 {
        simplex.sort_by(|a, b| a.0.total_cmp(&b.0));
        let [best, good, worst] = simplex;
        let size = (0..2).map(|axis| (best.1[axis] - worst.1[axis]).abs() + (best.1[axis] - good.1[axis]).abs());
        if size.sum::<f64>() < 1e-9 {
            break;
        }
        let towards = |step: f64| {
            valued(std::array::from_fn(|axis| {
                let middle = (best.1[axis] + good.1[axis]) / 2.0;
                middle + step * (worst.1[axis] - middle)
            }))
        };
        let mirrored = towards(-1.0);
        simplex[2] = if mirrored.0 < best.0 {
            let further = towards(-2.0);
            if further.0 < mirrored.0 { further } else { mirrored }
        } else if mirrored.0 < good.0 {
            mirrored
        } else {
            let nearer = if mirrored.0 < worst.0 { towards(-0.5) } else { towards(0.5) };
            if nearer.0 < worst.0.min(mirrored.0) {
                nearer
            } else {
                let half = |point: [f64; 2]| valued(std::array::from_fn(|axis| (point[axis] + best.1[axis]) / 2.0));
                simplex[1] = half(good.1);
                half(worst.1)
            }
        };
    }
    simplex.sort_by(|a, b| a.0.total_cmp(&b.0));
    simplex[0].1
}
