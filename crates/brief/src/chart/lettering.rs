//! Lettering without a typesetter: what text needs to stand in XML, about how
//! wide it will be, and where its lines break. Widths are estimates on the
//! generous side, because the reader's font is not known here.

/// Text as XML holds it, in an element or in an attribute. Characters that no
/// XML may hold are left out.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// Does the script have no spaces, so that a line may break at any character?
/// Hangul does have them.
fn ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{312f}' | '\u{31a0}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}')
}

fn full_width(c: char) -> bool {
    ideograph(c)
        || matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}' | '\u{1f000}'..)
}

/// What may not begin a line.
fn clings(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '）' | '》' | '」' | '』' | '！' | '？' | '％')
}

fn em(c: char) -> f64 {
    match c {
        ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'i' | 'l' | 'j' => 0.32,
        'I' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' => 0.41,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.95,
        c if full_width(c) => 1.0,
        c if c.is_uppercase() => 0.72,
        _ => 0.62,
    }
}

/// About how wide a line is, in the unit of the size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// Words with the space behind them; ideographs one by one, with the
/// punctuation that clings to them.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        match pieces.last_mut() {
            Some(piece) if clings(c) || c == ' ' || (open && !ideograph(c)) => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
        open = c != ' ' && !ideograph(c);
    }
    pieces
}

/// The text in lines that are no wider than the room; a word that is wider
/// alone is cut.
pub(super) fn wrap(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    let mut put = |piece: &str| {
        let wide = width(piece.trim_end(), size);
        let full = used > 0.0 && used + wide > room;
        match lines.last_mut() {
            Some(line) if !full => line.push_str(piece),
            _ => lines.push(piece.to_owned()),
        }
        used = if full { 0.0 } else { used } + width(piece, size);
    };
    for piece in pieces(text) {
        if width(piece.trim_end(), size) <= room {
            put(&piece);
        } else {
            piece.chars().for_each(|c| put(c.encode_utf8(&mut [0; 4])));
        }
    }
    lines.into_iter().map(|line| line.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_words_stays_words() {
        assert_eq!(escape("<a href=\"x\">R&D's\u{1}\n</a>"), "&lt;a href=&quot;x&quot;&gt;R&amp;D&#39;s &lt;/a&gt;");
    }

    #[test]
    fn lines_break_where_the_script_allows() {
        for (text, room, expected) in [
            ("", 100.0, vec![""]),
            ("one two three", 55.0, vec!["one two", "three"]),
            ("从中国进口，按月", 45.0, vec!["从中国进", "口，按月"]),
            ("중국산 수입액", 40.0, vec!["중국산", "수입액"]),
            ("abcdegabcd", 32.0, vec!["abcde", "gabcd"]),
        ] {
            assert_eq!(wrap(text, 10.0, room), expected, "{text}");
        }
    }

    #[test]
    fn nothing_is_lost_in_wrapping() {
        let text =
            "China customs as printed; newest vintage 2024-01-18，新华社 https://example.org/a/very/long/address";
        for room in [1.0, 40.0, 90.0, 5000.0] {
            let joined: String = wrap(text, 11.0, room).concat();
            assert_eq!(joined.replace(' ', ""), text.replace(' ', ""), "{room}");
        }
    }
}
