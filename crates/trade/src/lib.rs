//! The vocabulary of Yalu: what a customs officer, an analyst and a program
//! mean by a period, a flow, a commodity, a printed number, a gap. And the one
//! seam, [`Evidence`]: a slice of the cube goes in as a [`Cut`], a [`Panel`]
//! comes out, whoever holds the records.
//!
//! Nothing here opens a file, asks the time or knows an economy by name.

mod article;
mod calendar;
mod card;
mod claim;
mod commodity;
mod complaint;
mod concordance;
mod coverage;
mod day;
mod evidence;
mod figure;
mod flow;
mod gap;
mod interval;
mod judged;
mod lang;
mod ledger;
mod lineage;
mod mapping;
mod nomenclature;
mod period;
mod printed;
mod quick;
mod ranked;
mod rate;
mod records;
mod reference;
mod report;
mod reserves;
mod rules;
mod sanction;
mod scenario;
mod solved;
mod statement;
mod unit;
mod vintage;

pub use article::{Article, ColumnPlan, TablePlan};
pub use calendar::Calendar;
pub use card::Card;
pub use claim::{Claim, Saying, Verdict};
pub use commodity::{Code, CodeError, Commodity};
pub use complaint::{Complaint, Hint, Place, Severity};
pub use concordance::{CodeList, Correlation, Edition, EditionError};
pub use coverage::{Coverage, CoverageError};
pub use day::{day_number, day_of_number};
pub use evidence::{Among, Cell, Cut, Dispute, Evidence, Listing, Panel, Quantity, ReadError, Reading};
pub use figure::{
    CellAt, Direction, Extreme, Figure, Figures, How, Kind, Labelled, Mean, Measure, Move, Order, Placed, RowRole,
    RowsAre, Scope, Table, TableRow, Thing, Tie, Topic,
};
pub use flow::{Flow, FlowError, Side};
pub use gap::{Absence, Gap};
pub use interval::Interval;
pub use judged::{Cause, FoundSo, Judged, SaidSo, Spot};
pub use lang::{Lang, Wording};
pub use ledger::{Foretold, LedgerEntry};
pub use lineage::{Lineage, Paper, PaperKind};
pub use mapping::{Amount, ColumnError, ColumnName, Mapping, Told, When};
pub use nomenclature::{Heading, HeadingFault, Nomenclature};
pub use period::{Period, PeriodError};
pub use printed::{Approx, Printed, PrintedError, grouped};
pub use quick::{QuickMap, QuickSet};
pub use ranked::{Ranked, RankedError};
pub use rate::Rate;
pub use records::{
    Fixed, Kept, MASS_PLACES, MONEY_PLACES, MOST_FIXED, Numbering, Observation, Records, Refused, Sink, Words, fixed,
    unfixed,
};
pub use reference::{Base, Basket, Group, Grouping, Item, Pair, Regime, Sector};
pub use report::{Grid, Passage, Report};
pub use reserves::{Distribution, Floor, Ground, Hindsight, Prior, ReserveFlow, Reserves, Stock};
pub use rules::Rules;
pub use sanction::{
    Limit, National, Quota, QuotaUnit, Sanction, Status as SanctionStatus, StatusError, Used, WindDown,
};
pub use scenario::{Episode, Scenario, ScenarioMove};
pub use solved::{Conflict, Reconciled, Revision, SolvedCell, Stretched, Tied};
pub use statement::{Asserts, Correction, RECORD_COLUMNS, RECORD_FIELDS, Statement, Status, Target};
pub use unit::{Currency, Unit, UnitError};
pub use vintage::{AsOf, Authority, ReleaseClass, Vintage, VintageError};

pub use jiff::civil::Date;
pub use rust_decimal::{Decimal, dec};
