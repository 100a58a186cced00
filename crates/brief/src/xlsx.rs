//! The brief as a workbook, for those who compute on: every number, table and
//! figure on a sheet of its own, codes as text, numbers as numbers, gaps as
//! empty cells with the reason beside them. It holds no formulas: what was
//! computed was computed with bounds and papers, and a cell keeps neither.

mod sheet;

use rust_xlsxwriter::{
    Chart, ChartEmptyCells, ChartFormat, ChartLegendPosition, ChartLine, ChartMarker, ChartSolidFill, DocProperties,
    ExcelDateTime, Workbook, Worksheet, XlsxError,
};
use yalu_trade::{Card, Lang, Paper, Vintage};

use crate::{
    Brief, Format, RenderError,
    document::{Block, Cell, Column, Figure, Number, Point, Row, Series, Span, Table},
    words::{self, Words, words},
};
use sheet::{Entry, Look, Names, Sheet};

pub(crate) struct Xlsx;

static CARD: Card = Card {
    id: "xlsx",
    title: "Workbook",
    unit: "",
    formula: "a sheet for the numbers, each table and each figure with its months and a chart, the notes and the papers",
    citation: "ISO/IEC 29500 (Office Open XML)",
    ..Card::BARE
};

impl Format for Xlsx {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn render(&self, brief: &Brief) -> Result<Vec<u8>, RenderError> {
        bytes(brief).map_err(|error| RenderError::Refused { format: "workbook", why: error.to_string() })
    }
}

fn bytes(brief: &Brief) -> Result<Vec<u8>, XlsxError> {
    let (words, mut book, mut names) = (words(brief.lang), Workbook::new(), Names::default());
    book.set_properties(&properties(brief)?);
    // The three that every workbook has keep their names, whatever a table is called.
    let [front, notes, papers] = ["Brief", "Notes", "Papers"].map(|name| names.unique(name));
    write_numbers(book.add_worksheet().set_name(front)?, brief, words)?;
    for table in brief.tables() {
        write_table(book.add_worksheet().set_name(names.unique(&table.title))?, table, brief.lang)?;
    }
    for figure in brief.figures() {
        let name = names.unique(&figure.title);
        write_figure(book.add_worksheet().set_name(&name)?, &name, figure, brief.lang)?;
    }
    write_notes(book.add_worksheet().set_name(notes)?, brief, words)?;
    write_papers(book.add_worksheet().set_name(papers)?, brief, words)?;
    book.save_to_buffer()
}

/// A workbook has to say when it was made; this one says which day's knowledge it has.
fn properties(brief: &Brief) -> Result<DocProperties, XlsxError> {
    let day = brief.as_of.0;
    let year = u16::try_from(day.year()).unwrap_or_default();
    let made = ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs())?;
    let (title, subtitle) = (sheet::plain(&brief.title), sheet::plain(&brief.subtitle));
    Ok(DocProperties::new().set_title(title).set_subject(subtitle).set_author("Yalu").set_creation_datetime(&made))
}

fn write_numbers(sheet: &mut Worksheet, brief: &Brief, words: &Words) -> Result<(), XlsxError> {
    let mut sheet = Sheet::new(sheet);
    sheet.line(Look::Title, &brief.title)?;
    sheet.line(Look::Plain, &brief.subtitle)?;
    sheet.line(
        Look::Quiet,
        &format!("{} {} · {} · {} {}", words.desk, brief.desk, brief.period, words.as_of, brief.as_of),
    )?;
    for block in &brief.blocks {
        if let Block::Judgement(spans) = block {
            sheet.line(Look::Bold, &said(spans))?;
        }
    }
    sheet.skip();
    let head = ["id", "label", "value", words.low, words.high, words.unit, "printed"];
    let papers = [words.coverage, words.valuation, words.released, words.base_released, words.reason];
    sheet.head(head.into_iter().chain(papers))?;
    for number in &brief.numbers {
        sheet.row(Look::Plain, number_row(number, brief.lang))?;
    }
    sheet.done()
}

