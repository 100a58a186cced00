//! The store itself: what was committed, whether all of it is there, and files that no
//! commit names any more.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs,
    io::ErrorKind,
    sync::Arc,
};

use deltalake_core::{DeltaTable, ObjectStoreError, Path};
use futures::TryStreamExt;
use object_store::ObjectStoreExt;
use serde_json::Value;

use crate::{
    digest,
    disk::Disk,
    error::{Done, LakeError, unread, unwritten},
    lake::Lake,
    printed,
};

/// One commit of the log.
#[derive(Clone, PartialEq, Debug)]
pub struct Logged {
    /// Its number.
    pub version: u64,
    /// When the store wrote it, in milliseconds since 1970.
    pub written: i64,
    /// What it was: `ingest`, `compact`, `vacuum`, or the store's own word.
    pub what: String,
    /// The file that it took, if it took one.
    pub file: Option<String>,
    /// That file's SHA-256.
    pub hash: Option<String>,
    /// Whose layout it had.
    pub source: Option<String>,
    /// How many rows it had.
    pub rows: Option<u64>,
}

/// What `verify` found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Verified {
    /// Commits that were read.
    pub commits: usize,
    /// Files that the newest commit names, and rows in them.
    pub files: usize,
    /// Rows in them.
    pub rows: usize,
    /// What is wrong: nothing, in a sound lake.
    pub faults: Vec<String>,
    /// Files that no commit names: left by writers that were stopped. `vacuum` removes them.
    pub orphans: Vec<String>,
}

/// What `compact` or `vacuum` did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tidied {
    /// The commit, if anything was to be done.
    pub commit: Option<u64>,
    /// Files before.
    pub before: usize,
    /// Files after.
    pub after: usize,
    /// Bytes that were set free.
    pub freed: u64,
}

/// In seconds.
const DAY: u64 = 86_400;

/// The statement files that an entry of the log names, with their digests.
fn kept(entry: &[u8]) -> Option<(Path, String)> {
    let actions = entry.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    let info = actions.filter_map(|mut action| action.get_mut("commitInfo").map(Value::take)).next()?;
    Some((printed::path(info.get("key")?.as_str()?), info.get("statements")?.as_str()?.to_owned()))
}

impl Lake {
    /// The commits, the newest first.
    pub fn log(&self) -> Result<Vec<Logged>, LakeError> {
        self.runtime.block_on(async {
            let mut table = DeltaTable::new(Arc::clone(&self.log));
            table.load().await.map_err(unread)?;
            let newest = table.version().unwrap_or_default();
            let infos: Vec<_> = table.history(None).try_collect().await.map_err(unread)?;
            let logged = infos.into_iter().enumerate().map(|(back, info)| {
                let text = |key: &str| info.info.get(key).and_then(Value::as_str).map(str::to_owned);
                let rows =
                    info.info.get("rows").and_then(|rows| rows.as_u64().or_else(|| rows.to_string().parse().ok()));
                let file = text("file");
                let what = text("what").or_else(|| file.as_ref().map(|_| "ingest".to_owned()));
                Logged {
                    version: newest - back as u64,
                    written: info.timestamp.unwrap_or_default(),
                    what: what.or(info.operation).unwrap_or_default().to_lowercase(),
                    file,
                    hash: text("hash"),
                    source: text("source"),
                    rows,
                }
            });
            Ok(logged.collect())
        })
    }

    /// Is every file there, as it was written, with the rows that the log says, and does every commit read?
    pub fn verify(&self) -> Result<Verified, LakeError> {
        self.runtime.block_on(self.verified()).map_err(|error| match error {
            LakeError::Unread(why) => LakeError::Broken(why),
            other => other,
        })
    }

    async fn verified(&self) -> Done<Verified> {
        let snapshot = self.newest().await?;
        let version = snapshot.state.version();
        let mut verified = Verified { commits: version as usize + 1, ..Verified::default() };
        let store = self.log.object_store(None);
        let listed: Vec<_> = store.list(None).try_collect().await.map_err(unread)?;
        let there: HashMap<&str, u64> = listed.iter().map(|meta| (meta.location.as_ref(), meta.size)).collect();
        let mut named = HashSet::new();
        for file in snapshot.state.log_data().iter() {
            let path = file.object_store_path();
            named.insert(path.to_string());
            verified.files += 1;
            let said = file.num_records().unwrap_or_default();
            match there.get(path.as_ref()) {
                None => verified.faults.push(format!("{path} is missing, with {said} rows")),
                Some(size) if *size != file.size().unsigned_abs() => {
                    verified.faults.push(format!("{path} has {size} bytes where the log says {}", file.size()));
                }
                Some(_) => match self.sound(&path, said).await {
                    Ok(None) => verified.rows += said,
                    Ok(Some(fault)) => verified.faults.push(fault),
                    Err(error) => verified.faults.push(format!("{path}: {error}")),
                },
            }
        }
        let mut statements = BTreeMap::new();
        for commit in 0..=version {
            match self.log.read_commit_entry(commit).await.map_err(unread)? {
                Some(entry) => statements.extend(kept(&entry)),
                None => verified.faults.push(format!("commit {commit} is missing from the log")),
            }
        }
        for (path, digest) in statements {
            verified.faults.extend(self.faulty(&path, &digest).await);
        }
        let data = |path: &&&str| path.starts_with("part-") && path.ends_with(".parquet");
        let unfinished = self.disk.as_ref().map(Disk::unfinished).transpose().map_err(unread)?.unwrap_or_default();
        let mut orphans: Vec<String> = there
            .keys()
            .filter(data)
            .filter(|path| !named.contains(**path))
            .map(|path| (*path).to_owned())
            .chain(unfinished.iter().filter_map(|(path, _)| path.file_name()?.to_str().map(str::to_owned)))
            .collect();
        orphans.sort();
        verified.orphans = orphans;
        Ok(verified)
    }

