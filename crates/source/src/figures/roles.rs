//! What the periods of a sentence are to its figures: when they are, since when
//! they have grown, or the one figure's that stands beside them.

use yalu_trade::{Kind, Period};

use super::{
    lexicon::{Back, Word},
    prose::Reader,
    scan::What,
};

/// What a period mark is to the figures beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// It says when.
    Main,
    /// It says since when.
    Base,
    /// It stands right after one figure, and is that figure's.
    Own(usize),
}

impl Reader<'_, '_> {
    pub(super) fn is_time(&self, at: usize) -> bool {
        matches!(self.sentence.mark(at).what, What::When(_) | What::Word(Word::Ago(_)))
    }

    pub(super) fn give_roles(&mut self) {
        for at in 0..self.count() {
            if !self.is_time(at) {
                continue;
            }
            let back = matches!(self.sentence.mark(at).what, What::Word(Word::Ago(_)));
            let before = self.sentence.before(at);
            let than = before.is_some_and(|i| {
                matches!(self.sentence.mark(i).what, What::Word(Word::Than | Word::Similar | Word::Since))
                    || self.sentence.mark(i).what == What::Word(Word::From) && self.sentence.words(i).is_ascii()
            });
            let beside =
                (at + 1..self.count()).take(3).find(|i| self.sentence.mark(*i).what != What::Word(Word::Filler));
            let beside = beside.is_some_and(|i| {
                matches!(self.sentence.mark(i).what, What::Word(Word::Beside | Word::SinceAfter))
                    || self.sentence.mark(i).what == What::Word(Word::Of) && self.multiple_follows(i)
            });
            let own = self.owner(at);
            self.roles[at] = Some(match own {
                Some(figure) => Role::Own(figure),
                None if back || than || beside || self.in_base_zone(at) => Role::Base,
                // 四季度出口为全年最高: the year is only what the quarter is held against.
                None if matches!(self.sentence.mark(at).what, What::When(super::when::When::WholeYear))
                    && (0..at)
                        .rev()
                        .take_while(|i| self.sentence.mark(*i).what != What::Comma)
                        .any(|i| matches!(self.sentence.mark(i).what, What::When(_))) =>
                {
                    Role::Base
                }
                None => Role::Main,
            });
        }
    }

    /// 전년의 2.9배, 2019년의 85 %, 上年的1.6倍.
    pub(super) fn multiple_follows(&self, of: usize) -> bool {
        if self.sentence.words(of).is_ascii() {
            return false;
        }
        let next = (of + 1..self.count()).take(4).find(|i| self.sentence.number(*i).is_some());
        next.is_some_and(|i| matches!(self.kind(i), Some(Kind::Multiple | Kind::Recovery)))
    }

    /// "84.7 % of the 2018-19 level": the period belongs to the base.
    pub(super) fn in_base_zone(&self, at: usize) -> bool {
        let start = (0..at).rev().take(8).find(|i| self.sentence.number(*i).is_some());
        let Some(start) = start else { return false };
        let relation = matches!(self.kind(start), Some(Kind::Multiple | Kind::Recovery));
        let of = (start + 1..at).any(|i| {
            matches!(self.sentence.mark(i).what, What::Word(Word::Of | Word::Mean | Word::Flow(_)))
                || self.sentence.words(i) == "the"
        });
        let broken = (start + 1..at)
            .any(|i| matches!(self.sentence.mark(i).what, What::Comma | What::Stop | What::Word(Word::While)));
        relation && of && !broken
    }

