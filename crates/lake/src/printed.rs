//! What offices print beside their records, growth and totals to date: statement
//! files in a folder of the table that its log and its readers pass over. Those of a file that no
//! commit has are as good as not there.

use deltalake_core::{ObjectStoreError, Path};
use futures::TryStreamExt;
use object_store::ObjectStoreExt;

use crate::{
    error::{Done, LakeError, unread, unwritten},
    lake::Lake,
    mark,
};

/// Where they are kept.
const FOLDER: &str = "_statements";

/// Where those of a file are, by what it is known by.
pub(crate) fn path(key: &str) -> Path {
    Path::from(format!("{FOLDER}/{key}.csv"))
}

impl Lake {
    pub(crate) async fn keep(&self, key: &str, bytes: Vec<u8>) -> Done<()> {
        self.log.object_store(None).put(&path(key), bytes.into()).await.map_err(unwritten)?;
        Ok(())
    }

    /// The statement files of what was committed, each under a name of its own.
    pub fn printed(&self) -> Result<Vec<(String, Vec<u8>)>, LakeError> {
        self.runtime.block_on(async {
            let snapshot = self.newest().await?;
            let store = self.log.object_store(None);
            let found = store.list(Some(&Path::from(FOLDER))).try_collect::<Vec<_>>().await;
            let mut printed = Vec::new();
            for file in found.map_err(unread)? {
                let Some(key) = file.location.filename().and_then(|name| name.strip_suffix(".csv")) else { continue };
                if self.marked(&snapshot.state, mark::file(key)).await?.is_some() {
                    let bytes = async { store.get(&file.location).await?.bytes().await };
                    let bytes = bytes.await.map_err(|error: ObjectStoreError| unread(error))?;
                    printed.push((key.split_once('-').map_or(key, |(_, own)| own).to_owned(), bytes.to_vec()));
                }
            }
            printed.sort();
            Ok(printed)
        })
    }
}
