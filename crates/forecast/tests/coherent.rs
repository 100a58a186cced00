//! Forecasts that add up: by every method, whatever was said; and each method by its own formula.

use proptest::prelude::*;
use yalu_forecast::{Coherence, METHODS, Method, Tree};

/// Four parts in two regions and a whole.
fn tree() -> Tree {
    Tree::new(4, vec![vec![0, 1], vec![2, 3], vec![0, 1, 2, 3]]).expect("a tree")
}

/// Past errors that go together by pairs, of unlike sizes.
fn errors() -> Vec<Vec<f64>> {
    let noise = |t: usize, k: usize| ((t * 7919 + k * 104_729) % 997) as f64 / 997.0 - 0.5;
    let month = |t: usize| {
        let (east, west) = (noise(t, 9), noise(t, 10));
        let parts = [east + noise(t, 0), east + 0.2 * noise(t, 1), 3.0 * west, 3.0 * west + 2.0 * noise(t, 3)];
        tree().added(&parts)
    };
    (0..60).map(month).collect()
}

fn by(method: Method, kept: Option<usize>) -> Coherence {
    Coherence::learn(tree(), method, &errors(), kept).expect("enough to go by")
}

fn close(found: &[f64], expected: &[f64]) {
    let near = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9 * (1.0 + b.abs()));
    assert!(found.len() == expected.len() && near, "{found:?} is not {expected:?}");
}

fn adds_up(made: &[f64]) {
    let most = made.iter().fold(1.0_f64, |most, v| most.max(v.abs()));
    for (sum, again) in made.iter().zip(tree().added(made)) {
        assert!((sum - again).abs() <= 1e-9 * most, "{made:?}");
    }
}

#[test]
fn each_method_does_what_its_formula_says() {
    let two = || Tree::new(2, vec![vec![0, 1]]).expect("a tree");
    let made = |method, errors: &[Vec<f64>], kept, said: [f64; 3]| {
        Coherence::learn(two(), method, errors, kept).expect("enough").made(&said, true)
    };
    // The whole is two more than its parts.
    let said = [4.0, 4.0, 10.0];
    close(&made(Method::BottomUp, &[], None, said), &[4.0, 4.0, 8.0]);
    close(&made(Method::TopDown, &[], None, [2.0, 6.0, 10.0]), &[2.5, 7.5, 10.0]);
    let third = 2.0 / 3.0;
    close(&made(Method::Ols, &[], None, said), &[4.0 + third, 4.0 + third, 10.0 - third]);
    close(&made(Method::Structural, &[], None, said), &[4.5, 4.5, 9.0]);
    // Variances of 1, 4 and 3: each gives way by its share of 8.
    let apart: Vec<Vec<f64>> = (0..16)
        .map(|t| {
            [1.0, 2.0, 3.0_f64.sqrt()].iter().enumerate().map(|(k, v)| if t >> k & 1 == 0 { *v } else { -v }).collect()
        })
        .collect();
    close(&made(Method::Variance, &apart, None, said), &[4.25, 5.0, 9.25]);
    // Errors that have nothing to do with each other: how they go together says nothing more.
    close(&made(Method::Shrunk, &apart, None, said), &[4.25, 5.0, 9.25]);
    close(&made(Method::Variance, &apart, Some(2), said), &[4.4, 5.6, 10.0]);
    // A part cannot be below zero: what it would have given the other gives.
    close(&made(Method::Ols, &[], None, [0.0, 4.0, 1.0]), &[0.0, 2.5, 2.5]);
    close(&made(Method::Ols, &[], Some(2), [0.0, 4.0, 1.0]), &[0.0, 1.0, 1.0]);
    close(&made(Method::TopDown, &[], None, [0.0, 0.0, 1.0]), &[0.5, 0.5, 1.0]);
    // So can a whole.
    close(&made(Method::TopDown, &[], None, [1.0, 3.0, -4.0]), &[0.0, 0.0, 0.0]);
}

#[test]
fn errors_that_go_together_move_together() {
    // The first region is said to be two more than its parts, of which the first is the more restless.
    let mut said = tree().added(&[10.0; 4]);
    said[4] += 2.0;
    let moves = |method| {
        let made = by(method, None).made(&said, true);
        adds_up(&made);
        (made[0] - 10.0, made[1] - 10.0)
    };
    let (apart, together) = (moves(Method::Variance), moves(Method::Shrunk));
    assert!(apart.0 > apart.1 && together.0 > together.1, "{apart:?} {together:?}");
    assert!(together.1 / together.0 > apart.1 / apart.0, "it takes the other along: {apart:?} {together:?}");
}

#[test]
fn what_cannot_be_done_is_refused() {
    assert!(Tree::new(0, vec![]).is_err());
    for sums in [vec![vec![]], vec![vec![0, 2]], vec![vec![0, 0]]] {
        assert!(Tree::new(2, sums).is_err());
    }
    let split = Tree::new(4, vec![vec![0, 1], vec![2, 3]]).expect("a tree without a whole");
    let refused = |method, errors: &[Vec<f64>], kept| {
        Coherence::learn(split.clone(), method, errors, kept).expect_err("nothing to go by").0
    };
    assert!(refused(Method::TopDown, &[], None).contains("all parts"));
    assert!(refused(Method::Shrunk, &errors()[..3], None).contains("too few"));
    assert!(refused(Method::Ols, &[], Some(1)).contains("only a sum"));
}

/// How far an answer is from what was said, as least squares have it.
fn far(made: &[f64], said: &[f64]) -> f64 {
    made.iter().zip(said).map(|(a, b)| (a - b) * (a - b)).sum()
}

proptest! {
    #[test]
    fn every_method_adds_up_and_leaves_alone_what_does(
        said in prop::collection::vec(-1e6..1e9_f64, 7),
        parts in prop::collection::vec(0.0..1e9_f64, 4),
        above_zero: bool,
        keep: bool,
    ) {
        let kept = keep.then_some(6);
        let whole = tree().added(&parts);
        for method in METHODS {
            let coherence = by(method, kept);
            let made = coherence.made(&said, above_zero);
            adds_up(&made);
            prop_assert!(!above_zero || made.iter().all(|v| *v >= 0.0), "{method:?} {made:?}");
            if keep && said[6] > 0.0 && (above_zero || method != Method::TopDown) {
                prop_assert!((made[6] - said[6]).abs() < 1e-6 * said[6].max(1.0) + 1e-3, "{method:?} kept {} as {}", said[6], made[6]);
            }
            let again = coherence.made(&whole, above_zero);
            prop_assert!(whole.iter().zip(&again).all(|(a, b)| (a - b).abs() <= 1e-6 * whole[6].max(1.0)), "{method:?}");
        }
    }

    #[test]
    fn nothing_above_zero_is_nearer(
        said in prop::collection::vec(-10.0..10.0_f64, 7),
        other in prop::collection::vec(0.0..10.0_f64, 4),
        share in 0.0..1.0_f64,
    ) {
        let made = by(Method::Ols, None).made(&said, true);
        // Any other that adds up, far and near.
        let between: Vec<f64> = made.iter().zip(&other).map(|(m, o)| m + share * (o - m)).collect();
        for parts in [other, between] {
            prop_assert!(far(&made, &said) <= far(&tree().added(&parts), &said) + 1e-9, "{made:?}, {parts:?}");
        }
    }
}
