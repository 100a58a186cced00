//! What is expected, in the shape that others call.

use serde_json::{Map, Value, json};
use yalu_observatory::{Crude, Expected, Part, PartYear, Parts, Play, Point, Runway, YearExpected, month};
use yalu_trade::{Flow, Hindsight, Lang};

use super::Answer;

pub(super) fn document(answer: &Answer, only: Option<Flow>) -> Value {
    let outlook = &answer.outlook;
    let wanted = |flow: Flow| only.is_none_or(|only| only == flow);
    let series: Vec<Value> =
        outlook.series.iter().filter(|series| wanted(series.flow)).map(|series| self::series(series, answer)).collect();
    let years: Vec<Value> = outlook.years.iter().filter(|year| wanted(year.flow)).map(year).collect();
    json!({
        "as_of": outlook.as_of.to_string(),
        "currency": answer.currency,
        "first": outlook.first.to_string(),
        "last": outlook.last.to_string(),
        "series": series,
        "years": years,
        "scenarios": answer.plays.iter().map(play).collect::<Vec<_>>(),
        "balance": balance(answer),
        "reserves": match &answer.runways {
            Ok(runways) => json!({
                "runways": runways.iter().map(runway).collect::<Vec<_>>(),
                "hindsight": answer.hindsight.iter().map(hindsight).collect::<Vec<_>>(),
            }),
            Err(why) => json!({"gap": why}),
        },
        "errors": {"origins": outlook.alike, "rank_correlation": outlook.rank.map(rounded)},
        "parts": answer.parts.iter().filter(|parts| wanted(parts.flow)).map(parts).collect::<Vec<_>>(),
        "pool": outlook.pool,
        "notes": answer.notes,
    })
}

/// What makes up a flow, and how it was made to add up.
fn parts(parts: &Parts) -> Value {
    let year = |year: &PartYear| {
        let mut object = Map::new();
        object.insert("period".to_owned(), json!(year.year.to_string()));
        object.insert("best".to_owned(), whole(year.best));
        ends(&mut object, year.eighty, year.ninety_five);
        object.insert("year_before".to_owned(), year.year_before.map_or(Value::Null, whole));
        Value::Object(object)
    };
    let part = |part: &Part| {
        json!({
            "commodity": part.commodity.to_string(),
            "label": part.label,
            "sum_of_parts": part.sum,
            "points": part.points.iter().map(point).collect::<Vec<_>>(),
            "years": part.years.iter().map(year).collect::<Vec<_>>(),
        })
    };
    json!({
        "flow": parts.flow.letters(),
        "side": parts.flow.side().word(),
        "method": parts.method.card().id,
        "errors_of_months": parts.months,
        "parts": parts.parts.iter().map(part).collect::<Vec<_>>(),
    })
}

fn hindsight(said: &Hindsight) -> Value {
    json!({
        "id": said.id,
        "by": said.by,
        "issued": said.issued.to_string(),
        "said": said.label.in_lang(Lang::En),
        "predicted": said.predicted.to_string(),
        "came": said.came,
        "source": said.source,
    })
}

fn series(series: &Expected, answer: &Answer) -> Value {
    // The chance of a month to be nothing, where the series has such months.
    let chance = |h: usize| series.zeros.as_ref().and_then(|zeros| zeros.get(h)).map(|chance| rounded(*chance));
    let points = series.points.iter().enumerate().map(|(h, of)| {
        let mut of = point(of);
        if let (Some(object), Some(chance)) = (of.as_object_mut(), chance(h)) {
            object.insert("zero".to_owned(), json!(chance));
        }
        of
    });
    json!({
        "flow": series.flow.letters(),
        "side": series.flow.side().word(),
        "coverage": answer.outlook.coverage.to_string(),
        "as_of": answer.outlook.as_of.to_string(),
        "model": answer.outlook.model,
        "state": series.state.map(state),
        "points": points.collect::<Vec<_>>(),
    })
}

fn state(state: yalu_observatory::State) -> &'static str {
    match state {
        yalu_observatory::State::Calm => "calm",
        yalu_observatory::State::Broken => "broken",
        yalu_observatory::State::Sparse => "sparse",
    }
}

