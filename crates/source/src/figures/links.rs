//! Each relation of a sentence tied to the numbers that stand beside it.

use yalu_trade::{Figure, Kind};

use super::{lexicon::Word, prose::Reader, scan::What};

impl Reader<'_, '_> {
    /// Ties each relation to the numbers that stand beside it.
    pub(super) fn link(&self, index: &[Option<usize>], figures: &mut [Figure], first: usize) {
        for at in 0..self.count() {
            let (Some(i), Some(sort)) = (index[at], self.sorts[at]) else { continue };
            if !matches!(sort.kind, Kind::Growth | Kind::Multiple | Kind::Recovery | Kind::Change) {
                continue;
            }
            let against = self.base_number(at, sort.kind).and_then(|j| index[j]);
            let Some(against) = against else { continue };
            let (relation, base) = (&figures[i], &figures[against]);
            let same = relation.about.as_ref().map(|topic| (&topic.flow, &topic.thing))
                == base.about.as_ref().map(|topic| (&topic.flow, &topic.thing));
            let untied = relation.about.is_none() || base.about.is_none();
            let zone = matches!(sort.kind, Kind::Multiple | Kind::Recovery);
            if !(same || untied || zone) {
                continue;
            }
            let level = self.level_number(at, against, index, figures, first);
            figures[i].against = Some(against);
            figures[i].level = level;
        }
    }

    /// The base that is printed beside a relation.
    pub(super) fn base_number(&self, at: usize, kind: Kind) -> Option<usize> {
        // In Korean and Chinese it stands right before its relation.
        let before = (0..at).rev().take(8).find(|i| self.sentence.number(*i).is_some());
        let chinese = |i: &usize| {
            let tail = self.sentence.text.get(self.sentence.mark(*i).at.end..self.sentence.mark(at).at.start);
            tail.is_some_and(|tail| !tail.is_ascii())
        };
        if let Some(before) = before.filter(|i| self.kind(*i) == Some(Kind::Level) && self.is_base(*i)).filter(chinese)
        {
            return Some(before);
        }
        let stop = |i: &usize| !matches!(self.sentence.mark(*i).what, What::Stop | What::Word(Word::While));
        let right = (at + 1..self.count()).take(14).take_while(stop).find(|i| self.sentence.number(*i).is_some());
        let zone = matches!(kind, Kind::Multiple | Kind::Recovery);
        let is_level = |i: &usize| self.kind(*i) == Some(Kind::Level);
        let in_zone = |i: &usize| {
            self.is_base(*i)
                || zone
                    && (at + 1..*i).all(|j| self.sentence.mark(j).what != What::Comma)
                    && (at + 1..*i)
                        .any(|j| matches!(self.sentence.mark(j).what, What::Word(Word::Of | Word::Mean) | What::Open))
        };
        if let Some(right) = right.filter(is_level).filter(in_zone) {
            return Some(right);
        }
        (0..at).rev().take(14).take_while(stop).find(|i| self.sentence.number(*i).is_some() && self.is_base(*i))
    }

    /// The level beside a relation: of the same dimension as its base, and not the base.
    pub(super) fn level_number(
        &self,
        at: usize,
        against: usize,
        index: &[Option<usize>],
        figures: &[Figure],
        first: usize,
    ) -> Option<usize> {
        let fits = |i: &usize| {
            let Some(j) = index[*i].filter(|j| *j >= first && *j != against) else { return false };
            let (level, base) = (&figures[j], &figures[against]);
            level.kind == Kind::Level
                && level.measure() == base.measure()
                && level.printed.unit == base.printed.unit
                && !self.is_base(*i)
                && level.about.as_ref().map(|topic| &topic.thing)
                    == figures[index[at].unwrap_or(j)].about.as_ref().map(|topic| &topic.thing)
                && level.about.as_ref().map(|topic| topic.flow)
                    == figures[index[at].unwrap_or(j)].about.as_ref().map(|topic| topic.flow)
        };
        let left = (0..at).rev().take(14).find(fits);
        let right = || {
            (at + 1..self.count())
                .take(8)
                .take_while(|i| !matches!(self.sentence.mark(*i).what, What::Stop | What::Word(Word::While)))
                .find(fits)
        };
        left.or_else(right).and_then(|i| index[i])
    }
}
