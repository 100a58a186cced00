//! One row of a table, as its mapping reads it: an observation for each column of money.

use yalu_trade::{
    Amount, ColumnName, Decimal, Fixed, Flow, MASS_PLACES, MONEY_PLACES, Mapping, Observation, Period, Refused, Told,
    When,
};

use super::{Found, number::written};
use crate::office::{
    Snapshot,
    codes::doubt_of,
    intake::{Intake, scaled, short},
    places,
    workbook::{Cell, SheetRow},
};

/// What stands where there is nothing to say. None of them is zero.
const GAPS: [&str; 7] = ["", "-", "–", "…", "..", "n/a", "NA"];

/// A serial number of a day in Excel counts from 1899-12-30, once its 29 February 1900 is past.
const SERIAL_DAYS: std::ops::RangeInclusive<u32> = 61..=2_958_465;

/// A row under reading.
struct Reading<'a> {
    row: &'a SheetRow,
    mapping: &'a Mapping,
    columns: &'a Found,
}

/// Why a row is left out: the kind, the column counted from 0, and in words.
type Unread = (&'static str, u32, String);

/// Hands on a row, or says why not.
pub(super) fn take(
    row: &SheetRow,
    mapping: &Mapping,
    columns: &Found,
    file: &Snapshot<'_>,
    intake: &mut Intake<'_>,
) -> Result<(), Refused> {
    let reading = Reading { row, mapping, columns };
    if reading.passed_over() {
        intake.once("skipped", row.row, "rows that the mapping passes over were left out", "");
        return Ok(());
    }
    match reading.cell(intake) {
        Ok(cell) => reading.observe(&cell, file, intake),
        Err((code, column, message)) => {
            let hint = "put it right in the table, or say in the mapping how it is to be read";
            intake.left_out(code, row.row, column as usize + 1, message, hint);
            Ok(())
        }
    }
}

/// Which cell of the cube a row is of, its flow left open.
struct Of {
    reporter: String,
    partner: String,
    period: Period,
    commodity: String,
    doubt: Option<String>,
    flow: Option<Flow>,
}

impl Reading<'_> {
    fn text(&self, column: &ColumnName) -> String {
        self.row.get(self.columns.at(column)).map(Cell::text).unwrap_or_default()
    }

    fn passed_over(&self) -> bool {
        let told = [&self.mapping.reporter, &self.mapping.partner, &self.mapping.commodity];
        let told =
            told.into_iter().filter_map(|told| if let Told::Column(column) = told { Some(column) } else { None });
        let period = if let When::Columns(columns, _) = &self.mapping.period { &columns[..] } else { &[] };
        told.chain(period).any(|column| self.mapping.skip.contains(&self.text(column)))
    }

    fn cell(&self, intake: &mut Intake<'_>) -> Result<Of, Unread> {
        let (commodity, doubt) = self.commodity(intake)?;
        Ok(Of {
            reporter: self.place(&self.mapping.reporter)?,
            partner: self.place(&self.mapping.partner)?,
            period: self.period(intake)?,
            commodity,
            doubt,
            flow: self.flow()?,
        })
    }

    fn place(&self, told: &Told) -> Result<String, Unread> {
        let (text, at) = match told {
            Told::Constant(text) => (text.clone(), 0),
            Told::Column(column) => (self.text(column), self.columns.at(column)),
        };
        let known = self.mapping.places.get(&text).map(String::as_str).or_else(|| places::find(&text));
        known
            .map(str::to_owned)
            .ok_or_else(|| ("place", at, format!("`{}` is no place that is known here", short(&text))))
    }

    fn flow(&self) -> Result<Option<Flow>, Unread> {
        let Some(column) = &self.mapping.flow else { return Ok(None) };
        let text = self.text(column);
        let said = self.mapping.flow_words.get(&text).copied();
        // Letters are the reporter's; the words import and export would be the economy's, and are not taken for either.
        let letters = || text.parse().ok().filter(|flow: &Flow| flow.letters() == text);
        let why = || ("flow", self.columns.at(column), format!("`{}` is no flow, nor one of flow_words", short(&text)));
        said.or_else(letters).map(Some).ok_or_else(why)
    }

    fn period(&self, intake: &mut Intake<'_>) -> Result<Period, Unread> {
        let (columns, format) = match &self.mapping.period {
            When::Constant(period) => return Ok(*period),
            When::Columns(columns, format) => (columns, format),
        };
        let at = columns.first().map_or(0, |column| self.columns.at(column));
        let first = self.row.get(at);
        let fault = |text: &str| ("period", at, format!("`{}` is not a period in the form {format}", short(text)));
        if columns.len() == 1 {
            match first {
                Some(Cell::Date(year, month)) => return Period::month(*year, *month).ok_or_else(|| fault("a date")),
                Some(Cell::Number(digits)) if format == "date" => {
                    let message = "days are written as numbers of Excel: they are counted from 1900";
                    intake.once(
                        "serial",
                        self.row.row,
                        message,
                        "if the workbook counts from 1904, they are four years off",
                    );
                    return serial(digits).ok_or_else(|| fault(digits));
                }
                _ => {}
            }
        }
        let text = columns.iter().map(|column| self.text(column)).collect::<Vec<_>>().join(" ");
        When::read(format, &text).ok_or_else(|| fault(&text))
    }

    /// A code, and what is doubtful about it.
    fn commodity(&self, intake: &mut Intake<'_>) -> Result<(String, Option<String>), Unread> {
        let column = match &self.mapping.commodity {
            Told::Constant(text) => return Ok((text.clone(), doubt_of(text))),
            Told::Column(column) => column,
        };
        let at = self.columns.at(column);
        let written = match self.row.get(at) {
            Some(Cell::Date(..)) => return Err(("commodity", at, "Excel has made a date of the code".to_owned())),
            Some(cell) => cell.text(),
            None => return Err(("commodity", at, "there is no code".to_owned())),
        };
        if self.mapping.total_words.contains(&written) {
            return Ok(("TOTAL".to_owned(), None));
        }
        let code: String = written.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
        let digits = code.bytes().all(|b| b.is_ascii_digit());
        if digits && self.mapping.code_digits.is_some_and(|wanted| usize::from(wanted) == code.len() + 1) {
            intake.once("zero", self.row.row, "codes got back the leading zero that the mapping says they lost", "");
            return Ok((format!("0{code}"), None));
        }
        let other = self.mapping.code_digits.filter(|wanted| digits && usize::from(*wanted) != code.len());
        let doubt = match other {
            Some(wanted) => Some(format!("code `{}` has not the {wanted} digits that the mapping says", short(&code))),
            None if self.mapping.nomenclature.starts_with("HS") => doubt_of(&code),
            None => None,
        };
        Ok((code, doubt))
    }

    fn observe(&self, of: &Of, file: &Snapshot<'_>, intake: &mut Intake<'_>) -> Result<(), Refused> {
        for amount in &self.mapping.amounts {
            let Some(flow) = amount.flow.or(of.flow) else { continue };
            let text = self.text(&amount.column);
            if GAPS.contains(&text.as_str()) {
                intake.once(
                    "gap",
                    self.row.row,
                    "cells without an amount make no record: nothing says that they are zero",
                    "",
                );
                continue;
            }
            let mut doubts: Vec<String> = of.doubt.iter().cloned().collect();
            let value = self.amount(&text, amount.scale, MONEY_PLACES, &mut doubts);
            let weight =
                amount.weight.as_ref().and_then(|(column, kilograms)| self.beside(column, *kilograms, &mut doubts));
            let quantity =
                amount.quantity.as_ref().and_then(|(column, _)| self.beside(column, Decimal::ONE, &mut doubts));
            self.push(of, flow, amount, [value, weight, quantity], &doubts.join("; "), file, intake)?;
        }
        Ok(())
    }

    fn amount(&self, text: &str, scale: Decimal, places: u32, doubts: &mut Vec<String>) -> Option<Fixed> {
        let read = written(text, self.mapping.decimal_comma).and_then(|number| scaled(number, scale, places));
        match read {
            None => doubts.push(format!("`{}` is not an amount", short(text))),
            Some(below) if below < 0 => doubts.push(format!("`{}` is below zero", short(text))),
            Some(_) => {}
        }
        read
    }

    fn beside(&self, column: &ColumnName, scale: Decimal, doubts: &mut Vec<String>) -> Option<Fixed> {
        let text = self.text(column);
        if GAPS.contains(&text.as_str()) { None } else { self.amount(&text, scale, MASS_PLACES, doubts) }
    }

    #[allow(clippy::too_many_arguments)] // what a row says, taken apart: a struct for one call would name it all again
    fn push(
        &self,
        of: &Of,
        flow: Flow,
        amount: &Amount,
        [value, weight, quantity]: [Option<Fixed>; 3],
        quarantine: &str,
        file: &Snapshot<'_>,
        intake: &mut Intake<'_>,
    ) -> Result<(), Refused> {
        let mapping = self.mapping;
        let said = |column: &Option<ColumnName>| column.as_ref().map(|column| self.text(column)).unwrap_or_default();
        intake.push(&Observation {
            reporter: &of.reporter,
            partner: &of.partner,
            flow,
            period: of.period,
            nomenclature: &mapping.nomenclature,
            commodity: &of.commodity,
            mode: &said(&mapping.mode),
            province: &said(&mapping.province),
            transport: &said(&mapping.transport),
            via: "",
            value,
            currency: amount.currency,
            valuation: &mapping.valuation,
            coverage: &mapping.coverage,
            weight: weight.filter(|weight| *weight != 0),
            quantity,
            unit: amount.quantity.as_ref().filter(|_| quantity.is_some()).map_or("", |(_, unit)| unit),
            quantity2: None,
            unit2: "",
            status: "",
            quarantine,
            vintage: file.vintage(None, of.period),
            row: self.row.row,
        })
    }
}

/// The month of a day that Excel writes as a number.
fn serial(digits: &str) -> Option<Period> {
    let day: u32 = digits.split('.').next()?.parse().ok().filter(|day| SERIAL_DAYS.contains(day))?;
    let first = yalu_trade::Date::constant(1899, 12, 30);
    let date = first.checked_add(std::time::Duration::from_secs(u64::from(day) * 86_400)).ok()?;
    Period::month(i32::from(date.year()), u8::try_from(date.month()).ok()?)
}
