//! The likeliest slip: what one simple repair makes a print fit what is known.
//! Repairs are tried from the plainest to the least plain, and a repair that
//! chance would find as easily is not offered: better `unknown` than a guess.

mod keys;
mod plainest;
mod wording;

use yalu_trade::{Cause, Decimal, Interval, Printed, Unit, dec};

use self::{
    keys::{digit, transposed},
    wording::{amount, with_unit},
};
use crate::scale;

pub(crate) use self::{
    plainest::plainest,
    wording::{repaired, whole},
};

/// Something else that a print may have been taken from.
#[derive(Clone, Debug)]
pub struct Other {
    /// What it would be if it were that.
    pub cause: Cause,
    /// What that is known to be.
    pub interval: Interval,
    /// What that is, in words.
    pub what: String,
}

/// What is known of a print beside its digits.
#[derive(Clone, Debug)]
pub struct Context {
    /// No unit word stands beside it.
    pub bare: bool,
    /// It is a ratio or a sum: of those a replaced digit is no likelier than a wrong reckoning.
    pub reckoned: bool,
    /// It is a change in percent.
    pub growth: bool,
    /// How many months (or years) its period has, and whether it is their mean.
    pub months: Option<(u32, bool)>,
    /// What it may have been taken from, the likelier first.
    pub others: Vec<Other>,
    /// What to call it if no repair fits.
    pub otherwise: Cause,
}

/// A slip: its cause, what would have been printed without it, and why so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slip {
    /// The cause.
    pub cause: Cause,
    /// The repair, at the printed precision.
    pub repair: Option<String>,
    /// Why, in a few words.
    pub why: String,
}

/// The likeliest slip behind a print, if the truth lies in the target.
pub fn slip(printed: &Printed, target: &Interval, context: &Context) -> Slip {
    let repair = repaired(printed, target, 0);
    let percent = matches!(printed.unit, Unit::Percent | Unit::Points | Unit::Times);
    let found = |cause, why: String| Slip { cause, repair: repair.clone(), why };
    taken(printed, context)
        .map(|other| found(other.cause, format!("it is {}", other.what)))
        .or_else(|| unit_word(printed, target, context))
        .or_else(|| months(printed, target, context).map(|(cause, why)| found(cause, why)))
        .or_else(|| hundred(printed, target, context).map(|why| found(Cause::GrowthForLevel, why.to_owned())))
        .or_else(|| sign(printed, target).map(|()| found(Cause::Direction, "it fits with the other sign".to_owned())))
        .or_else(|| {
            transposed(printed, target).map(|fit| Slip {
                why: format!("fits as {fit}: two digits changed places"),
                repair: Some(with_unit(printed, &fit)),
                cause: Cause::Transposed,
            })
        })
        .or_else(|| {
            digit(printed, target, context).map(|fit| Slip {
                why: format!("fits as {fit}: one digit"),
                repair: Some(with_unit(printed, &fit)),
                // A percentage is reckoned: what looks like a digit may be any mistake in that.
                cause: if percent { context.otherwise } else { Cause::Digit },
            })
        })
        .unwrap_or_else(|| found(context.otherwise, String::new()))
}

/// What it was taken from: the print and the other have to agree closely, and not by width alone.
fn taken<'a>(printed: &Printed, context: &'a Context) -> Option<&'a Other> {
    let said = printed.interval();
    context.others.iter().find(|other| {
        let narrow = other
            .interval
            .width()
            .is_some_and(|width| width <= printed.last_digit() * dec!(4) || width * dec!(20) <= printed.value().abs());
        narrow && said.meets(&other.interval)
    })
}

/// Would a value, printed to this last digit, meet the target?
fn fits(value: Decimal, last_digit: Decimal, target: &Interval) -> bool {
    let half = last_digit / dec!(2);
    let bounds = value.checked_sub(half).zip(value.checked_add(half));
    bounds.is_some_and(|(low, high)| Interval::between(low, high).meets(target))
}

/// The unit word is another, or is missing.
fn unit_word(printed: &Printed, target: &Interval, context: &Context) -> Option<Slip> {
    let counted =
        matches!(printed.unit, Unit::Money(_) | Unit::Tonne | Unit::Kilogram | Unit::Pieces | Unit::CubicMetre);
    if !counted || printed.value().is_zero() {
        return None;
    }
    // A hundredfold is a unit of its own only where no unit word stands.
    let plausible = |power: i32| context.bare || power.abs() != 2 || printed.scale >= dec!(10000);
    let (factor, words) =
        scale::POWERS.into_iter().filter(|(power, _)| plausible(*power)).find_map(|(power, words)| {
            let factor = scale::factor(power);
            let value = printed.value().checked_mul(factor)?;
            let digit = printed.last_digit().checked_mul(factor)?;
            fits(value, digit, target).then_some((factor, words))
        })?;
    let value = printed.value().checked_mul(factor)?;
    let cause = if context.bare && factor > Decimal::ONE { Cause::UnitMissing } else { Cause::Scale };
    let names = [scale::name(printed.scale), printed.scale.checked_mul(factor).and_then(scale::name)];
    let why = match (cause, names) {
        (Cause::UnitMissing, _) => format!("fits as {}: the unit is missing", whole(value)),
        (_, [Some(from), Some(to)]) => format!("fits as {}: {from} was printed for {to}", whole(value)),
        _ => format!("fits as {}, {words}", whole(value)),
    };
    Some(Slip { cause, repair: Some(amount(printed, value, factor)), why })
}

