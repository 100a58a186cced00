//! Pairs: what goes in, what is made of it and comes out, and the difference.
//! Goods that go in and are never reported coming out are a question to ask: a
//! reported zero is not compliance with a ban.

use yalu_trade::{
    Absence, Card, Code, Commodity, Cut, Decimal, Flow, Gap, Interval, Pair, Panel, Period, Reading, Wording,
};

use crate::{
    Measure, Measured, Row, Scope,
    scope::computed,
    wording::{each, three},
};

pub(crate) struct Pairs;

static CARD: Card = Card {
    id: "pairs",
    title: "What goes in beside what comes out",
    label: ["what goes in beside what comes out", "투입 대비 산출", "投入与产出"],
    unit: "currency, or t by weight",
    formula: "Σ V of the codes that come out (M) − Σ V of the codes that go in (X)",
    citation: "UN Statistics Division, IMTS 2010, ch. 1: goods for processing; a desk's pairs.toml",
    needs: "every code of both sides; the desk's pairs.toml",
    caveats: "What goes in is FOB and what comes out CIF. A reported zero is not compliance.",
    example: "pairs --flow import --period 2023",
};

impl Measure for Pairs {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        scope.pairs.iter().flat_map(|pair| asks(scope, pair)).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let mut rows = Vec::new();
        for &period in &scope.periods {
            for (pair, panels) in scope.pairs.iter().zip(panels.chunks(2)) {
                rows.extend(three_rows(scope, pair, period, panels));
            }
            rows.extend(none(scope, period));
        }
        Measured { unit: scope.unit(), rows, total: None, notes: Vec::new() }
    }
}

/// What goes in, and what comes out: each code a cell.
pub(crate) fn asks(scope: &Scope, pair: &Pair) -> [Cut; 2] {
    [(Flow::X, &pair.goes_in), (Flow::M, &pair.comes_out)].map(|(flow, codes)| {
        let codes = codes.iter().cloned().map(Commodity::Code).collect();
        Cut { among: yalu_trade::Among::These(codes), ..scope.cut(flow, &Commodity::Total, scope.periods.clone()) }
    })
}

/// Says that the desk has no pairs, where it has none.
pub(crate) fn none(scope: &Scope, period: Period) -> Option<Row> {
    let gap = Gap::not_derivable("the desk has no pair (pairs.toml)");
    scope.pairs.is_empty().then(|| scope.row(period, Err(gap)))
}

/// The sum of the codes of one side. What the records of a period do not have was not traded.
pub(crate) fn side(scope: &Scope, codes: &[Code], period: Period, panel: Option<&Panel>) -> Result<Reading, Gap> {
    let panel = panel.ok_or_else(|| Gap::not_on_file("nothing was read"))?;
    let (mut parts, mut without): (Vec<&Reading>, Option<Gap>) = (Vec::new(), None);
    for code in codes {
        match panel.at(period, &Commodity::Code(code.clone())) {
            Ok(reading) => parts.push(reading),
            Err(gap) if gap.absence == Absence::NotRecorded => without = without.or(Some(gap)),
            Err(gap) => return Err(Gap::not_derivable(format!("a code is missing: {}", gap.why))),
        }
    }
    match (parts.as_slice(), without) {
        ([], Some(gap)) => Err(gap),
        ([], None) => Err(Gap::not_derivable("a side of the pair names no code")),
        ([one], None) => Ok((*one).clone()),
        _ => {
            let sum = Interval::sum(parts.iter().map(|part| &part.interval));
            Ok(computed(sum, scope.unit(), "Σ V_k over the codes", &parts))
        }
    }
}

fn three_rows(scope: &Scope, pair: &Pair, period: Period, panels: &[Panel]) -> [Row; 3] {
    let goes_in = side(scope, &pair.goes_in, period, panels.first());
    let comes_out = side(scope, &pair.comes_out, period, panels.get(1));
    let net = match (&goes_in, &comes_out) {
        (Ok(goes_in), Ok(comes_out)) => {
            let net = comes_out.interval.minus(&goes_in.interval);
            Ok(Reading {
                valuation: Flow::B.valuation(),
                ..computed(net, scope.unit(), CARD.formula, &[comes_out, goes_in])
            })
        }
        (Err(gap), _) | (_, Err(gap)) => Err(gap.clone()),
    };
    let says = zero_in_words(&goes_in, &comes_out);
    let row = |flow, what: Wording, answer| Row {
        flow,
        commodity: Commodity::Total,
        name: Some(beside(&pair.label, &what)),
        ..scope.row(period, answer)
    };
    [
        row(Flow::X, three("in", "투입", "投入"), goes_in),
        Row { says, ..row(Flow::M, three("out", "산출", "产出"), comes_out) },
        row(Flow::B, three("net", "순액", "净额"), net),
    ]
}

/// A name and what of it.
pub(crate) fn beside(label: &Wording, what: &Wording) -> Wording {
    each(|lang| match lang {
        yalu_trade::Lang::Zh => format!("{}：{}", label.in_lang(lang), what.in_lang(lang)),
        _ => format!("{}: {}", label.in_lang(lang), what.in_lang(lang)),
    })
}

/// What goes in and is reported as not coming out at all.
fn zero_in_words(goes_in: &Result<Reading, Gap>, comes_out: &Result<Reading, Gap>) -> Option<Wording> {
    let some = goes_in.as_ref().is_ok_and(|reading| reading.interval.above(Decimal::ZERO));
    let zero = comes_out.as_ref().is_ok_and(|reading| reading.interval == Interval::exact(Decimal::ZERO));
    (some && zero).then(|| {
        three(
            "it goes in, and nothing is reported coming out: a reported zero is not compliance",
            "투입은 있으나 산출은 0으로 보고됨: 보고된 0은 이행을 뜻하지 않음",
            "有投入而报告产出为零：报告为零不等于遵守禁令",
        )
    })
}
