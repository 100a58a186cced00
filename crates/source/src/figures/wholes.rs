//! The flows of a sentence that are no subject of their own: the whole of a
//! share, the base of a multiple, the sum of both.

use yalu_trade::Flow;

use super::{
    lexicon::{Way, Word},
    scan::What,
    side,
    subject::{Mind, Sentence, Whole, is_adjective},
};

impl Sentence<'_> {
    /// Is a flow the whole of a share? Of which figure?
    pub(super) fn whole(&self, at: usize, way: Way, mind: &Mind) -> Option<(usize, Whole)> {
        let percent = |i: &usize| self.percent(*i);
        let speaker = side::speaker(self.text, &self.marks.marks, at).unwrap_or(mind.speaker);
        let mut skipped = at;
        let mut year = false;
        while skipped > 0 && self.qualifies(skipped - 1) {
            skipped -= 1;
            year |= self.words(skipped).to_ascii_lowercase().contains("year")
                && !matches!(self.mark(skipped).what, What::Word(Word::Ago(_)));
        }
        let whole = Whole { flow: Some(side::flow(way, speaker)), year };
        let lead = skipped.checked_sub(1).map(|i| (i, &self.mark(i).what));
        if let Some((of, What::Word(Word::Of))) = lead {
            if let Some(figure) = of.checked_sub(1).filter(percent) {
                return Some((figure, whole));
            }
            let share = of.checked_sub(1).is_some_and(|i| matches!(self.mark(i).what, What::Word(Word::Share)));
            if share {
                return (at..self.marks.marks.len()).find(percent).map(|figure| (figure, whole));
            }
        }
        if let Some((_, What::Word(Word::Share))) = lead {
            return (at..self.marks.marks.len()).take(6).find(percent).map(|figure| (figure, whole));
        }
        // 전체 수입의 27.0 %, 교역액에서 차지하는 비중
        let next = at + 1;
        let of = self.what(next) == Some(&What::Word(Word::Of));
        if of {
            let figure = (next + 1..self.marks.marks.len()).take(3).find(percent)?;
            let near =
                (next + 1..figure).all(|i| matches!(self.mark(i).what, What::Word(Word::Near(_) | Word::Filler)));
            return near.then_some((figure, whole));
        }
        let tail = self.text.get(self.mark(at).at.end..).unwrap_or_default();
        if tail.starts_with("에서") || tail.starts_with(" 중") || tail.starts_with(" 가운데") {
            let share = (next..self.marks.marks.len()).take(4).any(|i| self.mark(i).what == What::Word(Word::Share));
            if share || tail.starts_with(" 중") {
                return (next..self.marks.marks.len()).take(8).find(percent).map(|figure| (figure, whole));
            }
        }
        None
    }

    /// A word that may stand between `of` and its flow.
    pub(super) fn qualifies(&self, at: usize) -> bool {
        matches!(
            self.mark(at).what,
            What::Word(Word::Filler | Word::Total) | What::Name(_) | What::Toward(_) | What::When(_)
        ) || self.mark(at).what == What::Other && is_adjective(self.words(at))
    }

    /// A flow inside the base of a multiple: "4.2 times the average annual import volume of …".
    pub(super) fn in_base(&self, at: usize) -> bool {
        let start = (0..at).rev().take(10).find(|i| matches!(self.mark(*i).what, What::Number(_)));
        let Some(start) = start else { return false };
        let clause = (start + 1..at)
            .all(|i| !matches!(self.mark(i).what, What::Comma | What::Stop | What::Close | What::Word(Word::While)));
        let times = self.number(start).is_some_and(|number| number.unit == Some(yalu_trade::Unit::Times));
        let mean = (start + 1..at).any(|i| matches!(self.mark(i).what, What::Word(Word::Mean | Word::Level)));
        clause && (times && self.words(start).is_ascii() || mean && self.percent(start))
    }

    /// The multiple right after a flow and 의 or 的.
    pub(super) fn multiplied(&self, at: usize) -> Option<usize> {
        let of = self.what(at + 1) == Some(&What::Word(Word::Of)) && !self.words(at + 1).is_ascii();
        let next = (at + 2..self.marks.marks.len())
            .find(|i| !matches!(self.mark(*i).what, What::Word(Word::Near(_) | Word::Filler)))?;
        self.number(next).filter(|number| of && number.unit == Some(yalu_trade::Unit::Times)).map(|_| next)
    }

    /// A total with no flow of its own, where both flows have been named.
    pub(super) fn sums_both(&self, at: usize) -> bool {
        let counted = (at + 1..self.marks.marks.len())
            .find(|i| self.mark(*i).what != What::Word(Word::Filler))
            .is_some_and(|i| self.number(i).is_some_and(|number| number.unit != Some(yalu_trade::Unit::Percent)));
        let alone = at
            .checked_sub(1)
            .is_none_or(|i| !matches!(self.mark(i).what, What::Word(Word::Flow(_) | Word::Of) | What::Goods(_)));
        let named = |flow| self.subjects.iter().any(|subject| subject.own_flow && subject.flow == Some(flow));
        counted && alone && named(Flow::X) && named(Flow::M)
    }

    /// "the total was": no flow and no goods beside it.
    pub(super) fn alone(&self, at: usize) -> bool {
        let near = at.saturating_sub(1)..(at + 3).min(self.marks.marks.len());
        near.clone()
            .all(|i| !matches!(self.mark(i).what, What::Word(Word::Flow(_) | Word::Of) | What::Goods(_) | What::Other))
            && self.words(at).eq_ignore_ascii_case("total")
    }
}
