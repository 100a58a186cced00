//! What is expected, as people read it.

use yalu_observatory::{Crude, MIXTURE, Part, Parts, Point, Runway, SHOWN, UNCONDITIONAL, YearExpected, month};
use yalu_trade::{Flow, Lang};

use super::Answer;

pub(super) fn told(answer: &Answer, only: Option<Flow>) -> String {
    let outlook = &answer.outlook;
    let wanted = |flow: &Flow| only.is_none_or(|only| only == *flow);
    let mut text = format!(
        "Expected from what was known by {}, by {}, {}, in million {}; in brackets what holds four times out of five\n\n",
        outlook.as_of, outlook.model, outlook.coverage, answer.currency
    );
    let flows: Vec<Flow> = [Flow::X, Flow::M, Flow::T, Flow::B].into_iter().filter(wanted).collect();
    let mut heads = vec!["".to_owned()];
    heads.extend(flows.iter().map(|flow| flow.side().noun().to_owned()));
    let mut rows = Vec::new();
    for h in 0..outlook.series.first().map_or(0, |series| series.points.len()) {
        let of = |flow: &Flow| outlook.expected(*flow).and_then(|series| series.points.get(h));
        let name = of(&Flow::X).map_or(String::new(), |point| month(point.month).to_string());
        rows.push(std::iter::once(name).chain(flows.iter().map(|flow| of(flow).map_or(String::new(), cell))).collect());
    }
    for year in outlook.years.iter().filter(|year| year.flow == Flow::X) {
        let of = |flow: &Flow| outlook.year(*flow, year.year).map_or(String::new(), sum);
        rows.push(std::iter::once(year.year.to_string()).chain(flows.iter().map(of)).collect());
    }
    text += &table(heads, rows);
    text += &answer.parts.iter().filter(|parts| wanted(&parts.flow)).map(parts).collect::<String>();
    text += &scenarios(answer);
    text += &deficit(answer);
    text += &reserves(answer);
    for note in &answer.notes {
        text += &format!("note: {note}\n");
    }
    text
}

fn table(heads: Vec<String>, rows: Vec<Vec<String>>) -> String {
    let mut table = comfy_table::Table::new();
    table.load_preset(comfy_table::presets::UTF8_BORDERS_ONLY).set_header(heads).add_rows(rows);
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(comfy_table::CellAlignment::Right);
    }
    format!("{table}\n")
}

/// What makes up a flow, by the last year.
fn parts(parts: &Parts) -> String {
    let Some(year) = parts.parts.first().and_then(|part| part.years.last()).map(|year| year.year) else {
        return String::new();
    };
    let heads = vec!["".to_owned(), year.shift_years(-1).to_string(), format!("{year} expected")];
    let row = |part: &Part| {
        let of = part.years.iter().find(|of| of.year == year)?;
        let before = of.year_before.map_or("–".to_owned(), millions);
        Some(vec![part.label.clone(), before, between(of.best, of.eighty)])
    };
    format!(
        "\nWhat makes up {}, made to add up by {} from the errors of {} past months\n{}",
        parts.flow.side().noun(),
        parts.method.card().id,
        parts.months,
        table(heads, parts.parts.iter().filter_map(row).collect())
    )
}

fn millions(value: f64) -> String {
    format!("{:.1}", value / 1e6)
}

fn between(best: f64, ends: Option<(f64, f64)>) -> String {
    match ends {
        Some((low, high)) => format!("{} ({:.0}–{:.0})", millions(best), low / 1e6, high / 1e6).replace("–-", " to -"),
        None => format!("{} (not available)", millions(best)),
    }
}

fn cell(point: &Point) -> String {
    between(point.best, point.eighty)
}

fn sum(year: &YearExpected) -> String {
    between(year.best, year.spread.map(|spread| spread.eighty))
}

fn scenarios(answer: &Answer) -> String {
    let Some(year) = answer.outlook.years.last().map(|year| year.year) else { return String::new() };
    let mut heads = vec![format!("{year}"), "chance".to_owned()];
    heads.extend(SHOWN.map(|flow| flow.side().noun().to_owned()));
    let row = |play: &yalu_observatory::Play| {
        let label = match play.id.as_str() {
            UNCONDITIONAL => "without any scenario".to_owned(),
            MIXTURE => "all of them, by their chances".to_owned(),
            _ => play.scenario.as_ref().map_or(String::new(), |s| s.label.in_lang(Lang::En).to_owned()),
        };
        let chance = play
            .scenario
            .as_ref()
            .map_or(String::new(), |s| format!("{} %", (s.probability * yalu_trade::Decimal::ONE_HUNDRED).normalize()));
        let of = |flow: Flow| play.years.iter().find(|y| y.flow == flow && y.year == year).map_or(String::new(), sum);
        [label, chance].into_iter().chain(SHOWN.map(of)).collect()
    };
    format!(
        "\nScenarios of the desk; none of them is the forecast\n{}",
        table(heads, answer.plays.iter().map(row).collect())
    )
}

fn deficit(answer: &Answer) -> String {
    let balances = answer.outlook.years.iter().filter(|year| year.flow == Flow::B);
    let line = |year: &YearExpected| {
        let crude = answer.crude.map(|crude| {
            let moved = YearExpected { best: year.best + crude, ..*year };
            format!("; with crude oil paid for at {} a year: {}", millions(crude), millions(moved.best))
        });
        format!("\nBalance of {}: {} as customs report it{}\n", year.year, sum(year), crude.unwrap_or_default())
    };
    balances.map(line).collect()
}

fn reserves(answer: &Answer) -> String {
    let runways = match &answer.runways {
        Ok(runways) => runways,
        Err(why) => return format!("\nReserves: not available: {why}\n"),
    };
    let mut text = "\nMonths until reserves reach a floor, on the desk's priors: a spread, and no date\n".to_owned();
    let heads = ["crude oil", "floor", "1 run in 4 within", "1 in 2", "3 in 4", "last 12 months", "last 24 months"];
    let rows = runways.iter().flat_map(rows).collect();
    text += &table(heads.map(str::to_owned).to_vec(), rows);
    if let Some(judged) = runways.iter().find(|runway| runway.crude == Crude::Judged) {
        let most: Vec<String> =
            judged.matters.iter().take(4).map(|m| format!("{} ({:.0} %)", m.id, m.share * 100.0)).collect();
        text += &format!("What matters most: {}\n", most.join(", "));
    }
    if !answer.hindsight.is_empty() {
        text += "\nEarlier answers to how long reserves last, and what came\n";
    }
    for said in &answer.hindsight {
        text += &format!("  {}, {}: {}\n    {}\n", said.by, said.issued, said.label.in_lang(Lang::En), said.came);
    }
    text
}

fn rows(runway: &Runway) -> Vec<Vec<String>> {
    let crude = match runway.crude {
        Crude::Without => "not counted",
        Crude::Judged => "as the desk judges",
        Crude::Paid => "all paid for",
    };
    let row = |until: &yalu_observatory::Until| {
        let within = |share: u32| {
            let found = until.within.iter().find(|(of, _)| *of == share).and_then(|(_, months)| *months);
            found.map_or(format!("over {}", runway.months), |months| months.to_string())
        };
        let chance = |share: Option<f64>| share.map_or(String::new(), |share| format!("{:.0} %", share * 100.0));
        let cells = [within(25), within(50), within(75), chance(until.lasts_12), chance(until.lasts_24)];
        [crude.to_owned(), until.floor.clone()].into_iter().chain(cells).collect()
    };
    runway.floors.iter().map(row).collect()
}
