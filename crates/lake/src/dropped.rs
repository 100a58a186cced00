//! Releases that were replaced, dropped for good. Nothing does that but this, and this
//! only when told from which day on the past is to be kept: what stood on that day or
//! later stays, so that every question as of that day or later is answered as before.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use datafusion::{
    arrow::{
        array::{Array, AsArray, BooleanArray, RecordBatch},
        compute::{cast, filter_record_batch},
        datatypes::{DataType, Date32Type},
    },
    logical_expr::{col, lit},
    scalar::ScalarValue,
};
use deltalake_core::kernel::Action;
use serde_json::json;
use yalu_trade::{Date, day_number, day_of_number};

use crate::{
    commit::{Change, Planned},
    error::{Done, LakeError, unread},
    lake::{Lake, Snapshot},
};

/// Rows of a release that went, or would go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gone {
    /// Whose layout.
    pub source: String,
    /// When it was released.
    pub vintage: Date,
    /// When a later one replaced it.
    pub until: Date,
    /// How many rows.
    pub rows: u64,
}

/// What was dropped, or would be.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Dropped {
    /// The commit; `None` where nothing was done.
    pub commit: Option<u64>,
    /// The releases, or what of them was replaced by then.
    pub gone: Vec<Gone>,
}

/// Rows by source, vintage and until; and the hashes of the files they came from.
#[derive(Default)]
struct Tally {
    rows: BTreeMap<(String, i32, i32), u64>,
    hashes: BTreeSet<String>,
}

impl Lake {
    /// Drops the rows that stood on no day from `day` on; `dry` only says which.
    pub fn drop_before(&self, day: Date, dry: bool) -> Result<Dropped, LakeError> {
        let _turn = self.writing()?;
        self.runtime.block_on(async {
            if dry {
                let (_, tally) = self.without(&self.newest().await?, day, false).await?;
                return Ok(Dropped { commit: None, gone: tally.gone() });
            }
            let says = HashMap::from([
                ("what".to_owned(), json!("drop")),
                ("droppedBefore".to_owned(), json!(day.to_string())),
            ]);
            let (commit, gone) = self
                .commit(says, async |snapshot| {
                    let (mut change, tally) = self.without(snapshot, day, true).await?;
                    if change.actions.is_empty() {
                        return Ok(Planned::Nothing(tally.gone()));
                    }
                    // A file of which rows went may be taken again.
                    for hash in &tally.hashes {
                        change.actions.extend(self.gone(&snapshot.state, hash).await?);
                    }
                    Ok(Planned::Change(change, tally.gone()))
                })
                .await?;
            Ok(Dropped { commit, gone })
        })
    }

    async fn without(&self, snapshot: &Snapshot, day: Date, write: bool) -> Done<(Change, Tally)> {
        let last = day_number(day);
        let over = col("until").lt_eq(lit(ScalarValue::Date32(Some(last))));
        let (mut change, mut tally) = (Change::default(), Tally::default());
        for file in self.fitting(snapshot, over)? {
            let rows = self.rows_of(&file.object_store_path()).await?;
            let keep = tally.count(&rows, last)?;
            if keep.false_count() == 0 || !write {
                continue;
            }
            let rest = filter_record_batch(&rows, &keep).map_err(unread)?;
            change.actions.push(Action::Remove(file.remove_action(true)));
            if rest.num_rows() > 0 {
                match self.stage(&rest).await {
                    Ok(staged) => {
                        change.actions.push(staged.add(true));
                        change.written.push(staged);
                    }
                    Err(error) => {
                        self.unstage(&change.written).await;
                        return Err(error);
                    }
                }
            }
        }
        Ok((change, tally))
    }
}

impl Tally {
    /// Which rows stay; the others are counted.
    fn count(&mut self, rows: &RecordBatch, last: i32) -> Done<BooleanArray> {
        let column = |name: &str| rows.column_by_name(name).ok_or_else(|| unread(format!("no column `{name}`")));
        let words =
            ["source", "hash"].map(|name| column(name).and_then(|c| cast(c, &DataType::Utf8View).map_err(unread)));
        let [source, hash] = words;
        let (source, hash) = (source?, hash?);
        let (source, hash) = (source.as_string_view(), hash.as_string_view());
        let vintage = Arc::clone(column("vintage")?);
        let until = Arc::clone(column("until")?);
        let (vintage, until) = (vintage.as_primitive::<Date32Type>(), until.as_primitive::<Date32Type>());
        let stays = |row: usize| until.is_null(row) || until.value(row) > last;
        for row in (0..rows.num_rows()).filter(|row| !stays(*row)) {
            *self.rows.entry((source.value(row).to_owned(), vintage.value(row), until.value(row))).or_default() += 1;
            if !self.hashes.contains(hash.value(row)) {
                self.hashes.insert(hash.value(row).to_owned());
            }
        }
        Ok((0..rows.num_rows()).map(|row| Some(stays(row))).collect())
    }

    fn gone(&self) -> Vec<Gone> {
        let one = |((source, vintage, until), rows): (&(String, i32, i32), &u64)| Gone {
            source: source.clone(),
            vintage: day_of_number(*vintage),
            until: day_of_number(*until),
            rows: *rows,
        };
        self.rows.iter().map(one).collect()
    }
}
