//! A claim held against what was found. It is contradicted only when the two
//! intervals have no value in common. Tons are weighed against kilograms;
//! other units are not compared.

use yalu_trade::{Claim, Gap, Printed, Reading, Unit, Verdict, dec};

/// A claim and what became of it.
#[derive(Clone, Debug)]
pub struct Audited {
    /// The claim.
    pub claim: Claim,
    /// What was found, or why nothing was.
    pub found: Result<Reading, Gap>,
    /// The verdict.
    pub verdict: Verdict,
}

/// Holds a claim against what a measure found.
pub fn audit(claim: &Claim, found: Result<Reading, Gap>) -> Audited {
    let found = found.and_then(|reading| in_the_unit_of(&claim.says.printed, reading));
    let verdict = match &found {
        Ok(reading) => Verdict::on(&claim.says.printed, &reading.interval),
        Err(_) => Verdict::NotDerivable,
    };
    Audited { claim: claim.clone(), found, verdict }
}

/// What was found, in the unit of a print; tons and kilograms are one unit, others are not compared.
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
