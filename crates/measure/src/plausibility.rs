//! The plausibility filter: a partner's record of a good stands if one of the
//! yardsticks, who know the economy from its namesake, recorded that good with it
//! too, and no less of it. Off and on stand side by side, with what is removed
//! and why.
//!
//! A record that may be above the yardsticks' and may not is left undecided: the
//! filtered figure then has bounds. What a list keeps back is left in.

use yalu_trade::{Card, Commodity, Cut, Decimal, Flow, Gap, Interval, Listing, Panel, Period, Reading, Unit, Wording};

use crate::{
    Measure, Measured, Row, Scope,
    goods::{self, Goods},
    mirror::{by_value, of_reporter},
    partner_share::name,
    scope::computed,
    wording::{each, three},
};

pub(crate) struct Plausibility;

static CARD: Card = Card {
    id: "plausibility",
    title: "Plausibility filter, off and on",
    label: ["plausible records", "타당한 기록", "可信记录"],
    unit: "currency",
    formula: "Σ v_k over the goods k with v_k ≤ max of the yardsticks' v_k in the period or the `new_years` years before it; a good that no yardstick traded is removed",
    citation: "Lee Suk (KDI), 1990–2008 Bukhan muyeok tonggye-ui bunseok-gwa jaeguseong (2011): goods traded with the three partners whose records do not mix it up, up to the largest of them; told in https://etoday.co.kr/news/view/468559",
    needs: "the goods of every reporter and of the yardsticks (`yardsticks` in `[rules]` of desk.toml) with the economy: ingest them",
    caveats: "The source looked back over all of 1990–2008, this looks back as far as the desk says. A true trade that no yardstick has is removed too, and a false one below theirs stays.",
    example: "plausibility --flow export --period 2023",
};

impl Measure for Plausibility {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let scope = by_value(scope);
        scope.periods.iter().flat_map(|&period| asks(&scope, period)).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let scope = by_value(scope);
        let unit = Unit::Money(scope.currency());
        let mut measured = Measured { unit, rows: Vec::new(), total: None, notes: Vec::new() };
        for (period, panels) in scope.each(panels, asks) {
            match Yardsticks::of(&scope, period, panels) {
                Ok(yardsticks) => {
                    measured.notes.extend(yardsticks.note(&scope, period));
                    for (reporter, own) in scope.reporters.iter().zip(panels.chunks(2)) {
                        measured.rows.extend(rows(&scope, reporter, period, own, &yardsticks));
                    }
                }
                Err(gap) => measured.rows.push(scope.row(period, Err(gap))),
            }
        }
        measured
    }
}

/// The period, and the years before it that are looked at.
fn looked_at(scope: &Scope, period: Period) -> Vec<Period> {
    (0..=scope.rules.new_years as i32).rev().map(|back| period.shift_years(-back)).collect()
}

/// The goods of every reporter in the period; then those of every yardstick, and over the years before.
fn asks(scope: &Scope, period: Period) -> Vec<Cut> {
    let of = |who: &String, periods: &[Period]| {
        let scope = Scope { reporters: vec![who.clone()], ..scope.clone() };
        goods::asks(&scope, scope.flow, &scope.quantity, periods)
    };
    let own = scope.reporters.iter().flat_map(|reporter| of(reporter, &[period]));
    let theirs = scope.rules.yardsticks.iter().flat_map(|yardstick| of(yardstick, &looked_at(scope, period)));
    own.chain(theirs).collect()
}

/// What the yardsticks recorded.
struct Yardsticks<'a> {
    goods: Vec<(&'a String, Goods<'a>, Vec<Period>)>,
    silent: Vec<&'a String>,
}

/// What is to be said of a good.
enum Verdict {
    Plausible,
    /// Above the most that a yardstick recorded, and who did.
    Above(String),
    /// No yardstick has it.
    Unknown,
    /// The bounds leave it open.
    Open,
}

impl<'a> Yardsticks<'a> {
    fn of(scope: &'a Scope, period: Period, panels: &'a [Panel]) -> Result<Self, Gap> {
        if matches!(scope.flow, Flow::T | Flow::B) {
            return Err(Gap::not_derivable("goods are plausible in a flow: name imports or exports"));
        }
        if scope.rules.yardsticks.is_empty() {
            let why = "the desk names no yardsticks (`yardsticks` in `[rules]` of desk.toml): reporters whose records \
                       with the economy others are held against";
            return Err(Gap::not_derivable(why));
        }
        let theirs = panels.get(2 * scope.reporters.len()..).unwrap_or_default();
        let (mut goods, mut silent) = (Vec::new(), Vec::new());
        for (yardstick, panels) in scope.rules.yardsticks.iter().zip(theirs.chunks(2)) {
            let [list, whole] = panels else { continue };
            let list = Goods::of(scope, list, whole);
            let known: Vec<Period> =
                looked_at(scope, period).into_iter().filter(|&period| list.whole(period).is_ok()).collect();
            if known.is_empty() || list.names().next().is_none() {
                silent.push(yardstick);
            } else {
                goods.push((yardstick, list, known));
            }
        }
        if goods.is_empty() {
            let names = scope.rules.yardsticks.join(", ");
            let why =
                format!("it needs the goods of a yardstick ({names}) in {period} or the years before; none is on file");
            return Err(Gap::not_derivable(why));
        }
        Ok(Self { goods, silent })
    }

    fn note(&self, scope: &Scope, period: Period) -> Option<String> {
        let silent: Vec<&str> = self.silent.iter().map(|who| who.as_str()).collect();
        let of = self.goods.len();
        (!silent.is_empty()).then(|| {
            format!(
                "{period}: held against {of} of {} yardsticks; without {}",
                scope.rules.yardsticks.len(),
                silent.join(", ")
            )
        })
    }

