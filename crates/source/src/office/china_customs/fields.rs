//! The fields of a row, as bytes. A comma, a quote or a line break is never part
//! of a character in UTF-8 or GB18030, so that nothing need be decoded to split.

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
pub(super) fn split<'b>(line: &'b [u8], delimiter: u8, fields: &mut Vec<&'b [u8]>) -> Result<(), Broken> {
    fields.clear();
    let mut rest = line;
    loop {
        if fields.len() >= MOST_COLUMNS {
            return Err(Broken::Wide);
        }
        let end = if rest.first() == Some(&b'"') {
            let end = closing(rest).ok_or(Broken::Quote)?;
            fields.push(&rest[1..end]);
            end + 1
        } else {
            let end = memchr::memchr(delimiter, rest).unwrap_or(rest.len());
            fields.push(&rest[..end]);
            end
        };
        match rest.get(end) {
            None => return Ok(()),
            Some(byte) if *byte == delimiter => rest = &rest[end + 1..],
            Some(_) => return Err(Broken::Quote),
        }
    }
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

/// What the texts of a column mean, each looked at once.
pub(super) struct Memo<'b, T> {
    last: Option<(&'b [u8], T)>,
    known: QuickMap<&'b [u8], T>,
}

impl<'b, T: Copy> Memo<'b, T> {
    pub(super) fn new() -> Self {
        Self { last: None, known: QuickMap::default() }
    }

    pub(super) fn get(&mut self, field: &'b [u8], make: impl FnOnce(&'b [u8]) -> T) -> T {
        if let Some((_, value)) = self.last.as_ref().filter(|(last, _)| *last == field) {
            return *value;
        }
        let value = *self.known.entry(field).or_insert_with(|| make(field));
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
            let mut fields = Vec::new();
            let read = split(line.as_bytes(), b',', &mut fields);
            let read =
                read.map(|()| fields.iter().map(|field| str::from_utf8(field).expect("text")).collect::<Vec<_>>());
            assert_eq!(read, expected, "{line}");
        }
        assert_eq!(split(&b",".repeat(2 * MOST_COLUMNS), b',', &mut Vec::new()), Err(Broken::Wide));
    }

    proptest::proptest! {
        /// A character of GB18030 hides no comma, quote or line break.
        #[test]
        fn no_character_is_split(text in "[\u{80}-\u{2ffff}]{1,40}") {
            let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
            proptest::prop_assert!(!bytes.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r' | b'\t' | b' ')));
        }
    }
}
