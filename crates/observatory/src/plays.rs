//! The desk's scenarios played on an outlook's paths: each by itself, and all by
//! their chances. The outlook without any stands first; none of them is "the" forecast.

use yalu_forecast::{Driver, Paths, alone, mixture};
use yalu_trade::{Episode, Flow, ReadError, Scenario, ScenarioMove};

use crate::{
    Watch,
    outlook::{Outlook, SEED, YearExpected, float},
};

/// A year as a scenario has it.
#[derive(Clone, Debug)]
pub struct Play {
    /// The scenario; `None` is the outlook itself, or all of them together.
    pub scenario: Option<Scenario>,
    /// `unconditional`, `mixture`, or the scenario's name.
    pub id: String,
    /// Medians and spans by flow and year.
    pub years: Vec<YearExpected>,
}

/// The outlook without any scenario.
pub const UNCONDITIONAL: &str = "unconditional";
/// All scenarios, each as often as it is likely.
pub const MIXTURE: &str = "mixture";

impl Watch {
    /// The scenarios that were open on the outlook's day, beside what was left out and why.
    pub fn plays(&self, outlook: &Outlook) -> Result<(Vec<Play>, Vec<String>), ReadError> {
        let play = |id: &str, scenario: Option<&Scenario>, paths: &Paths| -> Result<Play, ReadError> {
            let mut years = self.years(outlook, paths)?;
            if id != UNCONDITIONAL {
                // What was projected is moved by as much as the middle of the paths is.
                years.iter_mut().for_each(|year| moved(year, outlook));
            }
            Ok(Play { scenario: scenario.cloned(), id: id.to_owned(), years })
        };
        let mut plays = vec![play(UNCONDITIONAL, None, &outlook.paths)?];
        // An episode lends its ramp only once its figures were out.
        let known = |episode: &&Episode| episode.as_of <= outlook.as_of;
        let episodes: Vec<Episode> = self.desk.episodes.iter().filter(known).cloned().collect();
        let (mut drivers, mut left_out) = (Vec::new(), Vec::new());
        for scenario in Scenario::open(&self.desk.scenarios, outlook.as_of, outlook.first) {
            match self.driver(scenario, outlook)? {
                Ok(driver) => drivers.push(driver),
                Err(why) => left_out.push(format!("the scenario `{}` is left out: {why}", scenario.id)),
            }
        }
        for driver in &drivers {
            let paths = alone(&outlook.paths, driver, &episodes, SEED);
            plays.push(play(&driver.scenario.id, Some(driver.scenario), &paths)?);
        }
        if !drivers.is_empty() {
            let paths = mixture(&outlook.paths, &drivers, &episodes, SEED);
            plays.push(play(MIXTURE, None, &paths)?);
        }
        Ok((plays, left_out))
    }

    fn driver<'a>(&self, scenario: &'a Scenario, outlook: &Outlook) -> Result<Result<Driver<'a>, String>, ReadError> {
        let mut references = Vec::new();
        for of in &scenario.moves {
            match self.reference(of, outlook)? {
                Some(reference) => references.push(reference),
                None => {
                    let what = of.flow.side().noun();
                    return Ok(Err(format!("the {what} of its base `{}` are not known", of.of_base)));
                }
            }
        }
        Ok(Ok(Driver { scenario, references }))
    }

    /// The monthly mean of a flow in a move's base, at least and at most.
    fn reference(&self, of: &ScenarioMove, outlook: &Outlook) -> Result<Option<(f64, f64)>, ReadError> {
        let Some(periods) = self.desk.periods_of(&of.of_base).filter(|periods| !periods.is_empty()) else {
            return Ok(None);
        };
        let (mut least, mut most, mut months) = (0.0, 0.0, 0.0);
        for period in periods {
            let Some(level) = self.level(of.flow, period, outlook.as_of)? else { return Ok(None) };
            let best = level.best.and_then(float);
            let end = |value: Option<yalu_trade::Decimal>| value.and_then(float).or(best);
            let (Some(low), Some(high)) = (end(level.low), end(level.high)) else { return Ok(None) };
            (least, most, months) = (least + low, most + high, months + f64::from(period.len_months()));
        }
        Ok(Some((least / months, most / months)))
    }
}

fn moved(year: &mut YearExpected, outlook: &Outlook) {
    let before = outlook.year(year.flow, year.year);
    let middles = before.and_then(|before| Some((before, before.spread?.median, year.spread?.median)));
    if let Some((before, was, is)) = middles {
        year.best = before.best + is - was;
    }
}

/// The flows of a play, as the economy has them.
pub const SHOWN: [Flow; 3] = [Flow::X, Flow::M, Flow::B];
