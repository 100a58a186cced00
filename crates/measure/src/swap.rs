//! Two economies that are mixed up: how much more a reporter's goods look like
//! those of the other one. The profiles of both are the goods that the
//! yardsticks, who do not mix them up, trade with each.

use std::collections::BTreeMap;

use yalu_trade::{Commodity, Cut, Flow, Gap, Interval, Panel, Period, Reading, Unit, Wording, dec};

use crate::{
    Scope,
    float::{float, outward},
    goods::{self, Goods},
    partner_share::name,
    scope::computed,
    wording::each,
};

/// What a profile gives to goods that it does not have, so that one odd good does not decide: Jelinek and Mercer,
/// Interpolated Estimation of Markov Source Parameters from Sparse Data (1980), with a hundredth.
const SPREAD: f64 = 0.01;

/// The goods of every reporter with the economy; then, of every yardstick, those with the economy and with the other.
pub(crate) fn asks(scope: &Scope, period: Period) -> Vec<Cut> {
    let of = |who: &String, partner: &String| {
        let scope = Scope { reporters: vec![who.clone()], partner: partner.clone(), ..scope.clone() };
        goods::asks(&scope, scope.flow, &scope.quantity, &[period])
    };
    let own = scope.reporters.iter().flat_map(|reporter| of(reporter, &scope.partner));
    let other = scope.rules.mixed_up_with.as_ref();
    let theirs = scope.rules.yardsticks.iter().flat_map(|yardstick| {
        let both = [Some(&scope.partner), other.filter(|other| *other != yardstick)];
        both.into_iter().flatten().flat_map(move |partner| of(yardstick, partner))
    });
    own.chain(theirs).collect()
}

/// Shares of goods, each between bounds.
type Profile<'a> = BTreeMap<&'a Commodity, Interval>;

/// The profiles of a period.
pub(crate) struct Profiles<'a> {
    own: Profile<'a>,
    other: Profile<'a>,
    papers: Vec<&'a Reading>,
}

impl<'a> Profiles<'a> {
    /// From the panels of [`asks`].
    pub(crate) fn of(scope: &'a Scope, period: Period, panels: &'a [Panel]) -> Result<Self, Gap> {
        if matches!(scope.flow, Flow::T | Flow::B) {
            return Err(Gap::not_derivable("goods are mixed up in a flow: name imports or exports"));
        }
        let rules = &scope.rules;
        let Some(other) = &rules.mixed_up_with else {
            let why =
                "the desk names no economy that this one is mixed up with (`mixed_up_with` in `[rules]` of desk.toml)";
            return Err(Gap::not_derivable(why));
        };
        if rules.yardsticks.is_empty() {
            return Err(Gap::not_derivable("the desk names no yardsticks (`yardsticks` in `[rules]` of desk.toml)"));
        }
        let mut rest = panels.get(2 * scope.reporters.len()..).unwrap_or_default();
        let mut papers = Vec::new();
        let (mut own, mut theirs) = (Profile::new(), Profile::new());
        let mut add = |profile: &mut Profile<'a>, panels: &'a [Panel]| {
            let [list, whole] = panels else { return };
            let goods = Goods::of(scope, list, whole);
            for good in goods.names() {
                if let Some(Ok(reading)) = goods.on_file(good, period) {
                    let sum = profile.entry(good).or_insert(Interval::exact(dec!(0)));
                    *sum = sum.plus(&reading.interval);
                    papers.push(reading);
                }
            }
        };
        for yardstick in &rules.yardsticks {
            let size = if yardstick == other { 2 } else { 4 };
            let (panels, others) = rest.split_at(size.min(rest.len()));
            rest = others;
            let (first, second) = panels.split_at(2.min(panels.len()));
            add(&mut own, first);
            add(&mut theirs, second);
        }
        for (profile, economy) in [(&own, &scope.partner), (&theirs, other)] {
            if profile.is_empty() {
                let who = rules.yardsticks.iter().filter(|yardstick| *yardstick != economy);
                let names = who.cloned().collect::<Vec<_>>().join(", ");
                let why =
                    format!("it needs the goods of a yardstick ({names}) with {economy} in {period}; none is on file");
                return Err(Gap::not_derivable(why));
            }
        }
        Ok(Self { own, other: theirs, papers })
    }

