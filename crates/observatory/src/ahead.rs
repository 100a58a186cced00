//! The year after a brief's, as it could be foreseen when the brief's year was out:
//! from the releases of that day and none since, whatever day the brief itself is
//! made as of. So the page never knows what it foretells, and what came stands beside it.

use std::sync::Arc;

use rust_decimal::prelude::FromPrimitive;
use yalu_brief::document::{Block, Cell, Column, ColumnKind, Fan, Figure, Number, Point, Row, Series, Table};
use yalu_desk::{NumberPlan, Sentence};
use yalu_forecast::{Crude, MODELS, Runway, Until};
use yalu_trade::{AsOf, Decimal, Flow, Gap, Interval, Lang, Lineage, Period, ReadError, Reading, Unit, Vintage, dec};

use crate::{
    Watch,
    backtests::calendar,
    outlook::{Outlook, OutlookAsk, decimal},
    plays::{MIXTURE, Play, SHOWN, UNCONDITIONAL},
    print::{Style, between, grouped},
    scored::{ScoredEntry, nearest},
    words,
    write::Writer,
};

/// What can be said of the year after.
#[derive(Debug)]
pub(crate) struct Ahead {
    year: Period,
    outlook: Outlook,
    plays: Vec<Play>,
    runways: Result<Vec<Runway>, String>,
    crude: Option<f64>,
    scored: Vec<ScoredEntry>,
}

/// The year after, or why nothing can be said of it.
pub(crate) type Foreseen = Arc<Result<Ahead, String>>;

const MILLION: Decimal = dec!(1000000);

impl Watch {
    /// The day on which a period was out: when its last month was first printed, or the day asked for if that is sooner.
    pub(crate) fn forecast_day(&self, period: Period, as_of: AsOf) -> AsOf {
        let ends = |s: &&yalu_trade::Statement| {
            let ends = s.period.last_month() == period.last_month() && !s.mean && !s.vintage.assumed;
            ends && s.flow == Flow::T && s.coverage == self.desk.settings.default_coverage
        };
        let out = self.statements.iter().filter(ends).map(|s| AsOf(s.vintage.released)).min();
        out.map_or(as_of, |out| out.min(as_of))
    }

    fn ahead(&self, period: Period, as_of: AsOf) -> Foreseen {
        let mut known = self.foreseen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let look = || Arc::new(self.look_ahead(period, as_of).map_err(|error| error.to_string()));
        known.entry((period, as_of)).or_insert_with(look).clone()
    }

    fn look_ahead(&self, period: Period, as_of: AsOf) -> Result<Ahead, crate::CannotForecast> {
        let year = Period::year(period.last_year() + 1);
        let day = self.forecast_day(period, as_of);
        let (known_to, last) = (Some(period.last_month()), Some(year.last_month()));
        let outlook = self.outlook(&OutlookAsk { as_of: day, known_to, last, model: MODELS[0] })?;
        let (plays, _) = self.plays(&outlook)?;
        let runways = self.runways(&outlook).map_err(|why| why.to_string());
        let of_that_day = |entry: &&yalu_trade::LedgerEntry| entry.target_period == year && entry.vintage == day.0;
        let on_file = self.ledger.iter().filter(of_that_day).filter(|entry| entry.issued <= as_of.0);
        let scored =
            on_file.map(|entry| self.held_against(entry, Ok(&outlook), as_of)).collect::<Result<Vec<_>, _>>()?;
        Ok(Ahead { year, outlook, plays, runways, crude: self.crude_paid(day), scored })
    }
}

