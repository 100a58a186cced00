//! An audit as SARIF 2.1.0, the form in which tools that review code take
//! findings: what is contradicted is an error, what is unlikely a warning.
//! What holds, and what nobody could tell, is no finding.

use serde_json::{Value, json};
use yalu_trade::{Cause, Judged, Verdict};

use crate::audit::{Audit, amiss};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/// The findings of an audit.
pub fn sarif(audit: &Audit) -> Value {
    let results: Vec<Value> = audit.judged.iter().filter(|judged| amiss(judged)).map(|j| result(audit, j)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "yalu",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": Cause::ALL.iter().map(|&cause| rule(cause)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
            "properties": {"desk": audit.desk, "as_of": audit.as_of.to_string()},
        }],
    })
}

fn rule(cause: Cause) -> Value {
    json!({
        "id": cause.word(),
        "shortDescription": {"text": says(cause)},
        "defaultConfiguration": {"level": "error"},
    })
}

/// What a cause says of a figure, in a sentence.
pub(crate) fn says(cause: Cause) -> &'static str {
    match cause {
        Cause::Sum => "A total is not the sum of its parts.",
        Cause::Share => "A share is not its value by its total.",
        Cause::Ratio => "A ratio is not what its two sides give.",
        Cause::Growth => "A growth rate is not what its two levels give.",
        Cause::Rank => "An order is not that of the values.",
        Cause::Scale => "A figure is off by a power of ten, or by a counting word.",
        Cause::UnitMissing => "A figure stands without its unit.",
        Cause::Digit => "A digit is dropped, doubled or replaced.",
        Cause::Transposed => "Two digits stand in each other's place.",
        Cause::Copied => "A figure is that of another row, column or table.",
        Cause::WrongPeriod => "A figure is that of another year or month.",
        Cause::CumulativeForMonth => "A year to date is printed as a month.",
        Cause::MonthForCumulative => "A month is printed as the year to date.",
        Cause::SwappedFlow => "Imports and exports are in each other's place.",
        Cause::Direction => "Up is printed for down, or down for up.",
        Cause::Coverage => "A figure is of another coverage.",
        Cause::Vintage => "A figure is of another release.",
        Cause::Currency => "A figure is in another currency.",
        Cause::Base => "A ratio has another base than the one named.",
        Cause::GrowthForLevel => "A change is printed where a level is meant.",
        Cause::ShareForGrowth => "A share is printed where a change is meant.",
        Cause::Label => "A code does not belong to its label.",
        Cause::Unknown => "A figure does not hold, and no simple repair makes it fit.",
    }
}

fn result(audit: &Audit, judged: &Judged) -> Value {
    let cause = judged.cause.unwrap_or(Cause::Unknown);
    let rule = Cause::ALL.iter().position(|&known| known == cause);
    let level = if judged.verdict == Verdict::Contradicted { "error" } else { "warning" };
    json!({
        "ruleId": cause.word(),
        "ruleIndex": rule,
        "level": level,
        "message": {"text": message(judged)},
        "locations": [location(audit, judged)],
        "partialFingerprints": {"claim/v1": judged.id},
    })
}

fn message(judged: &Judged) -> String {
    let found = judged.found.as_ref().map(|found| format!("; found: {}", found.text)).unwrap_or_default();
    let repair = judged.repair.as_ref().map(|repair| format!(" Likely meant: {repair}.")).unwrap_or_default();
    format!("{} is printed{found}. {}{repair}", judged.printed.text, judged.why)
}

fn location(audit: &Audit, judged: &Judged) -> Value {
    let place = &judged.spot.place;
    let file = if place.file.is_empty() { &audit.file } else { &place.file };
    let mut physical = json!({"artifactLocation": {"uri": uri(file)}});
    if let (true, Some(object)) = (place.line > 0, physical.as_object_mut()) {
        let column = place.column.max(1);
        let words = audit.report.words(&judged.spot.bytes);
        // Words that do not stand so in the file, or run over a line's end, have no end on its own line.
        let stands = audit.report.place(judged.spot.bytes.start) == *place && !words.contains('\n');
        let length = Some(words.chars().count()).filter(|n| *n > 0 && stands);
        let mut region = json!({"startLine": place.line, "startColumn": column});
        if let (Some(length), Some(region)) = (length, region.as_object_mut()) {
            region.insert("endColumn".to_owned(), json!(column + length));
        }
        object.insert("region".to_owned(), region);
    }
    json!({"physicalLocation": physical})
}

/// A path as a reference: what a reference may not hold is escaped, byte by byte.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit_sample;

    #[test]
    fn what_does_not_hold_is_a_finding_with_its_place() {
        let log = sarif(&audit_sample::audit());
        let run = &log["runs"][0];
        assert_eq!(log["version"], "2.1.0");
        let results = run["results"].as_array().expect("results");
        let levels: Vec<&str> = results.iter().filter_map(|result| result["level"].as_str()).collect();
        assert_eq!(levels, ["error", "warning"]);
        for result in results {
            let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
            let index = result["ruleIndex"].as_u64().expect("an index") as usize;
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
        let physical = &results[0]["locations"][0]["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "my%20report.txt");
        assert_eq!(physical["region"], json!({"startLine": 3, "startColumn": 20, "endColumn": 25}));
    }
}
