//! The goods that make up what is expected: sectors, chapters or baskets, each forecast by
//! itself from customs' records and then made to add up to the flow, which stays as it is.
//! Without records of every good there are no parts, and it says so.

use std::collections::BTreeMap;

use yalu_forecast::{Coherence, Method, Model, Month, Point, Pool, Refusal, Series, Tree, Trial, since_year_zero};
use yalu_trade::{Among, Code, Commodity, Cut, Flow, Lang, Listing, Period, ReadError};

use crate::{
    Watch,
    backtests::calendar,
    bounding::ranked,
    labels,
    on_file::month_of,
    outlook::{Outlook, WAYS, float},
};

/// Into what a flow is broken down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// The desk's sectors.
    Sector,
    /// Chapters of the Harmonized System, with the desk's sectors over them.
    Chapter,
    /// The desk's baskets, each with everything else beside it.
    Basket,
}

/// The parts of one flow.
#[derive(Clone, Debug)]
pub struct Parts {
    /// Which way.
    pub flow: Flow,
    /// How they were made to add up.
    pub method: Method,
    /// From the errors of so many past months.
    pub months: usize,
    /// The parts, the largest first; sums of parts stand before them.
    pub parts: Vec<Part>,
}

/// A part, or a sum of parts.
#[derive(Clone, Debug)]
pub struct Part {
    /// Of what.
    pub commodity: Commodity,
    /// What to call it.
    pub label: String,
    /// It is the sum of others of these parts.
    pub sum: bool,
    /// Month by month, made to add up.
    pub points: Vec<Point>,
    /// By year.
    pub years: Vec<PartYear>,
}

/// A year of a part.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PartYear {
    /// The year.
    pub year: Period,
    /// The months that are known and what is expected of the others.
    pub best: f64,
    /// Holds four times out of five; `None` where past years are too few to say.
    pub eighty: Option<(f64, f64)>,
    /// Holds nineteen times out of twenty; `None` where they are too few.
    pub ninety_five: Option<(f64, f64)>,
    /// The year before, where every month of it is known.
    pub year_before: Option<f64>,
}

/// A part before it is forecast: its months, from the flow's first on; `None` is not known.
struct Known {
    commodity: Commodity,
    values: Vec<Option<f64>>,
}

/// Past months whose errors are looked at.
const TIMES: usize = 60;

/// The months of each code.
type Months = BTreeMap<Code, Vec<Option<f64>>>;

impl Watch {
    /// The parts of imports and of exports, or why there are none.
    pub fn parts(
        &self,
        outlook: &Outlook,
        by: By,
        model: &'static dyn Model,
    ) -> Result<[Result<Parts, Refusal>; 2], ReadError> {
        let of = |flow| -> Result<Result<Parts, Refusal>, ReadError> {
            Ok(match by {
                By::Basket => self.baskets(outlook, flow, model)?,
                _ => self.goods(outlook, flow)?.and_then(|chapters| self.gathered(outlook, flow, by, chapters, model)),
            })
        };
        Ok([of(WAYS[0])?, of(WAYS[1])?])
    }

    /// The chapters of a flow, month by month: a month of which goods are recorded has nothing of those that are not.
    fn goods(&self, outlook: &Outlook, flow: Flow) -> Result<Result<Months, Refusal>, ReadError> {
        let months = months(outlook, flow);
        let scope = self.scope(flow, months.clone(), outlook.as_of);
        let cut = Cut { among: Among::Level(2), ..scope.cut(flow, &Commodity::Total, months.clone()) };
        let panel = self.evidence.read(&cut)?;
        if panel.listing != Listing::All || panel.cells.is_empty() {
            let why = format!(
                "the goods of {} are not on file month by month: they are in customs' records, which `yalu ingest` puts into a lake",
                flow.side().noun()
            );
            return Ok(Err(Refusal(why)));
        }
        let mut by_month: BTreeMap<Period, BTreeMap<Code, f64>> = BTreeMap::new();
        for cell in &panel.cells {
            let value = cell.reading.as_ref().ok().and_then(|reading| reading.interval.best).and_then(float);
            if let (Some(code), Some(value)) = (cell.commodity.code(), value) {
                by_month.entry(cell.period).or_default().insert(code.clone(), value);
            }
        }
        let codes: std::collections::BTreeSet<&Code> = by_month.values().flat_map(BTreeMap::keys).collect();
        let of = |code: &Code| {
            let value = |month: &Period| by_month.get(month).map(|goods| goods.get(code).copied().unwrap_or(0.0));
            (code.clone(), months.iter().map(value).collect())
        };
        Ok(Ok(codes.into_iter().map(of).collect()))
    }