    /// The largest that a yardstick recorded of a good, by whom; and whether one of them may have recorded more.
    fn most(&self, good: &Commodity) -> (Interval, Option<(&str, &Reading)>, bool) {
        let mut most = Interval::exact(Decimal::ZERO);
        let mut by: Option<(&str, &Reading)> = None;
        let mut open = false;
        for (who, goods, known) in &self.goods {
            for &period in known {
                let Some(reading) = goods.on_file(good, period) else {
                    open |= goods.listing != Listing::All;
                    continue;
                };
                let Ok(reading) = reading else {
                    open = true;
                    continue;
                };
                let larger = |a: Option<Decimal>, b: Option<Decimal>| a.zip(b).map(|(a, b)| a.max(b));
                let theirs = &reading.interval;
                if by.is_none_or(|(_, known)| known.interval.best < theirs.best) {
                    by = Some((who.as_str(), reading));
                }
                most = Interval {
                    low: Some(most.low.unwrap_or_default().max(theirs.low.unwrap_or_default())),
                    best: larger(most.best, theirs.best),
                    high: larger(most.high, theirs.high),
                };
            }
        }
        (most, by, open)
    }

    fn verdict(&self, good: &Commodity, value: &Interval) -> Verdict {
        let (most, by, open) = self.most(good);
        let certain = value.high.zip(most.low).is_some_and(|(value, most)| value <= most);
        let above = value.low.zip(most.high).is_some_and(|(value, most)| value > most);
        match by {
            _ if certain => Verdict::Plausible,
            _ if open || !above => Verdict::Open,
            Some((who, _)) => Verdict::Above(who.to_owned()),
            None => Verdict::Unknown,
        }
    }
}

/// A reporter's total as reported, what of it is plausible, what is removed; and the goods that are.
fn rows(scope: &Scope, reporter: &str, period: Period, panels: &[Panel], yardsticks: &Yardsticks<'_>) -> Vec<Row> {
    let [list, wholes] = panels else { return Vec::new() };
    let goods = Goods::of(scope, list, wholes);
    let whole = match goods.whole(period) {
        Ok(whole) => whole,
        Err(gap) => return vec![Row { name: Some(name(scope, reporter)), ..scope.row(period, Err(gap)) }],
    };
    let trusted = scope.rules.yardsticks.iter().any(|yardstick| yardstick == reporter);
    let mut removed = Interval::exact(Decimal::ZERO);
    let mut papers = vec![whole];
    let mut out: Vec<Row> = Vec::new();
    for good in goods.names().filter(|_| !trusted) {
        let Some(Ok(reading)) = goods.on_file(good, period) else { continue };
        let verdict = yardsticks.verdict(good, &reading.interval);
        let part = match verdict {
            Verdict::Plausible => continue,
            Verdict::Above(_) | Verdict::Unknown => reading.interval,
            Verdict::Open => Interval { low: Some(Decimal::ZERO), best: None, high: reading.interval.high },
        };
        removed = removed.plus(&part);
        papers.push(reading);
        papers.extend(yardsticks.most(good).1.map(|(_, theirs)| theirs));
        let says = Some(of_reporter(scope, reporter, &why(scope, &verdict)));
        out.push(Row { commodity: good.clone(), says, ..scope.row(period, Ok(reading.clone())) });
    }
    if goods.names().next().is_none() {
        let why = format!("no code of {} digits is on file for {reporter} in {period}", scope.rules.level);
        return vec![Row { name: Some(name(scope, reporter)), ..scope.row(period, Err(Gap::not_derivable(why))) }];
    }
    let size = |row: &Row| row.answer.as_ref().ok().and_then(|reading| reading.interval.best);
    out.sort_by(|a, b| size(b).cmp(&size(a)).then_with(|| a.commodity.cmp(&b.commodity)));
    let count = out.len();
    out.truncate(scope.top.max(1));
    let kept = whole.interval.minus(&removed);
    let kept = Interval { low: kept.low.map(|low| low.max(Decimal::ZERO)), ..kept };
    let figure = |interval| Ok(computed(interval, Unit::Money(scope.currency()), CARD.formula, &papers));
    let head = |what: Wording, says: Option<Wording>, answer| Row {
        name: Some(of_reporter(scope, reporter, &what)),
        says,
        ..scope.row(period, answer)
    };
    let taken = trusted.then(|| three("a yardstick, taken as it is", "기준국: 그대로 사용", "基准方，按原样采用"));
    let counted =
        (!trusted).then(|| three(format!("{count} goods"), format!("{count}개 품목"), format!("{count}种商品")));
    let mut rows = vec![
        head(three("as reported", "보고치", "按报告"), None, Ok(whole.clone())),
        head(three("plausible", "타당", "可信"), taken, figure(kept)),
        head(three("removed", "제외", "剔除"), counted, figure(removed)),
    ];
    rows.extend(out);
    rows
}

fn why(scope: &Scope, verdict: &Verdict) -> Wording {
    match verdict {
        Verdict::Above(who) => {
            let most = name(scope, who);
            each(|lang| match lang {
                yalu_trade::Lang::En => format!("more than any yardstick recorded, {} the most", most.in_lang(lang)),
                yalu_trade::Lang::Ko => format!("기준국 최대치({}) 초과", most.in_lang(lang)),
                yalu_trade::Lang::Zh => format!("超过各基准方的最大值（{}）", most.in_lang(lang)),
            })
        }
        Verdict::Unknown => three("no yardstick recorded it", "기준국과의 거래 없음", "与基准方无此项贸易"),
        Verdict::Open | Verdict::Plausible => three(
            "not told: the yardsticks' lists leave it open",
            "판단 불가: 기준국 자료가 불충분",
            "无法判断：基准方资料不足",
        ),
    }
}
