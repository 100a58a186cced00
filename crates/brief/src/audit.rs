//! An audit as a document: the report as it was read, and what became of each
//! of its figures. The formats render it: [`document`] for programs,
//! [`crate::sarif`] for tools that review, [`crate::annotated`] for readers.

use serde_json::{Map, Value, json};
use yalu_trade::{AsOf, Cause, Interval, Judged, Report, Verdict};

use crate::json::decimal;

/// An audited report.
#[derive(Clone, Debug)]
pub struct Audit {
    /// What it is called.
    pub title: String,
    /// The file, or the folder, as it was named.
    pub file: String,
    /// The desk whose evidence it was held against.
    pub desk: String,
    /// Whose day's knowledge that was.
    pub as_of: AsOf,
    /// Its text.
    pub report: Report,
    /// What became of its figures, in reading order.
    pub judged: Vec<Judged>,
    /// What a reader must know of it.
    pub notes: Vec<String>,
}

/// Every verdict, the worst first.
pub const VERDICTS: [Verdict; 6] = [
    Verdict::Contradicted,
    Verdict::Unlikely,
    Verdict::NotDerivable,
    Verdict::NotRead,
    Verdict::HoldsWithinRounding,
    Verdict::Holds,
];

/// What does not hold: contradicted, or held up only by a statement that must then be wrong.
pub fn amiss(judged: &Judged) -> bool {
    matches!(judged.verdict, Verdict::Contradicted | Verdict::Unlikely)
}

impl Audit {
    /// How many have this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.judged.iter().filter(|judged| judged.verdict == verdict).count()
    }

    /// How many of what does not hold have this cause.
    pub fn caused(&self, cause: Cause) -> usize {
        self.judged.iter().filter(|judged| amiss(judged) && judged.cause == Some(cause)).count()
    }

    /// Is something contradicted?
    pub fn contradicted(&self) -> bool {
        self.count(Verdict::Contradicted) > 0
    }
}

/// The audit for programs.
pub fn document(audit: &Audit) -> Value {
    json!({"claims": audit.judged.iter().map(claim).collect::<Vec<_>>(), "summary": summary(audit)})
}

fn claim(judged: &Judged) -> Value {
    let spot = &judged.spot;
    let mut place = Map::new();
    place.insert("file".to_owned(), json!(spot.place.file));
    place.insert("line".to_owned(), json!(spot.place.line));
    place.insert("column".to_owned(), json!(spot.place.column));
    place.extend(spot.table.as_ref().map(|table| ("table".to_owned(), json!(table))));
    place.extend(spot.row.as_ref().map(|row| ("row".to_owned(), json!(row))));
    let printed = &judged.printed;
    let mut claim = Map::new();
    claim.insert("id".to_owned(), json!(judged.id));
    claim.insert("place".to_owned(), Value::Object(place));
    claim.insert("kind".to_owned(), json!(judged.kind));
    let Interval { low, high, .. } = printed.interval;
    claim.insert(
        "printed".to_owned(),
        json!({
            "text": printed.text,
            "value": decimal(printed.value),
            "unit": printed.unit,
            "low": decimal(low),
            "high": decimal(high),
        }),
    );
    let (text, interval) = judged.found.as_ref().map_or(("", Interval::unknown()), |f| (f.text.as_str(), f.interval));
    let mut found = Map::new();
    found.insert("text".to_owned(), json!(text));
    found.insert("low".to_owned(), decimal(interval.low));
    found.insert("high".to_owned(), decimal(interval.high));
    if interval == Interval::unknown() {
        found.insert("gap".to_owned(), json!(judged.why));
    }
    claim.insert("found".to_owned(), Value::Object(found));
    claim.insert("verdict".to_owned(), json!(judged.verdict.word()));
    claim.extend(judged.cause.map(|cause| ("cause".to_owned(), json!(cause.word()))));
    claim.extend(judged.repair.as_ref().map(|repair| ("repair".to_owned(), json!(repair))));
    claim.insert("why".to_owned(), json!(judged.why));
    Value::Object(claim)
}

fn summary(audit: &Audit) -> Value {
    let verdicts: Map<String, Value> =
        VERDICTS.iter().map(|&verdict| (verdict.word().to_owned(), json!(audit.count(verdict)))).collect();
    let causes = Cause::ALL.iter().map(|&cause| (cause.word().to_owned(), audit.caused(cause)));
    let causes: Map<String, Value> =
        causes.filter(|(_, count)| *count > 0).map(|(word, count)| (word, json!(count))).collect();
    json!({
        "file": audit.file,
        "title": audit.title,
        "desk": audit.desk,
        "as_of": audit.as_of.to_string(),
        "claims": audit.judged.len(),
        "verdicts": verdicts,
        "causes": causes,
        "notes": audit.notes,
    })
}
