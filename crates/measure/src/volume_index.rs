//! Volume: what weights moved, with Fisher's prices taken out of the value.

use yalu_trade::{Card, Cut, Panel};

use crate::{Measure, Measured, Scope, index};

pub(crate) struct VolumeIndex;

static CARD: Card = Card {
    id: "volume-index",
    title: "Fisher volume index",
    label: ["Fisher volume index on {base}", "{base} 기준 피셔 물량지수", "以{base}为基期的费雪物量指数"],
    unit: "%",
    formula: "Q = √(Σ p0 q1 ÷ Σ p0 q0 · Σ p1 q1 ÷ Σ p1 q0) × 100 over goods with a weight in both; F · Q is the value's ratio",
    citation: "IMF, Export and Import Price Index Manual (2009), ch. 16",
    needs: "values and weights of the goods in the period and in the base",
    caveats: "Its volumes are weights: a better good of the same weight is no more of it. Refused under the desk's `least_matched`.",
    example: "volume-index --flow import --base 2019 --period 2023",
};

impl Measure for VolumeIndex {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        index::against_base_asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        index::against_base(scope, panels, &CARD, index::fisher_volume)
    }
}
