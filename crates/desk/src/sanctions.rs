//! `sanctions.toml`: rules of instruments, each with its dates, its codes and
//! whose reading it is. A row that was not checked says what was not read.

use yalu_trade::{
    AsOf, Code, Complaint, Currency, Date, Decimal, Flow, Hint, Limit, National, Nomenclature, Period, Quota,
    QuotaUnit, Sanction, SanctionStatus as Status, Unit, Used, WindDown,
};

use crate::page::Fields;

pub(crate) fn sanctions(fields: &Fields<'_>, nomenclature: &Nomenclature) -> Vec<Sanction> {
    fields.tables("sanction", |rule| sanction(rule, nomenclature))
}

fn sanction(fields: &Fields<'_>, nomenclature: &Nomenclature) -> Option<Sanction> {
    let (id, goods) = (fields.need("id"), fields.need_wording("goods"));
    let (instrument, paragraph) = (fields.need("instrument"), fields.text("paragraph").unwrap_or_default());
    let flow = fields.need_parsed::<Flow>("flow", "flow").filter(|flow| {
        let one_way = [Flow::X, Flow::M].contains(flow);
        if !one_way {
            fields.complain("flow", "flow", "a rule is about one way", "write import or export; two ways are two rows");
        }
        one_way
    });
    let codes = codes(fields, nomenclature);
    let (assigned, part) = (fields.truth("assigned").unwrap_or(false), fields.truth("part").unwrap_or(false));
    let status = fields.need_parsed::<Status>("status", "status").filter(|status| {
        let said = *status != Status::Clear;
        if !said {
            let hint = "what is on no row is clear; leave the row out";
            fields.complain("status", "status", "a row cannot say clear", hint);
        }
        said
    });
    let by = fields.text("by");
    if status == Some(Status::Disputed) && by.is_none() {
        fields.complain("by", "missing-key", "`by` is missing here", "say who reads it otherwise: by = \"…\"");
    }
    let (adopted, effective) = (need_day(fields, "adopted"), need_day(fields, "effective"));
    ordered(fields, "effective", adopted, effective, "a rule cannot bind before it was adopted");
    let until = day(fields, "until");
    ordered(fields, "until", effective, until, "a rule cannot end before it binds");
    let wind_down = fields.table("wind_down").and_then(|table| wind_down(&table, effective));
    let national = fields.tables("national", national);
    let quota = fields.table("quota").and_then(|table| quota(&table));
    if status == Some(Status::Capped) && !fields.has("quota") {
        let hint = "add [sanction.quota] with barrels, tons or value, and year_from";
        fields.complain("quota", "missing-key", "a cap needs a quota", hint);
    }
    let (why, source) = (fields.need("why"), fields.need("source"));
    let verified = fields.need_truth("verified");
    let unseen = fields.text("unseen");
    match verified {
        Some(false) if unseen.is_none() => {
            let hint = "say what was not read in a public text: unseen = \"the codes\"";
            fields.complain("unseen", "missing-key", "a row that is not verified says what was not read", hint);
        }
        Some(true) if unseen.is_some() => {
            let hint = "write verified = false, or leave `unseen` out";
            fields.complain("unseen", "bounds", "a verified row has nothing unseen", hint);
        }
        _ => {}
    }
    Some(Sanction {
        id: id?,
        goods: goods?,
        instrument: instrument?,
        paragraph,
        flow: flow?,
        codes: codes?,
        assigned,
        part,
        status: status?,
        by,
        adopted: adopted?,
        effective: effective?,
        until,
        wind_down,
        national,
        quota,
        why: why?,
        source: source?,
        verified: verified?,
        unseen,
        place: fields.place(),
    })
}

/// The codes of a rule: one at least, and each in the nomenclature.
fn codes(fields: &Fields<'_>, nomenclature: &Nomenclature) -> Option<Vec<Code>> {
    let written = fields.texts("codes");
    if written.is_empty() {
        let hint = "write codes = [\"2701\"], at the level that the text gives, with the leading zero";
        fields.complain("codes", "missing-key", "a rule needs `codes`", hint);
        return None;
    }
    let mut codes = Vec::new();
    for (text, span) in written {
        match text.parse::<Code>() {
            Err(error) => fields.complain_at(span, "commodity", error.to_string(), error.hint()),
            Ok(code) => match nomenclature.knows(&code) {
                Ok(()) => codes.push(code),
                Err(fault) => {
                    fields.complain_at(span, "unknown-code", fault.to_string(), "is a digit off? 77 is reserved")
                }
            },
        }
    }
    (!codes.is_empty()).then_some(codes)
}

/// A day; `None` where the key is absent.
fn day(fields: &Fields<'_>, key: &'static str) -> Option<Date> {
    let text = fields.text(key)?;
    let day = (text.len() == 10).then(|| text.parse().ok()).flatten();
    if day.is_none() {
        fields.complain(key, "date", format!("`{text}` is not a day"), "write 2017-08-05, without quotes");
    }
    day
}

