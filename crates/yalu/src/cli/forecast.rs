//! `yalu forecast`: what the desk expects of the months to come, month by month
//! and by year, its scenarios beside it, the deficit, and how long reserves carry it.

mod shape;
mod told;

use std::{path::PathBuf, process::ExitCode};

use yalu_observatory::{By, Foresight, MODELS, Outlook, OutlookAsk, Parts, Play, Runway, Watch, expected_page};
use yalu_trade::{Flow, Hindsight, Period};

use super::{
    Failure, Outcome, Shared,
    backtest::{Chosen, chosen},
    files::{Rendered, write_all},
    hinted, put, put_json, say,
};

const EXAMPLES: &str = "\
Examples:
  yalu forecast                              to the December after the last whole year on file
  yalu forecast --as-of 2024-01-18           from what was known that day
  yalu forecast --flow export --until 2026-12
  yalu forecast --by sector                  what makes it up, from customs' records in a lake
  yalu forecast --html next.html             one page to read and to print
  yalu forecast --json                       every month, year, scenario and run of reserves";

/// What to expect: months, years, scenarios, the deficit and reserves
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Forecast {
    /// One flow alone: import, export, total or balance (or X, M, T, B) [default: all four]
    #[arg(long, value_parser = hinted::<Flow>)]
    flow: Option<Flow>,
    /// The model [default: the combination]
    #[arg(long, value_name = "ID", value_parser = chosen)]
    model: Option<Chosen>,
    /// The last month, or a year to its end [default: the December after the last whole year]
    #[arg(long, value_name = "PERIOD", value_parser = hinted::<Period>)]
    until: Option<Period>,
    /// What makes it up: sector, chapter or basket, made to add up; it takes customs' records in a lake
    #[arg(long, value_name = "PARTS", value_parser = parts_by)]
    by: Option<By>,
    /// Write the answer as a page with charts
    #[arg(long, value_name = "OUT")]
    html: Option<PathBuf>,
}

fn parts_by(word: &str) -> Result<By, String> {
    match word {
        "sector" => Ok(By::Sector),
        "chapter" => Ok(By::Chapter),
        "basket" => Ok(By::Basket),
        _ => Err("sector, chapter or basket".to_owned()),
    }
}

/// Everything that is told.
struct Answer {
    outlook: Outlook,
    plays: Vec<Play>,
    runways: Result<Vec<Runway>, String>,
    crude: Option<f64>,
    /// What others said before of how long reserves would last, and what came.
    hindsight: Vec<Hindsight>,
    /// What makes up imports and exports.
    parts: Vec<Parts>,
    currency: String,
    notes: Vec<String>,
}

impl Forecast {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let watch = shared.watch()?;
        let answer = self.answer(&watch, shared)?;
        if let Some(path) = &self.html {
            let bytes = answer.page(&watch)?.into_bytes();
            write_all(&[Rendered { path: path.clone(), bytes }], "name another file, in a folder that is there")?;
        }
        if shared.json {
            return put_json(&shape::document(&answer, self.flow));
        }
        put(&told::told(&answer, self.flow))?;
        if let Some(path) = self.html.as_ref().filter(|_| !shared.quiet) {
            say(&format!("written: {}", path.display()));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn answer(&self, watch: &Watch, shared: &Shared) -> Result<Answer, Failure> {
        let as_of = shared.as_of(watch);
        let Chosen(model) = self.model.unwrap_or(Chosen(MODELS[0]));
        let ask = OutlookAsk { as_of, known_to: None, last: self.until, model };
        let failed = |error: &dyn std::fmt::Display| {
            Failure::new(error, "another day (--as-of), another model (--model), or more months on the desk")
        };
        let outlook = watch.outlook(&ask).map_err(|error| failed(&error))?;
        let (plays, left_out) = watch.plays(&outlook).map_err(|error| failed(&error))?;
        let mut notes = outlook.notes.clone();
        notes.extend(left_out);
        let mut parts = Vec::new();
        if let Some(by) = self.by {
            for of in watch.parts(&outlook, by, model).map_err(|error| failed(&error))? {
                match of {
                    Ok(found) => parts.push(found),
                    Err(why) => notes.push(format!("what makes it up is left out: {why}")),
                }
            }
        }
        let runways = watch.runways(&outlook).map_err(|why| why.to_string());
        let currency = watch.desk.settings.currency.letters().to_owned();
        let before = |said: &&Hindsight| said.issued <= as_of.0;
        // Of what came, what was known by the day.
        let by_then = |said: &Hindsight| match said.known <= as_of.0 {
            true => said.clone(),
            false => Hindsight { came: format!("not known by {as_of}"), ..said.clone() },
        };
        let all = watch.desk.reserves.iter().flat_map(|reserves| &reserves.hindsight);
        let hindsight = all.filter(before).map(by_then).collect();
        Ok(Answer { crude: watch.crude_paid(as_of), hindsight, outlook, plays, runways, parts, currency, notes })
    }
}

impl Answer {
    fn page(&self, watch: &Watch) -> Result<String, Failure> {
        let scored = watch.scored(self.outlook.as_of).map_err(|error| Failure::new(error, "another day: --as-of"))?;
        Ok(expected_page(&watch.foresight(&Foresight {
            outlook: &self.outlook,
            plays: &self.plays,
            runways: self.runways.as_deref().map_err(String::as_str),
            crude: self.crude,
            hindsight: &self.hindsight,
            scored: &scored,
            parts: &self.parts,
            notes: &self.notes,
        })))
    }
}
