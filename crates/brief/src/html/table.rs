//! Tables, and figures with the table of their months. An absent value is a
//! dash, and its reason stands in words under the table: paper and touch have
//! no hover.

use yalu_trade::Period;

use super::{CHART_FONTS, Page, anchor, exact};
use crate::{
    chart::{self, escape},
    document::{Cell, Column, ColumnKind, Figure, Point, Row, Series, Table},
    words::gap,
};

/// The reasons of a table's gaps, each once, in the order of its cells.
fn reasons(table: &Table, page: &Page) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        if let Cell::Gap(why) = cell {
            let why = gap(why, page.brief.lang);
            if !reasons.contains(&why) {
                reasons.push(why);
            }
        }
    }
    reasons
}

/// a … z, then aa, ab …
fn letter(i: usize) -> String {
    let last = char::from(b'a' + (i % 26) as u8);
    if i < 26 { last.to_string() } else { letter(i / 26 - 1) + &last.to_string() }
}

fn class(column: Option<&Column>) -> &'static str {
    match column.map(|column| column.kind) {
        Some(ColumnKind::Number) => " class=\"num\"",
        Some(ColumnKind::Code) => " class=\"code\"",
        _ => "",
    }
}

/// A table in a frame that scrolls by itself where the page is narrow.
fn framed(id: &str, title: &str, table: &str) -> String {
    let label = escape(title);
    format!("<div class=\"scroll\" id=\"{id}\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\">\n{table}</div>\n")
}

