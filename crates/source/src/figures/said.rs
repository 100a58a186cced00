//! What the words beside a figure say of it: about, a mean, up or down, by
//! weight, expected, like another year's.

use yalu_trade::{Approx, Direction, Kind, Mean, Measure, Period, Unit};

use super::{lexicon::Word, prose::Reader, scan::What, sort::Sort};

impl Reader<'_, '_> {
    pub(super) fn approx(&self, at: usize) -> Approx {
        let before = at.checked_sub(1).and_then(|i| match self.sentence.mark(i).what {
            What::Word(Word::Near(approx)) => Some(approx),
            // "around $1.6": the mark of its sign may lie between.
            _ => None,
        });
        let gap = |i: usize| {
            self.sentence
                .text
                .get(self.sentence.mark(i).at.end..self.sentence.mark(at).at.start)
                .is_some_and(|gap| gap.trim().is_empty() || gap.trim() == "\\")
        };
        let after = || match self.sentence.what(at + 1) {
            Some(What::Word(Word::NearAfter(approx))) => Some(*approx),
            _ => None,
        };
        let inside = self.sentence.words(at).contains(['여', '多', '余']).then_some(Approx::Over);
        let rough = self.sentence.number(at).is_some_and(|number| number.worded);
        let plain = if rough { Approx::About } else { Approx::default() };
        before.filter(|_| gap(at - 1)).or(inside).or_else(after).unwrap_or(plain)
    }

    pub(super) fn mean(&self, at: usize) -> Mean {
        if self.sentence.number(at).is_some_and(|number| number.a_month) {
            return Mean::OfMonths;
        }
        let clause = (0..at).rev().take(9).take_while(|i| {
            !matches!(self.sentence.mark(*i).what, What::Comma | What::Stop | What::Number(_) | What::Word(Word::While))
        });
        for i in clause {
            match self.sentence.mark(i).what {
                What::Word(Word::MonthlyMean) => return Mean::OfMonths,
                What::Word(Word::Mean) => return Mean::OfYears,
                _ => {}
            }
        }
        let after = (at + 1..self.count())
            .take(3)
            .take_while(|i| !matches!(self.sentence.mark(*i).what, What::Comma | What::Stop | What::Number(_)));
        for i in after {
            match self.sentence.mark(i).what {
                What::Word(Word::MonthlyMean) => return Mean::OfMonths,
                What::Word(Word::Mean) => return Mean::OfMonths,
                _ => {}
            }
        }
        Mean::Sum
    }

    /// The word that says up or down, nearest to its figure; of two as near, the one after it.
    pub(super) fn direction_word(&self, at: usize, sort: Sort) -> Option<usize> {
        let wanted = match sort.direction? {
            Direction::Up => Word::Up,
            Direction::Down => Word::Down,
        };
        let says = |i: &usize| self.sentence.mark(*i).what == What::Word(wanted);
        let after = (at + 1..self.count()).take(7).find(says);
        let before = (0..at).rev().take(14).find(says);
        match (before, after) {
            (Some(before), Some(after)) => Some(if after - at <= at - before { after } else { before }),
            (before, after) => before.or(after),
        }
    }

    /// What a ratio counts: what a word beside it says, else the one thing that its sentence counts.
    pub(super) fn measure(&self, at: usize) -> Measure {
        let breaks = |i: &usize| matches!(self.sentence.mark(*i).what, What::Comma | What::Stop);
        let near: Vec<usize> = (0..at)
            .rev()
            .take(4)
            .take_while(|i| !breaks(i))
            .chain((at + 1..self.count()).take(3).take_while(|i| !breaks(i)))
            .collect();
        let said = |word: Word| near.iter().any(|i| self.sentence.mark(*i).what == What::Word(word));
        if said(Word::Weight) != said(Word::Money) {
            return if said(Word::Money) { Measure::Value } else { Measure::Weight };
        }
        let units = |of: fn(&Unit) -> bool| {
            (0..self.count())
                .any(|i| self.sentence.number(i).is_some_and(|number| number.unit.as_ref().is_some_and(of)))
        };
        let money = units(|unit| matches!(unit, Unit::Money(_)))
            || (0..self.count()).any(|i| self.sentence.number(i).is_some_and(|number| number.unnamed));
        match (
            money,
            units(|unit| matches!(unit, Unit::Tonne | Unit::Kilogram)),
            units(|unit| matches!(unit, Unit::Pieces | Unit::CubicMetre)),
        ) {
            (false, true, false) => Measure::Weight,
            (false, false, true) => Measure::Quantity,
            (true, true, _) | (true, _, true) => self.nearest_measure(at),
            _ => Measure::Value,
        }
    }

