//! Hidiroglou–Berthelot: goods whose unit value moved since a year earlier otherwise
//! than that of the others, the more telling the heavier they are. Where
//! unit-value-outliers hold a good against its own past, here all goods of a period
//! are held against one another.

use yalu_trade::{Card, Cut, Gap, Interval, Panel, Period, Reading, Unit};

use crate::{
    Scope,
    families::Family,
    item::{Found, Item, Search, Searched, lacks, short, some},
    robust::{Bounds, median, quantile_of},
    unit_value_outliers::{Price, Priced, both},
    wording::three,
};

pub(crate) static CARD: Card = Card {
    id: "hidiroglou-berthelot",
    title: "Hidiroglou–Berthelot outliers of unit values",
    label: ["unit value as a multiple of a year earlier", "전년 대비 단가 배율", "单价相当于上年的倍数"],
    unit: "times the unit value a year earlier",
    formula: "r = u1 ÷ u0; s = 1 − r_M ÷ r below the median r_M, r ÷ r_M − 1 above; E = s max(q0, q1)^U; told outside E_M − C d_Q1 … E_M + C d_Q3, d_Q = max(|E_M − E_Q|, |A E_M|); U = 0.5, A = 0.05, C = 4, q in kg",
    citation: "Hidiroglou and Berthelot, Statistical Editing and Imputation for Periodic Business Surveys (Survey Methodology 12, 1986)",
    needs: "records of eight goods or more with value and weight in the period and a year earlier (`yalu ingest`)",
    caveats: "It tells who moved otherwise than the rest: where all prices doubled, a good that did not is told.",
    example: "hidiroglou-berthelot --flow import --period 2023",
};

pub(crate) const SEARCH: Search = Search { asks, find, of_goods: true };

/// How much a good's size counts.
const U: f64 = 0.5;
/// The least distance of a quartile, as a part of the median.
const A: f64 = 0.05;
/// How many distances of a quartile are borne.
const C: f64 = 4.0;
/// Of fewer goods there are no quartiles worth the name.
const FEWEST: usize = 8;

pub(crate) static MEASURE: Searched = Searched { card: &CARD, search: SEARCH, unit: |_| Unit::Times };

fn asks(scope: &Scope, period: Period) -> Vec<Cut> {
    both(scope, &[period, period.shift_years(-1)])
}

/// A family then and now.
struct Pair<'f, 'a> {
    family: Family<'f, 'a>,
    now: Price,
    ratio: Interval,
    size: Bounds,
}

fn find(scope: &Scope, period: Period, panels: &[Panel]) -> Result<Found, Gap> {
    let last = period.shift_years(-1);
    let priced = Priced::of(scope, panels)?;
    for period in [period, last] {
        priced.values.whole(period).map_err(|gap| lacks(&CARD, &gap))?;
    }
    let mut pairs = Vec::new();
    for family in priced.values.all(scope) {
        let both = priced.at(scope, family, period).zip(priced.at(scope, family, last));
        let Some((now, then)) = both else { continue };
        let Some(ratio) = now.unit_value.over(&then.unit_value) else { continue };
        let (q0, q1) = (Bounds::of(&then.kilograms), Bounds::of(&now.kilograms));
        let size = Bounds { low: q0.low.max(q1.low), best: q0.best.max(q1.best), high: q0.high.max(q1.high) };
        pairs.push(Pair { family, now, ratio, size });
    }
    if pairs.len() < FEWEST {
        let why = format!(
            "{} goods have a value and a weight in both {period} and {last}, and a comparison takes {FEWEST} at least",
            pairs.len()
        );
        return Err(Gap::not_derivable(why));
    }
    let ratios: Vec<Bounds> = pairs.iter().map(|pair| Bounds::of(&pair.ratio)).collect();
    let sizes: Vec<Bounds> = pairs.iter().map(|pair| pair.size).collect();
    let Effects { effects, low, high } = effects(&ratios, &sizes);
    let (mut items, mut open) = (Vec::new(), Vec::new());
    for (pair, effect) in pairs.iter().zip(&effects) {
        let valued = pair.now.value.above(scope.rules.new_above);
        let told = effect.low > high.high || effect.high < low.low;
        if told && valued {
            let limits = format!("{} … {}", short(low.best), short(high.best));
            items.push((effect.best.abs(), item(&priced, scope, period, pair, effect, &limits, pairs.len())?));
        } else if (effect.high > high.low || effect.low < low.high) && valued {
            open.push(priced.values.lead(pair.family, period).to_string());
        }
    }
    items.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.commodity.cmp(&other.commodity)));
    let mut notes =
        vec![format!("{period}: {} goods with a value and a weight in both {period} and {last}", pairs.len())];
    if items.is_empty() {
        notes.push(format!("{period}: no unit value moved otherwise than the rest"));
    }
    if !open.is_empty() {
        notes.push(format!("{period}: between their bounds these may stand out or not: {}", some(&open)));
    }
    Ok(Found { items: items.into_iter().map(|(_, item)| item).collect(), notes })
}

