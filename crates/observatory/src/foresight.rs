//! What is expected as a page: a fan of each flow, the years, the scenarios, the deficit
//! with and without crude oil, how long reserves last, and what became of the forecasts
//! on file. It sets what was reckoned elsewhere and reckons nothing.

use yalu_brief::{
    Expectation, Section,
    document::{Fan, Figure, Point, Series},
};
use yalu_forecast::{Crude, Held, Marks, Runway};
use yalu_trade::{Decimal, Flow, Hindsight, Interval, Lang, dec};

use crate::{
    Watch,
    ahead::month,
    backtests::calendar,
    outlook::{Outlook, YearExpected, float},
    parts::Parts,
    plays::{MIXTURE, Play, SHOWN, UNCONDITIONAL},
    print::grouped,
    scored::{ScoredEntry, nearest, tally},
};

/// Everything that the page tells.
pub struct Foresight<'a> {
    /// What is expected.
    pub outlook: &'a Outlook,
    /// The scenarios.
    pub plays: &'a [Play],
    /// How long reserves last, or why nobody can say.
    pub runways: Result<&'a [Runway], &'a str>,
    /// A year of crude oil, all paid for.
    pub crude: Option<f64>,
    /// What was said before of reserves.
    pub hindsight: &'a [Hindsight],
    /// Forecasts on file.
    pub scored: &'a [ScoredEntry],
    /// Goods.
    pub parts: &'a [Parts],
    /// What a reader should know.
    pub notes: &'a [String],
}

/// Years of history before a fan.
const DRAWN: usize = 24;
const MILLION: Decimal = dec!(1000000);
const BRACKETS: &str = "In brackets stands what holds four times out of five";

impl Watch {
    /// The page.
    pub fn foresight(&self, of: &Foresight<'_>) -> Expectation {
        let outlook = of.outlook;
        let currency = self.desk.settings.currency.letters();
        let called = |code: &str| self.desk.settings.name(code, Lang::En);
        let with: Vec<String> = self.desk.settings.reporters.iter().map(|code| called(code)).collect();
        let fact = |name: &str, value: String| (name.to_owned(), value);
        let unit = format!("million {currency}");
        let figures =
            [Flow::X, Flow::M].into_iter().enumerate().filter_map(|(n, flow)| fan(outlook, flow, n + 1, &unit));
        let sections = [
            years(outlook, &unit),
            scenarios(outlook, of.plays, &unit),
            deficit(outlook, of.crude, &unit),
            self.reserves_lasting(&of.runways),
            hindsight(of.hindsight),
            ledger(of.scored),
        ];
        let goods = of.parts.iter().map(|parts| goods(parts, &unit));
        Expectation {
            title: format!(
                "{}'s trade with {}, {} to {}",
                called(&self.desk.settings.economy),
                with.join(", "),
                outlook.first,
                outlook.last
            ),
            facts: vec![
                fact("Desk", self.desk.id.clone()),
                fact("As of", outlook.as_of.to_string()),
                fact("Coverage", outlook.coverage.to_string()),
                fact("Model", outlook.model.to_owned()),
                fact("Bounds from", format!("{} past forecasts", outlook.alike)),
            ],
            intro: format!(
                "Expected from what was known by {}. The number is what the method says; it is no target, and a single month will miss it. \
                 {BRACKETS}; one time in five it does not, and that is no failure.",
                outlook.as_of
            ),
            figures: figures.collect(),
            sections: sections.into_iter().chain(goods).collect(),
            notes: of.notes.to_vec(),
        }
    }

    fn reserves_lasting(&self, runways: &Result<&[Runway], &str>) -> Section {
        let called = |id: &str| {
            let floor = self.desk.reserves.iter().flat_map(|of| &of.floors).find(|floor| floor.id == id);
            floor.map_or_else(|| id.to_owned(), |floor| floor.label.in_lang(Lang::En).to_owned())
        };
        let heads = ["Crude oil", "Floor", "1 run in 4 within", "1 in 2", "3 in 4", "Last 12 months", "Last 24 months"];
        let rows = runways.iter().flat_map(|runways| runways.iter()).flat_map(|runway| {
            let crude = match runway.crude {
                Crude::Without => "not counted",
                Crude::Judged => "as the desk judges",
                Crude::Paid => "all paid for",
            };
            let called = &called;
            runway.floors.iter().map(move |until| {
                let within = |share: u32| {
                    let found = until.within.iter().find(|(of, _)| *of == share).and_then(|(_, months)| *months);
                    found.map_or(format!("over {} months", runway.months), |months| format!("{months} months"))
                };
                let chance =
                    |share: Option<f64>| share.map_or(String::new(), |share| format!("{:.0} %", share * 100.0));
                let numbers = [within(25), within(50), within(75), chance(until.lasts_12), chance(until.lasts_24)];
                [crude.to_owned(), called(&until.floor)].into_iter().chain(numbers).collect()
            })
        });
        let intro = match runways {
        Ok(_) => "Months until a floor is reached, over the desk's wide priors of what is held, earned and stolen. A spread, and no date.".to_owned(),
        Err(why) => format!("Not available: {why}"),
    };
        let mut rows: Vec<Vec<String>> = rows.collect();
        if rows.is_empty() {
            rows.push(heads.map(|_| "–".to_owned()).to_vec());
        }
        table("reserves", "How long reserves carry it", intro, heads.map(str::to_owned).to_vec(), rows)
    }
}

