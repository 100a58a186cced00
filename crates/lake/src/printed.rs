//! What offices print beside their records, growth and totals to date: statement
//! files in a folder of the table that its log and its readers pass over. A file that no commit
//! names is as good as not there.

use deltalake_core::{ObjectStoreError, Path};
use futures::TryStreamExt;
use object_store::ObjectStoreExt;

use crate::{
    error::{Done, LakeError, unread, unwritten},
    lake::Lake,
};

/// Where they are kept.
const FOLDER: &str = "_statements";

fn path(hash: &str) -> Path {
    Path::from(format!("{FOLDER}/{hash}.csv"))
}

impl Lake {
    pub(crate) async fn keep(&self, hash: &str, bytes: Vec<u8>) -> Done<()> {
        self.log.object_store(None).put(&path(hash), bytes.into()).await.map_err(unwritten)?;
        Ok(())
    }

    /// The statement files of what was committed, by the hash of the file they came with.
    pub fn printed(&self) -> Result<Vec<(String, Vec<u8>)>, LakeError> {
        self.runtime.block_on(async {
            let snapshot = self.newest().await?;
            let store = self.log.object_store(None);
            let found = store.list(Some(&Path::from(FOLDER))).try_collect::<Vec<_>>().await;
            let mut printed = Vec::new();
            for file in found.map_err(unread)? {
                let Some(hash) = file.location.filename().and_then(|name| name.strip_suffix(".csv")) else { continue };
                if self.marked(&snapshot.state, hash).await?.is_some() {
                    let bytes = async { store.get(&file.location).await?.bytes().await };
                    let bytes = bytes.await.map_err(|error: ObjectStoreError| unread(error))?;
                    printed.push((hash.to_owned(), bytes.to_vec()));
                }
            }
            printed.sort();
            Ok(printed)
        })
    }
}
