//! What could not be understood, where, and what to do about it. Readers
//! return complaints beside what they understood, all of them at once.

use std::fmt;

/// An error that can say what to write instead.
pub trait Hint: fmt::Display {
    /// What to write instead.
    fn hint(&self) -> &'static str;
}

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Refused: what it speaks of was not taken.
    Error,
    /// Taken, and an analyst should look.
    Warning,
    /// Worth knowing.
    Note,
}

/// A place in a file. Lines and columns count from 1; 0 means the whole file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Place {
    /// The file, from the folder that was read.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The column: a character in TOML, a field in a table.
    pub column: usize,
}

/// A finding about a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Complaint {
    /// How bad.
    pub severity: Severity,
    /// A short name of the kind of finding, such as `unknown-key`.
    pub code: &'static str,
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// What to do next; may be empty.
    pub hint: String,
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl Place {
    /// A place in a file.
    pub fn new(file: impl Into<String>, line: usize, column: usize) -> Self {
        Self { file: file.into(), line, column }
    }

    /// A file as a whole.
    pub fn file(file: impl Into<String>) -> Self {
        Self::new(file, 0, 0)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => f.write_str(&self.file),
            (line, 0) => write!(f, "{}:{line}", self.file),
            (line, column) => write!(f, "{}:{line}:{column}", self.file),
        }
    }
}

impl Complaint {
    /// An error.
    pub fn error(code: &'static str, place: Place, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, place, message: message.into(), hint: hint.into() }
    }

    /// A warning.
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message, hint) }
    }

    /// A note.
    pub fn note(code: &'static str, place: Place, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, place, message, hint) }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  --> {}", self.severity.word(), self.message, self.place)?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, "\nhint: {}", self.hint) }
    }
}
