//! Releases of one slice that meet: which rows of the lake stand no longer once a file is
//! in it, which rows of the file a later release has replaced already, and what of that is told.

use std::collections::{BTreeMap, BTreeSet};

use yalu_trade::{Complaint, Date, Place, day_of_number};

use crate::{
    error::{Done, LakeError},
    lake::{Lake, Snapshot},
    mark::Mark,
    rewrite::{Repeated, Retire},
    standing::Slice,
};

/// What the lake has of a release of a slice.
#[derive(Debug, Default)]
pub(crate) struct Release {
    chapters: BTreeSet<String>,
    /// Until when the rows of a chapter stand, the last of them; those that stand still are not here.
    ends: BTreeMap<String, i32>,
    /// The files that it is from.
    hashes: BTreeSet<String>,
}

impl Release {
    /// Notes rows of a chapter.
    pub(crate) fn note(&mut self, chapter: &str, until: Option<i32>, hash: &str) {
        let stands = !self.chapters.insert(chapter.to_owned()) && !self.ends.contains_key(chapter);
        match until {
            None => {
                self.ends.remove(chapter);
            }
            Some(until) if !stands => {
                let end = self.ends.entry(chapter.to_owned()).or_insert(until);
                *end = until.max(*end);
            }
            Some(_) => {}
        }
        if !self.hashes.contains(hash) {
            self.hashes.insert(hash.to_owned());
        }
    }

    /// The chapters of which rows stand on a day when nothing else comes.
    fn standing(&self, day: i32) -> BTreeSet<&String> {
        self.chapters.iter().filter(|chapter| self.ends.get(*chapter).is_none_or(|end| *end > day)).collect()
    }
}

/// What the meetings of a file's releases with those in the lake come to.
#[derive(Default)]
pub(crate) struct Met {
    /// What was said of the file: all of its release, or a part.
    whole: Option<bool>,
    /// Rows of the lake that stand no longer.
    pub(crate) retired: BTreeMap<Slice, Vec<Retire>>,
    /// Rows of the file that a later release, already there, has replaced.
    pub(crate) late: BTreeMap<Slice, Vec<Retire>>,
    /// Slices of which the lake has a release of the same day.
    pub(crate) repeated: BTreeMap<Slice, Repeated>,
    withdrawn: BTreeSet<(String, String)>,
}

impl Met {
    /// Nothing has met yet.
    pub(crate) fn of(mark: &Mark) -> Self {
        Self { whole: mark.whole, ..Self::default() }
    }

    /// A release of the file meets one of the lake.
    pub(crate) async fn meet(
        &mut self,
        lake: &Lake,
        snapshot: &Snapshot,
        slice: &Slice,
        (new, chapters): (i32, &BTreeSet<String>),
        (day, release): (i32, &Release),
    ) -> Done<()> {
        let common: BTreeSet<String> = chapters.intersection(&release.chapters).cloned().collect();
        if common.is_empty() {
            return Ok(());
        }
        if new == day {
            self.repeated.entry(slice.clone()).or_default().vintages.insert(new);
            return Ok(());
        }
        if day < new {
            let stood = release.standing(new);
            if stood.is_empty() {
                return Ok(());
            }
            let gone: Vec<&String> = stood.into_iter().filter(|chapter| !chapters.contains(*chapter)).collect();
            let mostly = 2 * common.len() >= release.chapters.len();
            let whole = gone.is_empty() || self.whole.unwrap_or(mostly);
            if !whole && self.whole.is_none() {
                return Err(unsure(slice, common.len(), release.chapters.len(), day, new));
            }
            if whole {
                self.withdrawn.extend(gone.into_iter().map(|chapter| (slice.period(), chapter.clone())));
            }
            let retire = Retire { vintage: day, chapters: (!whole).then_some(common), until: new };
            self.retired.entry(slice.clone()).or_default().push(retire);
            return Ok(());
        }
        let whole = if common.len() == chapters.len() {
            true
        } else {
            // What was said of the later release, when it came, holds whenever the earlier one comes.
            let said = lake.shares(&snapshot.state, &release.hashes, day).await?;
            let mostly = (2 * common.len() >= chapters.len()).then_some(true);
            said.or(mostly).or(self.whole).ok_or_else(|| unsure(slice, common.len(), chapters.len(), new, day))?
        };
        let retire = Retire { vintage: new, chapters: (!whole).then_some(common), until: day };
        self.late.entry(slice.clone()).or_default().push(retire);
        Ok(())
    }