/// The effects of ratios, and the limits within which they lie.
pub struct Effects {
    /// E, ratio by ratio.
    pub effects: Vec<Bounds>,
    /// E_M − C d_Q1.
    pub low: Bounds,
    /// E_M + C d_Q3.
    pub high: Bounds,
}

/// The effects of ratios of some size, by the paper's formula.
pub fn effects(ratios: &[Bounds], sizes: &[Bounds]) -> Effects {
    let middle = median(ratios);
    // s rises with the ratio and falls with the median.
    let s = |ratio: f64, middle: f64| if ratio < middle { 1.0 - middle / ratio } else { ratio / middle - 1.0 };
    let effect = |(ratio, size): (&Bounds, &Bounds)| {
        let size = size.rising(|size| libm::pow(size, U));
        let (least, most) = (s(ratio.low, middle.high), s(ratio.high, middle.low));
        Bounds {
            low: if least < 0.0 { least * size.high } else { least * size.low },
            best: s(ratio.best, middle.best) * size.best,
            high: if most < 0.0 { most * size.low } else { most * size.high },
        }
    };
    let effects: Vec<Bounds> = ratios.iter().zip(sizes).map(effect).collect();
    let [first, middle, third] = [0.25, 0.5, 0.75].map(|share| quantile_of(&effects, share));
    let reach = |near: Bounds, far: Bounds| {
        let floor = if middle.low > 0.0 || middle.high < 0.0 { middle.low.abs().min(middle.high.abs()) } else { 0.0 };
        Bounds {
            low: (far.low - near.high).max(A * floor),
            best: (far.best - near.best).max((A * middle.best).abs()),
            high: (far.high - near.low).max(A * middle.low.abs().max(middle.high.abs())),
        }
    };
    let (down, up) = (reach(first, middle), reach(middle, third));
    Effects {
        effects,
        low: Bounds {
            low: middle.low - C * down.high,
            best: middle.best - C * down.best,
            high: middle.high - C * down.low,
        },
        high: Bounds { low: middle.low + C * up.low, best: middle.best + C * up.best, high: middle.high + C * up.high },
    }
}

fn item<'a>(
    priced: &Priced<'a>,
    scope: &Scope,
    period: Period,
    pair: &Pair<'_, 'a>,
    effect: &Bounds,
    limits: &str,
    of: usize,
) -> Result<Item, Gap> {
    let papers = priced.readings(scope, pair.family, &[period, period.shift_years(-1)]);
    let figure = priced.values.figure(pair.ratio, Unit::Times, CARD.formula, &papers, period)?;
    let own = priced.values.readings(pair.family, &[period]);
    let worth =
        priced.values.figure(pair.now.value, Unit::Money(scope.currency()), "Σ V over the family", &own, period)?;
    let e = short(effect.best);
    let says = three(
        format!("effect {e}, outside {limits} of {of} goods"),
        format!("효과값 {e}, {of}개 품목의 범위 {limits} 밖"),
        format!("效应值{e}，超出{of}项商品的范围{limits}"),
    );
    Ok(Item {
        period,
        commodity: priced.values.lead(pair.family, period),
        name: None,
        figure: Reading { valuation: "", ..figure },
        worth,
        share: None,
        says,
    })
}