fn said(spans: &[Span]) -> String {
    let words = spans.iter().map(|span| match span {
        Span::Text(text) | Span::Number { printed: text, .. } => text.as_str(),
    });
    words.collect()
}

fn number_row(number: &Number, lang: Lang) -> Vec<Entry<'_>> {
    let released = |vintage| Entry::text(released(vintage, words(lang)));
    vec![
        Entry::text(&number.id),
        Entry::text(&number.label),
        Entry::known(number.interval.best),
        Entry::known(number.interval.low),
        Entry::known(number.interval.high),
        Entry::text(number.unit.map_or(String::new(), |unit| unit.to_string())),
        Entry::text(&number.printed),
        Entry::text(&number.coverage),
        Entry::text(&number.valuation),
        released(number.vintage),
        released(number.base_vintage),
        Entry::text(number.gap.as_ref().map_or(String::new(), |gap| words::gap(gap, lang))),
    ]
}

fn released(vintage: Option<Vintage>, words: &Words) -> String {
    vintage.map_or(String::new(), |vintage| words::vintage(vintage, words))
}

fn write_table(sheet: &mut Worksheet, table: &Table, lang: Lang) -> Result<(), XlsxError> {
    let words = words(lang);
    let mut sheet = Sheet::new(sheet);
    sheet.line(Look::Title, &table.title)?;
    sheet.line(Look::Quiet, &table.unit)?;
    sheet.skip();
    let gaps = table.rows.iter().flat_map(|row| &row.cells).any(|cell| matches!(cell, Cell::Gap(_)));
    let head = table.columns.iter().map(|column| column.title.as_str());
    sheet.head(head.chain(gaps.then_some(words.reason)))?;
    for row in &table.rows {
        let look = if row.total { Look::Total } else { Look::Plain };
        let why = gaps.then(|| Entry::text(reasons(row, &table.columns, lang)));
        // A short row is filled up, so that the reason stands under its heading.
        let cells = row.cells.iter().map(entry).chain(std::iter::repeat_with(|| Entry::Blank));
        sheet.row(look, cells.take(table.columns.len()).chain(why).collect())?;
    }
    under(&mut sheet, &table.source, &table.notes, words)?;
    sheet.done()
}

fn entry(cell: &Cell) -> Entry<'_> {
    match cell {
        Cell::Empty | Cell::Gap(_) => Entry::Blank,
        Cell::Text(text) => Entry::text(text),
        Cell::Code(code) => Entry::Code(code),
        Cell::Number { shown: Some(value), decimals, .. } => Entry::Number(*value, *decimals),
        Cell::Number { shown: None, printed, .. } => Entry::text(printed),
    }
}

/// Why cells of a row are absent, each under the heading of its column.
fn reasons(row: &Row, columns: &[Column], lang: Lang) -> String {
    let gaps = row.cells.iter().zip(columns).filter_map(|(cell, column)| match cell {
        Cell::Gap(gap) => Some(format!("{}: {}", column.title, words::gap(gap, lang))),
        _ => None,
    });
    gaps.collect::<Vec<_>>().join("; ")
}

fn under(sheet: &mut Sheet, source: &str, notes: &[String], words: &Words) -> Result<(), XlsxError> {
    sheet.skip();
    if !source.is_empty() {
        sheet.line(Look::Quiet, &format!("{}: {source}", words.source))?;
    }
    notes.iter().try_for_each(|note| sheet.line(Look::Quiet, note))
}

/// Where the figure's columns stand: the month, the bars and their bounds, then the line.
const MONTH: u16 = 0;
const BARS: u16 = 1;
const LINE: u16 = 4;

