//! Parts and the sums made of them, forecast each by itself and then made to agree:
//! goods with their totals, partners with regions, months with their years. What each
//! method takes for granted of the errors is all in which they differ. Every one is a
//! projection onto what adds up, `ỹ = ŷ − W C′ (C W C′)⁻¹ C ŷ`, where a row of C says
//! that a sum is its parts (Wickramasuriya, Athanasopoulos & Hyndman 2019).

use yalu_trade::Card;

use crate::series::Refusal;
use crate::solve::{factor, solve};

/// Parts, and sums that are each made of some of them. A forecast of all lists the parts first, then the sums.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tree {
    parts: usize,
    sums: Vec<Vec<usize>>,
}

/// How forecasts that do not add up are made to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Method {
    /// The parts as they are; sums are theirs.
    BottomUp,
    /// The sum of all as it is, shared as the parts' own forecasts are.
    TopDown,
    /// All errors alike.
    Ols,
    /// Errors grow with the number of parts in a sum.
    Structural,
    /// Each by its own past errors.
    Variance,
    /// Past errors, and how they go together, drawn to none as far as the sample is short.
    Shrunk,
}

/// All, in the order in which they ask for more.
pub const METHODS: [Method; 6] =
    [Method::BottomUp, Method::TopDown, Method::Ols, Method::Structural, Method::Variance, Method::Shrunk];

/// What makes forecasts of a tree agree, once it has seen past errors.
#[derive(Clone, Debug)]
pub struct Coherence {
    tree: Tree,
    method: Method,
    /// The sum that is left as it is.
    kept: Option<usize>,
    spread: Spread,
}

/// How errors spread; W in the formula.
#[derive(Clone, Debug)]
enum Spread {
    Each(Vec<f64>),
    Together(Vec<Vec<f64>>),
}

/// Past errors must be of so many months for how they go together to be asked.
const LEAST: usize = 8;
/// No error is taken to be smaller than this part of the largest.
const FLOOR: f64 = 1e-10;
/// Rounds in which parts below zero are held at zero, or let go again, before the rest is cut off.
const ROUNDS: usize = 40;

impl Method {
    /// What it is.
    pub fn card(self) -> &'static Card {
        macro_rules! card {
            ($id:literal $title:literal $formula:literal $citation:literal) => {
                &Card {
                    id: $id,
                    title: $title,
                    unit: "as the series",
                    formula: $formula,
                    citation: $citation,
                    ..Card::BARE
                }
            };
        }
        match self {
            Self::BottomUp => card!("bottom-up" "the parts, added" "ỹ = S b̂" "Orcutt, Watts & Edwards (1968)"),
            Self::TopDown => card!("top-down" "the whole, shared as the parts' forecasts are"
                "b̃ᵢ = ŷ_all b̂ᵢ ÷ Σ b̂" "Athanasopoulos, Ahmed & Hyndman (2009)"),
            Self::Ols => card!("ols" "all errors alike" "W = I" "Hyndman, Ahmed, Athanasopoulos & Shang (2011)"),
            Self::Structural => card!("wls-structural" "errors grow with the number of parts"
                "W = diag(S 1)" "Athanasopoulos, Hyndman, Kourentzes & Petropoulos (2017)"),
            Self::Variance => card!("wls-variance" "each by its own past errors"
                "W = diag(mean of squared past errors)" "Hyndman, Lee & Wang (2016)"),
            Self::Shrunk => card!("mint-shrink" "past errors and how they go together, shrunk"
                "W = λ D + (1 − λ) Σ̂, D the diagonal of Σ̂"
                "Wickramasuriya, Athanasopoulos & Hyndman (2019); Schäfer & Strimmer (2005)"),
        }
    }
}

impl Tree {
    /// So many parts, and of each sum the parts in it. Refused where a sum has none, one twice, or one that there is not.
    pub fn new(parts: usize, mut sums: Vec<Vec<usize>>) -> Result<Self, Refusal> {
        if parts == 0 {
            return Err(Refusal("a tree has parts".to_owned()));
        }
        for (which, sum) in sums.iter_mut().enumerate() {
            let named = sum.len();
            sum.sort_unstable();
            sum.dedup();
            if sum.is_empty() || sum.len() < named || sum.last().is_some_and(|last| *last >= parts) {
                return Err(Refusal(format!("sum {which} has no part, one twice, or one that there is not")));
            }
        }
        Ok(Self { parts, sums })
    }

    /// Parts and sums together.
    pub fn len(&self) -> usize {
        self.parts + self.sums.len()
    }

    /// Never: a tree has parts.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// How many parts stand in each: one in a part.
    pub fn sizes(&self) -> Vec<usize> {
        std::iter::repeat_n(1, self.parts).chain(self.sums.iter().map(Vec::len)).collect()
    }

