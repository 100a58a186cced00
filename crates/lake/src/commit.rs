//! One commit: whole or not at all. The log's next entry is written only if nobody
//! wrote it in the meantime; then everything is planned anew on what they wrote.

use std::{collections::HashMap, io::ErrorKind, sync::Arc};

use datafusion::arrow::array::RecordBatch;
use deltalake_core::{
    DeltaTable, Path, checkpoints,
    kernel::{
        Action, Add, EagerSnapshot,
        transaction::{CommitData, TransactionError},
    },
    logstore::CommitOrBytes,
    protocol::{DeltaOperation, SaveMode},
};
use object_store::ObjectStoreExt;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    digest,
    disk::{Disk, Turn},
    encode::{self, Encoded},
    error::{Done, LakeError, plain, unread, unwritten},
    lake::{Lake, Snapshot},
};

/// How often a commit is planned anew when others commit at the same time.
const TRIES: usize = 50;
/// After so many commits the log is summed up, so that opening it stays quick.
const CHECKPOINT_EVERY: u64 = 20;

/// A file of the table that is written and not yet committed.
#[derive(Clone, Debug)]
pub(crate) struct Staged {
    pub(crate) path: String,
    pub(crate) size: usize,
    stats: String,
}

/// What a commit is to change.
#[derive(Default)]
pub(crate) struct Change {
    pub(crate) actions: Vec<Action>,
    /// Files that were written for it, and are of no use without it.
    pub(crate) written: Vec<Staged>,
}

/// What came of a plan.
pub(crate) enum Planned<T> {
    /// Nothing is to be committed.
    Nothing(T),
    /// This is.
    Change(Change, T),
}

impl Staged {
    pub(crate) fn add(&self, data_change: bool) -> Action {
        Action::Add(Add {
            path: self.path.clone(),
            size: self.size as i64,
            // When a file was written is nobody's evidence; the log has its own time.
            modification_time: 0,
            data_change,
            stats: Some(self.stats.clone()),
            ..Add::default()
        })
    }
}

impl Lake {
    /// Writes a file of the table that no commit names yet. Its name carries a digest of its bytes.
    pub(crate) async fn stage(&self, rows: &RecordBatch) -> Done<Staged> {
        let Encoded { bytes, stats } = encode::file(rows)?;
        let path = format!("part-{}-{}.parquet", Uuid::new_v4().simple(), digest::short(&bytes));
        let size = bytes.len();
        let store = self.log.object_store(None);
        store.put(&Path::from(path.as_str()), bytes.into()).await.map_err(unwritten)?;
        self.settle(&path)?;
        Ok(Staged { path, size, stats })
    }

    /// Keeps the vacuum away until what is written is committed.
    pub(crate) fn writing(&self) -> Done<Option<Turn>> {
        match self.disk.as_ref().map(Disk::writing).transpose() {
            // Some disks of a network know no turns; there the vacuum leaves what is young.
            Err(error) if error.kind() == ErrorKind::Unsupported => Ok(None),
            turn => turn.map_err(unwritten),
        }
    }

    /// Forces a file, or by an empty path the folder, onto the disk, so that the log never names what a lost current takes away.
    fn settle(&self, path: &str) -> Done<()> {
        self.disk.as_ref().map_or(Ok(()), |disk| disk.settle(path)).map_err(unwritten)
    }

    /// The entry is there; that it outlives a lost current too is tried for.
    fn settled(&self, version: u64) {
        let _ = self.settle(&format!("_delta_log/{version:020}.json")).and_then(|()| self.settle("_delta_log"));
    }

    /// Takes back files that came to nothing. What cannot be removed is an orphan, which `verify` names.
    pub(crate) async fn unstage(&self, files: &[Staged]) {
        let store = self.log.object_store(None);
        for file in files {
            let _ = store.delete(&Path::from(file.path.as_str())).await;
        }
    }

    /// Commits what a plan says, planned anew for as long as others commit in between.
    pub(crate) async fn commit<T>(
        &self,
        says: HashMap<String, Value>,
        mut plan: impl AsyncFnMut(&Snapshot) -> Done<Planned<T>>,
    ) -> Done<(Option<u64>, T)> {
        for _ in 0..TRIES {
            let snapshot = self.newest().await?;
            let (change, outcome) = match plan(&snapshot).await? {
                Planned::Nothing(outcome) => return Ok((None, outcome)),
                Planned::Change(change, outcome) => (change, outcome),
            };
            let operation = DeltaOperation::Write { mode: SaveMode::Append, partition_by: None, predicate: None };
            let mut says = says.clone();
            // No two entries are alike, so that a writer knows its own.
            says.insert("entry".to_owned(), json!(Uuid::new_v4().simple().to_string()));
            let data = CommitData::new(change.actions, operation, says, Vec::new());
            let bytes = data.get_bytes().map_err(unwritten)?;
            let version = snapshot.state.version() + 1;
            let entry = CommitOrBytes::LogBytes(bytes.clone());
            self.settle("")?;
            match self.log.write_commit_entry(version, entry, Uuid::new_v4()).await {
                Ok(()) => {
                    self.settled(version);
                    self.sum_up(version).await;
                    return Ok((Some(version), outcome));
                }
                Err(error) => match self.log.read_commit_entry(version).await {
                    // It was written, and only the word of it was lost on the way.
                    Ok(Some(entry)) if entry == bytes => return Ok((Some(version), outcome)),
                    // Somebody else's.
                    Ok(Some(_)) => self.unstage(&change.written).await,
                    Ok(None) if matches!(error, TransactionError::VersionAlreadyExists(_)) => {
                        self.unstage(&change.written).await;
                    }
                    Ok(None) => {
                        self.unstage(&change.written).await;
                        return Err(unwritten(error));
                    }
                    // Nobody knows: what was written stays, for the log may name it.
                    Err(_) => return Err(LakeError::Unsure(plain(&error.to_string()))),
                },
            }
        }
        Err(LakeError::Unwritten(format!("others committed {TRIES} times in between")))
    }

    /// Sums up the log now and then; a failure costs only time.
    async fn sum_up(&self, version: u64) {
        if version.is_multiple_of(CHECKPOINT_EVERY) {
            let mut table = DeltaTable::new(Arc::clone(&self.log));
            if table.load_version(version).await.is_ok() {
                let _ = checkpoints::create_checkpoint(&table, None).await;
            }
        }
    }

    /// The number that the log keeps under a name.
    pub(crate) async fn marked(&self, state: &EagerSnapshot, name: String) -> Done<Option<i64>> {
        state.transaction_version(self.log.as_ref(), name).await.map_err(unread)
    }
}