fn point(point: &Point) -> Value {
    let mut object = Map::new();
    object.insert("period".to_owned(), json!(month(point.month).to_string()));
    object.insert("best".to_owned(), whole(point.best));
    ends(&mut object, point.eighty, point.ninety_five);
    Value::Object(object)
}

fn year(year: &YearExpected) -> Value {
    let mut object = Map::new();
    object.insert("flow".to_owned(), json!(year.flow.letters()));
    object.insert("side".to_owned(), json!(year.flow.side().word()));
    object.insert("period".to_owned(), json!(year.year.to_string()));
    object.insert("best".to_owned(), whole(year.best));
    object.insert("median".to_owned(), year.spread.map_or(Value::Null, |spread| whole(spread.median)));
    ends(&mut object, year.spread.map(|spread| spread.eighty), year.spread.map(|spread| spread.ninety_five));
    object.insert("known_months".to_owned(), json!(year.known_months));
    object.insert("year_before".to_owned(), year.year_before.map_or(Value::Null, whole));
    Value::Object(object)
}

fn ends(object: &mut Map<String, Value>, eighty: Option<(f64, f64)>, ninety_five: Option<(f64, f64)>) {
    let mut put = |name: &str, value: Option<f64>| object.insert(name.to_owned(), value.map_or(Value::Null, whole));
    put("lo80", eighty.map(|ends| ends.0));
    put("hi80", eighty.map(|ends| ends.1));
    put("lo95", ninety_five.map(|ends| ends.0));
    put("hi95", ninety_five.map(|ends| ends.1));
}

fn play(play: &Play) -> Value {
    let scenario = play.scenario.as_ref();
    let text = |of: fn(&yalu_trade::Scenario) -> String| scenario.map(of);
    json!({
        "id": play.id,
        "label": text(|scenario| scenario.label.in_lang(yalu_trade::Lang::En).to_owned()),
        "probability": scenario.and_then(|s| f64::try_from(s.probability).ok()),
        "start": text(|scenario| scenario.start.to_string()),
        "why": text(|scenario| scenario.why.clone()),
        "source": text(|scenario| scenario.source.clone()),
        "data_says": text(|scenario| scenario.data_says.clone()),
        "years": play.years.iter().map(year).collect::<Vec<_>>(),
    })
}

/// The balance as reported, and with a year of crude oil taken off as if all of it were paid for.
fn balance(answer: &Answer) -> Value {
    let years = answer.outlook.years.iter().filter(|year| year.flow == Flow::B);
    let of = |shift: f64| -> Vec<Value> {
        let moved = |expected: &YearExpected| {
            let mut expected = *expected;
            let add = |(low, high): (f64, f64)| (low + shift, high + shift);
            expected.best += shift;
            expected.year_before = expected.year_before.filter(|_| shift == 0.0);
            if let Some(spread) = &mut expected.spread {
                spread.median += shift;
                (spread.eighty, spread.ninety_five) = (add(spread.eighty), add(spread.ninety_five));
            }
            year(&expected)
        };
        years.clone().map(moved).collect()
    };
    let crude = answer.crude;
    json!({"without_crude": of(0.0), "with_crude": crude.map(of), "crude_a_year": crude.map(whole)})
}

fn runway(runway: &Runway) -> Value {
    let floor = |until: &yalu_observatory::Until| {
        let within = |(share, months): &(u32, Option<u32>)| json!({"percent_of_runs": share, "months": months});
        json!({
            "floor": until.floor,
            "within": until.within.iter().map(within).collect::<Vec<_>>(),
            "not_met": rounded(until.never),
            "lasts_12": until.lasts_12.map(rounded),
            "lasts_24": until.lasts_24.map(rounded),
        })
    };
    let matter = |m: &yalu_observatory::Matter| json!({"id": m.id, "rank": rounded(m.rank), "share": rounded(m.share)});
    json!({
        "crude": match runway.crude {
            Crude::Without => "without",
            Crude::Judged => "judged",
            Crude::Paid => "paid",
        },
        "months": runway.months,
        "floors": runway.floors.iter().map(floor).collect::<Vec<_>>(),
        "stock": runway.stock.iter().map(point).collect::<Vec<_>>(),
        "matters": runway.matters.iter().map(matter).collect::<Vec<_>>(),
    })
}

/// To the unit of the currency.
fn whole(value: f64) -> Value {
    json!(value.round() as i64)
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
