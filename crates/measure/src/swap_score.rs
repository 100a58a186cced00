//! Swap score: does what a reporter records with the economy look like the trade
//! of the economy that it is mixed up with? Above zero it does.

use yalu_trade::{Card, Cut, Panel, Unit};

use crate::{
    Measure, Measured, Row, Scope,
    mirror::by_value,
    partner_share::name,
    swap::{self, Profiles, looks, said},
};

pub(crate) struct SwapScore;

static CARD: Card = Card {
    id: "swap-score",
    title: "Swap score: whose goods a reporter's records look like",
    label: ["swap score", "혼동 점수", "混淆得分"],
    unit: "index",
    formula: swap::FORMULA,
    citation: "Kullback and Leibler, On Information and Sufficiency (Annals of Mathematical Statistics 22, 1951): the mean information of the records for one profile against another; that records mix two economies up: Bank of Korea, BOK Working Paper 2023-9",
    needs: "the goods of every reporter with the economy, and of the yardsticks with it and with the one that it is mixed up with (`yardsticks`, `mixed_up_with` in `[rules]` of desk.toml): ingest them",
    caveats: "It judges a reporter's records as a whole: a few swapped goods among true ones can hide. A true trade unlike the yardsticks' scores high too.",
    example: "swap-score --flow export --period 2023",
};

impl Measure for SwapScore {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let scope = by_value(scope);
        scope.periods.iter().flat_map(|&period| swap::asks(&scope, period)).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let scope = by_value(scope);
        let mut rows = Vec::new();
        for (period, panels) in scope.each(panels, swap::asks) {
            let profiles = match Profiles::of(&scope, period, panels) {
                Ok(profiles) => profiles,
                Err(gap) => {
                    rows.push(scope.row(period, Err(gap)));
                    continue;
                }
            };
            for (reporter, own) in scope.reporters.iter().zip(panels.chunks(2)) {
                let score = profiles.score(&scope, reporter, period, own);
                let says = score.as_ref().ok().map(|score| said(&scope, looks(&score.interval)));
                rows.push(Row { name: Some(name(&scope, reporter)), says, ..scope.row(period, score) });
            }
        }
        Measured { unit: Unit::Index, rows, total: None, notes: Vec::new() }
    }
}
