//! A file in blocks of whole lines, each with the number of its first line. A
//! line break is always the end of a row: the office's fields hold none. So a
//! block can be read on its own, and a broken row spoils no other.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};

/// How much is read at once.
const BLOCK: usize = 4 << 20;
/// No row is this long; what is longer is complained of and left out.
pub(super) const LONGEST_LINE: usize = 1 << 20;
/// How much is decoded at once.
const PIECE: usize = 64 << 10;

/// Some whole lines.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) bytes: Vec<u8>,
    /// The number of its first line, from 1.
    pub(super) first_line: u64,
    /// How many line breaks it has.
    pub(super) breaks: usize,
    /// The line before it was longer than a block, and is not in it.
    pub(super) after_monster: bool,
}

/// A file, block by block.
pub(super) struct Blocks<R> {
    reader: R,
    /// The beginning of a line whose end is not read yet.
    carry: Vec<u8>,
    line: u64,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, carry: Vec::new(), line: 1, ended: false }
    }

    /// The next block; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Block>> {
        let mut after_monster = false;
        while !self.ended {
            let mut bytes = Vec::with_capacity(BLOCK);
            bytes.append(&mut self.carry);
            self.fill(&mut bytes)?;
            let end = if self.ended { Some(bytes.len()) } else { memchr::memrchr(b'\n', &bytes).map(|at| at + 1) };
            let Some(end) = end else {
                self.skip_line()?;
                self.line += 1;
                after_monster = true;
                continue;
            };
            self.carry.extend_from_slice(&bytes[end..]);
            bytes.truncate(end);
            let first_line = self.line;
            let breaks = memchr::memchr_iter(b'\n', &bytes).count();
            self.line += breaks as u64;
            let block = Block { bytes, first_line, breaks, after_monster };
            return Ok((!block.bytes.is_empty() || after_monster).then_some(block));
        }
        let first_line = self.line;
        Ok(after_monster.then_some(Block { first_line, after_monster, ..Block::default() }))
    }

    fn fill(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        let wanted = BLOCK.saturating_sub(bytes.len()).max(1);
        let got = self.reader.by_ref().take(wanted as u64).read_to_end(bytes)?;
        self.ended = got < wanted;
        Ok(())
    }

    /// Reads to the next line break and keeps nothing before it.
    fn skip_line(&mut self) -> io::Result<()> {
        while !self.ended {
            let mut piece = Vec::with_capacity(PIECE);
            let got = self.reader.by_ref().take(PIECE as u64).read_to_end(&mut piece)?;
            self.ended = got < PIECE;
            if let Some(at) = memchr::memchr(b'\n', &piece) {
                self.carry.extend_from_slice(&piece[at + 1..]);
                // What is carried is yet to be given.
                self.ended &= self.carry.is_empty();
                return Ok(());
            }
        }
        Ok(())
    }
}

/// A file in another encoding as UTF-8.
pub(super) struct Decoded<R> {
    reader: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(reader: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { reader, decoder, raw: Vec::new(), text: Vec::new(), given: 0, ended: false }
    }

    fn decode_piece(&mut self) -> io::Result<()> {
        self.raw.clear();
        let got = self.reader.by_ref().take(PIECE as u64).read_to_end(&mut self.raw)?;
        self.ended = got < PIECE;
        // No unit of two bytes becomes more than three; four more for one that is left over.
        self.text.resize(self.raw.len() * 3 + 16, 0);
        let (result, _, written, _) = self.decoder.decode_to_utf8(&self.raw, &mut self.text, self.ended);
        debug_assert_eq!(result, CoderResult::InputEmpty, "the buffer holds the longest text");
        self.text.truncate(written);
        self.given = 0;
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            self.decode_piece()?;
        }
        let rest = &self.text[self.given..];
        let taken = rest.len().min(into.len());
        into[..taken].copy_from_slice(&rest[..taken]);
        self.given += taken;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<Block> {
        let mut blocks = Blocks::new(bytes);
        std::iter::from_fn(|| blocks.next().expect("memory is read")).collect()
    }

    #[test]
    fn blocks_end_with_lines_and_know_their_numbers() {
        let line = [&[b'x'; 1023][..], b"\n"].concat();
        let file = line.repeat(10_000);
        let blocks = read(&[&file[..], b"end"].concat());
        assert!(blocks.len() > 1);
        let mut next = 1;
        for block in &blocks {
            assert_eq!(block.first_line, next);
            next += memchr::memchr_iter(b'\n', &block.bytes).count() as u64;
        }
        let all: Vec<u8> = blocks.iter().flat_map(|block| block.bytes.clone()).collect();
        assert_eq!((all.len(), next), (file.len() + 3, 10_001));
        assert!(read(b"").is_empty());
        assert_eq!(read(b"a").len(), 1);
    }

    #[test]
    fn a_line_longer_than_a_block_is_passed_over() {
        let file = [b"head\n".to_vec(), vec![b'x'; 3 * BLOCK], b"\nafter\n".to_vec()].concat();
        let blocks = read(&file);
        let first = |block: &Block| (block.bytes.clone(), block.first_line, block.after_monster);
        assert_eq!(
            blocks.iter().map(first).collect::<Vec<_>>(),
            [(b"head\n".to_vec(), 1, false), (b"after\n".to_vec(), 3, true)]
        );
        let endless = read(&vec![b'x'; 3 * BLOCK]);
        assert!(endless.iter().all(|block| block.bytes.len() <= BLOCK), "{}", endless.len());
    }

    #[test]
    fn utf_16_is_read_as_utf_8() {
        let text = "\u{feff}数据年月,𠮷\r\n".repeat(40_000);
        for (encoding, bytes) in [
            (encoding_rs::UTF_16LE, text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
            (encoding_rs::UTF_16BE, text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ] {
            let mut read = String::new();
            Decoded::new(&bytes[..], encoding).read_to_string(&mut read).expect("text");
            assert_eq!(read, text.trim_start_matches('\u{feff}'));
        }
    }
}
