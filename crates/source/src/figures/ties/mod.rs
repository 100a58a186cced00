//! Figures tied by words alone: "61.6 thousand tons more than", "the two
//! together", "that is $359 a ton". It does not matter here what they are
//! figures of. Every way to read a tie is given; which of them the words name
//! is marked, the others only stand near and can but confirm.

mod changes;
mod dated;
mod places;
mod points;
mod prices;
mod shares;
mod sums;

use std::ops::Range;

use yalu_trade::{Figure, Figures, How, Kind, Passage, Placed, Report, Tie, Unit};

use super::prose::sentences;

/// A paragraph of more figures than this is a list of records, and is not tied.
const CROWD: usize = 40;

/// A figure of prose among its neighbours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    /// Which of the report's figures.
    pub(super) figure: usize,
    /// Which sentence of its paragraph.
    pub(super) sentence: usize,
}

/// How a figure is a change from one level to another, if it is.
fn change(figure: &Figure) -> Option<How> {
    match figure.kind {
        Kind::Growth => Some(How::Growth),
        Kind::Multiple if !figure.more => Some(How::Times),
        Kind::Change => Some(How::Difference),
        _ => None,
    }
}

/// The figures of a paragraph, and of the one before it.
pub(super) struct Near<'a> {
    pub(super) text: &'a str,
    pub(super) all: &'a [Figure],
    pub(super) said: Vec<Said>,
    pub(super) sentences: Vec<Range<usize>>,
    /// The figures of the paragraph before.
    pub(super) earlier: Vec<usize>,
}

/// Ties the figures of a report's prose.
pub(super) fn tie(report: &Report, found: &Figures) -> (Vec<Tie>, Vec<Placed>) {
    let (mut ties, mut places) = (Vec::new(), Vec::new());
    let mut earlier: Vec<usize> = Vec::new();
    let lower = report.text.to_ascii_lowercase();
    let mut next = 0;
    for (paragraph, passage) in report.passages.iter().enumerate() {
        let (Passage::Paragraph(range) | Passage::Heading(range)) = passage else { continue };
        while next < found.figures.len() && found.figures[next].paragraph != paragraph {
            let passed = found.figures[next].cell.is_some() || found.figures[next].paragraph < paragraph;
            if !passed {
                break;
            }
            next += 1;
        }
        let count = found.figures[next..].iter().take_while(|figure| figure.paragraph == paragraph).count();
        let own: Vec<usize> = (next..next + count).collect();
        next += count;
        if own.is_empty() {
            continue;
        }
        if own.len() <= CROWD {
            let near = Near::new(&lower, &found.figures, own.clone(), range.clone(), earlier);
            changes::read(&near, &mut ties);
            dated::read(&near, &mut ties);
            points::read(&near, &mut ties);
            sums::read(&near, &mut ties);
            shares::read(&near, found, &mut ties);
            prices::read(&near, found, &mut ties);
            places::read(&near, &mut places);
        }
        earlier = own;
    }
    (ties, places)
}

impl<'a> Near<'a> {
    fn new(text: &'a str, all: &'a [Figure], own: Vec<usize>, range: Range<usize>, earlier: Vec<usize>) -> Self {
        let sentences = sentences(text, range);
        let place = |i: usize| {
            let at = all[i].spot.bytes.start;
            sentences.iter().position(|part| part.contains(&at)).unwrap_or(0)
        };
        let said = own.into_iter().map(|figure| Said { figure, sentence: place(figure) }).collect();
        let earlier = if earlier.len() > CROWD { Vec::new() } else { earlier };
        Self { text, all, said, sentences, earlier }
    }

    pub(super) fn figure(&self, i: usize) -> &'a Figure {
        &self.all[i]
    }

    pub(super) fn kind(&self, n: usize) -> Kind {
        self.figure(self.said[n].figure).kind
    }

    pub(super) fn unit(&self, n: usize) -> Unit {
        self.figure(self.said[n].figure).printed.unit
    }

    /// The words between two figures of the paragraph.
    pub(super) fn gap(&self, a: usize, b: usize) -> &'a str {
        let (a, b) = (self.figure(self.said[a].figure), self.figure(self.said[b].figure));
        self.text.get(a.spot.bytes.end..b.spot.bytes.start).unwrap_or_default()
    }

    /// The words of the sentence between the figure before and this one.
    pub(super) fn lead(&self, n: usize) -> &'a str {
        let own = self.figure(self.said[n].figure).spot.bytes.start;
        let sentence = self.sentences.get(self.said[n].sentence).map_or(0, |part| part.start);
        let before = n.checked_sub(1).map_or(0, |n| self.figure(self.said[n].figure).spot.bytes.end);
        self.text.get(sentence.max(before)..own).unwrap_or_default()
    }

    /// The words of the sentence up to this figure.
    pub(super) fn opening(&self, n: usize) -> &'a str {
        let own = self.figure(self.said[n].figure).spot.bytes.start;
        let sentence = self.sentences.get(self.said[n].sentence).map_or(0, |part| part.start);
        self.text.get(sentence..own).unwrap_or_default()
    }

    /// The words of the sentence between this figure and the next.
    pub(super) fn tail(&self, n: usize) -> &'a str {
        let own = self.figure(self.said[n].figure).spot.bytes.end;
        let sentence = self.sentences.get(self.said[n].sentence).map_or(self.text.len(), |part| part.end);
        let after = self.said.get(n + 1).map_or(self.text.len(), |said| self.figure(said.figure).spot.bytes.start);
        self.text.get(own..sentence.min(after)).unwrap_or_default()
    }

    /// A mean of something, or a price, and no level that is added or compared with sums.
    pub(super) fn is_level(&self, n: usize) -> bool {
        self.kind(n) == Kind::Level && !prices::is_price(self, n) && !is_mean(self, n)
    }

    /// The levels of one sentence in one unit, by their place in the paragraph.
    pub(super) fn levels(&self, sentence: usize, unit: Unit) -> Vec<usize> {
        (0..self.said.len())
            .filter(|n| self.said[*n].sentence == sentence && self.unit(*n) == unit && self.is_level(*n))
            .collect()
    }
}

pub(super) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

const MEANS: &[&str] = &[
    "a month",
    "per month",
    "each month",
    "average",
    "mean",
    "월평균",
    "평균",
    "한 달",
    "매월",
    "月均",
    "平均",
    "每月",
];

/// Is a level a mean by the words beside it?
pub(super) fn is_mean(near: &Near<'_>, n: usize) -> bool {
    let tail = near.tail(n);
    let cut = tail.char_indices().nth(24).map_or(tail.len(), |(at, _)| at);
    let tail = tail[..cut].split([',', ';', '，', '。', '(']).next().unwrap_or_default();
    let lead = near.lead(n).rsplit([',', ';', '，', '。', '.']).next().unwrap_or_default();
    has(lead, MEANS) || has(tail, MEANS)
}

#[cfg(test)]
mod tests;
