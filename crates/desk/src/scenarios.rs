//! `scenarios.toml`: what may come, and the past that it leans on.

use std::collections::BTreeMap;

use yalu_trade::{AsOf, Complaint, Decimal, Episode, Flow, Period, Scenario, ScenarioMove};

use crate::{Desk, page::Fields};

pub(crate) fn scenarios(fields: &Fields<'_>) -> (Vec<Scenario>, Vec<Episode>) {
    (fields.tables("scenario", scenario), fields.tables("episode", episode))
}

/// Nothing is foreseen further than that.
const LONGEST_RAMP: u32 = 120;
/// What the forecast itself and all scenarios together are called.
const TAKEN: [&str; 2] = ["unconditional", "mixture"];

fn scenario(fields: &Fields<'_>) -> Option<Scenario> {
    let (id, label) = (fields.need("id"), fields.need_wording("label"));
    if let Some(id) = id.as_deref().filter(|id| TAKEN.contains(id)) {
        let hint = "the forecast itself and all scenarios together are called so; choose another";
        fields.complain("id", "taken", format!("no scenario can be called `{id}`"), hint);
    }
    let (as_of, start) = (fields.need_parsed::<AsOf>("as_of", "date"), need_month(fields, "start"));
    let probability = fields.need_number("probability").filter(|chance| {
        let is_chance = (Decimal::ZERO..=Decimal::ONE).contains(chance);
        if !is_chance {
            let message = format!("{chance} is not a chance");
            fields.complain("probability", "number", message, "write a number from 0 to 1");
        }
        is_chance
    });
    let (group, replaces) = (fields.text("group"), fields.text("replaces"));
    let moves = fields.tables("moves", moves);
    if moves.is_empty() && !fields.has("moves") {
        let hint = "add [[scenario.moves]] with flow, of_base, low, high and ramp_months";
        fields.complain("moves", "missing-key", "a scenario needs something that it moves", hint);
    }
    let (why, source, data_says) = (fields.need("why"), fields.need("source"), fields.need("data_says"));
    Some(Scenario {
        id: id?,
        label: label?,
        as_of: as_of?,
        probability: probability?,
        start: start?,
        group,
        replaces,
        moves,
        why: why?,
        source: source?,
        data_says: data_says?,
        place: fields.place(),
    })
}

fn moves(fields: &Fields<'_>) -> Option<ScenarioMove> {
    // A basket is of imports where nothing else is said.
    let said = fields.has("flow") || !fields.has("basket");
    let flow = if said { fields.need_parsed::<Flow>("flow", "flow") } else { Some(Flow::X) };
    let flow = flow.filter(|flow| {
        let one_way = [Flow::X, Flow::M].contains(flow);
        if !one_way {
            let message = format!("a scenario moves imports or exports, not {}", flow.side().noun());
            fields.complain("flow", "flow", message, "write import or export; what moves both has two moves");
        }
        one_way
    });
    let (basket, of_base, like) = (fields.text("basket"), fields.need("of_base"), fields.text("like"));
    let (low, high) = (fields.need_number("low"), fields.need_number("high"));
    if low.zip(high).is_some_and(|(low, high)| low > high) {
        fields.complain("low", "bounds", "low is more than high", "low ≤ high; below zero is less trade: -0.25, -0.05");
    }
    if low.is_some_and(|low| low < Decimal::NEGATIVE_ONE) {
        fields.complain("low", "bounds", "more than all of it cannot go", "write -1 for all, -0.25 for a quarter");
    }
    let ramp_months = fields.need_count("ramp_months").filter(|months| {
        if *months > LONGEST_RAMP {
            let message = format!("a ramp of {months} months is longer than anything foreseen");
            fields.complain("ramp_months", "bounds", message, format!("write at most {LONGEST_RAMP}"));
        }
        *months <= LONGEST_RAMP
    });
    let lasts_months = fields.count("lasts_months");
    Some(ScenarioMove {
        flow: flow?,
        basket,
        of_base: of_base?,
        low: low?,
        high: high?,
        ramp_months: ramp_months?,
        lasts_months,
        like,
        place: fields.place(),
    })
}

