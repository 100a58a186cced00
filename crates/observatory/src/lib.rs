//! The pipeline as plain calls: open a desk, ask a measure, write a brief,
//! check a desk. It owns no method and no words: methods are `measure`'s,
//! words are the desk's, bytes are `brief`'s. It asks no clock.

mod ahead;
mod answer;
mod audits;
mod backtests;
mod bases;
mod bounding;
mod claims;
mod fetch;
mod figures;
mod foresight;
mod harvest;
mod held;
mod hiding;
mod history;
mod inside;
mod intake;
mod labels;
mod leaning;
#[cfg(feature = "made")]
mod made;
mod marks;
mod nomenclature;
mod on_file;
mod outlook;
mod parts;
mod plays;
mod print;
mod quotes;
mod reconciliations;
mod records;
mod regimes;
mod rows_of;
mod runways;
mod scored;
mod screens;
mod shelf;
mod slips;
mod sober;
mod tables;
mod threads;
mod together;
mod tries;
mod untimely;
mod vintages;
mod watch;
mod words;
mod write;

pub use answer::{Answer, CannotAsk, Question};
pub use audits::CannotAudit;
pub use backtests::{Answered, Backtest, Scored, backtest, calendar as month};
pub use fetch::{Came, Fetch, Fetched, MANIFEST, Outside, Stopped, fetch};
pub use foresight::Foresight;
pub use harvest::Rows;
pub use history::History;
pub use intake::{Taken, Taking, files_under, proposal, take};
#[cfg(feature = "made")]
pub use made::{Calibration, made_of};
pub use nomenclature::{NoShelf, Shelf, Shelved, Sums};
pub use outlook::{CannotForecast, Expected, Outlook, OutlookAsk, YearExpected};
pub use parts::{By, Part, PartYear, Parts};
pub use plays::{MIXTURE, Play, SHOWN, UNCONDITIONAL};
pub use records::{NoWatch, functions};
pub use regimes::{Miss, RegimeScore};
pub use scored::{ScoredEntry, SoFar, nearest, tally};
pub use screens::{Cap, ScreenAsk, Standing};
pub use shelf::{NotFound, find, folder_files};
pub use tries::Try;
pub use vintages::AsThen;
pub use watch::{Refused, Watch};
pub use write::CannotWrite;
pub use yalu_brief::audit;
pub use yalu_brief::document;
pub use yalu_brief::expected as expected_page;
pub use yalu_brief::reconciliation;
pub use yalu_brief::{
    Audit, Brief, FORMATS, Format, Reconciliation, RenderError, annotated, fonts_ready, json, sarif,
    solved as solved_page,
};
pub use yalu_desk::Files;
pub use yalu_evidence::Reconciler;
pub use yalu_forecast::{
    Crude, Held, MODELS, Marks, Matter, Method, Model, Point, Runway, Spread, State, Until, model, scores,
};
pub use yalu_lake::{
    Bounds, Dropped, Function, Gone, Lake, LakeError, Layout, Logged, Revised, SqlAnswer, Tidied, Verified, View,
    Which, no_formula, table_as_parquet,
};
pub use yalu_measure::{MEASURES, Row, measure};
pub use yalu_source::fetch as publisher;
#[cfg(feature = "made")]
pub use yalu_source::made as generator;
pub use yalu_source::{
    LEDGER_COLUMNS, Nomenclated, Said, ScreenRow, SeriesRead, StatementRow, Task, csv_field, ledger, ledger_row,
    series, tasks,
};
