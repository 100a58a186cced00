//! Small symmetric systems.

/// The solution of a positive system of which the lower half is given (Cholesky).
pub(crate) fn cholesky<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> [f64; N] {
    for i in 0..N {
        for j in 0..=i {
            let sum: f64 = a[i][j] - (0..j).map(|k| a[i][k] * a[j][k]).sum::<f64>();
            a[i][j] = if i == j { sum.max(1e-12).sqrt() } else { sum / a[j][j] };
        }
        b[i] = (b[i] - (0..i).map(|k| a[i][k] * b[k]).sum::<f64>()) / a[i][i];
    }
    for i in (0..N).rev() {
        b[i] = (b[i] - (i + 1..N).map(|k| a[k][i] * b[k]).sum::<f64>()) / a[i][i];
    }
    b
}

/// The lower factor of a positive matrix of any size, of which the lower half is given row by row (Cholesky).
pub(crate) fn factor(mut a: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let least = (0..a.len()).map(|i| a[i][i]).fold(0.0, f64::max) * 1e-13;
    for i in 0..a.len() {
        for j in 0..=i {
            let (above, row) = a.split_at(i);
            let before = if i == j { &row[0] } else { &above[j] };
            let sum = row[0][j] - row[0][..j].iter().zip(before).map(|(x, y)| x * y).sum::<f64>();
            let whole = if i == j { sum.max(least).max(f64::MIN_POSITIVE).sqrt() } else { sum / above[j][j] };
            a[i][j] = whole;
        }
    }
    a
}

/// The solution by a factor.
pub(crate) fn solve(l: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let mut x = b.to_vec();
    for i in 0..x.len() {
        x[i] = (x[i] - l[i][..i].iter().zip(&x).map(|(l, x)| l * x).sum::<f64>()) / l[i][i];
    }
    for i in (0..x.len()).rev() {
        x[i] = (x[i] - (i + 1..x.len()).map(|k| l[k][i] * x[k]).sum::<f64>()) / l[i][i];
    }
    x
}
