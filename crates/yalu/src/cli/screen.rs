//! `yalu screen`: how goods stand under the desk's sanctions on a day, and why.

use std::{collections::BTreeMap, fs, path::PathBuf, process::ExitCode};

use serde_json::{Map, Value, json};
use yalu_observatory::{Cap, ScreenAsk, ScreenRow, Standing, json as shape, reconciliation};
use yalu_trade::{AsOf, Commodity, Complaint, Date, Decimal, Flow, Sanction, SanctionStatus, Severity};

use super::{Failure, Outcome, Shared, hinted, lines::wrapped, put, put_json, say};

const EXAMPLES: &str = "\
Examples:
  yalu screen --flow export --commodity 2701 --on 2018-01-05     one code on a day
  yalu screen --flow import --commodity 84,2710,basket:grain --on 2023-12-31
  yalu screen rows.csv --json                                    a file: flow,commodity,date and, where known, value,weight
A code above a rule's is touched in part and says so; a code under it stands as the rule does.";

/// Screen goods against the desk's sanctions on a day
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Screen {
    /// A file of rows: flow,commodity,date (or on), and value,weight where known
    #[arg(value_name = "FILE.csv", conflicts_with_all = ["flow", "commodity", "on"], required_unless_present = "commodity")]
    file: Option<PathBuf>,
    /// import or export, from the economy's side (or the reporter's X, M)
    #[arg(long, value_parser = one_way, required_unless_present = "file")]
    flow: Option<Flow>,
    /// Codes of any level, basket:ID, sector:ID or TOTAL, by comma
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = hinted::<Commodity>, num_args = 1..)]
    commodity: Vec<Commodity>,
    /// The day [default: the day of knowledge]
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Date>,
}

fn one_way(text: &str) -> Result<Flow, String> {
    let flow = hinted::<Flow>(text)?;
    let way = [Flow::X, Flow::M].contains(&flow);
    if way { Ok(flow) } else { Err(format!("`{text}` is not one way; write import or export")) }
}

fn day(text: &str) -> Result<Date, String> {
    hinted::<AsOf>(text).map(|day| day.0)
}

/// A standing, and the row of a file that asked for it.
type Screened = (Option<ScreenRow>, Standing);

impl Screen {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let watch = shared.watch()?;
        let as_of = shared.as_of(&watch);
        if watch.desk.sanctions.is_empty() && !shared.quiet {
            say(&format!(
                "warning: the desk `{}` has no sanctions.toml: nothing can be anything but clear",
                watch.desk.id
            ));
        }
        let (screened, complaints): (Vec<Screened>, Vec<Complaint>) = match &self.file {
            Some(path) => {
                let name = path.display().to_string();
                let unreadable = |error| Failure::new(format!("{name}: {error}"), "name a CSV file that can be read");
                let (rows, complaints) = watch.screened_file(&name, &fs::read(path).map_err(unreadable)?, as_of);
                (rows.into_iter().map(|(row, standing)| (Some(row), standing)).collect(), complaints)
            }
            None => {
                let flow = self.flow.unwrap_or(Flow::X);
                let on = self.on.unwrap_or(as_of.0);
                for commodity in &self.commodity {
                    watch.knows(commodity).map_err(|error| Failure::new(error, "is a digit off?"))?;
                }
                let ask = |commodity: &Commodity| ScreenAsk { flow, commodity: commodity.clone(), on };
                (self.commodity.iter().map(|c| (None, watch.screened(&ask(c), as_of))).collect(), Vec::new())
            }
        };
        if shared.json {
            let rows: Vec<Value> = screened.iter().map(|(row, standing)| document(row.as_ref(), standing)).collect();
            let complaints: Vec<Value> = complaints.iter().map(reconciliation::complaint).collect();
            put_json(&json!({"rows": rows, "summary": summary(&screened), "complaints": complaints}))?;
        } else {
            complaints.iter().for_each(|complaint| say(&format!("{complaint}\n")));
            put(&told(&screened))?;
        }
        let refused = complaints.iter().any(|complaint| complaint.severity == Severity::Error);
        Ok(ExitCode::from(u8::from(refused)))
    }
}

