//! Residual partners: names such as "Other Asia, n.e.s." under which a partner can be
//! recorded without being named. Where the partner's trade is gone in a month and a
//! residual one's stands far above its own past, the partner may be found there. The
//! names are the desk's; that the two go together is no proof.

use yalu_trade::{
    Absence, Card, Commodity, Cut, Decimal, Gap, Interval, Panel, Period, Quantity, Reading, Unit, Wording,
};

use crate::{
    Scope,
    families::{self, Families, Family},
    float::{decimal, float},
    item::{Found, Item, Search, Searched, by_worth, short, whole},
    partner_share::name,
    robust::{Bounds, median, score},
    unusual::{monthly, months, trail},
    wording::each,
};

pub(crate) static CARD: Card = Card {
    id: "residual-partner",
    title: "Residual partners",
    label: ["residual partners, robust score", "잔여 상대국(강건 점수)", "其余伙伴（稳健分数）"],
    unit: "robust score",
    formula: "z = 0.6745 (x − median x) ÷ MAD x of a residual partner, x = ln(1 + V a month), in months in which the partner's V ≤ new_before or is absent; told where z > outlier: of everything, and of goods that the partner used to trade",
    citation: "Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993); UN Statistics Division, IMTS Compilers Manual, Revision 1 (2013): areas not elsewhere specified",
    needs: "partners to search under (`residual_partners` in `[rules]` of desk.toml), and records with them and with the economy (`yalu ingest`)",
    caveats: "That one falls silent when the other rises is no proof; whose goods they are is to be judged.",
    example: "residual-partner --flow import --period 2023-12",
};

pub(crate) const SEARCH: Search = Search { asks, find, of_goods: false };

pub(crate) static MEASURE: Searched = Searched { card: &CARD, search: SEARCH, unit: |_| Unit::Index };

/// The partner's own trade, then each residual one's.
fn asks(scope: &Scope, period: Period) -> Vec<Cut> {
    let residuals = &scope.rules.residual_partners;
    let partners = std::iter::once(&scope.partner).filter(|_| !residuals.is_empty()).chain(residuals);
    let of = |partner: &String| {
        let scope = Scope { partner: partner.clone(), ..scope.clone() };
        families::asks(&scope, &Quantity::Value(scope.currency()), &trail(&scope, period))
    };
    partners.flat_map(of).collect()
}

fn find(scope: &Scope, period: Period, panels: &[Panel]) -> Result<Found, Gap> {
    let residuals = &scope.rules.residual_partners;
    if residuals.is_empty() {
        let why = "the desk names no partner under whose name another can be recorded ([rules] residual_partners)";
        return Err(Gap::not_derivable(why));
    }
    let (own, others) = panels.split_at(2.min(panels.len()));
    let named = Families::of(scope, own)?;
    let mut found = Found::default();
    for (at, residual) in residuals.iter().enumerate() {
        let panels = others.get(2 * at..2 * at + 2).unwrap_or_default();
        let search = One { scope, named: &named, residual, families: Families::of(scope, panels)? };
        match months(scope, period, |period| search.families.whole(period).is_ok(), &CARD) {
            Ok(months) => months.iter().try_for_each(|(month, history)| search.month(*month, history, &mut found))?,
            Err(gap) if residuals.len() == 1 => return Err(Gap::not_derivable(format!("{residual}: {}", gap.why))),
            Err(gap) => found.notes.push(format!("{residual}: {}", gap.why)),
        }
    }
    by_worth(&mut found.items);
    Ok(found)
}

/// The search under one name.
struct One<'s, 'a> {
    scope: &'s Scope,
    named: &'s Families<'a>,
    residual: &'s String,
    families: Families<'a>,
}