    /// The figure of which a period is said right after it, or around it in brackets.
    pub(super) fn owner(&self, at: usize) -> Option<usize> {
        let gap = |from: usize, to: usize| {
            (from + 1..to).all(|i| {
                matches!(self.sentence.mark(i).what, What::Word(Word::Filler | Word::Of) | What::Open)
                    && self.sentence.words(i) != "and"
            })
        };
        // (전년 61,270톤): of what follows it, not of what stands before the bracket.
        let bracketed = at.checked_sub(1).is_some_and(|i| self.sentence.mark(i).what == What::Open);
        let colon = usize::from(self.sentence.what(at + 1) == Some(&What::Colon));
        if let Some(next) =
            Some(at + 1 + colon).filter(|i| bracketed && *i < self.count() && self.sentence.number(*i).is_some())
        {
            return Some(next);
        }
        // 由2022年的21.5亿美元增至: of what it came from, not of what it came to.
        let from = at.checked_sub(1).is_some_and(|i| {
            self.sentence.mark(i).what == What::Word(Word::From) && !self.sentence.words(i).is_ascii()
        });
        let of = usize::from(self.sentence.what(at + 1) == Some(&What::Word(Word::Of)));
        if let Some(next) =
            Some(at + 1 + of).filter(|i| from && *i < self.count() && self.sentence.number(*i).is_some())
        {
            return Some(next);
        }
        let before = (0..at).rev().take(4).find(|i| self.sentence.number(*i).is_some());
        let within = (0..at)
            .rev()
            .take(1)
            .all(|i| ["in", "during", "for"].contains(&self.sentence.words(i).to_ascii_lowercase().as_str()));
        let level = |i: &usize| {
            matches!(self.kind(*i), Some(Kind::Level | Kind::Share)) || self.kind(*i) == Some(Kind::Growth) && within
        };
        if let Some(figure) = before.filter(level).filter(|figure| gap(*figure, at)) {
            // "…억 달러 2022년에는": a new clause, unless a word ties them.
            let tied =
                self.sentence.words(at).is_ascii() || self.sentence.what(at.wrapping_sub(1)) == Some(&What::Open);
            let than = (figure + 1..at).any(|i| self.sentence.words(i) == "than");
            if tied && !than {
                return Some(figure);
            }
        }
        // 전년(6.19억 달러), 上年同期（7.82亿美元）, 2022's $0.89 billion
        let after = (at + 1..self.count()).find(|i| {
            !matches!(
                self.sentence.mark(*i).what,
                What::Word(Word::Mean | Word::MonthlyMean | Word::Level | Word::Filler)
            )
        });
        let open = after.is_some_and(|i| self.sentence.mark(i).what == What::Open);
        let next = (at + 1..self.count()).take(4).find(|i| self.sentence.number(*i).is_some());
        next.filter(|figure| {
            open && *figure <= at + 3
                && self.kind(*figure) == Some(Kind::Level)
                && (at + 1..*figure).all(|i| matches!(self.sentence.mark(i).what, What::Open | What::Word(_)))
        })
    }

    pub(super) fn period_at(&self, at: usize, main: Option<Period>) -> Option<Period> {
        match &self.sentence.mark(at).what {
            What::When(when) => super::subject::dated(*when, main.or(self.mind.period)),
            What::Word(Word::Ago(back)) => main.and_then(|main| step_back(main, *back)),
            _ => None,
        }
    }

    /// When the words before a mark say that it is.
    pub(super) fn main_period_at(&self, at: usize) -> Option<Period> {
        let mut main = self.mind.period;
        for i in 0..at.min(self.count()) {
            let taken = match self.roles[i] {
                Some(Role::Main) => true,
                Some(Role::Own(figure)) => !self.is_base(figure) && matches!(self.sentence.mark(i).what, What::When(_)),
                _ => false,
            };
            // "over 2021, when they had been …"
            if self.sentence.words(i).eq_ignore_ascii_case("when") {
                let time = (0..i).rev().take(2).find(|j| self.is_time(*j));
                main = time.and_then(|time| self.period_at(time, main)).or(main);
            }
            if taken {
                main = self.period_at(i, main).or(main);
            }
        }
        main
    }

    /// The period that the next sentence goes on with: one that this sentence is about as a whole.
    pub(super) fn lasting_period(&self, opening: bool) -> Option<Period> {
        // What comes after the first figure is said of that part of the sentence only.
        let figure = (0..self.count()).find(|i| self.sentence.number(*i).is_some()).unwrap_or(self.count());
        let main = |i: &usize| self.roles[*i] == Some(Role::Main);
        let own = |i: &usize| self.roles[*i] == Some(Role::Own(figure)) && opening && !self.is_base(figure);
        let last = (0..figure).rev().find(main).or_else(|| (figure..self.count()).find(own))?;
        self.main_period_at(last + 1).filter(|period| period.len_months() <= 12)
    }

    /// The figure's own period, if it has one.
    pub(super) fn own_period(&self, figure: usize) -> Option<usize> {
        let own = |i: &usize| self.roles[*i] == Some(Role::Own(figure));
        // What stands right after it says it better than what stands before.
        (figure + 1..self.count()).find(own).or_else(|| (0..figure).rev().find(own))
    }

