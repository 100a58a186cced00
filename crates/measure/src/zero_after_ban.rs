//! A reported zero after a ban, in words. Goods that were bought or sold until a
//! ban and are reported as none since are a question to ask: a reported zero is
//! not compliance. Nothing on file is no zero, and says so.

use yalu_trade::{
    Card, Code, Commodity, Cut, Date, Decimal, Flow, Gap, Interval, Panel, Period, Reading, Sanction, SanctionStatus,
    Wording,
};

use crate::{Measure, Measured, Row, Scope, level, sanctions::screen, wording::each};

pub(crate) struct ZeroAfterBan;

static CARD: Card = Card {
    id: "zero-after-ban",
    title: "Reported zeros after a ban, in words",
    label: ["reported after the ban", "금지 이후 보고치", "禁令后的报告"],
    unit: "currency, or t by weight",
    formula: "V_k of every code whose ban binds from the period's first day to its last, beside V_k of the last whole year before the ban",
    citation: "a desk's sanctions.toml, each rule with its instrument and source; that a reported zero is not compliance: UN Security Council, reports of the Panel of Experts under resolution 1874 (2009), on trade in banned goods that customs do not report",
    needs: "the desk's sanctions.toml, and the codes of its bans on file in the period (a complete list of goods that lacks a code reports it as none)",
    caveats: "Codes that the desk assigned to a ban's words are its judgement. A code that holds other goods beside the banned ones can be above zero in good order.",
    example: "zero-after-ban --flow export --period 2023",
};

impl Measure for ZeroAfterBan {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        scope.periods.iter().flat_map(|&period| asks(scope, period)).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let mut rows = Vec::new();
        for (period, panels) in scope.each(panels, asks) {
            rows.extend(of_period(scope, period, panels));
        }
        Measured { unit: scope.unit(), rows, total: None, notes: Vec::new() }
    }
}

/// A code and the ban that it is under.
struct Banned<'a> {
    code: Code,
    rule: &'a Sanction,
    /// The last whole year before it.
    before: Period,
}

fn binds(scope: &Scope, code: &Code, on: Date) -> bool {
    let screened = screen(&scope.sanctions, scope.flow, std::slice::from_ref(code), on);
    screened.status == SanctionStatus::Prohibited && !screened.part
}

/// The codes that are banned over the whole period, of those that are asked about.
fn banned(scope: &Scope, period: Period) -> Vec<Banned<'_>> {
    let asked = |code: &Code| match &scope.commodity {
        Commodity::Code(asked) => {
            code.digits().starts_with(asked.digits()) || asked.digits().starts_with(code.digits())
        }
        _ => true,
    };
    let bans = scope.sanctions.iter().filter(|rule| {
        rule.flow.side() == scope.flow.side() && rule.status == SanctionStatus::Prohibited && !rule.part
    });
    let mut found: Vec<Banned<'_>> = Vec::new();
    for rule in bans.filter(|rule| rule.binds(period.first_day()) && rule.binds(period.last_day())) {
        for code in rule.codes.iter().filter(|code| asked(code)) {
            // Under a code that is asked about finely, it is that code which is looked up.
            let code = match &scope.commodity {
                Commodity::Code(asked) if asked.level() > code.level() => asked.clone(),
                _ => code.clone(),
            };
            let held = binds(scope, &code, period.first_day()) && binds(scope, &code, period.last_day());
            let before = Period::year(i32::from(rule.effective.year()) - 1);
            if held {
                match found.iter_mut().find(|known| known.code == code) {
                    // The ban that came first is the one after which a zero is a zero.
                    Some(known) if rule.effective < known.rule.effective => *known = Banned { code, rule, before },
                    Some(_) => {}
                    None => found.push(Banned { code, rule, before }),
                }
            }
        }
    }
    found.sort_by(|a, b| a.code.cmp(&b.code));
    found
}

/// Of every code the period and the year before its ban; and the goods of the period, for a list may lack it.
fn asks(scope: &Scope, period: Period) -> Vec<Cut> {
    let of = |banned: &Banned<'_>| {
        let good = Commodity::Code(banned.code.clone());
        let list = scope.cut(scope.flow, &Commodity::Total, vec![period]);
        let list = Cut { among: yalu_trade::Among::Level(banned.code.level()), ..list };
        let mut cuts = level::asks(scope, scope.flow, &good, &[period, banned.before]);
        cuts.push(list);
        cuts
    };
    banned(scope, period).iter().flat_map(of).collect()
}

