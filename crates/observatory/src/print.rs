//! How a number is printed: half up, to the digits that its unit deserves, its
//! bounds beside it when they are wider than one unit of the printed digit.
//! A coarse print keeps its own digits; none are invented.

use yalu_trade::{Approx, Currency, Decimal, Interval, Lang, Lineage, Printed, Reading, Unit, dec};

/// How a number is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Style {
    /// Money, in words: `$2,003.5 million`.
    Money(Currency),
    /// Money in a table: units of so many.
    Scaled(Decimal),
    /// A weight in tons.
    Tonnes,
    /// A share or a ratio in percent.
    Percent,
    /// A change in percent, with its sign.
    Change,
    /// Percentage points, with their sign.
    Points,
    /// Times a base.
    Times,
    /// A pure index.
    Index,
    /// Money for a kilogram.
    Price,
    /// A place in an order.
    Ordinal,
    /// A count.
    Count,
}

impl Style {
    /// The style of a unit; growth is a change, other percentages are not.
    pub(crate) fn of(unit: Unit, measure: &str) -> Self {
        match unit {
            Unit::Money(currency) => Self::Money(currency),
            Unit::Tonne | Unit::Kilogram => Self::Tonnes,
            Unit::Percent if measure.contains("growth") || measure == "quoted" => Self::Change,
            Unit::Percent => Self::Percent,
            Unit::Points => Self::Points,
            Unit::Times => Self::Times,
            Unit::Index => Self::Index,
            Unit::PerKilogram(_) => Self::Price,
            Unit::Rank => Self::Ordinal,
            Unit::CubicMetre | Unit::Pieces => Self::Count,
        }
    }

