//! Measures: one file each. A measure says which cuts it needs and turns the
//! panels into figures. Pure: it opens nothing, knows no economy, and gives a
//! figure that the evidence does not give as "not derivable", with what is missing.
//! Beside them stand the [`calendar`], which models of months regress on, and how a
//! series is seasonally [`adjust`]ed.

pub mod adjust;
mod balance;
mod base_finder;
mod base_mean;
pub mod calendar;
mod concentration;
pub mod concordance;
mod growth;
mod level;
mod multiple;
mod per_month;
mod quoted;
mod rank;
mod recovery;
mod reference;
pub mod sanctions;
mod scope;
mod seasonally_adjusted;
mod sectors;
mod share;
mod share_change;
mod top;
mod two_year_growth;

pub use scope::{Measured, Row, Scope};

use yalu_trade::{Card, Cut, Panel};

/// A measure.
pub trait Measure: Sync {
    /// What it is.
    fn card(&self) -> &'static Card;
    /// The cuts that it needs, in order.
    fn asks(&self, scope: &Scope) -> Vec<Cut>;
    /// The figures, from the panels of those cuts.
    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured;
}

/// Every measure, in the order in which they are listed.
pub const MEASURES: &[&dyn Measure] = &[
    &level::Level,
    &balance::Balance,
    &per_month::PerMonth,
    &growth::Growth,
    &two_year_growth::TwoYearGrowth,
    &share::Share,
    &share_change::ShareChange,
    &top::Top,
    &recovery::Recovery,
    &multiple::Multiple,
    &base_mean::BaseMean,
    &base_finder::BaseFinder,
    &sectors::Sectors,
    &rank::Rank,
    &concentration::Concentration,
    &quoted::Quoted,
    &seasonally_adjusted::SeasonallyAdjusted,
];

/// The measure of that name.
pub fn measure(id: &str) -> Option<&'static dyn Measure> {
    MEASURES.iter().copied().find(|measure| measure.card().id == id)
}
