//! Totals for made records, from what a desk has on file: a month's as printed or as
//! solved, a year's exactly, the largest goods of a year and their weights where they are
//! printed. Only for tests and benches.

use yalu_measure::{Scope, measure};
use yalu_source::made::{Calibrated, Coding, Made, Named, known_as};
use yalu_trade::{AsOf, Commodity, Decimal, Flow, Interval, Period, Quantity, ReadError, SolvedCell, Unit, dec};

use crate::{Reconciler, Watch};

/// What made records are to come to.
#[derive(Clone, Debug, Default)]
pub struct Calibration {
    /// By month, or by January and February together; by flow; in whole money.
    pub totals: Vec<(Period, Flow, u64)>,
    /// By the same periods, what the largest goods come to. The partner is not yet named.
    pub named: Vec<Named>,
    /// Years and flows of which too little is on file.
    pub short: Vec<String>,
}

const WAYS: [Flow; 2] = [Flow::X, Flow::M];

impl Watch {
    /// What a desk's prints, known by a day, say of some years, both ways.
    pub fn calibration(&self, years: Period, as_of: AsOf) -> Result<Calibration, ReadError> {
        let mut calibration = Calibration::default();
        let solved = Reconciler::new(self.statements.clone().into(), &self.rates, as_of).months(&Commodity::Total);
        for year in years.years() {
            for flow in WAYS {
                match self.made_months(year, flow, as_of, &solved)? {
                    Ok(months) => {
                        let goods = self.made_goods(year, flow, as_of, &months)?;
                        calibration.named.extend(goods);
                        calibration.totals.extend(months.into_iter().map(|(period, total)| (period, flow, total)));
                    }
                    Err(why) => calibration.short.push(format!("{year} {flow}: {why}")),
                }
            }
        }
        weigh_alike(&mut calibration.named);
        Ok(calibration)
    }

    /// A year's months, which come to the year's total where that is printed.
    fn made_months(&self, year: Period, flow: Flow, as_of: AsOf, solved: &[SolvedCell]) -> Result<Months, ReadError> {
        let coverage = &self.desk.settings.default_coverage;
        let about = |cell: &&SolvedCell| {
            let unit = Unit::Money(self.desk.settings.currency);
            cell.flow == flow && cell.coverage == *coverage && cell.unit == unit && year.contains(cell.period)
        };
        let mut months: Vec<(Period, Interval)> =
            solved.iter().filter(about).map(|cell| (cell.period, cell.interval)).collect();
        months.sort_unstable_by_key(|(month, _)| *month);
        if months.len() != 12 || months.iter().any(|(_, interval)| interval.best.is_none() || interval.high.is_none()) {
            return Ok(Err("not every month is printed or solved".to_owned()));
        }
        self.join_the_first_two(&mut months, flow);
        let scope = self.scope(flow, vec![year], as_of);
        let whole = self.best("level", &scope)?;
        let bests: Vec<Decimal> = months.iter().map(|(_, interval)| interval.best.unwrap_or_default()).collect();
        let room: Vec<Decimal> = months.iter().map(|(_, interval)| interval.width().unwrap_or_default()).collect();
        // What the bests lack of the year goes where there is room for it.
        let lack = whole.map_or(Decimal::ZERO, |whole| whole - bests.iter().sum::<Decimal>());
        let all: Decimal = room.iter().sum();
        let level = |best: &Decimal, room: &Decimal| if all.is_zero() { *best } else { best + lack * room / all };
        let levels: Vec<Decimal> = bests.iter().zip(&room).map(|(best, room)| level(best, room)).collect();
        let totals = whole_numbers(&levels);
        Ok(Ok(months.into_iter().map(|(period, _)| period).zip(totals).collect()))
    }

    /// January and February stand together where neither is printed by itself.
    fn join_the_first_two(&self, months: &mut Vec<(Period, Interval)>, flow: Flow) {
        let printed = |month: Period| {
            self.statements
                .iter()
                .any(|one| one.period == month && one.flow == flow && one.commodity == Commodity::Total && !one.mean)
        };
        let [(first, a), (second, b), ..] = months[..] else { return };
        if let Some(both) = Period::span(first, second).filter(|_| !printed(first) && !printed(second)) {
            months.splice(..2, [(both, a.plus(&b))]);
        }
    }

    /// The largest goods of a year, and those of the year after by the shares printed for this one.
    fn made_goods(
        &self,
        year: Period,
        flow: Flow,
        as_of: AsOf,
        months: &[(Period, u64)],
    ) -> Result<Vec<Named>, ReadError> {
        let total: u64 = months.iter().map(|(_, total)| total).sum();
        let mut goods: Vec<(String, Decimal)> = Vec::new();
        let mut add = |commodity: &Commodity, value: Option<Decimal>| {
            if let (Commodity::Code(code), Some(value)) = (commodity, value)
                && !goods.iter().any(|(known, _)| known == code.digits())
            {
                goods.push((code.digits().to_owned(), value));
            }
        };
        let best = |answer: &Result<yalu_trade::Reading, yalu_trade::Gap>| answer.as_ref().ok()?.interval.best;
        for row in self.rows_of("top", &self.scope(flow, vec![year], as_of))? {
            add(&row.commodity, best(&row.answer));
        }
        for row in self.rows_of("top", &self.scope(flow, vec![year.shift_years(1)], as_of))? {
            let share = row.share_previous.as_ref().and_then(best);
            add(&row.commodity, share.map(|share| share * Decimal::from(total) / dec!(100)));
        }
        let mut named = Vec::new();
        let mut before = 0_u64;
        for (code, value) in goods {
            let value = whole(value);
            let scope = Scope {
                commodity: code.parse().unwrap_or(Commodity::Total),
                quantity: Quantity::Weight,
                ..self.scope(flow, vec![year], as_of)
            };
            let kilograms = self.best("level", &scope)?.map(|tons| whole(tons * dec!(1000)));
            for one in spread(months, before, value) {
                let (period, value) = one;
                named.push(Named { partner: String::new(), period, flow, code: code.clone(), value, kilograms: None });
            }
            if let Some(kilograms) = kilograms {
                let own = named.len() - months.len();
                let weights = spread(months, 0, kilograms);
                named[own..].iter_mut().zip(weights).for_each(|(one, (_, weight))| one.kilograms = Some(weight));
            }
            before += value;
        }
        Ok(named.into_iter().filter(|one| one.value > 0).collect())
    }

