//! What kind of figure a number is, by the words beside it: a level or a
//! change of one, a share, growth, points, a multiple, a recovery.

use yalu_trade::{Direction, Kind, Unit};

use super::{
    lexicon::Word,
    scan::What,
    subject::{Mind, Sentence},
};

/// A kind, the way it goes, and whether "times more" was said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Sort {
    pub(super) kind: Kind,
    pub(super) direction: Option<Direction>,
    pub(super) more: bool,
}

const fn plain(kind: Kind) -> Sort {
    Sort { kind, direction: None, more: false }
}

fn going(word: &What) -> Option<Direction> {
    match word {
        What::Word(Word::Up) => Some(Direction::Up),
        What::Word(Word::Down) => Some(Direction::Down),
        _ => None,
    }
}

/// The kind of the number at a mark.
pub(super) fn sort(sentence: &Sentence<'_>, at: usize, mind: &Mind) -> Sort {
    let Some(number) = sentence.number(at) else { return plain(Kind::Unclear) };
    // 1美元合7.0827元 is a rate of exchange.
    let one = number.unscaled && number.digits == "1" && number.unit.is_some();
    if number.price || number.range || one {
        return plain(Kind::Unclear);
    }
    match number.unit {
        Some(Unit::Percent) => percent(sentence, at, mind),
        Some(Unit::Points) => Sort { kind: Kind::Points, ..moved(sentence, at) },
        Some(Unit::Times) => times(sentence, at),
        Some(_) => level(sentence, at),
        None if number.unnamed => level(sentence, at),
        None => plain(Kind::Unclear),
    }
}

/// The next words of the same clause; "and" ends it.
fn clause(sentence: &Sentence<'_>, at: usize) -> impl Iterator<Item = usize> {
    (at + 1..sentence.marks.marks.len()).take(7).take_while(|i| {
        let and = ["and", "but", "및", "和"].contains(&sentence.words(*i).to_ascii_lowercase().as_str());
        let ends = matches!(
            sentence.mark(*i).what,
            What::Comma
                | What::Stop
                | What::Open
                | What::Close
                | What::Number(_)
                | What::Goods(_)
                | What::Word(Word::While)
        );
        !and && !ends
    })
}

fn percent(sentence: &Sentence<'_>, at: usize, mind: &Mind) -> Sort {
    if sentence.wholes[at].is_some() {
        return plain(Kind::Share);
    }
    if let Some(sort) = spelled(sentence, at).or_else(|| one_of_two(sentence, at)) {
        return sort;
    }
    let signed = sentence.words(at).starts_with(['+', '-', '−', '△']);
    for i in clause(sentence, at) {
        let what = &sentence.mark(i).what;
        if let Some(direction) = going(what) {
            return Sort { kind: Kind::Growth, direction: Some(direction), more: false };
        }
        match what {
            What::Word(Word::Growth) => return plain(Kind::Growth),
            What::Word(Word::Share) => return plain(Kind::Share),
            What::Word(Word::Recovery) => return plain(Kind::Recovery),
            What::Word(Word::Level) if !sentence.words(i).is_ascii() => {
                return left(sentence, at).filter(|sort| sort.kind != Kind::Growth || dated_base(sentence, at)).map_or(
                    plain(Kind::Recovery),
                    |sort| {
                        if sort.kind == Kind::Share { sort } else { plain(Kind::Recovery) }
                    },
                );
            }
            What::Word(Word::Of) => {
                if let Some(sort) = of(sentence, i) {
                    return sort;
                }
            }
            What::Word(Word::Flow(_)) | What::Other => break,
            _ => {}
        }
    }
    if signed {
        return plain(Kind::Growth);
    }
    // "is down to 6.7 per cent": what it came to, and not by how much.
    let lead = sentence.text.get(..sentence.mark(at).at.start).unwrap_or_default().trim_end();
    let reached = [" to", " from", "降至", "升至", "增至", "减至"].iter().any(|end| lead.ends_with(end));
    let found = left(sentence, at).filter(|sort| !(reached && sort.kind == Kind::Growth));
    if let Some(sort) = found {
        return sort;
    }
    let bracketed = at.checked_sub(1).is_some_and(|i| matches!(sentence.mark(i).what, What::Open | What::Comma));
    if bracketed && mind.share_spoken { plain(Kind::Share) } else { plain(Kind::Unclear) }
}

/// "plus 15.0 pct", "minus 8.2 %": growth with its sign in a word.
fn spelled(sentence: &Sentence<'_>, at: usize) -> Option<Sort> {
    let lead = sentence.text.get(..sentence.mark(at).at.start).unwrap_or_default().trim_end().to_ascii_lowercase();
    let ends =
        |word: &str| lead.strip_suffix(word).is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()));
    let direction = if ends("plus") {
        Direction::Up
    } else if ends("minus") {
        Direction::Down
    } else {
        return None;
    };
    Some(Sort { kind: Kind::Growth, direction: Some(direction), more: false })
}

