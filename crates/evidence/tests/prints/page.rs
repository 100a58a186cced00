//! Prints that fit on a page, one a line, such as
//!
//! ```text
//! T362 X 2023 TOTAL 200350e4 USD @2024-01-18
//! ```
//!
//! After id, flow, period, commodity, digits and unit may stand the day of
//! release, `institute` (customs otherwise), `about`, `+crude`, `derived`,
//! `mean`, `top10`, `balance`, `since:2022`, `of:TOTAL`, `among:HS4`, `by:RUS` (China otherwise), `in:NAME` (a source of its
//! own otherwise).

use rust_decimal::Decimal;
use yalu_evidence::Prints;
use yalu_trade::{
    Among, Approx, Asserts, Authority, Commodity, Coverage, Currency, Cut, Evidence, Gap, Interval, Panel, Period,
    Place, Printed, Quantity, Rate, Reading, Statement, Status, Unit, Vintage,
};

pub(crate) fn statements(text: &str) -> Vec<Statement> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(statement).collect()
}

pub(crate) fn prints(text: &str) -> Prints {
    Prints::new(statements(text), rates())
}

pub(crate) fn statement(text: &str) -> Statement {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [id, flow, period, commodity, digits, unit, words @ ..] = words.as_slice() else { panic!("{text}") };
    let has = |word: &str| words.contains(&word);
    let after = |start: &str| words.iter().find_map(|word| word.strip_prefix(start));
    let period: Period = period.parse().expect(text);
    let unit: Unit = unit.parse().expect(text);
    let (digits, scale) = digits.split_once('e').unwrap_or((digits, "0"));
    let scale = Printed::scale(&format!("1e{scale}")).expect(text);
    let approx = words.iter().find_map(|word| word.parse::<Approx>().ok()).unwrap_or_default();
    let printed = Printed::read(digits, scale, unit, approx).expect(text);
    let asserts = match (after("since:"), after("of:"), unit) {
        (.., Unit::Rank) => Asserts::Rank { of: after("among:").unwrap_or("HS4").parse().expect(text) },
        (Some(base), ..) => Asserts::Growth { base: base.parse().expect(text) },
        (_, Some(whole), _) => Asserts::Share { of: whole.parse().expect(text) },
        (.., Unit::Tonne | Unit::Kilogram) => Asserts::Weight,
        (.., Unit::Pieces) => Asserts::Quantity,
        _ if has("balance") => Asserts::Balance,
        _ => Asserts::Value,
    };
    Statement {
        id: (*id).to_owned(),
        reporter: after("by:").unwrap_or("CHN").to_owned(),
        partner: "PRK".to_owned(),
        period,
        mean: has("mean"),
        flow: flow.parse().expect(text),
        commodity: commodity.parse().expect(text),
        coverage: if has("+crude") { Coverage::with_crude() } else { Coverage::reported() },
        asserts,
        interval: printed.interval(),
        printed,
        vintage: after("@").map_or(Vintage::assumed_for(period), |day| Vintage::read(day).expect(text)),
        status: if has("derived") { Status::Derived } else { Status::Published },
        authority: if has("institute") { Authority::Institute } else { Authority::Customs },
        one_of_top: after("top").map(|n| n.parse().expect(text)),
        source: after("in:").map_or_else(|| format!("the source of {id}"), str::to_owned),
        note: String::new(),
        place: Place::default(),
        corrections: Vec::new(),
    }
}

/// Yuan for a dollar in 2018: the year's average, and the band of its months.
fn rates() -> Vec<Rate> {
    let rate = |v: i64| Some(Decimal::new(v, 4));
    vec![Rate {
        period: Period::year(2018),
        from: currency("CNY"),
        to: Currency::USD,
        rate: Interval { low: rate(62_800), best: rate(66_174), high: rate(69_500) },
        source: "China's statistics bureau".to_owned(),
        place: Place::default(),
    }]
}

pub(crate) fn currency(letters: &str) -> Currency {
    let Ok(Unit::Money(currency)) = letters.parse() else { panic!("{letters}") };
    currency
}

/// The cut of a flow's total in dollars; a test changes the rest.
pub(crate) fn cut(flow: &str, periods: &str) -> Cut {
    Cut {
        reporters: vec!["CHN".to_owned()],
        partner: "PRK".to_owned(),
        flow: flow.parse().expect(flow),
        periods: periods.split_whitespace().map(|period| period.parse().expect(period)).collect(),
        mean: false,
        among: Among::These(vec![Commodity::Total]),
        coverage: Coverage::reported(),
        quantity: Quantity::Value(Currency::USD),
        as_of: "2025-09-30".parse().expect("a day"),
    }
}

/// The same of one commodity.
pub(crate) fn of(commodity: &str, cut: Cut) -> Cut {
    Cut { among: Among::These(vec![commodity.parse().expect(commodity)]), ..cut }
}

/// The same as it was known on a day.
pub(crate) fn as_of(day: &str, cut: Cut) -> Cut {
    Cut { as_of: day.parse().expect(day), ..cut }
}

pub(crate) fn read(prints: &Prints, cut: &Cut) -> Panel {
    prints.read(cut).expect("prints can always be read")
}

/// The first reading of a cut.
pub(crate) fn first(prints: &Prints, cut: &Cut) -> Result<Reading, Gap> {
    read(prints, cut).cells.into_iter().next().expect("a cell").reading
}

/// The first reading of a cut, as a reader would copy it.
pub(crate) fn check(text: &str, cut: &Cut, expected: &str) {
    assert_eq!(said(&first(&prints(text), cut)), expected);
}

/// `id: best (low..high)`, with every print that it rests on, `!` where others exclude it; a gap in its own words.
pub(crate) fn said(reading: &Result<Reading, Gap>) -> String {
    let reading = match reading {
        Ok(reading) => reading,
        Err(gap) => return gap.to_string(),
    };
    let show = |v: Option<Decimal>| v.map_or(String::new(), |v| v.round_dp(4).normalize().to_string());
    let Interval { low, best, high } = reading.interval;
    let used: Vec<&str> = reading.lineage.used().map(|paper| paper.id.as_str()).collect();
    let contested = if reading.contested { " !" } else { "" };
    format!("{}: {} ({}..{}){contested}", used.join(" + "), show(best), show(low), show(high))
}
