//! Concentration: the Herfindahl–Hirschman index over headings. Where only the
//! N largest are known, the rest is somewhere between dust and goods as large
//! as the smallest of the N: bounds, and no value between them.

use yalu_trade::{
    Among, Card, Commodity, Cut, Decimal, Gap, Interval, Listing, Panel, Period, Quantity, Reading, Unit, dec,
};

use crate::{Measure, Measured, Row, Scope, scope::computed, share, top, wording::three};

pub(crate) struct Concentration;

static CARD: Card = Card {
    id: "concentration",
    title: "Concentration (HHI, HS 4 digits)",
    label: ["concentration (HHI, HS 4 digits)", "집중도(HHI, HS 4단위)", "集中度（HHI，HS四位）"],
    unit: "index",
    formula: "H = Σ s²; with only the top N known, [Σ_N s², Σ_N s² + r·s_N], r the rest's share",
    citation: "Hirschman, The Paternity of an Index (AER 54, 1964); bounds: Nauenberg, Basu and Chand (1997)",
    needs: "the shares of all headings, or of the largest of them",
    caveats: "It rises with coarser codes: two figures compare at the same level only.",
    example: "concentration --flow export --period 2023",
};

impl Measure for Concentration {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        answer(scope, panels, |of| Ok(of.index.clone()))
    }
}

/// The headings of each period, and their whole.
pub(crate) fn asks(scope: &Scope) -> Vec<Cut> {
    let of = |&period: &Period| {
        let whole = Cut {
            quantity: Quantity::Value(scope.currency()),
            ..scope.cut(scope.flow, &Commodity::Total, vec![period])
        };
        [Cut { among: Among::Level(top::LEVEL), ..whole.clone() }, whole]
    };
    scope.periods.iter().flat_map(of).collect()
}

/// The index of a period, and of how many headings it is.
pub(crate) struct Herfindahl {
    pub(crate) index: Reading,
    /// How many headings are on file.
    pub(crate) known: usize,
    /// Are they all?
    pub(crate) all: bool,
}

/// What follows from the index of each period, with its N in words.
pub(crate) fn answer(
    scope: &Scope,
    panels: &[Panel],
    follows: impl Fn(&Herfindahl) -> Result<Reading, Gap>,
) -> Measured {
    let row = |(i, &period): (usize, &Period)| {
        let index = match panels.chunks(2).nth(i) {
            Some([values, wholes]) => index(values, wholes, period),
            _ => Err(Gap::not_on_file("nothing was read")),
        };
        let says = index.as_ref().ok().map(|of| {
            let n = of.known;
            match of.all {
                true => three(format!("N = {n}"), format!("N = {n}"), format!("N = {n}")),
                false => three(format!("N = the {n} largest"), format!("N = 상위 {n}개"), format!("N = 前{n}项")),
            }
        });
        Row { says, ..scope.row(period, index.and_then(|of| follows(&of))) }
    };
    let rows = scope.periods.iter().enumerate().map(row).collect();
    Measured { unit: Unit::Index, rows, total: None, notes: Vec::new() }
}

fn index(values: &Panel, wholes: &Panel, period: Period) -> Result<Herfindahl, Gap> {
    let whole = wholes.at(period, &Commodity::Total)?;
    top::nothing_kept_back(values, period)?;
    let rows = top::largest(values, period, usize::MAX);
    if rows.is_empty() {
        return Err(Gap::not_derivable(format!("no heading of {period} is on file")));
    }
    let shares: Vec<Interval> = rows
        .iter()
        .map(|(_, row)| share::of(row, whole).map(|s| s.interval.times(dec!(0.01))))
        .collect::<Result<_, _>>()?;
    let squares = Interval::sum(&shares.iter().map(Interval::squared).collect::<Vec<_>>());
    let bounds = match values.listing {
        Listing::All => squares,
        Listing::Top(n) => {
            let rest = Interval::exact(Decimal::ONE).minus(&Interval::sum(&shares));
            // What is unknown is no larger than the smallest of the N, whatever else is on file.
            let smallest = shares.get((n as usize).saturating_sub(1)).and_then(|share| share.high);
            let (least, most) = (smallest, rest.high.map(|r| r.max(Decimal::ZERO)));
            let spread = least.zip(most).map(|(share, rest)| share * rest);
            Interval {
                low: squares.low,
                best: None,
                high: squares.high.zip(spread).map(|(high, spread)| high + spread),
            }
        }
        Listing::Some => {
            return Err(Gap::not_derivable(top::unranked(rows.len(), &period.to_string())));
        }
    };
    let inputs: Vec<&Reading> = rows.iter().map(|(_, row)| *row).chain([whole]).collect();
    let formula = match values.listing {
        Listing::Top(n) => format!("{}; N = {n}", CARD.formula),
        _ => CARD.formula.to_owned(),
    };
    let index = computed(bounds, Unit::Index, &formula, &inputs);
    Ok(Herfindahl { index, known: rows.len(), all: values.listing == Listing::All })
}
