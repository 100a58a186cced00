//! Index of a basket against a base, with control shares: what part of each
//! item counts is one unknown, the same now and then, so the bounds are nearer
//! than those of a level over a level. The dual-use index is one of these.

use yalu_trade::{Basket, Card, Commodity, Cut, Decimal, Gap, Interval, Panel, Period, Reading, Unit, dec};

use crate::{Measure, Measured, Row, Scope, reference, scope::computed};

pub(crate) struct BasketIndex;

static CARD: Card = Card {
    id: "basket-index",
    title: "Index of a basket against a base (dual-use index)",
    label: ["index against {base}", "{base} 대비 지수", "相对{base}的指数"],
    unit: "%",
    formula: "D = Σ φ_k v_kt ÷ mean(Σ φ_k v_kb, b in the base) × 100, φ_k between the least and the most of k that counts: the least and the most D over all of them",
    citation: "Choi and Choi, North Korea's 2023 Trade with China (KIEP, 2024), II.1, on dual-use goods; bounds: Charnes and Cooper, Programming with Linear Fractional Functionals (1962)",
    needs: "every item of a basket in the period and in the base; the desk's baskets/*.toml",
    caveats: "The control shares are the same now and then, whatever they are: that is narrower than two levels apart.",
    example: "basket-index --flow import --base 2019 --period 2023",
};

/// The baskets that a scope asks about: one, or all of the desk.
fn baskets(scope: &Scope) -> Vec<&Basket> {
    let asked = |basket: &&Basket| match &scope.commodity {
        Commodity::Basket(id) => basket.id == *id,
        _ => true,
    };
    scope.baskets.iter().filter(asked).collect()
}

fn of(scope: &Scope, basket: &Basket) -> Scope {
    Scope { commodity: Commodity::Basket(basket.id.clone()), ..scope.clone() }
}

impl Measure for BasketIndex {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        baskets(scope).into_iter().flat_map(|basket| reference::asks(&of(scope, basket))).collect()
    }

    fn answer(&self, scope: &Scope, mut panels: &[Panel]) -> Measured {
        let mut rows: Vec<Row> = Vec::new();
        for basket in baskets(scope) {
            let scope = of(scope, basket);
            let (own, rest) = panels.split_at(reference::asks(&scope).len().min(panels.len()));
            panels = rest;
            rows.extend(scope.periods.iter().map(|&period| scope.row(period, index(&scope, basket, period, own))));
        }
        if scope.baskets.is_empty() {
            let none = || Err(Gap::not_derivable("the desk has no basket (baskets/*.toml)"));
            rows.extend(scope.periods.iter().map(|&period| scope.row(period, none())));
        }
        Measured { unit: Unit::Percent, rows, total: None, notes: Vec::new() }
    }
}

fn index(scope: &Scope, basket: &Basket, period: Period, panels: &[Panel]) -> Result<Reading, Gap> {
    let (now, base) = reference::now_and_base(scope, period, panels).map_err(|gap| {
        let why = if basket.items.is_empty() {
            format!("the basket `{}` lists no items, and no print gives it: {}", basket.id, gap.why)
        } else {
            gap.why
        };
        Gap::not_derivable(why)
    })?;
    let ratio = now.interval.over(&base.interval).ok_or_else(|| Gap::not_derivable("the base may be zero"))?;
    let apart = items(scope, basket, period, panels).and_then(|items| bounds(&items));
    // Both hold: what was printed of the basket, and what its items give.
    let nearer = |a: Option<Decimal>, b: Option<Decimal>, pick: fn(Decimal, Decimal) -> Decimal| match (a, b) {
        (Some(a), Some(b)) => Some(pick(a, b)),
        (a, b) => a.or(b),
    };
    let interval = match apart {
        Some(apart) if apart.meets(&ratio) => Interval {
            low: nearer(ratio.low, apart.low, Decimal::max),
            best: ratio.best.or(apart.best),
            high: nearer(ratio.high, apart.high, Decimal::min),
        },
        _ => ratio,
    };
    let index = computed(interval.times(dec!(100)), Unit::Percent, CARD.formula, &[&now, &base]);
    Ok(Reading { vintage: now.vintage, base_vintage: Some(base.vintage), ..index })
}

/// An item: now, its mean over the base, and the least and the most of it that counts.
struct Counted {
    now: Interval,
    base: Interval,
    share: (Decimal, Decimal),
}

/// The items, where each is on file now and in every period of the base.
fn items(scope: &Scope, basket: &Basket, period: Period, panels: &[Panel]) -> Option<Vec<Counted>> {
    let periods = &scope.base.as_ref()?.periods;
    let panel = panels.last()?;
    let item = |item: &yalu_trade::Item| {
        let at = |period| Some(panel.at(period, &Commodity::Code(item.hs.clone())).ok()?.interval);
        let base: Option<Vec<Interval>> = periods.iter().map(|&period| at(period)).collect();
        let base = Interval::mean(base.as_ref()?)?;
        Some(Counted { now: at(period)?, base, share: (item.share_low, item.share_high) })
    };
    let items: Option<Vec<Counted>> = basket.items.iter().map(item).collect();
    items.filter(|items| !items.is_empty())
}

/// The least and the most of a ratio of sums in which each share may be anything between its bounds. The extremes
/// take the share of every item at one end: the most for those whose own ratio is above the whole's, the least for
/// the others; so it is enough to try each cut of the items in the order of their ratios.
fn bounds(items: &[Counted]) -> Option<Interval> {
    let extreme = |most: bool| {
        let ends = |item: &Counted| {
            if most { Some((item.now.high?, item.base.low?)) } else { Some((item.now.low?, item.base.high?)) }
        };
        let mut ends: Vec<(Decimal, Decimal, (Decimal, Decimal))> =
            items.iter().map(|item| ends(item).map(|(now, base)| (now, base, item.share))).collect::<Option<_>>()?;
        // By falling ratio for the most, by rising ratio for the least; without a division, so that zeros do no harm.
        ends.sort_by(|a, b| {
            let order = b.0.saturating_mul(a.1).cmp(&a.0.saturating_mul(b.1));
            if most { order } else { order.reverse() }
        });
        let at = |cut: usize| {
            let (mut now, mut base) = (Decimal::ZERO, Decimal::ZERO);
            for (i, (n, b, (low, high))) in ends.iter().enumerate() {
                let share = if i < cut { *high } else { *low };
                now = now.checked_add(n.checked_mul(share)?)?;
                base = base.checked_add(b.checked_mul(share)?)?;
            }
            let ratio = Interval::exact(now).over(&Interval::exact(base))?;
            if most { ratio.high } else { ratio.low }
        };
        let tried = (0..=ends.len()).filter_map(at);
        if most { tried.max() } else { tried.min() }
    };
    Some(Interval { low: extreme(false), best: None, high: extreme(true) })
}