    /// The style that a desk names, if it is one.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "percent" => Some(Self::Percent),
            "change" => Some(Self::Change),
            "points" => Some(Self::Points),
            "times" => Some(Self::Times),
            "index" => Some(Self::Index),
            "ordinal" => Some(Self::Ordinal),
            "tonnes" => Some(Self::Tonnes),
            _ => None,
        }
    }

    /// What one printed unit stands for, and the most decimals it takes. Small sums of
    /// money count in smaller units: three thousand dollars are not `$0.0 million`.
    fn grain(self, interval: &Interval, lang: Lang) -> (Decimal, u32) {
        let size = interval.best.or(interval.high).unwrap_or_default().abs();
        match (self, lang) {
            (Self::Money(_), Lang::En) if size < dec!(500) => (Decimal::ONE, 0),
            (Self::Money(_), Lang::En) if size < dec!(50000) => (dec!(1000), 0),
            (Self::Money(_), Lang::En) => (dec!(1000000), 1),
            (Self::Money(_), _) if size < dec!(5000) => (Decimal::ONE, 0),
            // Korean and Chinese count in ten thousands; the last digit is one of them.
            (Self::Money(_), Lang::Ko) => (dec!(10000), 0),
            (Self::Money(_), Lang::Zh) if size < dec!(100000000) => (dec!(10000), 0),
            (Self::Money(_), Lang::Zh) => (dec!(100000000), 4),
            (Self::Scaled(scale), _) => (scale, 0),
            (Self::Tonnes | Self::Ordinal | Self::Count, _) => (Decimal::ONE, 0),
            (Self::Percent | Self::Change | Self::Points | Self::Times, _) => (Decimal::ONE, 1),
            (Self::Index, _) => (Decimal::ONE, 4),
            (Self::Price, _) => (Decimal::ONE, 3),
        }
    }

    /// The decimals to print: all that the unit takes; of a coarse print, no more than it has itself.
    pub(crate) fn decimals(self, shown: Shown<'_>, lang: Lang) -> u32 {
        let (scale, most) = self.grain(shown.interval, lang);
        let coarse = shown.interval.width().is_none_or(|width| width / scale > Decimal::new(1, most));
        let own = shown.interval.best.map(|best| (best / scale).normalize().scale());
        own.filter(|_| coarse && shown.quoted).map_or(most, |own| own.min(most))
    }

    fn dress(self, value: Decimal, scale: Decimal, decimals: u32, lang: Lang) -> String {
        let number = grouped(value / scale, decimals);
        let signed = |number: String| if value > Decimal::ZERO { format!("+{number}") } else { number };
        match (self, lang) {
            (Self::Money(currency), Lang::En) => {
                prefixed(&number, symbol(currency), counting(scale, lang).unwrap_or_default())
            }
            (Self::Money(currency), Lang::Ko) if scale == Decimal::ONE => format!("{number} {}", name(currency, lang)),
            (Self::Money(currency), Lang::Zh) if scale == Decimal::ONE => format!("{number}{}", name(currency, lang)),
            (Self::Money(currency), Lang::Ko) => format!("{} {}", in_myriads(value), name(currency, lang)),
            (Self::Money(currency), Lang::Zh) => {
                let trimmed =
                    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { &number };
                let myriads = if scale == dec!(10000) { "万" } else { "亿" };
                format!("{trimmed}{myriads}{}", name(currency, lang))
            }
            (Self::Tonnes, Lang::En) => format!("{number} t"),
            (Self::Tonnes, Lang::Ko) => format!("{number}톤"),
            (Self::Tonnes, Lang::Zh) => format!("{number}吨"),
            (Self::Percent, _) => format!("{number}%"),
            (Self::Change, _) => format!("{}%", signed(number)),
            (Self::Points, Lang::En) => format!("{} points", signed(number)),
            (Self::Points, Lang::Ko) => format!("{}%p", signed(number)),
            (Self::Points, Lang::Zh) => format!("{}个百分点", signed(number)),
            (Self::Times, Lang::En) => format!("{number} times"),
            (Self::Times, Lang::Ko) => format!("{number}배"),
            (Self::Times, Lang::Zh) => format!("{number}倍"),
            (Self::Ordinal, Lang::En) => ordinal(&number),
            (Self::Ordinal, Lang::Ko) => format!("{number}위"),
            (Self::Ordinal, Lang::Zh) => format!("第{number}位"),
            (Self::Scaled(_) | Self::Index | Self::Price | Self::Count, _) => number,
        }
    }

    /// Bounds that stand by themselves, with the unit that a number would have.
    fn range(self, bounds: String, scale: Decimal, lang: Lang) -> String {
        match (self, lang) {
            (Self::Money(currency), Lang::En) => {
                prefixed(&bounds, symbol(currency), counting(scale, lang).unwrap_or_default())
            }
            (Self::Money(currency), Lang::Ko) => {
                let unit = format!(" {}", name(currency, lang));
                format!("{}{unit}", bounds.replacen('~', &format!("{unit}~"), 1))
            }
            (Self::Money(currency), Lang::Zh) => {
                let unit = if scale == Decimal::ONE {
                    ""
                } else if scale == dec!(10000) {
                    "万"
                } else {
                    "亿"
                };
                format!("{bounds}{unit}{}", name(currency, lang))
            }
            (Self::Tonnes, Lang::En) => format!("{bounds} t"),
            (Self::Tonnes, Lang::Ko) => format!("{bounds}톤"),
            (Self::Tonnes, Lang::Zh) => format!("{bounds}吨"),
            (Self::Percent | Self::Change, _) => format!("{bounds}%"),
            (Self::Points, Lang::En) => format!("{bounds} points"),
            (Self::Points, Lang::Ko) => format!("{bounds}%p"),
            (Self::Points, Lang::Zh) => format!("{bounds}个百分点"),
            (Self::Times, Lang::En) => format!("{bounds} times"),
            (Self::Times, Lang::Ko) => format!("{bounds}배"),
            (Self::Times, Lang::Zh) => format!("{bounds}倍"),
            (Self::Ordinal | Self::Scaled(_) | Self::Index | Self::Price | Self::Count, _) => bounds,
        }
    }

    /// The bounds, in the shape of the number that they stand beside.
    fn bounds(self, low: Decimal, high: Decimal, scale: Decimal, decimals: u32, lang: Lang) -> String {
        match (self, lang) {
            (Self::Money(_), Lang::Ko) if scale != Decimal::ONE => format!("{}~{}", in_myriads(low), in_myriads(high)),
            // A dash between two signs reads as a third.
            _ => format!(
                "{}{}{}",
                grouped(down(low / scale, decimals), decimals),
                between(low, lang),
                grouped(up(high / scale, decimals), decimals)
            ),
        }
    }
}

