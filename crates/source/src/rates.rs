//! Rates of exchange of a desk, a year a row, each with the band of its
//! months: a figure that was printed in another currency becomes an interval.

use yalu_trade::{Complaint, Decimal, Hint, Interval, Period, Place, Rate, Unit};

use crate::sheet::sheet;

const COLUMNS: [&str; 8] = ["period", "from", "to", "rate", "low", "high", "source", "verified"];

/// Reads a desk's `rates.csv`.
pub fn rates(file: &str, bytes: &[u8]) -> (Vec<Rate>, Vec<Complaint>) {
    let mut complaints = Vec::new();
    let Some(sheet) = sheet(file, bytes, &mut complaints) else { return (Vec::new(), complaints) };
    if !sheet.expect_columns(&COLUMNS, &mut complaints) {
        return (Vec::new(), complaints);
    }
    let column = |name: &str| sheet.column(name).unwrap_or_default();
    let mut rates = Vec::new();
    for row in &sheet.rows {
        let field = |name: &str| row.fields[column(name)].as_str();
        let place = |name: &str| Place::new(file, row.line, column(name) + 1);
        let number = |name: &'static str| {
            let read = Decimal::from_str_exact(field(name)).ok().filter(|v| *v > Decimal::ZERO);
            read.ok_or_else(|| {
                Complaint::error(
                    "number",
                    place(name),
                    format!("`{}` is not a rate", field(name)),
                    "write how many of `from` buy one of `to`: 7.0467",
                )
            })
        };
        let currency = |name: &'static str| match field(name).parse::<Unit>() {
            Ok(Unit::Money(currency)) => Ok(currency),
            _ => Err(Complaint::error(
                "currency",
                place(name),
                format!("`{}` is not a currency", field(name)),
                "write three capitals: CNY, USD",
            )),
        };
        let read = || {
            let period: Period = field("period").parse().map_err(|error: yalu_trade::PeriodError| {
                Complaint::error("period", place("period"), error.to_string(), error.hint())
            })?;
            let (best, low, high) = (number("rate")?, number("low")?, number("high")?);
            if !(low <= best && best <= high) {
                return Err(Complaint::error(
                    "bounds",
                    place("rate"),
                    format!("the rate {best} is outside its band {low}..{high}"),
                    "low ≤ rate ≤ high",
                ));
            }
            let rate = Interval { low: Some(low), best: Some(best), high: Some(high) };
            let verified = field("verified") == "yes";
            let source = format!("{}{}", field("source"), if verified { "" } else { " (not verified)" });
            Ok(Rate {
                period,
                from: currency("from")?,
                to: currency("to")?,
                rate,
                source,
                place: Place::new(file, row.line, 0),
            })
        };
        match read() {
            Ok(rate) => rates.push(rate),
            Err(complaint) => complaints.push(complaint),
        }
    }
    (rates, complaints)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_read_and_bad_ones_are_told() {
        let text = "period,from,to,rate,low,high,source,verified\n2018,CNY,USD,6.6174,6.28,6.95,somebody,no\n2019,CNY,USD,7.6,6.7,7.13,x,no\n2020,yuan,USD,6.9,6.5,7.1,x,no\n";
        let (rates, complaints) = rates("rates.csv", text.as_bytes());
        assert_eq!((rates.len(), complaints.len()), (1, 2), "{complaints:?}");
        assert_eq!((complaints[0].code, complaints[0].place.line), ("bounds", 3));
    }
}
