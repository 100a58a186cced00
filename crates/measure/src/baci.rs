//! One figure of two reports, as BACI makes it: the importer's freight is taken
//! off, each reporter's part in the distance between reports is found, and the
//! better reporter weighs more.

use yalu_trade::Card;

use crate::network::{Reconciled, Reports, Weights};

static CARD: Card = Card {
    id: "baci",
    title: "Two reports reconciled as in BACI",
    label: ["reconciled as in BACI", "BACI 방식 조정치", "按BACI方法调和"],
    unit: "currency, FOB",
    formula: "w X + (1 − w) M ÷ (1 + κ), w = b_j² ÷ (a_i² + b_j²), from |ln(M ÷ (1 + κ) ÷ X)| = a_i + b_j over all flows reported twice; κ over the desk's `wedges`",
    citation: "Gaulier and Zignago, BACI: International Trade Database at the Product-Level, The 1994–2007 Version (CEPII Working Paper 2010-23)",
    needs: "the flow as the reporter reports it and as the economy does; the more flows among economy, reporters and `yardsticks` are reported twice, the better is the weight: ingest them",
    caveats: "BACI takes κ from distance, borders and unit values and judges reporters by product and year too: here κ is swept, and one flow is judged. Weights are inverse squares of the distances, as of variances. With one reporter the figure is his.",
    example: "baci --flow export --period 2023",
};

pub(crate) static MEASURE: Reconciled = Reconciled { card: &CARD, weights };

fn weights(parties: usize, reports: &Reports) -> Weights {
    let distances: Vec<((usize, usize), f64)> =
        reports.iter().map(|((s, b), (left, arrived))| ((*s, parties + b), libm::log(arrived / left).abs())).collect();
    let parts = parts(2 * parties, &distances);
    let weight = |(s, b): &(usize, usize)| {
        let (a, b) = (parts[*s].max(0.0), parts[parties + b].max(0.0));
        let both = a * a + b * b;
        if both > 0.0 { b * b / both } else { 0.5 }
    };
    reports.keys().map(|way| (*way, weight(way))).collect()
}

/// Least squares of distance = a_i + b_j, of all that fit as well the one with the smallest parts: what is not told
/// apart is shared alike. By conjugate gradients from zero, which never leave the space that the flows span
/// (Hestenes and Stiefel, 1952; Björck, Numerical Methods for Least Squares Problems, 1996, 7.4.1).
fn parts(count: usize, distances: &[((usize, usize), f64)]) -> Vec<f64> {
    let gather = |rest: &[f64]| {
        let mut sums = vec![0.0; count];
        for (((i, j), _), rest) in distances.iter().zip(rest) {
            sums[*i] += rest;
            sums[*j] += rest;
        }
        sums
    };
    let square = |v: &[f64]| v.iter().map(|v| v * v).sum::<f64>();
    let mut parts = vec![0.0; count];
    let mut rest: Vec<f64> = distances.iter().map(|(_, distance)| *distance).collect();
    let mut slope = gather(&rest);
    let mut step = slope.clone();
    let mut size = square(&slope);
    let enough = size * 1e-28;
    for _ in 0..4 * count {
        let along: Vec<f64> = distances.iter().map(|((i, j), _)| step[*i] + step[*j]).collect();
        let length = square(&along);
        if size <= enough || length <= 0.0 {
            break;
        }
        let far = size / length;
        parts.iter_mut().zip(&step).for_each(|(part, step)| *part += far * step);
        rest.iter_mut().zip(&along).for_each(|(rest, along)| *rest -= far * along);
        slope = gather(&rest);
        let next = square(&slope);
        step.iter_mut().zip(&slope).for_each(|(step, slope)| *step = slope + next / size * *step);
        size = next;
    }
    parts
}
