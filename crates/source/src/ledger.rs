//! Forecasts on file, one a row: who said what about which period. A row that
//! says nothing that can be scored is a complaint.

use std::{collections::BTreeMap, str::FromStr};

use yalu_trade::{Complaint, Date, Decimal, Flow, Foretold, Hint, Interval, LedgerEntry, Period, Place, Unit, Vintage};

use crate::sheet::{Sheet, SheetRow, csv_field, sheet};

/// The columns of a ledger.
pub const LEDGER_COLUMNS: [&str; 13] = [
    "id",
    "by",
    "issued",
    "vintage",
    "target_period",
    "flow",
    "measure",
    "low",
    "best",
    "high",
    "unit",
    "wording",
    "source",
];

/// Reads a desk's `ledger.csv`, beside all complaints.
pub fn ledger(file: &str, bytes: &[u8]) -> (Vec<LedgerEntry>, Vec<Complaint>) {
    let mut complaints = Vec::new();
    let Some(sheet) = sheet(file, bytes, &mut complaints) else { return (Vec::new(), complaints) };
    if !sheet.expect_columns(&LEDGER_COLUMNS, &mut complaints) {
        return (Vec::new(), complaints);
    }
    let mut entries: Vec<LedgerEntry> = Vec::new();
    for row in &sheet.rows {
        match (Reading { sheet: &sheet, row }).entry() {
            Ok(entry) => entries.push(entry),
            Err(complaint) => complaints.push(*complaint),
        }
    }
    complaints.extend(doubles(&entries));
    (entries, complaints)
}

fn doubles(entries: &[LedgerEntry]) -> Vec<Complaint> {
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    let mut told = Vec::new();
    for entry in entries {
        if let Some(first) = seen.insert(&entry.id, &entry.place) {
            let message = format!("the forecast `{}` stands twice; first at {first}", entry.id);
            let hint = "a forecast that was changed is another forecast: give it an id of its own";
            told.push(Complaint::error("duplicate-id", entry.place.clone(), message, hint));
        }
    }
    told
}

/// One row under reading: its first fault ends it.
struct Reading<'a> {
    sheet: &'a Sheet,
    row: &'a SheetRow,
}

type Read<T> = Result<T, Box<Complaint>>;

impl Reading<'_> {
    fn column(&self, name: &str) -> usize {
        self.sheet.column(name).unwrap_or_default()
    }

    fn field(&self, name: &str) -> &str {
        &self.row.fields[self.column(name)]
    }

    fn wrong(&self, name: &str, code: &'static str, message: String, hint: &str) -> Box<Complaint> {
        let place = Place::new(&self.sheet.file, self.row.line, self.column(name) + 1);
        Box::new(Complaint::error(code, place, message, hint))
    }

    fn said(&self, name: &str) -> Read<String> {
        let text = self.field(name);
        let empty = || self.wrong(name, "missing", format!("`{name}` is empty"), "every forecast on file needs it");
        if text.is_empty() { Err(empty()) } else { Ok(text.to_owned()) }
    }

    fn parsed<T: FromStr<Err: Hint>>(&self, name: &str, code: &'static str) -> Read<T> {
        self.field(name).parse().map_err(|error: T::Err| self.wrong(name, code, error.to_string(), error.hint()))
    }

    fn day(&self, name: &str) -> Read<Date> {
        let read = Vintage::read(self.field(name)).map(|vintage| vintage.released);
        read.map_err(|error| self.wrong(name, "date", error.to_string(), error.hint()))
    }

    fn number(&self, name: &str) -> Read<Option<Decimal>> {
        let text = self.field(name);
        if text.is_empty() {
            return Ok(None);
        }
        let hint = "write digits, with a dot before decimals; leave open what was not said";
        Decimal::from_str_exact(text)
            .map(Some)
            .map_err(|_| self.wrong(name, "number", format!("`{text}` is not a number"), hint))
    }

    fn says(&self) -> Read<Interval> {
        let says = Interval { low: self.number("low")?, best: self.number("best")?, high: self.number("high")? };
        let in_order = |a: Option<Decimal>, b: Option<Decimal>| a.zip(b).is_none_or(|(a, b)| a <= b);
        if says == Interval::unknown() {
            let hint = "read the words as numbers, and say in `wording` how: \"slightly up\" is 0 to 10";
            return Err(self.wrong("best", "missing", "it says neither low, best nor high".to_owned(), hint));
        }
        if !(in_order(says.low, says.best) && in_order(says.best, says.high) && in_order(says.low, says.high)) {
            let message = "low, best and high are not in order".to_owned();
            return Err(self.wrong("low", "bounds", message, "low ≤ best ≤ high; a deficit is below zero"));
        }
        Ok(says)
    }

    fn entry(&self) -> Read<LedgerEntry> {
        let (id, by) = (self.said("id")?, self.said("by")?);
        let (issued, vintage) = (self.day("issued")?, self.day("vintage")?);
        if vintage > issued {
            let message = format!("it was issued before {vintage}, which it is to have known");
            let hint = "the vintage is the last release that was out when it was made";
            return Err(self.wrong("vintage", "date", message, hint));
        }
        let target_period: Period = self.parsed("target_period", "period")?;
        let flow: Flow = self.parsed("flow", "flow")?;
        let unit: Unit = self.parsed("unit", "unit")?;
        let measure = match self.field("measure") {
            "value" => Foretold::Value,
            "growth" => Foretold::Growth,
            other => {
                let message = format!("`{other}` is not what a forecast on file can be of");
                return Err(self.wrong("measure", "measure", message, "write value or growth"));
            }
        };
        if (measure == Foretold::Growth) != (unit == Unit::Percent) || !matches!(unit, Unit::Percent | Unit::Money(_)) {
            let message = format!("`{unit}` is not the unit of a {}", measure.word());
            return Err(self.wrong("unit", "unit", message, "growth is in %, a value in a currency: USD"));
        }
        let says = self.says()?;
        if target_period.last_day() < issued {
            let message = format!("{target_period} was over when it was issued");
            let hint = "a forecast is of what is to come; is the year of `target_period` right?";
            return Err(self.wrong("target_period", "period", message, hint));
        }
        if measure == Foretold::Growth && flow == Flow::B {
            let message = "a balance changes sign, so that its growth says nothing".to_owned();
            return Err(self.wrong("measure", "measure", message, "write the value that it is to have"));
        }
        let least = [says.low, says.best, says.high].into_iter().flatten().min();
        if measure == Foretold::Growth && least.is_some_and(|least| least < -Decimal::ONE_HUNDRED) {
            let message = "no trade falls by more than 100 %".to_owned();
            return Err(self.wrong("low", "bounds", message, "write percent: -15 is a fall by 15 %"));
        }
        let (wording, source) = (self.said("wording")?, self.said("source")?);
        let place = Place::new(&self.sheet.file, self.row.line, 0);
        Ok(LedgerEntry { id, by, issued, vintage, target_period, flow, measure, says, unit, wording, source, place })
    }
}