/// "rose from 9.8 % to 19.6 %", 由9.8%升至19.6%: two states of one rate, of which neither is the change.
fn one_of_two(sentence: &Sentence<'_>, at: usize) -> Option<Sort> {
    let gap = |a: usize, b: usize| {
        sentence.text.get(sentence.mark(a).at.end..sentence.mark(b).at.start).unwrap_or_default().trim()
    };
    let to = |a: usize, b: usize| {
        let gap = gap(a, b);
        gap == "to" || gap.chars().count() <= 6 && !gap.is_ascii() && gap.ends_with(['至', '到', '为']) || gap == "에서"
    };
    let lead = |i: usize| sentence.text.get(..sentence.mark(i).at.start).unwrap_or_default().trim_end();
    let from = |i: usize| lead(i).ends_with(" from") || lead(i).ends_with(['由', '从']);
    let near = |i: usize| sentence.percent(i) || matches!(sentence.mark(i).what, What::Word(_));
    let after = (at + 1..sentence.marks.marks.len()).take(3).take_while(|i| near(*i)).find(|i| sentence.percent(*i));
    let before = (0..at).rev().take(3).take_while(|i| near(*i)).find(|i| sentence.percent(*i));
    let first = match (after.filter(|after| to(at, *after)), before.filter(|before| to(*before, at))) {
        (Some(after), _) if from(at) || gap(at, after) == "에서" => at,
        (_, Some(before)) if from(before) || gap(before, at) == "에서" => before,
        _ => return None,
    };
    (0..first)
        .rev()
        .take(14)
        .take_while(|i| sentence.mark(*i).what != What::Stop)
        .find_map(|i| match sentence.mark(i).what {
            What::Word(Word::Share) => Some(plain(Kind::Share)),
            What::Word(Word::Growth) => Some(plain(Kind::Growth)),
            _ => None,
        })
        .or(Some(plain(Kind::Unclear)))
}

fn dated_base(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.before(at).is_some_and(|i| !matches!(sentence.mark(i).what, What::Word(Word::Of)))
}

/// "of the 2018-19 level", "of the total", "of what".
fn of(sentence: &Sentence<'_>, at: usize) -> Option<Sort> {
    for i in (at + 1..sentence.marks.marks.len()).take(7) {
        match &sentence.mark(i).what {
            What::Word(Word::Mean | Word::Level | Word::Ago(_)) => return Some(plain(Kind::Recovery)),
            What::Word(Word::Of) => return Some(plain(Kind::Recovery)),
            What::Number(_) => return Some(plain(Kind::Recovery)),
            What::When(_) => {
                let flow = (i + 1..sentence.marks.marks.len())
                    .take(2)
                    .any(|i| matches!(sentence.mark(i).what, What::Word(Word::Flow(_) | Word::Total)));
                return (!flow).then(|| plain(Kind::Recovery));
            }
            What::Word(Word::Total | Word::Flow(_) | Word::Weight | Word::Money) => return Some(plain(Kind::Share)),
            // "made $512.8m of the exports, 39.9 % of them"
            What::Other
                if ["them", "what", "these", "those"].contains(&sentence.words(i).to_ascii_lowercase().as_str()) =>
            {
                return Some(plain(Kind::Share));
            }
            // "of the three-partner exports"
            What::Other if matches!(sentence.what(i + 1), Some(What::Word(Word::Flow(_)))) => {
                return Some(plain(Kind::Share));
            }
            What::Other | What::Goods(_) | What::Comma | What::Stop | What::Open | What::Close => {
                return Some(plain(Kind::Unclear));
            }
            _ => {}
        }
    }
    None
}

/// The nearest word before that tells the kind.
fn left(sentence: &Sentence<'_>, at: usize) -> Option<Sort> {
    let mut recovered = false;
    for i in (0..at).rev().take(14) {
        let what = &sentence.mark(i).what;
        if let Some(direction) = going(what) {
            // "of the $188.4m by which exports grew, or 43.5 %"
            let clause = sentence.text.get(..sentence.mark(i).at.start).unwrap_or_default();
            let which = clause.rfind("by which ").is_some_and(|at| clause.len() - at < 40);
            return (!which).then_some(Sort { kind: Kind::Growth, direction: Some(direction), more: false });
        }
        match what {
            What::Word(Word::Growth | Word::Ago(_)) if !recovered => {
                let chinese =
                    matches!(what, What::Word(Word::Ago(_))) && !["同比", "环比"].contains(&sentence.words(i));
                if !chinese {
                    return Some(plain(Kind::Growth));
                }
            }
            What::Word(Word::Share) => return Some(plain(Kind::Share)),
            What::Word(Word::Recovery) => return Some(plain(Kind::Recovery)),
            What::Word(Word::Of) if !sentence.words(i).is_ascii() => recovered = true,
            What::Stop | What::Word(Word::While) => break,
            // 15.0% 뛰어 가장 빨랐으나 몫은 19.2%: another topic begins.
            What::Other if topical(sentence.words(i)) => break,
            _ => {}
        }
    }
    None
}

/// A Korean noun with the ending of a topic.
fn topical(word: &str) -> bool {
    word.ends_with(['은', '는']) && word.chars().count() >= 2 && !word.is_ascii()
}

