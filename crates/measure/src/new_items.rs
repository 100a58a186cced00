//! New items: goods that were traded for more than a least value, and that were not
//! traded in the years before. A good is its family: a code that was split off, or
//! into which others were merged, is no new item, for the family was traded.

use yalu_trade::{Card, Commodity, Cut, Gap, Interval, Panel, Period, Quantity, Unit};

use crate::{
    Scope,
    families::{self, Families, Family},
    item::{Found, Item, Search, Searched, by_worth, lacks, some},
    share,
    wording::each,
};

pub(crate) static CARD: Card = Card {
    id: "new-items",
    title: "New items",
    label: ["new items", "신규 품목", "新增商品"],
    unit: "currency, with shares in %",
    formula: "families with V_t > new_above and Σ V ≤ new_before over the new_years before ([rules] of the desk; --since YEAR begins them there)",
    citation: "Kehoe and Ruhl, How Important Is the New Goods Margin in International Trade? (J. Political Economy 121, 2013), with a least value and a look-back; UN Statistics Division, HS correlation tables",
    needs: "records of every good in the period and in the time before it (`yalu ingest`); tables of the nomenclature (`yalu nomenclature add`), without which codes are taken as they stand",
    caveats: "It tells codes, not products: a good that was hidden under another code, or not reported, is new here too. Large families hide what is new in them; their codes are named in a note.",
    example: "new-items --flow import --period 2023",
};

pub(crate) const SEARCH: Search = Search { asks, find, of_goods: true };

pub(crate) static MEASURE: Searched =
    Searched { card: &CARD, search: SEARCH, unit: |scope| Unit::Money(scope.currency()) };

/// The years before, back to the year named or as many as the desk says.
fn window(scope: &Scope, period: Period) -> Option<Period> {
    let first = period.first_month();
    let from = scope.since.and_then(|year| Period::month(year, 1));
    let from = from.unwrap_or_else(|| first.shift_months(-12 * scope.rules.new_years.max(1) as i32));
    Period::span(from, first.shift_months(-1))
}

fn asks(scope: &Scope, period: Period) -> Vec<Cut> {
    let Some(window) = window(scope, period) else { return Vec::new() };
    let value = Quantity::Value(scope.currency());
    [families::asks(scope, &value, &[period]), families::asks(scope, &value, &[window])].concat()
}

fn find(scope: &Scope, period: Period, panels: &[Panel]) -> Result<Found, Gap> {
    let Some(window) = window(scope, period) else {
        return Err(Gap::not_derivable(format!("there are no years before {period} to look back on")));
    };
    let (now, then) = panels.split_at(panels.len() / 2);
    let (now, then) = (Families::of(scope, now)?, Families::of(scope, then)?);
    let whole = now.whole(period).map_err(|gap| lacks(&CARD, &gap))?;
    then.whole(window).map_err(|gap| lacks(&CARD, &gap))?;
    if !then.complete() {
        let why = format!(
            "new items need every code of {window}, and those on file are not all: they are in records (`yalu ingest`)"
        );
        return Err(Gap::not_derivable(why));
    }
    let (mut items, mut open, mut codes) = (Vec::new(), Vec::new(), Codes::default());
    for family in now.all(scope) {
        let Ok(value) = now.at(family, period) else { continue };
        let old = family.first().and_then(|name| name.code()).map_or(&[][..], |code| then.family(scope, code));
        let Ok(past) = then.at(old, window) else { continue };
        match verdict(scope, &value, &past) {
            Verdict::New => {
                let lead = now.lead(family, period);
                let papers = now.readings(family, &[period]);
                let worth = now.figure(value, Unit::Money(scope.currency()), CARD.formula, &papers, period)?;
                items.push(Item {
                    period,
                    commodity: lead.clone(),
                    name: None,
                    figure: worth.clone(),
                    share: Some(share::of(&worth, whole)),
                    worth,
                    says: says(window, &lead, family),
                });
            }
            Verdict::Perhaps => open.push(now.lead(family, period).to_string()),
            Verdict::Old => codes.sort(scope, (&now, family, period), (&then, old, window)),
        }
    }
    by_worth(&mut items);
    let mut notes = vec![format!(
        "new in {period}: more than {} {}, and no more than {} over {window}",
        scope.rules.new_above.normalize(),
        scope.currency(),
        scope.rules.new_before.normalize()
    )];
    if items.is_empty() {
        notes.push(format!("{period}: no item is new"));
    }
    if !open.is_empty() {
        notes.push(format!("{period}: between their bounds these may be new or not: {}", some(&open)));
    }
    for (codes, why) in [
        (&codes.changed, "codes that came with a change of the nomenclature, and are no news"),
        (
            &codes.far,
            "traded as codes for the first time, and not called new, for distant codes of their families were traded",
        ),
    ] {
        if !codes.is_empty() {
            notes.push(format!("{period}: {why}: {}", some(codes)));
        }
    }
    Ok(Found { items, notes })
}