/// An entry as a row of a ledger, without an end of line.
pub fn ledger_row(entry: &LedgerEntry) -> String {
    let number = |value: Option<Decimal>| value.map(|value| value.to_string()).unwrap_or_default();
    [
        csv_field(&entry.id),
        csv_field(&entry.by),
        entry.issued.to_string(),
        entry.vintage.to_string(),
        entry.target_period.to_string(),
        entry.flow.side().word().to_owned(),
        entry.measure.word().to_owned(),
        number(entry.says.low),
        number(entry.says.best),
        number(entry.says.high),
        entry.unit.to_string(),
        csv_field(&entry.wording),
        csv_field(&entry.source),
    ]
    .join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "F1,KIEP,2024-03-26,2024-01-18,2024,balance,value,-17,-16,-15,USD,\"near, 16\",x";

    fn read(row: &str) -> (Vec<LedgerEntry>, Vec<Complaint>) {
        let text = format!("{}\n{ROW}\n{row}\n", LEDGER_COLUMNS.join(","));
        let (mut entries, complaints) = ledger("ledger.csv", text.as_bytes());
        (entries.split_off(1), complaints)
    }

    #[test]
    fn a_bad_row_is_told_by_its_field_and_the_rest_is_read() {
        for (row, code, column) in [
            ("F2,KIEP,2024-03,2024-01-18,2024,M,growth,0,,10,%,up,x", "", 0),
            ("F2,KIEP,~2024-03,2024-01-18,2024,import,growth,,,0,%,down,x", "", 0),
            ("F1,KIEP,2024-03-26,2024-01-18,2024,import,growth,0,,10,%,up,x", "duplicate-id", 0),
            (",KIEP,2024-03-26,2024-01-18,2024,import,growth,0,,10,%,up,x", "missing", 1),
            ("F2,KIEP,2024,2024-01-18,2024,import,growth,0,,10,%,up,x", "date", 3),
            ("F2,KIEP,2024-01-17,2024-01-18,2024,import,growth,0,,10,%,up,x", "date", 4),
            ("F2,KIEP,2024-03-26,2024-01-18,2024-13,import,growth,0,,10,%,up,x", "period", 5),
            ("F2,KIEP,2024-03-26,2024-01-18,2024,imports,growth,0,,10,%,up,x", "flow", 6),
            ("F2,KIEP,2024-03-26,2024-01-18,2024,import,rise,0,,10,%,up,x", "measure", 7),
            ("F2,KIEP,2024-03-26,2024-01-18,2024,import,growth,11,,10,%,up,x", "bounds", 8),
            ("F2,KIEP,2024-03-26,2024-01-18,2024,import,growth,,,,%,up,x", "missing", 9),
            ("F2,KIEP,2024-03-26,2024-01-18,2024,import,growth,0,,ten,%,up,x", "number", 10),
            ("F2,KIEP,2024-03-26,2024-01-18,2024,import,growth,0,,10,USD,up,x", "unit", 11),
            ("F2,KIEP,2024-03-26,2024-01-18,2024,import,value,0,,10,t,up,x", "unit", 11),
            ("F2,KIEP,2024-03-26,2024-01-18,2024,import,growth,0,,10,%,,x", "missing", 12),
        ] {
            let (entries, complaints) = read(row);
            let found = complaints.first().map_or(("", 0), |c| (c.code, c.place.column));
            assert_eq!(found, (code, column), "{row}: {complaints:?}");
            assert_eq!(entries.len(), usize::from(["", "duplicate-id"].contains(&code)), "{row}");
            assert!(complaints.iter().all(|c| c.place.line == 3), "{complaints:?}");
        }
    }

    #[test]
    fn a_row_written_reads_the_same() {
        let text = format!("{}\n{ROW}\n", LEDGER_COLUMNS.join(","));
        let (entries, _) = ledger("ledger.csv", text.as_bytes());
        assert_eq!(entries.iter().map(ledger_row).collect::<Vec<_>>(), [ROW]);
    }
}
