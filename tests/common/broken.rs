//! A desk to be broken in one way a case, and the finding that must come of it.

use std::{fs, path::PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::common::{copy, folder, list, root, said, text, yalu};

/// A copy of the embedded desk, to be broken.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    pub(crate) name: &'static str,
}

impl Desk {
    pub(crate) fn named(name: &'static str) -> Self {
        let desk = Self { folder: folder(), name };
        copy(&root().join("desks/dprk"), &desk.path(""));
        desk
    }

    pub(crate) fn whole() -> Self {
        Self::named("desk")
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(self.name).join(file)
    }

    pub(crate) fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    pub(crate) fn put(&self, file: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(file), bytes).expect("the desk can be changed");
    }

    /// Replaces the first of a text, which must be there.
    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) {
        let text = self.text(file);
        assert!(text.contains(from), "{file} has no {from}");
        self.put(file, text.replacen(from, to, 1));
    }

    pub(crate) fn append(&self, file: &str, bytes: &[u8]) {
        let mut text = self.text(file).into_bytes();
        text.extend_from_slice(bytes);
        self.put(file, text);
    }

    /// The row of a statement.
    pub(crate) fn row(&self, file: &str, id: &str) -> String {
        let begins = format!("{id},");
        self.text(file).lines().find(|line| line.starts_with(&begins)).expect("the row").to_owned()
    }

    /// Changes a row of a statement.
    pub(crate) fn edit_row(&self, file: &str, id: &str, from: &str, to: &str) {
        let row = self.row(file, id);
        assert!(row.contains(from), "{row} has no {from}");
        self.edit(file, &row, &row.replacen(from, to, 1));
    }

    /// What `yalu check` finds, and how it ends.
    pub(crate) fn check(&self) -> (i32, Vec<Value>) {
        let said = said(yalu(self.folder.path()).args(["check", self.name, "--json"]));
        assert!(!said.err.contains("panicked"), "{}", said.err);
        (said.code, list(&said.json(), "findings").to_vec())
    }

    /// A brief is refused, and nothing is written.
    pub(crate) fn refuses_a_brief(&self) {
        let mut command = yalu(self.folder.path());
        let said = said(command.args(["brief", "--desk", self.name, "--format", "json", "--out", "out"]));
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{}", said.err);
        assert!(said.err.contains("to mend first") && said.err.contains("hint: `yalu check"), "{}", said.err);
        assert!(!self.folder.path().join("out").exists(), "something was written");
    }

    /// Line and column of a place in the broken files.
    pub(crate) fn place(&self, file: &str, at: At) -> (usize, usize) {
        let find = |marker: &str| {
            let text = self.text(file);
            let at = text.find(marker).unwrap_or_else(|| panic!("{file} has no {marker}"));
            let before = &text[..at];
            let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
            (before.matches('\n').count() + 1, column)
        };
        match at {
            At::File => (0, 0),
            At::Line(line, column) => (line, column),
            At::Text(marker) => find(marker),
            At::Field(id, column) => (find(&format!("\n{id},")).0 + 1, column),
            At::End(column) => (self.text_lossy(file).trim_end().matches('\n').count() + 1, column),
        }
    }

    pub(crate) fn text_lossy(&self, file: &str) -> String {
        String::from_utf8_lossy(&fs::read(self.path(file)).expect("a file")).into_owned()
    }
}

/// Where a finding must point.
#[derive(Clone, Copy)]
pub(crate) enum At {
    /// The file as a whole.
    File,
    /// This line and column.
    Line(usize, usize),
    /// Where this text begins.
    Text(&'static str),
    /// A field of the row of a statement.
    Field(&'static str, usize),
    /// A field of the last row.
    End(usize),
}

/// What is broken, and the finding that must come of it.
pub(crate) struct Case {
    pub(crate) broken: fn(&Desk),
    pub(crate) file: &'static str,
    pub(crate) at: At,
    pub(crate) code: &'static str,
    pub(crate) says: &'static str,
    /// How many errors there are in all: one fault may show in more than one place.
    pub(crate) errors: usize,
}

pub(crate) const TOTALS: &str = "statements/totals.csv";
pub(crate) const GOODS: &str = "statements/commodities.csv";
pub(crate) const KIEP: &str = "statements/kiep-2023.csv";
pub(crate) const ANNUAL: &str = "briefs/annual.toml";
pub(crate) const CLAIMS: &str = "articles/kiep-2023/claims.toml";

/// Is the finding there, exactly?
pub(crate) fn expect(findings: &[Value], desk: &Desk, case: &Case) {
    let (line, column) = desk.place(case.file, case.at);
    let meant = |finding: &&Value| {
        text(finding, "code") == case.code
            && text(finding, "file") == case.file
            && (finding["line"].as_u64(), finding["column"].as_u64()) == (Some(line as u64), Some(column as u64))
            && text(finding, "message").contains(case.says)
    };
    let told = || findings.iter().map(|finding| format!("{finding}\n")).take(12).collect::<String>();
    let found = findings.iter().find(meant);
    let found = found.unwrap_or_else(|| {
        panic!("no {} at {}:{line}:{column} that says {}, but\n{}", case.code, case.file, case.says, told())
    });
    assert_eq!(text(found, "severity"), "error", "{found}");
    assert!(!text(found, "hint").is_empty(), "no hint: {found}");
}

pub(crate) fn errors(findings: &[Value]) -> usize {
    findings.iter().filter(|finding| finding["severity"] == "error").count()
}

pub(crate) fn check(cases: &[Case]) {
    for case in cases {
        let desk = Desk::whole();
        (case.broken)(&desk);
        let (code, findings) = desk.check();
        expect(&findings, &desk, case);
        assert_eq!((code, errors(&findings)), (1, case.errors), "{} of {}: {findings:#?}", case.code, case.file);
        desk.refuses_a_brief();
    }
}
