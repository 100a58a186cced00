//! Share: what part of a flow's total a commodity is, in percent. Computed
//! where its value is on file; quoted where only the share was printed.

use yalu_trade::{Card, Commodity, Cut, Gap, Panel, Period, Quantity, Reading, Unit};

use crate::{Measure, Measured, Scope, level, scope::computed};

pub(crate) struct Share;

static CARD: Card = Card {
    id: "share",
    title: "Share of the total",
    label: ["share of the total", "총액 대비 비중", "占总额比重"],
    unit: "%",
    formula: "V_k ÷ V × 100; as printed where the value is not on file",
    citation: "UN Statistics Division, IMTS: Compilers Manual, Revision 1 (2013)",
    needs: "the value of the commodity and of the total, or the share as printed",
    caveats: "A share is of the flow in its own valuation and coverage; shares of two coverages do not compare.",
    example: "share --flow import --commodity 6703 --period 2023",
};

impl Measure for Share {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        asks(scope, &scope.periods)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        scope.measured(Unit::Percent, |period| at(scope, period, panels))
    }
}

/// The share as somebody printed it, the whole, and the part.
pub(crate) fn asks(scope: &Scope, periods: &[Period]) -> Vec<Cut> {
    let scope = Scope { quantity: Quantity::Value(scope.currency()), ..scope.clone() };
    let whole = scope.cut(scope.flow, &Commodity::Total, periods.to_vec());
    let printed = scope.cut(scope.flow, &scope.commodity, periods.to_vec());
    let printed = Cut { quantity: Quantity::PrintedShare { of: Commodity::Total }, ..printed };
    let part = level::asks(&scope, scope.flow, &scope.commodity, periods);
    [printed, whole].into_iter().chain(part).collect()
}

/// The share in a period, from the panels of [`asks`].
pub(crate) fn at(scope: &Scope, period: Period, panels: &[Panel]) -> Result<Reading, Gap> {
    let [printed, wholes, parts @ ..] = panels else { return Err(Gap::not_on_file("nothing was read")) };
    let part = level::at(scope, scope.flow, &scope.commodity, period, parts);
    let whole = wholes.at(period, &Commodity::Total);
    match (part, whole) {
        (Ok(part), Ok(whole)) => of(&part, whole),
        (part, whole) => printed.at(period, &scope.commodity).cloned().map_err(|_| {
            let missing: Vec<String> = [part.err(), whole.err()].into_iter().flatten().map(|gap| gap.why).collect();
            Gap::not_derivable(missing.join("; "))
        }),
    }
}

/// The share of a part in a whole.
pub(crate) fn of(part: &Reading, whole: &Reading) -> Result<Reading, Gap> {
    let interval =
        part.interval.share_of(&whole.interval).ok_or_else(|| Gap::not_derivable("the whole may be zero"))?;
    if interval.low > interval.high {
        return Err(Gap::not_derivable("the part is larger than the whole: the two prints exclude one another"));
    }
    Ok(computed(interval, Unit::Percent, CARD.formula, &[part, whole]))
}
