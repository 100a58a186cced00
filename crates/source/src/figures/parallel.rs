//! Figures in parallel: "imports and exports were $2.0 and $0.3 billion",
//! "2018年和2019年分别为4.36万吨和16.20万吨". The n-th figure
//! is of the n-th of what was named before; figures that are strung together
//! with nothing of that kind before them are not told apart.

use std::collections::BTreeMap;

use yalu_trade::{Figure, Flow, Kind, Period, Thing};

use super::{lexicon::Word, prose::Reader, scan::What};

/// What a figure of a list is of, by its place in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Portion {
    flow: Option<Flow>,
    thing: Option<Thing>,
    period: Option<Period>,
}

impl Portion {
    pub(super) fn give(&self, figure: &mut Figure) {
        for topic in [figure.about.as_mut(), figure.base.as_mut()].into_iter().flatten() {
            topic.flow = self.flow.unwrap_or(topic.flow);
        }
        if let Some(about) = &mut figure.about {
            let before = about.period;
            about.thing = self.thing.clone().unwrap_or(about.thing.clone());
            about.period = self.period.unwrap_or(about.period);
            let years = about.period.first_year() - before.first_year();
            if let Some(base) = &mut figure.base {
                base.period = base.period.shift_years(years);
                if figure.kind != Kind::Share {
                    base.thing = about.thing.clone();
                }
            }
        }
    }
}

impl Reader<'_, '_> {
    /// The figures of lists, by their mark: each with its portion, or with none.
    pub(super) fn parallel(&self) -> BTreeMap<usize, Option<Portion>> {
        let mut found = BTreeMap::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let numbers: Vec<usize> = (0..self.count()).filter(|i| self.sentence.number(*i).is_some()).collect();
        for at in numbers {
            match groups.last_mut() {
                Some(group) if self.strung(group[group.len() - 1], at) => group.push(at),
                _ => groups.push(vec![at]),
            }
        }
        for group in groups.into_iter().filter(|group| group.len() > 1) {
            let first = group[0];
            let named = self.named_before(first, group.len());
            for (n, at) in group.iter().enumerate() {
                found.insert(*at, named.as_ref().map(|portions| portions[n].clone()));
            }
        }
        found
    }

    /// Two figures of one kind with nothing but "and" or a comma between.
    fn strung(&self, a: usize, b: usize) -> bool {
        let joins = |i: usize| {
            self.sentence.mark(i).what == What::Comma
                || ["and", "과", "와", "및", "和", "与"].contains(&self.sentence.words(i).to_ascii_lowercase().as_str())
        };
        let (left, right) = (self.sentence.number(a), self.sentence.number(b));
        let range = left.is_some_and(|left| left.range);
        let near = |i: usize| matches!(self.sentence.mark(i).what, What::Word(Word::Near(_)));
        let one_kind = left.map(|left| left.unit) == right.map(|right| right.unit) && self.kind(a) == self.kind(b);
        !range && one_kind && (a + 1..b).any(joins) && (a + 1..b).all(|i| joins(i) || near(i))
    }

    /// As many flows, goods or periods as there are figures, named one after the other.
    fn named_before(&self, first: usize, count: usize) -> Option<Vec<Portion>> {
        let nothing = Portion { flow: None, thing: None, period: None };
        let stop = |i: &usize| self.sentence.mark(*i).what != What::Stop;
        let before: Vec<usize> = (0..first).rev().take_while(stop).collect();
        let mut flows: Vec<Flow> = Vec::new();
        let mut times: Vec<Period> = Vec::new();
        for i in before.into_iter().rev() {
            match &self.sentence.mark(i).what {
                What::Word(Word::Flow(_)) => {
                    flows.extend(self.sentence.subjects[i].flow.filter(|flow| flows.last() != Some(flow)))
                }
                What::When(_) => times.extend(self.period_at(i, self.mind.period)),
                _ => {}
            }
        }
        if flows.len() >= count {
            let last = &flows[flows.len() - count..];
            return Some(last.iter().map(|flow| Portion { flow: Some(*flow), ..nothing.clone() }).collect());
        }
        if let Some(Thing::Goods(goods)) = self.sentence.subjects[first]
            .thing
            .as_ref()
            .filter(|thing| matches!(thing, Thing::Goods(goods) if goods.len() == count))
        {
            return Some(
                goods
                    .iter()
                    .map(|one| Portion { thing: Some(Thing::Goods(vec![one.clone()])), ..nothing.clone() })
                    .collect(),
            );
        }
        (times.len() == count)
            .then(|| times.into_iter().map(|period| Portion { period: Some(period), ..nothing.clone() }).collect())
    }
}
