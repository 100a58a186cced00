//! Monthly figures: every month from the first to the end of the brief's
//! period, a month that nobody printed as a gap with its reason.

use yalu_brief::document::{Figure, Point, Series};
use yalu_desk::Sentence;
use yalu_measure::{Row, measure};
use yalu_trade::{Currency, Decimal, Flow, Gap, Interval, Lang, Lineage, Period, ReadError, Reading, Unit, dec};

use crate::{
    print::{Style, grouped, print},
    words,
    write::Writer,
};

/// Bars count in millions.
const SCALE: Decimal = dec!(1000000);

impl Writer<'_> {
    pub(crate) fn figure(&mut self, id: &str, title: &Sentence, flow: Flow, from: Period) -> Result<Figure, ReadError> {
        let title = self.title(id, title)?;
        let months: Vec<Period> =
            Period::span(from, self.period.last_month()).map(|span| span.months().collect()).unwrap_or_default();
        let levels = self.rows("level", flow, &months)?;
        let growth = self.rows("growth", flow, &months)?;
        let side = flow.side().word();
        let bars = Series {
            id: side.to_owned(),
            label: words::flow(flow, self.lang).to_owned(),
            unit: self.million(),
            points: levels.iter().map(bar).collect(),
        };
        let line = Series {
            id: format!("{side}-growth"),
            label: self.words.growth.to_owned(),
            unit: "%".to_owned(),
            points: growth.iter().map(|row| change(row, self.lang)).collect(),
        };
        for row in levels.iter().chain(&growth) {
            self.keep_month(id, row);
        }
        let papers: Vec<&Lineage> = levels.iter().filter_map(|row| Some(&row.answer.as_ref().ok()?.lineage)).collect();
        let source = self.source(papers);
        let notes = self.month_notes(&bars.points, &levels);
        Ok(Figure { id: id.to_owned(), title, bars, line: Some(line), fan: None, source, notes })
    }

    fn rows(&self, name: &str, flow: Flow, months: &[Period]) -> Result<Vec<Row>, ReadError> {
        let Some(method) = measure(name) else { return Ok(Vec::new()) };
        let scope = self.watch.scope(flow, months.to_vec(), self.as_of);
        Ok(self.watch.ask(method, &scope)?.rows)
    }

    /// The month as a number of the brief, so that it can show its papers.
    fn keep_month(&mut self, figure: &str, row: &Row) {
        if let Ok(reading) = &row.answer {
            let growth = reading.unit == Unit::Percent;
            let name = if growth { self.words.growth } else { words::flow(row.flow, self.lang) };
            let flow = if growth { format!("{}, ", words::flow(row.flow, self.lang)) } else { String::new() };
            let label = format!("{flow}{name}, {}", row.period);
            let id = format!("{figure}.{}{}", row.period, if growth { ".growth" } else { "" });
            let style = move |unit| if growth { Style::Change } else { Style::of(unit, "level") };
            let number = self.numbered(&id, label, Ok(reading.clone()), style);
            self.keep(number);
        }
    }

    pub(crate) fn million(&self) -> String {
        let currency = self.watch.desk.settings.currency;
        match self.lang {
            Lang::Zh | Lang::Ko if currency.letters() == "USD" => {
                format!("{}{}", self.words.million, if self.lang == Lang::Ko { " 달러" } else { "美元" })
            }
            _ => format!("{} {currency}", self.words.million),
        }
    }

    /// Which months are absent, bounded, or known in ways that exclude one another.
    fn month_notes(&self, points: &[Point], rows: &[Row]) -> Vec<String> {
        let listed = |what: &str, wanted: &dyn Fn(&Point) -> bool| {
            let months: Vec<Period> = points.iter().filter(|point| wanted(point)).map(|point| point.period).collect();
            (!months.is_empty()).then(|| format!("{what} ({}): {}.", months.len(), runs(&months)))
        };
        let recorded = |point: &Point| {
            let row = rows.iter().find(|row| row.period == point.period);
            row.and_then(|row| row.answer.as_ref().ok()).is_some_and(|reading| reading.lineage.is_recorded())
        };
        let kinds: [Option<String>; 4] = [
            listed(self.words.unprinted, &|point| point.gap.is_some()),
            listed(self.words.bounded, &|point| point.bounded),
            listed(self.words.contested, &|point| point.contested && !recorded(point)),
            listed(self.words.overruled, &|point| point.contested && recorded(point)),
        ];
        kinds.into_iter().flatten().collect()
    }
}

fn bar(row: &Row) -> Point {
    point(row, |reading| {
        let shown = reading.interval.times(Decimal::ONE / SCALE);
        // Tenths of a million, or as many decimals as it takes to tell a small month from nothing.
        let small =
            |places: &u32| shown.best.is_some_and(|best| !best.is_zero() && best.abs() < Decimal::new(5, places + 1));
        let decimals = Style::Money(Currency::USD)
            .decimals(reading.into(), Lang::En)
            .max((1..6).take_while(small).last().map_or(0, |n| n + 1));
        (shown, shown.best.map_or(String::new(), |best| grouped(best, decimals)), decimals)
    })
}

fn change(row: &Row, lang: Lang) -> Point {
    point(row, |reading| {
        let decimals = Style::Change.decimals(reading.into(), lang);
        (reading.interval, print(reading.into(), Style::Change, lang), decimals)
    })
}

/// A month as it is drawn. It is bounded where a reader would see it: wider than one unit of its last printed digit.
fn point(row: &Row, shown: impl Fn(&Reading) -> (Interval, String, u32)) -> Point {
    match &row.answer {
        Ok(reading) => {
            let (interval, printed, decimals) = shown(reading);
            let bounded = interval.width().is_none_or(|width| width > Decimal::new(1, decimals));
            Point { period: row.period, interval, printed, bounded, contested: reading.contested, gap: None }
        }
        Err(gap) => absent(row.period, gap),
    }
}

fn absent(period: Period, gap: &Gap) -> Point {
    Point {
        period,
        interval: Interval::unknown(),
        printed: String::new(),
        bounded: false,
        contested: false,
        gap: Some(gap.clone()),
    }
}

/// Months in a row are told as a run: 2020-11..2021-02.
fn runs(months: &[Period]) -> String {
    let mut runs: Vec<Period> = Vec::new();
    for &month in months {
        let grown = runs
            .last()
            .and_then(|run| Period::span(*run, month))
            .filter(|grown| runs.last().is_some_and(|run| grown.len_months() == run.len_months() + 1));
        match (grown, runs.last_mut()) {
            (Some(grown), Some(last)) => *last = grown,
            _ => runs.push(month),
        }
    }
    let said = |run: &Period| match run.len_months() {
        1 => run.to_string(),
        _ => format!("{}..{}", run.first_month(), run.last_month()),
    };
    runs.iter().map(said).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_in_a_row_are_one_run() {
        let months: Vec<Period> =
            ["2020-11", "2020-12", "2021-01", "2021-05"].iter().map(|m| m.parse().expect("a month")).collect();
        assert_eq!(runs(&months), "2020-11..2021-01, 2021-05");
    }
}
