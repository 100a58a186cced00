//! Where a byte of the text that was read stands: line and column, both from
//! 1, the column in characters. It knows nothing of what the text means.

/// A mark every so many bytes keeps one lookup short, whatever the length of a line.
const STEP: usize = 256;

/// A ruler laid along a text.
pub(super) struct Ruler<'a> {
    text: &'a str,
    marks: Vec<(usize, usize, usize)>,
    by_page: bool,
}

impl<'a> Ruler<'a> {
    /// Lines as an editor counts them.
    pub(super) fn by_line(text: &'a str) -> Self {
        Self::new(text, false)
    }

    /// A line is a page, parted by form feeds; the column counts the characters of the page.
    pub(super) fn by_page(text: &'a str) -> Self {
        Self::new(text, true)
    }

    fn new(text: &'a str, by_page: bool) -> Self {
        let mut ruler = Self { text, marks: vec![(0, 1, 1)], by_page };
        let (mut line, mut column) = (1, 1);
        for (byte, letter) in text.char_indices() {
            if ruler.marks.last().is_some_and(|(last, ..)| byte - last >= STEP) {
                ruler.marks.push((byte, line, column));
            }
            (line, column) = ruler.after(byte, letter, line, column);
        }
        ruler
    }

    /// The line and column of a byte.
    pub(super) fn at(&self, byte: usize) -> (usize, usize) {
        let i = self.marks.partition_point(|(mark, ..)| *mark <= byte).saturating_sub(1);
        let Some(&(start, mut line, mut column)) = self.marks.get(i) else { return (1, 1) };
        let run = self.text.get(start..byte).unwrap_or_default();
        for (offset, letter) in run.char_indices() {
            (line, column) = self.after(start + offset, letter, line, column);
        }
        (line, column)
    }

    fn after(&self, byte: usize, letter: char, line: usize, column: usize) -> (usize, usize) {
        let ends = match letter {
            '\u{c}' => self.by_page,
            '\n' => !self.by_page,
            '\r' => !self.by_page && self.text.as_bytes().get(byte + 1) != Some(&b'\n'),
            _ => false,
        };
        if ends { (line + 1, 1) } else { (line, column + 1) }
    }
}
