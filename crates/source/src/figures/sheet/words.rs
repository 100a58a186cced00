//! What the words of one cell are: a value, a year, a code.

/// A cell's words without the marks of emphasis.
pub(in crate::figures) fn cell_text(text: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            '*' | '_' | '\u{a0}' => plain.push(' '),
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    let plain = plain.trim();
    if spaced_thousands(plain) { plain.replace(' ', "") } else { plain.to_owned() }
}

/// `1 604 850`: spaces between groups of three digits and nothing else.
fn spaced_thousands(cell: &str) -> bool {
    let body = cell.trim_start_matches(['+', '-', '−']).trim_end_matches('%');
    let whole = body.split_once(['.', ',']).map_or(body, |(whole, _)| whole);
    let groups: Vec<&str> = whole.split(' ').collect();
    let digits = |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    groups.len() > 1
        && groups.iter().all(digits)
        && groups[0].len() <= 3
        && groups[1..].iter().all(|group| group.len() == 3)
}

/// Is a cell a number and nothing else, and not a year?
pub(in crate::figures) fn is_value(text: &str) -> bool {
    let text = &text.replace(['\u{2009}', '\u{202f}', '\u{a0}'], "");
    let plain = text
        .trim_start_matches(['+', '-', '−', '–', '$', '△', '▲', '▼', '(', '~'])
        .trim_end_matches(['%', ')', '*', 'p', '배', '倍', '％']);
    let digits = plain.bytes().any(|b| b.is_ascii_digit());
    let numeral = plain.bytes().all(|b| b.is_ascii_digit() || b",.".contains(&b));
    digits && numeral && !is_year(text)
}

pub(in crate::figures) fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse::<u32>().is_ok_and(|year| (1950..2100).contains(&year))
}

pub(in crate::figures) fn is_code(text: &str) -> bool {
    matches!(text.len(), 2 | 4 | 6 | 8 | 10) && text.bytes().all(|b| b.is_ascii_digit())
}
