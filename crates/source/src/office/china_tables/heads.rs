//! What the head of a table says: the unit, the year, and of each column whether
//! it is of exports, imports or both, of a month, of the year to date, or growth.

use yalu_trade::{Currency, Decimal, Flow, Period, Unit};

use super::grid::{Grid, Row};

/// What a column counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Column {
    /// A value, from a month to a month of the year.
    Value(Flow, u8, u8),
    /// Growth against the same months a year before, in percent.
    Growth(Flow),
}

/// In what a table counts: a currency, and how much of it one is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Scale {
    pub(super) currency: Currency,
    pub(super) one: Decimal,
}

/// Is a row one of figures? All that stands beside its name is numbers or dashes.
pub(super) fn is_figures(row: &Row) -> bool {
    let mut beside = row.cells.iter().skip(1).filter(|cell| !cell.is_empty()).peekable();
    let named = row.cells.first().is_some_and(|name| !name.is_empty());
    named && beside.peek().is_some() && beside.all(|cell| cell == "-" || number(cell).is_some())
}

/// A printed number, without its commas.
pub(super) fn number(cell: &str) -> Option<Decimal> {
    let digits = cell.strip_prefix('+').unwrap_or(cell).replace(',', "");
    let shaped =
        !digits.is_empty() && digits.len() <= 20 && digits.bytes().all(|b| b.is_ascii_digit() || b".-".contains(&b));
    shaped.then(|| Decimal::from_str_exact(&digits).ok()).flatten()
}

/// The rows above the first row of figures.
pub(super) fn head(grid: &Grid) -> &[Row] {
    let first = grid.rows.iter().position(is_figures).unwrap_or(grid.rows.len());
    &grid.rows[..first]
}

/// What each column counts, by all header cells that stand above it.
pub(super) fn columns(head: &[Row]) -> Vec<Option<Column>> {
    let width = head.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let above = |at: usize| head.iter().filter_map(|row| row.cells.get(at).map(String::as_str)).collect::<Vec<_>>();
    (0..width).map(|at| if at == 0 { None } else { column(&above(at)) }).collect()
}

fn column(cells: &[&str]) -> Option<Column> {
    let flow = cells.iter().rev().find_map(|cell| flow(cell))?;
    if cells.iter().any(|cell| ["Year-on-Year", "year-on-year", "同期", "±"].iter().any(|word| cell.contains(word)))
    {
        return Some(Column::Growth(flow));
    }
    let (from, to) = cells.iter().rev().find_map(|cell| months(cell))?;
    Some(Column::Value(flow, from, to))
}

fn flow(cell: &str) -> Option<Flow> {
    // pandas writes `.1` behind a name that stands twice.
    let plain = cell.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('.');
    let folded: String =
        plain.chars().filter(|c| c.is_alphanumeric() || *c == '&').flat_map(char::to_lowercase).collect();
    match folded.as_str() {
        "export&import" | "exports&imports" | "import&export" | "imports&exports" | "进出口" | "进出口总值" => {
            Some(Flow::T)
        }
        "export" | "exports" | "出口" | "出口总值" => Some(Flow::X),
        "import" | "imports" | "进口" | "进口总值" => Some(Flow::M),
        _ => None,
    }
}

/// `3`, `3月`, `1-to-3`, `1- to-3`, `1至3月`: the first month and the last.
fn months(cell: &str) -> Option<(u8, u8)> {
    let known = |c: char| c.is_ascii_digit() || c.is_whitespace() || "-~至月to".contains(c);
    if cell.len() > 16 || !cell.chars().all(known) {
        return None;
    }
    let mut numbers = cell.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).map(str::parse);
    let (first, second, third) = (numbers.next()?.ok()?, numbers.next(), numbers.next());
    let last = second.map_or(Some(first), Result::ok)?;
    ((1..=12).contains(&first) && first <= last && last <= 12 && third.is_none()).then_some((first, last))
}

/// Every unit that the texts name, each once; more than one is a contradiction.
pub(super) fn scales<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<Scale> {
    let lines = texts.filter(|text| text.starts_with("Unit") || text.contains("单位"));
    let mut scales: Vec<Scale> = lines.filter_map(scale).collect();
    scales.sort_unstable();
    scales.dedup();
    scales
}