    /// What is wrong with a file of the table that has to have so many rows.
    async fn sound(&self, path: &Path, said: usize) -> Done<Option<String>> {
        let bytes = self.bytes_of(path).await?;
        if digest::carried(path.as_ref()).is_some_and(|digits| digits != digest::short(&bytes)) {
            return Ok(Some(format!("{path} is not what was written: its bytes have changed")));
        }
        let rows = Self::rows_in(bytes)?.num_rows();
        Ok((rows != said).then(|| format!("{path} has {rows} rows where the log says {said}")))
    }

    /// What is wrong with a statement file that has to have a digest.
    async fn faulty(&self, path: &Path, digest: &str) -> Option<String> {
        let read = async { self.log.object_store(None).get(path).await?.bytes().await };
        match read.await {
            Ok(bytes) if digest::sha256_of(&bytes) == digest => None,
            Ok(_) => Some(format!("{path} is not what was written: its bytes have changed")),
            Err(ObjectStoreError::NotFound { .. }) => Some(format!("{path} is missing")),
            Err(error) => Some(format!("{path}: {}", unread(error))),
        }
    }

    /// Removes files that the newest commit does not name and that are older than so many seconds: left by
    /// `compact`, by releases that were replaced (whose rows are in newer files), or by writers that were stopped.
    /// No row of any vintage goes with them. `dry` only says what would be set free.
    ///
    /// On a disk it waits for whoever writes; in a store, where nobody knows who does, it leaves what is younger than
    /// a day.
    pub fn vacuum(&self, older_than: u64, dry: bool) -> Result<Tidied, LakeError> {
        let turn = match self.disk.as_ref().map(Disk::removing).transpose() {
            Ok(Some(turn)) => Some(turn),
            Ok(None) => None,
            // Some disks of a network know no turns.
            Err(error) if error.kind() == ErrorKind::Unsupported => None,
            Err(error) => return Err(unwritten(error)),
        };
        if turn.is_none() && older_than < DAY && !dry {
            return Err(LakeError::Refused {
                message: "somebody may be writing files that are younger than a day".to_owned(),
                hint: "say --older-than 24, or more",
            });
        }
        let mut tidied = self.remove_unnamed(older_than, dry)?;
        if let Some(disk) = self.disk.as_ref().filter(|_| turn.is_some()) {
            // Nobody writes now, so nobody will finish these.
            for (path, size) in disk.unfinished().map_err(unwritten)? {
                if !dry {
                    fs::remove_file(path).map_err(unwritten)?;
                }
                tidied.before += 1;
                tidied.freed += size;
            }
        }
        Ok(tidied)
    }

    fn remove_unnamed(&self, older_than: u64, dry: bool) -> Result<Tidied, LakeError> {
        self.runtime.block_on(async {
            let snapshot = self.newest().await?;
            let named: HashSet<String> =
                snapshot.state.log_data().iter().map(|file| file.object_store_path().to_string()).collect();
            let store = self.log.object_store(None);
            let listed: Vec<_> = store.list(None).try_collect().await.map_err(unread)?;
            let newest = listed.iter().map(|meta| meta.last_modified).max();
            let mut tidied = Tidied { before: 0, after: named.len(), ..Tidied::default() };
            for meta in &listed {
                let path = meta.location.as_ref();
                if !path.starts_with("part-") || !path.ends_with(".parquet") {
                    continue;
                }
                tidied.before += 1;
                // Ages are told by the store's own clock: that of its newest file.
                let age = newest.map_or(0, |newest| (newest - meta.last_modified).num_seconds());
                if named.contains(path) || age < i64::try_from(older_than).unwrap_or(i64::MAX) {
                    continue;
                }
                if dry {
                    tidied.freed += meta.size;
                    continue;
                }
                match store.delete(&Path::from(path)).await {
                    Ok(()) | Err(ObjectStoreError::NotFound { .. }) => tidied.freed += meta.size,
                    Err(error) => return Err(unwritten(error)),
                }
            }
            Ok(tidied)
        })
    }
}
