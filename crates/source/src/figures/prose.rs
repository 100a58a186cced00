//! Figures in prose: each number of a sentence with what it is, of what, of
//! when, and against what. Where the words do not say, nothing is put in.

use std::ops::Range;

use yalu_trade::{
    Approx, Currency, Direction, Figure, Figures, Flow, Kind, Mean, Measure, Period, Spot, Thing, Topic, Unit,
};

use super::{
    lexicon::{Back, Word},
    scan::{Dictionary, Marks, What, scan},
    sort::{Sort, sort},
    subject::{Mind, Sentence, Subject},
};

/// The sentences of a paragraph.
pub(super) fn sentences(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let words = text.get(range.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut start = 0;
    let chars = words.char_indices();
    for (at, c) in chars {
        let end = at + c.len_utf8();
        let next = words[end..].chars().next();
        let stop = match c {
            '。' | '！' | '？' | '；' => true,
            '.' | '!' | '?' => {
                let digits =
                    words[..at].ends_with(|c: char| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit());
                let short = words[..at].rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or_default();
                let abbreviated = [
                    "No", "vs", "U.S", "Jan", "Feb", "Mar", "Apr", "Aug", "Sept", "Oct", "Nov", "Dec", "approx", "ca",
                    "incl", "n.e.s", "p", "Fig", "tel", "Ref",
                ]
                .contains(&short);
                !digits && !abbreviated && next.is_none_or(|c| c.is_whitespace() || "*_\"”)".contains(c))
            }
            _ => false,
        };
        if stop {
            found.push(start..end);
            start = end;
        }
    }
    found.push(start..words.len());
    found
        .into_iter()
        .flat_map(|part| cut(words, part))
        .filter(|part| !part.is_empty())
        .map(|part| part.start + range.start..part.end + range.start)
        .collect()
}

/// A sentence of more bytes than this is no sentence; it is read in pieces.
const LONGEST: usize = 3000;

fn cut(words: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = part.start;
    while part.end - start > LONGEST {
        let end = (start + 1..=start + LONGEST).rev().find(|end| words.is_char_boundary(*end)).unwrap_or(part.end);
        pieces.push(start..end);
        start = end;
    }
    pieces.push(start..part.end);
    pieces
}

/// What a period mark is to the figures beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Role {
    /// It says when.
    Main,
    /// It says since when.
    Base,
    /// It stands right after one figure, and is that figure's.
    Own(usize),
}

pub(super) struct Reader<'a, 'b> {
    pub(super) sentence: &'b Sentence<'a>,
    pub(super) mind: &'b Mind,
    roles: Vec<Option<Role>>,
    sorts: Vec<Option<Sort>>,
}

/// Where a paragraph's figures go, and what they are counted from.
pub(super) struct Page<'a> {
    pub(super) text: &'a str,
    pub(super) book: &'a Dictionary,
    pub(super) currency: Currency,
    pub(super) paragraph: usize,
}

