//! Swapped months: does a month's record with the economy look like the reporter's own
//! trade with the economy that it is mixed up with, over the year before? Where the
//! swap score holds one reporter against others, this holds a month against the past
//! of the same reporters, so that it needs nobody else's records.

use yalu_trade::{Card, Cut, Flow, Gap, Panel, Period, Quantity, Reading, Unit};

use crate::{
    Measure, Measured, Row, Scope,
    goods::{self, Goods},
    past,
    swap::{Profiles, looks, said},
};

pub(crate) struct SwappedMonth;

static CARD: Card = Card {
    id: "swapped-month",
    title: "Swapped months: whose goods a month looks like",
    label: ["swapped month, score", "혼동된 달(점수)", "混淆月份（得分）"],
    unit: "index",
    formula: "Σ s_k ln(π_k ÷ π⁰_k), s the month's shares of goods, π those of the economy that it is mixed up with and π⁰ its own over the year before; π = 0.99 of the share + 0.01 ÷ the number of codes",
    citation: "Kullback and Leibler, On Information and Sufficiency (Annals of Mathematical Statistics 22, 1951); that records mix two economies up: Bank of Korea, BOK Working Paper 2023-9",
    needs: "the reporters' records with the economy and with the one that it is mixed up with (`mixed_up_with` in `[rules]` of desk.toml), month by month, with half a year before the period at least: ingest them",
    caveats: "Above zero the month looks like the other economy's trade. A month of few, odd goods can, too.",
    example: "swapped-month --flow import --period 2023-12",
};

/// How many months of the past make a profile.
const YEAR: u32 = 12;

impl Measure for SwappedMonth {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        scope.periods.iter().flat_map(|&period| asks(scope, period)).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let each = scope.each(panels, asks);
        let of_period =
            |(period, panels)| rows(scope, period, panels).unwrap_or_else(|gap| vec![scope.row(period, Err(gap))]);
        Measured {
            unit: Unit::Index,
            rows: each.into_iter().flat_map(of_period).collect(),
            total: None,
            notes: Vec::new(),
        }
    }
}

/// The goods of the economy, and those of the other one.
fn asks(scope: &Scope, period: Period) -> Vec<Cut> {
    let months = past::asks(&[past::before(period, YEAR), past::months(period)].concat());
    let partners = std::iter::once(&scope.partner).chain(&scope.rules.mixed_up_with);
    let of = |partner: &String| {
        let scope = Scope { partner: partner.clone(), ..scope.clone() };
        goods::asks(&scope, scope.flow, &Quantity::Value(scope.currency()), &months)
    };
    partners.flat_map(of).collect()
}

fn rows(scope: &Scope, period: Period, panels: &[Panel]) -> Result<Vec<Row>, Gap> {
    if matches!(scope.flow, Flow::T | Flow::B) {
        return Err(Gap::not_derivable("goods are mixed up in a flow: name imports or exports"));
    }
    if scope.rules.mixed_up_with.is_none() {
        let why =
            "the desk names no economy that this one is mixed up with (`mixed_up_with` in `[rules]` of desk.toml)";
        return Err(Gap::not_derivable(why));
    }
    let [own, own_whole, other, other_whole] = panels else { return Err(Gap::not_on_file("nothing was read")) };
    let (goods, theirs) = (Goods::of(scope, own, own_whole), Goods::of(scope, other, other_whole));
    let known = |period| goods.whole(period).is_ok();
    let (months, absent) = past::on_file(&past::months(period), known);
    if !absent.is_empty() {
        return Err(Gap::not_derivable(format!("it goes month by month, and {} is not on file", past::told(&absent))));
    }
    let row = |month: Period| {
        let before = past::before(month, YEAR);
        let (history, absent) = past::on_file(&before, |period| known(period) && theirs.whole(period).is_ok());
        let profiles = Profiles::past(&goods, &theirs, &history);
        let enough = history.iter().map(|period| period.len_months()).sum::<u32>() * 2 >= YEAR;
        let answer: Result<Reading, Gap> = if enough && !profiles.lacking() {
            profiles.score(scope, &scope.reporters.join(", "), month, &panels[..2])
        } else {
            let why = format!(
                "it needs goods of both economies over half of the year before {month} at least; {} is not on file for both",
                past::told(&absent)
            );
            Err(Gap::not_derivable(why))
        };
        let answer = answer.map(|mut score| {
            score.lineage.formula = CARD.formula.to_owned();
            score
        });
        let says = answer.as_ref().ok().map(|score| said(scope, looks(&score.interval)));
        Row { says, ..scope.row(month, answer) }
    };
    Ok(months.into_iter().map(row).collect())
}