    /// Parts with their sums.
    pub fn added(&self, parts: &[f64]) -> Vec<f64> {
        let sum = |sum: &Vec<usize>| sum.iter().map(|part| parts[*part]).sum();
        parts[..self.parts].iter().copied().chain(self.sums.iter().map(sum)).collect()
    }

    /// The sum of all parts, as its place in a forecast.
    pub fn whole(&self) -> Option<usize> {
        self.sums.iter().position(|sum| sum.len() == self.parts).map(|at| self.parts + at)
    }

    /// By how much each sum is more than its parts.
    fn off(&self, said: &[f64]) -> Vec<f64> {
        let off =
            |(at, sum): (usize, &Vec<usize>)| said[self.parts + at] - sum.iter().map(|part| said[*part]).sum::<f64>();
        self.sums.iter().enumerate().map(off).collect()
    }

    /// The row of C that says so.
    fn row(&self, sum: usize) -> Vec<(usize, f64)> {
        let parts = self.sums[sum].iter().map(|part| (*part, -1.0));
        std::iter::once((self.parts + sum, 1.0)).chain(parts).collect()
    }
}

impl Coherence {
    /// Of a tree, by past errors: each a month's, of all parts and sums, in the forecast's order. `kept`: a sum that
    /// stays as it is, and its parts add up to it. Refused where the method has nothing to go by.
    pub fn learn(tree: Tree, method: Method, errors: &[Vec<f64>], kept: Option<usize>) -> Result<Self, Refusal> {
        let errors: Vec<&Vec<f64>> =
            errors.iter().filter(|of| of.len() == tree.len() && of.iter().all(|v| v.is_finite())).collect();
        let few = || Refusal(format!("{} months of past errors are too few: {LEAST} at least", errors.len()));
        if kept.is_some_and(|kept| !(tree.parts..tree.len()).contains(&kept)) {
            return Err(Refusal("only a sum can be kept".to_owned()));
        }
        if method == Method::TopDown && tree.whole().is_none() {
            return Err(Refusal("no sum has all parts".to_owned()));
        }
        if matches!(method, Method::Variance | Method::Shrunk) && errors.len() < LEAST {
            return Err(few());
        }
        let mut spread = match method {
            Method::Structural => Spread::Each(tree.sizes().into_iter().map(|n| n as f64).collect()),
            Method::Variance => Spread::Each(floored(squares(&errors, tree.len()))),
            Method::Shrunk => Spread::Together(shrunk(&errors, tree.len())),
            _ => Spread::Each(vec![1.0; tree.len()]),
        };
        if let Some(kept) = kept {
            spread.silence(kept);
        }
        Ok(Self { tree, method, kept, spread })
    }

    /// By which method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// What was said of all parts and sums, made to add up. Where `above_zero`, no part is below it, and the
    /// answer is the nearest that is so.
    pub fn made(&self, said: &[f64], above_zero: bool) -> Vec<f64> {
        let tree = &self.tree;
        let whole = self.kept.or_else(|| tree.whole());
        match (self.method, whole) {
            (Method::BottomUp, _) if self.kept.is_none() => tree.added(&clipped(&said[..tree.parts], above_zero)),
            (Method::TopDown, Some(whole)) => tree.added(&self.shared(said, whole, above_zero)),
            _ => self.projected(said, above_zero),
        }
    }

    /// A sum shared as its parts are; where they come to nothing, evenly.
    fn shared(&self, said: &[f64], whole: usize, above_zero: bool) -> Vec<f64> {
        let mut parts = clipped(&said[..self.tree.parts], above_zero);
        let inside = &self.tree.sums[whole - self.tree.parts];
        let whole = if above_zero { said[whole].max(0.0) } else { said[whole] };
        let all: f64 = inside.iter().map(|part| parts[*part]).sum();
        for part in inside {
            parts[*part] = if all == 0.0 { whole / inside.len() as f64 } else { parts[*part] * whole / all };
        }
        parts
    }

    /// The nearest that adds up; parts below zero are held there one after another, and let go where that pulls
    /// (an active set; Wickramasuriya, Turlach & Hyndman 2020).
    fn projected(&self, said: &[f64], above_zero: bool) -> Vec<f64> {
        let parts = self.tree.parts;
        let small = said.iter().fold(0.0_f64, |most, v| most.max(v.abs())) * 1e-12;
        let mut held: Vec<usize> = Vec::new();
        let mut near = said.to_vec();
        for round in 0..ROUNDS {
            let (found, pull) = self.nearest(said, &held);
            near = found;
            if !above_zero {
                break;
            }
            let below: Vec<usize> = (0..parts).filter(|part| near[*part] < -small && !held.contains(part)).collect();
            let free: Vec<usize> =
                held.iter().zip(&pull).filter(|(_, pull)| **pull > 0.0).map(|(part, _)| *part).collect();
            if below.is_empty() && free.is_empty() {
                break;
            }
            // All at once is quick; one at a time cannot go round in circles for long.
            if round < ROUNDS / 2 {
                held.retain(|part| !free.contains(part));
                held.extend(below);
            } else if let Some(worst) = below.iter().copied().min_by(|a, b| near[*a].total_cmp(&near[*b])) {
                held.push(worst);
            } else {
                held.retain(|part| *part != free[0]);
            }
            held.sort_unstable();
        }
        self.tree.added(&clipped(&near[..parts], above_zero))
    }

