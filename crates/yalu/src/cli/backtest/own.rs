//! The desk's own months: from each the forecast that the model would have made, by regime.

use serde_json::{Value, json};
use yalu_observatory::{AsThen, Miss, Model, OutlookAsk, RegimeScore, Watch, scores::Mean};
use yalu_trade::{AsOf, Lang};

use super::{
    super::{Failure, Outcome, Shared, put, put_json},
    compared, compared_plainly, mean,
};

const HINT: &str = "another day (--as-of), another model (--model), or more months on the desk";

/// How forecasts did, and what they saw.
struct Answer {
    model: &'static str,
    as_of: String,
    /// What each saw, in words.
    vintage: String,
    origins: usize,
    scores: Vec<RegimeScore>,
    misses: Vec<Miss>,
}

/// `latest`: every past month as it stands now, not as it was known when it was out.
pub(super) fn run(shared: &Shared, model: &'static dyn Model, latest: bool) -> Outcome {
    let watch = shared.watch()?;
    let as_of = shared.as_of(&watch);
    let answer = if latest { now(&watch, as_of, model)? } else { then(&watch, as_of, model)? };
    if shared.json {
        return put_json(&json!({
            "as_of": answer.as_of,
            "model": answer.model,
            "vintage": answer.vintage,
            "origins": answer.origins,
            "regimes": answer.scores.iter().map(regime).collect::<Vec<_>>(),
            "misses": answer.misses.iter().map(miss).collect::<Vec<_>>(),
        }));
    }
    put(&told(&answer))
}

fn then(watch: &Watch, as_of: AsOf, model: &'static dyn Model) -> Result<Answer, Failure> {
    let of = watch.judged_as_then(as_of, model).map_err(|error| Failure::new(error, HINT))?;
    let Some((first, last)) = of.span else {
        return Err(Failure::new(format!("no past month had enough before it when it was out, as of {as_of}"), HINT));
    };
    let vintage = format!(
        "from {first} to {last}, each sees what was released by the day its last month was out; {} months more had too \
         little on file by then",
        of.without
    );
    let AsThen { scores, misses, origins, .. } = of;
    Ok(Answer { model: model.card().id, as_of: as_of.to_string(), vintage, origins, scores, misses })
}

fn now(watch: &Watch, as_of: AsOf, model: &'static dyn Model) -> Result<Answer, Failure> {
    // A whole year ahead of every month.
    let known = OutlookAsk { as_of, known_to: None, last: None, model };
    let outlook = watch.outlook(&known).map_err(|error| Failure::new(error, HINT))?;
    let last = Some(outlook.first.shift_months(11));
    let outlook = watch.outlook(&OutlookAsk { last, ..known }).map_err(|error| Failure::new(error, HINT))?;
    let (scores, misses) = watch.judged(&outlook);
    let vintage = "every origin sees the last vintage".to_owned();
    Ok(Answer { model: outlook.model, as_of: as_of.to_string(), vintage, origins: outlook.tries.len(), scores, misses })
}

fn regime(score: &RegimeScore) -> Value {
    json!({
        "id": score.id, "label": score.label.in_lang(Lang::En), "flow": score.flow.letters(),
        "side": score.flow.side().word(), "ours": score.ours.map(mean), "same_month_last_year": score.naive.map(mean),
        "owa_of_same_month_last_year": score.owa, "diebold_mariano": compared(&score.equal, "origins"),
    })
}

fn miss(miss: &Miss) -> Value {
    json!({
        "flow": miss.flow.letters(), "side": miss.flow.side().word(), "origin": miss.origin.to_string(),
        "period": miss.month.to_string(), "said": miss.said.round(), "lo80": miss.eighty.0.round(),
        "hi80": miss.eighty.1.round(), "came": miss.came.round(),
    })
}

fn told(answer: &Answer) -> String {
    let Answer { model, as_of, vintage, origins, scores, misses } = answer;
    let mut table = comfy_table::Table::new();
    table.load_preset(comfy_table::presets::UTF8_BORDERS_ONLY);
    table.set_header([
        "",
        "regime of the origin",
        "origins",
        "months",
        "error (MASE)",
        "same month last year",
        "OWA",
        "WIS",
        "in 80 %",
        "in 95 %",
    ]);
    let number = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.2}"));
    let percent = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{:.0} %", value * 100.0));
    for score in scores {
        let of = |get: &dyn Fn(&Mean) -> Option<f64>| score.ours.as_ref().and_then(get);
        let count = |get: &dyn Fn(&Mean) -> usize| score.ours.as_ref().map_or(0, get).to_string();
        table.add_row([
            score.flow.side().noun().to_owned(),
            score.label.in_lang(Lang::En).to_owned(),
            count(&|mean| mean.forecasts),
            count(&|mean| mean.score.months),
            number(of(&|mean| Some(mean.score.mase))),
            number(score.naive.map(|mean| mean.score.mase)),
            number(score.owa),
            number(of(&|mean| mean.score.wis)),
            percent(of(&|mean| mean.score.inside_80)),
            percent(of(&|mean| mean.score.inside_95)),
        ]);
    }
    let mut text = format!(
        "{model} of {origins} past months, a year ahead of each, as of {as_of}; months that were printed are scored.\n\
         Vintage: {vintage}.\n\
         OWA is of the same month of last year.\n{table}\nAgainst the same month of last year (Diebold-Mariano, below \
         zero where ours err less):\n"
    );
    for score in scores {
        let (flow, label) = (score.flow.side().noun(), score.label.in_lang(Lang::En));
        text += &format!("  {flow}, {label}: {}\n", compared_plainly(&score.equal, "origins"));
    }
    text += "\nThe last misses, three months ahead, in million:\n";
    for miss in misses {
        let m = |value: f64| format!("{:.1}", value / 1e6);
        let (low, high) = (m(miss.eighty.0), m(miss.eighty.1));
        text += &format!(
            "  {} of {}, said after {}: {} ({low} to {high}); came {}\n",
            miss.flow.side().noun(),
            miss.month,
            miss.origin,
            m(miss.said),
            m(miss.came)
        );
    }
    text
}
