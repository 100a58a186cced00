//! Who reports what to have left for whom, and to have come from whom: the flows
//! between the economy, its reporters and the yardsticks. From it the reporters
//! are judged, and of two reports one figure is made.
//!
//! The wedge between the two valuations is swept: every figure is made at each
//! wedge, and the band over all of them is the answer.

use std::collections::BTreeMap;

use yalu_trade::{Card, Cut, Decimal, Gap, Interval, Panel, Period, Reading, Unit, Wording};

use crate::{
    Measure, Measured, Row, Scope,
    float::{decimal, float},
    mirror::{self, Mirror, band, by_value, percent},
    partner_share::name,
    scope::computed,
    wording::each,
};

/// A seller and a buyer, by their place among the parties.
pub(crate) type Way = (usize, usize);

/// The flows between parties, each with its two reports.
struct Network<'a> {
    parties: Vec<&'a str>,
    mirrors: BTreeMap<Way, Mirror>,
}

/// What the two reports of each flow come to at one wedge, both FOB and above zero.
pub(crate) type Reports = BTreeMap<Way, (f64, f64)>;

/// What the exporter's report weighs in each flow that has two, the importer's the rest of one.
pub(crate) type Weights = BTreeMap<Way, f64>;

/// The economy, its reporters and the yardsticks, each once.
fn parties(scope: &Scope) -> Vec<&str> {
    let mut parties = vec![scope.partner.as_str()];
    for party in scope.reporters.iter().chain(&scope.rules.yardsticks) {
        if !parties.contains(&party.as_str()) {
            parties.push(party);
        }
    }
    parties
}

fn ways(count: usize) -> impl Iterator<Item = Way> {
    (0..count).flat_map(move |seller| (0..count).map(move |buyer| (seller, buyer))).filter(|(s, b)| s != b)
}

/// Both reports of every flow between the parties.
fn asks_of(scope: &Scope, period: Period) -> Vec<Cut> {
    let parties = parties(scope);
    ways(parties.len()).flat_map(|(s, b)| mirror::asks(scope, parties[s], parties[b], period)).collect()
}

/// The cuts of a reconciliation.
pub(crate) fn asks(scope: &Scope) -> Vec<Cut> {
    let scope = by_value(scope);
    scope.periods.iter().flat_map(|&period| asks_of(&scope, period)).collect()
}

impl<'a> Network<'a> {
    fn of(scope: &'a Scope, period: Period, panels: &[Panel]) -> Self {
        let parties = parties(scope);
        let count = parties.len() * parties.len().saturating_sub(1);
        let size = panels.len() / count.max(1);
        let own = |i: usize| panels.get(i * size..(i + 1) * size).unwrap_or_default();
        let mirror =
            |(i, (s, b)): (usize, Way)| ((s, b), mirror::between(scope, parties[s], parties[b], period, own(i)));
        let mirrors = ways(parties.len()).enumerate().map(mirror).collect();
        Self { parties, mirrors }
    }

    fn at(&self, wedge: Decimal) -> Reports {
        let factor = float(Decimal::ONE + wedge);
        let reports = |(way, mirror): (&Way, &Mirror)| {
            let (left, arrived) = mirror.both().ok()?;
            let (left, arrived) = (float(left.interval.best?), float(arrived.interval.best?) / factor);
            (left > 0.0 && arrived > 0.0).then_some((*way, (left, arrived)))
        };
        self.mirrors.iter().filter_map(reports).collect()
    }
}

/// A measure that makes one figure of two reports.
pub(crate) struct Reconciled {
    pub(crate) card: &'static Card,
    /// How much the seller's report of each flow weighs.
    pub(crate) weights: fn(parties: usize, reports: &Reports) -> Weights,
}

impl Measure for Reconciled {
    fn card(&self) -> &'static Card {
        self.card
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        reconciled(scope, panels, self.card.formula, self.weights)
    }
}

/// The reconciled figures of a scope: of every reporter one band, by what the reports of all weigh.
fn reconciled(
    scope: &Scope,
    panels: &[Panel],
    formula: &str,
    weigh: fn(parties: usize, reports: &Reports) -> Weights,
) -> Measured {
    let scope = &by_value(scope);
    let unit = Unit::Money(scope.currency());
    let mut measured = Measured { unit, rows: Vec::new(), total: None, notes: Vec::new() };
    for (period, panels) in scope.each(panels, asks_of) {
        let network = Network::of(scope, period, panels);
        let swept: Vec<(Decimal, Weights)> =
            scope.rules.wedges.iter().map(|&wedge| (wedge, weigh(network.parties.len(), &network.at(wedge)))).collect();
        measured
            .rows
            .extend(scope.reporters.iter().map(|reporter| row(scope, &network, reporter, period, formula, &swept)));
        let twice = network.mirrors.values().filter(|mirror| mirror.both().is_ok()).count();
        if twice > 0 {
            let names = network.parties.join(", ");
            let swept = mirror::swept(scope);
            measured.notes.push(format!("{period}: {twice} flows among {names} are reported twice; κ over {swept}"));
        }
    }
    measured
}