fn fan(outlook: &Outlook, flow: Flow, n: usize, unit: &str) -> Option<Figure> {
    let (history, expected) = (outlook.history(flow)?, outlook.expected(flow)?);
    let scaled = |interval: &Interval| interval.times(Decimal::ONE / MILLION);
    let bar = |(period, answer): &(yalu_trade::Period, Result<yalu_trade::Reading, yalu_trade::Gap>)| {
        let interval = answer.as_ref().map_or(Interval::unknown(), |reading| scaled(&reading.interval));
        Point {
            period: *period,
            interval,
            printed: interval.best.map_or(String::new(), |best| grouped(best, 1)),
            // Where a reader would see it: wider than one unit of the last printed digit.
            bounded: answer.is_ok() && interval.width().is_none_or(|width| width > dec!(0.1)),
            contested: answer.as_ref().is_ok_and(|reading| reading.contested),
            gap: answer.as_ref().err().cloned(),
        }
    };
    let side = flow.side();
    let skip = history.months.len().saturating_sub(DRAWN);
    let series = |id: &str, label: &str, points| Series {
        id: id.to_owned(),
        label: label.to_owned(),
        unit: unit.to_owned(),
        points,
    };
    let ahead = |label: &str, ends: &dyn Fn(&yalu_forecast::Point) -> Option<(f64, f64)>| {
        let points = expected.points.iter().map(|point| month(calendar(point.month), point.best, ends(point)));
        series(&format!("{}-expected", side.word()), label, points.collect())
    };
    Some(Figure {
        id: format!("expected-{}", side.word()),
        title: format!("Figure {n}. {}, known and expected", capital(side.noun())),
        bars: series(side.word(), side.noun(), history.months[skip..].iter().map(bar).collect()),
        line: None,
        fan: Some(Box::new(Fan {
            eighty: ahead("expected; four times out of five it lies in here", &|point| point.eighty),
            ninety_five: ahead("nineteen out of twenty lie in here", &|point| point.ninety_five),
        })),
        source: format!("what was known by {}, and {} from then on", outlook.as_of, outlook.model),
        notes: Vec::new(),
    })
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// `1,234.5 (1,000–1,500)` in million; of what is below zero `−12.0 (−20 to −5)` with plain signs.
fn between(best: f64, ends: Option<(f64, f64)>) -> String {
    let million = |value: f64, places: u32| {
        crate::outlook::decimal(value).map_or(String::new(), |value| grouped(value / MILLION, places))
    };
    match ends {
        Some((low, high)) => {
            let to = if low < 0.0 { " to " } else { "–" };
            format!("{} ({}{to}{})", million(best, 1), million(low, 0), million(high, 0))
        }
        None => format!("{} (bounds not available)", million(best, 1)),
    }
}

fn of_year(year: &YearExpected) -> String {
    between(year.best, year.spread.map(|spread| spread.eighty))
}

fn table(id: &str, title: &str, intro: String, heads: Vec<String>, rows: Vec<Vec<String>>) -> Section {
    Section { id: id.to_owned(), title: title.to_owned(), intro, heads, rows, words: false }
}

fn years(outlook: &Outlook, unit: &str) -> Section {
    let flows = [Flow::X, Flow::M, Flow::T, Flow::B];
    let heads = std::iter::once(String::new()).chain(flows.map(|flow| capital(flow.side().noun()))).collect();
    let of = |year: yalu_trade::Period| flows.map(|flow| outlook.year(flow, year));
    let mut rows = Vec::new();
    for year in outlook.years.iter().filter(|year| year.flow == Flow::X) {
        let cells = of(year.year).map(|year| year.map_or(String::new(), of_year));
        rows.push(std::iter::once(format!("{} expected", year.year)).chain(cells).collect());
        let before = of(year.year).map(|year| {
            year.and_then(|year| year.year_before).map_or("–".to_owned(), |before| between(before, None))
        });
        let before = before.map(|cell| cell.trim_end_matches(" (bounds not available)").to_owned());
        rows.push(std::iter::once(format!("{} as known then", year.year.shift_years(-1))).chain(before).collect());
    }
    let intro =
        format!("In {unit}. {BRACKETS}. Months add to their year and both flows to trade and balance, path by path.");
    table("years", "The year", intro, heads, rows)
}

fn scenarios(outlook: &Outlook, plays: &[Play], unit: &str) -> Section {
    let year = outlook.years.last().map(|year| year.year);
    let heads =
        ["Scenario", "Chance"].map(str::to_owned).into_iter().chain(SHOWN.map(|flow| capital(flow.side().noun())));
    let row = |play: &Play| {
        let label = match (play.id.as_str(), &play.scenario) {
            (UNCONDITIONAL, _) => "Without any scenario".to_owned(),
            (MIXTURE, _) => "All of them, each as often as it is likely".to_owned(),
            (_, Some(scenario)) => scenario.label.in_lang(Lang::En).to_owned(),
            (id, None) => id.to_owned(),
        };
        let chance = play.scenario.as_ref().and_then(|scenario| float(scenario.probability));
        let chance = chance.map_or(String::new(), |chance| format!("{:.0} %", chance * 100.0));
        let of = |flow: Flow| {
            play.years.iter().find(|of| of.flow == flow && Some(of.year) == year).map_or(String::new(), of_year)
        };
        [label, chance].into_iter().chain(SHOWN.map(of)).collect()
    };
    let when = year.map_or(String::new(), |year| format!(", {year}"));
    let intro = format!(
        "In {unit}. Chances and sizes are the analyst's own, with reasons on the desk. None of them is the forecast; that is the first line."
    );
    table("scenarios", &format!("Scenarios{when}"), intro, heads.collect(), plays.iter().map(row).collect())
}

fn deficit(outlook: &Outlook, crude: Option<f64>, unit: &str) -> Section {
    let row = |year: &YearExpected| {
        let with = crude.map(|crude| {
            let ends = year.spread.map(|spread| (spread.eighty.0 + crude, spread.eighty.1 + crude));
            between(year.best + crude, ends)
        });
        vec![year.year.to_string(), of_year(year), with.unwrap_or_else(|| "the desk does not say".to_owned())]
    };
    let rows = outlook.years.iter().filter(|year| year.flow == Flow::B).map(row).collect();
    let heads = ["", "As customs report it", "With all crude oil paid for"].map(str::to_owned).to_vec();
    table(
        "deficit",
        "The deficit, without crude oil and with",
        format!("In {unit}; below zero more is bought than sold. {BRACKETS}."),
        heads,
        rows,
    )
}

fn hindsight(said: &[Hindsight]) -> Section {
    let row = |of: &Hindsight| {
        vec![format!("{}, {}", of.by, of.issued), of.label.in_lang(Lang::En).to_owned(), of.came.clone()]
    };
    let heads = ["Who, when", "Said", "What came"].map(str::to_owned).to_vec();
    let rows = said.iter().map(row).collect();
    let table = table(
        "hindsight",
        "Earlier answers to how long reserves last",
        "Published before, and what became of them.".to_owned(),
        heads,
        rows,
    );
    Section { words: true, ..table }
}

fn ledger(scored: &[ScoredEntry]) -> Section {
    let marks = |marks: &Option<Marks>| {
        let Some(marks) = marks else { return "–".to_owned() };
        match (marks.error_percent, marks.error, marks.held) {
            (Some(percent), _, _) => format!("{percent:.1} %"),
            (None, Some(points), _) => format!("{points:.1} points"),
            (None, None, Some(Held::Inside)) => "inside its range".to_owned(),
            (None, None, Some(Held::Outside)) => "outside its range".to_owned(),
            (None, None, _) => "–".to_owned(),
        }
    };
    let row = |of: &ScoredEntry| {
        let what = format!(
            "{}, {}: {} of {}",
            of.entry.by,
            of.entry.issued,
            of.entry.flow.side().noun(),
            of.entry.target_period
        );
        let (score, nearest) = match &of.so_far {
            Some(so_far) => (&so_far.score, format!("open; so far, in {}", so_far.period)),
            None if of.score.open.is_some() => (&of.score, "open".to_owned()),
            None => (&of.score, nearest(of).unwrap_or("one value alone").to_owned()),
        };
        vec![what, marks(&score.marks), marks(&score.ours), marks(&score.naive), nearest]
    };
    let heads = ["On file", "Theirs off by", "Ours, same day", "The same again", "Nearest"].map(str::to_owned).to_vec();
    let (ours, named) = tally(scored);
    let intro = format!(
        "Forecasts that were issued by this day, with ours from the same day's knowledge and the same again as the year before. Of {named} that have one of ours to compare, it was the nearest in {ours}."
    );
    table("ledger", "The ledger", intro, heads, scored.iter().map(row).collect())
}

fn goods(parts: &Parts, unit: &str) -> Section {
    let year = parts.parts.first().and_then(|part| part.years.last()).map(|year| year.year);
    let rows = parts.parts.iter().filter_map(|part| {
        let of = part.years.iter().find(|of| Some(of.year) == year)?;
        let before = of.year_before.map_or("–".to_owned(), |before| {
            between(before, None).trim_end_matches(" (bounds not available)").to_owned()
        });
        Some(vec![part.label.clone(), before, between(of.best, of.eighty)])
    });
    let when = year.map_or(String::new(), |year| year.to_string());
    let before = year.map_or(String::new(), |year| year.shift_years(-1).to_string());
    let title = format!("What makes up {}", parts.flow.side().noun());
    let intro = format!(
        "In {unit}. Each part is forecast by itself and made to add up to the flow by {} from the errors of {} past months. {BRACKETS}.",
        parts.method.card().id,
        parts.months
    );
    table(
        &format!("parts-{}", parts.flow.side().word()),
        &title,
        intro,
        vec!["".to_owned(), before, format!("{when} expected")],
        rows.collect(),
    )
}
