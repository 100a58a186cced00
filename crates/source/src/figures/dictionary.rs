//! The wordings that are looked for in a report: the lexicon, the names of its
//! people, and the labels of its own tables.

use std::collections::HashMap;

use yalu_trade::Scope;

use super::{
    lexicon::{CHINESE, ENGLISH, FILLERS, KOREAN, Word},
    scan::{Party, What, han},
};

/// The wordings, by their first byte, longest first.
pub(super) struct Dictionary {
    words: Vec<Vec<(String, What)>>,
    /// Codes that some table or `HS 6703` names.
    pub(super) codes: HashMap<String, ()>,
    toward: Vec<(String, Party)>,
}

/// Labels that are too short or too common to be looked for in prose.
const POOR: [&str; 9] = ["other", "others", "total", "value", "item", "year", "기타", "其他", "合计"];

impl Dictionary {
    /// The lexicon and the names.
    pub(super) fn new(scope: &Scope) -> Self {
        let mut book = Self { words: vec![Vec::new(); 256], codes: HashMap::new(), toward: Vec::new() };
        for (word, meaning) in ENGLISH.iter().chain(FILLERS).chain(KOREAN).chain(CHINESE) {
            book.add((*word).to_owned(), What::Word(*meaning));
        }
        for (names, party) in [(&scope.economy, Party::Economy), (&scope.reporter, Party::Reporter)] {
            for name in names.iter().filter(|name| !name.is_empty()) {
                if name.is_ascii() {
                    book.add(name.to_lowercase(), What::Name(party));
                    continue;
                }
                let first: String = name.chars().take(1).collect();
                book.toward.extend([(name.clone(), party), (first, party)]);
                if name.chars().count() > 1 {
                    book.add(name.clone(), What::Name(party));
                }
            }
        }
        book.toward.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        book
    }

    /// ▲ is a rise in some offices and a fall in others; in a report that also prints ▼ each is what it shows.
    pub(super) fn arrows(&mut self, text: &str) {
        if text.contains('▼') {
            self.add("▲".to_owned(), What::Word(Word::Up));
            self.add("▼".to_owned(), What::Word(Word::Down));
        }
    }

    /// A label that stands for goods.
    pub(super) fn label(&mut self, label: &str, key: &str) {
        let lower = label.trim().to_lowercase();
        let long_enough = if lower.is_ascii() { lower.len() >= 3 } else { !lower.is_empty() };
        // 三国合计 is no goods.
        let sums = ["合计", "总计", "小计", "합계", "총계", "소계"].iter().any(|end| lower.ends_with(end));
        if long_enough && !sums && !POOR.contains(&lower.as_str()) && !lower.starts_with(|c: char| c.is_ascii_digit()) {
            self.add(lower, What::Goods(key.to_owned()));
        }
    }

    fn add(&mut self, word: String, what: What) {
        let Some(first) = word.bytes().next() else { return };
        let shelf = &mut self.words[usize::from(first)];
        let at = shelf.partition_point(|(other, _)| other.len() > word.len());
        let goods = matches!(what, What::Goods(_));
        // A label comes before a word of the lexicon that is as long; of two equal words the first stays.
        let clash = shelf[at..].iter().take_while(|(other, _)| other.len() == word.len()).position(|(o, _)| *o == word);
        if clash.is_none() || goods && !matches!(shelf[at + clash.unwrap_or(0)].1, What::Goods(_)) {
            shelf.insert(at, (word, what));
        }
    }

    pub(super) fn longest(&self, lower: &str) -> Option<(&What, usize)> {
        let shelf = &self.words[usize::from(*lower.as_bytes().first()?)];
        let found = shelf.iter().find(|(word, _)| {
            let Some(rest) = lower.strip_prefix(word.as_str()) else { return false };
            let latin = word.ends_with(|c: char| c.is_ascii_alphanumeric());
            !(latin && rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        });
        found.map(|(word, what)| (what, word.len()))
    }

    /// The goods, or the partner, whose label begins with a name.
    pub(super) fn listed(&self, name: &str) -> Option<String> {
        let shelf = &self.words[usize::from(*name.as_bytes().first()?)];
        shelf.iter().find_map(|(word, what)| match what {
            What::Goods(key) if word.starts_with(name) => Some(key.clone()),
            _ => None,
        })
    }

    /// 대북, 对华, 自中国: trade with somebody.
    pub(super) fn toward(&self, text: &str) -> Option<(Party, usize)> {
        let rest = ["대", "对", "自", "从", "向"].iter().find_map(|lead| text.strip_prefix(lead))?;
        // 华 is short for the one whose name begins with 中.
        let middle = |(name, _): &&(String, Party)| rest.starts_with('华') && name.as_str() == "中";
        if let Some((_, party)) = self.toward.iter().find(middle) {
            return Some((*party, text.len() - rest.len() + '华'.len_utf8()));
        }
        let Some((name, party)) = self.toward.iter().find(|(name, _)| rest.starts_with(name.as_str())) else {
            return stranger(text, rest);
        };
        let mut end = text.len() - rest.len() + name.len();
        if text[end..].starts_with(['국', '國', '国']) {
            end += '국'.len_utf8();
        }
        let next = text[end..].trim_start();
        let known = name.chars().count() > 1;
        let flow = ["수입", "수출", "무역", "교역", "进口", "出口", "贸易", "进出口"]
            .iter()
            .any(|word| next.starts_with(word));
        (flow || known).then_some((*party, end))
    }
}

/// 对塔出口, 自蒙古国进口: with somebody who is not named to us is with the economy.
fn stranger(text: &str, rest: &str) -> Option<(Party, usize)> {
    // 对外贸易 is trade with anybody.
    if !text.starts_with(['对', '自', '从']) || rest.starts_with('外') {
        return None;
    }
    let flows = ["进口", "出口", "进出口", "贸易"];
    let ends =
        rest.char_indices().skip(1).take(7).find(|(at, _)| flows.iter().any(|flow| rest[*at..].starts_with(flow)))?;
    rest[..ends.0].chars().all(han).then(|| (Party::Economy, text.len() - rest.len() + ends.0))
}