impl Page<'_> {
    pub(super) fn table(&self, table: &Table) -> String {
        let id = anchor(&table.id);
        let reasons = reasons(table, self);
        let unit = if table.unit.is_empty() {
            String::new()
        } else {
            format!("<span class=\"unit\">{}</span>", escape(&table.unit))
        };
        let caption = format!("<caption><span class=\"cap\">{}{unit}</span></caption>", escape(&table.title));
        let head = |column: &Column| format!("<th scope=\"col\"{}>{}</th>", class(Some(column)), escape(&column.title));
        let heads: String = table.columns.iter().map(head).collect();
        let rows: String = table.rows.iter().map(|row| self.row(table, row, &id, &reasons)).collect();
        let inside =
            format!("<table>\n{caption}\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n");
        let foot = gap_notes(&id, &reasons) + &self.under(&table.source, &table.notes);
        format!("<div class=\"table\">\n{}{foot}</div>\n", framed(&id, &table.title, &inside))
    }

    fn row(&self, table: &Table, row: &Row, id: &str, reasons: &[String]) -> String {
        let name = table.columns.iter().position(|column| column.kind == ColumnKind::Text);
        let cell = |(i, cell): (usize, &Cell)| match cell {
            Cell::Text(text) if name == Some(i) => format!("<th scope=\"row\">{}</th>", escape(text)),
            cell => self.cell(cell, class(table.columns.get(i)), id, reasons),
        };
        let class = if row.total { " class=\"total\"" } else { "" };
        format!("<tr{class}>{}</tr>\n", row.cells.iter().enumerate().map(cell).collect::<String>())
    }

    fn cell(&self, cell: &Cell, class: &str, id: &str, reasons: &[String]) -> String {
        match cell {
            Cell::Empty => format!("<td{class}></td>"),
            Cell::Text(text) | Cell::Code(text) => format!("<td{class}>{}</td>", escape(text)),
            Cell::Number { interval, printed, .. } => {
                format!("<td{class}{}>{}</td>", exact(interval), escape(printed))
            }
            Cell::Gap(why) => {
                let why = gap(why, self.brief.lang);
                let letter = letter(reasons.iter().position(|reason| *reason == why).unwrap_or_default());
                let mark = format!("<sup><a href=\"#{id}-gap-{letter}\">{letter}</a></sup>");
                format!("<td{class} data-gap=\"{0}\" title=\"{0}\">–{mark}</td>", escape(&why))
            }
        }
    }

    pub(super) fn figure(&self, figure: &Figure) -> String {
        let id = anchor(&figure.id);
        let title = escape(&figure.title);
        let drawing = chart::svg(figure, self.brief.lang, CHART_FONTS);
        let scroll =
            format!("<div class=\"chart\" role=\"group\" aria-label=\"{title}\" tabindex=\"0\">\n{drawing}</div>\n");
        // The drawing says title and source itself; where it has to scroll, the caption says them again.
        let caption = format!(
            "<figcaption><p class=\"fig-title\">{title}</p>\n{}</figcaption>\n",
            self.under(&figure.source, &figure.notes)
        );
        let half = if figure.is_half() { " class=\"half\"" } else { "" };
        format!("<figure id=\"{id}\"{half}>\n{scroll}{caption}{}</figure>\n", self.months(figure, &id))
    }

    fn months(&self, figure: &Figure, id: &str) -> String {
        let words = self.words;
        let unit = |series: &Series| {
            format!("<th scope=\"col\" class=\"num\">{} ({})</th>", escape(&series.label), escape(&series.unit))
        };
        let line = figure.line.as_ref().map(unit).unwrap_or_default();
        let bounds = format!("<th scope=\"col\" class=\"num\">{}–{}</th>", words.low, words.high);
        let heads = format!(
            "<th scope=\"col\">{}</th>{}{bounds}{line}<th scope=\"col\">{}</th>",
            words.month,
            unit(&figure.bars),
            words.reason
        );
        let rows: String = figure.months().points.iter().map(|point| self.month(figure, point)).collect();
        let caption = format!("<caption><span class=\"cap\">{}</span></caption>", escape(&figure.title));
        let table = format!("<table>\n{caption}\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n");
        let table = framed(&format!("{id}-months"), &figure.title, &table);
        format!("<details class=\"months\">\n<summary>{}</summary>\n{table}</details>\n", words.months_table)
    }

    fn month(&self, figure: &Figure, point: &Point) -> String {
        let line = figure.line.as_ref().map(|line| line.points.iter().find(|p| p.period == point.period));
        let change = line.map(|point| self.value(point)).unwrap_or_default();
        let bounds = if point.bounded && point.gap.is_none() { chart::bounds(point) } else { String::new() };
        let why = [Some(point), line.flatten()].into_iter().flatten().find_map(|point| point.gap.as_ref());
        let why = why.map(|why| escape(&gap(why, self.brief.lang))).unwrap_or_default();
        let value = self.value(Some(point));
        let expected = if figure.expects(point.period) { format!(", {}", self.words.expected) } else { String::new() };
        format!(
            "<tr><th scope=\"row\">{}{expected}</th>{value}<td class=\"num\">{bounds}</td>{change}<td class=\"why\">{why}</td></tr>\n",
            month(point.period)
        )
    }

    fn value(&self, point: Option<&Point>) -> String {
        let Some(point) = point.filter(|point| point.gap.is_none()) else {
            return "<td class=\"num\">–</td>".to_owned();
        };
        let contested = if point.contested {
            format!(" <span title=\"{0}\">◇<span class=\"unseen\">{0}</span></span>", self.words.contested)
        } else {
            String::new()
        };
        format!("<td class=\"num\"{}>{}{contested}</td>", exact(&point.interval), escape(&point.printed))
    }
}

fn month(period: Period) -> String {
    format!("<time datetime=\"{period}\">{period}</time>")
}

fn gap_notes(id: &str, reasons: &[String]) -> String {
    if reasons.is_empty() {
        return String::new();
    }
    let note = |(i, why): (usize, &String)| {
        let letter = letter(i);
        format!("<li id=\"{id}-gap-{letter}\"><sup>{letter}</sup> {}</li>\n", escape(why))
    };
    format!("<ul class=\"gaps\">\n{}</ul>\n", reasons.iter().enumerate().map(note).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn notes_are_lettered_without_end() {
        for (i, expected) in [(0, "a"), (25, "z"), (26, "aa"), (51, "az"), (52, "ba"), (701, "zz"), (702, "aaa")] {
            assert_eq!(letter(i), expected, "{i}");
        }
    }
}
