//! A table of text whose columns are known by name: opened, its header checked, its
//! rows given one at a time.

use std::borrow::Cow;

use super::{
    Snapshot,
    intake::Intake,
    lines::{Lines, delimiter, first_line},
};

/// A table of which `N` columns are read.
pub(super) struct Columns<const N: usize> {
    lines: Lines,
    at: [Option<usize>; N],
    width: usize,
}

/// One row of it.
pub(super) struct Row<'a, const N: usize> {
    /// Its line in the file.
    pub(super) line: u64,
    /// The fields, empty where the column is absent.
    pub(super) fields: [Cow<'a, str>; N],
}

impl<const N: usize> Columns<N> {
    /// Opens a table. `names` are what each column may be called; one that begins with `?` may be absent.
    pub(super) fn open(file: &Snapshot<'_>, names: [&str; N], intake: &mut Intake<'_>) -> Option<Self> {
        let mut lines = Lines::open(file, delimiter(&first_line(file.head)), intake)?;
        if lines.advance(intake).is_none() {
            intake.refuse("empty", "there is nothing in it", "get the file anew");
            return None;
        }
        let header = lines.fields();
        let called = |names: &str| {
            names
                .trim_start_matches('?')
                .split('/')
                .find_map(|name| header.iter().position(|h| h.eq_ignore_ascii_case(name)))
        };
        let at = names.map(called);
        let missing: Vec<&str> = names
            .iter()
            .zip(at)
            .filter(|(name, at)| at.is_none() && !name.starts_with('?'))
            .map(|(name, _)| *name)
            .collect();
        if !missing.is_empty() {
            let message = format!("columns of this layout are missing: {}", missing.join(", "));
            intake.refuse("missing-column", message, "get the file anew, whole");
            return None;
        }
        Some(Self { width: header.len(), lines, at })
    }

    /// The next row that is whole; others are complained of.
    pub(super) fn next(&mut self, intake: &mut Intake<'_>) -> Option<Row<'_, N>> {
        loop {
            self.lines.advance(intake)?;
            let (has, line) = (self.lines.width(), self.lines.row());
            if has < self.width || self.lines.len() > self.width {
                let message = format!("this row has {has} fields where the header has {}", self.width);
                intake.left_out("fields", line, has, message, "was the file cut?");
                continue;
            }
            let broken = self.at.iter().flatten().find(|at| self.lines.field(**at).is_none());
            if let Some(at) = broken {
                let message = "these bytes are no letters in the encoding of the file".to_owned();
                intake.left_out("encoding", line, at + 1, message, "get the file anew");
                continue;
            }
            break;
        }
        let field = |at: Option<usize>| at.and_then(|at| self.lines.field(at)).unwrap_or_default();
        Some(Row { line: self.lines.row(), fields: self.at.map(field) })
    }
}

/// Does the first line of a file name all of these columns?
pub(super) fn names(head: &[u8], wanted: &[&str]) -> bool {
    let line = first_line(head);
    let header: Vec<&str> =
        line.split(char::from(delimiter(&line))).map(|name| name.trim().trim_matches('"')).collect();
    wanted.iter().all(|name| header.iter().any(|h| h.eq_ignore_ascii_case(name)))
}
