//! A sentence that goes on behind an empty line, a page's number, a footnote
//! or a figure. It joins only what cannot be whole: a line that ends as no
//! sentence does, before one that begins as none does.

use super::draft::{Draft, Kind};
use super::marks::{Mark, ends_a_sentence, head, is_bare_heading, mark, wants_more};
use super::plain::is_unspaced;

/// A line below this length may be a heading or a label: it is whole, unless it ends on a comma or a small word.
const WHOLE_LETTERS: usize = 20;

/// So many blocks may stand between the pieces of a sentence: a figure with its unit and source, a page's foot and head.
const MOST_BETWEEN: usize = 5;

/// What stands on a page and not in its text is no longer than this.
const FURNITURE_LETTERS: usize = 40;

/// Blocks that are one paragraph.
pub(super) struct Sentence {
    pub(super) blocks: Vec<usize>,
    /// What stood between them; it follows them.
    pub(super) between: Vec<usize>,
    pub(super) end: usize,
}

/// The paragraph that begins with a block.
pub(super) fn sentence(draft: &Draft, owners: &[Option<usize>], first: usize) -> Sentence {
    let mut sentence = Sentence { blocks: vec![first], between: Vec::new(), end: first + 1 };
    let mut last = first;
    while is_open(draft, last) {
        let reach = (sentence.end + MOST_BETWEEN + 1).min(draft.blocks.len());
        let stop = (sentence.end..reach).find(|i| owners[*i].is_some() || !is_between(draft, *i)).unwrap_or(reach);
        let is_whole = |i: usize| !is_open(draft, i) || words(draft, i).is_some_and(|words| mark(words) == Mark::Note);
        if stop == reach
            || owners[stop].is_some()
            || !(sentence.end..stop).all(is_whole)
            || !continues(draft, last, stop)
        {
            break;
        }
        sentence.between.extend(sentence.end..stop);
        sentence.blocks.push(stop);
        sentence.end = stop + 1;
        last = stop;
    }
    sentence
}

/// The block wants more: it is prose, long enough, and does not end as a sentence does.
fn is_open(draft: &Draft, block: usize) -> bool {
    let (Some(words), kind) = (words(draft, block), &draft.blocks[block].kind) else { return false };
    !matches!(kind, Kind::Heading(_) | Kind::Caption(_))
        && !matches!(mark(words), Mark::Table | Mark::Figure | Mark::Unit | Mark::Heading)
        && !ends_a_sentence(words)
        && !is_page_number(words)
        && (wants_more(words) || words.chars().take(WHOLE_LETTERS).count() == WHOLE_LETTERS)
}

/// Whether a block goes on with the sentence of an open one.
fn continues(draft: &Draft, before: usize, block: usize) -> bool {
    let (Some(words), Some(rest)) = (words(draft, before), words(draft, block)) else { return false };
    if !matches!(draft.blocks[block].kind, Kind::Text(_) | Kind::Bare(_)) || mark(rest) != Mark::None {
        return false;
    }
    let goes_on =
        rest.trim_start_matches(['"', '“', '‘', '\'']).starts_with(char::is_lowercase) || goes_on_after_brackets(rest);
    let is_eastern = matches!(draft.blocks[block].kind, Kind::Text(_))
        && rest.starts_with(is_eastern)
        && words.ends_with(is_eastern)
        && !is_bare_heading(words);
    wants_more(words) || goes_on || is_eastern
}

/// What stands between the pieces of a sentence on a page: numbers, footnotes, figures.
fn is_between(draft: &Draft, block: usize) -> bool {
    let Some(words) = words(draft, block) else { return false };
    matches!(mark(words), Mark::Figure | Mark::Unit | Mark::Note) || is_page_number(words) || is_note(words)
}

/// "12", "- 12 -", "Page 3 of 10", "xii".
fn is_page_number(words: &str) -> bool {
    let words = words.trim_start_matches("Page ").trim_start_matches("page ");
    words.len() <= FURNITURE_LETTERS
        && words.contains(|letter: char| letter.is_ascii_digit() || letter == 'i' || letter == 'x' || letter == 'v')
        && words.split_whitespace().all(|word| {
            word == "of" || word.chars().all(|letter| letter.is_ascii_digit() || "-–—/|·ivx".contains(letter))
        })
}

/// A footnote begins with its mark.
fn is_note(words: &str) -> bool {
    words.starts_with(|first: char| matches!(first, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '*' | '†' | '‡'))
}

fn is_eastern(letter: char) -> bool {
    is_unspaced(letter) || ('\u{ac00}'..='\u{d7a3}').contains(&letter)
}

/// "(HS 6703) was the first": what is in brackets belongs to what stands before it.
fn goes_on_after_brackets(words: &str) -> bool {
    let Some(rest) = words.strip_prefix('(') else { return false };
    head(rest, 100)
        .split_once(')')
        .is_some_and(|(_, rest)| rest.trim_start_matches([',', ' ']).starts_with(char::is_lowercase))
}

fn words(draft: &Draft, block: usize) -> Option<&str> {
    draft.text.get(draft.blocks.get(block)?.kind.words()?.clone())
}
