//! A table to records: what is known before its rows, or why it is refused.

use yalu_trade::{Complaint, Flow, Period, Place, Vintage};

use super::{
    check::{Grown, adds_up, bases_add_up, look_swapped, rounded},
    grid::{Grid, Row},
    heads::{Column, Scale, columns, currencies, head, is_figures, number, period, scales, years},
    names::Names,
};
use crate::office::Snapshot;

/// What the rows of a table are of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    ByCountry,
    ByRegion,
}

/// A table that can be read.
pub(super) struct Table {
    pub(super) kind: Kind,
    pub(super) scale: Scale,
    /// Every column of figures: where it stands, and what it counts.
    pub(super) columns: Vec<(usize, Column)>,
    /// January stands twice, as the month and as the year to date: columns that must be equal.
    pub(super) again: Vec<(usize, usize)>,
    pub(super) year: i32,
    /// The longest of the columns' periods.
    pub(super) to_date: Period,
    pub(super) released: Option<Vintage>,
    pub(super) title: String,
}

/// Words above the names of a table by region.
const REGION: [&str; 4] = ["收发货人所在地", "境内目的地", "经营单位所在地", "Location of Importers"];

/// What a table says before its rows.
pub(super) fn table(grid: &Grid, file: &Snapshot<'_>) -> Result<Table, Complaint> {
    let refuse = |code, message: String, hint: &str| Complaint::error(code, Place::file(file.name), message, hint);
    let head = head(grid);
    if head.len() == grid.rows.len() {
        let message =
            "no table of figures stands in it; some of the office's pages show theirs as a picture".to_owned();
        return Err(refuse(
            "no-table",
            message,
            "look for the same table among the office's later pages, or as a workbook",
        ));
    }
    let texts = || {
        grid.texts.iter().map(String::as_str).chain(head.iter().flat_map(|row| row.cells.iter().map(String::as_str)))
    };
    let scale = scale(texts())
        .map_err(|message| refuse("unit", message, "the unit stands in a line of its own: 单位, Unit"))?;
    let found = columns(head);
    let columns: Vec<(usize, Column)> =
        found.into_iter().enumerate().filter_map(|(at, column)| Some((at, column?))).collect();
    let (columns, again) = once(columns).map_err(|(one, other)| {
        let message = format!("columns {} and {} are headed alike", one + 1, other + 1);
        refuse("header", message, "look whether a header cell is missing or doubled")
    })?;
    let spans = columns
        .iter()
        .filter_map(|(_, column)| if let Column::Value(_, from, to) = column { Some((*from, *to)) } else { None });
    let Some((from, to)) = spans.max_by_key(|(from, to)| (*to, to - from)) else {
        let message = "no column says of which months its figures are".to_owned();
        return Err(refuse("header", message, "the head has 出口, 进口 or Export, Import, and the months below"));
    };
    let year = year(grid, head, file, to)
        .map_err(|message| refuse("period", message, "put year and month into the file's name: 2024-01.csv"))?;
    let to_date =
        period(year, from, to).ok_or_else(|| refuse("period", format!("{year} has no months {from} to {to}"), ""))?;
    let kind = if texts().any(|text| REGION.iter().any(|word| text.contains(word))) {
        Kind::ByRegion
    } else {
        Kind::ByCountry
    };
    let title = grid.texts.iter().find(|text| years(text).contains(&year)).cloned().unwrap_or_default();
    let table = Table { kind, scale, columns, again, year, to_date, released: released(grid), title };
    own_totals(&table, grid, file).map_or(Ok(table), Err)
}

fn scale<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Result<Scale, String> {
    let found = scales(texts.clone());
    let scale = match found[..] {
        [] => return Err("no line says in what its figures are counted".to_owned()),
        [scale] => scale,
        [one, other, ..] => {
            return Err(format!(
                "it is said to be counted in {} {} and in {} {}",
                one.one, one.currency, other.one, other.currency
            ));
        }
    };
    // A short text that names a currency, such as the title, is of the table.
    let mut titles = texts.filter(|text| text.contains("(in ") || text.contains("值表"));
    let other = titles.find(|title| currencies(title).iter().any(|currency| *currency != scale.currency));
    match other {
        Some(title) => Err(format!("its unit is in {}, its title says otherwise: {title}", scale.currency)),
        None => Ok(scale),
    }
}

/// Columns by what they count, and pairs that count the same.
type Once = (Vec<(usize, Column)>, Vec<(usize, usize)>);

/// Each thing that is counted once; only January may stand twice.
fn once(columns: Vec<(usize, Column)>) -> Result<Once, (usize, usize)> {
    let (mut kept, mut again): Once = (Vec::new(), Vec::new());
    for (at, column) in columns {
        match kept.iter().find(|(_, other)| *other == column) {
            None => kept.push((at, column)),
            Some((first, _)) if matches!(column, Column::Value(_, 1, 1)) => again.push((*first, at)),
            Some((first, _)) => return Err((*first, at)),
        }
    }
    Ok((kept, again))
}