/// A row in the shape that others call.
fn document(row: Option<&ScreenRow>, standing: &Standing) -> Value {
    let Standing { ask, status, part, rule, .. } = standing;
    let rule = rule.as_ref();
    let text = |pick: &dyn Fn(&Sanction) -> String| rule.map(pick);
    let mut object = Map::new();
    let mut set = |key: &str, value: Value| drop(object.insert(key.to_owned(), value));
    set("flow", json!(ask.flow.letters()));
    set("side", json!(ask.flow.side().word()));
    set("commodity", json!(ask.commodity.to_string()));
    set("label", json!(standing.label));
    set("on", json!(ask.on.to_string()));
    set("status", json!(status.word()));
    set("part", json!(part));
    if let Some(by) = rule.and_then(|rule| rule.by.as_ref()) {
        set("by", json!(by));
    }
    set("rule", json!(text(&|rule| rule.id.clone())));
    set("instrument", json!(text(&|rule| rule.instrument.clone())));
    set("paragraph", json!(text(&|rule| rule.paragraph.clone())));
    set("adopted", json!(text(&|rule| rule.adopted.to_string())));
    set("effective", json!(text(&|rule| rule.effective.to_string())));
    if let Some(until) = rule.and_then(|rule| rule.until) {
        set("until", json!(until.to_string()));
    }
    if let Some(wind_down) = rule.and_then(|rule| rule.wind_down.as_ref()) {
        set("wind_down", json!(wind_down.until.to_string()));
        set("winding_down", json!(ask.on <= wind_down.until));
    }
    if let Some(rule) = rule.filter(|rule| !rule.national.is_empty()) {
        let national = |of: &yalu_trade::National| {
            json!({"by": of.by, "instrument": of.instrument, "effective": of.effective.to_string(),
                   "wind_down": of.wind_down.map(|day| day.to_string()), "source": of.source})
        };
        set("national", rule.national.iter().map(national).collect());
    }
    if let Some(cap) = &standing.cap {
        set("cap", capped(cap));
    }
    if let Some(rule) = rule {
        set("codes", json!(rule.codes.iter().map(|code| code.digits()).collect::<Vec<_>>()));
        set("assigned", json!(rule.assigned));
    }
    set("verified", json!(rule.map(|rule| rule.verified)));
    if let Some(unseen) = rule.and_then(|rule| rule.unseen.as_ref()) {
        set("unseen", json!(unseen));
    }
    set("source", json!(text(&|rule| rule.source.clone())));
    set("why", json!(standing.why));
    set(
        "beside",
        json!(
            standing
                .beside
                .iter()
                .map(|rule| json!({"rule": rule.id, "status": rule.status.word(), "instrument": rule.instrument}))
                .collect::<Vec<_>>()
        ),
    );
    if let Some(row) = row {
        set("line", json!(row.place.line));
        set("value", shape::decimal(row.value));
        set("weight", shape::decimal(row.weight));
    }
    Value::Object(object)
}

fn capped(cap: &Cap) -> Value {
    let first = cap.limits.first();
    let limit =
        |amount: &yalu_trade::Limit| json!({"limit": shape::decimal(Some(amount.value)), "unit": amount.unit.word()});
    json!({
        "limit": shape::decimal(first.map(|amount| amount.value)),
        "unit": first.map(|amount| amount.unit.word()),
        "limits": cap.limits.iter().map(limit).collect::<Vec<_>>(),
        "used_share": shape::decimal(cap.used_share.map(|share| share.round_dp(6))),
        "through": cap.through.map(|month| month.to_string()),
        "used": cap.said,
        "year_from": cap.from.to_string(),
    })
}

/// How many rows stand how, with their values where a file has them.
fn summary(screened: &[Screened]) -> Value {
    let mut sums: BTreeMap<SanctionStatus, (usize, Option<Decimal>)> = BTreeMap::new();
    for (row, standing) in screened {
        let (count, value) = sums.entry(standing.status).or_default();
        *count += 1;
        let more = row.as_ref().and_then(|row| row.value);
        *value = match (*value, more) {
            (Some(sum), Some(more)) => sum.checked_add(more),
            (sum, more) => sum.or(more),
        };
    }
    let one = |(status, (count, value)): (SanctionStatus, (usize, Option<Decimal>))| {
        (status.word().to_owned(), json!({"rows": count, "value": shape::decimal(value)}))
    };
    Value::Object(sums.into_iter().rev().map(one).collect())
}

fn told(screened: &[Screened]) -> String {
    let one = |(row, standing): &Screened| {
        let ask = &standing.ask;
        let mark = if standing.rule.as_ref().is_some_and(|rule| !rule.verified) { " (not verified)" } else { "" };
        let part = if standing.part { ", in part" } else { "" };
        let line = row.as_ref().map_or(String::new(), |row| format!("line {}: ", row.place.line));
        let head = format!(
            "{line}{} {} on {}: {}{part}{mark}",
            ask.flow.side().word(),
            called(standing),
            ask.on,
            standing.status,
        );
        let cap = standing.cap.as_ref().map(|cap| wrapped(&said(cap), "    ", "    ")).unwrap_or_default();
        let why = wrapped(&standing.why, "    ", "    ");
        let source = standing.rule.as_ref().map(|rule| format!("    {}", rule.source));
        let lines: Vec<String> = std::iter::once(head).chain(cap).chain(why).chain(source).collect();
        lines.join("\n") + "\n"
    };
    let each: Vec<String> = screened.iter().map(one).collect();
    let count = |status: SanctionStatus| screened.iter().filter(|(_, standing)| standing.status == status).count();
    let counts: Vec<String> = SanctionStatus::ALL
        .into_iter()
        .rev()
        .filter(|status| count(*status) > 0)
        .map(|status| format!("{} {status}", count(status)))
        .collect();
    let under = if screened.len() > 1 { format!("\n{}\n", counts.join(", ")) } else { String::new() };
    each.join("\n") + &under
}

/// The goods by code and label.
fn called(standing: &Standing) -> String {
    let commodity = standing.ask.commodity.to_string();
    if standing.label.is_empty() || standing.label == commodity {
        commodity
    } else {
        format!("{commodity} {}", standing.label)
    }
}

/// A cap in a line.
fn said(cap: &Cap) -> String {
    let limits: Vec<String> = cap
        .limits
        .iter()
        .map(|a| format!("{} {}", yalu_trade::grouped(&a.value.normalize().to_string()), a.unit))
        .collect();
    let limits = if limits.is_empty() { "no figure".to_owned() } else { limits.join(" or ") };
    let used = match (cap.used_share, cap.through) {
        (Some(share), Some(through)) => {
            format!(
                "{} % used to {through}",
                yalu_trade::grouped(&(share * Decimal::ONE_HUNDRED).round_dp(1).to_string())
            )
        }
        _ => "used share not known".to_owned(),
    };
    format!("cap: {limits} in the year from {}; {used}", cap.from)
}
