//! Orders in prose: `6703 was the top product, followed by 5407 and 6006`,
//! `쌀(HS 1006)이 2위`, `居首位`. A place without goods, or goods without a
//! place, is no order.

use yalu_trade::{Measure, Order, Spot, Thing};

use super::{
    lexicon::Word,
    scan::What,
    subject::{Mind, Sentence},
};

/// The orders that a sentence gives.
pub(super) fn orders(sentence: &Sentence<'_>, mind: &Mind, found: &mut Vec<Order>) {
    let marks = &sentence.marks.marks;
    let period = marks
        .iter()
        .find_map(|mark| if let What::When(when) = mark.what { mind.period_of(when) } else { None })
        .or(mind.period);
    let Some(period) = period else { return };
    let weighed = marks.iter().any(|mark| mark.what == What::Word(Word::Weight));
    let measure = if weighed { Measure::Weight } else { Measure::Value };
    for at in 0..marks.len() {
        let (first, listed) = match marks[at].what {
            What::Word(Word::First) => (1, false),
            What::Word(Word::Largest) if !qualified(sentence, at) => (1, false),
            What::Word(Word::Place(n)) => (n, false),
            What::Word(Word::InOrder) => (1, true),
            _ => continue,
        };
        // 最大出口市场: the flow right after says which way.
        let after = sentence
            .what(at + 1)
            .filter(|what| matches!(what, What::Word(Word::Flow(_))))
            .and_then(|_| sentence.subjects.get(at + 1))
            .and_then(|subject| subject.flow);
        let Some(flow) =
            after.or(sentence.subjects[at].flow).or_else(|| sentence.subjects.last().and_then(|last| last.flow))
        else {
            continue;
        };
        let (goods, start, end) = if listed { all_before(sentence, at) } else { around(sentence, at) };
        if goods.is_empty() || listed && goods.len() < 2 {
            continue;
        }
        // With the brackets of its first and last code.
        let (mut start, mut end) = (start.min(at), end.max(at));
        if start > 0 && marks[start - 1].what == What::Open {
            start -= 1;
        }
        if marks.get(end + 1).is_some_and(|mark| mark.what == What::Close) {
            end += 1;
        }
        let bytes = marks[start].at.start..marks[end].at.end;
        let text = sentence.text.get(bytes.clone()).unwrap_or_default().trim().to_owned();
        found.push(Order {
            id: String::new(),
            spot: Spot { bytes, ..Spot::default() },
            text,
            flow,
            period,
            measure,
            first,
            goods,
        });
        if !listed && found.last().is_some_and(|order| order.goods.len() > 1) {
            return;
        }
    }
}

/// "the highest since 2017", "largest share of growth": an order of years or of something else.
fn qualified(sentence: &Sentence<'_>, at: usize) -> bool {
    let near = (at.saturating_sub(2)..(at + 5).min(sentence.marks.marks.len())).any(|i| {
        let words = sentence.words(i).to_ascii_lowercase();
        [
            "since", "month", "months", "quarter", "year", "annual", "level", "by", "monthly", "volume", "increase",
            "growth", "decline", "ever", "market", "partner", "supplier", "one", "of",
        ]
        .contains(&words.as_str())
            || matches!(
                sentence.mark(i).what,
                What::Word(Word::Up | Word::Down | Word::Growth | Word::Weight | Word::Mean | Word::MonthlyMean)
            )
    });
    near || sentence.words(at).contains("최대") || sentence.words(at).contains("最大")
}

fn key(sentence: &Sentence<'_>, at: usize) -> Option<String> {
    match &sentence.mark(at).what {
        What::Goods(_) => match &sentence.subjects[at].thing {
            Some(Thing::Goods(goods)) => goods.last().cloned(),
            _ => None,
        },
        _ => None,
    }
}

/// The goods right before a place (or after it, if there are none), and those that follow in the list.
fn around(sentence: &Sentence<'_>, at: usize) -> (Vec<String>, usize, usize) {
    let count = sentence.marks.marks.len();
    let stop = |i: &usize| {
        !matches!(sentence.mark(*i).what, What::Stop | What::Word(Word::While | Word::Place(_) | Word::First))
    };
    let before = (0..at).rev().take(10).take_while(stop).find(|i| key(sentence, *i).is_some());
    let near = |i: &usize| *i - at <= 8;
    let after = (at + 1..count).take_while(stop).filter(near).find(|i| key(sentence, *i).is_some());
    // "Soybean oil was second" or "the top product was rice".
    let chosen = match (before, after) {
        (Some(before), Some(after))
            if sentence.what(at + 1) == Some(&What::Word(Word::Followed)) || after - at > at - before =>
        {
            before
        }
        (Some(before), None) => before,
        (_, Some(after)) if before.is_none() => after,
        (Some(before), _) => before,
        _ => return (Vec::new(), at, at),
    };
    let mut goods: Vec<String> = key(sentence, chosen).into_iter().collect();
    let mut end = chosen;
    let followed = (at.min(chosen)..count).find(|i| sentence.mark(*i).what == What::Word(Word::Followed));
    let Some(followed) = followed else { return (goods, chosen.min(at), end) };
    if !sentence.words(followed).is_ascii() {
        // 대두유가 뒤를 이었다, 其次是豆油
        let neighbour = (chosen + 1..followed)
            .rev()
            .find(|i| key(sentence, *i).is_some())
            .or_else(|| (followed + 1..count).take(4).find(|i| key(sentence, *i).is_some()));
        if let Some(next) = neighbour.and_then(|i| key(sentence, i)).filter(|next| !goods.contains(next)) {
            goods.push(next);
            end = followed;
        }
        return (goods, chosen.min(at), end);
    }
    let mut and = false;
    for i in followed + 1..count {
        match &sentence.mark(i).what {
            What::Stop | What::Word(Word::While | Word::Up | Word::Down) => break,
            What::Goods(_) => {
                if let Some(next) = key(sentence, i) {
                    add(&mut goods, next, glosses(sentence, i) && end > followed);
                    end = i;
                }
                if and && sentence.what(i + 1) == Some(&What::Comma) {
                    break;
                }
            }
            What::Word(_) if sentence.words(i) == "and" => and = true,
            What::Other if sentence.words(i).ends_with("ing") => break,
            _ => {}
        }
    }
    (goods, chosen.min(at), end)
}

fn add(goods: &mut Vec<String>, next: String, glosses: bool) {
    if glosses {
        goods.pop();
    }
    if !goods.contains(&next) {
        goods.push(next);
    }
}

/// A code in brackets after its label.
fn glosses(sentence: &Sentence<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|i| sentence.mark(i).what == What::Open)
        && at.checked_sub(2).is_some_and(|i| matches!(sentence.mark(i).what, What::Goods(_)))
}

fn all_before(sentence: &Sentence<'_>, at: usize) -> (Vec<String>, usize, usize) {
    let chinese = !sentence.words(at).starts_with('순');
    let range: Vec<usize> = if chinese { (at + 1..sentence.marks.marks.len()).collect() } else { (0..at).collect() };
    let mut goods: Vec<String> = Vec::new();
    let (mut start, mut end) = (at, at);
    for i in range {
        if matches!(sentence.mark(i).what, What::Stop) && chinese {
            break;
        }
        if let Some(next) = key(sentence, i) {
            add(&mut goods, next, glosses(sentence, i));
            (start, end) = (start.min(i), end.max(i));
        }
    }
    (goods, start, end)
}
