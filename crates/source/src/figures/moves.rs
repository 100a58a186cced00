//! Words of direction between two levels, `fell from 9.64 to 7.22 million`, and
//! of extremes, `the highest quarter`: claims that print no figure of their own.

use yalu_trade::{Direction, Extreme, Figure, Kind, Mean, Measure, Move, Spot, Topic};

use super::{
    lexicon::Word,
    prose::Reader,
    scan::What,
    subject::{Mind, Sentence},
};

fn direction(what: &What) -> Option<Direction> {
    match what {
        What::Word(Word::Up) => Some(Direction::Up),
        What::Word(Word::Down) => Some(Direction::Down),
        _ => None,
    }
}

impl Reader<'_, '_> {
    /// The words of direction of a sentence that stand between two of its levels.
    pub(super) fn moves(&self, index: &[Option<usize>], figures: &[Figure], found: &mut Vec<Move>) {
        for base in (0..self.count()).filter(|i| self.is_base(*i)) {
            let Some((word, level)) = self.some_move(base) else { continue };
            let (Some(from), Some(to)) = (index[base], index[level]) else { continue };
            let alike =
                figures[from].printed.unit == figures[to].printed.unit && figures[from].kind == figures[to].kind;
            if let Some(direction) = direction(&self.sentence.mark(word).what).filter(|_| alike) {
                let bytes = self.sentence.mark(word).at.clone();
                let text = self.sentence.words(word).to_owned();
                found.push(Move {
                    id: String::new(),
                    spot: Spot { bytes, ..Spot::default() },
                    text,
                    direction,
                    from,
                    to,
                });
            }
        }
    }

    /// The word of direction and the level that it came to, of one that stands as a base.
    fn some_move(&self, base: usize) -> Option<(usize, usize)> {
        self.english_move(base)
            .or_else(|| self.narrowed_to(base))
            .or_else(|| self.korean_move(base))
            .or_else(|| self.korean_than(base))
            .or_else(|| self.chinese_move(base))
    }

    /// "narrowed to B from A"
    fn narrowed_to(&self, base: usize) -> Option<(usize, usize)> {
        let from = base.checked_sub(1).filter(|i| self.sentence.mark(*i).what == What::Word(Word::From))?;
        let level = from.checked_sub(1).filter(|i| self.same_kind(base, *i))?;
        let to = (0..level).rev().take(2).find(|i| self.sentence.mark(*i).what == What::Word(Word::To))?;
        let word = to.checked_sub(1).filter(|i| direction(&self.sentence.mark(*i).what).is_some())?;
        Some((word, level))
    }

    /// B, 전년(A)보다 확대
    fn korean_than(&self, base: usize) -> Option<(usize, usize)> {
        let filler = |i: &usize| matches!(self.sentence.mark(*i).what, What::Close | What::Word(Word::Filler));
        let than = (base + 1..self.count()).take(3).find(|i| !filler(i))?;
        if *self.sentence.what(than)? != What::Word(Word::Beside) || !self.sentence.words(than).starts_with("보다") {
            return None;
        }
        let word = (than + 1..self.count()).take(2).find(|i| direction(&self.sentence.mark(*i).what).is_some())?;
        let alone = (than + 1..word).all(|i| filler(&i))
            && (word + 1..self.count()).take(3).all(|i| self.sentence.number(i).is_none());
        let level = (0..base).rev().take(10).find(|i| self.sentence.number(*i).is_some())?;
        (alone && self.same_kind(base, level) && !self.is_base(level)).then_some((word, level))
    }

    /// 由A增至B
    fn chinese_move(&self, base: usize) -> Option<(usize, usize)> {
        let from = (0..base).rev().take(3).find(|i| self.sentence.mark(*i).what == What::Word(Word::From))?;
        let word = (base + 1..self.count()).take(2).find(|i| direction(&self.sentence.mark(*i).what).is_some())?;
        let level = (word + 1..self.count()).take(3).find(|i| self.sentence.number(*i).is_some())?;
        let gap = self.sentence.text.get(self.sentence.mark(word).at.start..self.sentence.mark(level).at.start)?;
        let to = gap.trim_end().ends_with(['至', '到', '为']) && gap.chars().count() <= 8;
        (to && !self.sentence.words(from).is_ascii() && self.same_kind(base, level)).then_some((word, level))
    }

