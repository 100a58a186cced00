//! What the log remembers of a file beside its rows: that it was taken, as what it was said
//! to be, and whether it was all of its release. Each is a number under a name.

use std::collections::BTreeSet;

use deltalake_core::kernel::{Action, EagerSnapshot, Transaction};

use crate::{digest, error::Done, lake::Lake};

/// What is ingested.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Which office's layout, by its card.
    pub source: String,
    /// The file's name.
    pub file: String,
    /// Its SHA-256, in hexadecimal.
    pub hash: String,
    /// What the lake knows it by, as [`key`] makes it.
    pub key: String,
    /// Is it all that its office released of the periods it names, or a part? Asked only where
    /// the lake holds more of a period than the file does.
    pub whole: Option<bool>,
    /// Is it to be taken even where it is wholly unlike the release that it replaces?
    pub sure: bool,
}

/// What a file is known by: its hash, and what was said of it that it does not say itself.
/// The same bytes may be released twice: an office that goes back to its first figures does it.
pub fn key(hash: &str, said: &str) -> String {
    if said.is_empty() {
        hash.to_owned()
    } else {
        format!("{hash}-{}", digest::short(format!("{hash} {said}").as_bytes()))
    }
}

/// The name under which the log remembers a file: how often it was taken since rows of it
/// were dropped last; less than nothing where rows were dropped and it was not taken since.
pub(crate) fn file(key: &str) -> String {
    format!("file:{key}")
}

/// The name under which the log remembers that a file was all of a release, or a part.
fn share(whole: bool, hash: &str, day: i32) -> String {
    format!("{}:{hash}@{day}", if whole { "whole" } else { "part" })
}

fn set(name: String, number: i64) -> Action {
    Action::Txn(Transaction::new(name, number))
}

impl Mark {
    /// What a commit of the file marks, as the log is. `hashes` are those that its rows carry: an export's are of others.
    pub(crate) async fn actions(
        &self,
        lake: &Lake,
        state: &EagerSnapshot,
        hashes: &BTreeSet<String>,
        days: &BTreeSet<i32>,
    ) -> Done<Vec<Action>> {
        let taken = lake.marked(state, file(&self.hash)).await?.unwrap_or_default();
        let now = if taken > 0 { taken } else { 1 - taken };
        let keys: BTreeSet<&String> = [&self.hash, &self.key].into();
        let files = keys.into_iter().map(|key| set(file(key), now));
        let shares = self.whole.into_iter().flat_map(|whole| {
            let both = move |hash, day: &i32| [set(share(whole, hash, *day), 1), set(share(!whole, hash, *day), 0)];
            hashes.iter().flat_map(move |hash| days.iter().flat_map(move |day| both(hash, day)))
        });
        Ok(files.chain(shares).collect())
    }
}

impl Lake {
    /// Was a file of that hash, said to be just that, committed with all its rows still there?
    pub(crate) async fn knows(&self, state: &EagerSnapshot, hash: &str, key: &str) -> Done<bool> {
        let taken = self.marked(state, file(hash)).await?.filter(|taken| *taken > 0);
        Ok(taken.is_some() && (key == hash || self.marked(state, file(key)).await? == taken))
    }

    /// What says that rows of a file went, so that it may be taken again; `None` where that is said already.
    pub(crate) async fn gone(&self, state: &EagerSnapshot, hash: &str) -> Done<Option<Action>> {
        let taken = self.marked(state, file(hash)).await?.filter(|taken| *taken > 0);
        Ok(taken.map(|taken| set(file(hash), -taken)))
    }

    /// Were files all of their release of a day? `None` where nobody said so of all of them.
    pub(crate) async fn shares(
        &self,
        state: &EagerSnapshot,
        hashes: &BTreeSet<String>,
        day: i32,
    ) -> Done<Option<bool>> {
        let mut parts = 0;
        for hash in hashes {
            if self.marked(state, share(true, hash, day)).await? == Some(1) {
                return Ok(Some(true));
            }
            parts += usize::from(self.marked(state, share(false, hash, day)).await? == Some(1));
        }
        Ok((parts > 0 && parts == hashes.len()).then_some(false))
    }
}
