//! Figures in tables: every cell with what its row, its column, the caption
//! and the heading above say it is.

use yalu_trade::{
    Approx, Decimal, Figure, Flow, Grid, Interval, Kind, Mean, Measure, Period, Printed, Report, RowRole, RowsAre,
    Spot, Table, TableRow, Thing, Topic, Unit,
};

use super::{
    dictionary::Dictionary,
    lexicon::{Back, Way, Word},
    number::number,
    roles::step_back,
    scan::{What, scan},
    sheet::{Column, ColumnRole, Row, Sheet, cell_text, is_value, sheet},
    subject::Mind,
    unit_line::Counted,
    when::When,
};

/// What a table takes from the page it stands on.
pub(super) struct Around<'a> {
    pub(super) report: &'a Report,
    pub(super) book: &'a Dictionary,
    pub(super) mind: &'a Mind,
    /// The unit that the report gives for all its figures.
    pub(super) counted: Option<Counted>,
    /// Which table of the report it is.
    pub(super) index: usize,
}

/// Reads a grid; its figures go behind those that are there.
pub(super) fn table(around: &Around<'_>, grid: &Grid, figures: &mut Vec<Figure>) -> Option<Table> {
    let sheet = sheet(around.report, grid, around.book, around.mind)?;
    let name = sheet.name.clone().unwrap_or_else(|| format!("table {}", around.index + 1));
    let mut rows = Vec::new();
    for (place, (grid_row, row)) in sheet.rows.iter().enumerate() {
        let mut cells = vec![None; sheet.columns.len()];
        // A row of what is to come says nothing of what came.
        let heads = grid.rows.get(*grid_row).and_then(|row| row.first()).map_or("", |range| around.report.words(range));
        let expected = heads.len() < 200 && super::expects(&scan(heads, 0..heads.len(), around.book));
        for (column_index, column) in
            sheet.columns.iter().enumerate().filter(|(_, column)| column.role == ColumnRole::Figures)
        {
            let Some(range) = grid.rows.get(*grid_row).and_then(|row| row.get(column_index)) else { continue };
            let at = CellOf { around, sheet: &sheet, row, column, name: &name, place, column_index };
            if let Some(mut figure) = at.figure(range.clone()) {
                let beside = grid.rows.get(*grid_row).and_then(|row| row.get(column_index + 1));
                figure.bounds = beside.and_then(|range| bounds(around.report.words(range), &figure.printed));
                figure.forecast |= expected;
                cells[column_index] = Some(figures.len());
                figures.push(figure);
            }
        }
        rows.push(TableRow { label: row.label.clone(), role: row.role, rank: row.rank, cells });
    }
    name_partial_totals(&mut rows, figures);
    let columns = sheet.columns.iter().map(|column| column.header.clone()).collect();
    let flows_at = flows_at(around, grid, &sheet);
    Some(Table { name, rows_are: sheet.rows_are, top: sheet.top, rows, columns, flows_at })
}

/// The bounds of a figure, where the next cell prints a range around it: `235.0–245.0`.
pub(super) fn bounds(words: &str, printed: &Printed) -> Option<Interval> {
    let words = words.trim().trim_start_matches(['(', '[']).trim_end_matches([')', ']']);
    let (low, high) = words.split_once(['–', '~', '—'])?;
    let end = |text: &str| {
        let read = Printed::read(text.trim(), printed.scale, printed.unit, Approx::Rounded).ok()?;
        Some(read.value())
    };
    let (low, high) = (end(low)?, end(high)?);
    let inside = low <= printed.value() && printed.value() <= high;
    inside.then_some(Interval { low: Some(low), best: Some(printed.value()), high: Some(high) })
}

/// The cells that name a flow, above the figures or before them.
fn flows_at(around: &Around<'_>, grid: &Grid, sheet: &Sheet) -> Vec<Spot> {
    let first = sheet.rows.first().map_or(0, |(row, _)| *row);
    let heads = grid.rows.iter().take(first).flatten();
    let labels = grid.rows.iter().skip(first).take(40).filter_map(|row| row.first());
    let cells = heads.chain(labels.filter(|_| sheet.rows_are == RowsAre::Flows));
    let flows = |range: &&std::ops::Range<usize>| {
        let words = around.report.words(range);
        let marks = scan(words, 0..words.len(), around.book);
        let way = |mark: &super::scan::Mark| matches!(mark.what, What::Word(Word::Flow(Way::In | Way::Out)));
        words.len() < 200 && marks.marks.iter().any(way)
    };
    cells
        .filter(flows)
        .map(|range| Spot { bytes: trimmed(around.report.words(range), range.clone()), ..Spot::default() })
        .collect()
}

