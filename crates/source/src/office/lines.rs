//! Delimited text as it streams in: its encoding by its mark or its form, its rows one
//! at a time, each no longer than a cap. Commas, quotes and line ends never occur
//! inside a character of the encodings here, so bytes are split first and letters read
//! where somebody asks for them.

use std::{
    borrow::Cow,
    io::{self, BufReader, Read},
};

use csv::ByteRecord;
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{Snapshot, intake::Intake};
use crate::report::encoding::reads_as;

/// No row, and no record of JSON, is longer than this.
pub(crate) const LONGEST: u64 = 1 << 20;

/// A reader that refuses to give more than [`LONGEST`] bytes between two marks of progress.
pub(crate) struct Capped<R> {
    inner: R,
    since: u64,
}

impl<R: Read> Capped<R> {
    pub(crate) fn new(inner: R) -> Self {
        Self { inner, since: 0 }
    }

    /// Something was completed.
    pub(crate) fn progress(&mut self) {
        self.since = 0;
    }
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since > LONGEST {
            return Err(io::Error::other(too_long()));
        }
        let read = self.inner.read(buffer)?;
        self.since += read as u64;
        Ok(read)
    }
}

/// Why a row that does not end is refused.
pub(crate) fn too_long() -> String {
    format!("a row is longer than {} MiB", LONGEST >> 20)
}

/// UTF-16 as UTF-8, a piece at a time.
struct Transcoded<R> {
    inner: R,
    decoder: Decoder,
    ready: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.ended {
            let mut piece = [0; 8192];
            let read = self.inner.read(&mut piece)?;
            self.ended = read == 0;
            self.ready.resize(3 * piece.len() + 16, 0);
            let (_, _, written, _) = self.decoder.decode_to_utf8(&piece[..read], &mut self.ready, self.ended);
            self.ready.truncate(written);
            self.given = 0;
        }
        let piece = &self.ready[self.given..];
        let taken = piece.len().min(buffer.len());
        buffer[..taken].copy_from_slice(&piece[..taken]);
        self.given += taken;
        Ok(taken)
    }
}

/// The encoding of a file by its first bytes, and how long its mark is.
pub(crate) fn encoding(head: &[u8]) -> Option<(&'static Encoding, usize)> {
    if let Some(marked) = Encoding::for_bom(head) {
        return Some(marked);
    }
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count() * 4 > head.len();
    match (zeros(0), zeros(1)) {
        (true, false) => return Some((UTF_16BE, 0)),
        (false, true) => return Some((UTF_16LE, 0)),
        (true, true) => return None,
        (false, false) => {}
    }
    // A head may end inside a character.
    let whole = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
    if whole { Some((UTF_8, 0)) } else { reads_as(head).map(|encoding| (encoding, 0)) }
}

/// The first line of a file, as text.
pub(crate) fn first_line(head: &[u8]) -> String {
    let Some((encoding, mark)) = encoding(head) else { return String::new() };
    let (text, _) = encoding.decode_without_bom_handling(&head[mark..]);
    text.lines().next().unwrap_or_default().to_owned()
}

/// The delimiter of a header: whichever of tab, semicolon, comma stands in it most.
pub(crate) fn delimiter(line: &str) -> u8 {
    let count = |delimiter: &u8| line.bytes().filter(|byte| byte == delimiter).count();
    b"\t;,|".iter().copied().max_by_key(|d| (count(d), *d == b',')).unwrap_or(b',')
}

/// A table of text under reading.
pub(crate) struct Lines {
    reader: csv::Reader<Capped<Box<dyn Read + Send>>>,
    encoding: &'static Encoding,
    record: ByteRecord,
    row: u64,
}

impl Lines {
    /// Opens a file; what it cannot open or read as text it refuses.
    pub(crate) fn open(file: &Snapshot<'_>, delimiter: u8, intake: &mut Intake<'_>) -> Option<Self> {
        let Some((encoding, mark)) = encoding(file.head) else {
            intake.refuse("encoding", "this is no text in an encoding that is known here", "save it as UTF-8");
            return None;
        };
        let opened = (file.open)().and_then(|mut reader| {
            io::copy(&mut reader.by_ref().take(mark as u64), &mut io::sink())?;
            Ok(reader)
        });
        let reader = match opened {
            Ok(reader) => reader,
            Err(error) => {
                intake.refuse("io", format!("it cannot be opened: {error}"), "is it still there?");
                return None;
            }
        };
        let wide = encoding == UTF_16LE || encoding == UTF_16BE;
        let (reader, encoding): (Box<dyn Read + Send>, _) = if wide {
            let decoder = encoding.new_decoder_without_bom_handling();
            (Box::new(Transcoded { inner: reader, decoder, ready: Vec::new(), given: 0, ended: false }), UTF_8)
        } else {
            (Box::new(BufReader::new(reader)), encoding)
        };
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(Capped::new(reader));
        Some(Self { reader, encoding, record: ByteRecord::new(), row: 0 })
    }

