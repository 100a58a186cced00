//! Measures: one file each. A measure says which cuts it needs and turns the
//! panels into figures. Pure: it opens nothing, knows no economy, and gives a
//! figure that the evidence does not give as "not derivable", with what is missing.
//! Beside them stand the [`calendar`], which models of months regress on, and how a
//! series is seasonally [`adjust`]ed.

pub mod adjust;
mod baci;
mod balance;
mod base_finder;
mod base_mean;
mod basket_index;
mod baskets;
mod bennet;
pub mod calendar;
mod ceiling_floor;
mod chained;
mod composition;
mod concentration;
mod concentration_normalised;
pub mod concordance;
mod contribution;
mod effective_number;
mod families;
mod fisher;
mod float;
mod geks;
mod goods;
mod growth;
mod growth_lab;
pub mod hidiroglou_berthelot;
mod index;
mod item;
mod laspeyres;
mod level;
mod lmdi;
mod mirror;
mod mirror_gap;
mod misinvoicing;
mod movers;
mod multiple;
mod network;
mod new_items;
mod news;
mod paasche;
mod pair_yield;
mod pairs;
mod partner_share;
mod past;
mod per_month;
mod period_on_period;
mod plausibility;
mod quoted;
mod rank;
mod rca;
mod record;
mod recovery;
mod reference;
mod residual_partner;
pub mod robust;
mod rolling_year;
mod same_month_price;
mod same_months;
pub mod sanctions;
mod scope;
mod seasonally_adjusted;
mod sectors;
mod share;
mod share_change;
mod spans;
mod stability;
mod swap;
mod swap_filter;
mod swap_score;
mod swapped_month;
mod top;
mod tornqvist;
mod two_year_growth;
mod unit_value;
mod unit_value_outliers;
mod unusual;
mod valuation_band;
mod vanished_items;
mod volume_index;
mod wording;
mod year_to_date;
mod zero_after_ban;

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
    &contribution::Contribution,
    &record::Record,
    &ceiling_floor::CeilingFloor,
    &stability::Stability,
    &year_to_date::YearToDate,
    &rolling_year::RollingYear,
    &period_on_period::PeriodOnPeriod,
    &same_months::SameMonths,
    &movers::Movers,
    &baskets::Baskets,
    &basket_index::BasketIndex,
    &composition::Composition,
    &pairs::Pairs,
    &pair_yield::PairYield,
    &concentration_normalised::ConcentrationNormalised,
    &effective_number::EffectiveNumber,
    &partner_share::PartnerShare,
    &rca::Rca,
    &unit_value::UnitValue,
    &laspeyres::Laspeyres,
    &paasche::Paasche,
    &fisher::Fisher,
    &tornqvist::Tornqvist,
    &volume_index::VolumeIndex,
    &chained::Chained,
    &same_month_price::SameMonthPrice,
    &geks::Geks,
    &bennet::Bennet,
    &lmdi::Lmdi,
    &seasonally_adjusted::SeasonallyAdjusted,
    &plausibility::Plausibility,
    &swap_score::SwapScore,
    &swap_filter::SwapFilter,
    &swapped_month::SwappedMonth,
    &mirror_gap::MirrorGap,
    &valuation_band::ValuationBand,
    &misinvoicing::Misinvoicing,
    &baci::MEASURE,
    &growth_lab::MEASURE,
    &zero_after_ban::ZeroAfterBan,
    &news::News,
    &new_items::MEASURE,
    &vanished_items::MEASURE,
    &unusual::MEASURE,
    &unit_value_outliers::MEASURE,
    &hidiroglou_berthelot::MEASURE,
    &residual_partner::MEASURE,
];

/// The measure of that name.
pub fn measure(id: &str) -> Option<&'static dyn Measure> {
    MEASURES.iter().copied().find(|measure| measure.card().id == id)
}
