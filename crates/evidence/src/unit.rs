//! What was found, in the unit of what was printed. Tons are weighed against
//! kilograms, percent against multiples; other units are not compared.

use yalu_trade::{Gap, Printed, Reading, Unit, dec};

/// What was found, in the unit of a print; a gap where the two count different things.
pub fn in_the_unit_of(printed: &Printed, found: Reading) -> Result<Reading, Gap> {
    match (printed.unit, found.unit) {
        (said, unit) if said == unit => Ok(found),
        (said @ Unit::Kilogram, Unit::Tonne) => {
            Ok(Reading { interval: found.interval.times(dec!(1000)), unit: said, ..found })
        }
        (said @ Unit::Times, Unit::Percent) => {
            Ok(Reading { interval: found.interval.times(dec!(0.01)), unit: said, ..found })
        }
        (said, unit) => Err(Gap::not_derivable(format!("the claim is in {said}, the evidence in {unit}"))),
    }
}
