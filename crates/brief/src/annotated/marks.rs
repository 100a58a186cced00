//! Which figures stand where: claims about the same run of text are one mark,
//! and what does not hold is numbered in reading order.

use std::ops::Range;

use yalu_trade::Judged;

use crate::audit::amiss;

/// Claims about one run of the text.
pub(super) struct Group {
    pub(super) bytes: Range<usize>,
    pub(super) claims: Vec<usize>,
}

pub(super) struct Marks {
    groups: Vec<Group>,
    of_claim: Vec<Option<usize>>,
    numbered: Vec<usize>,
    number: Vec<Option<usize>>,
}

impl Marks {
    pub(super) fn of(judged: &[Judged]) -> Self {
        let mut placed: Vec<usize> = (0..judged.len()).filter(|&i| !judged[i].spot.bytes.is_empty()).collect();
        placed.sort_by_key(|&i| (judged[i].spot.bytes.start, judged[i].spot.bytes.end, i));
        let mut groups: Vec<Group> = Vec::new();
        let mut of_claim = vec![None; judged.len()];
        for i in placed {
            let bytes = judged[i].spot.bytes.clone();
            match groups.last_mut() {
                Some(last) if bytes.start < last.bytes.end => {
                    last.bytes.end = last.bytes.end.max(bytes.end);
                    last.claims.push(i);
                }
                _ => groups.push(Group { bytes, claims: vec![i] }),
            }
            of_claim[i] = Some(groups.len() - 1);
        }
        // What has no run of text of its own comes after what has.
        let mut numbered: Vec<usize> = (0..judged.len()).filter(|&i| amiss(&judged[i])).collect();
        numbered.sort_by_key(|&i| (of_claim[i].is_none(), of_claim[i], i));
        let mut number = vec![None; judged.len()];
        for (n, &i) in numbered.iter().enumerate() {
            number[i] = Some(n + 1);
        }
        Self { groups, of_claim, numbered, number }
    }

    /// The marks that lie in a range, in order.
    pub(super) fn inside(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, &Group)> {
        let first = self.groups.partition_point(|group| group.bytes.start < range.start);
        let end = range.end;
        let groups = self.groups.iter().enumerate().skip(first);
        groups.take_while(move |(_, group)| group.bytes.start < end).filter(move |(_, group)| group.bytes.end <= end)
    }

    pub(super) fn group(&self, mark: usize) -> &Group {
        &self.groups[mark]
    }

    /// The mark of a claim.
    pub(super) fn of_claim(&self, claim: usize) -> Option<usize> {
        self.of_claim[claim]
    }

    /// What does not hold: its number, and which claim it is.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (usize, usize)> {
        self.numbered.iter().enumerate().map(|(n, &i)| (n + 1, i))
    }

    /// The number of a claim that does not hold.
    pub(super) fn number(&self, claim: usize) -> Option<usize> {
        self.number[claim]
    }

    /// The claim of a number.
    pub(super) fn claim(&self, number: usize) -> usize {
        self.numbered[number - 1]
    }

    /// The numbers of what does not hold in a range.
    pub(super) fn numbers_in(&self, range: &Range<usize>) -> Vec<usize> {
        self.inside(range).flat_map(|(_, group)| &group.claims).filter_map(|&i| self.number(i)).collect()
    }
}
