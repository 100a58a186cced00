//! What a statement of each kind is counted in, and what it cannot be of.

use yalu_trade::{Asserts, Commodity, Decimal, Period, Printed, Unit, dec};

use super::entry::Entry;

/// Is a measure, by its word in a statement file, counted in a unit?
pub(crate) fn fits(measure: &str, unit: Unit) -> bool {
    match measure {
        "value" | "balance" => matches!(unit, Unit::Money(_)),
        "weight" => matches!(unit, Unit::Tonne | Unit::Kilogram),
        "quantity" => matches!(unit, Unit::Pieces | Unit::CubicMetre | Unit::Tonne | Unit::Kilogram),
        "growth" | "share" => unit == Unit::Percent,
        "multiple" => unit == Unit::Times,
        _ => true,
    }
}

/// What the measure is counted in, in the words of a statement file.
fn wanted(measure: &str) -> &'static str {
    match measure {
        "value" | "balance" => "write a currency in three capitals: USD, CNY",
        "weight" => "write t or kg",
        "quantity" => "write units or m3",
        "multiple" => "write times",
        _ => "write %",
    }
}

impl Entry<'_> {
    /// Complains of a print in a unit that its measure is not counted in.
    pub(super) fn unit_fits(&mut self, asserts: &Asserts, printed: &Printed) {
        let measure = self.field("measure").to_owned();
        if !matches!(asserts, Asserts::Rank { .. }) && !fits(&measure, printed.unit) {
            let message = format!("a {measure} is not counted in `{}`", printed.unit);
            self.complain("unit", "unit", message, wanted(&measure));
        }
    }

    /// Complains of a change from a period to itself, and of a part that is its whole, or more than that.
    pub(super) fn compares(
        &mut self,
        asserts: &Asserts,
        period: Option<Period>,
        good: Option<&Commodity>,
        printed: Option<&Printed>,
    ) {
        match asserts {
            Asserts::Growth { base } | Asserts::Multiple { base } if Some(*base) == period => {
                let message = format!("`{base}` is compared with itself");
                self.complain("base", "base", message, "write the period that it is compared with");
            }
            Asserts::Share { of } if Some(of) == good => {
                self.complain(
                    "of",
                    "share",
                    format!("`{of}` is a share of itself"),
                    "give the code of the part in hs, the whole in of",
                );
            }
            Asserts::Share { .. } if printed.is_some_and(above_a_whole) => {
                let message = format!("a share of {} % is more than its whole", self.field("printed"));
                self.complain("printed", "share", message, "is a digit off, or is it growth?");
            }
            _ => {}
        }
    }
}

/// Shares that were rounded up may print 100.0, none more.
fn above_a_whole(printed: &Printed) -> bool {
    let hundred: Decimal = dec!(100);
    printed.unit == Unit::Percent && printed.interval().low.is_some_and(|low| low > hundred)
}
