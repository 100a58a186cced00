//! A claim held against what was found. It is contradicted only when the two
//! intervals have no value in common.

use yalu_trade::{Claim, Gap, Reading, Verdict};

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
    let verdict = match &found {
        Ok(reading) => Verdict::on(&claim.says.printed, &reading.interval),
        Err(_) => Verdict::NotDerivable,
    };
    Audited { claim: claim.clone(), found, verdict }
}
