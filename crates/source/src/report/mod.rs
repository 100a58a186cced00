//! Reports, articles, papers: bytes to a [`Report`], its text as a reader sees
//! it, with the tables found in it. It understands no number and no word of
//! what it reads, opens no link and runs nothing.

mod bind;
mod columns;
mod draft;
mod lines;
mod marks;
mod parted;
mod plain;
mod ruler;

use yalu_trade::{Complaint, Report};

/// Reads a report: plain text, for now.
///
/// The name of the file serves to say places, and tells Markdown from plain text.
pub fn report(file: &str, bytes: &[u8]) -> (Report, Vec<Complaint>) {
    let text = String::from_utf8_lossy(bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes));
    let draft = plain::plain(&text);
    (bind::bind(file, &draft, &ruler::Ruler::by_line(&text)), Vec::new())
}