/// What stands between the ends of a range.
pub(crate) fn between(low: Decimal, lang: Lang) -> &'static str {
    match lang {
        _ if low >= Decimal::ZERO => "–",
        Lang::En => " to ",
        Lang::Ko => "~",
        Lang::Zh => "至",
    }
}

/// What is to be printed: an interval, and whether it is somebody's print or computed.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    interval: &'a Interval,
    quoted: bool,
}

impl<'a> Shown<'a> {
    /// A figure with the papers that made it.
    pub(crate) fn of(interval: &'a Interval, lineage: &Lineage) -> Self {
        Self { interval, quoted: lineage.is_print() }
    }
}

impl<'a> From<&'a Reading> for Shown<'a> {
    fn from(reading: &'a Reading) -> Self {
        Self::of(&reading.interval, &reading.lineage)
    }
}

/// A number as it is printed; between bounds alone, the bounds.
pub(crate) fn print(shown: Shown<'_>, style: Style, lang: Lang) -> String {
    let decimals = style.decimals(shown, lang);
    let (scale, _) = style.grain(shown.interval, lang);
    let dress = |value| style.dress(value, scale, decimals, lang);
    match (shown.interval.low, shown.interval.best, shown.interval.high) {
        (_, Some(best), _) => dress(best),
        (Some(low), None, Some(high)) if dress(low) == dress(high) => dress(low),
        (Some(low), None, Some(high)) if low.is_zero() => {
            let high = style.dress(up(high / scale, decimals) * scale, scale, decimals, lang);
            match lang {
                Lang::En => format!("at most {high}"),
                Lang::Ko => format!("최대 {high}"),
                Lang::Zh => format!("最多{high}"),
            }
        }
        (Some(low), None, Some(high)) => style.range(style.bounds(low, high, scale, decimals, lang), scale, lang),
        (Some(low), None, None) => format!("≥ {}", dress(low)),
        (None, None, Some(high)) => format!("≤ {}", dress(high)),
        (None, None, None) => "–".to_owned(),
    }
}

/// The bounds as they stand beside the number, ` (1,730–1,732)`: only where they
/// are wider than one unit of its last printed digit.
pub(crate) fn beside(shown: Shown<'_>, style: Style, lang: Lang) -> String {
    let decimals = style.decimals(shown, lang);
    let (scale, _) = style.grain(shown.interval, lang);
    let one_digit = Decimal::new(1, decimals) * scale;
    match (shown.interval.low, shown.interval.best, shown.interval.high) {
        (Some(low), Some(_), Some(high)) if high - low > one_digit => {
            format!(" ({})", style.bounds(low, high, scale, decimals, lang))
        }
        _ => String::new(),
    }
}

/// A number as somebody else printed it, with its unit.
pub(crate) fn quote(printed: &Printed, lang: Lang) -> String {
    let digits = grouped_as_printed(&printed.digits);
    let counted = counting(printed.scale, lang);
    let said = match (printed.unit, lang) {
        (Unit::Percent, _) => format!("{digits}%"),
        (Unit::Rank, _) => Style::Ordinal.dress(printed.value(), Decimal::ONE, 0, lang),
        (Unit::Times, Lang::En) => format!("{digits} times"),
        (Unit::Times, Lang::Ko) => format!("{digits}배"),
        (Unit::Times, Lang::Zh) => format!("{digits}倍"),
        (Unit::Money(currency), Lang::En) => match counted {
            Some(word) => prefixed(&digits, symbol(currency), word),
            None => format!("{digits} × {}{}", symbol(currency), grouped(printed.scale, 0)),
        },
        (unit, _) => {
            let gap = if lang == Lang::Zh { "" } else { " " };
            match counted {
                Some(word) => format!("{digits}{word}{gap}{}", unit_name(unit, lang)),
                None => format!("{digits} × {}{gap}{}", grouped(printed.scale, 0), unit_name(unit, lang)),
            }
        }
    };
    let word = match (printed.approx, lang) {
        (Approx::Rounded, _) => return said,
        (approx, Lang::En) => approx.word(),
        (Approx::About, Lang::Ko) => "약",
        (Approx::Over, Lang::Ko) => "초과",
        (Approx::Under, Lang::Ko) => "미만",
        (Approx::Nearly, Lang::Ko) => "거의",
        (Approx::About, Lang::Zh) => "约",
        (Approx::Over, Lang::Zh) => "超过",
        (Approx::Under, Lang::Zh) => "不到",
        (Approx::Nearly, Lang::Zh) => "近",
    };
    format!("{word}{}{said}", if lang == Lang::Zh { "" } else { " " })
}