    /// What adds up and is zero where it is held, and how hard each of those pulls upward.
    fn nearest(&self, said: &[f64], held: &[usize]) -> (Vec<f64>, Vec<f64>) {
        let sums = self.tree.sums.len();
        let rows: Vec<Vec<(usize, f64)>> =
            (0..sums).map(|sum| self.tree.row(sum)).chain(held.iter().map(|part| vec![(*part, 1.0)])).collect();
        if rows.is_empty() {
            return (said.to_vec(), Vec::new());
        }
        let spread: Vec<Vec<f64>> = rows.iter().map(|row| self.spread.times(row, said.len())).collect();
        let along = |row: &[(usize, f64)], of: &[f64]| row.iter().map(|(at, by)| by * of[*at]).sum::<f64>();
        let normal = rows.iter().enumerate().map(|(i, row)| (0..=i).map(|j| along(row, &spread[j])).collect());
        let mut off = self.tree.off(said);
        off.extend(held.iter().map(|part| said[*part]));
        let by = solve(&factor(normal.collect()), &off);
        let mut near = said.to_vec();
        for (spread, by) in spread.iter().zip(&by) {
            near.iter_mut().zip(spread).for_each(|(v, w)| *v -= w * by);
        }
        (near, by[sums..].to_vec())
    }
}

impl Spread {
    /// W times a row of C.
    fn times(&self, row: &[(usize, f64)], len: usize) -> Vec<f64> {
        let mut all = vec![0.0; len];
        match self {
            Self::Each(each) => row.iter().for_each(|(at, by)| all[*at] = by * each[*at]),
            Self::Together(whole) => {
                for (at, by) in row {
                    all.iter_mut().zip(&whole[*at]).for_each(|(sum, w)| *sum += by * w);
                }
            }
        }
        all
    }

    /// One that does not err is not moved.
    fn silence(&mut self, at: usize) {
        match self {
            Self::Each(each) => each[at] = 0.0,
            Self::Together(whole) => {
                whole[at].iter_mut().for_each(|w| *w = 0.0);
                whole.iter_mut().for_each(|row| row[at] = 0.0);
            }
        }
    }
}

fn clipped(parts: &[f64], above_zero: bool) -> Vec<f64> {
    parts.iter().map(|v| if above_zero { v.max(0.0) } else { *v }).collect()
}

/// The mean of squared errors.
fn squares(errors: &[&Vec<f64>], len: usize) -> Vec<f64> {
    (0..len).map(|at| errors.iter().map(|of| of[at] * of[at]).sum::<f64>() / errors.len() as f64).collect()
}

fn floored(squares: Vec<f64>) -> Vec<f64> {
    let most = squares.iter().copied().fold(0.0, f64::max);
    squares.into_iter().map(|v| if most > 0.0 { v.max(FLOOR * most) } else { 1.0 }).collect()
}

/// How errors go together, their correlations drawn to none by as much as they are known badly (Schäfer & Strimmer 2005).
fn shrunk(errors: &[&Vec<f64>], len: usize) -> Vec<Vec<f64>> {
    let (n, own) = (errors.len() as f64, floored(squares(errors, len)));
    let scaled: Vec<Vec<f64>> = (0..len).map(|at| errors.iter().map(|of| of[at] / own[at].sqrt()).collect()).collect();
    let (mut strange, mut all) = (0.0, 0.0);
    let mut whole = vec![vec![0.0; len]; len];
    for i in 0..len {
        for j in 0..i {
            let product = || scaled[i].iter().zip(&scaled[j]).map(|(a, b)| a * b);
            let mean = product().sum::<f64>() / n;
            strange += product().map(|v| (v - mean).powi(2)).sum::<f64>() / (n * (n - 1.0));
            all += mean * mean;
            whole[i][j] = mean;
        }
    }
    let less = 1.0 - if all > 0.0 { (strange / all).clamp(0.0, 1.0) } else { 1.0 };
    for i in 0..len {
        for j in 0..i {
            whole[i][j] *= less * (own[i] * own[j]).sqrt();
            whole[j][i] = whole[i][j];
        }
        whole[i][i] = own[i];
    }
    whole
}
