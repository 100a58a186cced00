//! Unusual rises: goods whose month stands far above their own months before, by
//! robust score, as far as chance does not explain it among so many goods: the rate
//! of false alarms is held. It tells of rises only; goods that fall away are among
//! the vanished.

use yalu_trade::{Card, Commodity, Cut, Gap, Interval, Panel, Period, Quantity, Reading, Unit, dec};

use crate::{
    Scope,
    families::{self, Families, Family},
    float::{decimal, float},
    item::{Found, Item, Search, Searched, percent, short, some, whole},
    past,
    robust::{Bounds, Score, chance, false_discovery_rates, score},
    wording::three,
};

pub(crate) static CARD: Card = Card {
    id: "unusual",
    title: "Unusual rises",
    label: ["unusual rises, robust score", "이례적 증가(강건 점수)", "异常增长（稳健分数）"],
    unit: "robust score",
    formula: "z = 0.6745 (x − median x) ÷ MAD x, x = ln(1 + V a month) over the history before; p by Student's t; told where the false discovery rate is within false_alarms % and V > new_above",
    citation: "Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993); Benjamini and Hochberg, J. R. Statist. Soc. B 57 (1995)",
    needs: "records of every good, month by month, in the period and half of the `history` before it at least (`yalu ingest`)",
    caveats: "A season or a trend is no chance: where goods have one, more is told than the rate says. docs/news.md has the rates of steady, drifting and sluggish goods.",
    example: "unusual --flow import --period 2023-12",
};

pub(crate) const SEARCH: Search = Search { asks, find, of_goods: true };

pub(crate) static MEASURE: Searched = Searched { card: &CARD, search: SEARCH, unit: |_| Unit::Index };

/// The months of a period and its history.
pub(crate) fn trail(scope: &Scope, period: Period) -> Vec<Period> {
    let months = [past::before(period, scope.rules.history), past::months(period)].concat();
    past::asks(&months)
}

fn asks(scope: &Scope, period: Period) -> Vec<Cut> {
    families::asks(scope, &Quantity::Value(scope.currency()), &trail(scope, period))
}

/// The months of a period that are on file, each with those on file of its history. Refused where a month or half of
/// a history is missing.
pub(crate) fn months(
    scope: &Scope,
    period: Period,
    known: impl Fn(Period) -> bool + Copy,
    card: &Card,
) -> Result<Vec<(Period, Vec<Period>)>, Gap> {
    let what = card.title.to_lowercase();
    let (there, absent) = past::on_file(&past::months(period), known);
    if !absent.is_empty() {
        let why = format!("{what} are found month by month, and {} is not on file", past::told(&absent));
        return Err(Gap::not_derivable(why));
    }
    let mut months = Vec::new();
    for month in there {
        let (history, absent) = past::on_file(&past::before(month, scope.rules.history), known);
        let covered: u32 = history.iter().map(|period| period.len_months()).sum();
        if covered * 2 < scope.rules.history {
            let why = format!(
                "{what} need half of the {} months before {month} at least; {} is not on file",
                scope.rules.history,
                past::told(&absent)
            );
            return Err(Gap::not_derivable(why));
        }
        months.push((month, history));
    }
    Ok(months)
}

/// A level a month.
pub(crate) fn monthly(level: &Interval, period: Period) -> Bounds {
    Bounds::of(level).rising(|value| value / f64::from(period.len_months()))
}

/// A family in a month that was tested.
struct Tested<'f, 'a> {
    month: Period,
    family: Family<'f, 'a>,
    level: Interval,
    score: Score,
    history: Vec<Period>,
}

