//! Sector shares: chapters of the HS gathered into the desk's sectors. It
//! needs every chapter; from the largest headings alone it refuses, because
//! what is not on the list could be anything. What somebody printed of a
//! sector is quoted as theirs.

use yalu_trade::{Among, Card, Commodity, Cut, Gap, Interval, Listing, Panel, Period, Quantity, Reading, Sector, Unit};

use crate::{Measure, Measured, Row, Scope, scope::computed, share};

pub(crate) struct Sectors;

static CARD: Card = Card {
    id: "sectors",
    title: "Sector shares",
    label: ["share of the total", "총액 대비 비중", "占总额比重"],
    unit: "%",
    formula: "Σ V_c over the sector's chapters ÷ V × 100",
    citation: "World Customs Organization, Harmonized System 2022: sections and chapters",
    needs: "every chapter of a sector and the total, or shares as printed; the desk's sectors.toml",
    caveats: "Sectors need not fill the total, and are the desk's judgement.",
    example: "sectors --flow import --period 2023",
};

impl Measure for Sectors {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn asks(&self, scope: &Scope) -> Vec<Cut> {
        let whole = Cut {
            quantity: Quantity::Value(scope.currency()),
            ..scope.cut(scope.flow, &Commodity::Total, scope.periods.clone())
        };
        let chapters = Cut { among: Among::Level(2), ..whole.clone() };
        let named = scope.sectors.iter().map(|sector| Commodity::Sector(sector.id.clone())).collect();
        let printed = Cut {
            among: Among::These(named),
            quantity: Quantity::PrintedShare { of: Commodity::Total },
            ..whole.clone()
        };
        vec![chapters, whole, printed]
    }

    fn answer(&self, scope: &Scope, panels: &[Panel]) -> Measured {
        let [chapters, wholes, printed] = panels else {
            return Measured { unit: Unit::Percent, rows: Vec::new(), total: None, notes: Vec::new() };
        };
        let each = |period: Period| scope.sectors.iter().map(move |sector| (period, sector));
        let row = |(period, sector): (Period, &Sector)| {
            let commodity = Commodity::Sector(sector.id.clone());
            let derived = derived(sector, period, chapters, wholes);
            let answer = derived.or_else(|gap| printed.at(period, &commodity).cloned().map_err(|_| gap));
            Row { commodity, ..scope.row(period, answer) }
        };
        let rows = scope.periods.iter().flat_map(|&period| each(period)).map(row).collect();
        Measured { unit: Unit::Percent, rows, total: None, notes: Vec::new() }
    }
}

fn derived(sector: &Sector, period: Period, chapters: &Panel, wholes: &Panel) -> Result<Reading, Gap> {
    let whole = wholes.at(period, &Commodity::Total)?;
    if chapters.listing != Listing::All {
        let on_file = chapters.cells.iter().filter(|cell| cell.period == period).count();
        let why = format!("a sector needs every chapter of {period}; {on_file} are on file, and they are not all");
        return Err(Gap::not_derivable(why));
    }
    let member = |commodity: &Commodity| commodity.code().is_some_and(|code| sector.chapters.contains(code));
    let cells = chapters.cells.iter().filter(|cell| cell.period == period && member(&cell.commodity));
    let lacks = |gap: &Gap| Gap::not_derivable(format!("a chapter is missing: {}", gap.why));
    let parts: Vec<&Reading> = cells.map(|cell| cell.reading.as_ref().map_err(lacks)).collect::<Result<_, _>>()?;
    if parts.is_empty() {
        return share::of(&Reading { interval: Interval::exact(yalu_trade::Decimal::ZERO), ..whole.clone() }, whole);
    }
    let sum = computed(Interval::sum(parts.iter().map(|part| &part.interval)), whole.unit, CARD.formula, &parts);
    share::of(&sum, whole)
}
