//! News: what a month or a year brought that the ones before do not explain: new and
//! vanished items, unusual rises, outlying unit values, residual partners that moved.
//! Each kind is a measure of its own; here they stand together, each item by what it
//! is worth. What could not be looked for is said.

use yalu_trade::{Card, Cut, Gap, Panel, Period, Unit, Wording};

use crate::{
    Measure, Measured, Scope,
    item::{Found, Item, Search, cut},
    new_items, residual_partner, unit_value_outliers, unusual, vanished_items,
    wording::three,
};

pub(crate) struct News;

static CARD: Card = Card {
    id: "news",
    title: "News",
    label: ["news", "새 소식", "新动向"],
    unit: "currency, with shares in %",
    formula: "new-items, vanished-items, unusual, unit-value-outliers and residual-partner together, each item by its worth",
    citation: "those of its parts",
    needs: "records of every good with its weight, month by month, in the period and three years before it (`yalu ingest`); tables of the nomenclature (`yalu nomenclature add`)",
    caveats: "As its parts: `yalu table new-items`, `vanished-items`, `unusual`, `unit-value-outliers`, `residual-partner`.",
    example: "news --flow import --period 2023-12",
};

const SEARCH: Search = Search { asks, find, of_goods: true };

/// The kinds of news: what they are called, whose they are, and how they are found.
fn kinds() -> [(Wording, &'static Card, Search); 5] {
    [
        (three("new", "신규", "新增"), &new_items::CARD, new_items::SEARCH),
        (three("vanished", "소멸", "消失"), &vanished_items::CARD, vanished_items::SEARCH),
        (three("unusual rise", "이례적 증가", "异常增长"), &unusual::CARD, unusual::SEARCH),
        (three("unit value", "단가", "单价"), &unit_value_outliers::CARD, unit_value_outliers::SEARCH),
        (three("residual partner", "잔여 상대국", "其余伙伴"), &residual_partner::CARD, residual_partner::SEARCH),
    ]
}

impl Measure for News {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        SEARCH.all_asks(scope)
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        // The kinds are cut one by one; a row has no rank among kinds.
        let kinds = kinds().len();
        let wide = Scope { top: scope.top.max(1).saturating_mul(kinds), ..scope.clone() };
        let mut measured = SEARCH.answer(&wide, panels, Unit::Money(scope.currency()));
        measured.rows.iter_mut().for_each(|row| row.rank = None);
        measured
    }
}

fn asks(scope: &Scope, period: Period) -> Vec<Cut> {
    kinds().iter().flat_map(|(.., search)| (search.asks)(scope, period)).collect()
}

fn find(scope: &Scope, period: Period, panels: &[Panel]) -> Result<Found, Gap> {
    // The list is as long as all kinds together; each kind has its part of it.
    let each = Scope { top: (scope.top / kinds().len()).max(1), ..scope.clone() };
    let (mut found, mut rest, mut gaps) = (Found::default(), panels, Vec::new());
    for (kind, card, search) in kinds() {
        let (own, others) = rest.split_at((search.asks)(scope, period).len().min(rest.len()));
        rest = others;
        match (search.find)(scope, period, own) {
            Ok(mut part) => {
                let left_out = cut(&each, period, &mut part.items).map(|note| format!("{}: {note}", card.id));
                found.notes.extend(part.notes.into_iter().chain(left_out));
                found.items.extend(part.items.into_iter().map(|item| of_kind(&kind, item)));
            }
            Err(gap) => gaps.push((card.id, gap)),
        }
    }
    if let (true, Some((_, gap))) = (gaps.len() == kinds().len(), gaps.first()) {
        return Err(gap.clone());
    }
    found
        .notes
        .extend(gaps.into_iter().map(|(id, gap)| format!("{period}: {id} could not be looked for: {}", gap.why)));
    Ok(found)
}

fn of_kind(kind: &Wording, item: Item) -> Item {
    let says =
        Wording(item.says.0.iter().map(|(lang, says)| (*lang, format!("{}: {says}", kind.in_lang(*lang)))).collect());
    Item { figure: item.worth.clone(), says, ..item }
}
