//! Labels with their codes in prose: `Soybean oil (HS 1507)`, held against the
//! table of the report that lists the label, or against the nomenclature where
//! the label is the very name of another heading.

use std::{collections::HashMap, sync::LazyLock};

use yalu_trade::{Labelled, Lang, Spot};

use super::{lexicon::Word, scan::What, subject::Sentence};

/// The names of headings, in three languages, by the codes that have them.
static NAMES: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(names);

fn names() -> HashMap<String, Vec<String>> {
    let mut names: HashMap<String, Vec<String>> = HashMap::new();
    for heading in crate::harmonized_system().headings() {
        let code = heading.code.to_string();
        if code.len() != 4 || heading.retired.is_some() {
            continue;
        }
        for lang in [Lang::En, Lang::Ko, Lang::Zh] {
            let label = crate::harmonized_system().label(&heading.code, lang).unwrap_or_default();
            for name in parts(label) {
                names.entry(name).or_default().push(code.clone());
            }
        }
    }
    names
}

/// 石油气、天然气 is two names; what English enumerates or qualifies is none.
fn parts(label: &str) -> Vec<String> {
    let qualified = [" for ", " of ", " in ", " with ", " other", " not ", " or ", " and ", ","];
    if label.is_ascii() && qualified.iter().any(|word| label.contains(word)) {
        return Vec::new();
    }
    let names = label.split(['·', '、', ';']).map(plain);
    names.filter(|name| name.chars().count() >= if name.is_ascii() { 4 } else { 2 }).collect()
}

/// In lower case and the singular.
fn plain(words: &str) -> String {
    let lower = words.trim().to_lowercase();
    lower.strip_suffix('s').filter(|rest| !rest.ends_with('s') && rest.is_ascii()).map_or(lower.clone(), str::to_owned)
}

fn is_code(key: &str) -> bool {
    key.len() >= 4 && key.bytes().all(|b| b.is_ascii_digit())
}

/// The labels of a sentence that are known by a code, with the code that stands beside them.
pub(super) fn labels(sentence: &Sentence<'_>, found: &mut Vec<Labelled>) {
    let marks = &sentence.marks.marks;
    for at in 0..marks.len() {
        let (What::Goods(code), true) = (&marks[at].what, is_code(sentence.words(at))) else { continue };
        let Some(open) = at.checked_sub(1).filter(|i| marks[*i].what == What::Open) else { continue };
        let last = open.checked_sub(1);
        let plain = |i: &usize| marks[*i].what == What::Word(Word::Filler);
        let label = last.and_then(|last| (0..=last).rev().take(2).find(|i| !plain(i)));
        let listed = label.and_then(|label| match &marks[label].what {
            What::Goods(listed) if is_code(listed) && !is_code(sentence.words(label)) => {
                Some((sentence.words(label).to_owned(), listed.clone()))
            }
            _ => None,
        });
        let lead = sentence.text.get(..marks[open].at.start).unwrap_or_default();
        if let Some((label, listed)) = listed.or_else(|| named(lead, code)) {
            found.push(Labelled {
                id: String::new(),
                spot: Spot { bytes: marks[at].at.clone(), ..Spot::default() },
                label,
                code: code.clone(),
                listed,
            });
        }
    }
}

/// The label that ends a text, if it is the name of a heading, and nothing like the name of the code's own.
fn named(lead: &str, code: &str) -> Option<(String, String)> {
    let lead = lead.trim_end();
    let own: String = [Lang::En, Lang::Ko, Lang::Zh]
        .into_iter()
        .filter_map(|lang| crate::harmonized_system().label(&code.get(..4)?.parse().ok()?, lang))
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    let starts = |at: usize| {
        let before = lead[..at].chars().next_back();
        let ascii = lead[at..].starts_with(|c: char| c.is_ascii());
        let blank = lead[at..].starts_with(char::is_whitespace);
        !blank && before.is_none_or(|c| if ascii { !c.is_alphanumeric() } else { true })
    };
    let tail = lead.char_indices().rev().take(40).map(|(at, _)| at).filter(|at| starts(*at));
    // The longest wording that is a name.
    let (label, codes) = tail.filter_map(|at| Some((&lead[at..], NAMES.get(&plain(&lead[at..]))?))).last()?;
    let foreign = codes.len() == 1 && !codes.iter().any(|known| code.starts_with(known.as_str()));
    // Zinc ores are ores too: it is the first word that tells.
    let akin = plain(label).split(' ').next().is_some_and(|word| own.contains(word));
    // A name in a language in which the code has none cannot be held against it.
    let known = !label.is_ascii() || !own.is_empty();
    let same_language = label.is_ascii() || own.chars().any(|c| same_script(c, label));
    (foreign && !akin && known && same_language).then(|| (label.to_owned(), codes[0].clone()))
}

fn same_script(c: char, label: &str) -> bool {
    let hangul = |c: char| ('가'..='힣').contains(&c);
    let korean = label.chars().any(hangul);
    if korean { hangul(c) } else { super::scan::han(c) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_is_another_headings_name_is_told() {
        for (lead, code, listed) in [
            ("Item 3. Wheat ", "1006", Some("1001")),
            ("and iron ore ", "2608", Some("2601")),
            ("세 번째는 텅스텐광", "7202", Some("2611")),
            ("问：食糖", "1006", Some("1701")),
            ("Wheat ", "1001", None),
            ("the wheat ", "100199", None),
            ("natural gas ", "2711", None),
            ("Urea ", "3102", None),
            ("fuel ", "2710", None),
            ("가발과 속눈썹", "6704", None),
        ] {
            assert_eq!(named(lead, code).map(|(_, listed)| listed).as_deref(), listed, "{lead}");
        }
    }
}
