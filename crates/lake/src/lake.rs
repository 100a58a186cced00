//! The store itself: opened, made, at its newest commit.

use std::sync::Arc;

use datafusion::prelude::{SessionConfig, SessionContext};
use deltalake_core::{
    DeltaTable, kernel::EagerSnapshot, logstore::LogStoreRef, operations::create::CreateBuilder, protocol::SaveMode,
};
use tokio::runtime::Runtime;

use crate::{
    columns,
    disk::Disk,
    encode,
    error::{Done, LakeError, plain, unread},
    place,
    scan::Files,
};

/// Records with the days on which they stood, in one versioned table.
#[derive(Clone)]
pub struct Lake {
    pub(crate) at: String,
    pub(crate) log: LogStoreRef,
    /// Its folder, where it is on a disk.
    pub(crate) disk: Option<Disk>,
    pub(crate) runtime: Arc<Runtime>,
}

/// The table as of one commit.
#[derive(Clone)]
pub(crate) struct Snapshot {
    pub(crate) state: EagerSnapshot,
}

impl Lake {
    /// Opens a lake that is there.
    pub fn open(at: &str) -> Result<Self, LakeError> {
        Self::at(at, false)
    }

    /// Opens a lake, and makes it where there is none.
    pub fn open_or_make(at: &str) -> Result<Self, LakeError> {
        Self::at(at, true)
    }

    fn at(at: &str, make: bool) -> Done<Self> {
        let closed = |why: String| LakeError::Closed { at: at.to_owned(), why };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = Arc::new(runtime.map_err(|error| closed(error.to_string()))?);
        let (log, disk) = place::open(at, make)?;
        let lake = Self { at: at.to_owned(), log, disk, runtime };
        lake.runtime.block_on(lake.there(make))?;
        Ok(lake)
    }

    async fn there(&self, make: bool) -> Done<()> {
        let closed = |why: String| LakeError::Closed { at: self.at.clone(), why: plain(&why) };
        if self.log.is_delta_table_location().await.map_err(|error| closed(error.to_string()))? {
            return Ok(());
        }
        if !make {
            return Err(LakeError::Absent(self.at.clone()));
        }
        let made = CreateBuilder::new()
            .with_log_store(Arc::clone(&self.log))
            .with_table_name("observations")
            .with_comment("records of customs, each with the days from and until which it stood")
            .with_columns(columns::delta_columns())
            .with_configuration([
                ("delta.logRetentionDuration".to_owned(), Some("interval 36500 days".to_owned())),
                ("delta.dataSkippingStatsColumns".to_owned(), Some(encode::KEPT.join(","))),
            ])
            .with_save_mode(SaveMode::Ignore)
            .await;
        match made {
            Ok(_) => Ok(()),
            // Somebody else made it in the meantime.
            Err(_) if self.log.is_delta_table_location().await.unwrap_or(false) => Ok(()),
            Err(error) => Err(closed(error.to_string())),
        }
    }

    /// Where it is.
    pub fn location(&self) -> &str {
        &self.at
    }

    pub(crate) async fn newest(&self) -> Done<Snapshot> {
        let mut table = DeltaTable::new(Arc::clone(&self.log));
        table.load().await.map_err(unread)?;
        let state = table.snapshot().map_err(unread)?.snapshot().clone();
        Ok(Snapshot { state })
    }

    /// A session over the table at one commit, in which it is named `observations`.
    pub(crate) fn session(&self, snapshot: Snapshot, config: SessionConfig) -> Done<SessionContext> {
        let url = self.log.object_store_url();
        let context = SessionContext::new_with_config(config);
        context.runtime_env().register_object_store(url.as_ref(), self.log.object_store(None));
        context.register_table("observations", Arc::new(Files::new(snapshot, url))).map_err(unread)?;
        Ok(context)
    }

    /// How the engine is set for narrow questions: filters are put to the pages first.
    pub(crate) fn narrow() -> SessionConfig {
        let mut config = SessionConfig::new().with_information_schema(true);
        config.options_mut().execution.parquet.pushdown_filters = true;
        config.options_mut().execution.parquet.reorder_filters = true;
        config
    }
}
