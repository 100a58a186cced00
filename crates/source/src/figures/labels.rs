//! Labels with their codes in prose: `Soybean oil (HS 1507)`, where a table of
//! the report lists the label too.

use yalu_trade::{Labelled, Spot};

use super::{lexicon::Word, scan::What, subject::Sentence};

fn is_code(key: &str) -> bool {
    key.len() >= 4 && key.bytes().all(|b| b.is_ascii_digit())
}

/// The labels of a sentence that are known by a code, with the code that stands beside them.
pub(super) fn labels(sentence: &Sentence<'_>, found: &mut Vec<Labelled>) {
    let marks = &sentence.marks.marks;
    for at in 0..marks.len() {
        let (What::Goods(code), true) = (&marks[at].what, is_code(sentence.words(at))) else { continue };
        let open = at.checked_sub(1).filter(|i| marks[*i].what == What::Open);
        let label = open.and_then(|open| {
            let last = open.checked_sub(1)?;
            let plain = |i: &usize| marks[*i].what == What::Word(Word::Filler);
            (0..=last).rev().take(2).find(|i| !plain(i))
        });
        let Some(label) = label else { continue };
        if let What::Goods(listed) = &marks[label].what
            && is_code(listed)
            && !is_code(sentence.words(label))
        {
            found.push(Labelled {
                id: String::new(),
                spot: Spot { bytes: marks[at].at.clone(), ..Spot::default() },
                label: sentence.words(label).to_owned(),
                code: code.clone(),
                listed: listed.clone(),
            });
        }
    }
}