    /// Chapters, or the sectors that they make up, under the whole flow.
    fn gathered(
        &self,
        outlook: &Outlook,
        flow: Flow,
        by: By,
        chapters: BTreeMap<Code, Vec<Option<f64>>>,
        model: &'static dyn Model,
    ) -> Result<Parts, Refusal> {
        let sector = |code: &Code| {
            let of = self.desk.sectors.iter().find(|sector| sector.chapters.contains(code));
            of.map(|sector| Commodity::Sector(sector.id.clone()))
        };
        let mut sums: BTreeMap<Commodity, Vec<usize>> = BTreeMap::new();
        let known: Vec<Known> = if by == By::Chapter {
            let chapters = chapters.into_iter().enumerate().map(|(at, (code, values))| {
                sums.entry(sector(&code).unwrap_or(Commodity::Total)).or_default().push(at);
                Known { commodity: Commodity::Code(code), values }
            });
            chapters.collect()
        } else {
            let mut sectors: BTreeMap<Commodity, Vec<Option<f64>>> = BTreeMap::new();
            for (code, values) in chapters {
                // A chapter in no sector of the desk stands by itself.
                let sum = sectors
                    .entry(sector(&code).unwrap_or(Commodity::Code(code)))
                    .or_insert_with(|| vec![Some(0.0); values.len()]);
                sum.iter_mut()
                    .zip(values)
                    .for_each(|(sum, value)| *sum = sum.zip(value).map(|(sum, value)| sum + value));
            }
            sectors.into_iter().map(|(commodity, values)| Known { commodity, values }).collect()
        };
        // A sector of one chapter is that chapter; chapters in none have no sum of their own.
        sums.retain(|commodity, of| of.len() > 1 && *commodity != Commodity::Total);
        self.made_to_add_up(outlook, flow, known, sums, model)
    }

    /// Each basket with everything else beside it.
    fn baskets(
        &self,
        outlook: &Outlook,
        flow: Flow,
        model: &'static dyn Model,
    ) -> Result<Result<Parts, Refusal>, ReadError> {
        let months = months(outlook, flow);
        let whole = whole(outlook, flow);
        let mut all: Option<Parts> = None;
        let mut why = Refusal(format!("no basket of {} is on file month by month", flow.side().noun()));
        for basket in &self.desk.baskets {
            let commodity = Commodity::Basket(basket.id.clone());
            let rows = self.months(&*self.evidence, (flow, &commodity, &outlook.coverage), &months, outlook.as_of)?;
            let values: Vec<Option<f64>> = rows
                .iter()
                .map(|row| match month_of(&row.answer.as_ref().ok()?.interval)? {
                    Month::Known { best, .. } => Some(best),
                    Month::Gap => None,
                })
                .collect();
            let rest =
                values.iter().zip(&whole).map(|(value, whole)| Some((whole.as_ref()? - value.as_ref()?).max(0.0)));
            let rest = Known { commodity: Commodity::Total, values: rest.collect() };
            let known = vec![Known { commodity: commodity.clone(), values }, rest];
            match self.made_to_add_up(outlook, flow, known, BTreeMap::new(), model) {
                Ok(mut made) => {
                    made.parts.retain(|part| part.commodity == commodity);
                    match &mut all {
                        Some(all) => all.parts.append(&mut made.parts),
                        None => all = Some(made),
                    }
                }
                Err(refused) => {
                    why = Refusal(format!(
                        "{} of {}: {refused}; months of goods are in customs' records, which `yalu ingest` puts into a lake",
                        basket.id,
                        flow.side().noun()
                    ));
                }
            }
        }
        Ok(all.ok_or(why))
    }

