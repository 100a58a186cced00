//! Why a figure is absent. Absences differ, and none of them is zero.

use std::fmt;

/// The kind of an absence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Absence {
    /// No file or print on the desk states it.
    NotOnFile,
    /// The records of the period are on file and list other goods: none of it was recorded.
    NotRecorded,
    /// The reporter keeps it back.
    Suppressed,
    /// The partner is hidden under another name.
    PartnerHidden,
    /// Its release is still to come on the day asked for.
    NotYetPublished,
    /// A print exists and is held back because it contradicts itself.
    Quarantined,
    /// It could be computed, but something that it needs is absent.
    NotDerivable,
}

/// A value that is not there, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gap {
    /// The kind of absence.
    pub absence: Absence,
    /// What is missing, in plain words.
    pub why: String,
}

impl Absence {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotOnFile => "not on file",
            Self::NotRecorded => "not recorded",
            Self::Suppressed => "suppressed",
            Self::PartnerHidden => "partner hidden",
            Self::NotYetPublished => "not yet published",
            Self::Quarantined => "quarantined",
            Self::NotDerivable => "not derivable",
        }
    }
}

impl Gap {
    /// A gap of a kind, for a reason.
    pub fn new(absence: Absence, why: impl Into<String>) -> Self {
        Self { absence, why: why.into() }
    }

    /// Nothing on file states it.
    pub fn not_on_file(why: impl Into<String>) -> Self {
        Self::new(Absence::NotOnFile, why)
    }

    /// The evidence does not give it.
    pub fn not_derivable(why: impl Into<String>) -> Self {
        Self::new(Absence::NotDerivable, why)
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.absence.word(), self.why)
    }
}