    /// Of two things counted in one sentence, the one that was counted last.
    pub(super) fn nearest_measure(&self, at: usize) -> Measure {
        let last = (0..at).rev().chain(at..self.count()).find_map(|i| match self.sentence.number(i)?.unit {
            Some(Unit::Money(_)) => Some(Measure::Value),
            Some(Unit::Tonne | Unit::Kilogram) => Some(Measure::Weight),
            Some(Unit::Pieces | Unit::CubicMetre) => Some(Measure::Quantity),
            _ => None,
        });
        // A share in brackets behind a weight is of the value, as a rule.
        last.filter(|_| self.kind(at) != Some(Kind::Share)).unwrap_or(Measure::Value)
    }

    pub(super) fn expected(&self, at: usize) -> bool {
        let range = self.sentence.number(at).is_some_and(|number| number.range);
        range || (0..self.count()).any(|i| self.sentence.mark(i).what == What::Word(Word::Expected))
    }

    /// A list of goods of which one is not known to us: what is said of all cannot be added up.
    pub(super) fn open_list(&self, at: usize) -> bool {
        let subject = &self.sentence.subjects[at];
        let several = matches!(&subject.thing, Some(yalu_trade::Thing::Goods(goods)) if goods.len() > 1);
        let last = (0..at).rev().find(|i| matches!(self.sentence.mark(*i).what, What::Goods(_)));
        let joins = |i: usize| {
            self.sentence.mark(i).what == What::Comma
                || ["and", "및", "和", "과", "와"].contains(&self.sentence.words(i))
        };
        let next = last.map(|last| (last + 1..at).take_while(|i| joins(*i)).last());
        let unknown = next.flatten().is_some_and(|join| matches!(self.sentence.what(join + 1), Some(What::Other)));
        // 콩기름·설탕: the one that is known stands in a list of others that are not.
        let listed = |i: usize| ["·", "ㆍ", "、"].contains(&self.sentence.words(i));
        let other = |i: usize| self.sentence.what(i) == Some(&What::Other);
        let among = last.is_some_and(|last| {
            let before = last >= 2 && listed(last - 1) && other(last - 2);
            let after = last + 2 < self.count() && listed(last + 1) && other(last + 2);
            before || after
        });
        several && unknown || among
    }

    /// Does the sentence add what the report's other figures leave out?
    pub(super) fn wider(&self) -> bool {
        (0..self.count()).any(|i| self.sentence.mark(i).what == What::Word(Word::Wider) && !self.adds_parts(i))
            || self.cites()
    }

    /// 세 나라를 더하면: what is added has been counted, and is of the same coverage.
    fn adds_parts(&self, at: usize) -> bool {
        let lead = self.sentence.text.get(..self.sentence.mark(at).at.start).unwrap_or_default();
        let near: String = lead.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
        let adds = ["더하면", "합산하면"].contains(&self.sentence.words(at));
        adds && ["두 ", "세 ", "네 ", "다섯 ", "둘을", "셋을", "넷을"].iter().any(|count| near.contains(count))
    }

    /// "KIEP (2024) puts it at …": what a named work printed is reported speech; what is two years off is no base.
    fn cites(&self) -> bool {
        let marks = &self.sentence.marks.marks;
        let Some((first, last)) = marks.first().zip(marks.last()) else { return false };
        let words = self.sentence.text.get(first.at.start..last.at.end).unwrap_or_default();
        let two_years = ["2년 전", "两年前", "two years earlier", "two years before"];
        if two_years.iter().any(|said| words.contains(said)) {
            return true;
        }
        words.match_indices(" (").any(|(at, open)| {
            let name = words[..at].rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            let work = name.len() >= 3
                && name.bytes().all(|b| b.is_ascii_uppercase())
                && !["USD", "CNY", "GDP", "RMB"].contains(&name);
            let rest = &words[at + open.len()..];
            let year = rest.get(..4).is_some_and(super::sheet::is_year);
            work && year && (rest.len() == 4 || rest[4..].starts_with(')'))
        })
    }

    /// "similar to that of 2023".
    pub(super) fn similar(&self, at: usize, main: Option<Period>) -> Option<Period> {
        let near = (at + 1..self.count()).take(4).find(|i| self.sentence.mark(*i).what == What::Word(Word::Similar))?;
        let time = (near + 1..self.count()).take(5).find(|i| self.is_time(*i));
        let before = || near.checked_sub(1).filter(|i| self.is_time(*i));
        self.period_at(time.or_else(before)?, main)
    }
}
