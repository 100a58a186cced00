//! Reports, articles, papers: bytes to a [`Report`], its text as a reader sees
//! it, with the tables found in it. It understands no number and no word of
//! what it reads, opens no link and runs nothing.

mod bind;
mod captions;
mod cells;
mod columns;
mod draft;
pub(crate) mod encoding;
mod html;
mod joins;
mod lines;
mod markdown;
mod marks;
mod parted;
mod pdf;
mod plain;
mod ruler;
mod worded;

use yalu_trade::{Complaint, Place, Report};

pub(crate) use bind::MOST_ROWS;
use bind::bind;
use draft::Draft;
use ruler::Ruler;

/// Tags by which HTML is known, within so many bytes; "<Table 2>" is none.
const PAGE_TAGS: &[&str] = &["<!doctype html", "<html", "<body", "<table>", "<div>", "<div ", "<p>", "<meta "];
const SNIFFED_BYTES: usize = 1024;

/// Reads a report: PDF and HTML are known by what they begin with, Markdown by the
/// file's name, and everything else that is text is read as plain text.
///
/// The report's places are lines and columns of the file; of a PDF they are a
/// page, and a character of the page's text.
pub fn report(file: &str, bytes: &[u8]) -> (Report, Vec<Complaint>) {
    let mut complaints = Vec::new();
    let report =
        if pdf::is_pdf(bytes) { printed(file, bytes, &mut complaints) } else { written(file, bytes, &mut complaints) };
    let report = report.unwrap_or_default();
    if report.passages.is_empty() && complaints.is_empty() {
        complaints.push(Complaint::error(
            "empty",
            Place::file(file),
            "there is no text in it",
            "look whether the file was saved whole",
        ));
    }
    (report, complaints)
}

fn printed(file: &str, bytes: &[u8], complaints: &mut Vec<Complaint>) -> Option<Report> {
    let pages = pdf::pdf(file, bytes, complaints)?;
    let mut draft = Draft::default();
    plain::laid_out(&pages.text, &pages.lines, &mut draft);
    Some(bind(file, &draft, &Ruler::by_page(&pages.text), complaints))
}

fn written(file: &str, bytes: &[u8], complaints: &mut Vec<Complaint>) -> Option<Report> {
    let text = encoding::letters(file, bytes, complaints)?;
    if separated(&text) {
        complaints.push(Complaint::note(
            "csv",
            Place::file(file),
            "these are rows separated by commas, and no report: no table was read from them; a statement file is read by \
             `yalu reconcile --statements`, a table of a report with tabs, semicolons or |",
            "",
        ));
    }
    let mut draft = Draft::default();
    if is_html(file, &text) {
        complaints.extend(html::html(file, &text, &mut draft));
    } else if has_ending(file, &["md", "markdown"]) {
        markdown::markdown(&text, &mut draft);
    } else {
        plain::plain(&text, &mut draft);
    }
    Some(bind(file, &draft, &Ruler::by_line(&text), complaints))
}

/// Is a text rows of one length, their fields separated by commas without a space?
fn separated(text: &str) -> bool {
    let rows: Vec<&str> = text.lines().take(20).filter(|line| !line.trim().is_empty()).collect();
    let commas = rows.first().map_or(0, |row| row.matches(',').count());
    let alike = |row: &&str| row.matches(',').count() == commas && !row.contains(", ") && !row.contains('|');
    rows.len() >= 2 && commas >= 2 && rows.iter().all(alike)
}

fn is_html(file: &str, text: &str) -> bool {
    let beginning = marks::head(text, SNIFFED_BYTES).to_ascii_lowercase();
    has_ending(file, &["html", "htm", "xhtml"])
        || (beginning.trim_start().starts_with('<') && PAGE_TAGS.iter().any(|tag| beginning.contains(tag)))
}

fn has_ending(file: &str, endings: &[&str]) -> bool {
    file.rsplit_once('.').is_some_and(|(_, ending)| endings.iter().any(|wanted| wanted.eq_ignore_ascii_case(ending)))
}
