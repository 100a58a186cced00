//! All figures by what they are of, so that a check can ask for a level and
//! gets every way in which the report gives it.

use std::collections::HashMap;

use yalu_trade::{Decimal, Figure, Figures, Flow, Kind, Mean, Period, RowRole, RowsAre, Thing, Topic, Unit};

use super::relation::Sum;

/// The figures of a report, found by topic.
pub(super) struct Ledger<'a> {
    pub(super) all: &'a Figures,
    levels: HashMap<Topic, Vec<usize>>,
    ratios: HashMap<(Kind, Topic), Vec<usize>>,
    /// The periods of the levels of a flow and a thing, whatever the period.
    periods: HashMap<Topic, Vec<Period>>,
}

/// So many ways to give a level are enough.
const WAYS: usize = 4;

impl<'a> Ledger<'a> {
    pub(super) fn new(all: &'a Figures) -> Self {
        let mut ledger = Self { all, levels: HashMap::new(), ratios: HashMap::new(), periods: HashMap::new() };
        for (i, figure) in all.figures.iter().enumerate() {
            let Some(about) = figure.about.as_ref().filter(|_| figure.sure && !figure.forecast) else { continue };
            if figure.kind == Kind::Level {
                ledger.levels.entry(about.clone()).or_default().push(i);
                let timeless = about.in_period(Period::year(0));
                let periods = ledger.periods.entry(timeless).or_default();
                if !periods.contains(&about.period) {
                    periods.push(about.period);
                }
            } else {
                ledger.ratios.entry((figure.kind, about.clone())).or_default().push(i);
            }
        }
        for found in ledger.levels.values_mut() {
            // Tables first, then the finest print.
            found.sort_by_key(|i| {
                let figure = &all.figures[*i];
                (figure.interval().width().is_none(), figure.cell.is_none(), figure.interval().width(), *i)
            });
        }
        ledger
    }

