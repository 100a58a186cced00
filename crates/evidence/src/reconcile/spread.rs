//! Bounds spread from row to row: what a row leaves for each of its columns,
//! given what the others can be at least and at most. Never too narrow, sometimes too
//! wide; for systems that are too large to be solved for every bound.

use super::{lp::System, model::Terms};

/// Bounds of every column.
#[derive(Clone, Debug)]
pub(super) struct Spread {
    bounds: Vec<(f64, f64)>,
}

/// Rounds over all rows; bounds that still move by then are left where they are.
const ROUNDS: usize = 60;
/// A bound that moves by less than this part of itself does not call for another round.
const MOVED: f64 = 1e-6;

/// The bounds of the columns of a system.
pub(super) fn bounds(system: &System) -> Spread {
    let mut bounds = vec![(0.0, f64::INFINITY); system.columns];
    for _ in 0..ROUNDS {
        let mut moved = false;
        for row in &system.rows {
            for (column, factor) in &row.terms {
                let rest = row.terms.iter().filter(|(other, _)| other != column);
                let (least, most) = rest.fold((0.0, 0.0), |(least, most), (other, by)| {
                    let (low, high) = side(bounds[*other], *by);
                    (least + low, most + high)
                });
                let (low, high) = ((row.low - most) / factor, (row.high - least) / factor);
                let (low, high) = if *factor < 0.0 { (high, low) } else { (low, high) };
                let now = &mut bounds[*column];
                if low > now.0 + MOVED * low.abs() {
                    (now.0, moved) = (low, true);
                }
                if high < now.1 - MOVED * high.abs() {
                    (now.1, moved) = (high, true);
                }
            }
        }
        if !moved {
            break;
        }
    }
    Spread { bounds }
}

fn side((low, high): (f64, f64), by: f64) -> (f64, f64) {
    if by < 0.0 { (high * by, low * by) } else { (low * by, high * by) }
}

impl Spread {
    /// The least of a sum over columns.
    pub(super) fn least(&self, of: &Terms) -> f64 {
        of.iter().map(|(column, by)| side(self.bounds[*column], *by).0).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::lp::Row, *};

    #[test]
    fn what_a_year_leaves_goes_to_the_month_that_is_not_known() {
        let row = |terms: &[(usize, f64)], low, high| Row { terms: terms.to_vec(), low, high };
        let rows = vec![row(&[(0, 1.0), (1, 1.0)], 99.0, 101.0), row(&[(0, 1.0)], 59.0, 61.0)];
        let spread = bounds(&System { columns: 2, unit: 1.0, rows, caps: Vec::new() });
        assert_eq!((spread.least(&vec![(1, 1.0)]), -spread.least(&vec![(1, -1.0)])), (38.0, 42.0));
    }
}