    /// Does a level stand where a base stands: after "from" or "than", before 대비 or 에서?
    pub(super) fn is_base(&self, at: usize) -> bool {
        if !matches!(self.kind(at), Some(Kind::Level | Kind::Share)) {
            return false;
        }
        let skipped = |i: &usize| {
            !(matches!(
                self.sentence.mark(*i).what,
                What::Word(Word::Filler | Word::Near(_) | Word::Mean | Word::Total | Word::Level)
                    | What::When(_)
                    | What::Open
                    | What::Word(Word::Ago(_))
            ) || self.sentence.mark(*i).what == What::Word(Word::Of) && !self.sentence.words(*i).is_ascii())
                || self.sentence.words(*i) == "and"
        };
        let before = (0..at).rev().take(6).find(skipped);
        let from = before.is_some_and(|i| matches!(self.sentence.mark(i).what, What::Word(Word::From | Word::Than)));
        let opened =
            self.own_period(at).is_some_and(|i| matches!(self.sentence.mark(i).what, What::Word(Word::Ago(_))));
        let after = (at + 1..self.count())
            .take(4)
            .find(|i| !matches!(self.sentence.mark(*i).what, What::Close | What::Word(Word::Filler) | What::When(_)));
        let beside = after.is_some_and(|i| {
            matches!(self.sentence.mark(i).what, What::Word(Word::Beside))
                || self.sentence.mark(i).what == What::Word(Word::Of) && self.multiple_follows(i)
        });
        from || opened || beside
    }

    /// The base of a growth, a multiple, a recovery: a period that the words name, where they do.
    pub(super) fn base_period(&self, at: usize, main: Option<Period>) -> Option<Period> {
        // "1.55 times the exports of 2021 ($6.58 billion)": the period of the base that is printed.
        if let Some(kind) = self.kind(at).filter(|kind| matches!(kind, Kind::Multiple | Kind::Recovery)) {
            let dated = self.base_number(at, kind).and_then(|base| self.own_period(base));
            if let Some(period) = dated.and_then(|time| self.period_at(time, main)) {
                return Some(period);
            }
        }
        let end = |i: &usize| {
            !matches!(self.sentence.mark(*i).what, What::Stop | What::Word(Word::While))
                && self.sentence.number(*i).is_none_or(|_| self.kind(*i) == Some(Kind::Level) && self.is_base(*i))
        };
        let mut right = (at + 1..self.count()).take(12).take_while(end).take_while(|i| {
            !matches!(self.sentence.mark(*i).what, What::Word(Word::Flow(_))) || self.kind(at) != Some(Kind::Growth)
        });
        let based = |i: &usize| {
            self.is_time(*i)
                && (self.roles[*i] == Some(Role::Base)
                    || matches!(self.roles[*i], Some(Role::Own(figure)) if self.is_base(figure)))
        };
        let named = right.find(based);
        let sentence = |i: &usize| !matches!(self.sentence.mark(*i).what, What::Stop | What::Word(Word::While));
        let left = || (0..at).rev().take(12).take_while(sentence).find(based);
        // In Korean and Chinese the base comes before its figure.
        let clear = |i: &usize| self.sentence.number(*i).is_none() || self.is_base(*i);
        let near = || (0..at).rev().take(8).take_while(clear).find(|i| based(i) && !self.sentence.words(*i).is_ascii());
        let found = near().or(named).or_else(left)?;
        self.period_at(found, main)
    }
}

/// The year before, or what came right before.
pub(super) fn step_back(period: Period, back: Back) -> Option<Period> {
    match back {
        Back::Year => Some(period.shift_years(-(period.len_months().div_ceil(12) as i32).max(1))),
        Back::Step if period.is_month() || period.is_quarter() => {
            let year = period.shift_years(-1);
            let months = Period::span(year.first_month(), period.last_month())?;
            let mut before = months.months().rev().skip(period.len_months() as usize);
            let last = before.next()?;
            let first = if period.len_months() == 1 { last } else { before.nth(period.len_months() as usize - 2)? };
            Period::span(first, last)
        }
        Back::Step => Some(period.shift_years(-1)),
    }
}