    fn rows_of(&self, name: &str, scope: &Scope) -> Result<Vec<yalu_measure::Row>, ReadError> {
        Ok(match measure(name) {
            Some(method) => self.ask(method, scope)?.rows,
            None => Vec::new(),
        })
    }

    fn best(&self, name: &str, scope: &Scope) -> Result<Option<Decimal>, ReadError> {
        let rows = self.rows_of(name, scope)?;
        Ok(rows.first().and_then(|row| row.answer.as_ref().ok()?.interval.best))
    }
}

/// Goods whose weight is known in one year have the same price in the others.
fn weigh_alike(named: &mut [Named]) {
    let weighed: Vec<Named> = named.iter().filter(|one| one.kilograms.is_some()).cloned().collect();
    for one in named.iter_mut().filter(|one| one.kilograms.is_none()) {
        let same = weighed.iter().filter(|other| (other.flow, &other.code) == (one.flow, &one.code));
        let sum = |(value, weight): (u128, u128), other: &Named| {
            (value + u128::from(other.value), weight + u128::from(other.kilograms.unwrap_or_default()))
        };
        let (value, weight) = same.fold((0, 0), sum);
        one.kilograms = (u128::from(one.value) * weight).checked_div(value).and_then(|kg| u64::try_from(kg).ok());
    }
}

/// A year's months, or why they are not known.
type Months = Result<Vec<(Period, u64)>, String>;

fn whole(value: Decimal) -> u64 {
    u64::try_from(value.round()).unwrap_or_default()
}

/// Whole numbers that come to the sum of these, rounded.
fn whole_numbers(levels: &[Decimal]) -> Vec<u64> {
    let mut reached = Decimal::ZERO;
    let each = |level: &Decimal| {
        let before = reached.round();
        reached += *level;
        whole(reached.round() - before)
    };
    levels.iter().map(each).collect()
}

/// A year's value over its months, in proportion to them. What stands before it among the
/// goods decides how it is rounded, so that goods add up in each month as in the year.
fn spread(months: &[(Period, u64)], before: u64, value: u64) -> Vec<(Period, u64)> {
    let all: u128 = months.iter().map(|(_, total)| u128::from(*total)).sum();
    let mut reached = 0_u128;
    let cut = |goods: u64, months: u128| (u128::from(goods) * months).checked_div(all).unwrap_or(0);
    let part = |(period, total): &(Period, u64)| {
        let from = reached;
        reached += u128::from(*total);
        let to = cut(before + value, reached) + cut(before, from);
        let part = to.saturating_sub(cut(before + value, from) + cut(before, reached));
        (*period, u64::try_from(part).unwrap_or(u64::MAX))
    };
    months.iter().map(part).collect()
}

/// Records of one office about a desk's economy that come to a calibration, with so many
/// commodities beside those that are named; `None` where the office does not know the economy.
pub fn made_of(
    watch: &Watch,
    office: &str,
    calibration: &Calibration,
    (seed, commodities): (u64, usize),
) -> Option<(Made, Vec<Named>)> {
    let (code, name) = known_as(office, &watch.desk.settings.economy)?;
    let named = calibration.named.iter().map(|one| Named { partner: code.clone(), ..one.clone() }).collect();
    let made = Made {
        seed,
        coding: Coding::default(),
        flows: WAYS.to_vec(),
        partners: vec![Calibrated { code, name, totals: calibration.totals.clone() }],
        commodities,
        modes: 0,
        provinces: 0,
        money: "美元",
        stories: Vec::new(),
    };
    Some((made, named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goods_add_up_in_each_month_and_each_month_in_the_goods() {
        let months: Vec<(Period, u64)> =
            (1..=5).filter_map(|month| Some((Period::month(2023, month)?, 1_000_003 * u64::from(month)))).collect();
        let all: u64 = months.iter().map(|(_, total)| total).sum();
        let goods = [1_234_567, 999_999, 7, all - 1_234_567 - 999_999 - 7];
        let mut before = 0;
        let mut sums = [0_u64; 5];
        for value in goods {
            let parts = spread(&months, before, value);
            assert_eq!(parts.iter().map(|(_, part)| part).sum::<u64>(), value);
            sums.iter_mut().zip(&parts).for_each(|(sum, (_, part))| *sum += part);
            before += value;
        }
        assert_eq!(sums.to_vec(), months.iter().map(|(_, total)| *total).collect::<Vec<_>>());
        assert_eq!(whole_numbers(&[dec!(1.4), dec!(1.4), dec!(1.4)]), [1, 2, 1]);
    }
}
