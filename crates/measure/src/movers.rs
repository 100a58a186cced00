//! Movers: the goods whose level changed most since a year earlier, up or
//! down. Where only some goods are on file, these are the movers among them,
//! and a note says so.

use yalu_trade::{Card, Commodity, Cut, Decimal, Flow, Gap, Interval, Listing, Panel, Period, Reading, Unit, dec};

use crate::{Measure, Measured, Row, Scope, contribution, goods::Goods, scope::computed, share};

pub(crate) struct Movers;

static CARD: Card = Card {
    id: "movers",
    title: "Top movers",
    label: ["the largest movers", "증감 상위 품목", "变动最大的商品"],
    unit: "currency, with shares in %",
    formula: "the N goods with the largest |V_k,t − V_k,t−1|; V_k,t−1 from its printed share where its value is not on file",
    citation: "World Bank, World Integrated Trade Solution: top changes in product trade",
    needs: "goods of both years, or last year's shares of them",
    caveats: "Of an incomplete list others may have moved more.",
    example: "movers --flow import --period 2023",
};

impl Measure for Movers {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        scope.periods.iter().flat_map(|&period| contribution::asks(scope, period)).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let unit = Unit::Money(scope.currency());
        let mut measured = Measured { unit, rows: Vec::new(), total: None, notes: Vec::new() };
        for (period, panels) in scope.each(panels, contribution::asks) {
            match of_period(scope, period, panels) {
                Ok((rows, note)) => {
                    measured.rows.extend(rows);
                    measured.notes.extend(note);
                }
                Err(gap) => measured.rows.push(scope.row(period, Err(gap))),
            }
        }
        measured
    }
}

fn of_period(scope: &Scope, period: Period, panels: &[Panel]) -> Result<(Vec<Row>, Option<String>), Gap> {
    if matches!(scope.flow, Flow::T | Flow::B) {
        return Err(Gap::not_derivable("goods move in a flow: name imports or exports"));
    }
    let [now, whole, then, whole_then, printed] = panels else { return Err(Gap::not_on_file("nothing was read")) };
    let last = period.shift_years(-1);
    let (now, then) = (Goods::of(scope, now, whole), Goods::of(scope, then, whole_then));
    let mut names: Vec<&Commodity> = now.names().chain(then.names()).collect();
    names.sort();
    names.dedup();
    let mut rows: Vec<Row> = Vec::new();
    for commodity in names {
        let of_share = || of_share(printed.at(last, commodity)?, then.whole(last)?);
        let before = then.at(commodity, last).or_else(|_| of_share());
        let (Ok(level), Ok(before)) = (now.at(commodity, period), before) else { continue };
        let change = level.interval.minus(&before.interval);
        let mut change = computed(change, Unit::Money(scope.currency()), CARD.formula, &[&level, &before]);
        (change.vintage, change.base_vintage) = (level.vintage, Some(before.vintage));
        rows.push(Row {
            commodity: commodity.clone(),
            share: Some(now.whole(period).and_then(|whole| share::of(&level, whole))),
            share_previous: Some(then.whole(last).and_then(|whole| share::of(&before, whole))),
            ..scope.row(period, Ok(change))
        });
    }
    if rows.is_empty() {
        let why = format!("no code of {} digits is on file with both {period} and {last}", scope.rules.level);
        return Err(Gap::not_derivable(why));
    }
    let size = |row: &Row| row.answer.as_ref().ok().and_then(|change| change.interval.best).map(|best| best.abs());
    rows.sort_by(|a, b| size(b).cmp(&size(a)).then_with(|| a.commodity.cmp(&b.commodity)));
    let on_file = rows.len();
    rows.truncate(scope.top.max(1));
    rows.iter_mut().zip(1..).for_each(|(row, rank)| row.rank = Some(rank));
    let all = now.listing == Listing::All && then.listing == Listing::All;
    let note = format!(
        "{period}: the movers among the {on_file} goods that are on file in both years; others may have moved more"
    );
    Ok((rows, (!all).then_some(note)))
}

fn of_share(share: &Reading, whole: &Reading) -> Result<Reading, Gap> {
    let level = share.interval.times(dec!(0.01)).by(&whole.interval);
    let level = Interval { low: level.low.map(|low| low.max(Decimal::ZERO)), ..level };
    Ok(computed(level, whole.unit, "printed share × V ÷ 100", &[share, whole]))
}
