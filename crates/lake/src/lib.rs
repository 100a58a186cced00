//! The lake: records kept in one versioned table, each row with the day it was
//! released and the day a later release replaced it, so that every question is
//! asked as of a day and nothing that was ever known is lost. One file is one
//! commit: whole or not at all.

mod bounded;
mod coded;
mod columns;
mod commit;
mod compact;
mod corrected;
mod digest;
mod disk;
mod dropped;
mod encode;
mod error;
mod export;
mod implied;
mod import;
mod ingest;
mod lake;
mod likeness;
mod mark;
mod meeting;
mod pair;
mod papers;
mod parquet;
mod pile;
mod place;
mod printed;
mod revisions;
mod rewrite;
mod scan;
mod sql;
mod standing;
mod tiling;
mod upkeep;
mod view;
mod writers;

pub use digest::sha256_of;
pub use dropped::{Dropped, Gone};
pub use error::LakeError;
pub use export::{Layout, no_formula, table_as_parquet};
pub use ingest::{Ingest, Ingested};
pub use lake::Lake;
pub use mark::{Mark, key};
pub use parquet::{Parquet, is_parquet};
pub use revisions::{Revised, Which};
pub use sql::{Bounds, Function, SqlAnswer};
pub use upkeep::{Logged, Tidied, Verified};
pub use view::{Hidden, Source, View};
