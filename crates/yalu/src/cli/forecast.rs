//! `yalu forecast`: what the desk expects to the end of next year, month by month
//! and by year, its scenarios beside it, the deficit, and how long reserves carry it.

mod shape;
mod told;

use yalu_observatory::{MODELS, Outlook, OutlookAsk, Play, Runway, Watch};
use yalu_trade::{Flow, Hindsight, Period};

use super::{
    Failure, Outcome, Shared,
    backtest::{Chosen, chosen},
    hinted, put, put_json,
};

const EXAMPLES: &str = "\
Examples:
  yalu forecast                              to the December after the last whole year on file
  yalu forecast --as-of 2024-01-18           from what was known that day
  yalu forecast --flow export --until 2026-12
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
}

/// Everything that is told.
struct Answer {
    outlook: Outlook,
    plays: Vec<Play>,
    runways: Result<Vec<Runway>, String>,
    crude: Option<f64>,
    /// What others said before of how long reserves would last, and what came.
    hindsight: Vec<Hindsight>,
    currency: String,
    notes: Vec<String>,
}

impl Forecast {
    pub(super) fn run(&self, shared: &Shared) -> Outcome {
        let watch = shared.watch()?;
        let answer = self.answer(&watch, shared)?;
        if shared.json { put_json(&shape::document(&answer, self.flow)) } else { put(&told::told(&answer, self.flow)) }
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
        let runways = watch.runways(&outlook).map_err(|why| why.to_string());
        let currency = watch.desk.settings.currency.letters().to_owned();
        let before = |said: &&Hindsight| said.issued <= as_of.0;
        let hindsight =
            watch.desk.reserves.iter().flat_map(|reserves| &reserves.hindsight).filter(before).cloned().collect();
        Ok(Answer { crude: watch.crude_paid(), hindsight, outlook, plays, runways, currency, notes })
    }
}
