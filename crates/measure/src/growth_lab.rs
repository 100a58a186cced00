//! One figure of two reports, as Harvard's Growth Lab makes it: the importer's
//! freight is taken off, reporters are scored by how well they agree with those
//! who score well, and the better reporter weighs more.

use yalu_trade::Card;

use crate::network::{Reconciled, Reports, Weights};

static CARD: Card = Card {
    id: "growth-lab",
    title: "Two reports reconciled as in Harvard's Growth Lab",
    label: ["reconciled as in the Growth Lab", "그로스랩 방식 조정치", "按增长实验室方法调和"],
    unit: "currency, FOB",
    formula: "w X + (1 − w) M ÷ (1 + κ), w = exp e_i ÷ (exp e_i + exp m_j); 25 rounds from 1 of e_i = n_i ÷ Σ_j d_ij m_j and m_j = n_j ÷ Σ_i d_ij e_i, d = |X − M ÷ (1 + κ)| ÷ (X + M ÷ (1 + κ)), n the flows reported twice; κ over the desk's `wedges`",
    citation: "Bustos, Jackson, Torun, Leonard, Tuzcu, Lukaszuk, White, Hausmann and Yildirim, Tackling Discrepancies in Trade Data: The Harvard Growth Lab International Trade Datasets (Growth Lab Working Paper 251, 2025)",
    needs: "the flow as the reporter reports it and as the economy does; the more flows among economy, reporters and `yardsticks` are reported twice, the better is the weight: ingest them",
    caveats: "The paper estimates κ, drops reporters with few flows and prefers one side where the other scores badly: here κ is swept, nobody is dropped, and both sides count. A flow reported once is no disagreement. With one reporter the figure is his.",
    example: "growth-lab --flow export --period 2023",
};

/// How often the scores are made anew.
const ROUNDS: usize = 25;

/// The least that disagreement counts, so that a reporter who agrees with all has a score.
const LEAST: f64 = 1e-9;

pub(crate) static MEASURE: Reconciled = Reconciled { card: &CARD, weights };

fn weights(parties: usize, reports: &Reports) -> Weights {
    let apart = |left: f64, arrived: f64| (left - arrived).abs() / (left + arrived);
    let (mut sells, mut buys) = (vec![1.0; parties], vec![1.0; parties]);
    for _ in 0..ROUNDS {
        let (mut of_seller, mut of_buyer) = (vec![(0.0, 0.0); parties], vec![(0.0, 0.0); parties]);
        for ((s, b), (left, arrived)) in reports {
            let apart = apart(*left, *arrived);
            let add = |sum: &mut (f64, f64), score: f64| *sum = (sum.0 + 1.0, sum.1 + apart * score);
            add(&mut of_seller[*s], buys[*b]);
            add(&mut of_buyer[*b], sells[*s]);
        }
        let score = |(flows, sum): &(f64, f64)| flows / sum.max(LEAST);
        sells = of_seller.iter().map(score).collect();
        buys = of_buyer.iter().map(score).collect();
    }
    let weight = |(s, b): &(usize, usize)| 1.0 / (1.0 + libm::exp(buys[*b] - sells[*s]));
    reports.keys().map(|way| (*way, weight(way))).collect()
}
