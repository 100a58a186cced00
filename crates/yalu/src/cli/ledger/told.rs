//! Forecasts on file and their marks, for people and for programs.

use serde_json::{Value, json};
use yalu_observatory::{Held, Marks, ScoredEntry, nearest, tally};
use yalu_trade::{AsOf, Decimal, Foretold, Interval, LedgerEntry, Unit};

pub(super) fn entry(entry: &LedgerEntry) -> Value {
    json!({
        "id": entry.id,
        "by": entry.by,
        "issued": entry.issued.to_string(),
        "vintage": entry.vintage.to_string(),
        "target_period": entry.target_period.to_string(),
        "flow": entry.flow.letters(),
        "side": entry.flow.side().word(),
        "measure": entry.measure.word(),
        "low": number(entry.says.low),
        "best": number(entry.says.best),
        "high": number(entry.says.high),
        "unit": entry.unit.to_string(),
        "wording": entry.wording,
        "source": entry.source,
    })
}

fn number(value: Option<Decimal>) -> Value {
    value.and_then(|value| serde_json::from_str(&value.round_dp(6).normalize().to_string()).ok()).unwrap_or(Value::Null)
}

fn interval(interval: &Interval) -> Value {
    json!({"low": number(interval.low), "best": number(interval.best), "high": number(interval.high)})
}

pub(super) fn scored(scored: &ScoredEntry) -> Value {
    let score = &scored.score;
    let mut object = entry(&scored.entry);
    let more = json!({
        "open": score.open,
        "outcome": score.outcome.as_ref().map(interval),
        "marks": score.marks.as_ref().map(marks),
        "naive": score.naive.as_ref().map(marks),
        "ours": score.ours.as_ref().map(marks),
        "so_far": scored.so_far.as_ref().map(|so_far| json!({
            "period": so_far.period.to_string(),
            "outcome": so_far.score.outcome.as_ref().map(interval),
            "marks": so_far.score.marks.as_ref().map(marks),
            "naive": so_far.score.naive.as_ref().map(marks),
            "ours": so_far.score.ours.as_ref().map(marks),
        })),
        "without_ours": scored.without_ours,
        "nearest": nearest(scored),
    });
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
    object
}

fn marks(marks: &Marks) -> Value {
    json!({
        "said": interval(&marks.said),
        "held": marks.held.map(word),
        "error": number(marks.error),
        "error_percent": number(marks.error_percent),
        "right_way": marks.right_way,
        "interval_score": number(marks.interval_score),
    })
}

fn word(held: Held) -> &'static str {
    match held {
        Held::Inside => "inside",
        Held::AtTheEdge => "at the edge",
        Held::Outside => "outside",
    }
}

pub(super) fn shown(entries: &[LedgerEntry]) -> String {
    let row = |entry: &LedgerEntry| {
        [
            entry.id.clone(),
            entry.by.clone(),
            entry.issued.to_string(),
            format!("{} of {}, {}", entry.measure.word(), entry.flow.side().noun(), entry.target_period),
            said(&entry.says, entry),
            entry.wording.clone(),
        ]
    };
    laid_out(&["forecast", "by", "issued", "of", "says", "in words"], entries.iter().map(row))
}

pub(super) fn scores(all: &[ScoredEntry], as_of: AsOf) -> String {
    let row = |scored: &ScoredEntry| {
        let (entry, so_far) = (&scored.entry, scored.so_far.as_ref());
        let score = so_far.map_or(&scored.score, |so_far| &so_far.score);
        let of = |marks: &Option<Marks>| marks.as_ref().map_or("–".to_owned(), |marks| told(marks, entry));
        let when = so_far.map_or(String::new(), |so_far| format!("\nso far, in {}", so_far.period));
        let came = score.outcome.as_ref().map(|outcome| said(outcome, entry) + &when);
        let without = scored.without_ours.clone().filter(|_| score.ours.is_none());
        [
            format!("{}\n{} of {}, {}", entry.id, entry.measure.word(), entry.flow.side().noun(), entry.target_period),
            came.unwrap_or_else(|| score.open.clone().unwrap_or_default()),
            of(&score.marks),
            without.unwrap_or_else(|| of(&score.ours)),
            of(&score.naive),
            nearest(scored).unwrap_or_default().to_owned(),
        ]
    };
    let heads = ["forecast", "came", "theirs", "ours, same vintage", "same as last year", "nearest"];
    let (ours, told) = tally(all);
    let line = match told {
        0 => format!("As of {as_of}: none of ours can be compared with another yet\n"),
        _ => format!(
            "As of {as_of}: ours was the nearest in {ours} of the {told} that have one of ours, not in {}\n",
            told - ours
        ),
    };
    laid_out(&heads, all.iter().map(row)) + &line
}

fn told(marks: &Marks, entry: &LedgerEntry) -> String {
    let mut parts = vec![said(&marks.said, entry)];
    parts.extend(marks.held.map(|held| word(held).to_owned()));
    match (marks.error_percent, marks.error) {
        (Some(percent), _) => parts.push(format!("off {:+.1} %", percent)),
        (None, Some(error)) if entry.measure == Foretold::Growth => parts.push(format!("off {error:+.1} points")),
        _ => {}
    }
    parts.extend(marks.right_way.map(|right| if right { "right way" } else { "wrong way" }.to_owned()));
    parts.join("\n")
}

fn said(interval: &Interval, entry: &LedgerEntry) -> String {
    let one = |value: Decimal| match entry.unit {
        Unit::Percent => format!("{:.1} %", value),
        _ => format!("{:.0} m", value / Decimal::from(1_000_000)),
    };
    match (interval.low, interval.best, interval.high) {
        (Some(low), Some(best), Some(high)) if low != high => format!("{} ({} to {})", one(best), one(low), one(high)),
        (_, Some(best), _) => one(best),
        (Some(low), None, Some(high)) => format!("{} to {}", one(low), one(high)),
        (Some(low), None, None) => format!("over {}", one(low)),
        (None, None, Some(high)) => format!("under {}", one(high)),
        (None, None, None) => "–".to_owned(),
    }
}

fn laid_out<const N: usize>(heads: &[&str], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut table = comfy_table::Table::new();
    table.load_preset(comfy_table::presets::UTF8_BORDERS_ONLY);
    table.set_content_arrangement(comfy_table::ContentArrangement::Dynamic).set_header(heads).add_rows(rows);
    format!("{table}\n")
}
