//! Both reports of one flow: what left, as the exporter reports it, and what
//! arrived, as the importer does. Exports are FOB and imports CIF: the second is
//! dearer by freight and insurance, by how much nobody knows.

use yalu_trade::{Cut, Decimal, Flow, Gap, Interval, Panel, Period, Quantity, Reading, Wording};

use crate::{Row, Scope, level, partner_share::name, wording::each};

/// The two reports of a flow.
pub(crate) struct Mirror {
    /// The exporter's, FOB.
    pub(crate) left: Result<Reading, Gap>,
    /// The importer's, CIF.
    pub(crate) arrived: Result<Reading, Gap>,
}

/// Who sells and who buys in a flow between a reporter and the economy; `None` where there are two flows.
pub(crate) fn way<'a>(scope: &'a Scope, reporter: &'a str) -> Option<(&'a str, &'a str)> {
    match scope.flow {
        Flow::X => Some((reporter, &scope.partner)),
        Flow::M => Some((&scope.partner, reporter)),
        _ => None,
    }
}

/// What is to be said of a flow that has no mirror.
pub(crate) fn one_flow() -> Gap {
    Gap::not_derivable("a mirror is of one flow: name imports or exports")
}

/// The same scope, by value.
pub(crate) fn by_value(scope: &Scope) -> Scope {
    Scope { quantity: Quantity::Value(scope.currency()), ..scope.clone() }
}

fn report(scope: &Scope, by: &str, with: &str) -> Scope {
    Scope { reporters: vec![by.to_owned()], partner: with.to_owned(), ..scope.clone() }
}

/// The cuts of both reports of a flow.
pub(crate) fn asks(scope: &Scope, seller: &str, buyer: &str, period: Period) -> Vec<Cut> {
    let of = |by, with, flow| level::asks(&report(scope, by, with), flow, &scope.commodity, &[period]);
    of(seller, buyer, Flow::X).into_iter().chain(of(buyer, seller, Flow::M)).collect()
}

/// Both reports, from the panels of [`asks`].
pub(crate) fn between(scope: &Scope, seller: &str, buyer: &str, period: Period, panels: &[Panel]) -> Mirror {
    let (left, arrived) = panels.split_at(panels.len() / 2);
    let of = |flow, panels, by: &str, with: &str| {
        level::at(scope, flow, &scope.commodity, period, panels)
            .map_err(|gap| Gap::new(gap.absence, format!("{by} on {with}: {}", gap.why)))
    };
    Mirror { left: of(Flow::X, left, seller, buyer), arrived: of(Flow::M, arrived, buyer, seller) }
}

/// The cuts of the mirrors of every reporter, reporter by reporter.
pub(crate) fn each_asks(scope: &Scope, period: Period) -> Vec<Cut> {
    let of = |reporter: &String| way(scope, reporter).map(|(seller, buyer)| asks(scope, seller, buyer, period));
    scope.reporters.iter().filter_map(of).flatten().collect()
}

/// The rows of every reporter, from its two reports.
pub(crate) fn each_reporter(
    scope: &Scope,
    period: Period,
    panels: &[Panel],
    rows: impl Fn(&str, &Mirror) -> Vec<Row>,
) -> Vec<Row> {
    let size = panels.len() / scope.reporters.len().max(1);
    let of = |(i, reporter): (usize, &String)| {
        let Some((seller, buyer)) = way(scope, reporter) else {
            return vec![Row { name: Some(name(scope, reporter)), ..scope.row(period, Err(one_flow())) }];
        };
        let own = panels.get(i * size..(i + 1) * size).unwrap_or_default();
        rows(reporter, &between(scope, seller, buyer, period, own))
    };
    scope.reporters.iter().enumerate().flat_map(of).collect()
}

impl Mirror {
    /// Both reports, or what is missing of them.
    pub(crate) fn both(&self) -> Result<(&Reading, &Reading), Gap> {
        match (&self.left, &self.arrived) {
            (Ok(left), Ok(arrived)) => Ok((left, arrived)),
            (left, arrived) => {
                let why: Vec<&str> =
                    [left, arrived].into_iter().filter_map(|side| Some(side.as_ref().err()?.why.as_str())).collect();
                Err(Gap::not_derivable(format!("both reports are needed: {}", why.join("; "))))
            }
        }
    }
}

/// 1 + κ, for every wedge that the desk sweeps.
pub(crate) fn wedges(scope: &Scope) -> impl Iterator<Item = (Decimal, Interval)> + '_ {
    scope.rules.wedges.iter().map(|&wedge| (wedge, Interval::exact(Decimal::ONE + wedge)))
}

/// A wedge in percent: `5 %`.
pub(crate) fn percent(wedge: Decimal) -> String {
    format!("{} %", (wedge * Decimal::ONE_HUNDRED).round_dp(2).normalize())
}

/// The wedges that are swept: `0 % to 20 %`.
pub(crate) fn swept(scope: &Scope) -> String {
    let (least, most) = (scope.rules.wedges.iter().min(), scope.rules.wedges.iter().max());
    least.zip(most).map_or(String::new(), |(least, most)| format!("{} to {}", percent(*least), percent(*most)))
}

/// The band that holds a figure at every wedge that is swept; no wedge comes before another, so none is best.
pub(crate) fn band<'a>(figures: impl IntoIterator<Item = &'a Interval>) -> Option<Interval> {
    let mut figures = figures.into_iter();
    let first = Interval { best: None, ..*figures.next()? };
    Some(figures.fold(first, |band, figure| Interval {
        low: band.low.zip(figure.low).map(|(a, b)| a.min(b)),
        best: None,
        high: band.high.zip(figure.high).map(|(a, b)| a.max(b)),
    }))
}

/// A reporter's name and what of it.
pub(crate) fn of_reporter(scope: &Scope, reporter: &str, what: &Wording) -> Wording {
    let name = name(scope, reporter);
    each(|lang| match lang {
        yalu_trade::Lang::Zh => format!("{}：{}", name.in_lang(lang), what.in_lang(lang)),
        _ => format!("{}: {}", name.in_lang(lang), what.in_lang(lang)),
    })
}