fn unit_name(unit: Unit, lang: Lang) -> String {
    match (unit, lang) {
        (Unit::Money(currency), _) => name(currency, lang),
        (Unit::Tonne, Lang::Ko) => "톤".to_owned(),
        (Unit::Tonne, Lang::Zh) => "吨".to_owned(),
        (other, _) => other.to_string(),
    }
}

/// The counting word of a scale, if the language has one.
fn counting(scale: Decimal, lang: Lang) -> Option<&'static str> {
    let words: [(Decimal, Option<&str>, &str, &str); 5] = [
        (dec!(1000000000), Some(" billion"), "십억", "十亿"),
        (dec!(1000000), Some(" million"), "백만", "百万"),
        (dec!(10000), None, "만", "万"),
        (dec!(1000), Some(" thousand"), "천", "千"),
        (dec!(1), Some(""), "", ""),
    ];
    let (_, en, ko, zh) = words.into_iter().find(|(known, ..)| *known == scale)?;
    match lang {
        Lang::En => en,
        Lang::Ko => Some(ko),
        Lang::Zh => Some(zh),
    }
}

/// Bounds are printed outward: what is printed holds what is known.
fn down(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::ToNegativeInfinity)
}

fn up(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::ToPositiveInfinity)
}

fn grouped_as_printed(digits: &str) -> String {
    let plain = digits.replace(',', "");
    let places = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len() as u32);
    Decimal::from_str_exact(&plain).map_or_else(|_| digits.to_owned(), |value| grouped(value, places))
}

/// Digits in groups of three, half up, with a true minus sign.
pub(crate) fn grouped(value: Decimal, decimals: u32) -> String {
    let rounded = value.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let sign = if rounded.is_sign_negative() && !rounded.is_zero() { "\u{2212}" } else { "" };
    format!("{sign}{}", yalu_trade::grouped(&format!("{:.*}", decimals as usize, rounded.abs())))
}

fn prefixed(number: &str, symbol: &str, suffix: &str) -> String {
    match number.strip_prefix('\u{2212}') {
        Some(positive) => format!("\u{2212}{symbol}{positive}{suffix}"),
        None => format!("{symbol}{number}{suffix}"),
    }
}

fn symbol(currency: Currency) -> &'static str {
    match currency.letters() {
        "USD" => "$",
        "EUR" => "€",
        "CNY" => "CN¥",
        "JPY" => "JP¥",
        "KRW" => "₩",
        _ => "¤",
    }
}

fn name(currency: Currency, lang: Lang) -> String {
    match (currency.letters(), lang) {
        ("USD", Lang::Ko) => "달러".to_owned(),
        ("USD", Lang::Zh) => "美元".to_owned(),
        ("CNY", Lang::Ko) => "위안".to_owned(),
        ("CNY", Lang::Zh) => "元人民币".to_owned(),
        (letters, _) => letters.to_owned(),
    }
}

/// Korean counting: 2,003,500,000 is 20억 350만.
fn in_myriads(value: Decimal) -> String {
    let myriads = (value / dec!(10000)).round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let sign = if myriads < Decimal::ZERO { "\u{2212}" } else { "" };
    let (high, low) = ((myriads.abs() / dec!(10000)).trunc(), myriads.abs() % dec!(10000));
    match (high.is_zero(), low.is_zero()) {
        (true, _) => format!("{sign}{}만", grouped(low, 0)),
        (false, true) => format!("{sign}{}억", grouped(high, 0)),
        (false, false) => format!("{sign}{}억 {}만", grouped(high, 0), grouped(low, 0)),
    }
}

