//! Files of trade to be screened: `flow,commodity,date` (or `on`), and, where
//! known, `value` and `weight`, which are handed on as they stand.

use yalu_trade::{Commodity, Complaint, Date, Decimal, Flow, Hint, Period, Place};

use crate::sheet::{Sheet, SheetRow, sheet};

/// A row that is to be screened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScreenRow {
    /// Which way.
    pub flow: Flow,
    /// Which goods.
    pub commodity: Commodity,
    /// The day; of a month or a year, its last.
    pub on: Date,
    /// Its value, as it stands.
    pub value: Option<Decimal>,
    /// Its weight, as it stands.
    pub weight: Option<Decimal>,
    /// Where it stands.
    pub place: Place,
}

const COLUMNS: &str = "flow,commodity,date (or on), and, where known, value,weight";

/// Reads rows to be screened. A row that cannot be read is a complaint; further columns are not read.
pub fn screen_rows(file: &str, bytes: &[u8]) -> (Vec<ScreenRow>, Vec<Complaint>) {
    let mut complaints = Vec::new();
    let Some(sheet) = sheet(file, bytes, &mut complaints) else { return (Vec::new(), complaints) };
    let day = sheet.column("date").or_else(|| sheet.column("on"));
    let wanted = [("flow", sheet.column("flow")), ("commodity", sheet.column("commodity")), ("date", day)];
    for (name, column) in wanted {
        if column.is_none() {
            let message = format!("the column `{name}` is missing");
            let hint = format!("the columns are {COLUMNS}");
            complaints.push(Complaint::error("missing-column", Place::new(file, 1, 1), message, hint));
        }
    }
    let [(_, Some(flow)), (_, Some(commodity)), (_, Some(day))] = wanted else { return (Vec::new(), complaints) };
    let mut rows = Vec::new();
    for row in &sheet.rows {
        match read(&sheet, row, [flow, commodity, day]) {
            Ok(row) => rows.push(row),
            Err(complaint) => complaints.push(complaint),
        }
    }
    (rows, complaints)
}

fn read(sheet: &Sheet, row: &SheetRow, [flow, commodity, day]: [usize; 3]) -> Result<ScreenRow, Complaint> {
    let place = |column: usize| Place::new(&sheet.file, row.line, column + 1);
    let wrong = |code, column, message: String, hint: &str| Complaint::error(code, place(column), message, hint);
    let text = |column: usize| row.fields[column].as_str();
    let read_flow = text(flow).parse::<Flow>().map_err(|e| wrong("flow", flow, e.to_string(), e.hint()))?;
    if ![Flow::X, Flow::M].contains(&read_flow) {
        let message = format!("`{read_flow}` is not one way");
        return Err(wrong("flow", flow, message, "write import or export; both are two rows"));
    }
    let goods: Commodity = text(commodity)
        .parse()
        .map_err(|e: yalu_trade::CodeError| wrong("commodity", commodity, e.to_string(), e.hint()))?;
    let whole = text(day).parse::<Period>().ok().map(Period::last_day);
    let on = text(day).parse::<Date>().ok().filter(|_| text(day).len() == 10).or(whole).ok_or_else(|| {
        wrong("date", day, format!("`{}` is not a day", text(day)), "write 2023-10-31; 2023-10 is its last day")
    })?;
    let number = |name: &str| -> Result<Option<Decimal>, Complaint> {
        let Some(column) = sheet.column(name).filter(|column| !text(*column).is_empty()) else { return Ok(None) };
        let plain = text(column).replace(',', "");
        let read = Decimal::from_str_exact(&plain).map(Some);
        read.map_err(|_| wrong("number", column, format!("`{}` is not a number", text(column)), "write digits: 1234.5"))
    };
    let (value, weight) = (number("value")?, number("weight")?);
    Ok(ScreenRow { flow: read_flow, commodity: goods, on, value, weight, place: place(0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_and_bad_ones_say_where() {
        let text = "flow,commodity,on,value\nexport,03,2018-03,\"1,200\"\nimport,TOTAL,2018-01-05,\n\
                    total,03,2018-01-05,\nexport,3,2018-01-05,\nexport,03,soon,\nexport,03,2018,x\n";
        let (rows, complaints) = screen_rows("rows.csv", text.as_bytes());
        let days: Vec<String> = rows.iter().map(|row| row.on.to_string()).collect();
        assert_eq!(days, ["2018-03-31", "2018-01-05"]);
        assert_eq!(rows[0].value, Some(yalu_trade::dec!(1200)));
        let places: Vec<String> = complaints.iter().map(|c| c.place.to_string()).collect();
        assert_eq!(places, ["rows.csv:4:1", "rows.csv:5:2", "rows.csv:6:3", "rows.csv:7:4"]);
        let (rows, complaints) = screen_rows("rows.csv", b"flow,code\nexport,03\n");
        assert_eq!((rows.len(), complaints.len()), (0, 2));
    }
}
