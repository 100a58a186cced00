//! The one door to the solver of linear programs. A system is a list of rows
//! over columns that are never negative; it can be asked whether it has a
//! solution and how small a sum over it can be. Values come in whole units and
//! are scaled here, since a solver's tolerance is absolute.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};

/// A sum over columns that lies between two bounds; either may be infinite.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) terms: Vec<(usize, f64)>,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// Rows over columns that are never negative.
#[derive(Clone, Debug)]
pub(super) struct System {
    /// How many columns.
    pub(super) columns: usize,
    /// What one unit of the solver stands for.
    pub(super) unit: f64,
    pub(super) rows: Vec<Row>,
    /// The most that single columns may be, in the solver's own units.
    pub(super) caps: Vec<(usize, f64)>,
}

/// Why there is no least value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoLeast {
    /// The rows cannot all hold.
    Infeasible,
    /// It can be as low as one likes, or the solver lost its way: no bound is known.
    Unknown,
}

/// Rows are widened by this part of the unit, far above the solver's own tolerance (1e-7), so that
/// what one solve accepts the next does not reject.
pub(super) const WIDEN: f64 = 1e-6;

impl System {
    /// The least value of a sum, and the columns there.
    pub(super) fn least(&self, of: &[(usize, f64)]) -> Result<(f64, Vec<f64>), NoLeast> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut costs = vec![0.0; self.columns];
        for (column, factor) in of {
            costs[*column] += factor;
        }
        let mut most = vec![f64::INFINITY; self.columns];
        for (column, cap) in &self.caps {
            most[*column] = *cap;
        }
        let variables: Vec<_> =
            costs.iter().zip(&most).map(|(cost, most)| problem.add_var(*cost, (0.0, *most))).collect();
        for row in &self.rows {
            let terms: Vec<_> = row.terms.iter().map(|(column, factor)| (variables[*column], *factor)).collect();
            let (low, high) = (row.low / self.unit - WIDEN, row.high / self.unit + WIDEN);
            if low.is_finite() {
                problem.add_constraint(terms.as_slice(), ComparisonOp::Ge, low);
            }
            if high.is_finite() {
                problem.add_constraint(terms.as_slice(), ComparisonOp::Le, high);
            }
        }
        match problem.solve() {
            Ok(SolveOutcome::Solution(solution)) => {
                let at = variables.iter().map(|v| solution.var_value(*v) * self.unit).collect();
                Ok((solution.objective() * self.unit, at))
            }
            Err(microlp::Error::Infeasible) => Err(NoLeast::Infeasible),
            _ => Err(NoLeast::Unknown),
        }
    }

    /// Can all rows hold? Where the solver does not know, they are taken to.
    pub(super) fn feasible(&self) -> bool {
        self.least(&[]).err() != Some(NoLeast::Infeasible)
    }

    /// The same system without the columns that no row names.
    pub(super) fn narrow(mut self) -> Self {
        let mut place: BTreeMap<usize, usize> = BTreeMap::new();
        for row in &mut self.rows {
            for (column, _) in &mut row.terms {
                let next = place.len();
                *column = *place.entry(*column).or_insert(next);
            }
        }
        let caps = self.caps.iter().filter_map(|(column, cap)| Some((*place.get(column)?, *cap))).collect();
        Self { columns: place.len(), caps, ..self }
    }
}
