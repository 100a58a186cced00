//! Statements as evidence: [`Prints`] answers a cut from what was printed, by
//! precedence; [`audit`] holds a claim against what was found. Pure: no clock,
//! no file, the same statements give the same panel.

mod audit;
mod digits;
mod prints;
mod reconcile;

pub use audit::{Audited, audit};
pub use prints::Prints;
pub use reconcile::{Conflict, Reconciled, Reconciliation, Revision, SolvedCell, Stretched, Tie, reconcile};