    /// Of one reporter alone: what it recorded with either economy over some periods.
    pub(crate) fn past(own: &Goods<'a>, other: &Goods<'a>, periods: &[Period]) -> Self {
        let mut papers = Vec::new();
        let mut profile = |goods: &Goods<'a>| {
            let mut profile = Profile::new();
            for (good, period) in goods.names().flat_map(|good| periods.iter().map(move |period| (good, *period))) {
                if let Some(Ok(reading)) = goods.on_file(good, period) {
                    let sum = profile.entry(good).or_insert(Interval::exact(dec!(0)));
                    *sum = sum.plus(&reading.interval);
                    papers.push(reading);
                }
            }
            profile
        };
        let (own, other) = (profile(own), profile(other));
        Self { own, other, papers }
    }

    /// Is nothing known of one of the two?
    pub(crate) fn lacking(&self) -> bool {
        self.own.is_empty() || self.other.is_empty()
    }

    /// The score of a reporter: Σ s_k ln(π_k of the other ÷ π_k of the economy), s its shares of goods.
    pub(crate) fn score(
        &self,
        scope: &Scope,
        reporter: &str,
        period: Period,
        panels: &[Panel],
    ) -> Result<Reading, Gap> {
        let [list, whole] = panels else { return Err(Gap::not_on_file("nothing was read")) };
        let goods = Goods::of(scope, list, whole);
        goods.whole(period)?;
        let on_file = |good| Some((good, goods.on_file(good, period)?.as_ref().ok()?));
        let known: Vec<(&Commodity, &Reading)> = goods.names().filter_map(on_file).collect();
        let mut codes: Vec<&Commodity> = self.own.keys().chain(self.other.keys()).copied().collect();
        codes.extend(known.iter().map(|(good, _)| *good));
        codes.sort();
        codes.dedup();
        let logs = |good: &Commodity| {
            let part = |profile: &Profile<'_>| {
                shares(profile, good).map(|s| s.map(|s| (1.0 - SPREAD) * s + SPREAD / codes.len() as f64))
            };
            let ([own_low, own, own_high], [low, best, high]) = (part(&self.own)?, part(&self.other)?);
            let ln = |a: f64, b: f64| libm::log(a / b);
            Some([ln(low, own_high), ln(best, own), ln(high, own_low)])
        };
        let weighed = |(good, reading): &(&Commodity, &Reading)| {
            let value = reading.interval;
            Some(([float(value.low?), float(value.best?), float(value.high?)], logs(good)?))
        };
        let weighed: Option<Vec<([f64; 3], [f64; 3])>> = known.iter().map(weighed).collect();
        let open = || Gap::not_derivable(format!("{reporter}: a good of {period} is known on one side only"));
        let score = mean(&weighed.ok_or_else(open)?).ok_or_else(|| {
            Gap::not_derivable(format!("no code of {} digits is on file for {reporter} in {period}", scope.rules.level))
        })?;
        let papers: Vec<&Reading> =
            known.iter().map(|(_, reading)| *reading).chain(self.papers.iter().copied()).collect();
        Ok(Reading { valuation: "", ..computed(score, Unit::Index, FORMULA, &papers) })
    }
}

/// The formula of the score.
pub(crate) const FORMULA: &str = "Σ s_k ln(π_k ÷ π⁰_k), s the reporter's shares of goods, π those of the economy that it is mixed up with and π⁰ its own, \
     as the yardsticks trade with each; π = 0.99 of the share + 0.01 ÷ the number of codes";