    pub(super) fn figure(&self, i: usize) -> &'a Figure {
        &self.all.figures[i]
    }

    /// The figures that print a level, in one unit.
    pub(super) fn prints(&self, topic: &Topic, unit: Unit) -> impl Iterator<Item = usize> + '_ {
        let found = self.levels.get(topic).map(Vec::as_slice).unwrap_or_default();
        found.iter().copied().filter(move |i| self.figure(*i).printed.unit == unit).take(WAYS)
    }

    /// All of them, in any unit.
    pub(super) fn in_units(&self, topic: &Topic) -> impl Iterator<Item = usize> + '_ {
        self.levels.get(topic).map(Vec::as_slice).unwrap_or_default().iter().copied().take(2 * WAYS)
    }

    /// The first of them in any unit.
    pub(super) fn any(&self, topic: &Topic) -> Option<usize> {
        self.levels.get(topic).and_then(|found| found.first()).copied()
    }

    pub(super) fn topics(&self) -> Vec<&Topic> {
        let mut topics: Vec<&Topic> = self.levels.keys().collect();
        topics.sort();
        topics
    }

    pub(super) fn of_kind(&self, kind: Kind, topic: &Topic) -> &[usize] {
        self.ratios.get(&(kind, topic.clone())).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn of_all_kind(&self, kind: Kind) -> Vec<(&Topic, &[usize])> {
        let mut found: Vec<(&Topic, &[usize])> = self
            .ratios
            .iter()
            .filter(|((k, _), _)| *k == kind)
            .map(|((_, topic), found)| (topic, found.as_slice()))
            .collect();
        found.sort();
        found
    }

    /// The periods in which a topic's level is printed.
    pub(super) fn periods(&self, topic: &Topic) -> &[Period] {
        self.periods.get(&topic.in_period(Period::year(0))).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every way to give a level: as printed, or put together from its parts.
    pub(super) fn ways(&self, topic: &Topic, unit: Unit) -> Vec<Sum> {
        self.ways_without(topic, unit, None)
    }

    /// The same, as if one of the figures were not there.
    pub(super) fn ways_without(&self, topic: &Topic, unit: Unit, skip: Option<usize>) -> Vec<Sum> {
        let prints = self.prints(topic, unit).filter(|i| Some(*i) != skip);
        let mut ways: Vec<Sum> = prints.map(|i| vec![(Decimal::ONE, i)]).collect();
        if ways.is_empty() {
            ways.extend(self.put_together(topic, unit, skip));
        }
        ways
    }

    /// A level that nobody printed, from levels that are: X + M, M − X, the goods of a list, the years of a mean.
    fn put_together(&self, topic: &Topic, unit: Unit, skip: Option<usize>) -> Option<Sum> {
        let first = |topic: &Topic| self.prints(topic, unit).find(|i| Some(*i) != skip);
        let of = |flow: Flow| Topic { flow, ..topic.clone() };
        if topic.mean == Mean::Sum {
            match topic.flow {
                Flow::T => {
                    if let Some((x, m)) = first(&of(Flow::X)).zip(first(&of(Flow::M))) {
                        return Some(vec![(Decimal::ONE, x), (Decimal::ONE, m)]);
                    }
                }
                Flow::B => {
                    if let Some((x, m)) = first(&of(Flow::X)).zip(first(&of(Flow::M))) {
                        return Some(vec![(Decimal::ONE, m), (-Decimal::ONE, x)]);
                    }
                }
                Flow::X | Flow::M if topic.thing == Thing::Total => {
                    let other = if topic.flow == Flow::X { Flow::M } else { Flow::X };
                    if let Some((t, o)) = first(&of(Flow::T)).zip(first(&of(other))) {
                        return Some(vec![(Decimal::ONE, t), (-Decimal::ONE, o)]);
                    }
                    // X = M − B, M = X + B.
                    if let Some((b, o)) = first(&of(Flow::B)).zip(first(&of(other))) {
                        let sign = if topic.flow == Flow::X { -Decimal::ONE } else { Decimal::ONE };
                        return Some(vec![(Decimal::ONE, o), (sign, b)]);
                    }
                }
                _ => {}
            }
        }
        if let Thing::Top(n) = topic.thing {
            return self.first_of_table(topic, n as usize, unit);
        }
        if let Thing::Goods(goods) = &topic.thing
            && goods.len() > 1
        {
            let one = |one: &String| Topic { thing: Thing::Goods(vec![one.clone()]), ..topic.clone() };
            return goods.iter().map(|good| first(&one(good)).map(|i| (Decimal::ONE, i))).collect();
        }
        match topic.mean {
            Mean::OfYears => {
                let years: Vec<Period> = topic.period.years().collect();
                let each = years.iter().map(|year| first(&Topic { period: *year, mean: Mean::Sum, ..topic.clone() }));
                let weight = Decimal::ONE.checked_div(Decimal::from(years.len()))?;
                each.map(|found| found.map(|i| (weight, i))).collect()
            }
            Mean::OfMonths => {
                let i = first(&Topic { mean: Mean::Sum, ..topic.clone() })?;
                Some(vec![(Decimal::ONE.checked_div(Decimal::from(topic.period.len_months()))?, i)])
            }
            Mean::Sum => self.tiled(topic, unit).map(|parts| parts.into_iter().map(|i| (Decimal::ONE, i)).collect()),
        }
    }

    /// The first so many parts of a table that lists no more than those, or ranks them.
    fn first_of_table(&self, topic: &Topic, n: usize, unit: Unit) -> Option<Sum> {
        self.all.tables.iter().filter(|table| table.rows_are == RowsAre::Goods).find_map(|table| {
            let parts = table.rows.iter().filter(|row| row.role == RowRole::Part);
            let level = |i: &usize| {
                let figure = self.figure(*i);
                let about = figure
                    .about
                    .as_ref()
                    .filter(|_| figure.sure && figure.kind == Kind::Level && figure.printed.unit == unit);
                about.is_some_and(|about| {
                    about.flow == topic.flow && about.period == topic.period && about.mean == topic.mean
                })
            };
            let found: Vec<usize> = parts.filter_map(|row| row.cells.iter().flatten().copied().find(level)).collect();
            (found.len() >= n && n > 1).then(|| found[..n].iter().map(|i| (Decimal::ONE, *i)).collect())
        })
    }

    /// Levels of shorter periods that together make a period, none missing and none twice.
    pub(super) fn tiled(&self, topic: &Topic, unit: Unit) -> Option<Vec<usize>> {
        if topic.mean != Mean::Sum || topic.period.len_months() > 120 {
            return None;
        }
        let mut inside: Vec<Period> = self
            .periods(topic)
            .iter()
            .copied()
            .filter(|period| *period != topic.period && topic.period.contains(*period))
            .collect();
        inside.sort_by_key(|period| (*period, period.len_months()));
        let mut parts = Vec::new();
        let mut left: Vec<Period> = topic.period.months().collect();
        while let Some(month) = left.first().copied() {
            // The finest that begins here.
            let next = inside
                .iter()
                .filter(|period| period.first_month() == month)
                .min_by_key(|period| period.len_months())?;
            parts.push(self.prints(&topic.in_period(*next), unit).next()?);
            left.retain(|month| !next.contains(*month));
        }
        (parts.len() > 1).then_some(parts)
    }
}