/// The same, where it must be there.
fn need_day(fields: &Fields<'_>, key: &'static str) -> Option<Date> {
    fields.need(key)?;
    day(fields, key)
}

fn ordered(fields: &Fields<'_>, key: &str, first: Option<Date>, then: Option<Date>, message: &str) {
    if first.zip(then).is_some_and(|(first, then)| then < first) {
        fields.complain(key, "bounds", message, "are two dates exchanged?");
    }
}

fn wind_down(fields: &Fields<'_>, effective: Option<Date>) -> Option<WindDown> {
    let (until, what) = (need_day(fields, "until"), fields.need("what"));
    ordered(fields, "until", effective, until, "a wind-down cannot end before the rule binds");
    fields.close();
    Some(WindDown { until: until?, what: what? })
}

fn national(fields: &Fields<'_>) -> Option<National> {
    let (by, instrument, source) = (fields.need("by"), fields.need("instrument"), fields.need("source"));
    let (effective, wind_down) = (need_day(fields, "effective"), day(fields, "wind_down"));
    ordered(fields, "wind_down", effective, wind_down, "a wind-down cannot end before the notice binds");
    Some(National { by: by?, instrument: instrument?, effective: effective?, wind_down, source: source? })
}

fn quota(fields: &Fields<'_>) -> Option<Quota> {
    let currency = fields.parsed::<Unit>("currency", "unit").unwrap_or(Unit::Money(Currency::USD));
    let money = if let Unit::Money(currency) = currency { currency } else { Currency::USD };
    let units = [("barrels", QuotaUnit::Barrels), ("tons", QuotaUnit::Tons), ("value", QuotaUnit::Money(money))];
    let limit = |(key, unit): (&'static str, QuotaUnit)| {
        let value = fields.number(key)?;
        if value <= Decimal::ZERO {
            fields.complain(key, "number", "a quota is more than nothing", "what is banned is prohibited, not capped");
            return None;
        }
        Some(Limit { value, unit })
    };
    let limits: Vec<Limit> = units.into_iter().filter_map(limit).collect();
    let said = fields.text("said");
    if said.is_none() && units.iter().all(|(key, _)| !fields.has(key)) {
        fields.complain(
            "barrels",
            "missing-key",
            "a quota needs a limit",
            "add barrels = …, tons = … or value = …; where the text gives no figure, said = \"…\"",
        );
    }
    let year_from = fields.need("year_from").and_then(|text| {
        let read = text.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
        let real = read.filter(|(month, day)| Date::new(2001, *month, *day).is_ok());
        if real.is_none() {
            let hint = "write the month and the day on which its year begins: \"12-23\"";
            fields.complain("year_from", "date", format!("`{text}` is not a day of the year"), hint);
        }
        real
    });
    let barrels_per_ton = fields.number("barrels_per_ton").filter(|factor| *factor > Decimal::ZERO);
    let conversion_source = fields.text("conversion_source").unwrap_or_default();
    if fields.has("barrels_per_ton") && conversion_source.is_empty() {
        let hint = "say on whose word: conversion_source = \"…\"";
        fields.complain("conversion_source", "missing-key", "a conversion needs a source", hint);
    }
    let used = fields.tables("used", |used| used_of(used, money));
    fields.close();
    (!limits.is_empty() || said.is_some()).then_some(())?;
    Some(Quota { limits, said, year_from: year_from?, barrels_per_ton, conversion_source, used })
}

fn used_of(fields: &Fields<'_>, money: Currency) -> Option<Used> {
    let (period, by) = (fields.need_parsed::<Period>("period", "period"), fields.need("by"));
    let (released, source) = (fields.need_parsed::<AsOf>("released", "date"), fields.need("source"));
    let value = fields.need_number("amount");
    let unit = fields.need("unit").and_then(|text| {
        let known = [QuotaUnit::Barrels, QuotaUnit::Tons, QuotaUnit::Money(money)];
        let unit = known.into_iter().find(|unit| unit.word() == text);
        if unit.is_none() {
            let hint = format!("write {}", known.map(|unit| unit.to_string()).join(", "));
            fields.complain("unit", "unit", format!("`{text}` is not a unit of a quota"), hint);
        }
        unit
    });
    let amount = Limit { value: value?, unit: unit? };
    Some(Used { period: period?, amount, by: by?, released: released?, source: source? })
}

/// Notices of reporters that the desk does not read.
pub(crate) fn loose_ends(rules: &[Sanction], named: impl Fn(&str) -> bool) -> Vec<Complaint> {
    let notices = rules.iter().flat_map(|rule| rule.national.iter().map(move |national| (rule, national)));
    let strangers = notices.filter(|(_, national)| !named(&national.by));
    let tell = |(rule, national): (&Sanction, &National)| {
        let message = format!("`{}` is neither a reporter of the desk nor among its [names]", national.by);
        Complaint::error("unknown-name", rule.place.clone(), message, "write its ISO code, and add it to [names]")
    };
    strangers.map(tell).collect()
}
