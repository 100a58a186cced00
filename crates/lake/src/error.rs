//! What can go wrong with a store, in words that say what to do.

use yalu_trade::Hint;

/// Why the lake could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum LakeError {
    /// There is something there that may not be read.
    #[error("the lake at {at} may not be read: {why}")]
    Barred {
        /// Where.
        at: String,
        /// Why.
        why: String,
    },
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
    /// Its own log could not be read, when all of it was asked for.
    #[error("the lake's log could not be read: {0}")]
    Broken(String),
    /// A file is refused, with nothing of it kept.
    #[error("{message}")]
    Refused {
        /// What is wrong with it.
        message: String,
        /// What to do.
        hint: &'static str,
    },
    /// A question was not answered.
    #[error("{message}")]
    Question {
        /// Why not.
        message: String,
        /// What to do.
        hint: &'static str,
    },
}

impl Hint for LakeError {
    fn hint(&self) -> &'static str {
        match self {
            Self::Barred { .. } => "mend the permissions of the folder, or name another with --lake",
            Self::Absent(_) => "make it with `yalu ingest FILE…`, or name another with --lake",
            Self::Closed { .. } => {
                "give a folder, or s3://bucket/path with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for another service, AWS_ENDPOINT_URL"
            }
            Self::Unwritten(_) => "free some space or mend the permissions, and ingest the file again",
            Self::Unsure(_) => "ingest the file again: it is taken once, however often it comes",
            Self::Unread(_) => "`yalu lake verify` says what is missing",
            Self::Broken(_) => {
                "restore the folder observations/_delta_log from a copy; no command makes a lost log anew"
            }
            Self::Refused { hint, .. } | Self::Question { hint, .. } => hint,
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

/// An error's words on one line, without the calls that led to it.
pub(crate) fn plain(text: &str) -> String {
    let said = text.lines().take_while(|line| !is_call(line));
    said.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// Is a line of an error one of a backtrace: `   0: …`, or the word that there is none?
fn is_call(line: &str) -> bool {
    let numbered = |(number, _): (&str, &str)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let line = line.trim_start();
    line.split_once(": ").is_some_and(numbered)
        || ["disabled backtrace", "unsupported backtrace", "stack backtrace:", "backtrace:"]
            .iter()
            .any(|begins| line.to_lowercase().starts_with(begins))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_without_the_calls_that_led_to_it() {
        for (text, told) in [
            ("no file at\n  a/b", "no file at a/b"),
            (
                "bad JSON\n   0: kernel::Error::with_backtrace\n             at src/error.rs:482:25\n   1: main",
                "bad JSON",
            ),
            ("bad JSON\ndisabled backtrace", "bad JSON"),
            ("bad JSON\n\nBacktrace: 0: main", "bad JSON"),
            ("line 1: 2 fields", "line 1: 2 fields"),
        ] {
            assert_eq!(plain(text), told);
        }
    }
}
