//! The likeliest slip: what one simple repair makes a print fit what is known.
//! Repairs are tried from the plainest to the least plain, and a repair that
//! chance would find as easily is not offered: better `unknown` than a guess.

use yalu_trade::{Cause, Decimal, Interval, Printed, Unit, dec};

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

const SCALES: [(Decimal, &str); 12] = [
    (dec!(1000), "a thousand times as much"),
    (dec!(0.001), "a thousandth of it"),
    (dec!(10000), "ten thousand times as much"),
    (dec!(0.0001), "a ten-thousandth of it"),
    (dec!(1000000), "a million times as much"),
    (dec!(0.000001), "a millionth of it"),
    (dec!(100000000), "a hundred million times as much"),
    (dec!(0.00000001), "a hundred-millionth of it"),
    (dec!(1000000000), "a billion times as much"),
    (dec!(0.000000001), "a billionth of it"),
    (dec!(100), "a hundred times as much"),
    (dec!(0.01), "a hundredth of it"),
];

/// The likeliest slip behind a print, if the truth lies in the target.
pub fn slip(printed: &Printed, target: &Interval, context: &Context) -> Slip {
    let repair = repaired(printed, target, 0);
    let percent = matches!(printed.unit, Unit::Percent | Unit::Points | Unit::Times);
    let found = |cause, why: String| Slip { cause, repair: repair.clone(), why };
    taken(printed, context)
        .map(|other| found(other.cause, format!("it is {}", other.what)))
        .or_else(|| scale(printed, target, context))
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

fn fits(value: Decimal, last_digit: Decimal, target: &Interval) -> bool {
    let half = last_digit / dec!(2);
    Interval::between(value - half, value + half).meets(target)
}

fn scale(printed: &Printed, target: &Interval, context: &Context) -> Option<Slip> {
    let counted =
        matches!(printed.unit, Unit::Money(_) | Unit::Tonne | Unit::Kilogram | Unit::Pieces | Unit::CubicMetre);
    if !counted || printed.value().is_zero() {
        return None;
    }
    let (factor, words) = SCALES.iter().find(|(factor, _)| {
        let value = printed.value().checked_mul(*factor);
        let digit = printed.last_digit().checked_mul(*factor);
        // A hundredfold is a unit of its own only where no unit word stands.
        let plausible = context.bare || (*factor != dec!(100) && *factor != dec!(0.01)) || printed.scale >= dec!(10000);
        plausible && value.zip(digit).is_some_and(|(value, digit)| fits(value, digit, target))
    })?;
    let value = printed.value().checked_mul(*factor)?;
    let cause = if context.bare && *factor > Decimal::ONE { Cause::UnitMissing } else { Cause::Scale };
    let names = [factor_name(printed.scale), factor_name(printed.scale * factor)];
    let why = match (cause, names) {
        (Cause::UnitMissing, _) => format!("fits as {}: the unit is missing", whole(value)),
        (_, [Some(from), Some(to)]) => format!("fits as {}: {from} was printed for {to}", whole(value)),
        _ => format!("fits as {}, {words}", whole(value)),
    };
    Some(Slip { cause, repair: Some(amount(printed, value, *factor)), why })
}

pub(crate) fn factor_name(scale: Decimal) -> Option<&'static str> {
    [
        (dec!(1000), "thousand"),
        (dec!(10000), "ten thousand"),
        (dec!(1000000), "million"),
        (dec!(100000000), "hundred million"),
        (dec!(1000000000), "billion"),
    ]
    .into_iter()
    .find_map(|(value, name)| (value == scale.normalize()).then_some(name))
}

/// An amount in the unit that readers expect, with the digits that were printed.
fn amount(printed: &Printed, value: Decimal, factor: Decimal) -> String {
    let scale = printed.scale * factor;
    let (word, step) = if value.abs() >= dec!(1000000000) && scale >= dec!(1000000) {
        ("billion", dec!(1000000000))
    } else if value.abs() >= dec!(1000000) && (matches!(printed.unit, Unit::Money(_)) || scale >= dec!(1000000)) {
        ("million", dec!(1000000))
    } else if scale == dec!(1000) {
        ("thousand", dec!(1000))
    } else {
        ("", Decimal::ONE)
    };
    let digits = whole((value / step).normalize());
    let space = if word.is_empty() { "" } else { " " };
    match printed.unit {
        Unit::Money(currency) if currency == yalu_trade::Currency::USD => format!("${digits}{space}{word}"),
        Unit::Tonne => format!("{digits}{space}{word} tons"),
        unit => format!("{digits}{space}{word} {unit}"),
    }
}