fn episode(fields: &Fields<'_>) -> Option<Episode> {
    let (id, label) = (fields.need("id"), fields.need_wording("label"));
    let (as_of, period) = (fields.need_parsed("as_of", "date"), fields.need_parsed("period", "period"));
    let (ramp_months, happened) = (fields.need_count("ramp_months"), fields.need("happened"));
    let statements = fields.texts("statements").into_iter().map(|(id, _)| id).collect();
    let source = fields.need("source");
    Some(Episode {
        id: id?,
        label: label?,
        as_of: as_of?,
        period: period?,
        ramp_months: ramp_months?,
        happened: happened?,
        statements,
        source: source?,
        place: fields.place(),
    })
}

/// A month; `None` where the key is absent.
pub(crate) fn month(fields: &Fields<'_>, key: &'static str) -> Option<Period> {
    fields.parsed::<Period>(key, "period").filter(|period| {
        if !period.is_month() {
            fields.complain(key, "period", format!("`{period}` is not a month"), "write 2024-04");
        }
        period.is_month()
    })
}

/// The same, where it must be there.
pub(crate) fn need_month(fields: &Fields<'_>, key: &'static str) -> Option<Period> {
    fields.need(key)?;
    month(fields, key)
}

/// Names of scenarios that lead nowhere, and chances of a group that are more than one.
/// A basket whose file is there and could not be read has a complaint of its own.
pub(crate) fn loose_ends(desk: &Desk, unread: impl Fn(&str) -> bool) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for scenario in &desk.scenarios {
        let known = |id: &String| desk.scenarios.iter().any(|other| other.id == *id && other.id != scenario.id);
        if let Some(id) = scenario.replaces.as_ref().filter(|id| !known(id)) {
            let message = format!("there is no other scenario `{id}` to replace");
            let hint = "write the id of the scenario that this one takes the place of";
            complaints.push(Complaint::error("unknown-name", scenario.place.clone(), message, hint));
        }
        complaints.extend(scenario.moves.iter().flat_map(|of| unknown(of, desk, &unread)));
    }
    let replaced = |id: &str| desk.scenarios.iter().any(|other| other.replaces.as_deref() == Some(id));
    let mut chances: BTreeMap<&str, Decimal> = BTreeMap::new();
    for scenario in desk.scenarios.iter().filter(|scenario| !replaced(&scenario.id)) {
        let Some(group) = scenario.group.as_deref() else { continue };
        let sum = chances.entry(group).or_default();
        *sum += scenario.probability;
        if *sum > Decimal::ONE {
            let message = format!("the scenarios of `{group}` exclude each other; their chances come to {sum}");
            let hint = "lower one of them, or take one out of the group";
            complaints.push(Complaint::error("bounds", scenario.place.clone(), message, hint));
        }
    }
    complaints
}

fn unknown(of: &ScenarioMove, desk: &Desk, unread: impl Fn(&str) -> bool) -> Vec<Complaint> {
    let tell = |code, message, hint: String| Complaint::error(code, of.place.clone(), message, hint);
    let base = desk.periods_of(&of.of_base).is_none().then(|| {
        let known: Vec<&str> = desk.bases.iter().map(|base| base.id.as_str()).collect();
        let hint = format!("write a year, or a base: bases.toml has {}", known.join(", "));
        tell("unknown-base", format!("there is no base `{}`", of.of_base), hint)
    });
    let basket = of.basket.as_ref().filter(|id| desk.basket(id).is_none() && !unread(id)).map(|id| {
        let known: Vec<&str> = desk.baskets.iter().map(|basket| basket.id.as_str()).collect();
        let hint = format!("baskets/*.toml has {}", known.join(", "));
        tell("unknown-name", format!("there is no basket `{id}`"), hint)
    });
    let past = of.like.as_ref().filter(|id| desk.episodes.iter().all(|past| past.id != **id)).map(|id| {
        let known: Vec<&str> = desk.episodes.iter().map(|past| past.id.as_str()).collect();
        let hint = format!("the episodes are {}", known.join(", "));
        tell("unknown-name", format!("there is no episode `{id}`"), hint)
    });
    [base, basket, past].into_iter().flatten().collect()
}