fn find(scope: &Scope, period: Period, panels: &[Panel]) -> Result<Found, Gap> {
    let families = Families::of(scope, panels)?;
    let months = months(scope, period, |period| families.whole(period).is_ok(), &CARD)?;
    let (mut tested, mut untold) = (Vec::new(), 0);
    for family in families.all(scope) {
        for (month, history) in &months {
            let Ok(level) = families.at(family, *month) else { continue };
            let log = |level: &Interval, period| monthly(level, period).rising(libm::log1p);
            let others: Vec<Bounds> =
                history.iter().filter_map(|past| Some(log(&families.at(family, *past).ok()?, *past))).collect();
            let enough = others.len() * 2 >= history.len();
            match score(log(&level, *month), &others).filter(|_| enough) {
                Some(score) => tested.push(Tested { month: *month, family, level, score, history: history.clone() }),
                None => untold += usize::from(level.high.is_none_or(|high| high > scope.rules.new_above)),
            }
        }
    }
    if tested.is_empty() && untold == 0 {
        return Err(families::nothing(scope, period));
    }
    // Where scores are bounds, an alarm must hold at the least of them; the most say which may be alarms.
    let rates = |pick: fn(&Score) -> f64| {
        // Month by month: a month with much news does not loosen the others.
        let mut rates = vec![1.0; tested.len()];
        for (month, _) in &months {
            let own: Vec<usize> = (0..tested.len()).filter(|at| tested[*at].month == *month).collect();
            let chances: Vec<f64> =
                own.iter().map(|at| chance(pick(&tested[*at].score), tested[*at].score.of)).collect();
            own.into_iter().zip(false_discovery_rates(&chances)).for_each(|(at, rate)| rates[at] = rate);
        }
        rates
    };
    let (least, best, most) = (rates(|s| s.z.high), rates(|s| s.z.best), rates(|s| s.z.low));
    let borne = float(scope.rules.false_alarms * dec!(0.01));
    let above = scope.rules.new_above;
    let (mut items, mut open) = (Vec::new(), Vec::new());
    for (at, one) in tested.iter().enumerate() {
        if most[at] <= borne && one.level.above(above) {
            items.push((
                best[at],
                item(scope, &families, one, best[at], tested.iter().filter(|other| other.month == one.month).count())?,
            ));
        } else if least[at] <= borne && one.level.high.is_none_or(|high| high > above) {
            open.push(families.lead(one.family, one.month).to_string());
        }
    }
    let size = |item: &Item| item.figure.interval.best.unwrap_or_default();
    items.sort_by(|(a, one), (b, other)| {
        let by_rate = a.total_cmp(b).then_with(|| size(other).cmp(&size(one)));
        by_rate.then_with(|| (one.period, &one.commodity).cmp(&(other.period, &other.commodity)))
    });
    let mut notes = vec![format!(
        "{period}: {} goods tested month by month against {} months before; of what is told of a month no more than {} % should be chance",
        tested.len(),
        scope.rules.history,
        scope.rules.false_alarms.normalize()
    )];
    if items.is_empty() {
        notes.push(format!("{period}: no rise is unusual"));
    }
    if untold > 0 {
        notes.push(format!(
            "{period}: {untold} cannot be told: nothing, or the same, was traded in half of their months"
        ));
    }
    if !open.is_empty() {
        notes.push(format!("{period}: between their bounds these may be unusual or not: {}", some(&open)));
    }
    Ok(Found { items: items.into_iter().map(|(_, item)| item).collect(), notes })
}

fn item<'a>(scope: &Scope, families: &Families<'a>, one: &Tested<'_, 'a>, rate: f64, of: usize) -> Result<Item, Gap> {
    let money = Unit::Money(scope.currency());
    let papers: Vec<&Reading> = families.readings(one.family, &[&[one.month][..], &one.history[..]].concat());
    let figure = families.figure(one.score.z.interval(), Unit::Index, CARD.formula, &papers, one.month)?;
    let own = families.readings(one.family, &[one.month]);
    let worth = families.figure(one.level, money, "Σ V over the family", &own, one.month)?;
    let usual = libm::expm1(one.score.median.best);
    let times = short(monthly(&one.level, one.month).best / usual.max(1.0));
    let usual = whole(decimal(usual).unwrap_or_default());
    let (p, q, n) = (percent(chance(one.score.z.best, one.score.of)), percent(rate), one.score.of);
    let says = three(
        format!("{times} times the median month, {usual}, of {n}; by chance {p}, among {of} tested {q}"),
        format!("{n}개월 중앙값 {usual}의 {times}배; 우연일 확률 {p}, {of}개 검정 중 오경보율 {q}"),
        format!("为{n}个月中位数{usual}的{times}倍；偶然概率{p}，{of}项检验中误报率{q}"),
    );
    let commodity: Commodity = families.lead(one.family, one.month);
    Ok(Item {
        period: one.month,
        commodity,
        name: None,
        figure: Reading { valuation: "", ..figure },
        worth,
        share: None,
        says,
    })
}
