//! Contribution: how many points of growth each part gave. Parts of trade are
//! its two flows; parts of a flow are its goods. What the goods on file do not
//! tell is one row, so that the rows add up to the growth to the last digit.

use yalu_trade::{Card, Commodity, Cut, Flow, Gap, Interval, Listing, Panel, Period, Quantity, Reading, Unit, dec};

use crate::{
    Measure, Measured, Row, Scope,
    goods::{self, Goods},
    growth, level,
    scope::computed,
    wording::three,
};

pub(crate) struct Contribution;

static CARD: Card = Card {
    id: "contribution",
    title: "Contributions to growth",
    label: ["contributions to growth", "증가율 기여도", "对增长的拉动"],
    unit: "points",
    formula: "c_i = (v_i,t − v_i,t−1) ÷ V_t−1 × 100; Σ c_i is the growth",
    citation: "OECD, Glossary of Statistical Terms: contributions to growth; UN, System of National Accounts 2008, ch. 15",
    needs: "the total in both years, and the goods of both on one list",
    caveats: "Of an incomplete list the rest is one row, and what is not on file of it is bounded, not dropped.",
    example: "contribution --flow import --period 2023",
};

const FLOWS: [Flow; 2] = [Flow::X, Flow::M];

impl Measure for Contribution {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        scope.periods.iter().flat_map(|&period| asks(scope, period)).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let mut measured = Measured { unit: Unit::Points, rows: Vec::new(), total: None, notes: Vec::new() };
        for (period, panels) in scope.each(panels, asks) {
            let parts = match scope.flow {
                Flow::B => Err(Gap::not_derivable("a balance has no growth: name imports, exports or total")),
                Flow::T => flows(scope, period, panels),
                _ => of_goods(scope, period, panels),
            };
            match parts {
                Ok((rows, total)) => {
                    measured.rows.extend(rows);
                    measured.total = Some(total).filter(|_| scope.periods.len() == 1);
                }
                Err(gap) => measured.rows.push(scope.row(period, Err(gap))),
            }
        }
        measured
    }
}

/// Of trade its flows; of a flow its goods now and a year earlier, each list with its whole, and last year's shares as
/// printed.
pub(crate) fn asks(scope: &Scope, period: Period) -> Vec<Cut> {
    let both = [period, last(period)];
    match scope.flow {
        Flow::T => level::asks(scope, Flow::T, &Commodity::Total, &both),
        Flow::B => Vec::new(),
        flow => {
            let value = Quantity::Value(scope.currency());
            let printed = Quantity::PrintedShare { of: Commodity::Total };
            let [now, whole] = goods::asks(scope, flow, &value, &[period]);
            let [then, whole_then] = goods::asks(scope, flow, &value, &[last(period)]);
            let [printed, _] = goods::asks(scope, flow, &printed, &[last(period)]);
            vec![now, whole, then, whole_then, printed]
        }
    }
}

fn last(period: Period) -> Period {
    period.shift_years(-1)
}

