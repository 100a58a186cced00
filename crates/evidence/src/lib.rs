//! Statements as evidence: [`Prints`] answers a cut from what was printed, by
//! precedence; [`reconcile`] solves all that was printed together, and [`Known`] answers
//! with both; [`check`] holds a report against itself, [`slip`] says what went wrong in a
//! print. Pure: no clock, no file, the same statements give the same panel.

mod check;
mod digits;
mod known;
mod prints;
mod reconcile;
mod scale;
mod slip;
mod unit;

pub use check::check;
pub use known::Known;
pub use prints::Prints;
pub use reconcile::{Reconciler, reconcile};
pub use slip::{Context, Other, Slip, slip};
pub use unit::in_the_unit_of;
