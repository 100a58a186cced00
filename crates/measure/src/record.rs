//! Record: since when a level has not been so high, or so low, in words. Years
//! are held against earlier years, months against all earlier months, other
//! spans against the same months of earlier years. What ties says so, and what
//! is not on file is named: it could be higher.

use yalu_trade::{Card, Cut, Gap, Lang, Panel, Period, Reading, Wording};

use crate::{
    Measure, Measured, Row, Scope, level,
    scope::computed,
    wording::{each, listed, place},
};

pub(crate) struct Record;

static CARD: Card = Card {
    id: "record",
    title: "Record: highest or lowest since",
    label: ["record since", "이후 최고·최저", "以来最高或最低"],
    unit: "currency, or t by weight",
    formula: "V_t beside every earlier V, back to the first that is not below it (or not above it); with --since, its place among them",
    citation: "David and Nagaraja, Order Statistics (3rd ed., 2003), ch. 9: records",
    needs: "the level of the period and of earlier periods of the same length",
    caveats: "A record is among what is on file; what lies between and is absent is named.",
    example: "record --flow import --period 2023",
};

/// How far back a level is held against others: so many years, or months.
const REACH: i32 = 20;
const REACH_MONTHS: i32 = 120;

impl Measure for Record {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let all: Vec<Period> =
            scope.periods.iter().flat_map(|&period| std::iter::once(period).chain(earlier(scope, period))).collect();
        level::asks(scope, scope.flow, &scope.commodity, &all)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let at = |period| level::at(scope, scope.flow, &scope.commodity, period, panels);
        let row = |&period: &Period| {
            let now = match at(period) {
                Ok(now) => now,
                Err(gap) => return scope.row(period, Err(gap)),
            };
            let others: Vec<(Period, Result<Reading, Gap>)> =
                earlier(scope, period).into_iter().map(|other| (other, at(other))).collect();
            let says = if scope.since.is_some() { ranked(&now, &others) } else { since(&now, &others) };
            let known: Vec<&Reading> =
                std::iter::once(&now).chain(others.iter().filter_map(|(_, other)| other.as_ref().ok())).collect();
            let level = Reading {
                vintage: now.vintage,
                contested: now.contested,
                valuation: now.valuation,
                ..computed(now.interval, now.unit, CARD.formula, &known)
            };
            Row { says: Some(says), ..scope.row(period, Ok(level)) }
        };
        Measured { unit: scope.unit(), rows: scope.periods.iter().map(row).collect(), total: None, notes: Vec::new() }
    }
}

/// What a period is held against, the latest first.
fn earlier(scope: &Scope, period: Period) -> Vec<Period> {
    let after = |other: &Period| scope.since.is_none_or(|since| other.first_year() >= since);
    if period.is_month() {
        return (1..=REACH_MONTHS).map(|back| period.shift_months(-back)).take_while(after).collect();
    }
    (1..=REACH).map(|back| period.shift_years(-back)).take_while(after).collect()
}

/// How another level stands to the one that is asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Higher,
    Lower,
    Equal,
    Either,
    Absent,
}

fn beside(now: &Reading, other: &Result<Reading, Gap>) -> Beside {
    let Ok(other) = other else { return Beside::Absent };
    let (now, other) = (&now.interval, &other.interval);
    let exact = |interval: &yalu_trade::Interval| interval.low.is_some() && interval.low == interval.high;
    if exact(now) && now.low == other.low && now.high == other.high {
        Beside::Equal
    } else if now.high.is_some_and(|high| other.above(high)) {
        Beside::Higher
    } else if other.high.is_some_and(|high| now.above(high)) {
        Beside::Lower
    } else {
        Beside::Either
    }
}

/// The run of earlier periods that a level beats.
struct Run {
    /// What ended it, and how that stands; `None` where everything on file is beaten.
    ended: Option<(Period, Beside)>,
    /// How many are beaten.
    beaten: usize,
    /// The earliest that is on file.
    back_to: Option<Period>,
    /// What is absent on the way.
    absent: Vec<Period>,
}

fn run(others: &[(Period, Beside)], beaten: Beside) -> Run {
    let mut run = Run { ended: None, beaten: 0, back_to: None, absent: Vec::new() };
    let first_on_file = others.iter().rposition(|(_, beside)| *beside != Beside::Absent).map_or(0, |last| last + 1);
    for &(period, beside) in &others[..first_on_file] {
        match beside {
            Beside::Absent => run.absent.push(period),
            _ if beside == beaten => {
                run.beaten += 1;
                run.back_to = Some(period);
            }
            _ => {
                run.ended = Some((period, beside));
                break;
            }
        }
    }
    run
}

/// Since when it has not been so high; or so low, where that goes further back.
fn since(now: &Reading, others: &[(Period, Result<Reading, Gap>)]) -> Wording {
    let beside: Vec<(Period, Beside)> = others.iter().map(|(period, other)| (*period, beside(now, other))).collect();
    let (high, low) = (run(&beside, Beside::Lower), run(&beside, Beside::Higher));
    let (run, top) = if low.beaten > high.beaten { (low, false) } else { (high, true) };
    each(|lang| told(&run, top, lang))
}