    /// The periods of which a release is replaced that stood until then, by its day and that of the new one.
    fn replaced(&self) -> BTreeMap<(i32, i32), BTreeSet<String>> {
        let mut replaced: BTreeMap<(i32, i32), BTreeSet<String>> = BTreeMap::new();
        for (slice, retired) in &self.retired {
            let mut last: BTreeMap<i32, i32> = BTreeMap::new();
            for one in retired {
                let stood = last.entry(one.until).or_insert(one.vintage);
                *stood = one.vintage.max(*stood);
            }
            for (until, vintage) in last {
                replaced.entry((vintage, until)).or_default().insert(slice.period());
            }
        }
        replaced
    }

    /// What is to be said of it.
    pub(crate) fn notes(&self, mark: &Mark) -> Vec<Complaint> {
        let place = || Place::file(&mark.file);
        let replaced = self.replaced().into_iter().map(|((old, new), periods)| {
            let message = format!(
                "what was released on {} is replaced from {} on: {}",
                day_of_number(old),
                day_of_number(new),
                some(periods.iter().map(String::as_str))
            );
            let hint = "the earlier release stays: ask --as-of a day before; `yalu lake revisions` says what changed";
            Complaint::note("replaced", place(), message, hint)
        });
        let mut by_chapter: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (period, chapter) in &self.withdrawn {
            by_chapter.entry(chapter).or_default().insert(period);
        }
        let withdrawn = by_chapter.into_iter().map(|(chapter, periods)| {
            let message = format!(
                "chapter {chapter} is no longer in this release, and stands no more: {}",
                some(periods.into_iter())
            );
            let hint = "if the file is only a part of its release, ingest the earlier file again with a later --vintage, then this one with one later still and --part";
            Complaint::warning("withdrawn", place(), message, hint)
        });
        replaced.chain(withdrawn).collect()
    }
}

fn unsure(slice: &Slice, common: usize, earlier: usize, first: i32, second: i32) -> LakeError {
    let days: [Date; 2] = [day_of_number(first), day_of_number(second)];
    LakeError::Refused {
        message: format!(
            "of {} {} with {} in {}, the release of {} has {} chapters and that of {} only {} of them: is the later one a part?",
            slice.reporter,
            slice.flow,
            slice.partner,
            slice.period(),
            days[0],
            earlier,
            days[1],
            common
        ),
        hint: "say --part if it replaces only the chapters that it names, --whole if the others were withdrawn",
    }
}

/// The first of some words, and how many more.
fn some<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.collect();
    match words.len() {
        0..=6 => words.join(", "),
        more => format!("{} … {} ({more} in all)", words[..3].join(", "), words[more - 1]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_stands_as_long_as_any_row_of_it() {
        for notes in [[None, Some(3), Some(5)], [Some(3), None, Some(5)], [Some(5), Some(3), None]] {
            let mut release = Release::default();
            notes.iter().for_each(|until| release.note("27", *until, "a"));
            assert_eq!(release.standing(9).len(), 1, "{notes:?}");
        }
        let mut release = Release::default();
        [Some(3), Some(5), Some(4)].iter().for_each(|until| release.note("27", *until, "a"));
        assert_eq!([4, 5].map(|day| release.standing(day).len()), [1, 0]);
    }
}
