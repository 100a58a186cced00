//! How a table that no office's reader knows is to be read: which column is which, in
//! which units. An analyst's judgement, kept on the desk; nothing of it is guessed.

use std::{collections::BTreeMap, fmt, str::FromStr};

use crate::{Currency, Decimal, Flow, Hint, Period, Place};

/// A column, by its name in the header or by its letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ColumnName {
    /// As the header writes it.
    Named(String),
    /// `#C`: counted from 0.
    Lettered(u32),
}

/// Why a text names no column.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` names no column")]
pub struct ColumnError(String);

impl Hint for ColumnError {
    fn hint(&self) -> &'static str {
        "write the column's name as the header has it, or # and its letter: #C"
    }
}

/// What every row says alike, or what a column says row by row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    /// The same for all.
    Constant(String),
    /// By a column.
    Column(ColumnName),
}

/// Where a row's period stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum When {
    /// All rows are of it.
    Constant(Period),
    /// In columns, joined by a space, in a form such as `YYYY/MM`.
    Columns(Vec<ColumnName>, String),
}

/// A column of money, and what belongs to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Amount {
    /// The column.
    pub column: ColumnName,
    /// Of which flow, where that is not a column's word.
    pub flow: Option<Flow>,
    /// In which currency.
    pub currency: Currency,
    /// How many of it one counts.
    pub scale: Decimal,
    /// Weights that belong to it, and how many kilograms one counts.
    pub weight: Option<(ColumnName, Decimal)>,
    /// Quantities that belong to it, and what they count.
    pub quantity: Option<(ColumnName, String)>,
}

/// How a table is to be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mapping {
    /// Its name: that of its file on the desk.
    pub id: String,
    /// Whose table it is, and on what grounds it is read so.
    pub source: String,
    /// The names of files that it is for; `*` stands for anything.
    pub files: Vec<String>,
    /// The sheet of a workbook, where not the first.
    pub sheet: Option<String>,
    /// The row of the header, counted from 1.
    pub header_row: u32,
    /// What stands between fields, where it is to be said.
    pub delimiter: Option<char>,
    /// `1.234,5` rather than `1,234.5`.
    pub decimal_comma: bool,
    /// When.
    pub period: When,
    /// Whose records.
    pub reporter: Told,
    /// With whom.
    pub partner: Told,
    /// Of what.
    pub commodity: Told,
    /// Which way, where a column says so.
    pub flow: Option<ColumnName>,
    /// Its words.
    pub flow_words: BTreeMap<String, Flow>,
    /// Places by the table's own words.
    pub places: BTreeMap<String, String>,
    /// Words that stand for everything together where a code would.
    pub total_words: Vec<String>,
    /// Rows to pass over: those in which a column of period, place or code says one of these words.
    pub skip: Vec<String>,
    /// The list that codes are from.
    pub nomenclature: String,
    /// How many digits codes had before a workbook took their leading zeros.
    pub code_digits: Option<u8>,
    /// What is included.
    pub coverage: String,
    /// `FOB` or `CIF`, where the table departs from the flow's own.
    pub valuation: String,
    /// The trade mode.
    pub mode: Option<ColumnName>,
    /// The province.
    pub province: Option<ColumnName>,
    /// The means of transport.
    pub transport: Option<ColumnName>,
    /// The columns of money.
    pub amounts: Vec<Amount>,
    /// Where it stands on the desk.
    pub place: Place,
}

impl FromStr for ColumnName {
    type Err = ColumnError;

    fn from_str(text: &str) -> Result<Self, ColumnError> {
        let fault = || ColumnError(text.to_owned());
        let Some(letters) = text.strip_prefix('#') else {
            let name = text.trim();
            return if name.is_empty() { Err(fault()) } else { Ok(Self::Named(name.to_owned())) };
        };
        let shaped = (1..=3).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase());
        let number = letters.bytes().fold(0_u32, |number, b| number * 26 + u32::from(b.saturating_sub(b'A')) + 1);
        if shaped { Ok(Self::Lettered(number - 1)) } else { Err(fault()) }
    }
}

impl fmt::Display for ColumnName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::Lettered(at) => {
                let (mut letters, mut left) = (Vec::new(), at + 1);
                while left > 0 {
                    letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
                    left = (left - 1) / 26;
                }
                write!(f, "#{}", letters.iter().rev().collect::<String>())
            }
        }
    }
}

impl Mapping {
    /// Is it for a file of that name?
    pub fn fits(&self, name: &str) -> bool {
        self.files.iter().any(|pattern| matches(pattern, name))
    }
}

