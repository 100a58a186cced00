//! Which way a word of flow means, from the reporter's side. What the economy
//! buys is what the reporter sells, so the same word means either, by who
//! speaks: `China's exports`, `exports to China`, 대중 수출, 中国对朝出口.

use yalu_trade::Flow;

use super::{
    lexicon::{Way, Word},
    scan::{Mark, Party, What},
};

fn mirrored(way: Way) -> Flow {
    match way {
        Way::In => Flow::M,
        Way::Out => Flow::X,
        Way::Both => Flow::T,
        Way::Deficit | Way::Surplus | Way::Net => Flow::B,
    }
}

/// The flow of a word in somebody's mouth.
pub(super) fn flow(way: Way, speaker: Party) -> Flow {
    let reporters = mirrored(way);
    match (speaker, reporters) {
        (Party::Economy, Flow::X) => Flow::M,
        (Party::Economy, Flow::M) => Flow::X,
        (_, other) => other,
    }
}

/// Is what the word names below zero on the economy's side?
pub(super) fn below_zero(way: Way, speaker: Party) -> bool {
    matches!((way, speaker), (Way::Deficit, Party::Economy) | (Way::Surplus, Party::Reporter))
}

fn other(party: Party) -> Party {
    match party {
        Party::Economy => Party::Reporter,
        Party::Reporter => Party::Economy,
    }
}

/// Who speaks of the flow at a mark; `None` where its sentence does not say.
pub(super) fn speaker(text: &str, marks: &[Mark], at: usize) -> Option<Party> {
    let way = match marks[at].what {
        What::Word(Word::Flow(way) | Word::Verb(way)) => way,
        _ => return None,
    };
    let verb = matches!(marks[at].what, What::Word(Word::Verb(_)));
    // 대북 수출, 对朝出口: right before it, or before 出口 of 对朝进出口.
    let before = marks[..at].iter().rev().take(3);
    let toward = before.clone().take_while(|mark| !matches!(mark.what, What::Number(_) | What::Comma | What::Stop));
    if let Some(party) =
        toward.clone().find_map(|mark| if let What::Toward(party) = mark.what { Some(party) } else { None })
    {
        return Some(other(party));
    }
    let owned = at.checked_sub(1).and_then(|i| match marks[i].what {
        What::Name(party) if text[marks[i].at.end..marks[at].at.start].starts_with(['\'', '’']) => Some(party),
        _ => None,
    });
    // "NK's exports": whoever is not the reporter by name is the economy.
    let stranger = at.checked_sub(1).is_some_and(|i| {
        let word = text.get(marks[i].at.clone()).unwrap_or_default();
        let time = ["year's", "month's", "quarter's", "period's", "country's", "year’s", "month’s", "country’s"];
        let named =
            word.starts_with(|c: char| c.is_ascii_uppercase()) && (word.ends_with("'s") || word.ends_with("’s"));
        marks[i].what == What::Other && named && !time.contains(&word.to_ascii_lowercase().as_str())
    });
    if owned.is_some() || stranger {
        return owned.or(Some(Party::Economy));
    }
    if let Some(party) = named_after(text, marks, at, way) {
        return Some(party);
    }
    let clause = marks[..at].iter().rev().take(if verb { 8 } else { 4 });
    let mut clause = clause.take_while(|mark| !matches!(mark.what, What::Stop | What::Number(_)));
    let (index, party) = clause
        .by_ref()
        .enumerate()
        .find_map(|(i, mark)| if let What::Name(party) = mark.what { Some((i, party)) } else { None })?;
    // "China's exports", "North Korean imports", 朝鲜进口; not "trade with China fell, imports …".
    let mark = &marks[at - 1 - index];
    let lead = text[..mark.at.start].trim_end();
    let object = ["to", "from", "with", "into", "and", "between", "与", "和", "同"]
        .iter()
        .any(|word| ends_with_word(lead, word));
    (!object && (verb || index <= 2)).then_some(party)
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.get(text.len().saturating_sub(word.len())..).is_some_and(|end| end.eq_ignore_ascii_case(word))
        && !text[..text.len() - word.len()].ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// `exports to China`, `imports of rice from China`, `exports of Syria`.
fn named_after(text: &str, marks: &[Mark], at: usize, way: Way) -> Option<Party> {
    let after = marks[at + 1..].iter().take(8);
    let mut near = after.take_while(|mark| {
        !matches!(
            mark.what,
            What::Stop | What::Number(_) | What::Word(Word::While | Word::Flow(_) | Word::Up | Word::Down)
        )
    });
    let (mark, party) =
        near.find_map(|mark| if let What::Name(party) = mark.what { Some((mark, party)) } else { None })?;
    let lead = text[marks[at].at.end..mark.at.start].trim_end();
    let says = |word| ends_with_word(lead, word);
    if says("to") || says("into") || says("from") || says("with") || says("in") {
        let speaks = matches!((way, says("from"), says("into")), (Way::Out, true, _) | (Way::In, _, true));
        return Some(if speaks || (way == Way::In && says("to") && party == Party::Economy) {
            party
        } else {
            other(party)
        });
    }
    says("of").then_some(party)
}
