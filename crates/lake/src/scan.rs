//! The table as the query engine sees it: the files of one commit, pruned by what
//! the log says of them, then read as plain Parquet.

use std::sync::Arc;

use datafusion::{
    arrow::datatypes::SchemaRef,
    catalog::{Session, TableProvider},
    common::Statistics,
    common::{DFSchema, Result, stats::Precision},
    datasource::{
        TableType,
        listing::PartitionedFile,
        physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource},
        source::DataSourceExec,
    },
    execution::object_store::ObjectStoreUrl,
    logical_expr::{Expr, TableProviderFilterPushDown, utils::conjunction},
    physical_expr::PhysicalExpr,
    physical_optimizer::pruning::PruningPredicateBuilder,
    physical_plan::{ExecutionPlan, empty::EmptyExec},
    prelude::SessionContext,
};
use deltalake_core::kernel::LogicalFileView;

use crate::{
    columns,
    error::{Done, unread},
    lake::{Lake, Snapshot},
};

/// The table at one commit.
pub(crate) struct Files {
    snapshot: Snapshot,
    store: ObjectStoreUrl,
    schema: SchemaRef,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("observations")
    }
}

impl Files {
    pub(crate) fn new(snapshot: Snapshot, store: ObjectStoreUrl) -> Self {
        Self { snapshot, store, schema: columns::schema() }
    }

    /// The files in which rows may fit the filters.
    fn fitting(&self, predicate: Option<&Arc<dyn PhysicalExpr>>) -> Result<Vec<PartitionedFile>> {
        let files = self.snapshot.fitting(predicate)?.into_iter().map(|file| {
            let rows = file.num_records().map_or(Precision::Absent, Precision::Exact);
            let statistics = Statistics { num_rows: rows, ..Statistics::new_unknown(&self.schema) };
            PartitionedFile::new(file.object_store_path().to_string(), file.size().unsigned_abs())
                .with_statistics(Arc::new(statistics))
        });
        Ok(files.collect())
    }
}

impl Snapshot {
    /// The files of the commit in which rows may fit, by what the log says of them.
    fn fitting(&self, predicate: Option<&Arc<dyn PhysicalExpr>>) -> Result<Vec<LogicalFileView>> {
        let data = self.state.log_data();
        let kept = match predicate {
            None => None,
            Some(predicate) => {
                let builder = PruningPredicateBuilder::new().with_file_schema(columns::schema());
                let pruning = builder.try_build(Arc::clone(predicate))?;
                (!pruning.always_true()).then(|| pruning.prune(&data)).transpose()?
            }
        };
        let keep = |at: usize| kept.as_ref().is_none_or(|kept| kept[at]);
        Ok(data.iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, file)| file).collect())
    }
}

impl Lake {
    /// The files of a commit in which rows may fit a filter.
    pub(crate) fn fitting(&self, snapshot: &Snapshot, filter: Expr) -> Done<Vec<LogicalFileView>> {
        let named = DFSchema::try_from(columns::schema()).map_err(unread)?;
        let predicate = SessionContext::new().create_physical_expr(filter, &named).map_err(unread)?;
        snapshot.fitting(Some(&predicate)).map_err(unread)
    }
}

#[async_trait::async_trait]
impl TableProvider for Files {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let named = DFSchema::try_from(Arc::clone(&self.schema))?;
        let predicate = conjunction(filters.to_vec());
        let predicate = predicate.map(|filter| session.create_physical_expr(filter, &named)).transpose()?;
        let files = self.fitting(predicate.as_ref())?;
        if files.is_empty() {
            let schema = match projection {
                Some(columns) => Arc::new(self.schema.project(columns)?),
                None => self.schema(),
            };
            return Ok(Arc::new(EmptyExec::new(schema)));
        }
        let mut source = ParquetSource::new(Arc::clone(&self.schema)).with_enable_page_index(true);
        if let Some(predicate) = predicate {
            source = source.with_predicate(predicate);
        }
        let shares = session.config().target_partitions().max(1);
        let groups = FileGroup::new(files).split_files(shares);
        let scan = FileScanConfigBuilder::new(self.store.clone(), Arc::new(source))
            .with_file_groups(groups)
            .with_projection_indices(projection.cloned())?
            .with_limit(limit)
            .build();
        Ok(DataSourceExec::from_data_source(scan))
    }
}