/// A month's mean for the sum of all, or the sum for the mean.
fn months(printed: &Printed, target: &Interval, context: &Context) -> Option<(Cause, String)> {
    let (count, mean) = context.months?;
    let count = Decimal::from(count);
    let narrow = target
        .width()
        .is_some_and(|width| width * dec!(10) <= printed.value().abs() * if mean { Decimal::ONE } else { count });
    let said = printed.interval();
    if said.low.is_none() || said.high.is_none() {
        return None;
    }
    if mean {
        let one = said.times(Decimal::ONE.checked_div(count)?);
        return (narrow && one.meets(target))
            .then(|| (Cause::CumulativeForMonth, format!("it is the sum of the {count}, not their mean")));
    }
    let all = said.times(count);
    (narrow && all.meets(target))
        .then(|| (Cause::MonthForCumulative, format!("it is the mean of the {count} months, not their sum")))
}

/// The level in percent of its base, printed for the growth, or the reverse.
fn hundred(printed: &Printed, target: &Interval, context: &Context) -> Option<&'static str> {
    let moved = |by: Decimal| printed.interval().plus(&Interval::exact(by)).meets(target);
    let fits = context.growth && (moved(dec!(-100)) || moved(dec!(100)));
    fits.then_some("it is the level in percent of its base, not the growth")
}

fn sign(printed: &Printed, target: &Interval) -> Option<()> {
    let mirrored = printed.interval().negated();
    (!printed.value().is_zero() && mirrored.meets(target)).then_some(())
}

/// Does the target leave no more than so many values that could be printed?
fn few(printed: &Printed, target: &Interval, count: u32) -> bool {
    target.width().is_some_and(|width| width <= printed.last_digit() * Decimal::from(count))
}

/// Is a print one plain mistake of digits away from a target?
pub(crate) fn close(printed: &Printed, target: &Interval) -> bool {
    let context = Context {
        bare: false,
        reckoned: true,
        growth: false,
        months: None,
        others: Vec::new(),
        otherwise: Cause::Unknown,
    };
    !printed.interval().meets(target) && slip(printed, target, &context).cause != Cause::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;
    use yalu_trade::{Approx, Currency};

    const USD: Unit = Unit::Money(Currency::USD);

    fn context() -> Context {
        Context {
            bare: false,
            reckoned: false,
            growth: false,
            months: None,
            others: Vec::new(),
            otherwise: Cause::Unknown,
        }
    }

    fn between(low: Decimal, high: Decimal) -> Interval {
        Interval { low: Some(low), best: Some((low + high) / dec!(2)), high: Some(high) }
    }

    fn check(
        digits: &str,
        scale: Decimal,
        unit: Unit,
        target: Interval,
        context: &Context,
        cause: Cause,
        repair: &str,
    ) {
        let printed = Printed::read(digits, scale, unit, Approx::Rounded).expect(digits);
        let found = slip(&printed, &target, context);
        assert_eq!((found.cause, found.repair.as_deref()), (cause, Some(repair)), "{digits}: {}", found.why);
    }

    #[test]
    fn the_plainest_repair_is_named() {
        let (plain, million) = (context(), dec!(1000000));
        let near = between(dec!(1529500000), dec!(1530500000));
        check("1.53", million, USD, near, &plain, Cause::Scale, "$1.53 billion");
        let tons = between(dec!(38660), dec!(39590));
        check("39.556", million, Unit::Tonne, tons, &plain, Cause::Scale, "39.556 thousand tons");
        let bare = Context { bare: true, ..context() };
        let power = between(dec!(22255000), dec!(22265000));
        check("2226", dec!(1), USD, power, &bare, Cause::UnitMissing, "$22.26 million");
        let sum = between(dec!(782445000), dec!(782455000));
        check("78425", dec!(10000), USD, sum, &plain, Cause::Transposed, "78,245");
        check("7824", dec!(10000), USD, sum, &plain, Cause::Digit, "78,245");
        check(
            "124.1",
            dec!(1),
            Unit::Percent,
            between(dec!(-124.2), dec!(-124.0)),
            &plain,
            Cause::Direction,
            "-124.1%",
        );
        let growth = Context { growth: true, otherwise: Cause::Growth, ..context() };
        check(
            "224.1",
            dec!(1),
            Unit::Percent,
            between(dec!(124.0), dec!(124.2)),
            &growth,
            Cause::GrowthForLevel,
            "124.1%",
        );
        let year = Context { months: Some((12, false)), ..context() };
        check(
            "24.3",
            million,
            USD,
            between(dec!(291500000), dec!(292500000)),
            &year,
            Cause::MonthForCumulative,
            "$292.0 million",
        );
    }

    #[test]
    fn what_nothing_repairs_is_not_guessed_at() {
        let growth = Context { reckoned: true, otherwise: Cause::Growth, ..context() };
        check("37.4", dec!(1), Unit::Percent, between(dec!(12.2), dec!(12.4)), &growth, Cause::Growth, "12.3%");
        check(
            "415",
            dec!(1000000),
            USD,
            between(dec!(100000000), dec!(900000000)),
            &context(),
            Cause::Unknown,
            "$500 million",
        );
    }

    #[test]
    fn what_it_was_taken_from_comes_first() {
        let other = Other {
            cause: Cause::WrongPeriod,
            interval: between(dec!(13.15), dec!(13.25)),
            what: "that of 2022".to_owned(),
        };
        let context = Context { others: vec![other], ..context() };
        check("13.2", dec!(1), Unit::Percent, between(dec!(10.85), dec!(10.95)), &context, Cause::WrongPeriod, "10.9%");
    }
}
