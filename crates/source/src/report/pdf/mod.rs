//! A PDF to text: lines as they stand on its pages, words where they stand on
//! the line. It draws nothing, decodes no picture and asks for no password; a
//! scan has no text, and it says so.

mod flood;
mod glyphs;
mod layout;
mod page;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::InterpreterCache;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use yalu_trade::{Complaint, Place};

use super::encoding::megabytes;
use super::lines::Line;
use flood::flood;
use glyphs::{Budget, Glyphs, interpreted};
use layout::Layout;

/// A report of a thousand pages with pictures is 50 MB.
const MOST_BYTES: usize = 128 << 20;

/// Pages beyond this are left out, with a warning.
const MOST_PAGES: usize = 3_000;

/// Letters on all pages: two long books.
const MOST_LETTERS: usize = 4 << 20;

/// Nested objects go deep, one call in another; unused stack costs nothing.
const STACK_BYTES: usize = 256 << 20;

/// The text of a PDF, pages parted by form feeds, and its lines.
#[derive(Default)]
pub(super) struct Pages {
    pub(super) text: String,
    pub(super) lines: Vec<Line>,
}

/// Whether the bytes are a PDF; some begin with a little of something else.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
        || bytes.iter().take(64).position(|byte| !byte.is_ascii_whitespace()).is_some_and(|start| {
            let rest = &bytes[start..];
            rest.starts_with(b"%PDF-")
                || rest.strip_prefix(b"\xEF\xBB\xBF").is_some_and(|rest| rest.starts_with(b"%PDF-"))
        })
}

/// Reads a PDF.
pub(super) fn pdf(file: &str, bytes: &[u8], complaints: &mut Vec<Complaint>) -> Option<Pages> {
    if bytes.len() > MOST_BYTES {
        let message = format!("this PDF has {}; up to {} MB are read", megabytes(bytes.len()), MOST_BYTES >> 20);
        complaints.push(Complaint::error("too-long", Place::file(file), message, "give the pages that matter"));
        return None;
    }
    if let Some(message) = flood(bytes) {
        complaints.push(Complaint::error("pdf", Place::file(file), message, "print it anew from a viewer you trust"));
        return None;
    }
    let read = std::thread::scope(|scope| {
        let work = || catch_unwind(AssertUnwindSafe(|| pages(file, bytes)));
        let worker = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work).ok()?;
        worker.join().ok()?.ok()
    });
    let (pages, found) = read.unwrap_or_else(|| (None, vec![broken(file)]));
    complaints.extend(found);
    pages
}

fn pages(file: &str, bytes: &[u8]) -> (Option<Pages>, Vec<Complaint>) {
    let pdf = match Pdf::new(bytes.to_vec()) {
        Ok(pdf) if pdf.pages().is_empty() => return (None, vec![broken(file)]),
        Ok(pdf) => pdf,
        Err(error) => return (None, vec![refused(file, error)]),
    };
    let mut complaints: Vec<Complaint> = endless(file, bytes).into_iter().collect();
    let whole = complaints.is_empty();
    let mut layout = Layout::default();
    let (cache, mut budget) = (InterpreterCache::new(), Budget::default());
    let (mut letters, mut unknown, mut broken_pages, mut bare) = (0, 0, Vec::new(), Vec::new());
    for (i, page) in pdf.pages().iter().enumerate() {
        if i >= MOST_PAGES || letters > MOST_LETTERS || budget.is_spent() {
            complaints.push(cut(file, i, pdf.pages().len()));
            break;
        }
        let (glyphs, is_whole) = interpreted(&pdf, page, &cache, &mut budget);
        if !is_whole {
            broken_pages.push(i + 1);
        }
        if glyphs.letters() + glyphs.unknown == 0 {
            bare.push(i + 1);
        }
        letters += glyphs.letters();
        unknown += glyphs.unknown;
        layout.page(&glyphs);
    }
    complaints.extend(broken_pages.first().map(|page| {
        let message = format!("{} pages could not be read to their end; page {page} is the first", broken_pages.len());
        Complaint::warning("pdf", Place::new(file, *page, 0), message, "compare with the page, or print the PDF anew")
    }));
    let pages = layout.finish(file, &mut complaints);
    complaints.extend(half_scanned(file, &bare, pdf.pages().len()));
    complaints.extend(silent(file, letters, unknown, pdf.pages().len(), whole));
    (Some(pages), complaints)
}

/// The end that every PDF has is not there: what was read is what could be found without it.
fn endless(file: &str, bytes: &[u8]) -> Option<Complaint> {
    const END_BYTES: usize = 4096;
    let end = &bytes[bytes.len().saturating_sub(END_BYTES)..];
    let ends = [b"%%EOF".as_slice(), b"startxref"].iter().any(|mark| memchr::memmem::find(end, mark).is_some());
    let message = "this PDF stops before its end; only the pages that are whole were read";
    (!ends).then(|| Complaint::warning("pdf", Place::file(file), message, "download it again"))
}

/// More than half of the pages have no text, and some have.
fn half_scanned(file: &str, bare: &[usize], pages: usize) -> Option<Complaint> {
    let first = *bare.first().filter(|_| bare.len() < pages && bare.len() * 2 > pages)?;
    let message = format!("{} of {pages} pages have no text; page {first} is the first: a scan?", bare.len());
    Some(Complaint::warning(
        "scan",
        Place::new(file, first, 0),
        message,
        "recognise their text (OCR), then read it again",
    ))
}

/// No letters at all, or letters that nobody can name.
fn silent(file: &str, letters: usize, unknown: usize, pages: usize, whole: bool) -> Option<Complaint> {
    if letters + unknown == 0 && !whole {
        let message = "this PDF stops before its end, and no page of it that is whole has text";
        return Some(Complaint::error("pdf", Place::file(file), message, "download it again"));
    }
    if letters + unknown == 0 {
        let message = format!("no text: it is a scan of {pages} pages, or empty");
        return Some(Complaint::error(
            "scan",
            Place::file(file),
            message,
            "recognise its text first (OCR), then read it again",
        ));
    }
    if unknown * 20 <= letters {
        return None;
    }
    let message = format!(
        "{unknown} of {} letters are drawn without saying which they are; each stands as \u{fffd}",
        letters + unknown
    );
    Some(Complaint::warning("pdf", Place::file(file), message, "recognise its text (OCR), or ask for another PDF"))
}

fn refused(file: &str, error: LoadPdfError) -> Complaint {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            let message = "this PDF is locked with a password";
            Complaint::error(
                "locked",
                Place::file(file),
                message,
                "open it in a viewer and save a copy without the password",
            )
        }
        LoadPdfError::Decryption(_) => {
            let message = "this PDF is encrypted in a way that is not read";
            Complaint::error("locked", Place::file(file), message, "open it in a viewer and print it to a new PDF")
        }
        LoadPdfError::Invalid => broken(file),
    }
}

fn broken(file: &str) -> Complaint {
    let message = "this PDF is broken: its pages cannot be found";
    Complaint::error("pdf", Place::file(file), message, "download it again, or print it to a new PDF from a viewer")
}

fn cut(file: &str, read: usize, all: usize) -> Complaint {
    Complaint::warning(
        "too-long",
        Place::new(file, read + 1, 0),
        format!("only {read} of {all} pages were read"),
        "give the report in parts",
    )
}

impl Glyphs {
    fn letters(&self) -> usize {
        self.glyphs.len() - self.unknown.min(self.glyphs.len())
    }
}
