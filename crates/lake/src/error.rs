//! What can go wrong with a store, in words that say what to do.

use yalu_trade::Hint;

/// Why the lake could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum LakeError {
    /// There is no lake there, and none was to be made.
    #[error("there is no lake at {0}")]
    Absent(String),
    /// It could not be opened or made.
    #[error("the lake at {at} cannot be opened: {why}")]
    Closed {
        /// Where.
        at: String,
        /// Why.
        why: String,
    },
    /// It could not be written: nothing of the file is in it.
    #[error("the lake could not be written, and nothing of it was kept: {0}")]
    Unwritten(String),
    /// The store broke off in the middle: whether the file is in it nobody knows yet.
    #[error("the lake broke off while it was written, and whether the file is in it is not known: {0}")]
    Unsure(String),
    /// It could not be read.
    #[error("the lake could not be read: {0}")]
    Unread(String),
    /// A file is refused, with nothing of it kept.
    #[error("{message}")]
    Refused {
        /// What is wrong with it.
        message: String,
        /// What to do.
        hint: &'static str,
    },
    /// A question was not a question.
    #[error("{0}")]
    Question(String),
}

impl Hint for LakeError {
    fn hint(&self) -> &'static str {
        match self {
            Self::Absent(_) => "make it with `yalu ingest FILE…`, or name another with --lake",
            Self::Closed { .. } => {
                "give a folder, or s3://bucket/path with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for another service, AWS_ENDPOINT_URL"
            }
            Self::Unwritten(_) => "free some space or mend the permissions, and ingest the file again",
            Self::Unsure(_) => "ingest the file again: it is taken once, however often it comes",
            Self::Unread(_) => "`yalu lake verify` says what is missing",
            Self::Refused { hint, .. } => hint,
            Self::Question(_) => "the table is `observations`; `DESCRIBE observations` names its columns",
        }
    }
}

pub(crate) type Done<T> = Result<T, LakeError>;

/// What failed while reading.
pub(crate) fn unread(error: impl std::fmt::Display) -> LakeError {
    LakeError::Unread(plain(&error.to_string()))
}

/// What failed while writing.
pub(crate) fn unwritten(error: impl std::fmt::Display) -> LakeError {
    LakeError::Unwritten(plain(&error.to_string()))
}

/// An error's words on one line, without the layers it came through.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
