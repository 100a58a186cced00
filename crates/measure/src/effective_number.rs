//! Effective number: how many equally large headings would be as concentrated.

use yalu_trade::{Card, Cut, Decimal, Gap, Interval, Panel, Unit};

use crate::{Measure, Measured, Scope, concentration, scope::computed};

pub(crate) struct EffectiveNumber;

static CARD: Card = Card {
    id: "effective-number",
    title: "Effective number of commodities (HS 4 digits)",
    label: ["effective number of commodities", "유효 품목 수", "有效商品数"],
    unit: "index",
    formula: "1 ÷ H",
    citation: "Adelman, Comment on the H Concentration Measure as a Numbers-Equivalent (Review of Economics and Statistics 51, 1969)",
    needs: "the shares of all headings, or of the largest of them",
    caveats: "As many equal headings would be as concentrated; it is no count.",
    example: "effective-number --flow export --period 2023",
};

impl Measure for EffectiveNumber {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        concentration::asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        concentration::answer(scope, panels, |of| {
            let number = Interval::exact(Decimal::ONE).over(&of.index.interval);
            let number = number.ok_or_else(|| Gap::not_derivable("the index may be zero"))?;
            Ok(computed(number, Unit::Index, CARD.formula, &[&of.index]))
        })
    }
}