/// The word of direction beside a figure of points.
fn moved(sentence: &Sentence<'_>, at: usize) -> Sort {
    let direction = clause(sentence, at).find_map(|i| going(&sentence.mark(i).what));
    let before = || (0..at).rev().take(8).find_map(|i| going(&sentence.mark(i).what));
    Sort { kind: Kind::Points, direction: direction.or_else(before), more: false }
}

fn times(sentence: &Sentence<'_>, at: usize) -> Sort {
    let after = clause(sentence, at).take(3).any(|i| going(&sentence.mark(i).what).is_some());
    let before = sentence.before(at).is_some_and(|i| going(&sentence.mark(i).what).is_some());
    Sort { kind: Kind::Multiple, direction: None, more: after || before }
}

/// An amount and its rate: `so many tons or 15.3 pct less`.
fn or_percent(sentence: &Sentence<'_>, at: usize) -> Option<Direction> {
    let joined = sentence.what(at + 1).is_some() && ["or", "and"].contains(&sentence.words(at + 1));
    let rate = sentence.after(at).filter(|i| joined && sentence.percent(*i))?;
    let word = sentence.after(rate)?;
    let comparative =
        ["more", "less", "fewer", "lower", "higher"].iter().any(|said| sentence.words(word).starts_with(said));
    going(&sentence.mark(word).what).filter(|_| comparative)
}

/// A rate and its amount: `a rise of 24 percent, or $660 million`.
fn rate_or(sentence: &Sentence<'_>, at: usize) -> Option<Direction> {
    let or = at.checked_sub(1).filter(|i| sentence.words(*i).eq_ignore_ascii_case("or"))?;
    let rate = (0..or).rev().find(|i| sentence.mark(*i).what != What::Comma).filter(|i| sentence.percent(*i))?;
    let word = (0..rate).rev().find(|i| !matches!(sentence.mark(*i).what, What::Word(Word::Of | Word::Filler)))?;
    going(&sentence.mark(word).what)
}

fn level(sentence: &Sentence<'_>, at: usize) -> Sort {
    let change = |direction| Sort { kind: Kind::Change, direction: Some(direction), more: false };
    // 1,685만 달러 많다; US$2.25 billion more than
    if let Some(next) = sentence.after(at)
        && let Some(direction) = going(&sentence.mark(next).what)
    {
        let gap = sentence.text.get(sentence.mark(at).at.end..sentence.mark(next).at.start).unwrap_or_default();
        let word = sentence.words(next).to_ascii_lowercase();
        let comparative =
            ["more", "less", "fewer", "more than", "less than"].contains(&word.as_str()) || word.ends_with("er");
        let korean = sentence.words(next).starts_with(|c: char| ('가'..='힣').contains(&c));
        if (word.is_ascii() && comparative)
            || korean && !gap.contains('로') && !gap.contains('을') && !gap.contains('를') && gap.len() < 8
        {
            return change(direction);
        }
    }
    // 92.3 thousand tons or 15.3 pct less
    if let Some(direction) = or_percent(sentence, at) {
        return change(direction);
    }
    // a rise of 24 percent, or $660 million
    if let Some(direction) = rate_or(sentence, at) {
        return change(direction);
    }
    // The increase, 43,500 tons, is
    let apposed = at.checked_sub(2).filter(|i| {
        sentence.mark(at - 1).what == What::Comma && *i > 0 && sentence.words(*i - 1).eq_ignore_ascii_case("the")
    });
    if let Some(direction) = apposed.and_then(|i| going(&sentence.mark(i).what)) {
        return change(direction);
    }
    // fell by 1.71 billion, 减少1,593万美元, an increase of
    let before = (0..at)
        .rev()
        .find(|i| !matches!(sentence.mark(*i).what, What::Word(Word::Filler | Word::Near(_)) | What::Open));
    if let Some(i) = before {
        let of = matches!(sentence.mark(i).what, What::Word(Word::Of));
        let word = if of { i.checked_sub(1) } else { Some(i) };
        let direction = word.and_then(|i| going(&sentence.mark(i).what));
        let between = sentence.text.get(sentence.mark(i).at.end..sentence.mark(at).at.start).unwrap_or_default();
        let open = between.contains(['(', '（']);
        let korean = word.is_some_and(|i| sentence.words(i).starts_with(|c: char| ('가'..='힣').contains(&c)));
        if let Some(direction) = direction.filter(|_| {
            !open && !korean && !between.contains("to ") && !between.contains(" at ") && !between.contains("with")
        }) {
            return change(direction);
        }
    }
    if let Some(i) = before {
        match sentence.mark(i).what {
            What::Word(Word::More) => return change(Direction::Up),
            What::Word(Word::Fewer) => return change(Direction::Down),
            _ => {}
        }
    }
    let by = sentence.text.get(..sentence.mark(at).at.start).unwrap_or_default().trim_end().ends_with(" by");
    let verb = (0..at).rev().take(8).find_map(|i| going(&sentence.mark(i).what));
    match verb.filter(|_| by) {
        Some(direction) => change(direction),
        None => plain(Kind::Level),
    }
}
