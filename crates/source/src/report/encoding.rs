//! The bytes of a report to letters. UTF-8 and UTF-16 by their mark or their
//! form, GB18030, EUC-KR and Windows-1252 when what comes out reads as such.
//! It takes no encoding on a bare hunch: a wrong one garbles in silence.

use std::borrow::Cow;

use encoding_rs::{EUC_KR, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use yalu_trade::{Complaint, Place};

/// A long book is 2 MB; what is longer is no report, and its end is left out with a warning.
pub(super) const MOST_BYTES: usize = 8 << 20;

/// So many lines are a long book; each costs some hundred bytes while it is read.
const MOST_LINES: usize = 300_000;

/// Of the letters beyond ASCII, so many in a hundred must be of the script that the encoding is for.
const SHARE: usize = 85;

/// More controls than one in so many bytes is no text.
const CONTROLS: usize = 200;

/// Broken letters in UTF-8, one in so many bytes at most, are damage; more is another encoding.
const DAMAGE: usize = 500;

/// An encoding, and whether a letter is of its script.
type Reading = (&'static Encoding, fn(char) -> bool);

/// The encodings of before UTF-8 that offices still use, in the order of how much each demands.
const OLDER: [Reading; 3] = [(EUC_KR, is_korean), (GB18030, is_common_chinese), (WINDOWS_1252, is_western)];

/// The first bytes of files that are no text, what they are, and what to do.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (
        b"PK\x03\x04",
        "a zip, as workbooks and Word documents are",
        "save the document as PDF, HTML or plain text; a workbook's sheet as CSV",
    ),
    (b"\xD0\xCF\x11\xE0", "an old office document", "save it as PDF, HTML or plain text; a workbook's sheet as CSV"),
    (b"HWP Document", "a Hangul document", "save it as PDF or plain text"),
    (b"{\\rtf", "rich text", "save it as PDF, HTML or plain text"),
    (b"\x1F\x8B", "packed with gzip", "unpack it first"),
    (b"\x89PNG", "a picture", "recognise its text first (OCR), and give the text"),
    (b"\xFF\xD8\xFF", "a picture", "recognise its text first (OCR), and give the text"),
    (b"GIF8", "a picture", "recognise its text first (OCR), and give the text"),
    (b"II*\0", "a picture", "recognise its text first (OCR), and give the text"),
    (b"MM\0*", "a picture", "recognise its text first (OCR), and give the text"),
    (b"PAR1", "a Parquet file", "a report is text; records are read from a table"),
];

/// The letters of a file, or nothing and why.
pub(super) fn letters<'a>(file: &str, bytes: &'a [u8], complaints: &mut Vec<Complaint>) -> Option<Cow<'a, str>> {
    if let Some((_, what, hint)) = MAGIC.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        complaints.push(Complaint::error(
            "not-text",
            Place::file(file),
            format!("this is no text: it is {what}"),
            *hint,
        ));
        return None;
    }
    let most = &bytes[..bytes.len().min(MOST_BYTES)];
    let text = decoded(file, most, most.len() < bytes.len(), complaints)?;
    if most.len() < bytes.len() {
        let message = format!("only the first {} MB of {} were read", MOST_BYTES >> 20, megabytes(bytes.len()));
        complaints.push(Complaint::warning("too-long", Place::file(file), message, "give the report in parts"));
        return Some(first_lines(file, whole_lines(text), complaints));
    }
    Some(first_lines(file, text, complaints))
}

/// The first lines of a text, as many as are read.
fn first_lines<'a>(file: &str, text: Cow<'a, str>, complaints: &mut Vec<Complaint>) -> Cow<'a, str> {
    let Some(end) = memchr::memchr_iter(b'\n', text.as_bytes()).nth(MOST_LINES - 1) else { return text };
    let message = format!("only the first {MOST_LINES} lines were read");
    complaints.push(Complaint::warning("too-long", Place::file(file), message, "give the report in parts"));
    cut_at(text, end)
}

fn cut_at(text: Cow<'_, str>, end: usize) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[..end]),
        Cow::Owned(mut text) => {
            text.truncate(end);
            Cow::Owned(text)
        }
    }
}

/// Without the line that the end cut, unless it is the only one.
fn whole_lines(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.rfind('\n') {
        Some(end) => cut_at(text, end),
        None => text,
    }
}

pub(super) fn megabytes(bytes: usize) -> String {
    format!("{} MB", bytes.div_ceil(1 << 20))
}

fn decoded<'a>(file: &str, bytes: &'a [u8], cut: bool, complaints: &mut Vec<Complaint>) -> Option<Cow<'a, str>> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = &bytes[mark..];
        if encoding == UTF_8 {
            return utf8(file, rest, cut, complaints);
        }
        let (text, broken) =
            encoding.decode_without_bom_handling(whole(rest, if cut { rest.len() & !1 } else { rest.len() }));
        return taken(file, encoding, text, broken, complaints);
    }
    let controls = bytes.iter().filter(|byte| **byte < 32 && !byte.is_ascii_whitespace() && **byte != 0x1b).count();
    if controls * CONTROLS > bytes.len() {
        complaints.push(no_text(file, bytes));
        return None;
    }
    if controls > 0 {
        let message = format!("{controls} control bytes stand in the text; they were left out");
        complaints.push(Complaint::warning("controls", Place::file(file), message, "look for words that they broke"));
    }
    utf8(file, bytes, cut, complaints)
}

fn whole(bytes: &[u8], end: usize) -> &[u8] {
    bytes.get(..end).unwrap_or(bytes)
}