enum Verdict {
    New,
    Perhaps,
    Old,
}

fn verdict(scope: &Scope, now: &Interval, past: &Interval) -> Verdict {
    let (above, before) = (scope.rules.new_above, scope.rules.new_before);
    let may_be = now.high.is_none_or(|high| high > above) && past.low.is_none_or(|low| low <= before);
    match (now.above(above), past.high.is_some_and(|high| high <= before)) {
        (true, true) => Verdict::New,
        _ if may_be => Verdict::Perhaps,
        _ => Verdict::Old,
    }
}

/// What a code is that was not traded before, where its family was.
#[derive(Default)]
struct Codes {
    /// Split off or merged: those that it has goods in common with were traded.
    changed: Vec<String>,
    /// Tied to what was traded by way of others alone.
    far: Vec<String>,
}

impl Codes {
    fn sort<'a>(
        &mut self,
        scope: &Scope,
        (now, family, period): (&Families<'a>, Family<'_, 'a>, Period),
        (then, old, window): (&Families<'a>, Family<'_, 'a>, Period),
    ) {
        let rules = &scope.rules;
        let untraded = |codes: &[&'a Commodity]| {
            then.at(codes, window).is_ok_and(|past| past.high.is_some_and(|high| high <= rules.new_before))
        };
        for name in family.iter().copied() {
            let Some(code) = name.code() else { continue };
            let there: Vec<&Commodity> = old.iter().copied().filter(|other| *other == name).collect();
            let valued = now.at(&[name], period).is_ok_and(|value| value.above(rules.new_above));
            if old.is_empty() || !valued || !untraded(&there) {
                continue;
            }
            let kin = scope.concordance.relatives(code);
            let kin: Vec<&Commodity> =
                old.iter().copied().filter(|other| other.code().is_some_and(|code| kin.has(code))).collect();
            if untraded(&kin) {
                self.far.push(name.to_string());
            } else {
                let kin: Vec<String> = kin.iter().filter(|kin| **kin != name).map(ToString::to_string).collect();
                self.changed.push(format!("{name} (of {})", some(&kin)));
            }
        }
    }
}

fn says(window: Period, lead: &Commodity, family: Family<'_, '_>) -> yalu_trade::Wording {
    let others: Vec<String> = family.iter().filter(|code| **code != lead).map(ToString::to_string).collect();
    each(|lang| {
        use yalu_trade::Lang;
        let with = some(&others);
        match (lang, others.is_empty()) {
            (Lang::En, true) => format!("nothing over {window}"),
            (Lang::En, false) => format!("nothing over {window}; with {with}"),
            (Lang::Ko, true) => format!("{window} 실적 없음"),
            (Lang::Ko, false) => format!("{window} 실적 없음; {with} 포함"),
            (Lang::Zh, true) => format!("{window}无记录"),
            (Lang::Zh, false) => format!("{window}无记录；含{with}"),
        }
    })
}