impl Writer<'_> {
    fn foreseen(&self) -> Foreseen {
        self.watch.ahead(self.period, self.as_of)
    }

    /// Something of what is expected, as a number of the brief.
    pub(crate) fn expected(&self, plan: &NumberPlan, what: &str, flow: Flow) -> Number {
        let label = plan.label.as_ref().map(|label| label.in_lang(self.lang).to_owned());
        let label = label.unwrap_or_else(|| format!("{}: {what}", words::flow(flow, self.lang)));
        let style = match what {
            "level" | "with-crude" => Style::Money(self.watch.desk.settings.currency),
            "lasts-12" | "lasts-24" => Style::Percent,
            _ => Style::Count,
        };
        let foreseen = self.foreseen();
        let answer = match foreseen.as_ref() {
            Ok(ahead) => self.foretold(ahead, what, flow),
            Err(why) => Err(Gap::not_derivable(why.clone())),
        };
        self.numbered(&plan.id, label, answer, |_| style)
    }

    fn foretold(&self, ahead: &Ahead, what: &str, flow: Flow) -> Result<Reading, Gap> {
        let none = |why: &str| Gap::not_derivable(why.to_owned());
        let year = || ahead.outlook.year(flow, ahead.year).ok_or_else(|| none("the outlook has no such year"));
        let exact = |value: Option<Decimal>| value.map(Interval::exact).ok_or_else(|| none("not available"));
        let count = |n: usize| exact(Decimal::from_usize(n));
        let (interval, unit) = match what {
            "level" => (year()?.interval(), Unit::Money(self.watch.desk.settings.currency)),
            "with-crude" => {
                let crude =
                    ahead.crude.and_then(decimal).ok_or_else(|| none("the desk does not say what crude costs"))?;
                (year()?.interval().plus(&Interval::exact(crude)), Unit::Money(self.watch.desk.settings.currency))
            }
            "lasts-12" => (exact(ahead.until()?.lasts_12.and_then(percent))?, Unit::Percent),
            "lasts-24" => (exact(ahead.until()?.lasts_24.and_then(percent))?, Unit::Percent),
            "months-25" => (exact(within(ahead.until()?, 25)?)?, Unit::Pieces),
            "months-50" => (exact(within(ahead.until()?, 50)?)?, Unit::Pieces),
            "tries" => (count(ahead.outlook.alike)?, Unit::Pieces),
            "scored" => (count(ahead.scored.iter().filter_map(nearest).count())?, Unit::Pieces),
            "nearest" => {
                (count(ahead.scored.iter().filter_map(nearest).filter(|who| *who == "ours").count())?, Unit::Pieces)
            }
            _ => return Err(none("nothing of that name is expected")),
        };
        Ok(self.reading(ahead, flow, interval, unit))
    }

    /// A figure of the outlook with its papers: the last year that it saw.
    fn reading(&self, ahead: &Ahead, flow: Flow, interval: Interval, unit: Unit) -> Reading {
        let outlook = &ahead.outlook;
        let last = |history: &crate::History| {
            let months = history.months.iter().rev().take(12);
            months.filter_map(|(_, answer)| Some(answer.as_ref().ok()?.lineage.clone())).collect::<Vec<Lineage>>()
        };
        let inputs: Vec<Lineage> = outlook.histories.iter().flat_map(last).collect();
        let formula = format!(
            "{} on the months known by {}; bounds from its errors at {} past months, four out of five",
            outlook.model, outlook.as_of, outlook.alike
        );
        Reading {
            interval,
            unit,
            coverage: outlook.coverage.clone(),
            valuation: if matches!(unit, Unit::Money(_)) { flow.valuation() } else { "" },
            vintage: Vintage { released: outlook.as_of.0, assumed: false, class: Default::default() },
            base_vintage: None,
            contested: false,
            lineage: Lineage::of(&formula, &inputs),
        }
    }

    /// The months of a flow and what is expected after them.
    pub(crate) fn fan(
        &mut self,
        id: &str,
        title: &Sentence,
        flow: Flow,
        from: Period,
    ) -> Result<Option<Block>, ReadError> {
        let mut figure = self.figure(id, title, flow, from)?;
        let foreseen = self.foreseen();
        let ahead = match foreseen.as_ref() {
            Ok(ahead) => ahead,
            Err(why) => {
                self.notes.push(format!("{}: {}: {why}", self.words.left_out, figure.title));
                return Ok(None);
            }
        };
        figure.line = None;
        let unit = figure.bars.unit.clone();
        let side = flow.side().word();
        let Some(expected) = ahead.outlook.expected(flow) else { return Ok(None) };
        let series = |name: &str, label: &str, ends: &dyn Fn(&yalu_forecast::Point) -> Option<(f64, f64)>| Series {
            id: format!("{side}-expected-{name}"),
            label: label.to_owned(),
            unit: unit.clone(),
            points: expected.points.iter().map(|point| month(calendar(point.month), point.best, ends(point))).collect(),
        };
        let eighty = series("80", self.words.expected_80, &|point| point.eighty);
        let ninety_five = series("95", self.words.expected_95, &|point| point.ninety_five);
        for point in &expected.points {
            let ends = point.eighty;
            let interval = Interval {
                low: ends.and_then(|(low, _)| decimal(low)),
                best: decimal(point.best),
                high: ends.and_then(|(_, high)| decimal(high)),
            };
            let period = calendar(point.month);
            let currency = self.watch.desk.settings.currency;
            let reading = self.reading(ahead, flow, interval, Unit::Money(currency));
            let label = format!("{}, {period}: {}", words::flow(flow, self.lang), self.words.expected_80);
            let number =
                self.numbered(&format!("{id}.{period}.expected"), label, Ok(reading), |_| Style::Money(currency));
            self.keep(number);
        }
        figure.fan = Some(Box::new(Fan { eighty, ninety_five }));
        Ok(Some(Block::Figure(Figure { id: id.to_owned(), ..figure })))
    }

    /// The scenarios of the desk, the outlook without any first.
    pub(crate) fn scenarios(&mut self, id: &str, title: String) -> Option<Table> {
        let foreseen = self.foreseen();
        let ahead = match foreseen.as_ref() {
            Ok(ahead) => ahead,
            Err(why) => {
                self.notes.push(format!("{}: {title}: {why}", self.words.left_out));
                return None;
            }
        };
        let head = |id: &str, title: &str, kind| Column { id: id.to_owned(), title: title.to_owned(), kind };
        let mut columns = vec![
            head("scenario", self.words.scenario, ColumnKind::Text),
            head("chance", self.words.chance, ColumnKind::Number),
        ];
        columns.extend(SHOWN.map(|flow| head(flow.side().word(), words::flow(flow, self.lang), ColumnKind::Number)));
        let rows = ahead.plays.iter().map(|play| self.scenario(id, ahead, play)).collect();
        let papers = self.reading(ahead, Flow::B, Interval::unknown(), Unit::Pieces).lineage;
        let source = self.source([&papers]);
        let reckoned = self.words.own_reckoning.replace("{day}", &ahead.outlook.as_of.to_string());
        let notes = vec![format!("{reckoned} {}", self.words.brackets)];
        Some(Table { id: id.to_owned(), title, unit: self.million(), columns, rows, source, notes })
    }

    fn scenario(&mut self, table: &str, ahead: &Ahead, play: &Play) -> Row {
        let label = match (play.id.as_str(), &play.scenario) {
            (UNCONDITIONAL, _) => self.words.without_scenarios.to_owned(),
            (MIXTURE, _) => self.words.all_scenarios.to_owned(),
            (_, Some(scenario)) => scenario.label.in_lang(self.lang).to_owned(),
            (id, None) => id.to_owned(),
        };
        let mut cells = vec![Cell::Text(label.clone())];
        cells.push(match &play.scenario {
            Some(scenario) => Cell::Text(format!("{}%", (scenario.probability * Decimal::ONE_HUNDRED).normalize())),
            None => Cell::Empty,
        });
        for flow in SHOWN {
            let Some(year) = play.years.iter().find(|y| y.flow == flow && y.year == ahead.year) else {
                cells.push(Cell::Empty);
                continue;
            };
            let currency = self.watch.desk.settings.currency;
            let reading = self.reading(ahead, flow, year.interval(), Unit::Money(currency));
            let name = format!("{table}.{}.{}", play.id, flow.side().word());
            let said = format!("{label}: {}, {}", words::flow(flow, self.lang), ahead.year);
            let mut number = self.numbered(&name, said, Ok(reading), |_| Style::Money(currency));
            let shown = year.interval().times(Decimal::ONE / MILLION);
            number.printed = spoken(&shown, self.lang);
            number.printed_bounds = String::new();
            cells.push(Cell::Number {
                interval: number.interval,
                shown: shown.best,
                decimals: 0,
                printed: number.printed.clone(),
            });
            self.keep(number);
        }
        Row { cells, total: play.scenario.is_none() }
    }

    /// The day on which the year after was foreseen.
    pub(crate) fn forecast_day(&self) -> String {
        self.watch.forecast_day(self.period, self.as_of).to_string()
    }
}

