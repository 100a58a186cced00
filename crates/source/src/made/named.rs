//! Goods whose totals are given one by one, beside the total of all: what is left of that
//! is spread over the other goods, evenly enough that none of them stands out.

use std::io;

use yalu_trade::{Flow, Period};

use super::{
    customs_row::{Goods, goods_of},
    mixed,
};

/// What a good comes to in a partner's total, and how heavy that was where it is to be so heavy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// The partner, by the office's code.
    pub partner: String,
    /// The period of the total.
    pub period: Period,
    /// Which way.
    pub flow: Flow,
    /// Its code: four, six or eight digits. All codes under it together come to the value.
    pub code: String,
    /// In whole money.
    pub value: u64,
    /// In kilograms; without them, at the made prices.
    pub kilograms: Option<u64>,
}

/// Goods, by their places among all, that come to a total together.
pub(super) struct Lot {
    pub(super) goods: Vec<usize>,
    pub(super) total: u64,
    pub(super) kilograms: Option<u64>,
    /// It was named: all of its goods are traded.
    pub(super) named: bool,
    /// It stands beside named goods, and is spread evenly.
    pub(super) evened: bool,
}

/// How many codes a named good has under it, where it is not a code of eight digits itself.
const UNDER: usize = 3;

/// The goods of the named codes, which come after all others.
pub(super) fn named_goods(seed: u64, named: &[Named]) -> Vec<Goods> {
    let mut codes: Vec<&str> = named.iter().map(|one| one.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let under = |code: &str| -> Vec<String> {
        match code.len() {
            // Made codes begin lower than 97, unless there are more than a hundred thousand.
            4..8 => (97..97 + UNDER).map(|end| format!("{code}{}", &format!("{end}00")[..8 - code.len()])).collect(),
            _ => vec![code.to_owned()],
        }
    };
    let codes = codes.into_iter().flat_map(under).enumerate();
    codes.map(|(at, code)| goods_of(mixed(&[seed, 11, at as u64]), code)).collect()
}

/// The lots of a total: a lot for each named good, and one for all the others.
pub(super) fn lots(named: &[&Named], total: u64, all: &[Goods], order: &[usize]) -> io::Result<Vec<Lot>> {
    let wrong = |why: String| Err(io::Error::other(why));
    if let Some((one, other)) = overlapping(named) {
        return wrong(format!("{} is a part of {}: name one of them", other.code, one.code));
    }
    if let Some(one) = named.iter().find(|one| !matches!(one.code.len(), 4 | 6 | 8)) {
        return wrong(format!("`{}` has not four, six or eight digits", one.code));
    }
    let sum: u64 = named.iter().map(|one| one.value).sum();
    if sum > total {
        return wrong(format!("the named goods come to {sum}, the total to {total}"));
    }
    let under = |at: usize| named.iter().position(|one| all[at].code.starts_with(&one.code));
    let mut goods: Vec<Vec<usize>> = vec![Vec::new(); named.len() + 1];
    order.iter().for_each(|at| goods[under(*at).unwrap_or(named.len())].push(*at));
    let rest = goods.pop().unwrap_or_default();
    let lot = |(one, goods): (&&Named, Vec<usize>)| Lot {
        goods,
        total: one.value,
        kilograms: one.kilograms,
        named: true,
        evened: false,
    };
    let rest = Lot { goods: rest, total: total - sum, kilograms: None, named: false, evened: !named.is_empty() };
    Ok(named.iter().zip(goods).map(lot).chain([rest]).filter(|lot| lot.total > 0).collect())
}

fn overlapping<'a>(named: &[&'a Named]) -> Option<(&'a Named, &'a Named)> {
    let mut sorted = named.to_vec();
    sorted.sort_by(|a, b| a.code.cmp(&b.code));
    sorted.windows(2).find(|pair| pair[1].code.starts_with(&pair[0].code)).map(|pair| (pair[0], pair[1]))
}

/// A weight brought nearer to the others: what is left beside named goods has no large one.
pub(super) fn evened(weight: u128) -> u128 {
    if weight == 0 { 0 } else { u128::from(weight.ilog2()) + 8 }
}
