//! Normalised concentration: the index freed of the number of headings, 0 where
//! all are equally large and 1 where there is one. Where only the largest are
//! known there may be any number more, which only raises it.

use yalu_trade::{Card, Cut, Decimal, Gap, Interval, Panel, Unit};

use crate::{
    Measure, Measured, Scope,
    concentration::{self, Herfindahl},
    scope::computed,
};

pub(crate) struct ConcentrationNormalised;

static CARD: Card = Card {
    id: "concentration-normalised",
    title: "Concentration, normalised (HHI, HS 4 digits)",
    label: [
        "concentration, normalised (HHI, HS 4 digits)",
        "표준화 집중도(HHI, HS 4단위)",
        "标准化集中度（HHI，HS四位）",
    ],
    unit: "index",
    formula: "H* = (H − 1/N) ÷ (1 − 1/N); with only the top N known, from the least H at N to the most H at any N",
    citation: "UNCTAD, Handbook of Statistics: concentration index; Hirschman (AER 54, 1964)",
    needs: "the shares of all headings, or of the largest of them",
    caveats: "N is how many headings are traded, which itself is news.",
    example: "concentration-normalised --flow export --period 2023",
};

impl Measure for ConcentrationNormalised {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        concentration::asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        concentration::answer(scope, panels, |of| {
            if of.known < 2 {
                return Err(Gap::not_derivable("one heading alone has no concentration to normalise"));
            }
            Ok(computed(normalised(of), Unit::Index, CARD.formula, &[&of.index]))
        })
    }
}

fn normalised(of: &Herfindahl) -> Interval {
    let least = Interval::exact(Decimal::ONE).over(&Interval::exact(Decimal::from(of.known))).unwrap_or_default();
    let of_n = |index: &Interval| {
        let excess = index.minus(&least);
        excess.over(&Interval::exact(Decimal::ONE).minus(&least)).unwrap_or_default()
    };
    let at_n = of_n(&of.index.interval);
    let zero = |low: Option<Decimal>| low.map(|low| low.max(Decimal::ZERO));
    if of.all {
        return Interval { low: zero(at_n.low), best: zero(at_n.best), high: zero(at_n.high) };
    }
    // (H − x) ÷ (1 − x) falls with x = 1/N, so it is least at the N known and most at ever more.
    Interval { low: zero(at_n.low), best: None, high: of.index.interval.high }
}
