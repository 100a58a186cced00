//! Mirror gap: how far the two reports of one flow lie apart, as a part of their
//! mean. Some of it is freight and insurance; what is left is time, transit,
//! another partner's name, or untruth.

use yalu_trade::{Card, Cut, Interval, Panel, Period, Reading, Unit, Wording, dec};

use crate::{
    Measure, Measured, Row, Scope, mirror,
    mirror::Mirror,
    partner_share::{name, narrowed},
    scope::computed,
    wording::three,
};

pub(crate) struct MirrorGap;

static CARD: Card = Card {
    id: "mirror-gap",
    title: "Gap between the two reports of a flow",
    label: ["gap between both reports", "양측 보고 격차", "双方报告差距"],
    unit: "%",
    formula: "|M − X| ÷ ½(X + M) × 100, X what the exporter reports (FOB) and M what the importer does (CIF)",
    citation: "UN Statistics Division, IMTS: Compilers Manual, Revision 1 (2013), ch. 9 and annex 9.D: bilateral asymmetries",
    needs: "the flow as the reporter reports it and as the economy itself does: ingest both, or put both into statements/*.csv",
    caveats: "A gap of as much as freight and insurance is none: `misinvoicing` sweeps the wedge. By weight there is no wedge.",
    example: "mirror-gap --flow export --period 2023",
};

impl Measure for MirrorGap {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        scope.periods.iter().flat_map(|&period| mirror::each_asks(scope, period)).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let rows = scope.each(panels, mirror::each_asks).into_iter().flat_map(|(period, panels)| {
            mirror::each_reporter(scope, period, panels, |reporter, mirror| vec![row(scope, reporter, period, mirror)])
        });
        Measured { unit: Unit::Percent, rows: rows.collect(), total: None, notes: Vec::new() }
    }
}

fn row(scope: &Scope, reporter: &str, period: Period, mirror: &Mirror) -> Row {
    let answer = mirror.both().and_then(|(left, arrived)| {
        let gap = narrowed(&arrived.interval, &left.interval).map(|share| apart(&share));
        let gap = gap.ok_or_else(|| yalu_trade::Gap::not_derivable("both sides report nothing, or may"))?;
        Ok(computed(gap, Unit::Percent, CARD.formula, &[arrived, left]))
    });
    let says = mirror.both().ok().and_then(|(left, arrived)| more(left, arrived));
    Row { name: Some(name(scope, reporter)), says, ..scope.row(period, answer) }
}

/// |M − X| ÷ ½(X + M), from the share of M in both: 2·|2s − 1|.
fn apart(share: &Interval) -> Interval {
    let signed = share.times(dec!(4)).minus(&Interval::exact(dec!(200)));
    let zero = signed.low.is_none_or(|low| low <= dec!(0)) && signed.high.is_none_or(|high| high >= dec!(0));
    let ends = [signed.low, signed.high].map(|end| end.map(|end| end.abs()));
    Interval {
        low: if zero { Some(dec!(0)) } else { ends[0].zip(ends[1]).map(|(a, b)| a.min(b)) },
        best: signed.best.map(|best| best.abs()),
        high: ends[0].zip(ends[1]).map(|(a, b)| a.max(b)),
    }
}

/// Which side reports more, where that is certain.
fn more(left: &Reading, arrived: &Reading) -> Option<Wording> {
    let above = |a: &Interval, b: &Interval| a.low.zip(b.high).is_some_and(|(low, high)| low > high);
    if above(&arrived.interval, &left.interval) {
        return Some(three("the importer reports more", "수입국 보고가 더 큼", "进口方报告较多"));
    }
    above(&left.interval, &arrived.interval)
        .then(|| three("the exporter reports more", "수출국 보고가 더 큼", "出口方报告较多"))
}
