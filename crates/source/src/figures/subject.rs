//! What a sentence speaks of at each of its figures: which way, of what, when.
//! It goes through the marks in order and keeps what the last words set.

mod mind;

use std::collections::HashMap;

use yalu_trade::{Flow, Thing};

use super::{
    lexicon::{Way, Word},
    scan::{Mark, Marks, Party, What},
    side,
};
pub(super) use mind::{Mind, dated};

/// What is spoken of.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Subject {
    pub(super) flow: Option<Flow>,
    pub(super) thing: Option<Thing>,
    /// The words say a deficit, so the print is below zero on the economy's side.
    pub(super) below_zero: bool,
    /// The sentence itself says which way, and of what.
    pub(super) own_flow: bool,
    pub(super) own_thing: bool,
}

/// Which way goods go, by the tables; `None` where they go both ways.
#[derive(Clone, Debug, Default)]
pub(super) struct GoodsFlows(pub(super) HashMap<String, Option<Flow>>);

/// A whole, of which something is a share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Whole {
    pub(super) flow: Option<Flow>,
    /// "the year's imports".
    pub(super) year: bool,
}

/// A sentence, its marks and what they resolve to.
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) marks: &'a Marks,
    /// The subject at each mark.
    pub(super) subjects: Vec<Subject>,
    /// The whole that each figure of percent is a share of.
    pub(super) wholes: Vec<Option<Whole>>,
    /// The flow that each multiple is a multiple of, where it is named before it: 수입의 1.42배.
    pub(super) base_flows: Vec<Option<Flow>>,
}