fn write_figure(sheet: &mut Worksheet, name: &str, figure: &Figure, lang: Lang) -> Result<(), XlsxError> {
    let words = words(lang);
    let mut page = Sheet::new(sheet);
    page.line(Look::Title, &figure.title)?;
    page.skip();
    let head = page.next_row();
    let label = |series: &Series| format!("{} ({})", series.label, series.unit);
    let (bars, line) = (label(&figure.bars), figure.line.as_ref().map(label));
    let titles = [words.month, &bars, words.low, words.high].into_iter().chain(line.as_deref());
    page.head(titles.chain([words.reason, words.notes]))?;
    let months = figure.months();
    for point in &months.points {
        page.row(Look::Plain, month(point, figure, lang))?;
    }
    let last = page.next_row() - 1;
    under(&mut page, &figure.source, &figure.notes, words)?;
    page.done()?;
    if last > head {
        let beside = if line.is_some() { LINE + 4 } else { LINE + 3 };
        sheet.insert_chart(head, beside, &chart(name, head, last, line.is_some()))?;
    }
    Ok(())
}

fn month<'a>(bar: &'a Point, figure: &'a Figure, lang: Lang) -> Vec<Entry<'a>> {
    let words = words(lang);
    let change = figure.line.as_ref().map(|line| line.points.iter().find(|point| point.period == bar.period));
    let both = || std::iter::once(bar).chain(change.flatten());
    let mut row = vec![Entry::text(bar.period.to_string()), shown(bar)];
    row.extend([bar.interval.low, bar.interval.high].map(Entry::known));
    row.extend(change.map(|point| point.map_or(Entry::Blank, shown)));
    let why: Vec<String> = both().filter_map(|point| point.gap.as_ref()).map(|gap| words::gap(gap, lang)).collect();
    row.push(Entry::text(why.join("; ")));
    let marks = [
        (both().any(|p| p.bounded), words.bounds),
        (both().any(|p| p.contested), words.contested),
        (figure.expects(bar.period), words.expected),
    ];
    let marks: Vec<&str> = marks.into_iter().filter_map(|(holds, word)| holds.then_some(word)).collect();
    row.push(Entry::text(marks.join("; ")));
    row
}

/// As many decimals as people see in print.
fn shown(point: &Point) -> Entry<'_> {
    let decimals =
        point.printed.split_once('.').map_or(0, |(_, rest)| rest.chars().take_while(char::is_ascii_digit).count());
    let decimals = u32::try_from(decimals).unwrap_or_default();
    point.interval.best.filter(|_| point.gap.is_none()).map_or(Entry::Blank, |value| Entry::Number(value, decimals))
}

/// Its names are the sheet's own cells: a name that begins with `=` would be taken for one.
fn chart(name: &str, head: u32, last: u32, line: bool) -> Chart {
    let mut chart = series(Chart::new_column(), name, head, last, BARS);
    chart.title().set_name((name, 0, MONTH));
    chart.y_axis().set_name((name, head, BARS));
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.show_empty_cells_as(ChartEmptyCells::Gaps).set_width(860).set_height(420);
    if line {
        let mut change = series(Chart::new_line(), name, head, last, LINE);
        change.y2_axis().set_name((name, head, LINE));
        change.show_empty_cells_as(ChartEmptyCells::Gaps);
        chart.combine(&change);
    }
    chart
}

fn series(mut chart: Chart, name: &str, head: u32, last: u32, column: u16) -> Chart {
    let series = chart.add_series();
    series.set_name((name, head, column));
    series.set_categories((name, head + 1, MONTH, last, MONTH)).set_values((name, head + 1, column, last, column));
    if column == LINE {
        let stroke = ChartLine::new().set_color("B5532A").set_width(1.75).clone();
        series.set_secondary_axis(true).set_marker(ChartMarker::new().set_none());
        series.set_format(ChartFormat::new().set_line(&stroke));
    } else {
        series.set_gap(40).set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color("1F3A5F")));
    }
    chart
}

fn write_notes(sheet: &mut Worksheet, brief: &Brief, words: &Words) -> Result<(), XlsxError> {
    let mut sheet = Sheet::new(sheet);
    sheet.line(Look::Title, words.notes)?;
    brief.notes.iter().try_for_each(|note| sheet.line(Look::Plain, note))?;
    sheet.done()
}