/// `2,060 (1,550–3,243)`; of a deficit `−1,817 (−2,762 to −1,400)` with plain signs.
fn spoken(shown: &Interval, lang: Lang) -> String {
    let whole = |value: Decimal| grouped(value, 0);
    let best = shown.best.map(whole).unwrap_or_default();
    match (shown.low, shown.high) {
        (Some(low), Some(high)) => format!("{best} ({}{}{})", whole(low), between(low, lang), whole(high)),
        _ => best,
    }
}

/// A month that is expected, as a chart has it.
pub(crate) fn month(period: Period, best: f64, ends: Option<(f64, f64)>) -> Point {
    let scaled = |value: f64| decimal(value).map(|value| value / MILLION);
    let best = scaled(best);
    Point {
        period,
        interval: Interval {
            low: ends.and_then(|(low, _)| scaled(low)),
            best,
            high: ends.and_then(|(_, high)| scaled(high)),
        },
        printed: best.map_or(String::new(), |best| grouped(best, 1)),
        bounded: ends.is_some(),
        contested: false,
        gap: None,
    }
}

fn percent(share: f64) -> Option<Decimal> {
    Decimal::from_f64((share * 100.0).round())
}

fn within(until: &Until, share: u32) -> Result<Option<Decimal>, Gap> {
    let months = until.within.iter().find(|(of, _)| *of == share).and_then(|(_, months)| *months);
    months
        .map(|months| Some(Decimal::from(months)))
        .ok_or_else(|| Gap::not_derivable("not within the months looked ahead"))
}

impl Ahead {
    /// When the first floor of the desk is met, crude oil counted as the desk judges it.
    fn until(&self) -> Result<&Until, Gap> {
        let runways = self.runways.as_ref().map_err(|why| Gap::not_derivable(why.clone()))?;
        let judged = runways.iter().find(|runway| runway.crude == Crude::Judged);
        judged.and_then(|runway| runway.floors.first()).ok_or_else(|| Gap::not_derivable("the desk names no floor"))
    }
}