    /// "fell from A to B", "B, up from A".
    fn english_move(&self, base: usize) -> Option<(usize, usize)> {
        let from = (0..base).rev().take(5).find(|i| self.sentence.mark(*i).what == What::Word(Word::From))?;
        if !self.sentence.words(from).is_ascii() {
            return None;
        }
        let word = from.checked_sub(1).filter(|i| direction(&self.sentence.mark(*i).what).is_some())?;
        let next = (base + 1..self.count()).find(|i| self.sentence.number(*i).is_some());
        let level = next.filter(|next| {
            let near = (base + 1..*next).rev().take(3).any(|i| self.sentence.mark(i).what == What::Word(Word::To));
            near && self.same_kind(base, *next)
        });
        let before = || {
            let last = (0..word).rev().take(3).find(|i| self.sentence.number(*i).is_some())?;
            (self.same_kind(base, last) && !self.is_base(last)).then_some(last)
        };
        Some((word, level.or_else(before)?))
    }

    /// A에서 B로 증가
    fn korean_move(&self, base: usize) -> Option<(usize, usize)> {
        let after = self.sentence.what(base + 1)?;
        if *after != What::Word(Word::Beside) || !self.sentence.words(base + 1).starts_with("에서") {
            return None;
        }
        let level = (base + 2..self.count()).find(|i| self.sentence.number(*i).is_some())?;
        let near = level - base <= 3 && self.same_kind(base, level);
        let word = (level + 1..self.count()).take(4).find(|i| direction(&self.sentence.mark(*i).what).is_some())?;
        let clear =
            (level + 1..word).all(|i| self.sentence.number(i).is_none() && self.sentence.mark(i).what != What::Comma);
        (near && clear).then_some((word, level))
    }

    fn same_kind(&self, a: usize, b: usize) -> bool {
        let price = |i: usize| {
            let number = self.sentence.number(i);
            self.kind(i) == Some(Kind::Unclear)
                && number
                    .is_some_and(|number| matches!(number.unit, Some(yalu_trade::Unit::Money(_))) && number.unscaled)
        };
        self.kind(a) == self.kind(b) && matches!(self.kind(a), Some(Kind::Level | Kind::Share)) || price(a) && price(b)
    }
}

const HIGH: [&str; 9] = ["peaked", "highest", "best", "最高", "가장 많았", "가장 높았", "가장 컸", "最多", "strongest"];
const LOW: [&str; 8] = ["lowest", "worst", "weakest", "最低", "最少", "가장 적었", "가장 낮았", "가장 작았"];

/// The months and quarters that a sentence calls the highest or the lowest of their year.
pub(super) fn extremes(sentence: &Sentence<'_>, mind: &Mind, found: &mut Vec<Extreme>) {
    let marks = &sentence.marks.marks;
    let Some((first, last)) = marks.first().zip(marks.last()) else { return };
    let words = sentence.text.get(first.at.start..last.at.end).unwrap_or_default();
    let lower = words.to_ascii_lowercase();
    for (list, highest) in [(&HIGH[..], true), (&LOW[..], false)] {
        let Some(at) = list.iter().filter_map(|word| lower.find(word)).min() else { continue };
        let byte = first.at.start + at;
        let clause =
            |from: usize, to: usize| !sentence.text.get(from..to).unwrap_or_default().contains([',', ';', '，', '。']);
        let whole = super::when::When::WholeYear;
        let dated = |mark: &&super::scan::Mark| matches!(mark.what, What::When(when) if when != whole);
        let before =
            marks.iter().rev().filter(|mark| mark.at.end <= byte).find(dated).filter(|mark| clause(mark.at.end, byte));
        let after = || {
            marks
                .iter()
                .filter(|mark| mark.at.start > byte)
                .find(dated)
                .filter(|mark| mark.at.start - byte < 40 && clause(byte, mark.at.start))
        };
        let Some(mark) = before.or_else(after) else { continue };
        let What::When(when) = mark.what else { continue };
        let Some(period) = mind.period_of(when).filter(|period| period.len_months() < 12) else { continue };
        let place = marks.iter().position(|other| other.at == mark.at).unwrap_or(0);
        let subjects = [sentence.subjects.get(place), sentence.subjects.last()];
        let subject = subjects.into_iter().flatten().find(|subject| subject.flow.is_some() && subject.thing.is_some());
        if let Some((flow, thing)) = subject.and_then(|subject| subject.flow.zip(subject.thing.clone())) {
            let about = Topic { flow, thing, period, mean: Mean::Sum, measure: Measure::Value };
            let text = sentence.text.get(mark.at.clone()).unwrap_or_default().to_owned();
            found.push(Extreme {
                id: String::new(),
                spot: Spot { bytes: mark.at.clone(), ..Spot::default() },
                text,
                highest,
                about,
            });
        }
    }
}