/// The share of a good in a profile: the least, the best and the most.
fn shares(profile: &Profile<'_>, good: &Commodity) -> Option<[f64; 3]> {
    let Some(own) = profile.get(good) else { return Some([0.0; 3]) };
    let others = Interval::sum(profile.iter().filter(|(code, _)| **code != good).map(|(_, value)| value));
    let share = |part: Option<yalu_trade::Decimal>, rest: Option<yalu_trade::Decimal>| {
        let (part, rest) = (float(part?), float(rest?));
        Some(if part + rest > 0.0 { part / (part + rest) } else { 0.0 })
    };
    Some([share(own.low, others.high)?, share(own.best, others.best)?, share(own.high, others.low)?])
}

/// The mean of logs, each with a weight between bounds. Its extremes give each weight one of its ends: the large end to
/// the logs above some cut, so it is enough to try every cut in their order.
fn mean(weighed: &[([f64; 3], [f64; 3])]) -> Option<Interval> {
    let extreme = |end: usize, large: bool| {
        let mut order: Vec<(f64, f64, f64)> = weighed.iter().map(|(w, log)| (log[end], w[0], w[2])).collect();
        order.sort_by(|a, b| if large { b.0.total_cmp(&a.0) } else { a.0.total_cmp(&b.0) });
        let (mut sum, mut weight) = order.iter().fold((0.0, 0.0), |(s, w), (log, low, _)| (s + log * low, w + low));
        let mut tried = if weight > 0.0 { Some(sum / weight) } else { None };
        for (log, low, high) in &order {
            (sum, weight) = (sum + log * (high - low), weight + high - low);
            if weight > 0.0 {
                let mean = sum / weight;
                tried = Some(tried.map_or(mean, |known: f64| if large { known.max(mean) } else { known.min(mean) }));
            }
        }
        tried
    };
    let (sum, weight) =
        weighed.iter().fold((0.0, 0.0), |(s, w), (weight, log)| (s + weight[1] * log[1], w + weight[1]));
    // What floats may be off by: a sum of terms of this size.
    let off = weighed.iter().map(|(_, log)| log[0].abs().max(log[2].abs())).fold(0.0, f64::max) * 1e-12;
    let best = (weight > 0.0).then(|| sum / weight)?;
    let (low, high) = (extreme(0, false)? - off, extreme(2, true)? + off);
    Some(outward(Some(low), Some(best), Some(high)))
}

/// What a score says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looks {
    /// More like the other economy.
    Other,
    /// More like this one.
    Own,
    /// Not told apart.
    Either,
}

/// What a score says.
pub(crate) fn looks(score: &Interval) -> Looks {
    if score.above(dec!(0)) {
        Looks::Other
    } else if score.high.is_some_and(|most| most <= dec!(0)) {
        Looks::Own
    } else {
        Looks::Either
    }
}

/// What a score says, in words.
pub(crate) fn said(scope: &Scope, looks: Looks) -> Wording {
    let other = scope.rules.mixed_up_with.as_deref().unwrap_or_default();
    let (own, other) = (name(scope, &scope.partner), name(scope, other));
    each(|lang| {
        let (own, other) = (own.in_lang(lang), other.in_lang(lang));
        use yalu_trade::Lang::{En, Ko, Zh};
        match (looks, lang) {
            (Looks::Other, En) => format!("its goods look like {other}'s, not {own}'s"),
            (Looks::Other, Ko) => format!("품목 구성이 {own}보다 {other}에 가까움"),
            (Looks::Other, Zh) => format!("商品构成更像{other}而非{own}"),
            (Looks::Own, En) => format!("its goods look like {own}'s"),
            (Looks::Own, Ko) => format!("품목 구성이 {own}에 가까움"),
            (Looks::Own, Zh) => format!("商品构成像{own}"),
            (Looks::Either, En) => format!("{own} and {other} are not told apart"),
            (Looks::Either, Ko) => format!("{own}·{other} 구별되지 않음"),
            (Looks::Either, Zh) => format!("{own}与{other}无法区分"),
        }
    })
}
