//! Series in, projections with honest intervals out. Pure: no clock, chance only
//! from a seed, the same bytes on any number of threads. It knows no economy and never sees evidence:
//! whoever asks hands over series of intervals.
//!
//! [`Pool::learn`] teaches a model what many series have in common, its errors
//! among them; [`Pool::project`] is then asked of one.

mod calendar;
mod chance;
mod coherent;
mod ledger;
mod minimise;
mod models;
mod nothing;
mod origins;
mod paths;
mod pool;
mod projection;
mod reserves;
mod scenario;
pub mod scores;
mod seasons;
mod series;
mod solve;
mod unit;

pub use coherent::{Coherence, METHODS, Method, Tree};
pub use ledger::{Held, Marks, Score, Truth, interval_score, score};
pub use models::{Fitted, Learned, MODELS, Model, model, naive2};
pub use paths::{Paths, Spread, fan, spread, sums};
pub use pool::Pool;
pub use projection::{Point, Projection, State, Trial};
pub use reserves::{Crude, Matter, Reckoning, Runway, Until, reckon};
pub use scenario::{Driver, alone, mixture};
pub use seasons::SEASON;
pub use series::{Month, Refusal, Series, Whole, since_year_zero};
