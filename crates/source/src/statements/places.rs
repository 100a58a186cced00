//! What a row must be to give a good its place among others.

use yalu_trade::{Approx, Commodity, Decimal, Flow, Printed, Ranked, Unit};

use super::Entry;

impl Entry<'_> {
    /// Complains where a place is none, or where the good cannot have one.
    pub(super) fn place_holds(
        &mut self,
        of: &Ranked,
        good: Option<&Commodity>,
        flow: Option<Flow>,
        printed: Option<&Printed>,
    ) {
        if let Some(good) = good.filter(|good| !of.takes(good)) {
            let message = format!("`{good}` is not ranked among {of}");
            self.complain("hs", "rank", message, "give the code of the good, with as many digits as those it is among");
        }
        if flow == Some(Flow::B) {
            let message = "goods are not ranked by their balance";
            self.complain("flow", "rank", message, "write X, M or T");
        }
        let Some(printed) = printed else { return };
        if printed.unit != Unit::Rank {
            let message = format!("a place in {} is no place", printed.unit);
            self.complain("unit", "rank", message, "write rank");
        }
        let whole = printed.value() >= Decimal::ONE && printed.last_digit() == Decimal::ONE;
        if !whole || printed.approx != Approx::Rounded {
            let message = format!("`{printed}` is no place");
            self.complain("printed", "rank", message, "write 1 for the largest, 2 for the next, with scale 1");
        }
    }
}