    /// Goes on to the next row that is not blank; `None` at the end, or where the file is refused.
    pub(crate) fn advance(&mut self, intake: &mut Intake<'_>) -> Option<()> {
        self.reader.get_mut().progress();
        match self.reader.read_byte_record(&mut self.record) {
            Ok(true) => {
                self.row = self.record.position().map_or(self.row + 1, csv::Position::line);
                Some(())
            }
            Ok(false) => None,
            Err(error) => {
                let hint = "is a quote left open, or is it no table? Get the file anew";
                intake.refuse("csv", format!("after line {}: {error}", self.row), hint);
                None
            }
        }
    }

    /// The row's line in the file, counted from 1.
    pub(crate) fn row(&self) -> u64 {
        self.row
    }

    /// How many fields the row has, empty ones at its end left out.
    pub(crate) fn len(&self) -> usize {
        self.record.iter().rposition(|field| !field.trim_ascii().is_empty()).map_or(0, |last| last + 1)
    }

    /// How many fields the row has, all counted.
    pub(crate) fn width(&self) -> usize {
        self.record.len()
    }

    /// A field without the blanks around it; a row that is too short has empty ones. `None` where bytes are no letters.
    pub(crate) fn field(&self, column: usize) -> Option<Cow<'_, str>> {
        let bytes = self.record.get(column).unwrap_or_default().trim_ascii();
        if self.encoding == UTF_8 || bytes.is_ascii() {
            return std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
        }
        self.encoding.decode_without_bom_handling_and_without_replacement(bytes)
    }

    /// All fields, letters that are broken replaced: for a header.
    pub(crate) fn fields(&self) -> Vec<String> {
        let text = |bytes: &[u8]| self.encoding.decode_without_bom_handling(bytes.trim_ascii()).0.into_owned();
        self.record.iter().map(text).collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use yalu_trade::Kept;

    use super::*;
    use crate::office::{Office, Said};

    /// A file of these bytes, given to `read`.
    pub(crate) fn with<T>(name: &str, bytes: &[u8], said: &Said, read: impl FnOnce(&Snapshot<'_>) -> T) -> T {
        let open = || -> io::Result<Box<dyn Read + Send>> { Ok(Box::new(io::Cursor::new(bytes.to_vec()))) };
        let head = &bytes[..bytes.len().min(64 * 1024)];
        read(&Snapshot { name, head, len: bytes.len() as u64, open: &open, said })
    }

    /// What an office's reader makes of a file.
    pub(crate) fn read(office: &dyn Office, name: &str, bytes: &[u8], said: &Said) -> Kept {
        let mut kept = Kept::default();
        with(name, bytes, said, |file| office.read(file, &mut kept)).expect("nothing is refused here");
        kept
    }

    fn rows(bytes: &[u8]) -> (Vec<Vec<Option<String>>>, Vec<String>) {
        let mut kept = Kept::default();
        let rows = with("x.csv", bytes, &Said::default(), |file| {
            let mut intake = Intake::new("x.csv", &mut kept);
            let mut rows = Vec::new();
            let Some(mut lines) = Lines::open(file, delimiter(&first_line(file.head)), &mut intake) else {
                return rows;
            };
            while lines.advance(&mut intake).is_some() {
                rows.push((0..lines.len()).map(|i| lines.field(i).map(Cow::into_owned)).collect());
            }
            rows
        });
        (rows, kept.complaints.into_iter().map(|c| c.message).collect())
    }

    #[test]
    fn text_in_each_encoding_is_the_same_rows() {
        let text = "name,value\n대한민국,1\n\"a, b\",2,\n";
        let expected =
            [["name", "value"], ["대한민국", "1"], ["a, b", "2"]].map(|row| row.map(|f| Some(f.to_owned())).to_vec());
        let utf16 = |be: bool| -> Vec<u8> {
            let unit = |u: u16| if be { u.to_be_bytes() } else { u.to_le_bytes() };
            std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(unit).collect()
        };
        let korean = encoding_rs::EUC_KR.encode(text).0.into_owned();
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        for bytes in [text.as_bytes().to_vec(), marked, utf16(true), utf16(false), utf16(false)[2..].to_vec(), korean] {
            assert_eq!(rows(&bytes), (expected.to_vec(), Vec::new()), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_broken_is_said() {
        let cut = &"a,b\n1,한".as_bytes()[..8];
        assert_eq!(rows(cut).0[1], [Some("1".to_owned()), None]);
        let long = format!("a,b\n1,2\n{}", "x".repeat(3 << 20));
        let (read, complaints) = rows(long.as_bytes());
        assert_eq!((read.len(), complaints), (2, vec!["after line 2: a row is longer than 1 MiB".to_owned()]));
        let open = format!("a,b\n1,\"2\n{}", "x,y\n".repeat(1 << 20));
        assert_eq!(rows(open.as_bytes()).1.len(), 1);
        assert_eq!(rows(&[0; 100]).1, ["this is no text in an encoding that is known here"]);
    }

    #[test]
    fn the_delimiter_is_the_commonest() {
        for (line, expected) in [("a,b,c", b','), ("a\tb,c\td", b'\t'), ("a;b;c", b';'), ("a", b','), ("a|b", b'|')] {
            assert_eq!(delimiter(line), expected, "{line}");
        }
    }
}