/// What is known of a part a year earlier.
enum Before<'a> {
    Level(&'a Reading),
    /// Its share, as somebody printed it.
    Share(&'a Reading),
}

/// The points of growth that a part gave.
fn points(now: &Reading, before: &Before<'_>, whole: &Reading) -> Result<Reading, Gap> {
    let none = || Gap::not_derivable("the whole a year earlier may be zero");
    let percent =
        |interval: Interval| interval.over(&whole.interval).ok_or_else(none).map(|part| part.times(dec!(100)));
    let (points, earlier) = match before {
        Before::Level(before) => (percent(now.interval.minus(&before.interval))?, before),
        Before::Share(share) => (percent(now.interval)?.minus(&share.interval), share),
    };
    let points = computed(points, Unit::Points, CARD.formula, &[now, earlier, whole]);
    Ok(Reading { vintage: now.vintage, base_vintage: Some(whole.vintage), ..points })
}

fn flows(scope: &Scope, period: Period, panels: &[Panel]) -> Result<(Vec<Row>, Row), Gap> {
    let [_, x, m] = panels else { return Err(Gap::not_on_file("nothing was read")) };
    let at = |period| level::at(scope, Flow::T, &Commodity::Total, period, panels);
    let (now, then) = (at(period)?, at(last(period)));
    let growth = growth::between(&now, &then, growth_formula())?;
    let whole = then?;
    let mut rows = Vec::new();
    for (flow, panel) in FLOWS.into_iter().zip([x, m]) {
        let lacks = |gap: Gap| Gap::not_derivable(gap.why);
        let part = panel.at(period, &Commodity::Total).map_err(lacks)?;
        let before = panel.at(last(period), &Commodity::Total).map_err(lacks)?;
        rows.push(Row {
            flow,
            commodity: Commodity::Total,
            ..scope.row(period, points(part, &Before::Level(before), &whole))
        });
    }
    with_rest(scope, period, rows, growth)
}

fn growth_formula() -> &'static str {
    "(V_t ÷ V_t−1 − 1) × 100"
}

fn of_goods(scope: &Scope, period: Period, panels: &[Panel]) -> Result<(Vec<Row>, Row), Gap> {
    let [now, whole, then, whole_then, printed] = panels else { return Err(Gap::not_on_file("nothing was read")) };
    let (now, then) = (Goods::of(scope, now, whole), Goods::of(scope, then, whole_then));
    let (total, base) = (now.whole(period)?, then.whole(last(period)));
    let growth = growth::between(total, &base.clone().cloned(), growth_formula())?;
    let base = base?;
    let mut rows = Vec::new();
    let mut names: Vec<&Commodity> = now.names().chain(then.names()).collect();
    names.sort();
    names.dedup();
    for commodity in names {
        let (level, share) = (then.at(commodity, last(period)), printed.at(last(period), commodity));
        let before = level.as_ref().map(Before::Level).ok().or(share.ok().map(Before::Share));
        // A part that is known in one of the years alone is in the rest.
        if let (Ok(part), Some(before)) = (now.at(commodity, period), before) {
            rows.push(Row { commodity: commodity.clone(), ..scope.row(period, points(&part, &before, base)) });
        }
    }
    if rows.is_empty() {
        let why = format!(
            "no code of {} digits is on file with both {period} and {}: values of both, or a value and a share",
            scope.rules.level,
            last(period)
        );
        return Err(Gap::not_derivable(why));
    }
    let size = |row: &Row| row.answer.as_ref().ok().and_then(|points| points.interval.best).map(|best| best.abs());
    rows.sort_by(|a, b| size(b).cmp(&size(a)).then_with(|| a.commodity.cmp(&b.commodity)));
    let all = now.listing == Listing::All && then.listing == Listing::All;
    if all {
        rows.truncate(scope.top.max(1));
    }
    with_rest(scope, period, rows, growth)
}

/// The rows, what they leave, and the growth that they add up to.
fn with_rest(scope: &Scope, period: Period, mut rows: Vec<Row>, growth: Reading) -> Result<(Vec<Row>, Row), Gap> {
    let known: Vec<&Reading> = rows.iter().filter_map(|row| row.answer.as_ref().ok()).collect();
    let left = growth.interval.minus(&Interval::sum(known.iter().map(|points| &points.interval)));
    let inputs: Vec<&Reading> = std::iter::once(&growth).chain(known).collect();
    let rest = computed(left, Unit::Points, "growth − Σ c_i", &inputs);
    let name = three("everything else, and rounding", "그 밖의 품목(반올림 포함)", "其余（含舍入）");
    rows.push(Row { name: Some(name), commodity: Commodity::Total, ..scope.row(period, Ok(rest)) });
    let total = Reading { unit: Unit::Points, ..growth };
    Ok((rows, scope.row(period, Ok(total))))
}