fn row(
    scope: &Scope,
    network: &Network<'_>,
    reporter: &str,
    period: Period,
    formula: &str,
    swept: &[(Decimal, Weights)],
) -> Row {
    let named = |answer, says| Row { name: Some(name(scope, reporter)), says, ..scope.row(period, answer) };
    let place = |party: &str| network.parties.iter().position(|known| *known == party);
    let Some((seller, buyer)) = mirror::way(scope, reporter) else { return named(Err(mirror::one_flow()), None) };
    let way = place(seller).zip(place(buyer));
    let Some((way, mirror)) = way.and_then(|way| Some((way, network.mirrors.get(&way)?))) else {
        return named(Err(Gap::not_derivable("the economy does not trade with itself")), None);
    };
    let figure = |interval, papers: &[&Reading]| Reading {
        valuation: "FOB",
        ..computed(interval, Unit::Money(scope.currency()), formula, papers)
    };
    match (&mirror.left, &mirror.arrived) {
        (Ok(left), Ok(arrived)) => {
            let weights: Vec<(Decimal, f64)> =
                swept.iter().filter_map(|(wedge, weights)| Some((*wedge, *weights.get(&way)?))).collect();
            let interval = between(&left.interval, &arrived.interval, scope, &weights);
            named(interval.map(|interval| figure(interval, &[left, arrived])), weighed(&weights))
        }
        (Ok(left), Err(_)) => named(Ok(figure(left.interval, &[left])), Some(only(scope, seller))),
        (Err(_), Ok(arrived)) => {
            let at: Option<Vec<Interval>> =
                mirror::wedges(scope).map(|(_, factor)| arrived.interval.over(&factor)).collect();
            let interval = at.as_ref().and_then(band).unwrap_or(Interval::unknown());
            named(Ok(figure(interval, &[arrived])), Some(only(scope, buyer)))
        }
        (Err(_), Err(_)) => named(mirror.both().map(|(left, _)| left.clone()), None),
    }
}

/// The weighted mean of both reports over the sweep. Reports known to the digit give a band of the means; where one is
/// known between bounds, what they weigh is not certain either, and any mean of them may be true.
fn between(left: &Interval, arrived: &Interval, scope: &Scope, weights: &[(Decimal, f64)]) -> Result<Interval, Gap> {
    let exact = |interval: &Interval| interval.low == interval.high && interval.low.is_some();
    let fob = |wedge: Decimal| arrived.over(&Interval::exact(Decimal::ONE + wedge));
    let all = || {
        let at: Option<Vec<Interval>> = scope.rules.wedges.iter().map(|&wedge| fob(wedge)).collect();
        at.and_then(|at| band(at.iter().chain([left])))
    };
    let mean = |(wedge, weight): &(Decimal, f64)| {
        let (own, theirs) = (decimal(*weight)?, decimal(1.0 - weight)?);
        let mean = left.times(own).plus(&fob(*wedge)?.times(theirs));
        // What a weight in floats may be off by.
        let off = decimal(1e-12)?.checked_mul(mean.high?)?;
        Some(Interval { low: Some(mean.low? - off), best: mean.best, high: Some(mean.high? + off) })
    };
    let means: Option<Vec<Interval>> = weights.iter().map(mean).collect();
    let means = means.filter(|means| !means.is_empty() && exact(left) && exact(arrived));
    match means {
        Some(means) => Ok(band(&means)),
        None => Ok(all()),
    }
    .and_then(|interval| interval.ok_or_else(|| Gap::not_derivable("the reports have no bounds")))
}

fn only(scope: &Scope, who: &str) -> Wording {
    let name = name(scope, who);
    each(|lang| {
        let name = name.in_lang(lang);
        match lang {
            yalu_trade::Lang::En => format!("only {name} reports it"),
            yalu_trade::Lang::Ko => format!("{name} 보고만 있음"),
            yalu_trade::Lang::Zh => format!("仅有{name}的报告"),
        }
    })
}

/// What the exporter's report weighs over the sweep.
fn weighed(weights: &[(Decimal, f64)]) -> Option<Wording> {
    let mut shares: Vec<Decimal> = weights.iter().filter_map(|(_, weight)| decimal(*weight)).collect();
    shares.sort();
    let (least, most) = (percent(*shares.first()?), percent(*shares.last()?));
    let range = if least == most { least } else { format!("{least}–{most}") };
    Some(each(|lang| match lang {
        yalu_trade::Lang::En => format!("the exporter's report weighs {range}"),
        yalu_trade::Lang::Ko => format!("수출국 보고의 가중치 {range}"),
        yalu_trade::Lang::Zh => format!("出口方报告的权重为{range}"),
    }))
}
