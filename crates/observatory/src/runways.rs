//! How long reserves carry what the outlook expects: the desk's priors run
//! forward on its paths, crude oil counted three ways. A distribution of months,
//! beside what earlier answers came to.

use yalu_forecast::{Crude, Reckoning, Refusal, Runway, reckon};
use yalu_trade::{AsOf, Flow, Period};

use crate::{
    Watch,
    outlook::{Outlook, SEED},
};

/// Months that are looked ahead.
const MONTHS: usize = 60;

impl Watch {
    /// The runways of an outlook: without crude, as the desk judges it, and with all of it paid.
    pub fn runways(&self, outlook: &Outlook) -> Result<Vec<Runway>, Refusal> {
        let Some(reserves) = &self.desk.reserves else {
            return Err(Refusal("the desk has no reserves.toml".to_owned()));
        };
        let from = reserves.stock.period.last_month().shift_months(1);
        let between = Period::span(from, outlook.first.shift_months(-1));
        let month = |month: Period| {
            let of = |flow| outlook.history(flow).and_then(|history| history.best(month));
            of(Flow::X).zip(of(Flow::M)).ok_or_else(|| Refusal(format!("the trade of {month} is not known")))
        };
        let known = between.map(|span| span.months().map(month).collect::<Result<Vec<_>, _>>()).transpose()?;
        let known = known.unwrap_or_default();
        let ask = |crude| Reckoning {
            reserves,
            as_of: outlook.as_of,
            known: &known,
            paths: &outlook.paths,
            crude,
            months: MONTHS,
            runs: outlook.paths.of(Flow::X).len(),
            seed: SEED,
        };
        [Crude::Without, Crude::Judged, Crude::Paid].into_iter().map(|crude| reckon(&ask(crude))).collect()
    }

    /// What a year of crude oil that customs do not show would cost if all of it were paid for, as known on a day;
    /// `None` where the desk does not say.
    pub fn crude_paid(&self, day: AsOf) -> Option<f64> {
        let flows = self.desk.reserves.iter().flat_map(|reserves| &reserves.flows);
        flows.filter_map(|flow| flow.crude_on(day)).filter_map(crate::outlook::float).reduce(|a, b| a + b)
    }
}
