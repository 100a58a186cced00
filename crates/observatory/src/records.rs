//! The lake under a watch: its records before the desk's prints, and what offices
//! printed beside their records among the desk's statements.

use std::collections::BTreeSet;

use yalu_desk::Files;
use yalu_lake::{Function, Hidden, Lake, LakeError, Source};
use yalu_measure::MEASURES;
use yalu_source::OFFICES;
use yalu_trade::{Lang, Period};

use crate::{CannotAsk, Question, Refused, Shelf, Watch, answer::NEWS, json::decimal, together::Together};

/// Why a desk cannot be opened over a lake.
#[derive(Debug, thiserror::Error)]
pub enum NoWatch {
    /// The desk is to be mended first.
    #[error(transparent)]
    Desk(#[from] Refused),
    /// The lake cannot be read.
    #[error(transparent)]
    Lake(#[from] LakeError),
}

impl Watch {
    /// Opens a desk over a lake.
    pub fn over(lake: &Lake, id: &str, files: &Files) -> Result<Self, NoWatch> {
        let watch = Self::open(id, files)?;
        let printed = printed(lake, &watch)?;
        let watch = if printed.is_empty() {
            watch
        } else {
            let mut files = files.clone();
            files.extend(printed);
            Self::open(id, &files)?
        };
        let sources =
            OFFICES.iter().map(|office| Source { id: office.card().id.to_owned(), calendar: office.calendar() });
        let hidden = watch.desk.settings.hidden.iter().map(|hidden| Hidden {
            reporter: hidden.reporter.clone(),
            periods: hidden.periods.clone(),
            under: hidden.under.clone(),
        });
        let (records, stale) = lake.view(sources.collect(), hidden.collect(), &watch.desk.corrections)?;
        let Self { evidence, mut complaints, .. } = watch;
        complaints.extend(stale);
        let shelf = Shelf::of(lake.location()).ok();
        Ok(Self { evidence: Box::new(Together { records, prints: evidence }), complaints, shelf, ..watch })
    }
}

/// The statement files of the lake, as far as they are about the economy of a desk.
fn printed(lake: &Lake, watch: &Watch) -> Result<Files, LakeError> {
    let economy = &watch.desk.settings.economy;
    let reporters: BTreeSet<&String> = watch.desk.settings.reporters.iter().collect();
    let mut files = Files::new();
    for (hash, bytes) in lake.printed()? {
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = text.lines();
        let Some(header) = lines.next() else { continue };
        // The second and third columns are the reporter and the partner; neither is ever quoted.
        let ours = |line: &&str| {
            let mut fields = line.split(',').skip(1);
            let (reporter, partner) = (fields.next(), fields.next());
            reporter.is_some_and(|r| reporters.iter().any(|own| *own == r)) && partner == Some(economy.as_str())
        };
        let kept: Vec<&str> = lines.filter(ours).collect();
        if !kept.is_empty() {
            let text = format!("{header}\n{}\n", kept.join("\n"));
            files.insert(format!("statements/lake-{}.csv", &hash[..hash.len().min(12)]), text.into_bytes());
        }
    }
    Ok(files)
}

/// The columns of a measure asked in SQL.
const COLUMNS: [&str; 10] = ["period", "flow", "commodity", "label", "value", "low", "high", "printed", "says", "gap"];

/// The measures of a desk as table functions: `recovery('import', '2023', '2019')` is the measure of that name of a
/// flow, of periods (joined by `+`), against a base, and of reporters (joined by `+`); what is left out, or empty, is
/// the desk's own.
pub fn functions(watch: std::sync::Arc<Watch>) -> Vec<Function> {
    let function = |id: &'static str| {
        let watch = std::sync::Arc::clone(&watch);
        let rows = move |given: &[String]| asked(&watch, id, given);
        Function { name: id.replace('-', "_"), columns: COLUMNS.to_vec(), rows: std::sync::Arc::new(rows) }
    };
    MEASURES.iter().map(|measure| function(measure.card().id)).collect()
}

/// As many items of news as there can be.
const ALL: usize = 1_000_000;

fn asked(watch: &Watch, id: &str, given: &[String]) -> Result<Vec<Vec<Option<String>>>, String> {
    let mut question = Question { measure: id.to_owned(), lang: Lang::En, ..Question::default() };
    // A question in SQL cuts and orders for itself.
    question.top = NEWS.contains(&id).then_some(ALL);
    let mut given = given.iter();
    if let Some(flow) = given.next() {
        question.flow = Some(flow.parse().map_err(|error| format!("{error}"))?);
    }
    if let Some(periods) = given.next() {
        let periods: Result<Vec<Period>, _> = periods.split('+').map(str::parse).collect();
        question.periods = periods.map_err(|error| error.to_string())?;
    }
    question.base = given.next().filter(|base| !base.is_empty()).cloned();
    if let Some(reporters) = given.next() {
        question.reporters = reporters.split('+').map(str::to_owned).collect();
    }
    if given.next().is_some() {
        return Err(format!("{id} takes a flow, periods, a base and reporters, in this order"));
    }
    let answer = watch.answer(&question).map_err(|error: CannotAsk| error.to_string())?;
    let rows = answer.measured.rows.iter().zip(&answer.labels);
    let number = |value: Option<yalu_trade::Decimal>| value.map(|value| decimal(Some(value)).to_string());
    Ok(rows
        .map(|(row, label)| {
            let head = [
                Some(row.period.to_string()),
                Some(row.flow.letters().to_owned()),
                Some(row.commodity.to_string()),
                Some(label.clone()).filter(|label| !label.is_empty()),
            ];
            let tail = match &row.answer {
                Ok(reading) => {
                    let interval = reading.interval;
                    [
                        number(interval.best),
                        number(interval.low),
                        number(interval.high),
                        Some(answer.printed(&row.answer)),
                        Some(answer.says(row).to_owned()).filter(|says| !says.is_empty()),
                        None,
                    ]
                }
                Err(gap) => [None, None, None, None, None, Some(gap.to_string())],
            };
            head.into_iter().chain(tail).collect()
        })
        .collect())
}
