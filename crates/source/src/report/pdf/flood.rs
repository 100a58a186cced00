//! A look at a PDF before it is read: does a small file unpack to a flood, or
//! nest so deep that reading it would not return? It understands nothing else.

use std::io::{Read, Write, copy};

/// Unpacked, one stream of the file and all of them.
const MOST_STREAM: u64 = 256 << 20;
const MOST_STREAMS: u64 = 1 << 30;

/// Brackets within brackets, and saved states of the pen within one another; a page has tens.
const MOST_NESTED: usize = 2_000;
const MOST_SAVED: usize = 10_000;

/// So far before a stream its dictionary is looked for.
const DICTIONARY_BYTES: usize = 2_048;

/// What is wrong with the file, if it is one of those.
pub(super) fn flood(bytes: &[u8]) -> Option<&'static str> {
    const WORD: &[u8] = b"stream";
    let (mut all, mut at, mut is_too_deep, mut is_packed) = (0, 0, false, false);
    while let Some(found) = memchr::memmem::find(&bytes[at..], WORD) {
        let before = &bytes[at..at + found];
        is_too_deep |= !is_packed && is_deep(before);
        at += found + WORD.len();
        let rest = bytes[at..].trim_ascii_start();
        is_packed =
            !before.ends_with(b"end") && (is_picture(before) || rest.first().is_some_and(|first| first & 0x0f == 8));
        if !is_packed {
            continue;
        }
        let mut unpacked = flate2::read::ZlibDecoder::new(rest).take(MOST_STREAM + 1);
        let mut depth = Depth::default();
        let length = copy(&mut unpacked, &mut depth).unwrap_or_default();
        is_too_deep |= depth.is_too_deep && !is_picture(before);
        all += length;
        if length > MOST_STREAM || all > MOST_STREAMS {
            return Some("what is packed in this PDF unpacks to more than memory should hold");
        }
    }
    is_too_deep |= is_deep(&bytes[at..]);
    is_too_deep.then_some("this PDF nests its objects too deep to be a report")
}

fn is_deep(bytes: &[u8]) -> bool {
    let mut depth = Depth::default();
    bytes.iter().for_each(|byte| depth.byte(*byte));
    depth.is_too_deep
}

/// The bytes of a picture are no brackets, whatever they look like.
fn is_picture(before: &[u8]) -> bool {
    let near = &before[before.len().saturating_sub(DICTIONARY_BYTES)..];
    let own = memchr::memmem::rfind(near, b" obj").map_or(near, |object| &near[object..]);
    memchr::memmem::find(own, b"/Image").is_some()
}

/// How deep brackets and saved states stand at the end of what was written so far.
#[derive(Default)]
struct Depth {
    nested: usize,
    saved: usize,
    before: [u8; 2],
    is_too_deep: bool,
}

impl Depth {
    fn byte(&mut self, byte: u8) {
        let [first, last] = self.before;
        match (last, byte) {
            (_, b'[') | (b'<', b'<') => self.nested += 1,
            (_, b']') | (b'>', b'>') => self.nested = self.nested.saturating_sub(1),
            _ if byte.is_ascii_whitespace() && (first.is_ascii_whitespace() || first == 0) => match last {
                b'q' => self.saved += 1,
                b'Q' => self.saved = self.saved.saturating_sub(1),
                _ => {}
            },
            _ => {}
        }
        self.before = [last, byte];
        self.is_too_deep |= self.nested > MOST_NESTED || self.saved > MOST_SAVED;
    }
}

impl Write for Depth {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        bytes.iter().for_each(|byte| self.byte(*byte));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