/// The currencies that a text names.
pub(super) fn currencies(text: &str) -> Vec<Currency> {
    let named = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let letters = [
        ("USD", named(&["USD", "US$", "U.S. dollar", "US dollar", "美元"])),
        ("CNY", named(&["CNY", "RMB", "人民币", "Yuan", "yuan"])),
    ];
    let currency = |letters: &str| if let Ok(Unit::Money(currency)) = letters.parse() { Some(currency) } else { None };
    letters.into_iter().filter(|(_, named)| *named).filter_map(|(letters, _)| currency(letters)).collect()
}

fn scale(text: &str) -> Option<Scale> {
    let [currency] = currencies(text)[..] else { return None };
    let has = |word: &str| text.contains(word);
    let ten_thousands = if has("亿") {
        100_000_000
    } else if has("百万") {
        1_000_000
    } else if has("万") {
        10_000
    } else if has("千") {
        1_000
    } else {
        1
    };
    let folded = text.to_ascii_lowercase();
    let worded = [("thousand", 1_000), ("million", 1_000_000), ("billion", 1_000_000_000)];
    let worded = worded.iter().find(|(word, _)| folded.contains(word)).map_or(1, |(_, one)| *one);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits: i64 =
        if digits.is_empty() { 1 } else { digits.parse().ok().filter(|d| (1..=1_000_000_000).contains(d))? };
    Some(Scale { currency, one: Decimal::from(digits * worded * ten_thousands) })
}

/// The years that a text names.
pub(super) fn years(text: &str) -> Vec<i32> {
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| matches!(run.len(), 4 | 6));
    let mut years: Vec<i32> =
        runs.filter_map(|run| run[..4].parse().ok()).filter(|year| (1980..2200).contains(year)).collect();
    years.dedup();
    years
}

/// A period of months of a year.
pub(super) fn period(year: i32, from: u8, to: u8) -> Option<Period> {
    Period::span(Period::month(year, from)?, Period::month(year, to)?)
}

#[cfg(test)]
mod tests {
    use yalu_trade::dec;

    use super::*;

    #[test]
    fn columns_by_the_cells_above_them() {
        for (cells, expected) in [
            (&["Export & Import", "1- to-3"][..], Some(Column::Value(Flow::T, 1, 3))),
            (&["Export", "3"], Some(Column::Value(Flow::X, 3, 3))),
            (&["Unnamed: 3_level_0", "出口", "1月"], Some(Column::Value(Flow::X, 1, 1))),
            (&["进口", "1至12月"], Some(Column::Value(Flow::M, 1, 12))),
            (&["单位：万人民币", "累计比去年同期±％.1", "出口"], Some(Column::Growth(Flow::X))),
            (&["1-to-2 Total Year-on-Year ( ± %)", "Export & Import"], Some(Column::Growth(Flow::T))),
            (&["Export", "13"], None),
            (&["Export", "3-1"], None),
            (&["", ""], None),
        ] {
            assert_eq!(column(cells), expected, "{cells:?}");
        }
    }

    #[test]
    fn units_are_read_from_their_line() {
        for (text, letters, one) in [
            ("Unit: CNY 100 Million", "CNY", dec!(100_000_000)),
            ("Unit: CNY 10 000", "CNY", dec!(10_000)),
            ("Unit:US$1,000", "USD", dec!(1_000)),
            ("Unit: US$ Million", "USD", dec!(1_000_000)),
            ("单位：万人民币", "CNY", dec!(10_000)),
            ("单位：亿美元", "USD", dec!(100_000_000)),
            ("单位:千美元", "USD", dec!(1_000)),
        ] {
            let scale = scale(text).expect(text);
            assert_eq!((scale.currency.letters(), scale.one), (letters, one), "{text}");
        }
        for text in ["单位：千克", "Unit: CNY/USD", "Unit"] {
            assert_eq!(scale(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_digits() {
        assert_eq!(number("65,363.6"), Some(dec!(65363.6)));
        assert_eq!(number("-1.2"), Some(dec!(-1.2)));
        for text in ["", "-", "1e5", "NaN", "=1", "１", "1.2.3", "99999999999999999999999"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
