//! What was solved as one page.

use crate::{Reconciliation, chart::escape};

/// The page.
pub fn solved(solved: &Reconciliation) -> String {
    escape(&solved.title)
}