/// A total row whose share is not the whole is the sum of what is listed, whatever it is called.
fn name_partial_totals(rows: &mut [TableRow], figures: &mut [Figure]) {
    let parts = rows.iter().filter(|row| row.role == RowRole::Part).count() as u32;
    let totals = rows.iter().filter(|row| row.role == RowRole::Total).count();
    for row in rows.iter_mut().filter(|row| row.role == RowRole::Total && totals == 1 && parts > 1) {
        let cells: Vec<usize> = row.cells.iter().flatten().copied().collect();
        let partial =
            cells.iter().any(|i| figures[*i].kind == Kind::Share && figures[*i].printed.value() < Decimal::from(98));
        if partial {
            row.role = RowRole::Top(parts);
            for i in cells {
                let figure = &mut figures[i];
                if let Some(about) = &mut figure.about {
                    about.thing = Thing::Top(parts);
                }
                if figure.kind == Kind::Share {
                    figure.base = figure.about.as_ref().map(Topic::of_all);
                }
            }
        }
    }
}

struct CellOf<'a> {
    around: &'a Around<'a>,
    sheet: &'a Sheet,
    row: &'a Row,
    column: &'a Column,
    name: &'a str,
    place: usize,
    column_index: usize,
}

impl CellOf<'_> {
    fn year(&self) -> Option<Period> {
        self.sheet.period.or(self.around.mind.period)
    }

    /// A month without a year is of the year of its caption.
    fn dated(&self, when: When, year: Option<Period>) -> Option<Period> {
        super::subject::dated(when, year.or(self.around.mind.period))
    }

    fn period(&self) -> Option<Period> {
        let column = self.column.when.and_then(|when| self.dated(when, self.year()));
        let row = self.row.when.filter(|_| self.sheet.rows_are == RowsAre::Periods);
        match (row, column) {
            (Some(row), column) => {
                let period = self.dated(row, column.or(self.year()))?;
                // A year's column of a table of months: the row's month of that year.
                Some(period)
            }
            (None, _) if self.sheet.rows_are == RowsAre::Periods => self.span_of_rows().or(column),
            (None, Some(column)) => Some(column),
            (None, None) if self.is_sum_column() => self.span_of_columns(),
            (None, None) => self.year(),
        }
    }

    /// The total of a table of months is of all its months.
    fn span_of_rows(&self) -> Option<Period> {
        let column = self.column.when.and_then(|when| self.dated(when, self.year()));
        let rows = self.sheet.rows.iter().filter_map(|(_, row)| self.dated(row.when?, column.or(self.year())));
        let (first, last) = rows.fold((None, None), |(first, _), period| (first.or(Some(period)), Some(period)));
        Period::span(first?, last?)
    }

    fn is_sum_column(&self) -> bool {
        self.column.total && self.sheet.columns.iter().filter(|column| column.when.is_some()).count() >= 2
    }

    fn span_of_columns(&self) -> Option<Period> {
        let dated = self.sheet.columns.iter().filter_map(|column| self.dated(column.when?, self.year()));
        let (first, last) = dated.fold((None, None), |(first, _), period| (first.or(Some(period)), Some(period)));
        Period::span(first?, last?)
    }

    fn flow(&self) -> Option<Flow> {
        let column_total = self.column.total && self.sheet.columns.iter().any(|column| column.flow.is_some());
        let row = self.row.flow.filter(|_| self.sheet.rows_are == RowsAre::Flows);
        row.or(self.column.flow)
            .or(column_total.then_some(Flow::T))
            .or(self.sheet.flow)
            .or(self.around.mind.heading)
            .or(self.around.mind.subject.flow)
            // A report that speaks of no flow at all counts whatever it counts.
            .or(Some(Flow::T))
    }

    fn counted(&self, kind: Kind) -> Counted {
        let percent = Counted { scale: Decimal::ONE, unit: Unit::Percent };
        match kind {
            Kind::Share | Kind::Growth | Kind::Recovery | Kind::Unclear => percent,
            Kind::Points => Counted { unit: Unit::Points, ..percent },
            Kind::Multiple => Counted { unit: Unit::Times, ..percent },
            _ if self.column.measure == Some(Measure::Weight) => self
                .column
                .counted
                .or(self.sheet.units.weight)
                .unwrap_or(Counted { scale: Decimal::ONE, unit: Unit::Tonne }),
            _ => self
                .column
                .counted
                .or(self.sheet.units.money)
                .or(self.sheet.units.weight)
                .or(self.around.counted)
                .unwrap_or(Counted { scale: Decimal::ONE, unit: Unit::Index }),
        }
    }

    fn figure(&self, range: std::ops::Range<usize>) -> Option<Figure> {
        let words = self.around.report.words(&range);
        let text = cell_text(words);
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let read = number(&text, start)?;
        let whole = is_value(&text) || text.len() <= read.at.len() + 3;
        if !whole {
            return None;
        }
        let mut kind = self.column.kind?;
        let own = read.unit.or_else(|| text.trim_end().ends_with('%').then_some(Unit::Percent));
        let mut counted = self.counted(kind);
        match own {
            Some(Unit::Percent) if !matches!(kind, Kind::Share | Kind::Growth) => {
                (kind, counted) = (Kind::Unclear, self.counted(Kind::Unclear))
            }
            Some(Unit::Percent) | None => {}
            Some(Unit::Times) => (kind, counted) = (Kind::Multiple, self.counted(Kind::Multiple)),
            Some(unit) => counted = Counted { scale: if read.unscaled { counted.scale } else { read.scale }, unit },
        }
        let mut digits = read.digits.clone();
        if text.starts_with(['-', '−', '–', '△', '▼']) || text.starts_with('(') && text.ends_with(')') {
            digits = format!("-{}", digits.trim_start_matches('-'));
        }
        let flow = self.flow();
        let below = (self.row.below_zero && self.row.flow == flow
            || self.column.below_zero && self.column.flow == flow)
            && flow == Some(Flow::B)
            && kind == Kind::Level;
        if below {
            // A deficit below zero is a surplus.
            digits = digits.strip_prefix('-').map_or_else(|| format!("-{digits}"), str::to_owned);
        }
        let printed = Printed::read(&digits, counted.scale, counted.unit, Approx::Rounded).ok()?;
        // A ratio is of what its table counts.
        let counts = if matches!(kind, Kind::Level) { counted.unit } else { self.counted(Kind::Level).unit };
        let measure = match counts {
            Unit::Tonne | Unit::Kilogram => Measure::Weight,
            Unit::Pieces | Unit::CubicMetre => Measure::Quantity,
            _ => Measure::Value,
        };
        let thing = match self.row.thing(self.sheet.rows_are) {
            Thing::Total => self.column.goods.clone().map_or(Thing::Total, |key| Thing::Goods(vec![key])),
            other => other,
        };
        let rest = self.row.role == RowRole::Rest;
        let about = flow
            .zip(self.period())
            .map(|(flow, period)| Topic { flow, thing, period, mean: Mean::Sum, measure })
            .filter(|_| !rest);
        let base = about.as_ref().and_then(|about| self.base(kind, about));
        Some(Figure {
            id: format!("{}/{}/{}", slug(self.name), self.row_key(), self.column_key(kind)),
            spot: Spot {
                table: Some(self.name.to_owned()),
                row: Some(self.row.label.clone()).filter(|label| !label.is_empty()),
                bytes: trimmed(words, range),
                ..Spot::default()
            },
            text: words.trim_matches(|c: char| c.is_whitespace() || c == '*' || c == '_').to_owned(),
            kind,
            printed,
            bare: false,
            direction: None,
            direction_at: None,
            more: false,
            about,
            base,
            level: None,
            against: None,
            sure: !self.of_another_release(),
            forecast: self.column.header.to_lowercase().contains("forecast")
                || self.column.header.contains("전망")
                || self.column.header.contains("预测"),
            similar: None,
            paragraph: usize::MAX,
            cell: Some(yalu_trade::CellAt { table: self.around.index, row: self.place, column: self.column_index }),
            bounds: None,
        })
    }

    /// A row that names a release, or what it adds, is not of what the report's other figures are.
    fn of_another_release(&self) -> bool {
        let lower = self.row.label.to_lowercase();
        let words =
            ["release", "revised", "with crude", "estimate", "own growth", "수정", "추정", "修订", "估算", "估计"];
        words.iter().any(|word| lower.contains(word))
    }

    fn base(&self, kind: Kind, about: &Topic) -> Option<Topic> {
        match kind {
            Kind::Share => Some(about.of_all()).filter(|base| base != about),
            Kind::Growth | Kind::Points => {
                let back = self.column.back.or_else(|| about.period.is_whole_years().then_some(Back::Year))?;
                Some(about.in_period(step_back(about.period, back)?))
            }
            _ => None,
        }
    }

    fn row_key(&self) -> String {
        match (&self.row.code, self.row.role) {
            (Some(code), _) => code.clone(),
            (None, RowRole::Top(n)) => format!("top-{n}"),
            (None, RowRole::Total) => "total".to_owned(),
            _ if self.row.label.is_empty() => format!("row-{}", self.place + 1),
            _ => slug(&self.row.label),
        }
    }

    fn column_key(&self, kind: Kind) -> String {
        let flow = self.column.flow.map(|flow| format!("{}-", flow.side().word())).unwrap_or_default();
        let when = self.period().map(|period| format!("-{period}")).unwrap_or_default();
        let same = self
            .sheet
            .columns
            .iter()
            .filter(|column| {
                column.kind == self.column.kind && column.when == self.column.when && column.flow == self.column.flow
            })
            .count()
            > 1;
        let place = if same { format!("-c{}", self.column_index + 1) } else { String::new() };
        format!("{flow}{}{when}{place}", kind.word())
    }
}

/// The bytes of a cell without the space around its words.
fn trimmed(words: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = range.start + (words.len() - words.trim_start().len());
    start..start.max(range.start + words.trim_end().len())
}

/// A label as part of a name: letters and digits, joined by dashes.
pub(super) fn slug(label: &str) -> String {
    let mut slug = String::new();
    for c in label.chars().take(40) {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}
