//! The answers of UN Comtrade's API: records under `data`, and beside them how many
//! there are and what went wrong.

use serde_json::{Map, Value};
use yalu_trade::{Refused, Vintage};

use super::{
    fields::{Field, Fields},
    record,
};
use crate::office::{
    Snapshot,
    intake::{Intake, short},
    json::{Ended, Record, records, scalar},
};

/// The most records of an answer: preview, keyed, keyed with a subscription.
const CAPS: [u64; 3] = [500, 100_000, 250_000];

/// Does a file begin as JSON does?
pub(super) fn is_json(head: &[u8]) -> bool {
    matches!(trimmed(head).first(), Some(b'{' | b'['))
}

/// Does it read like an answer?
pub(super) fn is_answer(head: &[u8]) -> bool {
    let begins: String = String::from_utf8_lossy(&head[..head.len().min(4096)]).into_owned();
    begins.contains("\"elapsedTime\"") || (begins.contains("\"reporterCode\"") && begins.contains("\"cmdCode\""))
}

fn trimmed(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start()
}

/// Reads an answer. One that is cut, or that says it failed, is refused as a whole.
pub(super) fn read(file: &Snapshot<'_>, by_file: Option<Vintage>, intake: &mut Intake<'_>) -> Result<(), Refused> {
    let mut reader = match (file.open)() {
        Ok(reader) => reader,
        Err(error) => {
            intake.refuse("io", format!("it cannot be opened: {error}"), "is it still there?");
            return Ok(());
        }
    };
    if file.head.starts_with(b"\xEF\xBB\xBF")
        && let Err(error) = reader.read_exact(&mut [0; 3])
    {
        intake.refuse("io", format!("it cannot be read: {error}"), "is it still there?");
        return Ok(());
    }
    let (mut fields, mut row, mut outcome) = (Fields::default(), 0, Ok(()));
    let ended = records(reader, "data", &mut |record: Record| {
        row += 1;
        fill(&mut fields, &record.0);
        outcome = record::take(&fields, row, file, by_file, intake);
        outcome.is_ok()
    });
    outcome?;
    let again = "ask again; nothing of this file was taken";
    match ended {
        Ended::Whole(beside) => verdict(&beside, row, intake),
        Ended::Cut => intake.refuse("cut-off", format!("the answer breaks off after {row} whole records"), again),
        Ended::Broken(why) => intake.refuse("json", format!("after {row} records: {why}"), again),
    }
    Ok(())
}

fn fill(fields: &mut Fields, record: &Map<String, Value>) {
    fields.clear();
    for (name, value) in record {
        if let (Some(field), Some(text)) = (Field::of(name), scalar(value)) {
            fields.set(field, &text);
        }
    }
}

/// Why an answer is none, by what stands beside its records: an error, or a count that is another one.
fn failure(beside: &Map<String, Value>, rows: u64) -> Option<(&'static str, String, &'static str)> {
    let said = |name: &str| {
        beside.get(name).filter(|value| !value.is_null()).map(|v| scalar(v).unwrap_or_else(|| v.to_string()))
    };
    let status = said("statusCode").filter(|status| status != "200");
    let error = said("error").filter(|error| !error.is_empty() && error != "false");
    if let Some(why) = status.as_ref().map(|status| said("message").unwrap_or_else(|| status.clone())).or(error) {
        let hint = "401: the key is missing or wrong; 403: its quota is used up; 429: too often, wait and ask again";
        let status = status.map_or(String::new(), |status| format!("status {}: ", short(&status)));
        return Some(("no-answer", format!("UN Comtrade did not answer: {status}{}", short(&why)), hint));
    }
    let count = said("count").and_then(|count| count.parse::<i64>().ok()).filter(|count| *count >= 0)?;
    (u64::try_from(count) != Ok(rows)).then(|| {
        let message = format!("the answer says that it holds {count} records; there are {rows}");
        ("count", message, "it was cut or changed on its way; ask again")
    })
}

/// What stands beside the records: a failure, a cap.
fn verdict(beside: &Map<String, Value>, rows: u64, intake: &mut Intake<'_>) {
    if let Some((code, message, hint)) = failure(beside, rows) {
        return intake.refuse(code, message, hint);
    }
    if CAPS.contains(&rows) {
        let message =
            format!("there are exactly {rows} records, the most that an answer holds: more were likely left off");
        intake.warn("capped", message, "ask in parts: fewer periods, partners or codes at a time");
    }
    if rows == 0 {
        intake.warn(
            "empty",
            "the answer holds no records",
            "nothing on file is not zero: was it published when you asked?",
        );
    }
}

/// Gives the records of an answer; how many there are, or why it is no whole answer.
pub(crate) fn records_of(answer: &[u8], each: &mut dyn FnMut(&Map<String, Value>)) -> Result<u64, String> {
    if !is_json(answer) && !answer.is_empty() {
        return Err("what came is not JSON".to_owned());
    }
    let mut rows = 0;
    let ended = records(answer, "data", &mut |record: Record| {
        rows += 1;
        each(&record.0);
        true
    });
    match ended {
        Ended::Cut => Err(format!("the answer breaks off after {rows} whole records")),
        Ended::Broken(why) => Err(format!("after {rows} records it is no JSON: {why}")),
        Ended::Whole(beside) => match failure(&beside, rows) {
            Some((_, message, _)) => Err(message),
            None if rows == 0 && memchr::memmem::find(answer, b"\"data\"").is_none() => {
                Err("the answer has no list of records".to_owned())
            }
            None => Ok(rows),
        },
    }
}
