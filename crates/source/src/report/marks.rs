//! What a line says of itself: a table's title, a figure's, a unit, a source
//! or note, a numbered heading, an item of a list. It looks at one line only
//! and takes none for a title that goes on like a sentence.

/// What a line says it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    Table,
    Figure,
    Unit,
    Note,
    Heading,
    Item,
    None,
}

const TABLES: &[&str] = &[
    "appendix table",
    "annex table",
    "table",
    "tab.",
    "부표",
    "표",
    "附表",
    "表",
    "tabelle",
    "tableau",
    "cuadro",
    "таблица",
];
const FIGURES: &[&str] =
    &["figure", "fig.", "chart", "graph", "그림", "도표", "图", "圖", "図", "abbildung", "рисунок"];
const UNITS: &[&str] = &["units", "unit", "단위", "单位", "單位", "単位", "einheit", "единица"];
const NOTES: &[&str] = &[
    "data sources",
    "data source",
    "sources",
    "source",
    "notes",
    "note",
    "자료",
    "출처",
    "주석",
    "주",
    "资料来源",
    "資料來源",
    "数据来源",
    "來源",
    "来源",
    "资料",
    "資料",
    "出典",
    "注释",
    "注",
    "註",
    "quelle",
    "источник",
];
const OPENING: &[char] = &['<', '[', '(', '【', '〈', '《', '「', '〔', '［', '（', '＜', '*', '_', '#', ' ', '※', '†'];
const CLOSING: &[char] = &['>', ']', ')', '】', '〉', '》', '」', '〕', '］', '）', '＞'];
const BULLETS: &[char] =
    &['•', '·', '∙', '●', '○', '◦', '□', '■', '▪', '◆', '◇', '▶', '▷', '►', '※', 'ㅇ', '❍', '➢', '‣', '⁃'];

/// A title or a heading is no longer than this; longer is prose that begins like one.
const TITLE_LETTERS: usize = 200;
const HEADING_LETTERS: usize = 100;
const BARE_HEADING_LETTERS: usize = 90;
const EASTERN_HEADING_LETTERS: usize = 36;

/// A sentence never ends on one of these: what follows it continues it.
const SMALL_WORDS: &[&str] = &[
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "than", "that", "the",
    "to", "was", "were", "which", "while", "with",
];

/// Nor does a Korean one on these.
const PARTICLES: &[char] = &['은', '는', '을', '를', '의', '에', '로', '와', '과', '며', '고', '및'];

/// What this line says it is.
pub(super) fn mark(line: &str) -> Mark {
    let line = head(line.trim(), 4 * (TITLE_LETTERS + 2));
    let bare = line.trim_start_matches(OPENING);
    if labelled(bare, TABLES) {
        Mark::Table
    } else if labelled(bare, FIGURES) {
        Mark::Figure
    } else if with_colon(bare, UNITS, false) {
        Mark::Unit
    } else if with_colon(bare, NOTES, true) {
        Mark::Note
    } else if is_bullet(line) {
        Mark::Item
    } else if is_numbered_heading(line) {
        Mark::Heading
    } else if is_numbered_item(line) {
        Mark::Item
    } else {
        Mark::None
    }
}

/// Only a table's label and number, so that its title is the next line.
pub(super) fn is_bare_label(line: &str) -> bool {
    mark(line) == Mark::Table && line.chars().count() <= 16 && line.split_whitespace().count() <= 2
}

/// A line that would do as a heading though nothing numbers it.
pub(super) fn is_bare_heading(line: &str) -> bool {
    let most =
        if line.contains(|letter: char| letter >= '\u{2e80}') { EASTERN_HEADING_LETTERS } else { BARE_HEADING_LETTERS };
    line.chars().take(most + 1).count() <= most
        && line
            .chars()
            .next()
            .is_some_and(|first| !first.is_lowercase() && (first.is_alphanumeric() || "<[【「".contains(first)))
        && line.chars().any(char::is_alphabetic)
        && !ends_a_sentence(line)
        && !wants_more(line)
        && !line.contains('@')
        && !holds_a_sentence(line)
}

/// A word of three small letters or more before a stop ends a sentence; "No. 3" and "U.S. trade" do not.
fn holds_a_sentence(line: &str) -> bool {
    let ends = |word: &str| {
        word.strip_suffix('.').is_some_and(|word| word.chars().count() > 2 && word.chars().all(char::is_lowercase))
    };
    line.split_whitespace().any(ends)
}

/// Nothing more is wanted after it: a full stop, a colon, a closing mark after one.
pub(super) fn ends_a_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(|letter: char| letter.is_whitespace() || "\"'”’)]）」』*".contains(letter));
    line.ends_with(['.', '!', '?', ':', ';', '。', '！', '？', '：', '；', '…', '．'])
}

/// It ends on a comma, a hyphen, a small word, or a Korean particle.
pub(super) fn wants_more(words: &str) -> bool {
    let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    last.len() < words.len()
        && (words.ends_with([',', '，', '、', '-']) || SMALL_WORDS.contains(&last) || last.ends_with(PARTICLES))
}

fn labelled(line: &str, labels: &[&str]) -> bool {
    let Some(rest) = begun(line, labels) else { return false };
    let rest = rest.trim_start();
    let number = rest.find(|letter: char| !is_number_letter(letter)).unwrap_or(rest.len());
    let (number, rest) = rest.split_at(number);
    let counts = number.chars().any(|letter| letter.is_numeric() || "IVXLA一二三四五六七八九十".contains(letter));
    counts
        && number.chars().count() <= 8
        && line.chars().take(TITLE_LETTERS + 1).count() <= TITLE_LETTERS
        && is_title(number, rest)
}

