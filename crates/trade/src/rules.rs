//! The thresholds by which a desk calls something news, and those whose word
//! it holds others against. Each is a judgement: a desk may set its own in
//! `[rules]` of its desk.toml; these are what holds where it says nothing.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, dec};

use crate::Wording;

/// What a desk calls news, and whom it trusts to say so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rules {
    /// Digits of the codes that lists of goods are made of.
    pub level: usize,
    /// Digits of the codes in which news is looked for.
    pub news_level: usize,
    /// An index that matches less than this percentage of the value is refused.
    pub least_matched: Decimal,
    /// A new item is worth more than this, in the currency asked for.
    pub new_above: Decimal,
    /// It was worth no more than this over the years before.
    pub new_before: Decimal,
    /// How many years before are looked at.
    pub new_years: u32,
    /// The percentage of false alarms among alarms that is borne.
    pub false_alarms: Decimal,
    /// A robust score beyond this is an outlier.
    pub outlier: Decimal,
    /// How many months of history a price or a value is held against.
    pub history: u32,
    /// How much dearer goods are on arrival than on departure, as parts of one: the values swept.
    pub wedges: Vec<Decimal>,
    /// Those whose records with the economy others are held against.
    pub yardsticks: Vec<String>,
    /// The economy that it is mixed up with.
    pub mixed_up_with: Option<String>,
    /// Partners under whose name a partner can hide.
    pub residual_partners: Vec<String>,
    /// What reporters are called.
    pub names: BTreeMap<String, Wording>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            level: 4,
            // The finest that all reporters share.
            news_level: 6,
            // Below half, an index is one of the other half.
            least_matched: dec!(50),
            new_above: dec!(10000),
            new_before: Decimal::ZERO,
            new_years: 3,
            false_alarms: dec!(10),
            // Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993): 3.5 for the modified z-score.
            outlier: dec!(3.5),
            history: 24,
            wedges: [0, 5, 10, 15, 20].map(|percent| Decimal::new(percent, 2)).to_vec(),
            yardsticks: Vec::new(),
            mixed_up_with: None,
            residual_partners: Vec::new(),
            names: BTreeMap::new(),
        }
    }
}
