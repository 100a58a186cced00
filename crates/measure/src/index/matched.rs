//! Goods that two periods share, each with a value and a weight in both.

use yalu_trade::{Commodity, Decimal, Gap, Interval, Panel, Period, Reading, Wording, dec};

use crate::{Scope, goods::Goods};

/// Values and weights, good by good.
pub(crate) struct Stock<'a> {
    pub(crate) values: Goods<'a>,
    pub(crate) weights: Goods<'a>,
}

/// A good in two periods: its value and its weight, then and now.
#[derive(Clone)]
pub(crate) struct Good<'a> {
    pub(crate) commodity: &'a Commodity,
    pub(crate) value_then: Interval,
    pub(crate) weight_then: Interval,
    pub(crate) value_now: Interval,
    pub(crate) weight_now: Interval,
}

/// The goods that two periods share.
pub(crate) struct Matched<'a> {
    pub(crate) goods: Vec<Good<'a>>,
    /// What they are of the whole, in percent: the lesser of the two periods.
    pub(crate) coverage: Decimal,
    readings: Vec<&'a Reading>,
}

impl<'a> Stock<'a> {
    /// From the panels of [`super::asks`].
    pub(crate) fn of(scope: &Scope, panels: &'a [Panel]) -> Result<Self, Gap> {
        let [values, whole, weights, weight] = panels else { return Err(Gap::not_on_file("nothing was read")) };
        let (values, weights) = (Goods::of(scope, values, whole), Goods::of(scope, weights, weight));
        Ok(Self { values, weights })
    }

    /// Value and weight of a good over periods together: both on file wherever it was traded.
    fn pooled(&self, commodity: &Commodity, periods: &[Period]) -> Option<(Interval, Interval, Vec<&'a Reading>)> {
        let (mut value, mut weight) = (Interval::exact(Decimal::ZERO), Interval::exact(Decimal::ZERO));
        let mut readings = Vec::new();
        for &period in periods {
            let level = match self.values.on_file(commodity, period) {
                Some(Ok(level)) => level,
                Some(Err(_)) => return None,
                // A complete list without it: it was not traded.
                None => match self.values.at(commodity, period) {
                    Ok(_) => continue,
                    Err(_) => return None,
                },
            };
            let heavy = self.weights.on_file(commodity, period)?.as_ref().ok()?;
            (value, weight) = (value.plus(&level.interval), weight.plus(&heavy.interval));
            readings.extend([level, heavy]);
        }
        let positive = value.above(Decimal::ZERO) && weight.above(Decimal::ZERO);
        positive.then_some((value, weight, readings))
    }

    /// The whole over periods together; of a basket, what is on file of it.
    fn whole(&self, scope: &Scope, periods: &[Period]) -> Result<Decimal, Gap> {
        let best = |interval: &Interval| interval.best.or(interval.high).or(interval.low).unwrap_or_default();
        let mut sum = Decimal::ZERO;
        for &period in periods {
            sum += match scope.commodity {
                Commodity::Basket(_) | Commodity::Sector(_) => {
                    let parts = self.values.names().filter_map(|name| self.values.on_file(name, period)?.as_ref().ok());
                    parts.map(|part| best(&part.interval)).sum()
                }
                _ => best(&self.values.whole(period)?.interval),
            };
        }
        Ok(sum)
    }

    /// The goods that a period shares with others taken together. Refused where they are too little of the whole.
    pub(crate) fn matched(&self, scope: &Scope, then: &[Period], now: Period) -> Result<Matched<'a>, Gap> {
        let mut goods = Vec::new();
        let mut readings = Vec::new();
        for commodity in self.values.names() {
            let both = self.pooled(commodity, then).zip(self.pooled(commodity, &[now]));
            if let Some(((value_then, weight_then, old), (value_now, weight_now, new))) = both {
                readings.extend(old.into_iter().chain(new));
                goods.push(Good { commodity, value_then, weight_then, value_now, weight_now });
            }
        }
        let best = |interval: &Interval| interval.best.or(interval.high).or(interval.low).unwrap_or_default();
        let (whole_then, whole_now) = (self.whole(scope, then)?, self.whole(scope, &[now])?);
        let part = |side: fn(&Good<'_>) -> Interval, whole: Decimal| {
            let sum: Decimal = goods.iter().map(|good| best(&side(good))).sum();
            sum.checked_div(whole).unwrap_or_default() * dec!(100)
        };
        let coverage = part(|good| good.value_then, whole_then).min(part(|good| good.value_now, whole_now));
        if goods.is_empty() || coverage < scope.rules.least_matched {
            return Err(self.refused(scope, then, now, goods.len(), coverage));
        }
        Ok(Matched { goods, coverage, readings })
    }

    /// Says how little is matched, and which goods are missing for want of what.
    fn refused(&self, scope: &Scope, then: &[Period], now: Period, matched: usize, coverage: Decimal) -> Gap {
        let base = then.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let size = |name: &Commodity| {
            let of = |period| self.values.on_file(name, period)?.as_ref().ok()?.interval.best;
            of(now).unwrap_or_default().max(then.iter().filter_map(|&period| of(period)).max().unwrap_or_default())
        };
        let mut lacking: Vec<(&Commodity, &'static str, Period)> = Vec::new();
        for name in self.values.names() {
            for &period in std::iter::once(&now).chain(then) {
                if self.values.at(name, period).is_err() {
                    lacking.push((name, "value", period));
                    break;
                }
                let traded = self.values.on_file(name, period).is_some();
                if traded && !self.weights.on_file(name, period).is_some_and(Result::is_ok) {
                    lacking.push((name, "weight", period));
                    break;
                }
            }
        }
        lacking.sort_by_key(|(name, ..)| std::cmp::Reverse(size(name)));
        let named: Vec<String> =
            lacking.iter().take(3).map(|(name, what, period)| format!("{name} has no {what} in {period}")).collect();
        let first = if named.is_empty() { String::new() } else { format!("; {}", named.join(", ")) };
        Gap::not_derivable(format!(
            "{matched} goods have a value and a weight in both {now} and {base}: {} % of the value, and the desk asks for {} %{first}",
            coverage.round_dp(1).normalize(),
            scope.rules.least_matched.normalize()
        ))
    }
}

impl<'a> Matched<'a> {
    /// The readings that they rest on.
    pub(crate) fn papers(&self) -> Vec<&'a Reading> {
        self.readings.clone()
    }

    /// What they are of the whole, in words.
    pub(crate) fn says(&self) -> Wording {
        super::covered(self.coverage)
    }
}
