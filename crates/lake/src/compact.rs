//! Small files put together. Nothing of what they say changes. A reporter's year with
//! many rows has files of its own; those with few share one, reporter by reporter, so
//! that a table of two hundred reporters is not two hundred files.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use datafusion::arrow::compute::{SortColumn, concat_batches, lexsort_to_indices, take_record_batch};
use deltalake_core::kernel::{Action, LogicalFileView};
use serde_json::{Value, json};

use crate::{
    commit::{Change, Planned},
    error::{Done, LakeError, unread},
    ingest::{FEW, SHARED},
    lake::Lake,
    upkeep::Tidied,
};

/// Files of fewer rows are put together.
const SMALL: usize = 512 * 1024;
/// Files are put together up to so many rows.
const FULL: usize = 2 * 1024 * 1024;

impl Lake {
    /// Puts small files of a source together. Nothing of what they say changes.
    pub fn compact(&self) -> Result<Tidied, LakeError> {
        let _turn = self.writing()?;
        self.runtime.block_on(async {
            let says = HashMap::from([("what".to_owned(), json!("compact"))]);
            let (commit, (before, after)) = self
                .commit(says, async |snapshot| {
                    let data = snapshot.state.log_data();
                    let files: Vec<LogicalFileView> = data.iter().collect();
                    let mut change = Change::default();
                    let mut left = files.len();
                    for batch in batches(&files) {
                        if let Err(error) = self.joined(&batch, &mut change).await {
                            self.unstage(&change.written).await;
                            return Err(error);
                        }
                        left = left + 1 - batch.len();
                    }
                    let counts = (files.len(), left);
                    Ok(if change.actions.is_empty() {
                        Planned::Nothing(counts)
                    } else {
                        Planned::Change(change, counts)
                    })
                })
                .await?;
            Ok(Tidied { commit, before, after, freed: 0 })
        })
    }

    async fn joined(&self, files: &[&LogicalFileView], change: &mut Change) -> Done<()> {
        let mut parts = Vec::new();
        for file in files {
            parts.push(self.rows_of(&file.object_store_path()).await?);
        }
        let Some(schema) = parts.first().map(|part| part.schema()) else { return Ok(()) };
        let all = concat_batches(&schema, &parts).map_err(unread)?;
        drop(parts);
        let by = ["reporter", "partner", "flow", "commodity", "start", "months", "vintage", "hash", "row"];
        let column = |name: &&str| Some(SortColumn { values: Arc::clone(all.column_by_name(name)?), options: None });
        let order = lexsort_to_indices(&by.iter().filter_map(column).collect::<Vec<_>>(), None).map_err(unread)?;
        let sorted = take_record_batch(&all, &order).map_err(unread)?;
        drop(all);
        let staged = self.stage(&sorted).await?;
        change.actions.extend(files.iter().map(|file| Action::Remove(file.remove_action(false))));
        change.actions.push(staged.add(false));
        change.written.push(staged);
        Ok(())
    }
}

/// A source, and where a file holds but one of them, its reporter and year.
type Key = (String, Option<(String, String)>);

/// What small files are of.
fn key(file: &LogicalFileView) -> Option<Key> {
    let stats: Value = serde_json::from_str(&file.stats()?).ok()?;
    let one = |name: &str| {
        let (low, high) = (stats["minValues"][name].as_str()?, stats["maxValues"][name].as_str()?);
        Some((low.to_owned(), high.to_owned()))
    };
    let same = |(low, high): (String, String)| (low == high).then_some(low);
    let (from, to) = one("start")?;
    let year = |day: &str| day.get(..4).map(str::to_owned);
    let source = same(one("source")?)?;
    let alone = year(&from).filter(|first| year(&to).as_ref() == Some(first));
    let alone = same(one("reporter")?).zip(alone);
    (file.num_records()? < SMALL).then_some((source, alone))
}

/// Which files are put together: those of a reporter's year where it has many rows, and the others of a source.
fn batches(files: &[LogicalFileView]) -> Vec<Vec<&LogicalFileView>> {
    let mut groups: BTreeMap<Key, Vec<&LogicalFileView>> = BTreeMap::new();
    for file in files {
        if let Some(key) = key(file) {
            groups.entry(key).or_default().push(file);
        }
    }
    let mut shared: BTreeMap<String, Vec<&LogicalFileView>> = BTreeMap::new();
    let mut full = Vec::new();
    for ((source, alone), group) in groups {
        let rows: usize = group.iter().filter_map(|file| file.num_records()).sum();
        if alone.is_some() && rows >= FEW {
            full.extend(filled(&group, FULL));
        } else {
            shared.entry(source).or_default().extend(group);
        }
    }
    full.extend(shared.into_values().flat_map(|group| filled(&group, SHARED)));
    full.into_iter().filter(|batch| batch.len() > 1).collect()
}

/// Files of a group, up to a full one each.
fn filled<'a>(group: &[&'a LogicalFileView], most: usize) -> Vec<Vec<&'a LogicalFileView>> {
    let mut batches: Vec<(usize, Vec<&LogicalFileView>)> = Vec::new();
    for file in group {
        let rows = file.num_records().unwrap_or_default();
        match batches.last_mut().filter(|(held, _)| held + rows <= most) {
            Some((held, batch)) => {
                *held += rows;
                batch.push(file);
            }
            None => batches.push((rows, vec![file])),
        }
    }
    batches.into_iter().map(|(_, batch)| batch).collect()
}