/// The year of a table, by its title, its file's name or what was said; all that say one must agree.
fn year(grid: &Grid, head: &[Row], file: &Snapshot<'_>, last: u8) -> Result<i32, String> {
    let base = file.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let named = super::super::china_customs::period_in(base);
    let titled = grid
        .texts
        .iter()
        .chain(head.iter().flat_map(|row| &row.cells))
        .filter(|text| is_title(text))
        .flat_map(|text| years(text));
    let said = file.said.period.or(named.filter(|period| period.len_months() < 12 || file.said.period.is_none()));
    let years: Vec<i32> = titled.chain(said.map(Period::last_year)).chain(years(base)).collect();
    let Some(year) = years.first().copied() else { return Err("nothing says of which year it is".to_owned()) };
    if let Some(other) = years.iter().find(|other| **other != year) {
        return Err(format!("it is said to be of {year} and of {other}"));
    }
    match said.filter(|said| !said.is_year() && said.last_month().month_of_year() != i32::from(last)) {
        Some(said) => Err(format!("it is said to be of {said}, and its columns end with month {last}")),
        None => Ok(year),
    }
}

/// Titles name the table; notes below it may name other years.
fn is_title(text: &str) -> bool {
    let names = text.contains("Import") || text.contains("进出口") || text.contains("总值");
    names && !text.contains('注') && !text.starts_with("Note") && text.chars().count() < 160
}

/// The day under the title: 2025/03/11.
fn released(grid: &Grid) -> Option<Vintage> {
    let day = |text: &String| {
        let parts: Vec<&str> = text.split(['/', '-']).collect();
        match parts[..] {
            [year, month, day] if (year.len(), month.len(), day.len()) == (4, 2, 2) => {
                Vintage::read(&format!("{year}-{month}-{day}")).ok()
            }
            _ => None,
        }
    };
    let vintage = grid.texts.iter().find_map(day)?;
    Some(Vintage { class: yalu_trade::ReleaseClass::Table, ..vintage })
}

/// The figures of a row in a span of months: total, exports, imports.
pub(super) fn figures(table: &Table, row: &Row, span: (u8, u8)) -> [Option<yalu_trade::Decimal>; 3] {
    [Flow::T, Flow::X, Flow::M].map(|flow| {
        let wanted = Column::Value(flow, span.0, span.1);
        table.columns.iter().find(|(_, column)| *column == wanted).and_then(|(at, _)| number(row.cells.get(*at)?))
    })
}

/// The year to date of a row with its growth: total, exports, imports.
pub(super) fn grown(table: &Table, row: &Row) -> Option<Grown> {
    let to_date = table.to_date;
    let month = |period: Period| u8::try_from(period.month_of_year()).ok();
    let [t, x, m] = figures(table, row, (month(to_date.first_month())?, month(to_date.last_month())?));
    let growth = |flow| {
        let (at, _) = table.columns.iter().find(|(_, column)| *column == Column::Growth(flow))?;
        number(row.cells.get(*at)?).map(rounded)
    };
    Some([(rounded(t?), growth(Flow::T)?), (rounded(x?), growth(Flow::X)?), (rounded(m?), growth(Flow::M)?)])
}

/// The spans of months that the columns have, each once, in order.
pub(super) fn spans(table: &Table) -> Vec<(u8, u8)> {
    let value = |column: &Column| if let Column::Value(_, from, to) = column { Some((*from, *to)) } else { None };
    let mut spans: Vec<(u8, u8)> = table.columns.iter().filter_map(|(_, column)| value(column)).collect();
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// What a table's own totals say against it as a whole.
fn own_totals(table: &Table, grid: &Grid, file: &Snapshot<'_>) -> Option<Complaint> {
    let names = Names::of(table.kind);
    let rows = || grid.rows.iter().filter(|row| is_figures(row));
    let total = rows().find(|row| names.find(&row.cells[0]).is_some_and(|name| name.is_total()))?;
    let refuse = |message: String| {
        let hint = "look whether columns were moved or mixed up, and read the file again as the office gave it";
        Some(Complaint::error("own-totals", Place::file(file.name), message, hint))
    };
    for (from, to) in spans(table) {
        if let [Some(t), Some(x), Some(m)] = figures(table, total, (from, to))
            && !adds_up(rounded(t), rounded(x), rounded(m))
        {
            return refuse(format!("of months {from} to {to}, exports {x} and imports {m} are not the total {t}"));
        }
    }
    if let Some(grown) = grown(table, total).filter(|grown| bases_add_up(grown) == Some(false)) {
        let how = if look_swapped(&grown) { ": the columns of exports and imports look swapped" } else { "" };
        return refuse(format!(
            "by the growth printed, exports and imports of a year before were not their total{how}"
        ));
    }
    if table.kind == Kind::ByRegion {
        return parts_add_up(table, total, rows(), &names).and_then(refuse);
    }
    None
}

/// Provinces add up to the total of all, if all are there.
fn parts_add_up<'g>(table: &Table, total: &Row, rows: impl Iterator<Item = &'g Row>, names: &Names) -> Option<String> {
    let parts: Vec<&Row> =
        rows.filter(|row| names.find(&row.cells[0]).is_some_and(|name| name.is_province())).collect();
    if parts.len() != names.provinces() {
        return None;
    }
    table.columns.iter().filter(|(_, column)| matches!(column, Column::Value(..))).find_map(|(at, _)| {
        let figure = |row: &Row| row.cells.get(*at).and_then(|cell| number(cell));
        let all = rounded(figure(total)?);
        let zero = yalu_trade::Interval::exact(yalu_trade::Decimal::ZERO);
        let sum = parts.iter().filter_map(|row| figure(row)).fold(zero, |sum, part| sum.plus(&rounded(part)));
        let best = |interval: yalu_trade::Interval| interval.best.unwrap_or_default();
        (!all.meets(&sum))
            .then(|| format!("column {}: its provinces add up to {}, not {}", at + 1, best(sum), best(all)))
    })
}
