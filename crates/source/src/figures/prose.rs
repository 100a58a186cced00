//! Figures in prose: each number of a sentence with what it is, of what, of
//! when, and against what. Where the words do not say, nothing is put in.

use std::ops::Range;

use yalu_trade::{
    Approx, Currency, Direction, Figure, Figures, Flow, Kind, Mean, Measure, Period, Spot, Thing, Topic, Unit,
};

use super::{
    dictionary::Dictionary,
    lexicon::{Back, Word},
    roles::{Role, step_back},
    scan::{Marks, What, scan},
    sort::{Sort, sort},
    subject::{Mind, Sentence, Subject},
    tables::bounds,
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
                    "incl", "n.e.s", "p", "Fig", "tel", "Ref", "i.e", "e.g", "cf",
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

pub(super) struct Reader<'a, 'b> {
    pub(super) sentence: &'b Sentence<'a>,
    pub(super) mind: &'b Mind,
    pub(super) roles: Vec<Option<Role>>,
    pub(super) sorts: Vec<Option<Sort>>,
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
        if found.figures.len() > super::MOST {
            break;
        }
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
        let unit = number.unit.or_else(|| number.unnamed.then(|| self.unnamed(at, page.currency)))?;
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
        // `$1,830 million (1,825–1,835)`: what is printed beside it says how far it goes.
        let beside = page.text[number.at.end..].trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')'));
        let bounds = beside.filter(|(words, _)| words.len() < 60).and_then(|(words, _)| bounds(words, &printed));
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
                && !self.open_list(at)
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
            bounds,
        })
    }

    /// A scale word and no unit: in the unit of the number before it, where that is no money.
    fn unnamed(&self, at: usize, currency: Currency) -> Unit {
        let before = (0..at).rev().find_map(|i| self.sentence.number(i).and_then(|number| Some((i, number.unit?))));
        let start = before.map_or(self.sentence.marks.marks.first().map_or(0, |mark| mark.at.start), |(i, _)| {
            self.sentence.mark(i).at.end
        });
        let words = self.sentence.text.get(start..self.sentence.mark(at).at.start).unwrap_or_default();
        let lower = words.to_ascii_lowercase();
        if ["in tons", "in tonnes", "in metric tons"].iter().any(|lead| lower.contains(lead)) {
            return Unit::Tonne;
        }
        let money = ["worth", "paid", "value", "cost", "earn", "dollar", "금액", "金额"]
            .iter()
            .any(|word| lower.contains(word));
        match before {
            Some((_, unit @ (Unit::Tonne | Unit::Kilogram | Unit::CubicMetre | Unit::Pieces))) if !money => unit,
            Some((_, unit @ Unit::Money(_))) => unit,
            _ => Unit::Money(currency),
        }
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