fn of_period(scope: &Scope, period: Period, panels: &[Panel]) -> Vec<Row> {
    if matches!(scope.flow, Flow::T | Flow::B) {
        return vec![scope.row(period, Err(Gap::not_derivable("a ban is on a flow: name imports or exports")))];
    }
    let banned = banned(scope, period);
    if banned.is_empty() {
        let why = if scope.sanctions.is_empty() {
            "the desk has no rule (sanctions.toml)".to_owned()
        } else {
            format!("no ban of the desk's sanctions.toml on {} binds over all of {period}", scope.flow.side().noun())
        };
        return vec![scope.row(period, Err(Gap::not_derivable(why)))];
    }
    let size = panels.len() / banned.len();
    let row = |(i, banned): (usize, &Banned<'_>)| {
        let own = panels.get(i * size..(i + 1) * size).unwrap_or_default();
        row(scope, banned, period, own)
    };
    banned.iter().enumerate().map(row).collect()
}

fn row(scope: &Scope, banned: &Banned<'_>, period: Period, panels: &[Panel]) -> Row {
    let good = Commodity::Code(banned.code.clone());
    let (levels, list) = panels.split_at(panels.len().saturating_sub(1));
    let now = level::at(scope, scope.flow, &good, period, levels);
    let now = now.or_else(|gap| list.first().and_then(|list| lacking(list, &good)).ok_or(gap));
    let before = level::at(scope, scope.flow, &good, banned.before, levels);
    let says = now.as_ref().ok().map(|now| said(banned, now, &before));
    Row { commodity: good, says, ..scope.row(period, now) }
}

/// Nothing, where a complete list of the period's goods does not have it.
fn lacking(list: &Panel, good: &Commodity) -> Option<Reading> {
    let complete = list.listing == yalu_trade::Listing::All && list.cells.iter().all(|cell| cell.commodity != *good);
    let any = list.cells.iter().find_map(|cell| cell.reading.as_ref().ok())?;
    complete.then(|| crate::goods::nothing(any))
}

fn said(banned: &Banned<'_>, now: &Reading, before: &Result<Reading, Gap>) -> Wording {
    let rule = banned.rule;
    let cited = if rule.paragraph.is_empty() {
        rule.instrument.clone()
    } else {
        format!("{} §{}", rule.instrument, rule.paragraph)
    };
    let (since, year) = (rule.effective, banned.before);
    let zero = now.interval == Interval::exact(Decimal::ZERO);
    let some = now.interval.above(Decimal::ZERO);
    let traded = before.as_ref().is_ok_and(|before| before.interval.above(Decimal::ZERO));
    each(|lang| {
        use yalu_trade::Lang::{En, Ko, Zh};
        let ban = match lang {
            En => format!("banned since {since} by {cited}"),
            Ko => format!("{cited}에 따라 {since}부터 금지"),
            Zh => format!("{cited}自{since}起禁止"),
        };
        let what = match (zero, some, traded, lang) {
            (true, _, true, En) => {
                format!("traded in {year} and reported as none since: a reported zero is not compliance")
            }
            (true, _, true, Ko) => format!("{year}에는 거래, 이후 0으로 보고: 보고된 0은 이행을 뜻하지 않음"),
            (true, _, true, Zh) => format!("{year}年有贸易，其后报告为零：报告为零不等于遵守禁令"),
            (true, _, false, En) => "reported as none: a reported zero is not compliance".to_owned(),
            (true, _, false, Ko) => "0으로 보고: 보고된 0은 이행을 뜻하지 않음".to_owned(),
            (true, _, false, Zh) => "报告为零：报告为零不等于遵守禁令".to_owned(),
            (_, true, _, En) => "reported all the same".to_owned(),
            (_, true, _, Ko) => "그럼에도 보고됨".to_owned(),
            (_, true, _, Zh) => "仍有报告".to_owned(),
            (.., En) => "it may be none, or some".to_owned(),
            (.., Ko) => "0일 수도, 아닐 수도 있음".to_owned(),
            (.., Zh) => "可能为零，也可能不为零".to_owned(),
        };
        match lang {
            Zh => format!("{ban}，{what}"),
            _ => format!("{ban}; {what}"),
        }
    })
}
