//! Statements as evidence: [`Prints`] answers a cut from what was printed, by
//! precedence; [`audit`] holds a claim against what was found. Pure: no clock,
//! no file, the same statements give the same panel.

mod audit;
mod check;
mod digits;
mod prints;
mod reconcile;
mod slip;

pub use audit::{Audited, audit, in_the_unit_of};
pub use check::check;
pub use prints::Prints;
pub use reconcile::{Conflict, Reconciled, Reconciliation, Revision, SolvedCell, Stretched, Tie, reconcile};
pub use slip::{Context, Other, Slip, slip};
