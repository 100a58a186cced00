//! Words to marks: a sentence as the run of what its words mean, in order.
//! Known labels and names first, then the lexicon, the longest wording that
//! fits; words that mean nothing here are kept as such, for a label may hide
//! in them.

use std::ops::Range;

use yalu_trade::Approx;

use super::{
    dictionary::Dictionary,
    lexicon::Word,
    number::{Number, number, share_units},
    top::top,
    when::{When, when},
    worded::worded,
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

fn hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

pub(super) fn han(c: char) -> bool {
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
        // Digits that are no number are none from their second on.
        let digits = || sentence[at..].bytes().take_while(u8::is_ascii_digit).count();
        let step = one(sentence, &lower, at, fresh, book, &mut found).unwrap_or_else(|| c.len_utf8().max(digits()));
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
        ',' | '，' | '、' | '·' | 'ㆍ' => Some(What::Comma),
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
    if fresh && ["http://", "https://", "www."].iter().any(|lead| small.starts_with(lead)) {
        let length = text.find(char::is_whitespace).unwrap_or(text.len());
        return push(found, at..at + length, What::Other);
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
    let korean = hangul(c) && sentence[..at].ends_with(hangul);
    if let Some(rough) = worded(lower, at).filter(|_| fresh && !korean) {
        let end = rough.at.end;
        found.marks.push(Mark { at: rough.at.clone(), what: What::Number(found.numbers.len()) });
        found.numbers.push(rough);
        return Some(end - at);
    }
    // 2위 is a place and no number.
    if let Some((what @ What::Word(Word::Place(_) | Word::First), length)) =
        book.longest(small).filter(|_| fresh && c.is_ascii_digit())
    {
        return push(found, at..at + length, what.clone());
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
