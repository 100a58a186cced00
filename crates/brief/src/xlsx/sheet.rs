//! A sheet that is written from the top: lines of text, then a grid with a
//! header. It keeps the looks and the widths, and refuses nothing: what a cell
//! cannot hold is cut with an ellipsis, what a name cannot hold is left out.

use std::{borrow::Cow, collections::BTreeSet};

use rust_decimal::{Decimal, prelude::ToPrimitive};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// How a line or a row is set.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Title,
    Bold,
    Quiet,
    Head,
    Total,
    Plain,
}

/// What stands in a cell.
#[derive(Clone)]
pub(super) enum Entry<'a> {
    Blank,
    Text(Cow<'a, str>),
    /// Digits that are text, in a cell whose format is text too: `0703` stays `0703` when it is edited.
    Code(&'a str),
    /// A number, and how many decimals people see.
    Number(Decimal, u32),
}

impl<'a> Entry<'a> {
    pub(super) fn text<T: Into<Cow<'a, str>>>(text: T) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }

    /// A number with as many decimals as it has, up to six.
    pub(super) fn known(value: Option<Decimal>) -> Self {
        value.map_or(Self::Blank, |value| Self::Number(value, value.normalize().scale().min(6)))
    }

    fn width(&self) -> usize {
        match self {
            Self::Blank => 0,
            Self::Text(text) => width(text),
            Self::Code(code) => width(code),
            // The digits, and a comma for every three of them.
            Self::Number(value, decimals) => value.round_dp(*decimals).to_string().len() * 4 / 3 + 1,
        }
    }
}

/// Columns that a text needs; East Asian characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{1100}' { 2 } else { 1 }).sum()
}

/// Narrower than this a column looks lost, wider than this its text is wrapped.
const WIDTHS: (usize, usize) = (7, 48);

/// A sheet on its way down.
pub(super) struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    next: u32,
    widths: Vec<usize>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(sheet: &'a mut Worksheet) -> Self {
        sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_screen_gridlines(false);
        Self { sheet, next: 0, widths: Vec::new() }
    }

    /// The row that is written next.
    pub(super) fn next_row(&self) -> u32 {
        self.next
    }

    /// An empty row.
    pub(super) fn skip(&mut self) {
        self.next += 1;
    }

    /// A line of text, as long as it likes.
    pub(super) fn line(&mut self, look: Look, text: &str) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.next, 0, plain(text), &format(look))?;
        self.next += 1;
        Ok(())
    }

    /// The header of the grid; it stays when the rows scroll, and comes again on every printed page.
    pub(super) fn head<'t>(&mut self, titles: impl IntoIterator<Item = &'t str>) -> Result<(), XlsxError> {
        let row = self.next;
        self.row(Look::Head, titles.into_iter().map(Entry::text).collect())?;
        self.sheet.set_freeze_panes(row + 1, 0)?.set_repeat_rows(row, row)?;
        Ok(())
    }

    /// A row of the grid.
    pub(super) fn row(&mut self, look: Look, entries: Vec<Entry>) -> Result<(), XlsxError> {
        for (column, entry) in entries.iter().enumerate() {
            self.widen(column, entry);
            let column = u16::try_from(column).unwrap_or(u16::MAX);
            self.write(look, column, entry)?;
        }
        self.next += 1;
        Ok(())
    }

    fn widen(&mut self, column: usize, entry: &Entry) {
        if self.widths.len() <= column {
            self.widths.resize(column + 1, WIDTHS.0);
        }
        self.widths[column] = self.widths[column].max(entry.width() + 2).min(WIDTHS.1);
    }

    fn write(&mut self, look: Look, column: u16, entry: &Entry) -> Result<(), XlsxError> {
        let (row, format) = (self.next, format(look));
        match entry {
            Entry::Blank => self.sheet.write_blank(row, column, &format)?,
            Entry::Text(text) => {
                let format = format.set_text_wrap();
                self.sheet.write_string_with_format(row, column, plain(text), &format)?
            }
            Entry::Code(code) => {
                let format = format.set_num_format("@");
                self.sheet.write_string_with_format(row, column, plain(code), &format)?
            }
            Entry::Number(value, decimals) => {
                let format = format.set_num_format(number_format(*decimals)).set_align(FormatAlign::Right);
                self.sheet.write_number_with_format(row, column, value.to_f64().unwrap_or(f64::NAN), &format)?
            }
        };
        Ok(())
    }

    /// Sets the widths of the columns: all rows are written.
    pub(super) fn done(self) -> Result<(), XlsxError> {
        for (column, width) in self.widths.iter().enumerate() {
            let column = u16::try_from(column).unwrap_or(u16::MAX);
            let width = u16::try_from(*width).unwrap_or(u16::MAX);
            self.sheet.set_column_width(column, width)?;
        }
        Ok(())
    }
}