/// A number with commas between its thousands.
pub(crate) fn whole(value: Decimal) -> String {
    let text = value.normalize().to_string();
    let (sign, body) = text.strip_prefix('-').map_or(("", text.as_str()), |body| ("-", body));
    let (digits, decimals) = body.split_once('.').map_or((body, None), |(whole, decimals)| (whole, Some(decimals)));
    let mut grouped = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(c);
    }
    match decimals {
        Some(decimals) => format!("{sign}{grouped}.{decimals}"),
        None => format!("{sign}{grouped}"),
    }
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

/// The digits of a print, without its sign, point and commas, and where its point stands.
fn digits(printed: &Printed) -> (Vec<u8>, usize, bool) {
    let below = printed.digits.starts_with(['-', '\u{2212}']);
    let plain: Vec<u8> = printed.digits.bytes().filter(|b| b.is_ascii_digit() || *b == b'.').collect();
    let point = plain.iter().position(|b| *b == b'.');
    let places = point.map_or(0, |point| plain.len() - point - 1);
    (plain.into_iter().filter(|b| *b != b'.').collect(), places, below)
}

fn number(digits: &[u8], places: usize, below: bool) -> Option<Decimal> {
    let text = std::str::from_utf8(digits).ok()?;
    let mantissa: i64 = text.parse().ok()?;
    Some(Decimal::new(if below { -mantissa } else { mantissa }, u32::try_from(places).ok()?))
}

fn fit(printed: &Printed, changed: &[u8], places: usize, below: bool, target: &Interval) -> Option<Decimal> {
    let value = number(changed, places, below)?;
    let scaled = value.checked_mul(printed.scale)?;
    fits(scaled, printed.last_digit(), target).then_some(value)
}

fn transposed(printed: &Printed, target: &Interval) -> Option<String> {
    let (body, places, below) = digits(printed);
    // In a wide target some swap fits by chance.
    if target.width().is_none_or(|width| width * dec!(10) > printed.value().abs()) {
        return None;
    }
    let mut found = None;
    for i in 0..body.len() {
        for j in i + 1..body.len().min(i + 3) {
            if body[i] == body[j] {
                continue;
            }
            let mut changed = body.clone();
            changed.swap(i, j);
            let value = (changed[0] != b'0' || places + 1 >= changed.len())
                .then(|| fit(printed, &changed, places, below, target))
                .flatten();
            if let Some(value) = value {
                let nearer = j == i + 1;
                if found.is_none() || nearer {
                    found = Some(value);
                }
                if nearer {
                    return Some(at_precision(value, places));
                }
            }
        }
    }
    // Digits that are not neighbours change places seldom: only where little else would fit.
    found.filter(|_| body.len() >= 3 && few(printed, target, 1)).map(|value| at_precision(value, places))
}

/// Does the target leave no more than so many values that could be printed?
fn few(printed: &Printed, target: &Interval, count: u32) -> bool {
    target.width().is_some_and(|width| width <= printed.last_digit() * Decimal::from(count))
}

fn at_precision(value: Decimal, places: usize) -> String {
    let mut value = value;
    value.rescale(places as u32);
    grouped(value)
}

fn grouped(value: Decimal) -> String {
    let text = value.to_string();
    let (whole_part, decimals) = text.split_once('.').map_or((text.as_str(), None), |(a, b)| (a, Some(b)));
    let whole_text = whole_part.parse::<Decimal>().map_or(whole_part.to_owned(), whole);
    match decimals {
        Some(decimals) => format!("{whole_text}.{decimals}"),
        None => whole_text,
    }
}