/// Does a name match a pattern in which `*` stands for anything?
fn matches(pattern: &str, name: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == name };
    let Some(rest) = name.strip_prefix(before) else { return false };
    if after.is_empty() {
        return true;
    }
    let starts = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    starts.into_iter().any(|at| matches(after, &rest[at..]))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl When {
    /// Why a text is no form of a period; `None` where it is one.
    pub fn fault(format: &str) -> Option<String> {
        let years = format.matches("YYYY").count() == 1;
        (format != "date" && !years).then(|| format!("`{format}` has no YYYY"))
    }

    /// Reads a period in a form: `YYYY` a year, `MM` two digits of a month, `M` one or two, `MMM` and `MMMM` its English
    /// name, `Q` a quarter, `D` a day, which is passed over; everything else stands for itself. `date` is `YYYY-MM-DD`.
    pub fn read(format: &str, text: &str) -> Option<Period> {
        let format = if format == "date" { "YYYY-MM-DD" } else { format };
        let (mut rest, mut year, mut month, mut quarter) = (text.trim(), None, None, None);
        let mut letters = format.chars().peekable();
        while let Some(letter) = letters.next() {
            let mut run = 1;
            while matches!(letter, 'Y' | 'M' | 'Q' | 'D') && letters.next_if_eq(&letter).is_some() {
                run += 1;
            }
            rest = match (letter, run) {
                ('Y', 4) => number(rest, 4, 4, &mut year)?,
                ('M', 1) => number(rest, 1, 2, &mut month)?,
                ('M', 2) => number(rest, 2, 2, &mut month)?,
                ('M', 3 | 4) => named(rest, &mut month)?,
                ('Q', 1) => number(rest, 1, 1, &mut quarter)?,
                ('D', 1) => number(rest, 1, 2, &mut None)?,
                ('D', 2) => number(rest, 2, 2, &mut None)?,
                ('Y' | 'M' | 'Q' | 'D', _) => return None,
                (literal, _) => rest.strip_prefix(literal)?,
            };
        }
        let year = i32::try_from(year.filter(|_| rest.is_empty())?).ok()?;
        match (month, quarter) {
            (Some(month), None) => Period::month(year, u8::try_from(month).ok()?),
            (None, Some(quarter)) => format!("{year:04}-Q{quarter}").parse().ok(),
            (None, None) => Some(Period::year(year)),
            (Some(_), Some(_)) => None,
        }
    }
}

/// Takes so many digits off a text.
fn number<'a>(text: &'a str, least: usize, most: usize, into: &mut Option<u32>) -> Option<&'a str> {
    let digits = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if digits < least {
        return None;
    }
    *into = text[..digits].parse().ok();
    Some(&text[digits..])
}

/// Takes an English month off a text, whole or its first three letters.
fn named<'a>(text: &'a str, into: &mut Option<u32>) -> Option<&'a str> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = text[..letters].to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| letters >= 3 && (*month == word || month[..3] == word))?;
    *into = u32::try_from(at + 1).ok();
    Some(&text[letters..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_or_lettered() {
        for (text, column) in [
            ("Exports", ColumnName::Named("Exports".to_owned())),
            ("#A", ColumnName::Lettered(0)),
            ("#Z", ColumnName::Lettered(25)),
            ("#AA", ColumnName::Lettered(26)),
            ("#XFD", ColumnName::Lettered(16_383)),
        ] {
            let read: ColumnName = text.parse().expect(text);
            assert_eq!((read.to_string().as_str(), &read), (text, &column));
        }
        for text in ["", "  ", "#", "#a", "#ABCD", "#1"] {
            assert!(text.parse::<ColumnName>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_period_is_read_in_its_form() {
        for (format, text, period) in [
            ("YYYY/MM", "2001/01", Some("2001-01")),
            ("YYYY.MM", "2001.12", Some("2001-12")),
            ("YYYYMM", "202301", Some("2023-01")),
            ("YYYY M", "2023 1", Some("2023-01")),
            ("YYYY年M月", "2023年10月", Some("2023-10")),
            ("MMMM YYYY", "January 2001", Some("2001-01")),
            ("MMM-YYYY", "sep-2001", Some("2001-09")),
            ("YYYY", "2023", Some("2023")),
            ("YYYYQQ", "2023Q1", None),
            ("YYYY-Q", "2023-3", Some("2023-Q3")),
            ("date", "2023-10-31", Some("2023-10")),
            ("D.M.YYYY", "31.10.2023", Some("2023-10")),
            ("YYYY/MM", "2001/13", None),
            ("YYYY/MM", "2001/1", None),
            ("YYYY/MM", "2001/01x", None),
            ("YYYY/MM", "2001-01", None),
            ("MMMM YYYY", "Januar 2001", None),
            ("YYYY", "", None),
            ("YYYY", "２０２３", None),
        ] {
            assert_eq!(When::read(format, text).map(|p| p.to_string()).as_deref(), period, "{format} {text}");
        }
        assert_eq!((When::fault("YYYY"), When::fault("date"), When::fault("MM").is_some()), (None, None, true));
    }

    #[test]
    fn a_pattern_is_for_names() {
        for (pattern, name, fits) in [
            ("a.csv", "a.csv", true),
            ("japan-*.csv", "japan-china.csv", true),
            ("*", "x", true),
            ("*.csv", "a.csv.gz", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b", "ba", false),
            ("한*", "한국", true),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} {name}");
        }
    }
}