/// "Table 1. Exports" and "Table 1 Exports" are titles; "Table 1 shows" and "표 1은" are not.
fn is_title(number: &str, rest: &str) -> bool {
    let parted = number.ends_with(['.', '-', ':'])
        || rest.starts_with([':', '：', '|', '—', '–', ' ', '\u{3000}', '\t'])
        || rest.starts_with(CLOSING);
    let title = rest.trim_start_matches(|letter: char| {
        letter.is_whitespace() || ":：.|—–-*".contains(letter) || CLOSING.contains(&letter)
    });
    let closed = number.ends_with(['.', ':']) || rest.starts_with([':', '：']) || rest.starts_with(CLOSING);
    title.is_empty() || (parted && !title.starts_with(char::is_lowercase) && (closed || !ends_a_sentence(title)))
}

fn is_number_letter(letter: char) -> bool {
    letter.is_ascii_digit()
        || letter.is_numeric()
        || "IVXLABCD-–.".contains(letter)
        || "一二三四五六七八九十".contains(letter)
}

/// "Source:", and with a number also "Note 1:", "주1):".
fn with_colon(line: &str, words: &[&str], may_count: bool) -> bool {
    let Some(rest) = begun(line, words) else { return false };
    let counts = |letter: char| may_count && (letter.is_ascii_digit() || ".)）*".contains(letter));
    let rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || counts(letter));
    rest.starts_with([':', '：', '='])
}

/// What follows the first of the labels that the line begins with. Most lines begin with none of their first letters.
fn begun<'a>(line: &'a str, labels: &[&str]) -> Option<&'a str> {
    let first = line.chars().next()?.to_lowercase().next()?;
    labels.iter().filter(|label| label.starts_with(first)).find_map(|label| after_label(line, label))
}

fn after_label<'a>(line: &'a str, label: &str) -> Option<&'a str> {
    let mut rest = line.chars();
    for wanted in label.chars() {
        let letter = rest.next()?;
        if letter != wanted && !letter.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    let rest = rest.as_str();
    let goes_on = rest.starts_with(char::is_alphabetic) && label.is_ascii() && !rest.starts_with(['I', 'V', 'X', 'A']);
    (!goes_on).then_some(rest)
}

/// A bullet or a dash begins the line.
pub(super) fn is_bullet(line: &str) -> bool {
    line.starts_with(BULLETS) || ["- ", "– ", "— ", "* ", "+ "].iter().any(|bullet| line.starts_with(bullet))
}

fn is_numbered_heading(line: &str) -> bool {
    let Some(rest) = after_number(line) else { return false };
    let rest = rest.trim();
    line.chars().take(HEADING_LETTERS + 1).count() <= HEADING_LETTERS
        && rest.starts_with(|first: char| !first.is_lowercase() && !first.is_ascii_punctuation())
        && rest.chars().any(char::is_alphabetic)
        && !ends_a_sentence(rest)
        && !wants_more(rest)
}

/// What follows "II. ", "1. ", "1.2 ", "가. ", "제1장 ", "一、".
fn after_number(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix(['第', '제']) {
        let end = rest.find(['章', '节', '節', '장', '절', '部', '부'])?;
        return (rest[..end].chars().count() <= 3)
            .then(|| rest[end..].trim_start_matches(|l: char| !l.is_whitespace()));
    }
    let end = line.find([' ', '、', '\u{3000}'])?;
    let (number, rest) = line.split_at(end);
    let digits = number.trim_end_matches(['.', '．']);
    let dotted = digits.len() < number.len() || rest.starts_with('、');
    let rest = rest.trim_start_matches('、');
    let is_roman = !digits.is_empty() && digits.len() <= 5 && digits.chars().all(|l| "IVXL".contains(l));
    let is_unicode_roman = digits.chars().all(|l| ('\u{2160}'..='\u{216f}').contains(&l)) && !digits.is_empty();
    let parts: Vec<&str> = head(digits, 16).split('.').collect();
    let is_plain = parts.iter().all(|part| matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit()));
    let is_letter = digits.chars().count() == 1
        && digits.chars().all(|l| l.is_ascii_uppercase() || "가나다라마바사아자차一二三四五六七八九十".contains(l));
    let counts = is_unicode_roman
        || (dotted && (is_roman || is_plain || is_letter))
        || (is_plain && parts.len() > 1 && parts[0] != "0" && rest.trim().starts_with(char::is_alphabetic));
    counts.then_some(rest)
}

/// "1) ", "(2) ", "① ", and a number with a stop before what is too long for a heading.
fn is_numbered_item(line: &str) -> bool {
    let inner = line.strip_prefix('(').unwrap_or(line);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let closed = inner[digits..].starts_with(") ") && matches!(digits, 1 | 2);
    let circled = line.starts_with(|first: char| ('\u{2460}'..='\u{2473}').contains(&first));
    closed || circled || after_number(line).is_some()
}

/// The beginning of a line: as much of it as a look at it needs.
pub(super) fn head(line: &str, most: usize) -> &str {
    if line.len() <= most {
        return line;
    }
    let end = (0..=most).rev().find(|end| line.is_char_boundary(*end)).unwrap_or(0);
    &line[..end]
}