/// Reads a paragraph; returns its sentences as marks for those who look for orders.
pub(super) fn paragraph(
    page: &Page<'_>,
    range: Range<usize>,
    mind: &mut Mind,
    found: &mut Figures,
    visit: &mut dyn FnMut(&Sentence<'_>, &Mind, &mut Figures),
) {
    mind.share_spoken = false;
    // A long paragraph without a digit claims nothing that could be held against anything.
    let all = page.text.get(range.clone()).unwrap_or_default();
    let silent = all.len() > 1000 && !all.bytes().any(|b| b.is_ascii_digit());
    mind.recent.clear();
    for (n, part) in sentences(page.text, range).into_iter().enumerate() {
        let words = page.text.get(part.clone()).unwrap_or_default();
        if !words.bytes().any(|b| b.is_ascii_digit()) && (words.len() > 600 || silent) {
            continue;
        }
        let marks = scan(page.text, part, page.book);
        read(page, &marks, n == 0, mind, found, visit);
    }
}

fn read(
    page: &Page<'_>,
    marks: &Marks,
    opening: bool,
    mind: &mut Mind,
    found: &mut Figures,
    visit: &mut dyn FnMut(&Sentence<'_>, &Mind, &mut Figures),
) {
    let figures = &mut found.figures;
    let sentence = Sentence::new(page.text, marks, mind);
    let mut reader = Reader {
        sentence: &sentence,
        mind,
        roles: vec![None; marks.marks.len()],
        sorts: vec![None; marks.marks.len()],
    };
    reader.sort_numbers();
    reader.give_roles();
    let period = reader.lasting_period(opening);
    let spread = reader.parallel();
    let first = figures.len();
    let mut index = vec![None; marks.marks.len()];
    for (at, place) in index.iter_mut().enumerate() {
        if let Some(mut figure) = reader.figure(page, at) {
            match spread.get(&at) {
                Some(Some(share)) => share.give(&mut figure),
                Some(None) => figure.sure = false,
                None => {}
            }
            *place = Some(figures.len());
            figures.push(figure);
        }
    }
    reader.link(&index, figures, first);
    reader.moves(&index, figures, &mut found.moves);
    let spoke_of_share = reader.sorts.iter().flatten().any(|sort| sort.kind == Kind::Share);
    visit(&sentence, reader.mind, found);
    if let Some(period) = period {
        mind.period = Some(period);
    }
    mind.share_spoken |= spoke_of_share;
}

impl Reader<'_, '_> {
    pub(super) fn count(&self) -> usize {
        self.sentence.marks.marks.len()
    }

    fn sort_numbers(&mut self) {
        for at in 0..self.count() {
            if self.sentence.number(at).is_some() {
                self.sorts[at] = Some(sort(self.sentence, at, self.mind));
            }
        }
        // "$10.2 billion or 74.8 % of the total, … $1.78 billion (13.0 %)": shares once, shares again.
        let first = (0..self.count()).find(|i| self.sentence.percent(*i) && self.kind(*i) == Some(Kind::Share));
        for at in first.map_or(0..0, |first| first + 1..self.count()) {
            let bracketed = self.sentence.what(at.wrapping_sub(1)) == Some(&What::Open);
            let unclear = self.sentence.percent(at) && self.kind(at) == Some(Kind::Unclear);
            if bracketed && unclear {
                self.sorts[at] = first.and_then(|first| self.sorts[first]);
            }
        }
        // "7.5 % and 26.0 %": the second is of the first one's kind.
        for at in 1..self.count() {
            let unclear = self.sorts[at].is_some_and(|sort| sort.kind == Kind::Unclear) && self.sentence.percent(at);
            let Some(before) = self.sentence.before(at).filter(|_| unclear) else { continue };
            if self.sentence.percent(before) {
                self.sorts[at] = self.sorts[before];
            }
        }
    }

    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.sorts[at].map(|sort| sort.kind)
    }

    fn is_time(&self, at: usize) -> bool {
        matches!(self.sentence.mark(at).what, What::When(_) | What::Word(Word::Ago(_)))
    }

    fn give_roles(&mut self) {
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
    fn multiple_follows(&self, of: usize) -> bool {
        if self.sentence.words(of).is_ascii() {
            return false;
        }
        let next = (of + 1..self.count()).take(4).find(|i| self.sentence.number(*i).is_some());
        next.is_some_and(|i| matches!(self.kind(i), Some(Kind::Multiple | Kind::Recovery)))
    }

    /// "84.7 % of the 2018-19 level": the period belongs to the base.
    fn in_base_zone(&self, at: usize) -> bool {
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
    fn owner(&self, at: usize) -> Option<usize> {
        let gap = |from: usize, to: usize| {
            (from + 1..to).all(|i| {
                matches!(self.sentence.mark(i).what, What::Word(Word::Filler | Word::Of) | What::Open)
                    && self.sentence.words(i) != "and"
            })
        };
        // (전년 61,270톤): of what follows it, not of what stands before the bracket.
        let bracketed = at.checked_sub(1).is_some_and(|i| self.sentence.mark(i).what == What::Open);
        if let Some(next) = Some(at + 1).filter(|i| bracketed && self.sentence.number(*i).is_some()) {
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
    fn main_period_at(&self, at: usize) -> Option<Period> {
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
    fn lasting_period(&self, opening: bool) -> Option<Period> {
        // What comes after the first figure is said of that part of the sentence only.
        let figure = (0..self.count()).find(|i| self.sentence.number(*i).is_some()).unwrap_or(self.count());
        let main = |i: &usize| self.roles[*i] == Some(Role::Main);
        let own = |i: &usize| self.roles[*i] == Some(Role::Own(figure)) && opening && !self.is_base(figure);
        let last = (0..figure).rev().find(main).or_else(|| (figure..self.count()).find(own))?;
        self.main_period_at(last + 1).filter(|period| period.len_months() <= 12)
    }

    /// The figure's own period, if it has one.
    fn own_period(&self, figure: usize) -> Option<usize> {
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
    fn base_period(&self, at: usize, main: Option<Period>) -> Option<Period> {
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

    fn topic(&self, subject: &Subject, period: Option<Period>, measure: Measure, mean: Mean) -> Option<Topic> {
        Some(Topic { flow: subject.flow?, thing: subject.thing.clone()?, period: period?, mean, measure })
    }

    fn figure(&self, page: &Page<'_>, at: usize) -> Option<Figure> {
        let number = self.sentence.number(at)?;
        let sort = self.sorts[at]?;
        let mut subject = self.sentence.subjects[at].clone();
        let deficit = (at + 1..self.count())
            .take(2)
            .any(|i| self.sentence.mark(i).what == What::Word(Word::Flow(super::lexicon::Way::Deficit)));
        subject.below_zero |= deficit && subject.flow == Some(Flow::B);
        let subject = &subject;
        let unit = number.unit.or(number.unnamed.then_some(Unit::Money(page.currency)))?;
        let approx = self.approx(at);
        let mut number = number.clone();
        let falls = sort.direction == Some(Direction::Down) && sort.kind == Kind::Growth
            || subject.below_zero && sort.kind == Kind::Level && subject.flow == Some(Flow::B);
        if falls && !number.digits.starts_with('-') {
            number.digits.insert(0, '-');
        }
        let approx = if falls { mirrored(approx) } else { approx };
        let level = matches!(sort.kind, Kind::Level | Kind::Change);
        let printed = number.printed(unit, approx, level)?;
        let main = self.main_period_at(at);
        let own = self.own_period(at);
        let base_role = self.is_base(at);
        let period = match own {
            Some(own) => self.period_at(own, main),
            None if base_role => {
                self.base_period(at, main).or_else(|| main.and_then(|main| step_back(main, Back::Year)))
            }
            None => main,
        };
        // "then they fell": of a time that is not named.
        let then = (0..at)
            .rev()
            .take_while(|i| self.sentence.mark(*i).what != What::Stop)
            .any(|i| self.sentence.mark(i).what == What::Word(Word::Then));
        let period = period.filter(|_| !then || own.is_some());
        let mean = self.mean(at);
        let measure = match unit {
            Unit::Tonne | Unit::Kilogram => Measure::Weight,
            Unit::Pieces | Unit::CubicMetre => Measure::Quantity,
            Unit::Money(_) => Measure::Value,
            _ => self.measure(at),
        };
        let clear = sort.kind != Kind::Unclear;
        let about = self.topic(subject, period, measure, if level { mean } else { Mean::Sum }).filter(|_| clear);
        let base = about.as_ref().and_then(|about| self.base(at, sort, about, main));
        let dated =
            !base_role || own.is_some() || main.is_some_and(Period::is_year) || self.base_period(at, main).is_some();
        Some(Figure {
            id: String::new(),
            spot: Spot { bytes: number.at.clone(), ..Spot::default() },
            text: self.sentence.words(at).trim().to_owned(),
            kind: sort.kind,
            printed,
            bare: number.unscaled && matches!(unit, Unit::Money(_)),
            direction: sort.direction,
            direction_at: self
                .direction_word(at, sort)
                .map(|i| Spot { bytes: self.sentence.mark(i).at.clone(), ..Spot::default() }),
            more: sort.more,
            sure: about.is_some()
                && subject.own_thing
                && (subject.own_flow || matches!(subject.thing, Some(Thing::Goods(_))))
                && dated,
            about,
            base,
            level: None,
            against: None,
            forecast: self.expected(at) || self.wider(),
            similar: self.similar(at, main),
            paragraph: page.paragraph,
            cell: None,
        })
    }

    fn base(&self, at: usize, sort: Sort, about: &Topic, main: Option<Period>) -> Option<Topic> {
        match sort.kind {
            Kind::Share => {
                let whole = self.sentence.wholes[at];
                let period = if whole.is_some_and(|whole| whole.year) {
                    Period::year(about.period.last_year())
                } else {
                    about.period
                };
                let flow = whole.and_then(|whole| whole.flow).unwrap_or(about.flow);
                // "trade came to …, of which exports …, 83.8 %": a flow's share is one of trade.
                let both = whole.is_none()
                    && about.thing == Thing::Total
                    && matches!(about.flow, Flow::X | Flow::M)
                    && self.sentence.subjects[..at].iter().any(|subject| subject.flow == Some(Flow::T));
                let flow = if both { Flow::T } else { flow };
                let base = Topic { flow, period, ..about.of_all() };
                (base != *about).then_some(base)
            }
            Kind::Growth | Kind::Change | Kind::Points => {
                let named = self.base_period(at, main);
                let assumed = || about.period.is_whole_years().then(|| step_back(about.period, Back::Year)).flatten();
                let period = named.or_else(assumed)?;
                Some(about.in_period(period))
            }
            Kind::Multiple | Kind::Recovery => {
                let period = self.base_period(at, main);
                let flow = self.base_flow(at);
                if let Some(flow) = flow.filter(|flow| *flow != about.flow && period.is_none()) {
                    return Some(Topic { flow, ..about.clone() });
                }
                let period = period.filter(|period| *period != about.period)?;
                let years = period.len_months() > 12 && period.is_whole_years();
                Some(Topic { mean: if years { Mean::OfYears } else { Mean::Sum }, ..about.in_period(period) })
            }
            _ => None,
        }
    }

    /// "1.5 times exports".
    fn base_flow(&self, at: usize) -> Option<Flow> {
        if let Some(flow) = self.sentence.base_flows[at] {
            return Some(flow);
        }
        let next = self.sentence.after(at)?;
        let What::Word(Word::Flow(way)) = self.sentence.mark(next).what else { return None };
        let speaker =
            super::side::speaker(self.sentence.text, &self.sentence.marks.marks, next).unwrap_or(self.mind.speaker);
        Some(super::side::flow(way, speaker))
    }

    fn approx(&self, at: usize) -> Approx {
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
        before.filter(|_| gap(at - 1)).or(inside).or_else(after).unwrap_or_default()
    }

    fn mean(&self, at: usize) -> Mean {
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
    fn direction_word(&self, at: usize, sort: Sort) -> Option<usize> {
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
    fn measure(&self, at: usize) -> Measure {
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
    fn nearest_measure(&self, at: usize) -> Measure {
        let last = (0..at).rev().chain(at..self.count()).find_map(|i| match self.sentence.number(i)?.unit {
            Some(Unit::Money(_)) => Some(Measure::Value),
            Some(Unit::Tonne | Unit::Kilogram) => Some(Measure::Weight),
            Some(Unit::Pieces | Unit::CubicMetre) => Some(Measure::Quantity),
            _ => None,
        });
        // A share in brackets behind a weight is of the value, as a rule.
        last.filter(|_| self.kind(at) != Some(Kind::Share)).unwrap_or(Measure::Value)
    }

    fn expected(&self, at: usize) -> bool {
        let range = self.sentence.number(at).is_some_and(|number| number.range);
        range || (0..self.count()).any(|i| self.sentence.mark(i).what == What::Word(Word::Expected))
    }

    /// Does the sentence add what the report's other figures leave out?
    fn wider(&self) -> bool {
        (0..self.count()).any(|i| self.sentence.mark(i).what == What::Word(Word::Wider))
    }

    /// "similar to that of 2023".
    fn similar(&self, at: usize, main: Option<Period>) -> Option<Period> {
        let near = (at + 1..self.count()).take(4).find(|i| self.sentence.mark(*i).what == What::Word(Word::Similar))?;
        let time = (near + 1..self.count()).take(5).find(|i| self.is_time(*i));
        let before = || near.checked_sub(1).filter(|i| self.is_time(*i));
        self.period_at(time.or_else(before)?, main)
    }

    /// Ties each relation to the numbers that stand beside it.
    fn link(&self, index: &[Option<usize>], figures: &mut [Figure], first: usize) {
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
    fn base_number(&self, at: usize, kind: Kind) -> Option<usize> {
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
    fn level_number(
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

/// A fall of more than five is a growth of less than minus five.
fn mirrored(approx: Approx) -> Approx {
    match approx {
        Approx::Over => Approx::Under,
        Approx::Under => Approx::Over,
        Approx::Nearly => Approx::About,
        other => other,
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