impl<'a> One<'_, 'a> {
    fn month(&self, month: Period, history: &[Period], found: &mut Found) -> Result<(), Gap> {
        let Self { scope, named, residual, families } = self;
        let partner = &scope.partner;
        let gone = match named.whole(month) {
            Ok(level) => level.interval.high.is_some_and(|high| high <= scope.rules.new_before),
            Err(gap) => gap.absence != Absence::NotYetPublished,
        };
        if !gone {
            found
                .notes
                .push(format!("{month}: {partner} is on file itself, or not due yet; {residual} was not searched"));
            return Ok(());
        }
        let of_named = |past: &Period| Some(monthly(&named.whole(*past).ok()?.interval, *past));
        let past: Vec<Bounds> = history.iter().filter_map(of_named).collect();
        if past.len() * 2 < history.len() || median(&past).low <= float(scope.rules.new_above) {
            found.notes.push(format!("{month}: {partner} is absent, and was not traded with regularly before"));
            return Ok(());
        }
        let total = |period| families.whole(period).map(|whole| whole.interval);
        let before = found.items.len();
        found.items.extend(self.rise(month, history, Of::Everything, median(&past), total)?);
        for family in families.all(scope) {
            let Some(code) = family.first().and_then(|name| name.code()) else { continue };
            let own = named.family(scope, code);
            let of_good = |past: &Period| {
                let whole = named.whole(*past).ok()?;
                let level = named.at(own, *past).ok().filter(|_| whole.interval.low.is_some())?;
                Some(monthly(&level, *past))
            };
            let past: Vec<Bounds> = history.iter().filter_map(of_good).collect();
            if own.is_empty() || past.len() * 2 < history.len() || median(&past).low <= 0.0 {
                continue;
            }
            let level = |period| families.at(family, period);
            found.items.extend(self.rise(month, history, Of::Good(family), median(&past), level)?);
        }
        if found.items.len() == before {
            found.notes.push(format!("{month}: {partner} is gone, and {residual} did not rise unusually"));
        }
        Ok(())
    }

    /// An item, where a residual partner's level stands far above its past.
    fn rise(
        &self,
        month: Period,
        history: &[Period],
        of: Of<'_, 'a>,
        usual: Bounds,
        level: impl Fn(Period) -> Result<Interval, Gap>,
    ) -> Result<Option<Item>, Gap> {
        let Self { scope, families, residual, .. } = self;
        let Ok(now) = level(month) else { return Ok(None) };
        let past: Vec<Bounds> = history.iter().filter_map(|past| Some(monthly(&level(*past).ok()?, *past))).collect();
        let logs: Vec<Bounds> = past.iter().map(|level| level.rising(libm::log1p)).collect();
        let limit = float(scope.rules.outlier);
        let Some(score) = score(monthly(&now, month).rising(libm::log1p), &logs).filter(|s| s.z.low > limit) else {
            return Ok(None);
        };
        if !now.above(scope.rules.new_above) {
            return Ok(None);
        }
        let middle = median(&past);
        let periods = [&[month][..], history].concat();
        let (papers, commodity) = match of {
            Of::Everything => {
                let wholes = periods.iter().filter_map(|period| families.whole(*period).ok());
                (wholes.collect::<Vec<&Reading>>(), Commodity::Total)
            }
            Of::Good(family) => (families.readings(family, &periods), families.lead(family, month)),
        };
        let figure = families.figure(score.z.interval(), Unit::Index, CARD.formula, &papers, month)?;
        let gained = now.minus(&middle.rising(|v| v * f64::from(month.len_months())).interval());
        let money = Unit::Money(scope.currency());
        let worth = families.figure(gained, money, "V − median V over the history", &papers, month)?;
        let says = self.says(month, &now, middle.best, usual.best);
        let label = if commodity == Commodity::Total { Some(name(scope, residual)) } else { None };
        let figure = Reading { valuation: "", ..figure };
        Ok(Some(Item { period: month, commodity, name: label, figure, worth, share: None, says }))
    }

    fn says(&self, month: Period, now: &Interval, middle: f64, usual: f64) -> Wording {
        let times = short(monthly(now, month).best / middle.max(1.0));
        let money = |value: f64| whole(decimal(value).unwrap_or(Decimal::ZERO));
        let (middle, usual) = (money(middle), money(usual));
        each(|lang| {
            use yalu_trade::Lang;
            let called = |partner: &str| name(self.scope, partner).in_lang(lang).to_owned();
            let (residual, partner) = (called(self.residual), called(&self.scope.partner));
            match lang {
                Lang::En => format!(
                    "{residual}: {times} times its median month, {middle}; {partner}, {usual} a month before, is gone"
                ),
                Lang::Ko => format!("{residual}: 중앙값 {middle}의 {times}배; {partner}(월 {usual})은 사라짐"),
                Lang::Zh => format!("{residual}：为中位数{middle}的{times}倍；{partner}（此前每月{usual}）消失"),
            }
        })
    }
}

/// What rose.
enum Of<'f, 'a> {
    Everything,
    Good(Family<'f, 'a>),
}
