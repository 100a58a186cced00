//! Observations: rows of customs records. A row says what one cell of the cube
//! holds, in one vintage, under one valuation and coverage.

use rust_decimal::Decimal;

use crate::{Code, Coverage, Currency, Flow, Period, Place, Unit, Vintage};

/// A row of a customs record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Observation {
    /// Whose records.
    pub reporter: String,
    /// The economy they trade with.
    pub partner: String,
    /// Which way, from the reporter's side.
    pub flow: Flow,
    /// When.
    pub period: Period,
    /// Of what.
    pub commodity: Code,
    /// How much money.
    pub value: Decimal,
    /// Of which currency.
    pub currency: Currency,
    /// What is included.
    pub coverage: Coverage,
    /// How heavy, where the row says so.
    pub weight_kg: Option<Decimal>,
    /// How many, of what, where the row says so.
    pub quantity: Option<(Decimal, Unit)>,
    /// When it was released.
    pub vintage: Vintage,
    /// Where it stands.
    pub place: Place,
}
