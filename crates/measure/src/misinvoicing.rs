//! Misinvoicing: what arrives beyond what left and its freight. The wedge between
//! the two valuations is swept, and never fixed; a sign that holds over the whole
//! sweep is worth a question, one that turns within it is not.

use yalu_trade::{Card, Cut, Decimal, Interval, Panel, Period, Reading, Unit, Wording};

use crate::{
    Measure, Measured, Row, Scope,
    mirror::{self, Mirror, band, by_value, of_reporter, percent, wedges},
    scope::computed,
    wording::three,
};

pub(crate) struct Misinvoicing;

static CARD: Card = Card {
    id: "misinvoicing",
    title: "What arrives beyond what left, the wedge swept",
    label: ["beyond what left", "발송분 초과액", "超出发货的部分"],
    unit: "currency",
    formula: "M − (1 + κ)X, X what the exporter reports (FOB) and M what the importer does (CIF), κ over the desk's `wedges`",
    citation: "Bhagwati, On the Underinvoicing of Imports (Bulletin of the Oxford University Institute of Economics and Statistics 26, 1964)",
    needs: "the flow as the reporter reports it and as the economy itself does: ingest both, or put both into statements/*.csv",
    caveats: "It is a difference of two reports, and no proof of a false invoice: transit, time and partners' names make it too. The first row is the band over the sweep.",
    example: "misinvoicing --flow export --period 2023",
};

impl Measure for Misinvoicing {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let scope = by_value(scope);
        scope.periods.iter().flat_map(|&period| mirror::each_asks(&scope, period)).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let scope = by_value(scope);
        let rows = scope.each(panels, mirror::each_asks).into_iter().flat_map(|(period, panels)| {
            mirror::each_reporter(&scope, period, panels, |reporter, mirror| swept(&scope, reporter, period, mirror))
        });
        let rows = rows.collect();
        Measured { unit: Unit::Money(scope.currency()), rows, total: None, notes: Vec::new() }
    }
}

fn swept(scope: &Scope, reporter: &str, period: Period, mirror: &Mirror) -> Vec<Row> {
    let (left, arrived) = match mirror.both() {
        Ok(both) => both,
        Err(gap) => {
            let name = crate::partner_share::name(scope, reporter);
            return vec![Row { name: Some(name), ..scope.row(period, Err(gap)) }];
        }
    };
    let figure =
        |interval: Interval| Ok(computed(interval, Unit::Money(scope.currency()), CARD.formula, &[arrived, left]));
    let beyond = |wedge: Decimal| arrived.interval.minus(&left.interval.times(Decimal::ONE + wedge));
    let row = |what: Wording, says, interval| Row {
        name: Some(of_reporter(scope, reporter, &what)),
        says,
        ..scope.row(period, figure(interval))
    };
    let at: Vec<(Decimal, Interval)> = wedges(scope).map(|(wedge, _)| (wedge, beyond(wedge))).collect();
    let whole = band(at.iter().map(|(_, interval)| interval)).unwrap_or(Interval::unknown());
    let shown = mirror::swept(scope);
    let over = three(format!("κ over {shown}"), format!("κ {shown}"), format!("κ {shown}"));
    let rows = at.into_iter().map(|(wedge, interval)| {
        let shown = percent(wedge);
        row(three(format!("κ = {shown}"), format!("κ = {shown}"), format!("κ = {shown}")), None, interval)
    });
    std::iter::once(row(over, Some(sign(&whole, left, arrived)), whole)).chain(rows).collect()
}

/// Whether the sign holds over the sweep, and the wedge at which nothing would be left.
fn sign(whole: &Interval, left: &Reading, arrived: &Reading) -> Wording {
    let wedge = arrived.interval.over(&left.interval).and_then(|ratio| ratio.best);
    let wedge = wedge.map_or("?".to_owned(), |ratio| percent(ratio - Decimal::ONE));
    if whole.above(Decimal::ZERO) {
        return three(
            format!("more arrives than left at every wedge; nothing would be left at {wedge}"),
            format!("모든 κ에서 도착분이 더 큼; {wedge}에서 0"),
            format!("在各κ下到货均较多；κ为{wedge}时为零"),
        );
    }
    if whole.high.is_some_and(|most| most < Decimal::ZERO) {
        return three(
            format!("less arrives than left at every wedge; nothing would be left at {wedge}"),
            format!("모든 κ에서 도착분이 더 작음; {wedge}에서 0"),
            format!("在各κ下到货均较少；κ为{wedge}时为零"),
        );
    }
    three(
        format!("the sign turns within the sweep: a wedge of {wedge} explains it"),
        format!("κ 범위 안에서 부호가 바뀜: {wedge}이면 설명됨"),
        format!("符号在κ区间内改变：κ为{wedge}即可解释"),
    )
}