fn told(run: &Run, top: bool, lang: Lang) -> String {
    let best = |en_high: &str, en_low: &str| if top { en_high.to_owned() } else { en_low.to_owned() };
    let mut said = match (run.ended, run.back_to, lang) {
        (None, None, Lang::En) => "nothing earlier is on file".to_owned(),
        (None, None, Lang::Ko) => "이전 자료 없음".to_owned(),
        (None, None, Lang::Zh) => "无更早资料".to_owned(),
        (None, Some(first), Lang::En) => format!("{} on file, back to {first}", best("highest", "lowest")),
        (None, Some(first), Lang::Ko) => format!("자료가 있는 {first} 이후 {}", best("최고", "최저")),
        (None, Some(first), Lang::Zh) => format!("有资料的{first}以来{}", best("最高", "最低")),
        (Some((at, Beside::Equal)), ..) if run.beaten == 0 => match lang {
            Lang::En => format!("the same as {at}"),
            Lang::Ko => format!("{at}와 같음"),
            Lang::Zh => format!("与{at}持平"),
        },
        (Some((at, Beside::Either)), ..) if run.beaten == 0 => match lang {
            Lang::En => format!("not told apart from {at}"),
            Lang::Ko => format!("{at}와 구별되지 않음"),
            Lang::Zh => format!("与{at}无法区分"),
        },
        (Some((at, how)), _, lang) => {
            let said = match lang {
                Lang::En => format!("{} since {at}", best("highest", "lowest")),
                Lang::Ko => format!("{at} 이후 {}", best("최고", "최저")),
                Lang::Zh => format!("{at}以来{}", best("最高", "最低")),
            };
            said + match (how, lang) {
                (Beside::Equal, Lang::En) => ", which was the same",
                (Beside::Equal, Lang::Ko) => "(같은 수준)",
                (Beside::Equal, Lang::Zh) => "（持平）",
                (Beside::Either, Lang::En) => ", which is not told apart from it",
                (Beside::Either, Lang::Ko) => "(구별되지 않음)",
                (Beside::Either, Lang::Zh) => "（无法区分）",
                _ => "",
            }
        }
    };
    said.push_str(&gaps(&run.absent, lang));
    said
}

/// Its place among those since a year.
fn ranked(now: &Reading, others: &[(Period, Result<Reading, Gap>)]) -> Wording {
    let beside: Vec<(Period, Beside)> = others.iter().map(|(period, other)| (*period, beside(now, other))).collect();
    let of = |wanted: Beside| -> Vec<Period> {
        beside.iter().filter(|(_, beside)| *beside == wanted).map(|(period, _)| *period).collect()
    };
    let (higher, either, absent) = (of(Beside::Higher).len(), of(Beside::Either), of(Beside::Absent));
    let ties = of(Beside::Equal);
    let first = others.last().map(|(period, _)| *period);
    each(|lang| {
        let Some(first) = first else { return told(&run(&[], Beside::Lower), true, lang) };
        let (best, worst) = (higher + 1, higher + 1 + either.len() + absent.len());
        let high = |n: usize| match lang {
            Lang::En => format!("{}highest", place(n, lang)),
            Lang::Ko if n == 1 => "최고".to_owned(),
            Lang::Ko => format!("{}높음", place(n, lang)),
            Lang::Zh if n == 1 => "最高".to_owned(),
            Lang::Zh => format!("{}高", place(n, lang)),
        };
        let mut said = match (best == worst, lang) {
            (true, Lang::En) => format!("{} since {first}", high(best)),
            (true, Lang::Ko) => format!("{first} 이후 {}", high(best)),
            (true, Lang::Zh) => format!("{first}以来{}", high(best)),
            (false, Lang::En) => format!("between {} and {} since {first}", high(best), high(worst)),
            (false, Lang::Ko) => format!("{first} 이후 {}~{}", high(best), high(worst)),
            (false, Lang::Zh) => format!("{first}以来{}至{}", high(best), high(worst)),
        };
        if !ties.is_empty() {
            said.push_str(&match lang {
                Lang::En => format!(", level with {}", listed(&ties, lang)),
                Lang::Ko => format!(", {}와 같음", listed(&ties, lang)),
                Lang::Zh => format!("，与{}持平", listed(&ties, lang)),
            });
        }
        if !either.is_empty() {
            said.push_str(&match lang {
                Lang::En => format!("; not told apart from {}", listed(&either, lang)),
                Lang::Ko => format!("; {}와 구별되지 않음", listed(&either, lang)),
                Lang::Zh => format!("；与{}无法区分", listed(&either, lang)),
            });
        }
        said.push_str(&gaps(&absent, lang));
        said
    })
}

fn gaps(absent: &[Period], lang: Lang) -> String {
    let many = absent.len() > 6;
    match lang {
        _ if absent.is_empty() => String::new(),
        Lang::En if many => format!("; {} of the periods between are not on file", absent.len()),
        Lang::Ko if many => format!("; 그 사이 {}개 기간 자료 없음", absent.len()),
        Lang::Zh if many => format!("；其间{}个时期无资料", absent.len()),
        Lang::En => format!("; nothing is on file for {}", listed(absent, lang)),
        Lang::Ko => format!("; {} 자료 없음", listed(absent, lang)),
        Lang::Zh => format!("；{}无资料", listed(absent, lang)),
    }
}