    /// Parts and sums forecast each by itself, then made to agree with the flow, which is kept.
    fn made_to_add_up(
        &self,
        outlook: &Outlook,
        flow: Flow,
        known: Vec<Known>,
        sums: BTreeMap<Commodity, Vec<usize>>,
        model: &'static dyn Model,
    ) -> Result<Parts, Refusal> {
        let expected = outlook.expected(flow).ok_or_else(|| Refusal("the flow is not expected".to_owned()))?;
        let ahead = expected.points.len();
        let first = outlook
            .history(flow)
            .and_then(|history| history.months.first())
            .map_or(0, |(month, _)| since_year_zero(*month));
        let mut nodes: Vec<Known> = known;
        let parts = nodes.len();
        for (commodity, of) in &sums {
            let add = |month: usize| of.iter().map(|at| nodes[*at].values[month]).sum::<Option<f64>>();
            let values = (0..nodes[0].values.len()).map(add).collect();
            nodes.push(Known { commodity: commodity.clone(), values });
        }
        let tree = Tree::new(parts, sums.into_values().chain([(0..parts).collect()]).collect())?;
        let series: Vec<Series> = nodes
            .iter()
            .map(|node| {
                let months = node.values.iter().map(|value| value.map_or(Month::Gap, Month::exact)).collect();
                Series { id: node.commodity.to_string(), first, months }
            })
            .collect();
        let pool = Pool::learn(model, &series, ahead);
        let said: Vec<Vec<Point>> =
            series.iter().map(|series| Ok(pool.project(series)?.points)).collect::<Result<_, Refusal>>()?;
        let whole = outlook.history(flow).map(crate::History::series).into_iter();
        let tried: Vec<Vec<Trial>> =
            series.iter().cloned().chain(whole).map(|of| pool.tried(&of, TIMES, 1).unwrap_or_default()).collect();
        let errors = errors(&tried);
        let (months, kept) = (errors.len(), tree.whole());
        let coherence = Coherence::learn(tree.clone(), Method::Shrunk, &errors, kept)
            .or_else(|_| Coherence::learn(tree, Method::TopDown, &[], kept))?;
        let above_zero = nodes.iter().all(|node| node.values.iter().flatten().all(|value| *value >= 0.0));
        let mut made: Vec<Vec<Point>> = said.iter().map(|_| Vec::new()).collect();
        for h in 0..ahead {
            let all: Vec<f64> = said.iter().map(|points| points[h].best).chain([expected.points[h].best]).collect();
            for ((points, of), best) in made.iter_mut().zip(&said).zip(coherence.made(&all, above_zero)) {
                points.push(of[h].moved_to(best));
            }
        }
        let mut found: Vec<(bool, Part)> = Vec::new();
        for (at, (node, points)) in nodes.into_iter().zip(made).enumerate() {
            let label = labels::commodity(&node.commodity, &self.desk, self.nomenclature, Lang::En);
            let years = years(outlook, &node.values, first, &points, &tried[at]);
            let sum = at >= parts;
            found.push((!sum, Part { commodity: node.commodity, label, sum, points, years }));
        }
        let size = |part: &Part| part.years.last().map_or(0.0, |year| year.best);
        found.sort_by(|(a_part, a), (b_part, b)| a_part.cmp(b_part).then(size(b).total_cmp(&size(a))));
        let parts = found.into_iter().map(|(_, part)| part).collect();
        Ok(Parts { flow, method: coherence.method(), months, parts })
    }
}

fn months(outlook: &Outlook, flow: Flow) -> Vec<Period> {
    outlook.history(flow).map(|history| history.months.iter().map(|(month, _)| *month).collect()).unwrap_or_default()
}

fn whole(outlook: &Outlook, flow: Flow) -> Vec<Option<f64>> {
    let history = outlook.history(flow);
    history.map(|history| history.months.iter().map(|(month, _)| history.best(*month)).collect()).unwrap_or_default()
}

/// The errors of the first month ahead, of every series from the same past months.
fn errors(tried: &[Vec<Trial>]) -> Vec<Vec<f64>> {
    let off: Vec<BTreeMap<i32, f64>> =
        tried.iter().map(|of| of.iter().filter_map(|trial| Some((trial.last, trial.first_off()?))).collect()).collect();
    let Some(first) = off.first() else { return Vec::new() };
    let together = |last: &i32| off.iter().map(|of| of.get(last).copied()).collect::<Option<Vec<f64>>>();
    first.keys().filter_map(together).collect()
}

/// The years of a part: known months and expected ones; bounds as its own past twelvemonths fell out, as shares.
fn years(outlook: &Outlook, values: &[Option<f64>], first: i32, points: &[Point], tried: &[Trial]) -> Vec<PartYear> {
    let value = |month: Period| {
        let at = since_year_zero(month) - first;
        values.get(usize::try_from(at).ok()?).copied().flatten()
    };
    let year = |expected: &crate::YearExpected| {
        let ahead: Vec<&Point> = points.iter().filter(|point| expected.year.contains(calendar(point.month))).collect();
        let before = expected.year.months().filter(|month| *month < outlook.first);
        let known = before.map(value).sum::<Option<f64>>()?;
        let said: f64 = ahead.iter().map(|point| point.best).sum();
        let from = usize::try_from(ahead.first()?.month - points.first()?.month).ok()?;
        let to = from + ahead.len();
        let little = values.iter().rev().take(12).flatten().sum::<f64>() / 1000.0;
        let share = |trial: &Trial| {
            let (said, came) = (trial.said.get(from..to)?, trial.came.get(from..to)?);
            let share = (came.iter().sum::<f64>() + little) / (said.iter().sum::<f64>() + little);
            share.is_finite().then_some(share)
        };
        let mut shares: Vec<f64> = tried.iter().filter_map(share).collect();
        shares.sort_by(f64::total_cmp);
        let between = |part: f64| {
            let (low, high) = ranked(&shares, part)?;
            Some((known + said * low.min(1.0), known + said * high.max(1.0)))
        };
        Some(PartYear {
            year: expected.year,
            best: known + said,
            eighty: between(0.8),
            ninety_five: between(0.95),
            year_before: expected.year.shift_years(-1).months().map(value).sum(),
        })
    };
    outlook.years.iter().filter(|expected| expected.flow == Flow::X).filter_map(year).collect()
}