/// Bytes that hold no text; every other byte zero is UTF-16 that lost its mark.
fn no_text(file: &str, bytes: &[u8]) -> Complaint {
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).take(4096).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let sampled = (bytes.len() / 2).min(4096);
    if (even * 10 > sampled * 3) != (odd * 10 > sampled * 3) {
        let message = "this looks like UTF-16 without the mark that says so";
        return Complaint::error("encoding", Place::file(file), message, "save the file as UTF-8");
    }
    let message = "this is no text: it is full of control bytes";
    Complaint::error("not-text", Place::file(file), message, "give the report as plain text, Markdown, HTML or PDF")
}

fn utf8<'a>(file: &str, bytes: &'a [u8], cut: bool, complaints: &mut Vec<Complaint>) -> Option<Cow<'a, str>> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Some(Cow::Borrowed(text)),
        Err(error) => error,
    };
    if cut && error.error_len().is_none() {
        return utf8(file, &bytes[..error.valid_up_to()], false, complaints);
    }
    let text = String::from_utf8_lossy(bytes);
    let (broken, beyond) = text.chars().fold((0, 0), |(broken, beyond), letter| {
        (broken + usize::from(letter == '\u{fffd}'), beyond + usize::from(!letter.is_ascii()))
    });
    if broken * DAMAGE <= bytes.len() && broken * 4 <= beyond - broken {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        let message = format!("{broken} letters of this UTF-8 file are broken; each stands as \u{fffd}");
        complaints.push(Complaint::warning("encoding", Place::new(file, line, 0), message, "mend them in the file"));
        return Some(text);
    }
    older(file, bytes, cut, complaints)
}

/// The encodings of before UTF-8, each by whether what comes out reads as its script.
fn older<'a>(file: &str, bytes: &'a [u8], cut: bool, complaints: &mut Vec<Complaint>) -> Option<Cow<'a, str>> {
    for (encoding, is_own) in OLDER {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        let beyond = || text.chars().filter(|letter| !letter.is_ascii());
        let (all, own) = (beyond().count(), beyond().filter(|letter| is_own(*letter)).count());
        let broken_only_at_the_cut = cut && text.matches('\u{fffd}').count() <= 1;
        if (!broken || broken_only_at_the_cut) && own * 100 >= all * SHARE {
            return taken(file, encoding, text, false, complaints);
        }
    }
    let message = "this is not UTF-8, and reads as no Korean, Chinese or Western text in an older encoding";
    complaints.push(Complaint::error("encoding", Place::file(file), message, "save the file as UTF-8"));
    None
}

/// The older encoding in which a beginning of a file reads as a script, if it does; its last letter may be cut.
pub(crate) fn reads_as(bytes: &[u8]) -> Option<&'static Encoding> {
    let reads = |(encoding, is_own): &Reading| {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let beyond = || text.chars().filter(|letter| !letter.is_ascii());
        let (all, own) = (beyond().count(), beyond().filter(|letter| is_own(*letter)).count());
        text.matches('\u{fffd}').count() <= 1 && own * 100 >= all * SHARE
    };
    OLDER.iter().find(|reading| reads(reading)).map(|(encoding, _)| *encoding)
}

fn taken<'a>(
    file: &str,
    encoding: &'static Encoding,
    text: Cow<'a, str>,
    broken: bool,
    complaints: &mut Vec<Complaint>,
) -> Option<Cow<'a, str>> {
    let name = if encoding == UTF_16LE || encoding == UTF_16BE {
        encoding.name()
    } else if encoding == EUC_KR {
        "EUC-KR (CP949)"
    } else {
        encoding.name()
    };
    let hint = "if words look wrong, save the file as UTF-8";
    if broken {
        let message = format!("read as {name}, in which some letters are broken; each stands as \u{fffd}");
        complaints.push(Complaint::warning("encoding", Place::file(file), message, hint));
    } else {
        complaints.push(Complaint::note("encoding", Place::file(file), format!("read as {name}"), hint));
    }
    Some(text)
}

/// Korean syllables, and the signs that Korean pages use.
fn is_korean(letter: char) -> bool {
    matches!(letter, '\u{ac00}'..='\u{d7a3}' | '\u{3131}'..='\u{318e}') || is_sign(letter)
}

/// The 3,755 commoner characters of GB 2312: a text in another encoding comes out as rare ones.
fn is_common_chinese(letter: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, broken) = GB18030.encode(letter.encode_utf8(&mut buffer));
    let common = matches!(bytes.as_ref(), [0xb0..=0xd7, 0xa1..=0xfe]);
    (!broken && common) || is_sign(letter)
}

/// Signs of East Asian pages: punctuation, full-width letters, numbers in circles, units.
fn is_sign(letter: char) -> bool {
    matches!(letter, '\u{2010}'..='\u{22ff}' | '\u{2460}'..='\u{27bf}' | '\u{3000}'..='\u{301c}' | '\u{3200}'..='\u{33ff}' | '\u{ff01}'..='\u{ff60}' | '·' | '×' | '÷' | '±' | '°')
}

/// The letters and signs of Windows-1252 that a Western page uses.
fn is_western(letter: char) -> bool {
    matches!(
        letter,
        '\u{2013}'
            | '\u{2014}'
            | '‘'
            | '’'
            | '“'
            | '”'
            | '•'
            | '…'
            | '€'
            | '£'
            | '¥'
            | '§'
            | '©'
            | '®'
            | '°'
            | '±'
            | '·'
            | '×'
            | '²'
            | '³'
            | '¹'
            | '½'
            | '¼'
            | '«'
            | '»'
            | '\u{a0}'
            | '™'
    ) || "àáâãäåæçèéêëìíîïñòóôõöøùúûüßœÀÁÂÄÅÆÇÈÉÊËÍÎÑÓÔÖØÚÜŒ".contains(letter)
}
