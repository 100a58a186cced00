//! Words to marks: a sentence as the run of what its words mean, in order.
//! Known labels and names first, then the lexicon, the longest wording that
//! fits; words that mean nothing here are kept as such, for a label may hide
//! in them.

use std::{collections::HashMap, ops::Range};

use yalu_trade::{Approx, Scope};

use super::{
    lexicon::{CHINESE, ENGLISH, KOREAN, Word},
    number::{Number, number, share_units},
    when::{When, when},
};

/// Whose side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Party {
    Economy,
    Reporter,
}

/// What a run of words is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum What {
    Word(Word),
    When(When),
    Number(usize),
    /// Goods by their code, or by the key of their label.
    Goods(String),
    Name(Party),
    /// Trade with them: 대북, 对华.
    Toward(Party),
    Other,
    /// The first so many of a list together.
    Top(u32),
    Comma,
    Colon,
    /// A stronger break than a comma.
    Stop,
    Open,
    Close,
}

/// A run of words, and what it means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Mark {
    pub(super) at: Range<usize>,
    pub(super) what: What,
}

/// A sentence as marks.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    pub(super) marks: Vec<Mark>,
    pub(super) numbers: Vec<Number>,
}

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
        for (word, meaning) in ENGLISH.iter().chain(KOREAN).chain(CHINESE) {
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

    /// A label that stands for goods.
    pub(super) fn label(&mut self, label: &str, key: &str) {
        let lower = label.trim().to_lowercase();
        let long_enough = if lower.is_ascii() { lower.len() >= 3 } else { !lower.is_empty() };
        if long_enough && !POOR.contains(&lower.as_str()) && !lower.starts_with(|c: char| c.is_ascii_digit()) {
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

    fn longest(&self, lower: &str) -> Option<(&What, usize)> {
        let shelf = &self.words[usize::from(*lower.as_bytes().first()?)];
        let found = shelf.iter().find(|(word, _)| {
            let Some(rest) = lower.strip_prefix(word.as_str()) else { return false };
            let latin = word.ends_with(|c: char| c.is_ascii_alphanumeric());
            !(latin && rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        });
        found.map(|(word, what)| (what, word.len()))
    }

    /// The goods, or the partner, whose label begins with a name.
    fn listed(&self, name: &str) -> Option<String> {
        let shelf = &self.words[usize::from(*name.as_bytes().first()?)];
        shelf.iter().find_map(|(word, what)| match what {
            What::Goods(key) if word.starts_with(name) => Some(key.clone()),
            _ => None,
        })
    }

    /// 대북, 对华, 自中国: trade with somebody.
    fn toward(&self, text: &str) -> Option<(Party, usize)> {
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
    if !text.starts_with(['对', '自', '从']) {
        return None;
    }
    let flows = ["进口", "出口", "进出口", "贸易"];
    let ends =
        rest.char_indices().skip(1).take(7).find(|(at, _)| flows.iter().any(|flow| rest[*at..].starts_with(flow)))?;
    rest[..ends.0].chars().all(han).then(|| (Party::Economy, text.len() - rest.len() + ends.0))
}

fn hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

fn han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The codes that begin here: `HS 1507, 1701 and 3004`, `HS코드 6703`.
fn codes(text: &str, lower: &str) -> Option<(Vec<(String, usize)>, usize)> {
    let mut rest = lower.strip_prefix("hs").or_else(|| lower.strip_prefix("h.s."))?;
    for word in [" codes", " code", "코드", "编码", "編碼", " heading", " chapters", " chapter", ":", "："] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let mut found = Vec::new();
    let mut end = 0;
    loop {
        let skipped = rest.trim_start_matches([' ', '-', '\u{a0}']);
        let length = skipped.bytes().take_while(u8::is_ascii_digit).count();
        if !matches!(length, 2 | 4 | 6 | 8 | 10) {
            break;
        }
        let start = text.len() - skipped.len();
        found.push((skipped[..length].to_owned(), start));
        end = start + length;
        let after = &skipped[length..];
        let next = [", and ", " and ", ", ", "、", "·", "/", " & ", "和", "과 ", "와 "]
            .iter()
            .find_map(|sep| after.strip_prefix(sep));
        let Some(next) = next.filter(|next| {
            let digits = next.bytes().take_while(u8::is_ascii_digit).count();
            digits == length && !next[digits..].starts_with([',', '.', '%']) || next.starts_with("hs ")
        }) else {
            break;
        };
        rest = next.strip_prefix("hs").unwrap_or(next);
    }
    (!found.is_empty()).then_some((found, end))
}

const COUNTS: [&str; 11] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const LISTED: [&str; 22] = [
    "goods",
    "items",
    "products",
    "commodities",
    "groups",
    "categories",
    "headings",
    "partners",
    "countries",
    "buyers",
    "suppliers",
    "customers",
    "sectors",
    "together",
    "ores",
    "largest",
    "biggest",
    "main",
    "ports",
    "leading",
    "top",
    "make",
];

/// "the top ten", "the four goods", "상위 5개", "前四项": the first so many of a list.
fn top(lower: &str) -> Option<(u32, usize)> {
    let ranked = ["the top ", "top ", "the first ", "first ", "the largest ", "the leading ", "the "];
    let lead = ranked.iter().find(|lead| lower.starts_with(**lead)).map_or(0, |lead| lead.len());
    let sure = lower[..lead].contains("top") || lower[..lead].contains("largest");
    let rest = &lower[lead..];
    let counted = COUNTS
        .iter()
        .zip(2u32..)
        .find(|(word, _)| {
            rest.starts_with(**word) && !rest[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
        })
        .map(|(word, n)| (n, word.len()));
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = || {
        (1..=2)
            .contains(&digits)
            .then(|| rest[..digits].parse().ok().map(|n: u32| (n, digits)))
            .flatten()
            .filter(|_| sure && !rest[digits..].starts_with(['.', '%', ',']))
    };
    if let Some((n, length)) = counted.or_else(numbered).filter(|(n, _)| *n > 1) {
        let mut tail = rest[length..].strip_prefix(' ').unwrap_or(&rest[length..]);
        let mut end = lower.len() - tail.len();
        let mut listed = false;
        while let Some(word) = LISTED.iter().find(|word| {
            tail.starts_with(**word) && !tail[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
        }) {
            listed |= !["main", "leading", "largest", "biggest", "top"].contains(word) || sure;
            end += word.len();
            tail = &tail[word.len()..];
            let spaced = tail.strip_prefix(' ').unwrap_or(tail);
            end += tail.len() - spaced.len();
            tail = spaced;
        }
        let end = lower[..end].trim_end().len();
        return (listed || sure).then_some((n, end));
    }
    let (n, rest) = korean_top(lower).or_else(|| chinese_top(lower))?;
    Some((n, lower.len() - rest.len()))
}

/// 상위 5개 품목, 5대 품목
fn korean_top(lower: &str) -> Option<(u32, &str)> {
    let rest = lower.strip_prefix("상위 ").or_else(|| lower.strip_prefix("상위"))?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let n = rest.get(..digits)?.parse().ok().filter(|n| (2..=100).contains(n))?;
    let tail = &rest[digits..];
    let tail = ["개 품목", "대 품목", "개국", "개", "대"].iter().find_map(|word| tail.strip_prefix(word))?;
    Some((n, tail.strip_prefix(" 품목").unwrap_or(tail)))
}

/// 前四项, 前十大商品, 前10项
fn chinese_top(lower: &str) -> Option<(u32, &str)> {
    let rest = lower.strip_prefix('前')?;
    let han = ["两", "三", "四", "五", "六", "七", "八", "九", "十"]
        .iter()
        .zip(2u32..)
        .find_map(|(word, n)| rest.strip_prefix(word).map(|rest| (n, rest)));
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = || rest[..digits].parse().ok().map(|n: u32| (n, &rest[digits..]));
    let (n, tail) = han.or_else(numbered).filter(|(n, _)| (2..=100).contains(n))?;
    let tail =
        ["项商品", "大商品", "种商品", "项", "大", "种", "位", "名"].iter().find_map(|word| tail.strip_prefix(word))?;
    Some((n, tail))
}

/// `more than in 2022` compares, `more than $2 billion` bounds.
fn doubtful(word: Word, after: &str, after_number: bool) -> Option<&'static [Word]> {
    let Word::Near(approx @ (Approx::Over | Approx::Under)) = word else { return None };
    let next = after.trim_start();
    let digits = next.starts_with(|c: char| c.is_ascii_digit())
        || next.starts_with(['$', '€', '¥'])
        || next.starts_with("US$")
        || next.starts_with("USD")
        || next.starts_with("\\$");
    if digits && !after_number && !starts_with_year(next) {
        return None;
    }
    if !next.is_ascii() && next.chars().next().is_some_and(han) {
        return None;
    }
    Some(if approx == Approx::Over { &[Word::Up, Word::Than] } else { &[Word::Down, Word::Than] })
}

fn starts_with_year(text: &str) -> bool {
    matches!(when(text, &text.to_ascii_lowercase(), true), Some((When::Exact(_), _)))
}

/// A sentence as marks. The range is of the text; marks count its bytes.
pub(super) fn scan(text: &str, range: Range<usize>, book: &Dictionary) -> Marks {
    let sentence = text.get(range.clone()).unwrap_or_default();
    let lower = lowered(sentence);
    let mut found = Marks::default();
    let mut at = 0;
    while let Some(c) = sentence[at..].chars().next() {
        let before = sentence[..at].chars().next_back();
        let fresh = before.is_none_or(|b| !b.is_ascii_alphanumeric() || !c.is_ascii_alphanumeric());
        let step = one(sentence, &lower, at, fresh, book, &mut found).unwrap_or(c.len_utf8());
        at += step.max(1);
        while !sentence.is_char_boundary(at) {
            at += 1;
        }
    }
    for mark in &mut found.marks {
        mark.at = mark.at.start + range.start..mark.at.end + range.start;
    }
    share_units(sentence, &mut found.numbers);
    for number in &mut found.numbers {
        number.at = number.at.start + range.start..number.at.end + range.start;
    }
    found
}

/// In lower case, byte for byte.
fn lowered(text: &str) -> String {
    text.to_ascii_lowercase()
}

fn push(found: &mut Marks, at: Range<usize>, what: What) -> Option<usize> {
    let length = at.len();
    found.marks.push(Mark { at, what });
    Some(length)
}

/// Reads the one mark that begins at a byte; how far it goes.
fn one(sentence: &str, lower: &str, at: usize, fresh: bool, book: &Dictionary, found: &mut Marks) -> Option<usize> {
    let (text, small) = (&sentence[at..], &lower[at..]);
    let c = text.chars().next()?;
    let mark = match c {
        ',' | '，' | '、' => Some(What::Comma),
        ':' | '：' => Some(What::Colon),
        ';' | '；' | '。' | '!' | '?' => Some(What::Stop),
        '(' | '（' | '[' | '【' => Some(What::Open),
        ')' | '）' | ']' | '】' => Some(What::Close),
        _ => None,
    };
    if let Some(what) = mark {
        return push(found, at..at + c.len_utf8(), what);
    }
    if (c == ' ' && text[1..].starts_with(['-', '–', '—']) && text[1..].chars().nth(1) == Some(' ')) || c == '—' {
        return push(found, at..at + 1, What::Comma);
    }
    if c.is_whitespace() || c == '*' || c == '_' {
        return None;
    }
    if fresh && let Some((codes, end)) = codes(text, small) {
        for (code, start) in codes {
            push(found, at + start..at + start + code.len(), What::Goods(code));
        }
        return Some(end);
    }
    if fresh && let Some((n, length)) = top(small) {
        return push(found, at..at + length, What::Top(n));
    }
    if fresh {
        // The sign of a sum of money belongs to its number.
        for sign in ["us$", "usd", "rmb", "cny", "eur"] {
            let rest = small.strip_prefix(sign).map(|rest| rest.strip_prefix(' ').unwrap_or(rest));
            if rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
                return Some(sign.len());
            }
        }
    }
    if let Some(end) = numeral(sentence, lower, at, fresh, book, found) {
        return Some(end);
    }
    if let Some((party, length)) = book.toward(text) {
        // 对吉出口, where a table lists 吉尔吉斯斯坦.
        let name = text.get(..length).and_then(|words| words.char_indices().nth(1).map(|(at, _)| &words[at..]));
        if let Some(key) = name.and_then(|name| book.listed(name)) {
            push(found, at..at + length, What::Goods(key));
        }
        return push(found, at..at + length, What::Toward(party));
    }
    let follows = found.marks.last().is_none_or(|last| last.at.end == at && last.what != What::Other);
    let starts = fresh && (!hangul(c) || follows || !sentence[..at].ends_with(hangul));
    if starts && let Some((what, length)) = book.longest(small) {
        return known(sentence, at, what.clone(), length, found);
    }
    let after_mark = follows && !found.marks.is_empty();
    other(text, at, fresh, after_mark, found)
}

fn known(sentence: &str, at: usize, what: What, length: usize, found: &mut Marks) -> Option<usize> {
    let end = at + length;
    let after_number = matches!(found.marks.last().map(|mark| &mark.what), Some(What::Number(_)));
    if let What::Word(word) = what {
        if word == Word::Beside && sentence[at..].starts_with("에서") {
            let anchored = found.marks.last().is_some_and(|last| {
                last.at.end == at
                    && matches!(last.what, What::Number(_) | What::When(_) | What::Word(Word::Ago(_)) | What::Close)
            });
            if !anchored {
                return push(found, at..end, What::Word(Word::Filler));
            }
        }
        // 比8月多11,550万美元: more by so much; 20多亿 is read with its number.
        if sentence[at..].starts_with('多') && sentence[end..].starts_with(|c: char| c.is_ascii_digit()) {
            return push(found, at..end, What::Word(Word::Up));
        }
        if let Some(words) = doubtful(word, &sentence[end..], after_number) {
            for word in words {
                push(found, at..end, What::Word(*word));
            }
            return Some(length);
        }
    }
    if let What::Name(_) = what {
        // Chinese, Korean: the adjective of a name is the name.
        let tail = &sentence[end..];
        let adjective = tail.bytes().take_while(u8::is_ascii_alphabetic).count();
        push(found, at..end, what);
        return Some(length + if adjective <= 3 { adjective } else { 0 });
    }
    push(found, at..end, what)
}

/// A period, a code that a table names, or a number.
fn numeral(sentence: &str, lower: &str, at: usize, fresh: bool, book: &Dictionary, found: &mut Marks) -> Option<usize> {
    let (text, small) = (&sentence[at..], &lower[at..]);
    let c = text.chars().next()?;
    let digit = c.is_ascii_digit();
    let after_letter = sentence[..at].ends_with(|b: char| b.is_ascii_alphanumeric());
    let counted = if digit { number(sentence, at) } else { None };
    if !(after_letter && c.is_ascii_alphanumeric()) {
        let dated = when(text, small, fresh && !sentence[..at].ends_with(['.', ','].as_slice()) || !digit);
        let signed = counted
            .as_ref()
            .is_some_and(|number| number.at.start < at && !sentence[number.at.start..at].starts_with(['-', '–']));
        if let Some((found_when, length)) = dated.filter(|_| !signed) {
            // "2,023 tons" is none, "2023 tons" is a weight.
            let weighed = counted.as_ref().is_some_and(|number| number.unit.is_some() && number.at.end > at + length);
            if let Some(day) = day(sentence, at, length).filter(|_| !weighed) {
                return push(found, at..at + length + day, What::Other);
            }
            if !weighed {
                return push(found, at..at + length, What::When(found_when));
            }
        }
    }
    if !digit {
        return None;
    }
    let counted = counted?;
    let length = counted.at.end - at;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    // "the subheading 100630"
    let named = sentence[..at].trim_end().to_ascii_lowercase();
    let heading = ["heading", "subheading", "headings", "code", "codes", "hs"].iter().any(|word| named.ends_with(word));
    if heading && counted.unit.is_none() && counted.unscaled && matches!(digits, 4 | 6 | 8) && length == digits {
        return push(found, at..at + digits, What::Goods(text[..digits].to_owned()));
    }
    let coded = counted.unit.is_none() && counted.unscaled && digits >= 4 && length == digits;
    if coded && book.codes.contains_key(&text[..digits]) {
        return push(found, at..at + digits, What::Goods(text[..digits].to_owned()));
    }
    found.numbers.push(counted.clone());
    found.marks.push(Mark { at: counted.at.start..counted.at.end, what: What::Number(found.numbers.len() - 1) });
    Some(length)
}

/// A date is no period of a figure: the bytes of its day behind the month, none before it.
fn day(sentence: &str, at: usize, length: usize) -> Option<usize> {
    let after = &sentence[at + length..];
    let near = after.strip_prefix(' ').unwrap_or(after);
    let digits = near.bytes().take_while(u8::is_ascii_digit).count();
    let tail = near.get(digits..).unwrap_or_default();
    let spaced = after.len() - near.len();
    if (1..=2).contains(&digits) && near[..digits].parse::<u8>().is_ok_and(|day| (1..=31).contains(&day)) {
        if let Some(mark) = ["일", "日", "号"].iter().find(|mark| tail.starts_with(**mark)) {
            return Some(spaced + digits + mark.len());
        }
        let english = sentence[at..].starts_with(|c: char| c.is_ascii_alphabetic()) && spaced == 1;
        if english && (tail.is_empty() || tail.starts_with([',', '.', ';', ')', '*']) || tail.starts_with(" -")) {
            return Some(spaced + digits);
        }
    }
    let before = sentence[..at].strip_suffix(' ')?;
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let lead = &before[..before.len() - digits];
    let alone = !lead.ends_with(|c: char| c.is_alphanumeric() || c == '.' || c == ',' || c == '-' || c == '$');
    let named = sentence[at..].starts_with(|c: char| c.is_ascii_uppercase());
    ((1..=2).contains(&digits)
        && alone
        && named
        && before[before.len() - digits..].parse::<u8>().is_ok_and(|day| (1..=31).contains(&day)))
    .then_some(0)
}

/// A word that means nothing here. An ending that follows a known word is no word.
fn other(text: &str, at: usize, fresh: bool, follows: bool, found: &mut Marks) -> Option<usize> {
    let c = text.chars().next()?;
    if c.is_ascii_alphabetic() || c.is_alphabetic() && !hangul(c) && !han(c) {
        let length: usize = text
            .chars()
            .take_while(|c| c.is_alphanumeric() && !han(*c) && !hangul(*c) || *c == '\'' || *c == '’' || *c == '-')
            .map(char::len_utf8)
            .sum();
        if fresh && text[..length].len() > 1 {
            push(found, at..at + length, What::Other);
        }
        return Some(length);
    }
    if hangul(c) {
        let length: usize = text.chars().take_while(|c| hangul(*c)).map(char::len_utf8).sum();
        if !follows {
            push(found, at..at + length, What::Other);
        } else if length > 12 && !found.marks.is_empty() {
            // A long ending may hide another word; it is passed by.
            return Some(length);
        }
        return Some(length);
    }
    if han(c) {
        match found.marks.last_mut() {
            Some(last) if last.what == What::Other && last.at.end == at => last.at.end = at + c.len_utf8(),
            _ => found.marks.push(Mark { at: at..at + c.len_utf8(), what: What::Other }),
        }
        return Some(c.len_utf8());
    }
    None
}
