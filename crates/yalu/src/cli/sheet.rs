//! A measure's rows for programs, exact values beside printed ones: as CSV and as
//! Parquet, in the same columns.

use yalu_observatory::{Answer, csv_field, table_as_parquet};
use yalu_trade::{Gap, Reading};

use super::{Failure, lake_failed, table::SUM};

/// The columns of a table for programs.
const COLUMNS: [&str; 15] = [
    "period",
    "flow",
    "side",
    "commodity",
    "label",
    "rank",
    "value",
    "low",
    "high",
    "unit",
    "printed",
    "share",
    "share_previous",
    "vintage",
    "gap",
];
/// Those that hold numbers.
const NUMBERS: [&str; 6] = ["rank", "value", "low", "high", "share", "share_previous"];

/// Comma-separated, exact values beside printed ones.
pub(super) fn separated(answer: &Answer) -> String {
    let line = |fields: &[String; 15]| fields.each_ref().map(|field| csv_field(field)).join(",") + "\n";
    COLUMNS.join(",") + "\n" + &fields(answer).iter().map(line).collect::<String>()
}

/// The same as Parquet; what is empty is absent.
pub(super) fn parquet(answer: &Answer) -> Result<Vec<u8>, Failure> {
    let said = |field: String| Some(field).filter(|field| !field.is_empty());
    let rows: Vec<Vec<Option<String>>> =
        fields(answer).into_iter().map(|row| row.into_iter().map(said).collect()).collect();
    let mut bytes = Vec::new();
    table_as_parquet(&COLUMNS, &NUMBERS, &rows, &mut bytes).map_err(|error| lake_failed(&error))?;
    Ok(bytes)
}

/// The rows of a table for programs, and their total.
fn fields(answer: &Answer) -> Vec<[String; 15]> {
    let mut lines = Vec::new();
    let labels = answer.labels.iter().map(String::as_str).chain([SUM]);
    for (row, label) in answer.measured.rows.iter().chain(&answer.measured.total).zip(labels) {
        let reading = row.answer.as_ref().ok();
        let number = |value: Option<yalu_trade::Decimal>| {
            value.map_or(String::new(), |value| value.round_dp(12).normalize().to_string())
        };
        let share =
            |share: &Option<Result<Reading, Gap>>| number(share.as_ref().and_then(|s| s.as_ref().ok()?.interval.best));
        let fields = [
            row.period.to_string(),
            row.flow.letters().to_owned(),
            row.flow.side().word().to_owned(),
            if label == SUM { String::new() } else { row.commodity.to_string() },
            label.to_owned(),
            row.rank.map_or(String::new(), |rank| rank.to_string()),
            number(reading.and_then(|reading| reading.interval.best)),
            number(reading.and_then(|reading| reading.interval.low)),
            number(reading.and_then(|reading| reading.interval.high)),
            answer.measured.unit.to_string(),
            answer.printed(&row.answer),
            share(&row.share),
            share(&row.share_previous),
            reading.map_or(String::new(), |reading| reading.vintage.to_string()),
            row.answer.as_ref().err().map_or(String::new(), ToString::to_string),
        ];
        lines.push(fields);
    }
    lines
}
