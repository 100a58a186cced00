//! Composition by the groupings of the desk: HS sections, end uses, or what
//! else it keeps. Goods belong where the longest code that they begin with
//! stands; what belongs nowhere is a row of its own.

use yalu_trade::{
    Among, Card, Commodity, Cut, Gap, Group, Grouping, Interval, Listing, Panel, Period, Quantity, Reading, Unit,
};

use crate::{Measure, Measured, Row, Scope, scope::computed, share, wording::each};

pub(crate) struct Composition;

static CARD: Card = Card {
    id: "composition",
    title: "Shares by the groupings of the desk",
    label: ["shares by grouping", "분류별 비중", "按分组的比重"],
    unit: "%",
    formula: "Σ V_k over the codes of a group ÷ V × 100",
    citation: "World Customs Organization, Harmonized System 2022: sections; UN, Broad Economic Categories, Revision 5 (2018)",
    needs: "every code of the level that the grouping is made of; the desk's groupings/*.toml",
    caveats: "What is in no group, or kept back, is a row of its own.",
    example: "composition --flow import --period 2023",
};

impl Measure for Composition {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let whole = Cut {
            quantity: Quantity::Value(scope.currency()),
            ..scope.cut(scope.flow, &Commodity::Total, scope.periods.clone())
        };
        let codes = |grouping: &Grouping| Cut { among: Among::Level(level(grouping)), ..whole.clone() };
        std::iter::once(whole.clone()).chain(scope.groupings.iter().map(codes)).collect()
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let (whole, lists) = (panels.first(), panels.get(1..).unwrap_or_default());
        let mut rows = Vec::new();
        for &period in &scope.periods {
            for (grouping, list) in scope.groupings.iter().zip(lists) {
                match whole.map_or_else(
                    || Err(Gap::not_on_file("nothing was read")),
                    |whole| whole.at(period, &Commodity::Total),
                ) {
                    Ok(whole) => rows.extend(shares(scope, grouping, period, list, whole)),
                    Err(gap) => rows.push(Row { name: Some(grouping.label.clone()), ..scope.row(period, Err(gap)) }),
                }
            }
            if scope.groupings.is_empty() {
                let gap = Gap::not_derivable("the desk has no grouping (groupings/*.toml)");
                rows.push(scope.row(period, Err(gap)));
            }
        }
        Measured { unit: Unit::Percent, rows, total: None, notes: Vec::new() }
    }
}

/// The digits of its longest code.
fn level(grouping: &Grouping) -> usize {
    grouping.groups.iter().flat_map(|group| &group.codes).map(|code| code.level()).max().unwrap_or(2)
}

fn shares(scope: &Scope, grouping: &Grouping, period: Period, list: &Panel, whole: &Reading) -> Vec<Row> {
    let cells: Vec<_> = list.cells.iter().filter(|cell| cell.period == period).collect();
    if list.listing != Listing::All || cells.is_empty() {
        let why = format!(
            "{} needs every code of {} digits; {} of {period} are on file, and they are not all",
            grouping.id,
            level(grouping),
            cells.len()
        );
        let name = Some(grouping.label.clone());
        return vec![Row { name, ..scope.row(period, Err(Gap::not_derivable(why))) }];
    }
    let mut rows = Vec::new();
    let mut known: Vec<Reading> = Vec::new();
    for group in &grouping.groups {
        let mut parts: Vec<&Reading> = Vec::new();
        let mut absent = None;
        for cell in cells.iter().filter(|cell| at_home(grouping, group, &cell.commodity)) {
            match &cell.reading {
                Ok(reading) => parts.push(reading),
                Err(gap) => absent = Some(Gap::not_derivable(format!("{} is missing: {}", cell.commodity, gap.why))),
            }
        }
        let answer = match absent {
            Some(gap) => Err(gap),
            None => {
                let sum = Interval::sum(parts.iter().map(|part| &part.interval));
                let inputs: Vec<&Reading> = std::iter::once(whole).chain(parts).collect();
                let level = computed(sum, whole.unit, "Σ V_k over the group", &inputs);
                let share = share::of(&level, whole);
                known.push(level);
                share
            }
        };
        rows.push(Row { name: Some(group.label.clone()), ..scope.row(period, answer) });
    }
    if known.len() == grouping.groups.len() {
        let left = whole.interval.minus(&Interval::sum(known.iter().map(|level| &level.interval)));
        let inputs: Vec<&Reading> = std::iter::once(whole).chain(&known).collect();
        let rest = computed(left, whole.unit, "V − Σ V_k", &inputs);
        rows.push(Row { name: Some(rest_of(grouping)), ..scope.row(period, share::of(&rest, whole)) });
    }
    rows
}

fn rest_of(grouping: &Grouping) -> yalu_trade::Wording {
    each(|lang| {
        let label = grouping.label.in_lang(lang);
        match lang {
            yalu_trade::Lang::En => format!("{label}: in no group, or kept back"),
            yalu_trade::Lang::Ko => format!("{label}: 미분류·비공개"),
            yalu_trade::Lang::Zh => format!("{label}：未归类或未公布"),
        }
    })
}

/// Does the longest code of the grouping that it begins with stand in this group?
fn at_home(grouping: &Grouping, group: &Group, commodity: &Commodity) -> bool {
    let Some(code) = commodity.code() else { return false };
    let longest = |group: &Group| {
        let fits = group.codes.iter().filter(|of| code.digits().starts_with(of.digits()));
        fits.map(|of| of.level()).max().unwrap_or(0)
    };
    let own = longest(group);
    own > 0 && grouping.groups.iter().all(|other| longest(other) <= own)
}