impl<'a> Sentence<'a> {
    pub(super) fn words(&self, at: usize) -> &'a str {
        self.text.get(self.mark(at).at.clone()).unwrap_or_default()
    }

    pub(super) fn mark(&self, at: usize) -> &'a Mark {
        &self.marks.marks[at]
    }

    pub(super) fn what(&self, at: usize) -> Option<&'a What> {
        self.marks.marks.get(at).map(|mark| &mark.what)
    }

    /// What stands right before, words that say nothing left out.
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        (0..at)
            .rev()
            .find(|i| !matches!(self.mark(*i).what, What::Word(Word::Filler | Word::Near(_) | Word::NearAfter(_))))
    }

    pub(super) fn after(&self, at: usize) -> Option<usize> {
        (at + 1..self.marks.marks.len())
            .find(|i| !matches!(self.mark(*i).what, What::Word(Word::Filler | Word::NearAfter(_))))
    }

    /// Goes through the marks.
    pub(super) fn new(text: &'a str, marks: &'a Marks, mind: &mut Mind) -> Self {
        let count = marks.marks.len();
        let mut sentence = Self {
            text,
            marks,
            subjects: Vec::with_capacity(count),
            wholes: vec![None; count],
            base_flows: vec![None; count],
        };
        let mut subject = Subject { own_flow: false, own_thing: false, ..mind.subject.clone() };
        let speaks = marks
            .marks
            .iter()
            .any(|mark| matches!(mark.what, What::Word(Word::Flow(_) | Word::Verb(_)) | What::Goods(_) | What::Top(_)));
        if sentence.refers_back() || mind.card && !speaks {
            (subject.own_flow, subject.own_thing) = (mind.subject.own_flow, mind.subject.own_thing);
        } else if speaks {
            subject.thing = None;
        }
        let mut named_at = None;
        let mut broken = true;
        for at in 0..count {
            match &marks.marks[at].what {
                What::Goods(key) => {
                    let listed = named_at.is_some_and(|last| sentence.is_list(last, at));
                    // "A overtook B: its share …" does not say whose.
                    let crowded = !listed && !broken && named_at.is_some_and(|last| sentence.crowds(last, at));
                    sentence.name(&mut subject, key, listed, at, named_at);
                    subject.own_thing &= !crowded;
                    named_at = Some(at);
                    broken = false;
                }
                What::Word(Word::Flow(way)) => {
                    if let Some((percent, whole)) = sentence.whole(at, *way, mind) {
                        sentence.wholes[percent] = Some(whole);
                    } else if let Some(times) = sentence.multiplied(at) {
                        let speaker = side::speaker(text, &marks.marks, at).unwrap_or(mind.speaker);
                        sentence.base_flows[times] = Some(side::flow(*way, speaker));
                    } else if !sentence.in_base(at) {
                        sentence.turn(&mut subject, at, *way, mind, broken);
                        broken = broken && subject.thing == Some(Thing::Total);
                    }
                }
                // 合计19.98亿美元 after exports and imports
                What::Word(Word::Total) if sentence.sums_both(at) => {
                    subject.flow = Some(Flow::T);
                    subject.thing = Some(Thing::Total);
                    (subject.own_flow, subject.own_thing) = (true, true);
                }
                What::Word(Word::Total) if subject.flow.is_none() && sentence.alone(at) => {
                    subject.flow = Some(Flow::T);
                    subject.thing = Some(Thing::Total);
                    (subject.own_flow, subject.own_thing) = (true, true);
                }
                What::Top(n) => {
                    // "The three together": those that the paragraph has named, where no table lists so many.
                    let listed = mind.flows.0.contains_key(&format!("top {n}"));
                    let recent =
                        (!listed && mind.recent.len() == *n as usize).then(|| Thing::Goods(mind.recent.clone()));
                    subject.thing = Some(recent.unwrap_or(Thing::Top(*n)));
                    subject.own_thing = true;
                    broken = false;
                }
                What::Word(Word::Rest) => {
                    subject.thing = Some(Thing::Goods(vec!["the rest".to_owned()]));
                    subject.own_thing = true;
                }
                What::Word(Word::Verb(way)) => {
                    let mut speaker = side::speaker(text, &marks.marks, at).unwrap_or(mind.speaker);
                    // "Turkmenistan bought": who buys is no goods but a partner, and the other side.
                    let partner = at.checked_sub(1).is_some_and(|i| matches!(&marks.marks[i].what, What::Goods(key) if !key.starts_with(|c: char| c.is_ascii_digit())));
                    if partner {
                        speaker = Party::Reporter;
                    }
                    subject.flow = Some(side::flow(*way, speaker));
                    // "bought goods for $488.1 million": of everything.
                    let counts = sentence.after(at).is_some_and(|i| sentence.number(i).is_some());
                    if counts && subject.thing.is_none() {
                        subject.thing = Some(Thing::Total);
                        subject.own_thing = true;
                    }
                    subject.own_flow = true;
                }
                What::Comma | What::Stop | What::Word(Word::While) => broken = true,
                _ => {}
            }
            sentence.listed_flow(&mut subject, mind);
            sentence.subjects.push(subject.clone());
        }
        // "천연가스가 27.9억 달러로 전체 수출의 66.7 %": the whole says which way.
        let whole = sentence.wholes.iter().flatten().find_map(|whole| whole.flow);
        if subject.flow.is_none() {
            subject.flow = whole;
        }
        for known in sentence.subjects.iter_mut().filter(|known| known.flow.is_none()) {
            known.flow = whole;
        }
        sentence.settle(&mut subject, mind);
        sentence
    }

    /// "That is 11.7 % above 2022": of what the sentence before was of.
    fn refers_back(&self) -> bool {
        let first = self.text.get(self.marks.marks.first().map_or(0..0, |mark| mark.at.clone())).unwrap_or_default();
        ["that", "this", "it", "they", "이는", "这"].contains(&first.to_ascii_lowercase().as_str())
    }

    /// Goods that follow each other with commas or "and" between are meant together; the words of a
    /// label may stand before its code.
    fn is_list(&self, last: usize, at: usize) -> bool {
        let joins = |i: usize| {
            self.mark(i).what == What::Comma
                || ["and", "or", "및", "和", "과", "와", "&"].contains(&self.words(i).to_ascii_lowercase().as_str())
        };
        let passes = |i: usize| {
            joins(i)
                || matches!(self.mark(i).what, What::Other | What::Open | What::Close | What::Word(Word::Of))
                || self.words(i).eq_ignore_ascii_case("hs")
                || self.words(i) == "the"
        };
        at - last <= 12 && (last + 1..at).any(joins) && (last + 1..at).all(passes)
    }

    /// Two goods in one clause with no figure between them, and no list.
    fn crowds(&self, last: usize, at: usize) -> bool {
        let between = || (last + 1..at).map(|i| &self.mark(i).what);
        let glossed = between().all(|what| matches!(what, What::Open | What::Word(Word::Filler)));
        let parted = between().any(|what| {
            matches!(
                what,
                What::Number(_) | What::Comma | What::Stop | What::Word(Word::While | Word::Followed | Word::Rest)
            )
        });
        !glossed && !parted
    }

    fn name(&self, subject: &mut Subject, key: &str, listed: bool, at: usize, last: Option<usize>) {
        // "rice (HS 1006)": the code of the label right before.
        let glossed = last.is_some_and(|last| {
            let between = || (last + 1..at).map(|i| &self.mark(i).what);
            between().all(|what| matches!(what, What::Open | What::Word(Word::Filler)))
                && between().any(|what| *what == What::Open)
        });
        match &mut subject.thing {
            Some(Thing::Goods(goods)) if glossed => {
                if !goods.iter().any(|known| known == key) && key.bytes().all(|b| b.is_ascii_digit()) {
                    let label_only = goods.last().is_some_and(|known| !known.bytes().all(|b| b.is_ascii_digit()));
                    if label_only {
                        goods.pop();
                        goods.push(key.to_owned());
                    }
                }
                return;
            }
            Some(Thing::Goods(goods)) if listed && subject.own_thing => {
                if !goods.iter().any(|known| known == key) {
                    goods.push(key.to_owned());
                }
            }
            thing => *thing = Some(Thing::Goods(vec![key.to_owned()])),
        }
        subject.own_thing = true;
    }

    /// Goods that a table lists go the table's way, unless the sentence says which way.
    fn listed_flow(&self, subject: &mut Subject, mind: &Mind) {
        if let (false, true, Some(Thing::Top(n))) = (subject.own_flow, subject.own_thing, &subject.thing) {
            let known = mind.flows.0.get(&format!("top {n}")).copied().flatten();
            subject.flow = known.or(subject.flow);
        }
        if let (false, true, Some(Thing::Goods(goods))) = (subject.own_flow, subject.own_thing, &subject.thing) {
            let known = goods.first().and_then(|first| mind.flows.0.get(first)).copied().flatten();
            subject.flow = known.or(subject.flow);
        }
    }

    pub(super) fn percent(&self, at: usize) -> bool {
        self.number(at).is_some_and(|number| number.unit == Some(yalu_trade::Unit::Percent))
    }

    pub(super) fn number(&self, at: usize) -> Option<&'a super::number::Number> {
        match self.what(at) {
            Some(What::Number(i)) => self.marks.numbers.get(*i),
            _ => None,
        }
    }

    /// A flow that the sentence turns to.
    fn turn(&self, subject: &mut Subject, at: usize, way: Way, mind: &mut Mind, broken: bool) {
        let said = side::speaker(self.text, &self.marks.marks, at);
        let speaker = said.unwrap_or(mind.speaker);
        if let Some(said) = said {
            mind.speaker = said;
        }
        subject.flow = Some(side::flow(way, speaker));
        subject.below_zero = side::below_zero(way, speaker);
        subject.own_flow = true;
        if subject.flow == Some(Flow::B) || subject.flow == Some(Flow::T) {
            // Nobody prints a balance of rice without saying so.
            if self.label_before(at).is_none() {
                subject.thing = Some(Thing::Total);
                subject.own_thing = true;
                return;
            }
        }
        if let Some(label) = self.label_before(at).or_else(|| self.label_after(at)) {
            subject.thing = Some(Thing::Goods(vec![label]));
            subject.own_thing = true;
            return;
        }
        let adjoining = at.checked_sub(1).is_some_and(|i| {
            matches!(self.mark(i).what, What::Goods(_))
                || self.mark(i).what == What::Close
                    && (0..i).rev().take(3).any(|j| matches!(self.mark(j).what, What::Goods(_)))
        });
        let named = matches!(subject.thing, Some(Thing::Goods(_) | Thing::Top(_))) && subject.own_thing;
        // "China came second, although its purchases …"
        let its = at
            .checked_sub(1)
            .is_some_and(|i| ["its", "their", "그", "其"].contains(&self.words(i).to_ascii_lowercase().as_str()));
        if named && its {
            return;
        }
        if adjoining || named && !broken {
            return;
        }
        // "imports of rice": the goods that follow say what.
        subject.thing = Some(Thing::Total);
        subject.own_thing = true;
    }

    /// Words before a flow that name goods which nobody listed: "machinery imports".
    fn label_before(&self, at: usize) -> Option<String> {
        let mut i = at.checked_sub(1)?;
        let near =
            |i: usize| self.text.get(self.mark(i).at.end..self.mark(i + 1).at.start).is_some_and(|gap| gap.len() <= 1);
        // "dual-use goods imports"
        if near(i) && ["goods", "products", "items"].contains(&self.words(i).to_ascii_lowercase().as_str()) {
            i = i.checked_sub(1)?;
        }
        let near = near(i);
        let word = self.words(i);
        // An ending of Korean grammar is on no noun that stands for goods.
        let bound = ["의", "에", "로", "은", "는", "을", "를", "며", "고", "서", "면", "라", "간", "한", "된", "던"]
            .iter()
            .any(|end| word.ends_with(end));
        if bound || self.is_partner(i) {
            return None;
        }
        (near && self.mark(i).what == What::Other && !is_adjective(word)).then(|| word.to_lowercase())
    }

    /// 与蒙古国贸易, 对蒙古出口: whom it is with, and no goods.
    fn is_partner(&self, at: usize) -> bool {
        let lead = self.text.get(..self.mark(at).at.start).unwrap_or_default();
        let word = self.words(at);
        let country = word.ends_with('国') || word.ends_with('국') || word.ends_with("斯坦");
        !word.is_ascii() && (country || lead.trim_end().ends_with(['与', '和', '同', '对', '自', '从']))
    }

    /// "imports of machinery", 进口机电产品.
    fn label_after(&self, at: usize) -> Option<String> {
        let next = at + 1;
        let of = self.what(next) == Some(&What::Word(Word::Of)) && self.words(next).is_ascii();
        let start = if of {
            (next + 1..self.marks.marks.len())
                .find(|i| !matches!(self.mark(*i).what, What::Word(Word::Filler | Word::Total)))?
        } else {
            next
        };
        let glued =
            self.what(next).is_some() && self.mark(next).at.start == self.mark(at).at.end && !self.words(at).is_ascii();
        let hangul = self.words(at).starts_with(['수', '교', '무']);
        ((of || glued && !hangul) && self.what(start) == Some(&What::Other) && !is_adjective(self.words(start))).then(
            || {
                let end = (start..self.marks.marks.len())
                    .take_while(|i| self.mark(*i).what == What::Other)
                    .last()
                    .unwrap_or(start);
                // "rice and soybean oil (HS 1507)": a code that follows says it better.
                self.text.get(self.mark(start).at.start..self.mark(end).at.end).unwrap_or_default().to_lowercase()
            },
        )
    }

    fn settle(&self, subject: &mut Subject, mind: &mut Mind) {
        for subject in &self.subjects {
            if let Some(Thing::Goods(goods)) = &subject.thing {
                for one in goods.iter().filter(|_| subject.own_thing) {
                    if !mind.recent.contains(one) && mind.recent.len() < 12 {
                        mind.recent.push(one.clone());
                    }
                }
            }
        }
        if subject.own_flow || subject.own_thing {
            mind.subject = subject.clone();
        }
    }
}

/// Chinese, Eritrean, two-way: says whose or what manner, and names no goods.
pub(super) fn is_adjective(word: &str) -> bool {
    const MANNERS: [&str; 27] = [
        "annual",
        "bilateral",
        "visible",
        "foreign",
        "external",
        "cumulative",
        "combined",
        "official",
        "recorded",
        "quarterly",
        "country",
        "economy",
        "nation",
        "entire",
        "such",
        "partner",
        "partners",
        "strong",
        "weak",
        "record",
        "outbound",
        "inbound",
        "new",
        "full-year",
        "two-way",
        "mutual",
        "overall",
    ];
    let lower = word.to_lowercase();
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    let tail = ["ian", "ean", "an", "ese", "ish", "'s", "’s", "s'", "i", "h"].iter().any(|tail| lower.ends_with(tail));
    MANNERS.contains(&lower.as_str()) || capital && tail || lower.ends_with("'s") || lower.ends_with("’s")
}