fn number_format(decimals: u32) -> String {
    match decimals {
        0 => "#,##0".to_owned(),
        some => format!("#,##0.{}", "0".repeat(some.min(12) as usize)),
    }
}

fn format(look: Look) -> Format {
    let (accent, quiet) = (Color::RGB(0x1F3A5F), Color::RGB(0x5B6470));
    let format = Format::new().set_align(FormatAlign::Top);
    match look {
        Look::Plain => format,
        Look::Title => format.set_bold().set_font_size(14).set_font_color(accent),
        Look::Bold => format.set_bold(),
        Look::Quiet => format.set_font_color(quiet).set_font_size(9),
        Look::Total => format.set_bold().set_border_top(FormatBorder::Thin),
        Look::Head => format
            .set_bold()
            .set_background_color(Color::RGB(0xE8ECF1))
            .set_border_top(FormatBorder::Medium)
            .set_border_bottom(FormatBorder::Thin),
    }
}

/// What a cell can hold, counted as Excel counts.
const LONGEST_TEXT: usize = 32_767;

/// The text without control characters, cut where a cell ends.
pub(super) fn plain(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.encode_utf16().count() <= LONGEST_TEXT { text } else { cut(&text, LONGEST_TEXT - 1) + "…" }
}

fn cut(text: &str, longest: usize) -> String {
    let mut length = 0;
    let fits = |c: &char| {
        length += c.len_utf16();
        length <= longest
    };
    text.chars().take_while(fits).collect()
}

/// The names of sheets: no two alike, none that a spreadsheet refuses.
#[derive(Default)]
pub(super) struct Names(BTreeSet<String>);

/// What the name of a sheet can hold, counted as Excel counts.
const LONGEST_NAME: usize = 31;

impl Names {
    /// A name as near to the title as a sheet can have, and not yet given.
    pub(super) fn unique(&mut self, title: &str) -> String {
        let mut count = 1;
        loop {
            let name = sheet_name(title, count);
            // Excel takes names that differ in case for the same, and keeps `History` to itself.
            if name.to_lowercase() != "history" && self.0.insert(name.to_lowercase()) {
                return name;
            }
            count += 1;
        }
    }
}

fn sheet_name(title: &str, count: usize) -> String {
    let end = if count == 1 { String::new() } else { format!(" ({count})") };
    let allowed = |c: &char| !c.is_control() && !['*', '?', ':', '[', ']', '\\', '/'].contains(c);
    let name = cut(&title.chars().filter(allowed).collect::<String>(), LONGEST_NAME - end.len());
    let name = name.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    if name.is_empty() { format!("Sheet{end}") } else { format!("{name}{end}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_that_a_spreadsheet_takes() {
        let mut names = Names::default();
        for (title, expected) in [
            ("Brief", "Brief"),
            ("brief", "brief (2)"),
            ("Table 1. Top commodities of imports from China", "Table 1. Top commodities of imp"),
            ("Table 1. Top commodities of imports, again", "Table 1. Top commodities of (2)"),
            ("[a/b]:*?\\", "ab"),
            ("'quoted'", "quoted"),
            ("", "Sheet"),
            ("???", "Sheet (2)"),
            ("History", "History (2)"),
            ("표 1. 중국으로부터의 수입 상위 품목", "표 1. 중국으로부터의 수입 상위 품목"),
        ] {
            let name = names.unique(title);
            assert_eq!(name, expected);
            rust_xlsxwriter::utility::check_sheet_name(&name).expect("a name that a spreadsheet takes");
        }
    }

    #[test]
    fn a_cell_holds_what_it_can() {
        assert_eq!(plain("=1+1\u{1}\n"), "=1+1  ");
        assert_eq!(plain(&"𝄞".repeat(40_000)).encode_utf16().count(), LONGEST_TEXT);
    }
}
