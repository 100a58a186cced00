//! Lines of a terminal: how wide words are, and where a line ends.

pub(super) const WIDTH: usize = 100;

/// Words in lines of a hundred columns.
pub(super) fn wrapped(text: &str, first: &str, rest: &str) -> Vec<String> {
    let mut lines = vec![first.to_owned()];
    let mut empty = true;
    for word in text.split_whitespace() {
        let line = lines.last().map_or(0, |line| columns(line));
        if !empty && line + 1 + columns(word) > WIDTH {
            lines.push(rest.to_owned());
            empty = true;
        }
        if let Some(line) = lines.last_mut() {
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
        }
        empty = false;
    }
    lines
}

/// The columns that a text takes on a terminal.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

/// The columns of a letter on a terminal: those of East Asia take two.
pub(super) fn column(c: char) -> usize {
    let wide = matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}');
    if wide { 2 } else { 1 }
}
