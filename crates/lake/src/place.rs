//! Where a lake is: a folder, or a path in an S3-compatible store. The log's
//! commits are written only if nobody else wrote that one: by a rename on disk, by
//! a conditional put in a store.

use std::{
    collections::HashMap,
    fs,
    io::ErrorKind,
    path::Path as Folder,
    sync::{Arc, Once},
};

use deltalake_core::{
    DeltaResult, DeltaTableError, Path, ensure_table_uri,
    logstore::{
        LogStore, LogStoreFactory, LogStoreRef, ObjectStoreFactory, ObjectStoreRef, StorageConfig, default_logstore,
        logstore_factories, logstore_for, object_store_factories,
    },
};
use object_store::aws::{AmazonS3Builder, S3ConditionalPut};
use url::Url;

use crate::{
    disk::Disk,
    error::{Done, LakeError, plain},
};

/// The folder of the table within a lake.
const TABLE: &str = "observations";

struct S3;

impl ObjectStoreFactory for S3 {
    fn parse_url_opts(&self, url: &Url, _: &StorageConfig) -> DeltaResult<(ObjectStoreRef, Path)> {
        let store = AmazonS3Builder::from_env()
            .with_url(url.as_str())
            .with_conditional_put(S3ConditionalPut::ETagMatch)
            .build()
            .map_err(DeltaTableError::from)?;
        Ok((Arc::new(store), Path::from_url_path(url.path()).map_err(|e| DeltaTableError::Generic(e.to_string()))?))
    }
}

impl LogStoreFactory for S3 {
    fn with_options(
        &self,
        prefixed: ObjectStoreRef,
        root: ObjectStoreRef,
        location: &Url,
        options: &StorageConfig,
    ) -> DeltaResult<Arc<dyn LogStore>> {
        Ok(default_logstore(prefixed, root, location, options))
    }
}

/// Opens the store of a lake's table, and its folder where it is on a disk; a folder is made if `make` says so.
pub(crate) fn open(at: &str, make: bool) -> Done<(LogStoreRef, Option<Disk>)> {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if let Ok(s3) = Url::parse("s3://") {
            object_store_factories().insert(s3.clone(), Arc::new(S3));
            logstore_factories().insert(s3, Arc::new(S3));
        }
    });
    let closed = |why: String| LakeError::Closed { at: at.to_owned(), why };
    let remote = at.contains("://");
    let table = format!("{}/{TABLE}", at.trim_end_matches('/'));
    if at.trim().is_empty() {
        return Err(LakeError::Closed { at: "``".to_owned(), why: "its name is empty".to_owned() });
    }
    if !remote {
        there(at, &Folder::new(&table).join("_delta_log"), make)?;
    }
    let url = ensure_table_uri(&table).map_err(|error| closed(plain(&error.to_string())))?;
    let disk = (url.scheme() == "file").then(|| url.to_file_path().ok()).flatten().map(Disk::new);
    let options = StorageConfig::parse_options(HashMap::<String, String>::new());
    let log = logstore_for(&url, options.map_err(|error| closed(error.to_string()))?);
    Ok((log.map_err(|error| closed(error.to_string()))?, disk))
}

/// Is the folder of the log there, and may it be read? One that is to be made may be absent.
fn there(at: &str, log: &Folder, make: bool) -> Done<()> {
    match fs::read_dir(log) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            Err(LakeError::Barred { at: at.to_owned(), why: error.to_string() })
        }
        Err(_) if make => Ok(()),
        Err(_) => Err(LakeError::Absent(at.to_owned())),
    }
}