fn ordinal(number: &str) -> String {
    let ending = match number {
        n if n.ends_with("11") || n.ends_with("12") || n.ends_with("13") => "th",
        n if n.ends_with('1') => "st",
        n if n.ends_with('2') => "nd",
        n if n.ends_with('3') => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(low: Decimal, best: Decimal, high: Decimal) -> Interval {
        Interval { low: Some(low), best: Some(best), high: Some(high) }
    }

    #[test]
    fn numbers_print_half_up_with_bounds_where_they_matter() {
        let usd = Style::Money(Currency::USD);
        let imports = interval(dec!(2003495000), dec!(2003500000), dec!(2003505000));
        let exports_2017 = interval(dec!(1730000000), dec!(1731000000), dec!(1732000000));
        let (quoted, computed) = (true, false);
        for (interval, quoted, style, lang, printed) in [
            (imports, quoted, usd, Lang::En, "$2,003.5 million"),
            (imports, quoted, usd, Lang::Ko, "20억 350만 달러"),
            (imports, quoted, usd, Lang::Zh, "20.035亿美元"),
            (imports, quoted, Style::Scaled(dec!(10000)), Lang::En, "200,350"),
            (imports.negated(), quoted, usd, Lang::En, "−$2,003.5 million"),
            (exports_2017, quoted, usd, Lang::En, "$1,731 million (1,730–1,732)"),
            (exports_2017, computed, usd, Lang::En, "$1,731.0 million (1,730.0–1,732.0)"),
            (interval(dec!(2500), dec!(3000), dec!(3500)), quoted, usd, Lang::En, "$3 thousand"),
            (interval(dec!(2500), dec!(3000), dec!(3500)), quoted, usd, Lang::Ko, "3,000 달러 (2,500–3,500)"),
            (Interval::exact(dec!(0)), quoted, usd, Lang::En, "$0"),
            (interval(dec!(123.33), dec!(123.35), dec!(123.37)), computed, Style::Change, Lang::En, "+123.4%"),
            (interval(dec!(136.5), dec!(137), dec!(137.5)), quoted, Style::Change, Lang::En, "+137%"),
            (interval(dec!(93.5), dec!(94.0), dec!(94.5)), computed, Style::Percent, Lang::En, "94.0% (93.5–94.5)"),
            (interval(dec!(29.6), dec!(30.1), dec!(30.6)), computed, Style::Percent, Lang::En, "30.1% (29.6–30.6)"),
            (interval(dec!(39.05), dec!(39.054), dec!(39.06)), computed, Style::Percent, Lang::Ko, "39.1%"),
            (interval(dec!(4.1), dec!(4.15), dec!(4.16)), computed, Style::Times, Lang::En, "4.2 times"),
            (interval(dec!(7165000), dec!(7170000), dec!(7175000)), quoted, usd, Lang::Zh, "717万美元"),
            (Interval::exact(dec!(2)), computed, Style::Ordinal, Lang::En, "2nd"),
            (Interval::between(dec!(0.35371), dec!(0.35414)), computed, Style::Index, Lang::En, "0.3537–0.3542"),
            (Interval::between(dec!(0.35411), dec!(0.35414)), computed, Style::Index, Lang::En, "0.3541"),
            (interval(dec!(-0.04), dec!(-0.02), dec!(0)), computed, Style::Change, Lang::En, "0.0%"),
        ] {
            let shown = Shown { interval: &interval, quoted };
            assert_eq!(
                format!("{}{}", print(shown, style, lang), beside(shown, style, lang)),
                printed,
                "{style:?} {lang}"
            );
        }
    }

    #[test]
    fn quotations_keep_their_print() {
        let quoted = |digits: &str, scale: &str, unit: &str| {
            let printed =
                Printed::read(digits, Printed::scale(scale).expect(scale), unit.parse().expect(unit), Approx::Rounded);
            quote(&printed.expect(digits), Lang::En)
        };
        for (digits, scale, unit, said) in [
            ("84.7", "1", "%", "84.7%"),
            ("2226", "1", "USD", "$2,226"),
            ("214.7", "1e6", "USD", "$214.7 million"),
            ("78,245", "1e4", "USD", "78,245 × $10,000"),
            ("39.556", "1e6", "t", "39.556 million t"),
        ] {
            assert_eq!(quoted(digits, scale, unit), said);
        }
    }
}