/// One digit dropped, doubled, put in, or (in a level) replaced; or the point moved by one.
fn digit(printed: &Printed, target: &Interval, context: &Context) -> Option<String> {
    let (body, places, below) = digits(printed);
    if body.len() > 15 {
        return None;
    }
    let mut fitting: Vec<String> = Vec::new();
    let mut offer = |value: Option<Decimal>, places: usize| {
        if let Some(value) = value {
            let text = at_precision(value, places);
            if !fitting.contains(&text) {
                fitting.push(text);
            }
        }
    };
    for i in 0..body.len() {
        let mut shorter = body.clone();
        shorter.remove(i);
        if !shorter.is_empty() {
            offer(fit(printed, &shorter, places, below, target), places);
        }
    }
    for factor in [dec!(10), dec!(0.1)] {
        let value = printed.value() / printed.scale * factor;
        let close = fits(value * printed.scale, printed.last_digit() * factor.max(Decimal::ONE), target);
        // A digit lost at the end is the target's to give back.
        let whole = target.best.filter(|_| few(printed, target, 3)).and_then(|best| best.checked_div(printed.scale));
        let value = whole.filter(|_| factor > Decimal::ONE).map_or(value, |best| best.round_dp(places as u32));
        offer(close.then_some(value), value.normalize().scale() as usize);
    }
    if let [one] = fitting.as_slice() {
        return Some(one.clone());
    }
    if !fitting.is_empty() || !few(printed, target, 8) {
        return fitting.first().cloned();
    }
    let mut offer = |value: Option<Decimal>| {
        if let Some(value) = value {
            let text = at_precision(value, places);
            if !fitting.contains(&text) {
                fitting.push(text);
            }
        }
    };
    for i in 0..=body.len() {
        for put in b'0'..=b'9' {
            let mut longer = body.clone();
            longer.insert(i, put);
            if longer[0] != b'0' {
                offer(fit(printed, &longer, places, below, target));
            }
        }
    }
    for i in (0..body.len()).filter(|_| !context.reckoned && body.len() >= 3) {
        for put in b'0'..=b'9' {
            let mut changed = body.clone();
            changed[i] = put;
            if changed[0] != b'0' {
                offer(fit(printed, &changed, places, below, target));
            }
        }
    }
    match fitting.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// What would have been printed: the best value of the target, at the printed precision.
pub(crate) fn repaired(printed: &Printed, target: &Interval, finer: u32) -> Option<String> {
    let middle = || Some((target.low? + target.high?) / dec!(2));
    let best = target.best.or_else(middle).or(target.low).or(target.high)?;
    let (_, places, _) = digits(printed);
    let places = places + finer as usize;
    let value = best.checked_div(printed.scale)?;
    // A print says by its words, a deficit, that it is below zero.
    let value = if printed.value() < Decimal::ZERO { value.abs() } else { value };
    let rounded = value.round_dp_with_strategy(places as u32, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    Some(with_unit(printed, &at_precision(rounded, places)))
}

/// Digits with the unit that they were printed in.
fn with_unit(printed: &Printed, digits: &str) -> String {
    let scale = factor_name(printed.scale).map(|name| format!(" {name}")).unwrap_or_default();
    match printed.unit {
        Unit::Percent => format!("{digits}%"),
        Unit::Points => format!("{digits} percentage points"),
        Unit::Times => format!("{digits} times"),
        Unit::Money(currency) if currency == yalu_trade::Currency::USD => {
            if scale == " ten thousand" {
                digits.to_owned()
            } else {
                format!("${digits}{scale}").replace("$-", "-$")
            }
        }
        Unit::Money(currency) => format!("{digits}{scale} {currency}"),
        Unit::Tonne => format!("{digits}{scale} tons"),
        _ => format!("{digits}{scale}"),
    }
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

/// Does a slip of the plainest kind make a print what a narrow target asks for: another scale word, the other sign,
/// two neighbours changed, one digit replaced? Of `few` readings the last may explain; among more it fits by chance.
pub(crate) fn plainest(printed: &Printed, target: &Interval, few: bool) -> bool {
    if printed.interval().meets(target) || !self::few(printed, target, 4) {
        return false;
    }
    let (body, places, below) = digits(printed);
    let counted = SCALES.iter().map(|(factor, _)| *factor).filter(|factor| {
        !matches!(printed.unit, Unit::Percent | Unit::Points | Unit::Times)
            && *factor != dec!(100)
            && *factor != dec!(0.01)
    });
    let scaled = |factor: Decimal| {
        let digit = printed.last_digit().checked_mul(factor);
        printed.value().checked_mul(factor).zip(digit).is_some_and(|(value, digit)| fits(value, digit, target))
    };
    let fitting = |changed: &[u8]| fit(printed, changed, places, below, target).is_some();
    let swapped = || {
        (1..body.len()).any(|i| {
            let mut changed = body.clone();
            changed.swap(i - 1, i);
            changed != body && fitting(&changed)
        })
    };
    // The last digit of a reckoned figure is rounding's.
    let replaced = || {
        (0..body.len() - 1).any(|i| {
            (b'0'..=b'9').filter(|digit| *digit != body[i]).any(|digit| {
                let mut changed = body.clone();
                changed[i] = digit;
                fitting(&changed)
            })
        })
    };
    counted.into_iter().any(scaled)
        || sign(printed, target).is_some()
        || (2..=15).contains(&body.len())
            && ((few || body.len() > 3 || printed.unit == Unit::Percent) && swapped() || few && replaced())
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
