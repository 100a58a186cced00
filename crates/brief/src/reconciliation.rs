//! What was solved from everything printed, as a document: the months with
//! their bounds, and what became of the statements that cannot all be true.
//! [`document`] is for programs, [`crate::solved`] for readers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use yalu_trade::{
    AsOf, Commodity, Complaint, Conflict, Coverage, Period, Place, Revision, SolvedCell, Stretched, Tied, Unit,
};

use crate::{document::Figure, json::decimal};

/// What `low`, `best` and `high` are.
pub const CRITERION: &str = "best lies on one path that keeps every believed print and departs least, for its size, from a straight \
                             line through the months that are closely known; low and high hold over all choices of the \
                             disbelieved that are nearly as good";

/// What was solved.
#[derive(Clone, Debug)]
pub struct Reconciliation {
    /// What it is called.
    pub title: String,
    /// The desk.
    pub desk: String,
    /// Whose day's knowledge it is.
    pub as_of: AsOf,
    /// The files of statements that took the place of the desk's own.
    pub files: Vec<String>,
    /// How many statements were on file.
    pub statements: usize,
    /// What the months of the figures and tables include.
    pub coverage: Coverage,
    /// The first month of the figures.
    pub from: Period,
    /// Every cell.
    pub cells: Vec<SolvedMonth>,
    /// The months of everything together, by reporter and partner.
    pub series: Vec<Months>,
    /// What is named below, by its name.
    pub stated: BTreeMap<String, Stated>,
    /// The disbelieved.
    pub disbelieved: Vec<Conflict>,
    /// Where nothing tells which is wrong.
    pub tied: Vec<Tied>,
    /// What was revised.
    pub revised: Vec<Revision>,
    /// What is let go a little.
    pub stretched: Vec<Stretched>,
    /// What says nothing of any cell, and why.
    pub unused: Vec<(String, String)>,
    /// Where the search was cut short.
    pub approximate: Vec<String>,
    /// What could not be read.
    pub complaints: Vec<Complaint>,
}

/// A cell, and how it is shown.
#[derive(Clone, Debug)]
pub struct SolvedMonth {
    /// What was solved.
    pub cell: SolvedCell,
    /// As people see it: in millions where it is money.
    pub shown: Shown,
}

/// A figure as people see it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Shown {
    /// `207.1`, `207.1 (205.0–210.0)`, or a dash where there is no upper bound.
    pub text: String,
    /// Its bounds stand beside it.
    pub bounded: bool,
}

/// The months of everything that one reporter trades with one partner.
#[derive(Clone, Debug)]
pub struct Months {
    /// `North Korea's trade with China`.
    pub title: String,
    /// Month by month, none left out.
    pub rows: Vec<MonthRow>,
    /// Imports and exports, drawn.
    pub figures: Vec<Figure>,
}

/// A month of a table.
#[derive(Clone, Debug)]
pub struct MonthRow {
    /// Which.
    pub period: Period,
    /// Imports, exports, trade.
    pub shown: [Shown; 3],
}

/// A statement, for a reader.
#[derive(Clone, Debug)]
pub struct Stated {
    /// What it is about: `exports, 2021-05`.
    pub about: String,
    /// What it prints.
    pub printed: String,
    /// Who printed it.
    pub source: String,
    /// Where it stands.
    pub place: Place,
    /// The analyst's note.
    pub note: String,
}

impl Stated {
    /// Who printed it, in short: of an address the host.
    pub fn host(&self) -> &str {
        let source = self.source.as_str();
        let host = source.split_once("://").map_or(source, |(_, rest)| rest.split('/').next().unwrap_or(rest));
        host.strip_prefix("www.").unwrap_or(host)
    }
}

impl Reconciliation {
    /// How many statements of each kind: one line.
    pub fn counts(&self) -> String {
        let plural = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        let tied: BTreeSet<&str> = self.tied.iter().flat_map(Tied::statements).collect();
        let revised: usize = self.revised.iter().map(|revised| revised.statements.len()).sum();
        [
            plural(self.statements, "statement", "statements"),
            plural(self.cells.len(), "cell", "cells"),
            format!("{} disbelieved", self.disbelieved.len()),
            format!("{} tied", tied.len()),
            format!("{revised} revised"),
            format!("{} stretched", self.stretched.len()),
            format!("{} unused", self.unused.len()),
        ]
        .join(", ")
    }
}

/// What was solved, for programs.
pub fn document(solved: &Reconciliation) -> Value {
    let money = |cell: &&SolvedCell| matches!(cell.unit, Unit::Money(_));
    let (cells, weights): (Vec<&SolvedCell>, Vec<&SolvedCell>) =
        solved.cells.iter().map(|month| &month.cell).partition(money);
    json!({
        "desk": solved.desk,
        "as_of": solved.as_of.to_string(),
        "criterion": CRITERION,
        "cells": cells.into_iter().map(|cell| self::cell(cell, false)).collect::<Vec<_>>(),
        "weights": weights.into_iter().map(|cell| self::cell(cell, true)).collect::<Vec<_>>(),
        "conflicts": solved.disbelieved.iter().map(conflict).collect::<Vec<_>>(),
        "tied": solved.tied.iter().map(|tied| {
            json!({"statements": tied.statements(), "choices": tied.choices, "why": tied.why})
        }).collect::<Vec<_>>(),
        "revised": solved.revised.iter().map(|revised| {
            json!({"statements": revised.statements, "against": revised.against, "why": revised.why})
        }).collect::<Vec<_>>(),
        "stretched": solved.stretched.iter().map(|Stretched { statement, percent }| {
            json!({"statement": statement, "percent": decimal(Some(*percent))})
        }).collect::<Vec<_>>(),
        "unused": solved.unused.iter().map(|(statement, why)| {
            json!({"statement": statement, "why": why})
        }).collect::<Vec<_>>(),
        "approximate": solved.approximate,
        "complaints": solved.complaints.iter().map(complaint).collect::<Vec<_>>(),
    })
}

fn cell(cell: &SolvedCell, unit: bool) -> Value {
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| drop(object.insert(key.to_owned(), value));
    put("reporter", json!(cell.reporter));
    put("partner", json!(cell.partner));
    put("flow", json!(cell.flow.letters()));
    put("side", json!(cell.flow.side().word()));
    put("period", json!(cell.period.to_string()));
    if cell.commodity != Commodity::Total {
        put("commodity", json!(cell.commodity.to_string()));
    }
    put("coverage", json!(cell.coverage.to_string()));
    put("low", decimal(cell.interval.low));
    put("best", decimal(cell.interval.best));
    put("high", decimal(cell.interval.high));
    if unit {
        put("unit", json!(cell.unit.to_string()));
    }
    put("statements", json!(cell.statements));
    Value::Object(object)
}

fn conflict(conflict: &Conflict) -> Value {
    let Conflict { statement, cause, repair, against, why } = conflict;
    json!({"statement": statement, "cause": cause.word(), "repair": repair, "against": against, "why": why})
}

/// A finding, as `yalu check` tells it too.
pub fn complaint(complaint: &Complaint) -> Value {
    json!({
        "severity": complaint.severity.word(),
        "code": complaint.code,
        "file": complaint.place.file,
        "line": complaint.place.line,
        "column": complaint.place.column,
        "message": complaint.message,
        "hint": complaint.hint,
    })
}
