//! The fields of a row, as bytes. A comma, a quote or a line break is never part
//! of a character in UTF-8 or GB18030, so that nothing need be decoded to split.

use std::ptr;

use yalu_trade::QuickMap;

use super::layout::MOST_COLUMNS;

/// A line that is no row of fields.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Broken {
    /// A quote that never ends, or text after one.
    Quote,
    /// More fields than a table has.
    Wide,
}

/// Splits a line into fields, quotes taken off.
pub(super) fn split(line: &[u8], delimiter: u8) -> Result<Vec<&[u8]>, Broken> {
    let mut fields = Fields::default();
    fields.split(line, delimiter).map(|()| fields.fields)
}

/// The fields of one row after another. Rows are in some order as a rule, so that a row begins as the one before it:
/// what both have in common is not split again.
#[derive(Debug, Default)]
pub(super) struct Fields<'b> {
    line: &'b [u8],
    /// The fields of the line; some may stand in a line before it, which has the same there.
    pub(super) fields: Vec<&'b [u8]>,
    /// Where in the line the next field begins after each.
    ends: Vec<usize>,
}

impl<'b> Fields<'b> {
    /// Splits the next line.
    pub(super) fn split(&mut self, line: &'b [u8], delimiter: u8) -> Result<(), Broken> {
        let same = in_common(self.line, line);
        self.line = line;
        let kept = self.ends.iter().rposition(|end| *end <= same).map_or(0, |at| at + 1);
        self.fields.truncate(kept);
        self.ends.truncate(kept);
        let mut from = self.ends.last().copied().unwrap_or_default();
        loop {
            if self.fields.len() >= MOST_COLUMNS {
                return Err(Broken::Wide);
            }
            let rest = &line[from..];
            let end = if rest.first() == Some(&b'"') {
                let end = closing(rest).ok_or(Broken::Quote)?;
                self.fields.push(&rest[1..end]);
                end + 1
            } else {
                let end = find(delimiter, rest);
                self.fields.push(&rest[..end]);
                end
            };
            match rest.get(end) {
                None => return Ok(()),
                Some(byte) if *byte == delimiter => from += end + 1,
                Some(_) => return Err(Broken::Quote),
            }
            self.ends.push(from);
        }
    }
}

/// Where a byte stands first, or the end. Most fields are shorter than eight bytes, which one word holds.
fn find(byte: u8, text: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    if let Some(word) = text.first_chunk() {
        // A byte of these is zero where the text has the wanted one; a borrow from a zero byte goes only upwards.
        let differs = u64::from_le_bytes(*word) ^ (ONES * u64::from(byte));
        let found = differs.wrapping_sub(ONES) & !differs & (ONES << 7);
        if found != 0 {
            return found.trailing_zeros() as usize / 8;
        }
    }
    memchr::memchr(byte, text).unwrap_or(text.len())
}

/// With how many bytes both begin.
fn in_common(one: &[u8], other: &[u8]) -> usize {
    let words = one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0).take_while(|(a, b)| a == b);
    let same = words.count() * 8;
    same + one[same..].iter().zip(&other[same..]).take_while(|(a, b)| a == b).count()
}

/// Where the quote that opens a field is closed; two are one that stands in it.
fn closing(field: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr::memchr(b'"', field.get(at..)?)?;
        if field.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// What the texts of a column mean, from block to block.
pub(super) type Known<T> = QuickMap<Box<[u8]>, T>;

/// What the texts of a column mean, each looked at once; one that stands where the last one stood is not even read.
pub(super) struct Memo<'b, 'k, T> {
    last: Option<(&'b [u8], T)>,
    known: &'k mut Known<T>,
}

impl<'b, 'k, T: Copy> Memo<'b, 'k, T> {
    pub(super) fn of(known: &'k mut Known<T>) -> Self {
        Self { last: None, known }
    }

    pub(super) fn get(&mut self, field: &'b [u8], make: impl FnOnce(&'b [u8]) -> T) -> T {
        if let Some((_, value)) = self.last.as_ref().filter(|(last, _)| ptr::eq(*last, field) || *last == field) {
            return *value;
        }
        let value = match self.known.get(field) {
            Some(value) => *value,
            None => {
                let value = make(field);
                self.known.insert(field.into(), value);
                value
            }
        };
        self.last = Some((field, value));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_split_at_its_commas() {
        for (line, expected) in [
            ("a,b", Ok(vec!["a", "b"])),
            ("", Ok(vec![""])),
            (",", Ok(vec!["", ""])),
            ("\"1,234\",x", Ok(vec!["1,234", "x"])),
            ("\"a\"\"b\",\"\"", Ok(vec!["a\"\"b", ""])),
            ("a\"b,c", Ok(vec!["a\"b", "c"])),
            ("\"open,c", Err(Broken::Quote)),
            ("\"a\"b,c", Err(Broken::Quote)),
            ("\"", Err(Broken::Quote)),
        ] {
            let read = split(line.as_bytes(), b',');
            let expected = expected.map(|fields| fields.into_iter().map(str::as_bytes).collect::<Vec<_>>());
            assert_eq!(read, expected, "{line}");
        }
        assert_eq!(split(&b",".repeat(2 * MOST_COLUMNS), b','), Err(Broken::Wide));
    }

    proptest::proptest! {
        /// A byte is found where it stands first, however near the end, and not in bytes that are like it.
        #[test]
        fn a_byte_is_found_where_it_stands_first(text in proptest::collection::vec(0x2b_u8..0x2e, 0..24)) {
            let at = text.iter().position(|byte| *byte == b',').unwrap_or(text.len());
            proptest::prop_assert_eq!(find(b',', &text), at);
        }

        /// A line after others has the fields that it has alone, whatever it has in common with them.
        #[test]
        fn lines_before_change_nothing(lines in proptest::collection::vec("[ab,\"]{0,12}", 1..8)) {
            let mut fields = Fields::default();
            for line in &lines {
                let read = fields.split(line.as_bytes(), b',').map(|()| fields.fields.clone());
                proptest::prop_assert_eq!(read, split(line.as_bytes(), b','), "{:?}", lines);
            }
        }

        /// A character of GB18030 hides no comma, quote or line break.
        #[test]
        fn no_character_is_split(text in "[\u{80}-\u{2ffff}]{1,40}") {
            let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
            proptest::prop_assert!(!bytes.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r' | b'\t' | b' ')));
        }
    }
}