fn write_papers(sheet: &mut Worksheet, brief: &Brief, words: &Words) -> Result<(), XlsxError> {
    let mut sheet = Sheet::new(sheet);
    sheet.line(Look::Title, words.papers)?;
    sheet.line(Look::Quiet, words.papers_intro)?;
    sheet.skip();
    let head = [
        "number",
        "label",
        "printed",
        words.formula,
        "role",
        "paper",
        "says",
        words.source,
        "released",
        "place",
        "note",
    ];
    sheet.head(head)?;
    for number in &brief.numbers {
        let rows = paper_rows(number, words);
        rows.into_iter().try_for_each(|row| sheet.row(Look::Plain, row))?;
    }
    sheet.done()
}

/// A row for each paper; a number without papers still has one.
fn paper_rows<'a>(number: &'a Number, words: &Words) -> Vec<Vec<Entry<'a>>> {
    let lineage = &number.lineage;
    let of = || [&number.id, &number.label, &number.printed, &lineage.formula].map(Entry::text).to_vec();
    if lineage.papers.is_empty() {
        return vec![of()];
    }
    let row = |paper: &'a Paper| {
        let role = if paper.used { words.rests_on } else { words.also_printed };
        let rest = [Entry::text(role), Entry::text(&paper.id), Entry::text(&paper.says), Entry::text(&paper.source)];
        let end = [
            Entry::text(released(paper.vintage, words)),
            Entry::text(paper.place.to_string()),
            Entry::text(&paper.note),
        ];
        of().into_iter().chain(rest).chain(end).collect()
    };
    lineage.papers.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use calamine::{Data, Reader, Xlsx as Book, open_workbook_from_rs};
    use std::io::Cursor;

    fn render(brief: &Brief) -> Vec<u8> {
        Xlsx.render(brief).expect("renders")
    }

    fn cells(bytes: &[u8], sheet: &str) -> Vec<Data> {
        let mut book: Book<_> = open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
        let range = book.worksheet_range(sheet).expect(sheet);
        range.used_cells().map(|(_, _, cell)| cell.clone()).collect()
    }

    #[test]
    fn the_sample_in_a_workbook() {
        let bytes = render(&sample::brief(Lang::En));
        let book: Book<_> = open_workbook_from_rs(Cursor::new(&bytes)).expect("a workbook");
        let table = "Table 1. Top commodities of imp";
        assert_eq!(book.sheet_names(), ["Brief", table, "Figure 1. Imports from China by", "Notes", "Papers"]);
        let text = |text: &str| Data::String(text.to_owned());
        for (sheet, cell) in [
            ("Brief", text("$2,003.5 million")),
            ("Brief", Data::Float(2_003_500_000.0)),
            (table, text("0703")),
            (table, Data::Float(16_003.0)),
            (table, Data::Float(30.1)),
            (table, text("Share 2022: not derivable: the total of 2022 is not on file")),
            ("Figure 1. Imports from China by", text("2022-01")),
            ("Papers", text("T362")),
        ] {
            assert!(cells(&bytes, sheet).contains(&cell), "{cell:?} is missing from {sheet}");
        }
    }

    #[test]
    fn nothing_in_a_workbook_is_a_formula() {
        for brief in crate::pdf::tests::odd_briefs() {
            let bytes = render(&brief);
            let mut book: Book<_> = open_workbook_from_rs(Cursor::new(&bytes)).expect("a workbook");
            for sheet in book.sheet_names() {
                assert!(book.worksheet_formula(&sheet).expect("a sheet").is_empty(), "{sheet}");
            }
        }
    }

    #[test]
    fn the_same_brief_gives_the_same_bytes() {
        for lang in Lang::ALL {
            assert_eq!(render(&sample::brief(lang)), render(&sample::brief(lang)), "{lang}");
        }
    }
}
