//! Partner shares: what part of the trade that reporting partners report each
//! of them reports. Those who report nothing are named, and are no part of it:
//! it is never a share of all trade.

use yalu_trade::{Card, Cut, Flow, Gap, Interval, Panel, Period, Reading, Unit, Wording};

use crate::{Measure, Measured, Row, Scope, level, scope::computed, share};

pub(crate) struct PartnerShare;

static CARD: Card = Card {
    id: "partner-share",
    title: "Shares of the reporting partners",
    label: ["share of the reporting partners", "보고 상대국 중 비중", "占已报告伙伴的比重"],
    unit: "%",
    formula: "V_r ÷ Σ V_r × 100 over the partners who report the period",
    citation: "UN Statistics Division, IMTS: Compilers Manual, Revision 1 (2013): mirror statistics",
    needs: "the level as each reporter of the desk reports it",
    caveats: "It is never a share of all trade: partners who report nothing are named and left out. FOB and CIF reporters do not mix within a flow.",
    example: "partner-share --flow import --period 2023",
};

impl Measure for PartnerShare {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let of = |reporter: &String| {
            let scope = alone(scope, reporter);
            level::asks(&scope, scope.flow, &scope.commodity, &scope.periods)
        };
        scope.reporters.iter().flat_map(of).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let mut measured = Measured { unit: Unit::Percent, rows: Vec::new(), total: None, notes: Vec::new() };
        let each = panels.len() / scope.reporters.len().max(1);
        for &period in &scope.periods {
            let mut levels: Vec<(&String, Result<Reading, Gap>)> = Vec::new();
            for (i, reporter) in scope.reporters.iter().enumerate() {
                let own = panels.get(i * each..(i + 1) * each).unwrap_or_default();
                levels.push((reporter, level::at(scope, scope.flow, &scope.commodity, period, own)));
            }
            measured.rows.extend(shares(scope, period, &levels));
            let silent: Vec<String> =
                levels.iter().filter(|(_, level)| level.is_err()).map(|(reporter, _)| (*reporter).clone()).collect();
            let report = levels.len() - silent.len();
            if report > 0 {
                let without =
                    if silent.is_empty() { String::new() } else { format!("; without {}", silent.join(", ")) };
                measured.notes.push(format!("{period}: of what {report} of {} partners report{without}", levels.len()));
            }
        }
        measured
    }
}

fn alone(scope: &Scope, reporter: &str) -> Scope {
    Scope { reporters: vec![reporter.to_owned()], ..scope.clone() }
}

/// What a reporter is called.
pub(crate) fn name(scope: &Scope, reporter: &str) -> Wording {
    scope.rules.names.get(reporter).cloned().unwrap_or_else(|| Wording::en(reporter))
}

fn shares(scope: &Scope, period: Period, levels: &[(&String, Result<Reading, Gap>)]) -> Vec<Row> {
    let known: Vec<&Reading> = levels.iter().filter_map(|(_, level)| level.as_ref().ok()).collect();
    let sum = Interval::sum(known.iter().map(|level| &level.interval));
    let row = |(reporter, level): &(&String, Result<Reading, Gap>)| {
        let answer = level.as_ref().map_err(|gap| Gap::not_derivable(gap.why.clone())).and_then(|level| {
            if scope.flow == Flow::B {
                return Err(Gap::not_derivable("a balance has no shares: name imports, exports or total"));
            }
            let whole = computed(sum, level.unit, "Σ V_r", &known);
            // The part and what the others report, each used once.
            let others = Interval::sum(known.iter().filter(|other| *other != &level).map(|other| &other.interval));
            let of = share::of(level, &whole)?;
            Ok(Reading { interval: narrowed(&level.interval, &others).unwrap_or(of.interval), ..of })
        });
        Row { name: Some(name(scope, reporter)), ..scope.row(period, answer) }
    };
    levels.iter().map(row).collect()
}

/// part ÷ (part + others) in percent: it rises with the part and falls with the others.
pub(crate) fn narrowed(part: &Interval, others: &Interval) -> Option<Interval> {
    let at = |part: Option<yalu_trade::Decimal>, others: Option<yalu_trade::Decimal>| {
        let whole = Interval::exact(part?.checked_add(others?)?);
        Interval::exact(part?).share_of(&whole)
    };
    Some(Interval {
        low: at(part.low, others.high)?.low,
        best: at(part.best, others.best).and_then(|share| share.best),
        high: at(part.high, others.low)?.high,
    })
}
