//! Units that a caption or a header gives: `Unit: ten thousand USD, %`,
//! `(단위: 만 달러)`, `单位：万美元`, `USD bn`, `thousand tons`.

use yalu_trade::{Decimal, Unit, dec};

/// A scale and what it scales.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Counted {
    pub(super) scale: Decimal,
    pub(super) unit: Unit,
}

/// What a line says of units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Units {
    pub(super) money: Option<Counted>,
    pub(super) weight: Option<Counted>,
}

const SCALES: [(&str, Decimal); 26] = [
    ("hundred million", dec!(100000000)),
    ("ten thousand", dec!(10000)),
    ("10,000", dec!(10000)),
    ("10 thousand", dec!(10000)),
    ("hundred thousand", dec!(100000)),
    ("thousands", dec!(1000)),
    ("thousand", dec!(1000)),
    ("1,000", dec!(1000)),
    ("millions", dec!(1000000)),
    ("million", dec!(1000000)),
    ("billions", dec!(1000000000)),
    ("billion", dec!(1000000000)),
    ("mln", dec!(1000000)),
    ("bln", dec!(1000000000)),
    ("mn", dec!(1000000)),
    ("bn", dec!(1000000000)),
    ("억", dec!(100000000)),
    ("천만", dec!(10000000)),
    ("백만", dec!(1000000)),
    ("만", dec!(10000)),
    ("천", dec!(1000)),
    ("亿", dec!(100000000)),
    ("百万", dec!(1000000)),
    ("万", dec!(10000)),
    ("千", dec!(1000)),
    ("m", dec!(1000000)),
];

const COUNTED: [(&str, &str); 24] = [
    ("us dollars", "USD"),
    ("u.s. dollars", "USD"),
    ("us dollar", "USD"),
    ("dollars", "USD"),
    ("dollar", "USD"),
    ("us$", "USD"),
    ("usd", "USD"),
    ("$", "USD"),
    ("달러", "USD"),
    ("불", "USD"),
    ("美元", "USD"),
    ("yuan", "CNY"),
    ("rmb", "CNY"),
    ("위안", "CNY"),
    ("元", "CNY"),
    ("euros", "EUR"),
    ("euro", "EUR"),
    ("eur", "EUR"),
    ("€", "EUR"),
    ("tonnes", "t"),
    ("tons", "t"),
    ("톤", "t"),
    ("吨", "t"),
    ("kg", "kg"),
];

fn boundary(text: &str, at: usize, word: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphanumeric();
    let starts = word.starts_with(letters) && text[..at].ends_with(letters);
    let ends = word.ends_with(letters) && text[at + word.len()..].starts_with(letters);
    !starts && !ends
}

/// What a line says of units. Money and weights are found by their word and a scale that touches it.
pub(super) fn units(line: &str) -> Units {
    let text = line.to_ascii_lowercase();
    let text = text.get(..text.char_indices().nth(400).map_or(text.len(), |(i, _)| i)).unwrap_or_default();
    let mut found = Units::default();
    for (word, code) in COUNTED {
        let Ok(unit) = code.parse::<Unit>() else { continue };
        let Some(at) = text.match_indices(word).map(|(at, _)| at).find(|at| boundary(text, *at, word)) else {
            continue;
        };
        let place = if matches!(unit, Unit::Money(_)) { &mut found.money } else { &mut found.weight };
        if place.is_none() {
            let scale = scale_around(&text[..at], &text[at + word.len()..]);
            *place = Some(Counted { scale: scale.unwrap_or(Decimal::ONE), unit });
        }
    }
    found
}

fn scale_around(before: &str, after: &str) -> Option<Decimal> {
    let lead = before.trim_end_matches([' ', '(', '-']);
    let lead = lead.strip_suffix(" of").or_else(|| lead.strip_suffix("us")).map_or(lead, str::trim_end);
    let ends = |word: &&(&str, Decimal)| lead.ends_with(word.0) && boundary(lead, lead.len() - word.0.len(), word.0);
    let tail = after.trim_start_matches([' ', ',', '(', '-']);
    let begins = |word: &&(&str, Decimal)| tail.starts_with(word.0) && boundary(tail, 0, word.0);
    SCALES.iter().find(ends).or_else(|| SCALES.iter().find(begins)).map(|(_, scale)| *scale)
}

/// Does a paragraph say in which unit all its figures are?
pub(super) fn declared(line: &str) -> Option<Counted> {
    let text = line.to_ascii_lowercase();
    let says = [
        "unit:",
        "units:",
        "unit :",
        "in million",
        "in thousand",
        "in billion",
        "in us$",
        "in usd",
        "in ten thousand",
        "values in",
        "figures in",
        "단위",
        "单位",
        "單位",
        "usd bn",
        "usd mn",
        "usd million",
        "usd billion",
        "million us dollars unless",
    ];
    let at = says.iter().filter_map(|word| text.find(word)).min()?;
    units(text.get(at..)?).money.filter(|money| money.scale > Decimal::ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_units_are_read() {
        for (line, scale) in [
            ("Unit: Ten thousand USD, %", dec!(10000)),
            ("(Unit: million US dollars, %)", dec!(1000000)),
            ("(단위: 만 달러, %)", dec!(10000)),
            ("单位：万美元，%", dec!(10000)),
            ("USD bn", dec!(1000000000)),
            ("(thousand US dollars; seen from the Tajik side)", dec!(1000)),
            ("Values in US$ million.", dec!(1000000)),
            ("Value, $m", dec!(1000000)),
            ("백만 달러", dec!(1000000)),
        ] {
            assert_eq!(units(line).money.map(|money| money.scale), Some(scale), "{line}");
        }
        assert_eq!(units("thousand tons").weight.map(|weight| weight.scale), Some(dec!(1000)));
    }
}
