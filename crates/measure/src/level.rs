//! Level: how much was traded. Trade and balance are taken as printed where
//! somebody printed them, and are computed from the two flows where nobody did.

use yalu_trade::{
    Absence, Among, Card, Code, Commodity, Cut, Decimal, Flow, Gap, Interval, Panel, Paper, PaperKind, Period, Place,
    Reading,
};

use crate::{Measure, Measured, Scope, scope::computed};

pub(crate) struct Level;

static CARD: Card = Card {
    id: "level",
    title: "Level",
    label: ["", "", ""],
    unit: "currency, or t by weight",
    formula: "V; T = X + M and B = M − X where nobody printed them",
    citation: "UN Statistics Division, International Merchandise Trade Statistics: Concepts and Definitions 2010",
    needs: "the value (or, with --weight, the weight) of the period, as printed, recorded or solved from prints",
    caveats: "Exports of the reporter are FOB, imports CIF, and a total of both is of mixed valuation. A month that nobody printed stands only where the prints leave it narrow bounds.",
    example: "level --flow export --period 2017..2023 --by year",
};

impl Measure for Level {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        asks(scope, scope.flow, &scope.commodity, &scope.periods)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        scope.measured(scope.unit(), |period| at(scope, scope.flow, &scope.commodity, period, panels))
    }
}

/// The cuts of a level: the print itself; of trade and balance also the two flows; of a basket or sector also its parts.
pub(crate) fn asks(scope: &Scope, flow: Flow, commodity: &Commodity, periods: &[Period]) -> Vec<Cut> {
    let cut = |flow| scope.cut(flow, commodity, periods.to_vec());
    let items = List::of(scope, commodity).map(|list| {
        let codes = list.parts.iter().map(|part| Commodity::Code(part.code.clone())).collect();
        Cut { among: Among::These(codes), ..cut(flow) }
    });
    let parts = if matches!(flow, Flow::T | Flow::B) { vec![cut(Flow::X), cut(Flow::M)] } else { Vec::new() };
    std::iter::once(cut(flow)).chain(parts).chain(items).collect()
}

/// A list of the desk's: a basket, or a sector.
struct List<'a> {
    what: &'static str,
    id: &'a str,
    parts: Vec<Part<'a>>,
    source: &'a str,
    why: &'a str,
    place: Option<&'a Place>,
}

/// One of its goods, and the least and the most of it that counts.
struct Part<'a> {
    code: &'a Code,
    low: Decimal,
    high: Decimal,
}

impl<'a> List<'a> {
    fn of(scope: &'a Scope, commodity: &Commodity) -> Option<Self> {
        let list = match commodity {
            Commodity::Basket(id) => {
                let basket = scope.baskets.iter().find(|basket| basket.id == *id)?;
                let part =
                    |item: &'a yalu_trade::Item| Part { code: &item.hs, low: item.share_low, high: item.share_high };
                let parts = basket.items.iter().map(part).collect();
                let (source, why, place) = (&basket.source, &basket.why, Some(&basket.place));
                Self { what: "basket", id: &basket.id, parts, source, why, place }
            }
            Commodity::Sector(id) => {
                let sector = scope.sectors.iter().find(|sector| sector.id == *id)?;
                let part = |code| Part { code, low: Decimal::ONE, high: Decimal::ONE };
                let parts = sector.chapters.iter().map(part).collect();
                Self { what: "sector", id: &sector.id, parts, source: "", why: "", place: None }
            }
            _ => return None,
        };
        Some(list).filter(|list| !list.parts.is_empty())
    }
}

/// The level of a period, from the panels of [`asks`].
pub(crate) fn at(
    scope: &Scope,
    flow: Flow,
    commodity: &Commodity,
    period: Period,
    panels: &[Panel],
) -> Result<Reading, Gap> {
    let [printed, parts @ ..] = panels else { return Err(Gap::not_on_file("nothing was read")) };
    let absent = match printed.at(period, commodity) {
        Ok(reading) => return Ok(reading.clone()),
        Err(absent) => absent,
    };
    match (flow, parts) {
        (Flow::T | Flow::B, [x, m, ..]) => {
            of_two_flows(flow, x.at(period, commodity), m.at(period, commodity)).ok_or(absent)
        }
        (_, [parts]) => List::of(scope, commodity).map_or(Err(absent), |list| of_parts(&list, period, parts)),
        _ => Err(absent),
    }
}

fn of_two_flows(flow: Flow, x: Result<&Reading, Gap>, m: Result<&Reading, Gap>) -> Option<Reading> {
    let (x, m) = (x.ok()?, m.ok()?);
    let (interval, formula) = match flow {
        Flow::B => (m.interval.minus(&x.interval), "B = M − X"),
        _ => (x.interval.plus(&m.interval), "T = X + M"),
    };
    Some(Reading { valuation: flow.valuation(), ..computed(interval, x.unit, formula, &[x, m]) })
}

/// The sum of a list's parts. What the records of a period do not have was not traded.
fn of_parts(list: &List<'_>, period: Period, panel: &Panel) -> Result<Reading, Gap> {
    let mut known: Vec<(&Part<'_>, &Reading)> = Vec::new();
    let mut without: Option<Gap> = None;
    for part in &list.parts {
        match panel.at(period, &Commodity::Code(part.code.clone())) {
            Ok(reading) => known.push((part, reading)),
            Err(gap) if gap.absence == Absence::NotRecorded => without = without.or(Some(gap)),
            Err(gap) => {
                let why = format!("the {} `{}` lacks an item: {}", list.what, list.id, gap.why);
                return Err(Gap::not_derivable(why));
            }
        }
    }
    let Some((_, first)) = known.first() else {
        let none = || Gap::not_derivable(format!("the {} `{}` has no items", list.what, list.id));
        return Err(without.unwrap_or_else(none));
    };
    let part = |(part, reading): &(&Part<'_>, &Reading)| {
        let (low, high) = (reading.interval.times(part.low), reading.interval.times(part.high));
        Interval { low: low.low, best: if part.low == part.high { low.best } else { None }, high: high.high }
    };
    let sum = Interval::sum(&known.iter().map(part).collect::<Vec<_>>());
    let readings: Vec<&Reading> = known.iter().map(|(_, reading)| *reading).collect();
    let formula = format!("Σ V_k over the {}", list.what);
    let mut level = computed(sum, first.unit, &formula, &readings);
    if let Some(place) = list.place {
        let codes: Vec<String> = list.parts.iter().map(|part| part.code.to_string()).collect();
        level.lineage.papers.push(paper(list.id, &codes, list.source, place, list.why));
    }
    Ok(level)
}

/// What a list of codes is, as a paper of its figures.
pub(crate) fn paper(id: &str, codes: &[String], source: &str, place: &Place, why: &str) -> Paper {
    Paper {
        kind: PaperKind::Basket,
        id: id.to_owned(),
        says: codes.join(", "),
        source: source.to_owned(),
        place: place.clone(),
        vintage: None,
        used: true,
        note: why.to_owned(),
    }
}
